/* What price files say, one fact for each thing that can change. */
#include "diff/gather.h"
#include "view/amount.h"

struct clerk {
	struct arena *a;
	struct model *m;
	const struct service *s;
	const struct meter *meter;
};

/* A new fact; a key that is there already gets a number. */
static struct fact *
add_fact(struct clerk *c, enum fact_kind kind, struct str key)
{
	struct fact *f = arena_new(c->a, struct fact);
	struct str unique = key;

	for (int i = 2; map_find(&c->m->facts, unique); i++)
		unique = str_printf(c->a, "%.*s.%d", STR_ARG(key), i);
	f->kind = kind;
	f->key = unique;
	f->service = c->s->id;
	map_put(&c->m->facts, c->a, unique, f);
	return f;
}

static void
cite(struct clerk *c, struct fact *f, const struct citation *from,
    struct span at)
{
	if (from) {
		f->title = from->title;
		f->url = from->url;
		f->date = from->published.n ? from->published : from->retrieved;
	}
	if (at.src)
		f->at = span_named(c->a, at);
}

static struct str
choices_text(struct arena *a, const struct price *p, size_t n)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(p->choice[i]));
	return buf_take(&b, a);
}

static struct str
joined(struct arena *a, struct str x, struct str y)
{
	if (!x.n || !y.n)
		return x.n ? x : y;
	return str_printf(a, "%.*s, %.*s", STR_ARG(x), STR_ARG(y));
}

static void
add_tier(struct clerk *c, const struct price *p, size_t i)
{
	const struct tier *t = &p->tier[i];
	struct str tier = { 0 };
	struct fact *f;

	if (p->ntier > 1)
		tier = str_printf(c->a, "tier %zu", i + 1);
	f = add_fact(c, FACT_PRICE,
	    str_printf(c->a, "%.*s.%zu", STR_ARG(p->key), i + 1));
	f->meter = c->meter->id;
	f->region = p->region;
	f->detail =
	    joined(c->a, choices_text(c->a, p, c->meter->nchoice), tier);
	f->amount = (struct amount){ .has_value = true,
		.display = t->text,
		.value = qty_in(c->a, t->typed.n, &t->typed.unit),
		.base = t->price,
		.unit = str_of(c->s->currency),
		.word = t->typed.word };
	cite(c, f, p->source, p->at);
	if (!i)
		return;
	f = add_fact(c, FACT_TIER,
	    str_printf(c->a, "%.*s.%zu.from", STR_ARG(p->key), i + 1));
	f->meter = c->meter->id;
	f->region = p->region;
	f->detail = joined(c->a, choices_text(c->a, p, c->meter->nchoice),
	    str_printf(c->a, "start of tier %zu", i + 1));
	f->amount = (struct amount){ .has_value = true,
		.display = quantity_text(c->a, c->meter, t->from),
		.value = qty_in(c->a, t->from, &c->meter->unit),
		.base = t->from,
		.word = c->meter->unit_word };
	cite(c, f, p->source, p->at);
}

static void
add_meter(struct clerk *c, const struct meter *m)
{
	struct str key =
	    str_printf(c->a, "%.*s.%.*s", STR_ARG(c->s->id), STR_ARG(m->id));
	struct fact *f;

	c->meter = m;
	f = add_fact(
	    c, FACT_MODEL, str_printf(c->a, "%.*s/model", STR_ARG(key)));
	f->meter = m->id;
	f->amount.display = str_of(model_name(m->model));
	cite(c, f, m->source, m->at);
	f = add_fact(
	    c, FACT_QUANTITY, str_printf(c->a, "%.*s/quantity", STR_ARG(key)));
	f->meter = m->id;
	f->amount.display = expr_text(m->quantity);
	cite(c, f, m->source, m->at);
	for (size_t i = 0; i < m->nprice; i++)
		for (size_t k = 0; k < m->price[i].ntier; k++)
			add_tier(c, &m->price[i], k);
}

static void
add_allowance(struct clerk *c, const struct allowance *w)
{
	static const char *const period[] = { [PERIOD_MONTHLY] = "every month",
		[PERIOD_FIRST_YEAR] = "in the first year",
		[PERIOD_INCLUDED] = "included" };
	struct fact *f = add_fact(c, FACT_FREE,
	    str_printf(
		c->a, "%.*s/free.%.*s", STR_ARG(c->s->id), STR_ARG(w->name)));

	f->meter = w->name;
	f->detail = str_of(period[w->period]);
	f->amount = (struct amount){ .has_value = true, .base = w->amount };
	if (w->credit) {
		f->amount.display = money_text(c->a, w->amount, c->s->currency);
		f->amount.value = w->amount;
		f->amount.unit = str_of(c->s->currency);
		f->amount.word = f->amount.unit;
	} else {
		const struct meter *m = &c->s->meter[w->meter[0]];

		f->amount.display = quantity_text(c->a, m, w->amount);
		f->amount.value = qty_in(c->a, w->amount, &m->unit);
		f->amount.word = m->unit_word;
	}
	cite(c, f, w->source, w->at);
}

/* "min 128 MB, max 10,240 MB" */
static struct str
limit_text(struct arena *a, const struct limit *m)
{
	struct buf b = { 0 };
	const char *comma = "";

	if (m->has_min) {
		buf_printf(&b, "min %.*s", STR_ARG(qty_display(a, &m->min)));
		comma = ", ";
	}
	if (m->has_max) {
		buf_printf(
		    &b, "%smax %.*s", comma, STR_ARG(qty_display(a, &m->max)));
		comma = ", ";
	}
	if (m->has_default) {
		buf_printf(&b, "%sdefault %.*s", comma,
		    STR_ARG(qty_display(a, &m->otherwise)));
		comma = ", ";
	}
	for (size_t i = 0; i < m->nvalue; i++, comma = ", ")
		buf_printf(
		    &b, "%s%.*s", comma, STR_ARG(qty_display(a, &m->value[i])));
	for (size_t i = 0; i < m->nword; i++, comma = ", ")
		buf_printf(&b, "%s%.*s", comma, STR_ARG(m->word[i]));
	return buf_take(&b, a);
}

static void
add_limit(struct clerk *c, const struct limit *m)
{
	struct fact *f = add_fact(c, FACT_LIMIT,
	    str_printf(
		c->a, "%.*s/limit.%.*s", STR_ARG(c->s->id), STR_ARG(m->id)));

	f->meter = m->id;
	f->amount.display = limit_text(c->a, m);
	if (m->has_max && !m->has_min && !m->has_default && !m->nvalue &&
	    !m->nword) {
		f->amount.has_value = true;
		f->amount.value = qty_in(c->a, m->max.n, &m->max.unit);
		f->amount.base = m->max.n;
		f->amount.word = m->max.word;
	}
	cite(c, f, m->source, m->at);
}

void
gather_facts(struct arena *a, const struct catalog *c, struct model *out)
{
	for (size_t i = 0; i < c->services.n; i++) {
		const struct service *s = c->services.entry[i].value;
		struct clerk clerk = { .a = a, .m = out, .s = s };

		names_add(a, &out->services, s->id, s->name);
		for (size_t k = 0; k < s->nmeter; k++)
			add_meter(&clerk, &s->meter[k]);
		for (size_t k = 0; k < s->nallowance; k++)
			add_allowance(&clerk, &s->allowance[k]);
		for (size_t k = 0; k < s->nlimit; k++)
			add_limit(&clerk, &s->limit[k]);
	}
}

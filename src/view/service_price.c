/* What a service costs: its meters with their prices, and what is free. */
#include "view/page_int.h"
#include "view/service.h"

/* The id of its figure: ".2" behind it for the second tier. */
static struct str
price_anchor(struct arena *a, const struct price *p, size_t tier)
{
	if (tier == 0)
		return str_printf(a, "price.%.*s", STR_ARG(p->key));
	return str_printf(a, "price.%.*s.%zu", STR_ARG(p->key), tier + 1);
}

static struct node *
choices_node(struct arena *a, const struct str *word, size_t n)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < n; i++) {
		struct node *one = node_map(a);

		node_set_str(a, one, "word", word[i]);
		node_push(a, list, one);
	}
	return list;
}

static struct node *
tier_node(struct arena *a, const struct service *s, const struct meter *m,
    const struct price *p, size_t i)
{
	struct node *n = node_map(a);
	bool last = i + 1 == p->ntier;

	node_set_str(a, n, "anchor", price_anchor(a, p, i));
	node_set_str(a, n, "region", p->region);
	node_set_node(a, n, "choices", choices_node(a, p->choice, m->nchoice));
	node_set_str(a, n, "from", quantity_text(a, m, p->tier[i].from));
	node_set_node(a, n, "to",
	    last ? node_null(a)
		 : node_string(a, quantity_text(a, m, p->tier[i + 1].from)));
	node_set_str(a, n, "price", price_text(a, &p->tier[i], s->currency));
	node_set_node(
	    a, n, "source", node_int(a, (int64_t)source_number(s, p->source)));
	node_set_bool(a, n, "tried", p->tried);
	return n;
}

/* One row a tier of each price. */
static void
put_prices(struct arena *a, struct node *n, const struct service *s,
    const struct meter *m)
{
	struct node *list = node_list(a);
	struct str *name = arena_array(a, struct str, m->nchoice + 1);
	bool tiered = false;

	for (size_t i = 0; i < m->nchoice; i++)
		name[i] = s->scope.var[m->choice[i]].name;
	for (size_t i = 0; i < m->nprice; i++) {
		const struct price *p = &m->price[i];

		tiered |= p->ntier > 1;
		for (size_t k = 0; k < p->ntier; k++)
			node_push(a, list, tier_node(a, s, m, p, k));
	}
	node_set_node(a, n, "choices", choices_node(a, name, m->nchoice));
	node_set_bool(a, n, "tiered", tiered);
	node_set_node(a, n, "prices", list);
}

static struct str
minimum_text(struct arena *a, const struct service *s, const struct meter *m)
{
	if (!m->has_minimum)
		return (struct str){ 0 };
	if (m->minimum_is_money)
		return money_text(a, m->minimum, s->currency);
	return quantity_text(a, m, m->minimum);
}

/* "GB*s" as a reader sees it */
static struct str
unit_shown(struct arena *a, struct str word)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] == '*')
			buf_puts(&b, "\xC2\xB7");
		else
			buf_putc(&b, word.p[i]);
	return buf_take(&b, a);
}

static struct node *
meter_node(struct arena *a, const struct service *s, const struct meter *m)
{
	struct node *n = node_map(a);

	node_set_str(a, n, "id", m->id);
	node_set_str(
	    a, n, "anchor", str_printf(a, "meter.%.*s", STR_ARG(m->id)));
	node_set_str(a, n, "name", m->name);
	node_set_str(a, n, "formula", expr_text(m->quantity));
	node_set_node(a, n, "when",
	    text_or_null(a, m->when ? expr_text(m->when) : STR("")));
	node_set_str(a, n, "unit", unit_shown(a, m->unit_word));
	node_set_str(a, n, "model", str_of(model_name(m->model)));
	node_set_node(a, n, "minimum", text_or_null(a, minimum_text(a, s, m)));
	node_set_bool(a, n, "decimal", m->decimal);
	node_set_bool(a, n, "tiers_net", m->tiers_net);
	put_prices(a, n, s, m);
	return n;
}

struct node *
meters_node(struct arena *a, const struct service *s)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < s->nmeter; i++)
		node_push(a, list, meter_node(a, s, &s->meter[i]));
	return list_or_null(a, list);
}

static struct str
period_text(enum period p)
{
	switch (p) {
	case PERIOD_FIRST_YEAR:
		return STR("every month of an account's first year");
	case PERIOD_INCLUDED:
		return STR("with the subscription, always");
	case PERIOD_MONTHLY:
		break;
	}
	return STR("every month");
}

static struct node *
allowance_node(
    struct arena *a, const struct service *s, const struct allowance *w)
{
	struct node *n = node_map(a);
	struct buf names = { 0 };

	for (size_t i = 0; i < w->nmeter; i++)
		buf_printf(&names, "%s%.*s", i ? ", " : "",
		    STR_ARG(s->meter[w->meter[i]].name));
	node_set_str(a, n, "anchor",
	    str_printf(a, "free.%.*s.%.*s", STR_ARG(s->id), STR_ARG(w->name)));
	node_set_str(a, n, "meters", buf_take(&names, a));
	node_set_str(a, n, "amount",
	    w->credit ? money_text(a, w->amount, s->currency)
		      : quantity_text(a, &s->meter[w->meter[0]], w->amount));
	node_set_str(a, n, "period", period_text(w->period));
	node_set_node(
	    a, n, "source", node_int(a, (int64_t)source_number(s, w->source)));
	return n;
}

struct node *
allowances_node(struct arena *a, const struct service *s)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < s->nallowance; i++)
		node_push(a, list, allowance_node(a, s, &s->allowance[i]));
	return list_or_null(a, list);
}

/* Things of one kind, each name once. */
struct taken {
	size_t n;
	struct map name;
	struct buf names;
};

static void
take_name(struct arena *a, struct taken *t, struct str name)
{
	t->n++;
	if (map_put(&t->name, a, name, t))
		return;
	buf_printf(&t->names, "%s%.*s", t->names.n ? ", " : "", STR_ARG(name));
}

/* "4 prices (Requests)" */
static void
put_taken(struct buf *out, struct taken *t, const char *one, const char *many)
{
	if (t->n)
		buf_printf(out, "%s%zu %s (%s)", out->n ? "; " : "", t->n,
		    t->n == 1 ? one : many, t->names.p);
	buf_free(&t->names);
}

struct str
service_taken(
    struct arena *a, const struct service *s, const struct citation *source)
{
	struct taken prices = { 0 }, free = { 0 }, limits = { 0 };
	struct buf b = { 0 };

	for (size_t i = 0; i < s->nmeter; i++)
		for (size_t k = 0; k < s->meter[i].nprice; k++)
			if (s->meter[i].price[k].source == source)
				take_name(a, &prices, s->meter[i].name);
	for (size_t i = 0; i < s->nallowance; i++)
		if (s->allowance[i].source == source)
			take_name(a, &free, s->allowance[i].name);
	for (size_t i = 0; i < s->nlimit; i++)
		if (s->limit[i].source == source)
			take_name(a, &limits, s->limit[i].id);
	put_taken(&b, &prices, "price", "prices");
	put_taken(&b, &free, "free allowance", "free allowances");
	put_taken(&b, &limits, "limit", "limits");
	return buf_take(&b, a);
}

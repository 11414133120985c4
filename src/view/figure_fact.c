/* Figures that are facts of the data: limits, prices, inputs. */
#include "num/format.h"
#include "view/figure_int.h"
#include "view/service.h"

#define MAX_DECIMALS 2 /* of a value in the unit that a scenario types */

static const struct service *
path_service(struct figures *f, const struct path *p, size_t i)
{
	const struct service *s =
	    i < p->n ? catalog_find(f->g->terms->catalog, p->part[i]) : NULL;
	struct str *all;
	size_t n;

	if (s)
		return s->broken ? NULL : s;
	all = catalog_ids(f->a, f->g->terms->catalog, &n);
	unknown_part(f, p, i, all, n);
	return NULL;
}

static struct str
words_text(struct arena *a, const struct limit *m)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < m->nword; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(m->word[i]));
	for (size_t i = 0; i < m->nvalue; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "",
		    STR_ARG(qty_display(a, &m->value[i])));
	return buf_take(&b, a);
}

/* The limits of one name: often one, or one for each case. */
struct cases {
	const struct limit **limit;
	size_t n;
};

static struct cases
limit_cases(struct figures *f, const struct service *s, struct str id)
{
	struct cases c = {
		arena_array(f->a, const struct limit *, s->nlimit + 1), 0
	};

	for (size_t i = 0; i < s->nlimit; i++)
		if (str_eq(s->limit[i].id, id))
			c.limit[c.n++] = &s->limit[i];
	return c;
}

/* "vcpu >= 1 vCPU: 1 vCPU, 2 vCPU; vcpu < 1 vCPU: 0.08 vCPU to 1 vCPU" */
static struct str
cases_text(struct arena *a, const struct cases *c)
{
	struct buf b = { 0 };

	if (c->n == 1)
		return words_text(a, c->limit[0]);
	for (size_t i = 0; i < c->n; i++) {
		const struct limit *m = c->limit[i];

		buf_puts(&b, i ? "; " : "");
		if (m->when)
			buf_printf(&b, "%.*s: ", STR_ARG(expr_text(m->when)));
		buf_str(&b, limit_words(a, m));
	}
	return buf_take(&b, a);
}

struct figure *
make_limit(struct figures *f, const struct path *p)
{
	const struct service *s = path_service(f, p, 1);
	struct str words[] = { STR("min"), STR("max"), STR("default") };
	struct str field = p->n > 3 ? p->part[3] : (struct str){ 0 };
	const struct limit *m;
	const struct qty *q;
	struct figure *fig;
	struct cases c;

	if (!s)
		return NULL;
	c = limit_cases(f, s, p->n > 2 ? p->part[2] : (struct str){ 0 });
	if (!c.n)
		return unknown_part(
		    f, p, 2, service_limits(f->a, s), s->nlimit);
	m = c.limit[0];
	q = service_limit(s, m->id, field, NULL);
	if (p->n > 4 || (field.n && !q))
		return unknown_part(f, p, p->n > 4 ? 4 : 3, words, 3);
	fig = known_figure(f, p->whole);
	if (fig)
		return fig;
	fig = new_figure(f, p->whole);
	fig->formula =
	    str_cat(f->a, STR("limit '"), m->id, STR("' of "), s->name);
	if (q)
		set_value(f, fig, q->n, &q->unit, q->word);
	else
		set_text(fig, cases_text(f->a, &c));
	for (size_t i = 0; i < c.n; i++) {
		m = c.limit[i];
		if (m->note.n)
			add_value(f, fig, STR("note"), m->note);
		add_source(f, fig, m->source);
	}
	return keep_figure(f, fig);
}

/* price.SERVICE.METER.REGION[.CHOICE...][.TIER] */
struct figure *
make_price(struct figures *f, const struct path *p)
{
	const struct service *s = path_service(f, p, 1);
	const struct price *price = NULL;
	struct str *all = NULL;
	size_t n = 0, cap = 0, tier = 0;
	struct str key = str_from(p->whole, 6);
	struct figure *fig;

	if (!s)
		return NULL;
	for (size_t m = 0; m < s->nmeter && !price; m++) {
		for (size_t i = 0; i < s->meter[m].nprice; i++) {
			const struct price *c = &s->meter[m].price[i];
			struct str rest = str_from(key, c->key.n);

			arena_push(f->a, all, n, cap, c->key);
			if (!str_starts(key, c->key))
				continue;
			if (rest.n == 0)
				price = c;
			/* ".2" behind the key is the second tier. */
			if (rest.n == 2 && rest.p[0] == '.' &&
			    rest.p[1] >= '1' && rest.p[1] <= '9' &&
			    (size_t)(rest.p[1] - '1') < c->ntier) {
				price = c;
				tier = (size_t)(rest.p[1] - '1');
			}
		}
	}
	if (!price) {
		diag_report(f->d, DIAG_FIGURE_UNKNOWN, p->at,
		    "unknown figure '%.*s': no price has that key",
		    STR_ARG(p->whole));
		diag_nearest(f->d, key, all, n);
		return NULL;
	}
	fig = known_figure(f, p->whole);
	if (fig)
		return fig;
	fig = new_figure(f, p->whole);
	fig->n = price->tier[tier].price;
	fig->unit = price->tier[tier].typed.unit;
	fig->exact = exact_text(
	    f->a, qty_in(f->a, fig->n, &price->tier[tier].typed.unit));
	fig->unit_word = price->tier[tier].typed.word;
	fig->display = price->tier[tier].text;
	fig->formula = str_cat(f->a, STR("price '"), price->key, STR("'"));
	add_price(f, fig, price);
	return keep_figure(f, fig);
}

struct figure *
make_free(struct figures *f, const struct path *p)
{
	const struct service *s = path_service(f, p, 1);
	struct str *all;
	struct figure *fig;

	if (!s)
		return NULL;
	fig = known_figure(f, p->whole);
	if (fig)
		return fig;
	all = arena_array(f->a, struct str, s->nallowance + 1);
	for (size_t i = 0; i < s->nallowance; i++) {
		const struct allowance *w = &s->allowance[i];

		all[i] = w->name;
		if (p->n != 3 || !str_eq(p->part[2], w->name))
			continue;
		fig = new_figure(f, p->whole);
		fig->formula = str_printf(f->a,
		    "allowance '%.*s' of %.*s, granted %s", STR_ARG(w->name),
		    STR_ARG(s->name),
		    w->period == PERIOD_FIRST_YEAR
			? "in an account's first year"
			: w->period == PERIOD_INCLUDED ? "with the subscription"
						       : "every month");
		if (w->credit) {
			set_money(f, fig, w->amount, s->currency);
		} else {
			const struct meter *m = &s->meter[w->meter[0]];

			set_value(f, fig, w->amount, &m->unit, m->unit_word);
		}
		add_source(f, fig, w->source);
		return keep_figure(f, fig);
	}
	return unknown_part(f, p, 2, all, s->nallowance);
}

/* What was typed, or where `bare` its number without the unit, which templates
 * and commands want. */
static void
set_typed(struct figures *f, struct figure *fig, const struct qty *q, bool bare)
{
	set_value(f, fig, q->n, &q->unit, q->word);
	if (bare)
		fig->display = fig->exact;
}

static bool
wants_number(const struct path *p, size_t i)
{
	return p->n == i + 1 && str_is(p->part[i], "number");
}

/* What an input has in a setup.  A value that is not the scenario's is in the
 * unit of the one that is, where that takes few digits: 48 s of 1 min is
 * 0.8 min. */
static struct qty
input_value(struct figures *f, const struct setup *s, size_t slot)
{
	struct qty now = workload_typed(s->workload, slot);
	const struct qty base =
	    workload_typed(f->g->scenario[s->scenario].workload, slot);
	int decimals;

	if (f->g->terms->scope.var[slot].kind == EXPR_WORD)
		return now;
	decimals = rat_decimals(qty_in(f->a, now.n, &base.unit));
	if (decimals < 0 || decimals > MAX_DECIMALS)
		return now;
	now.unit = base.unit;
	now.word = base.word;
	return now;
}

struct figure *
make_input(struct figures *f, const struct path *p)
{
	struct setup s;
	struct qty typed;
	struct figure *fig;
	size_t slot, n = 0;
	struct str *all, id;
	bool bare = wants_number(p, 3), word;

	if (!path_setup(f, p, 1, &s))
		return NULL;
	slot =
	    p->n > 2 ? scope_find(&f->g->terms->scope, p->part[2]) : SIZE_MAX;
	if (slot == SIZE_MAX || !s.workload->given[slot]) {
		all = arena_array(f->a, struct str, f->g->terms->scope.n + 1);
		for (size_t i = 0; i < f->g->terms->scope.n; i++)
			if (s.workload->given[i])
				all[n++] = f->g->terms->scope.var[i].name;
		return unknown_part(f, p, 2, all, n);
	}
	word = f->g->terms->scope.var[slot].kind == EXPR_WORD;
	typed = input_value(f, &s, slot);
	if (p->n > 3 && (!bare || word))
		return unknown_part(f, p, p->n > 4 ? 4 : 3, NULL, 0);
	id = str_printf(f->a, "input.%.*s.%.*s%s%.*s", STR_ARG(p->part[1]),
	    STR_ARG(p->part[2]), bare ? ".number" : "",
	    STR_ARG(setup_suffix_for(f, &s, slot)));
	fig = known_figure(f, id);
	if (fig)
		return fig;
	fig = new_figure(f, id);
	fig->formula = str_cat(f->a, STR("'"), p->part[2],
	    STR("' of the scenario '"), p->part[1], STR("'"));
	if (word)
		set_text(fig, typed.text);
	else
		set_typed(f, fig, &typed, bare);
	return keep_figure(f, fig);
}

/* bound.OPTION.SERVICE.INPUT */
struct figure *
make_bound(struct figures *f, const struct path *p)
{
	size_t option = path_option(f, p, 1);
	const struct option *o;
	const struct use *use;
	const struct binding *b = NULL;
	struct figure *fig;
	struct str *all;
	size_t n = 0;
	bool bare = wants_number(p, 4);

	if (option == SIZE_MAX)
		return NULL;
	o = &f->g->option[option];
	use = p->n > 2 ? option_use(o, p->part[2]) : NULL;
	if (!use) {
		all = arena_array(f->a, struct str, o->nuse + 1);
		for (size_t i = 0; i < o->nuse; i++)
			all[n++] = o->use[i].id;
		return unknown_part(f, p, 2, all, n);
	}
	if (p->n == 4 || bare)
		b = use_binding(use, p->part[3]);
	if (b && bare && (!b->value || b->value->op != OP_NUMBER))
		return unknown_part(f, p, 4, NULL, 0);
	if (!b) {
		all = arena_array(f->a, struct str, use->nbinding + 1);
		for (size_t i = 0; i < use->nbinding; i++)
			all[n++] = use->binding[i].input;
		return unknown_part(f, p, p->n > 4 ? 4 : 3, all, n);
	}
	fig = known_figure(f, p->whole);
	if (fig)
		return fig;
	fig = new_figure(f, p->whole);
	fig->formula = str_cat(
	    f->a, STR("'"), b->input, STR("' that '"), o->id, STR("' binds"));
	if (!b->value)
		set_text(fig, b->word);
	else if (b->value->op == OP_NUMBER)
		set_typed(f, fig, &b->typed, bare);
	else
		set_text(fig, expr_text(b->value));
	return keep_figure(f, fig);
}

static struct figure *
named(
    struct figures *f, const struct path *p, struct str name, struct str about)
{
	struct str words[] = { STR("name"), STR("about") };
	struct figure *fig = known_figure(f, p->whole);

	if (fig)
		return fig;
	fig = new_figure(f, p->whole);
	fig->formula = str_cat(f->a, p->n > 2 ? p->part[2] : STR("name"),
	    STR(" of the "), p->part[0], STR(" '"), p->part[1], STR("'"));
	if (p->n == 3 && str_is(p->part[2], "name"))
		set_text(fig, name);
	else if (p->n == 3 && str_is(p->part[2], "about"))
		set_sentence(fig, about);
	else
		return unknown_part(f, p, p->n > 3 ? 3 : 2, words, 2);
	return keep_figure(f, fig);
}

struct figure *
make_option(struct figures *f, const struct path *p)
{
	size_t i = path_option(f, p, 1);

	return i == SIZE_MAX
	    ? NULL
	    : named(f, p, f->g->option[i].name, f->g->option[i].about);
}

struct figure *
make_scenario(struct figures *f, const struct path *p)
{
	size_t i = path_scenario(f, p, 1);

	return i == SIZE_MAX
	    ? NULL
	    : named(f, p, f->g->scenario[i].name, f->g->scenario[i].about);
}

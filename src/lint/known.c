/* Figures by their values: what the engine knows. */
#include "lint/lint_int.h"
#include "lint/number.h"
#include "num/format.h"

struct known_values {
	const struct figure **fig; /* those the guide shows come first */
	size_t n, cap;
};

static void
ask(struct subject *s, struct str id)
{
	(void)figure_get(&s->m.figures, id, (struct span){ 0 });
}

static void
ask_prices(struct subject *s, const struct service *v)
{
	struct str region = market_region(&s->page->guide.market, v->vendor);

	for (size_t m = 0; m < v->nmeter; m++)
		for (size_t i = 0; i < v->meter[m].nprice; i++) {
			const struct price *p = &v->meter[m].price[i];

			if (str_eq(p->region, region) ||
			    str_is(p->region, "global"))
				ask(s,
				    str_printf(s->l->a, "price.%.*s",
					STR_ARG(p->key)));
		}
}

static void
ask_service(struct subject *s, const struct service *v)
{
	struct arena *a = s->l->a;

	for (size_t i = 0; i < v->nlimit; i++)
		ask(s,
		    str_printf(a, "limits.%.*s.%.*s", STR_ARG(v->id),
			STR_ARG(v->limit[i].id)));
	for (size_t i = 0; i < v->nallowance; i++)
		ask(s,
		    str_printf(a, "free.%.*s.%.*s", STR_ARG(v->id),
			STR_ARG(v->allowance[i].name)));
	ask_prices(s, v);
}

static void
ask_option(struct subject *s, const struct option *o)
{
	for (size_t u = 0; u < o->nuse; u++) {
		const struct use *use = &o->use[u];

		ask_service(s, use->service);
		for (size_t i = 0; i < use->nbinding; i++)
			ask(s,
			    str_printf(s->l->a, "bound.%.*s.%.*s.%.*s",
				STR_ARG(o->id), STR_ARG(use->id),
				STR_ARG(use->binding[i].input)));
	}
}

static void
ask_scenario(struct subject *s, const struct scenario *c)
{
	const struct guide *g = &s->page->guide;
	struct arena *a = s->l->a;

	for (size_t i = 0; i < c->ngiven; i++)
		ask(s,
		    str_printf(a, "input.%.*s.%.*s", STR_ARG(c->id),
			STR_ARG(g->terms->scope.var[c->given[i]].name)));
	for (size_t i = 0; i < c->noption; i++)
		ask(s,
		    str_printf(a, "cost.%.*s.%.*s.total",
			STR_ARG(g->option[c->option[i]].id), STR_ARG(c->id)));
	ask(s, str_printf(a, "winner.%.*s.ratio", STR_ARG(c->id)));
	ask(s, str_printf(a, "winner.%.*s.margin", STR_ARG(c->id)));
}

static void
ask_crossings(struct subject *s)
{
	const struct guide *g = &s->page->guide;
	const struct scenario *c;

	if (!g->question.given)
		return;
	c = &g->scenario[g->question.scenario];
	for (size_t i = 0; i + 1 < c->noption; i++)
		for (size_t k = i + 1; k < c->noption; k++)
			ask(s,
			    str_printf(s->l->a, "crossings.%.*s.%.*s.first",
				STR_ARG(g->option[c->option[i]].id),
				STR_ARG(g->option[c->option[k]].id)));
}

void
known_init(struct subject *s)
{
	const struct guide *g = &s->page->guide;
	const struct map *services = &g->terms->catalog->services;
	struct known_values *k = arena_new(s->l->a, struct known_values);

	ask_crossings(s);
	for (size_t i = 0; i < g->nscenario; i++)
		ask_scenario(s, &g->scenario[i]);
	for (size_t i = 0; i < g->noption; i++)
		ask_option(s, &g->option[i]);
	for (size_t i = 0; i < services->n; i++)
		ask_prices(s, services->entry[i].value);
	for (size_t i = 0; i < s->m.figures.by_id.n; i++) {
		const struct figure *fig = s->m.figures.by_id.entry[i].value;

		if (!fig->missing && !fig->is_text)
			arena_push(s->l->a, k->fig, k->n, k->cap, fig);
	}
	s->known = k;
}

static bool
either_end(const struct number *n, struct rat value)
{
	return rat_eq(value, n->n) || rat_eq(value, n->high);
}

static bool
is_range(const struct number *n)
{
	return !rat_eq(n->n, n->high);
}

static bool
rounds_to(struct arena *a, const struct number *n, struct rat value)
{
	return n->decimals >= 0 && !rat_is_zero(n->n) &&
	    either_end(n, rat_round(a, value, n->decimals));
}

static bool
has_money(struct arena *a, const struct figure *fig, const struct number *n,
    bool rounded)
{
	struct rat v = qty_in(a, fig->n, &fig->unit);
	bool price = str_starts(fig->id, STR("price."));

	if (fig->unit.dim[DIM_MONEY] != 1 ||
	    !str_is(str_of(fig->unit.currency), n->currency) ||
	    (price && is_range(n)))
		return false;
	if (rounded)
		return rounds_to(a, n, v);
	return either_end(n, v) || either_end(n, format_money_round(a, v));
}

static bool
has_ratio(struct arena *a, const struct figure *fig, const struct number *n)
{
	return str_ends(fig->display, STR("x")) && rounds_to(a, n, fig->n);
}

/* The same dimensions; a month more or less makes no difference. */
static bool
same_dimensions(const struct unit *x, const struct unit *y)
{
	struct unit u = *x, v = *y;

	u.dim[DIM_MONTH] = v.dim[DIM_MONTH] = 0;
	return unit_same(&u, &v);
}

/* "5-10 seconds" is a limit, or no figure at all. */
static bool
has_quantity(const struct figure *fig, const struct number *n)
{
	bool fact = str_starts(fig->id, STR("limits.")) ||
	    str_starts(fig->id, STR("free."));

	return same_dimensions(&fig->unit, &n->unit) && either_end(n, fig->n) &&
	    (fact || !is_range(n) || n->unit.dim[DIM_REQUEST]);
}

/* A count of requests is often typed without the word. */
static bool
is_bare_count(const struct figure *fig)
{
	struct unit u = fig->unit;

	u.dim[DIM_REQUEST] = u.dim[DIM_MONTH] = 0;
	return unit_is_plain(&u) && !str_ends(fig->display, STR("x"));
}

static bool
has_count(const struct figure *fig, const struct number *n)
{
	if (!either_end(n, fig->n) || !is_bare_count(fig))
		return false;
	if (!n->word.n)
		return !fig->unit_word.n || fig->unit.dim[DIM_REQUEST];
	return fig->unit_word.n && str_starts(n->word, fig->unit_word);
}

static bool
has_value(struct arena *a, const struct figure *fig, const struct number *n,
    bool rounded)
{
	switch (n->kind) {
	case NUMBER_MONEY:
		return has_money(a, fig, n, rounded);
	case NUMBER_RATIO:
		return has_ratio(a, fig, n);
	case NUMBER_QUANTITY:
		return has_quantity(fig, n);
	case NUMBER_COUNT:
		return has_count(fig, n);
	case NUMBER_PERCENT:
		break;
	}
	return false;
}

const struct figure *
known_find(const struct subject *s, const struct number *n)
{
	for (int rounded = 0; rounded < 2; rounded++)
		for (size_t i = 0; i < s->known->n; i++)
			if (has_value(s->l->a, s->known->fig[i], n, rounded))
				return s->known->fig[i];
	return NULL;
}

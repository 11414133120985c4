/* The root of an explanation, and the families that compare costs. */
#include "view/explain.h"

#include "num/format.h"
#include "view/explain_int.h"

/* The total of an option, as a part; false when reported. */
static bool
add_cost(struct explainer *e, struct node *root, size_t option)
{
	struct node *step = cost_step(e, option, &e->setup, NULL);

	if (step)
		step_part(e->a, root, step);
	return step != NULL;
}

static struct str
shown_cost(struct explainer *e, size_t option)
{
	const struct figure *fig = figure_cost(e->f, option, &e->setup);

	return fig ? fig->display : (struct str){ 0 };
}

/* ratio.A.B.SCENARIO and difference.A.B.SCENARIO */
static bool
explain_pair(struct explainer *e, struct node *root)
{
	size_t x = guide_option(e->g, e->path.part[1]);
	size_t y = guide_option(e->g, e->path.part[2]);
	bool ratio = str_is(e->path.part[0], "ratio");

	step_set(e->a, root, "about",
	    str_printf(e->a,
		ratio ? "the cost of '%.*s' divided by that of '%.*s' in the "
			"scenario '%.*s', both as printed"
		      : "the cost of '%.*s' less that of '%.*s' in the "
			"scenario '%.*s', both as printed",
		STR_ARG(e->path.part[1]), STR_ARG(e->path.part[2]),
		STR_ARG(e->path.part[3])));
	if (!e->fig->missing)
		step_set(e->a, root, "values",
		    str_printf(e->a, "%.*s %s %.*s", STR_ARG(shown_cost(e, x)),
			ratio ? "/" : "\xE2\x88\x92",
			STR_ARG(shown_cost(e, y))));
	return add_cost(e, root, x) && add_cost(e, root, y);
}

/* change.OPTION.SCENARIO.amount and .percent: the cost as it is, and changed. */
static bool
explain_change(struct explainer *e, struct node *root)
{
	size_t option = guide_option(e->g, e->path.part[1]);
	struct setup base = setup_of(e->f, e->setup.scenario);
	const struct figure *old, *new;
	struct node *step;

	base.market = e->setup.market;
	setup_suffix(e->f, &base);
	old = figure_cost(e->f, option, &base);
	new = figure_cost(e->f, option, &e->setup);
	if (!old || !new)
		return false;
	if (!e->fig->missing)
		step_set(e->a, root, "values",
		    str_printf(e->a,
			str_is(e->path.part[3], "percent")
			    ? "(%.*s \xE2\x88\x92 %.*s) / %.*s"
			    : "%.*s \xE2\x88\x92 %.*s",
			STR_ARG(new->display), STR_ARG(old->display),
			STR_ARG(old->display)));
	step = cost_step(e, option, &base, NULL);
	if (step)
		step_part(e->a, root, step);
	return step && add_cost(e, root, option);
}

/* What a scenario says that no option of it binds: inputs and needs. */
static struct node *
scenario_step(struct explainer *e)
{
	const struct scenario *s = &e->g->scenario[e->setup.scenario];
	struct node *step = step_new(e->a, "scenario", s->id);
	const struct workload *w = e->setup.workload;

	step_at(e->a, step, s->at);
	for (size_t i = 0; i < s->ngiven; i++)
		step_part(e->a, step, given_step(e, w, s->given[i]));
	/* What the id adds to it. */
	for (size_t i = 0; i < s->workload->terms->scope.n; i++)
		if (w->given[i] && !s->workload->given[i])
			step_part(e->a, step, given_step(e, w, i));
	return step;
}

static const char *
rank_text(const struct ranking *r, size_t i, bool by_price)
{
	const struct standing *s = &r->standing[i];
	size_t first = by_price ? r->cheapest : r->best;
	size_t second = by_price ? r->second : r->runner_up;

	if (s->priceless)
		return "a price is missing";
	if (i == first)
		return by_price ? "the cheapest" : "recommended";
	if (s->out && !by_price)
		return "ruled out";
	if (s->bill.faults.n)
		return "cannot be had";
	return i == second ? "the runner-up" : "";
}

/* An option in a ranking: its cost, and what rules it out. */
static bool
add_standing(struct explainer *e, struct node *root, const struct ranking *r,
    size_t i, bool by_price)
{
	const struct standing *s = &r->standing[i];
	struct node *step =
	    cost_step(e, s->option, &e->setup, by_price ? NULL : s);
	const char *place = rank_text(r, i, by_price);

	if (!step)
		return false;
	step_set(e->a, step, "about",
	    str_printf(e->a, "%.*s%s%s", STR_ARG(e->g->option[s->option].name),
		place[0] ? ": " : "", place));
	if (!by_price)
		step_set(e->a, step, "note", s->unmeasured);
	step_part(e->a, root, step);
	return true;
}

/* What margin and ratio are computed of. */
static void
set_operands(struct explainer *e, struct node *root, const struct ranking *r,
    bool by_price)
{
	size_t first = by_price ? r->cheapest : r->best;
	size_t second = by_price ? r->second : r->runner_up;
	struct str field = e->path.n > 2 ? e->path.part[2] : (struct str){ 0 };
	bool ratio = str_is(field, "ratio");

	if (e->fig->missing || (!ratio && !str_is(field, "margin")))
		return;
	step_set(e->a, root, "values",
	    str_printf(e->a, "%.*s %s %.*s",
		STR_ARG(shown_cost(e, r->standing[second].option)),
		ratio ? "/" : "\xE2\x88\x92",
		STR_ARG(shown_cost(e, r->standing[first].option))));
}

static bool
explain_ranking(struct explainer *e, struct node *root)
{
	bool by_price = str_is(e->path.part[0], "winner");
	const struct ranking *r = figure_ranking(e->f, &e->setup);

	if (!r)
		return false;
	set_operands(e, root, r, by_price);
	step_part(e->a, root, scenario_step(e));
	for (size_t i = 0; i < r->n; i++)
		if (!add_standing(e, root, r, i, by_price))
			return false;
	return true;
}

/* A family, which part of its ids is a scenario, and who explains it. */
static const struct {
	const char *name;
	size_t scenario; /* 0: it has none */
	explain_family explain;
} families[] = {
	{ "cost", 2, explain_cost },
	{ "ratio", 3, explain_pair },
	{ "difference", 3, explain_pair },
	{ "change", 2, explain_change },
	{ "winner", 1, explain_ranking },
	{ "crossings", 0, explain_crossing },
	{ "intervals", 1, explain_interval },
	{ "recommend", 1, explain_ranking },
	{ "limits", 0, explain_limit },
	{ "price", 0, explain_price },
	{ "free", 0, explain_free },
	{ "input", 1, explain_input },
	{ "bound", 0, explain_bound },
	{ "option", 0, explain_option },
	{ "scenario", 0, explain_scenario },
	{ "latency", 0, explain_latency },
	{ "fact", 0, explain_stated },
	{ "sum", 0, explain_parts },
	{ "better", 0, explain_parts },
};

/* The places in the prose at which the figure is shown, each once. */
static void
set_shown(struct explainer *e, struct node *root, const struct page_model *m)
{
	struct node *list = node_list(e->a);

	for (size_t i = 0; m && i < m->nmention; i++) {
		const struct mention *one = &m->mention[i];
		struct str at = span_where(e->a, one->at);
		struct node *n = node_map(e->a);
		bool known = false;

		if (!str_eq(one->fig->id, e->fig->id))
			continue;
		for (size_t k = 0; k < list->n; k++)
			known |=
			    str_eq(node_find_text(list->item[k], "at"), at);
		node_set_str(e->a, n, "at", at);
		step_set(e->a, n, "block", one->block);
		if (!known)
			node_push(e->a, list, n);
	}
	if (m)
		node_set_node(e->a, root, "shown", list);
}

void
step_market(struct explainer *e, struct node *root, const struct market *m)
{
	struct buf b = { 0 };

	format_number(&b, rat_div(e->a, m->month, rat_int(3600)));
	step_set(e->a, root, "region", market_where(e->a, m, "=", ", "));
	step_set(e->a, root, "free_tier", str_of(free_tier_name(m->free)));
	step_set(e->a, root, "hours_per_month", buf_take(&b, e->a));
}

/* The formula of a figure is one of names, or says what the figure is; that
 * of a line is its quantity's. */
static void
set_formula(struct explainer *e, struct node *root)
{
	const struct path *p = &e->path;

	if (str_is(p->part[0], "ratio") || str_is(p->part[0], "difference") ||
	    str_is(p->part[0], "change") ||
	    (str_is(p->part[0], "cost") && str_is(p->part[3], "total")))
		step_set(e->a, root, "formula", e->fig->formula);
	else if (!str_is(p->part[0], "cost"))
		step_set(e->a, root, "about", e->fig->formula);
}

static struct node *
root_step(struct explainer *e, const struct page_model *page)
{
	struct node *root = step_new(e->a, "figure",
	    str_printf(
		e->a, "%.*s/%.*s", STR_ARG(e->g->id), STR_ARG(e->fig->id)));

	step_figure(e->a, root, e->fig, str_is(e->path.part[0], "price"));
	set_formula(e, root);
	set_shown(e, root, page);
	return root;
}

struct node *
figure_explain(struct figures *f, struct str id, struct span at,
    const struct page_model *page, bool full)
{
	struct explainer e = { .a = f->a, .f = f, .g = f->g, .full = full };
	struct node *root;

	e.fig = figure_get(f, id, at);
	if (!e.fig || !path_parse(f, id, at, &e.path))
		return NULL;
	root = root_step(&e, page);
	for (size_t i = 0; i < countof(families); i++) {
		if (!str_is(e.path.part[0], families[i].name))
			continue;
		if (families[i].scenario) {
			if (!path_setup(
				f, &e.path, families[i].scenario, &e.setup))
				return NULL;
			step_market(&e, root, &e.setup.market);
		}
		return families[i].explain(&e, root) ? root : NULL;
	}
	return root;
}

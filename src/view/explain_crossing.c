/* Explanations of who is cheapest where: borders and intervals. */
#include "view/explain_int.h"

static bool
run_field(
    struct explainer *e, const size_t *option, size_t n, struct field *out)
{
	*out = (struct field){ .option = option, .n = n };
	out->axis = setup_axis(&e->setup);
	out->plan = arena_array(e->a, const struct plan *, n + 1);
	out->currency = "";
	if (!contest_setup(
		e->f, &e->path, &e->setup, option, n, out->plan, &out->contest))
		return false;
	for (size_t i = 0; i < n; i++)
		if (out->plan[i]->nuse)
			out->currency = out->plan[i]->use[0].service->currency;
	return true;
}

struct str
axis_text(struct explainer *e, const struct field *d, struct rat x)
{
	return exact_value(e->a, x, &d->axis->unit, d->axis->unit_word);
}

static struct str
option_id(struct explainer *e, const struct field *d, size_t i)
{
	return i == NO_OPTION ? STR("none") : e->g->option[d->option[i]].id;
}

static struct node *
axis_step_of(struct explainer *e, const struct field *d)
{
	const struct pwl_range *r = &d->contest.range;
	struct node *step = step_new(e->a, "axis", d->axis->name);
	struct buf b = { 0 };

	buf_printf(&b, "from %.*s to %.*s", STR_ARG(axis_text(e, d, r->lo)),
	    STR_ARG(axis_text(e, d, r->hi)));
	if (!rat_is_zero(r->step))
		buf_printf(
		    &b, " in steps of %.*s", STR_ARG(axis_text(e, d, r->step)));
	buf_printf(&b, ", in the scenario '%.*s'",
	    STR_ARG(e->g->scenario[e->setup.scenario].id));
	step_set(e->a, step, "about", buf_take(&b, e->a));
	/* An axis of the id's own stands nowhere. */
	if (e->setup.question.at.src == e->g->question.at.src)
		step_at(e->a, step, e->setup.question.at);
	return step;
}

struct setup
setup_at(struct explainer *e, struct rat x)
{
	struct setup s = e->setup;

	setup_move(e->f, &s, x);
	return s;
}

/* What two options cost at a point. */
static bool
add_point(struct explainer *e, struct node *step, const struct field *d,
    struct rat x, const size_t *pair)
{
	struct setup s = setup_at(e, x);
	struct node *point = step_new(e->a, "point", d->axis->name);
	const struct figure *fig;
	struct node *cost;

	step_value(e->a, point, x, &d->axis->unit, d->axis->unit_word);
	for (size_t i = 0; i < 2; i++) {
		if (pair[i] == NO_OPTION)
			continue;
		fig = figure_cost(e->f, d->option[pair[i]], &s);
		if (!fig)
			return false;
		cost = step_new(e->a, "cost", fig->id);
		step_figure(e->a, cost, fig, false);
		step_part(e->a, point, cost);
	}
	step_part(e->a, step, point);
	return true;
}

static struct node *
border_step(struct explainer *e, const struct field *d, size_t i)
{
	const struct crossing *k = &d->contest.crossing[i];
	struct node *step = step_new(e->a, "crossing",
	    str_printf(e->a, "%zu of %zu", i + 1, d->contest.ncrossing));

	step_value(e->a, step, k->at, &d->axis->unit, d->axis->unit_word);
	step_set(e->a, step, "about",
	    str_printf(e->a, "%s, from '%.*s' to '%.*s'",
		k->kind == BORDER_CROSS ? "the lines cross"
					: "one of the costs jumps",
		STR_ARG(option_id(e, d, k->from_option)),
		STR_ARG(option_id(e, d, k->to_option))));
	if (k->has_first) {
		step_set(e->a, step, "note",
		    str_printf(e->a,
			"the first step of the axis with the new winner is "
			"%.*s",
			STR_ARG(axis_text(e, d, k->first))));
		node_set_node(e->a, step, "first",
		    value_node(
			e->a, k->first, &d->axis->unit, d->axis->unit_word));
	} else {
		step_set(e->a, step, "note",
		    STR("the axis has no steps: the new winner is the cheaper "
			"from just above"));
	}
	return step;
}

/* Adds a border with the costs and the lines on both sides of it. */
static bool
add_border(
    struct explainer *e, struct node *root, const struct field *d, size_t i)
{
	const struct crossing *k = &d->contest.crossing[i];
	size_t pair[2] = { k->from_option, k->to_option };
	struct node *step = border_step(e, d, i);
	struct rat x[2] = { k->at, k->at };

	if (k->has_first) {
		x[0] = rat_sub(e->a, k->first, d->contest.range.step);
		x[1] = k->first;
	}
	if (pair[1] < pair[0]) {
		pair[0] = k->to_option;
		pair[1] = k->from_option;
	}
	for (size_t p = k->has_first ? 0 : 1; p < 2; p++)
		if (!add_point(e, step, d, x[p], pair))
			return false;
	for (size_t p = 0; p < 2; p++)
		add_curves(e, step, d, pair[p], x);
	step_part(e->a, root, step);
	return true;
}

static bool
has_winners(const struct crossing *k)
{
	return k->from_option != NO_OPTION && k->to_option != NO_OPTION;
}

/* Where the winner never changes: the costs at both ends. */
static bool
add_ends(struct explainer *e, struct node *root, const struct field *d)
{
	size_t pair[2] = { 0, 1 };

	return add_point(e, root, d, d->contest.range.lo, pair) &&
	    add_point(e, root, d, d->contest.range.hi, pair);
}

/* The cost of the winner where it takes over, line by line. */
static bool
add_takeover(struct explainer *e, struct node *root, const struct field *d,
    const struct crossing *k)
{
	struct setup s = setup_at(e, k->has_first ? k->first : k->at);
	struct node *cost = cost_step(e, d->option[k->to_option], &s, NULL);

	if (cost)
		step_part(e->a, root, cost);
	return cost != NULL;
}

static void
set_about(struct explainer *e, struct node *root, const struct field *d)
{
	struct str what = e->path.part[3];
	const char *how = str_is(what, "at") ? "the exact" : "the first";

	if (str_is(what, "total"))
		how = "the cost of the new one at the first";
	step_set(e->a, root, "about",
	    str_printf(e->a,
		"%s %.*s at which the cheaper of '%.*s' and '%.*s' changes",
		how, STR_ARG(d->axis->name), STR_ARG(option_id(e, d, 0)),
		STR_ARG(option_id(e, d, 1))));
}

/* crossings.A.B.first|at|total, in either order of A and B */
bool
explain_crossing(struct explainer *e, struct node *root)
{
	size_t x = guide_option(e->g, e->path.part[1]);
	size_t y = guide_option(e->g, e->path.part[2]);
	size_t option[2] = { x < y ? x : y, x < y ? y : x };
	struct field d;
	bool found = false;

	if (!path_crossing(e->f, &e->path, &e->setup) ||
	    !run_field(e, option, 2, &d))
		return false;
	step_market(e, root, &e->setup.market);
	if (!e->fig->missing)
		set_about(e, root, &d);
	step_part(e->a, root, axis_step_of(e, &d));
	for (size_t i = 0; i < d.contest.ncrossing; i++) {
		const struct crossing *k = &d.contest.crossing[i];

		if (found || !has_winners(k)) {
			step_part(e->a, root, border_step(e, &d, i));
			continue;
		}
		found = true;
		if (!add_border(e, root, &d, i) ||
		    (str_is(e->path.part[3], "total") &&
			!add_takeover(e, root, &d, k)))
			return false;
	}
	return found || add_ends(e, root, &d);
}

/* Where an interval starts, or ends; "just below 10 GB" where it is open. */
static struct str
end_text(struct explainer *e, const struct field *d, const struct interval *v,
    bool end)
{
	struct str at = axis_text(e, d, end ? v->to : v->from);

	if (!interval_is_open(e->a, &d->contest, v, end))
		return at;
	return str_cat(e->a, end ? STR("just below ") : STR("just above "), at);
}

static struct node *
interval_step(struct explainer *e, const struct field *d, size_t i)
{
	const struct interval *v = &d->contest.interval[i];
	struct node *step =
	    step_new(e->a, "interval", str_printf(e->a, "%zu", i + 1));
	bool point = rat_eq(v->from, v->to);
	struct str tie = v->tie ? STR(", a tie where it starts") : STR("");

	if (v->even != NO_OPTION)
		tie = str_printf(e->a, ", a tie with %.*s%s",
		    STR_ARG(option_id(e, d, v->even)),
		    point		? ""
			: v->throughout ? " throughout"
					: " in part");
	step_set(e->a, step, "about",
	    point ? str_printf(e->a, "at %.*s: %.*s%.*s",
			STR_ARG(axis_text(e, d, v->from)),
			STR_ARG(option_id(e, d, v->winner)), STR_ARG(tie))
		  : str_printf(e->a, "from %.*s to %.*s: %.*s%.*s",
			STR_ARG(end_text(e, d, v, false)),
			STR_ARG(end_text(e, d, v, true)),
			STR_ARG(option_id(e, d, v->winner)), STR_ARG(tie)));
	return step;
}

/* What the first two cost where an interval starts, or where it ends. */
static bool
add_costs(struct explainer *e, struct node *step, const struct field *d,
    const struct interval *v, bool end)
{
	struct setup s = setup_at(e, end ? v->to : v->from);
	size_t who[2] = { v->winner, end ? v->runner_up_to : v->runner_up };

	if (interval_is_open(e->a, &d->contest, v, end))
		step_set(e->a, step, "note",
		    str_printf(e->a, "%.*s '%.*s' costs %.*s",
			STR_ARG(end_text(e, d, v, end)),
			STR_ARG(option_id(e, d, v->winner)),
			STR_ARG(money_text(
			    e->a, end ? v->total_to : v->total, d->currency))));
	for (size_t i = 0; i < 2; i++) {
		struct node *cost;

		if (who[i] == NO_OPTION)
			continue;
		cost = cost_step(e, d->option[who[i]], &s, NULL);
		if (!cost)
			return false;
		step_part(e->a, step, cost);
	}
	return true;
}

/* An interval with the borders at which it starts and ends. */
static bool
add_interval(
    struct explainer *e, struct node *root, const struct field *d, size_t i)
{
	const struct contest *c = &d->contest;
	bool end = str_is(e->path.part[3], "to") ||
	    str_is(e->path.part[3], "total_to");
	struct node *step = interval_step(e, d, i);

	if (i > 0 && !end && !add_border(e, step, d, i - 1))
		return false;
	if (i < c->ncrossing && end && !add_border(e, step, d, i))
		return false;
	step_part(e->a, root, step);
	return add_costs(e, step, d, &c->interval[i], end);
}

/* The prices without which nobody can be said to be the cheapest. */
static bool
add_priceless(struct explainer *e, struct node *root, const struct field *d)
{
	bool any = false;

	for (size_t i = 0; i < d->n; i++) {
		const struct faults *f = &d->contest.curve[i].faults;

		for (size_t k = 0; k < f->n; k++) {
			if (f->fault[k].kind != FAULT_PRICE)
				continue;
			step_part(e->a, root, reason_step(e, &f->fault[k]));
			any = true;
		}
	}
	return any;
}

/* intervals.SCENARIO.N.FIELD and intervals.SCENARIO.count */
bool
explain_interval(struct explainer *e, struct node *root)
{
	struct rat n = rat_int(0);
	struct field d;
	size_t at;

	if (!run_field(e, e->setup.option, e->setup.noption, &d))
		return false;
	if (e->path.n > 3 && rat_parse(e->a, e->path.part[2], &n) != RAT_OK)
		n = rat_int(0);
	at = (size_t)rat_to_int(n, 0);
	step_part(e->a, root, axis_step_of(e, &d));
	if (add_priceless(e, root, &d))
		return true;
	for (size_t i = 0; i < d.contest.ninterval; i++) {
		if (i + 1 != at)
			step_part(e->a, root, interval_step(e, &d, i));
		else if (!add_interval(e, root, &d, i))
			return false;
	}
	return true;
}

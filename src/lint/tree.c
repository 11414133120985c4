/* The decision tree against the engine, along the axis of the guide. */
#include <stdlib.h>

#include "lint/lint_int.h"
#include "num/format.h"

#define MAX_POINTS 4096 /* of the axis, tried for one scenario */

/* The places of the axis where an answer can change. */
struct points {
	struct arena *a;
	struct pwl_range range;
	struct rat *x;
	size_t n, cap;
};

static void
add_point(struct points *p, struct rat x)
{
	if (p->n < MAX_POINTS && !rat_lt(x, p->range.lo) &&
	    !rat_lt(p->range.hi, x))
		arena_push(p->a, p->x, p->n, p->cap, x);
}

/* A border, and the points of the grid around it. */
static void
add_border(struct points *p, struct rat x)
{
	struct rat step = p->range.step;

	add_point(p, x);
	if (rat_is_zero(step))
		return;
	add_point(p, rat_sub(p->a, x, step));
	add_point(p, rat_add(p->a, x, step));
}

static int
compare_points(const void *a, const void *b)
{
	return rat_cmp(*(const struct rat *)a, *(const struct rat *)b);
}

/* Sorts them and adds those half way between two. */
static void
settle_points(struct points *p)
{
	size_t n = p->n;
	struct rat step = p->range.step;

	if (!n)
		return;
	qsort(p->x, n, sizeof(*p->x), compare_points);
	for (size_t i = 0; i + 1 < n; i++) {
		struct rat x = rat_div(
		    p->a, rat_add(p->a, p->x[i], p->x[i + 1]), rat_int(2));

		if (!rat_is_zero(step))
			x = rat_floor_to(p->a, x, step);
		add_point(p, x);
	}
	qsort(p->x, p->n, sizeof(*p->x), compare_points);
}

static void
add_contest(struct points *p, const struct plan *const *plan, size_t n,
    const struct workload *w, size_t axis)
{
	struct contest c = { 0 };

	if (!n)
		return;
	contest_run(&c, p->range, plan, n, w, axis);
	for (size_t i = 0; c.range.status == PWL_OK && i < c.ninterval; i++) {
		add_border(p, c.interval[i].from);
		add_border(p, c.interval[i].to);
	}
}

static bool
is_comparison(const struct expr *e)
{
	return e->op >= OP_LT && e->op <= OP_NE;
}

static bool
is_given(const struct expr *e, const struct workload *w)
{
	if (e->op == OP_NAME && !w->given[e->slot])
		return false;
	for (size_t i = 0; i < e->narg; i++)
		if (!is_given(e->arg[i], w))
			return false;
	return true;
}

static void
add_comparison(struct points *p, const struct expr *e, const struct workload *w,
    size_t axis)
{
	struct pwl_range r = p->range;
	size_t n = w->terms->scope.n;
	struct pwl *value = arena_array(p->a, struct pwl, n + 1), f;

	for (size_t i = 0; i < n; i++)
		if (w->given[i])
			value[i] = i == axis ? pwl_axis(&r)
					     : pwl_const(&r, w->value[i]);
	f = expr_sweep(&r, e, value);
	for (size_t i = 0; r.status == PWL_OK && i < f.n; i++)
		add_border(p, f.piece[i].x);
}

/* The borders of all comparisons of a predicate that name the axis. */
static void
add_predicate(struct points *p, const struct expr *e, const struct workload *w,
    size_t axis)
{
	if (is_comparison(e) && expr_uses(e, axis) && is_given(e, w)) {
		add_comparison(p, e, w, axis);
		return;
	}
	for (size_t i = 0; i < e->narg; i++)
		add_predicate(p, e->arg[i], w, axis);
}

static void
add_choice(struct points *p, const struct choice *c, const struct workload *w,
    size_t axis)
{
	if (!c->when)
		return;
	add_predicate(p, c->when, w, axis);
	add_choice(p, c->yes, w, axis);
	add_choice(p, c->no, w, axis);
}

/* One scenario put to the tree. */
struct trial {
	struct subject *s;
	const struct guide *g;
	const struct scenario *scenario;
	const struct choice **seen; /* leaves that were reported */
	size_t nseen, capseen;
	bool lacked;
};

static bool
rank_at(struct trial *t, const struct workload *w, struct ranking *r)
{
	struct diag scratch = { .arena = t->s->l->a };

	return rank(r, t->s->l->a, &scratch, t->g, &t->scenario->market,
	    t->scenario->option, t->scenario->noption, w);
}

/* Plans of the options that no need rules out. */
static size_t
plans_left(const struct ranking *r, const struct plan **plan)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		if (r->standing[i].faults.n <= r->standing[i].bill.faults.n)
			plan[n++] = r->standing[i].plan;
	return n;
}

static struct points
find_points(struct trial *t)
{
	const struct question *q = &t->g->question;
	const struct workload *w = t->scenario->workload;
	struct arena *a = t->s->l->a;
	struct points p = { .a = a };
	const struct plan **plan =
	    arena_array(a, const struct plan *, t->scenario->noption + 1);
	struct ranking r;

	p.range = pwl_range(a, q->from, q->to, axis_step(t->g->terms, q->axis));
	if (!rank_at(t, w, &r))
		return p;
	add_point(&p, p.range.lo);
	add_point(&p, p.range.hi);
	add_contest(&p, plan, plans_left(&r, plan), w, q->axis);
	for (size_t i = 0; i < r.n; i++)
		plan[i] = r.standing[i].plan;
	add_contest(&p, plan, r.n, w, q->axis);
	add_choice(&p, t->g->tree, w, q->axis);
	settle_points(&p);
	return p;
}

static const struct standing *
standing_of(const struct ranking *r, size_t option)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->standing[i].option == option)
			return &r->standing[i];
	return NULL;
}

/* Whether the leaf is as good as what the engine recommends. */
static bool
agrees(const struct ranking *r, const struct choice *leaf)
{
	const struct standing *s = standing_of(r, leaf->option);

	if (r->unsure || r->best == SIZE_MAX)
		return r->unsure;
	return s && !s->out &&
	    rat_eq(s->bill.total, r->standing[r->best].bill.total);
}

static struct str
exact_money(struct arena *a, const struct bill *b)
{
	return str_printf(
	    a, "%.*s %s", STR_ARG(exact_text(a, b->total)), b->currency);
}

/* What speaks against the leaf: what rules it out, or the price. */
static struct str
objection(struct trial *t, const struct ranking *r, const struct choice *leaf)
{
	const struct standing *s = standing_of(r, leaf->option), *best;
	struct str mine, other;
	struct arena *a = t->s->l->a;

	if (!s)
		return STR("the scenario does not compare it");
	if (s->out)
		return str_printf(a, "it is ruled out: %.*s",
		    STR_ARG(s->faults.fault[0].text));
	best = &r->standing[r->best];
	mine = money_text(a, s->bill.total, s->bill.currency);
	other = money_text(a, best->bill.total, best->bill.currency);
	if (str_eq(mine, other)) {
		mine = exact_money(a, &s->bill);
		other = exact_money(a, &best->bill);
	}
	return str_printf(
	    a, "it costs %.*s, that %.*s", STR_ARG(mine), STR_ARG(other));
}

static void
report(struct trial *t, const struct workload *w, const struct ranking *r,
    const struct choice *leaf, bool on_axis)
{
	const struct guide *g = t->g;
	struct arena *a = t->s->l->a;
	struct str best = STR("nothing"), where = { 0 };

	for (size_t i = 0; i < t->nseen; i++)
		if (t->seen[i] == leaf)
			return;
	arena_push(a, t->seen, t->nseen, t->capseen, leaf);
	if (r->best != SIZE_MAX)
		best = g->option[r->standing[r->best].option].id;
	if (on_axis)
		where = str_printf(a, " at %.*s = %.*s",
		    STR_ARG(g->terms->scope.var[g->question.axis].name),
		    STR_ARG(workload_text(a, w, g->question.axis)));
	finding_add(t->s->l, RULE_TREE, leaf->at,
	    "for the scenario '%.*s'%.*s the tree gives '%.*s', the engine "
	    "'%.*s': %.*s",
	    STR_ARG(t->scenario->id), STR_ARG(where),
	    STR_ARG(g->option[leaf->option].id), STR_ARG(best),
	    STR_ARG(objection(t, r, leaf)));
}

static void
try_workload(struct trial *t, const struct workload *w, bool on_axis)
{
	struct str lacks = { 0 };
	const struct choice *leaf =
	    choice_walk(t->s->l->a, t->g->tree, w, &lacks);
	struct ranking r;

	if (!leaf && !t->lacked) {
		t->lacked = true;
		finding_add(t->s->l, RULE_TREE, t->scenario->at,
		    "the tree asks for '%.*s', which the scenario '%.*s' does "
		    "not give",
		    STR_ARG(lacks), STR_ARG(t->scenario->id));
	}
	if (!leaf || !rank_at(t, w, &r) || agrees(&r, leaf) ||
	    (on_axis && r.best == SIZE_MAX))
		return;
	report(t, w, &r, leaf, on_axis);
}

static void
try_axis(struct trial *t)
{
	struct arena *a = t->s->l->a;
	struct points p = find_points(t);

	for (size_t i = 0; i < p.n; i++) {
		struct workload *w = workload_copy(a, t->scenario->workload);

		if (i && rat_eq(p.x[i], p.x[i - 1]))
			continue;
		workload_set_value(w, t->g->question.axis, p.x[i]);
		try_workload(t, w, true);
	}
}

void
check_tree(struct subject *s)
{
	const struct guide *g = &s->page->guide;

	for (size_t i = 0; g->tree && i < g->nscenario; i++) {
		struct trial t = {
			.s = s, .g = g, .scenario = &g->scenario[i]
		};

		try_workload(&t, t.scenario->workload, false);
		if (g->question.given)
			try_axis(&t);
	}
}

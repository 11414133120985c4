/* The decision tree against the engine, along the axis of the guide. */
#include "decide/points.h"
#include "decide/reach.h"
#include "lint/lint_int.h"
#include "num/format.h"

static void
add_contest(struct points *p, const struct plan *const *plan, size_t n,
    const struct workload *w, size_t axis)
{
	struct contest c = { 0 };

	if (!n)
		return;
	contest_run(&c, p->range, plan, n, w, axis);
	for (size_t i = 0; c.range.status == PWL_OK && i < c.ninterval; i++) {
		points_add_border(p, c.interval[i].from);
		points_add_border(p, c.interval[i].to);
	}
}

static void
add_choice(struct points *p, const struct choice *c, const struct workload *w,
    size_t axis)
{
	if (!c->when)
		return;
	points_add_formula(
	    p, c->when, axis, w->value, w->given, w->terms->scope.n);
	add_choice(p, c->yes, w, axis);
	add_choice(p, c->no, w, axis);
}

/* One scenario put to the tree. */
struct trial {
	struct subject *s;
	const struct guide *g;
	const struct scenario *scenario;
	const struct plan **plan; /* of its options; NULL: some have mistakes */
	const struct choice **seen; /* leaves that were reported */
	size_t nseen, capseen;
	bool lacked;
};

static const struct plan **
trial_plans(struct trial *t)
{
	const struct scenario *s = t->scenario;
	struct arena *a = t->s->l->a;
	struct diag scratch = { .arena = a };
	const struct plan **plan =
	    arena_array(a, const struct plan *, s->noption + 1);

	for (size_t i = 0; i < s->noption; i++) {
		struct plan *one = arena_new(a, struct plan);

		if (!plan_init(one, a, &scratch, &t->g->option[s->option[i]],
			t->g->terms, &s->market))
			return NULL;
		plan[i] = one;
	}
	return plan;
}

static bool
rank_at(struct trial *t, const struct workload *w, struct ranking *r)
{
	if (!t->plan)
		return false;
	rank(r, t->s->l->a, t->g, t->plan, t->scenario->option,
	    t->scenario->noption, w);
	return true;
}

/* The borders of each pair: whatever rules others out, the best of those left
 * changes at one of them. */
static void
add_pairs(struct points *p, const struct ranking *r, const struct workload *w,
    size_t axis)
{
	const struct plan *pair[2];

	for (size_t i = 0; i < r->n; i++) {
		pair[0] = r->standing[i].plan;
		add_contest(p, pair, 1, w, axis);
		for (size_t k = 0; k < i; k++) {
			pair[1] = r->standing[k].plan;
			add_contest(p, pair, 2, w, axis);
		}
	}
}

static struct workload *
workload_at(struct trial *t, struct rat x)
{
	struct workload *w = workload_copy(t->s->l->a, t->scenario->workload);

	workload_set_value(w, t->g->question.axis, x);
	return w;
}

/* Which options are ruled out at a place, as bits. */
static uint64_t
out_at(struct trial *t, struct rat x)
{
	struct ranking r;
	uint64_t bits = 0;

	if (!rank_at(t, workload_at(t, x), &r))
		return 0;
	for (size_t i = 0; i < r.n && i < 64; i++)
		bits |= (uint64_t)r.standing[i].out << i;
	return bits;
}

/* Halves the way between two places at which different options are ruled out
 * until they are neighbours. */
static void
narrow(struct trial *t, struct points *p, struct rat lo, struct rat hi)
{
	struct rat step = p->range.step;
	uint64_t from = out_at(t, lo);

	if (from == out_at(t, hi))
		return;
	for (int i = 0; i < 64; i++) {
		struct rat x = rat_div(p->a, rat_add(p->a, lo, hi), rat_int(2));

		if (!rat_is_zero(step))
			x = rat_floor_to(p->a, x, step);
		if (rat_eq(x, lo))
			break;
		if (out_at(t, x) == from)
			lo = x;
		else
			hi = x;
	}
	points_add(p, lo);
	points_add(p, hi);
}

/* A computed share of cold requests, and with it a percentile, moves with the
 * axis and is no curve: where it rules an option out is searched for. */
static void
add_latencies(struct trial *t, struct points *p)
{
	size_t n = p->n;
	bool modelled = false;

	for (size_t i = 0; i < t->scenario->noption; i++)
		modelled |= t->g->latency[t->scenario->option[i]].idle.given;
	for (size_t i = 0; modelled && i + 1 < n; i++)
		if (!rat_eq(p->x[i], p->x[i + 1]))
			narrow(t, p, p->x[i], p->x[i + 1]);
	points_sort(p);
}

static struct points
find_points(struct trial *t)
{
	const struct question *q = &t->g->question;
	const struct workload *w = t->scenario->workload;
	struct points p = points_new(
	    t->s->l->a, q->from, q->to, axis_step(t->g->terms, q->axis));
	struct ranking r;

	if (!rank_at(t, w, &r))
		return p;
	points_add(&p, p.range.lo);
	points_add(&p, p.range.hi);
	add_pairs(&p, &r, w, q->axis);
	add_choice(&p, t->g->tree, w, q->axis);
	points_settle(&p);
	add_latencies(t, &p);
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
	struct points p = find_points(t);

	for (size_t i = 0; i < p.n; i++)
		if (i == 0 || !rat_eq(p.x[i], p.x[i - 1]))
			try_workload(t, workload_at(t, p.x[i]), true);
}

static void
check_shape(struct subject *s)
{
	const struct guide *g = &s->page->guide;
	size_t n;
	struct flaw *flaw = tree_flaws(s->l->a, g, &n);

	for (size_t i = 0; i < n; i++)
		finding_add(s->l, RULE_TREE, flaw[i].at, "%.*s",
		    STR_ARG(flaw_text(s->l->a, g, &flaw[i])));
}

void
check_tree(struct subject *s)
{
	const struct guide *g = &s->page->guide;

	check_shape(s);
	for (size_t i = 0; g->tree && i < g->nscenario; i++) {
		struct trial t = {
			.s = s, .g = g, .scenario = &g->scenario[i]
		};

		t.plan = trial_plans(&t);
		try_workload(&t, t.scenario->workload, false);
		if (g->question.given)
			try_axis(&t);
	}
}

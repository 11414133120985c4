#include "decide/reach.h"

#include "decide/points.h"

#define MAX_TRIES 100000  /* questions answered; beyond nothing is said */
#define FAR 1000000000000 /* where no range is declared [base units] */

/* An input or need that the tree asks for, and the values it may have. */
struct factor {
	size_t slot;
	struct points p;
};

struct scout {
	struct arena *a;
	const struct guide *g;
	struct factor *factor;
	size_t nfactor, cap;
	struct rat *value; /* by slot */
	bool *given;
	bool *reached; /* by serial of a choice */
	bool *done;    /* and all below it are */
	size_t tries;
};

/* The number of inputs that a comparison names, and the last of them. */
static size_t
named(const struct scout *s, const struct expr *e, size_t *slot)
{
	size_t n = 0;

	for (size_t i = 0; i < s->g->terms->scope.n; i++) {
		if (i == s->g->terms->hours_slot || !expr_uses(e, i))
			continue;
		*slot = i;
		n++;
	}
	return n;
}

/* The range that all services which have the input give it. */
static void
find_range(const struct scout *s, size_t slot, struct rat *lo, struct rat *hi)
{
	const struct guide *g = s->g;
	const struct map *all = &g->terms->catalog->services;
	struct str name = g->terms->scope.var[slot].name;
	struct rat top = rat_int(0);
	bool bounded = false, open = false;

	*lo = rat_int(0);
	*hi = rat_int(FAR);
	if (g->question.given && slot == g->question.axis) {
		*lo = g->question.from;
		*hi = g->question.to;
		return;
	}
	for (size_t i = 0; i < all->n; i++) {
		const struct service *v = all->entry[i].value;
		size_t k = scope_find(&v->scope, name);

		if (k >= v->ninput)
			continue;
		bounded |= v->input[k].has_max;
		open |= !v->input[k].has_max;
		if (v->input[k].has_max)
			top = rat_max(top, v->input[k].max.n);
	}
	if (bounded && !open)
		*hi = top;
}

static struct factor *
factor_of(struct scout *s, size_t slot)
{
	struct factor f = { .slot = slot };
	struct rat lo, hi;

	for (size_t i = 0; i < s->nfactor; i++)
		if (s->factor[i].slot == slot)
			return &s->factor[i];
	find_range(s, slot, &lo, &hi);
	f.p = points_new(s->a, lo, hi, axis_step(s->g->terms, slot));
	arena_push(s->a, s->factor, s->nfactor, s->cap, f);
	return &s->factor[s->nfactor - 1];
}

/* The words of a choice; of an open need those in the comparison, and one
 * that is none of them. */
static void
add_words(struct scout *s, struct factor *f, const struct expr *e)
{
	const struct var *v = &s->g->terms->scope.var[f->slot];

	f->p.range.lo = rat_int(-1);
	f->p.range.hi = rat_int(FAR);
	f->p.range.step = rat_int(0);
	for (size_t i = 0; v->choice && i < v->nchoice; i++)
		points_add(&f->p, rat_int((int64_t)i));
	if (v->choice)
		return;
	points_add(&f->p, rat_int(-1));
	for (size_t i = 0; i < e->narg; i++)
		if (e->arg[i]->op == OP_WORD)
			points_add(&f->p, e->arg[i]->n);
}

static void
add_predicate(struct scout *s, const struct expr *e)
{
	struct factor *f;
	size_t slot;

	if (!expr_is_comparison(e)) {
		for (size_t i = 0; i < e->narg; i++)
			add_predicate(s, e->arg[i]);
		return;
	}
	if (named(s, e, &slot) != 1)
		return;
	f = factor_of(s, slot);
	if (s->g->terms->scope.var[slot].kind == EXPR_WORD) {
		add_words(s, f, e);
		return;
	}
	points_add(&f->p, f->p.range.lo);
	points_add(&f->p, f->p.range.hi);
	points_add_formula(
	    &f->p, e, slot, s->value, s->given, s->g->terms->scope.n);
}

static void
survey(struct scout *s, const struct choice *c)
{
	if (!c->when)
		return;
	add_predicate(s, c->when);
	survey(s, c->yes);
	survey(s, c->no);
}

enum truth { NO = 1, YES = 2, EITHER = NO | YES };

/* Whether a predicate can hold, and can fail, at the values tried. */
static int
judge(struct scout *s, const struct expr *e)
{
	size_t slot;
	int l, r;

	if (e->op == OP_NOT) {
		l = judge(s, e->arg[0]);
		return (l & NO ? YES : 0) | (l & YES ? NO : 0);
	}
	if (e->op == OP_AND || e->op == OP_OR) {
		l = judge(s, e->arg[0]);
		r = judge(s, e->arg[1]);
		if (e->op == OP_AND)
			return ((l | r) & NO) | (l & r & YES);
		return ((l | r) & YES) | (l & r & NO);
	}
	/* What compares figures alone can change with the next price. */
	if (!expr_is_comparison(e) || named(s, e, &slot) != 1)
		return EITHER;
	return rat_is_zero(expr_eval(s->a, e, s->value)) ? NO : YES;
}

static bool
all_reached(const struct scout *s, const struct choice *c)
{
	bool *done = &s->done[c->serial];

	*done = *done ||
	    (s->reached[c->serial] &&
		(!c->when ||
		    (all_reached(s, c->yes) && all_reached(s, c->no))));
	return *done;
}

/* The first input that the question hangs on and that has no value yet. */
static struct factor *
undecided(struct scout *s, const struct expr *e)
{
	for (size_t i = 0; i < s->nfactor; i++)
		if (!s->given[s->factor[i].slot] &&
		    expr_uses(e, s->factor[i].slot))
			return &s->factor[i];
	return NULL;
}

static void
visit(struct scout *s, const struct choice *c)
{
	struct factor *f;
	int truth;

	s->reached[c->serial] = true;
	if (!c->when || s->tries > MAX_TRIES || all_reached(s, c))
		return;
	f = undecided(s, c->when);
	if (f) {
		s->given[f->slot] = true;
		for (size_t i = 0; i < f->p.n && !all_reached(s, c); i++) {
			s->value[f->slot] = f->p.x[i];
			visit(s, c);
		}
		s->given[f->slot] = false;
		return;
	}
	s->tries++;
	truth = judge(s, c->when);
	if (truth & YES)
		visit(s, c->yes);
	if (truth & NO)
		visit(s, c->no);
}

/* The option that all answers below give, or SIZE_MAX. */
static size_t
only_option(const struct choice *c)
{
	size_t yes;

	if (!c->when)
		return c->option;
	yes = only_option(c->yes);
	return yes != SIZE_MAX && only_option(c->no) == yes ? yes : SIZE_MAX;
}

/* The flaws of a question that is reached, and of those below it. */
static void
find_flaws(
    const struct scout *s, const struct choice *c, struct flaw *out, size_t *n)
{
	struct flaw f = { .question = c, .at = c->at };

	if (!c->when || !s->reached[c->serial])
		return;
	f.option = only_option(c);
	if (f.option != SIZE_MAX) {
		f.kind = FLAW_SAME;
		out[(*n)++] = f;
		return;
	}
	if (!s->reached[c->yes->serial]) {
		f.kind = FLAW_NEVER;
		f.at = c->yes->at;
		out[(*n)++] = f;
	} else if (!s->reached[c->no->serial]) {
		f.kind = FLAW_ALWAYS;
		f.at = c->no->at;
		out[(*n)++] = f;
	}
	find_flaws(s, c->yes, out, n);
	find_flaws(s, c->no, out, n);
}

struct flaw *
tree_flaws(struct arena *a, const struct guide *g, size_t *n)
{
	struct scout s = { .a = a, .g = g };
	size_t nslot = g->terms->scope.n;
	struct flaw *out;

	*n = 0;
	if (!g->tree)
		return NULL;
	s.value = arena_array(a, struct rat, nslot + 1);
	s.given = arena_array(a, bool, nslot + 1);
	s.value[g->terms->hours_slot] = g->market.month;
	s.given[g->terms->hours_slot] = true;
	survey(&s, g->tree);
	for (size_t i = 0; i < s.nfactor; i++)
		if (g->terms->scope.var[s.factor[i].slot].kind != EXPR_WORD)
			points_settle(&s.factor[i].p);
	s.reached = arena_array(a, bool, g->nchoice);
	s.done = arena_array(a, bool, g->nchoice);
	visit(&s, g->tree);
	out = arena_array(a, struct flaw, g->nchoice);
	if (s.tries <= MAX_TRIES)
		find_flaws(&s, g->tree, out, n);
	return out;
}

struct str
flaw_text(struct arena *a, const struct guide *g, const struct flaw *f)
{
	const struct choice *c = f->question;

	switch (f->kind) {
	case FLAW_SAME:
		return str_printf(a,
		    "both answers come to '%.*s': the question decides nothing",
		    STR_ARG(g->option[f->option].id));
	case FLAW_NEVER:
		return str_printf(a,
		    "this branch is never taken: no workload that gets here "
		    "has '%.*s'",
		    STR_ARG(c->when_text));
	case FLAW_ALWAYS:
		return str_printf(a,
		    "this branch is never taken: every workload that gets "
		    "here has '%.*s'",
		    STR_ARG(c->when_text));
	}
	return (struct str){ 0 };
}

#include "decide/points.h"

#include <stdlib.h>

struct points
points_new(struct arena *a, struct rat lo, struct rat hi, struct rat step)
{
	return (struct points){ .a = a, .range = pwl_range(a, lo, hi, step) };
}

void
points_add(struct points *p, struct rat x)
{
	if (p->n < POINTS_MAX && !rat_lt(x, p->range.lo) &&
	    !rat_lt(p->range.hi, x))
		arena_push(p->a, p->x, p->n, p->cap, x);
}

void
points_add_border(struct points *p, struct rat x)
{
	struct rat step = p->range.step;

	points_add(p, x);
	if (rat_is_zero(step))
		return;
	points_add(p, rat_sub(p->a, x, step));
	points_add(p, rat_add(p->a, x, step));
}

bool
expr_is_comparison(const struct expr *e)
{
	return e->op >= OP_LT && e->op <= OP_NE;
}

static bool
is_given(const struct expr *e, size_t slot, const bool *given)
{
	if (e->op == OP_NAME && e->slot != slot && !given[e->slot])
		return false;
	for (size_t i = 0; i < e->narg; i++)
		if (!is_given(e->arg[i], slot, given))
			return false;
	return true;
}

void
points_add_formula(struct points *p, const struct expr *e, size_t slot,
    const struct rat *value, const bool *given, size_t nslot)
{
	struct pwl_range r = p->range;
	struct pwl *f, whole;

	if (!expr_is_comparison(e) || !expr_uses(e, slot) ||
	    !is_given(e, slot, given)) {
		for (size_t i = 0; i < e->narg; i++)
			points_add_formula(
			    p, e->arg[i], slot, value, given, nslot);
		return;
	}
	f = arena_array(p->a, struct pwl, nslot + 1);
	for (size_t i = 0; i < nslot; i++)
		if (i == slot)
			f[i] = pwl_axis(&r);
		else if (given[i])
			f[i] = pwl_const(&r, value[i]);
	whole = expr_sweep(&r, e, f);
	for (size_t i = 0; r.status == PWL_OK && i < whole.n; i++)
		points_add_border(p, whole.piece[i].x);
}

static int
compare(const void *a, const void *b)
{
	return rat_cmp(*(const struct rat *)a, *(const struct rat *)b);
}

void
points_sort(struct points *p)
{
	if (p->n)
		qsort(p->x, p->n, sizeof(*p->x), compare);
}

void
points_settle(struct points *p)
{
	size_t n = p->n;
	struct rat step = p->range.step;

	points_sort(p);
	for (size_t i = 0; i + 1 < n; i++) {
		struct rat x = rat_div(
		    p->a, rat_add(p->a, p->x[i], p->x[i + 1]), rat_int(2));

		if (!rat_is_zero(step))
			x = rat_floor_to(p->a, x, step);
		points_add(p, x);
	}
	points_sort(p);
}

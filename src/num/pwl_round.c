/* Functions rounded to whole steps. */
#include "num/pwl_int.h"

static bool
is_multiple(struct arena *a, struct rat x, struct rat step)
{
	return rat_is_int(rat_div(a, x, step));
}

static struct rat
round_to(struct arena *a, struct rat x, struct rat step, bool up)
{
	return up ? rat_ceil_to(a, x, step) : rat_floor_to(a, x, step);
}

/*
 * Rounds a sloped stretch on a grid where a grid step passes more than one
 * rounding step: every grid point is a piece.
 */
static void
round_points(struct pwl_range *r, struct pieces *out, const struct seg *s,
    struct rat step, bool up)
{
	struct arena *a = r->arena;
	struct rat end = pwl_last_point(r, s);

	for (struct rat x = s->from.x; !rat_lt(end, x) && r->status == PWL_OK;
	     x = rat_add(a, x, r->step)) {
		struct rat v = pwl_line_at(a, s->f, s->fm, s->from.x, x);
		struct edge e = { x, false, x };

		pwl_push(r, out, &e, round_to(a, v, step, up), rat_int(0));
	}
}

/*
 * Rounds a sloped stretch step by step.  Going up, ceil changes just after f
 * passes a multiple and floor at it; going down the other way round.
 */
static void
round_steps(struct pwl_range *r, struct pieces *out, const struct seg *s,
    struct rat step, bool up)
{
	struct arena *a = r->arena;
	bool rising = rat_sign(s->fm) > 0;
	bool after = rising == up;
	struct rat v = round_to(a, s->f, step, up), k, t, run;

	/* Just after the start a value on a multiple has left it already. */
	if (s->from.after && is_multiple(a, s->f, step) && after)
		v = rising ? rat_add(a, v, step) : rat_sub(a, v, step);
	pwl_push(r, out, &s->from, v, rat_int(0));
	/* The multiple of f at which the value v ends, and where that is. */
	k = rising == up ? v
	    : rising	 ? rat_add(a, v, step)
			 : rat_sub(a, v, step);
	t = rat_add(a, s->from.x, rat_div(a, rat_sub(a, k, s->f), s->fm));
	if (!rising)
		step = rat_neg(a, step);
	run = rat_div(a, step, s->fm);
	for (; r->status == PWL_OK; t = rat_add(a, t, run)) {
		struct edge e = pwl_snap(r, t, after);

		if (!rat_ok(t)) {
			pwl_fail(r, PWL_BAD);
			return;
		}
		v = rat_add(a, v, step);
		if (!pwl_before(s->from.x, s->from.after, e.x, e.after))
			continue;
		if (!pwl_inside(r, s, e))
			return;
		pwl_push(r, out, &e, v, rat_int(0));
	}
}

static struct pwl
round_pwl(struct pwl_range *r, struct pwl f, struct rat step, bool up)
{
	struct arena *a = r->arena;
	struct pieces out = { 0 };
	struct pwl zero = pwl_const(r, rat_int(0));
	struct walk w = { .f = &f, .g = &zero };
	struct seg s;

	if (rat_sign(step) <= 0) {
		pwl_fail(r, PWL_BAD);
		return zero;
	}
	if (r->status == PWL_OK && pwl_is_const(&f))
		return pwl_const(r, round_to(a, f.offset, step, up));
	while (pwl_walk(r, &w, &s)) {
		struct rat rise = rat_mul(a, s.fm, r->step);

		if (rat_is_zero(s.fm))
			pwl_push(r, &out, &s.from, round_to(a, s.f, step, up),
			    rat_int(0));
		else if (pwl_on_grid(r) && is_multiple(a, s.f, step) &&
		    is_multiple(a, rise, step))
			pwl_push(r, &out, &s.from, s.f, s.fm);
		else if (pwl_on_grid(r) &&
		    (rat_lt(step, rise) || rat_lt(step, rat_neg(a, rise))))
			round_points(r, &out, &s, step, up);
		else
			round_steps(r, &out, &s, step, up);
	}
	return pwl_finish(r, &out);
}

struct pwl
pwl_ceil(struct pwl_range *r, struct pwl f, struct rat step)
{
	return round_pwl(r, f, step, true);
}

struct pwl
pwl_floor(struct pwl_range *r, struct pwl f, struct rat step)
{
	return round_pwl(r, f, step, false);
}

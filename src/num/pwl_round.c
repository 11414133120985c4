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
round_points(struct pwl_range *r, struct pwl *out, const struct seg *s,
    struct rat step, bool up)
{
	struct arena *a = r->arena;
	struct rat end = pwl_last_point(r, s);

	for (struct rat x = s->from.x; !rat_lt(end, x) && r->status == PWL_OK;
	     x = rat_add(a, x, r->step)) {
		struct rat v = pwl_line_at(a, s->f, s->fm, s->from.x, x);
		struct edge e = { x, false, x };

		pwl_push(r, out, e, round_to(a, v, step, up), rat_int(0));
	}
}

/*
 * Rounds a sloped stretch step by step.  Going up, ceil changes just after f
 * passes a multiple and floor at it; going down the other way round.
 */
static void
round_steps(struct pwl_range *r, struct pwl *out, const struct seg *s,
    struct rat step, bool up)
{
	struct arena *a = r->arena;
	bool rising = rat_sign(s->fm) > 0;
	bool after = rising == up;
	struct rat v = round_to(a, s->f, step, up), k;

	/* Just after the start a value on a multiple has left it already. */
	if (s->from.after && is_multiple(a, s->f, step) && after)
		v = rising ? rat_add(a, v, step) : rat_sub(a, v, step);
	pwl_push(r, out, s->from, v, rat_int(0));
	/* The multiple of f at which the value v ends. */
	k = rising == up ? v
	    : rising	 ? rat_add(a, v, step)
			 : rat_sub(a, v, step);
	for (; r->status == PWL_OK;) {
		struct rat t = rat_add(
		    a, s->from.x, rat_div(a, rat_sub(a, k, s->f), s->fm));
		struct edge e = pwl_snap(r, t, after);

		if (!rat_ok(t)) {
			pwl_fail(r, PWL_BAD);
			return;
		}
		v = rising ? rat_add(a, v, step) : rat_sub(a, v, step);
		k = rising ? rat_add(a, k, step) : rat_sub(a, k, step);
		if (!pwl_before(s->from.x, s->from.after, e.x, e.after))
			continue;
		if (!pwl_inside(r, s, e))
			return;
		pwl_push(r, out, e, v, rat_int(0));
	}
}

static struct pwl
round_pwl(struct pwl_range *r, struct pwl f, struct rat step, bool up)
{
	struct arena *a = r->arena;
	struct pwl out = { 0 };
	size_t n;
	struct seg *s;

	if (rat_sign(step) <= 0) {
		pwl_fail(r, PWL_BAD);
		return pwl_finish(r, out);
	}
	if (r->status == PWL_OK && pwl_is_const(&f))
		return pwl_const(r, round_to(a, f.piece[0].base, step, up));
	s = pwl_segments(r, f, pwl_const(r, rat_int(0)), &n);
	for (size_t i = 0; i < n && r->status == PWL_OK; i++) {
		struct rat rise = rat_mul(a, s[i].fm, r->step);

		if (rat_is_zero(s[i].fm))
			pwl_push(r, &out, s[i].from,
			    round_to(a, s[i].f, step, up), rat_int(0));
		else if (pwl_on_grid(r) && is_multiple(a, s[i].f, step) &&
		    is_multiple(a, rise, step))
			pwl_push(r, &out, s[i].from, s[i].f, s[i].fm);
		else if (pwl_on_grid(r) &&
		    (rat_lt(step, rise) || rat_lt(step, rat_neg(a, rise))))
			round_points(r, &out, &s[i], step, up);
		else
			round_steps(r, &out, &s[i], step, up);
	}
	return pwl_finish(r, out);
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

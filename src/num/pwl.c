#include "num/pwl_int.h"

#include <assert.h>

struct pwl_range
pwl_range(struct arena *a, struct rat lo, struct rat hi, struct rat step)
{
	if (!rat_is_zero(step)) {
		lo = rat_ceil_to(a, lo, step);
		hi = rat_floor_to(a, hi, step);
	}
	return (struct pwl_range){ a, lo, hi, step, PWL_OK };
}

bool
pwl_before(struct rat x, bool after, struct rat y, bool y_after)
{
	int c = rat_cmp(x, y);

	return c < 0 || (c == 0 && !after && y_after);
}

bool
pwl_on_grid(const struct pwl_range *r)
{
	return !rat_is_zero(r->step);
}

void
pwl_fail(struct pwl_range *r, enum pwl_status status)
{
	if (r->status == PWL_OK)
		r->status = status;
}

static struct edge
edge_of(const struct piece *p)
{
	return (struct edge){ p->x, p->after, p->at };
}

struct edge
pwl_snap(struct pwl_range *r, struct rat t, bool after)
{
	struct edge e = { t, after, t };

	if (!pwl_on_grid(r))
		return e;
	e.after = false;
	if (after)
		e.x = rat_add(
		    r->arena, rat_floor_to(r->arena, t, r->step), r->step);
	else
		e.x = rat_ceil_to(r->arena, t, r->step);
	return e;
}

struct rat
pwl_line_at(struct arena *a, struct rat base, struct rat slope, struct rat from,
    struct rat x)
{
	if (rat_is_zero(slope))
		return base;
	return rat_add(a, base, rat_mul(a, slope, rat_sub(a, x, from)));
}

void
pwl_push(struct pwl_range *r, struct pwl *f, struct edge e, struct rat base,
    struct rat slope)
{
	struct piece p = { e.x, e.after, e.at, base, slope };

	if (!rat_ok(base) || !rat_ok(slope) || !rat_ok(e.x)) {
		pwl_fail(r, PWL_BAD);
		return;
	}
	if (f->n) {
		const struct piece *q = &f->piece[f->n - 1];

		if (rat_eq(q->slope, slope) &&
		    rat_eq(
			pwl_line_at(r->arena, q->base, slope, q->x, e.x), base))
			return;
	}
	if (f->n >= PWL_MAX) {
		pwl_fail(r, PWL_TOO_MANY);
		return;
	}
	arena_push(r->arena, f->piece, f->n, f->cap, p);
}

static struct edge
start_of(const struct pwl_range *r)
{
	return (struct edge){ r->lo, false, r->lo };
}

struct pwl
pwl_const(struct pwl_range *r, struct rat value)
{
	struct piece *p = arena_new(r->arena, struct piece);

	p->x = p->at = r->lo;
	if (rat_ok(value))
		p->base = value;
	else
		pwl_fail(r, PWL_BAD);
	return (struct pwl){ p, 1, 1 };
}

struct pwl
pwl_axis(struct pwl_range *r)
{
	struct pwl f = { 0 };

	pwl_push(r, &f, start_of(r), r->lo, rat_int(1));
	return f;
}

struct pwl
pwl_finish(struct pwl_range *r, struct pwl f)
{
	return r->status == PWL_OK && f.n ? f : pwl_const(r, rat_int(0));
}

bool
pwl_is_const(const struct pwl *f)
{
	return f->n == 1 && rat_is_zero(f->piece[0].slope);
}

struct rat
pwl_at(struct arena *a, const struct pwl *f, struct rat x)
{
	size_t lo = 0, hi = f->n;

	assert(!pwl_before(x, false, f->piece[0].x, false));
	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;
		const struct piece *p = &f->piece[mid];

		if (pwl_before(x, false, p->x, p->after))
			hi = mid;
		else
			lo = mid;
	}
	return pwl_line_at(
	    a, f->piece[lo].base, f->piece[lo].slope, f->piece[lo].x, x);
}

static void
seg_values(struct arena *a, struct seg *s, const struct piece *f,
    const struct piece *g)
{
	s->f = pwl_line_at(a, f->base, f->slope, f->x, s->from.x);
	s->g = pwl_line_at(a, g->base, g->slope, g->x, s->from.x);
	s->fm = f->slope;
	s->gm = g->slope;
}

struct seg *
pwl_segments(struct pwl_range *r, struct pwl f, struct pwl g, size_t *n)
{
	struct seg *seg = arena_array(r->arena, struct seg, f.n + g.n);
	size_t i = 0, j = 0;
	struct edge from = start_of(r);

	*n = 0;
	for (;;) {
		const struct piece *p = i + 1 < f.n ? &f.piece[i + 1] : NULL;
		const struct piece *q = j + 1 < g.n ? &g.piece[j + 1] : NULL;
		struct seg *s = &seg[(*n)++];
		bool step_f, step_g;

		s->from = from;
		seg_values(r->arena, s, &f.piece[i], &g.piece[j]);
		if (!p && !q) {
			s->last = true;
			return seg;
		}
		step_f =
		    p && (!q || !pwl_before(q->x, q->after, p->x, p->after));
		step_g =
		    q && (!p || !pwl_before(p->x, p->after, q->x, q->after));
		from = s->to = edge_of(step_f ? p : q);
		i += step_f;
		j += step_g;
	}
}

/*
 * Most functions are constant: what does not vary is computed as a number.
 */
static struct rat
value_of(struct pwl f)
{
	return f.piece[0].base;
}

static bool
both_const(const struct pwl_range *r, struct pwl f, struct pwl g)
{
	return r->status == PWL_OK && pwl_is_const(&f) && pwl_is_const(&g);
}

static bool
is_value(struct pwl f, int64_t n)
{
	return pwl_is_const(&f) && rat_eq(value_of(f), rat_int(n));
}

/* f * c + d, piece by piece; c is not 0. */
static struct pwl
map_pieces(struct pwl_range *r, struct pwl f, struct rat c, struct rat d)
{
	struct arena *a = r->arena;
	struct pwl out = { arena_array(a, struct piece, f.n), f.n, f.n };

	for (size_t i = 0; i < f.n; i++) {
		struct piece *p = &out.piece[i];

		*p = f.piece[i];
		p->base = rat_add(a, rat_mul(a, p->base, c), d);
		p->slope = rat_mul(a, p->slope, c);
		if (!rat_ok(p->base) || !rat_ok(p->slope))
			pwl_fail(r, PWL_BAD);
	}
	return pwl_finish(r, out);
}

struct pwl
pwl_add(struct pwl_range *r, struct pwl f, struct pwl g)
{
	size_t n;
	struct seg *s;
	struct pwl out = { 0 };

	if (both_const(r, f, g))
		return pwl_const(
		    r, rat_add(r->arena, value_of(f), value_of(g)));
	if (pwl_is_const(&f))
		return is_value(f, 0)
		    ? g
		    : map_pieces(r, g, rat_int(1), value_of(f));
	if (pwl_is_const(&g))
		return is_value(g, 0)
		    ? f
		    : map_pieces(r, f, rat_int(1), value_of(g));
	s = pwl_segments(r, f, g, &n);

	for (size_t i = 0; i < n; i++)
		pwl_push(r, &out, s[i].from, rat_add(r->arena, s[i].f, s[i].g),
		    rat_add(r->arena, s[i].fm, s[i].gm));
	return pwl_finish(r, out);
}

struct pwl
pwl_sub(struct pwl_range *r, struct pwl f, struct pwl g)
{
	size_t n;
	struct seg *s;
	struct pwl out = { 0 };

	if (both_const(r, f, g))
		return pwl_const(
		    r, rat_sub(r->arena, value_of(f), value_of(g)));
	if (pwl_is_const(&f))
		return map_pieces(r, g, rat_int(-1), value_of(f));
	if (pwl_is_const(&g))
		return is_value(g, 0) ? f
				      : map_pieces(r, f, rat_int(1),
					    rat_neg(r->arena, value_of(g)));
	s = pwl_segments(r, f, g, &n);

	for (size_t i = 0; i < n; i++)
		pwl_push(r, &out, s[i].from, rat_sub(r->arena, s[i].f, s[i].g),
		    rat_sub(r->arena, s[i].fm, s[i].gm));
	return pwl_finish(r, out);
}

struct rat
pwl_last_point(const struct pwl_range *r, const struct seg *s)
{
	return s->last ? r->hi : rat_sub(r->arena, s->to.x, r->step);
}

/* Holds f*g or f/g of a stretch point by point. */
static void
pointwise(
    struct pwl_range *r, struct pwl *out, const struct seg *s, bool divide)
{
	struct arena *a = r->arena;
	struct rat end, f = s->f, g = s->g;
	struct rat df = rat_mul(a, s->fm, r->step);
	struct rat dg = rat_mul(a, s->gm, r->step);

	if (!pwl_on_grid(r)) {
		pwl_fail(r, PWL_NOT_LINEAR);
		return;
	}
	end = pwl_last_point(r, s);
	for (struct rat x = s->from.x; !rat_lt(end, x) && r->status == PWL_OK;
	     x = rat_add(a, x, r->step)) {
		struct edge e = { x, false, x };

		pwl_push(r, out, e,
		    divide ? rat_div(a, f, g) : rat_mul(a, f, g), rat_int(0));
		f = rat_add(a, f, df);
		g = rat_add(a, g, dg);
	}
}

static struct pwl
scale(struct pwl_range *r, struct pwl f, struct rat c)
{
	if (rat_is_zero(c))
		return pwl_const(r, c);
	return rat_eq(c, rat_int(1)) ? f : map_pieces(r, f, c, rat_int(0));
}

struct pwl
pwl_mul(struct pwl_range *r, struct pwl f, struct pwl g)
{
	size_t n;
	struct seg *s;
	struct arena *a = r->arena;
	struct pwl out = { 0 };

	if (both_const(r, f, g))
		return pwl_const(r, rat_mul(a, value_of(f), value_of(g)));
	if (pwl_is_const(&f))
		return scale(r, g, value_of(f));
	if (pwl_is_const(&g))
		return scale(r, f, value_of(g));
	s = pwl_segments(r, f, g, &n);
	for (size_t i = 0; i < n && r->status == PWL_OK; i++) {
		struct rat slope;

		if (rat_is_zero(s[i].fm)) {
			slope = rat_mul(a, s[i].f, s[i].gm);
		} else if (rat_is_zero(s[i].gm)) {
			slope = rat_mul(a, s[i].g, s[i].fm);
		} else {
			pointwise(r, &out, &s[i], false);
			continue;
		}
		pwl_push(r, &out, s[i].from, rat_mul(a, s[i].f, s[i].g), slope);
	}
	return pwl_finish(r, out);
}

struct pwl
pwl_div(struct pwl_range *r, struct pwl f, struct pwl g)
{
	size_t n;
	struct seg *s;
	struct arena *a = r->arena;
	struct pwl out = { 0 };

	if (both_const(r, f, g))
		return pwl_const(r, rat_div(a, value_of(f), value_of(g)));
	s = pwl_segments(r, f, g, &n);

	for (size_t i = 0; i < n && r->status == PWL_OK; i++) {
		if (!rat_is_zero(s[i].gm)) {
			pointwise(r, &out, &s[i], true);
			continue;
		}
		pwl_push(r, &out, s[i].from, rat_div(a, s[i].f, s[i].g),
		    rat_div(a, s[i].fm, s[i].g));
	}
	return pwl_finish(r, out);
}

bool
pwl_inside(const struct pwl_range *r, const struct seg *s, struct edge e)
{
	if (!pwl_before(s->from.x, s->from.after, e.x, e.after))
		return false;
	if (s->last)
		return pwl_before(e.x, e.after, r->hi, true);
	return pwl_before(e.x, e.after, s->to.x, s->to.after);
}

/* Where f - g is zero on a stretch; false where the lines are parallel. */
static bool
zero_of(struct arena *a, const struct seg *s, struct rat *t)
{
	struct rat m = rat_sub(a, s->fm, s->gm);
	struct rat d = rat_sub(a, s->g, s->f);

	if (rat_is_zero(m))
		return false;
	*t = rat_add(a, s->from.x, rat_div(a, d, m));
	return true;
}

/* The order of f to g just after the start of a stretch, or at it. */
static int
order_at_start(const struct seg *s)
{
	int c = rat_cmp(s->f, s->g);

	return c || !s->from.after ? c : rat_cmp(s->fm, s->gm);
}

static void
push_side(struct pwl_range *r, struct pwl *out, const struct seg *s,
    struct edge e, bool f_side)
{
	struct arena *a = r->arena;

	if (f_side)
		pwl_push(r, out, e, pwl_line_at(a, s->f, s->fm, s->from.x, e.x),
		    s->fm);
	else
		pwl_push(r, out, e, pwl_line_at(a, s->g, s->gm, s->from.x, e.x),
		    s->gm);
}

/* On which side of a number all of f is: 1 not below it, -1 not above it, 0
 * neither.  Its ends decide for a straight piece. */
static int
side_of(struct pwl_range *r, const struct pwl *f, struct rat n)
{
	bool above = true, below = true;

	for (size_t i = 0; i < f->n && (above || below); i++) {
		const struct piece *p = &f->piece[i];
		struct rat x = i + 1 < f->n ? f->piece[i + 1].x : r->hi;
		struct rat end =
		    pwl_line_at(r->arena, p->base, p->slope, p->x, x);

		above = above && !rat_lt(p->base, n) && !rat_lt(end, n);
		below = below && !rat_lt(n, p->base) && !rat_lt(n, end);
	}
	return above - below;
}

/* The smaller (sign 1) or larger (sign -1) of two functions. */
static struct pwl
extreme(struct pwl_range *r, struct pwl f, struct pwl g, int sign)
{
	size_t n;
	struct seg *s;
	struct pwl out = { 0 };
	int side;

	if (both_const(r, f, g))
		return rat_cmp(value_of(f), value_of(g)) * sign <= 0 ? f : g;
	if (pwl_is_const(&g) && (side = side_of(r, &f, value_of(g))))
		return side * sign < 0 ? f : g;
	s = pwl_segments(r, f, g, &n);

	for (size_t i = 0; i < n && r->status == PWL_OK; i++) {
		int c = order_at_start(&s[i]) * sign;
		struct rat t;
		struct edge e;

		/* On a tie, the one that stays on the wanted side. */
		if (c == 0)
			c = rat_cmp(s[i].fm, s[i].gm) * sign;
		push_side(r, &out, &s[i], s[i].from, c <= 0);
		if (!zero_of(r->arena, &s[i], &t))
			continue;
		e = pwl_snap(r, t, false);
		if (pwl_inside(r, &s[i], e) && c != 0) {
			bool towards = rat_lt(s[i].from.x, t);

			if (towards)
				push_side(r, &out, &s[i], e, c > 0);
		}
	}
	return pwl_finish(r, out);
}

struct pwl
pwl_min(struct pwl_range *r, struct pwl f, struct pwl g)
{
	return extreme(r, f, g, 1);
}

struct pwl
pwl_max(struct pwl_range *r, struct pwl f, struct pwl g)
{
	return extreme(r, f, g, -1);
}

static bool
holds(enum pwl_order order, int c)
{
	switch (order) {
	case PWL_LT:
		return c < 0;
	case PWL_LE:
		return c <= 0;
	case PWL_GT:
		return c > 0;
	case PWL_GE:
		return c >= 0;
	case PWL_EQ:
		return c == 0;
	case PWL_NE:
		return c != 0;
	}
	return false;
}

static void
push_truth(struct pwl_range *r, struct pwl *out, struct edge e, bool truth)
{
	pwl_push(r, out, e, rat_int(truth), rat_int(0));
}

/* The truth on a stretch: before, at and after the point of equality. */
static void
compare_segment(struct pwl_range *r, struct pwl *out, enum pwl_order order,
    const struct seg *s)
{
	int rising = rat_cmp(s->fm, s->gm);
	struct rat t, x;
	struct edge at, behind;

	push_truth(r, out, s->from, holds(order, order_at_start(s)));
	if (!zero_of(r->arena, s, &t))
		return;
	at = pwl_snap(r, t, false);
	behind = pwl_snap(r, t, true);
	x = at.x;
	if (pwl_inside(r, s, at))
		push_truth(r, out, at, holds(order, rat_eq(x, t) ? 0 : rising));
	if (pwl_inside(r, s, behind))
		push_truth(r, out, behind, holds(order, rising));
}

struct pwl
pwl_compare(
    struct pwl_range *r, enum pwl_order order, struct pwl f, struct pwl g)
{
	size_t n;
	struct seg *s;
	struct pwl out = { 0 };
	int side;

	if (both_const(r, f, g))
		return pwl_const(r,
		    rat_int(holds(order, rat_cmp(value_of(f), value_of(g)))));
	side = pwl_is_const(&g) ? side_of(r, &f, value_of(g)) : 0;
	if (side && holds(order, 0) == holds(order, side))
		return pwl_const(r, rat_int(holds(order, side)));
	s = pwl_segments(r, f, g, &n);
	for (size_t i = 0; i < n && r->status == PWL_OK; i++)
		compare_segment(r, &out, order, &s[i]);
	return pwl_finish(r, out);
}

struct pwl
pwl_select(struct pwl_range *r, struct pwl cond, struct pwl f, struct pwl g)
{
	struct pwl out = { 0 };
	size_t n, k = 0;
	struct seg *s;

	if (pwl_is_const(&cond))
		return rat_is_zero(cond.piece[0].base) ? g : f;
	/* Cut f and g at the breaks of cond, then take sides. */
	s = pwl_segments(r, f, g, &n);
	for (size_t i = 0; i < n && r->status == PWL_OK; i++) {
		struct edge e = s[i].from;

		while (k + 1 < cond.n &&
		    !pwl_before(e.x, e.after, cond.piece[k + 1].x,
			cond.piece[k + 1].after))
			k++;
		push_side(r, &out, &s[i], e, !rat_is_zero(cond.piece[k].base));
		while (k + 1 < cond.n &&
		    pwl_inside(r, &s[i], edge_of(&cond.piece[k + 1]))) {
			k++;
			push_side(r, &out, &s[i], edge_of(&cond.piece[k]),
			    !rat_is_zero(cond.piece[k].base));
		}
	}
	return pwl_finish(r, out);
}

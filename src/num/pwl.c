#include "num/pwl_int.h"

#include <assert.h>

struct pwl_range
pwl_range(struct arena *a, struct rat lo, struct rat hi, struct rat step)
{
	struct piece *flat = arena_new(a, struct piece);

	if (!rat_is_zero(step)) {
		lo = rat_ceil_to(a, lo, step);
		hi = rat_floor_to(a, hi, step);
	}
	flat->x = flat->at = lo;
	return (struct pwl_range){ a, lo, hi, step, PWL_OK, flat };
}

bool
pwl_before(struct rat x, bool after, struct rat y, bool y_after)
{
	int c = rat_cmp(x, y);

	return c < 0 || (c == 0 && !after && y_after);
}

/* Which of two pieces starts first. */
static int
edge_cmp(const struct piece *p, const struct piece *q)
{
	int c = rat_cmp(p->x, q->x);

	return c ? c : p->after - q->after;
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

void
pwl_push(struct pwl_range *r, struct pieces *f, const struct edge *e,
    struct rat base, struct rat slope)
{
	struct piece *p;

	if (!rat_ok(base) || !rat_ok(slope) || !rat_ok(e->x)) {
		pwl_fail(r, PWL_BAD);
		return;
	}
	if (f->n) {
		p = &f->piece[f->n - 1];
		if (rat_eq(p->slope, slope) &&
		    rat_eq(pwl_line_at(r->arena, p->base, slope, p->x, e->x),
			base))
			return;
	}
	if (f->n >= PWL_MAX) {
		pwl_fail(r, PWL_TOO_MANY);
		return;
	}
	f->piece =
	    arena_grow(r->arena, f->piece, f->n, &f->cap, sizeof(*f->piece));
	p = &f->piece[f->n++];
	*p = (struct piece){ e->x, e->after, e->at, base, slope };
}

static struct edge
start_of(const struct pwl_range *r)
{
	return (struct edge){ r->lo, false, r->lo };
}

struct pwl
pwl_const(struct pwl_range *r, struct rat value)
{
	struct pwl f = { .piece = r->flat, .n = 1, .offset = value };

	if (rat_ok(value))
		return f;
	pwl_fail(r, PWL_BAD);
	f.offset = rat_int(0);
	return f;
}

struct pwl
pwl_axis(struct pwl_range *r)
{
	struct edge start = start_of(r);
	struct pieces out = { 0 };

	pwl_push(r, &out, &start, r->lo, rat_int(1));
	return pwl_finish(r, &out);
}

struct pwl
pwl_finish(struct pwl_range *r, const struct pieces *p)
{
	if (r->status != PWL_OK || !p->n)
		return pwl_const(r, rat_int(0));
	if (p->n == 1 && rat_is_zero(p->piece[0].slope))
		return pwl_const(r, p->piece[0].base);
	return (struct pwl){ p->piece, p->n, rat_int(1), rat_int(0) };
}

/* The function's value where its shape has one. */
static struct rat
value_of(struct arena *a, const struct pwl *f, struct rat shape)
{
	if (!rat_eq(f->factor, rat_int(1)))
		shape = rat_mul(a, shape, f->factor);
	return rat_is_zero(f->offset) ? shape : rat_add(a, shape, f->offset);
}

static struct rat
slope_of(struct arena *a, const struct pwl *f, const struct piece *p)
{
	if (rat_is_zero(p->slope) || rat_eq(f->factor, rat_int(1)))
		return p->slope;
	return rat_mul(a, p->slope, f->factor);
}

/* The value at x of a piece drawn on. */
static struct rat
piece_at(
    struct arena *a, const struct pwl *f, const struct piece *p, struct rat x)
{
	return value_of(a, f, pwl_line_at(a, p->base, p->slope, p->x, x));
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
	return piece_at(a, f, &f->piece[lo], x);
}

struct pwl
pwl_plain(struct pwl_range *r, struct pwl f)
{
	struct arena *a = r->arena;
	struct piece *out;

	if (pwl_is(&f, rat_int(0)) ||
	    (rat_eq(f.factor, rat_int(1)) && rat_is_zero(f.offset)))
		return f;
	out = (struct piece *)arena_room(a, f.n * sizeof(*out));
	for (size_t i = 0; i < f.n; i++) {
		const struct piece *p = &f.piece[i];

		out[i] = *p;
		out[i].base = value_of(a, &f, p->base);
		out[i].slope = slope_of(a, &f, p);
		if (!rat_ok(out[i].base) || !rat_ok(out[i].slope))
			pwl_fail(r, PWL_BAD);
	}
	if (r->status != PWL_OK)
		return pwl_const(r, rat_int(0));
	return (struct pwl){ out, f.n, rat_int(1), rat_int(0) };
}

static const struct piece *
next_piece(const struct pwl *f, size_t i)
{
	return i + 1 < f->n ? &f->piece[i + 1] : NULL;
}

bool
pwl_walk(struct pwl_range *r, struct walk *w, struct seg *s)
{
	const struct piece *f = &w->f->piece[w->i], *p = next_piece(w->f, w->i);
	const struct piece *g = &w->g->piece[w->j], *q = next_piece(w->g, w->j);
	int order;

	if (w->ended || r->status != PWL_OK)
		return false;
	s->from = w->begun ? w->from : start_of(r);
	s->f = piece_at(r->arena, w->f, f, s->from.x);
	s->g = piece_at(r->arena, w->g, g, s->from.x);
	s->fm = slope_of(r->arena, w->f, f);
	s->gm = slope_of(r->arena, w->g, g);
	s->last = w->ended = !p && !q;
	w->begun = true;
	if (s->last)
		return true;
	order = p && q ? edge_cmp(p, q) : p ? -1 : 1;
	w->from = s->to = edge_of(order <= 0 ? p : q);
	w->i += order <= 0;
	w->j += order >= 0;
	return true;
}

/* A function that was stretched or moved. */
static struct pwl
keep(struct pwl_range *r, struct pwl f)
{
	if (!rat_ok(f.factor) || !rat_ok(f.offset)) {
		pwl_fail(r, PWL_BAD);
		return pwl_const(r, rat_int(0));
	}
	return pwl_is_const(&f) ? pwl_const(r, f.offset) : f;
}

static struct pwl
scale(struct pwl_range *r, struct pwl f, struct rat c)
{
	f.factor = rat_mul(r->arena, f.factor, c);
	f.offset = rat_mul(r->arena, f.offset, c);
	return keep(r, f);
}

/* The sum of two functions of one shape; a constant is of any. */
static struct pwl
join(struct pwl_range *r, struct pwl f, struct pwl g)
{
	if (pwl_is(&g, rat_int(0)))
		return f;
	if (pwl_is_const(&f)) {
		struct pwl swap = f;

		f = g;
		g = swap;
	}
	f.factor = rat_add(r->arena, f.factor, g.factor);
	f.offset = rat_add(r->arena, f.offset, g.offset);
	return keep(r, f);
}

static bool
same_shape(struct pwl f, struct pwl g)
{
	return f.piece == g.piece || pwl_is_const(&f) || pwl_is_const(&g);
}

struct pwl
pwl_add(struct pwl_range *r, struct pwl f, struct pwl g)
{
	struct walk w = { .f = &f, .g = &g };
	struct seg s;
	struct pieces out = { 0 };

	if (same_shape(f, g))
		return join(r, f, g);
	while (pwl_walk(r, &w, &s))
		pwl_push(r, &out, &s.from, rat_add(r->arena, s.f, s.g),
		    rat_add(r->arena, s.fm, s.gm));
	return pwl_finish(r, &out);
}

struct pwl
pwl_sub(struct pwl_range *r, struct pwl f, struct pwl g)
{
	struct walk w = { .f = &f, .g = &g };
	struct seg s;
	struct pieces out = { 0 };

	if (pwl_is(&g, rat_int(0)))
		return f;
	if (same_shape(f, g))
		return join(r, f, scale(r, g, rat_int(-1)));
	while (pwl_walk(r, &w, &s))
		pwl_push(r, &out, &s.from, rat_sub(r->arena, s.f, s.g),
		    rat_sub(r->arena, s.fm, s.gm));
	return pwl_finish(r, &out);
}

struct rat
pwl_last_point(const struct pwl_range *r, const struct seg *s)
{
	return s->last ? r->hi : rat_sub(r->arena, s->to.x, r->step);
}

/* Holds f*g or f/g of a stretch point by point. */
static void
pointwise(
    struct pwl_range *r, struct pieces *out, const struct seg *s, bool divide)
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

		pwl_push(r, out, &e,
		    divide ? rat_div(a, f, g) : rat_mul(a, f, g), rat_int(0));
		f = rat_add(a, f, df);
		g = rat_add(a, g, dg);
	}
}

struct pwl
pwl_mul(struct pwl_range *r, struct pwl f, struct pwl g)
{
	struct walk w = { .f = &f, .g = &g };
	struct seg s;
	struct arena *a = r->arena;
	struct pieces out = { 0 };

	if (pwl_is_const(&f))
		return scale(r, g, f.offset);
	if (pwl_is_const(&g))
		return scale(r, f, g.offset);
	while (pwl_walk(r, &w, &s)) {
		struct rat slope;

		if (rat_is_zero(s.fm)) {
			slope = rat_mul(a, s.f, s.gm);
		} else if (rat_is_zero(s.gm)) {
			slope = rat_mul(a, s.g, s.fm);
		} else {
			pointwise(r, &out, &s, false);
			continue;
		}
		pwl_push(r, &out, &s.from, rat_mul(a, s.f, s.g), slope);
	}
	return pwl_finish(r, &out);
}

struct pwl
pwl_div(struct pwl_range *r, struct pwl f, struct pwl g)
{
	struct walk w = { .f = &f, .g = &g };
	struct seg s;
	struct arena *a = r->arena;
	struct pieces out = { 0 };

	if (pwl_is_const(&g))
		return scale(r, f, rat_div(a, rat_int(1), g.offset));
	while (pwl_walk(r, &w, &s)) {
		if (!rat_is_zero(s.gm)) {
			pointwise(r, &out, &s, true);
			continue;
		}
		pwl_push(r, &out, &s.from, rat_div(a, s.f, s.g),
		    rat_div(a, s.fm, s.g));
	}
	return pwl_finish(r, &out);
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
	struct rat m, d;

	if (rat_eq(s->fm, s->gm))
		return false;
	m = rat_sub(a, s->fm, s->gm);
	d = rat_sub(a, s->g, s->f);
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
push_side(struct pwl_range *r, struct pieces *out, const struct seg *s,
    const struct edge *e, bool f_side)
{
	struct rat base = f_side ? s->f : s->g, slope = f_side ? s->fm : s->gm;

	pwl_push(r, out, e, pwl_line_at(r->arena, base, slope, s->from.x, e->x),
	    slope);
}

/* On which side of a number all of f is: 1 not below it, -1 not above it, 0
 * neither.  The ends of its shape's straight pieces decide. */
static int
side_of(struct pwl_range *r, const struct pwl *f, struct rat n)
{
	struct arena *a = r->arena;
	bool above = true, below = true;

	n = rat_div(a, rat_sub(a, n, f->offset), f->factor);
	for (size_t i = 0; i < f->n && (above || below); i++) {
		const struct piece *p = &f->piece[i];
		struct rat x = i + 1 < f->n ? f->piece[i + 1].x : r->hi;
		struct rat end = pwl_line_at(a, p->base, p->slope, p->x, x);
		int from = rat_cmp(p->base, n), to = rat_cmp(end, n);

		above = above && from >= 0 && to >= 0;
		below = below && from <= 0 && to <= 0;
	}
	return (above - below) * rat_sign(f->factor);
}

static bool
both_const(const struct pwl *f, const struct pwl *g)
{
	return pwl_is_const(f) && pwl_is_const(g);
}

/* The order of two functions as far as one of them is a constant with the
 * other on one side: 1 where f is nowhere below g, -1 nowhere above, else 0. */
static int
side(struct pwl_range *r, const struct pwl *f, const struct pwl *g)
{
	if (both_const(f, g))
		return rat_cmp(f->offset, g->offset);
	if (pwl_is_const(g))
		return side_of(r, f, g->offset);
	return pwl_is_const(f) ? -side_of(r, g, f->offset) : 0;
}

/* The smaller (sign 1) or larger (sign -1) of two functions. */
static struct pwl
extreme(struct pwl_range *r, struct pwl f, struct pwl g, int sign)
{
	struct walk w = { .f = &f, .g = &g };
	struct seg s;
	struct pieces out = { 0 };
	int order = side(r, &f, &g);

	if (order || both_const(&f, &g))
		return order * sign <= 0 ? f : g;
	while (pwl_walk(r, &w, &s)) {
		int c = order_at_start(&s) * sign;
		struct rat t;
		struct edge e;

		/* On a tie, the one that stays on the wanted side. */
		if (c == 0)
			c = rat_cmp(s.fm, s.gm) * sign;
		push_side(r, &out, &s, &s.from, c <= 0);
		if (c == 0 || !zero_of(r->arena, &s, &t) ||
		    !rat_lt(s.from.x, t))
			continue;
		e = pwl_snap(r, t, false);
		if (pwl_inside(r, &s, e))
			push_side(r, &out, &s, &e, c > 0);
	}
	return pwl_finish(r, &out);
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
push_truth(
    struct pwl_range *r, struct pieces *out, const struct edge *e, bool truth)
{
	pwl_push(r, out, e, rat_int(truth), rat_int(0));
}

/* The truth on a stretch: before, at and after the point of equality. */
static void
compare_segment(struct pwl_range *r, struct pieces *out, enum pwl_order order,
    const struct seg *s)
{
	int rising = rat_cmp(s->fm, s->gm);
	struct rat t, x;
	struct edge at, behind;

	push_truth(r, out, &s->from, holds(order, order_at_start(s)));
	if (!zero_of(r->arena, s, &t))
		return;
	at = pwl_snap(r, t, false);
	behind = pwl_snap(r, t, true);
	x = at.x;
	if (pwl_inside(r, s, at))
		push_truth(
		    r, out, &at, holds(order, rat_eq(x, t) ? 0 : rising));
	if (pwl_inside(r, s, behind))
		push_truth(r, out, &behind, holds(order, rising));
}

struct pwl
pwl_compare(
    struct pwl_range *r, enum pwl_order order, struct pwl f, struct pwl g)
{
	struct walk w = { .f = &f, .g = &g };
	struct seg s;
	struct pieces out = { 0 };
	int known = side(r, &f, &g);

	if (both_const(&f, &g) ||
	    (known && holds(order, 0) == holds(order, known)))
		return pwl_const(r, rat_int(holds(order, known)));
	while (pwl_walk(r, &w, &s))
		compare_segment(r, &out, order, &s);
	return pwl_finish(r, &out);
}

static bool
is_true(struct pwl_range *r, const struct pwl *cond, const struct piece *p)
{
	return !rat_is_zero(value_of(r->arena, cond, p->base));
}

struct pwl
pwl_select(struct pwl_range *r, struct pwl cond, struct pwl f, struct pwl g)
{
	struct walk w = { .f = &f, .g = &g };
	struct seg s;
	struct pieces out = { 0 };
	size_t k = 0;

	if (pwl_is_const(&cond))
		return pwl_is(&cond, rat_int(0)) ? g : f;
	/* Cut f and g at the breaks of cond, then take sides. */
	while (pwl_walk(r, &w, &s)) {
		const struct piece *c = next_piece(&cond, k);

		while (c && !pwl_before(s.from.x, s.from.after, c->x, c->after))
			c = next_piece(&cond, ++k);
		push_side(
		    r, &out, &s, &s.from, is_true(r, &cond, &cond.piece[k]));
		while (c && pwl_inside(r, &s, edge_of(c))) {
			struct edge e = edge_of(c);

			push_side(r, &out, &s, &e, is_true(r, &cond, c));
			c = next_piece(&cond, ++k);
		}
	}
	return pwl_finish(r, &out);
}

#include "num/points.h"

#include <assert.h>

#define LIMIT ((int64_t)1 << 62)

/* The line of a piece by points: value = base + slope * k. */
struct line {
	struct rat base, slope;
};

static struct line
line_of(struct arena *a, const struct piece *p, struct rat unit)
{
	struct line l = { p->base, p->slope };

	if (rat_is_zero(p->slope))
		return l;
	l.base = rat_sub(a, p->base, rat_mul(a, p->slope, p->x));
	l.slope = rat_mul(a, p->slope, unit);
	return l;
}

static bool
join_denominator(int64_t *den, struct rat x)
{
	int64_t d = x.den1 + 1, a = *den, b = d;
	wide all;

	if (x.big)
		return false;
	while (b) {
		int64_t t = a % b;

		a = b;
		b = t;
	}
	all = (wide)(*den / a) * d;
	if (all > LIMIT)
		return false;
	*den = (int64_t)all;
	return true;
}

/* The first point at which a piece holds. */
static bool
first_point(
    struct arena *a, const struct piece *p, struct rat unit, int64_t *out)
{
	struct rat k = rat_div(a, p->x, unit);
	bool whole = rat_is_int(k);

	*out = rat_to_int(whole ? k : rat_ceil(a, k), LIMIT);
	if (whole && p->after)
		++*out;
	return *out < LIMIT;
}

static bool
fill(struct points *p, struct arena *a, const struct pwl *f)
{
	struct line *line = arena_array(a, struct line, f->n);
	wide reach = p->hi > -p->lo ? p->hi : -p->lo;

	p->den = 1;
	for (size_t i = 0; i < f->n; i++) {
		line[i] = line_of(a, &f->piece[i], p->unit);
		if (!join_denominator(&p->den, line[i].base) ||
		    !join_denominator(&p->den, line[i].slope))
			return false;
	}
	for (size_t i = 0; i < f->n; i++) {
		struct point_piece *q = &p->piece[i];
		wide slope = (wide)line[i].slope.num *
		    (p->den / (line[i].slope.den1 + 1));

		q->base =
		    (wide)line[i].base.num * (p->den / (line[i].base.den1 + 1));
		/* Neither |base| nor |slope * k| reaches 2^126. */
		if (slope >= LIMIT || slope <= -LIMIT || reach >= LIMIT ||
		    !first_point(a, &f->piece[i], p->unit, &q->from))
			return false;
		q->slope = (int64_t)slope;
	}
	return true;
}

bool
points_init(struct points *p, const struct pwl_range *r, const struct pwl *f,
    struct rat unit)
{
	struct arena *a = r->arena;

	*p = (struct points){ .f = f, .unit = unit, .n = f->n };
	p->lo = rat_to_int(rat_ceil(a, rat_div(a, r->lo, unit)), LIMIT);
	p->hi = rat_to_int(rat_floor(a, rat_div(a, r->hi, unit)), LIMIT);
	p->piece = arena_array(a, struct point_piece, f->n);
	if (p->lo < LIMIT && p->hi < LIMIT && fill(p, a, f))
		return true;
	p->piece = NULL;
	return false;
}

/* The piece of a point: the last one asked, one behind it, or any. */
static const struct point_piece *
find(struct points *p, int64_t k)
{
	size_t lo = p->at, hi = p->n;

	if (k < p->piece[lo].from)
		lo = 0;
	else if (lo + 1 == p->n || k < p->piece[lo + 1].from)
		return &p->piece[lo];
	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (k < p->piece[mid].from)
			hi = mid;
		else
			lo = mid;
	}
	p->at = lo;
	return &p->piece[lo];
}

wide
points_value(struct points *p, int64_t k)
{
	const struct point_piece *q = find(p, k);

	assert(p->lo <= k && k <= p->hi);
	return q->base + (wide)q->slope * k;
}

/* A whole number of up to 127 bits. */
static struct rat
rat_wide(struct arena *a, wide n)
{
	const int64_t half = (int64_t)1 << 62;

	return rat_add(a,
	    rat_mul(a, rat_int((int64_t)(n / half)), rat_int(half)),
	    rat_int((int64_t)(n % half)));
}

struct rat
points_at(struct arena *a, struct points *p, int64_t k)
{
	if (!p->piece)
		return pwl_at(a, p->f, rat_mul(a, rat_int(k), p->unit));
	return rat_div(a, rat_wide(a, points_value(p, k)), rat_int(p->den));
}

/*
 * pwl: piecewise-linear functions of one variable, exact, with jumps.
 *
 * A function is given on a range [lo, hi] as a list of pieces, each a straight
 * line from where it starts to where the next one does.  A piece can start at
 * a point or just after it, so that a function such as ceil(x) is exact at
 * every point.
 *
 * On a grid (the range's `step` is not zero) only multiples of the step exist.
 * All pieces then start at grid points, a function that is a whole number of
 * steps at each of them rounds to itself without a breakpoint, and what is not
 * linear is held point by point, within the limit on pieces.
 *
 * A function is a shape, stretched and moved: `factor` times its pieces plus
 * `offset`.  What only does that to a function costs two numbers, and so does
 * the sum of two functions of one shape; a constant has the factor 0.
 *
 * A result that cannot be had sets `status` of the range and is 0 everywhere;
 * whoever takes a result looks at the status once, at the end.
 *
 * Depends on: rat.
 */
#ifndef NUM_PWL_H
#define NUM_PWL_H

#include "num/rat.h"

#define PWL_MAX 100000 /* pieces of one function */

struct piece {
	struct rat x;	  /* where it starts */
	bool after;	  /* starts just after `x`; never on a grid */
	struct rat at;	  /* exact place of the break, before the grid */
	struct rat base;  /* value at `x`, or just after it */
	struct rat slope; /* per unit of x */
};

struct pwl {
	const struct piece *piece; /* sorted; the first starts at lo */
	size_t n;		   /* at least 1; 1 of a constant */
	struct rat factor, offset;
};

enum pwl_status {
	PWL_OK,
	PWL_NOT_LINEAR, /* and no grid to hold it point by point */
	PWL_TOO_MANY,	/* pieces */
	PWL_BAD		/* division by zero, or numbers too large */
};

struct pwl_range {
	struct arena *arena;
	struct rat lo, hi; /* lo <= hi; on a grid both are on it */
	struct rat step;   /* of the grid; zero: every number exists */
	enum pwl_status status;
	const struct piece *flat; /* the shape of constants */
};

enum pwl_order { PWL_LT, PWL_LE, PWL_GT, PWL_GE, PWL_EQ, PWL_NE };

/* A range; with a step, lo is moved up and hi down to the grid. */
struct pwl_range
pwl_range(struct arena *a, struct rat lo, struct rat hi, struct rat step);

struct pwl pwl_const(struct pwl_range *r, struct rat value);
struct pwl pwl_axis(struct pwl_range *r); /* x itself */

struct pwl pwl_add(struct pwl_range *r, struct pwl f, struct pwl g);
struct pwl pwl_sub(struct pwl_range *r, struct pwl f, struct pwl g);
struct pwl pwl_mul(struct pwl_range *r, struct pwl f, struct pwl g);
struct pwl pwl_div(struct pwl_range *r, struct pwl f, struct pwl g);
struct pwl pwl_min(struct pwl_range *r, struct pwl f, struct pwl g);
struct pwl pwl_max(struct pwl_range *r, struct pwl f, struct pwl g);

/* The least multiple of `step` not below f, or the greatest not above. */
struct pwl pwl_ceil(struct pwl_range *r, struct pwl f, struct rat step);
struct pwl pwl_floor(struct pwl_range *r, struct pwl f, struct rat step);

/* 1 where f is in that order to g, else 0. */
struct pwl pwl_compare(
    struct pwl_range *r, enum pwl_order order, struct pwl f, struct pwl g);

/* f where `cond` is not 0, else g; `cond` has no slopes. */
struct pwl
pwl_select(struct pwl_range *r, struct pwl cond, struct pwl f, struct pwl g);

/* The value at x of the line through `base` at `from`. */
static inline struct rat
pwl_line_at(struct arena *a, struct rat base, struct rat slope, struct rat from,
    struct rat x)
{
	if (rat_is_zero(slope) || rat_eq(x, from))
		return base;
	return rat_add(a, base, rat_mul(a, slope, rat_sub(a, x, from)));
}

/* The value at x, lo <= x <= hi (asserted). */
struct rat pwl_at(struct arena *a, const struct pwl *f, struct rat x);

/* The same function with factor 1 and offset 0: its pieces are its values. */
struct pwl pwl_plain(struct pwl_range *r, struct pwl f);

static inline bool
pwl_is_const(const struct pwl *f)
{
	return rat_is_zero(f->factor);
}

/* Whether f is this number everywhere. */
static inline bool
pwl_is(const struct pwl *f, struct rat n)
{
	return pwl_is_const(f) && rat_eq(f->offset, n);
}

/* Whether an edge (x, after) lies before another. */
bool pwl_before(struct rat x, bool after, struct rat y, bool y_after);

#endif

/*
 * points: a piecewise-linear function made ready to be asked at many points.
 *
 * The points are the whole multiples of a unit.  Over one denominator for all
 * its pieces the function is whole-numbered, so that a value is one product and
 * one sum of 128 bits: exact, without a division, without memory.  Asked in
 * ascending order, the piece is found where the last one was.
 *
 * A function whose numbers do not fit is not made ready; pwl_at is then asked.
 *
 * Depends on: pwl.
 */
#ifndef NUM_POINTS_H
#define NUM_POINTS_H

#include "num/pwl.h"

__extension__ typedef __int128 wide;

struct point_piece {
	int64_t from; /* the first point that belongs to it */
	int64_t slope;
	wide base; /* of the line at point 0 */
};

struct points {
	const struct pwl *f;
	struct rat unit;
	struct point_piece *piece; /* NULL: it is not ready */
	size_t n;
	size_t at;	/* the piece last asked */
	int64_t lo, hi; /* the points of the range */
	int64_t den;	/* of all values */
};

/* Makes `f` ready for the multiples of `unit` in its range; false: numbers are
 * too large, points_at asks `f` itself. */
bool points_init(struct points *p, const struct pwl_range *r,
    const struct pwl *f, struct rat unit);

/* The value at point `k`, lo <= k <= hi, times `den`; it must be ready. */
wide points_value(struct points *p, int64_t k);

/* The value at point `k`, ready or not. */
struct rat points_at(struct arena *a, struct points *p, int64_t k);

#endif

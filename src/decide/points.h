/*
 * points: the values of one input at which an answer can change, and some
 * between any two of them.
 *
 * Answers are constant between borders, so that the borders, their neighbours
 * on the input's grid and a value half way between two stand for all values of
 * the range.
 *
 * Depends on: cost/crossing.
 */
#ifndef DECIDE_POINTS_H
#define DECIDE_POINTS_H

#include "cost/crossing.h"

#define POINTS_MAX 4096

struct points {
	struct arena *a;
	struct pwl_range range;
	struct rat *x; /* may hold doubles */
	size_t n, cap;
};

/* Values from `lo` to `hi`; on the grid of `step` where that is not zero. */
struct points
points_new(struct arena *a, struct rat lo, struct rat hi, struct rat step);

void points_add(struct points *p, struct rat x); /* where it is in range */

/* A border, and its neighbours on the grid. */
void points_add_border(struct points *p, struct rat x);

/* The borders of all comparisons in `e` that name the slot and otherwise only
 * slots that have a value. */
void points_add_formula(struct points *p, const struct expr *e, size_t slot,
    const struct rat *value, const bool *given, size_t nslot);

void points_sort(struct points *p);

/* Sorts them and adds one half way between each two. */
void points_settle(struct points *p);

/* Whether the expression is a comparison. */
bool expr_is_comparison(const struct expr *e);

#endif

/*
 * delta: an old and a new amount, and what lies between them.
 *
 * The difference and the percentage are computed exactly, and all three are
 * printed so that they agree: the printed difference is that of the printed
 * amounts, and so is the percentage.  Where the usual digits do not do that,
 * more are printed.
 *
 * Depends on: diff/model, num/format.
 */
#ifndef DIFF_DELTA_H
#define DIFF_DELTA_H

#include "diff/model.h"

struct delta {
	struct str from, to;
	bool has_difference; /* both are numbers of one unit */
	struct rat exact;
	struct str difference; /* "+$0.34" */
	bool has_percent;      /* and the old one is not zero */
	struct rat ratio;      /* exact, of the old: 0.2 */
	struct str percent;    /* "+20%" */
};

struct delta
delta_of(struct arena *a, const struct amount *old, const struct amount *new);

/* "+20%", "-3.4%", "+0.042%" for 0.2, -0.034, 0.00042 */
struct str percent_text(struct arena *a, struct rat ratio);

/* Whether the change is less than that part of the old amount. */
bool delta_below(struct arena *a, const struct delta *d, struct rat threshold);

#endif

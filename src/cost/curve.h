/*
 * curve: the monthly cost of an option as one input varies.
 *
 * A curve is exact: a list of straight pieces with a jump wherever a meter is
 * billed in steps (see num/pwl.h).  At every point it equals the total of the
 * bill there.  `valid` is 1 where the option can be had and 0 where an input
 * is out of range or beyond a limit.
 *
 * Depends on: cost/plan, num/pwl.
 */
#ifndef COST_CURVE_H
#define COST_CURVE_H

#include "cost/bill.h"

struct curve {
	struct pwl cost;      /* [money/month] over [base units of the axis] */
	struct pwl valid;     /* 0 or 1 */
	struct faults faults; /* any: the option is out on the whole range */
};

/*
 * The curve over the range `r`.  On failure `r->status` says why, and
 * `*culprit` names the meter that could not be held, or is NULL.
 */
void curve_compute(struct pwl_range *r, const struct plan *p,
    const struct workload *w, size_t axis, struct curve *out,
    const struct meter **culprit);

#endif

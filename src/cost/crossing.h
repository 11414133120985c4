/*
 * crossing: who is cheapest where.
 *
 * Over a range of one axis the cheapest of N options is a list of intervals,
 * for steps (whole tasks, packages, tiers) re-open the contest.  Nothing is
 * sampled: every border is found exactly.  Ties go to the option listed first.
 *
 * Depends on: cost/curve.
 */
#ifndef COST_CROSSING_H
#define COST_CROSSING_H

#include "cost/curve.h"

#define NO_OPTION SIZE_MAX
#define INTERVALS_MAX 1000 /* of a contest, of a row or the table of a map */

/* What is said of intervals where there is no grid. */
#define INTERVALS_MEET                                                        \
	"Intervals meet at their borders: from just above a border the next " \
	"option is the cheapest."

struct interval {
	struct rat from, to; /* on a grid both belong to it */
	size_t winner;	     /* index of the option; NO_OPTION: none is valid */
	size_t runner_up;    /* at `from`; NO_OPTION: no other is valid */
	size_t runner_up_to; /* at `to`, where it may be another */
	struct rat total;    /* [money/month] of the winner at `from` or, where
				the interval is open there, just above */
	struct rat margin;   /* [money/month] to the runner-up at `from` */
	struct rat total_to; /* the same at `to`, or just below */
	struct rat margin_to;
	bool tie;	 /* margin is zero at `from` */
	size_t even;	 /* costs what the winner does; NO_OPTION: none */
	bool throughout; /* from `from` to `to`, and not in a part of it */
};

enum border { BORDER_CROSS, BORDER_JUMP };

struct crossing {
	struct rat at;	  /* exact place */
	struct rat first; /* on a grid: the first point with the new winner */
	bool has_first;
	size_t from_option, to_option;
	enum border kind;
};

struct contest {
	struct pwl_range range;
	struct curve *curve; /* by option */
	size_t n;
	struct interval *interval;
	size_t ninterval, capinterval;
	struct crossing *crossing; /* one fewer than intervals */
	size_t ncrossing, capcrossing;
	const struct meter *culprit; /* where range.status is not PWL_OK */
	size_t culprit_option;
};

/* The contest of the plans along an axis; see `range.status`.  A range that
 * holds no point of its grid has no intervals. */
void contest_run(struct contest *c, struct pwl_range range,
    const struct plan *const *plan, size_t n, const struct workload *w,
    size_t axis);

/* The first border at which both sides have a winner, or NULL; `n` is how many
 * such there are. */
const struct crossing *contest_first(const struct contest *c, size_t *n);

/* Whether the cost of the winner jumps at the start of an interval, or at its
 * end, so that it is another one there. */
bool interval_is_open(struct arena *a, const struct contest *c,
    const struct interval *v, bool end);

/* Whether two options cost the same wherever they can be had. */
bool contest_even(const struct contest *c);

/* "A", "A (tie with B)", "A (tie with B in part)"; of an interval that has a
 * winner. */
struct str interval_winner(
    struct arena *a, const struct interval *v, const struct plan *const *plan);

/* The step of an axis's grid: the least that any of its inputs is billed or
 * counted in; zero where there is none. */
struct rat axis_step(const struct terms *t, size_t axis);

/* What the values of an axis are multiples of: where an input is only billed in
 * steps, there are values between the points of its grid.  Zero: any. */
struct rat axis_spacing(const struct terms *t, size_t axis);

/*
 * Reports why there is no curve along an axis; false.
 *
 *   in:     the option and the meter are the culprits of a contest or a map, the
 *           meter may be NULL: it is the total
 *   errors: breakpoints, axis, result
 */
bool
axis_report(struct diag *d, struct span at, const struct terms *t, size_t axis,
    enum pwl_status status, const struct option *o, const struct meter *meter);

/* Reports that a contest has more intervals than can be shown; false. */
bool axis_report_many(struct diag *d, struct span at, const struct terms *t,
    size_t axis, size_t ninterval);

#endif

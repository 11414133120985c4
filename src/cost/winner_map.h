/*
 * winner_map: who is cheapest where, over two inputs.
 *
 * A map is cut into rows: at each chosen value of y a contest is run along x,
 * so that every border is exact along x.  Between two rows nothing is known.
 *
 * Depends on: cost/crossing.
 */
#ifndef COST_WINNER_MAP_H
#define COST_WINNER_MAP_H

#include "cost/crossing.h"

/* One value of y. */
struct winner_row {
	struct rat y;
	struct interval *interval; /* along x */
	size_t n;
};

struct winner_map {
	struct pwl_range range; /* of x; its status is that of the worst row */
	struct winner_row *row; /* in the order of the values asked for */
	size_t nrow;
	size_t noption;
	const struct faults **faults; /* by option; NULL: it is priced */
	const struct meter *culprit;  /* where range.status is not PWL_OK */
	size_t culprit_option;
	size_t many; /* intervals of a row with more than INTERVALS_MAX; or 0 */
};

/* The inputs that vary, both terms of the workload. */
struct winner_axes {
	size_t x, y;
};

/*
 * The map of the plans over the values `y`; what is not in the result is given
 * back row by row.  It ends at a row that cannot be had or has too many of them.
 */
void winner_map_run(struct winner_map *m, struct pwl_range range,
    const struct plan *const *plan, size_t n, const struct workload *w,
    struct winner_axes axes, const struct rat *y, size_t ny);

/* The winner of a row at each of `n` ascending points of the range. */
void winner_map_at(const struct winner_row *row, const struct rat *x, size_t n,
    size_t *winner);

#endif

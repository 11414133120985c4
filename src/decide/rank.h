/*
 * rank: which option to take in a scenario, and why.
 *
 * The cheapest option that meets every limit and need.  An option is ruled out
 * by a limit, by a value its inputs do not take, by a missing price, and by a
 * measured latency above the one needed; where nothing was measured nothing is
 * ruled out, and that is said.
 *
 * Depends on: decide/guide.
 */
#ifndef DECIDE_RANK_H
#define DECIDE_RANK_H

#include "decide/guide.h"

struct standing {
	size_t option; /* index in the guide */
	const struct plan *plan;
	struct bill bill;
	bool out;	       /* ruled out */
	bool priceless;	       /* a price is missing: no total */
	struct faults faults;  /* why */
	struct str unmeasured; /* a clause; empty: nothing is unmeasured */
};

struct ranking {
	struct standing *standing; /* in the order of the scenario's options */
	size_t n;
	size_t best;	  /* index in `standing`; SIZE_MAX: none is left */
	size_t runner_up; /* the next that is not ruled out; SIZE_MAX: none */
	size_t cheapest;  /* of those with a bill, whatever is needed besides */
	size_t second;	  /* the next of them */
	struct rat margin; /* [money/month] of best to runner_up */
	bool tie;
	bool unsure; /* a price is missing: no winner can be named */
};

/* Ranks options of a guide, with the plan of each, for a workload. */
void rank(struct ranking *r, struct arena *a, const struct guide *g,
    const struct plan *const *plan, const size_t *option, size_t n,
    const struct workload *w);

#endif

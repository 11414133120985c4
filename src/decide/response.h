/*
 * response: how long the callers of an option wait, in one workload.
 *
 * The run time and the arrivals are those of the workload that is billed, and
 * instances that are kept ready are the input that is billed for them, so that
 * latency and cost cannot speak of different things.
 *
 * Depends on: decide/guide, decide/latency.
 */
#ifndef DECIDE_RESPONSE_H
#define DECIDE_RESPONSE_H

#include "decide/guide.h"
#include "decide/latency.h"

struct response {
	const struct latency *of;
	struct str lacks; /* a clause; empty: what follows can be had */
	struct mixture mixture;
	bool modelled;		/* the share of the cold was computed: */
	struct traffic traffic; /* what it was computed from */
	struct rat busy;	/* [s/month] in which the requests come */
	struct rat covered;	/* [0, 1] of it has the kept instances */
	struct rat run;		/* [s] of one request */
	bool uses_run;		/* a time or a share hangs on `run` */
};

#define PERCENTILE_COUNT 3 /* those that needs speak of */

const char *percentile_name(size_t i); /* "p50", "p95", "p99" */
struct rat percentile_part(size_t i);  /* 0.5, 0.95, 0.99 */

/*
 * The response times of an option, planned as `plan`, at a workload.
 *
 *   out:    `lacks` says "is not measured", or which value is not given
 */
void response_compute(struct arena *a, const struct guide *g,
    const struct plan *plan, const struct workload *w, struct response *out);

/* The mean; false where it is neither measured nor bounded by the points. */
bool response_mean(struct arena *a, const struct response *r, struct rat *out);

/* The unit a time is printed in: ms, s from one second on, min and h from ten
 * of them on. */
struct unit response_unit(struct rat t, struct str *word);
struct str response_text(struct arena *a, struct rat t);

/* Whether the share of cold requests is said or computed. */
bool response_has_share(const struct response *r);

/*
 * Warns of measured responses that are shorter than the run that is billed:
 * they are not of the workload of the scenario.
 *
 *   warnings: latency-run
 */
void
guide_check_responses(struct arena *a, struct diag *d, const struct guide *g);

#endif

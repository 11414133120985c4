/*
 * latency: response times of requests of which some meet a cold start, exact.
 *
 * A distribution is a quantile function: measured points (p, t), ascending, say
 * that the part p of all requests is answered within t.  Between two points it
 * is a straight line.  Outside of them nothing was measured: below the lowest
 * and above the highest point the time of that point is taken, and whoever asks
 * for a quantile is told where the answer rests on that.  Where that bounds a
 * time of a mixture on neither side, what is below takes no time instead, which
 * is the least that it can be.
 *
 * A mixture answers each request from one of two distributions, at random: cold
 * with the probability `share`, else warm.
 *
 * The share itself is that of a pool of instances under Poisson arrivals:
 *
 *   rho = rate x run              requests in flight, Poisson distributed
 *   P_n = rho^n / n! / e^rho      n of them
 *   B_n = P_n / (P_0 + ... + P_n) Erlang's formula
 *
 * An instance takes `concurrency` requests at once, is filled before another is
 * started, and is stopped `idle` after its last use; `kept` of them are never
 * stopped and are used first.  The instances alive are then as many as were needed at once during
 * the last `idle`, and a request is cold that finds n = k x concurrency in
 * flight, k >= kept, where there were never more in that time:
 *
 *   share = sum over those n of P_n x e^(-rate x idle x B_n)
 *
 * rate x B_n is the exact rate at which the level n is exceeded; that the time
 * until it is exceeded is exponential is exact for n = 0 and a simplification
 * above.  The numbers are exact bounds, rounded once: no floating point, the
 * same digits on every machine.
 *
 * Depends on: num/rat.
 */
#ifndef DECIDE_LATENCY_H
#define DECIDE_LATENCY_H

#include "num/rat.h"

struct quantile {
	struct rat p; /* [0, 1] */
	struct rat t; /* [s] */
};

struct distribution {
	const struct quantile *point; /* ascending in p; t never descends */
	size_t n;		      /* at least 1 */
};

/* What an answer says whatever lies beyond the points: the time, a bound of it,
 * or nothing. */
enum known {
	KNOWN,
	KNOWN_AT_LEAST = 1,
	KNOWN_AT_MOST = 2,
	KNOWN_NOT = KNOWN_AT_LEAST | KNOWN_AT_MOST
};

/* The time within which the part `p` is answered. */
struct rat
distribution_at(struct arena *a, const struct distribution *d, struct rat p);

/* Every request takes `by` longer. */
struct distribution distribution_shift(
    struct arena *a, const struct distribution *d, struct rat by);

/* The sum of two times of a request, where the slowest of one are the slowest
 * of the other: quantiles are added, those that were measured of both; false
 * where there are none. */
bool distribution_add(struct arena *a, const struct distribution *x,
    const struct distribution *y, struct distribution *out);

/* The mean; false where the points do not reach from 0 to 1. */
bool distribution_mean(
    struct arena *a, const struct distribution *d, struct rat *out);

struct mixture {
	struct distribution warm, cold;
	struct rat share; /* [0, 1] of the cold ones */
};

/* The least time within which the part `p`, 0 < p < 1, is answered, or a bound
 * of it. */
struct rat mixture_at(
    struct arena *a, const struct mixture *m, struct rat p, enum known *known);

struct traffic {
	struct rat rate;	/* [request/s] >= 0 */
	struct rat run;		/* [s] of one request, >= 0 */
	struct rat idle;	/* [s] >= 0 */
	struct rat concurrency; /* whole, at least 1 */
	struct rat kept;	/* whole, at least 0 */
};

#define COLD_DECIMALS 9
#define COLD_LOAD 100000 /* requests in flight up to which it is computed */

/* The share of cold requests, rounded to COLD_DECIMALS; false above
 * COLD_LOAD. */
bool cold_share(struct arena *a, const struct traffic *t, struct rat *out);

#endif

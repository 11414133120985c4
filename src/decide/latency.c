#include "decide/latency.h"

#include <assert.h>
#include <stdlib.h>

struct rat
distribution_at(struct arena *a, const struct distribution *d, struct rat p)
{
	const struct quantile *q = d->point;
	size_t i = 0;
	struct rat part;

	while (i < d->n && rat_lt(q[i].p, p))
		i++;
	if (i == 0 || i == d->n)
		return q[i ? i - 1 : 0].t;
	part = rat_div(
	    a, rat_sub(a, p, q[i - 1].p), rat_sub(a, q[i].p, q[i - 1].p));
	return rat_add(
	    a, q[i - 1].t, rat_mul(a, part, rat_sub(a, q[i].t, q[i - 1].t)));
}

struct distribution
distribution_shift(struct arena *a, const struct distribution *d, struct rat by)
{
	struct quantile *q = arena_array(a, struct quantile, d->n);

	for (size_t i = 0; i < d->n; i++) {
		q[i].p = d->point[i].p;
		q[i].t = rat_add(a, d->point[i].t, by);
	}
	return (struct distribution){ q, d->n };
}

struct distribution
distribution_add(
    struct arena *a, const struct distribution *x, const struct distribution *y)
{
	struct quantile *q = arena_array(a, struct quantile, x->n + y->n);
	size_t i = 0, k = 0, n = 0;

	while (i < x->n || k < y->n) {
		int order = i == x->n ? 1
		    : k == y->n	      ? -1
				      : rat_cmp(x->point[i].p, y->point[k].p);
		struct rat p = order > 0 ? y->point[k].p : x->point[i].p;

		q[n].p = p;
		q[n++].t = rat_add(
		    a, distribution_at(a, x, p), distribution_at(a, y, p));
		i += order <= 0;
		k += order >= 0;
	}
	return (struct distribution){ q, n };
}

bool
distribution_mean(
    struct arena *a, const struct distribution *d, struct rat *out)
{
	const struct quantile *q = d->point;
	struct rat sum = rat_int(0);

	if (!rat_is_zero(q[0].p) || !rat_eq(q[d->n - 1].p, rat_int(1)))
		return false;
	for (size_t i = 1; i < d->n; i++)
		sum = rat_add(a, sum,
		    rat_mul(a, rat_sub(a, q[i].p, q[i - 1].p),
			rat_add(a, q[i].t, q[i - 1].t)));
	*out = rat_div(a, sum, rat_int(2));
	return true;
}

/* The part of all that takes less than `t` (or: at most `t`). */
static struct rat
part_below(
    struct arena *a, const struct distribution *d, struct rat t, bool or_at)
{
	const struct quantile *q = d->point;
	size_t i = 0;
	struct rat part;

	while (i < d->n && (rat_lt(q[i].t, t) || (or_at && rat_eq(q[i].t, t))))
		i++;
	if (i == 0)
		return rat_int(0);
	if (i == d->n)
		return rat_int(1);
	/* Point i is the first that is not below: t is at or before it. */
	part = rat_div(
	    a, rat_sub(a, t, q[i - 1].t), rat_sub(a, q[i].t, q[i - 1].t));
	return rat_add(
	    a, q[i - 1].p, rat_mul(a, part, rat_sub(a, q[i].p, q[i - 1].p)));
}

static struct rat
mixed(
    struct arena *a, const struct mixture *m, struct rat warm, struct rat cold)
{
	return rat_add(a, warm, rat_mul(a, m->share, rat_sub(a, cold, warm)));
}

static struct rat
mixture_below(
    struct arena *a, const struct mixture *m, struct rat t, bool or_at)
{
	return mixed(a, m, part_below(a, &m->warm, t, or_at),
	    part_below(a, &m->cold, t, or_at));
}

static int
compare_times(const void *a, const void *b)
{
	return rat_cmp(*(const struct rat *)a, *(const struct rat *)b);
}

/* The times of the points of what there is of both, ascending. */
static struct rat *
mixture_times(struct arena *a, const struct mixture *m, size_t *n)
{
	struct rat *t = arena_array(a, struct rat, m->warm.n + m->cold.n);

	*n = 0;
	for (size_t i = 0; i < m->warm.n; i++)
		if (rat_lt(m->share, rat_int(1)))
			t[(*n)++] = m->warm.point[i].t;
	for (size_t i = 0; i < m->cold.n; i++)
		if (!rat_is_zero(m->share))
			t[(*n)++] = m->cold.point[i].t;
	qsort(t, *n, sizeof(*t), compare_times);
	return t;
}

/* What is surely answered within `t`: without what is above the points. */
static struct rat
surely_within(struct arena *a, const struct distribution *d, struct rat t)
{
	return rat_min(part_below(a, d, t, true), d->point[d->n - 1].p);
}

/* Whether all that is answered sooner than `t` is below the lowest point. */
static bool
is_lowest(const struct distribution *d, struct rat t)
{
	return rat_eq(d->point[0].t, t) && !rat_is_zero(d->point[0].p);
}

static enum known
how_known(struct arena *a, const struct mixture *m, struct rat p, struct rat t)
{
	bool cold = !rat_is_zero(m->share);
	bool warm = rat_lt(m->share, rat_int(1));
	struct rat sure =
	    mixed(a, m, warm ? surely_within(a, &m->warm, t) : rat_int(0),
		cold ? surely_within(a, &m->cold, t) : rat_int(0));
	struct rat lowest = mixed(a, m,
	    warm && is_lowest(&m->warm, t) ? m->warm.point[0].p : rat_int(0),
	    cold && is_lowest(&m->cold, t) ? m->cold.point[0].p : rat_int(0));

	if (rat_lt(sure, p))
		return KNOWN_AT_LEAST;
	/* Within the jump at a lowest point, and not at its end. */
	return rat_lt(p, rat_add(a, mixture_below(a, m, t, false), lowest))
	    ? KNOWN_AT_MOST
	    : KNOWN;
}

struct rat
mixture_at(
    struct arena *a, const struct mixture *m, struct rat p, enum known *known)
{
	size_t n, i = 0;
	struct rat *t = mixture_times(a, m, &n), at, below, before, part;

	while (i + 1 < n && rat_lt(mixture_below(a, m, t[i], true), p))
		i++;
	at = t[i];
	below = mixture_below(a, m, at, false);
	/* Between the points i - 1 and i; else in the jump at i. */
	if (i > 0 && rat_lt(p, below)) {
		before = mixture_below(a, m, t[i - 1], true);
		part = rat_div(
		    a, rat_sub(a, p, before), rat_sub(a, below, before));
		at = rat_add(
		    a, t[i - 1], rat_mul(a, part, rat_sub(a, at, t[i - 1])));
	}
	*known = how_known(a, m, p, at);
	return at;
}

/* A number between two bounds that are whole multiples of ULP. */
struct bounds {
	struct rat lo, hi;
};

struct reckoner {
	struct arena *a;
	struct rat ulp; /* 2^-100 */
};

static struct bounds
widen(struct reckoner *r, struct rat lo, struct rat hi)
{
	return (struct bounds){ rat_floor_to(r->a, lo, r->ulp),
		rat_ceil_to(r->a, hi, r->ulp) };
}

static struct bounds
whole(int64_t n)
{
	return (struct bounds){ rat_int(n), rat_int(n) };
}

static struct bounds
plus(struct reckoner *r, struct bounds x, struct bounds y)
{
	return (struct bounds){ rat_add(r->a, x.lo, y.lo),
		rat_add(r->a, x.hi, y.hi) };
}

static struct bounds
minus(struct reckoner *r, struct bounds x, struct bounds y)
{
	return (struct bounds){ rat_sub(r->a, x.lo, y.hi),
		rat_sub(r->a, x.hi, y.lo) };
}

/* Of numbers that are not negative. */
static struct bounds
times(struct reckoner *r, struct bounds x, struct bounds y)
{
	return widen(r, rat_mul(r->a, x.lo, y.lo), rat_mul(r->a, x.hi, y.hi));
}

static struct bounds
over(struct reckoner *r, struct bounds x, struct bounds y)
{
	return widen(r, rat_div(r->a, x.lo, y.hi), rat_div(r->a, x.hi, y.lo));
}

#define HALVINGS 7 /* of an exponent of up to 64, to at most 1/2 */

/*
 * e^-x for x >= 0: halved, put into the alternating series, whose rest is less
 * than its next term, and squared as often.  Above 64 it is below 2^-92.
 */
static struct bounds
decay(struct reckoner *r, struct bounds x)
{
	struct bounds sum = whole(1), term = whole(1), y;
	struct rat half = rat_frac(1, 1 << HALVINGS);
	bool far = rat_lt(rat_int(65), x.hi);

	if (rat_lt(rat_int(64), x.lo))
		return (struct bounds){ rat_int(0),
			rat_mul(r->a, r->ulp, rat_int(1 << 8)) };
	x.hi = rat_min(x.hi, rat_int(65));
	y = widen(r, rat_mul(r->a, x.lo, half), rat_mul(r->a, x.hi, half));
	for (int i = 1; rat_lt(r->ulp, term.hi); i++) {
		term = over(r, times(r, term, y), whole(i));
		sum = i % 2 ? minus(r, sum, term) : plus(r, sum, term);
	}
	sum.lo = rat_max(rat_sub(r->a, sum.lo, term.hi), rat_int(0));
	sum.hi = rat_min(rat_add(r->a, sum.hi, term.hi), rat_int(1));
	for (int i = 0; i < HALVINGS; i++)
		sum = times(r, sum, sum);
	if (far)
		sum.lo = rat_int(0);
	return sum;
}

/* The weights rho^n / n! for n of [first, first + n), relative to the greatest;
 * `low` and `high` bound the sums of those below and above. */
struct weights {
	struct bounds *w;
	int64_t first;
	size_t n;
	struct bounds low, high;
};

/* What follows a weight whose neighbours fall at least by `ratio` each. */
static struct bounds
rest(struct reckoner *r, struct bounds w, struct rat ratio)
{
	struct rat sum = rat_mul(
	    r->a, w.hi, rat_div(r->a, ratio, rat_sub(r->a, rat_int(1), ratio)));

	return widen(r, rat_int(0), sum);
}

static struct weights
find_weights(struct reckoner *r, struct rat rho)
{
	int64_t mode = rat_to_int(rat_floor(r->a, rho), 0), k;
	struct bounds load = { rho, rho }, w = whole(1), *down = NULL;
	size_t ndown = 0, cap = 0, ncap = 0;
	struct weights all = { .low = whole(0), .high = whole(0) };

	for (k = mode; k > 0 && rat_lt(r->ulp, w.hi); k--) {
		w = over(r, times(r, w, whole(k)), load);
		arena_push(r->a, down, ndown, cap, w);
	}
	if (k > 0)
		all.low = rest(r, w, rat_div(r->a, rat_int(k), rho));
	all.first = k;
	while (ndown > 0)
		arena_push(r->a, all.w, all.n, ncap, down[--ndown]);
	w = whole(1);
	for (k = mode; rat_lt(r->ulp, w.hi); k++) {
		arena_push(r->a, all.w, all.n, ncap, w);
		w = over(r, times(r, w, load), whole(k + 1));
	}
	arena_push(r->a, all.w, all.n, ncap, w);
	all.high = rest(r, w, rat_div(r->a, rho, rat_int(k + 1)));
	return all;
}

static bool
may_be_cold(const struct traffic *t, struct arena *a, int64_t n)
{
	struct rat instances = rat_div(a, rat_int(n), t->concurrency);

	return rat_is_int(instances) && !rat_lt(instances, t->kept);
}

/* w / sum, where w is one of what was summed. */
static struct bounds
part_of(struct reckoner *r, struct bounds w, struct bounds sum)
{
	struct bounds x = { rat_int(0), rat_int(1) };

	if (rat_is_zero(sum.lo))
		return x;
	x = over(r, w, sum);
	x.hi = rat_min(x.hi, rat_int(1));
	return x;
}

static struct bounds
share_of(struct reckoner *r, const struct traffic *t, struct rat rho)
{
	struct weights all = find_weights(r, rho);
	struct rat window = rat_mul(r->a, t->rate, t->idle);
	struct bounds sum = all.low, cold = { rat_int(0), all.low.hi };

	for (size_t i = 0; i < all.n; i++) {
		struct bounds w = all.w[i], x;

		sum = plus(r, sum, w);
		if (!may_be_cold(t, r->a, all.first + (int64_t)i))
			continue;
		x = part_of(r, w, sum);
		x = times(r, x, (struct bounds){ window, window });
		cold = plus(r, cold, times(r, w, decay(r, x)));
	}
	cold.hi = rat_add(r->a, cold.hi, all.high.hi);
	return over(r, cold, plus(r, sum, all.high));
}

bool
cold_share(struct arena *a, const struct traffic *t, struct rat *out)
{
	struct arena scratch = { 0 };
	struct reckoner r = { .a = &scratch };
	struct rat rho = rat_mul(&scratch, t->rate, t->run), middle;
	struct bounds share;
	bool sure;

	assert(rat_sign(t->rate) >= 0 && rat_sign(t->idle) >= 0);
	r.ulp = rat_div(&scratch, rat_int(1),
	    rat_mul(&scratch, rat_int(1LL << 50), rat_int(1LL << 50)));
	if (!rat_ok(rho) || rat_lt(rat_int(COLD_LOAD), rho)) {
		arena_clear(&scratch);
		return false;
	}
	share = share_of(&r, t, rho);
	middle = rat_div(
	    &scratch, rat_add(&scratch, share.lo, share.hi), rat_int(2));
	sure = rat_lt(rat_sub(&scratch, share.hi, share.lo),
	    rat_pow10(&scratch, -COLD_DECIMALS - 2));
	*out = rat_copy(
	    a, rat_min(rat_round(&scratch, middle, COLD_DECIMALS), rat_int(1)));
	arena_clear(&scratch);
	return sure && rat_ok(*out);
}

#include "decide/latency.h"

#include <assert.h>

/*
 * Bounds in fixed point: whole multiples of 2^-64, of which the lower is
 * rounded down and the upper up in every step.  Rationals would be as sure and
 * a hundred times slower, for their denominators grow with every product; a
 * page with a table of regions asks for a share hundreds of times.
 */
__extension__ typedef unsigned __int128 fix;

#define POINT 64
#define ONE ((fix)1 << POINT)
#define LEAST ((fix)1 << 12) /* weights up to here are only bounded */
#define FAR (64 * ONE)	     /* e^-64 < 2^-92 */

struct bounds {
	fix lo, hi;
};

/* The low half of a fix. */
static fix
part_behind(fix x)
{
	return (uint64_t)x;
}

/* x * y; what is lost is below 2^-64.  The product must be below 2^64. */
static fix
product(fix x, fix y, bool up)
{
	fix xh = x >> POINT, xl = part_behind(x);
	fix yh = y >> POINT, yl = part_behind(y), low = xl * yl;

	return ((xh * yh) << POINT) + xh * yl + xl * yh + (low >> POINT) +
	    (up && part_behind(low));
}

static struct bounds
whole(uint64_t n)
{
	return (struct bounds){ (fix)n << POINT, (fix)n << POINT };
}

static struct bounds
plus(struct bounds x, struct bounds y)
{
	return (struct bounds){ x.lo + y.lo, x.hi + y.hi };
}

/* Zero where it may be less. */
static struct bounds
minus(struct bounds x, struct bounds y)
{
	return (struct bounds){ x.lo > y.hi ? x.lo - y.hi : 0,
		x.hi > y.lo ? x.hi - y.lo : 0 };
}

static struct bounds
times(struct bounds x, struct bounds y)
{
	return (struct bounds){ product(x.lo, y.lo, false),
		product(x.hi, y.hi, true) };
}

static struct bounds
over(struct bounds x, uint64_t n)
{
	return (struct bounds){ x.lo / n, x.hi / n + (x.hi % n > 0) };
}

/* x / y of x <= 1 + 2^-32 and x <= y, two bits of `y` aside. */
static struct bounds
part_of(struct bounds x, struct bounds y)
{
	struct bounds q = { 0, ONE };
	fix least = y.lo >> 2;

	q.lo = (x.lo << (POINT - 2)) / ((y.hi >> 2) + 1);
	if (least > 0 && x.hi < least << 2)
		q.hi = (x.hi << (POINT - 2)) / least + 1;
	return q;
}

/* A rational in [0, 2^62). */
static struct bounds
bounds_of(struct arena *a, struct rat x)
{
	struct rat unit = rat_int(1LL << 32);
	struct bounds b = { 0, 0 };

	for (int i = 0; i < 3; i++) {
		struct rat n = rat_floor(a, x);

		b.lo = (b.lo << 32) + (uint64_t)rat_to_int(n, 0);
		x = rat_mul(a, rat_sub(a, x, n), unit);
	}
	b.hi = b.lo + !rat_is_zero(x);
	return b;
}

static struct rat
rat_of(struct arena *a, fix x)
{
	struct rat unit = rat_int(1LL << 32), n = rat_int(0);

	for (int shift = 96; shift >= 0; shift -= 32)
		n = rat_add(a, rat_mul(a, n, unit),
		    rat_int((int64_t)(uint32_t)(x >> shift)));
	return rat_div(a, n, rat_mul(a, unit, unit));
}

#define HALVINGS 7 /* of an exponent of up to 65, to about 1/2 */

/*
 * e^-x: halved, put into the alternating series, whose rest is less than its
 * next term, and squared as often.
 */
static struct bounds
decay(struct bounds x)
{
	struct bounds sum = whole(1), term = whole(1), y;
	bool far = x.hi > FAR + ONE;

	if (x.lo > FAR)
		return (struct bounds){ 0, 1 };
	if (far)
		x.hi = FAR + ONE;
	y.lo = x.lo >> HALVINGS;
	y.hi = (x.hi >> HALVINGS) + 1;
	for (uint64_t i = 1; term.hi > 1; i++) {
		term = over(times(term, y), i);
		sum = i % 2 ? minus(sum, term) : plus(sum, term);
	}
	sum.lo = sum.lo > term.hi ? sum.lo - term.hi : 0;
	sum.hi = sum.hi + term.hi < ONE ? sum.hi + term.hi : ONE;
	for (int i = 0; i < HALVINGS; i++)
		sum = times(sum, sum);
	if (far)
		sum.lo = 0;
	return sum;
}

/* The weights rho^n / n! for n of [first, first + n), relative to the greatest;
 * `low` and `high` bound the sums of those below and above. */
struct weights {
	struct bounds *w;
	uint64_t first;
	size_t n;
	struct bounds low, high;
};

/* What follows a weight whose neighbours fall at least by `ratio` each. */
static struct bounds
rest(struct arena *a, struct bounds w, struct rat ratio)
{
	struct bounds all =
	    bounds_of(a, rat_div(a, ratio, rat_sub(a, rat_int(1), ratio)));

	return (struct bounds){ 0, product(w.hi, all.hi, true) };
}

static struct rat
part(struct arena *a, uint64_t k, struct rat rho)
{
	return rat_div(a, rat_int((int64_t)k), rho);
}

static struct weights
find_weights(struct arena *a, struct rat rho)
{
	uint64_t mode = (uint64_t)rat_to_int(rat_floor(a, rho), 0), k;
	struct bounds load = bounds_of(a, rho), w = whole(1), *down = NULL;
	size_t ndown = 0, cap = 0, ncap = 0;
	struct weights all = { .low = { 0, 0 } };

	for (k = mode; k > 0 && w.hi > LEAST; k--) {
		w = times(w, bounds_of(a, part(a, k, rho)));
		arena_push(a, down, ndown, cap, w);
	}
	if (k > 0)
		all.low = rest(a, w, part(a, k, rho));
	all.first = k;
	while (ndown > 0)
		arena_push(a, all.w, all.n, ncap, down[--ndown]);
	w = whole(1);
	for (k = mode; w.hi > LEAST; k++) {
		arena_push(a, all.w, all.n, ncap, w);
		w = over(times(w, load), k + 1);
	}
	arena_push(a, all.w, all.n, ncap, w);
	all.high = rest(a, w, rat_div(a, rho, rat_int((int64_t)k + 1)));
	return all;
}

/* Levels at which a request finds every instance full: those of `each`
 * requests from `least` on. */
struct levels {
	uint64_t each, least;
};

static bool
may_be_cold(const struct levels *l, uint64_t n)
{
	return n % l->each == 0 && n / l->each >= l->least;
}

static struct bounds
share_of(struct arena *a, const struct levels *l, struct rat rho,
    struct bounds window)
{
	struct weights all = find_weights(a, rho);
	struct bounds sum = all.low, cold = { 0, all.low.hi };

	for (size_t i = 0; i < all.n; i++) {
		struct bounds w = all.w[i], x;

		sum = plus(sum, w);
		if (!may_be_cold(l, all.first + i))
			continue;
		x = times(part_of(w, sum), window);
		cold = plus(cold, times(w, decay(x)));
	}
	cold.hi += all.high.hi;
	/* Both by 2^-16: there may be more than one, and far more in all. */
	cold = (struct bounds){ cold.lo >> 16, (cold.hi >> 16) + 1 };
	sum = plus(sum, all.high);
	return part_of(
	    cold, (struct bounds){ sum.lo >> 16, (sum.hi >> 16) + 1 });
}

bool
cold_share(struct arena *a, const struct traffic *t, struct rat *out)
{
	struct arena scratch = { 0 };
	struct rat rho = rat_mul(&scratch, t->rate, t->run);
	struct rat window = rat_mul(&scratch, t->rate, t->idle);
	struct rat most = rat_int(1LL << 62), lo, hi, middle;
	struct levels l;
	struct bounds share;
	bool sure = false;

	assert(rat_sign(t->rate) >= 0 && rat_sign(t->idle) >= 0);
	if (rat_ok(rho) && rat_ok(window) && rat_lt(window, most) &&
	    !rat_lt(rat_int(COLD_LOAD), rho)) {
		l.each = (uint64_t)rat_to_int(t->concurrency, INT64_MAX);
		l.least = (uint64_t)rat_to_int(t->kept, INT64_MAX);
		share =
		    share_of(&scratch, &l, rho, bounds_of(&scratch, window));
		lo = rat_of(&scratch, share.lo);
		hi = rat_of(&scratch, share.hi);
		middle =
		    rat_div(&scratch, rat_add(&scratch, lo, hi), rat_int(2));
		sure = rat_lt(rat_sub(&scratch, hi, lo),
		    rat_pow10(&scratch, -COLD_DECIMALS - 2));
		*out = rat_copy(a,
		    rat_min(rat_round(&scratch, middle, COLD_DECIMALS),
			rat_int(1)));
	}
	arena_clear(&scratch);
	return sure;
}

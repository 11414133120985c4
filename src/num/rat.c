#include "num/rat_int.h"

#include <assert.h>
#include <gmp.h>
#include <stdlib.h>
#include <string.h>

/* Limbs of the numerator, then of the denominator; signs as GMP has them. */
struct rat_big {
	mp_size_t nnum; /* negative for a negative number */
	mp_size_t nden;
	mp_limb_t limb[];
};

static const struct rat_big bad_value;
static const struct rat bad = { 0, 0, &bad_value };

__extension__ typedef __int128 wide;

static void *
take(size_t n)
{
	void *p = malloc(n);

	if (!p)
		die("out of memory");
	return p;
}

static void *
take_again(void *old, size_t had, size_t n)
{
	void *p = realloc(old, n);

	(void)had;
	if (!p)
		die("out of memory");
	return p;
}

static void
give_back(void *p, size_t had)
{
	(void)had;
	free(p);
}

void
rat_init(void)
{
	mp_set_memory_functions(take, take_again, give_back);
}

static uint64_t
magnitude(int64_t n)
{
	return n < 0 ? (uint64_t)-n : (uint64_t)n;
}

/* Binary, without a branch that depends on which is larger; one division
 * brings numbers of unlike size together first. */
static inline uint64_t
gcd(uint64_t a, uint64_t b)
{
	int shift;

	if (a == 0 || b == 0)
		return a | b;
	if (a == 1 || b == 1)
		return 1;
	if (a > b)
		a %= b;
	else
		b %= a;
	if (a == 0 || b == 0)
		return a | b;
	shift = __builtin_ctzll(a | b);
	a >>= __builtin_ctzll(a);
	b >>= __builtin_ctzll(b);
	while (a != b) {
		uint64_t d = a > b ? a - b : b - a;

		b = a < b ? a : b;
		a = d >> __builtin_ctzll(d);
	}
	return a << shift;
}

struct rat
rat_frac(int64_t num, int64_t den)
{
	int64_t g;

	assert(den > 0 && num > INT64_MIN);
	g = (int64_t)gcd(magnitude(num), (uint64_t)den);
	return (struct rat){ num / g, den / g - 1, NULL };
}

bool
rat_ok_big(struct rat x)
{
	return x.big != &bad_value;
}

/* Views of numerator and denominator as GMP integers, whatever x is. */
struct view {
	mp_limb_t limb[2];
	mpz_t num, den;
};

static void
view_init(struct view *v, struct rat x)
{
	static_assert(sizeof(mp_limb_t) == 8, "limbs of 64 bits");

	if (x.big) {
		mp_size_t nnum = x.big->nnum < 0 ? -x.big->nnum : x.big->nnum;

		mpz_roinit_n(v->num, x.big->limb, x.big->nnum);
		mpz_roinit_n(v->den, x.big->limb + nnum, x.big->nden);
		return;
	}
	v->limb[0] = magnitude(x.num);
	v->limb[1] = (mp_limb_t)x.den1 + 1;
	mpz_roinit_n(v->num, &v->limb[0], x.num < 0 ? -1 : x.num > 0 ? 1 : 0);
	mpz_roinit_n(v->den, &v->limb[1], 1);
}

/* The value of a canonical num/den, small where it fits, else in the arena. */
static struct rat
keep(struct arena *a, const mpz_t num, const mpz_t den)
{
	size_t nnum = mpz_size(num), nden = mpz_size(den);
	struct rat_big *big;

	if (mpz_sizeinbase(num, 2) < 64 && mpz_sizeinbase(den, 2) < 64) {
		int64_t n = (int64_t)(nnum ? mpz_getlimbn(num, 0) : 0);

		return (struct rat){ mpz_sgn(num) < 0 ? -n : n,
			(int64_t)mpz_getlimbn(den, 0) - 1, NULL };
	}
	if (mpz_sizeinbase(num, 2) > RAT_BITS ||
	    mpz_sizeinbase(den, 2) > RAT_BITS)
		return bad;
	big =
	    arena_alloc(a, 1, sizeof(*big) + (nnum + nden) * sizeof(mp_limb_t));
	big->nnum = mpz_sgn(num) < 0 ? -(mp_size_t)nnum : (mp_size_t)nnum;
	big->nden = (mp_size_t)nden;
	memcpy(big->limb, mpz_limbs_read(num), nnum * sizeof(mp_limb_t));
	memcpy(big->limb + nnum, mpz_limbs_read(den), nden * sizeof(mp_limb_t));
	return (struct rat){ 0, 0, big };
}

/* As keep, of a num/den not yet in lowest terms; den > 0. */
static struct rat
keep_reduced(struct arena *a, mpz_t num, mpz_t den)
{
	mpz_t g;
	struct rat r;

	mpz_init(g);
	mpz_gcd(g, num, den);
	if (mpz_cmp_ui(g, 1) != 0) {
		mpz_divexact(num, num, g);
		mpz_divexact(den, den, g);
	}
	mpz_clear(g);
	r = keep(a, num, den);
	return r;
}

enum op { OP_ADD, OP_SUB, OP_MUL, OP_DIV };

RARE static struct rat
compute_big(struct arena *a, enum op op, struct rat x, struct rat y)
{
	struct view vx, vy;
	mpz_t num, den, t;
	struct rat r;

	if (!rat_ok(x) || !rat_ok(y))
		return bad;
	view_init(&vx, x);
	view_init(&vy, y);
	mpz_init(num);
	mpz_init(den);
	mpz_init(t);
	switch (op) {
	case OP_ADD:
	case OP_SUB:
		mpz_mul(num, vx.num, vy.den);
		mpz_mul(t, vy.num, vx.den);
		if (op == OP_ADD)
			mpz_add(num, num, t);
		else
			mpz_sub(num, num, t);
		mpz_mul(den, vx.den, vy.den);
		break;
	case OP_MUL:
		mpz_mul(num, vx.num, vy.num);
		mpz_mul(den, vx.den, vy.den);
		break;
	case OP_DIV:
		mpz_mul(num, vx.num, vy.den);
		mpz_mul(den, vx.den, vy.num);
		if (mpz_sgn(den) < 0) {
			mpz_neg(num, num);
			mpz_neg(den, den);
		}
		break;
	}
	r = keep_reduced(a, num, den);
	mpz_clear(num);
	mpz_clear(den);
	mpz_clear(t);
	return r;
}

static bool
fits(wide n)
{
	return n <= INT64_MAX && n >= -INT64_MAX;
}

struct rat
rat_add_any(struct arena *a, struct rat x, struct rat y)
{
	int64_t xd = x.den1 + 1, yd = y.den1 + 1, g, g2, n;
	wide t, d;

	if (x.big || y.big)
		return compute_big(a, OP_ADD, x, y);
	if (x.num == 0)
		return y;
	if (y.num == 0)
		return x;
	if (xd == yd && !__builtin_add_overflow(x.num, y.num, &n) &&
	    n > INT64_MIN)
		return xd == 1 ? rat_int(n) : rat_frac(n, xd);
	g = (int64_t)gcd((uint64_t)xd, (uint64_t)yd);
	t = (wide)x.num * (yd / g) + (wide)y.num * (xd / g);
	d = (wide)xd * (yd / g);
	if (g > 1) {
		n = (int64_t)(fits(t) ? (int64_t)t % g : t % g);
		g2 = (int64_t)gcd(magnitude(n), (uint64_t)g);
		t = fits(t) ? (int64_t)t / g2 : t / g2;
		d = (wide)(xd / g) * (yd / g2);
	}
	if (t == 0)
		return (struct rat){ 0 };
	if (!fits(t) || !fits(d))
		return compute_big(a, OP_ADD, x, y);
	return (struct rat){ (int64_t)t, (int64_t)d - 1, NULL };
}

struct rat
rat_neg(struct arena *a, struct rat x)
{
	if (!x.big)
		return (struct rat){ -x.num, x.den1, NULL };
	return compute_big(a, OP_SUB, (struct rat){ 0 }, x);
}

struct rat
rat_sub_any(struct arena *a, struct rat x, struct rat y)
{
	if (x.big || y.big)
		return compute_big(a, OP_SUB, x, y);
	y.num = -y.num;
	return rat_add_any(a, x, y);
}

struct rat
rat_mul_any(struct arena *a, struct rat x, struct rat y)
{
	int64_t xd, yd, g1, g2;
	wide n, d;

	if (x.big || y.big)
		return compute_big(a, OP_MUL, x, y);
	if (x.num == 0 || y.num == 0)
		return (struct rat){ 0 };
	xd = x.den1 + 1;
	yd = y.den1 + 1;
	g1 = (int64_t)gcd(magnitude(x.num), (uint64_t)yd);
	g2 = (int64_t)gcd(magnitude(y.num), (uint64_t)xd);
	n = (wide)(x.num / g1) * (y.num / g2);
	d = (wide)(xd / g2) * (yd / g1);
	if (!fits(n) || !fits(d))
		return compute_big(a, OP_MUL, x, y);
	return (struct rat){ (int64_t)n, (int64_t)d - 1, NULL };
}

struct rat
rat_div(struct arena *a, struct rat x, struct rat y)
{
	struct rat inverse;

	if (!rat_ok(y) || rat_is_zero(y))
		return bad;
	if (x.big || y.big)
		return compute_big(a, OP_DIV, x, y);
	if (rat_whole(x, y))
		return y.num < 0 ? rat_frac(-x.num, -y.num)
				 : rat_frac(x.num, y.num);
	inverse.num = y.num < 0 ? -(y.den1 + 1) : y.den1 + 1;
	inverse.den1 = (int64_t)magnitude(y.num) - 1;
	inverse.big = NULL;
	return rat_mul(a, x, inverse);
}

bool
rat_is_int_big(struct rat x)
{
	struct view v;

	if (!rat_ok(x))
		return false;
	view_init(&v, x);
	return mpz_cmp_ui(v.den, 1) == 0;
}

int
rat_sign_big(struct rat x)
{
	return (x.big->nnum > 0) - (x.big->nnum < 0);
}

RARE static int
cmp_big(struct rat x, struct rat y)
{
	struct view vx, vy;
	mpz_t l, r;
	int c;

	if (!rat_ok(x) || !rat_ok(y))
		return 0;
	view_init(&vx, x);
	view_init(&vy, y);
	mpz_init(l);
	mpz_init(r);
	mpz_mul(l, vx.num, vy.den);
	mpz_mul(r, vy.num, vx.den);
	c = mpz_cmp(l, r);
	mpz_clear(l);
	mpz_clear(r);
	return (c > 0) - (c < 0);
}

int
rat_cmp_any(struct rat x, struct rat y)
{
	wide p = (wide)x.num * (y.den1 + 1);
	wide q = (wide)y.num * (x.den1 + 1);

	return x.big || y.big ? cmp_big(x, y) : (p > q) - (p < q);
}

struct rat
rat_min(struct rat x, struct rat y)
{
	if (!rat_ok(x))
		return x;
	return !rat_ok(y) || rat_lt(y, x) ? y : x;
}

struct rat
rat_max(struct rat x, struct rat y)
{
	if (!rat_ok(x))
		return x;
	return !rat_ok(y) || rat_lt(x, y) ? y : x;
}

RARE static struct rat
floor_big(struct arena *a, struct rat x)
{
	struct view v;
	mpz_t q, one;
	struct rat r;

	if (!rat_ok(x))
		return bad;
	view_init(&v, x);
	mpz_init(q);
	mpz_init_set_ui(one, 1);
	mpz_fdiv_q(q, v.num, v.den);
	r = keep(a, q, one);
	mpz_clear(q);
	mpz_clear(one);
	return r;
}

struct rat
rat_floor(struct arena *a, struct rat x)
{
	int64_t d = x.den1 + 1, n = x.num / d;

	if (x.big)
		return floor_big(a, x);
	return rat_int(x.num % d < 0 ? n - 1 : n);
}

struct rat
rat_ceil(struct arena *a, struct rat x)
{
	return rat_neg(a, rat_floor(a, rat_neg(a, x)));
}

/* The greatest multiple of a whole step not above x, where all of it is small.
 */
static bool
floor_small(struct rat x, struct rat step, int64_t *out)
{
	int64_t d, n;

	if (x.big || step.big || step.den1 != 0 || step.num <= 0 ||
	    __builtin_mul_overflow(x.den1 + 1, step.num, &d))
		return false;
	n = x.num / d;
	if (x.num % d < 0)
		n--;
	return !__builtin_mul_overflow(n, step.num, out) && *out > INT64_MIN;
}

struct rat
rat_floor_to(struct arena *a, struct rat x, struct rat step)
{
	int64_t n;

	if (floor_small(x, step, &n))
		return rat_int(n);
	return rat_mul(a, rat_floor(a, rat_div(a, x, step)), step);
}

struct rat
rat_ceil_to(struct arena *a, struct rat x, struct rat step)
{
	return rat_neg(a, rat_floor_to(a, rat_neg(a, x), step));
}

struct rat
rat_gcd(struct arena *a, struct rat x, struct rat y)
{
	/* gcd(p/q, r/s) by Euclid on the rationals themselves. */
	while (!rat_is_zero(y)) {
		struct rat m = rat_sub(
		    a, x, rat_mul(a, rat_floor(a, rat_div(a, x, y)), y));

		if (!rat_ok(m))
			return bad;
		x = y;
		y = m;
	}
	return x;
}

static const int64_t power_of_ten[SMALL_TEN + 1] = { 1, 10, 100, 1000, 10000,
	100000, 1000000, 10000000, 100000000, 1000000000, 10000000000,
	100000000000, 1000000000000, 10000000000000, 100000000000000,
	1000000000000000, 10000000000000000, 100000000000000000,
	1000000000000000000 };

struct rat
rat_pow10(struct arena *a, int n)
{
	int m = n < 0 ? -n : n, small = m < SMALL_TEN ? m : SMALL_TEN;
	struct rat r = rat_int(power_of_ten[small]), ten = rat_int(10);

	for (int i = small; i < m; i++)
		r = rat_mul(a, r, ten);
	return n < 0 ? rat_div(a, rat_int(1), r) : r;
}

bool
rat_scaled(struct rat x, int decimals, int64_t *out)
{
	__extension__ typedef unsigned __int128 uwide;
	uint64_t d = (uint64_t)x.den1 + 1, small;
	uwide n;

	if (x.big || decimals < 0 || decimals > SMALL_TEN)
		return false;
	if (!__builtin_mul_overflow(
		magnitude(x.num), (uint64_t)power_of_ten[decimals], &small)) {
		/* Half of `d` or more is left. */
		n = small / d + (small % d >= d - small % d);
	} else {
		/* Below 2^(63 + 60 + 1). */
		n = (uwide)magnitude(x.num) * (uint64_t)power_of_ten[decimals];
		n = (2 * n + d) / (2 * (uwide)d);
	}
	*out = (int64_t)n;
	return n <= INT64_MAX;
}

struct rat
rat_round(struct arena *a, struct rat x, int decimals)
{
	struct rat scale, half, r;
	bool negative = rat_sign(x) < 0;
	int64_t n;

	if (rat_scaled(x, decimals, &n))
		return rat_frac(negative ? -n : n, power_of_ten[decimals]);
	scale = rat_pow10(a, decimals);
	half = rat_frac(1, 2);
	if (negative)
		x = rat_neg(a, x);
	r = rat_floor(a, rat_add(a, rat_mul(a, x, scale), half));
	r = rat_div(a, r, scale);
	return negative ? rat_neg(a, r) : r;
}

int
rat_zeros(struct rat x)
{
	struct arena scratch = { 0 };
	int zeros = 0;

	assert(rat_sign(x) > 0);
	if (!x.big) {
		for (wide n = (wide)x.num * 10; n <= x.den1; n *= 10)
			zeros++;
		return zeros;
	}
	while (zeros < 2 * RAT_BITS &&
	    rat_lt(x, rat_pow10(&scratch, -(zeros + 1))))
		zeros++;
	arena_clear(&scratch);
	return zeros;
}

static int
decimals_small(uint64_t den)
{
	int twos = __builtin_ctzll(den), fives = 0;

	for (den >>= twos; den % 5 == 0; den /= 5)
		fives++;
	if (den != 1)
		return -1;
	return twos > fives ? twos : fives;
}

int
rat_decimals(struct rat x)
{
	struct view v;
	mpz_t d;
	unsigned long twos, fives;
	bool ends;

	if (!rat_ok(x))
		return -1;
	if (!x.big)
		return decimals_small((uint64_t)x.den1 + 1);
	view_init(&v, x);
	mpz_init(d);
	twos = mpz_scan1(v.den, 0);
	mpz_tdiv_q_2exp(d, v.den, twos);
	for (fives = 0; mpz_divisible_ui_p(d, 5); fives++)
		mpz_divexact_ui(d, d, 5);
	ends = mpz_cmp_ui(d, 1) == 0;
	mpz_clear(d);
	if (!ends)
		return -1;
	return (int)(twos > fives ? twos : fives);
}

static void
put_mpz(struct buf *out, const mpz_t z)
{
	char small[32], *p = small;
	size_t need = mpz_sizeinbase(z, 10) + 2;
	struct arena scratch = { 0 };

	if (need > sizeof(small))
		p = arena_alloc(&scratch, need, 1);
	mpz_get_str(p, 10, z);
	buf_puts(out, p);
	arena_clear(&scratch);
}

void
rat_put_parts(struct buf *num, struct buf *den, struct rat x)
{
	struct view v;

	view_init(&v, x);
	put_mpz(num, v.num);
	if (den)
		put_mpz(den, v.den);
}

double
rat_to_double(struct rat x)
{
	struct view v;
	mpq_t q;
	double d;

	if (!x.big)
		return (double)x.num / (double)(x.den1 + 1);
	if (!rat_ok(x))
		return 0;
	view_init(&v, x);
	mpq_init(q);
	mpz_set(mpq_numref(q), v.num);
	mpz_set(mpq_denref(q), v.den);
	d = mpq_get_d(q);
	mpq_clear(q);
	return d;
}

int64_t
rat_to_int(struct rat x, int64_t otherwise)
{
	return !x.big && x.den1 == 0 ? x.num : otherwise;
}

struct rat
rat_copy(struct arena *a, struct rat x)
{
	struct view v;

	if (!x.big || !rat_ok(x))
		return x;
	view_init(&v, x);
	return keep(a, v.num, v.den);
}

/*
 * rat: exact rational numbers.
 *
 * A rat is an immutable value in lowest terms.  Small values (numerator and
 * denominator of 63 bits) are held in the struct and computed with 128-bit
 * integers; larger ones are GMP integers whose limbs live in an arena, so that
 * nothing need be freed.  An all-zero rat is 0.
 *
 * A value can be bad: the result of a division by zero, or one of more than
 * RAT_BITS bits.  Bad values pass through every operation and stay bad, as a
 * NaN does; whoever takes a result out of a formula asks rat_ok.
 *
 * Depends on: arena, GMP.
 */
#ifndef NUM_RAT_H
#define NUM_RAT_H

#include "base/buf.h"

#define RAT_BITS 4096	/* of numerator or denominator */
#define RAT_DIGITS 40	/* in a literal */
#define RAT_EXPONENT 30 /* of a literal, either sign */

struct rat_big;

struct rat {
	int64_t num;
	int64_t den1;		   /* denominator less one: zeroed is 0/1 */
	const struct rat_big *big; /* if not NULL the value is here */
};

enum rat_parse { RAT_OK, RAT_NOT_NUMBER, RAT_TOO_LONG, RAT_ZERO_DIVISOR };

/* Once, before anything else: GMP then ends the process as arenas do. */
void rat_init(void);

static inline struct rat
rat_int(int64_t n) /* n > INT64_MIN */
{
	return (struct rat){ n, 0, NULL };
}

struct rat rat_frac(int64_t num, int64_t den); /* den > 0 (asserted) */

/*
 * Parses all of `s`: `[-]digits[.digits][e[-]digits]`, or two such with a `/`
 * between them.  No blanks, separators, signs of plus, bases.
 */
enum rat_parse rat_parse(struct arena *a, struct str s, struct rat *out);

bool rat_ok_big(struct rat x);
bool rat_is_int_big(struct rat x);
int rat_sign_big(struct rat x);
int rat_cmp_any(struct rat x, struct rat y);

static inline bool
rat_ok(struct rat x)
{
	return !x.big || rat_ok_big(x);
}

static inline bool
rat_is_int(struct rat x)
{
	return x.big ? rat_is_int_big(x) : x.den1 == 0;
}

static inline bool
rat_is_zero(struct rat x)
{
	return !x.big && x.num == 0;
}

static inline int
rat_sign(struct rat x)
{
	return x.big ? rat_sign_big(x) : (x.num > 0) - (x.num < 0);
}

/* Most are whole and small.  A bad value equals anything. */
static inline int
rat_cmp(struct rat x, struct rat y)
{
	if (!x.big && !y.big && x.den1 == y.den1)
		return (x.num > y.num) - (x.num < y.num);
	return rat_cmp_any(x, y);
}

static inline bool
rat_eq(struct rat x, struct rat y)
{
	if (!x.big && !y.big)
		return x.num == y.num && x.den1 == y.den1;
	return rat_cmp_any(x, y) == 0;
}

static inline bool
rat_lt(struct rat x, struct rat y)
{
	return rat_cmp(x, y) < 0;
}

/* Whether both are small whole numbers, which most are. */
static inline bool
rat_whole(struct rat x, struct rat y)
{
	return !x.big && !y.big && (x.den1 | y.den1) == 0;
}

struct rat rat_neg(struct arena *a, struct rat x);
struct rat rat_add_any(struct arena *a, struct rat x, struct rat y);
struct rat rat_sub_any(struct arena *a, struct rat x, struct rat y);
struct rat rat_mul_any(struct arena *a, struct rat x, struct rat y);

static inline struct rat
rat_add(struct arena *a, struct rat x, struct rat y)
{
	int64_t n;

	if (rat_whole(x, y) && !__builtin_add_overflow(x.num, y.num, &n) &&
	    n != INT64_MIN)
		return rat_int(n);
	return rat_add_any(a, x, y);
}

static inline struct rat
rat_sub(struct arena *a, struct rat x, struct rat y)
{
	int64_t n;

	if (rat_whole(x, y) && !__builtin_sub_overflow(x.num, y.num, &n) &&
	    n != INT64_MIN)
		return rat_int(n);
	return rat_sub_any(a, x, y);
}

static inline struct rat
rat_mul(struct arena *a, struct rat x, struct rat y)
{
	int64_t n;

	if (rat_whole(x, y) && !__builtin_mul_overflow(x.num, y.num, &n) &&
	    n != INT64_MIN)
		return rat_int(n);
	return rat_mul_any(a, x, y);
}

struct rat rat_div(struct arena *a, struct rat x, struct rat y);
struct rat rat_min(struct rat x, struct rat y);
struct rat rat_max(struct rat x, struct rat y);
struct rat rat_floor(struct arena *a, struct rat x); /* an integer */
struct rat rat_ceil(struct arena *a, struct rat x);  /* an integer */

/* The least multiple of `step` that is not below `x`; step > 0. */
struct rat rat_ceil_to(struct arena *a, struct rat x, struct rat step);
struct rat rat_floor_to(struct arena *a, struct rat x, struct rat step);

/* The greatest number that both are whole multiples of; x, y > 0. */
struct rat rat_gcd(struct arena *a, struct rat x, struct rat y);

/* 10^n, n of either sign. */
struct rat rat_pow10(struct arena *a, int n);

/* Rounds half away from zero to `decimals` digits behind the point. */
struct rat rat_round(struct arena *a, struct rat x, int decimals);

/* The least d such that x * 10^d is whole, or -1 where there is none. */
int rat_decimals(struct rat x);

/* The zeros right behind the point of a decimal, 0 < x < 1. */
int rat_zeros(struct rat x);

/* Exact: as a decimal where that ends, else "p/q". */
void rat_print(struct buf *out, struct rat x);

/* As a decimal of exactly `decimals` digits, rounded half away from zero. */
void rat_print_fixed(struct buf *out, struct rat x, int decimals);

/* The same of an x that is not below zero, with commas between thousands. */
void rat_print_grouped(struct buf *out, struct rat x, int decimals);

/* Nearest double: for drawing only. */
double rat_to_double(struct rat x);

/* The integer value, where it is one and fits; else `otherwise`. */
int64_t rat_to_int(struct rat x, int64_t otherwise);

/* A copy whose memory belongs to `a`. */
struct rat rat_copy(struct arena *a, struct rat x);

#endif

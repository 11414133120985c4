/*
 * rat: exact numbers and their print, against GMP and by the rules.
 *
 * Operands are mixed on purpose: small ones, ones that share factors, ones at
 * the border of what the fast path holds, and ones beyond it.
 */
#include <gmp.h>
#include <stdlib.h>
#include <string.h>

#include "num/format.h"
#include "prop.h"

#define PAIRS DRAWS(600000)
#define TEXTS DRAWS(60000)

/* The same number twice. */
struct operand {
	struct rat r;
	mpq_t q;
};

static struct arena scratch;

static struct str
shown(struct rat x)
{
	struct buf b = { 0 };

	rat_print(&b, x);
	return buf_take(&b, &scratch);
}

static const char *
shown_q(const mpq_t q)
{
	size_t n = mpz_sizeinbase(mpq_numref(q), 10) +
	    mpz_sizeinbase(mpq_denref(q), 10) + 3;

	return mpq_get_str(arena_alloc(&scratch, n, 1), 10, q);
}

/* ---- operands ---- */

static int64_t
draw_bits(int bits)
{
	return (int64_t)(draw64() >> (64 - bits));
}

/* Near a power of two, or near the largest of 63 bits. */
static int64_t
draw_border(void)
{
	static const int power[] = { 31, 32, 33, 61, 62 };

	if (one_in(2))
		return INT64_MAX - draw(4);
	return ((int64_t)1 << power[draw(5)]) + draw_in(-3, 3);
}

static int64_t
draw_size(void)
{
	switch (draw(5)) {
	case 0:
		return draw(20);
	case 1:
		return draw_bits(31);
	case 2:
		return draw_bits(1 + (int)draw(62));
	case 3:
		return draw_border();
	default:
		return draw_in(1, 60) * draw_in(1, 60) * draw_in(1, 1000);
	}
}

static void
set(struct operand *o, int64_t num, int64_t den)
{
	o->r = rat_frac(num, den);
	mpq_set_si(o->q, num, (unsigned long)den);
	mpq_canonicalize(o->q);
}

static void
draw_small(struct operand *o)
{
	int64_t num = draw_size(), den = one_in(4) ? 1 : draw_size();

	if (one_in(6)) {
		static const int64_t ten[] = { 10, 100, 1000000, 10000000000 };

		den = ten[draw(4)];
	}
	set(o, one_in(2) ? -num : num, den ? den : 1);
}

/* A product of small ones: up to some 500 bits. */
static void
draw_large(struct operand *o)
{
	struct operand f;

	mpq_init(f.q);
	draw_small(o);
	for (int64_t i = draw_in(1, 8); i > 0; i--) {
		draw_small(&f);
		if (rat_is_zero(f.r))
			continue;
		o->r = rat_mul(&scratch, o->r, f.r);
		mpq_mul(o->q, o->q, f.q);
	}
	mpq_clear(f.q);
}

static void
draw_operand(struct operand *o)
{
	if (one_in(5))
		draw_large(o);
	else
		draw_small(o);
}

/* ---- results ---- */

static bool
small_z(const mpz_t z)
{
	return mpz_sizeinbase(z, 2) < 64;
}

static void
to_mpq(mpq_t out, struct rat x)
{
	struct str s = shown(x);
	size_t point = str_find(s, STR("."), 0);
	char *text = str_cstr(&scratch, s);

	if (point == SIZE_MAX) {
		mpq_set_str(out, text, 10);
		return;
	}
	memmove(text + point, text + point + 1, s.n - point);
	mpz_set_str(mpq_numref(out), text, 10);
	mpz_ui_pow_ui(mpq_denref(out), 10, s.n - point - 1);
	mpq_canonicalize(out);
}

/* Whether x is q, in the form that q's size asks for. */
static bool
same(struct rat x, const mpq_t q)
{
	bool small = small_z(mpq_numref(q)) && small_z(mpq_denref(q)), equal;
	mpq_t p;

	if (!rat_ok(x) || small != !x.big)
		return false;
	if (small)
		return mpz_cmp_si(mpq_numref(q), x.num) == 0 &&
		    mpz_cmp_si(mpq_denref(q), x.den1 + 1) == 0;
	mpq_init(p);
	to_mpq(p, x);
	equal = mpq_equal(p, q);
	mpq_clear(p);
	return equal;
}

static void
expect_same(struct rat got, const mpq_t want, const char *op,
    const struct operand *x, const struct operand *y)
{
	if (same(got, want)) {
		expect(true, " ");
		return;
	}
	expect(false, "%s %s %s is %.*s, not %s", shown_q(x->q), op,
	    y ? shown_q(y->q) : "", STR_ARG(shown(got)), shown_q(want));
}

/* ---- arithmetic ---- */

static void
check_order(const struct operand *x, const struct operand *y)
{
	int c = mpq_cmp(x->q, y->q);

	c = (c > 0) - (c < 0);
	expect(rat_cmp(x->r, y->r) == c && rat_eq(x->r, y->r) == (c == 0) &&
		rat_lt(x->r, y->r) == (c < 0),
	    "%s is compared with %s", shown_q(x->q), shown_q(y->q));
	expect(rat_cmp(rat_min(x->r, y->r), c < 0 ? x->r : y->r) == 0 &&
		rat_cmp(rat_max(x->r, y->r), c < 0 ? y->r : x->r) == 0,
	    "min and max of %s and %s", shown_q(x->q), shown_q(y->q));
	expect(rat_sign(x->r) == mpq_sgn(x->q) &&
		rat_is_zero(x->r) == (mpq_sgn(x->q) == 0) &&
		rat_is_int(x->r) == (mpz_cmp_ui(mpq_denref(x->q), 1) == 0),
	    "sign and kind of %s", shown_q(x->q));
}

static void
check_pair(const struct operand *x, const struct operand *y, mpq_t want)
{
	struct arena *a = &scratch;

	mpq_add(want, x->q, y->q);
	expect_same(rat_add(a, x->r, y->r), want, "+", x, y);
	mpq_sub(want, x->q, y->q);
	expect_same(rat_sub(a, x->r, y->r), want, "-", x, y);
	mpq_mul(want, x->q, y->q);
	expect_same(rat_mul(a, x->r, y->r), want, "*", x, y);
	if (mpq_sgn(y->q)) {
		mpq_div(want, x->q, y->q);
		expect_same(rat_div(a, x->r, y->r), want, "/", x, y);
	} else {
		expect(!rat_ok(rat_div(a, x->r, y->r)),
		    "%s divided by zero is bad", shown_q(x->q));
	}
	mpq_neg(want, x->q);
	expect_same(rat_neg(a, x->r), want, "negated", x, NULL);
	check_order(x, y);
}

static void
test_arithmetic(void)
{
	struct operand x, y;
	mpq_t want;

	section("add, sub, mul, div, neg, order against GMP", 1);
	mpq_inits(x.q, y.q, want, NULL);
	for (int i = 0; i < PAIRS; i++) {
		struct arena_mark m = arena_mark(&scratch);

		draw_operand(&x);
		draw_operand(&y);
		if (one_in(20)) {
			y.r = x.r;
			mpq_set(y.q, x.q);
		}
		check_pair(&x, &y, want);
		arena_rewind(&scratch, m);
	}
	mpq_clears(x.q, y.q, want, NULL);
	section_end();
}

/* The same fast path with nothing but 63-bit numbers, as all prices are. */
static void
test_small_arithmetic(void)
{
	struct operand x, y;
	mpq_t want;

	section("the same for small operands", 2);
	mpq_inits(x.q, y.q, want, NULL);
	for (int i = 0; i < PAIRS; i++) {
		struct arena_mark m = arena_mark(&scratch);

		draw_small(&x);
		draw_small(&y);
		check_pair(&x, &y, want);
		arena_rewind(&scratch, m);
	}
	mpq_clears(x.q, y.q, want, NULL);
	section_end();
}

/* ---- rounding ---- */

/* The multiple of step at or below (or above) x. */
static void
round_q(mpq_t out, const mpq_t x, const mpq_t step, bool up)
{
	mpz_t n;

	mpz_init(n);
	mpq_div(out, x, step);
	if (up)
		mpz_cdiv_q(n, mpq_numref(out), mpq_denref(out));
	else
		mpz_fdiv_q(n, mpq_numref(out), mpq_denref(out));
	mpq_set_z(out, n);
	mpq_mul(out, out, step);
	mpz_clear(n);
}

static void
check_rounding(const struct operand *x, const struct operand *step)
{
	struct arena *a = &scratch;
	mpq_t want, one;

	mpq_inits(want, one, NULL);
	mpq_set_ui(one, 1, 1);
	round_q(want, x->q, one, false);
	expect_same(rat_floor(a, x->r), want, "floor", x, NULL);
	round_q(want, x->q, one, true);
	expect_same(rat_ceil(a, x->r), want, "ceil", x, NULL);
	round_q(want, x->q, step->q, false);
	expect_same(rat_floor_to(a, x->r, step->r), want, "floor", x, step);
	round_q(want, x->q, step->q, true);
	expect_same(rat_ceil_to(a, x->r, step->r), want, "ceil", x, step);
	mpq_clears(want, one, NULL);
}

/* gcd(p/q, r/s) = gcd(p*s, r*q) / (q*s) */
static void
check_gcd(const struct operand *x, const struct operand *y)
{
	mpq_t want;
	mpz_t t;

	mpq_init(want);
	mpz_init(t);
	mpz_mul(t, mpq_numref(x->q), mpq_denref(y->q));
	mpz_mul(mpq_numref(want), mpq_numref(y->q), mpq_denref(x->q));
	mpz_gcd(mpq_numref(want), mpq_numref(want), t);
	mpz_mul(mpq_denref(want), mpq_denref(x->q), mpq_denref(y->q));
	mpq_canonicalize(want);
	expect_same(rat_gcd(&scratch, x->r, y->r), want, "gcd", x, y);
	mpz_clear(t);
	mpq_clear(want);
}

static void
test_rounding(void)
{
	struct operand x, y;

	section("floor, ceil, to a step, gcd against GMP", 3);
	mpq_inits(x.q, y.q, NULL);
	for (int i = 0; i < PAIRS / 6; i++) {
		struct arena_mark m = arena_mark(&scratch);

		draw_operand(&x);
		do
			draw_operand(&y);
		while (rat_sign(y.r) <= 0);
		if (one_in(8)) { /* a multiple stays what it is */
			x.r = rat_mul(&scratch, y.r, rat_int(7));
			mpq_set_ui(x.q, 7, 1);
			mpq_mul(x.q, x.q, y.q);
		}
		check_rounding(&x, &y);
		if (rat_sign(x.r) > 0 && !x.r.big && !y.r.big)
			check_gcd(&x, &y);
		arena_rewind(&scratch, m);
	}
	mpq_clears(x.q, y.q, NULL);
	section_end();
}

/* ---- text ---- */

/* floor(|x| * 10^d + 1/2), as digits. */
static char *
scaled(const mpq_t x, int d)
{
	mpz_t n, ten;
	char *text;

	mpz_inits(n, ten, NULL);
	mpz_ui_pow_ui(ten, 10, (unsigned long)d);
	mpz_abs(n, mpq_numref(x));
	mpz_mul(n, n, ten);
	mpz_mul_ui(n, n, 2);
	mpz_add(n, n, mpq_denref(x));
	mpz_mul_ui(ten, mpq_denref(x), 2);
	mpz_fdiv_q(n, n, ten);
	text = arena_alloc(&scratch, mpz_sizeinbase(n, 10) + 2, 1);
	mpz_get_str(text, 10, n);
	mpz_clears(n, ten, NULL);
	return text;
}

/* `digits` with a point before the last d, and commas if asked for. */
static void
put_point(struct buf *out, const char *digits, int d, bool commas)
{
	size_t n = strlen(digits), behind = (size_t)d;

	if (n <= behind)
		buf_putc(out, '0');
	for (size_t i = 0; n > behind && i < n - behind; i++) {
		if (commas && i && (n - behind - i) % 3 == 0)
			buf_putc(out, ',');
		buf_putc(out, digits[i]);
	}
	if (!d)
		return;
	buf_putc(out, '.');
	if (n < behind)
		buf_pad(out, '0', behind - n);
	buf_puts(out, n > behind ? digits + n - behind : digits);
}

static bool
all_zero(const char *digits)
{
	return strspn(digits, "0") == strlen(digits);
}

/* x to d decimals. */
static struct str
fixed(const mpq_t x, int d)
{
	struct buf b = { 0 };
	char *digits = scaled(x, d);

	if (mpq_sgn(x) < 0 && !all_zero(digits))
		buf_putc(&b, '-');
	put_point(&b, digits, d, false);
	return buf_take(&b, &scratch);
}

/* The decimals after which x ends, or -1. */
static int
ends_after(const mpq_t x)
{
	mpz_t d, two, five;
	int twos, fives;
	bool ends;

	mpz_inits(d, two, five, NULL);
	mpz_set_ui(two, 2);
	mpz_set_ui(five, 5);
	twos = (int)mpz_remove(d, mpq_denref(x), two);
	fives = (int)mpz_remove(d, d, five);
	ends = mpz_cmp_ui(d, 1) == 0;
	mpz_clears(d, two, five, NULL);
	return !ends ? -1 : twos > fives ? twos : fives;
}

static void
check_print(const struct operand *x)
{
	int d = ends_after(x->q);
	struct str got = shown(x->r), want;
	enum rat_parse st;
	struct rat back;
	struct buf b = { 0 };

	want = d >= 0 ? fixed(x->q, d) : str_of(shown_q(x->q));
	expect(str_eq(got, want), "%s prints as %.*s", shown_q(x->q),
	    STR_ARG(got));
	expect(rat_decimals(x->r) == d, "%s ends after %d decimals",
	    shown_q(x->q), rat_decimals(x->r));
	st = rat_parse(&scratch, got, &back);
	if (st != RAT_TOO_LONG || got.n <= RAT_DIGITS)
		expect(st == RAT_OK && rat_eq(back, x->r) &&
			str_eq(shown(back), got),
		    "%.*s is read back", STR_ARG(got));
	d = (int)draw(8);
	rat_print_fixed(&b, x->r, d);
	want = fixed(x->q, d);
	expect(str_eq(buf_view(&b), want), "%s to %d decimals is %s",
	    shown_q(x->q), d, b.p);
	buf_free(&b);
}

/* Money by the rule: cents from 1 upwards, below two significant digits. */
static struct str
money(const mpq_t x)
{
	struct buf b = { 0 };
	mpq_t p, ten;
	int j = 0, d = 2;
	char *digits;

	mpq_inits(p, ten, NULL);
	mpq_set_ui(ten, 10, 1);
	mpq_abs(p, x);
	while (mpq_sgn(p) && mpq_cmp_ui(p, 1, 1) < 0) {
		mpq_mul(p, p, ten);
		j++;
	}
	/* The first digit that counts is the j-th behind the point. */
	if (j)
		d = j + 1;
	digits = scaled(x, d);
	/* Three digits: it was rounded up to the next power of ten. */
	if (j > 1 && strlen(digits) == 3)
		digits = scaled(x, --d);
	if (mpq_sgn(x) < 0)
		buf_putc(&b, '-');
	buf_putc(&b, '$');
	put_point(&b, digits, d, true);
	mpq_clears(p, ten, NULL);
	return buf_take(&b, &scratch);
}

/* The digits of a printed amount as a number. */
static struct rat
amount(struct str s)
{
	struct buf b = { 0 };
	struct rat r = { 0 };

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '$' && s.p[i] != ',')
			buf_putc(&b, s.p[i]);
	expect(rat_parse(&scratch, buf_view(&b), &r) == RAT_OK,
	    "%.*s is a number", STR_ARG(s));
	buf_free(&b);
	return r;
}

static void
check_money(const struct operand *x)
{
	struct buf b = { 0 }, again = { 0 };
	struct rat r = format_money_round(&scratch, x->r);
	struct str want = money(x->q);

	format_money(&b, x->r, "USD");
	expect(str_eq(buf_view(&b), want), "%s is %s, not %.*s", shown_q(x->q),
	    b.p, STR_ARG(want));
	if (b.n < RAT_DIGITS)
		expect(rat_eq(amount(buf_view(&b)), r),
		    "the rounded value of %s is what is printed, not %.*s",
		    shown_q(x->q), STR_ARG(shown(r)));
	format_money(&again, r, "USD");
	expect(str_eq(buf_view(&again), buf_view(&b)),
	    "%s is printed as %s, and that as %s", shown_q(x->q), b.p, again.p);
	buf_free(&again);
	buf_free(&b);
}

/* Two decimals from 10 upwards, else four significant digits, no end zeros. */
static struct str
number(const mpq_t x)
{
	struct buf b = { 0 };
	mpq_t p, ten;
	int j = 0, d;
	char *digits;
	size_t n;

	mpq_inits(p, ten, NULL);
	mpq_set_ui(ten, 10, 1);
	mpq_abs(p, x);
	d = mpq_cmp_ui(p, 10, 1) >= 0 ? 2 : 3;
	while (mpq_sgn(p) && mpq_cmp_ui(p, 1, 1) < 0) {
		mpq_mul(p, p, ten);
		j++;
	}
	if (j)
		d = j + 3;
	digits = scaled(x, d);
	for (n = strlen(digits); d > 0 && n > 0 && digits[n - 1] == '0'; d--)
		digits[--n] = '\0';
	if (n == 0)
		d = 0;
	if (mpq_sgn(x) < 0 && n)
		buf_putc(&b, '-');
	put_point(&b, digits, d, true);
	mpq_clears(p, ten, NULL);
	return buf_take(&b, &scratch);
}

static void
check_number(const struct operand *x)
{
	struct buf b = { 0 };
	struct str want = number(x->q);

	format_number(&b, x->r);
	expect(str_eq(buf_view(&b), want), "%s is %s, not %.*s", shown_q(x->q),
	    b.p, STR_ARG(want));
	if (b.n < RAT_DIGITS)
		expect(rat_eq(amount(buf_view(&b)),
			   format_number_round(&scratch, x->r)),
		    "the rounded value of %s is what is printed",
		    shown_q(x->q));
	buf_free(&b);
}

/* Whole from 10 upwards, else one decimal. */
static void
check_ratio(const struct operand *x)
{
	struct buf got = { 0 }, want = { 0 };
	char *digits = scaled(x->q, 1);

	if (mpq_sgn(x->q) < 0)
		return;
	if (strlen(digits) > 2)
		put_point(&want, scaled(x->q, 0), 0, true);
	else
		put_point(&want, digits, 1, true);
	buf_putc(&want, 'x');
	format_ratio(&got, x->r);
	expect(str_eq(buf_view(&got), buf_view(&want)), "%s is %s, not %s",
	    shown_q(x->q), got.p, want.p);
	buf_free(&got);
	buf_free(&want);
}

/* Amounts as bills have them, many of them halfway between two prints. */
static void
draw_amount(struct operand *o)
{
	int64_t ten = 1;

	for (int64_t k = draw(11); k > 0; k--)
		ten *= 10;
	switch (draw(4)) {
	case 0:
		set(o, draw(100000) * 10 + 5, ten);
		break;
	case 1: /* 0.995, 0.0995, 9.95 */
		set(o, (one_in(2) ? 995 : 9995) + draw_in(-1, 1), ten);
		break;
	case 2:
		set(o, draw_bits(40), ten);
		break;
	default:
		draw_operand(o);
	}
	if (one_in(5)) {
		o->r = rat_neg(&scratch, o->r);
		mpq_neg(o->q, o->q);
	}
}

static void
test_print(void)
{
	struct operand x;

	section("print, print to decimals, print(parse(print))", 4);
	mpq_init(x.q);
	for (int i = 0; i < TEXTS; i++) {
		struct arena_mark m = arena_mark(&scratch);

		draw_amount(&x);
		check_print(&x);
		arena_rewind(&scratch, m);
	}
	section_end();
	section("money, numbers and ratios for readers", 5);
	for (int i = 0; i < TEXTS; i++) {
		struct arena_mark m = arena_mark(&scratch);

		draw_amount(&x);
		check_money(&x);
		check_number(&x);
		check_ratio(&x);
		arena_rewind(&scratch, m);
	}
	section_end();
	mpq_clear(x.q);
}

/* ---- literals ---- */

static size_t
put_digits(struct buf *text, struct buf *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = (char)('0' + draw(10));

		buf_putc(text, c);
		buf_putc(all, c);
	}
	return n;
}

/* A literal and its value by GMP; false where it is longer than allowed. */
static bool
draw_literal(struct buf *text, mpq_t value)
{
	struct buf all = { 0 };
	bool negative = one_in(3), down = one_in(2), long_exponent = false;
	long exponent = 0;
	size_t n;
	mpz_t ten;

	if (negative)
		buf_putc(text, '-');
	n = put_digits(text, &all, (size_t)draw_in(1, one_in(6) ? 41 : 12));
	if (one_in(2)) {
		size_t behind = (size_t)draw_in(1, 12);

		buf_putc(text, '.');
		n += put_digits(text, &all, behind);
		exponent -= (long)behind;
	}
	if (one_in(3)) {
		long e = (long)draw_in(0, 31);

		buf_printf(text, "%s%ld", down ? "e-" : "E", e);
		exponent += down ? -e : e;
		long_exponent = e > RAT_EXPONENT;
	}
	mpz_init(ten);
	mpz_ui_pow_ui(ten, 10, (unsigned long)labs(exponent));
	mpq_set_ui(value, 0, 1);
	mpz_set_str(mpq_numref(value), all.p, 10);
	if (exponent < 0)
		mpz_set(mpq_denref(value), ten);
	else
		mpz_mul(mpq_numref(value), mpq_numref(value), ten);
	mpq_canonicalize(value);
	if (negative)
		mpq_neg(value, value);
	mpz_clear(ten);
	buf_free(&all);
	return n <= RAT_DIGITS && !long_exponent;
}

static void
check_literal(void)
{
	struct buf text = { 0 };
	struct operand x = { 0 };
	enum rat_parse want = RAT_OK, got;
	mpq_t divisor;

	mpq_inits(x.q, divisor, NULL);
	if (!draw_literal(&text, x.q))
		want = RAT_TOO_LONG;
	if (one_in(4)) {
		buf_putc(&text, '/');
		if (!draw_literal(&text, divisor))
			want = RAT_TOO_LONG;
		else if (want == RAT_OK && !mpq_sgn(divisor))
			want = RAT_ZERO_DIVISOR;
		if (want == RAT_OK)
			mpq_div(x.q, x.q, divisor);
	}
	got = rat_parse(&scratch, buf_view(&text), &x.r);
	expect(got == want && (got != RAT_OK || same(x.r, x.q)),
	    "%s is read as %.*s", text.p,
	    STR_ARG(got == RAT_OK ? shown(x.r) : STR("an error")));
	mpq_clears(x.q, divisor, NULL);
	buf_free(&text);
}

static void
test_parse(void)
{
	static const char *const wrong[] = { "", "-", "--5", "+5", ".5", "5.",
		"1.2.3", "1e", "1e+5", "1e-", "1e5.5", "e5", "1,000", "1_000",
		"0x10", "1/", "/2", "1//2", "1/2/3", "5 ", " 5", "1 /2", "1/ 2",
		"NaN", "inf", "1k", "1/x", "-e5", "\xD9\xA3" };
	static const char *const zero[] = { "1/0", "1/0.0", "1/-0", "0/0",
		"1/0e30" };
	struct rat r;

	section("literals: value, limits, what is no number", 6);
	for (int i = 0; i < TEXTS; i++) {
		struct arena_mark m = arena_mark(&scratch);

		check_literal();
		arena_rewind(&scratch, m);
	}
	for (size_t i = 0; i < countof(wrong); i++)
		expect(
		    rat_parse(&scratch, str_of(wrong[i]), &r) == RAT_NOT_NUMBER,
		    "'%s' is no number", wrong[i]);
	for (size_t i = 0; i < countof(zero); i++)
		expect(rat_parse(&scratch, str_of(zero[i]), &r) ==
			RAT_ZERO_DIVISOR,
		    "'%s' divides by zero", zero[i]);
	expect(
	    rat_parse(&scratch, (struct str){ "1\0", 2 }, &r) == RAT_NOT_NUMBER,
	    "a NUL is no part of a number");
	section_end();
}

/* ---- bad values and the limit of size ---- */

static void
check_bad(struct rat bad, struct rat x)
{
	struct arena *a = &scratch;
	const struct rat r[] = { rat_neg(a, bad), rat_add(a, bad, x),
		rat_add(a, x, bad), rat_sub(a, bad, x), rat_sub(a, x, bad),
		rat_mul(a, bad, x), rat_mul(a, x, bad), rat_div(a, bad, x),
		rat_div(a, x, bad), rat_min(bad, x), rat_min(x, bad),
		rat_max(bad, x), rat_max(x, bad), rat_floor(a, bad),
		rat_ceil(a, bad), rat_ceil_to(a, bad, rat_int(2)),
		rat_floor_to(a, bad, rat_int(2)), rat_ceil_to(a, x, bad),
		rat_round(a, bad, 2), rat_copy(a, bad),
		rat_gcd(a, bad, rat_int(2)), rat_gcd(a, rat_int(2), bad),
		format_money_round(a, bad), format_number_round(a, bad) };
	struct buf b = { 0 };

	for (size_t i = 0; i < countof(r); i++)
		expect(!rat_ok(r[i]),
		    "result %zu of a bad value and %.*s is "
		    "bad",
		    i, STR_ARG(shown(x)));
	expect(!rat_is_zero(bad) && !rat_is_int(bad) && rat_cmp(bad, x) == 0 &&
		rat_cmp(x, bad) == 0 && rat_decimals(bad) == -1 &&
		rat_to_int(bad, 7) == 7,
	    "a bad value is nothing");
	rat_print(&b, bad);
	rat_print_fixed(&b, bad, 2);
	expect(str_is(buf_view(&b), "??"), "bad values print as %s", b.p);
	buf_free(&b);
}

static struct rat
power_of_two(int n)
{
	struct rat r = rat_int(1), two = rat_int(2);

	for (int i = 0; i < n; i++)
		r = rat_mul(&scratch, r, two);
	return r;
}

static void
test_bad(void)
{
	struct arena *a = &scratch;
	struct rat bad = rat_div(a, rat_int(1), rat_int(0));
	struct rat top = power_of_two(RAT_BITS - 1), one = rat_int(1);
	struct rat most = rat_add(a, rat_sub(a, top, one), top);
	struct rat least;
	struct operand x;

	section("bad values stay bad, and numbers have a largest size", 7);
	mpq_init(x.q);
	for (int i = 0; i < 2000; i++) {
		draw_operand(&x);
		check_bad(bad, x.r);
	}
	mpq_clear(x.q);
	check_bad(bad, bad);
	expect(rat_ok(top) && rat_ok(most), "%d bits can be had", RAT_BITS);
	expect(!rat_ok(rat_add(a, most, one)), "not one more");
	expect(!rat_ok(rat_mul(a, top, rat_int(2))), "nor by a product");
	expect(!rat_ok(rat_neg(a, rat_add(a, most, one))), "nor below zero");
	least = rat_div(a, one, most);
	expect(rat_ok(least), "nor in a denominator: it has as many");
	expect(!rat_ok(rat_div(a, least, rat_int(2))), "and not one more");
	expect(rat_eq(rat_mul(a, least, most), one), "they are exact");
	expect(rat_cmp(least, most) < 0 && rat_cmp(most, least) > 0 &&
		rat_cmp(rat_neg(a, most), least) < 0,
	    "they have an order");
	expect(rat_eq(rat_copy(a, most), most), "a copy is the same");
	section_end();
}

int
main(void)
{
	test_arithmetic();
	test_small_arithmetic();
	test_rounding();
	test_print();
	test_parse();
	test_bad();
	arena_clear(&scratch);
	return prop_end();
}

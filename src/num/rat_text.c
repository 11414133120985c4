/* Rationals as they are written. */
#include <string.h>

#include "num/rat_int.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Cuts a decimal literal off the front of `s`. */
static enum rat_parse
parse_decimal(struct arena *a, struct str *s, struct rat *out)
{
	char digits[RAT_DIGITS + 1];
	int n = 0, i = 0, scale = 0, exponent = 0;
	int64_t head = 0;
	bool negative = false, any = false;
	struct rat r;

	if (s->n && s->p[0] == '-') {
		negative = true;
		*s = str_from(*s, 1);
	}
	for (int behind = 0; s->n; *s = str_from(*s, 1)) {
		char c = s->p[0];

		if (c == '.' && !behind && any && s->n > 1 &&
		    is_digit(s->p[1])) {
			behind = 1;
			continue;
		}
		if (!is_digit(c))
			break;
		any = true;
		if (n == RAT_DIGITS)
			return RAT_TOO_LONG;
		digits[n++] = c;
		scale -= behind;
	}
	if (!any)
		return RAT_NOT_NUMBER;
	if (s->n && (s->p[0] == 'e' || s->p[0] == 'E')) {
		struct str e = str_from(*s, 1);
		bool down = e.n && e.p[0] == '-';

		if (down)
			e = str_from(e, 1);
		if (e.n && is_digit(e.p[0])) {
			while (e.n && is_digit(e.p[0])) {
				exponent = exponent * 10 + (e.p[0] - '0');
				if (exponent > RAT_EXPONENT)
					return RAT_TOO_LONG;
				e = str_from(e, 1);
			}
			if (down)
				exponent = -exponent;
			*s = e;
		}
	}
	for (; i < n && i < SMALL_TEN; i++)
		head = head * 10 + (digits[i] - '0');
	r = rat_int(head);
	for (; i < n; i++)
		r = rat_add(
		    a, rat_mul(a, r, rat_int(10)), rat_int(digits[i] - '0'));
	r = rat_mul(a, r, rat_pow10(a, scale + exponent));
	*out = negative ? rat_neg(a, r) : r;
	return RAT_OK;
}

enum rat_parse
rat_parse(struct arena *a, struct str s, struct rat *out)
{
	struct rat divisor;
	enum rat_parse e = parse_decimal(a, &s, out);

	if (e != RAT_OK)
		return e;
	if (s.n && s.p[0] == '/') {
		s = str_from(s, 1);
		e = parse_decimal(a, &s, &divisor);
		if (e != RAT_OK)
			return e;
		if (rat_is_zero(divisor))
			return RAT_ZERO_DIVISOR;
		*out = rat_div(a, *out, divisor);
	}
	return s.n ? RAT_NOT_NUMBER : RAT_OK;
}

#define SMALL_MAX (2 * SMALL_TEN + 16) /* [byte] of a small number as text */

/* The decimal n / 10^decimals ends before `p`; `grouped`: with commas between
 * thousands.  Returns where it begins. */
static inline char *
small_text(char *p, int64_t n, int decimals, bool grouped)
{
	uint64_t left = (uint64_t)n;
	int i = 0;

	for (; i < decimals; i++, left /= 10)
		*--p = (char)('0' + left % 10);
	if (decimals > 0)
		*--p = '.';
	for (i = grouped ? 3 : SMALL_MAX;; i--) {
		if (i == 0) {
			*--p = ',';
			i = 3;
		}
		*--p = (char)('0' + left % 10);
		left /= 10;
		if (!left)
			return p;
	}
}

static void
put_small(struct buf *out, bool negative, int64_t n, int decimals)
{
	char text[SMALL_MAX], *end = text + sizeof(text), *p;

	p = small_text(end, n, decimals, false);
	if (negative)
		*--p = '-';
	buf_put(out, p, (size_t)(end - p));
}

void
rat_print_fixed(struct buf *out, struct rat x, int decimals)
{
	struct arena scratch = { 0 };
	struct buf digits = { 0 };
	struct rat r;
	int64_t n;

	if (rat_scaled(x, decimals, &n)) {
		put_small(out, n && x.num < 0, n, decimals);
		return;
	}
	r = rat_round(&scratch, x, decimals);
	if (!rat_ok(r)) {
		buf_puts(out, "?");
		arena_clear(&scratch);
		return;
	}
	r = rat_mul(&scratch, r, rat_pow10(&scratch, decimals));
	rat_put_parts(&digits, NULL, r);
	if (digits.p[0] == '-') {
		buf_putc(out, '-');
		memmove(digits.p, digits.p + 1, digits.n--);
	}
	if (digits.n <= (size_t)decimals) {
		buf_putc(out, '0');
	} else {
		buf_put(out, digits.p, digits.n - (size_t)decimals);
	}
	if (decimals > 0) {
		buf_putc(out, '.');
		if (digits.n < (size_t)decimals)
			buf_pad(out, '0', (size_t)decimals - digits.n);
		buf_puts(out,
		    digits.n > (size_t)decimals ? digits.p + digits.n - decimals
						: digits.p);
	}
	buf_free(&digits);
	arena_clear(&scratch);
}

void
rat_print_grouped(struct buf *out, struct rat x, int decimals)
{
	char text[SMALL_MAX], *end = text + sizeof(text), *p;
	size_t start = out->n, whole, commas;
	int64_t n;

	if (rat_scaled(x, decimals, &n)) {
		p = small_text(end, n, decimals, true);
		buf_put(out, p, (size_t)(end - p));
		return;
	}
	rat_print_fixed(out, x, decimals);
	if (decimals > 0 && out->n - start <= (size_t)decimals)
		return; /* too large to be rounded: "?" */
	whole = out->n - (decimals > 0 ? (size_t)decimals + 1 : 0);
	commas = (whole - start - 1) / 3;
	buf_pad(out, ',', commas);
	memmove(
	    out->p + whole + commas, out->p + whole, out->n - commas - whole);
	while (commas > 0) {
		whole -= 3;
		memmove(out->p + whole + commas, out->p + whole, 3);
		out->p[whole + --commas] = ',';
	}
}

void
rat_print(struct buf *out, struct rat x)
{
	struct buf den = { 0 };
	int decimals;

	if (!rat_ok(x)) {
		buf_puts(out, "?");
		return;
	}
	if (!x.big && x.den1 == 0) {
		put_small(out, x.num < 0, x.num < 0 ? -x.num : x.num, 0);
		return;
	}
	decimals = rat_decimals(x);
	if (decimals >= 0) {
		rat_print_fixed(out, x, decimals);
		return;
	}
	rat_put_parts(out, &den, x);
	buf_putc(out, '/');
	buf_put(out, den.p, den.n);
	buf_free(&den);
}

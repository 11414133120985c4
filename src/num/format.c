#include "num/format.h"

#include <string.h>

static struct rat
absolute(struct arena *a, struct rat x)
{
	return rat_sign(x) < 0 ? rat_neg(a, x) : x;
}

/* Decimals to print of x, x >= 0: two, or those up to its second digit. */
static int
money_decimals(struct arena *a, struct rat x)
{
	struct rat r;
	int d;

	if (rat_is_zero(x) || !rat_lt(x, rat_int(1)))
		return 2;
	d = rat_zeros(x) + 2;
	r = rat_round(a, x, d);
	/* 0.0995 rounds to 0.10, which needs a digit less. */
	return rat_lt(r, rat_int(1)) && rat_zeros(r) + 2 < d ? d - 1 : d;
}

struct rat
format_money_round(struct arena *a, struct rat x)
{
	return rat_round(a, x, money_decimals(a, absolute(a, x)));
}

void
format_currency(struct buf *out, const char *currency)
{
	if (strcmp(currency, "USD") == 0)
		buf_putc(out, '$');
	else if (strcmp(currency, "EUR") == 0)
		buf_puts(out, "\xE2\x82\xAC");
	else if (strcmp(currency, "GBP") == 0)
		buf_puts(out, "\xC2\xA3");
	else if (currency[0])
		buf_printf(out, "%s ", currency);
}

void
format_money(struct buf *out, struct rat x, const char *currency)
{
	struct arena a = { 0 };
	struct rat p = absolute(&a, x);

	if (rat_sign(x) < 0)
		buf_putc(out, '-');
	format_currency(out, currency);
	rat_print_grouped(out, p, money_decimals(&a, p));
	arena_clear(&a);
}

static int
number_decimals(struct rat x)
{
	int exact = rat_decimals(x), d;

	if (rat_is_zero(x) || !rat_lt(x, rat_int(100)))
		d = 2;
	else if (rat_lt(x, rat_int(1)))
		d = rat_zeros(x) + 4;
	else
		d = rat_lt(x, rat_int(10)) ? 3 : 2;
	return exact >= 0 && exact < d ? exact : d;
}

/* As it is printed, x >= 0. */
static struct rat
round_number(struct arena *a, struct rat x)
{
	return rat_is_int(x) ? x : rat_round(a, x, number_decimals(x));
}

struct rat
format_number_round(struct arena *a, struct rat x)
{
	struct rat r = round_number(a, absolute(a, x));

	return rat_sign(x) < 0 ? rat_neg(a, r) : r;
}

void
format_number(struct buf *out, struct rat x)
{
	struct arena a = { 0 };
	struct rat r = round_number(&a, absolute(&a, x));

	if (rat_sign(x) < 0 && !rat_is_zero(r))
		buf_putc(out, '-');
	rat_print_grouped(out, r, rat_decimals(r));
	arena_clear(&a);
}

void
format_price(struct buf *out, struct rat x, const char *currency)
{
	struct arena a = { 0 };
	int d = rat_decimals(x);

	if (rat_sign(x) < 0)
		buf_putc(out, '-');
	format_currency(out, currency);
	if (d >= 0 && d < 2)
		d = 2;
	rat_print_grouped(out, absolute(&a, x), d < 0 ? 12 : d);
	arena_clear(&a);
}

void
format_ratio(struct buf *out, struct rat x)
{
	struct arena a = { 0 };
	struct rat r = rat_round(&a, x, 1);

	if (!rat_lt(r, rat_int(10)))
		rat_print_grouped(out, rat_round(&a, x, 0), 0);
	else
		rat_print_grouped(out, r, 1);
	buf_putc(out, 'x');
	arena_clear(&a);
}

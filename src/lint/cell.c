#include "lint/cell.h"

#include <string.h>

#include "lint/number.h"

#define LEAST "\u2265"
#define AT_MOST "\u2264"

static bool
cut_start(struct str *s, struct str start)
{
	if (!str_starts(*s, start))
		return false;
	*s = str_trim(str_from(*s, start.n));
	return true;
}

static bool
cut_end(struct str *s, struct str end)
{
	if (!str_ends(*s, end))
		return false;
	*s = str_trim(str_sub(*s, 0, s->n - end.n));
	return true;
}

/* "★★★★☆ 4 of 5" */
static bool
read_rating(struct arena *a, struct str s, struct cell_value *out)
{
	struct number n, of;
	size_t i = 0, pos = 0;

	while (i < s.n && (unsigned char)s.p[i] >= 0x80)
		i++;
	s = str_trim(str_from(s, i));
	if (!i || !number_next(a, s, &pos, &n) || n.from ||
	    !str_starts(str_from(s, n.to), STR(" of ")) ||
	    !number_next(a, s, &pos, &of) || of.to != s.n)
		return false;
	*out = (struct cell_value){ .kind = CELL_RATING, .lo = n.n, .hi = n.n };
	return true;
}

/* Half of the last digit that is printed. */
static struct rat
half_digit(struct arena *a, const struct number *n, int decimals)
{
	struct rat digit =
	    n->kind == NUMBER_QUANTITY ? n->unit.scale : rat_int(1);

	for (int i = 0; i < decimals; i++)
		digit = rat_div(a, digit, rat_int(10));
	return rat_div(a, digit, rat_int(2));
}

static void
read_number(struct arena *a, struct str s, struct cell_value *out)
{
	bool minus = cut_start(&s, STR("-"));
	struct number n;
	size_t pos = 0;

	if (!number_next(a, s, &pos, &n) || n.from || n.to != s.n)
		return;
	if (n.kind == NUMBER_MONEY)
		out->kind = CELL_MONEY;
	else if (n.kind == NUMBER_QUANTITY || n.kind == NUMBER_COUNT)
		out->kind = CELL_VALUE;
	out->lo = minus ? rat_neg(a, n.n) : n.n;
	out->hi = minus ? out->lo : n.high;
	out->unit = n.kind == NUMBER_QUANTITY ? n.unit : unit_one();
	out->half = half_digit(a, &n, n.low_decimals);
	out->high_half = half_digit(a, &n, n.high_decimals);
}

struct cell_value
cell_of(struct arena *a, struct str text)
{
	struct str s = str_trim(text);
	struct cell_value v = { .lo = rat_int(0),
		.hi = rat_int(0),
		.half = rat_int(0),
		.high_half = rat_int(0) };

	cut_end(&s, STR("(estimate)"));
	if (!s.n || str_is(s, "-") || str_is(s, "\u2013")) {
		v.kind = CELL_NONE;
	} else if (str_starts(s, STR("n/a"))) {
		v.kind = CELL_NA;
	} else if (str_is(s, "no limit set")) {
		v.kind = CELL_UNLIMITED;
	} else if (!read_rating(a, s, &v)) {
		v.least = cut_start(&s, STR(LEAST));
		v.at_most = cut_start(&s, STR(AT_MOST));
		read_number(a, s, &v);
	}
	return v;
}

struct cell_value
cell_read(const struct sheet *t, size_t row, size_t col)
{
	return cell_of(t->s->l->a, sheet_at(t, row, col));
}

bool
cell_off(struct arena *a, struct rat x, struct rat y, struct rat most)
{
	struct rat d = rat_sub(a, x, y);

	return rat_lt(most, rat_sign(d) < 0 ? rat_neg(a, d) : d);
}

bool
cell_rounds(struct arena *a, struct rat lo, struct rat hi,
    const struct cell_value *printed)
{
	return !cell_off(a, lo, printed->lo, printed->half) &&
	    !cell_off(a, hi, printed->hi, printed->high_half);
}

bool
cell_alike(const struct cell_value *x, const struct cell_value *y)
{
	return x->kind == y->kind &&
	    (x->kind != CELL_VALUE || unit_same(&x->unit, &y->unit));
}

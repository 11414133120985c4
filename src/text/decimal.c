#include "text/decimal.h"

#define BEFORE 6 /* [byte] a sign, a blank and a currency, at most */

static bool
is_digit(struct str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* Of a currency that is not ASCII each byte. */
static bool
may_lead(char c)
{
	return c == '$' || c == '~' || c == '+' || c == '-' || c == ' ' ||
	    (unsigned char)c >= 0x80;
}

static bool
parse(struct decimal *out, struct str s)
{
	size_t i = 0, from;

	*out = (struct decimal){ 0 };
	for (; i < BEFORE && i < s.n && may_lead(s.p[i]); i++)
		out->money |= s.p[i] == '$';
	if (!is_digit(s, i))
		return false;
	while (
	    is_digit(s, i) || (i < s.n && s.p[i] == ',' && is_digit(s, i + 1)))
		i++;
	if (i < s.n && s.p[i] == '.' && is_digit(s, i + 1)) {
		for (from = ++i; is_digit(s, i); i++)
			;
		out->digits = (int)(i - from);
	}
	out->unit = str_from(s, i);
	return true;
}

static struct decimal *
find(const struct decimals *column, const struct decimal *like)
{
	for (size_t i = 0; i < column->n; i++)
		if (column->kind[i].money == like->money &&
		    str_eq(column->kind[i].unit, like->unit))
			return &column->kind[i];
	return NULL;
}

void
decimals_add(struct decimals *column, struct arena *a, struct str text)
{
	struct decimal one, *kind;

	if (!parse(&one, text))
		return;
	kind = find(column, &one);
	if (!kind)
		arena_push(a, column->kind, column->n, column->cap, one);
	else if (kind->digits < one.digits)
		kind->digits = one.digits;
}

struct str
decimals_pad(const struct decimals *column, struct arena *a, struct str text)
{
	struct decimal one;
	const struct decimal *kind;
	int lack;

	if (!column->n || !parse(&one, text))
		return (struct str){ 0 };
	kind = find(column, &one);
	lack = kind ? kind->digits - one.digits : 0;
	if (lack <= 0)
		return (struct str){ 0 };
	return str_printf(a, "%s%0*d", one.digits ? "" : ".", lack, 0);
}

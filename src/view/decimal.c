#include "view/decimal.h"

#include <string.h>

#define BEFORE 4 /* [byte] a sign and a currency, at most */

static bool
is_digit(struct str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

int
decimal_digits(struct str s)
{
	size_t i = 0, from;

	while (i < BEFORE && i < s.n && !is_digit(s, i) &&
	    (strchr("+-~$", s.p[i]) || (unsigned char)s.p[i] >= 0x80))
		i++;
	if (!is_digit(s, i))
		return -1;
	while (
	    is_digit(s, i) || (i < s.n && s.p[i] == ',' && is_digit(s, i + 1)))
		i++;
	if (i >= s.n || s.p[i] != '.' || !is_digit(s, i + 1))
		return 0;
	for (from = ++i; is_digit(s, i); i++)
		;
	return (int)(i - from);
}

struct str
decimal_pad(struct arena *a, struct str s, int most)
{
	int own = decimal_digits(s);

	if (own < 0 || own >= most)
		return (struct str){ 0 };
	return str_printf(a, "%s%0*d", own ? "" : ".", most - own, 0);
}

#include "num/qty.h"

static size_t
number_length(struct str s)
{
	size_t i = 0;

	while (i < s.n) {
		char c = s.p[i];
		bool exponent = (c == 'e' || c == 'E') && i + 1 < s.n &&
		    ((s.p[i + 1] >= '0' && s.p[i + 1] <= '9') ||
			s.p[i + 1] == '-');

		if (exponent)
			i++;
		else if (!((c >= '0' && c <= '9') || c == '.' ||
			     (c == '-' && i == 0) ||
			     (c == '/' && i > 0 && i + 1 < s.n &&
				 s.p[i + 1] >= '0' && s.p[i + 1] <= '9')))
			break;
		i++;
	}
	return i;
}

/* What people write for thousands and more. */
static bool
is_suffix(struct str word)
{
	static const char *const all[] = { "k", "K", "m", "M", "G", "bn",
		"million", "billion" };

	for (size_t i = 0; i < countof(all); i++)
		if (str_is(word, all[i]))
			return true;
	return false;
}

bool
qty_report_unit(struct arena *a, struct diag *d, const struct unit_env *env,
    struct span at, struct str text, size_t pos, enum unit_status st)
{
	size_t end = pos, n;
	struct str *all;

	while (end < text.n && text.p[end] != ' ' && text.p[end] != '*' &&
	    text.p[end] != '/' && text.p[end] != ')' && text.p[end] != '(')
		end++;
	if (end == pos && end < text.n)
		end++;
	if (st == UNIT_UNKNOWN) {
		struct str word = str_sub(text, pos, end);

		diag_report(d, DIAG_UNIT_UNKNOWN, span_sub(at, pos, end),
		    "unknown unit '%.*s'", STR_ARG(word));
		if (is_suffix(word)) {
			diag_hint(d,
			    "write numbers out, as in 10000 for ten "
			    "thousand");
			return false;
		}
		all = unit_words(a, env, &n);
		diag_nearest(d, word, all, n);
		return false;
	}
	if (st == UNIT_CURRENCY)
		return diag_report(d, DIAG_CURRENCY, at,
		    "two currencies in '%.*s'", STR_ARG(text));
	diag_report(d, DIAG_UNIT_SYNTAX, span_sub(at, pos, end),
	    "cannot read the unit of '%.*s'", STR_ARG(text));
	diag_hint(d,
	    "units are words joined by '*' and '/', as in "
	    "'USD/(GB*s)' or 'USD per 1000000 request'");
	return false;
}

bool
qty_parse(struct arena *a, struct diag *d, const struct unit_env *env,
    struct span at, struct str text, struct qty *out)
{
	size_t n = number_length(text), pos, start;
	enum unit_status st;
	struct rat number;

	*out = (struct qty){ .unit = unit_one(), .text = text, .at = at };
	switch (rat_parse(a, str_sub(text, 0, n), &number)) {
	case RAT_OK:
		break;
	case RAT_TOO_LONG:
		return diag_report(d, DIAG_NUMBER_TOO_LONG, span_sub(at, 0, n),
		    "a number has at most %d digits and an exponent of at "
		    "most %d",
		    RAT_DIGITS, RAT_EXPONENT);
	case RAT_ZERO_DIVISOR:
		return diag_report(d, DIAG_ZERO_DIVISION, span_sub(at, 0, n),
		    "'%.*s' divides by zero", (int)n, text.p);
	case RAT_NOT_NUMBER:
		diag_report(d, DIAG_NUMBER_SYNTAX, at,
		    "'%.*s' is not a quantity", STR_ARG(text));
		if (n && n < text.n && (text.p[n] == ',' || text.p[n] == '_'))
			diag_hint(d,
			    "write numbers without separators, as in "
			    "1000000");
		else
			diag_hint(d,
			    "a quantity is a number and a unit, as "
			    "in '120 ms'");
		return false;
	}
	pos = n;
	while (pos < text.n && text.p[pos] == ' ')
		pos++;
	start = pos;
	if (pos == text.n) {
		out->n = number;
		out->bare = true;
		return true;
	}
	if (text.p[pos] == ',' || text.p[pos] == '_') {
		diag_report(d, DIAG_NUMBER_SYNTAX, at,
		    "'%.*s' is not a quantity", STR_ARG(text));
		diag_hint(d, "write numbers without separators, as in 1000000");
		return false;
	}
	st = unit_scan(a, env, text, &pos, &out->unit);
	if (st == UNIT_OK && pos != text.n)
		st = UNIT_SYNTAX;
	if (st != UNIT_OK)
		return qty_report_unit(a, d, env, at, text, pos,
		    st == UNIT_NONE ? UNIT_SYNTAX : st);
	out->word = unit_named(a, env, str_from(text, start));
	out->n = rat_mul(a, number, out->unit.scale);
	return true;
}

bool
qty_is(struct arena *a, const struct unit_env *env, struct str text)
{
	struct diag quiet = { .arena = a };
	struct qty q;

	return qty_parse(a, &quiet, env, (struct span){ 0 }, text, &q);
}

bool
qty_unit(struct arena *a, struct diag *d, const struct unit_env *env,
    struct span at, struct str text, struct unit *out)
{
	size_t pos = 0;
	enum unit_status st;

	if (str_is(text, "1")) {
		*out = unit_one();
		return true;
	}
	st = unit_scan(a, env, text, &pos, out);
	if (st == UNIT_OK && pos != text.n)
		st = UNIT_SYNTAX;
	if (st != UNIT_OK)
		return qty_report_unit(a, d, env, at, text, pos,
		    st == UNIT_NONE ? UNIT_SYNTAX : st);
	return true;
}

struct rat
qty_in(struct arena *a, struct rat n, const struct unit *u)
{
	return rat_div(a, n, u->scale);
}

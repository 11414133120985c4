#include "lint/number.h"

#include <ctype.h>
#include <string.h>

#include "lint/word.h"

/* A number while it is read. */
struct reading {
	struct arena *a;
	struct str text;
	size_t at;  /* behind what was read */
	bool comma; /* "1.234,50": the comma stands before decimals */
	struct number n;
};

static char
byte_at(struct str s, size_t i)
{
	return i < s.n ? s.p[i] : '\0';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alnum(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Whether a number can start at `i`: not within a name, a version, a time. */
static bool
can_start(struct str s, size_t i)
{
	char c = i ? s.p[i - 1] : ' ', before = i > 1 ? s.p[i - 2] : ' ';

	if (is_alnum(c) || (c && strchr("#@=&%\\.:$", c)))
		return false;
	if (c == '/' || c == ',')
		return isspace((unsigned char)before);
	if (c == '-')
		return !is_alnum(before) && before != '-';
	return true;
}

/* Digits, in groups of three or not, and what is behind the point. */
static bool
read_digits(struct reading *r, struct rat *out)
{
	const char group = r->comma ? '.' : ',', point = r->comma ? ',' : '.';
	struct buf b = { 0 };
	struct str s = r->text;
	size_t i = r->at, from = i;
	bool ok;

	while (is_digit(byte_at(s, i)))
		buf_putc(&b, s.p[i++]);
	r->n.ndigit = i - from;
	while (i - from <= 3 && i > from && byte_at(s, i) == group &&
	    is_digit(byte_at(s, i + 1)) && is_digit(byte_at(s, i + 2)) &&
	    is_digit(byte_at(s, i + 3)) && !is_digit(byte_at(s, i + 4))) {
		buf_put(&b, s.p + i + 1, 3);
		r->n.grouped = true;
		r->n.ndigit += 3;
		i += 4;
		from = i - 3;
	}
	r->n.decimals = 0;
	if (byte_at(s, i) == point && is_digit(byte_at(s, i + 1))) {
		buf_putc(&b, '.');
		i++;
		for (; is_digit(byte_at(s, i)); r->n.decimals++)
			buf_putc(&b, s.p[i++]);
	}
	ok = b.n && rat_parse(r->a, buf_view(&b), out) == RAT_OK;
	buf_free(&b);
	r->at = i;
	return ok;
}

/* Whether what is behind the decimal comma may be no cents. */
static bool
is_list(const struct reading *r)
{
	char c = byte_at(r->text, r->at);

	return r->n.decimals > 2 ||
	    ((c == ',' || c == '.') && is_digit(byte_at(r->text, r->at + 1)));
}

/* "2026-09-19", "1.4.0", "10:30", "24/7": digits that are no number. */
static bool
is_code(struct str s, size_t i)
{
	char c = byte_at(s, i), next = byte_at(s, i + 1);

	return (c == '.' || c == ':' || c == '/') && is_digit(next);
}

static bool
is_date(struct str s, size_t from, size_t i)
{
	return i - from == 4 && byte_at(s, i) == '-' &&
	    is_digit(byte_at(s, i + 1)) && is_digit(byte_at(s, i + 2)) &&
	    !is_digit(byte_at(s, i + 3)) && !isalpha(byte_at(s, i + 3));
}

static void
skip_code(struct reading *r)
{
	while (is_alnum(byte_at(r->text, r->at)) ||
	    (byte_at(r->text, r->at) && strchr(".:/-", r->text.p[r->at])))
		r->at++;
}

/* "100K", "1.5M", "2 million" */
static void
read_scale(struct reading *r, struct rat *n)
{
	char c = byte_at(r->text, r->at);
	size_t end = r->at;
	int zeros = 0;

	if (c && strchr("Kk", c) && !is_alnum(byte_at(r->text, end + 1))) {
		zeros = 3;
		end++;
	} else if (c == 'M' && !is_alnum(byte_at(r->text, end + 1))) {
		zeros = 6;
		end++;
	} else {
		zeros = word_scale(r->text, &end);
	}
	if (!zeros)
		return;
	*n = rat_mul(r->a, *n, rat_pow10(r->a, zeros));
	r->n.decimals = -1;
	r->at = end;
}

/* Length of the dash or the word between the ends of a range; 0: none. */
static size_t
dash_at(struct str s, size_t i)
{
	static const char *const all[] = { "-", "\u2013", "\u2014", " - ",
		" \u2013 ", " to " };

	for (size_t k = 0; k < countof(all); k++)
		if (str_starts(str_from(s, i), str_of(all[k])))
			return strlen(all[k]);
	return 0;
}

/* The second end of "5-10", "$20-$40"; the first is read. */
static bool
read_high(struct reading *r)
{
	size_t back = r->at, dash = dash_at(r->text, r->at);
	struct number first = r->n;
	char currency[4];
	bool ok;

	if (!dash)
		return false;
	r->at += dash;
	r->at += word_money(r->text, r->at, currency);
	ok = is_digit(byte_at(r->text, r->at)) && read_digits(r, &r->n.high) &&
	    !is_code(r->text, r->at);
	if (!ok) {
		r->n = first;
		r->at = back;
		return false;
	}
	read_scale(r, &r->n.high);
	r->n.high_decimals = r->n.decimals;
	if (first.decimals > r->n.decimals)
		r->n.decimals = first.decimals;
	return true;
}

/* "x" or "×" right behind the digits, or " times cheaper". */
static bool
read_ratio(struct reading *r)
{
	size_t i = r->at, sign = 0;

	if (byte_at(r->text, i) == 'x')
		sign = 1;
	else if (str_starts(str_from(r->text, i), STR("\u00D7")))
		sign = 2;
	if (sign && is_alnum(byte_at(r->text, i + sign)))
		return false;
	if (!sign)
		sign = word_times(r->text, i);
	r->at += sign;
	return sign > 0;
}

static bool
read_percent(struct reading *r)
{
	size_t i = r->at;

	i += byte_at(r->text, i) == ' ';
	if (byte_at(r->text, i) != '%' || is_alnum(byte_at(r->text, i + 1)))
		return false;
	r->at = i + 1;
	return true;
}

/* "USD" or "dollars" behind the digits. */
static bool
read_currency(struct reading *r)
{
	size_t end = r->at;
	struct rat scale;

	if (!word_currency(r->text, &end, r->n.currency, &scale))
		return false;
	r->n.n = rat_mul(r->a, r->n.n, scale);
	r->n.high = rat_mul(r->a, r->n.high, scale);
	r->at = end;
	return true;
}

static bool
read_unit(struct reading *r)
{
	size_t end = r->at;

	if (!word_unit(r->a, r->text, &end, &r->n.unit, &r->n.word))
		return false;
	r->n.n = rat_mul(r->a, r->n.n, r->n.unit.scale);
	r->n.high = rat_mul(r->a, r->n.high, r->n.unit.scale);
	r->at = end;
	return true;
}

static void
read_kind(struct reading *r)
{
	r->n.unit = unit_one();
	if (r->n.currency[0]) {
		r->n.kind = NUMBER_MONEY;
		r->n.per_time = word_per_time(r->text, r->at);
	} else if (read_ratio(r)) {
		r->n.kind = NUMBER_RATIO;
	} else if (read_percent(r)) {
		r->n.kind = NUMBER_PERCENT;
	} else if (read_currency(r)) {
		r->n.kind = NUMBER_MONEY;
	} else if (read_unit(r)) {
		r->n.kind =
		    unit_is_plain(&r->n.unit) ? NUMBER_COUNT : NUMBER_QUANTITY;
	}
}

/* Whether what was read ends here, and does not go on as something else. */
static bool
ends(const struct reading *r)
{
	struct str rest = str_from(r->text, r->at);
	char c = byte_at(rest, 0), next = byte_at(rest, 1);

	if (is_alnum(c) || str_starts(rest, STR("\uFE0F")) ||
	    str_starts(rest, STR("\u20E3")))
		return false;
	if (r->n.kind == NUMBER_COUNT && !r->n.word.n)
		return !((c == '-' || c == '.') && is_alnum(next)) && c != '=';
	return true;
}

/* What stands before the digits and belongs to them. */
static void
take_prefix(struct reading *r)
{
	struct str s = r->text;

	while (r->n.from && strchr("~+<>", s.p[r->n.from - 1]) &&
	    r->n.kind != NUMBER_RATIO)
		r->n.from--;
}

static bool
read_as(struct reading *r, size_t i)
{
	size_t sign, digits;

	r->n = (struct number){ .from = i };
	sign = word_money(r->text, i, r->n.currency);
	r->at = digits = i + sign;
	if (!is_digit(byte_at(r->text, digits)) ||
	    (!sign && !can_start(r->text, i)) || !read_digits(r, &r->n.n) ||
	    (r->comma && is_list(r)))
		return false;
	if (is_code(r->text, r->at) ||
	    (!sign && is_date(r->text, digits, r->at))) {
		skip_code(r);
		return false;
	}
	read_scale(r, &r->n.n);
	r->n.high = r->n.n;
	r->n.low_decimals = r->n.high_decimals = r->n.decimals;
	r->n.open = byte_at(r->text, r->at) == '+';
	r->at += r->n.open;
	read_high(r);
	if (r->comma && !r->n.decimals)
		return false;
	read_kind(r);
	if (!ends(r)) {
		skip_code(r);
		return false;
	}
	take_prefix(r);
	r->n.to = r->at;
	return true;
}

/* A comma stands before decimals in money only: 12,50 may be two numbers. */
static bool
read_number(struct reading *r, size_t i)
{
	r->comma = true;
	if (read_as(r, i) && r->n.kind == NUMBER_MONEY)
		return true;
	r->comma = false;
	return read_as(r, i);
}

bool
number_next(struct arena *a, struct str text, size_t *pos, struct number *out)
{
	struct reading r = { .a = a, .text = text };
	char currency[4];

	for (size_t i = *pos; i < text.n;) {
		if (!is_digit(text.p[i]) && !word_money(text, i, currency)) {
			i++;
			continue;
		}
		if (read_number(&r, i)) {
			*out = r.n;
			*pos = r.at;
			return true;
		}
		i = r.at > i ? r.at : i + 1;
	}
	*pos = text.n;
	return false;
}

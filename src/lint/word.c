#include "lint/word.h"

#include <ctype.h>
#include <string.h>

#define WORD_MAX 24 /* [byte] */

/* What people write for a unit, in small letters. */
static const struct {
	const char *word, *unit;
} spoken[] = {
	{ "sec", "s" },
	{ "second", "s" },
	{ "msec", "ms" },
	{ "millisecond", "ms" },
	{ "\u00B5s", "us" },
	{ "\u03BCs", "us" },
	{ "microsecond", "us" },
	{ "minute", "min" },
	{ "hr", "h" },
	{ "hour", "h" },
	{ "mo", "month" },
	{ "vcpu", "vCPU" },
	{ "req", "request" },
	{ "invocation", "request" },
	{ "call", "request" },
	{ "addresses", "address" },
	{ "kb", "KB" },
	{ "gigabyte", "GB" },
	{ "megabyte", "MB" },
	{ "kilobyte", "KB" },
};

/* Length of the letter at `i`, or of a micro sign; 0: none. */
static size_t
letter_at(struct str s, size_t i)
{
	if (str_starts(str_from(s, i), STR("\u00B5")) ||
	    str_starts(str_from(s, i), STR("\u03BC")))
		return 2;
	return i < s.n && isalpha((unsigned char)s.p[i]);
}

static size_t
word_length(struct str s, size_t i)
{
	size_t n = i, step;

	while ((step = letter_at(s, n)))
		n += step;
	return n - i;
}

static bool
scan(struct arena *a, struct str word, bool decimal, struct unit *out)
{
	struct unit_env env = { .decimal = decimal };
	size_t pos = 0;

	return unit_is_word(&env, word) &&
	    unit_scan(a, &env, word, &pos, out) == UNIT_OK && pos == word.n;
}

static bool
spoken_unit(struct arena *a, struct str small, bool decimal, struct unit *out)
{
	for (size_t i = 0; i < countof(spoken); i++)
		if (str_is(small, spoken[i].word))
			return scan(a, str_of(spoken[i].unit), decimal, out);
	/* "MS" is no unit, "Hours" and "TASKS" are. */
	return small.n > 3 && scan(a, small, decimal, out);
}

/* The unit that a word is: as it stands, in small letters, or many of it. */
static bool
unit_of(struct arena *a, struct str word, bool decimal, struct unit *out)
{
	char small[WORD_MAX];
	struct str s = { small, word.n };
	bool many = word.n > 1 && word.p[word.n - 1] == 's';

	if (!word.n || word.n >= WORD_MAX)
		return false;
	for (size_t i = 0; i < word.n; i++)
		small[i] = (char)tolower((unsigned char)word.p[i]);
	return scan(a, word, decimal, out) || spoken_unit(a, s, decimal, out) ||
	    (many &&
		((word.n > 3 &&
		     scan(a, str_sub(word, 0, word.n - 1), decimal, out)) ||
		    spoken_unit(a, str_sub(s, 0, s.n - 1), decimal, out)));
}

/* The unit at `*pos`, which moves behind it; "decimal GB" is one. */
static bool
unit_at(struct arena *a, struct str s, size_t *pos, struct unit *out)
{
	struct str decimal = STR("decimal ");
	bool is_decimal = str_starts(str_from(s, *pos), decimal);
	size_t from = *pos + (is_decimal ? decimal.n : 0);
	size_t end = from + word_length(s, from);

	if (!unit_of(a, str_sub(s, from, end), is_decimal, out))
		return false;
	*pos = end;
	return true;
}

/* Length of what joins two units of a product; 0: nothing. */
static size_t
join_at(struct str s, size_t i)
{
	if (str_starts(str_from(s, i), STR("\u00B7")))
		return 2;
	return i < s.n && (s.p[i] == '-' || s.p[i] == '*');
}

/* Length of "/", " per ", " a ": what follows is divided by. */
static size_t
per_at(struct str s, size_t i)
{
	static const char *const all[] = { "/", " per ", " a ", " an ",
		" each " };

	for (size_t k = 0; k < countof(all); k++) {
		size_t n = strlen(all[k]);

		if (i + n <= s.n && memcmp(s.p + i, all[k], n) == 0)
			return n;
		/* A line may end there. */
		if (n > 1 && i + n <= s.n && isspace((unsigned char)s.p[i]) &&
		    memcmp(s.p + i + 1, all[k] + 1, n - 2) == 0 &&
		    isspace((unsigned char)s.p[i + n - 1]))
			return n;
	}
	return 0;
}

/* Length of a blank, one where no line ends among them; 0: none. */
static size_t
blank_at(struct str s, size_t i)
{
	if (str_starts(str_from(s, i), STR("\u00A0")))
		return strlen("\u00A0");
	if (str_starts(str_from(s, i), STR("\u202F")))
		return strlen("\u202F");
	return i < s.n && (s.p[i] == ' ' || s.p[i] == '\n');
}

/* Length of what may stand between a number and its unit. */
static size_t
gap_at(struct str s, size_t i)
{
	size_t blank = blank_at(s, i);

	return blank ? blank : i < s.n && s.p[i] == '-';
}

static void
take_product(struct arena *a, struct str s, size_t *pos, struct unit *out)
{
	struct unit next;

	for (;;) {
		size_t i = *pos + join_at(s, *pos);

		if (i == *pos || !unit_at(a, s, &i, &next))
			return;
		*out = unit_mul(a, out, &next);
		*pos = i;
	}
}

static void
take_divisors(struct arena *a, struct str s, size_t *pos, struct unit *out)
{
	struct unit next;

	for (;;) {
		size_t i = *pos + per_at(s, *pos);

		if (i == *pos || !unit_at(a, s, &i, &next) ||
		    !(next.dim[DIM_SECOND] || next.dim[DIM_MONTH]))
			return;
		if (!next.dim[DIM_MONTH])
			*out = unit_div(a, out, &next);
		*pos = i;
	}
}

bool
word_unit(struct arena *a, struct str s, size_t *pos, struct unit *out,
    struct str *word)
{
	size_t from = *pos + gap_at(s, *pos), end = from;
	struct unit unit;

	if (!unit_at(a, s, &end, &unit))
		return false;
	/* "1000s of them" */
	if (from == *pos && end == from + 1 &&
	    str_starts(str_from(s, end), STR(" of")))
		return false;
	*word = str_sub(s, from, end);
	take_product(a, s, &end, &unit);
	take_divisors(a, s, &end, &unit);
	*out = unit;
	*pos = end;
	return true;
}

static bool
is_boundary(struct str s, size_t i)
{
	return i >= s.n || !isalnum((unsigned char)s.p[i]);
}

static bool
same_letters(struct str s, size_t i, const char *word, size_t n)
{
	if (i + n > s.n)
		return false;
	for (size_t k = 0; k < n; k++) {
		char c = s.p[i + k] == '\n' ? ' ' : s.p[i + k];

		if (tolower((unsigned char)c) != word[k])
			return false;
	}
	return true;
}

int
word_scale(struct str s, size_t *pos)
{
	static const struct {
		const char *word;
		int zeros;
	} all[] = { { "thousand", 3 }, { "million", 6 }, { "billion", 9 },
		{ "bn", 9 } };
	size_t i = *pos + gap_at(s, *pos);

	for (size_t k = 0; k < countof(all); k++) {
		size_t n = strlen(all[k].word);

		if (!same_letters(s, i, all[k].word, n) ||
		    !is_boundary(s, i + n))
			continue;
		*pos = i + n;
		return all[k].zeros;
	}
	return 0;
}

/* The sign of a currency at `i`, as "R$"; its length, 0: none. */
static size_t
sign_at(struct str s, size_t i, char *currency)
{
	static const struct {
		const char *sign, *code;
	} all[] = { { "US$", "USD" }, { "CA$", "CAD" }, { "C$", "CAD" },
		{ "A$", "AUD" }, { "R$", "BRL" }, { "CN\u00A5", "CNY" },
		{ "$", "USD" }, { "\u20AC", "EUR" }, { "\u00A3", "GBP" },
		{ "\u00A5", "JPY" }, { "\u20A9", "KRW" }, { "\u20B9", "INR" } };

	for (size_t k = 0; k < countof(all); k++) {
		if (!str_starts(str_from(s, i), str_of(all[k].sign)))
			continue;
		memcpy(currency, all[k].code, 4);
		return strlen(all[k].sign);
	}
	return 0;
}

/* The code of a currency at `i`, as "CHF"; its length, 0: none. */
static size_t
code_at(struct str s, size_t i, char *currency)
{
	struct arena a = { 0 };
	struct unit u;
	bool found = i + 3 <= s.n && isupper((unsigned char)s.p[i]) &&
	    scan(&a, str_sub(s, i, i + 3), false, &u) && u.dim[DIM_MONEY];

	if (found)
		memcpy(currency, u.currency, 4);
	arena_clear(&a);
	return found ? 3 : 0;
}

size_t
word_money(struct str s, size_t pos, char *currency)
{
	size_t n = sign_at(s, pos, currency);

	if (!n)
		n = code_at(s, pos, currency);
	/* "$" and its like may stand right behind a word. */
	if (!n ||
	    (isalpha((unsigned char)s.p[pos]) && pos &&
		(isalnum((unsigned char)s.p[pos - 1]) || s.p[pos - 1] == '_')))
		return 0;
	return n + blank_at(s, pos + n);
}

static size_t
spoken_currency(struct str s, size_t i, char *currency, int64_t *parts)
{
	static const struct {
		const char *word, *code;
		int64_t parts;
	} all[] = { { "usd", "USD", 1 }, { "us dollars", "USD", 1 },
		{ "dollars", "USD", 1 }, { "dollar", "USD", 1 },
		{ "cents", "USD", 100 }, { "cent", "USD", 100 },
		{ "eur", "EUR", 1 }, { "euros", "EUR", 1 },
		{ "euro", "EUR", 1 }, { "gbp", "GBP", 1 } };

	for (size_t k = 0; k < countof(all); k++) {
		size_t n = strlen(all[k].word);

		if (!same_letters(s, i, all[k].word, n) ||
		    !is_boundary(s, i + n))
			continue;
		memcpy(currency, all[k].code, 4);
		*parts = all[k].parts;
		return n;
	}
	return 0;
}

bool
word_currency(struct str s, size_t *pos, char *currency, struct rat *scale)
{
	size_t i = *pos + gap_at(s, *pos), n;
	int64_t parts = 1;

	n = spoken_currency(s, i, currency, &parts);
	if (!n)
		n = code_at(s, i, currency);
	if (!n)
		n = sign_at(s, i, currency);
	/* "5 $10" and "5 $HOME" say nothing of the 5. */
	if (!n || !is_boundary(s, i + n))
		return false;
	*scale = rat_frac(1, parts);
	*pos = i + n;
	return true;
}

size_t
word_times(struct str s, size_t pos)
{
	static const char *const all[] = { " times as ", " times the ",
		" times cheaper", " times faster", " times slower",
		" times more", " times less", " times dearer", " times higher",
		" times lower", " times larger" };

	for (size_t k = 0; k < countof(all); k++)
		if (same_letters(s, pos, all[k], strlen(all[k])))
			return strlen(" times");
	return 0;
}

bool
word_per_time(struct str s, size_t pos)
{
	size_t i = pos + per_at(s, pos);
	struct arena a = { 0 };
	struct unit u;
	bool found = i > pos && unit_at(&a, s, &i, &u) && !unit_is_plain(&u);

	arena_clear(&a);
	return found;
}

bool
word_any(
    struct str s, const char *const *word, size_t n, size_t *at, size_t *length)
{
	for (size_t i = 0; i < s.n; i++) {
		if (i && !is_boundary(s, i - 1))
			continue;
		for (size_t k = 0; k < n; k++) {
			size_t len = strlen(word[k]);

			if (!same_letters(s, i, word[k], len) ||
			    !is_boundary(s, i + len))
				continue;
			*at = i;
			*length = len;
			return true;
		}
	}
	return false;
}

#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

#define NEAREST_MAX 96
#define SHORT 256 /* [byte] formatted once; a longer text, twice */

struct str
str_copy(struct arena *a, struct str s)
{
	return (struct str){ arena_copy(a, s.p, s.n), s.n };
}

struct str
str_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char try[SHORT], *p;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(try, sizeof(try), fmt, ap);
	va_end(ap);
	if (n < 0)
		die("cannot format text");
	if ((size_t)n < sizeof(try)) {
		p = arena_copy(a, try, (size_t)n);
	} else {
		p = arena_alloc(a, (size_t)n + 1, 1);
		vsnprintf(p, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	return (struct str){ p, (size_t)n };
}

struct str
str_join(struct arena *a, const struct str *part, size_t n)
{
	size_t all = 0, at = 0;
	char *p;

	for (size_t i = 0; i < n; i++)
		all += part[i].n;
	p = arena_room(a, all + 1);
	for (size_t i = 0; i < n; at += part[i++].n)
		if (part[i].n)
			memcpy(p + at, part[i].p, part[i].n);
	p[all] = '\0';
	return (struct str){ p, all };
}

struct str
str_number(char digit[STR_DIGITS], uint64_t n)
{
	char *end = digit + STR_DIGITS, *p = end;

	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	return (struct str){ p, (size_t)(end - p) };
}

char *
str_cstr(struct arena *a, struct str s)
{
	return arena_copy(a, s.p, s.n);
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	if (c)
		return c;
	return (a.n > b.n) - (a.n < b.n);
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_from(s, s.n - suffix.n), suffix);
}

const char *
str_stop(struct str sentence)
{
	static const char *const all[] = { ".", "!", "?", "\u2026" };

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (str_ends(sentence, str_of(all[i])))
			return "";
	return ".";
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str
str_trim(struct str s)
{
	while (s.n && is_blank(s.p[0]))
		s = str_from(s, 1);
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

size_t
str_find(struct str s, struct str needle, size_t from)
{
	const char *q, *end;

	if (from > s.n || needle.n > s.n - from || needle.n == 0)
		return SIZE_MAX;
	/* Most texts have no such byte, which memchr sees sooner. */
	end = s.p + s.n;
	q = memchr(s.p + from, needle.p[0], s.n - from);
	if (q && needle.n > 1)
		q = memmem(q, (size_t)(end - q), needle.p, needle.n);
	return q ? (size_t)(q - s.p) : SIZE_MAX;
}

bool
str_cut(struct str s, char delim, struct str *head, struct str *rest)
{
	const char *q = s.n ? memchr(s.p, delim, s.n) : NULL;

	if (!q) {
		*head = s;
		*rest = (struct str){ 0 };
		return false;
	}
	*head = (struct str){ s.p, (size_t)(q - s.p) };
	*rest = str_from(s, head->n + 1);
	return true;
}

static size_t
min_size(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Edit distance that counts a swap of neighbours as one. */
static size_t
distance(struct str a, struct str b)
{
	size_t row[3][NEAREST_MAX + 1];
	size_t *prev2 = row[0], *prev = row[1], *cur = row[2];

	for (size_t j = 0; j <= b.n; j++)
		prev[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t *t;

		cur[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			bool same = a.p[i - 1] == b.p[j - 1];

			cur[j] = min_size(prev[j - 1] + !same,
			    min_size(prev[j], cur[j - 1]) + 1);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1])
				cur[j] = min_size(cur[j], prev2[j - 2] + 1);
		}
		t = prev2;
		prev2 = prev;
		prev = cur;
		cur = t;
	}
	return prev[b.n];
}

struct str
str_nearest(struct str s, const struct str *candidate, size_t n)
{
	struct str best = { 0 };
	size_t best_d = s.n / 3 + 1;

	if (s.n > NEAREST_MAX)
		return best;
	for (size_t i = 0; i < n; i++) {
		size_t d;

		if (candidate[i].n > NEAREST_MAX)
			continue;
		d = distance(s, candidate[i]);
		/* With every letter changed nothing is left in common. */
		if (d >= s.n || d >= candidate[i].n)
			continue;
		if (d < best_d || (d == best_d && best.n == 0)) {
			best_d = d;
			best = candidate[i];
		}
	}
	return best;
}

/*
 * str: a borrowed slice of bytes.
 *
 * A str is passed by value and does not own its bytes; they live in an arena,
 * a source or the program.  It is not NUL-terminated and may hold NULs.  An
 * all-zero str is the empty string.
 *
 * Depends on: arena.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <string.h>

#include "base/arena.h"

struct str {
	const char *p;
	size_t n; /* [byte] */
};

#define STR(lit) ((struct str){ (lit), sizeof(lit) - 1 })

/* For printf: printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

static inline struct str
str_of(const char *cstr)
{
	return (struct str){ cstr, strlen(cstr) };
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* [i, n), i clamped */
static inline struct str
str_from(struct str s, size_t i)
{
	if (i > s.n)
		i = s.n;
	if (s.p)
		s.p += i;
	s.n -= i;
	return s;
}

static inline struct str
str_sub(struct str s, size_t from, size_t to)
{
	if (to < s.n)
		s.n = to;
	return str_from(s, from);
}

/* The last eight bytes, or all: a number for hashes, another for each other text
 * of that length.  No call for a few bytes. */
static inline uint64_t
str_tail(struct str s)
{
	uint32_t first, last;
	uint64_t w = 0;

	if (s.n >= 8) {
		memcpy(&w, s.p + s.n - 8, 8);
	} else if (s.n >= 4) {
		memcpy(&first, s.p, 4);
		memcpy(&last, s.p + s.n - 4, 4);
		w = (uint64_t)last << 32 | first;
	} else if (s.n) {
		w = (uint64_t)(unsigned char)s.p[0] << 16 |
		    (uint64_t)(unsigned char)s.p[s.n / 2] << 8 |
		    (unsigned char)s.p[s.n - 1];
	}
	return w;
}

/* With a literal this is one comparison of a few bytes. */
static inline bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n &&
	    (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

/* With a literal most answers take one comparison, of lengths. */
static inline bool
str_is(struct str a, const char *cstr)
{
	return str_eq(a, str_of(cstr));
}

struct str str_copy(struct arena *a, struct str s);
struct str str_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);

/* `n` parts one after the other. */
struct str str_join(struct arena *a, const struct str *part, size_t n);

/* The same of parts that are listed: str_cat(a, x, STR("."), y). */
#define str_cat(a, ...)                                    \
	str_join((a), (const struct str[]){ __VA_ARGS__ }, \
	    sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

#define STR_DIGITS 20 /* of the largest number */

/* `n` in decimal, in `digit`. */
struct str str_number(char digit[STR_DIGITS], uint64_t n);

/* A NUL-terminated copy. */
char *str_cstr(struct arena *a, struct str s);

int str_cmp(struct str a, struct str b); /* by bytes */
bool str_ends(struct str s, struct str suffix);

/* What a sentence still wants at its end: a full stop, or nothing. */
const char *str_stop(struct str sentence);
struct str str_trim(struct str s); /* without blanks at both ends */

/* Index of the first `needle` at or after `from`, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle, size_t from);

/* Cuts at the first `delim`: head is before it, the rest after it. */
bool str_cut(struct str s, char delim, struct str *head, struct str *rest);

/*
 * The one of `n` candidates nearest to `s` by edit distance, or an empty str
 * when none is near enough to be a likely slip of the pen.
 */
struct str str_nearest(struct str s, const struct str *candidate, size_t n);

#endif

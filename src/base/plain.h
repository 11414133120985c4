/*
 * plain: a text put up to the first byte that needs an escape.
 *
 * Most texts need none and are short, so that to look and to copy are one pass
 * without a call.
 *
 * Depends on: buf, eight.
 */
#ifndef BASE_PLAIN_H
#define BASE_PLAIN_H

#include "base/buf.h"
#include "base/eight.h"

/* Bytes looked at in one step: `w == c` has all bits of those that are `c`. */
typedef unsigned char sixteen __attribute__((vector_size(16)));

/* Marks, by any bit, those that need an escape, and maybe others; where that is
 * so of a blank, texts of less than four bytes are never plain. */
typedef sixteen (*plain_marks)(sixteen w);

static inline bool
plain_are(sixteen w, plain_marks marks)
{
	sixteen m = marks(w);
	uint64_t half[2];

	memcpy(half, &m, sizeof(m));
	return !(half[0] | half[1]);
}

/* Copies at most sixteen bytes, looked at as the first eight and the last, which
 * overlap; or nothing if one is not plain. */
static inline bool
plain_copy_few(char *to, struct str s, plain_marks marks)
{
	uint64_t last = str_tail(s), first = last;
	sixteen w;

	if (s.n >= 8)
		first = eight_of(s.p);
	else if (s.n < 4) /* else with zeros behind */
		first = last |= EIGHT(' ') << 24;
	memcpy(&w, (uint64_t[]){ first, last }, sizeof(w));
	if (!plain_are(w, marks))
		return false;
	if (s.n >= 8) {
		memcpy(to, &first, 8);
		memcpy(to + s.n - 8, &last, 8);
	} else if (s.n >= 4) {
		memcpy(to, s.p, 4);
		memcpy(to + s.n - 4, s.p + s.n - 4, 4);
	} else if (s.n) {
		to[0] = s.p[0];
		to[s.n / 2] = s.p[s.n / 2];
		to[s.n - 1] = s.p[s.n - 1];
	}
	return true;
}

/* Copies all, or whole sixteens before the first byte that is not plain; returns
 * how many bytes. */
static inline size_t
plain_copy(char *to, struct str s, plain_marks marks)
{
	sixteen w;
	size_t i = 0;

	if (s.n <= sizeof(w))
		return plain_copy_few(to, s, marks) ? s.n : 0;
	for (; s.n - i > sizeof(w); i += sizeof(w)) {
		memcpy(&w, s.p + i, sizeof(w));
		if (!plain_are(w, marks))
			return i;
		memcpy(to + i, &w, sizeof(w));
	}
	memcpy(&w, s.p + s.n - sizeof(w), sizeof(w));
	if (!plain_are(w, marks))
		return i;
	memcpy(to + s.n - sizeof(w), &w, sizeof(w));
	return s.n;
}

/* Puts all, or what plain_copy does, or nothing if there is no room; returns how
 * many bytes. */
static inline size_t
plain_put(struct buf *out, struct str s, plain_marks marks)
{
	size_t n;

	if (s.n >= out->cap - out->n)
		return 0;
	n = plain_copy(out->p + out->n, s, marks);
	out->n += n;
	out->p[out->n] = '\0';
	return n;
}

/* Puts all, and what is not plain by `put`. */
static inline void
plain_put_rest(struct buf *out, struct str s, plain_marks marks,
    bool (*is_plain)(char c), void (*put)(struct buf *out, char c))
{
	size_t n;

	while (s.n) {
		buf_reserve(out, s.n);
		s = str_from(s, plain_put(out, s, marks));
		for (n = 0; n < s.n && is_plain(s.p[n]); n++)
			;
		buf_put(out, s.p, n);
		if (n == s.n)
			return;
		put(out, s.p[n]);
		s = str_from(s, n + 1);
	}
}

#endif

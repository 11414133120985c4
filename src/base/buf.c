#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define LARGE ((size_t)4096) /* [byte] not copied but taken over */
#define FEW ((size_t)16) /* [byte] of a pad: set in one step, without a call */

void
buf_grow(struct buf *b, size_t more)
{
	size_t need, cap = b->cap ? b->cap : 256;
	char *p;

	if (__builtin_add_overflow(b->n, more, &need) || need >= SIZE_MAX / 2)
		die("out of memory");
	while (cap <= need)
		cap *= 2;
	p = realloc(b->lent ? NULL : b->p, cap);
	if (!p)
		die("out of memory");
	if (b->lent)
		memcpy(p, b->p, b->n);
	b->p = p;
	b->cap = cap;
	b->lent = false;
}

void
buf_pad(struct buf *b, char c, size_t n)
{
	buf_reserve(b, n + FEW);
	if (n <= FEW)
		memset(b->p + b->n, c, FEW);
	else
		memset(b->p + b->n, c, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void
buf_number(struct buf *b, uint64_t n)
{
	char digit[STR_DIGITS];

	buf_str(b, str_number(digit, n));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	size_t room = b->cap - b->n;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(room ? b->p + b->n : NULL, room, fmt, ap);
	va_end(ap);
	if (n < 0)
		die("cannot format text");
	if ((size_t)n >= room) {
		buf_grow(b, (size_t)n);
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	b->n += (size_t)n;
}

struct str
buf_view(const struct buf *b)
{
	return (struct str){ b->p ? b->p : "", b->n };
}

struct str
buf_take(struct buf *b, struct arena *a)
{
	struct str s;
	char *p;

	if (b->lent || b->n < LARGE) {
		s = str_copy(a, buf_view(b));
		buf_free(b);
		return s;
	}
	p = realloc(b->p, b->n + 1);
	if (!p)
		die("out of memory");
	arena_adopt(a, p);
	s = (struct str){ p, b->n };
	*b = (struct buf){ 0 };
	return s;
}

void
buf_clear(struct buf *b)
{
	b->n = 0;
	if (b->p)
		b->p[0] = '\0';
}

void
buf_free(struct buf *b)
{
	if (!b->lent)
		free(b->p);
	*b = (struct buf){ 0 };
}

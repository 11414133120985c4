/*
 * buf: a growing byte buffer, for building text.
 *
 * `p` is never NULL once something was put and always holds a NUL behind its
 * `n` bytes; the bytes may hold NULs.  Putting cannot fail (no memory ends the
 * process), so a renderer is straight-line code.  An all-zero buf is empty.
 * The buffer owns its bytes until buf_free or buf_take.
 *
 * Depends on: str.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

struct buf {
	char *p;
	size_t n;   /* [byte] used */
	size_t cap; /* [byte] allocated */
	bool lent;  /* `p` is the caller's: see BUF_IN */
};

/* An empty one that starts in `room`, an array of char: a short text, which is
 * then taken, costs no allocation. */
#define BUF_IN(room) \
	((struct buf){ .p = (room), .cap = sizeof(room), .lent = true })

/* Makes room for `more` bytes and the NUL. */
RARE void buf_grow(struct buf *b, size_t more);

static inline void
buf_reserve(struct buf *b, size_t more)
{
	if (more >= b->cap - b->n)
		buf_grow(b, more);
}

static inline void
buf_put(struct buf *b, const void *p, size_t n)
{
	buf_reserve(b, n);
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
}

static inline void
buf_str(struct buf *b, struct str s)
{
	buf_put(b, s.p, s.n);
}

static inline void
buf_puts(struct buf *b, const char *cstr)
{
	buf_put(b, cstr, strlen(cstr));
}

static inline void
buf_putc(struct buf *b, char c)
{
	buf_reserve(b, 1);
	b->p[b->n++] = c;
	b->p[b->n] = '\0';
}

void buf_pad(struct buf *b, char c, size_t n); /* `c`, `n` times */
void buf_number(struct buf *b, uint64_t n);    /* in decimal */
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);

/* The bytes so far, borrowed until the next put. */
struct str buf_view(const struct buf *b);

/* The bytes as the arena's, copied if they are few; the buffer is empty. */
struct str buf_take(struct buf *b, struct arena *a);

void buf_clear(struct buf *b); /* empties, keeps the memory */
void buf_free(struct buf *b);

#endif

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK ((size_t)64 * 1024)
#define ALIGN ((size_t)16)
#define SPARE 16 /* chunks kept: a loop that rewinds needs no system call */

struct arena_chunk {
	struct arena_chunk *prev;
	char *end;
	_Alignas(16) char data[];
};

/* Memory of others; stands in the arena itself. */
struct arena_owned {
	struct arena_owned *prev;
	void *p;
};

static void
push_chunk(struct arena *a, size_t need)
{
	size_t size = need > CHUNK ? need : CHUNK;
	struct arena_chunk *c;

	if (size > SIZE_MAX - sizeof(*c))
		die("out of memory");
	c = size == CHUNK ? a->spare : NULL;
	if (c) {
		a->spare = c->prev;
		a->nspare--;
	} else {
		c = malloc(sizeof(*c) + size);
	}
	if (!c)
		die("out of memory");
	c->prev = a->head;
	c->end = c->data + size;
	a->head = c;
	a->next = c->data;
	a->end = c->end;
}

/* Memory that may hold anything. */
static inline void *
take(struct arena *a, size_t bytes)
{
	void *p;

	if (bytes > SIZE_MAX - ALIGN)
		die("out of memory");
	bytes = (bytes + ALIGN - 1) & ~(ALIGN - 1);
	if (!a->head || (size_t)(a->end - a->next) < bytes)
		push_chunk(a, bytes);
	p = a->next;
	a->next += bytes;
	return p;
}

void *
arena_alloc(struct arena *a, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		die("out of memory");
	return memset(take(a, bytes), 0, bytes);
}

char *
arena_room(struct arena *a, size_t n)
{
	return take(a, n);
}

void
arena_adopt(struct arena *a, void *p)
{
	struct arena_owned *o = take(a, sizeof(*o));

	*o = (struct arena_owned){ a->owned, p };
	a->owned = o;
}

char *
arena_copy(struct arena *a, const void *p, size_t n)
{
	char *q = take(a, n + 1);

	if (n)
		memcpy(q, p, n);
	q[n] = '\0';
	return q;
}

void *
arena_grow(struct arena *a, void *old, size_t n, size_t *cap, size_t size)
{
	size_t bytes;
	void *p;

	if (n < *cap)
		return old;
	*cap = *cap ? *cap * 2 : 8;
	if (__builtin_mul_overflow(*cap, size, &bytes))
		die("out of memory");
	p = take(a, bytes);
	if (n)
		memcpy(p, old, n * size);
	return p;
}

struct arena_mark
arena_mark(const struct arena *a)
{
	return (struct arena_mark){ a->head, a->next, a->owned };
}

void
arena_rewind(struct arena *a, struct arena_mark m)
{
	for (; a->owned != m.owned; a->owned = a->owned->prev)
		free(a->owned->p);
	while (a->head != m.head) {
		struct arena_chunk *c = a->head;

		a->head = c->prev;
		if (a->nspare < SPARE && c->end == c->data + CHUNK) {
			c->prev = a->spare;
			a->spare = c;
			a->nspare++;
		} else {
			free(c);
		}
	}
	a->next = m.next;
	a->end = m.head ? m.head->end : NULL;
}

void
arena_free(struct arena *a)
{
	arena_rewind(a, (struct arena_mark){ 0 });
	while (a->spare) {
		struct arena_chunk *prev = a->spare->prev;

		free(a->spare);
		a->spare = prev;
	}
	a->nspare = 0;
}

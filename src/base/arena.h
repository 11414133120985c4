/*
 * arena: memory with one owner and one end.
 *
 * Everything is owned by the arena passed in; nothing is freed singly.  An
 * arena that is all zero is empty and ready.  Memory comes zeroed, and a
 * pointer is never NULL: when the system has no more, the process ends with
 * exit status 4.
 *
 * Depends on: base.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

struct arena_chunk;
struct arena_owned;

struct arena {
	struct arena_chunk *head; /* newest chunk, NULL when empty */
	char *next;		  /* first free byte of `head` */
	char *end;		  /* one past the last byte of `head` */
	struct arena_chunk
	    *spare; /* given back by a rewind, for the next use */
	size_t nspare;
	struct arena_owned *owned; /* newest of those adopted */
};

/* A place to come back to: see arena_rewind. */
struct arena_mark {
	struct arena_chunk *head;
	char *next;
	struct arena_owned *owned;
};

/* Zeroed memory for `n` objects of `size` bytes, aligned for any type. */
void *arena_alloc(struct arena *a, size_t n, size_t size);

/* Memory for `n` bytes that may hold anything. */
char *arena_room(struct arena *a, size_t n);

/* `p`, from malloc, is the arena's from now on. */
void arena_adopt(struct arena *a, void *p);

/* The bytes [p, p+n) copied into the arena, with a NUL behind them. */
char *arena_copy(struct arena *a, const void *p, size_t n);

/*
 * `old`, an array of `n` objects of `size` bytes with room for `*cap`, with
 * room for one more: the same array while there is room, else a copy of twice
 * the size.  The room may hold anything.
 */
void *
arena_grow(struct arena *a, void *old, size_t n, size_t *cap, size_t size);

struct arena_mark arena_mark(const struct arena *a);

/* Gives back all that was taken since `m`. */
void arena_rewind(struct arena *a, struct arena_mark m);

/* The same of one that has something: see arena_clear. */
void arena_free(struct arena *a);

/* Gives back everything; the arena is empty and usable again.  Many a scratch
 * arena has nothing. */
static inline void
arena_clear(struct arena *a)
{
	if (a->head || a->spare)
		arena_free(a);
}

#define arena_new(a, type) ((type *)arena_alloc((a), 1, sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc((a), (n), sizeof(type)))

/* Appends `item` to the growing array `arr` of `n` items, in the arena. */
#define arena_push(a, arr, n, cap, item)                               \
	((arr) = (n) < (cap)                                           \
		? (arr)                                                \
		: arena_grow((a), (arr), (n), &(cap), sizeof(*(arr))), \
	    (arr)[(n)++] = (item))

#endif

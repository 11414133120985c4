/*
 * map: str to pointer, iterated in the order of insertion.
 *
 * Lives in the arena it was given at the first put; keys are borrowed.  An
 * all-zero map is empty.
 *
 * Depends on: str.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

struct map_entry {
	struct str key;
	void *value;
	uint32_t hash;
};

struct map {
	struct map_entry *entry; /* in order of insertion */
	size_t n;
	size_t cap;
	uint32_t *slot; /* index into `entry` plus one; 0 is free */
	size_t nslot;	/* a power of two; 0: few entries, no slots */
};

/* The value of `key`, or NULL. */
void *map_find(const struct map *m, struct str key);

/* A map of its own with the same keys and values. */
struct map map_copy(const struct map *m, struct arena *a);

/* Room for `n` keys in one piece; else room is doubled, and what was is lost to
 * the arena. */
void map_reserve(struct map *m, struct arena *a, size_t n);

/* Sets `key`; returns the value it had before, or NULL. */
void *map_put(struct map *m, struct arena *a, struct str key, void *value);

#endif

/*
 * hash: 128 bits that stand for a text.
 *
 * XXH3: fast, and good against accidents; whoever wants two texts of one hash
 * can make them, so it decides nothing that a stranger has a hand in.
 *
 * Depends on: str, libxxhash (header only).
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

struct hash {
	uint64_t lo, hi;
};

struct hash hash_of(struct str s);

/* The hash of a text and of what came before it: order matters. */
struct hash hash_add(struct hash h, struct str s);

bool hash_eq(struct hash a, struct hash b);

#endif

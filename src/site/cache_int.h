/*
 * cache_int: the file of a cache, for who reads it and who writes it.
 *
 * A line that says what it is, the program's signature, and parts.  A part is
 * its length, its bytes, and a sum of these and of all before them.  Its bytes
 * are records, each with a letter before it:
 *
 *   P  a page; the last one of an id counts
 *   F  the files that are no guide's
 *   T  the names of both trees
 *
 * The first part that is not whole ends the file.
 */
#ifndef SITE_CACHE_INT_H
#define SITE_CACHE_INT_H

#include "base/pack.h"
#include "site/cache.h"

#define CACHE_TEXT "breakeven cache 5\n"
#define CACHE_MAGIC STR(CACHE_TEXT)
#define CACHE_SUM sizeof(struct hash)

/* Two strs with their lengths. */
bool cache_two(struct str bytes, struct str *x, struct str *y);

/* What was stowed away. */
bool cache_get(const struct cache *c, char *to, uint64_t n, uint64_t at);

/* A program that is built anew is another file. */
bool cache_program(struct hash *program);

#endif

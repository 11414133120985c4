/*
 * cache_int: the file of a cache, for who reads it and who writes it.
 *
 * A line that says what it is, the program's signature, and parts.  A part is
 * its length, its bytes, and a sum of these and of all before them.  Its bytes
 * are records, each with a letter before it:
 *
 *   P  a page; the last one of an id counts
 *   F  the files that are no guide's
 *   T  the hidden tree
 *
 * The first part that is not whole ends the file.
 */
#ifndef SITE_CACHE_INT_H
#define SITE_CACHE_INT_H

#include "base/pack.h"
#include "site/cache.h"

#define CACHE_TEXT "breakeven cache 4\n"
#define CACHE_MAGIC STR(CACHE_TEXT)
#define CACHE_SUM sizeof(struct hash)

/* Two strs with their lengths, of `n` bytes from `at` on. */
bool cache_two(int fd, struct arena *a, uint64_t at, uint64_t n, struct str *x,
    struct str *y);

/* A program that is built anew is another file. */
bool cache_program(struct hash *program);

#endif

/*
 * pack: values as bytes, for another process or a later run of this program on
 * this machine.
 *
 * What is read may be damaged: a reader that runs out of bytes, or is told a
 * length that is not there, yields zeros from then on and says so in `ok`,
 * which is looked at once, at the end.
 *
 * Depends on: buf.
 */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include "base/buf.h"

void pack_u64(struct buf *b, uint64_t n);
void pack_size(struct buf *b, size_t n); /* small ones take one byte */
void pack_str(struct buf *b, struct str s);
void pack_bytes(struct buf *b, const void *p, size_t n);

struct unpack {
	struct str rest;
	bool ok;
};

struct unpack unpack_of(struct str s);
uint64_t unpack_u64(struct unpack *u);
size_t unpack_size(struct unpack *u);
struct str unpack_str(struct unpack *u); /* borrowed */
void unpack_bytes(struct unpack *u, void *p, size_t n);

#endif

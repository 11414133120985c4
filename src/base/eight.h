/*
 * eight: eight bytes of a text looked at in one step.
 *
 * A byte is below `n` if taking `n` from it borrows, and is zero if taking one
 * does; a borrow that runs on into the next byte may say so of that one too,
 * which is why a find is to be looked at byte by byte.
 *
 * Depends on: base.
 */
#ifndef BASE_EIGHT_H
#define BASE_EIGHT_H

#include <string.h>

#include "base/base.h"

/* That byte in each of eight. */
#define EIGHT(byte) (UINT64_MAX / 0xFF * (byte))

static inline uint64_t
eight_of(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return w;
}

/* Whether one of them is below `n`, at most 0x80; certain where none is. */
static inline bool
eight_below(uint64_t w, uint8_t n)
{
	return (w - EIGHT(n)) & ~w & EIGHT(0x80);
}

/* Whether all bytes are below 0x80. */
static inline bool
eight_is_ascii(const char *p, size_t n)
{
	uint64_t all = 0;

	for (; n >= sizeof(all); n -= sizeof(all), p += sizeof(all))
		all |= eight_of(p);
	for (; n; n--, p++)
		all |= (unsigned char)*p;
	return !(all & EIGHT(0x80));
}

static inline bool
eight_has_zero(uint64_t w)
{
	return eight_below(w, 1);
}

static inline bool
eight_has(uint64_t w, char c)
{
	return eight_has_zero(w ^ EIGHT((unsigned char)c));
}

#endif

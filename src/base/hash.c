#include "base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

struct hash
hash_of(struct str s)
{
	XXH128_hash_t h = XXH3_128bits(s.p ? s.p : "", s.n);

	return (struct hash){ h.low64, h.high64 };
}

struct hash
hash_add(struct hash h, struct str s)
{
	struct hash pair[2] = { h, hash_of(s) };

	return hash_of((struct str){ (const char *)pair, sizeof(pair) });
}

bool
hash_eq(struct hash a, struct hash b)
{
	return a.lo == b.lo && a.hi == b.hi;
}

#include "base/pack.h"

#include <string.h>

void
pack_bytes(struct buf *b, const void *p, size_t n)
{
	buf_put(b, p, n);
}

void
pack_u64(struct buf *b, uint64_t n)
{
	buf_put(b, &n, sizeof(n));
}

void
pack_str(struct buf *b, struct str s)
{
	pack_u64(b, s.n);
	buf_str(b, s);
}

struct unpack
unpack_of(struct str s)
{
	return (struct unpack){ s, true };
}

static struct str
cut(struct unpack *u, size_t n)
{
	struct str s = { 0 };

	u->ok &= n <= u->rest.n;
	if (!u->ok)
		return s;
	s = str_sub(u->rest, 0, n);
	u->rest = str_from(u->rest, n);
	return s;
}

void
unpack_bytes(struct unpack *u, void *p, size_t n)
{
	struct str s = cut(u, n);

	if (s.n)
		memcpy(p, s.p, n);
	else
		memset(p, 0, n);
}

uint64_t
unpack_u64(struct unpack *u)
{
	uint64_t n;

	unpack_bytes(u, &n, sizeof(n));
	return n;
}

struct str
unpack_str(struct unpack *u)
{
	uint64_t n = unpack_u64(u);

	if (n > u->rest.n) {
		u->ok = false;
		return (struct str){ 0 };
	}
	return cut(u, (size_t)n);
}

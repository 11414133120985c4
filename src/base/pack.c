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

/* Seven bits a byte, the lowest first; the last one has no eighth. */
void
pack_size(struct buf *b, size_t n)
{
	for (; n >= 0x80; n >>= 7)
		buf_putc(b, (char)(n | 0x80));
	buf_putc(b, (char)n);
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

size_t
unpack_size(struct unpack *u)
{
	size_t n = 0;
	struct str byte;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		byte = cut(u, 1);
		if (!byte.n)
			return 0;
		n |= ((size_t)byte.p[0] & 0x7F) << shift;
		if (!((unsigned char)byte.p[0] & 0x80))
			return n;
	}
	u->ok = false;
	return 0;
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

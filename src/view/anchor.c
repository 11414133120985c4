#include "view/anchor.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "text/escape.h"

#define START " id=\""
#define EQUALS 3 /* [byte] of it before its '=' */

/* The fragment of an address without its percent signs. */
static struct str
decoded(struct arena *a, struct str s)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < s.n; i++) {
		char hex[3] = { 0 }, *end;
		unsigned long byte;

		if (s.p[i] != '%' || i + 2 >= s.n) {
			buf_putc(&b, s.p[i]);
			continue;
		}
		hex[0] = s.p[i + 1];
		hex[1] = s.p[i + 2];
		byte = strtoul(hex, &end, 16);
		if (*end) {
			buf_putc(&b, '%');
			continue;
		}
		buf_putc(&b, (char)byte);
		i += 2;
	}
	return buf_take(&b, a);
}

static int
compare_hashes(const void *pa, const void *pb)
{
	uint64_t a, b;

	memcpy(&a, pa, sizeof(a));
	memcpy(&b, pb, sizeof(b));
	return (a > b) - (a < b);
}

/* Just behind the next START from `at` on, found by its rarest byte. */
static size_t
next_anchor(struct str html, size_t at)
{
	const char *p, *end = html.p + html.n;

	for (at += EQUALS; at < html.n; at = (size_t)(p - html.p) + 1) {
		p = memchr(html.p + at, '=', html.n - at);
		if (!p)
			break;
		if (end - p > 1 &&
		    memcmp(p - EQUALS, START, strlen(START)) == 0)
			return (size_t)(p - html.p) - EQUALS + strlen(START);
	}
	return SIZE_MAX;
}

struct str
anchors_of(struct arena *a, struct str html)
{
	struct buf b = { 0 };
	size_t at = 0, end;

	while ((at = next_anchor(html, at)) != SIZE_MAX) {
		uint64_t h;

		end = str_find(html, STR("\""), at);
		if (end == SIZE_MAX)
			break;
		h = hash_of(str_sub(html, at, end)).lo;
		buf_put(&b, &h, sizeof(h));
	}
	if (b.n)
		qsort(b.p, b.n / sizeof(uint64_t), sizeof(uint64_t),
		    compare_hashes);
	return buf_take(&b, a);
}

bool
anchors_have(struct str anchors, struct str fragment)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	uint64_t h;

	escape_html(&b, decoded(&a, fragment));
	h = hash_of(buf_view(&b)).lo;
	buf_free(&b);
	arena_clear(&a);
	return anchors.n &&
	    bsearch(&h, anchors.p, anchors.n / sizeof(h), sizeof(h),
		compare_hashes);
}

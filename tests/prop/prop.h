/*
 * prop: what the property tests share: TAP, and draws of a fixed seed.
 *
 * A section makes any number of checks and is one line of TAP; the first few
 * checks that fail are printed as details above it.  PROP_SEED=N draws others.
 */
#ifndef TESTS_PROP_H
#define TESTS_PROP_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "num/rat.h"

#define DETAILS 6 /* printed of one section */

/* Under sanitizers everything is slower: as many draws take a fraction. */
#if defined(__SANITIZE_ADDRESS__)
#define DRAWS(n) ((n) / 5)
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DRAWS(n) ((n) / 5)
#endif
#endif
#ifndef DRAWS
#define DRAWS(n) (n)
#endif

static struct {
	const char *name;     /* of the section */
	size_t checks, wrong; /* in the section */
	int n, failed;	      /* sections */
	uint64_t state;	      /* of the draws */
} prop;

static inline void
section(const char *name, uint64_t seed)
{
	const char *other = getenv("PROP_SEED");

	prop.name = name;
	prop.checks = prop.wrong = 0;
	prop.state = seed + (other ? strtoull(other, NULL, 10) << 32 : 0);
}

/* Counts a check; the message says what was checked. */
static inline bool PRINTF(2, 3) expect(bool ok, const char *fmt, ...)
{
	va_list ap;

	prop.checks++;
	if (ok)
		return true;
	if (prop.wrong++ >= DETAILS)
		return false;
	printf("# ");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	return false;
}

static inline void
section_end(void)
{
	bool ok = prop.wrong == 0 && prop.checks > 0;

	if (!ok)
		printf("# %zu of %zu checks failed\n", prop.wrong, prop.checks);
	printf("%sok %d - %s (%zu checks)\n", ok ? "" : "not ", ++prop.n,
	    prop.name, prop.checks);
	prop.failed += !ok;
	fflush(stdout);
}

static inline int
prop_end(void)
{
	printf("1..%d\n", prop.n);
	return prop.failed > 0;
}

/* splitmix64 */
static inline uint64_t
draw64(void)
{
	uint64_t z = prop.state += 0x9E3779B97F4A7C15u;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

/* In [0, n). */
static inline int64_t
draw(int64_t n)
{
	return (int64_t)(draw64() % (uint64_t)n);
}

/* In [lo, hi]. */
static inline int64_t
draw_in(int64_t lo, int64_t hi)
{
	return lo + draw(hi - lo + 1);
}

/* True once in n times. */
static inline bool
one_in(int64_t n)
{
	return draw(n) == 0;
}

#endif

#include "site/sig.h"

#include <time.h>

#define SECOND 1000000000
#define STEP (20 * 1000000) /* [ns] longer than a clock stands still */
#define LONG_STEP SECOND    /* [ns] of a file system that counts seconds */

static int64_t
ns_of(struct timespec t)
{
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

struct sig
sig_of(const struct stat *st)
{
	return (struct sig){ .ino = st->st_ino,
		.size = (uint64_t)st->st_size,
		.mtime = ns_of(st->st_mtim),
		.ctime = ns_of(st->st_ctim) };
}

bool
sig_eq(struct sig a, struct sig b)
{
	return a.ino && a.ctime && sig_is_same(a, b);
}

bool
sig_is_same(struct sig a, struct sig b)
{
	return a.ino == b.ino && a.size == b.size && a.mtime == b.mtime &&
	    a.ctime == b.ctime;
}

struct sig
sig_settled(struct sig s, int64_t now)
{
	if (!sig_is_settled(s, now))
		s.mtime = s.ctime = 0;
	return s;
}

/* A whole second may be all that a file system knows of the time. */
static bool
is_past(int64_t t, int64_t now)
{
	return t <= now - STEP - (t % SECOND ? 0 : LONG_STEP);
}

bool
sig_is_settled(struct sig s, int64_t now)
{
	return is_past(s.ctime, now) && is_past(s.mtime, now);
}

int64_t
sig_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return ns_of(t);
}

/*
 * sig: what the system says of a file, by which a later run tells that nobody
 * has written to it.
 *
 * Clocks of file systems stand still for some milliseconds at a time, or for a
 * second, so a file that was written just before it was looked at may be
 * written again without a trace.  A signature is worth something only when it
 * was settled, older than such a step, at the time its bytes were known.
 *
 * Depends on: base.
 */
#ifndef SITE_SIG_H
#define SITE_SIG_H

#include "base/base.h"

#include <sys/stat.h>

struct sig {
	uint64_t ino;	      /* 0: no signature */
	uint64_t size;	      /* [byte] */
	int64_t mtime, ctime; /* [ns] since 1970; 0: not settled */
};

struct sig sig_of(const struct stat *st);

/* False where there is none, or one that was not settled. */
bool sig_eq(struct sig a, struct sig b);

/* Whether they say the same, if only that they say nothing. */
bool sig_is_same(struct sig a, struct sig b);

/* The same, to be kept: without times if it is not settled. */
struct sig sig_settled(struct sig s, int64_t now);

/* Whether a write at `now` or later would show. */
bool sig_is_settled(struct sig s, int64_t now);

/* [ns] since 1970, as file systems count. */
int64_t sig_now(void);

#endif

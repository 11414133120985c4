/*
 * twin: the tree that was published until the last build, as that left it.
 *
 * The published tree and the one beside it have the same names; a file is the
 * same in both (a hard link) but for those that the last build changed.  When
 * no directory of the hidden tree has changed since, no name in it leads
 * anywhere else, and none need be looked at: a file that is in both cannot be
 * written to by one name without a trace at the other.
 *
 * Depends on: tree, wanted.
 */
#ifndef SITE_TWIN_H
#define SITE_TWIN_H

#include "site/tree.h"
#include "site/wanted.h"

struct twin {
	bool known;
	uint64_t ino; /* of the tree itself */
	int64_t mtime;
	struct hash dirs;   /* their names and signatures */
	struct str *differ; /* files that are not those of the published tree */
	size_t n;
};

/*
 * What is left of `old`, which was listed at the time `seen`, when a tree with
 * the same names has taken its place.  Not known where that cannot be told
 * later, or where so many files differ that it is of no use.
 */
void twin_note(struct twin *t, struct arena *a, const struct tree *old,
    const struct wanted *now, int64_t seen);

/* Whether `fd` is it, unchanged; its directories are those of `names`. */
bool twin_is_left(const struct twin *t, int fd, const struct tree *names);

#endif

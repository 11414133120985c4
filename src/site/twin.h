/*
 * twin: the tree that was published until the last build, as that left it.
 *
 * It has the names of the published tree.  A file is the same in both (a hard
 * link) or each has one of its own; of those the signatures tell which have the
 * same bytes (struct left).  When no directory of the hidden tree has changed
 * since, there is nothing else in it.
 *
 * Depends on: scout.
 */
#ifndef SITE_TWIN_H
#define SITE_TWIN_H

#include "site/scout.h"

struct twin {
	bool known;
	uint64_t ino; /* of the tree itself */
	int64_t mtime;
	struct hash dirs; /* see struct names */
	struct hash boot; /* of the machine, at which it was left; or zero */
};

/* What is left of a tree of these names when one that has the same takes its
 * place. */
void twin_note(struct twin *t, const struct names *old);

/* Whether what was seen is it, with the same directories. */
bool twin_is_left(const struct twin *t, const struct seen *seen);

/* Whether the machine has run since: what was written to a file shows in its
 * times, as long as the power was not cut before both came to the disk. */
bool twin_same_boot(const struct twin *t);

#endif

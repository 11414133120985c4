/*
 * shape: what the system says of a tree's directories, by which a later build
 * tells that the tree has the names it had.
 *
 * The published tree and the one beside it, which was published until the last
 * build and is its twin, have the same names.  A file is the same in both (a
 * hard link) or each has one of its own; of those the signatures tell which
 * have the same bytes (struct left).
 *
 * Depends on: tree.
 */
#ifndef SITE_SHAPE_H
#define SITE_SHAPE_H

#include "base/hash.h"
#include "site/tree.h"

/* All zero where it could not be told. */
struct shape {
	struct sig root;      /* of the tree itself */
	struct hash dirs;     /* the sum over those in it, see shape_add */
	struct hash manifest; /* of its bytes */
	struct hash boot;     /* of the machine, when it was noted; or zero */
};

/* As a build leaves them. */
struct trees {
	struct shape published, twin;
};

/* That of a tree that was listed at the time `seen` (see sig_now) and has no
 * names but ours; without `manifest`. */
struct shape shape_of(const struct tree *t, int64_t seen);

/* Lists a tree that has no names but those its manifest had at the time of
 * `was`.  False, and nothing listed, where it may have others. */
bool shape_recall(struct arena *a, struct tree *t, const struct shape *was);

bool shape_eq(const struct shape *a, const struct shape *b);

/* Whether a tree with that root and those directories is of the shape; it may
 * have been renamed since. */
bool shape_is(const struct shape *s, struct sig root, struct hash dirs);

/* Whether the machine has run since it was noted: what was written to a file
 * shows in its times, as long as the power was not cut before both came to the
 * disk. */
bool shape_same_boot(const struct shape *s);

/* The sum over directories with one more, in any order. */
struct hash shape_add(struct hash sum, struct str path, struct sig sig);

#endif

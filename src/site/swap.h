/*
 * swap: a directory, and the sibling that takes its place in one step.
 *
 * The new tree is filled as ".NAME.new" beside NAME, brought to the disk, and
 * changes places with the old one (renameat2, RENAME_EXCHANGE); then the old
 * tree is removed.  Killed at any moment, NAME is the old tree or the new one,
 * whole; what is left of ".NAME.new" is removed by the next that comes.
 *
 * ".NAME.new" is locked (flock, which dies with the process) by whoever works
 * on it: the new tree from its making, the old tree from before the exchange,
 * so that the lock is on ".NAME.new" under either meaning of that name.
 *
 * Depends on: file, diag.
 */
#ifndef SITE_SWAP_H
#define SITE_SWAP_H

#include "base/diag.h"

struct swap {
	struct diag *diag;
	const char *dir;  /* as the user wrote it, without '/' at the end */
	const char *name; /* its last component */
	const char *temp; /* ".NAME.new" */
	const char *temp_path;	 /* to show */
	const char *parent_path; /* of both */
	int parent;		 /* descriptors, -1 when not open */
	int old;		 /* -1 also when there is none yet */
	int new;
	bool locked; /* by somebody else */
};

/* Sets the names; opens nothing. */
void
swap_init(struct swap *s, struct arena *a, struct diag *d, const char *dir);

/* Closes what is open, and with that gives up the locks. */
void swap_clear(struct swap *s);

/* Opens the parent, which is made when `make`. */
bool swap_open_parent(struct swap *s, bool make);

/*
 * Opens the directory as it is now; none there is fine.
 *
 *   errors: publish-link, publish-foreign (not a directory), io
 */
bool swap_open_old(struct swap *s);

/* Whether ".NAME.new" is there: somebody is at work, or was killed. */
bool swap_is_busy(const struct swap *s);

/*
 * Makes `new`, empty and with mode 0700, in place of a leftover; opens `old`
 * and locks both.
 *
 *   errors: publish-locked, and those of swap_open_old
 */
bool swap_begin(struct swap *s);

/*
 * Makes the new tree the directory, and removes the old tree.  When the new
 * tree cannot be brought to the disk, the old one stays or comes back.
 *
 *   errors: publish-exchange, io
 */
bool swap_commit(struct swap *s);

/* Removes the new tree; the directory is as it was. */
void swap_abort(struct swap *s);

#endif

/*
 * swap: a directory, and the sibling that takes its place in one step.
 *
 * Beside NAME stands ".NAME.new".  It is filled, brought to the disk, and
 * changes places with NAME (renameat2, RENAME_EXCHANGE); the tree that was
 * published until then stays behind under that name, to be brought up to date
 * and published in its turn: removing ten thousand files takes longer than
 * making them.  Killed at any moment, NAME is the old tree or the new one,
 * whole.
 *
 * A reader may still be at work in a tree that was just taken out of service.
 * So until a sibling has been one for a second it is removed and a new one is
 * made; or where it is large, which takes longer than a second, none of its files
 * is written over.
 *
 * Whoever works on NAME holds locks (flock, which die with the process and its
 * workers) on it and, from when it is needed, on ".NAME.new"; so the lock is on
 * NAME under either meaning of that name.
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
	int barred;	/* errno where no sibling may be made; else 0 */
	bool holds;	/* the lock on the old tree */
	bool made;	/* the sibling is new and empty */
	bool clean;	/* it is as swap_commit left it, by its mode */
	bool large;	/* it takes longer to remove one than to wait */
	bool ready;	/* it may be written to */
	int64_t quiet;	/* [ns], monotonic: when nobody reads it any more */
	bool published; /* the new tree is the directory */
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

/*
 * Opens the directory as it is now and locks it; where there is none, the
 * sibling.
 *
 *   errors: publish-locked, and those of swap_open_old
 */
bool swap_begin(struct swap *s);

/*
 * Opens the sibling, which is made where there is none, for writing: locked and
 * hidden from others.  That it is hidden is brought to the disk (`sync`) before
 * anything else: `clean` is true of no tree that was written to when the power
 * was cut.
 *
 *   errors: publish-locked, io
 */
bool swap_prepare(struct swap *s, bool sync);

/* Whether nobody reads its files any more, so that they may be written over. */
bool swap_is_quiet(const struct swap *s);

/* Waits for that, for a second at most. */
void swap_await_quiet(const struct swap *s);

/*
 * Makes the new tree the directory.  When it cannot be brought to the disk
 * (`sync`), the old one stays or comes back.
 *
 *   errors: publish-exchange, io
 */
bool swap_commit(struct swap *s, bool sync);

/* Nothing was written to the sibling: it stays what it was. */
void swap_spare(struct swap *s);

/* The directory is as it was; a sibling that is empty goes. */
void swap_abort(struct swap *s);

#endif

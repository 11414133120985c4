/*
 * scout: what is in the tree beside the published one.
 *
 * There is something to see for each file of a site, and most builds need to
 * know it only at their end; so a process of its own may look while the caller
 * finds out what is to be built.
 *
 * Depends on: crew, tree.
 */
#ifndef SITE_SCOUT_H
#define SITE_SCOUT_H

#include <sys/types.h>

#include "base/hash.h"
#include "site/tree.h"

/* Shared with the process that looks. */
struct seen {
	bool done;
	uint64_t ino;	  /* of the tree */
	int64_t mtime;	  /* of the same */
	bool plain;	  /* its directories are what ours are */
	struct hash dirs; /* their names and signatures */
	struct sig sig[]; /* by `at` of the names; .ino 0: no file like ours */
};

struct scout {
	struct seen *seen; /* NULL: nobody looked */
	size_t size;	   /* [byte] of that */
	pid_t pid;	   /* still at it; 0: nobody is */
};

/* Sends a process to look at the directory `name` in `parent` for `names`.
 * Nobody is sent where that cannot be. */
void scout_send(
    struct scout *s, int parent, const char *name, const struct tree *names);

/* What it saw of the directory `fd`; who was not sent looks now.  NULL where it
 * cannot be told. */
const struct seen *scout_ask(struct scout *s, int fd, const struct tree *names);

void scout_clear(struct scout *s);

/* The sum of `dirs` with one more. */
struct hash scout_add_dir(struct hash h, struct str path, struct sig sig);

#endif

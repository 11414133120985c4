/*
 * scout: what is in the tree beside the published one.
 *
 * There is something to see for each file of a site, and most builds need to
 * know it only at their end; so a process of its own may look while the caller
 * finds out what is to be built.
 *
 * Depends on: crew, shape, tree.
 */
#ifndef SITE_SCOUT_H
#define SITE_SCOUT_H

#include <sys/types.h>

#include "site/tree.h"

/* Shared with the process that looks. */
struct seen {
	bool done;
	struct sig root;  /* of the tree */
	bool plain;	  /* its directories are what ours are */
	struct hash dirs; /* see struct shape */
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

#endif

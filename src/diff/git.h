/*
 * git: runs git and takes what it prints.
 *
 * Depends on: file.
 */
#ifndef DIFF_GIT_H
#define DIFF_GIT_H

#include "base/buf.h"

struct git {
	struct arena *a;
	const char *dir; /* for its -C */
	struct str out;
	struct str err; /* its first line */
	int status;	/* exit status; 128 and more where a signal ended it */
};

/*
 * Runs `git -C DIR ARGS`, in the C locale, with `input` on its standard input.
 * `args` ends with NULL.  Fills `out`, `err` and `status`; false with errno
 * when it could not be run.
 */
bool git_run(struct git *g, const char *const *args, struct str input);

#endif

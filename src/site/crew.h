/*
 * crew: processes that share a list of work.
 *
 * The Markdown library keeps its state in statics, so that threads cannot
 * share it; processes can.  Each takes the next piece of work that nobody has
 * taken, and sends what comes of it to the process that called crew_run, which
 * takes the answers as they come, in any order.  With one worker, or one piece,
 * all is done in the calling process and in order; the answers are the same.
 *
 * A worker dies with its parent.  The parent waits for all of them; one that
 * dies before its work is done is an error.
 *
 * Depends on: diag, pack.
 */
#ifndef SITE_CREW_H
#define SITE_CREW_H

#include <sys/types.h>

#include "base/diag.h"

#define CREW_MAX 64 /* workers */

struct crew {
	void *ctx;
	/* In a worker: does piece `i`, and appends the answer.  False: there is
	 * no use in going on; pieces that nobody has taken are left. */
	bool (*work)(void *ctx, size_t i, struct buf *answer);
	/* In the caller.  The bytes do not stay. */
	void (*take)(void *ctx, size_t i, struct str answer);
};

/*
 * Does pieces 0 to n - 1 with `workers` processes, 1 to CREW_MAX.
 *
 *   errors: io (a worker that died)
 */
bool crew_run(struct diag *d, const struct crew *c, size_t workers, size_t n);

/* A process that dies with its parent: 0 in it, its number in the parent, or -1.
 */
pid_t crew_fork(void);

/* Waits for its end; the status is that of waitpid. */
int crew_wait(pid_t pid);

/* As many as there are processors to run on. */
size_t crew_size(void);

#endif

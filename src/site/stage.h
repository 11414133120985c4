/*
 * stage: a tree that is filled beside the published one, file by file, and then
 * takes its place.
 *
 * What is published and stays keeps its modification time.  The new tree has it
 * as the same file (a hard link); where it has a file of its own by that name,
 * or links are refused, as a copy: writing over a file takes a tenth of the
 * time of removing it, and one that somebody still reads is never written to.
 * Files of ours that nobody put are gone in the new tree; foreign ones are
 * carried over.  When all is right already, nothing is touched.
 *
 *   stage_begin                 lock
 *   (stage.left is set here, where a build was before)
 *   stage_scan                  look at what is published
 *   stage_look                  at the new tree, while the caller goes on
 *   stage_prepare               before workers are made
 *   stage_put     in workers    a file
 *   stage_note    in the caller what stage_put said of it
 *   stage_fill                  all that is to be published is there
 *   stage_end                   publish, or leave it where nothing has changed
 *   stage_clear
 *
 * Depends on: crew, scout, shape, swap, wanted.
 */
#ifndef SITE_STAGE_H
#define SITE_STAGE_H

#include "site/publish.h"
#include "site/scout.h"
#include "site/shape.h"
#include "site/swap.h"
#include "site/wanted.h"

struct stage {
	struct arena *a;
	struct diag *d;
	struct swap swap;
	struct tree old;
	struct tree new; /* scanned at the end */
	struct wanted want;
	int64_t began;	   /* see sig_now; before anything was looked at */
	struct trees left; /* by the build before, and for the next one */
	bool recalled;	   /* `old` has the names that were left */
	struct scout scout;
	const struct seen *seen; /* of the new tree, which is the twin; NULL:
				  * another, or it has changed */
	bool trusted; /* what is written to the new tree shows in its times */
	struct publish_report *report;
	bool fresh; /* all is published already */
	bool no_sync;
	size_t nreplaced;  /* files that somebody may have been reading */
	size_t workers;	   /* to carry over many files; 0: none */
	mode_t umask;	   /* of the process, to be set again */
	struct buf parent; /* of the last file put: a directory of the tree */
};

/* errors: publish-link, publish-foreign, publish-locked, io */
bool
stage_begin(struct stage *s, struct arena *a, struct diag *d, const char *dir);

/* errors: publish-foreign, io, yaml-* (in the manifest) */
bool stage_scan(struct stage *s);

void stage_look(struct stage *s);

bool stage_prepare(struct stage *s);

/* What came of putting a file. */
struct put {
	enum fate fate;
	struct hash hash; /* of its bytes */
	struct sig sig;	  /* FATE_WRITTEN: as it is in the new tree */
};

/*
 * Puts a file into the new tree unless it is published already.  `was` is what
 * a build before left by that name, so that it need not be read; NULL: unknown.
 *
 *   errors: io
 */
bool stage_put(struct stage *s, struct diag *d, const struct output *out,
    const struct left *was, struct put *put);

/* Says that such a file is wanted; false for a second one of that path. */
bool stage_note(struct stage *s, struct str path, const struct put *put);

/* Whether a file is published as a build before left it. */
bool stage_has(const struct stage *s, struct str path, const struct left *was);

/* The bytes from `at` on of a file that is published. */
bool stage_read(const struct stage *s, struct arena *a, struct str path,
    size_t at, size_t n, struct str *out);

/* Says that such a file is wanted. */
const struct want *
stage_keep(struct stage *s, struct str path, const struct left *was);

/*
 * Completes the new tree.  What the next build is told of it, the signatures in
 * `want` and `left`, is true once it is published, and shows that it is not if
 * it never was.
 *
 *   errors: publish-foreign (a foreign file where ours would go), file-size
 *           (too many files to list), io
 */
bool stage_fill(struct stage *s, struct publish_report *report);

/*
 * Publishes it.  Asks for no memory once that is done.
 *
 *   errors: publish-exchange, io
 */
bool stage_end(struct stage *s);

/* Gives up the lock; what is not published stays as it was. */
void stage_clear(struct stage *s);

#endif

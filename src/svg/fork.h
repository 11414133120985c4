/*
 * fork: a tree of questions and answers, as inline SVG.
 *
 * Boxes of one width hold their text in lines.  From a question the branch with
 * more answers goes on below, the other to the right, so that a chain of
 * questions, the usual tree, is a column with its answers beside it, and is
 * readable on a phone.  Sizes are whole pixels; colours and fonts come from
 * classes.
 *
 * Depends on: buf.
 */
#ifndef SVG_FORK_H
#define SVG_FORK_H

#include "base/buf.h"

struct fork {
	struct str text;
	const struct fork *yes, *no; /* both, or neither: an answer */
};

struct fork_picture {
	struct str id;	  /* of the title; unique in the page */
	struct str title; /* what the picture shows */
	struct str about; /* where the same is said in words */
};

void fork_draw(struct buf *out, struct arena *a, const struct fork *root,
    const struct fork_picture *p);

#endif

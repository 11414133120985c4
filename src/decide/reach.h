/*
 * reach: which branches of a decision tree a workload can take at all.
 *
 * Every value that an input may have in the declared ranges is tried, by those
 * that stand for all (see points): the range of the guide's question for its
 * axis, the range that price files give an input, from zero on for others, and
 * for a word those that the tree asks for and another one.  A comparison of
 * two inputs, or of figures alone, is taken to hold and not to hold, so a branch
 * that is reported is one that nothing can take.
 *
 * Depends on: decide/guide, decide/points.
 */
#ifndef DECIDE_REACH_H
#define DECIDE_REACH_H

#include "decide/guide.h"

enum flaw_kind {
	FLAW_NEVER,  /* the answer `yes` of the question is never given */
	FLAW_ALWAYS, /* it is always given, and `no` never */
	FLAW_SAME    /* both answers come to the same option */
};

struct flaw {
	enum flaw_kind kind;
	const struct choice *question;
	size_t option; /* FLAW_SAME */
	struct span at;
};

/* What is wrong with the tree by itself, from its root on. */
struct flaw *tree_flaws(struct arena *a, const struct guide *g, size_t *n);

/* "no workload that gets here has requests > 900": a clause. */
struct str
flaw_text(struct arena *a, const struct guide *g, const struct flaw *f);

#endif

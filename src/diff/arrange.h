/*
 * arrange: changed figures by the place that shows them.
 *
 * Each changed figure stands under the first table or block of the new guide
 * that shows it, else under the text.  Sentences are those that show one.
 * Small changes are left out of both.
 *
 * Depends on: diff/change, diff/prose.
 */
#ifndef DIFF_ARRANGE_H
#define DIFF_ARRANGE_H

#include "diff/change.h"

struct group {
	const struct guide_model *guide;
	struct str
	    block; /* kind of the block; "table" of text; "text"; "home page" */
	size_t line;	    /* 0: the text as a whole, or not known */
	struct str heading; /* above; empty: none */
	const struct cell **cell;
	size_t n, cap;
};

struct sentence {
	const struct guide_model *guide;
	size_t line;
	struct str text; /* changed figures as "old → new" */
	struct str *id;	 /* of the changed figures in it */
	size_t nid, capid;
};

struct arrangement {
	struct group *group; /* by guide, by line; the text last */
	size_t ngroup, capgroup;
	struct sentence *sentence;
	size_t nsentence, capsentence;
};

void arrange(struct arena *a, const struct changes *c, struct arrangement *out);

#endif

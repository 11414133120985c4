/*
 * match: which guide of one site is which of another.
 *
 * Guides of the same id are the same.  Of the others two are one that was
 * renamed when their prose is the same, or their titles and half of what they
 * show, or three quarters of their figures with the values.
 *
 * Depends on: diff/model.
 */
#ifndef DIFF_MATCH_H
#define DIFF_MATCH_H

#include "diff/model.h"

struct match {
	const struct guide_model *old, *new; /* NULL: gone, or added */
};

/* All guides: those of `new` in their order, then those that are gone. */
struct match *match_guides(struct arena *a, const struct model *old,
    const struct model *new, size_t *n);

#endif

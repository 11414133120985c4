/*
 * gather: the model of a site from its sources.
 *
 * Depends on: diff/model, site/project.
 */
#ifndef DIFF_GATHER_H
#define DIFF_GATHER_H

#include "diff/model.h"
#include "site/project.h"

/*
 * Computes every guide of a project that was opened and whose guides were
 * loaded, and what `asked` shows of it, which may be NULL.  Each is computed
 * in an arena of its own; the model is in `a` and points into the project.
 *
 *   errors: those of page_compute; warnings are left out
 */
bool gather(struct arena *a, struct diag *d, struct project *p,
    const struct model *asked, struct model *out);

/* What the price files say. */
void gather_facts(struct arena *a, const struct catalog *c, struct model *out);

#endif

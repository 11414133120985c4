/*
 * relay: diagnostics of another process, said again in this one.
 *
 * A place in a file that both know (it was read before the fork) is its
 * address; a place in any other is the name of the file, which the receiver
 * reads when there is something to show of it.
 *
 * Depends on: project, pack.
 */
#ifndef SITE_RELAY_H
#define SITE_RELAY_H

#include "base/pack.h"
#include "site/project.h"

/* `own` are the sources of this process alone. */
void relay_pack(struct buf *b, const struct diag *d,
    const struct source *const *own, size_t nown);

/* Files that were read to show places in them. */
struct relay {
	struct project *p;
	struct map source; /* by name */
};

/* Adds the reports to those of the project. */
void relay_unpack(struct relay *r, struct unpack *u);

#endif

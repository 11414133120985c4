/*
 * load: the model of what an operand names.
 *
 * An operand is a directory, a `figures.json` file, or a git revision of the
 * repository that holds the site.  A directory or revision that has sources is
 * computed from them; one that has none is read from its `figures.json`.
 *
 * Depends on: diff/gather, diff/read, diff/revision.
 */
#ifndef DIFF_LOAD_H
#define DIFF_LOAD_H

#include "diff/model.h"
#include "site/project.h"

/*
 * Loads the model; all of it is in the arena.
 *
 *   in:     `o->dir` is the site; an operand that is NULL means its files as
 *           they are in the work tree; figures that `asked` shows are
 *           computed too, unless it is NULL
 *   errors: not-a-site, revision-unknown, git, figures-file, and those of the
 *           project's files
 */
bool
model_load(struct arena *a, struct diag *d, const struct project_options *o,
    const char *operand, const struct model *asked, struct model *out);

/* Whether the operand is a file, which knows one page only. */
bool operand_is_file(const char *operand);

#endif

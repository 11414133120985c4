/*
 * revision: the files of a site as a git revision has them, in memory.
 *
 * Only git is run, with vectors of arguments and no shell; nothing is written.
 * Where the revision has sources these are read, else its `figures.json`
 * files.
 *
 * Depends on: site/files, diag, git(1).
 */
#ifndef DIFF_REVISION_H
#define DIFF_REVISION_H

#include "base/diag.h"
#include "site/files.h"

/*
 * Reads the files that the site in the directory `dir` has at a revision of
 * the repository which holds it.
 *
 *   out:    path within the site to struct str; a file too large to read is
 *           there with its size and no bytes
 *   errors: revision-unknown, git
 */
bool revision_read(struct arena *a, struct diag *d, const char *dir,
    struct str revision, struct fileset *out);

#endif

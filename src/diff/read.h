/*
 * read: a model from `figures.json` files.
 *
 * Such a file is that of one guide, or that of the home page, whose ids start
 * with the guides'.  Winners and crossings are derived from the figures.
 *
 * Depends on: diff/model, data/yaml.
 */
#ifndef DIFF_READ_H
#define DIFF_READ_H

#include "base/diag.h"
#include "diff/model.h"

/* A model in the making; all but the first three start at zero. */
struct reading {
	struct arena *a;
	struct diag *d;
	struct model *out;
	struct map guides; /* id to what was read of it */
};

/*
 * Adds a file.  Beside those of its guides (`beside`) the figures of a home
 * page answer for the guides without being shown in them.
 *
 *   errors: yaml-*, figures-file
 */
bool reading_add(struct reading *r, const struct source *s, bool beside);

/* Fills the model. */
void reading_finish(struct reading *r);

#endif

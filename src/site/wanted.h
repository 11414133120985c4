/*
 * wanted: what a published directory should hold: the outputs of a build and
 * the manifest that lists them.
 *
 * Depends on: manifest.
 */
#ifndef SITE_WANTED_H
#define SITE_WANTED_H

#include "site/manifest.h"

struct wanted {
	struct output *out; /* by path; each path with a NUL behind it */
	size_t n;
	struct fileset set; /* path to output */
};

/* Asserts what output promises (see publish.h). */
void wanted_init(
    struct wanted *w, struct arena *a, const struct output *out, size_t n);

const struct output *wanted_find(const struct wanted *w, struct str path);

/* The first output below the directory `dir`, or NULL. */
const struct output *wanted_below(const struct wanted *w, struct str dir);

#endif

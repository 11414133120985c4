/*
 * wanted: the files that a published directory should hold: the outputs of a
 * build and the manifest that lists them.
 *
 * Depends on: hash, manifest, sig.
 */
#ifndef SITE_WANTED_H
#define SITE_WANTED_H

#include "base/hash.h"
#include "site/manifest.h"
#include "site/sig.h"

struct entry;

/* What it takes to have a file in the new tree. */
enum fate {
	FATE_SAME,   /* it is there already, byte for byte */
	FATE_MODE,   /* only its mode was wrong */
	FATE_WRITTEN /* its bytes are in the new tree */
};

struct want {
	struct str path; /* a NUL behind it */
	enum fate fate;
	bool sure;	  /* it is the very file that the last build left */
	bool moved;	  /* a link to it was made; its signature is another */
	bool differs;	  /* it is another file than the one it replaces */
	struct hash hash; /* of its bytes */
	struct sig sig;	  /* as published; without times if not settled */
	const struct entry *old; /* what is published by that name, or NULL */
};

/* A file as a build left it. */
struct left {
	struct hash hash;
	struct sig sig;
};

struct wanted {
	struct want **list; /* by path once sorted */
	size_t n, cap;
	struct fileset set; /* path to struct want */
};

/* A path as output promises it. */
bool wanted_is_sane(struct str path);

/* Room for so many in one piece. */
void wanted_reserve(struct wanted *w, struct arena *a, size_t n);

/* Asserts what output promises (see publish.h); NULL for a second one.  The path
 * is borrowed and has a NUL behind it. */
struct want *wanted_add(struct wanted *w, struct arena *a, struct str path);

void wanted_sort(struct wanted *w);

const struct want *wanted_find(const struct wanted *w, struct str path);

/* The first one below the directory `dir`, or NULL; sorted. */
const struct want *wanted_below(const struct wanted *w, struct str dir);

#endif

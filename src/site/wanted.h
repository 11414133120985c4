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
	struct hash hash; /* of its bytes */
	/* As published and, where it has those bytes in a file of its own, in
	 * the tree beside it; without times if not settled. */
	struct sig sig, other;
	const struct entry *old; /* what is published by that name, or NULL */
	const struct left *was;	 /* as a build before left it, or NULL */
};

/* A file as a build left it: its bytes, and the signatures of one or two files
 * that have them; which of these is published changes with each build. */
struct left {
	struct hash hash;
	struct sig sig, other;
};

/* Whether a file of that signature has those bytes. */
bool left_has(const struct left *l, struct sig sig);

/* The other signature than that of a file which has those bytes. */
struct sig left_beside(const struct left *l, struct sig sig);

/* Whether the want would be left as the same. */
bool left_is(const struct left *l, const struct want *w);

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

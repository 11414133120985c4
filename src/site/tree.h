/*
 * tree: what a published directory holds, and which of it is ours.
 *
 * Links are entries like others and are never followed.
 *
 * Depends on: file, manifest, sig.
 */
#ifndef SITE_TREE_H
#define SITE_TREE_H

#include "base/diag.h"
#include "base/hash.h"
#include "site/manifest.h"
#include "site/sig.h"

#define TREE_DIR (S_IFDIR | 0755) /* the mode of a directory of ours */

struct entry {
	struct str path; /* relative; a NUL behind it */
	mode_t mode;
	bool ours; /* in the manifest, or a directory above what is */
	struct sig sig;
	size_t at; /* its place among all of the tree */
};

struct tree {
	int fd;		  /* borrowed; -1: an empty tree */
	const char *dir;  /* to show */
	struct map entry; /* by path, a directory before what is in it */
};

/* Lists what is there.  errors: io */
bool tree_scan(struct arena *a, struct diag *d, struct tree *t);

/*
 * Reads the manifest of a tree that was scanned.
 *
 *   errors: publish-foreign (not empty, and no manifest), io, yaml-*
 */
bool tree_read_manifest(struct arena *a, struct diag *d, struct tree *t);

const struct entry *tree_find(const struct tree *t, struct str path);

/* The i-th entry. */
const struct entry *tree_at(const struct tree *t, size_t i);

/* Neither a file of the manifest nor a directory above one. */
bool tree_is_foreign(const struct entry *e);

/* Whether the entry is a regular file with exactly these bytes. */
bool tree_has(const struct tree *t, const struct entry *e, struct str bytes);
bool
tree_has_hash(const struct tree *t, const struct entry *e, struct hash hash);

/* Lists one entry more; the path is borrowed and has a NUL behind it. */
struct entry *tree_add(struct arena *a, struct tree *t, struct str path,
    mode_t mode, struct sig sig);

/* Of a path what stands up to the last '/', and that. */
struct str tree_dir_of(struct str path);

/* Looks only at what has that path, if it is there. */
bool
tree_look(struct arena *a, struct diag *d, struct tree *t, struct str path);

/*
 * Lists what is there as tree_scan does, but of what is no directory only what
 * it is and which (`sig.ino`): that takes no look at the file.
 */
bool tree_list(struct arena *a, struct diag *d, struct tree *t);

#endif

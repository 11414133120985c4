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

/*
 * What the system says of a tree's directories, by which a later run tells that
 * the tree has the names it had; all zero where that could not be told.
 */
struct names {
	struct sig root;      /* of the tree itself */
	struct hash dirs;     /* of those in it, see tree_add_dir */
	struct hash manifest; /* of its bytes */
};

/* Lists what is there.  errors: io */
bool tree_scan(struct arena *a, struct diag *d, struct tree *t);

/* Lists a tree that has no names but those its manifest had at the time of
 * `was`.  False, and nothing listed, where it may have others. */
bool tree_recall(struct arena *a, struct tree *t, const struct names *was);

/* The names of a tree that was listed at the time `seen` (see sig_now), all of
 * them ours; without `manifest`. */
struct names tree_names(const struct tree *t, int64_t seen);

bool names_eq(const struct names *a, const struct names *b);

/* The sum over directories with one more, in any order. */
struct hash tree_add_dir(struct hash sum, struct str path, struct sig sig);

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

/* Looks only at what has that path, if it is there. */
bool
tree_look(struct arena *a, struct diag *d, struct tree *t, struct str path);

/*
 * Lists what is there as tree_scan does, but of what is no directory only what
 * it is and which (`sig.ino`): that takes no look at the file.
 */
bool tree_list(struct arena *a, struct diag *d, struct tree *t);

#endif

/*
 * manifest: which files of the published directory are ours.
 *
 * `manifest.json` lists the paths, sorted, each on its own line, and not
 * itself:
 *
 *   {
 *     "generator": "breakeven",
 *     "format": 1,
 *     "files": [
 *       "index.html"
 *     ]
 *   }
 *
 * A directory is ours when it holds a file of ours.
 *
 * Depends on: diag, data/yaml, data/json.
 */
#ifndef SITE_MANIFEST_H
#define SITE_MANIFEST_H

#include "base/diag.h"
#include "base/map.h"

#define MANIFEST_NAME "manifest.json"

/* Files by their paths, and the directories above them, parents first. */
struct fileset {
	struct map file; /* to what the owner of the set put there */
	struct map dir;
};

/* False when the path is there already.  The path needs a NUL behind it. */
bool
fileset_add(struct arena *a, struct fileset *set, struct str path, void *value);

/* The text for `n` files sorted by path, without the manifest itself. */
struct str manifest_text(struct arena *a, const struct str *path, size_t n);

/* The paths in one as manifest_text writes it, borrowed from the text; NULL for
 * any other, which may be good too. */
struct str *manifest_plain(struct arena *a, struct str text, size_t *n);

/*
 * The paths in a manifest.
 *
 *   errors: yaml-*, publish-foreign (not a manifest of ours)
 */
bool manifest_parse(struct arena *a, struct diag *d, struct span text,
    struct str **path, size_t *n);

#endif

/*
 * files: the files of a site, in a directory or in memory.
 *
 * A site of another revision is held in memory, so that nothing need be
 * written to read it.  Paths are relative to the site.  Functions that fail
 * set errno, as those of base/file.
 *
 * Depends on: file, manifest.
 */
#ifndef SITE_FILES_H
#define SITE_FILES_H

#include "base/file.h"
#include "site/manifest.h"

struct files {
	const char *dir; /* or, in memory, what messages call the site */
	const struct fileset *held; /* to struct str; NULL: in the directory */
};

/* The path as shown to the user: "dir/path", or "name:path" in memory. */
char *files_path(struct arena *a, const struct files *f, const char *path);

bool files_read(struct arena *a, const struct files *f, const char *path,
    size_t max, struct str *out);

/* Names in a directory of the site, "." for its own, sorted by bytes. */
struct str *
files_list(struct arena *a, const struct files *f, const char *dir, size_t *n);

/* As file_exists and file_may_be_dir. */
bool files_has(struct arena *a, const struct files *f, const char *path);
bool files_is_dir(struct arena *a, const struct files *f, const char *path);

#endif

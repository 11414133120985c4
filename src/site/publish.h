/*
 * publish: a set of files put into a directory, whole or not at all.
 *
 * The files are written to a sibling directory, which then changes places with
 * the old one in one step (see swap.h); a build that fails or is killed leaves
 * the old tree as it was.  `manifest.json` in the directory lists the files
 * that are ours, sorted; any other file there is foreign and is carried over.
 * A directory without a manifest that is not empty is refused, as is a
 * symbolic link.
 *
 * Files have mode 0644 and their directories 0755, whatever the umask.  When
 * bytes and modes are right already, nothing is touched.  A file whose bytes
 * are the same keeps its modification time (see stage.h).
 *
 * Depends on: stage, text/unified.
 */
#ifndef SITE_PUBLISH_H
#define SITE_PUBLISH_H

#include "base/diag.h"

/*
 * A path is UTF-8 without control characters, relative, with '/' between
 * components that are neither empty, "." nor ".."; it is unique, is not
 * "manifest.json", and no path lies below another.  All asserted but UTF-8.
 */
struct output {
	struct str path;
	struct str bytes;
};

/* Counts of outputs; the manifest is not counted. */
struct publish_report {
	bool published;	   /* the new tree is there, whatever failed then */
	size_t nwritten;   /* files that are new or changed */
	size_t nremoved;   /* files of ours that are gone */
	size_t nunchanged; /* their modification times are kept */
};

/*
 * Publishes `n` outputs (plus manifest.json) as directory `dir`, which is made
 * with its parents when it is not there.
 *
 *   errors: publish-link, publish-foreign (a directory that is not ours, or a
 *           foreign file where ours would go), publish-exchange (the file
 *           system cannot), publish-locked (another build is at work),
 *           file-size (too many files to list), io, yaml-* (in the manifest)
 */
bool publish(struct arena *a, struct diag *d, const char *dir,
    const struct output *out, size_t n, struct publish_report *report);

/*
 * Compares the outputs and their manifest with what `dir` holds; writes
 * nothing, and does not look at modes.  Appends a unified diff, in the order
 * of paths, of every file that differs, is missing, or should be gone; one
 * line for a file that is binary or too large to show, or cannot be read.
 * Without a directory at all the files are only named and counted.
 *
 *   out:    true when all are the same; `*ndiff` counts those that are not
 */
bool publish_check(struct arena *a, const char *dir, const struct output *out,
    size_t n, struct buf *diff, size_t *ndiff);

#endif

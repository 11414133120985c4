/*
 * file: the only place that reads and writes files.
 *
 * Functions return false (or NULL) with errno set; the caller, who knows why
 * the file was wanted, reports it.  Those that end in `_at` take a path that
 * is relative to the directory `fd` (AT_FDCWD: the working directory).
 *
 * Depends on: buf.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <sys/types.h>

#include "base/buf.h"

/*
 * Reads a whole regular file into the arena, with a NUL behind it.  Anything
 * else (directory, FIFO, device) fails with EINVAL without blocking, more than
 * `max` bytes with EFBIG.
 */
bool file_read(struct arena *a, const char *path, size_t max, struct str *out);
bool file_read_at(
    struct arena *a, int fd, const char *path, size_t max, struct str *out);

/*
 * Creates or replaces a file.  A regular file appears whole or stays as it
 * was: the bytes go to a sibling ".NAME.new" that is synced and renamed.  A
 * link is followed, the mode of an existing file is kept, a device or FIFO is
 * written in place.
 */
bool file_write(const char *path, struct str bytes);

/* Reads `n` bytes from byte `from` of a file on. */
bool file_get(int fd, void *to, size_t n, uint64_t from);

/* Writes to a descriptor, all of it. */
bool file_put(int fd, struct str bytes);

/*
 * Writes over all of a file.  At first to the end of its last block, so that the
 * system need not read what stood there: for a small file that takes longer than
 * all the rest.
 */
bool file_put_over(int fd, struct str bytes);

/* Brings what was written to the disk. */
bool file_sync(int fd);

/* Makes a directory and its parents; one that is there is fine. */
bool file_mkdirs(const char *path);

bool file_is_dir(const char *path);
bool file_is_link(const char *path);

/*
 * False only where it is known that there is none: what cannot be looked at is
 * not taken for absent, and whoever reads it learns why.  A dangling link
 * exists.
 */
bool file_exists(const char *path);
bool file_may_be_dir(const char *path);

/*
 * Names in a directory, sorted by bytes, without "." and "..", each with a NUL
 * behind it.  NULL with errno when it cannot be read.
 */
struct str *file_list(struct arena *a, const char *dir, size_t *n);

/* The same, and fails with ELOOP or ENOTDIR where `dir` is a link. */
struct str *file_list_at(struct arena *a, int fd, const char *dir, size_t *n);

/* A name in a directory, and what the directory says of it. */
struct file_item {
	struct str name;
	uint64_t inode;
	mode_t kind; /* S_IFREG, ...; 0 where it does not say */
};

/* The same as file_list_at, with that. */
struct file_item *
file_items_at(struct arena *a, int fd, const char *dir, size_t *n);

/*
 * Paths of all regular files below `dir`, relative to it, sorted by bytes.
 * Links are neither listed nor followed.
 */
struct str *file_walk(struct arena *a, const char *dir, size_t *n);

/* Removes a file or a tree without following links; none there is fine. */
bool file_remove_tree(const char *path);
bool file_remove_tree_at(int fd, const char *path);

/* "dir/name" in the arena. */
char *file_join(struct arena *a, const char *dir, const char *name);

/* The path from the root, without links, "." and "..", of what need not be
 * there yet. */
struct str file_real(struct arena *a, const char *path);

#endif

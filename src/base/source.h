/*
 * source: a text the user wrote, and places in it.
 *
 * A span is a range of bytes in a source; line and column are computed only to
 * print.  Columns count code points from 1, whatever the library that found
 * the place counts in.
 *
 * Depends on: str.
 */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include "base/str.h"

struct source {
	const char *path; /* as shown to the user; NUL-terminated */
	const char *name; /* the same wherever the site lies; for outputs */
	struct str text;
	size_t *line; /* [byte] offset at which each line starts */
	size_t nline;
	size_t *before; /* see source.c; NULL: no line is long */
};

struct span {
	const struct source *src; /* NULL: no place */
	size_t from;		  /* [byte] */
	size_t to;		  /* [byte] one past the end */
};

struct place {
	size_t line;   /* from 1 */
	size_t column; /* [code point] from 1 */
};

/* A source in the arena; `path` and `text` are borrowed. */
struct source *source_new(struct arena *a, const char *path, struct str text);

/* The same, with a name of its own for outputs. */
struct source *source_named(
    struct arena *a, const char *path, const char *name, struct str text);

struct place source_place(const struct source *s, size_t offset);

/* Line `line` (from 1) without its line end. */
struct str source_line(const struct source *s, size_t line);

struct span span_of(const struct source *s, size_t from, size_t to);

/* The part [from, to) of a span, clamped to it. */
struct span span_sub(struct span at, size_t from, size_t to);

/* By file, then by where they start; what has no place comes first. */
int span_order(struct span x, struct span y);

/* "path:line" of the start of a span, for messages. */
struct str span_where(struct arena *a, struct span at);

/* "name:line", the same wherever the site lies, for outputs. */
struct str span_named(struct arena *a, struct span at);

#endif

/*
 * json: a tree of nodes as JSON text, and back.
 *
 * Two spaces a level, keys in order, a newline at the end: made to be read in
 * a diff.  A list or map of scalars that fits stays on one line.
 *
 * Depends on: node.
 */
#ifndef DATA_JSON_H
#define DATA_JSON_H

#include "base/buf.h"
#include "data/node.h"

void json_print(struct buf *out, const struct node *n);

/* `s` as a JSON string in quotes; the same without them. */
void json_string(struct buf *out, struct str s);
void json_text(struct buf *out, struct str s);

/*
 * For large texts that are written without a tree, laid out alike: the key of
 * the next member of a map (whose brace is there) that is `level` deep; a new
 * line; a map of texts.
 */
void json_key(struct buf *out, const char *key, int level);
void json_newline(struct buf *out, int level);

struct json_pair {
	struct str key, value;
	bool yes; /* the value is `true` */
};

void
json_pairs(struct buf *out, const struct json_pair *p, size_t n, int level);

/*
 * Reads what json_print wrote; NULL where it is not that.  Texts without a
 * backslash point into `text`.
 */
struct node *json_read(struct arena *a, struct str text);

#endif

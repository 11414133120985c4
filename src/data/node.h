/*
 * node: one tree for what is read (YAML) and what is shown (templates, JSON).
 *
 * Scalars keep the text as typed; what they mean is asked for where it is
 * known (see field.h).  Maps keep the order of insertion.  Nodes are owned by
 * the arena they were made in and point into sources.
 *
 * Depends on: map, source.
 */
#ifndef DATA_NODE_H
#define DATA_NODE_H

#include "base/map.h"
#include "base/source.h"

enum node_kind {
	NODE_NULL,
	NODE_BOOL,
	NODE_NUMBER, /* `text` is a number, or other JSON, as it stands */
	NODE_STRING, /* a YAML scalar of any kind, or a string */
	NODE_LIST,
	NODE_MAP
};

struct node {
	enum node_kind kind;
	bool yes;	       /* NODE_BOOL */
	bool quoted;	       /* a YAML scalar in quotes or a block */
	bool twice;	       /* of a YAML text: a key stood twice in it */
	struct str text;       /* NODE_STRING, NODE_NUMBER */
	struct span at;	       /* no source for nodes that were not read */
	struct node **item;    /* NODE_LIST; NODE_MAP: the values */
	struct span *key_at;   /* NODE_MAP that was read: place of each key */
	size_t n, cap, capkey; /* of `item` */
	struct map map;	       /* NODE_MAP: key to node */
};

struct node *node_null(struct arena *a);
struct node *node_bool(struct arena *a, bool yes);
struct node *node_number(struct arena *a, struct str text);
struct node *node_int(struct arena *a, int64_t n);
struct node *node_json(struct arena *a, struct str text);
struct node *node_string(struct arena *a, struct str text);
struct node *node_list(struct arena *a);
struct node *node_map(struct arena *a);

void node_push(struct arena *a, struct node *list, struct node *item);

/* Sets or replaces `key`, which is borrowed. */
void
node_set(struct arena *a, struct node *map, struct str key, struct node *value);

/* Shorthands for building; `key` is a literal. */
void node_set_str(
    struct arena *a, struct node *map, const char *key, struct str text);
void
node_set_bool(struct arena *a, struct node *map, const char *key, bool yes);
void node_set_node(
    struct arena *a, struct node *map, const char *key, struct node *value);

/* The value of `key`, or NULL; NULL also when `map` is not a map. */
struct node *node_find(const struct node *map, struct str key);

/* The text of that value; empty where there is none. */
struct str node_find_text(const struct node *map, const char *key);

/* A copy with its texts, whose memory belongs to `a`. */
struct node *node_copy(struct arena *a, const struct node *n);

/* Key of the i-th item of a map. */
struct str node_key(const struct node *map, size_t i);

bool node_is_empty(const struct node *n); /* NULL, null, or no text */

#endif

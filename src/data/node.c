#include "data/node.h"

static struct node *
node_of(struct arena *a, enum node_kind kind)
{
	struct node *n = arena_new(a, struct node);

	n->kind = kind;
	return n;
}

struct node *
node_null(struct arena *a)
{
	return node_of(a, NODE_NULL);
}

struct node *
node_bool(struct arena *a, bool yes)
{
	struct node *n = node_of(a, NODE_BOOL);

	n->yes = yes;
	return n;
}

struct node *
node_number(struct arena *a, struct str text)
{
	struct node *n = node_of(a, NODE_NUMBER);

	n->text = text;
	return n;
}

struct node *
node_json(struct arena *a, struct str text)
{
	return node_number(a, text);
}

struct node *
node_int(struct arena *a, int64_t i)
{
	return node_number(a, str_printf(a, "%lld", (long long)i));
}

struct node *
node_string(struct arena *a, struct str text)
{
	struct node *n = node_of(a, NODE_STRING);

	n->text = text;
	return n;
}

struct node *
node_list(struct arena *a)
{
	return node_of(a, NODE_LIST);
}

struct node *
node_map(struct arena *a)
{
	return node_of(a, NODE_MAP);
}

void
node_push(struct arena *a, struct node *list, struct node *item)
{
	arena_push(a, list->item, list->n, list->cap, item);
}

void
node_set(struct arena *a, struct node *map, struct str key, struct node *value)
{
	struct node *old = map_put(&map->map, a, key, value);

	if (!old) {
		node_push(a, map, value);
		return;
	}
	for (size_t i = 0; i < map->n; i++)
		if (map->item[i] == old)
			map->item[i] = value;
}

void
node_set_str(
    struct arena *a, struct node *map, const char *key, struct str text)
{
	node_set(a, map, str_of(key), node_string(a, text));
}

void
node_set_bool(struct arena *a, struct node *map, const char *key, bool yes)
{
	node_set(a, map, str_of(key), node_bool(a, yes));
}

void
node_set_node(
    struct arena *a, struct node *map, const char *key, struct node *value)
{
	node_set(a, map, str_of(key), value);
}

struct node *
node_find(const struct node *map, struct str key)
{
	if (!map || map->kind != NODE_MAP)
		return NULL;
	return map_find(&map->map, key);
}

struct str
node_find_text(const struct node *map, const char *key)
{
	const struct node *n = node_find(map, str_of(key));

	return n ? n->text : (struct str){ 0 };
}

struct str
node_key(const struct node *map, size_t i)
{
	return map->map.entry[i].key;
}

bool
node_is_empty(const struct node *n)
{
	return !n || n->kind == NODE_NULL ||
	    (n->kind == NODE_STRING && !n->quoted && n->text.n == 0);
}

struct node *
node_copy(struct arena *a, const struct node *n)
{
	struct node *copy = node_of(a, n->kind);

	copy->yes = n->yes;
	copy->quoted = n->quoted;
	copy->at = n->at;
	copy->text = str_copy(a, n->text);
	for (size_t i = 0; i < n->n; i++) {
		struct node *item = node_copy(a, n->item[i]);

		if (n->kind == NODE_MAP)
			node_set(a, copy, str_copy(a, node_key(n, i)), item);
		else
			node_push(a, copy, item);
	}
	return copy;
}

/* Which guides use which service and which source. */
#include "data/json.h"
#include "view/pages_int.h"

static void
note_user(struct pages *p, struct map *map, struct str key, size_t place)
{
	struct users *u = map_find(map, key);

	if (!u) {
		u = arena_new(p->a, struct users);
		map_put(map, p->a, str_copy(p->a, key), u);
	}
	/* Two sources of a guide may have one address. */
	if (u->n && u->place[u->n - 1] == place)
		return;
	u->total++;
	if (u->n < PAGES_USERS)
		arena_push(p->a, u->place, u->n, u->cap, place);
}

/* A source by its name, "SERVICE/KEY". */
static const struct citation *
named_source(struct pages *p, struct str name)
{
	struct str service, key;
	const struct service *s;

	str_cut(name, '/', &service, &key);
	s = catalog_find(p->site->catalog, service);
	return s ? map_find(&s->sources.by_key, key) : NULL;
}

static void
note_source(struct pages *p, const struct node *n, size_t place)
{
	struct usage *u = &p->usage;
	struct own_source own = { .place = place };
	const struct citation *c;

	if (n->kind == NODE_STRING) {
		c = named_source(p, n->text);
		if (c)
			note_user(p, &u->url, c->url, place);
		return;
	}
	note_user(p, &u->url, node_find_text(n, "url"), place);
	if (u->nown == PAGES_USERS)
		return;
	own.citation = node_copy(p->a, n);
	arena_push(p->a, u->own, u->nown, u->capown, own);
}

void
pages_usage(struct pages *p)
{
	struct arena scratch = { 0 };

	for (size_t i = 0; i < p->site->npage; i++) {
		struct arena_mark mark = arena_mark(&scratch);
		const struct node *entry =
		    json_read(&scratch, p->made[i].entry);
		const struct node *service = node_find(entry, STR("services"));
		const struct node *source = node_find(entry, STR("sources"));

		for (size_t k = 0; service && k < service->n; k++)
			note_user(
			    p, &p->usage.service, service->item[k]->text, i);
		for (size_t k = 0; source && k < source->n; k++)
			note_source(p, source->item[k], i);
		arena_rewind(&scratch, mark);
	}
	arena_clear(&scratch);
}

struct node *
pages_users(struct pages *p, const struct users *users)
{
	struct node *n, *list;

	if (!users)
		return node_null(p->a);
	n = node_map(p->a);
	list = node_list(p->a);
	for (size_t i = 0; i < users->n; i++) {
		node_push(p->a, list, pages_guide(p, users->place[i]));
		node_set_bool(p->a, list->item[i], "last", i + 1 == users->n);
	}
	node_set_node(p->a, n, "items", list);
	node_set_node(p->a, n, "total", node_int(p->a, (int64_t)users->total));
	node_set_node(p->a, n, "others",
	    users->total > users->n
		? node_int(p->a, (int64_t)(users->total - users->n))
		: node_null(p->a));
	return n;
}

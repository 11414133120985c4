/* Every source once: what was taken from it, and which guides rest on it. */
#include "view/pages_int.h"
#include "view/service.h"

#include <stdlib.h>

struct list {
	struct pages *p;
	struct map by_url; /* to struct node */
};

/* The entry of a source, made where there is none yet. */
static struct node *
source_node(struct list *l, struct str title, struct str url)
{
	struct arena *a = l->p->a;
	struct node *n = map_find(&l->by_url, url);

	if (n)
		return n;
	n = node_map(a);
	node_set_str(a, n, "title", title);
	node_set_str(a, n, "url", url);
	node_set_node(a, n, "uses", node_list(a));
	map_put(&l->by_url, a, url, n);
	return n;
}

static struct node *
use_node(struct arena *a, struct str by, struct str href, struct str anchor,
    struct str taken)
{
	struct node *n = node_map(a);

	node_set_str(a, n, "by", by);
	node_set_str(a, n, "href", href);
	node_set_str(a, n, "anchor", anchor);
	node_set_node(a, n, "taken", text_or_null(a, taken));
	return n;
}

static void
add_service(struct list *l, const struct service *s)
{
	struct arena *a = l->p->a;

	for (size_t i = 0; i < s->sources.by_key.n; i++) {
		const struct citation *c = s->sources.by_key.entry[i].value;
		struct node *n = source_node(l, c->title, c->url), *use;

		use = use_node(a, s->name,
		    str_printf(a, "services/%.*s/index.html", STR_ARG(s->id)),
		    str_printf(
			a, "source-%.*s.%.*s", STR_ARG(s->id), STR_ARG(c->key)),
		    service_taken(a, s, c));
		node_set_node(
		    a, use, "published", text_or_null(a, c->published));
		node_set_str(a, use, "retrieved", c->retrieved);
		node_set_bool(a, use, "secondary", c->secondary);
		node_set_node(a, use, "note", text_or_null(a, c->note));
		node_push(a, node_find(n, STR("uses")), use);
	}
}

/* A source that a guide names itself. */
static void
add_own(struct list *l, const struct own_source *own, size_t i)
{
	struct arena *a = l->p->a;
	const struct page *page = &l->p->site->page[own->place];
	const struct node *c = own->citation;
	const struct node *published = node_find(c, STR("published"));
	struct node *n = source_node(l, node_find_text(c, "title"),
			node_find_text(c, "url")),
		    *use;

	use = use_node(a, page->title,
	    str_printf(a, "%.*s/index.html", STR_ARG(page->id)),
	    str_printf(a, "source-%zu", i + 1), STR("for facts of its own"));
	node_set_node(a, use, "published",
	    text_or_null(a, published ? published->text : STR("")));
	node_set_str(a, use, "retrieved", node_find_text(c, "retrieved"));
	node_set_bool(
	    a, use, "secondary", node_find(c, STR("secondary")) != NULL);
	node_set_node(a, use, "note", node_null(a));
	node_push(a, node_find(n, STR("uses")), use);
}

static bool
names_itself(const struct pages *p, size_t place, struct str url)
{
	for (size_t i = 0; i < p->usage.nown; i++)
		if (p->usage.own[i].place == place &&
		    str_eq(
			node_find_text(p->usage.own[i].citation, "url"), url))
			return true;
	return false;
}

/* The guides that show a figure of it and are not among its uses. */
static void
put_guides(struct pages *p, struct node *n, struct str url)
{
	const struct users *all = map_find(&p->usage.url, url);
	struct users left = { .total = all ? all->total : 0 };

	for (size_t i = 0; all && i < all->n; i++) {
		if (names_itself(p, all->place[i], url))
			left.total--;
		else
			arena_push(
			    p->a, left.place, left.n, left.cap, all->place[i]);
	}
	node_set_node(p->a, n, "guides",
	    left.total ? pages_users(p, &left) : node_null(p->a));
	node_set_bool(p->a, n, "unused", !all);
}

/* By title, then address. */
static int
compare_sources(const void *pa, const void *pb)
{
	const struct node *x = *(const struct node *const *)pa;
	const struct node *y = *(const struct node *const *)pb;
	int c = str_cmp(node_find_text(x, "title"), node_find_text(y, "title"));

	return c ? c
		 : str_cmp(node_find_text(x, "url"), node_find_text(y, "url"));
}

bool
pages_sources(struct pages *p)
{
	struct arena *a = p->a;
	const struct map *all = &p->site->catalog->services;
	struct node *n = page_data(a, p->site, STR("../"));
	struct node *list = node_list(a);
	struct list l = { .p = p };

	for (size_t i = 0; i < all->n; i++)
		add_service(&l, all->entry[i].value);
	for (size_t i = 0; i < p->usage.nown; i++)
		add_own(&l, &p->usage.own[i], i);
	for (size_t i = 0; i < l.by_url.n; i++) {
		put_guides(p, l.by_url.entry[i].value, l.by_url.entry[i].key);
		node_push(a, list, l.by_url.entry[i].value);
	}
	if (list->n)
		qsort(list->item, list->n, sizeof(struct node *),
		    compare_sources);
	page_title(a, n, p->site, STR("Sources"));
	node_set_node(a, n, "sources", list);
	return pages_render(p, STR("sources/index.html"), STR("sources"), n);
}

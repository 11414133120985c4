/* The full list of guides, in the order of the navigation, page by page. */
#include "view/pages_int.h"

/* "index.html", "2.html", ... */
static struct str
shard_name(struct arena *a, size_t shard)
{
	return shard ? str_printf(a, "%zu.html", shard + 1) : STR("index.html");
}

struct str
pages_list_href(struct arena *a, const struct site *site, size_t place)
{
	return str_printf(a, "guides/%.*s#guide-%.*s",
	    STR_ARG(shard_name(a, place / PAGES_LIST)),
	    STR_ARG(site->page[place].id));
}

/* A link to each page of the list, if there are several. */
static struct node *
shards_node(struct pages *p, size_t current, size_t nshard)
{
	struct node *list = node_list(p->a);

	for (size_t i = 0; i < nshard && nshard > 1; i++) {
		const struct page *page = p->site->page;
		struct node *n = node_map(p->a);
		size_t last = (i + 1) * PAGES_LIST;

		if (last > p->site->npage)
			last = p->site->npage;
		node_set_str(p->a, n, "href", shard_name(p->a, i));
		node_set_node(
		    p->a, n, "number", node_int(p->a, (int64_t)i + 1));
		node_set_bool(p->a, n, "current", i == current);
		node_set_str(p->a, n, "first", page[i * PAGES_LIST].title);
		node_set_str(p->a, n, "last", page[last - 1].title);
		node_push(p->a, list, n);
	}
	return list_or_null(p->a, list);
}

static bool
list_shard(struct pages *p, size_t shard, size_t nshard)
{
	struct arena *a = p->a;
	struct node *n = page_data(a, p->site, STR("../"));
	struct node *guides = node_list(a);

	for (size_t i = shard * PAGES_LIST;
	     i < p->site->npage && i < (shard + 1) * PAGES_LIST; i++) {
		struct node *guide = pages_guide(p, i);

		node_set_str(a, guide, "id", p->site->page[i].id);
		node_push(a, guides, guide);
	}
	page_title(a, n, p->site,
	    nshard > 1 ? str_printf(a, "All guides, page %zu of %zu", shard + 1,
			     nshard)
		       : STR("All guides"));
	node_set_node(a, n, "guides", guides);
	node_set_node(a, n, "count", node_int(a, (int64_t)p->site->npage));
	node_set_node(a, n, "shards", shards_node(p, shard, nshard));
	return pages_render(p,
	    str_printf(a, "guides/%.*s", STR_ARG(shard_name(a, shard))),
	    STR("guides"), n);
}

bool
pages_list(struct pages *p)
{
	size_t nshard = (p->site->npage + PAGES_LIST - 1) / PAGES_LIST;
	bool ok = true;

	nshard += nshard == 0;
	for (size_t i = 0; i < nshard; i++) {
		struct arena_mark mark = arena_mark(p->a);

		ok &= list_shard(p, i, nshard);
		arena_rewind(p->a, mark);
	}
	return ok;
}

#include "text/escape.h"
#include "view/page_int.h"
#include "view/pages.h"

static struct node *
sources_node(struct arena *a, const struct citation *const *all, size_t n)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < n; i++) {
		struct node *s = node_map(a);

		node_set_node(a, s, "n", node_int(a, (int64_t)i + 1));
		node_set_str(a, s, "id", str_printf(a, "%zu", i + 1));
		node_set_str(a, s, "title", all[i]->title);
		node_set_str(a, s, "url", all[i]->url);
		node_set_node(
		    a, s, "published", text_or_null(a, all[i]->published));
		node_set_str(a, s, "retrieved", all[i]->retrieved);
		node_set_bool(a, s, "secondary", all[i]->secondary);
		node_set_node(a, s, "note", text_or_null(a, all[i]->note));
		node_push(a, list, s);
	}
	return list;
}

static struct node *
outline_node(struct arena *a, const struct md_page *md)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < md->nheading; i++) {
		struct node *h = node_map(a);
		struct buf text = { 0 };

		if (md->heading[i].level < 2 || md->heading[i].level > 3)
			continue;
		escape_html(&text, md->heading[i].text);
		node_set_str(a, h, "id", md->heading[i].id);
		node_set_str(a, h, "text", buf_take(&text, a));
		node_set_bool(a, h, "sub", md->heading[i].level == 3);
		node_push(a, list, h);
	}
	return list;
}

/* The guide `step` places further on; nothing past the ends. */
static struct node *
neighbour_node(struct compiler *c, ptrdiff_t step)
{
	const struct site *site = c->site;
	ptrdiff_t i = (ptrdiff_t)c->page->place + step;
	struct node *n;

	if (c->page->apart || i < 0 || (size_t)i >= site->npage)
		return node_null(c->a);
	n = node_map(c->a);
	node_set_str(c->a, n, "title", site->page[i].title);
	node_set_str(c->a, n, "href",
	    str_cat(c->a, site->page[i].id, STR("/index.html")));
	return n;
}

/* Who stands for the guide; nothing where the front matter says nothing. */
static struct node *
colophon_node(struct compiler *c)
{
	const struct page *p = c->page;
	struct node *n;

	if (!p->author.n && !p->status.n && !p->reviewed.n)
		return node_null(c->a);
	n = node_map(c->a);
	node_set_node(c->a, n, "author", text_or_null(c->a, p->author));
	node_set_node(c->a, n, "status", text_or_null(c->a, p->status));
	node_set_node(c->a, n, "reviewed", text_or_null(c->a, p->reviewed));
	return n;
}

bool
page_html(struct compiler *c, struct str *out)
{
	struct arena *a = c->a;
	struct node *n = page_data(a, c->site, STR("../"));
	struct str list = c->page->apart
	    ? STR("guides/index.html")
	    : pages_list_href(a, c->site, c->page->place);

	page_title(a, n, c->site, c->page->title);
	node_set_str(a, n, "description", c->page->description);
	node_set_str(a, n, "content", c->m->md.html);
	node_set_str(a, n, "notes", page_notes(c, (struct str){ 0 }));
	node_set_node(
	    a, n, "outline", list_or_null(a, outline_node(a, &c->m->md)));
	if (!c->page->apart)
		page_crumb(a, n, STR("Guides"), list);
	node_set_bool(a, n, "apart", c->page->apart);
	node_set_str(a, n, "list_href", list);
	node_set_node(a, n, "previous", neighbour_node(c, -1));
	node_set_node(a, n, "next", neighbour_node(c, 1));
	node_set_str(a, n, "markdown_href", STR("index.md"));
	node_set_str(a, n, "figures_href", STR("figures.json"));
	node_set_str(
	    a, n, "free_tier_note", market_note(a, &c->page->guide.market));
	node_set_str(a, n, "rounding_note", rounding_note());
	node_set_node(a, n, "colophon", colophon_node(c));
	node_set_node(a, n, "sources",
	    list_or_null(a, sources_node(a, c->m->source, c->m->nsource)));
	return page_render(a, c->d, c->site, STR("guide"), n, out);
}

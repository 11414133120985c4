/* Links of a guide to other pages, once all pages are there. */
#include <stdlib.h>

#include "data/json.h"
#include "view/pages_int.h"

static size_t
number_of(const struct node *n, const char *key)
{
	struct arena a = { 0 };
	struct str text = node_find_text(n, key);
	size_t i = (size_t)strtoull(str_cstr(&a, text), NULL, 10);

	arena_clear(&a);
	return i;
}

static bool
report(struct pages *p, const struct page *page, const struct node *link,
    const char *why)
{
	struct str url = node_find_text(link, "url");
	struct span at = { 0 };

	if (page->markdown)
		at = span_of(page->markdown, number_of(link, "from"),
		    number_of(link, "end"));
	return diag_report(p->d, DIAG_LINK_BROKEN, at,
	    "the link to '%.*s' leads nowhere: %s", STR_ARG(url), why);
}

/* The folder or the guide that was meant. */
static void
hint_page(
    struct pages *p, struct str url, struct str to, pages_find find, void *ctx)
{
	struct str *all = arena_array(p->a, struct str, p->site->npage + 1);
	struct str folder, rest;

	str_cut(url, '#', &url, &rest);
	if (find(ctx, str_printf(p->a, "%.*s/index.html", STR_ARG(to)),
		(struct str){ 0 })) {
		diag_hint(
		    p->d, "a page is a folder: write '%.*s/'", STR_ARG(url));
		return;
	}

	for (size_t i = 0; i < p->site->npage; i++)
		all[i] = p->site->page[i].id;
	str_cut(to, '/', &folder, &rest);
	for (size_t i = 0; i < p->site->npage; i++)
		if (str_eq(all[i], folder))
			return;
	diag_nearest(p->d, folder, all, p->site->npage);
}

static bool
check_link(struct pages *p, const struct page *page, const struct node *link,
    pages_find find, void *ctx)
{
	struct str to = node_find_text(link, "to");
	struct str id = node_find_text(link, "id");

	/* An address of a host was refused when the page was compiled. */
	if (str_starts(node_find_text(link, "url"), STR("/")))
		return false;
	if (!to.n)
		return report(p, page, link, "it leads out of the site");
	if (!find(ctx, to, (struct str){ 0 })) {
		report(p, page, link, "there is no such page or file");
		hint_page(p, node_find_text(link, "url"), to, find, ctx);
		return false;
	}
	if (id.n && str_ends(to, STR(".html")) && !find(ctx, to, id))
		return report(p, page, link, "that page has no such anchor");
	return true;
}

bool
pages_links(struct diag *d, const struct site *site, const struct page *page,
    struct str links, pages_find find, void *ctx)
{
	struct arena a = { 0 };
	struct pages p = { .a = &a, .d = d, .site = site };
	const struct node *link = json_read(&a, links);
	bool ok = true;

	for (size_t k = 0; link && k < link->n; k++)
		ok &= check_link(&p, page, link->item[k], find, ctx);
	arena_clear(&a);
	return ok;
}

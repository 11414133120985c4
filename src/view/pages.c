#include "view/pages_int.h"

void
pages_add(struct pages *p, struct str path, struct str bytes)
{
	p->ok = p->ok && p->put(p->ctx, path, bytes);
}

bool
pages_render(
    struct pages *p, struct str path, struct str name, const struct node *data)
{
	struct str html;

	if (!page_render(p->a, p->d, p->site, name, data, &html))
		return false;
	pages_add(p, path, html);
	return true;
}

struct node *
pages_guide(struct pages *p, size_t place)
{
	const struct page *page = &p->site->page[place];
	struct node *n = node_map(p->a);

	node_set_str(p->a, n, "title", page->title);
	node_set_str(
	    p->a, n, "href", str_cat(p->a, page->id, STR("/index.html")));
	node_set_str(p->a, n, "markdown_href",
	    str_cat(p->a, page->id, STR("/index.md")));
	node_set_str(p->a, n, "description", page->description);
	return n;
}

/* It is shown wherever something is missing, so that only addresses from the
 * root of the host lead on. */
bool
pages_missing(struct pages *p)
{
	struct node *n = page_data(p->a, p->site, p->site->path);

	page_title(p->a, n, p->site, STR("Page not found"));
	return pages_render(p, STR("404.html"), STR("404"), n);
}

bool
pages_make(struct arena *a, struct diag *d, const struct site *site,
    const struct page_output *made, pages_put put, void *ctx)
{
	static bool (*const makers[])(struct pages *) = { pages_home,
		pages_list, pages_services, pages_example, pages_sources,
		pages_missing, pages_search };
	struct pages p = { .a = a,
		.d = d,
		.site = site,
		.made = made,
		.put = put,
		.ctx = ctx,
		.ok = true };
	bool ok = true;

	pages_usage(&p);
	for (size_t i = 0; i < countof(makers); i++) {
		struct arena scratch = { 0 };

		p.a = &scratch;
		ok &= makers[i](&p);
		arena_clear(&scratch);
	}
	return ok && p.ok;
}

#include "text/width.h"
#include "view/page_int.h"

#define HEAD_TITLE 70 /* [column] what a browser or a search engine shows */

bool
page_render(struct arena *a, struct diag *d, const struct site *site,
    struct str name, const struct node *data, struct str *out)
{
	struct mustache *m = map_find(&site->templates->by_name, name);
	struct buf html = { 0 };
	bool ok;

	if (!m)
		return diag_report(d, DIAG_TEMPLATE_PARTIAL, (struct span){ 0 },
		    "there is no template 'templates/%.*s.mustache'",
		    STR_ARG(name));
	buf_reserve(&html, PAGE_SIZE);
	ok = mustache_render(
	    &html, a, d, m, site->templates, data, MUSTACHE_STRICT);
	*out = buf_take(&html, a);
	return ok;
}

/* A text that is too long ends at a word. */
static struct str
cut_title(struct arena *a, struct str s)
{
	size_t n;
	struct str *line = width_wrap(a, s, HEAD_TITLE - 1, &n);

	if (width_of(s) <= HEAD_TITLE)
		return s;
	return str_printf(a, "%.*s\xE2\x80\xA6", STR_ARG(line[0]));
}

struct node *
page_data(struct arena *a, const struct site *site, struct str root)
{
	struct node *n = node_map(a), *s = node_map(a);

	node_set_str(a, s, "title", site->title);
	node_set_str(a, s, "description", site->description);
	node_set_bool(a, s, "arithmetic", site->example != NULL);
	node_set_node(a, n, "site", s);
	node_set_str(a, n, "head_title", cut_title(a, site->title));
	node_set_str(a, n, "root", root);
	node_set_node(a, n, "crumbs", node_list(a));
	return n;
}

void
page_title(
    struct arena *a, struct node *n, const struct site *site, struct str title)
{
	struct str both = str_printf(
	    a, "%.*s \xC2\xB7 %.*s", STR_ARG(title), STR_ARG(site->title));

	node_set_str(a, n, "title", title);
	node_set_str(a, n, "head_title",
	    width_of(both) <= HEAD_TITLE ? both : cut_title(a, title));
}

void
page_crumb(struct arena *a, struct node *n, struct str title, struct str href)
{
	struct node *crumb = node_map(a);

	node_set_str(a, crumb, "title", title);
	node_set_str(a, crumb, "href", href);
	node_push(a, node_find(n, STR("crumbs")), crumb);
}

struct node *
text_or_null(struct arena *a, struct str s)
{
	return s.n ? node_string(a, s) : node_null(a);
}

struct node *
list_or_null(struct arena *a, struct node *list)
{
	struct node *n;

	if (!list->n)
		return node_null(a);
	n = node_map(a);
	node_set_node(a, n, "items", list);
	return n;
}

#include "view/page_int.h"

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
	ok = mustache_render(
	    &html, a, d, m, site->templates, data, MUSTACHE_STRICT);
	*out = buf_take(&html, a);
	return ok;
}

struct node *
page_data(struct arena *a, const struct site *site, struct str root)
{
	struct node *n = node_map(a), *s = node_map(a);

	node_set_str(a, s, "title", site->title);
	node_set_str(a, s, "description", site->description);
	node_set_bool(a, s, "arithmetic", site->example != NULL);
	node_set_node(a, n, "site", s);
	node_set_str(a, n, "root", root);
	node_set_node(a, n, "crumbs", node_list(a));
	return n;
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

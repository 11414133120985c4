/* The list of services, and a page for each. */
#include "view/pages_int.h"
#include "view/service.h"

#define FEW_REGIONS 6 /* that the list names */

/* Below `title`, a page at `href`; `guides` use it. */
static bool
service_page(struct pages *p, const struct service *s, struct str title,
    struct str href, struct node *guides)
{
	struct arena *a = p->a;
	struct node *n = page_data(a, p->site, STR("../../"));
	struct str dir = str_printf(a, "services/%.*s/", STR_ARG(s->id));
	bool ok;

	page_crumb(a, n, title, href);
	page_title(a, n, p->site, s->name);
	node_set_str(a, n, "markdown_href", STR("index.md"));
	node_set_node(a, n, "service", service_node(a, s));
	node_set_node(a, n, "guides", guides);
	ok = pages_render(p, str_printf(a, "%.*sindex.html", STR_ARG(dir)),
	    STR("service"), n);
	return pages_render_markdown(p,
		   str_printf(a, "%.*sindex.md", STR_ARG(dir)),
		   STR("service.md"), n) &&
	    ok;
}

/* Names of regions, or how many where they are many. */
static struct str
regions_text(struct arena *a, const struct service *s)
{
	struct buf b = { 0 };

	if (s->nregion > FEW_REGIONS)
		return str_printf(a, "%zu", s->nregion);
	for (size_t i = 0; i < s->nregion; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(s->region[i]));
	return buf_take(&b, a);
}

/* Meters that differ in when they apply may have one name. */
static bool
is_first_meter(const struct service *s, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(s->meter[k].name, s->meter[i].name))
			return false;
	return true;
}

/* What the list says of a service. */
static struct node *
row_node(struct pages *p, const struct service *s)
{
	struct arena *a = p->a;
	const struct users *users = map_find(&p->usage.service, s->id);
	struct node *n = node_map(a);
	struct buf bills = { 0 };

	for (size_t i = 0; i < s->nmeter; i++)
		if (is_first_meter(s, i))
			buf_printf(&bills, "%s%.*s", i ? "; " : "",
			    STR_ARG(s->meter[i].name));
	node_set_str(a, n, "id", s->id);
	node_set_str(a, n, "name", s->name);
	node_set_str(a, n, "vendor", s->vendor);
	node_set_node(a, n, "about", text_or_null(a, s->about));
	node_set_str(a, n, "href",
	    str_printf(a, "services/%.*s/index.html", STR_ARG(s->id)));
	node_set_str(a, n, "markdown_href",
	    str_printf(a, "services/%.*s/index.md", STR_ARG(s->id)));
	node_set_str(a, n, "bills", buf_take(&bills, a));
	node_set_str(a, n, "regions", regions_text(a, s));
	node_set_node(
	    a, n, "guides", node_int(a, users ? (int64_t)users->total : 0));
	return n;
}

bool
pages_services(struct pages *p)
{
	struct arena *a = p->a;
	const struct map *all = &p->site->catalog->services;
	struct str title = STR("Services"), href = STR("services/index.html");
	struct node *n = page_data(a, p->site, STR("../"));
	struct node *list = node_list(a);
	bool ok = true;

	for (size_t i = 0; i < all->n; i++) {
		node_push(a, list, row_node(p, all->entry[i].value));
		ok &= service_page(p, all->entry[i].value, title, href,
		    pages_users(
			p, map_find(&p->usage.service, all->entry[i].key)));
	}
	page_title(a, n, p->site, title);
	node_set_node(a, n, "services", list);
	ok &= pages_render(p, STR("services/index.html"), STR("services"), n);
	return pages_render_markdown(
		   p, STR("services/index.md"), STR("services.md"), n) &&
	    ok;
}

/* The page about the arithmetic as the one that uses them. */
static struct node *
example_users(struct arena *a, struct str title, struct str href)
{
	struct node *n = node_map(a), *list = node_list(a), *one = node_map(a);

	node_set_str(a, one, "title", title);
	node_set_str(a, one, "href", href);
	node_set_str(a, one, "markdown_href", STR("arithmetic/index.md"));
	node_push(a, list, one);
	node_set_node(a, n, "items", list);
	node_set_node(a, n, "others", node_null(a));
	return n;
}

bool
pages_example(struct pages *p)
{
	const struct map *all =
	    p->site->example ? &p->site->example->services : NULL;
	struct str title = STR("How figures are made");
	struct str href = STR("arithmetic/index.html");
	bool ok = true;

	for (size_t i = 0; all && i < all->n; i++)
		ok &= service_page(p, all->entry[i].value, title, href,
		    example_users(p->a, title, href));
	return ok;
}

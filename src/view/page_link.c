/*
 * Links within the site.  Those within a page are looked at when it is
 * compiled; those to other pages are listed, and looked at when all pages are
 * there.
 */
#include "data/json.h"
#include "view/anchor.h"
#include "view/page_int.h"

/* Reports an anchor that is not there, with the nearest heading. */
static bool
report_anchor(struct compiler *c, const struct md_link *link, struct str id)
{
	const struct md_page *md = &c->m->md;
	struct str *all = arena_array(c->a, struct str, md->nheading + 1);

	for (size_t i = 0; i < md->nheading; i++)
		all[i] = md->heading[i].id;
	diag_report(c->d, DIAG_LINK_BROKEN, link->at,
	    "the link to '%.*s' leads nowhere: this page has no such anchor",
	    STR_ARG(link->url));
	diag_nearest(c->d, id, all, md->nheading);
	return false;
}

static bool
report_absolute(struct compiler *c, const struct md_link *link)
{
	diag_report(c->d, DIAG_LINK_ABSOLUTE, link->at,
	    "the %s '%.*s' starts at the root of a host, which a page that is "
	    "opened from a disk has not",
	    link->image ? "image" : "link to", STR_ARG(link->url));
	diag_hint(c->d, "from here it is '..%.*s'", STR_ARG(link->url));
	return false;
}

bool
page_links(struct compiler *c, struct str anchors)
{
	const struct md_page *md = &c->m->md;
	bool ok = true;

	for (size_t i = 0; i < md->nlink; i++) {
		const struct md_link *link = &md->link[i];
		struct str id = str_from(link->url, 1);

		if (str_starts(link->url, STR("/")))
			ok = report_absolute(c, link);
		else if (str_starts(link->url, STR("#")) && id.n &&
		    !anchors_have(anchors, id))
			ok = report_anchor(c, link, id);
	}
	return ok;
}

/* "GUIDE/../other/" without its dots; false where it leads out of the site. */
static bool
normal_path(struct arena *a, struct str guide, struct str path, struct str *out)
{
	struct str *part = arena_array(a, struct str, path.n + 2), one;
	struct buf b = { 0 };
	size_t n = 0;

	part[n++] = guide;
	for (bool more = true; more;) {
		more = str_cut(path, '/', &one, &path);
		if (str_is(one, "..") && n-- == 0)
			return false;
		if (!str_is(one, "..") && !str_is(one, ".") && (one.n || !more))
			part[n++] = one;
	}
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s", i ? "/" : "", STR_ARG(part[i]));
	if (n && !part[n - 1].n)
		buf_puts(&b, "index.html");
	*out = buf_take(&b, a);
	if (str_ends(*out, STR("/index.md")))
		*out = str_printf(
		    a, "%.*shtml", STR_ARG(str_sub(*out, 0, out->n - 2)));
	return true;
}

struct str
page_links_json(struct compiler *c)
{
	const struct md_page *md = &c->m->md;
	struct node *list = node_list(c->a);
	struct buf b = { 0 };

	for (size_t i = 0; i < md->nlink; i++) {
		struct str url = md->link[i].url, path, id = { 0 }, to = { 0 };
		struct node *n;

		if (str_starts(url, STR("#")) || !url.n)
			continue;
		str_cut(url, '#', &path, &id);
		str_cut(path, '?', &path, &to);
		normal_path(c->a, c->page->id, path, &to);
		n = node_map(c->a);
		node_set_str(c->a, n, "url", url);
		node_set_str(c->a, n, "to", to);
		node_set_str(c->a, n, "id", id);
		node_set_node(c->a, n, "from",
		    node_int(c->a, (int64_t)md->link[i].at.from));
		node_set_node(
		    c->a, n, "end", node_int(c->a, (int64_t)md->link[i].at.to));
		node_push(c->a, list, n);
	}
	json_print(&b, list);
	return buf_take(&b, c->a);
}

#include "price/catalog.h"

static bool
load_citation(struct arena *a, struct diag *d, struct str key,
    const struct node *n, struct citation *c)
{
	const struct node *date;
	struct fields f;

	c->key = key;
	c->at = n->at;
	fields_begin(&f, a, d, n, "a source");
	field_text(&f, "title", &c->title);
	field_text_required(&f, "url", &c->url);
	field_text(&f, "note", &c->note);
	field_bool(&f, "secondary", &c->secondary);
	date = field_get(&f, "retrieved");
	if (date && !node_date(d, date, &c->retrieved))
		f.ok = false;
	date = field_find(&f, "published");
	if (date && !node_date(d, date, &c->published))
		f.ok = false;
	if (c->url.n && !str_starts(c->url, STR("https://")) &&
	    !str_starts(c->url, STR("http://")))
		f.ok =
		    diag_report(d, DIAG_SOURCE_URL, field_find(&f, "url")->at,
			"'%.*s' is not the address of a page", STR_ARG(c->url));
	if (!c->title.n)
		c->title = c->url;
	return fields_end(&f);
}

bool
citations_load(
    struct citations *c, struct arena *a, struct diag *d, const struct node *n)
{
	bool ok = true;

	if (n->kind != NODE_MAP)
		return diag_report(d, DIAG_WRONG_KIND, n->at,
		    "'sources' is a map of names and sources, not %s",
		    node_kind_name(n));
	for (size_t i = 0; i < n->n; i++) {
		struct citation *one = arena_new(a, struct citation);

		if (!load_citation(a, d, node_key(n, i), n->item[i], one))
			ok = false;
		map_put(&c->by_key, a, one->key, one);
	}
	return ok;
}

const struct citation *
citation_get(const struct citations *c, struct arena *a, struct diag *d,
    const struct node *n)
{
	const struct citation *found;
	struct str key, *all;

	if (!node_text(d, n, &key))
		return NULL;
	found = map_find(&c->by_key, key);
	if (found || c->lacks)
		return found;
	diag_report(d, DIAG_SOURCE_UNKNOWN, n->at,
	    "'%.*s' is not under 'sources' of this file", STR_ARG(key));
	all = arena_array(a, struct str, c->by_key.n + 1);
	for (size_t i = 0; i < c->by_key.n; i++)
		all[i] = c->by_key.entry[i].key;
	diag_nearest(d, key, all, c->by_key.n);
	return NULL;
}

/*
 * pages_int: what the makers of the site's pages share.
 */
#ifndef VIEW_PAGES_INT_H
#define VIEW_PAGES_INT_H

#include "view/page_int.h"
#include "view/pages.h"

/* The guides that use something. */
struct users {
	size_t *place; /* the first PAGES_USERS of them, in order */
	size_t n, cap;
	size_t total;
};

/* A source that a guide brings itself. */
struct own_source {
	size_t place; /* of the guide */
	const struct node *citation;
};

/* What the guides use, by their entries. */
struct usage {
	struct map service; /* id to struct users */
	struct map url;	    /* of a source to struct users */
	struct own_source *own;
	size_t nown, capown;
};

/* The pages of a site while they are made. */
struct pages {
	struct arena *a; /* of what a page is made of; goes with it */
	struct diag *d;
	const struct site *site;
	const struct page_output *made; /* of each guide */
	pages_put put;
	void *ctx;
	bool ok; /* every file was put */
	struct usage usage;
};

/* Puts a file. */
void pages_add(struct pages *p, struct str path, struct str bytes);

/* Adds the page that the template `name` makes of `data`. */
bool pages_render(
    struct pages *p, struct str path, struct str name, const struct node *data);

/* The same for Markdown: texts are escaped for it, but for those under keys
 * that hold addresses or formulas. */
bool pages_render_markdown(
    struct pages *p, struct str path, struct str name, const struct node *data);

/* A guide for a list of links: title, href and description. */
struct node *pages_guide(struct pages *p, size_t place);

/* Guides for a list of links: items, total, and others, how many are left. */
struct node *pages_users(struct pages *p, const struct users *users);

void pages_usage(struct pages *p);

bool pages_home(struct pages *p);
bool pages_list(struct pages *p);
bool pages_services(struct pages *p);

/* The services of the page about the arithmetic, which no list names. */
bool pages_example(struct pages *p);

bool pages_sources(struct pages *p);
bool pages_missing(struct pages *p);
bool pages_search(struct pages *p);

#endif

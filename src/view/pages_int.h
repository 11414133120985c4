/*
 * pages_int: what the makers of the site's pages share.
 */
#ifndef VIEW_PAGES_INT_H
#define VIEW_PAGES_INT_H

#include "view/page_int.h"
#include "view/pages.h"

/* The pages of a site while they are made. */
struct pages {
	struct arena *a;
	struct diag *d;
	const struct site *site;
	const struct page_output *made; /* of each guide */
	struct page_files *out;
};

/* Adds a file; its bytes are in the arena. */
void pages_add(struct pages *p, struct str path, struct str bytes);

/* Adds the page that the template `name` makes of `data`. */
bool pages_render(
    struct pages *p, struct str path, struct str name, const struct node *data);

/* A guide for a list of links: title, href and description. */
struct node *pages_guide(struct pages *p, size_t place);

bool pages_home(struct pages *p);
bool pages_list(struct pages *p);

#endif

/*
 * pages: those of the site as a whole, which are no guide's.
 *
 *   index.html, figures.json   the home page
 *   guides/index.html, ...     the full list, so many guides a page
 *   services/SERVICE/...       prices, limits and inputs of a service
 *   sources/index.html         every source once
 *   arithmetic/index.html      how figures are made
 *   assets/search/...          what the search loads
 *   404.html
 *
 * They are made of the prices and of what page_compile has left of each guide,
 * its `entry` and `search`; no guide is computed again.
 *
 * Depends on: view/page.
 */
#ifndef VIEW_PAGES_H
#define VIEW_PAGES_H

#include "view/page.h"

#define PAGES_FEATURED 12    /* guides on the home page */
#define PAGES_LIST 200	     /* guides on a page of the list */
#define PAGES_USERS 200	     /* guides listed below what they use */
#define PAGES_FULL_TEXT 1000 /* guides up to which prose is searched */

/* A file of the site. */
struct page_file {
	struct str path;
	struct str bytes;
};

struct page_files {
	struct page_file *file;
	size_t n, cap;
};

/* Takes a file; its bytes do not stay. */
typedef bool (*pages_put)(void *ctx, struct str path, struct str bytes);

/*
 * Makes all of them and puts each.  `made` is what was made of each guide of
 * the site, in the order of the navigation; only `entry` and `search` are
 * looked at.
 *
 *   errors: those of mustache_render and of `put`
 */
bool pages_make(struct arena *a, struct diag *d, const struct site *site,
    const struct page_output *made, pages_put put, void *ctx);

/* Whether the site has a file of that path and, where `id` is not empty, an
 * element with that id in it, given as in an address. */
typedef bool (*pages_find)(void *ctx, struct str path, struct str id);

/*
 * Checks the links of one guide to other pages, when all are made: its
 * `links`.  The guide's Markdown is needed to say where.
 *
 *   errors: link-broken
 */
bool pages_links(struct diag *d, const struct site *site,
    const struct page *page, struct str links, pages_find find, void *ctx);

/* Where a guide stands in the full list, from the root of the site. */
struct str
pages_list_href(struct arena *a, const struct site *site, size_t place);

#endif

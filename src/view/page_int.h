/*
 * page_int: what the makers of pages share.
 */
#ifndef VIEW_PAGE_INT_H
#define VIEW_PAGE_INT_H

#include "view/page.h"

#define PAGE_SIZE ((size_t)64 << 10) /* [byte] room that most pages need */

/* A guide on its way to its files. */
struct compiler {
	struct arena *a;
	struct diag *d;
	const struct site *site;
	struct page *page;
	struct page_model *m;
};

/* page_render.c: what all templates get */

/* Fills the template `name`.  errors: those of mustache_render */
bool page_render(struct arena *a, struct diag *d, const struct site *site,
    struct str name, const struct node *data, struct str *out);

/* A map with the site's texts and `root`, which leads from the page to the root
 * of the site. */
struct node *
page_data(struct arena *a, const struct site *site, struct str root);

/* The title of a page, and what its head says: with the site's name where there
 * is room for both. */
void page_title(
    struct arena *a, struct node *n, const struct site *site, struct str title);

/* Adds a page that is above this one; `href` from the root of the site. */
void
page_crumb(struct arena *a, struct node *n, struct str title, struct str href);

struct node *text_or_null(struct arena *a, struct str s);

/* A list that is not there when it is empty, as a template asks for it. */
struct node *list_or_null(struct arena *a, struct node *list);

/* page_note.c: sentences about the figures, and their sources */

struct str market_note(struct arena *a, const struct market *m);
struct str rounding_note(void);

/* Lists all sources of the figures shown, in the order of first use. */
void collect_sources(struct compiler *c);

/* The notes of the figures shown, as HTML; `prefix` goes before their ids. */
struct str page_notes(struct compiler *c, struct str prefix);

/* page_link.c */

/* Checks the links within the page.  errors: link-broken, link-absolute */
bool page_links(struct compiler *c, struct str anchors);

/*
 * The links to other pages, a list: url as typed, to (path from the root;
 * empty: out of the site), id of the anchor, from and end (bytes in index.md).
 */
struct str page_links_json(struct compiler *c);

/* page_html.c, page_markdown.c, page_search.c, page_entry.c */

bool page_html(struct compiler *c, struct str *out);
struct str page_markdown(struct compiler *c);
struct str page_search(struct compiler *c);

/*
 * What the pages of the site need of a guide, as JSON; see page_entry.c.
 *
 * Called last: from here on only the figures of the home page are shown ones.
 */
bool page_entry(struct compiler *c, struct str *out);

#endif

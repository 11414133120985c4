/*
 * build_int: a build, as its workers know it too.
 */
#ifndef SITE_BUILD_INT_H
#define SITE_BUILD_INT_H

#include "site/arithmetic.h"
#include "site/build.h"
#include "site/key.h"
#include "site/relay.h"
#include "view/pages.h"

struct builder {
	struct project *p;
	const struct sink *sink;
	struct mustache_set templates;
	struct page_files assets;
	struct site site;
	struct arithmetic example;
	struct relay relay;
	size_t workers;
	bool ok;
	/* The guides and, behind them, the page on arithmetic. */
	size_t nmade;
	struct page_output *made; /* but for its files and what is stowed */
	struct stowed *stowed;
	struct kept **kept; /* from the build before; NULL: to be made */
	bool *clean;	    /* there was nothing to say about it */
	size_t *todo;	    /* those to be made */
	size_t ntodo;
	struct buf *said; /* of each of them, until it is said */
	bool *taken;
	size_t nsaid;
	struct kept **before; /* the same files, but something else changed */
	struct keys keys;
	/* The other files. */
	struct str *path;
	size_t npath, cappath;
	bool pages_kept;  /* from the build before; not made yet */
	struct map guide; /* guides by id, to page_output */
	struct map file;  /* to their anchors; to `later` where not made */
	struct str later;
};

const struct page *builder_page(const struct builder *b, size_t i);

/* In the caller: a file was put. */
bool builder_note(struct builder *b, struct str path, struct str said);

/* build_list.c */

/* The `ahead` of a project. */
void build_list(
    void *ctx, const struct str *id, struct page *page, bool *known, size_t n);

/* build_cache.c */

/* Finds what is as the build before left it, and what is to be made. */
void build_recall(struct builder *b);

/* Gives a page to be made the draft of before; false where there is none. */
bool build_draft(
    const struct builder *b, struct arena *a, size_t i, struct page *page);

/* What the pages of the site need of those that are kept, and, in the memory of
 * `a`, links and anchors of a page.  errors: io */
bool build_load_shown(struct builder *b);
bool build_load_links(
    struct builder *b, struct arena *a, size_t i, struct page_output *out);

/* The same of the pages that are no guide's; true when they are as they were. */
bool build_recall_pages(struct builder *b);

/* Tells the cache what there is now. */
void build_remember(struct builder *b);

/* build_pages.c */

/* The pages that are no guide's, and what is only copied. */
bool build_pages(struct builder *b);

/* Checks links between pages.  errors: link-broken */
bool build_links(struct builder *b);

#endif

/*
 * page: a guide as HTML, as Markdown, as a list of figures, and what the
 * pages of the site need of it.
 *
 * Depends on: view/block, mustache.
 */
#ifndef VIEW_PAGE_H
#define VIEW_PAGE_H

#include "base/hash.h"
#include "mustache/mustache.h"
#include "view/block.h"

/* A guide with its prose. */
struct page {
	struct str id; /* the guide's folder */
	struct source *markdown;
	size_t body; /* [byte] where the text starts, behind front matter */
	struct hash seen; /* of the file, when that was found out */
	struct str title;
	struct str description;
	struct str author, status, reviewed; /* a date; each may be empty */
	int64_t order;
	struct guide guide;
	const char *yaml_path;
	size_t place;  /* in the order of the navigation */
	bool featured; /* it stands on the home page with its answers */
	bool apart;    /* it is no guide: there is none before or after it */
	bool unread;   /* guide.yaml could not be read, which was reported */
	bool bare;     /* figures are to be compared, not explained */
	/* Of a page of the same text: its HTML and its draft, see
	 * markdown_refill.  Empty: the text is compiled. */
	struct str html, draft;
};

/* What all pages of a site share. */
struct site {
	struct str title;
	struct str description;
	struct str path; /* where it is published, "/" or "/docs/" */
	const struct catalog *catalog;
	const struct market *market;
	const struct page *page; /* in the order of the navigation */
	size_t npage;
	/* The page about the arithmetic, when made, and what its examples
	 * price; NULL: there is none. */
	const struct page_output *arithmetic;
	const struct catalog *example;
	bool full_text; /* the search knows the words of the prose too */
	const struct mustache_set *templates;
};

/* A place in the prose at which a figure is shown. */
struct mention {
	const struct figure *fig;
	struct span at;	  /* the tag, or the info string of the block */
	struct str block; /* kind of the block; empty: inline */
};

/*
 * What is made of a guide.  Besides the guide's own files, the prices and the
 * templates it hangs on the texts of the site, the titles of the guides before
 * and after, `place`, `featured` and `full_text`.
 */
struct page_output {
	struct str html;
	struct str markdown;
	struct str figures;  /* JSON */
	struct str entry;    /* JSON: what the pages of the site need of it */
	struct str links;    /* JSON: its links to other pages */
	struct str search;   /* its records; see view/search.h */
	struct str anchors;  /* see view/anchor.h */
	struct str services; /* asked for, see keys_asked */
	struct str draft;    /* of its text, see markdown_refill */
	size_t text_at;	     /* [byte] where its text stands in `html` ... */
	size_t text_n;	     /* [byte] ... and how long it is there */
};

/* A guide with all its figures computed, before it is put into a template. */
struct page_model {
	struct figures figures;
	struct md_page md;
	struct mention *mention; /* in the order of the prose */
	size_t nmention, capmention;
	const struct citation *
	    *source; /* of the figures shown; see page_note */
	size_t nsource, capsource;
};

/*
 * Computes everything a guide shows.
 *
 *   out:    false without a report where a draft was given and does not fit
 *   errors: those of markdown_compile, block_make and figure_get
 *   warnings: tree-disagrees, tree-branch, latency-run, figure-missing
 */
bool page_compute(
    struct arena *a, struct diag *d, struct page *page, struct page_model *out);

/*
 * Compiles one guide; the site needs no templates but that of guides.
 *
 *   errors: those of markdown_compile, block_make, figure_get and
 *           mustache_render
 *   warnings: tree-disagrees, tree-branch, latency-run, figure-missing
 */
bool page_compile(struct arena *a, struct diag *d, const struct site *site,
    struct page *page, struct page_output *out);

#endif

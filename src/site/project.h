/*
 * project: the files of a site, read and checked.
 *
 *   pricing/SERVICE.yaml       prices and limits
 *   content/site.yaml          title, region, free tier, month, ages of sources
 *   content/GUIDE/guide.yaml   options, scenarios
 *   content/GUIDE/index.md     prose
 *   templates/                 *.mustache and style.css
 *
 * Depends on: file, data/yaml, view/page.
 */
#ifndef SITE_PROJECT_H
#define SITE_PROJECT_H

#include "site/files.h"
#include "site/stale.h"
#include "view/page.h"

#define PROJECT_MAX_MARKDOWN ((size_t)1 << 20) /* [byte] */
#define PROJECT_MAX_FILE ((size_t)16 << 20)    /* [byte] of any kind */

struct project_options;

struct project {
	struct arena *a;
	struct diag *d;
	const char *dir;
	struct files files;
	struct catalog catalog;
	struct terms terms;
	struct market market;
	struct str title;
	struct str description;
	struct str path; /* where the site is published, "/" or "/docs/" */
	struct stale_settings stale;
	const struct project_options *options;
	struct market told; /* what `options` say of it, where they do */
	/* Where not NULL: knows what the front matter of a guide says. */
	bool (*recall)(
	    void *ctx, const char *dir, struct str id, struct page *page);
	void *recall_ctx;
	/* Where not NULL: lists, of guides that are not known yet, those of
	 * which there is nothing to say. */
	void (*ahead)(void *ctx, const struct str *id, struct page *page,
	    bool *known, size_t n);
	void *ahead_ctx;
	struct page *page; /* by order, then id */
	size_t npage;
	const struct source **source; /* all that were read, in order */
	size_t nsource, capsource;
};

/* Where the files are and what was said on the command line. */
struct project_options {
	const char *dir;
	const struct fileset *held; /* in place of `dir`; see site/files.h */
	struct str region;	    /* empty: as the site says */
	struct str free_tier;	    /* empty: as the site says */
	struct str month;
	struct str *price; /* "KEY=VALUE" */
	size_t nprice;
};

/* Prices and site.yaml.  errors: all of the files at once */
bool project_open(struct project *p, struct arena *a, struct diag *d,
    const struct project_options *o);

/* The guides; all of them, or the one with that id. */
bool project_load_guides(struct project *p, struct str only);

/*
 * Reads the guide in the folder `dir`; `id` is its id.
 *
 *   errors: those of guide_load and of the front matter; `page->unread` where
 *           nothing of it can be used
 */
bool project_page(struct project *p, const char *dir, struct str id,
    const struct terms *terms, const struct market *market, struct page *page);

/* Reads a file as YAML. */
bool project_yaml(struct project *p, const char *path, struct node **out);

/*
 * The guides by what the front matter says, in the order of the site; their
 * texts are not kept, so that a site of any size can be listed.
 */
bool project_list_guides(struct project *p);

/*
 * What is listed of a guide, in the memory of `a`, without a word; false where
 * there is something to say, or no guide.
 */
bool project_front(
    struct project *p, struct arena *a, struct str id, struct page *page);

/* Reads the text of a guide that was listed; false after a report. */
bool project_read_guide(struct project *p, struct page *page);

/*
 * Loads a guide that was listed, into the project's arena.  What is wrong with
 * the front matter was said when it was listed.
 */
bool project_load_guide(struct project *p, struct page *page);

/* Reads a file of the project as a source; NULL after a report. */
struct source *project_read(struct project *p, const char *path, size_t max);

/* A source for a text of the command line, shown as `name`. */
struct source *
project_argument(struct project *p, const char *name, struct str text);

#endif

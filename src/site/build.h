/*
 * build: all files of a site.
 *
 *   index.html                the home page
 *   figures.json              its figures
 *   guides/                   the full list
 *   GUIDE/index.html          the guide
 *   GUIDE/index.md            the same as finished Markdown
 *   GUIDE/figures.json        every figure on it
 *   assets/style.css          copied from templates/
 *
 * Guides are made one by one, by several processes if so wished, and each file
 * goes where it belongs as soon as it is made: what a build holds does not
 * grow with what it makes.  Files and messages are the same for any number of
 * workers.
 *
 * Depends on: cache, project, publish, crew, view/pages.
 */
#ifndef SITE_BUILD_H
#define SITE_BUILD_H

#include "base/pack.h"
#include "site/cache.h"
#include "site/project.h"
#include "site/publish.h"

/* Where the files go. */
struct sink {
	void *ctx;
	/* Before the first file of a guide is put; may be NULL. */
	bool (*prepare)(void *ctx);
	/* In a worker: a file, and what the build before left by that name
	 * (NULL: unknown).  What the caller must know of it goes to `said`. */
	bool (*put)(void *ctx, struct diag *d, const struct output *out,
	    const struct left *was, struct buf *said);
	/* In the caller, in any order: a file was put.  False for a second one
	 * of that path. */
	bool (*note)(void *ctx, struct str path, struct str said);
	/* What the build before left; NULL: all is made.  A file of it that is
	 * there as it was need not be put again: */
	struct cache *cache;
	bool (*has)(void *ctx, struct str path, const struct left *was);
	/* Some bytes of such a file. */
	bool (*read)(void *ctx, struct arena *a, struct str path, size_t at,
	    size_t n, struct str *out);
	/* It is noted. */
	const struct want *(*keep)(
	    void *ctx, struct str path, const struct left *was);
};

/*
 * Makes all files.  Without a sink only mistakes are looked for, and the
 * answer is false.
 *
 *   errors: all of the project at once, page-duplicate, io, and those of
 *           the sink
 */
bool build_site(struct project *p, const struct sink *sink, size_t workers);

/*
 * Makes the files of one guide of those that are listed, in the project's
 * arena.
 *
 *   errors: those of the guide and of the templates
 */
bool build_guide(struct project *p, struct page *page, struct page_output *out);

#endif

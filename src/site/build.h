/*
 * build: all files of a site, made in memory.
 *
 *   index.html ...            the pages of the site; see view/pages.h
 *   GUIDE/index.html          the guide
 *   GUIDE/index.md            the same as finished Markdown
 *   GUIDE/figures.json        every figure on it
 *   assets/style.css          copied from templates/
 *
 * Depends on: site/project, site/publish.
 */
#ifndef SITE_BUILD_H
#define SITE_BUILD_H

#include "site/project.h"
#include "site/publish.h"

struct build {
	struct output *out;
	size_t n, cap;
	struct map paths; /* of `out` */
};

/* Makes all files.  errors: all of the project at once */
bool build_site(struct project *p, struct build *b);

#endif

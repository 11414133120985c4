/*
 * arithmetic: the page that says how figures are made.
 *
 *   templates/arithmetic/prices.yaml   a service of its own
 *   templates/arithmetic/guide.yaml    options and scenarios over it
 *   templates/arithmetic/index.md      the text
 *
 * It is a guide with a catalog of its own, in a market of its own, so that its
 * examples are computed and stay what they are whatever a site prices.  A site
 * whose templates have no such folder has no such page.
 *
 * Depends on: site/project.
 */
#ifndef SITE_ARITHMETIC_H
#define SITE_ARITHMETIC_H

#include "site/project.h"

struct arithmetic {
	struct catalog catalog;
	struct terms terms;
	struct market market;
	struct page page;
};

/* Whether the site has the page. */
bool arithmetic_exists(struct project *p);

/* Reads it.  errors: those of price files and guides */
bool arithmetic_load(struct project *p, struct arithmetic *x);

#endif

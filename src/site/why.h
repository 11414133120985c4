/*
 * why: what a build would rewrite of a guide, and why.
 *
 * By content alone: which figures differ from those of the published
 * figures.json, and where no figure does, what else the text is made of.
 *
 * Depends on: site/build, view/explain.
 */
#ifndef SITE_WHY_H
#define SITE_WHY_H

#include "site/build.h"

/*
 * The files of a guide as they are in public/ of the project, against those
 * of a build; a tree of steps (see view/explain.h).  The root's value says how
 * many would be rewritten.
 */
struct node *
page_why(struct project *p, struct page *page, const struct page_output *made);

#endif

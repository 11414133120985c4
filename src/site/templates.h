/*
 * templates: the files of templates/: those that make pages, and the others,
 * which are copied to assets/.
 *
 * Depends on: project, mustache.
 */
#ifndef SITE_TEMPLATES_H
#define SITE_TEMPLATES_H

#include "site/project.h"
#include "view/pages.h"

/* errors: slug (a name that no address may have), io, those of mustache.h */
bool templates_load(
    struct project *p, struct mustache_set *set, struct page_files *assets);

#endif

/*
 * project_int: what the files of project share.
 */
#ifndef SITE_PROJECT_INT_H
#define SITE_PROJECT_INT_H

#include "site/project.h"

/* Names in a folder of the project, sorted; NULL after a report. */
struct str *project_dir(struct project *p, const char *path, size_t *n);

/* What the command line says outranks site.yaml and the guides. */
void project_apply_options(const struct project *p, struct market *m);

#endif

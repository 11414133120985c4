/*
 * compare: what publishing would change, without writing anything.
 *
 *   compare_begin                 look at what is published
 *   compare_put     in workers    a file
 *   compare_note    in the caller what compare_put said of it
 *   compare_end                   all differences, by path
 *   compare_clear
 *
 * Depends on: swap, tree, wanted, text/unified.
 */
#ifndef SITE_COMPARE_H
#define SITE_COMPARE_H

#include "site/publish.h"
#include "site/swap.h"
#include "site/tree.h"
#include "site/wanted.h"

struct difference {
	struct str path;
	struct str text;
};

struct compare {
	struct arena *a;
	struct diag diag;
	struct swap swap;
	struct tree old;
	struct wanted want;
	struct difference *list;
	size_t n, cap;
	bool absent; /* nothing is published */
	bool failed; /* it cannot be looked at; `diag` says why */
};

void compare_begin(struct compare *c, struct arena *a, const char *dir);

/* Whether it is published as it is; else appends what differs. */
bool compare_put(
    const struct compare *c, const struct output *out, struct buf *text);

/* False for a second file of that path. */
bool
compare_note(struct compare *c, struct str path, bool same, struct str text);

/* See publish_check. */
bool compare_end(struct compare *c, struct buf *diff, size_t *ndiff);

void compare_clear(struct compare *c);

#endif

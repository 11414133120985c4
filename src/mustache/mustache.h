/*
 * mustache: logic-less templates, as the Mustache specification has them.
 *
 * Variables, sections, inverted sections, partials, comments and changed
 * delimiters; no functions.  A template is compiled once and rendered over a
 * tree of nodes.  `{{name}}` is escaped for HTML, `{{{name}}}` and `{{&name}}`
 * are not.
 *
 * False are: a name that is missing, null, a bool that is no, an empty list
 * and an empty text.  Of the last the specification says only "truthy"; an
 * empty YAML value is an empty text, and `{{#note}}` asks whether there is one.
 * The number 0 is a figure like any other, so it is true.
 *
 * Depends on: node, diag, text/escape.
 */
#ifndef MUSTACHE_MUSTACHE_H
#define MUSTACHE_MUSTACHE_H

#include "base/buf.h"
#include "base/diag.h"
#include "data/node.h"

#define MUSTACHE_MAX_DEPTH 16	     /* partials within partials */
#define MUSTACHE_MAX_SECTIONS 64     /* sections within sections */
#define MUSTACHE_MAX_PARTIALS 100000 /* in one rendering, all told */

struct mustache; /* a compiled template */

/* Templates by name, for partials; an all-zero set is empty. */
struct mustache_set {
	struct map by_name; /* name to struct mustache */
};

/* What a missing name does: nothing (the specification), or an error. */
enum mustache_mode { MUSTACHE_LENIENT, MUSTACHE_STRICT };

/*
 * Compiles the whole text of `src`, to which the template points.
 *
 *   out:    in the arena; NULL when reported, all mistakes at once
 *   errors: template-syntax
 */
struct mustache *
mustache_compile(struct arena *a, struct diag *d, const struct source *src);

/* Adds a template to the set under `name`, which is borrowed. */
void mustache_add(struct arena *a, struct mustache_set *set, struct str name,
    struct mustache *m);

/*
 * Appends the template filled with `data` to `out`.  `partials` may be NULL.
 *
 * A place in a template is reported once, however often it is rendered and by
 * however many calls with the same sink.
 *
 *   out:    what was put before and between mistakes stays when false
 *   errors: template-name (strict: a name that is not in the data, with the
 *           nearest that is, or a list or map where a text should be),
 *           template-partial (strict: no such partial), template-depth
 */
bool mustache_render(struct buf *out, struct arena *a, struct diag *d,
    const struct mustache *m, const struct mustache_set *partials,
    const struct node *data, enum mustache_mode mode);

#endif

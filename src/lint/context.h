/*
 * context: what stands around a place in a text.
 *
 * Depends on: markdown, lint/lint_int.
 */
#ifndef LINT_CONTEXT_H
#define LINT_CONTEXT_H

#include "lint/lint_int.h"
#include "lint/number.h"

/* A part of a run. */
struct context {
	const struct md_run *run;
	size_t from, to; /* [byte] */
};

/* The sentence around byte `i`; in code its line, in a table its cell. */
struct context context_of(const struct md_run *run, size_t i);

struct str context_text(const struct context *c);

/* Whether a figure stands there; in a table, in the row. */
bool context_has_figure(const struct subject *s, const struct context *c);

/* Whether the number is a setting of a figure that stands there, as 100000 of
 * `{{cost.a.base.total@requests=100000}}`; in a table, in the row or, from its
 * head, in the column. */
bool context_sets(
    const struct subject *s, const struct context *c, const struct number *n);

#endif

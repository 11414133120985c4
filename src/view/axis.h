/*
 * axis: an input that varies in a picture, as a block says it.
 *
 * Depends on: view/block, svg/plot.
 */
#ifndef VIEW_AXIS_H
#define VIEW_AXIS_H

#include "svg/plot.h"
#include "view/block.h"

struct axis {
	struct str name; /* INPUT or OPTION.SERVICE.INPUT */
	struct span at;
	size_t slot; /* SIZE_MAX: it was reported */
	const struct var *var;
	struct rat step;    /* of its grid; zero: none */
	struct rat spacing; /* see axis_spacing */
	struct rat from, to;
	bool log;
};

/*
 * Reads an axis: the input under `key`, `from`, `to` and `scale`.
 *
 *   errors: those of field.h, and input-unknown, axis, range
 */
bool
axis_load(struct block *b, struct fields *f, const char *key, struct axis *x);

/* A value in the unit of the axis, for drawing. */
double axis_value(struct block *b, const struct axis *x, struct rat n);

/* The axis as it is drawn. */
struct plot_axis axis_plot(struct block *b, const struct axis *x);

/*
 * A value of the axis `t` of the way from its start to its end, rounded to a
 * few digits and on its grid: what is drawn is the same on every machine.
 */
struct rat axis_point(struct block *b, const struct axis *x, double t);

/* The same, also between the points of the grid where there are values. */
struct rat axis_between(struct block *b, const struct axis *x, double t);

/*
 * The grid on which curves and borders along the axis are drawn: that of its
 * values, where steps that are only billed are wide enough to be seen.
 */
struct rat axis_drawn(struct block *b, const struct axis *x);

/* Text of a tick: "250 k". */
struct str axis_tick(void *ctx, struct arena *a, double value);

/* "Requests per month", "Duration", "Memory of Acme" */
struct str axis_head(struct block *b, struct str name);

/* What a `set`, which may be NULL, changes of its scenario but for the market:
 * "; requests per month: 10,000". */
struct str
changes_text(struct block *b, const struct node *set, const struct setup *s);

#endif

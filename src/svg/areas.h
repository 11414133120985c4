/*
 * areas: a field divided among names, as inline SVG.
 *
 * The field is given row by row: at one value of y, runs of x that each belong
 * to one name.  Rows that have the same names in the same order are joined, so
 * that their borders are lines; where the order changes, the field is cut half
 * way between the two rows.
 *
 * Each area has a colour by class, a hatching of its own, and its name on it
 * where that fits; which is which also stands in a list below, in HTML, where
 * words have room.
 *
 * Depends on: svg/plot, svg/hatch.
 */
#ifndef SVG_AREAS_H
#define SVG_AREAS_H

#include "svg/hatch.h"
#include "svg/plot.h"

#define AREA_NONE SIZE_MAX
#define AREA_MAX HATCH_MAX /* colours and hatchings; further names begin anew */

struct area_row {
	double y;
	double *x;    /* where the runs start, and where the last one ends */
	size_t *name; /* of each run: an index, or AREA_NONE */
	size_t n;
};

struct areas {
	struct plot plot;	    /* its axes, marks and title; no lines */
	struct str about;	    /* what the picture shows, at length */
	const struct area_row *row; /* ascending y */
	size_t nrow;
	const struct str *name;
	size_t nname;
	struct str none; /* what AREA_NONE is called */
};

void areas_draw(struct buf *out, struct arena *a, const struct areas *f);

#endif

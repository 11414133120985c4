/*
 * bars: stacked horizontal bars on one scale, as inline SVG.
 *
 * Each bar has its name and its total above it; which colour is what stands in
 * a list below, in HTML, where words have room.  Where the colours run out they
 * begin anew, cut by a hatching.  Doubles are used for drawing
 * only, as in plot.h.
 *
 * Depends on: buf, svg/hatch.
 */
#ifndef SVG_BARS_H
#define SVG_BARS_H

#include "base/buf.h"

#define BARS_MAX 24 /* series: 6 colours, whole and with 3 hatchings */

struct bar_part {
	double size;   /* at least so much */
	double most;   /* and at most so much: drawn lighter */
	size_t series; /* from 0 */
};

struct bar {
	struct str name; /* with the total */
	struct bar_part *part;
	size_t n;
};

struct bars {
	struct str id; /* unique in the page */
	struct str title, about;
	struct bar *bar;
	size_t n;
	struct str *series; /* names */
	size_t nseries;
};

void bars_draw(struct buf *out, struct arena *a, const struct bars *b);

#endif

/*
 * plot: lines over two axes, as inline SVG.
 *
 * Drawing is the one place where doubles are used.  Coordinates are printed
 * with one decimal, so that a diff of the picture is stable.  Colours and fonts
 * come from classes; nothing in the picture needs a style attribute.
 *
 * Labels of marks and names of lines keep clear of each other; a mark's label is
 * placed first.  Where one name has no room in the field on a phone they all
 * stand in a list below, in HTML, with the colours of their lines.
 *
 * Depends on: svg/label.
 */
#ifndef SVG_PLOT_H
#define SVG_PLOT_H

#include "svg/label.h"

#define PLOT_LEFT 64.0 /* the field of the picture that values stand in */
#define PLOT_RIGHT 624.0
#define PLOT_TOP 40.0
#define PLOT_BOTTOM 336.0

struct plot_axis {
	double lo, hi;
	bool log;
	struct str title;
	/* Text of a tick at a value, in the arena. */
	struct str (*text)(void *ctx, struct arena *a, double value);
	void *ctx;
};

struct plot_line {
	struct str name;
	double *x, *y; /* a NAN in `y` breaks the line */
	size_t n;
};

struct plot_mark {
	double x, y;
	struct str label;
};

struct plot {
	struct str id;	  /* of the title element; unique in the page */
	struct str title; /* what the picture shows, in a sentence */
	struct plot_axis x, y;
	const struct plot_line *line;
	size_t nline;
	const struct plot_mark *mark;
	size_t nmark;
};

/* Round values of an axis to put ticks at; at most `max`.  Returns how many. */
size_t plot_ticks(const struct plot_axis *axis, double *out, size_t max);

/* Where a value stands in the picture. */
double plot_px(const struct plot *p, double x);
double plot_py(const struct plot *p, double y);

/* The start of a picture with its title, and both axes. */
void plot_begin(struct buf *out, const struct plot *p);
void plot_axes(struct buf *out, struct arena *a, const struct plot *p);

/* The marks as what no label may lie on; then they are drawn with theirs. */
void plot_labels(struct labels *labels, struct arena *a, const struct plot *p);
void plot_marks(struct buf *out, struct labels *labels, const struct plot *p);

void plot_draw(struct buf *out, struct arena *a, const struct plot *p);

#endif

#include "svg/plot.h"

#include <math.h>
#include <stdio.h>

#include "svg/legend.h"
#include "text/escape.h"

#define WIDTH 640.0
#define HEIGHT 396.0
#define NEAR 0.2       /* [px] what is nearer to a line is on it */
#define DOT 4.0	       /* [px] between the dots that stand for a line */
#define AIR 8.0	       /* [px] between a line and its name */
#define MARK 8.0       /* [px] half the width of a mark, on a phone */
#define NAME_RISE 14.0 /* [px] of the letters of a name */
#define NAME_STEPS 8   /* places along a line for its name */
#define MARK_PLACES 6  /* places around a mark for its label */

static double
place(const struct plot_axis *axis, double v)
{
	if (axis->log)
		return (log10(v) - log10(axis->lo)) /
		    (log10(axis->hi) - log10(axis->lo));
	return (v - axis->lo) / (axis->hi - axis->lo);
}

double
plot_px(const struct plot *p, double x)
{
	return PLOT_LEFT + place(&p->x, x) * (PLOT_RIGHT - PLOT_LEFT);
}

double
plot_py(const struct plot *p, double y)
{
	return PLOT_BOTTOM - place(&p->y, y) * (PLOT_BOTTOM - PLOT_TOP);
}

static size_t
log_ticks(const struct plot_axis *axis, double *out, size_t max)
{
	int lo = (int)ceil(log10(axis->lo) - 1e-9);
	int hi = (int)floor(log10(axis->hi) + 1e-9);
	int step = 1 + (hi - lo) / (int)max;
	size_t n = 0;

	for (int e = lo; e <= hi && n < max; e += step)
		out[n++] = pow(10, e);
	return n;
}

size_t
plot_ticks(const struct plot_axis *axis, double *out, size_t max)
{
	static const double nice[] = { 1, 2, 2.5, 5, 10 };
	double span = axis->hi - axis->lo, raw, power, step = 1;
	size_t n = 0;

	if (axis->log)
		return log_ticks(axis, out, max);
	raw = span / (double)(max - 1);
	power = pow(10, floor(log10(raw)));
	for (size_t i = 0; i < countof(nice); i++) {
		step = nice[i] * power;
		if (step >= raw * (1 - 1e-9))
			break;
	}
	for (double v = ceil(axis->lo / step - 1e-9) * step;
	     v <= axis->hi + step * 1e-9 && n < max; v += step)
		out[n++] = fabs(v) < step / 2 ? 0 : v;
	return n;
}

static void
draw_y_axis(struct buf *out, struct arena *a, const struct plot *p)
{
	double tick[6];
	size_t n = plot_ticks(&p->y, tick, countof(tick));

	for (size_t i = 0; i < n; i++) {
		double y = plot_py(p, tick[i]);

		buf_printf(out, "<path class=\"%s\" d=\"M%.1f %.1fH%.1f\"/>\n",
		    i == 0 && !p->y.log ? "axis" : "grid", PLOT_LEFT, y,
		    PLOT_RIGHT);
		buf_printf(out,
		    "<text class=\"tick\" x=\"54\" y=\"%.1f\" "
		    "text-anchor=\"end\">",
		    y + 4);
		escape_html(out, p->y.text(p->y.ctx, a, tick[i]));
		buf_puts(out, "</text>\n");
	}
}

static void
draw_x_axis(struct buf *out, struct arena *a, const struct plot *p)
{
	double tick[6];
	size_t n = plot_ticks(&p->x, tick, countof(tick));

	for (size_t i = 0; i < n; i++) {
		bool last = i + 1 == n && plot_px(p, tick[i]) > PLOT_RIGHT - 20;

		buf_printf(out,
		    "<text class=\"tick%s\" x=\"%.1f\" y=\"360\" "
		    "text-anchor=\"%s\">",
		    i % 2 ? " alt" : "", plot_px(p, tick[i]),
		    last ? "end" : "middle");
		escape_html(out, p->x.text(p->x.ctx, a, tick[i]));
		buf_puts(out, "</text>\n");
	}
	buf_printf(out,
	    "<text class=\"tick\" x=\"%.1f\" y=\"390\" "
	    "text-anchor=\"middle\">",
	    (PLOT_LEFT + PLOT_RIGHT) / 2);
	escape_html(out, p->x.title);
	buf_puts(out, "</text>\n");
}

struct point {
	double x, y; /* [px] */
};

/*
 * The lines from a point that pass near all the points after it, so far.  Each
 * leaves a range of angles; of all of them the two that leave the least on
 * either side decide for the others.
 */
struct fan {
	struct point from;
	double far;		/* [px] to the farthest */
	double lo, hi;		/* [rad] */
	struct point low, high; /* that leave `lo` and `hi`, seen from `from` */
};

static struct fan
fan_at(struct point p)
{
	return (struct fan){
		.from = p, .lo = -(double)INFINITY, .hi = (double)INFINITY
	};
}

static struct point
seen_from(struct point from, struct point p)
{
	return (struct point){ p.x - from.x, p.y - from.y };
}

static void
fan_add(struct fan *f, struct point p)
{
	struct point v = seen_from(f->from, p);
	double r = hypot(v.x, v.y), angle, wide;

	f->far = fmax(f->far, r);
	if (r <= NEAR)
		return; /* every line from here is near it */
	angle = atan2(v.y, v.x);
	wide = asin(NEAR / r);
	if (angle - wide > f->lo) {
		f->lo = angle - wide;
		f->low = v;
	}
	if (angle + wide < f->hi) {
		f->hi = angle + wide;
		f->high = v;
	}
}

/* Whether the line in that direction passes near a point, and not behind. */
static bool
is_near(struct point d, struct point v)
{
	return fabs(d.x * v.y - d.y * v.x) <= NEAR * hypot(d.x, d.y) &&
	    d.x * v.x + d.y * v.y >= 0;
}

/* Whether all points so far are on the line that ends at a point. */
static bool
fan_has(const struct fan *f, struct point p)
{
	struct point d = seen_from(f->from, p);

	return f->far <= hypot(d.x, d.y) && is_near(d, f->low) &&
	    is_near(d, f->high);
}

/* A line through points, without those that make no difference. */
static void
draw_points(struct buf *out, const struct point *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t j = i + 1;
		struct fan fan = fan_at(p[i]);

		buf_printf(out, "%c%.1f %.1f", i ? 'L' : 'M', p[i].x, p[i].y);
		for (; j + 1 < n; j++) {
			fan_add(&fan, p[j]);
			if (!fan_has(&fan, p[j + 1]))
				break;
		}
		i = j;
	}
}

static void
draw_line(struct buf *out, struct arena *a, const struct plot *p, size_t k)
{
	const struct plot_line *l = &p->line[k];
	struct point *at = arena_array(a, struct point, l->n + 1);
	size_t n = 0;

	buf_printf(out, "<path class=\"series-%zu\" d=\"", k % 6 + 1);
	for (size_t i = 0; i <= l->n; i++) {
		if (i < l->n && !isnan(l->y[i])) {
			at[n].x = plot_px(p, l->x[i]);
			at[n++].y = plot_py(p, l->y[i]);
			continue;
		}
		draw_points(out, at, n);
		n = 0;
	}
	buf_puts(out, "\"/>\n");
}

/* The pixels of a line between two of the picture, from top to bottom. */
static bool
line_span(const struct plot *p, const struct plot_line *l, double left,
    double right, double *top, double *bottom)
{
	*top = PLOT_BOTTOM;
	*bottom = PLOT_TOP;
	for (size_t i = 1; i < l->n; i++) {
		double x0 = plot_px(p, l->x[i - 1]), x1 = plot_px(p, l->x[i]);
		double y0, y1, at0, at1;

		if (isnan(l->y[i - 1]) || isnan(l->y[i]) || x1 < left ||
		    x0 > right)
			continue;
		y0 = plot_py(p, l->y[i - 1]);
		y1 = plot_py(p, l->y[i]);
		at0 = x0 < left && x1 > x0
		    ? y0 + (y1 - y0) * (left - x0) / (x1 - x0)
		    : y0;
		at1 = x1 > right && x1 > x0
		    ? y0 + (y1 - y0) * (right - x0) / (x1 - x0)
		    : y1;
		*top = fmin(*top, fmin(at0, at1));
		*bottom = fmax(*bottom, fmax(at0, at1));
	}
	return *top <= *bottom;
}

/* Where a line may have its name: above and below it, from its end on. */
static size_t
name_places(
    const struct plot *p, const struct plot_line *l, struct label_place *out)
{
	double w = label_width(l->name);
	double end = PLOT_RIGHT - 2, top, bottom;
	size_t n = 0;

	for (int k = 0; k < NAME_STEPS; k++) {
		double right = end - (end - PLOT_LEFT - w) * k / NAME_STEPS;
		struct label_place at = { right, 0, LABEL_END };

		if (!line_span(p, l, right - w, right, &top, &bottom))
			continue;
		at.y = top - AIR;
		out[n++] = at;
		at.y = bottom + AIR + NAME_RISE;
		out[n++] = at;
	}
	return n;
}

/* The lines as dots, which labels had better not cover. */
static void
dot_lines(struct labels *labels, const struct plot *p)
{
	double top, bottom;

	for (size_t k = 0; k < p->nline; k++)
		for (double x = PLOT_LEFT; x < PLOT_RIGHT; x += DOT)
			if (line_span(p, &p->line[k], x, x, &top, &bottom))
				label_dot(labels, x, top);
}

/* Whether every name fits in the field, at the size of letters on a phone. */
static bool
names_fit(const struct plot *p)
{
	for (size_t k = 0; k < p->nline; k++)
		if (label_width(p->line[k].name) > PLOT_RIGHT - PLOT_LEFT)
			return false;
	return true;
}

static void
draw_legend(struct buf *out, struct arena *a, const struct plot *p)
{
	legend_begin(out);
	for (size_t k = 0; k < p->nline; k++)
		legend_put(out,
		    str_printf(a, "<path class=\"series-%zu\" d=\"M0 10H20\"/>",
			k % 6 + 1),
		    p->line[k].name);
	legend_end(out);
}

static void
draw_names(struct buf *out, struct labels *labels, const struct plot *p)
{
	struct label_place place[2 * NAME_STEPS];

	for (size_t k = 0; k < p->nline; k++) {
		const struct plot_line *l = &p->line[k];
		size_t n = name_places(p, l, place);
		char class[32];

		if (n == 0)
			continue;
		snprintf(
		    class, sizeof(class), "label series-%zu-fill", k % 6 + 1);
		label_put(out, class, l->name,
		    label_choose(labels, l->name, place, n));
	}
}

/* Around a mark, above it first. */
static size_t
mark_places(double x, double y, struct label_place *out)
{
	static const double rise[] = { -16, 34 };
	static const enum label_anchor anchor[] = { LABEL_END, LABEL_START,
		LABEL_MIDDLE };
	size_t n = 0;

	for (size_t i = 0; i < countof(rise); i++)
		for (size_t k = 0; k < countof(anchor); k++) {
			double dx = anchor[k] == LABEL_END ? -6
			    : anchor[k] == LABEL_START	   ? 6
							   : 0;

			out[n++] = (struct label_place){ x + dx, y + rise[i],
				anchor[k] };
		}
	return n;
}

void
plot_labels(struct labels *labels, struct arena *a, const struct plot *p)
{
	*labels = (struct labels){ .a = a,
		.field = { PLOT_LEFT, 0, PLOT_RIGHT + AIR, PLOT_BOTTOM } };
	for (size_t i = 0; i < p->nmark; i++) {
		double x = plot_px(p, p->mark[i].x);
		double y = plot_py(p, p->mark[i].y);

		label_block(labels,
		    (struct label_box){
			x - MARK, y - MARK, x + MARK, y + MARK });
	}
}

void
plot_marks(struct buf *out, struct labels *labels, const struct plot *p)
{
	struct label_place place[MARK_PLACES];

	for (size_t i = 0; i < p->nmark; i++) {
		const struct plot_mark *m = &p->mark[i];
		double x = plot_px(p, m->x), y = plot_py(p, m->y);
		size_t n = mark_places(x, y, place);
		const struct label_place *at;

		buf_printf(out,
		    "<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" "
		    "r=\"5.5\"/>\n",
		    x, y);
		at = label_fit(labels, m->label, place, n);
		if (at)
			label_put(out, "mark-label", m->label, at);
	}
}

void
plot_begin(struct buf *out, const struct plot *p)
{
	buf_printf(out,
	    "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" "
	    "aria-labelledby=\"%.*s\">\n<title id=\"%.*s\">",
	    WIDTH, HEIGHT, STR_ARG(p->id), STR_ARG(p->id));
	escape_html(out, p->title);
	buf_puts(out, "</title>\n");
}

void
plot_axes(struct buf *out, struct arena *a, const struct plot *p)
{
	draw_y_axis(out, a, p);
	draw_x_axis(out, a, p);
}

void
plot_draw(struct buf *out, struct arena *a, const struct plot *p)
{
	struct labels labels;
	bool fit = names_fit(p);

	plot_begin(out, p);
	plot_axes(out, a, p);
	for (size_t k = 0; k < p->nline; k++)
		draw_line(out, a, p, k);
	plot_labels(&labels, a, p);
	dot_lines(&labels, p);
	plot_marks(out, &labels, p);
	if (fit)
		draw_names(out, &labels, p);
	buf_puts(out, "</svg>\n");
	if (!fit)
		draw_legend(out, a, p);
}

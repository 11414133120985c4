#include "svg/plot.h"

#include <math.h>

#include "text/escape.h"

#define WIDTH 640.0
#define HEIGHT 396.0
#define GAP 24.0   /* least distance of labels */
#define LETTER 9.0 /* width of a letter of a label */
#define NEAR 0.2   /* [px] what is nearer to a line is on it */

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

/* Whether all points between two are on the line that joins them. */
static bool
is_line(const struct point *p, size_t i, size_t j)
{
	double dx = p[j].x - p[i].x, dy = p[j].y - p[i].y;
	double length = hypot(dx, dy);

	for (size_t k = i + 1; k < j; k++) {
		double x = p[k].x - p[i].x, y = p[k].y - p[i].y;

		if (fabs(dx * y - dy * x) > NEAR * length ||
		    hypot(x, y) > length)
			return false;
	}
	return true;
}

/* A line through points, without those that make no difference. */
static void
draw_points(struct buf *out, const struct point *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t j = i + 1;

		buf_printf(out, "%c%.1f %.1f", i ? 'L' : 'M', p[i].x, p[i].y);
		while (j + 1 < n && is_line(p, i, j + 1))
			j++;
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

/* Names at the right end of the lines, moved apart where they would meet. */
static void
draw_names(struct buf *out, const struct plot *p)
{
	double y[16];
	size_t order[16], n = p->nline < 16 ? p->nline : 16, m = 0;

	for (size_t k = 0; k < n; k++) {
		const struct plot_line *l = &p->line[k];
		size_t i = l->n;

		while (i > 0 && isnan(l->y[i - 1]))
			i--;
		if (i == 0)
			continue;
		y[k] = plot_py(p, l->y[i - 1]) - 8;
		order[m++] = k;
	}
	for (size_t i = 1; i < m; i++)
		for (size_t j = i; j > 0 && y[order[j]] < y[order[j - 1]];
		     j--) {
			size_t t = order[j];

			order[j] = order[j - 1];
			order[j - 1] = t;
		}
	for (size_t i = 1; i < m; i++)
		if (y[order[i]] < y[order[i - 1]] + GAP)
			y[order[i]] = y[order[i - 1]] + GAP;
	for (size_t i = 0; i < m; i++) {
		double at =
		    y[order[i]] < PLOT_TOP + 4 ? PLOT_TOP + 4 : y[order[i]];

		buf_printf(out,
		    "<text class=\"label series-%zu-fill\" x=\"%.1f\" "
		    "y=\"%.1f\" text-anchor=\"end\">",
		    order[i] % 6 + 1, PLOT_RIGHT - 2, at);
		escape_html(out, p->line[order[i]].name);
		buf_puts(out, "</text>\n");
	}
}

/* Labels of marks stand above, to the side that has room. */
void
plot_marks(struct buf *out, const struct plot *p)
{
	double last_x = -1000, last_y = -1000;

	for (size_t i = 0; i < p->nmark; i++) {
		const struct plot_mark *m = &p->mark[i];
		double x = plot_px(p, m->x), y = plot_py(p, m->y), at = y - 14;
		double w = LETTER * (double)m->label.n;
		bool left = x - PLOT_LEFT > w;

		if (fabs(x - last_x) < w && fabs(at - last_y) < GAP)
			at = last_y - GAP;
		if (at < PLOT_TOP + 10)
			at = y + 26;
		buf_printf(out,
		    "<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" "
		    "r=\"5.5\"/>\n<text class=\"mark-label\" x=\"%.1f\" "
		    "y=\"%.1f\" text-anchor=\"%s\">",
		    x, y, left ? x - 6 : x + 6, at, left ? "end" : "start");
		escape_html(out, m->label);
		buf_puts(out, "</text>\n");
		last_x = x;
		last_y = at;
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
	plot_begin(out, p);
	plot_axes(out, a, p);
	for (size_t k = 0; k < p->nline; k++)
		draw_line(out, a, p, k);
	draw_names(out, p);
	plot_marks(out, p);
	buf_puts(out, "</svg>\n");
}

#include "svg/areas.h"

#include <math.h>
#include <string.h>

#include "svg/legend.h"
#include "text/escape.h"

#define NEAR 0.15 /* [px] what is nearer to a line is on it */
#define LINE 30.0 /* [px] height a name needs */

struct point {
	double x, y; /* [px] */
};

/* A row in the picture: the band that it stands for. */
struct band {
	const struct area_row *row;
	double y, top, bottom; /* [px]; top < bottom */
	double *x;	       /* [px] */
};

struct drawing {
	struct buf *out;
	struct arena *a;
	const struct areas *f;
	struct band *band;
	struct labels labels;
};

static size_t
index_of(const struct drawing *d, size_t name)
{
	return name == AREA_NONE ? d->f->nname : name;
}

static bool
same_names(const struct band *x, const struct band *y)
{
	return x->row->n == y->row->n &&
	    memcmp(x->row->name, y->row->name,
		x->row->n * sizeof(*x->row->name)) == 0;
}

static void
make_bands(struct drawing *d)
{
	const struct areas *f = d->f;

	d->band = arena_array(d->a, struct band, f->nrow + 1);
	for (size_t i = 0; i < f->nrow; i++) {
		struct band *b = &d->band[i];

		b->row = &f->row[i];
		b->y = plot_py(&f->plot, b->row->y);
		b->x = arena_array(d->a, double, b->row->n + 1);
		for (size_t k = 0; k <= b->row->n; k++)
			b->x[k] = plot_px(&f->plot, b->row->x[k]);
		b->bottom = i ? (d->band[i - 1].y + b->y) / 2 : PLOT_BOTTOM;
		b->top = PLOT_TOP;
		if (i)
			d->band[i - 1].top = b->bottom;
	}
}

/* Whether all points between two are on the line that joins them. */
static bool
is_line(const struct point *p, size_t i, size_t j)
{
	for (size_t k = i + 1; k < j; k++) {
		double t = (p[k].y - p[i].y) / (p[j].y - p[i].y);

		if (fabs(p[i].x + t * (p[j].x - p[i].x) - p[k].x) > NEAR)
			return false;
	}
	return true;
}

/* Draws on through points, without those that make no difference. */
static void
draw_side(struct buf *out, const struct point *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t j = i + 1;

		buf_printf(out, "L%.1f %.1f", p[i].x, p[i].y);
		while (j + 1 < n && is_line(p, i, j + 1))
			j++;
		i = j;
	}
}

/* The border `k` of the bands [from, to), upwards or downwards. */
static void
trace_side(struct drawing *d, size_t from, size_t to, size_t k, bool up)
{
	size_t n = 0;
	struct point *p = arena_array(d->a, struct point, to - from + 2);
	struct point *q = arena_array(d->a, struct point, to - from + 2);

	p[n++] = (struct point){ d->band[from].x[k], d->band[from].bottom };
	for (size_t i = from; i < to; i++)
		p[n++] = (struct point){ d->band[i].x[k], d->band[i].y };
	p[n++] = (struct point){ d->band[to - 1].x[k], d->band[to - 1].top };
	for (size_t i = 0; i < n; i++)
		q[i] = up ? p[i] : p[n - 1 - i];
	draw_side(d->out, q, n);
}

/* The bands from `i` on that have the same names: where they end. */
static size_t
group_end(const struct drawing *d, size_t i)
{
	size_t j = i + 1;

	while (j < d->f->nrow && same_names(&d->band[i], &d->band[j]))
		j++;
	return j;
}

/* The run of a band at a place, or SIZE_MAX. */
static size_t
run_at(const struct band *b, double x)
{
	for (size_t k = 0; k < b->row->n; k++)
		if (b->x[k] <= x && x < b->x[k + 1])
			return k;
	return SIZE_MAX;
}

/* The border between two bands, where their names differ. */
static void
trace_cut(struct drawing *d, const struct band *lower, const struct band *upper)
{
	size_t i = 0, k = 0;
	double x = PLOT_LEFT;

	while (i < lower->row->n && k < upper->row->n) {
		double to = fmin(lower->x[i + 1], upper->x[k + 1]);

		if (lower->row->name[i] != upper->row->name[k])
			buf_printf(
			    d->out, "M%.1f %.1fH%.1f", x, lower->top, to);
		i += lower->x[i + 1] <= to;
		k += upper->x[k + 1] <= to;
		x = to;
	}
}

/* The borders between areas. */
static void
draw_borders(struct drawing *d)
{
	const struct areas *f = d->f;
	struct buf path = { 0 }, *out = d->out;

	d->out = &path;
	for (size_t i = 0, j; i < f->nrow; i = j) {
		j = group_end(d, i);
		for (size_t k = 1; k < f->row[i].n; k++) {
			size_t from = path.n;

			trace_side(d, i, j, k, true);
			path.p[from] = 'M';
		}
		if (j < f->nrow)
			trace_cut(d, &d->band[j - 1], &d->band[j]);
	}
	d->out = out;
	if (path.n)
		buf_printf(out, "<path class=\"border\" d=\"%.*s\"/>\n",
		    (int)path.n, path.p);
	buf_free(&path);
}

/* The parts of one name, as one path. */
static void
draw_area(struct drawing *d, size_t name)
{
	const struct areas *f = d->f;
	struct buf path = { 0 }, *out = d->out;

	d->out = &path;
	for (size_t i = 0, j; i < f->nrow; i = j) {
		j = group_end(d, i);
		for (size_t k = 0; k < f->row[i].n; k++) {
			size_t from = path.n;

			if (f->row[i].name[k] != name)
				continue;
			trace_side(d, i, j, k, true);
			trace_side(d, i, j, k + 1, false);
			path.p[from] = 'M';
			buf_putc(&path, 'Z');
		}
	}
	d->out = out;
	if (path.n)
		buf_printf(out,
		    "<path class=\"area\" fill=\"url(#%.*s-p%zu)\" "
		    "d=\"%.*s\"/>\n",
		    STR_ARG(f->plot.id), index_of(d, name) + 1, (int)path.n,
		    path.p);
	buf_free(&path);
}

static void
draw_patterns(struct drawing *d)
{
	const struct areas *f = d->f;

	buf_puts(d->out, "<defs>\n");
	for (size_t i = 0; i <= f->nname; i++) {
		size_t k = i == f->nname ? AREA_MAX : i % AREA_MAX;

		buf_printf(d->out,
		    "<pattern id=\"%.*s-p%zu\" width=\"10\" height=\"10\" "
		    "patternUnits=\"userSpaceOnUse\"><rect class=\"area-%zu\" "
		    "width=\"10\" height=\"10\"/>",
		    STR_ARG(f->plot.id), i + 1, k == AREA_MAX ? 0 : k + 1);
		if (k < AREA_MAX)
			buf_printf(d->out,
			    "<path class=\"hatch hatch-%zu\" d=\"%s\"/>", k + 1,
			    hatch_path[k]);
		buf_puts(d->out, "</pattern>\n");
	}
	buf_puts(d->out, "</defs>\n");
}

/* How high the area of a name is at a place, around a band. */
static double
height_at(const struct drawing *d, size_t i, double x, size_t name, double *mid)
{
	size_t lo = i, hi = i, k;

	while (lo > 0 && (k = run_at(&d->band[lo - 1], x)) != SIZE_MAX &&
	    d->band[lo - 1].row->name[k] == name)
		lo--;
	while (hi + 1 < d->f->nrow &&
	    (k = run_at(&d->band[hi + 1], x)) != SIZE_MAX &&
	    d->band[hi + 1].row->name[k] == name)
		hi++;
	*mid = (d->band[lo].bottom + d->band[hi].top) / 2;
	return d->band[lo].bottom - d->band[hi].top;
}

/* Puts a name where its area has most room, if that is enough. */
static void
draw_name(struct drawing *d, size_t name)
{
	const struct areas *f = d->f;
	struct str text = name == AREA_NONE ? f->none : f->name[name];
	double need = label_width(text) + 12, best = 1;
	struct label_place at = { 0, 0, LABEL_MIDDLE }, try = at;

	for (size_t i = 0; i < f->nrow; i++) {
		const struct band *b = &d->band[i];

		for (size_t k = 0; k < b->row->n; k++) {
			double x = (b->x[k] + b->x[k + 1]) / 2, y, room;
			double high;
			struct label_box box;

			if (b->row->name[k] != name ||
			    b->x[k + 1] - b->x[k] < need)
				continue;
			try.x = x;
			try.y = b->y + 5;
			box = label_box(text, &try);
			if (label_hits(&d->labels, &box))
				continue;
			high = height_at(d, i, x, name, &y);
			room =
			    fmin(high / LINE, (b->x[k + 1] - b->x[k]) / need);
			/* The middle of the area, where the run is wide. */
			if (room < best || fabs(y - b->y) > high / 4)
				continue;
			best = room;
			at = try;
		}
	}
	if (at.y <= 0)
		return;
	label_block(&d->labels, label_box(text, &at));
	label_put(d->out, "label", text, &at);
}

static bool
has_area(const struct drawing *d, size_t name)
{
	for (size_t i = 0; i < d->f->nrow; i++)
		for (size_t k = 0; k < d->f->row[i].n; k++)
			if (d->f->row[i].name[k] == name)
				return true;
	return false;
}

static void
draw_legend(struct drawing *d)
{
	const struct areas *f = d->f;

	legend_begin(d->out);
	for (size_t i = 0; i <= f->nname; i++) {
		size_t name = i == f->nname ? AREA_NONE : i;

		if (has_area(d, name))
			legend_put(d->out,
			    str_printf(d->a,
				"<rect class=\"area\" "
				"fill=\"url(#%.*s-p%zu)\" width=\"20\" "
				"height=\"20\"/>",
				STR_ARG(f->plot.id), i + 1),
			    name == AREA_NONE ? f->none : f->name[i]);
	}
	legend_end(d->out);
}

static void
draw_title(struct drawing *d)
{
	buf_printf(d->out, "<desc>");
	escape_html(d->out, d->f->about);
	buf_puts(d->out, "</desc>\n");
	buf_puts(d->out, "<text class=\"tick\" x=\"4\" y=\"14\">");
	escape_html(d->out, d->f->plot.y.title);
	buf_puts(d->out, "</text>\n");
}

void
areas_draw(struct buf *out, struct arena *a, const struct areas *f)
{
	struct drawing d = { .out = out, .a = a, .f = f };

	make_bands(&d);
	plot_begin(out, &f->plot);
	draw_title(&d);
	draw_patterns(&d);
	draw_area(&d, AREA_NONE);
	for (size_t i = 0; i < f->nname; i++)
		draw_area(&d, i);
	draw_borders(&d);
	plot_axes(out, a, &f->plot);
	plot_labels(&d.labels, a, &f->plot);
	plot_marks(out, &d.labels, &f->plot);
	draw_name(&d, AREA_NONE);
	for (size_t i = 0; i < f->nname; i++)
		draw_name(&d, i);
	buf_puts(out, "</svg>\n");
	draw_legend(&d);
}

#include "svg/bars.h"

#include "svg/hatch.h"
#include "svg/legend.h"
#include "text/escape.h"
#include "text/width.h"

#include <stdio.h>

#define WIDTH 640.0
#define COLUMNS 40 /* of a name, at the size of letters on a phone */
#define LINE 26
#define BAR 30
#define GAP 22
#define LEAST 1.5 /* of a part that is not nothing */
#define COLOURS 6

static double
length(const struct bar *b)
{
	double sum = 0;

	for (size_t i = 0; i < b->n; i++)
		sum += b->part[i].most;
	return sum;
}

static double
longest(const struct bars *b)
{
	double most = 0;

	for (size_t i = 0; i < b->n; i++)
		most = length(&b->bar[i]) > most ? length(&b->bar[i]) : most;
	return most > 0 ? most : 1;
}

/* The hatchings that cut the colours from the second round on. */
static void
put_hatchings(struct buf *out, const struct bars *b)
{
	size_t rounds = (b->nseries + COLOURS - 1) / COLOURS;

	if (rounds < 2)
		return;
	buf_puts(out, "<defs>\n");
	for (size_t i = 1; i < rounds; i++)
		buf_printf(out,
		    "<pattern id=\"%.*s-cut%zu\" width=\"10\" height=\"10\" "
		    "patternUnits=\"userSpaceOnUse\"><path class=\"cut\" "
		    "d=\"%s\"/></pattern>\n",
		    STR_ARG(b->id), i, hatch_path[i - 1]);
	buf_puts(out, "</defs>\n");
}

/* A rectangle, given by its attributes, as the series looks. */
static void
put_rect(struct buf *out, const struct bars *b, size_t series,
    const char *class, const char *where)
{
	buf_printf(out, "<rect class=\"series-%zu-fill%s\" %s/>",
	    series % COLOURS + 1, class, where);
	if (series >= COLOURS)
		buf_printf(out, "<rect fill=\"url(#%.*s-cut%zu)\" %s/>",
		    STR_ARG(b->id), series / COLOURS, where);
}

static void
put_part(struct buf *out, const struct bars *b, double x, double w, int y,
    size_t series, bool light)
{
	char where[128];

	if (w <= 0)
		return;
	snprintf(where, sizeof(where),
	    "x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"", x, y,
	    w < LEAST ? LEAST : w, BAR);
	put_rect(out, b, series, light ? " range" : "", where);
	buf_putc(out, '\n');
}

static int
put_bar(struct buf *out, struct arena *a, const struct bars *all,
    const struct bar *b, double scale, int y)
{
	double x = 0;
	size_t n;
	struct str *line = width_wrap(a, b->name, COLUMNS, &n);

	for (size_t i = 0; i < n; i++, y += LINE) {
		buf_printf(out, "<text class=\"bar-name\" x=\"0\" y=\"%d\">",
		    y + LINE - 7);
		escape_html(out, line[i]);
		buf_puts(out, "</text>\n");
	}
	for (size_t i = 0; i < b->n; i++) {
		const struct bar_part *p = &b->part[i];

		put_part(out, all, x, p->size * scale, y, p->series, false);
		put_part(out, all, x + p->size * scale,
		    (p->most - p->size) * scale, y, p->series, true);
		x += p->most * scale;
	}
	return y + BAR + GAP;
}

static void
put_legend(struct buf *out, struct arena *a, const struct bars *b)
{
	legend_begin(out);
	for (size_t i = 0; i < b->nseries; i++) {
		struct buf key = { 0 };

		put_rect(&key, b, i, "", "width=\"20\" height=\"20\"");
		legend_put(out, buf_take(&key, a), b->series[i]);
	}
	legend_end(out);
}

void
bars_draw(struct buf *out, struct arena *a, const struct bars *b)
{
	struct buf body = { 0 };
	double scale = WIDTH / longest(b);
	int y = 0;

	for (size_t i = 0; i < b->n; i++)
		y = put_bar(&body, a, b, &b->bar[i], scale, y);
	buf_printf(out,
	    "<svg viewBox=\"0 0 %.0f %d\" role=\"img\" "
	    "aria-labelledby=\"%.*s-title %.*s-about\">\n"
	    "<title id=\"%.*s-title\">",
	    WIDTH, y - GAP > 0 ? y - GAP : 1, STR_ARG(b->id), STR_ARG(b->id),
	    STR_ARG(b->id));
	escape_html(out, b->title);
	buf_printf(out, "</title>\n<desc id=\"%.*s-about\">", STR_ARG(b->id));
	escape_html(out, b->about);
	buf_puts(out, "</desc>\n");
	put_hatchings(out, b);
	buf_str(out, buf_take(&body, a));
	buf_puts(out, "</svg>\n");
	put_legend(out, a, b);
}

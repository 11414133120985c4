#include "svg/bars.h"

#include "svg/legend.h"
#include "text/escape.h"
#include "text/width.h"

#define WIDTH 640.0
#define COLUMNS 40 /* of a name, at the size of letters on a phone */
#define LINE 26
#define BAR 30
#define GAP 22
#define LEAST 1.5 /* of a part that is not nothing */

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

static void
put_part(struct buf *out, double x, double w, int y, size_t series, bool light)
{
	if (w <= 0)
		return;
	buf_printf(out,
	    "<rect class=\"series-%zu-fill%s\" x=\"%.1f\" y=\"%d\" "
	    "width=\"%.1f\" height=\"%d\"/>\n",
	    series % 6 + 1, light ? " range" : "", x, y, w < LEAST ? LEAST : w,
	    BAR);
}

static int
put_bar(
    struct buf *out, struct arena *a, const struct bar *b, double scale, int y)
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

		put_part(out, x, p->size * scale, y, p->series, false);
		put_part(out, x + p->size * scale, (p->most - p->size) * scale,
		    y, p->series, true);
		x += p->most * scale;
	}
	return y + BAR + GAP;
}

static void
put_legend(struct buf *out, struct arena *a, const struct bars *b)
{
	legend_begin(out);
	for (size_t i = 0; i < b->nseries; i++)
		legend_put(out,
		    str_printf(a,
			"<rect class=\"series-%zu-fill\" width=\"20\" "
			"height=\"20\"/>",
			i % 6 + 1),
		    b->series[i]);
	legend_end(out);
}

void
bars_draw(struct buf *out, struct arena *a, const struct bars *b)
{
	struct buf body = { 0 };
	double scale = WIDTH / longest(b);
	int y = 0;

	for (size_t i = 0; i < b->n; i++)
		y = put_bar(&body, a, &b->bar[i], scale, y);
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
	buf_str(out, buf_take(&body, a));
	buf_puts(out, "</svg>\n");
	put_legend(out, a, b);
}

#include "svg/fork.h"

#include <string.h>

#include "text/escape.h"

/* [px] */
#define BOX 226	   /* width of a box */
#define PAD 12	   /* of the text in it */
#define LINE 19	   /* of text, which is of 14 px */
#define COLUMN 268 /* from a box to the one on its right */
#define GAP 38	   /* between a box and the one below */
#define EDGE 22	   /* of the way to the right below the top of its box */
#define DROP 28	   /* of the way down from the left side of its box */
#define MARGIN 1   /* around all, for the width of lines */

/* A box on the page. */
struct box {
	const struct fork *f;
	int x, y, width, height;
	struct str *line;
	size_t nline, cap;
	struct box *below, *beside;
	bool yes_below;
};

struct page {
	struct arena *a;
	int width, height;
};

static int
larger(int x, int y)
{
	return x > y ? x : y;
}

/* Width of a byte of text [1/100 px]: that of a wide font, for which one the
 * reader has is not known. */
static int
width_of(unsigned char c)
{
	if (c >= 0x80)
		return c >= 0xE3 ? 1400
		    : c >= 0xC0	 ? 1000
				 : 0; /* a character's first byte */
	if (c == ' ' || (c && strchr("ijl.,:;'|!I()[]", c)))
		return 500;
	if (c && strchr("mwMW@%", c))
		return 1350;
	if (c >= 'A' && c <= 'Z')
		return 1050;
	return 880;
}

/* How much of `s` fits on a line, to a blank where there is one; `*width` is
 * that of the part. */
static size_t
fitting(struct str s, int *width)
{
	size_t cut = 0;
	int sum = 0;

	*width = 0;
	for (size_t i = 0; i < s.n; i++) {
		int more = width_of((unsigned char)s.p[i]);

		if (s.p[i] == ' ') {
			cut = i;
			*width = sum;
		}
		if (sum + more > (BOX - 2 * PAD) * 100) {
			*width = cut ? *width : sum;
			return cut ? cut : i;
		}
		sum += more;
	}
	*width = sum;
	return s.n;
}

static void
wrap(struct arena *a, struct box *b)
{
	struct str rest = str_trim(b->f->text);
	int widest = 0, width;

	do {
		size_t n = fitting(rest, &width);

		widest = larger(widest, width / 100);
		arena_push(a, b->line, b->nline, b->cap, str_sub(rest, 0, n));
		rest = str_trim(str_from(rest, n));
	} while (rest.n);
	b->width = b->f->yes ? BOX : widest + 2 * PAD;
	b->height = 2 * PAD + LINE * (int)b->nline;
}

static size_t
answers(const struct fork *f)
{
	return f->yes ? answers(f->yes) + answers(f->no) : 1;
}

/* Places a tree with its upper left corner; `*bottom` is where it ends. */
static struct box *
place(struct page *p, const struct fork *f, int x, int y, int *bottom)
{
	struct box *b = arena_new(p->a, struct box);

	*b = (struct box){ .f = f, .x = x, .y = y };
	wrap(p->a, b);
	*bottom = y + b->height;
	p->width = larger(p->width, x + b->width);
	p->height = larger(p->height, *bottom);
	if (!f->yes)
		return b;
	b->yes_below = answers(f->yes) > answers(f->no);
	b->beside =
	    place(p, b->yes_below ? f->no : f->yes, x + COLUMN, y, bottom);
	b->below = place(p, b->yes_below ? f->yes : f->no, x,
	    larger(*bottom, y + b->height) + GAP, bottom);
	return b;
}

static void
draw_text(struct buf *out, const struct box *b)
{
	buf_printf(
	    out, "<text class=\"%s\">", b->f->yes ? "fork-ask" : "fork-answer");
	for (size_t i = 0; i < b->nline; i++) {
		buf_printf(out, "<tspan x=\"%d\" y=\"%d\">", b->x + PAD,
		    b->y + PAD + LINE * (int)i + 14);
		escape_html(out, b->line[i]);
		/* A blank, for what reads the text as one. */
		buf_puts(out, i + 1 < b->nline ? " </tspan>" : "</tspan>");
	}
	buf_puts(out, "</text>\n");
}

static void
draw_edges(struct buf *out, const struct box *b)
{
	int x = b->x + BOX, y = b->y + EDGE, end = b->beside->x;
	int down = b->x + DROP, from = b->y + b->height, to = b->below->y;

	buf_printf(out,
	    "<path class=\"fork-edge\" d=\"M%d %dH%dm-6 -4l6 4l-6 4\"/>\n", x,
	    y, end - 1);
	buf_printf(out,
	    "<text class=\"fork-word\" x=\"%d\" y=\"%d\" "
	    "text-anchor=\"middle\">%s</text>\n",
	    (x + end) / 2, y - 6, b->yes_below ? "no" : "yes");
	buf_printf(out,
	    "<path class=\"fork-edge\" d=\"M%d %dV%dm-4 -6l4 6l4 -6\"/>\n",
	    down, from, to - 1);
	/* Next to the box it leads to, however far down that is. */
	buf_printf(out,
	    "<text class=\"fork-word\" x=\"%d\" y=\"%d\">%s</text>\n",
	    down + 10, to - GAP / 2 + 5, b->yes_below ? "yes" : "no");
}

static void
draw_box(struct buf *out, const struct box *b)
{
	buf_printf(out,
	    "<rect class=\"fork-box%s\" x=\"%d\" y=\"%d\" width=\"%d\" "
	    "height=\"%d\" rx=\"%d\"/>\n",
	    b->f->yes ? "" : " fork-end", b->x, b->y, b->width, b->height,
	    b->f->yes ? 6 : 14);
	draw_text(out, b);
	if (!b->f->yes)
		return;
	draw_edges(out, b);
	draw_box(out, b->beside);
	draw_box(out, b->below);
}

void
fork_draw(struct buf *out, struct arena *a, const struct fork *root,
    const struct fork_picture *p)
{
	struct page page = { .a = a };
	int bottom;
	struct box *b = place(&page, root, MARGIN, MARGIN, &bottom);

	page.width += MARGIN;
	page.height += MARGIN;
	buf_printf(out,
	    "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
	    "role=\"img\" aria-labelledby=\"%.*s %.*s-about\">\n"
	    "<title id=\"%.*s\">",
	    page.width, page.height, page.width, page.height, STR_ARG(p->id),
	    STR_ARG(p->id), STR_ARG(p->id));
	escape_html(out, p->title);
	buf_printf(out, "</title>\n<desc id=\"%.*s-about\">", STR_ARG(p->id));
	escape_html(out, p->about);
	buf_puts(out, "</desc>\n");
	draw_box(out, b);
	buf_puts(out, "</svg>\n");
}

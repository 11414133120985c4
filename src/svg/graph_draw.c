/* A graph in letters: lines are told by where they go from each place. */
#include "svg/graph.h"

#include "text/width.h"

enum way { UP = 1, RIGHT = 2, DOWN = 4, LEFT = 8 };

struct place {
	unsigned ways;	 /* of lines */
	struct str text; /* what stands there instead */
	bool taken;	 /* by the second half of a wide letter */
};

struct canvas {
	struct place *place;
	int w, h;
};

static struct place *
at(struct canvas *c, int x, int y)
{
	return &c->place[(size_t)y * (size_t)c->w + (size_t)x];
}

static void
put_line(struct canvas *c, int x0, int y0, int x1, int y1)
{
	for (int y = y0; y < y1; y++) {
		at(c, x0, y)->ways |= DOWN;
		at(c, x0, y + 1)->ways |= UP;
	}
	for (int x = x0; x < x1; x++) {
		at(c, x, y0)->ways |= RIGHT;
		at(c, x + 1, y0)->ways |= LEFT;
	}
}

static void
put_box(struct canvas *c, int x, int y, int w, int h)
{
	put_line(c, x, y, x + w - 1, y);
	put_line(c, x, y + h - 1, x + w - 1, y + h - 1);
	put_line(c, x, y, x, y + h - 1);
	put_line(c, x + w - 1, y, x + w - 1, y + h - 1);
}

static void
put_text(struct canvas *c, int x, int y, struct str s)
{
	for (size_t i = 0, n; i < s.n; i = n) {
		int w;

		n = i;
		w = width_of_code(width_next(s, &n));
		/* A mark belongs to the letter before it. */
		while (n < s.n) {
			size_t next = n;

			if (width_of_code(width_next(s, &next)) != 0)
				break;
			n = next;
		}
		at(c, x, y)->text = str_sub(s, i, n);
		if (w == 2)
			at(c, x + 1, y)->taken = true;
		x += w;
	}
}

static int
put_lines(struct canvas *c, const struct graph_text *t, int x, int w, int y)
{
	for (size_t i = 0; i < t->n; i++)
		put_text(c, x + (w - (int)width_of(t->line[i])) / 2, y++,
		    t->line[i]);
	return y;
}

/* The ends of a stroke are just outside of a box or a label; `y` of the lower
 * one is that of the thing below it. */
static void
put_stroke(struct canvas *c, const struct graph_stroke *s, bool start, bool end)
{
	struct graph_point first = s->point[0], last = s->point[s->n - 1];

	for (size_t i = 1; i < s->n; i++) {
		struct graph_point p = s->point[i - 1], q = s->point[i];

		if (i + 1 == s->n)
			q.y--;
		if (p.y == q.y && p.x > q.x)
			put_line(c, q.x, q.y, p.x, p.y);
		else
			put_line(c, p.x, p.y, q.x, q.y);
	}
	if (start)
		at(c, first.x, first.y)->text = STR("\xE2\x96\xB2");
	if (end)
		at(c, last.x, last.y - 1)->text = STR("\xE2\x96\xBC");
}

/* Lines reach the borders of boxes; one above a label goes on to it. */
static void
join(struct canvas *c, const struct graph_stroke *s, bool above, bool below)
{
	struct graph_point first = s->point[0], last = s->point[s->n - 1];

	at(c, first.x, first.y)->ways |= UP;
	at(c, last.x, last.y - 1)->ways |= DOWN;
	if (above)
		at(c, first.x, first.y - 1)->ways |= DOWN;
	if (below)
		at(c, last.x, last.y)->ways |= UP;
}

static void
put_edge(struct canvas *c, const struct graph_edge *e)
{
	for (size_t i = 0; i < e->nstroke; i++) {
		bool first = i == 0, last = i + 1 == e->nstroke;
		bool start = first && (e->up || e->both);
		bool end = last && (!e->up || e->both);

		put_stroke(c, &e->stroke[i], start, end);
		join(c, &e->stroke[i], first && !start, last && !end);
	}
	put_lines(c, &e->label, e->x, e->w, e->y);
}

static void
put_place(struct buf *out, const struct place *p)
{
	static const char *const line[] = { " ", "\xE2\x94\x82", "\xE2\x94\x80",
		"\xE2\x94\x94", "\xE2\x94\x82", "\xE2\x94\x82", "\xE2\x94\x8C",
		"\xE2\x94\x9C", "\xE2\x94\x80", "\xE2\x94\x98", "\xE2\x94\x80",
		"\xE2\x94\xB4", "\xE2\x94\x90", "\xE2\x94\xA4", "\xE2\x94\xAC",
		"\xE2\x94\xBC" };

	if (p->taken)
		return;
	if (p->text.n)
		buf_str(out, p->text);
	else
		buf_puts(out, line[p->ways]);
}

static void
put_row(struct buf *out, struct canvas *c, int y)
{
	int w = c->w;

	while (w > 0 && !at(c, w - 1, y)->ways && !at(c, w - 1, y)->text.n &&
	    !at(c, w - 1, y)->taken)
		w--;
	for (int x = 0; x < w; x++)
		put_place(out, at(c, x, y));
	buf_putc(out, '\n');
}

void
graph_draw(struct buf *out, struct arena *a, const struct graph *g)
{
	struct canvas c = { .w = g->w + 2, .h = g->h + 1 };

	c.place = arena_array(a, struct place, (size_t)c.w * (size_t)c.h);
	for (size_t i = 0; i < g->ngroup; i++) {
		const struct graph_group *k = &g->group[i];

		put_box(&c, k->x, k->y, k->w, k->h);
	}
	for (size_t i = 0; i < g->nnode; i++) {
		const struct graph_node *n = &g->node[i];
		int y = n->y + 1;

		put_box(&c, n->x, n->y, n->w, n->h);
		y = put_lines(&c, &n->name, n->x, n->w, y);
		put_lines(&c, &n->note, n->x, n->w, y);
	}
	for (size_t i = 0; i < g->nedge; i++)
		put_edge(&c, &g->edge[i]);
	for (size_t i = 0; i < g->ngroup; i++) {
		const struct graph_group *k = &g->group[i];

		/* The border has a gap on both sides of the name. */
		put_text(&c, k->name_x - 1, k->y,
		    str_printf(a, " %.*s ", STR_ARG(k->name)));
	}
	for (int y = 0; y < c.h; y++)
		if (y < g->h)
			put_row(out, &c, y);
}

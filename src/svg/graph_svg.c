/* A graph in pixels. */
#include "svg/graph.h"

#include "text/escape.h"

#define BASE 15 /* of the first line of a text, from its top */

static void
put_lines(struct buf *out, const struct graph_text *t, const char *class, int x,
    int *y)
{
	for (size_t i = 0; i < t->n; i++) {
		buf_printf(out,
		    "<text class=\"%s\" x=\"%d\" y=\"%d\" "
		    "text-anchor=\"middle\">",
		    class, x, *y + BASE);
		escape_html(out, t->line[i]);
		buf_puts(out, "</text>\n");
		*y += graph_pixels.line;
	}
}

static void
put_group(struct buf *out, const struct graph_group *g)
{
	buf_printf(out,
	    "<rect class=\"group\" x=\"%d\" y=\"%d\" width=\"%d\" "
	    "height=\"%d\" rx=\"10\"/>\n<text class=\"group-name\" x=\"%d\" "
	    "y=\"%d\">",
	    g->x, g->y, g->w, g->h, g->name_x, g->y + 21);
	escape_html(out, g->name);
	buf_puts(out, "</text>\n");
}

static void
put_stroke(struct buf *out, const struct graph_stroke *s, struct str id,
    bool start, bool end)
{
	buf_printf(out, "<path class=\"edge\" d=\"M%d %d", s->point[0].x,
	    s->point[0].y);
	for (size_t i = 1; i < s->n; i++) {
		if (s->point[i].x == s->point[i - 1].x)
			buf_printf(out, "V%d", s->point[i].y);
		else
			buf_printf(out, "H%d", s->point[i].x);
	}
	buf_putc(out, '"');
	if (start)
		buf_printf(
		    out, " marker-start=\"url(#%.*s-arrow)\"", STR_ARG(id));
	if (end)
		buf_printf(
		    out, " marker-end=\"url(#%.*s-arrow)\"", STR_ARG(id));
	buf_puts(out, "/>\n");
}

static void
put_edge(struct buf *out, const struct graph_edge *e, struct str id)
{
	int y = e->y + graph_pixels.label_y;

	for (size_t i = 0; i < e->nstroke; i++)
		put_stroke(out, &e->stroke[i], id, i == 0 && (e->up || e->both),
		    i + 1 == e->nstroke && (!e->up || e->both));
	put_lines(out, &e->label, "edge-label", e->x + e->w / 2, &y);
}

static void
put_node(struct buf *out, const struct graph_node *n)
{
	int y = n->y + graph_pixels.pad_y;

	buf_printf(out,
	    "<rect class=\"node\" x=\"%d\" y=\"%d\" width=\"%d\" "
	    "height=\"%d\" rx=\"6\"/>\n",
	    n->x, n->y, n->w, n->h);
	put_lines(out, &n->name, "node-name", n->x + n->w / 2, &y);
	put_lines(out, &n->note, "node-note", n->x + n->w / 2, &y);
}

void
graph_svg(struct buf *out, const struct graph *g, struct str id,
    struct str title, struct str about)
{
	buf_printf(out,
	    "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
	    "role=\"img\" aria-labelledby=\"%.*s-title %.*s-about\">\n"
	    "<title id=\"%.*s-title\">",
	    g->w, g->h, g->w, g->h, STR_ARG(id), STR_ARG(id), STR_ARG(id));
	escape_html(out, title);
	buf_printf(out, "</title>\n<desc id=\"%.*s-about\">", STR_ARG(id));
	escape_html(out, about);
	buf_printf(out,
	    "</desc>\n<defs><marker id=\"%.*s-arrow\" viewBox=\"0 0 8 8\" "
	    "refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" "
	    "markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\">"
	    "<path class=\"arrow\" d=\"M0 0L8 4L0 8Z\"/></marker></defs>\n",
	    STR_ARG(id));
	for (size_t i = 0; i < g->ngroup; i++)
		put_group(out, &g->group[i]);
	for (size_t i = 0; i < g->nedge; i++)
		put_edge(out, &g->edge[i], id);
	for (size_t i = 0; i < g->nnode; i++)
		put_node(out, &g->node[i]);
	buf_puts(out, "</svg>\n");
}

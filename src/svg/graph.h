/*
 * graph: boxes joined by arrows, in layers from the top down.
 *
 * Where everything stands is computed from the edges alone, in whole units of
 * a style, so that the same graph can be drawn with pixels and with letters
 * and a small change of it makes a small change of the picture:
 *
 *   layers  longest paths; edges that close a circle are turned round
 *   order   in a layer, so that few edges cross; members of a group together
 *   places  left to right, as near to its neighbours as there is room
 *   routes  straight down, or down, across on a track of its own, and down
 *
 * A label is an item of a layer between those of its ends, as wide as its
 * text: nothing is ever drawn over anything else but edges that cross edges or
 * the border of a group.
 *
 * Depends on: text/width, buf.
 */
#ifndef SVG_GRAPH_H
#define SVG_GRAPH_H

#include "base/buf.h"

#define GRAPH_NODES 32
#define GRAPH_EDGES 64
#define GRAPH_GROUPS 8

struct graph_text {
	struct str *line;
	size_t n;
};

struct graph_node {
	struct graph_text name, note;
	size_t group; /* its index plus one; 0: none */
	int x, y, w, h;
};

struct graph_point {
	int x, y;
};

/* A line without a break: points joined by straight pieces. */
struct graph_stroke {
	struct graph_point *point;
	size_t n, cap;
};

struct graph_edge {
	size_t from, to;
	struct graph_text label;
	bool both;		     /* arrows at both ends */
	bool up;		     /* it leads to a layer above */
	struct graph_stroke *stroke; /* from the top down */
	size_t nstroke, capstroke;
	int x, y, w, h; /* of the label */
};

/* It has at least one member. */
struct graph_group {
	struct str name;
	int x, y, w, h;
	int name_x; /* where its name has room */
};

struct graph {
	struct graph_node *node;
	size_t nnode;
	struct graph_edge *edge;
	size_t nedge;
	struct graph_group *group;
	size_t ngroup;
	int w, h;
};

/* How large things are. */
struct graph_style {
	int (*width)(struct str line, bool strong);
	int line;	       /* height of a line of text */
	int pad_x, pad_y;      /* within a box, round its text */
	int label_x, label_y;  /* round a label */
	int gap;	       /* between neighbours */
	int port;	       /* between edges at a box */
	int lead, track, tail; /* heights: before, of, behind tracks */
	int group_x, group_y;  /* from members to the border */
	int group_head;	       /* for the name, above that */
	int margin;
};

extern const struct graph_style graph_pixels, graph_letters;

/* Computes all places. */
void
graph_layout(struct arena *a, struct graph *g, const struct graph_style *style);

/* Draws a graph that was laid out with graph_pixels; `id` is unique in the
 * page. */
void graph_svg(struct buf *out, const struct graph *g, struct str id,
    struct str title, struct str about);

/* Draws one that was laid out with graph_letters, in box-drawing characters. */
void graph_draw(struct buf *out, struct arena *a, const struct graph *g);

#endif

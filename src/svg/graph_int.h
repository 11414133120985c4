/*
 * graph_int: what the steps of a layout share.
 */
#ifndef SVG_GRAPH_INT_H
#define SVG_GRAPH_INT_H

#include "svg/graph.h"

/* What stands in a layer: a node, a label, or a place where an edge or a group
 * passes through. */
struct item {
	int layer;
	size_t group; /* index plus one; 0: none */
	size_t node;  /* SIZE_MAX: none */
	size_t edge;  /* of a label or a passage; SIZE_MAX: none */
	bool label;
	int w, h;
	int x, y;     /* middle and top */
	size_t order; /* in its layer */
	long key;     /* where it would like to be */
};

/* A part of an edge between neighbouring layers. */
struct link {
	size_t up, down; /* items */
	size_t edge;
	int from, to; /* x at either end */
	int track;
};

struct layer {
	size_t *item;
	size_t n, cap;
	int y, h;
	int below; /* height of the gap to the next layer */
	int first; /* y of the first track in it */
};

struct layout {
	struct arena *a;
	struct graph *g;
	const struct graph_style *s;
	struct item *item;
	size_t nitem, capitem;
	struct link *link;
	size_t nlink, caplink;
	struct layer *layer;
	size_t nlayer;
	int *first, *last; /* layers of a group */
	int *left, *right; /* of a group */
	int *wanted;	   /* width of a group, for its name */
};

void graph_rank(struct layout *l);  /* layers and items */
void graph_order(struct layout *l); /* items in their layers */
void graph_place(struct layout *l); /* x */
void graph_route(struct layout *l); /* y, ports and tracks */

#endif

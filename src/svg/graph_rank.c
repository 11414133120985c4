/* Layers: who stands above whom, and what stands between them. */
#include "svg/graph_int.h"

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

/* Turns the edges round that lead back to where the walk came from. */
static void
turn_circles(struct graph *g, size_t node, enum mark *mark)
{
	mark[node] = MARK_OPEN;
	for (size_t i = 0; i < g->nedge; i++) {
		struct graph_edge *e = &g->edge[i];

		if (e->from != node || e->up)
			continue;
		if (mark[e->to] == MARK_OPEN)
			e->up = true;
		else if (mark[e->to] == MARK_NEW)
			turn_circles(g, e->to, mark);
	}
	mark[node] = MARK_DONE;
}

static size_t
upper(const struct graph_edge *e)
{
	return e->up ? e->to : e->from;
}

static size_t
lower(const struct graph_edge *e)
{
	return e->up ? e->from : e->to;
}

/* Each node one below the lowest of those above it. */
static int
rank_nodes(const struct graph *g, int *rank)
{
	int most = 0;

	for (bool moved = true; moved;) {
		moved = false;
		for (size_t i = 0; i < g->nedge; i++) {
			size_t u = upper(&g->edge[i]), v = lower(&g->edge[i]);

			if (rank[v] > rank[u])
				continue;
			rank[v] = rank[u] + 1;
			moved = true;
		}
	}
	for (size_t i = 0; i < g->nnode; i++)
		most = rank[i] > most ? rank[i] : most;
	return most;
}

/* A node that nothing leads to stands just above what it leads to. */
static void
lower_sources(const struct graph *g, int *rank)
{
	for (size_t n = 0; n < g->nnode; n++) {
		int least = -1;
		bool source = true;

		for (size_t i = 0; i < g->nedge; i++) {
			source &= lower(&g->edge[i]) != n;
			if (upper(&g->edge[i]) != n)
				continue;
			if (least < 0 || rank[lower(&g->edge[i])] < least)
				least = rank[lower(&g->edge[i])];
		}
		if (source && least > 0)
			rank[n] = least - 1;
	}
}

static size_t
add_item(struct layout *l, struct item item)
{
	struct layer *layer = &l->layer[item.layer];
	size_t i = l->nitem;

	item.order = layer->n;
	arena_push(l->a, l->item, l->nitem, l->capitem, item);
	arena_push(l->a, layer->item, layer->n, layer->cap, i);
	return i;
}

static int
widest(const struct layout *l, const struct graph_text *t, bool strong)
{
	int w = 0;

	for (size_t i = 0; i < t->n; i++) {
		int n = l->s->width(t->line[i], strong);

		w = n > w ? n : w;
	}
	return w;
}

/* A box holds its text, and the ends of its edges. */
static void
add_node(struct layout *l, size_t n, int layer)
{
	const struct graph_node *node = &l->g->node[n];
	int name = widest(l, &node->name, true);
	int note = widest(l, &node->note, false);
	int in = 0, out = 0, most;
	struct item item = { .layer = layer,
		.group = node->group,
		.node = n,
		.edge = SIZE_MAX };

	for (size_t i = 0; i < l->g->nedge; i++) {
		in += lower(&l->g->edge[i]) == n;
		out += upper(&l->g->edge[i]) == n;
	}
	most = ((in > out ? in : out) + 1) * l->s->port;
	item.w = (name > note ? name : note) + 2 * l->s->pad_x;
	item.w = item.w > most ? item.w : most;
	item.h =
	    (int)(node->name.n + node->note.n) * l->s->line + 2 * l->s->pad_y;
	add_item(l, item);
}

static void
add_link(struct layout *l, size_t up, size_t down, size_t edge)
{
	struct link k = { .up = up, .down = down, .edge = edge };

	arena_push(l->a, l->link, l->nlink, l->caplink, k);
}

/* The links of an edge, and what it passes in the layers between. */
static void
add_edge(struct layout *l, size_t e)
{
	const struct graph_edge *edge = &l->g->edge[e];
	size_t up = upper(edge), down = lower(edge), last = up;
	size_t group =
	    l->item[up].group == l->item[down].group ? l->item[up].group : 0;

	for (int y = l->item[up].layer + 1; y < l->item[down].layer; y++) {
		struct item item = { .layer = y,
			.group = group,
			.node = SIZE_MAX,
			.edge = e,
			.label = edge->label.n && last == up };
		size_t i;

		if (item.label) {
			item.w =
			    widest(l, &edge->label, false) + 2 * l->s->label_x;
			item.h =
			    (int)edge->label.n * l->s->line + 2 * l->s->label_y;
		}
		i = add_item(l, item);
		add_link(l, last, i, e);
		last = i;
	}
	add_link(l, last, down, e);
}

/* A group has a member in each of its layers. */
static void
fill_group(struct layout *l, size_t group)
{
	l->first[group] = -1;
	for (size_t i = 0; i < l->nitem; i++) {
		if (l->item[i].group != group + 1)
			continue;
		if (l->first[group] < 0 || l->item[i].layer < l->first[group])
			l->first[group] = l->item[i].layer;
		if (l->item[i].layer > l->last[group])
			l->last[group] = l->item[i].layer;
	}
	for (int y = l->first[group]; y >= 0 && y <= l->last[group]; y++) {
		bool there = false;

		for (size_t i = 0; i < l->layer[y].n; i++)
			there |=
			    l->item[l->layer[y].item[i]].group == group + 1;
		if (!there)
			add_item(l,
			    (struct item){ .layer = y,
				.group = group + 1,
				.node = SIZE_MAX,
				.edge = SIZE_MAX });
	}
}

void
graph_rank(struct layout *l)
{
	struct graph *g = l->g;
	enum mark *mark = arena_array(l->a, enum mark, g->nnode + 1);
	int *rank = arena_array(l->a, int, g->nnode + 1), *line, most;
	bool *labelled;
	int n = 0;

	for (size_t i = 0; i < g->nedge; i++) {
		g->edge[i].up = false;
		g->edge[i].nstroke = 0;
	}
	for (size_t i = 0; i < g->nnode; i++)
		if (mark[i] == MARK_NEW)
			turn_circles(g, i, mark);
	most = rank_nodes(g, rank);
	lower_sources(g, rank);
	/* A layer for labels only where there are some. */
	labelled = arena_array(l->a, bool, (size_t)most + 1);
	line = arena_array(l->a, int, (size_t)most + 1);
	for (size_t i = 0; i < g->nedge; i++)
		labelled[rank[upper(&g->edge[i])]] |= g->edge[i].label.n > 0;
	for (int i = 0; i <= most; i++) {
		line[i] = n++;
		n += labelled[i];
	}
	l->nlayer = (size_t)n;
	l->layer = arena_array(l->a, struct layer, l->nlayer + 1);
	for (size_t i = 0; i < g->nnode; i++)
		add_node(l, i, line[rank[i]]);
	for (size_t i = 0; i < g->nedge; i++)
		add_edge(l, i);
	for (size_t i = 0; i < g->ngroup; i++)
		fill_group(l, i);
}

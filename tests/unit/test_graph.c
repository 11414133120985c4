/*
 * graph: in no picture does anything stand on anything else.
 *
 * Random graphs from a fixed seed are laid out in both styles; what must hold
 * of every picture is looked for.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svg/graph.h"
#include "text/width.h"

#define GRAPHS 800

static int ntest, nfail;

static void
check(bool ok, const char *name)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++ntest, name);
	nfail += !ok;
}

static uint32_t state = 12345;

static size_t
dice(size_t n)
{
	state = state * 1664525u + 1013904223u;
	return (state >> 8) % n;
}

struct box {
	int x, y, w, h;
};

static bool
meet(struct box a, struct box b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h &&
	    b.y < a.y + a.h;
}

static bool
within(struct box a, struct box b)
{
	return a.x >= b.x && a.y >= b.y && a.x + a.w <= b.x + b.w &&
	    a.y + a.h <= b.y + b.h;
}

static struct graph_text
words(struct arena *a, size_t n)
{
	struct buf b = { 0 };
	struct graph_text t;

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s", i ? " " : "", 1 + (int)dice(9),
		    "mississippi");
	t.line = width_wrap(a, buf_take(&b, a), 20, &t.n);
	return t;
}

static struct graph
random_graph(struct arena *a)
{
	struct graph g = { .nnode = 2 + dice(12), .ngroup = dice(4) };

	if (g.ngroup > g.nnode)
		g.ngroup = g.nnode;
	g.nedge = 1 + dice(2 * g.nnode);
	g.node = arena_array(a, struct graph_node, g.nnode);
	g.edge = arena_array(a, struct graph_edge, g.nedge);
	g.group = arena_array(a, struct graph_group, g.ngroup + 1);
	for (size_t i = 0; i < g.ngroup; i++)
		g.group[i].name = words(a, 1 + dice(4)).line[0];
	for (size_t i = 0; i < g.nnode; i++) {
		g.node[i].name = words(a, 1 + dice(3));
		if (dice(2))
			g.node[i].note = words(a, 1 + dice(6));
		/* Each group has a member. */
		g.node[i].group = i < g.ngroup ? i + 1
		    : g.ngroup		       ? dice(g.ngroup + 1)
					       : 0;
	}
	for (size_t i = 0; i < g.nedge; i++) {
		g.edge[i].from = dice(g.nnode);
		g.edge[i].to =
		    (g.edge[i].from + 1 + dice(g.nnode - 1)) % g.nnode;
		g.edge[i].both = dice(5) == 0;
		if (dice(3) == 0)
			g.edge[i].label = words(a, 1 + dice(4));
	}
	return g;
}

static struct box
node_box(const struct graph_node *n)
{
	return (struct box){ n->x, n->y, n->w, n->h };
}

/* Nodes and labels. */
static size_t
boxes(const struct graph *g, struct box *out)
{
	size_t n = 0;

	for (size_t i = 0; i < g->nnode; i++)
		out[n++] = node_box(&g->node[i]);
	for (size_t i = 0; i < g->nedge; i++)
		if (g->edge[i].label.n)
			out[n++] = (struct box){ g->edge[i].x, g->edge[i].y,
				g->edge[i].w, g->edge[i].h };
	return n;
}

static bool
are_apart(const struct graph *g)
{
	struct box b[GRAPH_NODES + GRAPH_EDGES];
	struct box page = { 0, 0, g->w, g->h };
	size_t n = boxes(g, b);

	for (size_t i = 0; i < n; i++) {
		if (!within(b[i], page))
			return false;
		for (size_t k = 0; k < i; k++)
			if (meet(b[i], b[k]))
				return false;
	}
	return true;
}

static bool
groups_hold(const struct graph *g)
{
	for (size_t i = 0; i < g->ngroup; i++) {
		const struct graph_group *k = &g->group[i];
		struct box b = { k->x, k->y, k->w, k->h };

		for (size_t n = 0; n < g->nnode; n++)
			if (g->node[n].group == i + 1
				? !within(node_box(&g->node[n]), b)
				: meet(node_box(&g->node[n]), b))
				return false;
		for (size_t n = 0; n < i; n++) {
			const struct graph_group *o = &g->group[n];

			if (meet(b, (struct box){ o->x, o->y, o->w, o->h }))
				return false;
		}
	}
	return true;
}

/* The straight pieces of all edges. */
struct piece {
	struct graph_point p, q; /* p is left of, or above q */
	size_t edge;
};

static size_t
pieces(const struct graph *g, struct piece *out)
{
	size_t n = 0;

	for (size_t i = 0; i < g->nedge; i++)
		for (size_t k = 0; k < g->edge[i].nstroke; k++) {
			const struct graph_stroke *s = &g->edge[i].stroke[k];

			for (size_t j = 1; j < s->n; j++) {
				struct graph_point p = s->point[j - 1];
				struct graph_point q = s->point[j];
				bool turn = p.x > q.x || p.y > q.y;

				out[n++] = (struct piece){ turn ? q : p,
					turn ? p : q, i };
			}
		}
	return n;
}

static bool
are_clear(const struct graph *g, const struct piece *piece, size_t n)
{
	struct box b[GRAPH_NODES + GRAPH_EDGES];
	size_t nbox = boxes(g, b);

	for (size_t i = 0; i < n; i++) {
		struct graph_point p = piece[i].p, q = piece[i].q;

		if (p.x != q.x && p.y != q.y)
			return false;
		for (size_t k = 0; k < nbox; k++)
			if (p.x < b[k].x + b[k].w && q.x >= b[k].x &&
			    p.y < b[k].y + b[k].h && q.y > b[k].y)
				return false;
	}
	return true;
}

/* How many pieces of different edges lie on each other. */
static size_t
count_shared(const struct piece *piece, size_t n)
{
	size_t shared = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++) {
			struct piece a = piece[i], b = piece[k];
			bool across = a.p.y == a.q.y && b.p.y == b.q.y &&
			    a.p.y == b.p.y && a.p.x < b.q.x && b.p.x < a.q.x;
			bool down = a.p.x == a.q.x && b.p.x == b.q.x &&
			    a.p.x == b.p.x && a.p.y < b.q.y && b.p.y < a.q.y;

			shared += a.edge != b.edge && (across || down);
		}
	return shared;
}

static bool
names_are_free(const struct graph *g, const struct graph_style *s,
    const struct piece *piece, size_t n)
{
	for (size_t i = 0; i < g->ngroup; i++) {
		const struct graph_group *k = &g->group[i];
		int w = s->width(k->name, true);

		if (k->name_x < k->x || k->name_x + w > k->x + k->w)
			return false;
		for (size_t j = 0; j < n; j++)
			if (piece[j].p.x == piece[j].q.x &&
			    piece[j].p.x >= k->name_x &&
			    piece[j].p.x < k->name_x + w &&
			    piece[j].p.y < k->y + s->group_head &&
			    piece[j].q.y > k->y)
				return false;
	}
	return true;
}

struct tally {
	size_t apart, hold, clear, shared, npiece, names, same;
};

static void
look(struct arena *a, struct graph *g, const struct graph_style *s,
    struct tally *t)
{
	struct piece *piece = arena_array(a, struct piece, 100000);
	size_t n;

	graph_layout(a, g, s);
	n = pieces(g, piece);
	t->apart += are_apart(g);
	t->hold += groups_hold(g);
	t->clear += are_clear(g, piece, n);
	t->shared += count_shared(piece, n);
	t->npiece += n;
	t->names += names_are_free(g, s, piece, n);
}

static void
test_style(const struct graph_style *s, const char *style)
{
	struct tally t = { 0 };
	char name[80];

	for (int i = 0; i < GRAPHS; i++) {
		struct arena a = { 0 };
		struct graph g = random_graph(&a), h;
		struct buf x = { 0 }, y = { 0 };

		look(&a, &g, s, &t);
		if (s == &graph_letters) {
			h = g;
			graph_draw(&x, &a, &g);
			graph_layout(&a, &h, s);
			graph_draw(&y, &a, &h);
			t.same += str_eq(buf_view(&x), buf_view(&y));
		}
		buf_free(&x);
		buf_free(&y);
		arena_clear(&a);
	}
	snprintf(name, sizeof(name), "%s: boxes and labels are apart", style);
	check(t.apart == GRAPHS, name);
	snprintf(name, sizeof(name), "%s: groups hold their members", style);
	check(t.hold == GRAPHS, name);
	snprintf(name, sizeof(name), "%s: edges pass no box or label", style);
	check(t.clear == GRAPHS, name);
	snprintf(name, sizeof(name), "%s: names of groups are free", style);
	check(t.names == GRAPHS, name);
	snprintf(
	    name, sizeof(name), "%s: edges do not lie on each other", style);
	check(t.shared == 0, name);
	printf("# %zu of %zu pieces; %zu %zu %zu %zu of %d\n", t.shared,
	    t.npiece, t.apart, t.hold, t.clear, t.names, GRAPHS);
	if (s == &graph_letters)
		check(t.same == GRAPHS, "letters: twice is the same");
}

static void
test_width(void)
{
	struct arena a = { 0 };
	struct str *line;
	size_t n;

	check(width_of(STR("a\xC3\xA9\xE6\xBC\xA2\xF0\x9F\x98\x80"
			   "e\xCC\x81")) == 7,
	    "width: wide letters and marks");
	line = width_wrap(&a, STR("  one two  three "), 7, &n);
	check(n == 2 && str_is(line[0], "one two") && str_is(line[1], "three"),
	    "width: broken at blanks");
	line = width_wrap(&a, STR("abcdefgh"), 3, &n);
	check(n == 3 && str_is(line[2], "gh"), "width: long words are cut");
	line = width_wrap(&a, STR(""), 3, &n);
	check(n == 1 && !line[0].n, "width: nothing is one line");
	arena_clear(&a);
}

int
main(void)
{
	test_width();
	test_style(&graph_pixels, "pixels");
	test_style(&graph_letters, "letters");
	printf("1..%d\n", ntest);
	return nfail != 0;
}

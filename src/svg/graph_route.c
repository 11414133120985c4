/* Heights, where edges meet boxes, and the tracks they go across on. */
#include "svg/graph_int.h"

#include <stdlib.h>

/* A link among those that meet the same side of an item. */
struct port {
	struct link *link;
	int wish, x;
};

static int
compare_ports(const void *px, const void *py)
{
	const struct port *x = px, *y = py;

	if (x->wish != y->wish)
		return x->wish < y->wish ? -1 : 1;
	if (x->link->edge != y->link->edge)
		return x->link->edge < y->link->edge ? -1 : 1;
	return 0;
}

/* Ports side by side, near to where they lead. */
static void
spread(const struct layout *l, const struct item *i, struct port *p, size_t n)
{
	int step = l->s->port;
	int lo = i->x - i->w / 2 + step, hi = lo + i->w - 2 * step;

	for (size_t k = 0; k < n; k++) {
		int x = p[k].wish < lo ? lo : p[k].wish > hi ? hi : p[k].wish;

		p[k].x = k && x < p[k - 1].x + step ? p[k - 1].x + step : x;
	}
	for (size_t k = n; k-- > 0;) {
		int most = k + 1 < n ? p[k + 1].x - step : hi;

		if (p[k].x > most)
			p[k].x = most;
	}
	/* One edge alone, to the side: better from the middle. */
	if (n == 1 && (p[0].wish < lo || p[0].wish > hi))
		p[0].x = i->x;
}

static void
meet(struct layout *l, size_t item, bool below)
{
	const struct item *i = &l->item[item];
	struct port *p = arena_array(l->a, struct port, l->nlink + 1);
	size_t n = 0;

	for (size_t k = 0; k < l->nlink; k++) {
		struct link *link = &l->link[k];

		if ((below ? link->up : link->down) != item)
			continue;
		p[n++] = (struct port){ .link = link,
			.wish = below ? l->item[link->down].x : link->from };
	}
	if (!n)
		return;
	qsort(p, n, sizeof(*p), compare_ports);
	if (i->node != SIZE_MAX)
		spread(l, i, p, n);
	for (size_t k = 0; k < n; k++) {
		int x = i->node == SIZE_MAX ? i->x : p[k].x;

		if (below)
			p[k].link->from = x;
		else
			p[k].link->to = x;
	}
}

static bool
overlap(const struct link *x, const struct link *y, int room)
{
	int xlo = x->from < x->to ? x->from : x->to;
	int xhi = x->from < x->to ? x->to : x->from;
	int ylo = y->from < y->to ? y->from : y->to;
	int yhi = y->from < y->to ? y->to : y->from;

	return xlo - room < yhi && ylo - room < xhi;
}

/* Whether `x` may go across on a track, `y` being on its own. */
static bool
may_cross(const struct layout *l, const struct link *x, const struct link *y,
    int track, bool neat)
{
	int near = l->s->port / 2;

	if (track == y->track)
		return !overlap(x, y, l->s->port);
	/* The way down from one must not run into the other's way up. */
	if (abs(x->from - y->to) < near && track > y->track)
		return false;
	if (abs(x->to - y->from) < near && track < y->track)
		return false;
	/* Of two that go the same way the one ahead turns first. */
	return !neat || (x->to > x->from) != (y->to > y->from) ||
	    !overlap(x, y, 0) || track > y->track;
}

static int
compare_links(const void *px, const void *py)
{
	const struct link *x = *(struct link *const *)px;
	const struct link *y = *(struct link *const *)py;
	bool right = x->to > x->from, other = y->to > y->from;

	if (right != other)
		return right ? -1 : 1;
	if (x->from != y->from)
		return (x->from < y->from) == right ? 1 : -1;
	return (x->edge > y->edge) - (x->edge < y->edge);
}

/* The topmost track that is free for the last of `n` links: below the first
 * one if it can be, and neatly if it can be. */
static int
find_track(const struct layout *l, struct link *const *all, size_t n)
{
	int most = 2 * (int)n;

	for (int round = 0; round < 4; round++)
		for (int i = 0; i <= most; i++) {
			int track = round % 2 ? -1 - i : i;
			bool free = true;

			for (size_t k = 0; k + 1 < n && free; k++)
				free = may_cross(
				    l, all[n - 1], all[k], track, round < 2);
			if (free)
				return track;
		}
	return most + 1;
}

/* Of two edges that change places, each ending where the other one starts,
 * one moves aside, which it can do where it only passes. */
static bool
move_aside(struct layout *l, struct link *const *all, size_t n)
{
	const struct link *last = all[n - 1];

	for (size_t i = n; i-- > 0;) {
		struct link *k = all[i];
		struct item *down = &l->item[k->down];

		if (down->node != SIZE_MAX || down->label ||
		    (i + 1 < n && abs(k->to - last->from) >= l->s->port / 2))
			continue;
		k->to = down->x += l->s->port / 2;
		for (size_t j = 0; j < l->nlink; j++)
			if (l->link[j].up == k->down)
				l->link[j].from = down->x;
		return true;
	}
	return false;
}

static void
place_links(struct layout *l, struct link *const *all, size_t n)
{
	size_t moves = 0;

	for (size_t i = 0; i < n; i++) {
		all[i]->track = find_track(l, all, i + 1);
		if (all[i]->track <= 2 * (int)(i + 1) || moves++ > n ||
		    !move_aside(l, all, i + 1))
			continue;
		i = SIZE_MAX; /* from the first one again */
	}
}

/* How many tracks the gap below a layer needs. */
static int
assign_tracks(struct layout *l, size_t layer)
{
	struct link **all = arena_array(l->a, struct link *, l->nlink + 1);
	int least = 0, most = -1;
	size_t n = 0;

	for (size_t i = 0; i < l->nlink; i++) {
		struct link *k = &l->link[i];

		if (l->item[k->up].layer == (int)layer && k->from != k->to)
			all[n++] = k;
	}
	if (!n)
		return 0;
	qsort(all, n, sizeof(*all), compare_links);
	place_links(l, all, n);
	for (size_t i = 0; i < n; i++) {
		least = all[i]->track < least ? all[i]->track : least;
		most = all[i]->track > most ? all[i]->track : most;
	}
	for (size_t i = 0; i < n; i++)
		all[i]->track -= least;
	return most - least + 1;
}

/* Only boxes need room for the head of an arrow above them. */
static int
tail_above(const struct layout *l, size_t layer)
{
	for (size_t i = 0; layer < l->nlayer && i < l->layer[layer].n; i++)
		if (l->item[l->layer[layer].item[i]].node != SIZE_MAX)
			return l->s->tail;
	return 0;
}

static void
set_heights(struct layout *l)
{
	const struct graph_style *s = l->s;
	int y = s->margin;

	for (size_t i = 0; i < l->nlayer; i++) {
		struct layer *row = &l->layer[i];
		int ends = 0, starts = 0, next = 0;
		int tracks = assign_tracks(l, i);

		for (size_t g = 0; g < l->g->ngroup; g++) {
			if (i == 0 && l->first[g] == 0)
				starts = s->group_y + s->group_head;
			if (l->last[g] == (int)i)
				ends = s->group_y;
			if (l->first[g] == (int)i + 1)
				next = s->group_y + s->group_head;
		}
		row->y = y + starts;
		for (size_t k = 0; k < row->n; k++)
			if (l->item[row->item[k]].h > row->h)
				row->h = l->item[row->item[k]].h;
		row->first = row->y + row->h + ends + s->lead;
		y = row->first + tracks * s->track + tail_above(l, i + 1) +
		    next;
		l->g->h = row->y + row->h + ends + s->margin;
	}
	for (size_t i = 0; i < l->nitem; i++) {
		const struct layer *row = &l->layer[l->item[i].layer];

		l->item[i].y = row->y + (row->h - l->item[i].h) / 2;
	}
}

static void
add_point(struct layout *l, struct graph_stroke *s, int x, int y)
{
	struct graph_point p = { x, y };

	if (s->n && s->point[s->n - 1].x == x && s->point[s->n - 1].y == y)
		return;
	/* Straight on: the piece gets longer. */
	if (s->n > 1 && s->point[s->n - 1].x == x && s->point[s->n - 2].x == x)
		s->point[s->n - 1].y = y;
	else
		arena_push(l->a, s->point, s->n, s->cap, p);
}

static void
end_stroke(struct layout *l, struct graph_edge *e, struct graph_stroke *s)
{
	if (s->n)
		arena_push(l->a, e->stroke, e->nstroke, e->capstroke, *s);
	*s = (struct graph_stroke){ 0 };
}

/* The strokes of an edge; a label interrupts it.  Its links are in order. */
static void
draw_edge(struct layout *l, size_t edge)
{
	struct graph_edge *e = &l->g->edge[edge];
	struct graph_stroke s = { 0 };

	for (size_t i = 0; i < l->nlink; i++) {
		const struct link *k = &l->link[i];
		const struct item *up = &l->item[k->up];
		const struct item *down = &l->item[k->down];
		int y = l->layer[up->layer].first + k->track * l->s->track;

		if (k->edge != edge)
			continue;
		if (up->label)
			end_stroke(l, e, &s);
		add_point(l, &s, k->from, up->y + up->h);
		if (k->from != k->to) {
			add_point(l, &s, k->from, y);
			add_point(l, &s, k->to, y);
		}
		add_point(l, &s, k->to, down->y);
		if (down->label) {
			e->x = down->x - down->w / 2;
			e->y = down->y;
			e->w = down->w;
			e->h = down->h;
		}
	}
	end_stroke(l, e, &s);
}

void
graph_route(struct layout *l)
{
	for (size_t i = 0; i < l->nitem; i++)
		meet(l, i, true);
	for (size_t i = 0; i < l->nitem; i++)
		meet(l, i, false);
	set_heights(l);
	for (size_t i = 0; i < l->g->nedge; i++)
		draw_edge(l, i);
}

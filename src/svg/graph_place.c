/* Places from left to right: rules keep things apart, wishes move them. */
#include "svg/graph_int.h"

#include <limits.h>
#include <stdlib.h>

#define ROUNDS 160

/* Variable `to` is at least `d` to the right of `from`. */
struct rule {
	size_t from, to;
	int d;
};

/* Which of some things belong to a variable: those from start[v] on. */
struct index {
	size_t *start, *at;
};

struct board {
	struct layout *l;
	struct rule *rule;
	size_t n, cap;
	int *x; /* of items, then both ends of each group */
	size_t nvar;
	struct index before, after; /* rules by `to`, by `from` */
	struct index above, below;  /* links by `down`, by `up` */
};

static size_t
left_of(const struct board *b, size_t group)
{
	return b->l->nitem + 2 * (group - 1);
}

static size_t
right_of(const struct board *b, size_t group)
{
	return left_of(b, group) + 1;
}

static void
add_rule(struct board *b, size_t from, size_t to, int d)
{
	struct rule r = { from, to, d };

	arena_push(b->l->a, b->rule, b->n, b->cap, r);
}

static int
half(const struct item *i)
{
	return (i->w + 1) / 2;
}

/* Neighbours in a layer: the borders of groups stand between them. */
static void
keep_apart(struct board *b, size_t x, size_t y)
{
	const struct layout *l = b->l;
	const struct item *i = &l->item[x], *k = &l->item[y];
	int gap = l->s->gap;

	if (i->group == k->group)
		add_rule(b, x, y, half(i) + gap + half(k));
	else if (i->group && k->group)
		add_rule(b, right_of(b, i->group), left_of(b, k->group), gap);
	else if (k->group)
		add_rule(b, x, left_of(b, k->group), half(i) + gap);
	else
		add_rule(b, right_of(b, i->group), y, gap + half(k));
}

static void
add_rules(struct board *b)
{
	const struct layout *l = b->l;

	for (size_t i = 0; i < l->nlayer; i++)
		for (size_t k = 1; k < l->layer[i].n; k++)
			keep_apart(
			    b, l->layer[i].item[k - 1], l->layer[i].item[k]);
	for (size_t i = 0; i < l->nitem; i++) {
		int d = half(&l->item[i]) + l->s->group_x;

		if (!l->item[i].group)
			continue;
		add_rule(b, left_of(b, l->item[i].group), i, d);
		add_rule(b, i, right_of(b, l->item[i].group), d);
	}
	for (size_t g = 1; g <= l->g->ngroup; g++)
		add_rule(b, left_of(b, g), right_of(b, g), l->wanted[g - 1]);
}

static size_t
owner(const struct board *b, const struct index *x, size_t i)
{
	if (x == &b->before)
		return b->rule[i].to;
	if (x == &b->after)
		return b->rule[i].from;
	return x == &b->above ? b->l->link[i].down : b->l->link[i].up;
}

static void
fill_index(struct board *b, struct index *x, size_t n)
{
	size_t *next;

	x->start = arena_array(b->l->a, size_t, b->nvar + 1);
	x->at = arena_array(b->l->a, size_t, n + 1);
	next = arena_array(b->l->a, size_t, b->nvar + 1);
	for (size_t i = 0; i < n; i++)
		x->start[owner(b, x, i) + 1]++;
	for (size_t v = 0; v < b->nvar; v++)
		x->start[v + 1] += x->start[v];
	for (size_t i = 0; i < n; i++) {
		size_t v = owner(b, x, i);

		x->at[x->start[v] + next[v]++] = i;
	}
}

/* All as far to the left as the rules let it. */
static void
push_left(struct board *b)
{
	bool moved = true;

	for (size_t n = 0; moved && n <= b->nvar; n++) {
		moved = false;
		for (size_t i = 0; i < b->n; i++) {
			const struct rule *r = &b->rule[i];

			if (b->x[r->to] >= b->x[r->from] + r->d)
				continue;
			b->x[r->to] = b->x[r->from] + r->d;
			moved = true;
		}
	}
}

/* How far a variable can go without moving another. */
static void
bounds(const struct board *b, size_t v, int *lo, int *hi)
{
	*lo = INT_MIN / 2;
	*hi = INT_MAX / 2;
	for (size_t i = b->before.start[v]; i < b->before.start[v + 1]; i++) {
		const struct rule *r = &b->rule[b->before.at[i]];

		if (b->x[r->from] + r->d > *lo)
			*lo = b->x[r->from] + r->d;
	}
	for (size_t i = b->after.start[v]; i < b->after.start[v + 1]; i++) {
		const struct rule *r = &b->rule[b->after.at[i]];

		if (b->x[r->to] - r->d < *hi)
			*hi = b->x[r->to] - r->d;
	}
}

static int
clamp(int x, int lo, int hi)
{
	return x < lo ? lo : x > hi ? hi : x;
}

static int
compare_ints(const void *px, const void *py)
{
	const int *x = px, *y = py;

	return (*x > *y) - (*x < *y);
}

static bool
is_passage(const struct board *b, size_t item)
{
	return b->l->item[item].node == SIZE_MAX;
}

/* The neighbour at the other end of the i-th link of an index. */
static size_t
neighbour(const struct board *b, const struct index *x, size_t i)
{
	const struct link *k = &b->l->link[x->at[i]];

	return x == &b->above ? k->up : k->down;
}

/* The places of the neighbours on one side; of passages only, if asked. */
static size_t
collect(const struct board *b, const struct index *side, size_t item,
    bool passages, int *x)
{
	size_t n = 0;

	for (size_t i = side->start[item]; i < side->start[item + 1]; i++) {
		size_t other = neighbour(b, side, i);

		if (!passages || is_passage(b, other))
			x[n++] = b->x[other];
	}
	return n;
}

/* The middle one of its neighbours above, or below where it goes up; an edge
 * that passes goes straight on. */
static int
wish(const struct board *b, size_t item, bool down)
{
	const struct index *first = down ? &b->above : &b->below;
	const struct index *second = down ? &b->below : &b->above;
	int x[GRAPH_EDGES];
	size_t n = 0;

	if (is_passage(b, item)) {
		n = collect(b, first, item, true, x);
		n = n ? n : collect(b, second, item, true, x);
	}
	n = n ? n : collect(b, first, item, false, x);
	n = n ? n : collect(b, second, item, false, x);
	if (!n)
		return b->x[item];
	qsort(x, n, sizeof(*x), compare_ints);
	return (x[(n - 1) / 2] + x[n / 2]) / 2;
}

/* Borders near their members leave room outside, far from them inside. */
static void
set_borders(struct board *b, bool tight)
{
	for (size_t g = 1; g <= b->l->g->ngroup; g++) {
		int lo, hi, *x;

		bounds(b, left_of(b, g), &lo, &hi);
		x = &b->x[left_of(b, g)];
		if (tight && hi < INT_MAX / 2)
			*x = hi;
		else if (!tight && lo > INT_MIN / 2)
			*x = lo;
		bounds(b, right_of(b, g), &lo, &hi);
		x = &b->x[right_of(b, g)];
		if (tight && lo > INT_MIN / 2)
			*x = lo;
		else if (!tight && hi < INT_MAX / 2)
			*x = hi;
	}
}

/* Up and down in turn, and down at last: what has one thing above it stands
 * right below that. */
static void
settle(struct board *b)
{
	const struct layout *l = b->l;

	for (int n = 0; n < ROUNDS; n++) {
		bool down = n / 8 % 2 == 1;

		set_borders(b, n / 2 % 2);
		for (size_t y = 0; y < l->nlayer; y++) {
			const struct layer *row =
			    &l->layer[down ? y : l->nlayer - 1 - y];

			for (size_t k = 0; k < row->n; k++) {
				size_t i =
				    row->item[n % 2 ? k : row->n - 1 - k];
				int lo, hi;

				bounds(b, i, &lo, &hi);
				b->x[i] = clamp(wish(b, i, down), lo, hi);
			}
		}
	}
}

/* Edges that pass several layers keep to one line where they can. */
static void
straighten(struct board *b)
{
	for (size_t i = 0; i < b->l->nlink; i++) {
		const struct link *k = &b->l->link[i];
		int lo, hi;

		if (!is_passage(b, k->up) || !is_passage(b, k->down))
			continue;
		bounds(b, k->down, &lo, &hi);
		b->x[k->down] = clamp(b->x[k->up], lo, hi);
	}
	set_borders(b, true);
}

/* So that the leftmost thing is at the margin. */
static void
shift(struct board *b)
{
	struct layout *l = b->l;
	int least = INT_MAX, most = INT_MIN;

	for (size_t i = 0; i < l->nitem; i++) {
		int x = b->x[i] - l->item[i].w / 2;

		least = x < least ? x : least;
		most = x + l->item[i].w > most ? x + l->item[i].w : most;
	}
	for (size_t g = 1; g <= l->g->ngroup; g++) {
		int lo = b->x[left_of(b, g)], hi = b->x[right_of(b, g)];

		least = lo < least ? lo : least;
		most = hi > most ? hi : most;
	}
	for (size_t v = 0; v < b->nvar; v++)
		b->x[v] += l->s->margin - least;
	l->g->w = most - least + 2 * l->s->margin;
}

void
graph_place(struct layout *l)
{
	struct board b = { .l = l, .nvar = l->nitem + 2 * l->g->ngroup };

	b.x = arena_array(l->a, int, b.nvar + 1);
	add_rules(&b);
	fill_index(&b, &b.before, b.n);
	fill_index(&b, &b.after, b.n);
	fill_index(&b, &b.above, l->nlink);
	fill_index(&b, &b.below, l->nlink);
	push_left(&b);
	settle(&b);
	straighten(&b);
	shift(&b);
	for (size_t i = 0; i < l->nitem; i++)
		l->item[i].x = b.x[i];
	for (size_t g = 1; g <= l->g->ngroup; g++) {
		l->left[g - 1] = b.x[left_of(&b, g)];
		l->right[g - 1] = b.x[right_of(&b, g)];
	}
}

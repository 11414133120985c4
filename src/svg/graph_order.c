/* The order in the layers: few crossings, groups together. */
#include "svg/graph_int.h"

#include <stdlib.h>

#define SWEEPS 16
#define STEP 1024

struct entry {
	long key;     /* of the group, or of the item */
	size_t unit;  /* the group, or the item */
	long own;     /* the item's key */
	size_t order; /* as it was */
	size_t item;
};

static int
compare(const void *px, const void *py)
{
	const struct entry *x = px, *y = py;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	if (x->own != y->own)
		return x->own < y->own ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

/* Where an item is, from the middle of its layer. */
static long
position(const struct layout *l, const struct item *i)
{
	return (2 * (long)i->order - (long)l->layer[i->layer].n + 1) * STEP;
}

static void
sort_layer(struct layout *l, struct layer *layer, const long *group)
{
	struct entry *e = arena_array(l->a, struct entry, layer->n + 1);

	for (size_t i = 0; i < layer->n; i++) {
		const struct item *item = &l->item[layer->item[i]];

		e[i] =
		    (struct entry){ .key = item->group ? group[item->group - 1]
						       : item->key,
			    .unit = item->group ? item->group - 1
						: GRAPH_GROUPS + item->order,
			    .own = item->key,
			    .order = item->order,
			    .item = layer->item[i] };
	}
	if (layer->n)
		qsort(e, layer->n, sizeof(*e), compare);
	for (size_t i = 0; i < layer->n; i++) {
		layer->item[i] = e[i].item;
		l->item[e[i].item].order = i;
	}
}

/* A group's place is one for all its layers, so that they agree on it. */
static void
place_groups(const struct layout *l, long *group)
{
	for (size_t g = 0; g < l->g->ngroup; g++) {
		long sum = 0, n = 0;

		for (size_t i = 0; i < l->nitem; i++) {
			if (l->item[i].group != g + 1)
				continue;
			sum += l->item[i].key;
			n++;
		}
		group[g] = n ? sum / n : 0;
	}
}

/* Each item to the middle of its neighbours above, or below. */
static void
aim(struct layout *l, bool down)
{
	long *sum = arena_array(l->a, long, l->nitem + 1);
	long *n = arena_array(l->a, long, l->nitem + 1);

	for (size_t i = 0; i < l->nlink; i++) {
		const struct link *k = &l->link[i];
		size_t to = down ? k->down : k->up;
		size_t from = down ? k->up : k->down;

		sum[to] += position(l, &l->item[from]);
		n[to]++;
	}
	for (size_t i = 0; i < l->nitem; i++)
		l->item[i].key =
		    n[i] ? sum[i] / n[i] : position(l, &l->item[i]);
}

static size_t
count_crossings(const struct layout *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->nlink; i++)
		for (size_t k = i + 1; k < l->nlink; k++) {
			const struct item *a = &l->item[l->link[i].up];
			const struct item *b = &l->item[l->link[k].up];
			const struct item *x = &l->item[l->link[i].down];
			const struct item *y = &l->item[l->link[k].down];

			if (a->layer != b->layer)
				continue;
			n += (a->order < b->order && x->order > y->order) ||
			    (a->order > b->order && x->order < y->order);
		}
	return n;
}

static void
sweep(struct layout *l, bool down, long *group)
{
	for (size_t i = 0; i < l->nlayer; i++) {
		aim(l, down);
		if (i == 0)
			place_groups(l, group);
		sort_layer(l, &l->layer[down ? i : l->nlayer - 1 - i], group);
	}
}

static void
save(const struct layout *l, size_t *order)
{
	for (size_t i = 0; i < l->nitem; i++)
		order[i] = l->item[i].order;
}

static void
restore(struct layout *l, const size_t *order)
{
	for (size_t i = 0; i < l->nitem; i++) {
		l->item[i].order = order[i];
		l->layer[l->item[i].layer].item[order[i]] = i;
	}
}

void
graph_order(struct layout *l)
{
	size_t *best = arena_array(l->a, size_t, l->nitem + 1), least;
	long group[GRAPH_GROUPS] = { 0 };

	for (size_t i = 0; i < l->nitem; i++)
		l->item[i].key = position(l, &l->item[i]);
	place_groups(l, group);
	for (size_t i = 0; i < l->nlayer; i++)
		sort_layer(l, &l->layer[i], group);
	least = count_crossings(l);
	save(l, best);
	for (int i = 0; i < SWEEPS && least > 0; i++) {
		size_t n;

		sweep(l, i % 2 == 0, group);
		n = count_crossings(l);
		if (n >= least)
			continue;
		least = n;
		save(l, best);
	}
	restore(l, best);
}

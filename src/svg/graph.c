#include "svg/graph_int.h"

#include "text/width.h"

#define ROUNDS 24 /* for groups whose names have no room */

/* Letters of a sans-serif font of 14 pixels, rather too wide than too
 * narrow: fonts differ. */
static int
letter_pixels(uint32_t code)
{
	if (width_of_code(code) != 1)
		return 14 * (width_of_code(code) > 0);
	if (code > 0x7F)
		return 10;
	for (const char *p = "ijl.,:;'|!()[]tfr I"; *p; p++)
		if (code == (unsigned char)*p)
			return 6;
	for (const char *p = "mwMW@%"; *p; p++)
		if (code == (unsigned char)*p)
			return 14;
	return code >= 'A' && code <= 'Z' ? 11 : 9;
}

static int
width_pixels(struct str line, bool strong)
{
	int n = 0;

	for (size_t i = 0; i < line.n;)
		n += letter_pixels(width_next(line, &i));
	return strong ? n + n / 16 : n;
}

static int
width_letters(struct str line, bool strong)
{
	(void)strong;
	return (int)width_of(line);
}

const struct graph_style graph_pixels = {
	.width = width_pixels,
	.line = 20,
	.pad_x = 14,
	.pad_y = 10,
	.label_x = 6,
	.label_y = 3,
	.gap = 28,
	.port = 16,
	.lead = 14,
	.track = 12,
	.tail = 16,
	.group_x = 16,
	.group_y = 14,
	.group_head = 22,
	.margin = 2,
};

const struct graph_style graph_letters = {
	.width = width_letters,
	.line = 1,
	.pad_x = 2,
	.pad_y = 1,
	.label_x = 1,
	.gap = 3,
	.port = 2,
	.lead = 1,
	.track = 1,
	.tail = 1,
	.group_x = 2,
	.group_y = 1,
	.group_head = 1,
};

/* Where the next way down through the head of a group ends that is in the way
 * of its name at `x`; `x` itself when nothing is. */
static int
next_free(const struct layout *l, const struct graph_group *group, int x, int w)
{
	int y0 = group->y, y1 = group->y + l->s->group_head + l->s->group_y;
	int room = l->s->port / 2;

	for (size_t i = 0; i < l->g->nedge; i++)
		for (size_t k = 0; k < l->g->edge[i].nstroke; k++) {
			const struct graph_stroke *s = &l->g->edge[i].stroke[k];

			for (size_t n = 1; n < s->n; n++) {
				struct graph_point p = s->point[n - 1];
				struct graph_point q = s->point[n];

				if (p.x != q.x || p.y >= y1 || q.y <= y0 ||
				    p.x < x - room || p.x > x + w + room)
					continue;
				return p.x + room + 1;
			}
		}
	return x;
}

/* Finds room for the name of a group; false when the group is too narrow. */
static bool
place_name(struct layout *l, size_t g)
{
	struct graph_group *group = &l->g->group[g];
	int w = l->s->width(group->name, true);
	int most = group->x + group->w - l->s->group_x;

	group->name_x = group->x + l->s->group_x;
	for (int x; group->name_x + w <= most; group->name_x = x) {
		x = next_free(l, group, group->name_x, w);
		if (x == group->name_x)
			return true;
	}
	l->wanted[g] = group->w + group->name_x + w - most;
	return false;
}

static bool
frame_groups(struct layout *l)
{
	bool fits = true;

	for (size_t g = 0; g < l->g->ngroup; g++) {
		struct graph_group *group = &l->g->group[g];
		const struct layer *first, *last;

		first = &l->layer[l->first[g]];
		last = &l->layer[l->last[g]];
		group->x = l->left[g];
		group->w = l->right[g] - l->left[g];
		group->y = first->y - l->s->group_y - l->s->group_head;
		group->h = last->y + last->h + l->s->group_y - group->y;
		fits &= place_name(l, g);
	}
	return fits;
}

static void
hand_over(const struct layout *l)
{
	for (size_t i = 0; i < l->nitem; i++) {
		const struct item *item = &l->item[i];
		struct graph_node *node;

		if (item->node == SIZE_MAX)
			continue;
		node = &l->g->node[item->node];
		node->x = item->x - item->w / 2;
		node->y = item->y;
		node->w = item->w;
		node->h = item->h;
	}
}

void
graph_layout(struct arena *a, struct graph *g, const struct graph_style *style)
{
	int *wanted = arena_array(a, int, g->ngroup + 1);

	for (size_t i = 0; i < g->ngroup; i++)
		wanted[i] =
		    style->width(g->group[i].name, true) + 2 * style->group_x;
	for (int round = 0; round < ROUNDS; round++) {
		struct layout l = { .a = a, .g = g, .s = style };

		l.wanted = wanted;
		l.first = arena_array(a, int, g->ngroup + 1);
		l.last = arena_array(a, int, g->ngroup + 1);
		l.left = arena_array(a, int, g->ngroup + 1);
		l.right = arena_array(a, int, g->ngroup + 1);
		graph_rank(&l);
		graph_order(&l);
		graph_place(&l);
		graph_route(&l);
		hand_over(&l);
		if (frame_groups(&l))
			return;
	}
}

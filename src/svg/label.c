#include "svg/label.h"

#include <math.h>

#include "text/escape.h"
#include "text/width.h"

#define LETTER 13.5 /* [px] the width of one, on average */
#define RISE 20.0   /* [px] from the baseline to the top */
#define BOX_COST 1e4
#define DOT_COST 20.0

double
label_width(struct str text)
{
	return LETTER * (double)width_of(text);
}

struct label_box
label_box(struct str text, const struct label_place *p)
{
	double w = label_width(text);
	double left = p->anchor == LABEL_START ? p->x
	    : p->anchor == LABEL_MIDDLE	       ? p->x - w / 2
					       : p->x - w;

	return (struct label_box){ .left = left,
		.top = p->y - RISE,
		.right = left + w,
		.bottom = p->y - RISE + LABEL_HEIGHT };
}

void
label_block(struct labels *l, struct label_box box)
{
	arena_push(l->a, l->box, l->n, l->cap, box);
}

void
label_dot(struct labels *l, double x, double y)
{
	struct label_dot dot = { x, y };

	arena_push(l->a, l->dot, l->ndot, l->capdot, dot);
}

/* How much of two boxes is the same. */
static double
overlap(const struct label_box *a, const struct label_box *b)
{
	double w = fmin(a->right, b->right) - fmax(a->left, b->left);
	double h = fmin(a->bottom, b->bottom) - fmax(a->top, b->top);

	return w > 0 && h > 0 ? w * h : 0;
}

static double
outside(const struct labels *l, const struct label_box *b)
{
	return (b->right - b->left) * (b->bottom - b->top) -
	    overlap(&l->field, b);
}

static double
covered(const struct labels *l, const struct label_box *b)
{
	double sum = outside(l, b);

	for (size_t i = 0; i < l->n; i++)
		sum += overlap(&l->box[i], b);
	return sum;
}

bool
label_hits(const struct labels *l, const struct label_box *box)
{
	return covered(l, box) > 1;
}

/* What a box costs: all that it covers. */
static double
cost_of(const struct labels *l, const struct label_box *b)
{
	double sum = BOX_COST * covered(l, b);

	for (size_t i = 0; i < l->ndot; i++) {
		const struct label_dot *d = &l->dot[i];

		if (b->left < d->x && d->x < b->right && b->top < d->y &&
		    d->y < b->bottom)
			sum += DOT_COST;
	}
	return sum;
}

static const struct label_place *
choose(struct labels *l, struct str text, const struct label_place *place,
    size_t n, bool clear)
{
	const struct label_place *best = NULL;
	double least = (double)INFINITY;

	for (size_t i = 0; i < n; i++) {
		struct label_box box = label_box(text, &place[i]);
		double cost = cost_of(l, &box) + (double)i;

		if (cost < least && !(clear && label_hits(l, &box))) {
			least = cost;
			best = &place[i];
		}
	}
	if (best)
		label_block(l, label_box(text, best));
	return best;
}

const struct label_place *
label_choose(struct labels *l, struct str text, const struct label_place *place,
    size_t n)
{
	return choose(l, text, place, n, false);
}

const struct label_place *
label_fit(struct labels *l, struct str text, const struct label_place *place,
    size_t n)
{
	return choose(l, text, place, n, true);
}

void
label_put(struct buf *out, const char *class, struct str text,
    const struct label_place *p)
{
	static const char *const anchor[] = { "start", "middle", "end" };

	buf_printf(out,
	    "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">",
	    class, p->x, p->y, anchor[p->anchor]);
	escape_html(out, text);
	buf_puts(out, "</text>\n");
}

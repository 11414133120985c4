/*
 * label: words in a picture that keep clear of each other.
 *
 * Whatever stands in the picture is made known first, as boxes no word may lie
 * on and dots it had better not cover.  A label is then offered places, the
 * most wanted first, and takes the one where it covers least.
 *
 * Letters are taken to be as large as on a phone, where the picture is scaled
 * down and its letters are not; so what keeps clear there does everywhere.
 *
 * Depends on: arena, buf.
 */
#ifndef SVG_LABEL_H
#define SVG_LABEL_H

#include "base/arena.h"
#include "base/buf.h"

#define LABEL_HEIGHT 27.0 /* of a line of text; all lengths are pixels */

struct label_box {
	double left, top, right, bottom;
};

enum label_anchor { LABEL_START, LABEL_MIDDLE, LABEL_END };

/* Where a text may stand: a point of its baseline. */
struct label_place {
	double x, y;
	enum label_anchor anchor;
};

struct labels {
	struct arena *a;
	struct label_box field; /* labels stay within it */
	struct label_box *box;
	size_t n, cap;
	struct label_dot {
		double x, y;
	} * dot;
	size_t ndot, capdot;
};

double label_width(struct str text);
struct label_box label_box(struct str text, const struct label_place *p);

void label_block(struct labels *l, struct label_box box);
void label_dot(struct labels *l, double x, double y);

/* Whether a box lies on what is there already, or not within the field. */
bool label_hits(const struct labels *l, const struct label_box *box);

/* The best of some places, which is taken then. */
const struct label_place *label_choose(struct labels *l, struct str text,
    const struct label_place *place, size_t n);

/* The same among those where it hits nothing; NULL where there is none. */
const struct label_place *label_fit(struct labels *l, struct str text,
    const struct label_place *place, size_t n);

/* A text element; `class` as it stands in the attribute. */
void label_put(struct buf *out, const char *class, struct str text,
    const struct label_place *p);

#endif

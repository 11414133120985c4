/*
 * other: the other answer, where the free tier or the region decides.
 *
 * A block hands over the setups whose winners it shows; notes are put below it
 * wherever another free tier, or another region in which every price is known,
 * makes another option the winner.
 *
 * Depends on: view/table, cost/region.
 */
#ifndef VIEW_OTHER_H
#define VIEW_OTHER_H

#include "cost/region.h"
#include "view/table.h"

/* A setup whose winner is shown, and how it is told from the others of its
 * block: " at 10,000", or nothing where it stands alone. */
struct shown {
	struct setup setup;
	struct str where;
};

enum verdict_kind { VERDICT_PRICE, VERDICT_NEEDS };

/* The figure of who wins: by price, or with every limit and need. */
const struct figure *winner_figure(struct block *b, const struct setup *s,
    enum verdict_kind kind, const char *field);

/* Both notes, as far as there is something to note. */
bool other_answers(
    struct block *b, const struct shown *s, size_t n, enum verdict_kind kind);

/* The regions of a setup's options. */
void setup_regions(struct block *b, const struct setup *s, struct regions *out);

/* The index in the guide of the winner; SIZE_MAX: none, or a price is missing.
 * False when reported. */
bool setup_winner(struct block *b, const struct setup *s,
    enum verdict_kind kind, size_t *out);

#endif

/*
 * interval: rows of who is cheapest from where to where.
 *
 * Depends on: view/table.
 */
#ifndef VIEW_INTERVAL_H
#define VIEW_INTERVAL_H

#include "view/table.h"

#define INTERVAL_COLUMNS 5

/* How many intervals there are with a setup; NULL: reported. */
const struct figure *interval_count(struct block *b, const struct setup *s);

/* A figure of the interval `i`, from 0: "from", "to", "winner" ... */
const struct figure *interval_figure(
    struct block *b, const struct setup *s, size_t i, const char *field);

/* Whether the interval that these are the ends of is one value. */
bool interval_is_point(const struct figure *from, const struct figure *to);

/* The heads of the columns from `col` on; `axis` is that of the first. */
void interval_heads(struct table *t, size_t col, struct str axis);

/* Says under a table of `n` intervals of an axis without steps what holds at
 * the borders. */
void interval_note(struct block *b, struct rat step, size_t n);

/* Fills a row; what is one value has no end beside its start. */
bool interval_row(struct block *b, struct table *t, size_t row, size_t col,
    const struct setup *s, size_t i);

#endif

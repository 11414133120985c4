/*
 * format: the only place that rounds.
 *
 * Money is rounded half up: to two decimals from 1 upwards, to two significant
 * digits below (0.41, 0.017; 0.995 is 1.00, zero is 0.00), thousands by comma.
 * What was printed can be had back as an exact number, so that sums and ratios
 * can be computed from the printed figures.
 *
 * Depends on: rat.
 */
#ifndef NUM_FORMAT_H
#define NUM_FORMAT_H

#include "num/rat.h"

/* The value that format_money prints, exactly. */
struct rat format_money_round(struct arena *a, struct rat x);

/* What stands before an amount: "$", "CHF ". */
void format_currency(struct buf *out, const char *currency);

/* "$40.05", "-$0.017", "$1,234.50"; other currencies by sign or code. */
void format_money(struct buf *out, struct rat x, const char *currency);

/* "1,234,567", "0.5", "239,981.05": at most two decimals from 100 upwards, four
 * significant digits below; exact where that is shorter. */
void format_number(struct buf *out, struct rat x);

/* The value that format_number prints, exactly. */
struct rat format_number_round(struct arena *a, struct rat x);

/* A price per unit: all digits as they are, "$0.0000166667". */
void format_price(struct buf *out, struct rat x, const char *currency);

/* "23x", "1.2x": whole from 10 upwards, else one decimal. */
void format_ratio(struct buf *out, struct rat x);

#endif

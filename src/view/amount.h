/*
 * amount: values as a reader sees them, and as JSON holds them.
 *
 * Depends on: cost/bill, num/format, data/node.
 */
#ifndef VIEW_AMOUNT_H
#define VIEW_AMOUNT_H

#include "cost/bill.h"
#include "data/node.h"

struct str money_text(struct arena *a, struct rat n, const char *currency);
struct str exact_text(struct arena *a, struct rat n);

/* A quantity of a meter in the meter's unit: "140,000 GB·s". */
struct str quantity_text(struct arena *a, const struct meter *m, struct rat n);

/* {"exact", "display", "unit"} */
struct node *amount_node(
    struct arena *a, struct str exact, struct str display, struct str unit);
struct node *money_node(struct arena *a, struct rat n, const char *currency);
struct node *value_node(
    struct arena *a, struct rat n, const struct unit *unit, struct str word);
struct node *citation_node(struct arena *a, const struct citation *c);

/* The meter's formula as typed, and with the values of the inputs put in:
 * "10,000 × ceil(5,000 ms, 1 ms) × 2,048 MB", "10, at least 1,000". */
struct str line_formula(struct arena *a, const struct line *l);
struct str line_values(struct arena *a, const struct line *l);

/* "10,000 × 2 = 20,000", "5 × 2 = 10, at least 1,000"; the quantity alone where
 * nothing is worked out, and then `trivial` is true. */
struct str line_working(struct arena *a, const struct line *l, bool *trivial);

/*
 * What is charged, step by step, one clause a tier:
 * "540,000 GB·s − 400,000 GB·s free = 140,000 GB·s; 140,000 GB·s ×
 * $0.0000166667/(GB·s)"
 */
struct str
line_arithmetic(struct arena *a, const struct line *l, const char *currency);
void line_arithmetic_put(
    struct buf *out, const struct line *l, const char *currency);

/* Both, as far as something is worked out: "10 × 2 = 20; 20 × $0.10/h". */
struct str
line_how(struct arena *a, const struct line *l, const char *currency);

/* A formula with each name replaced by the value of its slot. */
struct str formula_values(struct arena *a, const struct expr *e,
    const struct scope *s, const struct rat *value);

#endif

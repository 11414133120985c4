/*
 * catalog_int: what the loaders of a price file share.
 */
#ifndef PRICE_CATALOG_INT_H
#define PRICE_CATALOG_INT_H

#include "price/catalog.h"

struct loader {
	struct arena *a;
	struct diag *d;
	struct service *s;
	struct unit_env env; /* of the service */
	bool ok;
};

/* inputs.c */
void load_inputs(struct loader *l, const struct node *n);
void load_either(struct loader *l, const struct node *n);

/* meters.c */
void load_meters(struct loader *l, const struct node *n);

/* prices.c */
bool load_prices(
    struct loader *l, struct meter *m, const struct node *n, bool decimal);

/* tier.c */
struct str
tier_text(struct arena *a, const struct tier *t, const char *currency);

/* allowances.c */
void load_free(struct loader *l, struct fields *f, size_t meter,
    const struct unit_env *env);
void load_allowances(struct loader *l, const struct node *n);

/* limits.c */
void load_limits(struct loader *l, const struct node *n);

const struct citation *load_source(
    struct loader *l, struct fields *f, const struct citation *otherwise);

/* Whether a unit is an amount of money and nothing else. */
bool is_money(const struct unit *u);

/* Whether money at `n` is in the currency of the file, or reports. */
bool
same_currency(struct loader *l, const struct node *n, const struct unit *u);

/* A list of scalars or a single one, as an array of nodes. */
const struct node *const *node_items(const struct node *n, size_t *count);

#endif

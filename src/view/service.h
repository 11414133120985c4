/*
 * service: all that a price file says, as data for a template.
 *
 * The data is described in breakeven-template(7).  Texts are plain; what is
 * not there is nothing.  The anchor of a price, allowance or limit is the id of
 * its figure, so that a figure leads to `services/SERVICE/index.html#ID`.
 *
 * Depends on: price, view/amount.
 */
#ifndef VIEW_SERVICE_H
#define VIEW_SERVICE_H

#include "view/amount.h"

/* "128 MB to 4,096 MB", "60 s unless changed": all that a limit allows. */
struct str limit_words(struct arena *a, const struct limit *m);

struct node *service_node(struct arena *a, const struct service *s);

/* The parts of it: service_price.c */
struct node *meters_node(struct arena *a, const struct service *s);
struct node *allowances_node(struct arena *a, const struct service *s);

/* What was taken from a source: "4 prices (Requests), 1 limit (timeout)". */
struct str service_taken(
    struct arena *a, const struct service *s, const struct citation *source);

/* The number of a source among those of its service, from 1. */
size_t source_number(const struct service *s, const struct citation *source);

#endif

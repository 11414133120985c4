/*
 * lever: an input that is moved a little to see what it does to a total.
 *
 * Depends on: view/figure.
 */
#ifndef VIEW_LEVER_H
#define VIEW_LEVER_H

#include "view/figure.h"

enum { LESS, MORE };

/* An input, and what a little less or more of it does to one option. */
struct lever {
	struct str name; /* INPUT or OPTION.SERVICE.INPUT */
	const struct var *var;
	const struct service *service; /* whose limits are asked; or NULL */
	struct rat value;
	struct unit unit; /* that it is typed in */
	struct str word;
	struct rat step;  /* of its grid; 0: none */
	struct rat by[2]; /* the value with less and with more */
	bool moved[2];	  /* another value than the scenario's */
	struct setup s[2];
	const struct figure *total[2], *change[2];
	struct rat effect; /* the greater of the two changes */
	size_t rank;	   /* in the order found, for ties */
};

/* Whether a value lies on that side of the lever's; it may be none at all. */
bool lever_reaches(const struct lever *v, int k, struct rat x);

/* Up to a share more or less of the value, on the input's grid. */
struct rat
lever_by_share(struct arena *a, const struct lever *v, int k, struct rat share);

/* The next value from `from` on that the input has, above zero: a step of its
 * grid, or a size that a limit on it names; false: there is none. */
bool lever_next(struct arena *a, const struct lever *v, int k, struct rat from,
    struct rat *out);

#endif

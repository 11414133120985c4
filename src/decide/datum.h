/*
 * datum: a value that a guide states itself.
 *
 * What no price file says and nothing computes: a time somebody measured, an
 * effort the authors judge.  A fact stands in one place and is either sourced
 * or marked as a judgement.
 *
 *   fact  = value | from to | value of      "20 min"   5 s to 10 s   4 of 5
 *         | sum of facts above it           [build, deploy]
 *         | formula unit                    "2 * {{fact.build}}", min
 *
 * Depends on: price/catalog.
 */
#ifndef DECIDE_DATUM_H
#define DECIDE_DATUM_H

#include "price/catalog.h"

enum datum_form {
	DATUM_VALUE,
	DATUM_SPAN,
	DATUM_RATING,
	DATUM_SUM,
	DATUM_FORMULA
};

struct datum {
	struct str id;
	struct str name;
	struct str note;
	enum datum_form form;
	bool judgement;
	const struct citation *source; /* NULL: a judgement, or computed */
	struct qty value;	       /* DATUM_SPAN: where it starts */
	struct qty to;		       /* DATUM_SPAN, inclusive */
	int64_t of;		       /* DATUM_RATING: the best there is */
	size_t *term;		       /* DATUM_SUM: indices, below its own */
	size_t nterm;
	const struct node *formula;
	struct qty unit; /* DATUM_SUM, DATUM_FORMULA: one of what is printed */
	struct span at;
};

struct datum_list {
	struct datum *item;
	size_t n;
};

/*
 * Loads `facts` of a guide.
 *
 *   errors: those of field.h, source-unknown, figure-unknown, unit-mismatch,
 *           range
 */
bool datums_load(struct datum_list *l, struct arena *a, struct diag *d,
    const struct unit_env *env, const struct citations *sources,
    const struct node *n);

/* The fact with that id, or NULL. */
const struct datum *datum_find(const struct datum_list *l, struct str id);

#endif

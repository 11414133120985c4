/*
 * qty: a number with its unit, as somebody typed it.
 *
 *   quantity = number [unit]      900 s    5/3 s    0.20 USD per 1000000 request
 *
 * The value is held in base units; the unit it was typed in is kept for print.
 *
 * Depends on: unit, diag.
 */
#ifndef NUM_QTY_H
#define NUM_QTY_H

#include "base/diag.h"
#include "num/unit.h"

struct qty {
	struct rat n;	  /* [base units] */
	struct unit unit; /* as typed; unit_one for a bare number */
	bool bare;	  /* typed without a unit */
	struct str text;  /* as typed */
	struct str word;  /* the unit as typed; empty for a bare number */
	struct span at;
};

/*
 * Reads all of `text` as a quantity.
 *
 *   out:    in the arena
 *   errors: number-syntax, number-too-long, zero-division, unit-unknown,
 *           unit-syntax
 */
bool qty_parse(struct arena *a, struct diag *d, const struct unit_env *env,
    struct span at, struct str text, struct qty *out);

/* Whether all of `text` is a quantity; reports nothing. */
bool qty_is(struct arena *a, const struct unit_env *env, struct str text);

/* Reads all of `text` as a unit. */
bool qty_unit(struct arena *a, struct diag *d, const struct unit_env *env,
    struct span at, struct str text, struct unit *out);

/* Reports what unit_scan found wrong at offset `pos` of `text`. */
bool
qty_report_unit(struct arena *a, struct diag *d, const struct unit_env *env,
    struct span at, struct str text, size_t pos, enum unit_status st);

/* The value in the unit `u`. */
struct rat qty_in(struct arena *a, struct rat n, const struct unit *u);

#endif

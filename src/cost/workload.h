/*
 * workload: what is to be run, as values for inputs and needs.
 *
 * All names that any service knows (its inputs, and the needs its limits speak
 * of) are slots of one scope, the terms.  A workload gives values to some of
 * them; formulas of options are over the same slots.
 *
 * Depends on: price/catalog.
 */
#ifndef COST_WORKLOAD_H
#define COST_WORKLOAD_H

#include "price/catalog.h"

/* What is known of a name that a guide adds. */
struct own {
	struct str name; /* for readers; empty: none */
	bool has_min, has_max;
	struct qty min, max;
	struct rat step;    /* 0: none */
	struct rat spacing; /* what values are multiples of; 0: any value */
	struct span at;
};

/*
 * The names workloads may set, with slots; made once from a whole catalog.  A
 * guide with names of its own has a copy with these behind the others, so that
 * a slot of the catalog's is the same everywhere.
 */
struct terms {
	const struct catalog *catalog;
	struct scope scope;
	size_t hours_slot; /* hours_per_month */
	struct map own;	   /* name to struct own */
};

struct workload {
	const struct terms *terms;
	struct rat *value; /* by slot, base units; a word is its number */
	bool *given;	   /* by slot */
	const struct qty **typed; /* by slot; NULL: in the term's unit */
};

void terms_init(struct terms *t, struct arena *a, const struct catalog *c);

/* A copy that names can be added to. */
void terms_copy(struct terms *t, struct arena *a, const struct terms *from);

/* What a guide calls its name for readers; empty where it does not. */
struct str terms_name(const struct terms *t, struct str name);

/* The slot of a name, or SIZE_MAX after a report with the nearest name; where a
 * price file may lack names for its mistakes, those are reports enough. */
size_t terms_slot(
    const struct terms *t, struct diag *d, struct span at, struct str name);

/* Whether a value is not below zero where it cannot be, or reports.  Other
 * limits of services are judged with their bills. */
bool terms_allow(const struct terms *t, struct diag *d, struct str name,
    const struct qty *q);

/* A workload that gives nothing but the hours of a month. */
struct workload *
workload_new(struct arena *a, const struct terms *t, struct rat month);

/* A copy over terms that have more names than its own. */
struct workload *
workload_over(struct arena *a, const struct workload *w, const struct terms *t);

struct workload *workload_copy(struct arena *a, const struct workload *w);

/* Sets `name` to what `text` says.  errors: formula-name, number-*, unit-*,
 * unknown-word, range */
bool workload_set(struct arena *a, struct diag *d, struct workload *w,
    struct span name_at, struct str name, struct span at, struct str text);

/* Sets a slot to a value in base units, to be printed in the term's unit. */
void workload_set_value(struct workload *w, size_t slot, struct rat n);

/* A value as it was typed, or in its term's unit; a word has only `text`. */
struct qty workload_typed(const struct workload *w, size_t slot);

/* The value of a slot for print: "5 s", "10,000", "http". */
struct str
workload_text(struct arena *a, const struct workload *w, size_t slot);

/* A quantity in its unit, for print: "2,048 MB", "0.5 vCPU", "10,000". */
struct str qty_display(struct arena *a, const struct qty *q);

/* A number of base units in a unit, for print. */
void value_put(
    struct buf *out, struct rat n, const struct unit *unit, struct str word);
/* The same among what was typed in a formula, where units are not counted. */
void value_put_typed(
    struct buf *out, struct rat n, const struct unit *unit, struct str word);
struct str value_display(
    struct arena *a, struct rat n, const struct unit *unit, struct str word);

#endif

/*
 * plan: an option made ready to be priced in one market.
 *
 * All names are resolved once; after that a bill or a curve costs only its
 * arithmetic.  Where a value comes from, strongest first: --set on the use, the
 * option's binding, the workload, the service's default.
 *
 * What is wrong with a workload for an option (a missing price, a value out of
 * range, a limit) is a fault, not a diagnostic: a command for one bill reports
 * it, a comparison rules the option out and says why.
 *
 * Depends on: cost/option.
 */
#ifndef COST_PLAN_H
#define COST_PLAN_H

#include "cost/option.h"

enum free_tier { FREE_NONE, FREE_FULL, FREE_FIRST_YEAR };

/* Where and how is bought. */
struct market {
	struct str region; /* for vendors not in `vendor` */
	struct map vendor; /* vendor to struct node (text): its region */
	bool broken;	   /* these are not known, which was reported */
	enum free_tier free;
	struct rat month; /* [s/month] */
};

enum fault_kind {
	FAULT_MISSING, /* an input has no value */
	FAULT_EITHER,  /* two sides of a choice of inputs, or none */
	FAULT_RANGE,   /* a value its input does not take */
	FAULT_LIMIT,   /* a hard cap */
	FAULT_PRICE,   /* no price for the region */
	FAULT_NUMBER   /* a formula has no result, or one below zero */
};

struct fault {
	enum fault_kind kind;
	const struct use *use;
	struct str text; /* a clause: "a run of 2 h is above ..." */
	struct str key;	 /* FAULT_PRICE: the price's key */
	const struct citation *source; /* FAULT_LIMIT */
	const struct limit *limit;     /* FAULT_LIMIT */
	struct span at;		       /* the definition that is violated */
	struct span value_at; /* the value that does so; may have no place */
};

struct faults {
	struct fault *fault;
	size_t n, cap;
};

enum value_source {
	VALUE_NONE,  /* nothing gives a value */
	VALUE_BOUND, /* a formula or constant of the option */
	VALUE_WORD,  /* a word of the option */
	VALUE_TERM,  /* the workload, else the default */
	VALUE_DEFAULT
};

struct resolved {
	enum value_source source;
	const struct expr *expr;      /* VALUE_BOUND (terms) */
	const struct expr *otherwise; /* default (inputs), or NULL */
	struct rat word;	      /* VALUE_WORD */
	size_t term;		      /* slot; SIZE_MAX if no such term */
	const struct binding *binding;
};

struct plan_use {
	const struct use *use;
	const struct service *service;
	struct str region;
	struct resolved *input; /* by slot */
	size_t *order;		/* slots in an order that defaults allow */
	bool *uses;		/* [meter][slot]: named by the meter */
	/* What is the same at every workload, by slot. */
	bool *settled;
	/* What is so at every workload that does not give it: the default. */
	bool *usual;
	struct rat *value; /* of the settled and usual slots */
	bool *have;	   /* which slots are one or the other */
	/* All that hangs on settled slots alone was checked, and is right; a
	 * default that is not is none of the usual. */
	bool sound;
	bool *limit_settled;
	const struct price **price; /* by meter; NULL: to be looked up */
};

struct plan {
	const struct option *option;
	const struct terms *terms;
	struct market market;
	struct plan_use *use;
	size_t nuse;
};

/*
 * Resolves an option.
 *
 *   errors: default (defaults that go round in a circle)
 */
bool plan_init(struct plan *p, struct arena *a, struct diag *d,
    const struct option *o, const struct terms *t, const struct market *m);

/*
 * Says the region anew, for all vendors or for one more: what is said nearer
 * outranks what is said further off, so begin with the first, empty where
 * vendors follow.
 */
void market_set_region(struct market *m, struct str region);
void market_set_vendor(
    struct market *m, struct arena *a, struct str vendor, struct str region);

/* Region in which a vendor's services are bought; empty where regions are given
 * by vendor and this one has none. */
struct str market_region(const struct market *m, struct str vendor);

/* "north", or "acme=north, other=south" with `glue` and `comma` between. */
struct str market_where(struct arena *a, const struct market *m,
    const char *glue, const char *comma);

/* Whether two markets buy in the same regions. */
bool market_same_place(const struct market *x, const struct market *y);

const char *free_tier_name(enum free_tier f);

/* Whether an allowance counts. */
bool allowance_counts(const struct allowance *w, enum free_tier f);

void fault_add(struct arena *a, struct faults *f, struct fault fault);

/* Whether an input has the value at that workload that the plan holds: it was
 * settled, or is the default. */
static inline bool
plan_knows(const struct plan_use *u, const struct workload *w, size_t slot)
{
	return u->settled[slot] ||
	    (u->usual[slot] && !w->given[u->input[slot].term]);
}

/* Values of a use's inputs at one workload; `have` tells which have one.  Both
 * come zeroed. */
void plan_values(struct arena *a, const struct plan_use *u,
    const struct workload *w, struct rat *value, bool *have);

/* Notes what of the checks below need be done once only, and which defaults
 * are wrong. */
void plan_settle_checks(struct arena *a, struct plan_use *u);

/* Whether one side of a service's choice of inputs is given, and no more: what
 * no value tells where an input has a default. */
bool plan_gives_one(const struct plan_use *u, const struct workload *w);

/*
 * Checks the inputs of a use: choices between inputs, ranges, and limits on
 * inputs.  Adds a fault for each that is violated.
 */
void
plan_check(struct arena *a, const struct plan_use *u, const struct workload *w,
    const struct rat *value, const bool *have, struct faults *f);

/* Checks the needs of the workload against the limits of all uses, and the
 * option's `provides`. */
void plan_check_needs(struct arena *a, const struct plan *p,
    const struct workload *w, struct faults *f);

/* Whether the axis changes anything in the plan. */
bool plan_uses_term(const struct plan *p, size_t term);

#endif

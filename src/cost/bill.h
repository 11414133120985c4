/*
 * bill: itemised lines and a total, for one option and one workload.
 *
 *   quantity = the meter's formula, or its minimum          [unit/month]
 *   free     = what allowances take off it, first units first
 *   billed   = quantity - free, spread over the tiers
 *   amount   = sum over tiers of quantity x price, less credit
 *
 * Tier bounds count the gross quantity (unless the meter says net), and both
 * tiers and allowances are shared by all uses of a service in an option.
 * Exact; nothing is rounded.
 *
 * Depends on: cost/plan.
 */
#ifndef COST_BILL_H
#define COST_BILL_H

#include "cost/plan.h"

/* The part of a quantity that falls into one tier. */
struct part {
	const struct tier *tier;
	struct rat from;     /* [base units] where the tier starts */
	struct rat quantity; /* [base units] */
	struct rat amount;   /* [money] */
};

struct line {
	const struct use *use;
	const struct service *service;
	const struct meter *meter;
	const struct price *price;
	struct rat used;     /* [base units per month] as the formula says */
	struct rat quantity; /* the same, raised to the meter's minimum */
	struct rat free;     /* [base units per month] */
	struct rat credit;   /* [money] taken off the amount */
	struct rat topped;   /* [money] added to reach the meter's minimum */
	struct rat block;    /* [base units] of a package; 0: none */
	struct part *part;
	size_t npart;
	struct rat amount;	 /* [money/month] */
	const struct rat *value; /* of the service's inputs, by slot */
};

struct bill {
	struct line *line;
	size_t nline, cap;
	struct rat total; /* [money/month] */
	const char *currency;
	struct faults faults; /* any: the total is not to be used */
	/* By use and slot: the values of inputs, and which have one. */
	struct rat **value;
	bool **have;
};

/* The first half of a bill: the lines with their quantities and no more, and
 * all faults. */
void bill_measure(struct arena *a, const struct plan *p,
    const struct workload *w, struct bill *out);

/* The bill of a plan at a workload; everything in the arena. */
void bill_compute(struct arena *a, const struct plan *p,
    const struct workload *w, struct bill *out);

/* Turns a bill of the plan, one without faults, into that of another workload.
 * False where it is that already: all inputs have the same values.  Lines that
 * hang on no value that is another are kept, with the `part` they had. */
bool bill_change(struct arena *a, const struct plan *p,
    const struct workload *w, struct bill *b);

#endif

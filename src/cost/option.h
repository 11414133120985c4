/*
 * option: a deployable choice, services put together with inputs bound.
 *
 * Depends on: cost/workload.
 */
#ifndef COST_OPTION_H
#define COST_OPTION_H

#include "cost/workload.h"

struct binding {
	struct str input;
	struct expr *value; /* over the terms; NULL: a word */
	struct str word;
	struct qty typed; /* for print, where `value` is a constant */
	const struct citation **source; /* of the limits that `value` names */
	size_t nsource;
	struct span at;
	bool set; /* by --set OPTION.SERVICE.INPUT= */
};

struct use {
	struct str id; /* the service's id unless the option says otherwise */
	const struct service *service; /* never NULL */
	struct binding *binding;
	size_t nbinding, capbinding;
	struct span at;
};

struct option {
	struct str id;
	struct str name;
	struct str about;
	struct use *use;
	size_t nuse;
	const struct node *latency; /* read by the guide; NULL: none */
	struct map provides; /* word need to struct node (list of words) */
	bool compare;	     /* takes part where all options do */
	bool broken;	     /* it has mistakes, which were reported */
	struct span at;
};

/*
 * Loads one option.
 *
 *   errors: those of field.h and expr.h, and service-unknown, input-unknown,
 *           unit-mismatch, choice
 */
bool option_load(struct arena *a, struct diag *d, const struct terms *t,
    struct str id, const struct node *n, struct option *out);

/* Whether neither the option nor a service it uses has mistakes; those that
 * there are were reported when they were loaded. */
bool option_is_sound(const struct option *o);

/* An option of one or more services without bindings, for the command line. */
struct option *option_of_services(
    struct arena *a, const struct service *const *service, size_t n);

/* The currency it is billed in; empty where it uses nothing. */
const char *option_currency(const struct option *o);

/*
 * Whether all its uses are billed in one currency; reported at the use.
 *
 *   errors: currency
 */
bool option_check_currency(struct diag *d, const struct option *o);

/*
 * Whether options have costs that can be compared, those of one currency;
 * reported at `at`, which names them.
 *
 *   in:     indices of `all`
 *   errors: currency
 */
bool options_check_currency(struct diag *d, struct span at,
    const struct option *all, const size_t *option, size_t n);

/* A copy whose inputs can be bound without touching the original. */
void
option_copy(struct arena *a, const struct option *from, struct option *out);

/* Binds or binds again an input of a use. */
bool option_bind(struct arena *a, struct diag *d, const struct terms *t,
    struct use *use, struct str input, struct span input_at, struct span at,
    struct str text, bool set);

/*
 * Frees an input of a use to be varied for itself: binds it to a name of its
 * own, OPTION.SERVICE.INPUT, which the terms are given.
 *
 *   out:    the slot of the name, or SIZE_MAX when reported
 *   errors: input-unknown, axis
 */
size_t option_free(struct arena *a, struct diag *d, struct terms *t,
    struct use *use, struct str input, struct span at, struct str name);

const struct binding *use_binding(const struct use *u, struct str input);

/* The binding of `input` by any use, or NULL. */
const struct binding *
option_binds(const struct option *o, struct str input, const struct use **use);

/* Whether a formula of the option names the term of a slot. */
bool option_reads(const struct option *o, size_t slot);

struct use *option_use(const struct option *o, struct str id);

#endif

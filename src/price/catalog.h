/*
 * catalog: what things cost, and what they are limited to.
 *
 * One service per price file.  A service has inputs (what a workload must say),
 * meters (the lines a vendor bills), allowances and limits.  Loading checks
 * every formula, unit, tier and source before anything is computed, and reports
 * all that is wrong in a file at once.  The grammar is breakeven-pricing(5).
 *
 * Values are in base units (see num/unit.h); a price is money per base unit of
 * its meter.
 *
 * Depends on: expr, data/field.
 */
#ifndef PRICE_CATALOG_H
#define PRICE_CATALOG_H

#include "data/field.h"
#include "expr/expr.h"

/* Where a fact was read. */
struct citation {
	struct str key;
	struct str title;
	struct str url;
	struct str published; /* date, or empty */
	struct str retrieved; /* date */
	struct str note;
	bool secondary; /* the text read is another's copy of the page */
	struct span at;
};

struct citations {
	struct map by_key; /* key to struct citation, in the order written */
	bool lacks;	   /* all of them, for a mistake that was reported */
};

struct input {
	struct str name;
	struct str about;
	size_t slot; /* in the service's scope */
	bool has_min, has_max;
	struct qty min, max;
	struct rat step;      /* granularity of a value; 0: any */
	struct rat bill_step; /* increment that is billed; 0: none */
	struct qty *value;    /* the only values allowed; NULL: any */
	size_t nvalue;
	struct expr *otherwise; /* default; NULL: none */
	struct span at;
};

/* The grid of its values: what it is billed in, else its step; 0: none. */
struct rat input_grid(const struct input *in);

enum price_model { MODEL_FLAT, MODEL_GRADUATED, MODEL_VOLUME, MODEL_PACKAGE };

struct tier {
	struct rat from;  /* [base units per month], first is 0 */
	struct rat price; /* [money per base unit] */
	struct qty typed; /* as written */
	struct str text;  /* as read: "$0.20 per 1,000,000 requests" */
	struct str from_text;
};

/* The price of a meter at one place of its table. */
struct price {
	struct str region;  /* "global" for services without regions */
	struct str *choice; /* a word for each of the meter's choices */
	struct str key;	    /* service.meter.region[.choice...] */
	struct tier *tier;
	size_t ntier;
	const struct citation *source;
	struct span at;
	bool tried; /* set by --price, not by a file */
};

enum period { PERIOD_MONTHLY, PERIOD_FIRST_YEAR, PERIOD_INCLUDED };

/* What is not charged for: a quantity of one meter, or money off several. */
struct allowance {
	struct str name;   /* the meter's, or that under `allowances` */
	bool credit;	   /* `amount` is money */
	struct rat amount; /* [base units] or [money] */
	struct str text;   /* as written */
	enum period period;
	size_t *meter; /* indices of the meters it is for */
	size_t nmeter;
	const struct citation *source;
	struct span at;
};

struct meter {
	struct str id;
	struct str name;
	struct expr *when; /* NULL: always in force */
	struct expr *quantity;
	struct unit unit; /* without /month */
	struct str unit_word;
	bool decimal; /* bytes in its unit and prices are powers of 1000 */
	enum price_model model;
	bool tiers_net; /* tier bounds count after the allowance */
	bool has_minimum, minimum_is_money;
	struct rat minimum;
	size_t *choice; /* slots of the choice inputs the price depends on */
	size_t nchoice;
	struct price *price;
	size_t nprice, capprice;
	const struct citation *source;
	struct span at;
};

struct limit {
	struct str id;
	struct str name;   /* for readers; empty: none is given */
	struct expr *when; /* NULL: always */
	struct expr *of;   /* over inputs; NULL: a need of that name */
	struct str need;   /* name of the need; empty: none */
	struct span of_at; /* where `of` is written; no source: it is not */
	size_t word_slot;  /* a choice input that `word` is about; SIZE_MAX */
	bool has_min, has_max, has_default, adjustable;
	struct qty min, max, otherwise;
	struct rat step; /* 0: none */
	struct qty *value;
	size_t nvalue;
	struct str *word; /* allowed words */
	size_t nword;
	struct unit unit;
	struct str unit_word; /* what it is called, as typed where it was */
	const struct citation *source;
	struct str note;
	struct span at;
};

struct either {
	size_t *input; /* slots */
	size_t ninput;
	struct span at;
};

struct service {
	struct str id;
	struct str name;
	struct str vendor;
	struct str about;
	char currency[4];
	struct citations sources;
	struct scope scope; /* slots: inputs, then hours_per_month */
	struct input *input;
	size_t ninput;
	size_t hours_slot;
	struct either *either;
	size_t neither;
	struct meter *meter;
	size_t nmeter;
	struct allowance *allowance;
	size_t nallowance, capallowance;
	struct limit *limit;
	size_t nlimit, caplimit;
	struct map groups;	  /* name to struct node (list of regions) */
	struct map priced_groups; /* name to a meter priced so */
	struct str *region;	  /* all with a price, in order of appearance */
	size_t nregion, capregion;
	bool broken; /* its file has mistakes, which were reported */
	bool lacks;  /* and inputs or needs may be missing for them */
	bool asked;  /* catalog_find gave it, since catalog_forget */
	struct span at;
};

/* A name that workloads may set: an input of services, or a need. */
struct term {
	struct var var;
	bool need;	    /* known through limits only */
	struct span at;	    /* where it was first defined */
	struct rat step;    /* least step of any service's input; 0: none */
	struct rat spacing; /* the same of what values are multiples of */
};

struct catalog {
	struct arena *arena;
	struct map services; /* id to struct service, in order of loading */
	struct map terms;    /* name to struct term */
};

void catalog_init(struct catalog *c, struct arena *a);

/*
 * Adds the service of one price file; `stem` is the file's name without .yaml.
 *
 *   errors: those of field.h and expr.h, and service-id, source-unknown,
 *           unit-mismatch, tiers, price-duplicate, choice-unknown, default,
 *           input-conflict, currency
 */
bool catalog_add(struct catalog *c, struct diag *d, const struct node *root,
    struct str stem);

/* Adds the service of a price file that cannot be read, which was reported. */
void catalog_add_broken(struct catalog *c, struct str stem, struct span at);

struct service *catalog_find(const struct catalog *c, struct str id);

/* No service was asked for. */
void catalog_forget(const struct catalog *c);

/* Ids of all services, for hints. */
struct str *catalog_ids(struct arena *a, const struct catalog *c, size_t *n);

const struct term *catalog_term(const struct catalog *c, struct str name);

/* Names of all terms, for hints. */
struct str *catalog_terms(struct arena *a, const struct catalog *c, size_t *n);

struct meter *service_meter(const struct service *s, struct str id);

/*
 * What the limits of a name say as one number: the greatest maximum, the least
 * minimum.  `field` is min, max, default, or empty for what holds where there is
 * one limit of that name.  NULL: there is no such number.  `source` may be NULL.
 */
const struct qty *service_limit(const struct service *s, struct str id,
    struct str field, const struct citation **source);

/* The name of each limit, for hints. */
struct str *service_limits(struct arena *a, const struct service *s);

/* Whether the choices that a meter's price depends on are ones its service
 * has: a workload may give a word that is a choice of another service only. */
bool meter_has_choices(
    const struct service *s, const struct meter *m, const struct rat *value);

/* The price of a meter at a region and the values of the inputs, which have
 * its choices; NULL when there is none, with the key it would have in
 * `*key`. */
const struct price *
meter_price(struct arena *a, const struct service *s, const struct meter *m,
    struct str region, const struct rat *value, struct str *key);

/*
 * Whether a service, of that vendor unless it is empty, has a price in the
 * region, or reports.  Where price files have mistakes, or no regions, any will
 * do.
 *
 *   errors: region-unknown
 */
bool catalog_check_region(const struct catalog *c, struct diag *d,
    struct span at, struct str vendor, struct str region);

/* Whether a service is of that vendor, or reports; errors: region-unknown. */
bool catalog_check_vendor(
    const struct catalog *c, struct diag *d, struct span at, struct str vendor);

/* Whether the service is priced in that region at all. */
bool service_has_region(const struct service *s, struct str region);

/* Whether the service has no regions and is priced under "global". */
bool service_is_global(const struct service *s);

/*
 * Sets another price: KEY is a price key or the front part of some, as in
 * `acme.compute` or `acme.compute.eu.arm`.
 *
 *   errors: price-key, and those of qty_parse
 */
bool catalog_set_price(struct catalog *c, struct diag *d, struct str key,
    struct span key_at, struct str text, struct span at);

/* Loads a map of sources. */
bool citations_load(
    struct citations *c, struct arena *a, struct diag *d, const struct node *n);

/* The source that `n` names, or reports. */
const struct citation *citation_get(const struct citations *c, struct arena *a,
    struct diag *d, const struct node *n);

const char *model_name(enum price_model m);

#endif

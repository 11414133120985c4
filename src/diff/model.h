/*
 * model: what two sites are compared by.
 *
 * Plain data: the figures that guides show, who wins their scenarios, where
 * costs cross, and what the price files say.  Each stands under a key that
 * says what it is and never where it stands, so that what is moved is the
 * same.
 *
 * A model made from `figures.json` is not complete: it knows what is shown,
 * not what there is.  That of a single file knows one page only.
 *
 * Depends on: map, source, num/rat.
 */
#ifndef DIFF_MODEL_H
#define DIFF_MODEL_H

#include "base/map.h"
#include "base/source.h"
#include "num/rat.h"

/* A value as it is shown, and to compute with. */
struct amount {
	struct str display;
	bool has_value;
	struct rat value; /* [unit] of the number in `display` */
	struct rat base;  /* what is compared */
	struct str unit;  /* `base` of two are compared where it is the same */
	struct str word;  /* the unit of `value`, as JSON has it */
};

/* A figure that a guide shows. */
struct shown {
	struct str id; /* within the guide */
	struct str exact;
	struct amount amount;
};

/* A place in the prose at which a figure is shown. */
struct spot {
	size_t from, to;  /* [byte] of the tag, or of the block's first line */
	size_t figure;	  /* index of the shown one */
	struct str block; /* kind of the block; empty: inline */
};

/* An option in a scenario. */
struct rival {
	struct str id;
	struct str name;
	bool has_total;
	struct rat total; /* [money/month] */
	const char *currency;
	bool out;	/* ruled out */
	struct str why; /* a clause */
};

/* Who wins a scenario, or one with changes. */
struct answer {
	struct str key;	     /* SCENARIO[@CHANGES] */
	struct str scenario; /* its id */
	struct rival *rival;
	size_t nrival, caprival;
	size_t cheapest, second; /* whatever is needed; SIZE_MAX: none */
	size_t best, runner_up;	 /* of those that meet all needs */
	bool by_price, by_need;	 /* which of the two is asked for */
	bool has_leaf;
	struct str leaf; /* the tree's option; empty: it has no answer */
};

/* A place at which the cheaper of two options changes. */
struct turn {
	struct amount at;
	bool second; /* the second option is the cheaper one below it */
};

/* Where the cheaper of two options changes on the axis of a guide. */
struct meeting {
	struct str key; /* OPTION.OPTION@FREE_TIER */
	struct str option[2];
	struct str name[2];
	struct str free_tier;
	struct str axis;   /* empty: not known */
	struct turn *turn; /* all, ascending; of what is shown, the first */
	size_t nturn, capturn;
};

enum fact_kind {
	FACT_PRICE,
	FACT_TIER, /* where a tier starts */
	FACT_MODEL,
	FACT_QUANTITY, /* a meter's formula */
	FACT_FREE,
	FACT_LIMIT
};

/* One thing that a price file says. */
struct fact {
	enum fact_kind kind;
	struct str key;
	struct str service; /* id */
	struct str meter;   /* or the allowance, or the limit */
	struct str region;  /* empty: it has none */
	struct str detail;  /* choices and tier */
	struct amount amount;
	struct str title, url, date; /* of the source; empty: none */
	struct str at;		     /* "file:line"; empty: not known */
};

/* An option, a scenario, a service or a guide. */
struct named {
	struct str id, name;
};

struct names {
	struct named *item;
	size_t n, cap;
};

struct guide_model {
	struct str id;
	struct str title;
	struct str free_tier; /* by which it buys; empty: not known */
	struct shown *shown;
	size_t nshown, capshown;
	struct map by_id;  /* id to struct shown */
	struct map beside; /* the same, of what other pages show of it */
	struct spot *spot; /* in the order of the prose */
	size_t nspot, capspot;
	struct map answers;  /* key to struct answer */
	struct map meetings; /* key to struct meeting */
	struct names options, scenarios;
	const struct source *prose; /* NULL: not known */
	size_t body;		    /* [byte] where the prose starts */
};

/* What a model is of; the last three are of one file. */
enum model_scope { SCOPE_SITE, SCOPE_GUIDE, SCOPE_HOME, SCOPE_PAGE };

struct model {
	struct str name; /* of the revision, directory or file */
	enum model_scope scope;
	bool complete;
	struct guide_model *guide;
	size_t nguide, capguide;
	struct map guides; /* id to struct guide_model */
	struct names services;
	struct map facts; /* key to struct fact */
};

/* A word for a kind of fact: "price", "tier", ... */
const char *fact_name(enum fact_kind k);

/* Whether an amount differs from another, in value or as shown. */
bool amount_same(const struct amount *x, const struct amount *y);

const struct named *names_find(const struct names *l, struct str id);

void
names_add(struct arena *a, struct names *l, struct str id, struct str name);

/* Sorts the figures by id and fills `by_id`; the spots come after. */
void guide_model_index(struct arena *a, struct guide_model *g);

/* Fills `guides`. */
void model_index(struct arena *a, struct model *m);

#endif

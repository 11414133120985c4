/*
 * stale: how old the sources of prices are.
 *
 * A source ages from the day it was read (`retrieved`), where a price, an
 * allowance or a limit rests on it.  What counts as old is said in site.yaml,
 * for all sources and for single ones:
 *
 *   stale:
 *     warn: 90 day
 *     fail: 180 day
 *     sources:
 *       acme.prices:
 *         warn: 400 day
 *         fail: 800 day
 *         waive: {until: 2027-02-28, because: the page is gone}
 *
 * Nothing here knows what day it is: "today" is an input.  Where it is not
 * given no age is judged.
 *
 * Depends on: price/catalog.
 */
#ifndef SITE_STALE_H
#define SITE_STALE_H

#include "price/catalog.h"

/* A day, as days since 1970-01-01. */
struct today {
	bool known;
	int64_t day;
};

enum stale_level { STALE_FRESH, STALE_WARN, STALE_FAIL };

/* How long a source is good for. */
struct stale_rule {
	struct rat warn, fail; /* [s] since it was read; older is stale */
	bool waived;
	int64_t until;	       /* the last day of the waiver */
	struct str until_text; /* as typed */
	struct str because;
	struct span at; /* of the waiver */
};

struct stale_settings {
	struct stale_rule all;
	struct map source; /* "SERVICE.KEY" to struct stale_rule */
};

/* A source that prices rest on. */
struct aged {
	const struct service *service;
	const struct citation *source;
	const struct stale_rule *rule;
	struct str key; /* "SERVICE.KEY" */
	size_t nfact;	/* prices, allowances and limits that rest on it */
	int64_t age;	/* [day] */
	enum stale_level level; /* were there no waiver */
	bool waived;		/* there is one, and it holds today */
};

/* The settings of a site that says nothing. */
void stale_init(struct stale_settings *s);

/*
 * Loads the value of `stale`.  Sources that no service has are reported, but
 * where `partial` says that not all price files could be loaded.
 *
 *   errors: those of field.h, range, source-unknown
 */
bool stale_load(struct stale_settings *s, struct arena *a, struct diag *d,
    const struct node *n, const struct catalog *c, bool partial);

/* All sources that something rests on, with their ages; in the arena. */
struct aged *stale_judge(struct arena *a, const struct stale_settings *s,
    const struct catalog *c, int64_t today, size_t *n);

/* What is wrong with a source that is stale, as a sentence. */
struct str stale_text(struct arena *a, const struct aged *g);

/*
 * Judges all sources; the worst level of those without a waiver.
 *
 *   warnings: stale, stale-beyond
 */
enum stale_level
stale_report(struct arena *a, struct diag *d, const struct stale_settings *s,
    const struct catalog *c, const struct today *t);

/* The day of "2026-09-19"; false where that is no date. */
bool day_parse(struct str text, int64_t *day);

#endif

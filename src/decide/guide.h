/*
 * guide: what a guide compares: options, scenarios, measurements, decision.
 *
 * Loaded from guide.yaml; the prose is not here.  The grammar is
 * breakeven-site(5).
 *
 * Depends on: cost/crossing.
 */
#ifndef DECIDE_GUIDE_H
#define DECIDE_GUIDE_H

#include "cost/crossing.h"
#include "decide/datum.h"

struct scenario {
	struct str id;
	struct str name;
	struct str about;
	struct market market;	   /* the guide's, with its own keys */
	struct workload *workload; /* inputs and needs */
	size_t *given;		   /* slots, in the order written */
	size_t ngiven, capgiven;
	size_t *option; /* indices; those compared */
	size_t noption;
	bool broken; /* it has mistakes, which were reported */
	bool card;   /* the page, once computed, has a card for it */
	struct span at;
};

enum measured {
	MEASURED_RESPONSE, /* all that a caller waits for, the run included */
	MEASURED_OVERHEAD, /* what a caller waits for beyond the run */
	MEASURED_START	   /* what a cold start adds to a warm answer */
};

/* A measured point of a distribution. */
struct measured_point {
	struct str name; /* "min", "p95", "p999", "max" */
	struct rat p;	 /* 0, 0.95, 0.999, 1 */
	struct qty time; /* [s] */
};

struct measurement {
	struct str id;
	struct str name;
	enum measured what;
	struct measured_point *point; /* ascending in `p` and in time */
	size_t npoint;
	bool has_mean;
	struct qty mean;	       /* [s] */
	int64_t samples;	       /* 0: not said */
	const struct citation *source; /* NULL: none */
	struct str note;
	struct span at;
};

/* A fact that a guide states with its source. */
struct stated {
	bool given;
	struct qty value;
	const struct citation *source; /* NULL: none */
	struct str note;
};

/* An input of a use that says something of latency; or a plain number. */
struct input_ref {
	bool given;
	size_t use, slot; /* SIZE_MAX: `value` */
	struct rat value;
	struct str text; /* as typed */
	struct span at;
};

/* How long an option's callers wait: measured for all requests alike, or for
 * warm and cold ones with the share of the cold. */
struct latency {
	const struct measurement *whole; /* or NULL, and: */
	const struct measurement *warm;	 /* NULL: nothing is known */
	const struct measurement *cold;	 /* NULL: no request is cold */
	struct stated share;		 /* of cold requests */
	struct stated idle;		 /* [s] after which an instance stops */
	struct input_ref kept;		 /* instances that never do */
	struct input_ref kept_time;	 /* [s/month] of the busy time */
	struct input_ref concurrency;	 /* requests in an instance at once */
	struct input_ref run;		 /* [s] of one request */
	struct span at;
};

/* A node of the decision tree: a question, or an answer. */
struct choice {
	struct str ask; /* may hold figures */
	struct span ask_at;
	struct expr *when; /* over the terms; NULL for an answer */
	struct str when_text;
	struct choice *yes, *no;
	size_t serial; /* in the tree, from 0 on */
	size_t option; /* an answer: index of the option */
	struct str why;
	struct span why_at;
	struct span at;
};

/* The guide's breakeven question. */
struct question {
	size_t scenario;
	size_t axis; /* slot */
	struct rat from, to;
	bool given;
	struct span at;
};

struct guide {
	struct str id;
	const struct terms *terms; /* the site's, or with its own inputs */
	struct market market;
	struct citations sources;
	struct option *option;
	size_t noption;
	struct scenario *scenario;
	size_t nscenario;
	struct measurement *measurement;
	size_t nmeasurement;
	struct latency *latency; /* by option */
	struct datum_list facts;
	const struct node *phases; /* a list, for the block; NULL: none */
	struct question question;
	const struct node *decide; /* compiled by decide_load; NULL: none */
	struct choice *tree;
	size_t nchoice; /* in the tree */
	bool lacks;	/* names that its text uses, for a reported mistake */
	struct span at;
};

/* Takes `region`, `free_tier` and `month` from a map that may have them. */
void market_load(struct market *m, struct fields *f, const struct catalog *c);

/* One of them, as a file or the command line says it. */
bool market_load_region(struct market *m, struct arena *a, struct diag *d,
    const struct catalog *c, const struct node *n);
bool market_load_free(
    struct market *m, struct diag *d, struct span at, struct str text);
bool market_load_month(struct market *m, struct arena *a, struct diag *d,
    struct span at, struct str text);

/*
 * Loads a guide but for its decision tree.
 *
 *   errors: those of field.h, option.h and workload.h, and scenario-unknown,
 *           option-unknown, measurement-unknown
 */
bool guide_load(struct guide *g, struct arena *a, struct diag *d,
    const struct terms *t, const struct market *site, struct str id,
    const struct node *root);

/* Loads `measurements`, and the `latency` of all options; measure.c. */
bool guide_load_measurements(
    struct guide *g, struct arena *a, struct diag *d, const struct node *n);
bool guide_load_latencies(struct guide *g, struct arena *a, struct diag *d);

/* The point of that name, or NULL. */
const struct measured_point *
measurement_point(const struct measurement *m, struct str name);

/* Whether it is one to go by: with a source, a sample size and points. */
bool measurement_is_sound(const struct measurement *m);

/* Gives the guide terms of its own, with the names of its `inputs`.
 * errors: those of field.h, and input-name, range */
bool guide_load_inputs(
    struct guide *g, struct arena *a, struct diag *d, const struct node *n);

/* Resolves figures in the predicates of a tree. */
typedef bool (*guide_figure)(
    void *ctx, struct str id, struct span at, struct qty *out);

/* Compiles the decision tree; its predicates may name figures. */
bool guide_load_tree(struct guide *g, struct arena *a, struct diag *d,
    guide_figure figure, void *ctx);

/* Index by id, or SIZE_MAX. */
size_t guide_option(const struct guide *g, struct str id);
size_t guide_scenario(const struct guide *g, struct str id);
const struct measurement *
guide_measurement(const struct guide *g, struct str id);

/* As above, reported with the nearest id. */
size_t guide_option_get(
    const struct guide *g, struct diag *d, struct span at, struct str id);
size_t guide_scenario_get(
    const struct guide *g, struct diag *d, struct span at, struct str id);

/* A copy with terms of its own, `*terms`, which more names can be given to. */
struct guide *
guide_apart(struct arena *a, const struct guide *g, struct terms **terms);

/* An option for a list of `n`, in which each stands once. */
size_t guide_option_once(const struct guide *g, struct diag *d, struct span at,
    struct str id, const size_t *list, size_t n);

/*
 * The answer of the tree for a workload; NULL where a predicate needs a value
 * that the workload does not give, named in `*lacks`.
 */
const struct choice *choice_walk(struct arena *a, const struct choice *c,
    const struct workload *w, struct str *lacks);

#endif

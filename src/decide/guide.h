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

enum percentile { P50, P95, P99, PERCENTILE_COUNT };

struct measurement {
	struct str id;
	struct str name;
	bool has[PERCENTILE_COUNT];
	struct qty p[PERCENTILE_COUNT]; /* [s] */
	int64_t samples;		/* 0: not said */
	const struct citation *source;	/* NULL: none */
	struct str note;
	struct span at;
};

/* A node of the decision tree: a question, or an answer. */
struct choice {
	struct str ask; /* may hold figures */
	struct span ask_at;
	struct expr *when; /* over the terms; NULL for an answer */
	struct str when_text;
	struct choice *yes, *no;
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
	const struct terms *terms;
	struct market market;
	struct citations sources;
	struct option *option;
	size_t noption;
	struct scenario *scenario;
	size_t nscenario;
	struct measurement *measurement;
	size_t nmeasurement;
	struct question question;
	const struct node *decide; /* compiled by decide_load; NULL: none */
	struct choice *tree;
	struct span at;
};

/* Takes `region`, `free_tier` and `month` from a map that may have them. */
void market_load(struct market *m, struct fields *f);

/* One of them, as a file or the command line says it. */
bool market_load_region(
    struct market *m, struct arena *a, struct diag *d, const struct node *n);
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

/*
 * The answer of the tree for a workload; NULL where a predicate needs a value
 * that the workload does not give, named in `*lacks`.
 */
const struct choice *choice_walk(struct arena *a, const struct choice *c,
    const struct workload *w, struct str *lacks);

#endif

/*
 * explain_int: what the explainers of the families share.
 */
#ifndef VIEW_EXPLAIN_INT_H
#define VIEW_EXPLAIN_INT_H

#include "view/explain.h"
#include "view/figure_int.h"

struct explainer {
	struct arena *a;
	struct figures *f;
	const struct guide *g;
	const struct figure *fig;
	struct path path;   /* as typed */
	struct setup setup; /* of families that have a scenario */
	bool full;
};

/* Adds to the step of the figure what it is made of. */
typedef bool (*explain_family)(struct explainer *e, struct node *root);

bool explain_cost(struct explainer *e, struct node *root);
bool explain_crossing(struct explainer *e, struct node *root);
bool explain_interval(struct explainer *e, struct node *root);
bool explain_limit(struct explainer *e, struct node *root);
bool explain_price(struct explainer *e, struct node *root);
bool explain_free(struct explainer *e, struct node *root);
bool explain_input(struct explainer *e, struct node *root);
bool explain_bound(struct explainer *e, struct node *root);
bool explain_option(struct explainer *e, struct node *root);
bool explain_scenario(struct explainer *e, struct node *root);
bool explain_latency(struct explainer *e, struct node *root);

/* explain_step.c; what is empty is left out */
struct node *step_new(struct arena *a, const char *kind, struct str name);
void step_part(struct arena *a, struct node *step, struct node *part);
void step_set(
    struct arena *a, struct node *step, const char *key, struct str text);
void step_at(struct arena *a, struct node *step, struct span at);
void step_source(
    struct arena *a, struct node *step, const struct citation *c);
void step_money(struct arena *a, struct node *step, struct rat n,
    const char *currency);
void step_value(struct arena *a, struct node *step, struct rat n,
    const struct unit *unit, struct str word);
void step_word(struct arena *a, struct node *step, struct str word);

/* A price or a slope, shown with all its digits. */
void step_rate(struct arena *a, struct node *step, struct rat n,
    struct str display, struct str unit);

/* The value of a figure as it is shown. */
void step_figure(struct arena *a, struct node *step, const struct figure *fig,
    bool is_price);

/* "100 GB·s", and "(exactly 99.9999 GB*s)" where that is rounded. */
struct str exact_value(struct arena *a, struct rat n, const struct unit *unit,
    struct str word);

/* explain_bill.c */

/* The cost of an option in a setup, as the figure it is: its lines in short
 * unless the explainer is full. */
struct node *cost_step(
    struct explainer *e, size_t option, const struct setup *s);

/* Where a service's price is from: key, place, source, with its tiers. */
struct node *price_step(
    struct explainer *e, const struct meter *m, const struct price *p);

struct node *allowance_step(struct explainer *e, const struct service *s,
    const struct allowance *w, const struct market *market);

/* Why an option cannot be had. */
struct node *reason_step(struct explainer *e, const struct fault *f);

/* A value that the workload of a setup gives. */
struct node *term_step(
    struct explainer *e, const struct workload *w, size_t term);

/* A formula's names with their values, as parts of a step. */
void add_terms(struct explainer *e, struct node *step, const struct expr *x,
    const struct workload *w);

#endif

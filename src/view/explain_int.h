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
bool explain_stated(struct explainer *e, struct node *root);
bool explain_parts(struct explainer *e, struct node *root);

/* explain.c: region, free tier and month of a market */
void
step_market(struct explainer *e, struct node *root, const struct market *m);

/* explain_step.c; what is empty is left out */
struct node *step_new(struct arena *a, const char *kind, struct str name);
void step_part(struct arena *a, struct node *step, struct node *part);
void
step_set(struct arena *a, struct node *step, const char *key, struct str text);
void step_at(struct arena *a, struct node *step, struct span at);
void step_source(struct arena *a, struct node *step, const struct citation *c);
void step_money(
    struct arena *a, struct node *step, struct rat n, const char *currency);
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
struct str exact_value(
    struct arena *a, struct rat n, const struct unit *unit, struct str word);

/* explain_stated.c: the figures that stand in a formula, as parts */
bool add_figures(struct explainer *e, struct node *root, const struct expr *x);

/* explain_line.c */

/* One line with the plan and the workload it was billed under. */
struct billed {
	const struct plan *plan;
	const struct plan_use *use;
	const struct workload *w;
	const struct line *l;
	const char *currency;
};

/* What makes a line; in short, its price alone. */
void fill_line(
    struct explainer *e, struct node *step, const struct billed *b, bool full);

/* The line's quantity: formula, values and inputs. */
void
fill_quantity(struct explainer *e, struct node *step, const struct billed *b);

/* What is taken off a line's quantity: that, and the allowances. */
void fill_free(struct explainer *e, struct node *step, const struct billed *b);

/* The inputs that a formula of the service names, as parts. */
void add_inputs(struct explainer *e, struct node *step, const struct billed *b,
    const struct rat *value, const struct expr *x);

/* The condition of a meter, over the values of a use's inputs. */
struct node *when_step(struct explainer *e, const struct billed *b,
    const struct rat *value, const struct meter *m);

/* Where a price is from: key, place, source; with all its tiers, or only with
 * those that a line reaches. */
struct node *
price_step(struct explainer *e, const struct meter *m, const struct price *p);
struct node *price_brief(struct explainer *e, const struct line *l);

struct node *allowance_step(struct explainer *e, const struct service *s,
    const struct allowance *w, const struct market *market);

/* A value that a workload gives, and with the scenario's name. */
struct node *
given_step(struct explainer *e, const struct workload *w, size_t term);
struct node *
term_step(struct explainer *e, const struct workload *w, size_t term);

/* The names of a formula over the terms with their values, as parts. */
void add_terms(struct explainer *e, struct node *step, const struct expr *x,
    const struct workload *w);

/* explain_bill.c */

/*
 * The cost of an option in a setup, as the figure it is: its lines in short
 * unless the explainer is full.  `more`: what else rules the option out, or
 * NULL.
 */
struct node *cost_step(struct explainer *e, size_t option,
    const struct setup *s, const struct standing *more);

/* Why an option cannot be had. */
struct node *reason_step(struct explainer *e, const struct fault *f);

struct billed billed_line(const struct plan *plan, const struct workload *w,
    const struct bill *bill, const struct line *l);

struct str line_name(struct arena *a, const struct line *l);

/* explain_crossing.c */

/* A contest on the axis of the setup, by indices of its own options. */
struct field {
	struct contest contest;
	const struct plan **plan;
	const size_t *option; /* in the guide */
	size_t n;
	const struct var *axis;
	const char *currency;
};

/* A point of the axis as it is shown. */
struct str axis_text(struct explainer *e, const struct field *d, struct rat x);

/* The setup at a point of the axis. */
struct setup setup_at(struct explainer *e, struct rat x);

/*
 * explain_curve.c: the lines that the cost of an option follows before and
 * after a border, at x[0] and at (without a grid just after) x[1]; once if
 * they are one.
 */
void add_curves(struct explainer *e, struct node *step, const struct field *d,
    size_t option, const struct rat *x);

#endif

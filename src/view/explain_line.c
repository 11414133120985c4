/* The lines of a bill, down to prices, allowances and inputs. */
#include "view/explain_int.h"

struct node *
given_step(struct explainer *e, const struct workload *w, size_t term)
{
	const struct var *v = &w->terms->scope.var[term];
	const struct qty typed = workload_typed(w, term);
	struct node *step = step_new(e->a, "input", v->name);

	if (v->kind == EXPR_WORD)
		step_word(e->a, step, typed.text);
	else
		step_value(e->a, step, typed.n, &typed.unit, typed.word);
	if (term == w->terms->hours_slot)
		step_set(e->a, step, "about", STR("the length of a month"));
	else if (!typed.at.src)
		step_set(e->a, step, "about", STR("a point of the axis"));
	else if (typed.at.src == e->path.at.src)
		step_set(
		    e->a, step, "about", STR("what the id says behind '@'"));
	else
		step_at(e->a, step, typed.at);
	return step;
}

struct node *
term_step(struct explainer *e, const struct workload *w, size_t term)
{
	const struct scenario *s = &e->g->scenario[e->setup.scenario];
	struct node *step = given_step(e, w, term);

	if (node_find(step, STR("at")))
		step_set(e->a, step, "about",
		    str_printf(e->a, "the scenario '%.*s'", STR_ARG(s->id)));
	return step;
}

void
add_terms(struct explainer *e, struct node *step, const struct expr *x,
    const struct workload *w)
{
	for (size_t i = 0; i < w->terms->scope.n; i++)
		if (expr_uses(x, i))
			step_part(e->a, step, term_step(e, w, i));
}

/* A formula over the inputs of a service, as typed and with values. */
static void
set_formula(struct explainer *e, struct node *step, const struct billed *b,
    const struct rat *value, const struct expr *x)
{
	step_set(e->a, step, "formula", expr_text(x));
	step_set(e->a, step, "values",
	    formula_values(e->a, x, &b->use->service->scope, value));
}

static void
set_bound(struct explainer *e, struct node *step, const struct billed *b,
    const struct resolved *r)
{
	step_set(e->a, step, "about",
	    str_printf(e->a, "bound by the option '%.*s'",
		STR_ARG(b->plan->option->id)));
	/* That of an axis is typed nowhere. */
	if (r->expr && r->expr->op != OP_NUMBER && r->expr->at.src) {
		step_set(e->a, step, "formula", expr_text(r->expr));
		step_set(e->a, step, "values",
		    formula_values(
			e->a, r->expr, &b->w->terms->scope, b->w->value));
	}
	step_at(e->a, step, r->binding->at);
	if (r->expr) {
		add_terms(e, step, r->expr, b->w);
		add_figures(e, step, r->expr);
	}
}

static void
set_default(struct explainer *e, struct node *step, const struct billed *b,
    const struct rat *value, const struct input *in)
{
	step_set(e->a, step, "about", STR("the default"));
	if (in->otherwise && in->otherwise->op >= OP_NEG)
		set_formula(e, step, b, value, in->otherwise);
	else if (in->otherwise && in->otherwise->op == OP_NAME)
		step_set(e->a, step, "formula", expr_text(in->otherwise));
	step_at(e->a, step, in->at);
	if (in->otherwise)
		add_inputs(e, step, b, value, in->otherwise);
}

/* An input of a service: its value, and who says so. */
static struct node *
input_step(struct explainer *e, const struct billed *b, const struct rat *value,
    size_t slot)
{
	const struct service *s = b->use->service;
	const struct var *v = &s->scope.var[slot];
	const struct resolved *r;
	struct node *step;
	int64_t k;

	if (slot == s->hours_slot)
		return term_step(e, b->w, b->w->terms->hours_slot);
	r = &b->use->input[slot];
	if (r->source == VALUE_TERM && b->w->given[r->term])
		return term_step(e, b->w, r->term);
	step = step_new(e->a, "input", v->name);
	if (v->kind == EXPR_WORD) {
		k = rat_to_int(value[slot], -1);
		if (k >= 0 && (size_t)k < v->nchoice)
			step_word(e->a, step, v->choice[k]);
	} else {
		step_value(e->a, step, value[slot], &v->unit, v->unit_word);
	}
	if (r->source == VALUE_BOUND || r->source == VALUE_WORD)
		set_bound(e, step, b, r);
	else
		set_default(e, step, b, value, &s->input[slot]);
	return step;
}

/* The inputs that a formula names; defaults never go round in a circle. */
void
add_inputs(struct explainer *e, struct node *step, const struct billed *b,
    const struct rat *value, const struct expr *x)
{
	for (size_t i = 0; i < b->use->service->scope.n; i++)
		if (expr_uses(x, i))
			step_part(e->a, step, input_step(e, b, value, i));
}

struct node *
when_step(struct explainer *e, const struct billed *b, const struct rat *value,
    const struct meter *m)
{
	struct node *step = step_new(e->a, "when", (struct str){ 0 });
	bool holds = !rat_is_zero(expr_eval(e->a, m->when, value));

	step_word(e->a, step, holds ? STR("true") : STR("false"));
	set_formula(e, step, b, value, m->when);
	step_at(e->a, step, m->when->at);
	add_inputs(e, step, b, value, m->when);
	return step;
}

void
fill_quantity(struct explainer *e, struct node *step, const struct billed *b)
{
	const struct meter *m = b->l->meter;

	step_set(e->a, step, "formula", line_formula(e->a, b->l));
	step_set(e->a, step, "values", line_values(e->a, b->l));
	step_at(e->a, step, m->quantity->at);
	add_inputs(e, step, b, b->l->value, m->quantity);
}

static struct node *
quantity_step(struct explainer *e, const struct billed *b)
{
	const struct meter *m = b->l->meter;
	struct node *step = step_new(e->a, "quantity", (struct str){ 0 });

	step_value(e->a, step, b->l->quantity, &m->unit, m->unit_word);
	fill_quantity(e, step, b);
	return step;
}

struct node *
allowance_step(struct explainer *e, const struct service *s,
    const struct allowance *w, const struct market *market)
{
	static const char *const period[] = {
		[PERIOD_MONTHLY] = "granted every month",
		[PERIOD_FIRST_YEAR] = "granted in an account's first year",
		[PERIOD_INCLUDED] = "part of the subscription",
	};
	const struct meter *m = w->nmeter ? &s->meter[w->meter[0]] : NULL;
	struct node *step = step_new(e->a, "allowance", w->name);

	if (w->credit)
		step_money(e->a, step, w->amount, s->currency);
	else if (m)
		step_value(e->a, step, w->amount, &m->unit, m->unit_word);
	step_set(e->a, step, "about",
	    str_printf(e->a, "%s; %s with the free tier '%s'",
		period[w->period],
		allowance_counts(w, market->free) ? "counted" : "not counted",
		free_tier_name(market->free)));
	step_at(e->a, step, w->at);
	step_source(e->a, step, w->source);
	return step;
}

/* The allowances of one kind that are for a line's meter; how many. */
static size_t
add_allowances(
    struct explainer *e, struct node *step, const struct billed *b, bool credit)
{
	const struct service *s = b->l->service;
	size_t meter = (size_t)(b->l->meter - s->meter), n = 0;

	for (size_t i = 0; i < s->nallowance; i++) {
		const struct allowance *w = &s->allowance[i];

		for (size_t k = 0; k < w->nmeter; k++) {
			if (w->credit != credit || w->meter[k] != meter)
				continue;
			step_part(e->a, step,
			    allowance_step(e, s, w, &b->plan->market));
			n++;
		}
	}
	return n;
}

void
fill_free(struct explainer *e, struct node *step, const struct billed *b)
{
	step_part(e->a, step, quantity_step(e, b));
	add_allowances(e, step, b, false);
}

static void
add_free(struct explainer *e, struct node *line, const struct billed *b)
{
	const struct meter *m = b->l->meter;
	struct node *step = step_new(e->a, "free", (struct str){ 0 });

	step_value(e->a, step, b->l->free, &m->unit, m->unit_word);
	if (add_allowances(e, step, b, false))
		step_part(e->a, line, step);
}

static void
add_credit(struct explainer *e, struct node *line, const struct billed *b)
{
	struct node *step = step_new(e->a, "credit", (struct str){ 0 });

	step_money(e->a, step, b->l->credit, b->currency);
	if (add_allowances(e, step, b, true))
		step_part(e->a, line, step);
}

/* A price as its tier says it; the currency is that of its unit. */
static struct node *
rate_node(struct arena *a, const struct tier *t)
{
	return amount_node(a,
	    exact_text(a, qty_in(a, t->typed.n, &t->typed.unit)), t->text,
	    t->typed.word);
}

static struct node *
rate_step(struct explainer *e, const struct meter *m, const struct tier *t)
{
	struct node *step = step_new(e->a, "tier",
	    str_printf(
		e->a, "from %.*s", STR_ARG(quantity_text(e->a, m, t->from))));

	node_set_node(e->a, step, "value", rate_node(e->a, t));
	step_at(e->a, step, t->typed.at);
	return step;
}

static struct node *
tier_step(struct explainer *e, const struct billed *b, const struct part *p)
{
	const struct meter *m = b->l->meter;
	struct node *step = step_new(e->a, "tier",
	    str_printf(
		e->a, "from %.*s", STR_ARG(quantity_text(e->a, m, p->from))));

	step_money(e->a, step, p->amount, b->currency);
	step_set(e->a, step, "values",
	    str_printf(e->a, "%.*s \xC3\x97 %.*s",
		STR_ARG(exact_value(e->a, p->quantity, &m->unit, m->unit_word)),
		STR_ARG(p->tier->text)));
	if (!rat_is_zero(b->l->block))
		step_set(e->a, step, "note",
		    str_printf(e->a, "whole packages of %.*s",
			STR_ARG(quantity_text(e->a, m, b->l->block))));
	step_at(e->a, step, p->tier->typed.at);
	node_set_node(e->a, step, "from",
	    value_node(e->a, p->from, &m->unit, m->unit_word));
	node_set_node(e->a, step, "quantity",
	    value_node(e->a, p->quantity, &m->unit, m->unit_word));
	node_set_node(e->a, step, "price", rate_node(e->a, p->tier));
	return step;
}

static const char *
model_text(const struct meter *m)
{
	switch (m->model) {
	case MODEL_FLAT:
		break;
	case MODEL_GRADUATED:
		return m->tiers_net ? "each unit at the price of its tier; "
				      "bounds count without what is free"
				    : "each unit at the price of its tier";
	case MODEL_VOLUME:
		return m->tiers_net ? "all units at the price of the tier "
				      "reached without what is free"
				    : "all units at the price of the tier "
				      "reached";
	case MODEL_PACKAGE:
		return "whole packages";
	}
	return "";
}

/* The head of a price: its key, place and source. */
static struct node *
price_head(struct explainer *e, const struct meter *m, const struct price *p)
{
	struct node *step = step_new(e->a, "price", p->key);

	if (p->ntier == 1)
		node_set_node(
		    e->a, step, "value", rate_node(e->a, &p->tier[0]));
	step_set(e->a, step, "about", str_of(model_text(m)));
	step_at(e->a, step, p->at);
	step_source(e->a, step, p->source);
	if (p->tried)
		step_set(e->a, step, "note",
		    STR("tried with --price in place of the file's"));
	return step;
}

struct node *
price_step(struct explainer *e, const struct meter *m, const struct price *p)
{
	struct node *step = price_head(e, m, p);

	for (size_t i = 0; i < p->ntier; i++)
		step_part(e->a, step, rate_step(e, m, &p->tier[i]));
	return step;
}

struct node *
price_brief(struct explainer *e, const struct line *l)
{
	struct node *step = price_head(e, l->meter, l->price);

	for (size_t i = 0; i < l->npart && l->price->ntier > 1; i++)
		step_part(e->a, step, rate_step(e, l->meter, l->part[i].tier));
	return step;
}

static struct node *
charge_step(struct explainer *e, const struct billed *b)
{
	const struct line *l = b->l;
	struct node *step = price_head(e, l->meter, l->price), *raise;

	for (size_t i = 0; i < l->npart; i++)
		step_part(e->a, step, tier_step(e, b, &l->part[i]));
	for (size_t i = 0; i < l->meter->nchoice; i++)
		step_part(e->a, step,
		    input_step(e, b, l->value, l->meter->choice[i]));
	if (rat_sign(l->topped) <= 0)
		return step;
	raise = step_new(e->a, "raise", (struct str){ 0 });
	step_money(e->a, raise, l->topped, b->currency);
	step_set(e->a, raise, "about",
	    str_printf(e->a, "to the minimum of %.*s a month",
		STR_ARG(money_text(e->a, l->meter->minimum, b->currency))));
	step_at(e->a, raise, l->meter->at);
	step_part(e->a, step, raise);
	return step;
}

void
fill_line(
    struct explainer *e, struct node *step, const struct billed *b, bool full)
{
	const struct meter *m = b->l->meter;

	if (!full) {
		step_part(e->a, step, price_brief(e, b->l));
		return;
	}
	if (m->when)
		step_part(e->a, step, when_step(e, b, b->l->value, m));
	step_part(e->a, step, quantity_step(e, b));
	add_free(e, step, b);
	step_part(e->a, step, charge_step(e, b));
	add_credit(e, step, b);
}

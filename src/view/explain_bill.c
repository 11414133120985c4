/* Explanations of costs: bills, one line of them, and why there is none. */
#include "num/format.h"
#include "view/explain_int.h"

struct str
line_name(struct arena *a, const struct line *l)
{
	return str_printf(
	    a, "%.*s.%.*s", STR_ARG(l->use->id), STR_ARG(l->meter->id));
}

static struct str
line_about(struct arena *a, const struct service *s, const struct meter *m)
{
	return str_printf(a, "%.*s, %.*s", STR_ARG(s->name), STR_ARG(m->name));
}

struct billed
billed_line(const struct plan *plan, const struct workload *w,
    const struct bill *bill, const struct line *l)
{
	struct billed b = {
		.plan = plan, .w = w, .l = l, .currency = bill->currency
	};

	for (size_t i = 0; i < plan->nuse; i++)
		if (plan->use[i].use == l->use)
			b.use = &plan->use[i];
	return b;
}

/* How much the printed lines differ from the printed total. */
static struct str
rounding_note(struct arena *a, const struct bill *bill)
{
	struct rat off = rat_neg(a, format_money_round(a, bill->total));
	bool more;

	for (size_t i = 0; i < bill->nline; i++)
		off = rat_add(
		    a, off, format_money_round(a, bill->line[i].amount));
	if (rat_is_zero(off))
		return (struct str){ 0 };
	more = rat_sign(off) > 0;
	return str_printf(a,
	    "as printed the lines add up to %.*s %s than the total, which is "
	    "rounded once",
	    STR_ARG(
		money_text(a, more ? off : rat_neg(a, off), bill->currency)),
	    more ? "more" : "less");
}

static struct node *
sum_step(struct explainer *e, const struct bill *bill)
{
	struct node *step = step_new(e->a, "sum", (struct str){ 0 });
	struct buf values = { 0 };

	for (size_t i = 0; i < bill->nline; i++) {
		const struct line *l = &bill->line[i];

		buf_printf(&values, "%s%.*s", i ? " + " : "",
		    STR_ARG(exact_text(e->a, l->amount)));
	}
	step_money(e->a, step, bill->total, bill->currency);
	step_set(e->a, step, "values", buf_take(&values, e->a));
	step_set(e->a, step, "note", rounding_note(e->a, bill));
	return step;
}

struct node *
reason_step(struct explainer *e, const struct fault *f)
{
	struct node *step = step_new(e->a, "reason", (struct str){ 0 });
	const struct service *s = f->use ? f->use->service : NULL;
	struct buf b = { 0 };

	step_set(e->a, step, "about", f->text);
	step_at(e->a, step, f->at);
	step_source(e->a, step, f->source);
	for (size_t i = 0; f->kind == FAULT_PRICE && s && i < s->nregion; i++)
		buf_printf(&b, "%s%.*s",
		    i ? ", " : "the service is priced in: ",
		    STR_ARG(s->region[i]));
	step_set(e->a, step, "note", buf_take(&b, e->a));
	return step;
}

static void
add_bill(struct explainer *e, struct node *step, const struct plan *plan,
    const struct workload *w, bool full)
{
	struct bill bill;

	bill_compute(e->a, plan, w, &bill);
	for (size_t i = 0; i < bill.faults.n; i++)
		step_part(e->a, step, reason_step(e, &bill.faults.fault[i]));
	if (bill.faults.n)
		return;
	for (size_t i = 0; i < bill.nline; i++) {
		const struct line *l = &bill.line[i];
		struct billed b = billed_line(plan, w, &bill, l);
		struct node *line = step_new(e->a, "line", line_name(e->a, l));

		step_money(e->a, line, l->amount, bill.currency);
		step_set(e->a, line, "about",
		    line_about(e->a, l->service, l->meter));
		fill_line(e, line, &b, full);
		step_part(e->a, step, line);
	}
	if (bill.nline != 1)
		step_part(e->a, step, sum_step(e, &bill));
}

struct node *
cost_step(struct explainer *e, size_t option, const struct setup *s,
    const struct standing *more)
{
	const struct figure *fig = figure_cost(e->f, option, s);
	struct plan plan;
	struct node *step;

	if (!fig ||
	    !plan_init(&plan, e->a, e->f->d, &s->g->option[option], e->g->terms,
		&s->market))
		return NULL;
	step = step_new(e->a, "cost", fig->id);
	step_figure(e->a, step, fig, false);
	/* Its first faults are those of the bill. */
	for (size_t i = more ? more->bill.faults.n : 0;
	     more && i < more->faults.n; i++)
		step_part(e->a, step, reason_step(e, &more->faults.fault[i]));
	add_bill(e, step, &plan, s->workload, e->full);
	return step;
}

/* A meter without a line: the condition that does not hold. */
static void
explain_unbilled(struct explainer *e, struct node *root,
    const struct plan *plan, const struct use *use, const struct meter *m)
{
	struct line none = { .use = use, .service = use->service, .meter = m };
	struct bill bill = { 0 };
	struct billed b = billed_line(plan, e->setup.workload, &bill, &none);
	size_t n = use->service->scope.n;
	struct rat *value = arena_array(e->a, struct rat, n);
	bool *have = arena_array(e->a, bool, n);

	plan_values(e->a, b.use, b.w, value, have);
	for (size_t i = 0; i < n; i++)
		if (m->when && expr_uses(m->when, i) && !have[i])
			return;
	if (m->when)
		step_part(e->a, root, when_step(e, &b, value, m));
}

/* cost.OPTION.SCENARIO.SERVICE.METER[.quantity|.free] */
static void
explain_line(struct explainer *e, struct node *root, const struct plan *plan)
{
	const struct use *use = option_use(plan->option, e->path.part[3]);
	const struct meter *m = service_meter(use->service, e->path.part[4]);
	struct str what = e->path.n > 5 ? e->path.part[5] : (struct str){ 0 };
	struct bill bill;

	step_set(e->a, root, "about", line_about(e->a, use->service, m));
	bill_compute(e->a, plan, e->setup.workload, &bill);
	for (size_t i = 0; i < bill.faults.n; i++)
		step_part(e->a, root, reason_step(e, &bill.faults.fault[i]));
	for (size_t i = 0; i < bill.nline && !bill.faults.n; i++) {
		const struct line *l = &bill.line[i];
		struct billed b =
		    billed_line(plan, e->setup.workload, &bill, l);

		if (l->use != use || l->meter != m)
			continue;
		if (str_is(what, "quantity"))
			fill_quantity(e, root, &b);
		else if (str_is(what, "free"))
			fill_free(e, root, &b);
		else
			fill_line(e, root, &b, true);
		return;
	}
	if (!bill.faults.n)
		explain_unbilled(e, root, plan, use, m);
}

bool
explain_cost(struct explainer *e, struct node *root)
{
	size_t option = guide_option(e->g, e->path.part[1]);
	struct plan plan;

	if (!plan_init(&plan, e->a, e->f->d, &e->setup.g->option[option],
		e->g->terms, &e->setup.market))
		return false;
	if (str_is(e->path.part[3], "total")) {
		step_set(e->a, root, "about",
		    str_printf(e->a,
			"the monthly cost of the option '%.*s' in the "
			"scenario '%.*s'",
			STR_ARG(e->path.part[1]), STR_ARG(e->path.part[2])));
		add_bill(e, root, &plan, e->setup.workload, true);
	} else {
		explain_line(e, root, &plan);
	}
	return true;
}

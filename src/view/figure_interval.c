/* Figures of who is cheapest where: intervals.SCENARIO.N.from|to|winner|...
 * and intervals.SCENARIO.count, on the guide's axis or one of their own. */
#include "view/figure_int.h"

/* What no text asks for, as on the home page, the guide's question does. */
static struct span
asked_at(const struct path *p, const struct setup *s)
{
	return p->at.src ? p->at : s->question.at;
}

bool
contest_setup(struct figures *f, const struct path *p, const struct setup *s,
    const size_t *option, size_t n, const struct plan **plan, struct contest *c)
{
	const struct question *q = &s->question;

	if (!q->given && q->axis != SIZE_MAX)
		return diag_report(f->d, DIAG_RANGE, p->at,
		    "'%.*s': an axis wants 'from', and 'to' above it",
		    STR_ARG(p->whole));
	if (!q->given && f->g->question.at.src)
		return false; /* the guide's has mistakes, which were reported */
	if (!q->given)
		return diag_report(f->d, DIAG_FIGURE_UNKNOWN, p->at,
		    "'%.*s': the guide has no key 'crossings'; name axis, from "
		    "and to behind an '@'",
		    STR_ARG(p->whole));
	if (!setup_plans(f, s, option, n, plan))
		return false;
	contest_run(c,
	    pwl_range(f->a, q->from, q->to, axis_step(s->g->terms, q->axis)),
	    plan, n, s->workload, q->axis);
	if (c->range.status == PWL_OK)
		return true;
	return axis_report(f->d, asked_at(p, s), s->g->terms, q->axis,
	    c->range.status, &s->g->option[option[c->culprit_option]],
	    c->culprit);
}

/* A contest of a setup's options, with what its figures rest on. */
struct race {
	const struct setup *s;
	struct contest contest;
	const struct plan **plan;
	const struct faults *lacks; /* a price is missing; or NULL */
	const char *currency;
};

static bool
run_race(struct figures *f, const struct path *p, struct race *r)
{
	const struct setup *s = r->s;

	r->plan = arena_array(f->a, const struct plan *, s->noption + 1);
	r->currency = "";
	if (!contest_setup(
		f, p, s, s->option, s->noption, r->plan, &r->contest))
		return false;
	if (r->contest.ninterval > INTERVALS_MAX)
		return axis_report_many(f->d, asked_at(p, s), s->g->terms,
		    s->question.axis, r->contest.ninterval);
	for (size_t i = s->noption; i-- > 0;) {
		const struct faults *faults = &r->contest.curve[i].faults;

		if (r->plan[i]->nuse)
			r->currency = r->plan[i]->use[0].service->currency;
		for (size_t k = 0; k < faults->n; k++)
			if (faults->fault[k].kind == FAULT_PRICE)
				r->lacks = faults;
	}
	if (r->lacks)
		warn_missing(f, r->lacks);
	return true;
}

enum field {
	FIELD_FROM,
	FIELD_TO,
	FIELD_WINNER,
	FIELD_TOTAL,
	FIELD_TOTAL_TO,
	FIELD_RUNNER_UP,
	FIELD_MARGIN,
	FIELD_COUNT
};

static const char *const fields[] = { "from", "to", "winner", "total",
	"total_to", "runner_up", "margin" };

static struct str
interval_id(struct figures *f, const struct race *r, size_t k, enum field field)
{
	return str_printf(f->a, "intervals.%.*s.%zu.%s%.*s",
	    STR_ARG(f->g->scenario[r->s->scenario].id), k + 1, fields[field],
	    STR_ARG(r->s->suffix));
}

/* What every option costs where an interval starts (or ends), and the prices
 * that make it so: all fields of an interval share them. */
static void
rest_on(struct figures *f, struct figure *fig, const struct race *r,
    const struct interval *v, bool end)
{
	const struct var *axis = setup_axis(r->s);
	struct workload *w = workload_copy(f->a, r->s->workload);
	struct rat x = end ? v->to : v->from;
	bool open = interval_is_open(f->a, &r->contest, v, end);
	struct str at = str_cat(f->a, axis->name, STR("="),
	    exact_text(f->a, qty_in(f->a, x, &axis->unit)));

	if (open)
		add_value(f, fig,
		    str_printf(f->a, "%.*s just %s %.*s",
			STR_ARG(r->plan[v->winner]->option->id),
			end ? "below" : "above", STR_ARG(at)),
		    money_text(
			f->a, end ? v->total_to : v->total, r->currency));
	workload_set_value(w, r->s->question.axis, x);
	for (size_t i = 0; i < r->s->noption; i++) {
		struct bill bill;

		bill_compute(f->a, r->plan[i], w, &bill);
		add_value(f, fig,
		    str_cat(
			f->a, f->g->option[r->s->option[i]].id, STR("@"), at),
		    bill.faults.n ? faults_text(f->a, &bill.faults)
				  : money_text(f->a, bill.total, r->currency));
		for (size_t k = 0; k < bill.nline; k++)
			add_line(f, fig, &bill.line[k]);
	}
}

static void
set_field(struct figures *f, struct figure *fig, const struct race *r,
    const struct interval *v, enum field field)
{
	const struct var *axis = setup_axis(r->s);
	size_t option = field == FIELD_RUNNER_UP ? v->runner_up : v->winner;

	if (r->lacks)
		set_missing(f, fig, faults_text(f->a, r->lacks));
	else if (field == FIELD_FROM || field == FIELD_TO)
		set_value(f, fig, field == FIELD_TO ? v->to : v->from,
		    &axis->unit, axis->unit_word);
	else if (v->winner == NO_OPTION)
		set_missing(f, fig, STR("no option can be had here"));
	else if (v->runner_up == NO_OPTION &&
	    (field == FIELD_RUNNER_UP || field == FIELD_MARGIN))
		set_missing(f, fig, STR("no other option can be had here"));
	else if (field == FIELD_WINNER || field == FIELD_RUNNER_UP) {
		set_text(fig,
		    field == FIELD_WINNER
			? interval_winner(f->a, v, r->plan)
			: f->g->option[r->s->option[option]].name);
		fig->option = r->s->option[option] + 1;
	} else
		set_money(f, fig,
		    field == FIELD_MARGIN      ? v->margin
			: field == FIELD_TOTAL ? v->total
					       : v->total_to,
		    r->currency);
}

static void
make_fields(struct figures *f, const struct race *r, size_t k)
{
	const struct interval *v = &r->contest.interval[k];
	struct figure *rest[2] = { NULL, NULL };

	for (enum field i = 0; i < FIELD_COUNT; i++) {
		struct str id = interval_id(f, r, k, i);
		bool end = i == FIELD_TO || i == FIELD_TOTAL_TO;
		struct figure *fig;

		if (known_figure(f, id))
			continue;
		fig = new_figure(f, id);
		if (!rest[end]) {
			rest[end] = new_figure(f, id);
			if (!f->bare && !r->lacks)
				rest_on(f, rest[end], r, v, end);
		}
		*fig = *rest[end];
		fig->id = id;
		fig->formula = str_printf(f->a,
		    "interval %zu of %zu in which the cheapest option stays "
		    "the same",
		    k + 1, r->contest.ninterval);
		set_field(f, fig, r, v, i);
		keep_figure(f, fig);
	}
}

static void
make_count(struct figures *f, const struct race *r)
{
	struct unit one = unit_one();
	struct figure *fig = new_figure(f,
	    str_cat(f->a, STR("intervals."), f->g->scenario[r->s->scenario].id,
		STR(".count"), r->s->suffix));

	fig->formula = STR("number of intervals with one cheapest option");
	set_value(f, fig, rat_int((int64_t)r->contest.ninterval), &one,
	    (struct str){ 0 });
	for (size_t k = 0; k < r->contest.ninterval && !f->bare && !r->lacks;
	     k++)
		rest_on(f, fig, r, &r->contest.interval[k], false);
	keep_figure(f, fig);
}

/* The figure that a path names, if it was made already. */
static struct figure *
find_made(struct figures *f, const struct path *p, const struct setup *s)
{
	struct buf id = { 0 };
	struct figure *fig;

	for (size_t i = 0; i < p->n; i++)
		buf_printf(&id, "%s%.*s", i ? "." : "", STR_ARG(p->part[i]));
	buf_str(&id, s->suffix);
	fig = known_figure(f, buf_view(&id));
	buf_free(&id);
	return fig;
}

static struct figure *
unknown_interval(
    struct figures *f, const struct path *p, const struct contest *c)
{
	struct str words[countof(fields)];
	struct str count = STR("count");
	struct rat n;

	for (size_t k = 0; k < countof(fields); k++)
		words[k] = str_of(fields[k]);
	if (p->n < 3 || rat_parse(f->a, p->part[2], &n) != RAT_OK ||
	    rat_to_int(n, 0) < 1 || rat_to_int(n, 0) > (int64_t)c->ninterval)
		return unknown_part(f, p, 2, &count, 1);
	return unknown_part(f, p, p->n > 4 ? 4 : 3, words, countof(fields));
}

struct figure *
make_interval(struct figures *f, const struct path *p)
{
	struct figure *fig;
	struct setup s;
	struct race r = { .s = &s };

	if (!path_setup(f, p, 1, &s))
		return NULL;
	fig = find_made(f, p, &s);
	if (fig)
		return fig;
	/* One contest answers for all its intervals. */
	if (!run_race(f, p, &r))
		return NULL;
	make_count(f, &r);
	for (size_t k = 0; k < r.contest.ninterval; k++)
		make_fields(f, &r, k);
	fig = find_made(f, p, &s);
	return fig ? fig : unknown_interval(f, p, &r.contest);
}

/* Figures of who is cheapest where: intervals.SCENARIO.N.from|to|winner|...
 * and intervals.SCENARIO.count, on the guide's axis. */
#include "view/figure_int.h"

bool
contest_setup(struct figures *f, const struct path *p, const struct setup *s,
    const size_t *option, size_t n, const struct plan **plan, struct contest *c)
{
	const struct guide *g = f->g;
	const struct question *q = &g->question;

	for (size_t i = 0; i < n; i++) {
		struct plan *one = arena_new(f->a, struct plan);

		if (!plan_init(one, f->a, f->d, &g->option[option[i]], g->terms,
			&s->market))
			return false;
		plan[i] = one;
	}
	contest_run(c,
	    pwl_range(f->a, q->from, q->to, axis_step(g->terms, q->axis)), plan,
	    n, s->workload, q->axis);
	if (c->range.status == PWL_OK)
		return true;
	return diag_report(f->d, DIAG_BREAKPOINTS, p->at,
	    "'%.*s' cannot be computed: a curve is not made of at most %d "
	    "straight pieces",
	    STR_ARG(p->whole), PWL_MAX);
}

static bool
run_contest(struct figures *f, const struct path *p, const struct setup *s,
    struct contest *c)
{
	const struct scenario *scenario = &f->g->scenario[s->scenario];
	const struct plan **plan =
	    arena_array(f->a, const struct plan *, scenario->noption + 1);

	return contest_setup(
	    f, p, s, scenario->option, scenario->noption, plan, c);
}

static const char *
currency_of(const struct figures *f, const struct scenario *s)
{
	for (size_t i = 0; i < s->noption; i++) {
		const struct option *o = &f->g->option[s->option[i]];

		if (o->nuse)
			return o->use[0].service->currency;
	}
	return "";
}

static const char *const fields[] = { "from", "to", "winner", "total",
	"total_to", "runner_up", "margin" };

static void
make_field(struct figures *f, const struct setup *s, const struct contest *c,
    size_t k, size_t field)
{
	const struct scenario *scenario = &f->g->scenario[s->scenario];
	const struct interval *v = &c->interval[k];
	const struct var *axis = &f->g->terms->scope.var[f->g->question.axis];
	const char *currency = currency_of(f, scenario);
	struct str id = str_printf(f->a, "intervals.%.*s.%zu.%s%.*s",
	    STR_ARG(scenario->id), k + 1, fields[field], STR_ARG(s->suffix));
	struct figure *fig = known_figure(f, id);
	size_t option = field == 5 ? v->runner_up : v->winner;

	if (fig)
		return;
	fig = new_figure(f, id);
	fig->formula = str_printf(f->a,
	    "interval %zu of %zu in which the cheapest option stays the same",
	    k + 1, c->ninterval);
	if (field < 2)
		set_value(f, fig, field ? v->to : v->from, &axis->unit,
		    axis->unit_word);
	else if (option == NO_OPTION || v->winner == NO_OPTION)
		set_missing(f, fig, STR("no option can be had here"));
	else if (field == 2 || field == 5)
		set_text(fig, f->g->option[scenario->option[option]].name);
	else if (field == 6)
		set_money(f, fig, v->margin, currency);
	else
		set_money(
		    f, fig, field == 3 ? v->total : v->total_to, currency);
	keep_figure(f, fig);
}

static void
make_count(struct figures *f, const struct setup *s, const struct contest *c)
{
	struct unit one = unit_one();
	struct figure *fig = new_figure(f,
	    str_printf(f->a, "intervals.%.*s.count%.*s",
		STR_ARG(f->g->scenario[s->scenario].id), STR_ARG(s->suffix)));

	fig->formula = STR("number of intervals with one cheapest option");
	set_value(
	    f, fig, rat_int((int64_t)c->ninterval), &one, (struct str){ 0 });
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
	struct contest *c = arena_new(f->a, struct contest);
	struct figure *fig;
	struct setup s;

	if (!path_setup(f, p, 1, &s))
		return NULL;
	if (!f->g->question.given) {
		diag_report(f->d, DIAG_FIGURE_UNKNOWN, p->at,
		    "'%.*s': the guide has no key 'crossings'",
		    STR_ARG(p->whole));
		return NULL;
	}
	fig = find_made(f, p, &s);
	if (fig)
		return fig;
	/* One contest answers for all its intervals. */
	if (!run_contest(f, p, &s, c))
		return NULL;
	make_count(f, &s, c);
	for (size_t k = 0; k < c->ninterval; k++)
		for (size_t i = 0; i < countof(fields); i++)
			make_field(f, &s, c, k, i);
	fig = find_made(f, p, &s);
	return fig ? fig : unknown_interval(f, p, c);
}

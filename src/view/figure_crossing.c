/* Figures of the guide's breakeven question: crossings.A.B.first|at|total */
#include "view/figure_int.h"

struct duel {
	const struct plan *plan[2];
	struct contest contest;
	const struct var *axis;
	const char *currency;
};

/* The duel of two options, run once; NULL when reported. */
static struct duel *
run_duel(struct figures *f, const struct path *p, const struct setup *s,
    const size_t *option)
{
	struct str key = str_cat(f->a, f->g->option[option[0]].id, STR("."),
	    f->g->option[option[1]].id, STR("."),
	    f->g->scenario[s->scenario].id, s->suffix);
	struct duel *d = map_find(&f->duel, key);
	const struct plan *last;

	if (d)
		return d;
	d = arena_new(f->a, struct duel);
	if (!contest_setup(f, p, s, option, 2, d->plan, &d->contest))
		return NULL;
	last = d->plan[1];
	d->axis = setup_axis(s);
	d->currency = last->nuse ? last->use[0].service->currency : "";
	map_put(&f->duel, f->a, key, d);
	return d;
}

const struct contest *
figure_contest(struct figures *f, const size_t *option, const struct setup *s)
{
	struct path p = { .whole = STR("crossings") };
	const struct duel *d = run_duel(f, &p, s, option);

	return d ? &d->contest : NULL;
}

static void
set_axis(
    struct figures *f, struct figure *fig, const struct duel *d, struct rat n)
{
	set_value(f, fig, n, &d->axis->unit, d->axis->unit_word);
}

static void
explain(struct figures *f, struct figure *fig, struct duel *d,
    const size_t *option, const struct crossing *k)
{
	const struct guide *g = f->g;
	const struct var *v = d->axis;
	struct rat x = k->has_first ? k->first : k->at, step;
	struct rat points[2];

	fig->formula = str_cat(f->a, STR("first "), v->name,
	    STR(" at which the cheaper of "), g->option[option[0]].id,
	    STR(" and "), g->option[option[1]].id, STR(" changes"));
	step = d->contest.range.step;
	points[0] = k->has_first ? rat_sub(f->a, x, step) : x;
	points[1] = x;
	for (int i = k->has_first ? 0 : 1; i < 2; i++)
		for (int o = 0; o < 2; o++)
			add_value(f, fig,
			    str_cat(f->a, g->option[option[o]].id, STR("@"),
				v->name, STR("="),
				exact_text(
				    f->a, qty_in(f->a, points[i], &v->unit))),
			    str_printf(f->a, "%.*s %s",
				STR_ARG(exact_text(f->a,
				    pwl_at(f->a, &d->contest.curve[o].cost,
					points[i]))),
				d->currency));
}

/* What the scenario does not say of the axis, the crossing does. */
static void
cite(struct figures *f, struct figure *fig, const struct duel *d,
    const struct setup *s, struct rat at)
{
	struct workload *w = workload_copy(f->a, s->workload);

	if (!w->given[s->question.axis])
		workload_set_value(w, s->question.axis, at);
	for (int i = 0; i < 2; i++) {
		struct bill bill;

		bill_compute(f->a, d->plan[i], w, &bill);
		for (size_t k = 0; k < bill.nline; k++)
			add_line(f, fig, &bill.line[k]);
	}
}

struct figure *
make_crossing(struct figures *f, const struct path *p)
{
	struct str words[] = { STR("first"), STR("at"), STR("total") };
	size_t option[2] = { path_option(f, p, 1), path_option(f, p, 2) };
	const struct crossing *k;
	struct figure *fig;
	struct duel *d;
	struct setup s;
	struct str id;
	size_t what = 0, n;

	if (option[0] == SIZE_MAX || option[1] == SIZE_MAX)
		return NULL;
	while (what < 3 && !(p->n == 4 && str_eq(p->part[3], words[what])))
		what++;
	if (what == 3)
		return unknown_part(f, p, p->n > 4 ? 4 : 3, words, 3);
	/* The order of the options is that of the guide, whatever was typed. */
	if (option[1] < option[0]) {
		size_t t = option[0];

		option[0] = option[1];
		option[1] = t;
	}
	if (!path_crossing(f, p, &s) ||
	    !options_check_currency(f->d, p->at, f->g->option, option, 2))
		return NULL;
	id = str_cat(f->a, STR("crossings."), f->g->option[option[0]].id,
	    STR("."), f->g->option[option[1]].id, STR("."), words[what],
	    s.suffix);
	fig = known_figure(f, id);
	if (fig)
		return fig;
	d = run_duel(f, p, &s, option);
	if (!d)
		return NULL;
	fig = new_figure(f, id);
	k = contest_first(&d->contest, &n);
	for (size_t i = 0; i < 2; i++)
		if (d->contest.curve[i].faults.n) {
			set_missing(f, fig,
			    faults_text(f->a, &d->contest.curve[i].faults));
			warn_missing(f, &d->contest.curve[i].faults);
			return keep_figure(f, fig);
		}
	if (!k) {
		set_missing(f, fig,
		    contest_even(&d->contest)
			? STR("both cost the same throughout")
			: STR("the cheaper one never changes"));
		return keep_figure(f, fig);
	}
	if (!f->bare) {
		explain(f, fig, d, option, k);
		cite(f, fig, d, &s, k->at);
	}
	if (what == 0)
		set_axis(f, fig, d, k->has_first ? k->first : k->at);
	else if (what == 1)
		set_axis(f, fig, d, k->at);
	else
		set_money(f, fig,
		    pwl_at(f->a, &d->contest.curve[k->to_option].cost,
			k->has_first ? k->first : k->at),
		    d->currency);
	return keep_figure(f, fig);
}

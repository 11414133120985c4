/* The chart block: curves of options with their crossings. */
#include <math.h>
#include <stdlib.h>

#include "num/format.h"
#include "num/points.h"
#include "text/escape.h"
#include "view/axis.h"
#include "view/table.h"

#define BENDS 200  /* points drawn of a curve where an axis is logarithmic */
#define FINE 65536 /* steps of an axis that has none */

struct sketch {
	struct block *b;
	size_t scenario;
	struct market market;
	struct axis x;
	size_t *option;
	size_t n;
	struct str caption;
	struct contest contest; /* on the grid: what is said of it */
	struct contest drawn;
	const char *currency;
};

/* The curves between the points of the grid, where they can be had. */
static void
draw_between(
    struct sketch *s, const struct plan **plan, const struct workload *w)
{
	struct rat step = axis_drawn(s->b, &s->x);

	s->drawn = s->contest;
	if (rat_eq(step, s->x.step))
		return;
	contest_run(&s->drawn, pwl_range(s->b->a, s->x.from, s->x.to, step),
	    plan, s->n, w, s->x.slot);
	if (s->drawn.range.status != PWL_OK)
		s->drawn = s->contest;
}

static bool
run(struct sketch *s)
{
	struct block *b = s->b;
	struct setup setup = setup_of(b->f, s->scenario);
	const struct plan **plan =
	    arena_array(b->a, const struct plan *, s->n + 1);
	const struct guide *g;

	if (!setup_free(b->f, &setup, s->x.at, s->x.name, &s->x.slot))
		return false;
	g = setup.g;

	for (size_t i = 0; i < s->n; i++) {
		plan[i] =
		    figure_plan(b->f, &g->option[s->option[i]], &s->market);
		if (!plan[i])
			return false;
		if (plan[i]->nuse)
			s->currency = plan[i]->use[0].service->currency;
	}
	contest_run(&s->contest, pwl_range(b->a, s->x.from, s->x.to, s->x.step),
	    plan, s->n, setup.workload, s->x.slot);
	if (s->contest.range.status == PWL_OK) {
		draw_between(s, plan, setup.workload);
		return true;
	}
	return axis_report(b->d, b->at, g->terms, s->x.slot,
	    s->contest.range.status, plan[s->contest.culprit_option]->option,
	    s->contest.culprit);
}

static double
in_unit(const struct sketch *s, struct rat x)
{
	return axis_value(s->b, &s->x, x);
}

/* The points that whole numbers stand for: the grid, or a fine one of ours. */
static struct rat
unit_of(const struct sketch *s)
{
	const struct pwl_range *r = &s->drawn.range;
	struct arena *a = s->b->a;

	if (!rat_is_zero(r->step))
		return r->step;
	return rat_div(a, rat_sub(a, r->hi, r->lo), rat_int(FINE));
}

static int
compare_points(const void *pa, const void *pb)
{
	const int64_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

/* Where each piece starts, and where the one before it ends. */
static size_t
add_breaks(const struct points *p, int64_t *k, size_t n)
{
	for (size_t i = 1; p->piece && i < p->n; i++) {
		k[n++] = p->piece[i].from - 1;
		k[n++] = p->piece[i].from;
	}
	return n;
}

/* The points at which a curve is drawn: its ends and breaks, and many between
 * where straight lines are bent. */
static int64_t *
choose_points(struct sketch *s, const struct points *cost,
    const struct points *valid, size_t *n)
{
	struct arena *a = s->b->a;
	size_t bends = s->x.log || !cost->piece ? BENDS : 0;
	int64_t *k =
	    arena_array(a, int64_t, 2 * (cost->n + valid->n) + bends + 2);
	size_t count = 0, kept = 0;

	k[count++] = cost->lo;
	k[count++] = cost->hi;
	count = add_breaks(valid, k, add_breaks(cost, k, count));
	for (size_t i = 1; i < bends; i++)
		k[count++] = rat_to_int(
		    rat_floor(a,
			rat_div(a,
			    axis_point(s->b, &s->x, (double)i / (double)bends),
			    cost->unit)),
		    cost->lo);
	qsort(k, count, sizeof(*k), compare_points);
	for (size_t i = 0; i < count; i++)
		if (k[i] >= cost->lo && k[i] <= cost->hi &&
		    (!kept || k[i] != k[kept - 1]))
			k[kept++] = k[i];
	*n = kept;
	return k;
}

/* A curve as points, each with its exact value. */
static struct plot_line
trace(struct sketch *s, size_t i, double *top)
{
	struct arena *a = s->b->a;
	const struct curve *c = &s->drawn.curve[i];
	struct plot_line l = { .name = s->b->f->g->option[s->option[i]].name };
	struct points cost, valid;
	int64_t *k;

	points_init(&cost, &s->drawn.range, &c->cost, unit_of(s));
	points_init(&valid, &s->drawn.range, &c->valid, cost.unit);
	k = choose_points(s, &cost, &valid, &l.n);
	l.x = arena_array(a, double, l.n + 1);
	l.y = arena_array(a, double, l.n + 1);
	for (size_t n = 0; n < l.n; n++) {
		l.x[n] = in_unit(s, rat_mul(a, rat_int(k[n]), cost.unit));
		l.y[n] = rat_to_double(points_at(a, &cost, k[n]));
		if (c->faults.n || rat_is_zero(points_at(a, &valid, k[n])))
			l.y[n] = nan("");
		else if (l.y[n] > *top)
			*top = l.y[n];
	}
	return l;
}

static struct str
tick_money(void *ctx, struct arena *a, double value)
{
	const struct sketch *s = ctx;
	struct buf b = { 0 };

	format_currency(&b, s->currency);
	buf_str(&b, axis_tick(NULL, a, value));
	return buf_take(&b, a);
}

/* The crossings of the lines, named by the axis. */
static size_t
mark_crossings(struct sketch *s, struct plot_mark *mark)
{
	const struct contest *c = &s->contest;
	const struct var *v = s->x.var;
	size_t n = 0;

	for (size_t i = 0; i < c->ncrossing && n < 6; i++) {
		const struct crossing *k = &c->crossing[i];
		struct rat x = k->has_first ? k->first : k->at;

		if (k->to_option == NO_OPTION || k->from_option == NO_OPTION)
			continue;
		mark[n].x = in_unit(s, x);
		mark[n].y = rat_to_double(
		    pwl_at(s->b->a, &c->curve[k->to_option].cost, x));
		mark[n].label =
		    value_display(s->b->a, x, &v->unit, v->unit_word);
		n++;
	}
	return n;
}

static struct str
describe(const struct sketch *s, const struct plot_mark *mark, size_t n)
{
	struct buf b = { 0 };
	const struct guide *g = s->b->f->g;

	buf_printf(&b, "Monthly cost of ");
	for (size_t i = 0; i < s->n; i++)
		buf_printf(&b, "%s%.*s",
		    i == 0		? ""
			: i + 1 == s->n ? " and "
					: ", ",
		    STR_ARG(g->option[s->option[i]].name));
	buf_printf(&b, " by %.*s", STR_ARG(s->x.var->name));
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s",
		    i == 0 ? "; the cheapest changes at " : ", ",
		    STR_ARG(mark[i].label));
	if (s->contest.ncrossing > n)
		buf_printf(&b, " and at %zu more place%s",
		    s->contest.ncrossing - n,
		    s->contest.ncrossing - n > 1 ? "s" : "");
	buf_puts(&b, ".");
	return buf_take(&b, s->b->a);
}

static void
draw(struct sketch *s)
{
	struct block *b = s->b;
	struct plot p = { .nline = s->n };
	struct plot_line *line = arena_array(b->a, struct plot_line, s->n + 1);
	struct plot_mark mark[6] = { 0 };
	double top = 0, low;

	for (size_t i = 0; i < s->n; i++)
		line[i] = trace(s, i, &top);
	p.line = line;
	p.mark = mark;
	p.nmark = mark_crossings(s, mark);
	p.title = describe(s, mark, p.nmark);
	p.id = str_printf(b->a, "chart-%zu", b->at.from);
	low = s->x.log ? top : 0;
	for (size_t i = 0; s->x.log && i < s->n; i++)
		for (size_t j = 0; j < line[i].n; j++)
			if (line[i].y[j] > 0 && line[i].y[j] < low)
				low = line[i].y[j];
	if (s->x.log)
		low = pow(10, floor(log10(low)));
	p.x = axis_plot(b, &s->x);
	p.x.lo = in_unit(s, s->drawn.range.lo);
	p.x.hi = in_unit(s, s->drawn.range.hi);
	p.y = (struct plot_axis){ .lo = low,
		.hi = top > 0 ? top * 1.08 : 1,
		.log = s->x.log,
		.text = tick_money,
		.ctx = s };
	for (size_t i = 0; s->x.log && i < s->n; i++)
		for (size_t j = 0; j < line[i].n; j++)
			if (line[i].y[j] <= 0)
				line[i].y[j] = nan("");
	buf_puts(&b->html, "<figure class=\"chart\">\n");
	plot_draw(&b->html, b->a, &p);
	buf_puts(&b->html, "<figcaption>");
	buf_putc(&b->md, '*');
	note_text(b, block_caption(b, s->caption, &s->market));
	buf_puts(&b->html, "</figcaption>\n</figure>\n");
	buf_puts(&b->md, "*\n\n");
	escape_markdown(&b->md, p.title);
	buf_puts(&b->md, " The chart itself is on the HTML page.\n");
}

bool
block_chart(struct block *b)
{
	struct sketch s = { .b = b, .currency = "" };
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a chart block");
	s.scenario = block_scenario(b, &f);
	block_market(b, &f, s.scenario, &s.market);
	field_text(&f, "caption", &s.caption);
	axis_load(b, &f, "axis", &s.x);
	block_rivals(b, &f, "options", s.scenario, &s.option, &s.n);
	if (!fields_end(&f) || !run(&s))
		return false;
	draw(&s);
	return true;
}

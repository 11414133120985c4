/*
 * The distribution block: the time within which a part of all requests is
 * answered, by that part, as curves; the percentiles are the table below.
 *
 * The axis of the part is that of latency histograms: each step, 0 %, 90 %,
 * 99 %, is a tenth of the requests left.  A curve is drawn where it is known.
 */
#include <math.h>

#include "decide/response.h"
#include "num/format.h"
#include "svg/plot.h"
#include "text/escape.h"
#include "view/table.h"

#define STEPS 60      /* drawn for each tenth */
#define MAX_CURVES 12 /* in one picture */

/* A curve, and what its percentiles are called. */
struct trace {
	struct str name;
	struct str id; /* of figures, up to the field */
	struct str suffix;
	struct mixture mixture;
};

struct spread {
	struct block *b;
	struct trace *trace;
	size_t n;
	struct str caption;
};

static void
add_measurement(struct spread *s, const struct measurement *m)
{
	struct trace *t = &s->trace[s->n++];
	struct quantile *q = arena_array(s->b->a, struct quantile, m->npoint);

	for (size_t i = 0; i < m->npoint; i++)
		q[i] = (struct quantile){ m->point[i].p, m->point[i].time.n };
	*t = (struct trace){ .name = m->name };
	t->id = str_printf(s->b->a, "latency.%.*s", STR_ARG(m->id));
	t->mixture.warm = (struct distribution){ q, m->npoint };
}

static bool
add_option(struct spread *s, size_t option, const struct setup *setup)
{
	struct block *b = s->b;
	const struct guide *g = b->f->g;
	const struct option *o = &g->option[option];
	const struct plan *plan = figure_plan(b->f, o, &setup->market);
	struct trace *t = &s->trace[s->n];
	struct response r;

	if (!plan)
		return false;
	response_compute(b->a, g, plan, setup->workload, &r);
	if (r.lacks.n)
		return true;
	*t = (struct trace){
		.name = o->name, .suffix = setup->suffix, .mixture = r.mixture
	};
	t->id = str_printf(b->a, "latency.%.*s.%.*s", STR_ARG(o->id),
	    STR_ARG(g->scenario[setup->scenario].id));
	s->n++;
	return true;
}

static bool
load_rows(struct spread *s, struct fields *f, const struct node *list)
{
	struct block *b = s->b;
	const struct guide *g = b->f->g;
	struct str id, *all;

	if (!node_listed(
		b->d, list, "'rows' is a list of measurements of this guide"))
		return f->ok = false;
	if (list->n > MAX_CURVES)
		return f->ok = diag_report(b->d, DIAG_RANGE, list->at,
			   "at most %d curves can be told apart", MAX_CURVES);
	s->trace = arena_array(b->a, struct trace, list->n + 1);
	all = arena_array(b->a, struct str, g->nmeasurement + 1);
	for (size_t i = 0; i < g->nmeasurement; i++)
		all[i] = g->measurement[i].id;
	for (size_t i = 0; i < list->n; i++) {
		const struct measurement *m;

		if (!node_text(b->d, list->item[i], &id)) {
			f->ok = false;
			continue;
		}
		m = guide_measurement(g, id);
		if (m && measurement_is_sound(m))
			add_measurement(s, m);
		if (m)
			continue;
		f->ok = diag_report(b->d, DIAG_MEASUREMENT_UNKNOWN,
		    list->item[i]->at, "no measurement '%.*s'", STR_ARG(id));
		diag_nearest(b->d, id, all, g->nmeasurement);
	}
	return f->ok;
}

static bool
load_options(struct spread *s, struct fields *f)
{
	size_t scenario = block_scenario(s->b, f), *option, n;
	struct setup setup;

	block_options(s->b, f, "options", scenario, &option, &n);
	if (!f->ok)
		return false;
	setup = setup_of(s->b->f, scenario);
	s->trace = arena_array(s->b->a, struct trace, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!add_option(s, option[i], &setup))
			return f->ok = false;
	return true;
}

/* A part of the axis, 1 / (1 - part) of which is drawn, to six decimals. */
static struct rat
part_at(double x)
{
	int64_t millionths = (int64_t)floor((1 - 1 / x) * 1e6 + 0.5);

	return rat_frac(millionths < 1000 ? 1000 : millionths, 1000000);
}

static double
time_at(struct arena *a, const struct trace *t, double x)
{
	enum known known;
	struct rat at = mixture_at(a, &t->mixture, part_at(x), &known);

	return known == KNOWN ? rat_to_double(at) : (double)NAN;
}

/* How many tenths of tenths are drawn: to 99 %, or to 99.9 % where known. */
static int
decades(const struct spread *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (!isnan(time_at(s->b->a, &s->trace[i], 1000)))
			return 3;
	return 2;
}

static struct plot_line
line_of(const struct spread *s, size_t i, int tenths, double *lo, double *hi)
{
	struct arena *a = s->b->a;
	struct plot_line l = { .name = s->trace[i].name };

	l.n = (size_t)(STEPS * tenths + 1);
	l.x = arena_array(a, double, l.n);
	l.y = arena_array(a, double, l.n);
	for (size_t k = 0; k < l.n; k++) {
		l.x[k] = pow(10, (double)k / STEPS);
		l.y[k] = time_at(a, &s->trace[i], l.x[k]);
		if (l.y[k] > *hi)
			*hi = l.y[k];
		if (l.y[k] > 0 && (*lo == 0 || l.y[k] < *lo))
			*lo = l.y[k];
		if (l.y[k] <= 0)
			l.y[k] = (double)NAN;
	}
	return l;
}

static struct str
tick_part(void *ctx, struct arena *a, double value)
{
	(void)ctx;
	return str_printf(a, "%.4g\xC2\xA0%%", 100 - 100 / value);
}

static struct str
tick_time(void *ctx, struct arena *a, double value)
{
	(void)ctx;
	return str_printf(a, "%.4g\xC2\xA0s", value);
}

static struct str
describe(const struct spread *s)
{
	struct buf b = { 0 };

	buf_puts(&b,
	    "The time within which a part of the requests is answered, for ");
	for (size_t i = 0; i < s->n; i++)
		buf_printf(&b, "%s%.*s",
		    i == 0		? ""
			: i + 1 == s->n ? " and "
					: ", ",
		    STR_ARG(s->trace[i].name));
	buf_puts(&b, ".");
	return buf_take(&b, s->b->a);
}

static void
draw(struct spread *s)
{
	struct block *b = s->b;
	struct plot p = { .nline = s->n, .title = describe(s) };
	struct plot_line *line = arena_array(b->a, struct plot_line, s->n + 1);
	double lo = 0, hi = 0;
	int tenths = decades(s);

	for (size_t i = 0; i < s->n; i++)
		line[i] = line_of(s, i, tenths, &lo, &hi);
	p.line = line;
	p.id = str_printf(b->a, "distribution-%zu", b->at.from);
	p.x = (struct plot_axis){ .lo = 1,
		.hi = pow(10, tenths),
		.log = true,
		.title = STR("part of the requests that is answered"),
		.text = tick_part };
	p.y = (struct plot_axis){ .lo = lo > 0 ? pow(10, floor(log10(lo))) : 1,
		.hi = hi > 0 ? hi * 1.15 : 10,
		.log = true,
		.text = tick_time };
	buf_puts(&b->html, "<figure class=\"chart\">\n");
	plot_draw(&b->html, b->a, &p);
	buf_puts(&b->html, "<figcaption>");
	buf_putc(&b->md, '*');
	note_text(b, s->caption);
	buf_puts(&b->html, "</figcaption>\n</figure>\n");
	buf_puts(&b->md, "*\n\n");
	escape_markdown(&b->md, p.title);
	buf_puts(&b->md, " The chart itself is on the HTML page.\n\n");
}

/* The percentiles of the curves: what the picture shows, in numbers. */
static bool
put_percentiles(struct spread *s)
{
	struct block *b = s->b;
	struct table *t = table_new(b->a, PERCENTILE_COUNT + 1, s->n);

	t->caption = STR("The percentiles of these curves");
	t->row_heads = true;
	t->head[0] = STR("Curve");
	for (size_t k = 0; k < PERCENTILE_COUNT; k++) {
		t->head[k + 1] = str_of(percentile_name(k));
		t->number[k + 1] = true;
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct trace *x = &s->trace[i];

		table_at(t, i, 0)->text = x->name;
		for (size_t k = 0; k < PERCENTILE_COUNT; k++) {
			struct cell *c = table_at(t, i, k + 1);

			c->fig = figure_get(b->f,
			    str_printf(b->a, "%.*s.%s%.*s", STR_ARG(x->id),
				percentile_name(k), STR_ARG(x->suffix)),
			    b->at);
			if (!c->fig)
				return false;
		}
	}
	table_put(b, t);
	return true;
}

bool
block_distribution(struct block *b)
{
	struct spread s = { .b = b, .caption = STR("Response times") };
	const struct node *rows;
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a distribution block");
	field_text(&f, "caption", &s.caption);
	rows = field_find(&f, "rows");
	if (rows)
		load_rows(&s, &f, rows);
	else
		load_options(&s, &f);
	if (!fields_end(&f))
		return false;
	if (!s.n)
		return diag_report(b->d, DIAG_RESULT, b->at,
		    "there is nothing to draw: none of them is measured");
	draw(&s);
	return put_percentiles(&s);
}

/* The map block: who is cheapest where, over two inputs. */
#include <math.h>
#include <stdlib.h>

#include "cost/winner_map.h"
#include "svg/areas.h"
#include "text/escape.h"
#include "view/axis.h"
#include "view/interval.h"

#define ROWS 80		  /* of the picture to begin with */
#define WAVES 16	  /* of rows put in between where the winners differ */
#define CLOSE (1.5 / 320) /* of the height, between rows */
#define TICKS 6		  /* rows of the table where the block lists none */
#define THIN 0.2	  /* [px] what is narrower is not drawn */

struct atlas {
	struct block *b;
	size_t scenario;
	struct market market;
	struct axis x, y;
	size_t *option;
	size_t n;
	const struct node *rows; /* values of y; NULL: the ticks */
	struct str caption;
	struct setup setup; /* with the question along x */
	const struct plan **plan;
	struct workload *w;
	struct pwl_range range;
	bool uneven;		/* no rows can be had but on the grid of x */
	struct winner_row *row; /* ascending y */
	size_t nrow, caprow;
	struct str lacks; /* a price is missing: there is no picture */
};

static bool
load_axis(struct atlas *m, struct fields *f, const char *key, struct axis *x)
{
	struct block *b = m->b;
	const struct node *n = field_get(f, key);
	struct fields own;

	x->slot = SIZE_MAX;
	if (!n)
		return false;
	fields_begin(&own, b->a, b->d, n, "an axis");
	axis_load(b, &own, "input", x);
	if (!fields_end(&own))
		f->ok = false;
	return f->ok;
}

/* The setup whose contests are those of the map, but for y. */
static bool
make_setup(struct atlas *m, struct setup *s)
{
	struct figures *f = m->b->f;

	*s = setup_of(f, m->scenario);
	s->market = m->market;
	s->option = m->option;
	s->noption = m->n;
	return true;
}

static bool
ask(struct atlas *m, struct setup *s)
{
	struct figures *f = m->b->f;

	if (!setup_change(f, s, m->x.at, STR("axis"), m->x.name))
		return false;
	s->question.from = m->x.from;
	s->question.to = m->x.to;
	s->question.given = true;
	setup_suffix(f, s);
	return true;
}

/* An axis moves at least one option. */
static bool
check_axis(const struct atlas *m, const struct axis *x)
{
	struct block *b = m->b;

	for (size_t i = 0; i < m->n; i++)
		if (plan_uses_term(m->plan[i], x->slot))
			return true;
	diag_report(b->d, DIAG_AXIS, x->at, "no option here depends on '%.*s'",
	    STR_ARG(x->name));
	for (size_t i = 0; i < m->n; i++) {
		const struct option *o = m->plan[i]->option;
		const struct use *use = NULL;

		if (!option_binds(o, x->var->name, &use))
			continue;
		diag_hint(b->d,
		    "the option '%.*s' binds it; vary it there as "
		    "%.*s.%.*s.%.*s",
		    STR_ARG(o->id), STR_ARG(o->id), STR_ARG(use->id),
		    STR_ARG(x->var->name));
		break;
	}
	return false;
}

static bool
make_plans(struct atlas *m)
{
	struct block *b = m->b;
	struct setup s = m->setup;

	if (!setup_free(b->f, &s, m->y.at, m->y.name, &m->y.slot))
		return false;
	m->x.slot = s.question.axis;
	m->w = s.workload;
	m->plan = arena_array(b->a, const struct plan *, m->n + 1);
	for (size_t i = 0; i < m->n; i++) {
		m->plan[i] =
		    figure_plan(b->f, &s.g->option[m->option[i]], &m->market);
		if (!m->plan[i])
			return false;
	}
	m->range = pwl_range(b->a, m->x.from, m->x.to, axis_drawn(b, &m->x));
	return check_axis(m, &m->x) && check_axis(m, &m->y);
}

static int
compare_rows(const void *pa, const void *pb)
{
	const struct winner_row *a = pa, *b = pb;

	return rat_cmp(a->y, b->y);
}

/* Computes rows at some values of y and puts them among the others. */
static bool
add_rows(struct atlas *m, const struct rat *y, size_t n)
{
	struct winner_axes axes = { m->x.slot, m->y.slot };
	struct winner_map map;

	winner_map_run(&map, m->range, m->plan, m->n, m->w, axes, y, n);
	if ((map.range.status != PWL_OK || map.many) &&
	    !rat_eq(m->range.step, m->x.step))
		return !(m->uneven = true);
	if (map.range.status != PWL_OK)
		return axis_report(m->b->d, m->b->at, m->w->terms, m->x.slot,
		    map.range.status, m->plan[map.culprit_option]->option,
		    map.culprit);
	if (map.many)
		return axis_report_many(
		    m->b->d, m->b->at, m->w->terms, m->x.slot, map.many);
	for (size_t i = 0; i < m->n; i++)
		if (map.faults[i] && !m->lacks.n)
			for (size_t k = 0; k < map.faults[i]->n; k++)
				if (map.faults[i]->fault[k].kind == FAULT_PRICE)
					m->lacks =
					    faults_text(m->b->a, map.faults[i]);
	for (size_t i = 0; i < map.nrow; i++)
		arena_push(m->b->a, m->row, m->nrow, m->caprow, map.row[i]);
	qsort(m->row, m->nrow, sizeof(*m->row), compare_rows);
	return true;
}

static bool
has_row(const struct rat *y, size_t n, struct rat one)
{
	for (size_t i = 0; i < n; i++)
		if (rat_eq(y[i], one))
			return true;
	return false;
}

static bool
same_winners(const struct winner_row *x, const struct winner_row *y)
{
	if (x->n != y->n)
		return false;
	for (size_t i = 0; i < x->n; i++)
		if (x->interval[i].winner != y->interval[i].winner)
			return false;
	return true;
}

/* How far up the axis a value of y stands: 0 to 1. */
static double
height_of(const struct atlas *m, struct rat y)
{
	double lo = axis_value(m->b, &m->y, m->y.from);
	double hi = axis_value(m->b, &m->y, m->y.to);
	double v = axis_value(m->b, &m->y, y);

	return m->y.log ? log(v / lo) / log(hi / lo) : (v - lo) / (hi - lo);
}

/* A value of y about `t` of the way up: a point of the grid if there is one so
 * near, else one between, if the input has any. */
static struct rat
row_value(const struct atlas *m, double t, double near)
{
	struct rat y = axis_point(m->b, &m->y, t);

	return t - height_of(m, y) <= near ? y : axis_between(m->b, &m->y, t);
}

/* Rows in between where the winners of two differ, until they are close or
 * there are no values between them. */
static bool
refine(struct atlas *m, bool *more)
{
	struct rat *y = arena_array(m->b->a, struct rat, m->nrow + 1);
	size_t n = 0;

	for (size_t i = 0; i + 1 < m->nrow; i++) {
		const struct winner_row *r = &m->row[i];
		double lo = height_of(m, r->y), hi = height_of(m, r[1].y);
		struct rat at = row_value(m, (lo + hi) / 2, (hi - lo) / 4);

		if (!same_winners(r, r + 1) && hi - lo > CLOSE &&
		    rat_lt(r->y, at) && rat_lt(at, r[1].y))
			y[n++] = at;
	}
	*more = n > 0;
	return add_rows(m, y, n);
}

static bool
add_all(struct atlas *m)
{
	struct rat *y = arena_array(m->b->a, struct rat, ROWS + 1);
	bool more = true;
	size_t n = 0;

	for (int i = 0; i <= ROWS; i++) {
		struct rat at = row_value(m, (double)i / ROWS, 0.5 / ROWS);

		if (!has_row(y, n, at))
			y[n++] = at;
	}
	if (!add_rows(m, y, n))
		return false;
	for (int wave = 0; wave < WAVES && more && !m->lacks.n; wave++)
		if (!refine(m, &more))
			return false;
	return true;
}

static bool
survey(struct atlas *m)
{
	if (add_all(m))
		return true;
	if (!m->uneven)
		return false;
	m->range = pwl_range(m->b->a, m->x.from, m->x.to, m->x.step);
	m->nrow = 0;
	return add_all(m);
}

/* A row for drawing: what is too narrow to be seen belongs to its neighbour. */
static struct area_row
area_row(
    const struct atlas *m, const struct plot *p, const struct winner_row *r)
{
	struct block *b = m->b;
	struct area_row out = { .y = axis_value(b, &m->y, r->y) };
	double end = axis_value(b, &m->x, m->x.to);

	out.x = arena_array(b->a, double, r->n + 1);
	out.name = arena_array(b->a, size_t, r->n + 1);
	for (size_t i = 0; i < r->n; i++) {
		double x = i ? axis_value(b, &m->x, r->interval[i].from)
			     : axis_value(b, &m->x, m->x.from);
		double to = i + 1 < r->n
		    ? axis_value(b, &m->x, r->interval[i + 1].from)
		    : end;

		if (plot_px(p, to) - plot_px(p, x) < THIN && r->n > 1)
			continue;
		if (out.n && out.name[out.n - 1] == r->interval[i].winner)
			continue;
		out.x[out.n] = out.n ? x : axis_value(b, &m->x, m->x.from);
		out.name[out.n++] = r->interval[i].winner;
	}
	out.x[out.n] = end;
	return out;
}

/* The value of an axis in the scenario; false: it has none or is not shown. */
static bool
own_value(const struct atlas *m, const struct axis *x, struct rat *out)
{
	const struct guide *g = m->b->f->g;
	const struct workload *w = g->scenario[m->scenario].workload;
	struct str option, service, input, rest;
	const struct binding *bound;
	size_t i;

	if (str_cut(x->name, '.', &option, &rest)) {
		str_cut(rest, '.', &service, &input);
		i = guide_option(g, option);
		bound = use_binding(option_use(&g->option[i], service), input);
		if (!bound || !bound->typed.text.n)
			return false;
		*out = bound->typed.n;
	} else if (w->given[x->slot]) {
		*out = w->value[x->slot];
	} else {
		return false;
	}
	return !rat_lt(*out, x->from) && !rat_lt(x->to, *out);
}

/* The scenario itself, as a point of the map. */
static size_t
mark_scenario(const struct atlas *m, struct plot_mark *mark)
{
	struct rat x, y;

	if (!own_value(m, &m->x, &x) || !own_value(m, &m->y, &y))
		return 0;
	mark->x = axis_value(m->b, &m->x, x);
	mark->y = axis_value(m->b, &m->y, y);
	mark->label = m->b->f->g->scenario[m->scenario].name;
	return 1;
}

static struct str
list_names(const struct atlas *m)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < m->n; i++)
		buf_printf(&out, "%s%.*s",
		    i == 0		? ""
			: i + 1 == m->n ? " or "
					: ", ",
		    STR_ARG(m->b->f->g->option[m->option[i]].name));
	return buf_take(&out, m->b->a);
}

static void
draw(struct atlas *m, struct str about)
{
	struct block *b = m->b;
	struct areas f = { .about = about, .none = STR("none can be had") };
	struct area_row *row = arena_array(b->a, struct area_row, m->nrow + 1);
	struct str *name = arena_array(b->a, struct str, m->n + 1);
	struct plot_mark mark = { 0 };
	struct plot_axis x = axis_plot(b, &m->x), y = axis_plot(b, &m->y);

	f.plot.x = x;
	f.plot.y = y;
	f.plot.id = str_printf(b->a, "map-%zu", b->at.from);
	f.plot.title =
	    str_printf(b->a, "Which is cheapest: %.*s, by %.*s and %.*s.",
		STR_ARG(list_names(m)), STR_ARG(x.title), STR_ARG(y.title));
	f.plot.mark = &mark;
	f.plot.nmark = mark_scenario(m, &mark);
	for (size_t i = 0; i < m->nrow; i++)
		row[f.nrow++] = area_row(m, &f.plot, &m->row[i]);
	for (size_t i = 0; i < m->n; i++)
		name[f.nname++] = b->f->g->option[m->option[i]].name;
	f.row = row;
	f.name = name;
	buf_puts(&b->html, "<figure class=\"chart map\">\n");
	areas_draw(&b->html, b->a, &f);
	buf_puts(&b->html, "<figcaption>");
	buf_putc(&b->md, '*');
	note_text(b, block_caption(b, m->caption, &m->market));
	buf_puts(&b->html, "</figcaption>\n</figure>\n");
	buf_puts(&b->md, "*\n\n");
	escape_markdown(&b->md, f.plot.title);
	buf_puts(&b->md, " The map itself is on the HTML page.\n\n");
}

/* Values of y for the table: those listed, or the ticks of the axis. */
static size_t
list_values(struct atlas *m, struct str **out, struct span **at)
{
	struct block *b = m->b;
	struct plot_axis y = axis_plot(b, &m->y);
	double tick[TICKS];
	size_t n = m->rows ? m->rows->n : plot_ticks(&y, tick, TICKS);
	struct str word = m->y.var->unit_word;

	*out = arena_array(b->a, struct str, n + 1);
	*at = arena_array(b->a, struct span, n + 1);
	for (size_t i = 0; i < n; i++) {
		(*at)[i] = b->at;
		if (m->rows) {
			(*at)[i] = m->rows->item[i]->at;
			if (!node_text(b->d, m->rows->item[i], &(*out)[i]))
				return SIZE_MAX;
		} else {
			(*out)[i] = str_printf(b->a, "%.9g %.*s", tick[i],
			    STR_ARG(unit_is_count(&m->y.var->unit) ? STR("")
								   : word));
		}
	}
	return n;
}

struct strip {
	struct setup setup;
	struct str y;
	size_t n;
};

static bool
make_strip(struct atlas *m, struct str value, struct span at, struct strip *s)
{
	struct block *b = m->b;
	const struct figure *count;
	struct workload *w = workload_copy(b->a, m->w);

	if (!make_setup(m, &s->setup) ||
	    !setup_change(b->f, &s->setup, at, m->y.name, value) ||
	    !ask(m, &s->setup))
		return false;
	if (!workload_set(b->a, b->d, w, at, m->y.var->name, at, value))
		return false;
	s->y = workload_text(b->a, w, m->y.slot);
	count = interval_count(b, &s->setup);
	s->n = count ? (size_t)rat_to_int(count->n, 0) : 0;
	return count != NULL;
}

/* "At 100 ms: Pay per use up to 8,000,000, then Always on." */
static bool
describe(struct atlas *m, const struct strip *s, struct buf *out)
{
	struct block *b = m->b;

	buf_printf(out, "%sAt %.*s: ", out->n ? " " : "", STR_ARG(s->y));
	for (size_t i = 0; i < s->n; i++) {
		const struct figure *who =
		    interval_figure(b, &s->setup, i, "winner");
		const struct figure *from =
		    interval_figure(b, &s->setup, i, "from");
		const struct figure *to =
		    interval_figure(b, &s->setup, i, "to");

		if (!who || !from || !to)
			return false;
		buf_printf(
		    out, "%s%.*s", i ? ", then " : "", STR_ARG(who->display));
		if (i + 1 < s->n)
			buf_printf(out, " %s %.*s",
			    interval_is_point(from, to) ? "at" : "up to",
			    STR_ARG(to->display));
	}
	buf_putc(out, '.');
	return true;
}

static bool
fill_strip(struct atlas *m, struct table *t, size_t row, const struct strip *s)
{
	for (size_t i = 0; i < s->n; i++) {
		table_at(t, row + i, 0)->text = s->y;
		if (!interval_row(m->b, t, row + i, 1, &s->setup, i))
			return false;
	}
	return true;
}

static size_t
count_rows(const struct strip *s, size_t n)
{
	size_t rows = 0;

	for (size_t i = 0; i < n; i++)
		rows += s[i].n;
	return rows;
}

/* The table may be as long as one of crossings. */
static bool
check_rows(const struct atlas *m, const struct strip *s, size_t n)
{
	struct block *b = m->b;
	size_t rows = count_rows(s, n);

	if (rows <= INTERVALS_MAX)
		return true;
	diag_report(b->d, DIAG_BREAKPOINTS, b->at,
	    "the table of this map has %zu rows: more than %d intervals cannot "
	    "be shown",
	    rows, INTERVALS_MAX);
	diag_hint(b->d,
	    "ask for less of '%.*s', or list fewer values of '%.*s' under "
	    "'rows'",
	    STR_ARG(m->x.name), STR_ARG(m->y.name));
	return false;
}

static struct table *
make_table(struct atlas *m, const struct strip *s, size_t n)
{
	struct block *b = m->b;
	struct table *t;
	size_t rows = count_rows(s, n);

	t = table_new(b->a, INTERVAL_COLUMNS + 1, rows);
	t->caption = block_caption(
	    b, STR("The borders of the map, exact along each row"), &m->market);
	t->row_heads = true;
	t->head[0] = axis_head(b, m->y.name);
	t->number[0] = true;
	interval_heads(t, 1, axis_head(b, m->x.name));
	for (size_t i = 0, row = 0; i < n; row += s[i++].n)
		if (!fill_strip(m, t, row, &s[i]))
			return NULL;
	return t;
}

/* Whether the winner of a part of the map is not the only one. */
static bool
has_ties(const struct atlas *m)
{
	for (size_t i = 0; i < m->nrow; i++)
		for (size_t k = 0; k < m->row[i].n; k++)
			if (m->row[i].interval[k].even != NO_OPTION)
				return true;
	return false;
}

static bool
put_map(struct atlas *m)
{
	struct block *b = m->b;
	struct buf about = { 0 };
	struct str *value;
	struct span *at;
	size_t n = list_values(m, &value, &at);
	struct strip *s;
	struct table *t;

	if (n == SIZE_MAX)
		return false;
	s = arena_array(b->a, struct strip, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!make_strip(m, value[i], at[i], &s[i]))
			return false;
	if (!check_rows(m, s, n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!describe(m, &s[i], &about))
			return false;
	t = make_table(m, s, n);
	if (!t)
		return false;
	if (m->lacks.n)
		note_put(b,
		    str_printf(
			b->a, "There is no map: %.*s.", STR_ARG(m->lacks)));
	else
		draw(m, buf_take(&about, b->a));
	table_put(b, t);
	if (!m->lacks.n && has_ties(m))
		note_put(b,
		    STR("Where options cost the same, the map shows the one "
			"listed first."));
	interval_note(b, m->range.step, t->nrow);
	return true;
}

bool
block_map(struct block *b)
{
	struct atlas m = { .b = b };
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a map block");
	m.scenario = block_scenario(b, &f);
	block_market(b, &f, m.scenario, &m.market);
	field_text(&f, "caption", &m.caption);
	load_axis(&m, &f, "x", &m.x);
	load_axis(&m, &f, "y", &m.y);
	block_rivals(b, &f, "options", m.scenario, &m.option, &m.n);
	m.rows = field_find(&f, "rows");
	if (m.rows &&
	    !node_listed(b->d, m.rows, "'rows' is a list of values of y"))
		f.ok = false;
	if (!fields_end(&f))
		return false;
	if (str_eq(m.x.name, m.y.name))
		return diag_report(b->d, DIAG_AXIS, m.y.at,
		    "both axes are '%.*s'", STR_ARG(m.y.var->name));
	return make_setup(&m, &m.setup) && ask(&m, &m.setup) &&
	    make_plans(&m) && survey(&m) && put_map(&m);
}

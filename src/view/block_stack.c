/* Blocks of stacked bars, each with its table: timeline and stack. */
#include "num/format.h"
#include "svg/bars.h"
#include "text/escape.h"
#include "view/axis.h"
#include "view/table.h"

#define ROWS_MAX 24
#define PARTS_MAX BARS_MAX

/* Figures by bar and by series; NULL: the bar has no such part. */
struct pile {
	struct block *b;
	const struct figure **fig; /* bar by bar, PARTS_MAX each */
	const struct figure *total[ROWS_MAX];
	struct str name[ROWS_MAX];
	size_t order[ROWS_MAX][PARTS_MAX]; /* series as they follow */
	size_t npart[ROWS_MAX];
	size_t nbar;
	struct str series[PARTS_MAX];
	size_t nseries;
};

static const struct figure **
part_of(struct pile *p, size_t bar, size_t series)
{
	return &p->fig[bar * PARTS_MAX + series];
}

static void
set_part(struct pile *p, size_t bar, size_t series, const struct figure *fig)
{
	*part_of(p, bar, series) = fig;
	p->order[bar][p->npart[bar]++] = series;
}

/* The series of that name, a new one if need be; SIZE_MAX: too many. */
static size_t
series_of(struct pile *p, struct str name)
{
	for (size_t i = 0; i < p->nseries; i++)
		if (str_eq(p->series[i], name))
			return i;
	if (p->nseries == PARTS_MAX)
		return SIZE_MAX;
	p->series[p->nseries] = name;
	return p->nseries++;
}

static struct bar
make_bar(struct pile *p, size_t bar)
{
	struct arena *a = p->b->a;
	const struct figure *total = p->total[bar];
	struct bar out = { 0 };

	out.name = str_printf(
	    a, "%.*s: %.*s", STR_ARG(p->name[bar]), STR_ARG(total->display));
	out.part = arena_array(a, struct bar_part, p->nseries + 1);
	for (size_t i = 0; i < p->npart[bar] && !total->missing; i++) {
		size_t s = p->order[bar][i];
		const struct figure *fig = *part_of(p, bar, s);
		double n;

		if (fig->missing || rat_sign(fig->n) < 0)
			continue;
		n = rat_to_double(fig->n);
		out.part[out.n++] = (struct bar_part){ .size = n,
			.most = fig->range ? rat_to_double(fig->to) : n,
			.series = s };
	}
	return out;
}

static struct str
describe(struct pile *p)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < p->nbar; i++)
		buf_printf(&out, "%s%.*s: %.*s", i ? "; " : "",
		    STR_ARG(p->name[i]), STR_ARG(p->total[i]->display));
	buf_puts(&out, ". The table below has every part.");
	return buf_take(&out, p->b->a);
}

static void
put_bars(struct pile *p, const char *kind, struct str caption)
{
	struct block *b = p->b;
	struct bars bars = { .title = caption,
		.about = describe(p),
		.n = p->nbar,
		.series = p->series,
		.nseries = p->nseries };

	bars.id = str_printf(b->a, "%s-%zu", kind, b->at.from);
	bars.bar = arena_array(b->a, struct bar, p->nbar + 1);
	for (size_t i = 0; i < p->nbar; i++)
		bars.bar[i] = make_bar(p, i);
	buf_printf(&b->html, "<figure class=\"chart bars %s\">\n", kind);
	bars_draw(&b->html, b->a, &bars);
	buf_puts(&b->html, "</figure>\n");
}

static void
set_cell(struct cell *c, const struct figure *fig)
{
	c->fig = fig;
	if (!fig)
		c->text = STR("\xE2\x80\x93");
}

/* timeline */

static const struct figure *
phase_figure(struct pile *p, const struct node *n, struct str *name)
{
	struct block *b = p->b;
	const struct figure *fig;
	const struct node *id;
	struct fields f;
	struct str text;
	bool fact;

	fields_begin(&f, b->a, b->d, n, "a phase of a timeline");
	field_text_required(&f, "name", name);
	id = field_find(&f, "fact");
	fact = id != NULL;
	if (!fact || field_find(&f, "figure"))
		id = field_get(&f, "figure");
	if (fact && id && id != field_find(&f, "fact"))
		f.ok = diag_report(b->d, DIAG_WRONG_KIND, id->at,
		    "a phase has 'fact' or 'figure', not both");
	if (!fields_end(&f) || !node_text(b->d, id, &text))
		return NULL;
	if (fact)
		text = str_printf(b->a, "fact.%.*s", STR_ARG(text));
	fig = figure_get(b->f, text, id->at);
	if (!fig || fig->missing || (!fig->is_text || fig->range))
		return fig;
	diag_report(b->d, DIAG_FORMULA_KIND, id->at,
	    "the figure '%.*s' is '%.*s', not a time", STR_ARG(fig->id),
	    STR_ARG(fig->display));
	return NULL;
}

static bool
check_time(struct block *b, const struct figure *fig, struct span at)
{
	struct unit second = unit_one();

	second.dim[DIM_SECOND] = 1;
	if (fig->missing || unit_same(&fig->unit, &second))
		return true;
	return diag_report(b->d, DIAG_UNIT_MISMATCH, at,
	    "'%.*s' is in %.*s, a time is wanted", STR_ARG(fig->id),
	    STR_ARG(unit_text(b->a, &fig->unit)));
}

static bool
load_phases(struct pile *p, const struct node *list, size_t bar)
{
	struct block *b = p->b;
	struct buf sum = { 0 };
	struct str id;

	if (list->kind != NODE_LIST || !list->n || list->n > PARTS_MAX)
		return diag_report(b->d, DIAG_WRONG_KIND, list->at,
		    "'phases' is a list of 1 to %d phases", PARTS_MAX);
	for (size_t i = 0; i < list->n; i++) {
		struct str name = { 0 };
		const struct figure *fig =
		    phase_figure(p, list->item[i], &name);
		size_t s;

		if (!fig || !check_time(b, fig, list->item[i]->at)) {
			buf_free(&sum);
			return false;
		}
		s = series_of(p, name);
		if (s == SIZE_MAX || *part_of(p, bar, s)) {
			buf_free(&sum);
			return diag_report(b->d, DIAG_RANGE, list->item[i]->at,
			    s == SIZE_MAX ? "these are too many phases"
					  : "the row has a phase of that name");
		}
		set_part(p, bar, s, fig);
		buf_printf(&sum, "%s%.*s", i ? ";" : "sum@", STR_ARG(fig->id));
	}
	id = buf_take(&sum, b->a);
	p->total[bar] = figure_get(b->f, id, list->at);
	return p->total[bar] != NULL;
}

static bool
load_row(struct pile *p, const struct node *n)
{
	struct block *b = p->b;
	const struct node *phases;
	struct fields f;

	fields_begin(&f, b->a, b->d, n, "a row of a timeline");
	field_text_required(&f, "name", &p->name[p->nbar]);
	phases = field_get(&f, "phases");
	if (!fields_end(&f) || !load_phases(p, phases, p->nbar))
		return false;
	p->nbar++;
	return true;
}

static void
put_times(struct pile *p, struct str caption)
{
	struct table *t = table_new(p->b->a, p->nseries + 2, p->nbar);

	t->caption = caption;
	t->row_heads = true;
	t->head[0] = STR("Phases");
	t->head[p->nseries + 1] = STR("Total");
	for (size_t s = 0; s <= p->nseries; s++)
		t->number[s + 1] = true;
	for (size_t s = 0; s < p->nseries; s++)
		t->head[s + 1] = p->series[s];
	for (size_t i = 0; i < p->nbar; i++) {
		table_at(t, i, 0)->text = p->name[i];
		for (size_t s = 0; s < p->nseries; s++)
			set_cell(table_at(t, i, s + 1), *part_of(p, i, s));
		table_at(t, i, p->nseries + 1)->fig = p->total[i];
	}
	table_put(p->b, t);
}

bool
block_timeline(struct block *b)
{
	struct pile p = { .b = b };
	struct str caption = STR("Timeline");
	const struct node *rows;
	struct fields f;
	bool ok = true, ranges = false;

	fields_begin(&f, b->a, b->d, b->args, "a timeline block");
	field_text(&f, "caption", &caption);
	rows = field_get(&f, "rows");
	if (rows && (rows->kind != NODE_LIST || !rows->n || rows->n > ROWS_MAX))
		f.ok = diag_report(b->d, DIAG_WRONG_KIND, rows->at,
		    "'rows' is a list of 1 to %d rows", ROWS_MAX);
	if (!fields_end(&f))
		return false;
	p.fig = arena_array(b->a, const struct figure *, ROWS_MAX *PARTS_MAX);
	for (size_t i = 0; i < rows->n; i++)
		ok &= load_row(&p, rows->item[i]);
	if (!ok)
		return false;
	put_bars(&p, "timeline", caption);
	put_times(&p, caption);
	for (size_t i = 0; i < p.nbar; i++)
		ranges |= p.total[i]->range;
	if (ranges)
		note_put(b,
		    STR("Of a range the drawing shows the longer time; the "
			"light part may not be needed."));
	return true;
}

/* stack */

/* "The lines of A as printed add up to ... more than its total." */
static void
note_rounding(struct pile *p, size_t bar)
{
	struct arena *a = p->b->a;
	const struct figure *total = p->total[bar];
	struct rat off = rat_int(0);

	if (total->missing)
		return;
	for (size_t s = 0; s < p->nseries; s++)
		if (*part_of(p, bar, s))
			off = rat_add(a, off,
			    format_money_round(a, (*part_of(p, bar, s))->n));
	off = rat_sub(a, off, format_money_round(a, total->n));
	if (rat_is_zero(off))
		return;
	note_put(p->b,
	    str_printf(a,
		"Every amount is rounded once, for print: the lines of %.*s "
		"as printed add up to %.*s %s than its total.",
		STR_ARG(p->name[bar]),
		STR_ARG(money_text(a, rat_sign(off) > 0 ? off : rat_neg(a, off),
		    total->unit.currency)),
		rat_sign(off) > 0 ? "more" : "less"));
}

static bool
load_bill(struct pile *p, size_t option, const struct setup *s)
{
	struct block *b = p->b;
	const struct guide *g = b->f->g;
	const struct plan *plan =
	    figure_plan(b->f, &g->option[option], &s->market);
	size_t bar = p->nbar++;
	struct bill bill;

	p->name[bar] = g->option[option].name;
	p->total[bar] = figure_cost(b->f, option, s);
	if (!p->total[bar] || !plan)
		return false;
	bill_compute(b->a, plan, s->workload, &bill);
	for (size_t i = 0; i < bill.nline && !bill.faults.n; i++) {
		const struct line *l = &bill.line[i];
		struct str name = str_printf(b->a, "%.*s: %.*s",
		    STR_ARG(l->service->name), STR_ARG(l->meter->name));
		size_t k = series_of(p, name);

		/* A service that is used twice has lines of its own. */
		if (k != SIZE_MAX && *part_of(p, bar, k))
			k = series_of(p,
			    str_printf(b->a, "%.*s (%.*s)", STR_ARG(name),
				STR_ARG(l->use->id)));
		if (k == SIZE_MAX)
			return diag_report(b->d, DIAG_RANGE, b->at,
			    "the bills have more than %d lines", PARTS_MAX);
		set_part(p, bar, k, figure_line(b->f, option, s, l, &bill));
	}
	return true;
}

static void
put_bills(struct pile *p, struct str caption)
{
	struct table *t = table_new(p->b->a, p->nbar + 1, p->nseries + 1);

	t->caption = caption;
	t->row_heads = true;
	t->total = true;
	t->head[0] = STR("Per month");
	table_at(t, p->nseries, 0)->text = STR("Total");
	for (size_t s = 0; s < p->nseries; s++)
		table_at(t, s, 0)->text = p->series[s];
	for (size_t i = 0; i < p->nbar; i++) {
		t->head[i + 1] = p->name[i];
		t->number[i + 1] = true;
		for (size_t s = 0; s < p->nseries; s++)
			set_cell(table_at(t, s, i + 1), *part_of(p, i, s));
		table_at(t, p->nseries, i + 1)->fig = p->total[i];
	}
	table_put(p->b, t);
}

bool
block_stack(struct block *b)
{
	struct pile p = { .b = b };
	struct str caption = { 0 };
	const struct node *set;
	struct market market;
	size_t scenario, *option, n;
	struct setup s;
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a stack block");
	scenario = block_scenario(b, &f);
	block_market(b, &f, scenario, &market);
	field_text(&f, "caption", &caption);
	block_rivals(b, &f, "options", scenario, &option, &n);
	set = block_set(b, &f);
	if (f.ok && (n == 0 || n > ROWS_MAX))
		f.ok = diag_report(b->d, DIAG_RANGE, b->at,
		    "a stack is of 1 to %d options", ROWS_MAX);
	if (!fields_end(&f) || b->f->g->scenario[scenario].broken)
		return false;
	s = setup_of(b->f, scenario);
	s.market = market;
	if (!block_change(b, &s, set))
		return false;
	p.fig = arena_array(b->a, const struct figure *, ROWS_MAX *PARTS_MAX);
	for (size_t i = 0; i < n; i++)
		if (!load_bill(&p, option[i], &s))
			return false;
	caption = block_caption(b,
	    str_printf(b->a, "%.*s%s%sScenario: %.*s%.*s", STR_ARG(caption),
		caption.n ? str_stop(caption) : "", caption.n ? " " : "",
		STR_ARG(b->f->g->scenario[scenario].name),
		STR_ARG(changes_text(b, set, &s))),
	    &s.market);
	put_bars(&p, "stack", caption);
	put_bills(&p, caption);
	for (size_t i = 0; i < p.nbar; i++)
		note_rounding(&p, i);
	return true;
}

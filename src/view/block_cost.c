/* Blocks about money: table, bill, crossings. */
#include "num/format.h"
#include "view/axis.h"
#include "view/interval.h"
#include "view/other.h"

/* One column of a cost table: an option, the winner, or its lead. */
enum column { COLUMN_OPTION, COLUMN_WINNER, COLUMN_RATIO };

struct grid {
	size_t scenario;
	struct market market;
	struct str axis;
	struct span axis_at;
	const struct node *rows; /* list of values */
	enum column *kind;
	size_t *option;
	size_t ncol;
};

static bool
load_rows(struct block *b, struct fields *f, struct grid *g)
{
	const struct node *n = field_get(f, "rows");

	if (!n)
		return false;
	if (n->kind != NODE_MAP || n->n != 1 || n->item[0]->kind != NODE_LIST ||
	    !n->item[0]->n)
		return f->ok = diag_report(b->d, DIAG_WRONG_KIND, n->at,
			   "'rows' names one input and lists its values, as "
			   "in {requests: [100, 1000]}");
	g->axis = node_key(n, 0);
	g->axis_at = n->key_at[0];
	g->rows = n->item[0];
	if (terms_slot(b->f->g->terms, b->d, g->axis_at, g->axis) == SIZE_MAX)
		f->ok = false;
	return f->ok;
}

static bool
same_options(const struct grid *g, const struct scenario *s)
{
	size_t hits = 0, n = 0;

	for (size_t i = 0; i < g->ncol; i++) {
		if (g->kind[i] != COLUMN_OPTION)
			continue;
		n++;
		for (size_t k = 0; k < s->noption; k++)
			hits += s->option[k] == g->option[i];
	}
	return n == s->noption && hits == n;
}

static bool
load_columns(struct block *b, struct fields *f, struct grid *g)
{
	const struct node *n = field_get(f, "columns");
	const struct scenario *s;
	bool contest = false;
	struct str id;

	if (!n)
		return false;
	if (!node_listed(b->d, n,
		"'columns' is a list of options, 'winner' and 'ratio'"))
		return f->ok = false;
	g->kind = arena_array(b->a, enum column, n->n + 1);
	g->option = arena_array(b->a, size_t, n->n + 1);
	for (size_t i = 0; i < n->n; i++) {
		if (!node_text(b->d, n->item[i], &id))
			return f->ok = false;
		if (str_is(id, "winner")) {
			g->kind[g->ncol++] = COLUMN_WINNER;
			contest = true;
			continue;
		}
		if (str_is(id, "ratio")) {
			g->kind[g->ncol++] = COLUMN_RATIO;
			contest = true;
			continue;
		}
		g->option[g->ncol] =
		    guide_option_get(b->f->g, b->d, n->item[i]->at, id);
		if (g->option[g->ncol] == SIZE_MAX)
			f->ok = false;
		else
			g->ncol++;
	}
	if (!f->ok || !contest || g->scenario == SIZE_MAX)
		return f->ok;
	s = &b->f->g->scenario[g->scenario];
	if (same_options(g, s))
		return true;
	return f->ok = diag_report(b->d, DIAG_WRONG_KIND, n->at,
		   "'winner' and 'ratio' compare the options of the scenario "
		   "'%.*s': list all of them, and no others",
		   STR_ARG(s->id));
}

static bool
row_setup(struct block *b, const struct grid *g, size_t row,
    const struct market *m, struct setup *s)
{
	struct str text;

	*s = setup_of(b->f, g->scenario);
	s->market = *m;
	if (!node_text(b->d, g->rows->item[row], &text) ||
	    !setup_change(b->f, s, g->rows->item[row]->at, g->axis, text))
		return false;
	setup_suffix(b->f, s);
	return true;
}

/* The cost of the winner is marked. */
static void
mark_winner(struct table *t, size_t row, const struct grid *g,
    const struct figure *winner)
{
	for (size_t i = 0; winner && i < g->ncol; i++)
		if (g->kind[i] == COLUMN_OPTION &&
		    g->option[i] + 1 == winner->option)
			table_at(t, row, i + 1)->win = true;
}

static bool
fill_row(struct block *b, const struct grid *g, struct table *t, size_t row)
{
	struct setup s;
	const struct figure *winner = NULL;
	size_t slot;

	if (!row_setup(b, g, row, &g->market, &s))
		return false;
	slot = scope_find(&b->f->g->terms->scope, g->axis);
	table_at(t, row, 0)->text = workload_text(b->a, s.workload, slot);
	for (size_t i = 0; i < g->ncol; i++) {
		struct cell *c = table_at(t, row, i + 1);

		switch (g->kind[i]) {
		case COLUMN_OPTION:
			c->fig = figure_cost(b->f, g->option[i], &s);
			break;
		case COLUMN_WINNER:
			c->fig = winner =
			    winner_figure(b, &s, VERDICT_PRICE, "");
			break;
		case COLUMN_RATIO:
			c->fig = winner_figure(b, &s, VERDICT_PRICE, ".ratio");
			break;
		}
		if (!c->fig)
			return false;
	}
	mark_winner(t, row, g, winner);
	return true;
}

/* Where the free tier or the region decides the winner, both answers are
 * shown. */
static bool
note_others(struct block *b, const struct grid *g)
{
	struct shown *s = arena_array(b->a, struct shown, g->rows->n + 1);
	size_t slot = scope_find(&b->f->g->terms->scope, g->axis);

	for (size_t r = 0; r < g->rows->n; r++) {
		if (!row_setup(b, g, r, &g->market, &s[r].setup))
			return false;
		s[r].where = str_printf(b->a, " at %.*s",
		    STR_ARG(workload_text(b->a, s[r].setup.workload, slot)));
	}
	return other_answers(b, s, g->rows->n, VERDICT_PRICE);
}

bool
block_table(struct block *b)
{
	struct grid g = { 0 };
	struct str caption = { 0 };
	struct table *t;
	struct fields f;
	bool contest = false;

	fields_begin(&f, b->a, b->d, b->args, "a table block");
	g.scenario = block_scenario(b, &f);
	block_market(b, &f, g.scenario, &g.market);
	field_text(&f, "caption", &caption);
	load_rows(b, &f, &g);
	load_columns(b, &f, &g);
	if (!fields_end(&f))
		return false;
	t = table_new(b->a, g.ncol + 1, g.rows->n);
	t->caption = block_caption(b, caption, &g.market);
	t->row_heads = true;
	t->head[0] = axis_head(b, g.axis);
	t->number[0] = true;
	for (size_t i = 0; i < g.ncol; i++) {
		t->number[i + 1] = g.kind[i] != COLUMN_WINNER;
		t->head[i + 1] = g.kind[i] == COLUMN_WINNER ? STR("Cheapest")
		    : g.kind[i] == COLUMN_RATIO
		    ? STR("Cheaper by")
		    : b->f->g->option[g.option[i]].name;
		contest |= g.kind[i] == COLUMN_WINNER;
	}
	for (size_t r = 0; r < t->nrow; r++)
		if (!fill_row(b, &g, t, r))
			return false;
	table_put(b, t);
	return !contest || note_others(b, &g);
}

static struct rat
rounding_of(struct block *b, const struct bill *bill)
{
	struct rat sum = rat_int(0);

	for (size_t i = 0; i < bill->nline; i++)
		sum = rat_add(
		    b->a, sum, format_money_round(b->a, bill->line[i].amount));
	return rat_sub(b->a, sum, format_money_round(b->a, bill->total));
}

static void
note_rounding(struct block *b, const struct bill *bill)
{
	struct rat off = rounding_of(b, bill);
	bool more = rat_sign(off) > 0;

	if (rat_is_zero(off))
		return;
	note_put(b,
	    str_printf(b->a,
		"Every amount is rounded once, for print: the lines as "
		"printed add up to %.*s %s than the total.",
		STR_ARG(money_text(
		    b->a, more ? off : rat_neg(b->a, off), bill->currency)),
		more ? "more" : "less"));
}

static bool
put_bill(
    struct block *b, size_t option, const struct setup *s, struct str caption)
{
	const struct guide *g = b->f->g;
	const struct plan *plan =
	    figure_plan(b->f, &g->option[option], &s->market);
	struct bill bill;
	struct table *t;

	if (!plan)
		return false;
	bill_compute(b->a, plan, s->workload, &bill);
	t = table_new(b->a, 3, bill.faults.n ? 1 : bill.nline + 1);
	t->caption = block_caption(b, caption, &s->market);
	t->class = "bill";
	t->row_heads = true;
	t->total = true;
	t->head[0] = g->option[option].name;
	t->head[1] = STR("How it is computed");
	t->head[2] = STR("Per month");
	t->number[2] = true;
	for (size_t i = 0; i < bill.nline && !bill.faults.n; i++) {
		const struct line *l = &bill.line[i];

		table_at(t, i, 0)->text = str_printf(b->a, "%.*s: %.*s",
		    STR_ARG(l->service->name), STR_ARG(l->meter->name));
		table_at(t, i, 1)->text = line_how(b->a, l, bill.currency);
		table_at(t, i, 2)->fig = figure_line(b->f, option, s, l, &bill);
	}
	table_at(t, t->nrow - 1, 0)->text = STR("Total per month");
	table_at(t, t->nrow - 1, 2)->fig = figure_cost(b->f, option, s);
	if (!table_at(t, t->nrow - 1, 2)->fig)
		return false;
	table_put(b, t);
	if (!bill.faults.n)
		note_rounding(b, &bill);
	return true;
}

bool
block_bill(struct block *b)
{
	const struct node *n, *set;
	struct str caption = { 0 }, id;
	size_t option = SIZE_MAX, scenario;
	struct market market;
	struct setup s;
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a bill block");
	scenario = block_scenario(b, &f);
	block_market(b, &f, scenario, &market);
	field_text(&f, "caption", &caption);
	n = field_get(&f, "option");
	if (n && node_text(b->d, n, &id))
		option = guide_option_get(b->f->g, b->d, n->at, id);
	set = block_set(b, &f);
	if (!fields_end(&f) || option == SIZE_MAX)
		return false;
	s = setup_of(b->f, scenario);
	s.market = market;
	if (!block_change(b, &s, set))
		return false;
	return put_bill(b, option, &s, caption);
}

/* The question of a block, where it is not that of the guide. */
static bool
block_question(struct block *b, struct fields *f, struct setup *s)
{
	static const char *const key[] = { "axis", "from", "to" };
	size_t *option, n = 0;

	if (block_rivals(b, f, "options", s->scenario, &option, &n)) {
		s->option = option;
		s->noption = n;
	}
	for (size_t i = 0; i < countof(key); i++) {
		const struct node *node = field_find(f, key[i]);
		struct str text;

		if (node &&
		    (!node_text(b->d, node, &text) ||
			!setup_change(b->f, s, node->at, str_of(key[i]), text)))
			return f->ok = false;
	}
	return f->ok;
}

bool
block_crossings(struct block *b)
{
	struct str caption = { 0 };
	size_t scenario, n = 0;
	struct market market;
	struct setup s;
	struct table *t;
	struct fields f;
	const struct figure *count;

	fields_begin(&f, b->a, b->d, b->args, "a crossings block");
	scenario = block_scenario(b, &f);
	block_market(b, &f, scenario, &market);
	field_text(&f, "caption", &caption);
	if (scenario == SIZE_MAX)
		return false;
	s = setup_of(b->f, scenario);
	s.market = market;
	block_question(b, &f, &s);
	if (!fields_end(&f))
		return false;
	setup_suffix(b->f, &s);
	count = interval_count(b, &s);
	if (!count)
		return false;
	n = (size_t)rat_to_int(count->n, 0);
	t = table_new(b->a, INTERVAL_COLUMNS, n);
	t->caption = block_caption(b, caption, &market);
	interval_heads(t, 0, axis_head(b, setup_axis(&s)->name));
	for (size_t i = 0; i < n; i++)
		if (!interval_row(b, t, i, 0, &s, i))
			return false;
	table_put(b, t);
	interval_note(b, axis_step(b->f->g->terms, s.question.axis), n);
	return true;
}

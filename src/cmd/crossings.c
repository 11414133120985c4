#include "cmd/cmd.h"
#include "cost/crossing.h"
#include "data/json.h"
#include "text/escape.h"
#include "text/width.h"
#include "view/amount.h"

struct job {
	struct cmdline *c;
	struct project *p;
	const struct guide *g;
	struct option **option;
	const struct plan **plan;
	size_t n;
	struct market market;
	struct workload *w;
	size_t axis;
	struct rat from, to;
	struct contest contest;
};

static bool
pick_options(struct job *j)
{
	struct cmdline *c = j->c;
	const struct guide *g = j->g;
	size_t *picked = arena_array(c->a, size_t, g->noption + 1);
	bool ok = true;

	j->option =
	    arena_array(c->a, struct option *, g->noption + c->option.n + 1);
	for (size_t i = 0; i < c->option.n; i++) {
		struct source *s =
		    project_argument(j->p, "--option", c->option.item[i]);
		size_t k = guide_option_once(g, j->p->d,
		    span_of(s, 0, s->text.n), c->option.item[i], picked, j->n);

		if (k == SIZE_MAX) {
			ok = false;
			continue;
		}
		picked[j->n] = k;
		j->option[j->n++] = &g->option[k];
	}
	return ok;
}

/* Without --option: those that the scenario compares, or without one all. */
static void
pick_compared(struct job *j, size_t scenario)
{
	const struct guide *g = j->g;

	if (scenario != SIZE_MAX) {
		const struct scenario *s = &g->scenario[scenario];

		for (size_t k = 0; k < s->noption; k++)
			j->option[j->n++] = &g->option[s->option[k]];
		return;
	}
	for (size_t k = 0; k < g->noption; k++)
		if (g->option[k].compare)
			j->option[j->n++] = &g->option[k];
}

static bool
pick_scenario(struct job *j)
{
	struct cmdline *c = j->c;
	const struct guide *g = j->g;
	size_t i = g->question.given ? g->question.scenario : SIZE_MAX;

	if (c->scenario.n) {
		struct source *s =
		    project_argument(j->p, "--scenario", c->scenario);

		i = guide_scenario_get(
		    g, j->p->d, span_of(s, 0, s->text.n), c->scenario);
		if (i == SIZE_MAX)
			return false;
	}
	if (i == SIZE_MAX) {
		/* Without a scenario, --set says everything. */
		j->w = workload_new(c->a, g->terms, j->market.month);
	} else {
		j->w = workload_copy(c->a, g->scenario[i].workload);
		j->market = g->scenario[i].market;
	}
	if (!c->option.n)
		pick_compared(j, i);
	return true;
}

/* Whether the costs of the picked options can be compared. */
static bool
check_currency(struct job *j)
{
	const struct list *named = &j->c->option;

	for (size_t i = 1; i < j->n; i++) {
		size_t pair[] = { (size_t)(j->option[0] - j->g->option),
			(size_t)(j->option[i] - j->g->option) };
		struct span at = j->option[i]->at;

		if (named->n) {
			struct source *s =
			    project_argument(j->p, "--option", named->item[i]);

			at = span_of(s, 0, s->text.n);
		}
		if (!options_check_currency(j->p->d, at, j->g->option, pair, 2))
			return false;
	}
	return true;
}

static bool
parse_bound(struct job *j, const char *flag, struct str text, struct rat *out)
{
	struct source *s = project_argument(j->p, flag, text);
	const struct var *v = &j->g->terms->scope.var[j->axis];
	struct unit_env env = { 0 };
	struct qty q;

	if (!qty_parse(
		j->c->a, j->p->d, &env, span_of(s, 0, s->text.n), text, &q) ||
	    !qty_check(j->c->a, j->p->d, &v->unit, v->unit_word, &q))
		return false;
	*out = q.n;
	return true;
}

/* --axis OPTION.SERVICE.INPUT varies that of the one option. */
static bool
free_axis(struct job *j, struct source *s)
{
	struct str option, service, input, rest;
	struct span at = span_of(s, 0, s->text.n);
	struct terms *t;

	str_cut(s->text, '.', &option, &rest);
	str_cut(rest, '.', &service, &input);
	for (size_t i = 0; i < j->n; i++) {
		struct use *use = str_eq(j->option[i]->id, option)
		    ? option_use(j->option[i], service)
		    : NULL;

		if (!use)
			continue;
		j->g = guide_apart(j->c->a, j->g, &t);
		j->axis =
		    option_free(j->c->a, j->p->d, t, use, input, at, s->text);
		j->w = workload_over(j->c->a, j->w, t);
		return j->axis != SIZE_MAX;
	}
	return diag_report(j->p->d, DIAG_USAGE, at,
	    "no option here has '%.*s': an axis is INPUT or "
	    "OPTION.SERVICE.INPUT",
	    STR_ARG(s->text));
}

static bool
report_still(struct job *j)
{
	struct str name = j->g->terms->scope.var[j->axis].name;

	diag_report(j->p->d, DIAG_AXIS, (struct span){ 0 },
	    "no option here depends on '%.*s'", STR_ARG(name));
	for (size_t i = 0; i < j->n; i++) {
		const struct use *use = NULL;

		if (!option_binds(j->option[i], name, &use))
			continue;
		diag_hint(j->p->d,
		    "the option '%.*s' binds it; vary it there with --axis "
		    "%.*s.%.*s.%.*s",
		    STR_ARG(j->option[i]->id), STR_ARG(j->option[i]->id),
		    STR_ARG(use->id), STR_ARG(name));
		break;
	}
	return false;
}

static bool
report_bound(struct job *j, const char *flag, struct str text, const char *what)
{
	struct source *s = project_argument(j->p, flag, text);

	return diag_report(
	    j->p->d, DIAG_RANGE, span_of(s, 0, s->text.n), "%s", what);
}

static bool
pick_axis(struct job *j)
{
	struct cmdline *c = j->c;
	const struct question *q = &j->g->question;
	bool asked = q->given && q->axis != SIZE_MAX, ok = true;
	struct source *s;

	j->axis = asked ? q->axis : SIZE_MAX;
	if (c->axis.n) {
		s = project_argument(j->p, "--axis", c->axis);
		if (str_find(c->axis, STR("."), 0) != SIZE_MAX) {
			if (!free_axis(j, s))
				return false;
		} else {
			j->axis = terms_slot(j->g->terms, j->p->d,
			    span_of(s, 0, s->text.n), c->axis);
			if (j->axis == SIZE_MAX)
				return false;
		}
	}
	if (j->axis == SIZE_MAX)
		return diag_report(j->p->d, DIAG_USAGE, (struct span){ 0 },
		    "say which input varies with '--axis'");
	if (j->g->terms->scope.var[j->axis].kind == EXPR_WORD)
		return diag_report(j->p->d, DIAG_AXIS, (struct span){ 0 },
		    "'%.*s' is a choice and cannot be an axis",
		    STR_ARG(j->g->terms->scope.var[j->axis].name));
	j->from = q->from;
	j->to = q->to;
	if ((!c->from.n || !c->to.n) && (!asked || j->axis != q->axis))
		return diag_report(j->p->d, DIAG_USAGE, (struct span){ 0 },
		    "say where the axis starts and ends with '--from' and "
		    "'--to'");
	if (c->from.n)
		ok &= parse_bound(j, "--from", c->from, &j->from);
	if (c->to.n)
		ok &= parse_bound(j, "--to", c->to, &j->to);
	if (!ok)
		return false;
	if (rat_sign(j->from) < 0)
		return report_bound(
		    j, "--from", c->from, "an axis starts at zero or above it");
	if (rat_lt(j->to, j->from))
		return report_bound(
		    j, "--to", c->to, "the axis ends before it starts");
	return true;
}

/* Whether a setting is of the input that varies. */
static bool
sets_axis(const struct job *j, const struct setting *set)
{
	struct str axis = j->g->terms->scope.var[j->axis].name;
	struct str option, service, input;

	if (str_find(axis, STR("."), 0) == SIZE_MAX)
		return !set->service.n && str_eq(set->input, axis);
	str_cut(axis, '.', &option, &input);
	str_cut(input, '.', &service, &input);
	return str_eq(set->service, service) && str_eq(set->input, input) &&
	    (!set->option.n || str_eq(set->option, option));
}

static bool
apply_settings(struct job *j)
{
	struct setting *set = cmd_settings(j->c, j->p);

	for (size_t i = 0; i < j->c->set.n; i++)
		if (!set[i].broken && sets_axis(j, &set[i]))
			set[i].broken =
			    !diag_report(j->p->d, DIAG_AXIS, set[i].name_at,
				"'%.*s' is the axis and has no one value",
				STR_ARG(j->g->terms->scope.var[j->axis].name));
	return cmd_apply_settings(j->c, j->p, set, j->option, j->n, j->w);
}

static bool
compute(struct job *j)
{
	struct cmdline *c = j->c;
	const struct page *page = cmd_guide(c, j->p);
	struct plan *plan;
	bool moves = false;

	if (!page)
		return false;
	j->g = &page->guide;
	j->market = page->guide.market;
	if (!pick_options(j) || !pick_scenario(j) || !check_currency(j) ||
	    !pick_axis(j))
		return false;
	if (!apply_settings(j))
		return false;
	j->plan = arena_array(c->a, const struct plan *, j->n + 1);
	for (size_t i = 0; i < j->n; i++) {
		plan = arena_new(c->a, struct plan);
		if (!plan_init(plan, c->a, j->p->d, j->option[i], j->g->terms,
			&j->market))
			return false;
		j->plan[i] = plan;
		moves |= plan_uses_term(plan, j->axis);
	}
	if (!moves)
		return report_still(j);
	contest_run(&j->contest,
	    pwl_range(c->a, j->from, j->to, axis_step(j->g->terms, j->axis)),
	    j->plan, j->n, j->w, j->axis);
	if (j->contest.range.status != PWL_OK) {
		const struct meter *m = j->contest.culprit;

		return axis_report(j->p->d, m ? m->at : (struct span){ 0 },
		    j->g->terms, j->axis, j->contest.range.status,
		    j->option[j->contest.culprit_option], m);
	}
	for (size_t i = 0; i < j->n; i++)
		cmd_report_faults(j->p->d, &j->contest.curve[i].faults);
	return j->p->d->nerror == 0;
}

static struct node *
axis_node(struct job *j, struct rat n)
{
	const struct var *v = &j->g->terms->scope.var[j->axis];

	return value_node(j->c->a, n, &v->unit, v->unit_word);
}

static struct node *
option_name(struct job *j, size_t i)
{
	if (i == NO_OPTION)
		return node_null(j->c->a);
	return node_string(j->c->a, j->option[i]->id);
}

static const char *
currency_of(const struct job *j)
{
	return j->plan[0]->nuse ? j->plan[0]->use[0].service->currency : "";
}

static struct node *
interval_node(struct job *j, const struct interval *v)
{
	struct arena *a = j->c->a;
	struct node *n = node_map(a);
	const char *currency = currency_of(j);
	bool won = v->winner != NO_OPTION;
	bool beaten = won && v->runner_up != NO_OPTION;

	node_set_node(a, n, "from", axis_node(j, v->from));
	node_set_node(a, n, "to", axis_node(j, v->to));
	node_set_node(a, n, "winner", option_name(j, v->winner));
	node_set_node(a, n, "total",
	    won ? money_node(a, v->total, currency) : node_null(a));
	node_set_node(a, n, "runner_up", option_name(j, v->runner_up));
	node_set_node(a, n, "margin",
	    beaten ? money_node(a, v->margin, currency) : node_null(a));
	node_set_bool(a, n, "tie", v->tie);
	node_set_node(a, n, "tie_with", option_name(j, v->even));
	node_set_bool(a, n, "tie_throughout", v->throughout);
	node_set_node(a, n, "total_at_end",
	    won ? money_node(a, v->total_to, currency) : node_null(a));
	node_set_node(
	    a, n, "runner_up_at_end", option_name(j, v->runner_up_to));
	node_set_node(a, n, "margin_at_end",
	    v->runner_up_to != NO_OPTION ? money_node(a, v->margin_to, currency)
					 : node_null(a));
	return n;
}

static struct node *
crossing_node(struct job *j, const struct crossing *k)
{
	struct arena *a = j->c->a;
	struct node *n = node_map(a);

	node_set_node(a, n, "at", axis_node(j, k->at));
	node_set_node(a, n, "first",
	    k->has_first ? axis_node(j, k->first) : node_null(a));
	node_set_node(a, n, "from_option", option_name(j, k->from_option));
	node_set_node(a, n, "to_option", option_name(j, k->to_option));
	node_set_str(
	    a, n, "kind", k->kind == BORDER_CROSS ? STR("cross") : STR("jump"));
	return n;
}

static void
print_json(struct job *j, struct buf *out)
{
	struct arena *a = j->c->a;
	const struct contest *k = &j->contest;
	const struct var *v = &j->g->terms->scope.var[j->axis];
	struct node *n = node_map(a), *intervals = node_list(a),
		    *crossings = node_list(a);

	node_set_str(a, n, "axis", v->name);
	node_set_str(a, n, "unit", v->unit_word);
	node_set_node(a, n, "from", axis_node(j, k->range.lo));
	node_set_node(a, n, "to", axis_node(j, k->range.hi));
	node_set_str(a, n, "free_tier", str_of(free_tier_name(j->market.free)));
	node_set_str(a, n, "region", market_where(a, &j->market, "=", ", "));
	for (size_t i = 0; i < k->ninterval; i++)
		node_push(a, intervals, interval_node(j, &k->interval[i]));
	for (size_t i = 0; i < k->ncrossing; i++)
		node_push(a, crossings, crossing_node(j, &k->crossing[i]));
	node_set_node(a, n, "intervals", intervals);
	node_set_node(a, n, "crossings", crossings);
	json_print(out, n);
}

static struct str
axis_text(struct job *j, struct rat n)
{
	const struct var *v = &j->g->terms->scope.var[j->axis];

	return value_display(j->c->a, n, &v->unit, v->unit_word);
}

/* The cells of an interval: from, to, winner, total, runner-up, margin. */
static void
interval_cells(struct job *j, const struct interval *v, struct str *cell)
{
	struct arena *a = j->c->a;
	const char *currency = currency_of(j);
	bool won = v->winner != NO_OPTION;
	bool beaten = won && v->runner_up != NO_OPTION;

	cell[0] = axis_text(j, v->from);
	cell[1] = axis_text(j, v->to);
	cell[2] = won ? interval_winner(a, v, j->plan) : STR("none");
	cell[3] = won ? money_text(a, v->total, currency) : STR("n/a");
	cell[4] = won ? money_text(a, v->total_to, currency) : STR("n/a");
	cell[5] = beaten ? j->option[v->runner_up]->name : STR("none");
	cell[6] = beaten ? money_text(a, v->margin, currency) : STR("n/a");
	if (v->tie)
		cell[6] = STR("tie");
}

#define CELLS 7

static const char *const heads[CELLS] = { "from", "to", "cheapest",
	"cost at from", "cost at to", "runner-up", "margin at from" };

static void
put_row(struct buf *out, const struct str *cell, const size_t *width, bool md)
{
	if (md)
		buf_puts(out, "| ");
	for (size_t i = 0; i < CELLS; i++) {
		bool right = i != 2 && i != 5;
		size_t pad = width[i] - width_of(cell[i]);

		if (i)
			buf_puts(out, md ? " | " : "  ");
		if (right)
			buf_pad(out, ' ', pad);
		buf_str(out, cell[i]);
		if (!right)
			buf_pad(out, ' ', pad);
	}
	buf_puts(out, md ? " |\n" : "\n");
}

static void
print_table(struct job *j, struct buf *out, bool md)
{
	const struct contest *k = &j->contest;
	struct str(*row)[CELLS] =
	    arena_alloc(j->c->a, k->ninterval + 1, sizeof(*row));
	size_t width[CELLS] = { 0 };

	for (size_t i = 0; i < CELLS; i++)
		row[0][i] = str_of(heads[i]);
	for (size_t r = 0; r < k->ninterval; r++)
		interval_cells(j, &k->interval[r], row[r + 1]);
	for (size_t r = 1; md && r <= k->ninterval; r++)
		for (size_t i = 0; i < CELLS; i++) {
			struct buf cell = { 0 };

			escape_cell(&cell, row[r][i]);
			row[r][i] = buf_take(&cell, j->c->a);
		}
	for (size_t r = 0; r <= k->ninterval; r++)
		for (size_t i = 0; i < CELLS; i++)
			if (width_of(row[r][i]) > width[i])
				width[i] = width_of(row[r][i]);
	put_row(out, row[0], width, md);
	if (md)
		buf_puts(out, "|--:|--:|---|--:|--:|---|--:|\n");
	for (size_t r = 0; r < k->ninterval; r++)
		put_row(out, row[r + 1], width, md);
}

static void
put_name(struct job *j, struct buf *out, size_t option, bool md)
{
	struct str name =
	    option == NO_OPTION ? STR("none") : j->option[option]->name;

	if (md)
		escape_markdown(out, name);
	else
		buf_str(out, name);
}

static void
print_text(struct job *j, struct buf *out, bool md)
{
	const struct contest *k = &j->contest;
	const struct var *v = &j->g->terms->scope.var[j->axis];

	buf_printf(out,
	    "Cheapest by %.*s [%.*s], region %.*s, free tier %s\n\n",
	    STR_ARG(v->name), STR_ARG(v->unit_word),
	    STR_ARG(market_where(j->c->a, &j->market, "=", ", ")),
	    free_tier_name(j->market.free));
	print_table(j, out, md);
	for (size_t i = 0; i < k->ncrossing; i++) {
		const struct crossing *x = &k->crossing[i];

		buf_printf(out, "%s%s", i == 0 ? "\n" : "", md ? "- " : "");
		put_name(j, out, x->from_option, md);
		buf_puts(out, " to ");
		put_name(j, out, x->to_option, md);
		buf_printf(out, ": %s at %.*s",
		    x->kind == BORDER_CROSS ? "lines cross" : "a jump",
		    STR_ARG(axis_text(j, x->at)));
		if (x->has_first)
			buf_printf(out, ", first %.*s",
			    STR_ARG(axis_text(j, x->first)));
		buf_putc(out, '\n');
	}
	if (k->ncrossing && rat_is_zero(k->range.step))
		buf_puts(out, "\n" INTERVALS_MEET "\n");
}

static void
print_csv(struct job *j, struct buf *out)
{
	struct arena *a = j->c->a;
	const struct var *v = &j->g->terms->scope.var[j->axis];

	buf_puts(out, "from,to,winner,total,runner_up,margin,tie\n");
	for (size_t i = 0; i < j->contest.ninterval; i++) {
		const struct interval *k = &j->contest.interval[i];
		bool won = k->winner != NO_OPTION;
		bool beaten = won && k->runner_up != NO_OPTION;

		buf_printf(out, "%.*s,%.*s,%.*s,%.*s,%.*s,%.*s,%s\n",
		    STR_ARG(exact_text(a, qty_in(a, k->from, &v->unit))),
		    STR_ARG(exact_text(a, qty_in(a, k->to, &v->unit))),
		    STR_ARG(won ? j->option[k->winner]->id : STR("")),
		    STR_ARG(won ? exact_text(a, k->total) : STR("")),
		    STR_ARG(beaten ? j->option[k->runner_up]->id : STR("")),
		    STR_ARG(beaten ? exact_text(a, k->margin) : STR("")),
		    k->tie ? "true" : "false");
	}
}

int
cmd_crossings(struct cmdline *c)
{
	struct project p = { 0 };
	struct diag d = { .arena = c->a };
	struct job j = { .c = c, .p = &p };
	struct buf out = { 0 };
	int status;

	if (!cmd_open(c, &p, &d) || !compute(&j))
		return cmd_fail(c, &d, NULL);
	switch (c->format) {
	case FORMAT_TEXT:
	case FORMAT_MARKDOWN:
		print_text(&j, &out, c->format == FORMAT_MARKDOWN);
		break;
	case FORMAT_JSON:
		print_json(&j, &out);
		break;
	case FORMAT_CSV:
		print_csv(&j, &out);
		break;
	case FORMAT_SARIF:
	case FORMAT_HTML:
		break; /* of lint */
	}
	status = cmd_output(c, &out);
	return status ? status : cmd_finish(c, &d, NULL);
}

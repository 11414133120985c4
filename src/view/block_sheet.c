/* The sheet block: a scenario in several cases, low, typical and high. */
#include "view/axis.h"
#include "view/other.h"

struct sheet {
	struct block *b;
	struct setup setup;
	const struct node *cases;
	struct setup *s; /* by case */
	size_t n;
	struct str *input; /* what any case changes */
	size_t ninput, capinput;
	struct str caption;
};

static bool
load_case(struct sheet *t, size_t i)
{
	struct block *b = t->b;
	const struct node *c = t->cases->item[i];
	struct str text;

	t->s[i] = t->setup;
	t->s[i].workload = workload_copy(b->a, t->setup.workload);
	if (node_is_empty(c))
		return true;
	if (c->kind != NODE_MAP)
		return diag_report(b->d, DIAG_WRONG_KIND, c->at,
		    "a case is a map of inputs and values");
	for (size_t k = 0; k < c->n; k++) {
		struct str name = node_key(c, k);
		bool known = false;

		if (!node_text(b->d, c->item[k], &text) ||
		    !setup_change(b->f, &t->s[i], c->item[k]->at, name, text))
			return false;
		for (size_t n = 0; n < t->ninput; n++)
			known |= str_eq(t->input[n], name);
		if (!known)
			arena_push(
			    b->a, t->input, t->ninput, t->capinput, name);
	}
	return true;
}

static bool
load_cases(struct sheet *t, const struct node *n)
{
	struct block *b = t->b;
	bool ok = true;

	if (n->kind != NODE_MAP || !n->n)
		return diag_report(b->d, DIAG_WRONG_KIND, n->at,
		    "'cases' is a map of cases, as in {low: {requests: 1000}, "
		    "typical: {}}");
	t->cases = n;
	t->n = n->n;
	t->s = arena_array(b->a, struct setup, n->n + 1);
	for (size_t i = 0; i < n->n; i++) {
		ok &= load_case(t, i);
		setup_suffix(b->f, &t->s[i]);
	}
	return ok;
}

/* What a case says of an input: a figure where its scenario says it, too. */
static bool
fill_input(struct sheet *t, struct cell *c, size_t i, struct str name)
{
	struct block *b = t->b;
	const struct setup *s = &t->s[i];
	size_t slot = scope_find(&b->f->g->terms->scope, name);
	struct str option, service, input;
	const struct binding *x;
	size_t k;

	if (str_is(name, "free_tier")) {
		c->text = str_of(free_tier_name(s->market.free));
	} else if (str_is(name, "region")) {
		c->text = market_where(b->a, &s->market, "=", ", ");
	} else if (str_cut(name, '.', &option, &input)) {
		str_cut(input, '.', &service, &input);
		k = guide_option(s->g, option);
		x = use_binding(option_use(&s->g->option[k], service), input);
		c->text = !x	? STR("default")
		    : x->word.n ? x->word
				: qty_display(b->a, &x->typed);
	} else if (slot != SIZE_MAX && !s->workload->given[slot]) {
		c->text = STR("not said");
	} else {
		c->fig = figure_get(b->f,
		    str_printf(b->a, "input.%.*s.%.*s%.*s",
			STR_ARG(b->f->g->scenario[s->scenario].id),
			STR_ARG(name), STR_ARG(s->suffix)),
		    b->at);
		return c->fig != NULL;
	}
	return true;
}

/* "low" as "Low" */
static struct str
case_name(struct sheet *t, size_t i)
{
	return axis_head(t->b, node_key(t->cases, i));
}

static bool
fill_case(struct sheet *t, struct table *out, size_t i)
{
	struct block *b = t->b;
	const struct figure *winner =
	    winner_figure(b, &t->s[i], VERDICT_PRICE, "");
	size_t row = 0;

	if (!winner)
		return false;
	out->head[i + 1] = case_name(t, i);
	out->number[i + 1] = true;
	for (size_t k = 0; k < t->ninput; k++)
		if (!fill_input(t, table_at(out, row++, i + 1), i, t->input[k]))
			return false;
	for (size_t k = 0; k < t->setup.noption; k++) {
		struct cell *c = table_at(out, row++, i + 1);

		c->fig = figure_cost(b->f, t->setup.option[k], &t->s[i]);
		if (!c->fig)
			return false;
		c->win = t->setup.option[k] + 1 == winner->option;
	}
	table_at(out, row, i + 1)->fig = winner;
	return true;
}

static bool
put_sheet(struct sheet *t)
{
	struct block *b = t->b;
	struct table *out =
	    table_new(b->a, t->n + 1, t->ninput + t->setup.noption + 1);
	struct shown *shown = arena_array(b->a, struct shown, t->n + 1);
	size_t row = 0;

	out->caption = block_caption(b, t->caption, &t->setup.market);
	out->row_heads = true;
	out->head[0] = STR("Per month");
	for (size_t k = 0; k < t->ninput; k++)
		table_at(out, row++, 0)->text = axis_head(b, t->input[k]);
	for (size_t k = 0; k < t->setup.noption; k++)
		table_at(out, row++, 0)->text =
		    b->f->g->option[t->setup.option[k]].name;
	table_at(out, row, 0)->text = STR("Cheapest");
	for (size_t i = 0; i < t->n; i++) {
		if (!fill_case(t, out, i))
			return false;
		shown[i].setup = t->s[i];
		shown[i].where = str_printf(
		    b->a, " in the case %.*s", STR_ARG(node_key(t->cases, i)));
	}
	table_put(b, out);
	return other_answers(b, shown, t->n, VERDICT_PRICE);
}

bool
block_sheet(struct block *b)
{
	struct sheet t = { .b = b };
	const struct node *cases;
	size_t scenario;
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a sheet block");
	scenario = block_scenario(b, &f);
	if (scenario != SIZE_MAX)
		t.setup = setup_of(b->f, scenario);
	block_market(b, &f, scenario, &t.setup.market);
	field_text(&f, "caption", &t.caption);
	block_rivals(
	    b, &f, "options", scenario, &t.setup.option, &t.setup.noption);
	cases = field_get(&f, "cases");
	return fields_end(&f) && load_cases(&t, cases) && put_sheet(&t);
}

/* The sensitivity block: which input moves the total most. */
#include <stdlib.h>

#include "num/format.h"
#include "view/axis.h"
#include "view/lever.h"
#include "view/other.h"

#define MAX_TRIES 6 /* values that are tried on one side */

struct levers {
	struct block *b;
	struct setup setup;
	struct rat by; /* 1/10: ten per cent */
	struct str by_text;
	const struct node *inputs;
	struct str caption;
	bool stepped;	  /* an input was moved to the next value it has */
	struct str *flip; /* "10 % more requests" */
	const struct figure **flipped;
	size_t nflip, capflip, capflipped;
};

static bool
load_share(struct levers *l, struct fields *f)
{
	struct block *b = l->b;
	const struct node *n = field_find(f, "by");
	struct str text = STR("10 %"), number;

	if (n && !node_text(b->d, n, &text))
		return f->ok = false;
	number =
	    str_trim(str_ends(text, STR("%")) ? str_sub(text, 0, text.n - 1)
					      : (struct str){ 0 });
	if (rat_parse(b->a, number, &l->by) != RAT_OK || rat_sign(l->by) <= 0 ||
	    rat_lt(rat_int(100), l->by))
		return f->ok = diag_report(b->d, DIAG_RANGE, n ? n->at : b->at,
			   "'by' is a share above 0 %% and at most 100 %%, "
			   "not '%.*s'",
			   STR_ARG(text));
	l->by = rat_div(b->a, l->by, rat_int(100));
	l->by_text = str_printf(b->a, "%.*s %%", STR_ARG(number));
	return true;
}

/* What an option costs with the value; false: reported. */
static bool
try_value(struct levers *l, struct lever *v, int k, size_t option)
{
	struct block *b = l->b;
	struct str value = str_printf(b->a, "%.*s %.*s",
	    STR_ARG(exact_text(b->a, qty_in(b->a, v->by[k], &v->unit))),
	    STR_ARG(unit_is_count(&v->unit) ? STR("") : v->word));

	v->s[k] = l->setup;
	v->s[k].workload = workload_copy(b->a, l->setup.workload);
	if (!setup_change(b->f, &v->s[k], b->at, v->name, value))
		return false;
	setup_suffix(b->f, &v->s[k]);
	v->total[k] = figure_cost(b->f, option, &v->s[k]);
	v->change[k] = figure_get(b->f,
	    str_printf(b->a, "change.%.*s.%.*s.percent%.*s",
		STR_ARG(b->f->g->option[option].id),
		STR_ARG(b->f->g->scenario[l->setup.scenario].id),
		STR_ARG(v->s[k].suffix)),
	    b->at);
	return v->total[k] && v->change[k];
}

/* Moves the value by the share; or, where the option cannot be had then, or
 * the input has no value so near, to the next value it has. */
static bool
move_value(struct levers *l, struct lever *v, int k, size_t option)
{
	struct rat share = lever_by_share(l->b->a, v, k, l->by), x = v->value;

	v->moved[k] = lever_reaches(v, k, share);
	if (v->moved[k]) {
		v->by[k] = share;
		if (!try_value(l, v, k, option))
			return false;
		if (!v->total[k]->missing)
			return true;
	}
	for (int tries = 0; tries < MAX_TRIES; tries++) {
		if (!lever_next(l->b->a, v, k, x, &x))
			break;
		v->by[k] = x;
		if (!try_value(l, v, k, option))
			return false;
		if (v->total[k]->missing)
			continue;
		v->moved[k] = l->stepped = true;
		return true;
	}
	/* None can be had.  That a price is missing is to be said. */
	v->by[k] = share;
	if (v->moved[k] && !try_value(l, v, k, option))
		return false;
	v->moved[k] = v->moved[k] &&
	    str_starts(v->total[k]->display, STR("n/a (missing"));
	return true;
}

/* What an option costs with less and with more; false: it does not matter. */
static bool
try_lever(struct levers *l, struct lever *v, size_t option, bool *ok)
{
	struct block *b = l->b;
	bool any = false;

	v->effect = rat_int(0);
	for (int k = LESS; k <= MORE && *ok; k++) {
		*ok = move_value(l, v, k, option);
		if (!*ok || !v->moved[k] || v->total[k]->missing)
			continue;
		any |= v->change[k]->missing || !rat_is_zero(v->change[k]->n);
		v->effect = rat_max(v->effect,
		    rat_sign(v->change[k]->n) < 0
			? rat_neg(b->a, v->change[k]->n)
			: v->change[k]->n);
	}
	return any;
}

static bool
wanted(const struct levers *l, struct str name)
{
	bool found = l->inputs == NULL;

	for (size_t i = 0; !found && i < l->inputs->n; i++)
		found = str_eq(l->inputs->item[i]->text, name);
	return found;
}

/* What counts comes whole; what is billed in steps may lie between them. */
static struct rat
grid_of(const struct terms *t, size_t slot)
{
	const struct unit *u = &t->scope.var[slot].unit;

	return unit_is_count(u) || u->dim[DIM_REQUEST] ? axis_step(t, slot)
						       : rat_int(0);
}

/* Inputs of the scenario, then those that the option binds to a value. */
static size_t
list_levers(struct levers *l, size_t option, struct lever *out)
{
	const struct workload *w = l->setup.workload;
	const struct option *o = &l->setup.g->option[option];
	struct block *b = l->b;
	size_t n = 0;

	for (size_t i = 0; i < w->terms->scope.n; i++) {
		const struct var *v = &w->terms->scope.var[i];

		if (w->given[i] && v->kind == EXPR_QTY &&
		    i != w->terms->hours_slot && wanted(l, v->name))
			out[n++] = (struct lever){ .name = v->name,
				.var = v,
				.value = w->value[i],
				.unit = workload_typed(w, i).unit,
				.word = workload_typed(w, i).word,
				.step = grid_of(w->terms, i) };
	}
	for (size_t i = 0; i < o->nuse; i++)
		for (size_t k = 0; k < o->use[i].nbinding; k++) {
			const struct use *u = &o->use[i];
			const struct binding *x = &u->binding[k];
			size_t slot = scope_find(&u->service->scope, x->input);

			if (x->typed.text.n && wanted(l, x->input))
				out[n++] = (struct lever){
					.name = str_printf(b->a,
					    "%.*s.%.*s.%.*s", STR_ARG(o->id),
					    STR_ARG(u->id), STR_ARG(x->input)),
					.var = &u->service->scope.var[slot],
					.service = u->service,
					.value = x->typed.n,
					.unit = x->typed.unit,
					.word = x->typed.word,
					.step = u->service->input[slot].step
				};
		}
	return n;
}

static int
compare_levers(const void *pa, const void *pb)
{
	const struct lever *a = pa, *b = pb;
	int c = rat_cmp(b->effect, a->effect);

	return c ? c : (a->rank > b->rank) - (a->rank < b->rank);
}

/* Whether less or more of an input makes another option the cheapest. */
static bool
note_flip(struct levers *l, const struct lever *v, int k)
{
	struct block *b = l->b;
	size_t here, there;
	struct str text;

	if (!v->moved[k])
		return true;
	if (!setup_winner(b, &l->setup, VERDICT_PRICE, &here) ||
	    !setup_winner(b, &v->s[k], VERDICT_PRICE, &there))
		return false;
	if (here == there || here == SIZE_MAX)
		return true;
	text = str_printf(b->a, " with %.*s %s of %.*s", STR_ARG(l->by_text),
	    k == LESS ? "less" : "more", STR_ARG(axis_head(b, v->name)));
	for (size_t i = 0; i < l->nflip; i++)
		if (str_eq(l->flip[i], text))
			return true;
	arena_push(b->a, l->flipped, l->nflip, l->capflipped,
	    winner_figure(b, &v->s[k], VERDICT_PRICE, ""));
	l->nflip--;
	arena_push(b->a, l->flip, l->nflip, l->capflip, text);
	return l->flipped[l->nflip - 1] != NULL;
}

/* A value of an input: the figure that it is in a setup, where it is one. */
static void
show_value(struct levers *l, struct cell *c, const struct lever *v,
    const struct setup *s, struct rat n)
{
	struct block *b = l->b;

	if (str_find(v->name, STR("."), 0) == SIZE_MAX)
		c->fig = figure_get(b->f,
		    str_printf(b->a, "input.%.*s.%.*s%.*s",
			STR_ARG(b->f->g->scenario[s->scenario].id),
			STR_ARG(v->name), STR_ARG(s->suffix)),
		    b->at);
	else
		c->text = value_display(b->a, n, &v->unit, v->word);
}

static void
fill_row(struct levers *l, struct table *t, size_t row, const struct lever *v)
{
	struct block *b = l->b;

	table_at(t, row, 0)->text = axis_head(b, v->var->name);
	show_value(l, table_at(t, row, 1), v, &l->setup, v->value);
	for (int k = LESS; k <= MORE; k++) {
		struct cell *value = table_at(t, row, k == LESS ? 2 : 5);

		if (!v->moved[k]) {
			value->text = STR("no other value");
			value->na = true;
			continue;
		}
		show_value(l, value, v, &v->s[k], v->by[k]);
		value[1].fig = v->total[k];
		value[2].fig = v->change[k];
	}
}

static struct table *
new_table(struct levers *l, size_t option, size_t n)
{
	struct block *b = l->b;
	struct table *t = table_new(b->a, 8, n);
	static const char *const side[] = { "less", "more" };

	t->caption = block_caption(b,
	    str_printf(b->a, "%.*s%s%.*s", STR_ARG(l->caption),
		l->caption.n ? ": " : "",
		STR_ARG(b->f->g->option[option].name)),
	    &l->setup.market);
	t->row_heads = true;
	t->head[0] = STR("Input");
	t->head[1] = STR("As it is");
	for (int k = LESS; k <= MORE; k++) {
		struct str *head = &t->head[k == LESS ? 2 : 5];

		head[0] =
		    str_printf(b->a, "%.*s %s", STR_ARG(l->by_text), side[k]);
		head[1] = STR("Total then");
		head[2] = STR("Change");
	}
	for (size_t i = 1; i < t->ncol; i++)
		t->number[i] = true;
	return t;
}

/* The total that the table of an option starts from. */
static bool
note_total(struct levers *l, size_t option, size_t rows)
{
	struct block *b = l->b;
	const struct figure *total = figure_cost(b->f, option, &l->setup);

	if (!total)
		return false;
	note_begin(b,
	    str_printf(b->a,
		total->missing	? "%.*s cannot be had: "
		    : rows	? "%.*s, as it is: "
		    : l->inputs ? "No input that the block lists moves %.*s: "
				: "No input moves %.*s: ",
		STR_ARG(b->f->g->option[option].name)));
	note_held(b, (struct str){ 0 }, total, STR("."));
	note_end(b);
	return true;
}

static bool
put_option(struct levers *l, size_t option)
{
	struct block *b = l->b;
	const struct option *o = &l->setup.g->option[option];
	size_t most = b->f->g->terms->scope.n + 1, n = 0, count;
	struct lever *all, *v;
	struct table *t;
	bool ok = true;

	for (size_t i = 0; i < o->nuse; i++)
		most += o->use[i].nbinding;
	all = arena_array(b->a, struct lever, most);
	v = arena_array(b->a, struct lever, most);
	count = list_levers(l, option, all);
	for (size_t i = 0; i < count; i++) {
		all[i].rank = i;
		if (try_lever(l, &all[i], option, &ok))
			v[n++] = all[i];
	}
	if (!ok)
		return false;
	if (b->md.n && n)
		buf_putc(&b->md, '\n');
	qsort(v, n, sizeof(*v), compare_levers);
	t = new_table(l, option, n);
	for (size_t i = 0; i < n; i++) {
		fill_row(l, t, i, &v[i]);
		if (!note_flip(l, &v[i], LESS) || !note_flip(l, &v[i], MORE))
			return false;
	}
	if (n)
		table_put(b, t);
	return note_total(l, option, n);
}

static bool
note_flips(struct levers *l)
{
	struct block *b = l->b;
	const struct figure *winner =
	    winner_figure(b, &l->setup, VERDICT_PRICE, "");
	size_t here;

	if (!winner || !setup_winner(b, &l->setup, VERDICT_PRICE, &here))
		return false;
	if (here == SIZE_MAX || l->setup.noption < 2)
		return true;
	if (!l->nflip) {
		note_put(b,
		    str_printf(b->a,
			"None of these changes makes another option the "
			"cheapest: it stays %.*s.",
			STR_ARG(winner->display)));
		return true;
	}
	note_begin(b,
	    str_printf(b->a, "The cheapest is %.*s; it is ",
		STR_ARG(winner->display)));
	for (size_t i = 0; i < l->nflip; i++) {
		if (i)
			note_text(b, STR(", "));
		note_figure(b, l->flipped[i]);
		note_text(b, l->flip[i]);
	}
	note_text(b, STR("."));
	note_end(b);
	return true;
}

bool
block_sensitivity(struct block *b)
{
	struct levers l = { .b = b };
	size_t scenario;
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a sensitivity block");
	scenario = block_scenario(b, &f);
	if (scenario != SIZE_MAX)
		l.setup = setup_of(b->f, scenario);
	block_market(b, &f, scenario, &l.setup.market);
	field_text(&f, "caption", &l.caption);
	block_rivals(
	    b, &f, "options", scenario, &l.setup.option, &l.setup.noption);
	load_share(&l, &f);
	l.inputs = field_find(&f, "inputs");
	if (l.inputs &&
	    !node_listed(b->d, l.inputs, "'inputs' is a list of inputs"))
		f.ok = false;
	for (size_t i = 0; f.ok && l.inputs && i < l.inputs->n; i++) {
		const struct node *n = l.inputs->item[i];
		struct str name;

		if (!node_text(b->d, n, &name) ||
		    terms_slot(b->f->g->terms, b->d, n->at, name) == SIZE_MAX)
			f.ok = false;
	}
	if (!fields_end(&f))
		return false;
	setup_suffix(b->f, &l.setup);
	for (size_t i = 0; i < l.setup.noption; i++)
		if (!put_option(&l, l.setup.option[i]))
			return false;
	if (l.stepped)
		note_put(b,
		    STR("An input that has no value so near is moved to the "
			"next one that it has."));
	return note_flips(&l);
}

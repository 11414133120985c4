#include "price/catalog_int.h"

const struct node *const *
node_items(const struct node *n, size_t *count)
{
	*count = n->n;
	return (const struct node *const *)n->item;
}

static struct str *
load_words(struct loader *l, const struct node *n, size_t *count)
{
	size_t nitem;
	const struct node *const *item = node_items(n, &nitem);
	struct str *word = arena_array(l->a, struct str, nitem + 1);

	*count = 0;
	if (n->kind != NODE_LIST || nitem == 0) {
		l->ok = diag_report(l->d, DIAG_WRONG_KIND, n->at,
		    "a list of words is wanted here");
		return word;
	}
	for (size_t i = 0; i < nitem; i++)
		if (node_text(l->d, item[i], &word[*count]))
			(*count)++;
		else
			l->ok = false;
	return word;
}

static void
load_choice(struct loader *l, struct fields *f, const struct node *choices,
    struct var *v, size_t *otherwise)
{
	const struct node *n = field_find(f, "default");
	struct str text;

	v->kind = EXPR_WORD;
	v->choice = load_words(l, choices, &v->nchoice);
	*otherwise = SIZE_MAX;
	v->broken = !v->nchoice;
	if (v->broken || !n || !node_text(l->d, n, &text))
		return;
	for (size_t i = 0; i < v->nchoice; i++)
		if (str_eq(v->choice[i], text))
			*otherwise = i;
	if (*otherwise == SIZE_MAX) {
		f->ok = diag_report(l->d, DIAG_UNKNOWN_WORD, n->at,
		    "the default '%.*s' is not one of the choices",
		    STR_ARG(text));
		diag_nearest(l->d, text, v->choice, v->nchoice);
	}
}

static void
load_values(struct loader *l, struct fields *f, struct input *in,
    const struct unit *unit)
{
	const struct node *n = field_find(f, "values");
	size_t count;
	const struct node *const *item;

	if (!n)
		return;
	item = node_items(n, &count);
	in->value = arena_array(l->a, struct qty, count + 1);
	for (size_t i = 0; i < count; i++)
		if (node_qty(l->a, l->d, item[i], &l->env, unit,
			&in->value[in->nvalue]))
			in->nvalue++;
		else
			f->ok = false;
	if (n->kind != NODE_LIST || count == 0)
		f->ok = diag_report(l->d, DIAG_WRONG_KIND, n->at,
		    "a list of quantities is wanted here");
}

static void
load_step(struct loader *l, struct fields *f, const char *key,
    const struct unit *unit, struct rat *out)
{
	struct qty q;

	if (!field_qty(f, key, &l->env, unit, &q))
		return;
	*out = q.n;
	if (rat_sign(q.n) <= 0)
		f->ok = diag_report(l->d, DIAG_RANGE, q.at,
		    "'%s' is above zero, not '%.*s'", key, STR_ARG(q.text));
}

/* Requests and tasks come whole unless the file says otherwise. */
static bool
is_whole(const struct unit *u)
{
	return u->dim[DIM_REQUEST] == 1 && u->dim[DIM_MONTH] == -1 &&
	    !u->dim[DIM_SECOND] && !u->dim[DIM_BYTE];
}

static void
load_quantity_input(
    struct loader *l, struct fields *f, struct input *in, struct var *v)
{
	static const char *const others[] = { "min", "max", "step", "bill_step",
		"values" };
	const struct node *n = field_get(f, "unit");

	v->kind = EXPR_QTY;
	v->unit = unit_one();
	if (!n || !node_text(l->d, n, &v->unit_word) ||
	    !qty_unit(l->a, l->d, &l->env, n->at, v->unit_word, &v->unit)) {
		v->broken = true;
		f->ok = false;
		for (size_t i = 0; i < countof(others); i++)
			field_find(f, others[i]);
		return;
	}
	in->has_min = field_qty(f, "min", &l->env, &v->unit, &in->min);
	in->has_max = field_qty(f, "max", &l->env, &v->unit, &in->max);
	load_step(l, f, "step", &v->unit, &in->step);
	load_step(l, f, "bill_step", &v->unit, &in->bill_step);
	load_values(l, f, in, &v->unit);
	if (rat_is_zero(in->step) && is_whole(&v->unit))
		in->step = rat_int(1);
	if (in->has_min && in->has_max && rat_lt(in->max.n, in->min.n))
		f->ok = diag_report(l->d, DIAG_RANGE, in->max.at,
		    "the largest value '%.*s' is below the smallest '%.*s'",
		    STR_ARG(in->max.text), STR_ARG(in->min.text));
}

static void
load_input(struct loader *l, struct str name, struct span at,
    const struct node *n, struct input *in)
{
	struct var v = { .name = name };
	const struct node *choices;
	size_t otherwise = SIZE_MAX;
	struct fields f;

	in->name = name;
	in->at = at;
	fields_begin(&f, l->a, l->d, n, "an input");
	field_text(&f, "about", &in->about);
	choices = field_find(&f, "choices");
	if (choices)
		load_choice(l, &f, choices, &v, &otherwise);
	else
		load_quantity_input(l, &f, in, &v);
	field_find(&f, "default");
	in->slot = scope_add(&l->s->scope, v);
	if (otherwise != SIZE_MAX) {
		in->otherwise =
		    expr_const(l->a, rat_int((int64_t)otherwise), unit_one());
		in->otherwise->kind = EXPR_WORD;
		in->otherwise->word = v.choice[otherwise];
	}
	if (!fields_end(&f))
		l->ok = false;
}

/* Defaults are formulas over all inputs, so they come second. */
static void
load_default(struct loader *l, const struct node *n, struct input *in)
{
	const struct node *value = node_find(n, STR("default"));
	const struct var *v = &l->s->scope.var[in->slot];
	struct str text;
	struct expr *e;

	if (!value || v->broken || v->kind == EXPR_WORD || node_is_empty(value))
		return;
	if (!node_text(l->d, value, &text)) {
		l->ok = false;
		return;
	}
	e = expr_compile(&l->s->scope, l->d, value->at, text);
	if (!e) {
		l->ok = false;
		return;
	}
	if (e->kind != EXPR_QTY) {
		l->ok = diag_report(l->d, DIAG_FORMULA_KIND, value->at,
		    "a quantity is wanted here");
		return;
	}
	if (e->op == OP_NUMBER || qty_is(l->a, &l->env, text)) {
		struct qty q;

		/* A plain value follows the rules of typed values. */
		if (!node_qty(l->a, l->d, value, &l->env, &v->unit, &q)) {
			l->ok = false;
			return;
		}
		/* `1/2 vCPU` is a number, though a formula divides by it. */
		e->op = OP_NUMBER;
		e->narg = 0;
		e->n = q.n;
		e->unit = q.unit;
	} else if (!unit_accepts(&v->unit, &e->unit)) {
		l->ok = diag_report(l->d, DIAG_UNIT_MISMATCH, value->at,
		    "units do not agree: '%.*s' is in '%.*s', its default "
		    "in '%.*s'",
		    STR_ARG(in->name), STR_ARG(unit_text(l->a, &v->unit)),
		    STR_ARG(unit_text(l->a, &e->unit)));
		return;
	}
	in->otherwise = e;
}

void
load_inputs(struct loader *l, const struct node *n)
{
	struct service *s = l->s;
	struct var hours = { .name = STR("hours_per_month"),
		.kind = EXPR_QTY,
		.unit_word = STR("h/month") };
	size_t count = n && n->kind == NODE_MAP ? n->n : 0;

	if (n && n->kind != NODE_MAP)
		l->ok = diag_report(l->d, DIAG_WRONG_KIND, n->at,
		    "'inputs' is a map of names and inputs, not %s",
		    node_kind_name(n));
	s->input = arena_array(l->a, struct input, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct str name = node_key(n, i);

		if (str_is(name, "hours_per_month") ||
		    unit_is_word(&l->env, name)) {
			l->ok = diag_report(l->d, DIAG_INPUT_NAME, n->key_at[i],
			    "'%.*s' already means something in formulas",
			    STR_ARG(name));
			s->lacks = true;
			continue;
		}
		load_input(
		    l, name, n->key_at[i], n->item[i], &s->input[s->ninput++]);
	}
	hours.unit = unit_one();
	hours.unit.dim[DIM_SECOND] = 1;
	hours.unit.dim[DIM_MONTH] = -1;
	hours.unit.scale = rat_int(3600);
	s->hours_slot = scope_add(&s->scope, hours);
	for (size_t i = 0; i < s->ninput; i++)
		load_default(l, node_find(n, s->input[i].name), &s->input[i]);
}

static void
load_side(struct loader *l, const struct node *n, struct either *e)
{
	size_t count;
	const struct node *const *item = node_items(n, &count);
	struct str name, *all;

	e->at = n->at;
	e->input = arena_array(l->a, size_t, count + 1);
	for (size_t i = 0; i < count; i++) {
		size_t slot;

		if (!node_text(l->d, item[i], &name)) {
			l->ok = false;
			continue;
		}
		slot = scope_find(&l->s->scope, name);
		if (slot < l->s->ninput) {
			e->input[e->ninput++] = slot;
			continue;
		}
		l->ok = diag_report(l->d, DIAG_FORMULA_NAME, item[i]->at,
		    "'%.*s' is not an input of this service", STR_ARG(name));
		all = arena_array(l->a, struct str, l->s->ninput + 1);
		for (size_t k = 0; k < l->s->ninput; k++)
			all[k] = l->s->input[k].name;
		diag_nearest(l->d, name, all, l->s->ninput);
	}
}

void
load_either(struct loader *l, const struct node *n)
{
	size_t count;
	const struct node *const *item = node_items(n, &count);

	if (n->kind != NODE_LIST) {
		l->ok = diag_report(l->d, DIAG_WRONG_KIND, n->at,
		    "'either' is a list of lists of inputs");
		return;
	}
	l->s->either = arena_array(l->a, struct either, count + 1);
	for (size_t i = 0; i < count; i++)
		load_side(l, item[i], &l->s->either[l->s->neither++]);
}

#include "price/catalog_int.h"

static const char *const periods[] = { "monthly", "first-year" };

static void
add_quantity(struct loader *l, struct fields *f, size_t meter,
    const struct node *amount, const struct unit_env *env, enum period period,
    const struct citation *source)
{
	struct meter *m = &l->s->meter[meter];
	struct allowance w = { .name = m->id,
		.period = period,
		.source = source,
		.at = amount->at };
	struct qty q;

	if (!node_qty(l->a, l->d, amount, env, NULL, &q) ||
	    !qty_check(l->a, l->d, &m->unit, m->unit_word, &q)) {
		f->ok = false;
		return;
	}
	if (rat_sign(q.n) < 0) {
		f->ok = diag_report(
		    l->d, DIAG_RANGE, q.at, "an allowance is not below zero");
		return;
	}
	w.amount = q.n;
	w.text = q.text;
	w.meter = arena_array(l->a, size_t, 1);
	w.meter[w.nmeter++] = meter;
	arena_push(
	    l->a, l->s->allowance, l->s->nallowance, l->s->capallowance, w);
}

static void
load_one_free(struct loader *l, struct fields *outer, const struct node *n,
    size_t meter, const struct unit_env *env)
{
	const struct citation *source = l->s->meter[meter].source;
	const struct node *amount;
	size_t period = PERIOD_MONTHLY;
	struct fields f;

	if (n->kind != NODE_MAP) {
		add_quantity(l, outer, meter, n, env, PERIOD_MONTHLY, source);
		return;
	}
	fields_begin(&f, l->a, l->d, n, "an allowance");
	amount = field_get(&f, "amount");
	field_word(&f, "period", periods, countof(periods), &period);
	source = load_source(l, &f, source);
	if (amount)
		add_quantity(
		    l, &f, meter, amount, env, (enum period)period, source);
	if (!fields_end(&f))
		outer->ok = false;
}

void
load_free(struct loader *l, struct fields *f, size_t meter,
    const struct unit_env *env)
{
	const struct node *free = field_find(f, "free");
	const struct node *included = field_find(f, "included");

	if (included)
		add_quantity(l, f, meter, included, env, PERIOD_INCLUDED,
		    l->s->meter[meter].source);
	if (free && free->kind == NODE_LIST)
		for (size_t i = 0; i < free->n; i++)
			load_one_free(l, f, free->item[i], meter, env);
	else if (free)
		load_one_free(l, f, free, meter, env);
}

static void
load_credit(struct loader *l, struct fields *f, struct allowance *w)
{
	const struct node *n = field_get(f, "credit");
	struct rat *none;
	struct expr *e;

	if (!n || !node_text(l->d, n, &w->text))
		return;
	e = expr_compile(&l->s->scope, l->d, n->at, w->text);
	if (!e) {
		f->ok = false;
		return;
	}
	w->credit = true;
	w->at = n->at;
	if (e->kind != EXPR_QTY || !is_money(&e->unit)) {
		f->ok = diag_report(l->d, DIAG_UNIT_MISMATCH, n->at,
		    "a credit is an amount of money; '%.*s' is in '%.*s'",
		    STR_ARG(w->text), STR_ARG(unit_text(l->a, &e->unit)));
		return;
	}
	for (size_t i = 0; i < l->s->scope.n; i++)
		if (expr_uses(e, i))
			f->ok = diag_report(l->d, DIAG_FORMULA_KIND, n->at,
			    "a credit does not depend on inputs");
	if (!same_currency(l, n, &e->unit)) {
		f->ok = false;
		return;
	}
	none = arena_array(l->a, struct rat, l->s->scope.n + 1);
	w->amount = expr_eval(l->a, e, none);
	if (!rat_ok(w->amount))
		f->ok = diag_report(l->d, DIAG_ZERO_DIVISION, n->at,
		    "'%.*s' divides by zero or is too large", STR_ARG(w->text));
	else if (rat_sign(w->amount) < 0)
		f->ok = diag_report(
		    l->d, DIAG_RANGE, n->at, "an allowance is not below zero");
}

static void
load_credit_meters(struct loader *l, struct fields *f, struct allowance *w)
{
	const struct node *n = field_get(f, "meters");
	size_t count, k;
	const struct node *const *item;
	struct str id, *all;

	if (!n)
		return;
	item = node_items(n, &count);
	w->meter = arena_array(l->a, size_t, count + 1);
	for (size_t i = 0; i < count; i++) {
		if (!node_text(l->d, item[i], &id)) {
			f->ok = false;
			continue;
		}
		for (k = 0; k < l->s->nmeter; k++)
			if (str_eq(l->s->meter[k].id, id))
				break;
		if (k < l->s->nmeter) {
			w->meter[w->nmeter++] = k;
			continue;
		}
		f->ok = diag_report(l->d, DIAG_FORMULA_NAME, item[i]->at,
		    "'%.*s' is not a meter of this service", STR_ARG(id));
		all = arena_array(l->a, struct str, l->s->nmeter + 1);
		for (k = 0; k < l->s->nmeter; k++)
			all[k] = l->s->meter[k].id;
		diag_nearest(l->d, id, all, l->s->nmeter);
	}
}

void
load_allowances(struct loader *l, const struct node *n)
{
	if (n->kind != NODE_MAP) {
		l->ok = diag_report(l->d, DIAG_WRONG_KIND, n->at,
		    "'allowances' is a map of names and credits");
		return;
	}
	for (size_t i = 0; i < n->n; i++) {
		struct allowance w = { .name = node_key(n, i) };
		size_t period = PERIOD_MONTHLY;
		struct fields f;
		struct str note;

		fields_begin(&f, l->a, l->d, n->item[i], "an allowance");
		load_credit_meters(l, &f, &w);
		load_credit(l, &f, &w);
		field_word(&f, "period", periods, countof(periods), &period);
		w.period = (enum period)period;
		field_text(&f, "note", &note);
		field_get(&f, "source");
		w.source = load_source(l, &f, NULL);
		if (!fields_end(&f)) {
			l->ok = false;
			continue;
		}
		arena_push(l->a, l->s->allowance, l->s->nallowance,
		    l->s->capallowance, w);
	}
}

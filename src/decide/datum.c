#include "decide/datum.h"

#define RATING_MAX 10

struct loader {
	struct datum_list *l;
	struct fields f;
	const struct unit_env *env;
	struct datum *fact;
};

const struct datum *
datum_find(const struct datum_list *l, struct str id)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->item[i].id, id))
			return &l->item[i];
	return NULL;
}

static bool
wrong(struct loader *r, struct span at, const char *text)
{
	return r->f.ok = diag_report(r->f.d, DIAG_RANGE, at, "%s", text);
}

static void
load_rating(struct loader *r)
{
	struct unit one = unit_one();
	struct qty of;

	r->fact->form = DATUM_RATING;
	if (!field_qty(&r->f, "of", r->env, &one, &of))
		return;
	r->fact->of = rat_to_int(of.n, 0);
	if (r->fact->of < 1 || r->fact->of > RATING_MAX)
		wrong(r, of.at, "a rating is of 1 to 10");
	else if (!unit_is_plain(&r->fact->value.unit) ||
	    !rat_is_int(r->fact->value.n) || rat_sign(r->fact->value.n) < 0 ||
	    rat_lt(of.n, r->fact->value.n))
		wrong(r, r->fact->value.at,
		    "a rating is a whole number from zero to that of 'of'");
}

static void
load_span(struct loader *r)
{
	struct datum *x = r->fact;

	x->form = DATUM_SPAN;
	field_get(&r->f, "from");
	if (!field_get(&r->f, "to") ||
	    !field_qty(&r->f, "from", r->env, NULL, &x->value) ||
	    !field_qty(&r->f, "to", r->env, NULL, &x->to))
		return;
	if (!qty_check(r->f.a, r->f.d, &x->value.unit, x->value.word, &x->to))
		r->f.ok = false;
	else if (!rat_lt(x->value.n, x->to.n))
		wrong(r, x->to.at, "'to' is not above 'from'");
}

/* The facts of a sum, which stand above it. */
static void
load_terms(struct loader *r, const struct node *n)
{
	struct str id, *all = arena_array(r->f.a, struct str, r->l->n + 1);

	r->fact->form = DATUM_SUM;
	if (!node_listed(r->f.d, n, "'sum' is a list of facts")) {
		r->f.ok = false;
		return;
	}
	r->fact->term = arena_array(r->f.a, size_t, n->n);
	for (size_t i = 0; i < r->l->n; i++)
		all[i] = r->l->item[i].id;
	for (size_t i = 0; i < n->n; i++) {
		const struct datum *x;

		if (!node_text(r->f.d, n->item[i], &id)) {
			r->f.ok = false;
			continue;
		}
		x = datum_find(r->l, id);
		if (x) {
			r->fact->term[r->fact->nterm++] =
			    (size_t)(x - r->l->item);
			continue;
		}
		r->f.ok =
		    diag_report(r->f.d, DIAG_FIGURE_UNKNOWN, n->item[i]->at,
			"there is no fact '%.*s' above this sum", STR_ARG(id));
		diag_nearest(r->f.d, id, all, r->l->n);
	}
}

/* What a fact is counted in. */
static const struct unit *
unit_of(const struct datum *x)
{
	return x->form == DATUM_SUM || x->form == DATUM_FORMULA
	    ? &x->unit.unit
	    : &x->value.unit;
}

static void
check_terms(struct loader *r)
{
	struct datum *x = r->fact;

	for (size_t i = 0; i < x->nterm; i++) {
		const struct datum *t = &r->l->item[x->term[i]];

		if (t->form == DATUM_RATING) {
			wrong(r, x->at, "a rating is no part of a sum");
			return;
		}
		x->judgement |= t->judgement;
		if (i == 0 && !x->unit.at.src) {
			x->unit.unit = *unit_of(t);
			x->unit.word =
			    t->form == DATUM_SUM || t->form == DATUM_FORMULA
			    ? t->unit.word
			    : t->value.word;
		}
		if (unit_same(&x->unit.unit, unit_of(t)))
			continue;
		r->f.ok = diag_report(r->f.d, DIAG_UNIT_MISMATCH, x->at,
		    "'%.*s' is in %.*s, the sum in %.*s", STR_ARG(t->id),
		    STR_ARG(unit_text(r->f.a, unit_of(t))),
		    STR_ARG(unit_text(r->f.a, &x->unit.unit)));
		return;
	}
}

static void
load_unit(struct loader *r, const struct node *n)
{
	struct qty *u = &r->fact->unit;

	if (!node_text(r->f.d, n, &u->word) ||
	    !qty_unit(r->f.a, r->f.d, r->env, n->at, u->word, &u->unit))
		r->f.ok = false;
	u->at = n->at;
}

/* A sum and a formula have their sources from what they are made of. */
static void
load_computed(
    struct loader *r, const struct node *sum, const struct node *formula)
{
	const struct node *unit = field_find(&r->f, "unit");

	r->fact->unit.unit = unit_one();
	if (unit)
		load_unit(r, unit);
	if (sum) {
		load_terms(r, sum);
		if (r->f.ok)
			check_terms(r);
		return;
	}
	r->fact->form = DATUM_FORMULA;
	r->fact->formula = formula;
	if (formula->kind != NODE_STRING)
		r->f.ok = diag_report(r->f.d, DIAG_WRONG_KIND, formula->at,
		    "'formula' is a formula in quotes");
}

static void
load_stated(struct loader *r, const struct citations *sources)
{
	const struct node *source = field_find(&r->f, "source");
	struct datum *x = r->fact;

	field_bool(&r->f, "judgement", &x->judgement);
	if (source) {
		x->source = citation_get(sources, r->f.a, r->f.d, source);
		r->f.ok &= x->source != NULL;
	}
	if (field_find(&r->f, "from") || field_find(&r->f, "to")) {
		load_span(r);
	} else if (field_get(&r->f, "value") &&
	    field_qty(&r->f, "value", r->env, NULL, &x->value) &&
	    field_find(&r->f, "of")) {
		load_rating(r);
		x->judgement |= !source;
	}
	if (r->f.ok && x->judgement == (source != NULL))
		r->f.ok =
		    diag_report(r->f.d, DIAG_MISSING_KEY, span_sub(x->at, 0, 1),
			"a fact has either a 'source' or 'judgement: true'");
}

static bool
load_fact(struct loader *r, const struct citations *sources)
{
	const struct node *sum = field_find(&r->f, "sum"), *formula;

	formula = field_find(&r->f, "formula");
	field_text(&r->f, "name", &r->fact->name);
	field_text(&r->f, "note", &r->fact->note);
	if (sum || formula)
		load_computed(r, sum, formula);
	else
		load_stated(r, sources);
	return fields_end(&r->f);
}

bool
datums_load(struct datum_list *l, struct arena *a, struct diag *d,
    const struct unit_env *env, const struct citations *sources,
    const struct node *n)
{
	struct loader r = { .l = l, .env = env };
	bool ok = true;

	l->item = arena_array(a, struct datum, n->n + 1);
	for (size_t i = 0; i < n->n; i++) {
		r.fact = &l->item[i];
		*r.fact = (struct datum){ .id = node_key(n, i),
			.name = node_key(n, i),
			.at = n->item[i]->at };
		fields_begin(&r.f, a, d, n->item[i], "a fact");
		ok &= load_fact(&r, sources);
		l->n++;
	}
	return ok;
}

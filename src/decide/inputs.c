/* Names of a guide's own that its scenarios set and its formulas use. */
#include "decide/guide.h"

struct reader {
	struct terms *t;
	struct arena *a;
	struct diag *d;
};

static bool
is_free(struct reader *r, struct str name, struct span at)
{
	const struct term *term = catalog_term(r->t->catalog, name);

	if (unit_is_word(&r->t->scope.units, name))
		return diag_report(r->d, DIAG_INPUT_NAME, at,
		    "'%.*s' already means something in formulas",
		    STR_ARG(name));
	if (scope_find(&r->t->scope, name) == SIZE_MAX)
		return true;
	diag_report(r->d, DIAG_INPUT_NAME, at,
	    "'%.*s' is a name of price files already: scenarios can set it "
	    "as it is",
	    STR_ARG(name));
	if (term)
		diag_note(r->d, term->at, "it is defined here");
	return false;
}

static void
load_range(
    struct reader *r, struct fields *f, const struct var *v, struct own *out)
{
	const struct unit_env *env = &r->t->scope.units;
	struct qty step;

	out->has_min = field_qty(f, "min", env, &v->unit, &out->min);
	out->has_max = field_qty(f, "max", env, &v->unit, &out->max);
	if (out->has_min && out->has_max && rat_lt(out->max.n, out->min.n))
		f->ok = diag_report(r->d, DIAG_RANGE, out->max.at,
		    "the largest value '%.*s' is below the smallest '%.*s'",
		    STR_ARG(out->max.text), STR_ARG(out->min.text));
	if (!field_qty(f, "step", env, &v->unit, &step))
		return;
	out->step = out->spacing = step.n;
	if (rat_sign(step.n) <= 0)
		f->ok = diag_report(r->d, DIAG_RANGE, step.at,
		    "'step' is above zero, not '%.*s'", STR_ARG(step.text));
}

static bool
load_one(
    struct reader *r, struct str name, struct span at, const struct node *n)
{
	struct own *own = arena_new(r->a, struct own);
	struct var v = { .name = name, .kind = EXPR_QTY };
	const struct node *unit;
	struct fields f;

	if (!is_free(r, name, at))
		return false;
	fields_begin(&f, r->a, r->d, n, "an input");
	field_text(&f, "name", &own->name);
	unit = field_get(&f, "unit");
	v.unit = unit_one();
	if (unit && node_text(r->d, unit, &v.unit_word) &&
	    qty_unit(r->a, r->d, &r->t->scope.units, unit->at, v.unit_word,
		&v.unit)) {
		load_range(r, &f, &v, own);
	} else {
		v.broken = true;
		f.ok = false;
		field_find(&f, "min");
		field_find(&f, "max");
		field_find(&f, "step");
	}
	own->at = at;
	map_put(&r->t->own, r->a, name, own);
	scope_add(&r->t->scope, v);
	return fields_end(&f);
}

bool
guide_load_inputs(
    struct guide *g, struct arena *a, struct diag *d, const struct node *n)
{
	struct terms *t = arena_new(a, struct terms);
	struct reader r = { .t = t, .a = a, .d = d };
	bool ok = true;

	terms_copy(t, a, g->terms);
	for (size_t i = 0; i < n->n; i++)
		ok &= load_one(&r, node_key(n, i), n->key_at[i], n->item[i]);
	g->terms = t;
	return ok;
}

#include "expr/expr_int.h"

static bool
report_name(const struct scope *s, struct diag *d, const struct expr *e)
{
	struct str *all = arena_array(s->arena, struct str, s->n + 1);

	for (size_t i = 0; i < s->n; i++)
		all[i] = s->var[i].name;
	diag_report(d, DIAG_FORMULA_NAME, e->at,
	    "unknown name '%.*s' in a formula", STR_ARG(e->word));
	diag_nearest(d, e->word, all, s->n);
	return false;
}

/* The nearest choice, or all where none is near. */
static void
hint_choices(struct diag *d, struct str given, const struct var *v)
{
	struct buf all = { 0 };

	if (str_nearest(given, v->choice, v->nchoice).n) {
		diag_nearest(d, given, v->choice, v->nchoice);
		return;
	}
	for (size_t i = 0; i < v->nchoice; i++)
		buf_printf(
		    &all, "%s'%.*s'", i ? ", " : "", STR_ARG(v->choice[i]));
	diag_hint(d, "its choices are %s", all.n ? all.p : "none");
	buf_free(&all);
}

/* `word` is compared with the name: it must be one of the choices. */
static bool
bind_word(const struct scope *s, struct diag *d, const struct expr *name,
    struct expr *word)
{
	const struct var *v = &s->var[name->slot];

	if (!v->choice) {
		word->n = scope_word(s, word->word);
		return true;
	}
	for (size_t i = 0; i < v->nchoice; i++) {
		if (str_eq(v->choice[i], word->word)) {
			word->n = rat_int((int64_t)i);
			return true;
		}
	}
	diag_report(d, DIAG_FORMULA_NAME, word->at,
	    "'%.*s' is not a choice of '%.*s'", STR_ARG(word->word),
	    STR_ARG(v->name));
	hint_choices(d, word->word, v);
	return false;
}

static bool
check_words(const struct scope *s, struct diag *d, struct expr *e)
{
	struct expr *l = e->arg[0], *r = e->arg[1];

	e->kind = EXPR_TRUTH;
	if (e->op != OP_EQ && e->op != OP_NE)
		return diag_report(d, DIAG_FORMULA_KIND, e->at,
		    "words are compared with '==' or '!='");
	if (l->op == OP_WORD && r->op == OP_WORD)
		return report_name(s, d, l);
	if (l->op == OP_NAME && r->op == OP_WORD && l->kind == EXPR_WORD)
		return bind_word(s, d, l, r);
	if (r->op == OP_NAME && l->op == OP_WORD && r->kind == EXPR_WORD)
		return bind_word(s, d, r, l);
	if (l->op == OP_WORD)
		return report_name(s, d, l);
	if (r->op == OP_WORD)
		return report_name(s, d, r);
	return diag_report(d, DIAG_FORMULA_KIND, e->at,
	    "a word is compared with a word, as in 'architecture == arm'");
}

static bool
want_kind(const struct scope *s, struct diag *d, const struct expr *e,
    enum expr_kind kind)
{
	if (e->kind == kind)
		return true;
	if (e->op == OP_WORD)
		return report_name(s, d, e);
	return diag_report(d, DIAG_FORMULA_KIND, e->at,
	    kind == EXPR_TRUTH ? "a condition is wanted here"
			       : "a quantity is wanted here");
}

static bool
is_count_unit(const struct unit *u)
{
	return !u->dim[DIM_MONEY] && !u->dim[DIM_BYTE] && !u->dim[DIM_SECOND];
}

/* Lets a bare number, or zero, take the dimensions of what it stands by. */
static void
adapt(struct expr *literal, const struct expr *other)
{
	if (literal->op != OP_NUMBER || !literal->literal)
		return;
	if (rat_is_zero(literal->n) || is_count_unit(&other->unit))
		literal->unit = other->unit;
}

static bool
same_units(const struct scope *s, struct diag *d, const struct expr *e,
    struct expr *l, struct expr *r)
{
	adapt(l, r);
	adapt(r, l);
	if (unit_same(&l->unit, &r->unit))
		return true;
	return diag_report(d, DIAG_UNIT_MISMATCH, e->at,
	    "units do not agree: '%.*s' is in '%.*s', '%.*s' in '%.*s'",
	    STR_ARG(expr_text(l)), STR_ARG(unit_text(s->arena, &l->unit)),
	    STR_ARG(expr_text(r)), STR_ARG(unit_text(s->arena, &r->unit)));
}

/* All arguments from `first` on must be quantities of the same dimensions. */
static bool
check_alike(const struct scope *s, struct diag *d, struct expr *e, size_t first)
{
	for (size_t i = first; i < e->narg; i++)
		if (!want_kind(s, d, e->arg[i], EXPR_QTY))
			return false;
	for (size_t i = first + 1; i < e->narg; i++)
		if (!same_units(s, d, e, e->arg[first], e->arg[i]))
			return false;
	/* A bare first argument may have adapted to a later one. */
	for (size_t i = first + 1; i < e->narg; i++)
		if (!same_units(s, d, e, e->arg[first], e->arg[i]))
			return false;
	e->unit = e->arg[first]->unit;
	return true;
}

static bool
check_product(const struct scope *s, struct diag *d, struct expr *e)
{
	struct unit *l = &e->arg[0]->unit, *r = &e->arg[1]->unit;

	if (!want_kind(s, d, e->arg[0], EXPR_QTY) ||
	    !want_kind(s, d, e->arg[1], EXPR_QTY))
		return false;
	if (l->currency[0] && r->currency[0] &&
	    !str_eq(str_of(l->currency), str_of(r->currency)))
		return diag_report(d, DIAG_CURRENCY, e->at,
		    "'%s' and '%s' are two currencies", l->currency,
		    r->currency);
	e->unit = e->op == OP_MUL ? unit_mul(s->arena, l, r)
				  : unit_div(s->arena, l, r);
	return true;
}

static bool
check_step(const struct scope *s, struct diag *d, struct expr *e)
{
	struct expr *step;

	if (!check_alike(s, d, e, 0))
		return false;
	if (e->narg < 2)
		return true;
	step = e->arg[1];
	if (step->op != OP_NUMBER || rat_sign(step->n) <= 0)
		return diag_report(d, DIAG_FORMULA_KIND, step->at,
		    "the step is a number above zero");
	return true;
}

static bool
check_if(const struct scope *s, struct diag *d, struct expr *e)
{
	if (!want_kind(s, d, e->arg[0], EXPR_TRUTH))
		return false;
	return check_alike(s, d, e, 1);
}

static bool
check_truths(const struct scope *s, struct diag *d, struct expr *e)
{
	e->kind = EXPR_TRUTH;
	for (size_t i = 0; i < e->narg; i++)
		if (!want_kind(s, d, e->arg[i], EXPR_TRUTH))
			return false;
	return true;
}

static bool
check_node(const struct scope *s, struct diag *d, struct expr *e)
{
	switch (e->op) {
	case OP_NUMBER:
	case OP_NAME:
	case OP_WORD:
		return true;
	case OP_NEG:
	case OP_ADD:
	case OP_SUB:
	case OP_MIN:
	case OP_MAX:
		return check_alike(s, d, e, 0);
	case OP_MUL:
	case OP_DIV:
		return check_product(s, d, e);
	case OP_CEIL:
	case OP_FLOOR:
		return check_step(s, d, e);
	case OP_IF:
		return check_if(s, d, e);
	case OP_NOT:
	case OP_AND:
	case OP_OR:
		return check_truths(s, d, e);
	case OP_LT:
	case OP_LE:
	case OP_GT:
	case OP_GE:
	case OP_EQ:
	case OP_NE:
		break;
	}
	if (e->arg[0]->kind == EXPR_WORD || e->arg[1]->kind == EXPR_WORD)
		return check_words(s, d, e);
	if (!check_alike(s, d, e, 0))
		return false;
	e->kind = EXPR_TRUTH;
	e->unit = unit_one();
	return true;
}

bool
expr_check(const struct scope *s, struct diag *d, struct expr *e)
{
	for (size_t i = 0; i < e->narg; i++)
		if (!expr_check(s, d, e->arg[i]))
			return false;
	return check_node(s, d, e);
}

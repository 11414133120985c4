/* Figures of what a guide states, and of what is made of other figures: facts,
 * sums, and which of some values is the better one. */
#include "num/format.h"
#include "view/figure_int.h"

#define DEPTH_MAX 32 /* of figures made of figures */
#define PARTS_MAX 64

/* A figure by its id, where it is a part of another one. */
static const struct figure *
part_figure(struct figures *f, struct str id, struct span at)
{
	const struct figure *fig = NULL;

	if (f->depth >= DEPTH_MAX) {
		diag_report(f->d, DIAG_FORMULA_DEPTH, at,
		    "the figure '%.*s' is made of itself, or of figures "
		    "nested more than %d deep",
		    STR_ARG(id), DEPTH_MAX);
		return NULL;
	}
	f->depth++;
	fig = figure_get(f, id, at);
	f->depth--;
	return fig;
}

static struct str
range_text(struct figures *f, const struct figure *fig, struct str word)
{
	struct str from = value_display(f->a, fig->n, &fig->unit, STR(""));
	struct str to = value_display(f->a, fig->to, &fig->unit, word);

	/* Ends that print alike are not told apart. */
	if (str_eq(from, value_display(f->a, fig->to, &fig->unit, STR(""))))
		return to;
	return str_printf(
	    f->a, "%.*s\xE2\x80\x93%.*s", STR_ARG(from), STR_ARG(to));
}

static bool
is_monthly_money(const struct unit *u)
{
	return u->dim[DIM_MONEY] == 1 && u->dim[DIM_MONTH] == -1;
}

/* The value or the range of a figure whose `n` and `to` are known. */
static void
set_stated(struct figures *f, struct figure *fig, const struct unit *unit,
    struct str word)
{
	if (fig->range) {
		fig->unit = *unit;
		fig->is_text = true;
		fig->unit_word = word;
		fig->display = range_text(f, fig, word);
	} else if (is_monthly_money(unit)) {
		set_money(f, fig, fig->n, unit->currency);
	} else {
		set_value(f, fig, fig->n, unit, word);
	}
	if (fig->judged)
		fig->display =
		    str_printf(f->a, "%.*s (estimate)", STR_ARG(fig->display));
}

/* What is printed of a value, exactly. */
static struct rat
as_printed(struct figures *f, const struct figure *fig, struct rat n)
{
	if (is_monthly_money(&fig->unit))
		return format_money_round(f->a, n);
	return rat_mul(f->a,
	    format_number_round(f->a, qty_in(f->a, n, &fig->unit)),
	    fig->unit.scale);
}

/* A sum with bounds is a bound: of a range its end on that side. */
static void
set_total(struct figures *f, struct figure *fig, const struct unit *unit,
    struct str word)
{
	if (fig->known == KNOWN_NOT) {
		set_missing(
		    f, fig, STR("a lower and an upper bound have no sum"));
		return;
	}
	if (fig->known == KNOWN_AT_MOST)
		fig->n = fig->to;
	if (fig->known != KNOWN)
		fig->range = false;
	set_stated(f, fig, unit, word);
	set_known(f, fig, fig->known);
}

/* Adds a figure as printed; that of the largest unit names the unit. */
static void
add_term(struct figures *f, struct figure *sum, const struct figure *part,
    struct unit *unit, struct str *word)
{
	struct rat to = part->range ? part->to : part->n;

	sum->n = rat_add(f->a, sum->n, as_printed(f, part, part->n));
	sum->to = rat_add(f->a, sum->to, as_printed(f, part, to));
	sum->range |= part->range;
	sum->known |= part->known;
	sum->judged |= part->judged;
	add_operand(f, sum, part);
	arena_push(f->a, sum->part, sum->npart, sum->cappart, part);
	if (!rat_lt(unit->scale, part->unit.scale) && word->n)
		return;
	*unit = part->unit;
	*word = part->unit_word;
}

static bool
is_number(const struct figure *fig)
{
	return !fig->missing && (!fig->is_text || fig->range);
}

static bool
refuse_text(struct figures *f, struct span at, const struct figure *fig)
{
	return diag_report(f->d, DIAG_FORMULA_KIND, at,
	    "the figure '%.*s' is '%.*s', not a number", STR_ARG(fig->id),
	    STR_ARG(fig->display));
}

static bool
refuse_units(struct figures *f, struct span at, const struct figure *fig,
    const struct figure *first)
{
	return diag_report(f->d, DIAG_UNIT_MISMATCH, at,
	    "units do not agree: '%.*s' is in %.*s, '%.*s' in %.*s",
	    STR_ARG(fig->id), STR_ARG(unit_text(f->a, &fig->unit)),
	    STR_ARG(first->id), STR_ARG(unit_text(f->a, &first->unit)));
}

/* The reason in "n/a (missing: key)". */
static struct str
missing_why(const struct figure *fig)
{
	struct str s = str_from(fig->display, STR("n/a (").n);

	return str_sub(s, 0, s.n - 1);
}

/* The sum of figures as they are printed; `unit` is what it is printed in, or
 * NULL. */
static bool
set_sum(struct figures *f, struct figure *fig, const struct str *id, size_t n,
    struct span at, const struct qty *unit)
{
	const struct figure *first = NULL, *lacks = NULL, *part;
	struct unit largest = unit_one();
	struct str word = { 0 };
	struct buf names = { 0 };
	bool ok = true;

	for (size_t i = 0; i < n && ok; i++) {
		part = part_figure(f, id[i], at);
		ok = part != NULL;
		if (!ok)
			break;
		buf_printf(&names, "%s%.*s", i ? " + " : "", STR_ARG(part->id));
		add_value(f, fig, part->name, part->display);
		if (part->missing) {
			lacks = lacks ? lacks : part;
			continue;
		}
		first = first ? first : part;
		if (!is_number(part))
			ok = refuse_text(f, at, part);
		else if (!unit_same(&part->unit, &first->unit))
			ok = refuse_units(f, at, part, first);
		else
			add_term(f, fig, part, &largest, &word);
	}
	buf_puts(&names, ", as printed");
	fig->formula = buf_take(&names, f->a);
	if (ok && lacks)
		set_missing(f, fig, missing_why(lacks));
	else if (ok && unit && unit->at.src)
		set_total(f, fig, &unit->unit, unit->word);
	else if (ok)
		set_total(f, fig, &largest, word);
	return ok;
}

/* What stands behind the `@` of an id, cut at each `;`. */
static size_t
split(const struct path *p, struct str *part)
{
	struct str rest = p->changes;
	size_t n = 0;

	while (rest.n && n < PARTS_MAX)
		str_cut(rest, ';', &part[n++], &rest);
	return n;
}

/* sum@FIGURE;FIGURE */
struct figure *
make_sum(struct figures *f, const struct path *p)
{
	struct figure *fig = known_figure(f, p->whole);
	struct str id[PARTS_MAX];
	size_t n = split(p, id);

	if (fig)
		return fig;
	if (p->n != 1 || n == 0)
		return unknown_part(f, p, 1, NULL, 0);
	fig = new_figure(f, p->whole);
	return set_sum(f, fig, id, n, p->at, NULL) ? keep_figure(f, fig) : NULL;
}

/* A figure in a formula of a fact; its judgement and its sources are those of
 * the fact as well. */
struct cook {
	struct figures *f;
	struct figure *fig;
};

static bool
formula_figure(void *ctx, struct str id, struct span at, struct qty *out)
{
	struct cook *c = ctx;
	const struct figure *part = part_figure(c->f, id, at);

	if (!part)
		return false;
	/* What a bound makes of a formula hangs on the formula. */
	if (part->is_text || part->known != KNOWN)
		return refuse_text(c->f, at, part);
	c->fig->judged |= part->judged;
	add_value(c->f, c->fig, part->name, part->display);
	add_operand(c->f, c->fig, part);
	*out = (struct qty){ .n = part->n, .unit = part->unit };
	return true;
}

/* The only name such a formula has is hours_per_month. */
static void
add_hours(const struct guide *g, struct scope *s, struct rat *value)
{
	scope_add(s, g->terms->scope.var[g->terms->hours_slot]);
	*value = g->market.month;
}

static bool
set_formula(struct figures *f, struct figure *fig, const struct datum *x)
{
	struct cook c = { f, fig };
	const struct node *n = x->formula;
	struct rat month;
	struct expr *e;
	struct scope s;

	scope_init(&s, f->a);
	s.units = f->g->terms->scope.units;
	add_hours(f->g, &s, &month);
	s.figure = formula_figure;
	s.figure_ctx = &c;
	e = expr_compile(&s, f->d, n->at, n->text);
	if (!e)
		return false;
	if (e->kind != EXPR_QTY)
		return diag_report(f->d, DIAG_FORMULA_KIND, n->at,
		    "the formula of a fact is a quantity");
	if (!unit_same(&e->unit, &x->unit.unit)) {
		diag_report(f->d, DIAG_UNIT_MISMATCH, n->at,
		    "the formula is in %.*s, the fact in %.*s",
		    STR_ARG(unit_text(f->a, &e->unit)),
		    STR_ARG(unit_text(f->a, &x->unit.unit)));
		diag_hint(f->d, "'unit' says what the fact is printed in");
		return false;
	}
	fig->n = expr_eval(f->a, e, &month);
	fig->formula = n->text;
	if (expr_uses(e, 0))
		add_value(f, fig, s.var[0].name,
		    value_display(
			f->a, month, &s.var[0].unit, s.var[0].unit_word));
	if (!rat_ok(fig->n))
		return diag_report(f->d, DIAG_ZERO_DIVISION, n->at,
		    "the formula of the fact '%.*s' has no value",
		    STR_ARG(x->id));
	set_stated(f, fig, &x->unit.unit, x->unit.word);
	return true;
}

static bool
set_terms(struct figures *f, struct figure *fig, const struct datum *x)
{
	struct str *id = arena_array(f->a, struct str, x->nterm + 1);

	for (size_t i = 0; i < x->nterm; i++)
		id[i] = str_printf(f->a, "fact.%.*s",
		    STR_ARG(f->g->facts.item[x->term[i]].id));
	return set_sum(f, fig, id, x->nterm, x->at, &x->unit);
}

static bool
set_fact(struct figures *f, struct figure *fig, const struct datum *x)
{
	fig->judged = x->judgement;
	fig->formula = str_printf(f->a, "%.*s%s", STR_ARG(x->name),
	    x->judgement ? ": the authors' judgement" : "");
	if (x->note.n)
		add_value(f, fig, STR("note"), x->note);
	add_source(f, fig, x->source);
	fig->n = x->value.n;
	switch (x->form) {
	case DATUM_VALUE:
		set_stated(f, fig, &x->value.unit, x->value.word);
		return true;
	case DATUM_SPAN:
		fig->range = true;
		fig->to = x->to.n;
		set_stated(f, fig, &x->value.unit, x->value.word);
		return true;
	case DATUM_RATING:
		set_value(f, fig, x->value.n, &x->value.unit, STR(""));
		fig->display = str_printf(f->a, "%.*s of %lld",
		    STR_ARG(fig->display), (long long)x->of);
		return true;
	case DATUM_SUM:
		return set_terms(f, fig, x);
	case DATUM_FORMULA:
		return set_formula(f, fig, x);
	}
	return false;
}

/* fact.ID.name, and both ends of a range. */
static struct figure *
fact_field(struct figures *f, const struct path *p, const struct datum *x,
    const struct figure *whole)
{
	struct str words[] = { STR("name"), STR("from"), STR("to") };
	struct figure *fig = known_figure(f, p->whole);

	if (fig)
		return fig;
	fig = new_figure(f, p->whole);
	fig->formula = whole->formula;
	fig->judged = whole->judged;
	add_operand(f, fig, whole);
	if (p->n == 3 && str_is(p->part[2], "name")) {
		set_text(fig, x->name);
		return keep_figure(f, fig);
	}
	if (p->n != 3 || !whole->range ||
	    !(str_is(p->part[2], "from") || str_is(p->part[2], "to")))
		return unknown_part(
		    f, p, p->n > 3 ? 3 : 2, words, whole->range ? 3 : 1);
	fig->n = str_is(p->part[2], "to") ? whole->to : whole->n;
	set_stated(f, fig, &whole->unit, whole->unit_word);
	return keep_figure(f, fig);
}

/* fact.ID */
struct figure *
make_fact(struct figures *f, const struct path *p)
{
	const struct datum_list *l = &f->g->facts;
	const struct datum *x = p->n > 1 ? datum_find(l, p->part[1]) : NULL;
	struct str *all, id;
	struct figure *fig;

	if (!x) {
		all = arena_array(f->a, struct str, l->n + 1);
		for (size_t i = 0; i < l->n; i++)
			all[i] = l->item[i].id;
		return unknown_part(f, p, 1, all, l->n);
	}
	id = str_printf(f->a, "fact.%.*s", STR_ARG(x->id));
	fig = known_figure(f, id);
	if (!fig) {
		fig = new_figure(f, id);
		if (!set_fact(f, fig, x))
			return NULL;
		keep_figure(f, fig);
	}
	return p->n > 2 ? fact_field(f, p, x, fig) : fig;
}

/* One value in a comparison. */
struct rival {
	size_t option;
	const struct figure *fig; /* NULL: there is no limit */
};

/* Whether all that one figure may be is less than all that another may be. */
static bool
is_surely_less(const struct figure *x, const struct figure *y)
{
	return x->known != KNOWN_AT_LEAST && y->known != KNOWN_AT_MOST &&
	    rat_lt(x->range ? x->to : x->n, y->n);
}

static bool
beats(const struct rival *x, const struct rival *y, bool more)
{
	if (!x->fig || !y->fig)
		return more ? !x->fig && y->fig : x->fig && !y->fig;
	return more ? is_surely_less(y->fig, x->fig)
		    : is_surely_less(x->fig, y->fig);
}

/* OPTION=FIGURE or OPTION=none. */
static bool
load_rival(
    struct figures *f, const struct path *p, struct str text, struct rival *r)
{
	struct str option, id;

	str_cut(text, '=', &option, &id);
	r->option = guide_option_get(f->g, f->d, p->at, option);
	if (r->option == SIZE_MAX)
		return false;
	r->fig = NULL;
	if (str_is(id, "none"))
		return true;
	r->fig = part_figure(f, id, p->at);
	return r->fig != NULL;
}

static bool
load_rivals(struct figures *f, const struct path *p, struct rival *r, size_t *n)
{
	struct str part[PARTS_MAX];
	const struct figure *first = NULL;

	*n = split(p, part);
	for (size_t i = 0; i < *n; i++) {
		if (!load_rival(f, p, part[i], &r[i]))
			return false;
		if (!r[i].fig || r[i].fig->missing)
			continue;
		first = first ? first : r[i].fig;
		if (!is_number(r[i].fig))
			return refuse_text(f, p->at, r[i].fig);
		if (!unit_same(&r[i].fig->unit, &first->unit))
			return refuse_units(f, p->at, r[i].fig, first);
	}
	return true;
}

/* Those that no other one beats. */
static void
set_better(struct figures *f, struct figure *fig, const struct rival *r,
    size_t n, bool more)
{
	struct buf names = { 0 };
	size_t best = 0, apart = 0;

	for (size_t i = 0; i < n; i++) {
		bool beaten = false;

		for (size_t k = 0; k < n; k++) {
			beaten |= beats(&r[k], &r[i], more);
			apart += r[i].fig && r[k].fig &&
			    (!rat_eq(r[i].fig->n, r[k].fig->n) ||
				r[i].fig->range || r[i].fig->known != KNOWN);
		}
		if (beaten)
			continue;
		buf_printf(&names, "%s%.*s", best++ ? ", " : "",
		    STR_ARG(f->g->option[r[i].option].name));
		fig->option = r[i].option + 1;
	}
	if (best > 1)
		fig->option = 0;
	set_text(fig, buf_take(&names, f->a));
	if (best == n && n > 1)
		set_text(fig, apart ? STR("no clear one") : STR("equal"));
	if (fig->judged)
		set_text(fig,
		    str_printf(f->a, "%.*s (estimate)", STR_ARG(fig->display)));
}

/* better.more@OPTION=FIGURE;OPTION=none and better.less@... */
struct figure *
make_better(struct figures *f, const struct path *p)
{
	struct str words[] = { STR("less"), STR("more") };
	bool more = p->n == 2 && str_is(p->part[1], "more");
	struct figure *fig = known_figure(f, p->whole);
	const struct figure *lacks = NULL;
	struct rival r[PARTS_MAX];
	size_t n;

	if (fig)
		return fig;
	if (p->n != 2 || !(more || str_is(p->part[1], "less")))
		return unknown_part(f, p, p->n > 2 ? 2 : 1, words, 2);
	if (!load_rivals(f, p, r, &n))
		return NULL;
	if (n == 0)
		return unknown_part(f, p, 2, NULL, 0);
	fig = new_figure(f, p->whole);
	fig->formula = more ? STR("the option with the most")
			    : STR("the option with the "
				  "least");
	for (size_t i = 0; i < n; i++) {
		add_value(f, fig, f->g->option[r[i].option].name,
		    r[i].fig ? r[i].fig->display : STR("no limit"));
		if (!r[i].fig)
			continue;
		if (r[i].fig->missing && !lacks)
			lacks = r[i].fig;
		fig->judged |= r[i].fig->judged;
		add_operand(f, fig, r[i].fig);
	}
	if (lacks)
		set_missing(f, fig, missing_why(lacks));
	else
		set_better(f, fig, r, n, more);
	return keep_figure(f, fig);
}

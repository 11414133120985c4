#include "view/figure_html.h"
#include "view/figure_int.h"

#include <string.h>

static const struct {
	const char *name;
	figure_maker make;
	bool fixed; /* the same whatever a scenario says */
} families[] = {
	{ "cost", make_cost, false },
	{ "ratio", make_ratio, false },
	{ "difference", make_difference, false },
	{ "change", make_change, false },
	{ "winner", make_winner, false },
	{ "crossings", make_crossing, false },
	{ "intervals", make_interval, false },
	{ "recommend", make_recommend, false },
	{ "limits", make_limit, true },
	{ "price", make_price, true },
	{ "free", make_free, true },
	{ "input", make_input, false },
	{ "bound", make_bound, true },
	{ "option", make_option, true },
	{ "scenario", make_scenario, true },
	{ "latency", make_latency, false },
	{ "fact", make_fact, true },
	{ "sum", make_sum, false },
	{ "better", make_better, false },
};

void
figures_init(struct figures *f, struct arena *a, struct diag *d,
    const struct guide *g, const char *yaml_path)
{
	*f = (struct figures){ .a = a, .d = d, .g = g, .yaml_path = yaml_path };
}

struct figure *
new_figure(struct figures *f, struct str id)
{
	struct figure *fig = arena_new(f->a, struct figure);

	fig->id = id;
	fig->unit = unit_one();
	return fig;
}

struct figure *
known_figure(struct figures *f, struct str id)
{
	return map_find(&f->by_id, id);
}

struct figure *
keep_figure(struct figures *f, struct figure *fig)
{
	if (!f->bare)
		fig->name = figure_name(f, fig->id);
	map_put(&f->by_id, f->a, fig->id, fig);
	return fig;
}

void
set_money(
    struct figures *f, struct figure *fig, struct rat n, const char *currency)
{
	fig->n = n;
	fig->unit.dim[DIM_MONEY] = 1;
	fig->unit.dim[DIM_MONTH] = -1;
	strncpy(fig->unit.currency, currency, sizeof(fig->unit.currency) - 1);
	fig->exact = exact_text(f->a, n);
	fig->display = money_text(f->a, n, currency);
	fig->unit_word = str_cat(f->a, str_of(currency), STR("/month"));
}

void
set_value(struct figures *f, struct figure *fig, struct rat n,
    const struct unit *unit, struct str word)
{
	fig->n = n;
	fig->unit = *unit;
	fig->exact = exact_text(f->a, qty_in(f->a, n, unit));
	fig->display = value_display(f->a, n, unit, word);
	fig->unit_word = word;
}

void
set_known(struct figures *f, struct figure *fig, enum known known)
{
	static const char *const sign[] = { "", "\xE2\x89\xA5\xC2\xA0",
		"\xE2\x89\xA4\xC2\xA0" };

	fig->known = known;
	fig->display =
	    str_printf(f->a, "%s%.*s", sign[known], STR_ARG(fig->display));
}

void
set_text(struct figure *fig, struct str text)
{
	fig->is_text = true;
	fig->display = text;
}

void
set_sentence(struct figure *fig, struct str text)
{
	set_text(fig, text);
	fig->is_sentence = true;
}

void
set_missing(struct figures *f, struct figure *fig, struct str why)
{
	fig->missing = true;
	fig->is_text = true;
	fig->display = str_cat(f->a, STR("n/a ("), why, STR(")"));
}

void
add_value(
    struct figures *f, struct figure *fig, struct str name, struct str value)
{
	struct operand one = { name, value };

	for (size_t i = 0; i < fig->noperand; i++)
		if (str_eq(fig->operand[i].name, name)) {
			fig->operand[i] = one;
			return;
		}
	arena_push(f->a, fig->operand, fig->noperand, fig->capoperand, one);
}

void
add_source(struct figures *f, struct figure *fig, const struct citation *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < fig->nsource; i++)
		if (fig->source[i] == c)
			return;
	arena_push(f->a, fig->source, fig->nsource, fig->capsource, c);
}

static void
push_price(
    struct figures *f, struct figure *fig, struct str key, struct span at)
{
	size_t n = fig->nprice;

	for (size_t i = 0; i < n; i++)
		if (str_eq(fig->price[i], key))
			return;
	arena_push(f->a, fig->price_at, n, fig->capprice_at, at);
	arena_push(f->a, fig->price, fig->nprice, fig->capprice, key);
}

/* Prices and sources of a figure that another one is computed of. */
void
add_operand(struct figures *f, struct figure *fig, const struct figure *from)
{
	for (size_t i = 0; i < from->nprice; i++)
		push_price(f, fig, from->price[i], from->price_at[i]);
	for (size_t i = 0; i < from->nsource; i++)
		add_source(f, fig, from->source[i]);
}

void
add_price(struct figures *f, struct figure *fig, const struct price *p)
{
	push_price(f, fig, p->key, p->at);
	add_source(f, fig, p->source);
}

void
add_line(struct figures *f, struct figure *fig, const struct line *l)
{
	add_price(f, fig, l->price);
	for (size_t i = 0; i < l->use->nbinding; i++)
		for (size_t k = 0; k < l->use->binding[i].nsource; k++)
			add_source(f, fig, l->use->binding[i].source[k]);
}

bool
figure_same_basis(const struct figure *x, const struct figure *y)
{
	if (x->nprice != y->nprice || x->nsource != y->nsource)
		return false;
	for (size_t i = 0; i < x->nprice; i++)
		if (x->price[i].p != y->price[i].p &&
		    !str_eq(x->price[i], y->price[i]))
			return false;
	for (size_t i = 0; i < x->nsource; i++)
		if (x->source[i] != y->source[i])
			return false;
	return true;
}

/* Where a part of an id stands in the source. */
static struct span
part_at(const struct path *p, struct str part)
{
	struct str text;
	size_t whole, i = (size_t)(part.p - p->whole.p);

	if (!p->at.src)
		return p->at;
	text = str_sub(p->at.src->text, p->at.from, p->at.to);
	whole = str_find(text, p->whole, 0);
	if (whole == SIZE_MAX)
		return p->at;
	return span_sub(p->at, whole + i, whole + i + part.n);
}

struct figure *
unknown_part(struct figures *f, const struct path *p, size_t i,
    const struct str *candidate, size_t n)
{
	struct str part = i < p->n ? p->part[i] : (struct str){ 0 };
	struct buf may = { 0 };

	for (size_t k = 0; k < n && !part.n; k++)
		buf_printf(&may, "%s%.*s", k ? ", " : "; it goes on with ",
		    STR_ARG(candidate[k]));
	if (!part.n)
		diag_report(f->d, DIAG_FIGURE_UNKNOWN, p->at,
		    "the figure '%.*s' ends too early%s", STR_ARG(p->whole),
		    may.n ? may.p : "");
	else
		diag_report(f->d, DIAG_FIGURE_UNKNOWN, part_at(p, part),
		    "unknown figure '%.*s': there is no '%.*s'",
		    STR_ARG(p->whole), STR_ARG(part));
	buf_free(&may);
	if (part.n)
		diag_nearest(f->d, part, candidate, n);
	if (f->g->at.src && i > 0)
		diag_note(f->d, (struct span){ f->g->at.src, 0, 1 },
		    "names of options, scenarios and measurements are "
		    "defined in '%s'",
		    f->yaml_path);
	return NULL;
}

bool
path_fixed(struct figures *f, const struct path *p)
{
	if (!p->changes.n)
		return true;
	return diag_report(f->d, DIAG_FIGURE_UNKNOWN, part_at(p, p->changes),
	    "'%.*s' is the same in any scenario: '%.*s' cannot change it",
	    STR_ARG(
		str_sub(p->whole, 0, (size_t)(p->changes.p - p->whole.p) - 1)),
	    STR_ARG(p->changes));
}

size_t
path_option(struct figures *f, const struct path *p, size_t i)
{
	size_t k = i < p->n ? guide_option(f->g, p->part[i]) : SIZE_MAX;
	struct str *all;

	if (k != SIZE_MAX)
		return option_is_sound(&f->g->option[k]) ? k : SIZE_MAX;
	all = arena_array(f->a, struct str, f->g->noption + 1);
	for (size_t o = 0; o < f->g->noption; o++)
		all[o] = f->g->option[o].id;
	unknown_part(f, p, i, all, f->g->noption);
	return SIZE_MAX;
}

size_t
path_scenario(struct figures *f, const struct path *p, size_t i)
{
	size_t k = i < p->n ? guide_scenario(f->g, p->part[i]) : SIZE_MAX;
	struct str *all;

	if (k != SIZE_MAX)
		return k;
	all = arena_array(f->a, struct str, f->g->nscenario + 1);
	for (size_t s = 0; s < f->g->nscenario; s++)
		all[s] = f->g->scenario[s].id;
	unknown_part(f, p, i, all, f->g->nscenario);
	return SIZE_MAX;
}

const struct ranking *
figure_ranking(struct figures *f, const struct setup *s)
{
	const struct scenario *scenario = &f->g->scenario[s->scenario];
	struct str key = str_cat(f->a, scenario->id, s->suffix);
	struct ranking *r = map_find(&f->ranking, key);
	const struct plan **plan;

	if (r)
		return r;
	plan = arena_array(f->a, const struct plan *, s->noption + 1);
	if (!setup_plans(f, s, s->option, s->noption, plan))
		return NULL;
	r = arena_new(f->a, struct ranking);
	rank(r, f->a, s->g, plan, s->option, s->noption, s->workload);
	map_put(&f->ranking, f->a, key, r);
	return r;
}

bool
rank_setup(struct figures *f, const struct setup *s, struct ranking *r)
{
	const struct ranking *known = figure_ranking(f, s);

	if (known)
		*r = *known;
	return known != NULL;
}

bool
path_parse(struct figures *f, struct str id, struct span at, struct path *p)
{
	struct str prefix = str_cat(f->a, f->g->id, STR("/"));
	struct str path, rest;

	if (str_starts(id, prefix))
		id = str_from(id, prefix.n);
	*p = (struct path){ .whole = id, .at = at };
	str_cut(id, '@', &path, &p->changes);
	while (path.n) {
		if (p->n == PATH_MAX_PARTS)
			return diag_report(f->d, DIAG_FIGURE_UNKNOWN, at,
			    "the figure '%.*s' has too many parts",
			    STR_ARG(id));
		str_cut(path, '.', &p->part[p->n], &rest);
		p->part[p->n] = str_trim(p->part[p->n]);
		p->n++;
		path = rest;
	}
	return true;
}

const struct figure *
figure_get(struct figures *f, struct str id, struct span at)
{
	struct figure *fig = map_find(&f->alias, id);
	struct str name[countof(families)];
	struct path p;

	if (fig)
		return fig;
	if (!path_parse(f, id, at, &p))
		return NULL;
	for (size_t i = 0; i < countof(families); i++) {
		name[i] = str_of(families[i].name);
		if (p.n && str_eq(p.part[0], name[i])) {
			if (families[i].fixed && !path_fixed(f, &p))
				return NULL;
			fig = families[i].make(f, &p);
			if (fig)
				map_put(&f->alias, f->a, id, fig);
			return fig;
		}
	}
	return unknown_part(f, &p, 0, name, countof(families));
}

void
figure_show(struct figures *f, const struct figure *fig)
{
	struct figure *own = known_figure(f, fig->id);

	if (own)
		own->shown = true;
}

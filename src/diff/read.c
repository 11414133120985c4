#include "diff/read.h"

#include "data/yaml.h"
#include "diff/id.h"

/* What was read of a guide. */
struct draft {
	struct guide_model model;
	struct shown *other; /* on the home page */
	size_t nother, capother;
	struct map known; /* id to struct shown, of both */
};

static struct str
text_of(const struct node *n, const char *key)
{
	const struct node *v = node_find(n, str_of(key));

	return v && v->kind == NODE_STRING ? v->text : (struct str){ 0 };
}

static struct draft *
draft_of(struct reading *r, struct str id)
{
	struct draft *g = map_find(&r->guides, id);

	if (g)
		return g;
	g = arena_new(r->a, struct draft);
	g->model.id = g->model.title = id;
	map_put(&r->guides, r->a, id, g);
	return g;
}

static bool
refuse(struct reading *r, struct span at, const char *why)
{
	return diag_report(r->d, DIAG_FIGURES_FILE, at,
	    "this is not a figures.json that 'breakeven build' wrote: %s", why);
}

static struct shown
read_shown(struct arena *a, const struct node *n, struct str id)
{
	struct shown one = { .id = id };
	struct rat value;

	one.amount.display = text_of(n, "display");
	one.amount.unit = one.amount.word = text_of(n, "unit");
	if (rat_parse(a, text_of(n, "exact"), &value) == RAT_OK) {
		one.exact = text_of(n, "exact");
		one.amount.has_value = true;
		one.amount.value = one.amount.base = value;
	}
	return one;
}

static bool
read_figure(
    struct reading *r, const struct node *n, struct str guide, bool home)
{
	struct str full = text_of(n, "id"), head, id;
	struct draft *g;
	struct shown one;

	if (!str_cut(full, '/', &head, &id) || !id.n)
		return refuse(r, n->at, "a figure has an id GUIDE/FIGURE");
	if (guide.n && !str_eq(guide, head))
		return refuse(r, n->at, "a figure of another guide");
	g = draft_of(r, head);
	one = read_shown(r->a, n, id);
	if (home)
		arena_push(r->a, g->other, g->nother, g->capother, one);
	else
		arena_push(r->a, g->model.shown, g->model.nshown,
		    g->model.capshown, one);
	return true;
}

bool
reading_add(struct reading *r, const struct source *s, bool beside)
{
	struct span all = span_of(s, 0, s->text.n);
	const struct node *list;
	struct node *root;
	struct str guide;

	if (!yaml_parse(r->a, r->d, all, &root))
		return false;
	list = node_find(root, STR("figures"));
	if (!list || list->kind != NODE_LIST)
		return refuse(r, span_sub(all, 0, 1), "no list of figures");
	guide = text_of(root, "guide");
	if (beside && node_find(root, STR("page")))
		return true; /* of no guide: examples, which nothing hangs on */
	if (!beside)
		r->out->scope = guide.n		   ? SCOPE_GUIDE
		    : node_find(root, STR("page")) ? SCOPE_PAGE
						   : SCOPE_HOME;
	for (size_t i = 0; i < list->n; i++)
		if (!read_figure(r, list->item[i], guide, beside && !guide.n))
			return false;
	if (guide.n)
		draft_of(r, guide)->model.free_tier =
		    text_of(root, "free_tier");
	return true;
}

static const struct shown *
known(struct reading *r, const struct draft *g, const char *family,
    const struct id_parts *id, const char *field)
{
	struct str key =
	    str_printf(r->a, "%s.%.*s%s%s%.*s", family, STR_ARG(id->scenario),
		field, id->changes.n ? "@" : "", STR_ARG(id->changes));

	return map_find(&g->known, key);
}

/* The rival that a name stands for, added where it is new. */
static size_t
rival_of(struct reading *r, struct answer *w, struct str name)
{
	struct rival one = { 0 };
	size_t tie = str_find(name, STR(" (tie with "), 0);

	one.id = one.name = str_sub(name, 0, tie);
	for (size_t i = 0; i < w->nrival; i++)
		if (str_eq(w->rival[i].name, one.name))
			return i;
	arena_push(r->a, w->rival, w->nrival, w->caprival, one);
	return w->nrival - 1;
}

/* The first of a winner or recommendation, with its total where it is shown;
 * SIZE_MAX for none. */
static size_t
read_first(struct reading *r, const struct draft *g, struct answer *w,
    const struct id_parts *id, const struct shown *fig)
{
	const char *family =
	    str_is(id->family, "winner") ? "winner" : "recommend";
	const struct shown *total = known(r, g, family, id, ".total");
	size_t i;

	if (str_starts(fig->amount.display, STR("n/a")))
		return SIZE_MAX;
	i = rival_of(r, w, fig->amount.display);
	if (total && total->amount.has_value &&
	    str_ends(total->amount.unit, STR("/month"))) {
		struct str unit = total->amount.unit;

		w->rival[i].has_total = true;
		w->rival[i].total = total->amount.value;
		w->rival[i].currency =
		    str_cstr(r->a, str_sub(unit, 0, unit.n - 6));
	}
	return i;
}

static void
read_answer(struct reading *r, struct draft *g, const struct shown *fig)
{
	struct id_parts id = id_parts(fig->id);
	bool price = str_is(id.family, "winner");
	struct answer *w;
	struct str key;

	if ((!price && !str_is(id.family, "recommend")) || id.rest.n)
		return;
	key = str_printf(r->a, "%.*s%s%.*s", STR_ARG(id.scenario),
	    id.changes.n ? "@" : "", STR_ARG(id.changes));
	w = map_find(&g->model.answers, key);
	if (!w) {
		w = arena_new(r->a, struct answer);
		w->key = key;
		w->scenario = id.scenario;
		w->cheapest = w->second = w->best = w->runner_up = SIZE_MAX;
		map_put(&g->model.answers, r->a, key, w);
	}
	w->by_price |= price;
	w->by_need |= !price;
	if (price)
		w->cheapest = read_first(r, g, w, &id, fig);
	else
		w->best = read_first(r, g, w, &id, fig);
}

/* crossings.A.B.first, of the guide's market but for its free tier */
static void
read_meeting(struct reading *r, struct draft *g, const struct shown *fig)
{
	struct id_parts id = id_parts(fig->id);
	struct str free = g->model.free_tier, name;
	struct meeting *m;

	if (!str_is(id.family, "crossings") || !str_is(id.rest, "first"))
		return;
	if (id.changes.n &&
	    (!str_cut(id.changes, '=', &name, &free) ||
		!str_is(name, "free_tier") ||
		str_find(free, STR(","), 0) != SIZE_MAX))
		return;
	m = arena_new(r->a, struct meeting);
	for (int i = 0; i < 2; i++)
		m->option[i] = m->name[i] = id.option[i];
	m->free_tier = free;
	m->key = str_printf(r->a, "%.*s.%.*s@%.*s", STR_ARG(m->option[0]),
	    STR_ARG(m->option[1]), STR_ARG(free));
	if (fig->amount.has_value) {
		struct turn first = { .at = fig->amount };

		arena_push(r->a, m->turn, m->nturn, m->capturn, first);
	}
	if (!map_find(&g->model.meetings, m->key))
		map_put(&g->model.meetings, r->a, m->key, m);
}

static void
note_names(struct reading *r, struct draft *g, const struct shown *fig)
{
	struct id_parts id = id_parts(fig->id);
	struct guide_model *m = &g->model;

	for (size_t i = 0; i < id.noption; i++)
		names_add(r->a, &m->options, id.option[i], id.option[i]);
	if (id.scenario.n)
		names_add(r->a, &m->scenarios, id.scenario, id.scenario);
}

static void
derive(struct reading *r, struct draft *g, const struct shown *fig)
{
	read_answer(r, g, fig);
	read_meeting(r, g, fig);
	note_names(r, g, fig);
}

static void
finish_guide(struct reading *r, struct draft *g)
{
	struct guide_model *m = &g->model;

	guide_model_index(r->a, m);
	for (size_t i = 0; i < m->nshown; i++)
		map_put(&g->known, r->a, m->shown[i].id, &m->shown[i]);
	for (size_t i = 0; i < g->nother; i++) {
		map_put(&g->known, r->a, g->other[i].id, &g->other[i]);
		map_put(&m->beside, r->a, g->other[i].id, &g->other[i]);
	}
	for (size_t i = 0; i < m->nshown; i++)
		derive(r, g, &m->shown[i]);
	for (size_t i = 0; i < g->nother; i++)
		derive(r, g, &g->other[i]);
}

void
reading_finish(struct reading *r)
{
	struct model *m = r->out;

	m->guide = arena_array(r->a, struct guide_model, r->guides.n + 1);
	for (size_t i = 0; i < r->guides.n; i++) {
		struct draft *g = r->guides.entry[i].value;

		finish_guide(r, g);
		m->guide[m->nguide++] = g->model;
	}
	model_index(r->a, m);
}

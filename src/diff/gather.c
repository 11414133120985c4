#include "diff/gather.h"

#include <stdlib.h>

#include "diff/id.h"
#include "view/amount.h"

struct gatherer {
	struct arena *a;	   /* of the model */
	struct arena *guide;	   /* of the guide's figures */
	const struct model *asked; /* whose figures are computed too */
	struct guide_model *out;
	struct page_model page;
};

/* Text of the guide's arena, to stay. */
static struct str
keep(struct gatherer *g, struct str s)
{
	return str_copy(g->a, s);
}

/* Reports of a guide's arena, to stay. */
static void
keep_reports(struct diag *d, const struct diag *from)
{
	for (size_t i = 0; i < from->n; i++) {
		const struct diag_item *item = &from->item[i];

		if (diag_level(item->id) != DIAG_ERROR)
			continue;
		diag_report(d, item->id, item->at, "%.*s", STR_ARG(item->text));
		if (item->note.n)
			diag_note(
			    d, item->note_at, "%.*s", STR_ARG(item->note));
		if (item->hint.n)
			diag_hint(d, "%.*s", STR_ARG(item->hint));
	}
}

static struct shown
shown_of(struct gatherer *g, const struct figure *fig)
{
	struct shown one = { .id = keep(g, fig->id),
		.exact = keep(g, fig->exact) };

	one.amount.display = keep(g, fig->display);
	one.amount.unit = one.amount.word = keep(g, fig->unit_word);
	if (fig->exact.n) {
		one.amount.has_value = true;
		one.amount.value =
		    rat_copy(g->a, qty_in(g->guide, fig->n, &fig->unit));
		one.amount.base = one.amount.value;
	}
	return one;
}

static void
gather_figures(struct gatherer *g)
{
	const struct figures *f = &g->page.figures;
	struct guide_model *m = g->out;

	for (size_t i = 0; i < f->by_id.n; i++) {
		const struct figure *fig = f->by_id.entry[i].value;

		if (fig->shown)
			arena_push(g->a, m->shown, m->nshown, m->capshown,
			    shown_of(g, fig));
	}
	guide_model_index(g->a, m);
}

/* What the other model shows of the guide, and the guide does not. */
static void
gather_asked(struct gatherer *g)
{
	const struct guide_model *asked =
	    g->asked ? map_find(&g->asked->guides, g->out->id) : NULL;

	for (size_t i = 0; asked && i < asked->nshown; i++) {
		struct str id = asked->shown[i].id;
		const struct figure *fig;
		struct shown *one;

		if (map_find(&g->out->by_id, id))
			continue;
		fig = figure_get(&g->page.figures, id, (struct span){ 0 });
		if (!fig)
			continue;
		one = arena_new(g->a, struct shown);
		*one = shown_of(g, fig);
		map_put(&g->out->beside, g->a, one->id, one);
	}
}

static int
compare_spots(const void *pa, const void *pb)
{
	const struct spot *a = pa, *b = pb;

	return (a->from > b->from) - (a->from < b->from);
}

static void
gather_spots(struct gatherer *g)
{
	struct guide_model *m = g->out;

	m->spot = arena_array(g->a, struct spot, g->page.nmention + 1);
	for (size_t i = 0; i < g->page.nmention; i++) {
		const struct mention *from = &g->page.mention[i];
		struct shown *shown = map_find(&m->by_id, from->fig->id);
		struct spot *spot = &m->spot[m->nspot];

		if (!shown)
			continue;
		*spot = (struct spot){ .from = from->at.from,
			.to = from->at.to,
			.figure = (size_t)(shown - m->shown),
			.block = keep(g, from->block) };
		m->nspot++;
	}
	if (m->nspot)
		qsort(m->spot, m->nspot, sizeof(*m->spot), compare_spots);
}

static void
gather_rival(struct gatherer *g, struct answer *w, const struct standing *s,
    const struct option *o)
{
	struct rival one = { .id = o->id, .name = o->name, .out = s->out };

	one.has_total = !s->bill.faults.n;
	one.total = rat_copy(g->a, s->bill.total);
	one.currency = s->bill.currency;
	if (s->faults.n)
		one.why = keep(g, s->faults.fault[0].text);
	arena_push(g->a, w->rival, w->nrival, w->caprival, one);
}

/* An answer once; asked again for the other of price and need. */
static struct answer *
gather_answer(struct gatherer *g, const struct setup *s)
{
	const struct guide *guide = g->page.figures.g;
	const struct scenario *scenario = &guide->scenario[s->scenario];
	struct str key = str_printf(
	    g->a, "%.*s%.*s", STR_ARG(scenario->id), STR_ARG(s->suffix));
	struct answer *w = map_find(&g->out->answers, key);
	const struct ranking *r;

	if (w)
		return w;
	r = figure_ranking(&g->page.figures, s);
	if (!r)
		return NULL;
	w = arena_new(g->a, struct answer);
	w->key = key;
	w->scenario = scenario->id;
	for (size_t i = 0; i < r->n; i++)
		gather_rival(g, w, &r->standing[i],
		    &guide->option[r->standing[i].option]);
	w->cheapest = r->unsure ? SIZE_MAX : r->cheapest;
	w->second = r->unsure ? SIZE_MAX : r->second;
	w->best = r->unsure ? SIZE_MAX : r->best;
	w->runner_up = r->unsure ? SIZE_MAX : r->runner_up;
	map_put(&g->out->answers, g->a, key, w);
	return w;
}

/* The answers to all scenarios as they are. */
static void
gather_scenarios(struct gatherer *g)
{
	const struct guide *guide = g->page.figures.g;

	for (size_t i = 0; i < guide->nscenario; i++) {
		struct setup s = setup_of(&g->page.figures, i);
		struct answer *w = gather_answer(g, &s);
		const struct choice *leaf;
		struct str lacks;

		names_add(g->a, &g->out->scenarios, guide->scenario[i].id,
		    guide->scenario[i].name);
		if (!w)
			continue;
		w->by_price = w->by_need = true;
		if (!guide->tree)
			continue;
		leaf = choice_walk(g->guide, guide->tree, s.workload, &lacks);
		w->has_leaf = true;
		if (leaf)
			w->leaf = guide->option[leaf->option].id;
	}
}

/* The setup that an id's changes make of its scenario. */
static bool
setup_from(struct gatherer *g, const struct id_parts *id, struct setup *s)
{
	struct figures *f = &g->page.figures;
	size_t scenario = guide_scenario(f->g, id->scenario);
	struct str rest = id->changes, one, name, value;

	if (scenario == SIZE_MAX)
		return false;
	*s = setup_of(f, scenario);
	while (rest.n) {
		str_cut(rest, ',', &one, &rest);
		str_cut(one, '=', &name, &value);
		if (!setup_change(f, s, (struct span){ 0 }, name, value))
			return false;
	}
	setup_suffix(f, s);
	return true;
}

/* The answers to scenarios with changes, where a winner is shown. */
static void
gather_winners(struct gatherer *g)
{
	for (size_t i = 0; i < g->out->nshown; i++) {
		struct id_parts id = id_parts(g->out->shown[i].id);
		bool price = str_is(id.family, "winner");
		struct answer *w;
		struct setup s;

		if ((!price && !str_is(id.family, "recommend")) || id.rest.n ||
		    !id.changes.n || !setup_from(g, &id, &s))
			continue;
		w = gather_answer(g, &s);
		if (!w)
			continue;
		w->by_price |= price;
		w->by_need |= !price;
	}
}

static void
gather_meeting(struct gatherer *g, const size_t *option, const struct setup *s)
{
	const struct guide *guide = g->page.figures.g;
	const struct var *axis = &guide->terms->scope.var[guide->question.axis];
	const struct contest *c = figure_contest(&g->page.figures, option, s);
	struct meeting *m = arena_new(g->a, struct meeting);

	if (!c)
		return;
	m->axis = axis->name;
	m->free_tier = str_of(free_tier_name(s->market.free));
	for (int i = 0; i < 2; i++) {
		m->option[i] = guide->option[option[i]].id;
		m->name[i] = guide->option[option[i]].name;
	}
	m->key = str_printf(g->a, "%.*s.%.*s@%.*s", STR_ARG(m->option[0]),
	    STR_ARG(m->option[1]), STR_ARG(m->free_tier));
	for (size_t i = 0; i < c->ncrossing; i++) {
		const struct crossing *k = &c->crossing[i];
		struct rat n = k->has_first ? k->first : k->at;
		struct amount at = { .has_value = true };
		struct turn turn;

		if (k->from_option == NO_OPTION || k->to_option == NO_OPTION)
			continue;
		at.value = rat_copy(g->a, qty_in(g->guide, n, &axis->unit));
		at.base = at.value;
		at.unit = at.word = axis->unit_word;
		at.display =
		    value_display(g->a, n, &axis->unit, axis->unit_word);
		turn = (struct turn){ at, k->from_option == 1 };
		arena_push(g->a, m->turn, m->nturn, m->capturn, turn);
	}
	map_put(&g->out->meetings, g->a, m->key, m);
}

/* The crossings of each pair: as the guide buys, without and with the free
 * tier. */
static void
gather_meetings(struct gatherer *g)
{
	const struct guide *guide = g->page.figures.g;
	const struct scenario *s;
	enum free_tier own = guide->market.free;

	if (!guide->question.given)
		return;
	s = &guide->scenario[guide->question.scenario];
	for (size_t i = 0; i + 1 < s->noption; i++)
		for (size_t k = i + 1; k < s->noption; k++) {
			bool swap = s->option[k] < s->option[i];
			size_t pair[2] = { s->option[swap ? k : i],
				s->option[swap ? i : k] };

			for (int t = FREE_NONE; t <= FREE_FIRST_YEAR; t++) {
				struct setup one = setup_of(
				    &g->page.figures, guide->question.scenario);

				if (t == FREE_FIRST_YEAR && t != (int)own)
					continue;
				one.market.free = (enum free_tier)t;
				setup_suffix(&g->page.figures, &one);
				gather_meeting(g, pair, &one);
			}
		}
}

static bool
gather_guide(struct gatherer *g, struct diag *d, const struct page *from)
{
	struct diag own = { .arena = g->guide }, ignored = own;
	struct page page = *from;
	bool ok;

	page.bare = true;
	ok = page_compute(g->guide, &own, &page, &g->page);
	keep_reports(d, &own);
	if (!ok)
		return false;
	/* What the guide does not show may fail; it is then left out. */
	g->page.figures.d = &ignored;
	g->out->id = page.id;
	g->out->title = page.title;
	g->out->free_tier = str_of(free_tier_name(page.guide.market.free));
	g->out->prose = page.markdown;
	g->out->body = page.body;
	for (size_t i = 0; i < page.guide.noption; i++)
		names_add(g->a, &g->out->options, page.guide.option[i].id,
		    page.guide.option[i].name);
	gather_figures(g);
	gather_spots(g);
	gather_scenarios(g);
	gather_winners(g);
	gather_meetings(g);
	gather_asked(g);
	return true;
}

bool
gather(struct arena *a, struct diag *d, struct project *p,
    const struct model *asked, struct model *out)
{
	struct arena guide = { 0 };
	bool ok = true;

	out->complete = true;
	gather_facts(a, &p->catalog, out);
	out->guide = arena_array(a, struct guide_model, p->npage + 1);
	for (size_t i = 0; i < p->npage; i++) {
		struct gatherer g = { .a = a, .guide = &guide, .asked = asked };

		g.out = &out->guide[out->nguide];
		if (gather_guide(&g, d, &p->page[i]))
			out->nguide++;
		else
			ok = false;
		arena_clear(&guide);
	}
	model_index(a, out);
	return ok;
}

#include "diff/change.h"

#include "diff/id.h"

const char *
hit_name(enum hit h)
{
	static const char *const name[] = { "flip", "crossing", "price",
		"any" };

	return name[h];
}

const char *
member_name(enum member_kind k)
{
	static const char *const name[] = { "service", "guide", "option",
		"scenario" };

	return name[k];
}

bool
fact_is_price(enum fact_kind k)
{
	return k != FACT_LIMIT;
}

static const struct rival *
rival_at(const struct answer *w, size_t i)
{
	return i == SIZE_MAX ? NULL : &w->rival[i];
}

const struct rival *
answer_first(const struct answer *w, bool by_need)
{
	return rival_at(w, by_need ? w->best : w->cheapest);
}

const struct rival *
answer_second(const struct answer *w, bool by_need)
{
	return rival_at(w, by_need ? w->runner_up : w->second);
}

/* Whether both know all that there is, and not only what they show. */
static bool
complete(const struct changes *c)
{
	return c->old->complete && c->new->complete;
}

static bool
same_scope(const struct changes *c)
{
	return c->old->scope == c->new->scope;
}

/* Whether a guide that one of the two has would be in the other one too. */
static bool
tells_guides(const struct changes *c, const struct model *m)
{
	return m->scope == SCOPE_SITE || same_scope(c);
}

/* Whether a figure that one of the two shows would be in the other one too. */
static bool
tells_figures(
    const struct changes *c, const struct model *m, const struct model *has)
{
	return tells_guides(c, m) ||
	    (m->scope == SCOPE_GUIDE && has->scope == SCOPE_SITE);
}

static struct member *
find_member(
    struct changes *c, enum member_kind kind, struct str guide, struct str id)
{
	for (size_t i = 0; i < c->nmember; i++) {
		struct member *m = &c->member[i];

		if (m->kind == kind && str_eq(m->id, id) &&
		    str_eq(m->guide, guide))
			return m;
	}
	return NULL;
}

static struct member *
add_member(struct changes *c, enum member_kind kind, bool added,
    struct str guide, const struct named *what)
{
	struct member m = { .kind = kind,
		.added = added,
		.guide = guide,
		.id = what->id,
		.name = what->name };

	arena_push(c->a, c->member, c->nmember, c->capmember, m);
	return &c->member[c->nmember - 1];
}

/* Names are not known where only what is shown is. */
static void
compare_name(struct changes *c, enum member_kind kind, struct str guide,
    struct named from, struct named to)
{
	struct renamed r = { kind, guide, from, to };

	if (!complete(c))
		r.from.name = r.to.name = (struct str){ 0 };
	if (!str_eq(from.id, to.id) || !str_eq(r.from.name, r.to.name))
		arena_push(c->a, c->renamed, c->nrenamed, c->caprenamed, r);
}

/* What is in one of the two only, or has another name there. */
static void
compare_names(struct changes *c, enum member_kind kind, struct str guide,
    const struct names *old, const struct names *new)
{
	for (size_t i = 0; i < old->n; i++)
		if (!names_find(new, old->item[i].id))
			add_member(c, kind, false, guide, &old->item[i]);
	for (size_t i = 0; i < new->n; i++) {
		const struct named *was = names_find(old, new->item[i].id);

		if (was)
			compare_name(c, kind, guide, *was, new->item[i]);
		else
			add_member(c, kind, true, guide, &new->item[i]);
	}
}

/* Whether a thing that the id names came or went as a whole; its figure is
 * then counted there. */
static struct member *
member_of(struct changes *c, struct str guide, const struct id_parts *id)
{
	struct member *m = NULL;

	if (!c->nmember)
		return NULL;
	if (id->service.n)
		m = find_member(
		    c, MEMBER_SERVICE, (struct str){ 0 }, id->service);
	for (size_t i = 0; !m && i < id->noption; i++)
		m = find_member(c, MEMBER_OPTION, guide, id->option[i]);
	if (!m && id->scenario.n)
		m = find_member(c, MEMBER_SCENARIO, guide, id->scenario);
	return m;
}

static bool
same_rival(
    const struct changes *c, const struct rival *x, const struct rival *y)
{
	if (!x || !y)
		return x == y;
	return complete(c) ? str_eq(x->id, y->id) : str_eq(x->name, y->name);
}

static void
compare_answer(struct changes *c, const struct guide_model *guide,
    const struct answer *old, const struct answer *new)
{
	struct flip f = { guide, old, new };

	if (old->by_price && new->by_price &&
	    !same_rival(c, answer_first(old, false), answer_first(new, false)))
		arena_push(c->a, c->flip, c->nflip, c->capflip, f);
	if (old->by_need && new->by_need &&
	    !same_rival(c, answer_first(old, true), answer_first(new, true)))
		arena_push(c->a, c->advice, c->nadvice, c->capadvice, f);
	if (old->has_leaf && new->has_leaf && !str_eq(old->leaf, new->leaf))
		arena_push(c->a, c->leaf, c->nleaf, c->capleaf, f);
}

static void
compare_answers(struct changes *c, const struct match *m)
{
	for (size_t i = 0; i < m->new->answers.n; i++) {
		const struct answer *new = m->new->answers.entry[i].value;
		const struct answer *old = map_find(&m->old->answers, new->key);

		if (old)
			compare_answer(c, m->new, old, new);
	}
}

/* The places of one pair, then and now, from the first that is not told. */
struct turns {
	const struct guide_model *guide;
	const struct meeting *meeting;
	const struct turn *old, *new;
	size_t nold, nnew;
	size_t i, k;
};

static bool
same_turn(const struct turn *x, const struct turn *y)
{
	return x->second == y->second && amount_same(&x->at, &y->at);
}

/* Tells the next place of the old ones, of the new ones, or of both. */
static void
tell_turn(struct changes *c, struct turns *p, bool from, bool to)
{
	struct move m = { .guide = p->guide,
		.meeting = p->meeting,
		.index = to ? p->k : p->i,
		.one_of_many = p->nold > 1 || p->nnew > 1,
		.from = from ? &p->old[p->i].at : NULL,
		.to = to ? &p->new[p->k].at : NULL };

	p->i += from;
	p->k += to;
	if (from && to) {
		if (amount_same(m.from, m.to))
			return;
		m.delta = delta_of(c->a, m.from, m.to);
		m.small = delta_below(c->a, &m.delta, c->threshold);
	}
	c->small_moves += m.small;
	arena_push(c->a, c->move, c->nmove, c->capmove, m);
}

/* Tells the places before two that are the same: in their order, those at
 * which it changes to the same option together. */
static void
tell_turns(struct changes *c, struct turns *p, size_t old, size_t new)
{
	while (p->i < old || p->k < new) {
		size_t gone = old - p->i, come = new - p->k;
		bool both =
		    gone && come && p->old[p->i].second == p->new[p->k].second;

		tell_turn(c, p, both || gone >= come, both || come > gone);
	}
}

/* What stays where it was is the same; the others lie between these. */
static void
compare_turns(struct changes *c, struct turns *p)
{
	size_t i = 0, k = 0;

	while (i < p->nold && k < p->nnew) {
		const struct turn *old = &p->old[i], *new = &p->new[k];
		int order = rat_cmp(old->at.base, new->at.base);

		if (same_turn(old, new)) {
			tell_turns(c, p, i, k);
			tell_turn(c, p, true, true);
		}
		i += order <= 0;
		k += order >= 0;
	}
	tell_turns(c, p, p->nold, p->nnew);
}

/* Places of one pair; those of an option that came or went are not told. */
static void
compare_meeting(struct changes *c, const struct guide_model *guide,
    const struct meeting *old, const struct meeting *new)
{
	const struct meeting *any = new ? new : old;
	struct turns p = { .guide = guide, .meeting = any };

	if (find_member(c, MEMBER_OPTION, guide->id, any->option[0]) ||
	    find_member(c, MEMBER_OPTION, guide->id, any->option[1]))
		return;
	if (old) {
		p.old = old->turn;
		p.nold = old->nturn;
	}
	if (new) {
		p.new = new->turn;
		p.nnew = new->nturn;
	}
	/* Of what is shown only the first is known. */
	if (!complete(c)) {
		p.nold = p.nold > 0;
		p.nnew = p.nnew > 0;
	}
	compare_turns(c, &p);
}

/* The same one of a guide, by its own free tier where `of` says no other. */
static const struct meeting *
find_meeting(struct changes *c, const struct guide_model *in,
    const struct guide_model *of, const struct meeting *m)
{
	struct str key = m->key;

	if ((!in->free_tier.n || !of->free_tier.n) &&
	    str_eq(m->free_tier, of->free_tier))
		key = str_printf(c->a, "%.*s.%.*s@%.*s", STR_ARG(m->option[0]),
		    STR_ARG(m->option[1]), STR_ARG(in->free_tier));
	return map_find(&in->meetings, key);
}

static void
compare_meetings(struct changes *c, const struct match *m)
{
	const struct map *old = &m->old->meetings, *new = &m->new->meetings;

	for (size_t i = 0; i < new->n; i++) {
		const struct meeting *is = new->entry[i].value;
		const struct meeting *was = find_meeting(c, m->old, m->new, is);

		if (was || complete(c))
			compare_meeting(c, m->new, was, is);
	}
	for (size_t i = 0; complete(c) && i < old->n; i++)
		if (!map_find(new, old->entry[i].key))
			compare_meeting(c, m->new, old->entry[i].value, NULL);
}

static void
compare_shown(struct changes *c, const struct guide_model *guide,
    const struct shown *old, const struct shown *new)
{
	struct cell cell = { .guide = guide, .old = old, .new = new };

	if (amount_same(&old->amount, &new->amount)) {
		c->nsame++;
		return;
	}
	cell.delta = delta_of(c->a, &old->amount, &new->amount);
	cell.small = delta_below(c->a, &cell.delta, c->threshold);
	c->small_cells += cell.small;
	arena_push(c->a, c->cell, c->ncell, c->capcell, cell);
}

/* A figure that one of the two does not show. */
static void
add_showing(struct changes *c, const struct guide_model *guide,
    const struct shown *shown, bool added)
{
	struct id_parts id = id_parts(shown->id);
	struct member *m = member_of(c, guide->id, &id);
	struct showing s = { guide, shown, added };

	if (m)
		m->nfigure++;
	else
		arena_push(c->a, c->showing, c->nshowing, c->capshowing, s);
}

/*
 * A figure that only one of the two guides shows.  What the home page's file
 * shows of a guide is not the guide's own: the same of the other site is what
 * that shows beside its guide.
 */
static void
compare_alone(struct changes *c, const struct match *m,
    const struct shown *shown, bool added)
{
	const struct model *has = added ? c->new : c->old;
	const struct model *lacks = added ? c->old : c->new;
	const struct guide_model *other = added ? m->old : m->new;
	const struct shown *same = NULL;

	if (has->scope == SCOPE_HOME && !same_scope(c))
		same = map_find(&other->beside, shown->id);
	if (same)
		compare_shown(
		    c, m->new, added ? same : shown, added ? shown : same);
	else if (tells_figures(c, lacks, has))
		add_showing(c, m->new, shown, added);
}

static void
compare_figures(struct changes *c, const struct match *m)
{
	const struct guide_model *old = m->old, *new = m->new;
	size_t i = 0, k = 0;

	while (i < old->nshown || k < new->nshown) {
		int order = i == old->nshown ? 1
		    : k == new->nshown
		    ? -1
		    : str_cmp(old->shown[i].id, new->shown[k].id);

		if (order < 0)
			compare_alone(c, m, &old->shown[i], false);
		else if (order > 0)
			compare_alone(c, m, &new->shown[k], true);
		else
			compare_shown(c, new, &old->shown[i], &new->shown[k]);
		i += order <= 0;
		k += order >= 0;
	}
}

static void
compare_guide(struct changes *c, const struct match *m)
{
	if (!m->old || !m->new) {
		const struct guide_model *g = m->new ? m->new : m->old;
		const struct model *lacks = m->new ? c->old : c->new;
		struct named what = { g->id, g->title };

		if (!tells_guides(c, lacks))
			return;
		add_member(
		    c, MEMBER_GUIDE, m->new != NULL, (struct str){ 0 }, &what)
		    ->nfigure = g->nshown;
		return;
	}
	compare_name(c, MEMBER_GUIDE, (struct str){ 0 },
	    (struct named){ m->old->id, m->old->title },
	    (struct named){ m->new->id, m->new->title });
	/* What is shown is less than what there is. */
	if (c->old->complete == c->new->complete && same_scope(c)) {
		compare_names(c, MEMBER_OPTION, m->new->id, &m->old->options,
		    &m->new->options);
		compare_names(c, MEMBER_SCENARIO, m->new->id,
		    &m->old->scenarios, &m->new->scenarios);
	}
	compare_answers(c, m);
	compare_meetings(c, m);
	compare_figures(c, m);
}

/* Whether a fact has a source of its own, and not only its meter's. */
static bool
is_cited(enum fact_kind k)
{
	return k == FACT_PRICE || k == FACT_FREE || k == FACT_LIMIT;
}

static void
compare_fact(struct changes *c, const struct fact *old, const struct fact *new)
{
	const struct fact *any = new ? new : old;
	struct repriced p = { .old = old, .new = new };

	if (find_member(c, MEMBER_SERVICE, (struct str){ 0 }, any->service))
		return;
	if (old && new) {
		if (amount_same(&old->amount, &new->amount)) {
			c->nsourced += is_cited(new->kind) &&
			    (!str_eq(old->url, new->url) ||
				!str_eq(old->date, new->date));
			return;
		}
		p.delta = delta_of(c->a, &old->amount, &new->amount);
		p.small = delta_below(c->a, &p.delta, c->threshold);
	}
	c->small_prices += p.small;
	arena_push(c->a, c->price, c->nprice, c->capprice, p);
}

static void
compare_facts(struct changes *c)
{
	const struct map *old = &c->old->facts, *new = &c->new->facts;

	for (size_t i = 0; i < old->n; i++)
		compare_fact(
		    c, old->entry[i].value, map_find(new, old->entry[i].key));
	for (size_t i = 0; i < new->n; i++)
		if (!map_find(old, new->entry[i].key))
			compare_fact(c, NULL, new->entry[i].value);
}

void
compare_models(struct arena *a, const struct model *old,
    const struct model *new, struct rat threshold, struct changes *out)
{
	struct changes *c = out;

	*c = (struct changes){
		.a = a, .old = old, .new = new, .threshold = threshold
	};
	if (complete(c)) {
		compare_names(c, MEMBER_SERVICE, (struct str){ 0 },
		    &old->services, &new->services);
		compare_facts(c);
	}
	c->match = match_guides(a, old, new, &c->nmatch);
	for (size_t i = 0; i < c->nmatch; i++)
		compare_guide(c, &c->match[i]);
}

size_t
changes_count(const struct changes *c, enum hit h)
{
	size_t n = 0;

	switch (h) {
	case HIT_FLIP:
		return c->nflip + c->nadvice + c->nleaf;
	case HIT_CROSSING:
		return c->nmove - c->small_moves;
	case HIT_PRICE:
		for (size_t i = 0; i < c->nprice; i++) {
			const struct fact *f =
			    c->price[i].new ? c->price[i].new : c->price[i].old;

			n += !c->price[i].small && fact_is_price(f->kind);
		}
		for (size_t i = 0; i < c->nmember; i++)
			n += c->member[i].kind == MEMBER_SERVICE;
		return n;
	case HIT_ANY:
	case HIT_COUNT:
		break;
	}
	return c->nflip + c->nadvice + c->nleaf + c->nmove - c->small_moves +
	    c->nprice - c->small_prices + c->ncell - c->small_cells +
	    c->nmember + c->nrenamed + c->nshowing;
}

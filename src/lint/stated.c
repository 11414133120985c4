/* What files state and nothing uses: sources, names of regions, facts,
 * measurements, phases. */
#include "lint/lint_int.h"

static bool
service_rests(const struct service *s, const struct citation *c)
{
	for (size_t i = 0; i < s->nmeter; i++) {
		if (s->meter[i].source == c)
			return true;
		for (size_t k = 0; k < s->meter[i].nprice; k++)
			if (s->meter[i].price[k].source == c)
				return true;
	}
	for (size_t i = 0; i < s->nallowance; i++)
		if (s->allowance[i].source == c)
			return true;
	for (size_t i = 0; i < s->nlimit; i++)
		if (s->limit[i].source == c)
			return true;
	return false;
}

static void
check_service(struct lint *l, const struct service *s)
{
	const struct map *sources = &s->sources.by_key;

	for (size_t i = 0; i < sources->n; i++) {
		const struct citation *c = sources->entry[i].value;

		if (!service_rests(s, c))
			finding_add(l, RULE_UNUSED_SOURCE, c->at,
			    "nothing is taken from the source '%.*s': no "
			    "price, allowance or limit names it",
			    STR_ARG(c->key));
	}
	for (size_t i = 0; i < s->groups.n; i++) {
		struct str name = s->groups.entry[i].key;
		const struct node *list = s->groups.entry[i].value;

		if (!map_find(&s->priced_groups, name))
			finding_add(l, RULE_UNUSED_REGIONS, list->at,
			    "no price is that of the regions '%.*s'",
			    STR_ARG(name));
	}
}

void
check_stated_prices(struct lint *l)
{
	const struct map *services = &l->p->catalog.services;

	for (size_t i = 0; i < services->n; i++)
		check_service(l, services->entry[i].value);
}

static bool
guide_rests(const struct guide *g, const struct citation *c)
{
	for (size_t i = 0; i < g->facts.n; i++)
		if (g->facts.item[i].source == c)
			return true;
	for (size_t i = 0; i < g->nmeasurement; i++)
		if (g->measurement[i].source == c)
			return true;
	for (size_t i = 0; g->latency && i < g->noption; i++)
		if (g->latency[i].share.source == c ||
		    g->latency[i].idle.source == c)
			return true;
	return false;
}

/* Whether anything asked for a figure "FAMILY.NAME" or "FAMILY.NAME.FIELD". */
static bool
is_asked(const struct subject *s, struct str family, struct str name)
{
	struct str id = str_cat(s->l->a, family, STR("."), name);
	const struct map *all = &s->m.figures.by_id;

	for (size_t i = 0; i < all->n; i++) {
		struct str key = all->entry[i].key;

		if (str_starts(key, id) &&
		    (key.n == id.n || key.p[id.n] == '.'))
			return true;
	}
	return false;
}

static bool
is_waited_for(const struct guide *g, const struct measurement *m)
{
	for (size_t i = 0; g->latency && i < g->noption; i++)
		if (g->latency[i].whole == m || g->latency[i].warm == m ||
		    g->latency[i].cold == m)
			return true;
	return false;
}

/* Whether a block of that kind does not say `key`: it then shows all. */
static bool
shows_all(const struct subject *s, const char *kind, struct str key)
{
	for (size_t i = 0; i < s->nrun; i++)
		if (s->run[i].kind == MD_FENCE &&
		    str_is(s->run[i].info, kind) &&
		    str_find(s->run[i].text, key, 0) == SIZE_MAX)
			return true;
	return false;
}

static bool
is_measure_used(const struct subject *s, const struct measurement *m)
{
	return is_waited_for(&s->page->guide, m) || is_listed(s, m->id) ||
	    is_asked(s, STR("latency"), m->id) ||
	    shows_all(s, "breakeven percentiles", STR("rows:"));
}

void
check_stated(struct subject *s)
{
	const struct guide *g = &s->page->guide;
	const struct map *sources = &g->sources.by_key;

	for (size_t i = 0; i < sources->n; i++) {
		const struct citation *c = sources->entry[i].value;

		if (!guide_rests(g, c))
			finding_add(s->l, RULE_UNUSED_SOURCE, c->at,
			    "nothing is taken from the source '%.*s': no fact, "
			    "measurement or latency names it",
			    STR_ARG(c->key));
	}
	for (size_t i = 0; i < g->facts.n; i++) {
		const struct datum *f = &g->facts.item[i];

		if (!is_asked(s, STR("fact"), f->id))
			finding_add(s->l, RULE_UNUSED_FACT, f->at,
			    "the fact '%.*s' is neither shown nor part of what "
			    "is",
			    STR_ARG(f->id));
	}
	for (size_t i = 0; i < g->nmeasurement; i++) {
		const struct measurement *m = &g->measurement[i];

		if (!is_measure_used(s, m))
			finding_add(s->l, RULE_UNUSED_FACT, m->at,
			    "the measurement '%.*s' is neither shown nor the "
			    "latency of an option",
			    STR_ARG(m->id));
	}
	if (g->phases && !shows_all(s, "breakeven phases", STR("phases:")))
		finding_add(s->l, RULE_UNUSED_FACT, g->phases->at,
		    "no block shows these phases");
}

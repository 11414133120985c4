/* Needs that no scenario states: what is of them is never judged. */
#include "lint/lint_int.h"

static bool
guide_states(const struct guide *g, struct str need)
{
	size_t slot = scope_find(&g->terms->scope, need);

	for (size_t i = 0; i < g->nscenario; i++)
		for (size_t k = 0; k < g->scenario[i].ngiven; k++)
			if (g->scenario[i].given[k] == slot)
				return true;
	for (size_t i = 0; i < g->noption; i++)
		if (map_find(&g->option[i].provides, need))
			return true;
	return tree_asks(g->tree, slot);
}

/* Whether the name has a meaning but for limits that say to be of it: for a
 * guide, as an input, or as the name of a limit. */
static bool
is_known(const struct lint *l, struct str need)
{
	const struct catalog *c = &l->p->catalog;

	if (!catalog_term(c, need)->need)
		return true;
	for (size_t i = 0; i < l->p->npage; i++)
		if (guide_states(&l->p->page[i].guide, need))
			return true;
	for (size_t i = 0; i < c->services.n; i++) {
		const struct service *s = c->services.entry[i].value;

		for (size_t k = 0; k < s->nlimit; k++)
			if (!s->limit[k].of_at.src &&
			    str_eq(s->limit[k].need, need))
				return true;
	}
	return false;
}

/* The input of the service or the known need that may have been meant. */
static struct str
meant(struct lint *l, const struct service *s, struct str need)
{
	const struct map *terms = &l->p->catalog.terms;
	struct str *all =
	    arena_array(l->a, struct str, s->ninput + terms->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s->ninput; i++)
		all[n++] = s->input[i].name;
	for (size_t i = 0; i < terms->n; i++) {
		const struct term *t = terms->entry[i].value;

		if (t->need && is_known(l, t->var.name))
			all[n++] = t->var.name;
	}
	return str_nearest(need, all, n);
}

static void
check_limit(struct lint *l, const struct service *s, const struct limit *m)
{
	struct str near;

	if (!m->of_at.src || !m->need.n || m->of || is_known(l, m->need))
		return;
	near = meant(l, s, m->need);
	finding_add(l, RULE_UNUSED_NEED, m->of_at,
	    "'%.*s' is no input of '%.*s', and no scenario states such a need: "
	    "the limit '%.*s' is never checked%s%.*s%s",
	    STR_ARG(m->need), STR_ARG(s->id), STR_ARG(m->id),
	    near.n ? "; did you mean '" : "", STR_ARG(near),
	    near.n ? "'?" : "");
}

void
check_needs(struct lint *l)
{
	const struct map *services = &l->p->catalog.services;

	for (size_t i = 0; i < services->n; i++) {
		const struct service *s = services->entry[i].value;

		for (size_t k = 0; k < s->nlimit; k++)
			check_limit(l, s, &s->limit[k]);
	}
}

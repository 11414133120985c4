/* Needs that no scenario states: what is of them is never judged. */
#include "lint/lint_int.h"

static bool
guide_needs(const struct guide *g, struct str need)
{
	return is_given(g, scope_find(&g->terms->scope, need));
}

static bool
guide_names(const struct guide *g, struct str need)
{
	for (size_t i = 0; i < g->noption; i++)
		if (map_find(&g->option[i].provides, need))
			return true;
	return guide_needs(g, need) ||
	    tree_asks(g->tree, scope_find(&g->terms->scope, need));
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
		if (guide_names(&l->p->page[i].guide, need))
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

/* Whether a figure has the need among its settings. */
static bool
is_set(const struct subject *s, struct str need)
{
	struct str set = str_cat(s->l->a, need, STR("="));
	const struct map *all = &s->m.figures.by_id;

	for (size_t i = 0; i < all->n; i++)
		if (str_find(all->entry[i].key, set, 0) != SIZE_MAX)
			return true;
	return false;
}

void
check_provided(struct subject *s)
{
	const struct guide *g = &s->page->guide;

	for (size_t i = 0; i < g->noption; i++) {
		const struct map *m = &g->option[i].provides;

		for (size_t k = 0; k < m->n; k++) {
			const struct node *list = m->entry[k].value;
			struct str need = m->entry[k].key;

			if (!guide_needs(g, need) && !is_set(s, need))
				finding_add(s->l, RULE_UNUSED_NEED, list->at,
				    "no scenario needs '%.*s', which the "
				    "option '%.*s' provides",
				    STR_ARG(need), STR_ARG(g->option[i].id));
		}
	}
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

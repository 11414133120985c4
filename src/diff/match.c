#include "diff/match.h"

#define MAX_PAIRS 10000 /* of guides that are compared figure by figure */

/* How alike two guides are. */
struct likeness {
	size_t same_id;	   /* figures both show */
	size_t same_value; /* and that have one value */
	size_t of;	   /* figures of the one that shows more */
};

struct matcher {
	struct arena *a;
	struct match *match;
	size_t n;
	const struct guide_model **gone; /* NULL once matched */
	size_t ngone;
};

static struct likeness
compare(const struct guide_model *x, const struct guide_model *y)
{
	struct likeness l = { 0 };
	size_t i = 0, k = 0;

	while (i < x->nshown && k < y->nshown) {
		int c = str_cmp(x->shown[i].id, y->shown[k].id);

		if (c == 0) {
			l.same_id++;
			l.same_value += amount_same(
			    &x->shown[i].amount, &y->shown[k].amount);
		}
		i += c <= 0;
		k += c >= 0;
	}
	l.of = x->nshown > y->nshown ? x->nshown : y->nshown;
	return l;
}

static struct str
prose_of(const struct guide_model *g)
{
	if (!g->prose)
		return (struct str){ 0 };
	return str_from(g->prose->text, g->body);
}

static bool
by_prose(const struct guide_model *x, const struct guide_model *y)
{
	return prose_of(x).n && str_eq(prose_of(x), prose_of(y));
}

static bool
by_title(const struct guide_model *x, const struct guide_model *y)
{
	struct likeness l;

	if (!str_eq(x->title, y->title))
		return false;
	l = compare(x, y);
	return 2 * l.same_id >= l.of;
}

static bool
by_figures(const struct guide_model *x, const struct guide_model *y)
{
	struct likeness l = compare(x, y);

	return l.of && 4 * l.same_value >= 3 * l.of;
}

static struct str
title_of(const struct guide_model *g)
{
	return g->title;
}

/* Matches guides that have a text in common and are alike. */
static void
match_by_text(struct matcher *m, struct str (*text)(const struct guide_model *),
    bool (*alike)(const struct guide_model *, const struct guide_model *))
{
	struct map gone = { 0 };

	for (size_t i = 0; i < m->ngone; i++)
		if (m->gone[i] && text(m->gone[i]).n)
			map_put(&gone, m->a, text(m->gone[i]), &m->gone[i]);
	for (size_t i = 0; i < m->n; i++) {
		const struct guide_model **old;

		if (m->match[i].old)
			continue;
		old = map_find(&gone, text(m->match[i].new));
		if (!old || !*old || !alike(*old, m->match[i].new))
			continue;
		m->match[i].old = *old;
		*old = NULL;
	}
}

static void
match_by_figures(struct matcher *m)
{
	size_t pairs = 0;

	for (size_t i = 0; i < m->n; i++) {
		for (size_t k = 0; !m->match[i].old && k < m->ngone; k++) {
			if (!m->gone[k] || pairs++ > MAX_PAIRS ||
			    !by_figures(m->gone[k], m->match[i].new))
				continue;
			m->match[i].old = m->gone[k];
			m->gone[k] = NULL;
		}
	}
}

struct match *
match_guides(struct arena *a, const struct model *old, const struct model *new,
    size_t *n)
{
	struct matcher m = { .a = a };

	m.match = arena_array(a, struct match, old->nguide + new->nguide + 1);
	m.gone = arena_array(a, const struct guide_model *, old->nguide + 1);
	for (size_t i = 0; i < new->nguide; i++) {
		m.match[i].new = &new->guide[i];
		m.match[i].old = map_find(&old->guides, new->guide[i].id);
	}
	m.n = new->nguide;
	for (size_t i = 0; i < old->nguide; i++)
		if (!map_find(&new->guides, old->guide[i].id))
			m.gone[m.ngone++] = &old->guide[i];
	match_by_text(&m, prose_of, by_prose);
	match_by_text(&m, title_of, by_title);
	match_by_figures(&m);
	for (size_t i = 0; i < m.ngone; i++)
		if (m.gone[i])
			m.match[m.n++].old = m.gone[i];
	*n = m.n;
	return m.match;
}

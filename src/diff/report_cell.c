/* Sections of figures by guide and table, and of sentences. */
#include "diff/report_int.h"

/* "guide, Heading: table, line 131" */
static struct str
place_text(struct arena *a, const struct group *g)
{
	if (!g->line)
		return str_printf(a, "%.*s: %.*s", STR_ARG(g->guide->id),
		    STR_ARG(g->guide->prose ? g->block : STR("figures")));
	return str_printf(a, "%.*s%s%.*s: %.*s, line %zu",
	    STR_ARG(g->guide->id), g->heading.n ? ", " : "",
	    STR_ARG(g->heading), STR_ARG(g->block), g->line);
}

static void
put_cell(struct maker *m, struct sheet *s, const struct cell *c)
{
	put_code(m, s, c->new->id);
	put_text(m, s, c->delta.from);
	put_text(m, s, c->delta.to);
	put_text(m, s, c->delta.difference);
	put_text(m, s, c->delta.percent);
}

/* Figures that are shown newly, or no more, one sheet a guide. */
static void
put_showings(struct maker *m, struct section *section, bool added)
{
	static const char *const head[] = { "Figure", "#Value" };
	const struct changes *c = m->c;
	const struct guide_model *guide = NULL;
	struct sheet *s = NULL;

	for (size_t i = 0; i < c->nshowing; i++) {
		const struct showing *w = &c->showing[i];

		if (w->added != added)
			continue;
		if (w->guide != guide)
			s = sheet_new(m, section,
			    str_printf(m->a, "%.*s: %s", STR_ARG(w->guide->id),
				added ? "newly shown" : "no longer shown"),
			    head, countof(head));
		guide = w->guide;
		put_code(m, s, w->shown->id);
		put_text(m, s, w->shown->amount.display);
	}
}

void
report_cells(struct maker *m)
{
	static const char *const head[] = { "Figure", "#Before", "#After",
		"#Change", "#%" };
	const struct changes *c = m->c;
	struct section *section;

	if (!c->ncell && !c->nshowing)
		return;
	section = section_new(m, "Figures that change", false,
	    c->ncell
		? count_text(m->a, c->ncell, "figure changes", "figures change")
		: count_text(m->a, c->nshowing,
		      "figure is shown newly or no more",
		      "figures are shown newly or no more"));
	for (size_t i = 0; i < m->arranged->ngroup; i++) {
		const struct group *g = &m->arranged->group[i];
		struct sheet *s = sheet_new(
		    m, section, place_text(m->a, g), head, countof(head));

		for (size_t k = 0; k < g->n; k++)
			put_cell(m, s, g->cell[k]);
	}
	put_showings(m, section, false);
	put_showings(m, section, true);
	note_small(m, section, c->small_cells);
}

void
report_sentences(struct maker *m)
{
	static const char *const head[] = { "#Line", "Text" };
	const struct arrangement *o = m->arranged;
	const struct guide_model *guide = NULL;
	struct section *section;
	struct sheet *s = NULL;

	if (!o->nsentence)
		return;
	section = section_new(m, "Sentences to read again", false,
	    count_text(m->a, o->nsentence, "sentence to read again",
		"sentences to read again"));
	for (size_t i = 0; i < o->nsentence; i++) {
		const struct sentence *one = &o->sentence[i];

		if (one->guide != guide)
			s = sheet_new(m, section,
			    str_printf(m->a, "content/%.*s/index.md",
				STR_ARG(one->guide->id)),
			    head, countof(head));
		guide = one->guide;
		put_text(m, s, str_printf(m->a, "%zu", one->line));
		put_text(m, s, one->text);
	}
}

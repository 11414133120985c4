#include "diff/arrange.h"

#include "diff/prose.h"

/* The guide that is at work. */
struct desk {
	struct arena *a;
	struct arrangement *out;
	const struct guide_model *guide;
	const struct cell **cell; /* by shown figure; NULL: not changed */
	bool *placed;		  /* by shown figure */
	struct prose prose;
};

/* Index of a figure that the guide shows; SIZE_MAX: another page does. */
static size_t
shown_index(const struct guide_model *g, const struct shown *shown)
{
	const struct shown *own = map_find(&g->by_id, shown->id);

	return own ? (size_t)(own - g->shown) : SIZE_MAX;
}

static struct group *
open_group(struct desk *k, struct str block, size_t line)
{
	struct arrangement *o = k->out;
	struct group g = { .guide = k->guide, .block = block, .line = line };
	struct group *last = o->ngroup ? &o->group[o->ngroup - 1] : NULL;

	if (last && last->guide == k->guide && last->line == line &&
	    str_eq(last->block, block))
		return last;
	if (line)
		g.heading = prose_heading(k->a, &k->prose, line);
	arena_push(k->a, o->group, o->ngroup, o->capgroup, g);
	return &o->group[o->ngroup - 1];
}

static void
place(struct desk *k, struct group *g, size_t figure)
{
	arena_push(k->a, g->cell, g->n, g->cap, k->cell[figure]);
	k->placed[figure] = true;
}

/* Those that a block or a table shows. */
static void
place_in_tables(struct desk *k)
{
	for (size_t i = 0; i < k->guide->nspot; i++) {
		const struct spot *s = &k->guide->spot[i];
		struct str block = s->block;
		size_t line;

		if (!k->cell[s->figure] || k->placed[s->figure])
			continue;
		line = prose_line(&k->prose, s->from);
		if (!block.n) {
			line = prose_table(&k->prose, line);
			block = STR("table");
		}
		if (line)
			place(k, open_group(k, block, line), s->figure);
	}
}

static void
place_in_text(struct desk *k)
{
	for (size_t i = 0; i < k->guide->nshown; i++)
		if (k->cell[i] && !k->placed[i])
			place(k, open_group(k, STR("text"), 0), i);
}

/* Those that the home page shows, and the guide does not. */
static void
place_beside(struct desk *k, const struct cell *cell, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct group *g;

		if (cell[i].small ||
		    shown_index(k->guide, cell[i].new) != SIZE_MAX)
			continue;
		g = open_group(k, STR("home page"), 0);
		arena_push(k->a, g->cell, g->n, g->cap, &cell[i]);
	}
}

static void
add_sentence(struct desk *k, const struct spot *s)
{
	struct arrangement *o = k->out;
	struct sentence *last =
	    o->nsentence ? &o->sentence[o->nsentence - 1] : NULL;
	struct str text = prose_sentence(k->a, &k->prose, s->from);
	struct str id = k->guide->shown[s->figure].id;
	struct sentence one = { .guide = k->guide, .text = text };

	if (!last || last->guide != k->guide || !str_eq(last->text, text)) {
		one.line = prose_line(&k->prose, s->from);
		arena_push(
		    k->a, o->sentence, o->nsentence, o->capsentence, one);
		last = &o->sentence[o->nsentence - 1];
	}
	for (size_t i = 0; i < last->nid; i++)
		if (str_eq(last->id[i], id))
			return;
	arena_push(k->a, last->id, last->nid, last->capid, id);
}

static struct str *
make_said(struct desk *k)
{
	const struct guide_model *g = k->guide;
	struct str *said = arena_array(k->a, struct str, g->nshown + 1);

	for (size_t i = 0; i < g->nshown; i++) {
		const struct cell *c = k->cell[i];

		said[i] = g->shown[i].amount.display;
		if (c)
			said[i] = str_printf(k->a, "%.*s \xE2\x86\x92 %.*s",
			    STR_ARG(c->delta.from), STR_ARG(c->delta.to));
	}
	return said;
}

/* The changed cells [from, to) of one guide. */
static void
arrange_guide(struct arena *a, const struct changes *c, size_t from, size_t to,
    struct arrangement *out)
{
	const struct guide_model *g = c->cell[from].guide;
	struct desk k = { .a = a, .out = out, .guide = g };

	k.cell = arena_array(a, const struct cell *, g->nshown + 1);
	k.placed = arena_array(a, bool, g->nshown + 1);
	for (size_t i = from; i < to; i++) {
		size_t at = shown_index(g, c->cell[i].new);

		if (!c->cell[i].small && at != SIZE_MAX)
			k.cell[at] = &c->cell[i];
	}
	if (!g->prose) {
		place_in_text(&k);
		place_beside(&k, &c->cell[from], to - from);
		return;
	}
	prose_init(&k.prose, a, g, make_said(&k));
	place_in_tables(&k);
	place_in_text(&k);
	place_beside(&k, &c->cell[from], to - from);
	for (size_t i = 0; i < g->nspot; i++)
		if (!g->spot[i].block.n && k.cell[g->spot[i].figure])
			add_sentence(&k, &g->spot[i]);
}

void
arrange(struct arena *a, const struct changes *c, struct arrangement *out)
{
	*out = (struct arrangement){ 0 };
	for (size_t from = 0, to; from < c->ncell; from = to) {
		for (to = from + 1; to < c->ncell; to++)
			if (c->cell[to].guide != c->cell[from].guide)
				break;
		arrange_guide(a, c, from, to, out);
	}
}

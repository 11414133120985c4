#include "view/other.h"

#include "num/format.h"

const struct figure *
winner_figure(struct block *b, const struct setup *s, enum verdict_kind kind,
    const char *field)
{
	return figure_get(b->f,
	    str_printf(b->a, "%s.%.*s%s%.*s",
		kind == VERDICT_PRICE ? "winner" : "recommend",
		STR_ARG(b->f->g->scenario[s->scenario].id), field,
		STR_ARG(s->suffix)),
	    b->at);
}

void
setup_regions(struct block *b, const struct setup *s, struct regions *out)
{
	const struct option **list =
	    arena_array(b->a, const struct option *, s->noption + 1);

	for (size_t i = 0; i < s->noption; i++)
		list[i] = &s->g->option[s->option[i]];
	regions_list(out, b->a, list, s->noption, &s->market);
}

bool
setup_winner(
    struct block *b, const struct setup *s, enum verdict_kind kind, size_t *out)
{
	const struct ranking *r = figure_ranking(b->f, s);
	size_t i;

	*out = SIZE_MAX;
	if (!r)
		return false;
	i = kind == VERDICT_PRICE ? r->cheapest : r->best;
	if (!r->unsure && i != SIZE_MAX)
		*out = r->standing[i].option;
	return true;
}

static const char *
word_of(enum verdict_kind kind)
{
	return kind == VERDICT_PRICE ? "cheapest" : "choice";
}

/* The cost of an option, as printed. */
static struct rat
total_of(struct block *b, const struct setup *s, size_t option)
{
	const struct ranking *r = figure_ranking(b->f, s);

	for (size_t i = 0; i < r->n; i++)
		if (r->standing[i].option == option)
			return format_money_round(
			    b->a, r->standing[i].bill.total);
	return rat_int(0);
}

/* The setup in another market. */
static struct setup
elsewhere(struct block *b, const struct setup *s, const struct market *m)
{
	struct setup out = *s;

	out.market = *m;
	setup_suffix(b->f, &out);
	return out;
}

/* Another answer, in a note that is begun by the first of them. */
static bool
put_answer(struct block *b, const struct setup *s, struct str where,
    enum verdict_kind kind, struct str intro, bool *begun)
{
	const struct figure *name = winner_figure(b, s, kind, "");
	const struct figure *total = winner_figure(b, s, kind, ".total");

	if (!name || !total)
		return false;
	if (*begun)
		note_text(b, STR(", "));
	else
		note_begin(b, intro);
	*begun = true;
	note_figure(b, name);
	note_text(b, where);
	note_text(b, STR(" "));
	note_held(b, STR("("), total, STR(")"));
	return true;
}

static void
finish(struct block *b, bool begun)
{
	if (!begun)
		return;
	note_text(b, STR("."));
	note_end(b);
}

static bool
other_tier(
    struct block *b, const struct shown *s, size_t n, enum verdict_kind kind)
{
	bool begun = false;

	for (size_t i = 0; i < n; i++) {
		struct market m = s[i].setup.market;
		struct setup other;
		size_t here, there;

		m.free = m.free == FREE_NONE ? FREE_FULL : FREE_NONE;
		other = elsewhere(b, &s[i].setup, &m);
		if (!setup_winner(b, &s[i].setup, kind, &here) ||
		    !setup_winner(b, &other, kind, &there))
			return false;
		if (here == there || here == SIZE_MAX || there == SIZE_MAX)
			continue;
		if (!put_answer(b, &other, s[i].where, kind,
			str_printf(b->a,
			    "The free tier decides here. With free tier "
			    "\"%s\" the %s is: ",
			    free_tier_name(m.free), word_of(kind)),
			&begun))
			return false;
	}
	finish(b, begun);
	return true;
}

/* Regions that give a shown setup the same other answer at what is printed as the same
 * cost. */
struct group {
	struct setup setup; /* in the first of them */
	size_t winner;
	struct rat total;
	struct buf names;
	size_t n;
};

#define NAMED 4 /* regions of a group; of more only their number is told */

static void
join_group(struct group *g, struct str region)
{
	if (g->n < NAMED)
		buf_printf(
		    &g->names, "%s%.*s", g->n ? ", " : "", STR_ARG(region));
	g->n++;
}

/* The other answers to one shown setup, by group. */
static bool
group_regions(struct block *b, const struct setup *s, enum verdict_kind kind,
    struct group **out, size_t *n)
{
	struct regions p;
	size_t here, there, cap = 0;

	*n = 0;
	if (!setup_winner(b, s, kind, &here))
		return false;
	if (here == SIZE_MAX)
		return true;
	setup_regions(b, s, &p);
	for (size_t k = 0; k < p.n; k++) {
		struct group one = { .setup =
					 elsewhere(b, s, &p.region[k].market) };
		size_t i = 0;

		if (p.region[k].here)
			continue;
		if (!setup_winner(b, &one.setup, kind, &there))
			return false;
		if (there == here || there == SIZE_MAX)
			continue;
		one.winner = there;
		one.total = total_of(b, &one.setup, there);
		while (i < *n &&
		    ((*out)[i].winner != there ||
			!rat_eq((*out)[i].total, one.total)))
			i++;
		if (i == *n)
			arena_push(b->a, *out, *n, cap, one);
		join_group(&(*out)[i], p.region[k].name);
	}
	return true;
}

static bool
put_groups(struct block *b, const struct shown *s, struct group *g, size_t n,
    enum verdict_kind kind, bool *begun)
{
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		if (g[i].n > NAMED)
			buf_printf(
			    &g[i].names, " and %zu more", g[i].n - NAMED);
		ok = ok &&
		    put_answer(b, &g[i].setup,
			str_printf(b->a, "%.*s in %.*s", STR_ARG(s->where),
			    (int)g[i].names.n, g[i].names.p),
			kind,
			str_printf(b->a,
			    "The region decides here. Elsewhere the %s is: ",
			    word_of(kind)),
			begun);
	}
	return ok;
}

static bool
other_region(
    struct block *b, const struct shown *s, size_t n, enum verdict_kind kind)
{
	bool begun = false;

	for (size_t i = 0; i < n; i++) {
		struct group *g = NULL;
		size_t ngroup;

		bool ok = group_regions(b, &s[i].setup, kind, &g, &ngroup) &&
		    put_groups(b, &s[i], g, ngroup, kind, &begun);

		for (size_t k = 0; k < ngroup; k++)
			buf_free(&g[k].names);
		if (!ok)
			return false;
	}
	finish(b, begun);
	return true;
}

bool
other_answers(
    struct block *b, const struct shown *s, size_t n, enum verdict_kind kind)
{
	return other_tier(b, s, n, kind) && other_region(b, s, n, kind);
}

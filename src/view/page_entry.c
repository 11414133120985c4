/*
 * The entry of a guide, as JSON:
 *
 *   id, title, description
 *   services   ids of the services its options use, sorted
 *   sources    of the figures it shows: "SERVICE/KEY" of a price file's, else
 *              the source itself
 *   home       what the home page shows of it: caption, answers, breakeven, notes;
 *              null where the guide is not one of its guides
 *   figures    those of `home`, as figures.json has them
 *
 * What ends in `_html` is HTML, and a name without that is the same as text.
 */
#include "data/json.h"
#include "text/escape.h"
#include "text/marks.h"
#include "view/page_int.h"

#include <stdlib.h>

/* Puts a figure of the guide, by its full id, under `key` and, as HTML, under
 * the key with `_html`.  NULL when there is no such figure. */
static const struct figure *
put_figure(struct compiler *c, struct node *n, const char *key, struct str id)
{
	const struct figure *fig =
	    figure_get(&c->m->figures, id, (struct span){ 0 });
	struct figure full;
	struct buf b = { 0 };

	if (!fig)
		return NULL;
	figure_show(&c->m->figures, fig);
	full = *fig;
	full.id = str_cat(c->a, c->page->id, STR("/"), full.id);
	figure_html(&b, &full);
	node_set_str(c->a, n, key, fig->display);
	node_set(c->a, n, str_printf(c->a, "%s_html", key),
	    node_string(c->a, buf_take(&b, c->a)));
	return fig;
}

/* What the choice of a scenario could not be judged by. */
static bool
put_undecided(struct compiler *c, struct node *n, size_t scenario)
{
	struct setup setup = setup_of(&c->m->figures, scenario);
	const struct ranking *r = figure_ranking(&c->m->figures, &setup);

	if (r && r->best != SIZE_MAX && r->standing[r->best].unmeasured.n)
		node_set_str(
		    c->a, n, "undecided", r->standing[r->best].unmeasured);
	return r != NULL;
}

/* The choice of a scenario when one can be made. */
static bool
put_choice(struct compiler *c, struct node *n, struct str id)
{
	struct arena *a = c->a;
	const struct figure *margin;

	if (!put_figure(c, n, "total", str_cat(a, id, STR(".total"))))
		return false;
	margin = figure_get(
	    &c->m->figures, str_cat(a, id, STR(".margin")), (struct span){ 0 });
	if (!margin || margin->missing)
		return margin != NULL;
	node_set_bool(a, n, "tie", rat_is_zero(margin->n));
	if (!rat_is_zero(margin->n) &&
	    !put_figure(c, n, "margin", str_cat(a, id, STR(".margin"))))
		return false;
	return put_figure(c, n, "runner_up", str_cat(a, id, STR(".runner_up")));
}

static struct node *
answer_node(struct compiler *c, const struct scenario *s)
{
	static const char *const keys[] = { "option", "total", "runner_up",
		"margin", "option_html", "total_html", "runner_up_html",
		"margin_html", "undecided" };
	struct arena *a = c->a;
	struct node *n = node_map(a);
	struct str id = str_cat(a, STR("recommend."), s->id);
	const struct figure *name;

	for (size_t i = 0; i < countof(keys); i++)
		node_set_node(a, n, keys[i], node_null(a));
	node_set_str(a, n, "scenario", s->name);
	node_set_str(a, n, "about", s->about);
	node_set_bool(a, n, "tie", false);
	node_set_str(a, n, "anchor",
	    s->card ? str_cat(a, STR("#scenario-"), s->id) : STR(""));
	name = figure_get(&c->m->figures, id, (struct span){ 0 });
	if (!name)
		return NULL;
	/* Where nothing fits, the figure says why in place of a cost. */
	if (!put_figure(c, n, name->missing ? "total" : "option", id) ||
	    (!name->missing && !put_choice(c, n, id)) ||
	    !put_undecided(c, n, (size_t)(s - c->page->guide.scenario)))
		return NULL;
	return n;
}

static struct node *
answers_node(struct compiler *c)
{
	const struct guide *g = &c->page->guide;
	struct node *list = node_list(c->a), *n;

	for (size_t i = 0; i < g->nscenario; i++) {
		n = answer_node(c, &g->scenario[i]);
		if (!n)
			return NULL;
		node_push(c->a, list, n);
	}
	return list_or_null(c->a, list);
}

/* A sentence as text and as HTML. */
struct sentence {
	struct buf text, html;
};

static void
say(struct sentence *s, const char *words)
{
	buf_puts(&s->text, words);
	buf_puts(&s->html, words);
}

static void
say_name(struct sentence *s, struct str name)
{
	buf_str(&s->text, name);
	buf_puts(&s->html, "<b>");
	escape_html(&s->html, name);
	buf_puts(&s->html, "</b>");
}

/* The winner of an interval; a tie is marked. */
static void
say_winner(struct compiler *c, struct sentence *s, const size_t *option,
    const struct interval *v)
{
	const struct option *all = c->page->guide.option;

	say_name(s, all[option[v->winner]].name);
	if (v->even == NO_OPTION)
		return;
	say(s, " (tie with ");
	say_name(s, all[option[v->even]].name);
	say(s, v->throughout ? ")" : " in part)");
}

/* "A below 1,000 requests a month; B from there on", of the intervals on both
 * sides of a border */
static bool
say_crossing(struct compiler *c, struct sentence *s, const size_t *option,
    const struct interval *side)
{
	const struct guide *g = &c->page->guide;
	const struct option *x = &g->option[option[side[0].winner]];
	const struct option *y = &g->option[option[side[1].winner]];
	struct str axis = g->terms->scope.var[g->question.axis].name;
	bool requests = str_is(axis, "requests");
	struct node *n = node_map(c->a);

	if (!put_figure(c, n, "first",
		str_cat(c->a, STR("crossings."), x->id, STR("."), y->id,
		    STR(".first"))))
		return false;
	say_winner(c, s, option, &side[0]);
	say(s, " below ");
	buf_str(&s->text, node_find_text(n, "first"));
	buf_puts(&s->html, requests ? "" : MARKS_HELD);
	buf_str(&s->html, node_find_text(n, "first_html"));
	say(s, requests ? " requests a month;" : ";");
	buf_puts(&s->html, requests ? "" : MARKS_END);
	say(s, " ");
	say_winner(c, s, option, &side[1]);
	say(s, " from there on");
	return true;
}

static void
say_both(struct compiler *c, struct sentence *s, const size_t *option,
    const char *glue, const char *end)
{
	const struct option *all = c->page->guide.option;

	say_name(s, all[option[0]].name);
	say(s, glue);
	say_name(s, all[option[1]].name);
	say(s, end);
}

static bool
lacks_price(const struct contest *k)
{
	bool lacks = false;

	for (size_t i = 0; i < k->n; i++)
		for (size_t n = 0; n < k->curve[i].faults.n; n++)
			lacks |=
			    k->curve[i].faults.fault[n].kind == FAULT_PRICE;
	return lacks;
}

/* Whether neither can be had somewhere. */
static bool
has_gap(const struct contest *k)
{
	for (size_t i = 0; i < k->ninterval; i++)
		if (k->interval[i].winner == NO_OPTION)
			return true;
	return false;
}

/* The interval to tell of where one side is never beaten; NULL: neither wins,
 * or both do with a gap between them. */
static const struct interval *
only_winner(const struct contest *k)
{
	const struct interval *won = NULL;

	for (size_t i = 0; i < k->ninterval; i++) {
		const struct interval *v = &k->interval[i];

		if (v->winner == NO_OPTION)
			continue;
		if (won && won->winner != v->winner)
			return NULL;
		won = won && won->even != NO_OPTION ? won : v;
	}
	return won;
}

/* One side is never beaten, or nothing can be said of the two. */
static void
say_same(struct compiler *c, struct sentence *s, const size_t *option,
    const struct contest *k)
{
	const struct interval *won = only_winner(k);

	if (lacks_price(k)) {
		say_both(c, s, option, " or ",
		    " cannot be said for want of a price");
	} else if (contest_even(k)) {
		say(s, "neither; ");
		say_both(c, s, option, " and ", " cost the same throughout");
	} else if (!won) {
		say_both(c, s, option, " or ", "");
	} else {
		say_winner(c, s, option, won);
		say(s, " throughout");
		if (won->even != NO_OPTION)
			return;
		say(s, ", beside ");
		say_name(s, c->page->guide.option[option[!won->winner]].name);
	}
}

/* "Cheaper: A below 1,000 requests a month; B from there on." */
static struct node *
crossing_node(struct compiler *c, size_t x, size_t y)
{
	/* As its figure has them: in the order of the guide. */
	const size_t option[2] = { x < y ? x : y, x < y ? y : x };
	struct setup setup =
	    setup_of(&c->m->figures, c->page->guide.question.scenario);
	const struct contest *k =
	    figure_contest(&c->m->figures, option, &setup);
	struct node *n = node_map(c->a);
	struct sentence s = { 0 };
	const struct crossing *first;
	size_t count;

	if (!k)
		return NULL;
	first = contest_first(k, &count);
	say(&s, "Cheaper: ");
	if (!first)
		say_same(c, &s, option, k);
	else if (!say_crossing(
		     c, &s, option, &k->interval[first - k->crossing]))
		return NULL;
	if (count > 1)
		say(&s,
		    str_cstr(c->a,
			str_printf(c->a, ", with %zu more change%s", count - 1,
			    count > 2 ? "s" : "")));
	if (has_gap(k) && !lacks_price(k))
		say(&s, ", as far as they can be had");
	say(&s, ".");
	node_set_str(c->a, n, "sentence", buf_take(&s.text, c->a));
	node_set_str(c->a, n, "sentence_html", buf_take(&s.html, c->a));
	return n;
}

static struct node *
breakeven_node(struct compiler *c)
{
	const struct guide *g = &c->page->guide;
	struct node *list = node_list(c->a), *n;
	const struct scenario *s;

	if (!g->question.given)
		return node_null(c->a);
	s = &g->scenario[g->question.scenario];
	for (size_t i = 0; i + 1 < s->noption; i++)
		for (size_t k = i + 1; k < s->noption; k++) {
			n = crossing_node(c, s->option[i], s->option[k]);
			if (!n)
				return NULL;
			node_push(c->a, list, n);
		}
	return list_or_null(c->a, list);
}

static struct node *
home_node(struct compiler *c)
{
	struct arena *a = c->a;
	const struct market *m = &c->page->guide.market;
	struct node *n = node_map(a), *answers, *breakeven;

	answers = answers_node(c);
	breakeven = breakeven_node(c);
	if (!answers || !breakeven)
		return NULL;
	node_set_str(a, n, "caption",
	    str_printf(a,
		"The cheapest option that meets each scenario's needs. Free "
		"tier: %s. Region: %.*s.",
		free_tier_name(m->free),
		STR_ARG(market_where(a, m, "=", ", "))));
	node_set_node(a, n, "answers", answers);
	node_set_str(
	    a, n, "notes", page_notes(c, str_cat(a, c->page->id, STR("/"))));
	node_set_node(a, n, "breakeven", breakeven);
	return n;
}

static int
compare_strs(const void *pa, const void *pb)
{
	return str_cmp(*(const struct str *)pa, *(const struct str *)pb);
}

static struct node *
services_node(struct compiler *c)
{
	const struct guide *g = &c->page->guide;
	struct node *list = node_list(c->a);
	struct map seen = { 0 };
	struct str *id;

	for (size_t i = 0; i < g->noption; i++)
		for (size_t k = 0; k < g->option[i].nuse; k++)
			map_put(
			    &seen, c->a, g->option[i].use[k].service->id, list);
	id = arena_array(c->a, struct str, seen.n + 1);
	for (size_t i = 0; i < seen.n; i++)
		id[i] = seen.entry[i].key;
	if (seen.n)
		qsort(id, seen.n, sizeof(*id), compare_strs);
	for (size_t i = 0; i < seen.n; i++)
		node_push(c->a, list, node_string(c->a, id[i]));
	return list;
}

/* "SERVICE/KEY" of a source that a price file names, else empty. */
static struct str
source_name(struct compiler *c, const struct citation *source)
{
	const struct map *all = &c->page->guide.terms->catalog->services;

	for (size_t i = 0; i < all->n; i++) {
		const struct service *s = all->entry[i].value;

		if (map_find(&s->sources.by_key, source->key) == source)
			return str_cat(c->a, s->id, STR("/"), source->key);
	}
	return (struct str){ 0 };
}

static struct node *
sources_node(struct compiler *c)
{
	struct node *list = node_list(c->a);

	for (size_t i = 0; i < c->m->nsource; i++) {
		const struct citation *one = c->m->source[i];
		struct str name = source_name(c, one);

		node_push(c->a, list,
		    name.n ? node_string(c->a, name)
			   : citation_node(c->a, one));
	}
	return list;
}

static void
hide_figures(struct figures *f)
{
	for (size_t i = 0; i < f->by_id.n; i++)
		((struct figure *)f->by_id.entry[i].value)->shown = false;
}

bool
page_entry(struct compiler *c, struct str *out)
{
	struct arena *a = c->a;
	struct node *n = node_map(a), *home = node_null(a);
	struct buf b = { 0 }, figures = { 0 };

	node_set_str(a, n, "id", c->page->id);
	node_set_str(a, n, "title", c->page->title);
	node_set_str(a, n, "description", c->page->description);
	node_set_node(a, n, "services", services_node(c));
	node_set_node(a, n, "sources", sources_node(c));
	hide_figures(&c->m->figures);
	if (c->page->featured)
		home = home_node(c);
	if (!home)
		return false;
	node_set_node(a, n, "home", home);
	figures_print(&figures, &c->m->figures);
	node_set_node(a, n, "figures", node_json(a, buf_take(&figures, a)));
	json_print(&b, n);
	*out = buf_take(&b, a);
	return true;
}

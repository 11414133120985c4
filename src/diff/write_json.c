/* Changes as JSON: every one of them, small ones marked. */
#include "data/json.h"

#include "diff/report_int.h"
#include "view/amount.h"

struct printer {
	struct arena *a;
	const struct changes *c;
};

static struct node *
text(struct printer *p, struct str s)
{
	return s.n ? node_string(p->a, s) : node_null(p->a);
}

static struct node *
count(struct printer *p, size_t n)
{
	return node_int(p->a, (int64_t)n);
}

/* An amount, with the digits that its difference asks for. */
static struct node *
amount(struct printer *p, const struct amount *m, struct str display)
{
	struct node *n;

	if (!m)
		return node_null(p->a);
	n = amount_node(p->a, exact_text(p->a, m->value),
	    display.n ? display : m->display, m->word);
	if (!m->has_value)
		node_set_node(p->a, n, "exact", node_null(p->a));
	return n;
}

/* "change": exact difference, and percentage, where there are. */
static void
set_delta(
    struct printer *p, struct node *n, const struct delta *d, struct str unit)
{
	struct arena *a = p->a;

	node_set_node(a, n, "change",
	    d->has_difference
		? amount_node(a, exact_text(a, d->exact), d->difference, unit)
		: node_null(a));
	node_set_node(a, n, "percent",
	    d->has_percent
		? amount_node(a,
		      exact_text(a, rat_mul(a, d->ratio, rat_int(100))),
		      d->percent, STR("%"))
		: node_null(a));
}

static struct node *
rival(struct printer *p, const struct rival *r, struct str display)
{
	struct node *n = node_map(p->a), *total;

	if (!r)
		return node_null(p->a);
	node_set_str(p->a, n, "id", r->id);
	node_set_str(p->a, n, "name", r->name);
	total = r->has_total ? money_node(p->a, r->total, r->currency)
			     : node_null(p->a);
	if (r->has_total && display.n)
		node_set_str(p->a, total, "display", display);
	node_set_node(p->a, n, "total", total);
	return n;
}

static struct node *
standing(struct printer *p, const struct answer *w, bool by_need)
{
	struct node *n = node_map(p->a), *margin = node_null(p->a);
	const struct rival *x = answer_first(w, by_need);
	const struct rival *y = answer_second(w, by_need);
	struct delta d = { 0 };

	if (answer_margin(p->a, w, by_need, &d)) {
		margin = money_node(p->a, d.exact, x->currency);
		node_set_str(p->a, margin, "display", d.difference);
	}
	node_set_node(p->a, n, "option", rival(p, x, d.from));
	node_set_node(p->a, n, "runner_up", rival(p, y, d.to));
	node_set_node(p->a, n, "margin", margin);
	return n;
}

static struct node *
flip_head(struct printer *p, const struct flip *f)
{
	struct node *n = node_map(p->a);

	node_set_str(p->a, n, "guide", f->guide->id);
	node_set_str(p->a, n, "scenario", f->new->scenario);
	node_set_str(p->a, n, "setup", f->new->key);
	return n;
}

static struct node *
flips(struct printer *p, const struct flip *f, size_t nflip, bool by_need)
{
	struct node *list = node_list(p->a);

	for (size_t i = 0; i < nflip; i++) {
		struct node *n = flip_head(p, &f[i]);

		node_set_node(p->a, n, "old", standing(p, f[i].old, by_need));
		node_set_node(p->a, n, "new", standing(p, f[i].new, by_need));
		node_push(p->a, list, n);
	}
	return list;
}

static struct node *
leaves(struct printer *p)
{
	struct node *list = node_list(p->a);

	for (size_t i = 0; i < p->c->nleaf; i++) {
		const struct flip *f = &p->c->leaf[i];
		struct node *n = flip_head(p, f);

		node_set_node(p->a, n, "old", text(p, f->old->leaf));
		node_set_node(p->a, n, "new", text(p, f->new->leaf));
		node_push(p->a, list, n);
	}
	return list;
}

static struct node *
moves(struct printer *p)
{
	struct arena *a = p->a;
	struct node *list = node_list(a);

	for (size_t i = 0; i < p->c->nmove; i++) {
		const struct move *v = &p->c->move[i];
		struct str unit = v->from ? v->from->word : v->to->word;
		struct node *n = node_map(a), *pair = node_list(a);

		node_push(a, pair, node_string(a, v->meeting->option[0]));
		node_push(a, pair, node_string(a, v->meeting->option[1]));
		node_set_str(a, n, "guide", v->guide->id);
		node_set_node(a, n, "options", pair);
		node_set_node(a, n, "axis", text(p, v->meeting->axis));
		node_set_str(a, n, "free_tier", v->meeting->free_tier);
		node_set_node(a, n, "n", count(p, v->index + 1));
		node_set_str(a, n, "kind",
		    !v->from	 ? STR("appeared")
			: !v->to ? STR("vanished")
				 : STR("moved"));
		node_set_node(a, n, "old", amount(p, v->from, v->delta.from));
		node_set_node(a, n, "new", amount(p, v->to, v->delta.to));
		set_delta(p, n, &v->delta, unit);
		node_set_bool(a, n, "small", v->small);
		node_push(a, list, n);
	}
	return list;
}

static struct node *
source(struct printer *p, const struct fact *f)
{
	struct node *n = node_map(p->a);

	if (!f || !f->url.n)
		return node_null(p->a);
	node_set_str(p->a, n, "title", f->title);
	node_set_str(p->a, n, "url", f->url);
	node_set_str(p->a, n, "date", f->date);
	return n;
}

static struct node *
fact(struct printer *p, const struct fact *f, struct str display)
{
	struct node *n = node_map(p->a);

	if (!f)
		return node_null(p->a);
	node_set_node(p->a, n, "value", amount(p, &f->amount, display));
	node_set_node(p->a, n, "source", source(p, f));
	node_set_node(p->a, n, "at", text(p, f->at));
	return n;
}

static struct node *
prices(struct printer *p)
{
	struct arena *a = p->a;
	struct node *list = node_list(a);

	for (size_t i = 0; i < p->c->nprice; i++) {
		const struct repriced *r = &p->c->price[i];
		const struct fact *any = r->new ? r->new : r->old;
		struct node *n = node_map(a);

		node_set_str(a, n, "kind", str_of(fact_name(any->kind)));
		node_set_str(a, n, "key", any->key);
		node_set_str(a, n, "service", any->service);
		node_set_str(a, n, "meter", any->meter);
		node_set_node(a, n, "region", text(p, any->region));
		node_set_node(a, n, "detail", text(p, any->detail));
		node_set_node(a, n, "old", fact(p, r->old, r->delta.from));
		node_set_node(a, n, "new", fact(p, r->new, r->delta.to));
		set_delta(p, n, &r->delta, any->amount.word);
		node_set_bool(a, n, "small", r->small);
		node_push(a, list, n);
	}
	return list;
}

static struct node *
members(struct printer *p)
{
	struct arena *a = p->a;
	struct node *list = node_list(a);

	for (size_t i = 0; i < p->c->nmember; i++) {
		const struct member *b = &p->c->member[i];
		struct node *n = node_map(a);

		node_set_str(
		    a, n, "change", b->added ? STR("new") : STR("gone"));
		node_set_str(a, n, "kind", str_of(member_name(b->kind)));
		node_set_str(a, n, "id", b->id);
		node_set_str(a, n, "name", b->name);
		node_set_node(a, n, "guide", text(p, b->guide));
		node_set_node(a, n, "figures", count(p, b->nfigure));
		node_push(a, list, n);
	}
	return list;
}

static struct node *
named(struct printer *p, struct named what)
{
	struct node *n = node_map(p->a);

	node_set_str(p->a, n, "id", what.id);
	node_set_node(p->a, n, "name", text(p, what.name));
	return n;
}

static struct node *
renamed(struct printer *p)
{
	struct node *list = node_list(p->a);

	for (size_t i = 0; i < p->c->nrenamed; i++) {
		const struct renamed *r = &p->c->renamed[i];
		struct node *n = node_map(p->a);

		node_set_str(p->a, n, "kind", str_of(member_name(r->kind)));
		node_set_node(p->a, n, "guide", text(p, r->guide));
		node_set_node(p->a, n, "old", named(p, r->from));
		node_set_node(p->a, n, "new", named(p, r->to));
		node_push(p->a, list, n);
	}
	return list;
}

static struct node *
cell(struct printer *p, const struct cell *c, const struct group *g)
{
	struct arena *a = p->a;
	struct str unit = c->new->amount.word;
	struct node *n = node_map(a);

	node_set_str(a, n, "id",
	    str_printf(
		a, "%.*s/%.*s", STR_ARG(c->guide->id), STR_ARG(c->new->id)));
	node_set_node(a, n, "old", amount(p, &c->old->amount, c->delta.from));
	node_set_node(a, n, "new", amount(p, &c->new->amount, c->delta.to));
	set_delta(p, n, &c->delta, unit);
	node_set_bool(a, n, "small", c->small);
	if (!g || !g->guide->prose)
		return n;
	node_set_str(a, n, "block", g->block);
	node_set_node(a, n, "line", g->line ? count(p, g->line) : node_null(a));
	node_set_node(a, n, "heading", text(p, g->heading));
	return n;
}

/* By place, then those too small to have been arranged. */
static struct node *
cells(struct printer *p, const struct arrangement *arranged)
{
	struct node *list = node_list(p->a);

	for (size_t i = 0; i < arranged->ngroup; i++) {
		const struct group *g = &arranged->group[i];

		for (size_t k = 0; k < g->n; k++)
			node_push(p->a, list, cell(p, g->cell[k], g));
	}
	for (size_t i = 0; i < p->c->ncell; i++)
		if (p->c->cell[i].small)
			node_push(p->a, list, cell(p, &p->c->cell[i], NULL));
	return list;
}

static struct node *
showings(struct printer *p)
{
	struct node *list = node_list(p->a);

	for (size_t i = 0; i < p->c->nshowing; i++) {
		const struct showing *w = &p->c->showing[i];
		struct node *n = node_map(p->a);

		node_set_str(
		    p->a, n, "change", w->added ? STR("new") : STR("gone"));
		node_set_str(p->a, n, "id",
		    str_printf(p->a, "%.*s/%.*s", STR_ARG(w->guide->id),
			STR_ARG(w->shown->id)));
		node_set_node(p->a, n, "value",
		    amount(p, &w->shown->amount, (struct str){ 0 }));
		node_push(p->a, list, n);
	}
	return list;
}

static struct node *
sentences(struct printer *p, const struct arrangement *arranged)
{
	struct arena *a = p->a;
	struct node *list = node_list(a);

	for (size_t i = 0; i < arranged->nsentence; i++) {
		const struct sentence *s = &arranged->sentence[i];
		struct node *n = node_map(a), *ids = node_list(a);

		node_set_str(a, n, "guide", s->guide->id);
		node_set_node(a, n, "line", count(p, s->line));
		node_set_str(a, n, "text", s->text);
		for (size_t k = 0; k < s->nid; k++)
			node_push(a, ids, node_string(a, s->id[k]));
		node_set_node(a, n, "figures", ids);
		node_push(a, list, n);
	}
	return list;
}

static struct node *
counts(struct printer *p)
{
	const struct changes *c = p->c;
	struct node *n = node_map(p->a);

	node_set_node(p->a, n, "flips", count(p, c->nflip));
	node_set_node(p->a, n, "recommendations", count(p, c->nadvice));
	node_set_node(p->a, n, "leaves", count(p, c->nleaf));
	node_set_node(p->a, n, "crossings", count(p, c->nmove));
	node_set_node(p->a, n, "prices", count(p, c->nprice));
	node_set_node(p->a, n, "resourced", count(p, c->nsourced));
	node_set_node(p->a, n, "members", count(p, c->nmember));
	node_set_node(p->a, n, "renamed", count(p, c->nrenamed));
	node_set_node(p->a, n, "cells", count(p, c->ncell));
	node_set_node(p->a, n, "shown", count(p, c->nshowing));
	node_set_node(p->a, n, "small",
	    count(p, c->small_moves + c->small_prices + c->small_cells));
	node_set_node(p->a, n, "unchanged", count(p, c->nsame));
	return n;
}

void
changes_json(struct buf *out, struct arena *a, const struct changes *c,
    const struct arrangement *arranged, const bool *hit)
{
	struct printer p = { a, c };
	struct node *n = node_map(a), *hits = node_list(a);

	for (int i = 0; i < HIT_COUNT; i++)
		if (hit[i])
			node_push(a, hits,
			    node_string(a, str_of(hit_name((enum hit)i))));
	node_set_str(a, n, "old", c->old->name);
	node_set_str(a, n, "new", c->new->name);
	node_set_node(a, n, "failed", hits);
	node_set_node(a, n, "counts", counts(&p));
	node_set_node(a, n, "flips", flips(&p, c->flip, c->nflip, false));
	node_set_node(
	    a, n, "recommendations", flips(&p, c->advice, c->nadvice, true));
	node_set_node(a, n, "leaves", leaves(&p));
	node_set_node(a, n, "crossings", moves(&p));
	node_set_node(a, n, "prices", prices(&p));
	node_set_node(a, n, "members", members(&p));
	node_set_node(a, n, "renamed", renamed(&p));
	node_set_node(a, n, "cells", cells(&p, arranged));
	node_set_node(a, n, "shown", showings(&p));
	node_set_node(a, n, "sentences", sentences(&p, arranged));
	json_print(out, n);
}

/* Sections of answers: winners, recommendations, the decision tree. */
#include "diff/report_int.h"
#include "view/amount.h"

/* A total without a base, for no percentage is printed of two of them. */
static struct amount
total_of(struct arena *a, const struct rival *r)
{
	return (struct amount){ .display = money_text(a, r->total, r->currency),
		.has_value = true,
		.value = r->total,
		.unit = str_of(r->currency) };
}

bool
answer_margin(
    struct arena *a, const struct answer *w, bool by_need, struct delta *out)
{
	const struct rival *first = answer_first(w, by_need);
	const struct rival *second = answer_second(w, by_need);
	struct amount x, y;

	if (!first || !second || !first->has_total || !second->has_total)
		return false;
	x = total_of(a, first);
	y = total_of(a, second);
	*out = delta_of(a, &x, &y);
	if (out->has_difference && rat_sign(out->exact) >= 0)
		out->difference = str_from(out->difference, 1);
	return out->has_difference;
}

/* "A $33.39, B $36.04, margin $2.65" */
static struct str
standing_text(struct arena *a, const struct answer *w, bool by_need)
{
	const struct rival *first = answer_first(w, by_need);
	const struct rival *second = answer_second(w, by_need);
	struct delta d;

	if (!first)
		return STR("none");
	if (!first->has_total)
		return first->name;
	if (!answer_margin(a, w, by_need, &d))
		return str_printf(a, "%.*s %.*s", STR_ARG(first->name),
		    STR_ARG(total_of(a, first).display));
	return str_printf(a, "%.*s %.*s, %.*s %.*s, margin %.*s",
	    STR_ARG(first->name), STR_ARG(d.from), STR_ARG(second->name),
	    STR_ARG(d.to), STR_ARG(d.difference));
}

static struct str
name_of(const struct rival *r)
{
	return r ? r->name : STR("none");
}

static struct str
change_text(struct arena *a, const struct flip *f, bool by_need)
{
	return str_printf(a, "%.*s" ARROW "%.*s",
	    STR_ARG(name_of(answer_first(f->old, by_need))),
	    STR_ARG(name_of(answer_first(f->new, by_need))));
}

static const struct rival *
rival_named(const struct answer *w, const struct rival *like)
{
	for (size_t i = 0; like && i < w->nrival; i++)
		if (str_eq(w->rival[i].id, like->id))
			return &w->rival[i];
	return NULL;
}

/* What ruled the one out, or no longer does. */
static struct str
why_text(const struct maker *m, const struct flip *f)
{
	struct arena *a = m->a;
	const struct rival *was = answer_first(f->old, true);
	const struct rival *is = answer_first(f->new, true);
	const struct rival *then = rival_named(f->old, is);
	const struct rival *now = rival_named(f->new, was);

	/* Of what is shown only the first is known. */
	if (!m->c->old->complete || !m->c->new->complete)
		return (struct str){ 0 };
	if (now && now->out)
		return str_printf(a, "%.*s is ruled out: %.*s",
		    STR_ARG(now->name), STR_ARG(now->why));
	if (then && then->out)
		return str_printf(a, "%.*s is no longer ruled out: %.*s",
		    STR_ARG(then->name), STR_ARG(then->why));
	if (was && !now && f->new->nrival && was->id.n)
		return str_printf(
		    a, "%.*s is not compared any more", STR_ARG(was->name));
	return was && is ? STR("the price") : STR("");
}

static void
put_flip(struct maker *m, struct sheet *s, const struct flip *f, bool by_need)
{
	put_text(m, s, f->guide->id);
	put_code(m, s, f->new->key);
	put_text(m, s, change_text(m->a, f, by_need));
	put_text(m, s, standing_text(m->a, f->old, by_need));
	put_text(m, s, standing_text(m->a, f->new, by_need));
}

static void
report_flips(struct maker *m)
{
	static const char *const head[] = { "Guide", "Scenario", "Winner",
		"Before", "After" };
	const struct changes *c = m->c;
	struct sheet *s;

	if (!c->nflip)
		return;
	s = sheet_new(m,
	    section_new(m, "Winners that flip", true,
		count_text(m->a, c->nflip, "winner flips", "winners flip")),
	    (struct str){ 0 }, head, countof(head));
	for (size_t i = 0; i < c->nflip; i++)
		put_flip(m, s, &c->flip[i], false);
}

static void
report_advice(struct maker *m)
{
	static const char *const head[] = { "Guide", "Scenario",
		"Recommendation", "Before", "After", "Decided by" };
	const struct changes *c = m->c;
	struct sheet *s;

	if (!c->nadvice)
		return;
	s = sheet_new(m,
	    section_new(m, "Recommendations that change", true,
		count_text(m->a, c->nadvice, "recommendation changes",
		    "recommendations change")),
	    (struct str){ 0 }, head, countof(head));
	for (size_t i = 0; i < c->nadvice; i++) {
		put_flip(m, s, &c->advice[i], true);
		put_text(m, s, why_text(m, &c->advice[i]));
	}
}

static struct str
leaf_name(const struct answer *w)
{
	for (size_t i = 0; i < w->nrival; i++)
		if (str_eq(w->rival[i].id, w->leaf))
			return w->rival[i].name;
	return w->leaf.n ? w->leaf : STR("none");
}

static void
report_leaves(struct maker *m)
{
	static const char *const head[] = { "Guide", "Scenario", "Before",
		"After" };
	const struct changes *c = m->c;
	struct sheet *s;

	if (!c->nleaf)
		return;
	s = sheet_new(m,
	    section_new(m, "Decision trees that answer otherwise", true,
		count_text(m->a, c->nleaf, "answer of a decision tree changes",
		    "answers of decision trees change")),
	    (struct str){ 0 }, head, countof(head));
	for (size_t i = 0; i < c->nleaf; i++) {
		put_text(m, s, c->leaf[i].guide->id);
		put_code(m, s, c->leaf[i].new->key);
		put_text(m, s, leaf_name(c->leaf[i].old));
		put_text(m, s, leaf_name(c->leaf[i].new));
	}
}

void
report_answers(struct maker *m)
{
	report_flips(m);
	report_advice(m);
	report_leaves(m);
}

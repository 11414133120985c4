/* Price files: holes, tiers, limits, and how old their sources are. */
#include "lint/lint_int.h"

static bool
is_priced(const struct meter *m, struct str region)
{
	for (size_t i = 0; i < m->nprice; i++)
		if (str_eq(m->price[i].region, region))
			return true;
	return false;
}

/* Whether the meter has a price in `region` for the choices of `like`. */
static bool
has_choice(const struct meter *m, struct str region, const struct price *like)
{
	for (size_t i = 0; i < m->nprice; i++) {
		const struct price *p = &m->price[i];
		bool same = str_eq(p->region, region);

		for (size_t k = 0; k < m->nchoice; k++)
			same = same && str_eq(p->choice[k], like->choice[k]);
		if (same)
			return true;
	}
	return false;
}

/* A region in which other meters of the service have a price. */
static void
check_regions(struct lint *l, const struct service *s, const struct meter *m)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < s->nregion; i++)
		if (!is_priced(m, s->region[i]))
			buf_printf(&b, "%s%.*s", b.n ? ", " : "",
			    STR_ARG(s->region[i]));
	if (b.n)
		finding_add(l, RULE_MISSING_REGION, m->at,
		    "the meter '%.*s' has no price in %s, where others of "
		    "'%.*s' have one",
		    STR_ARG(m->id), b.p, STR_ARG(s->id));
	buf_free(&b);
}

static void
check_choices(struct lint *l, const struct service *s, const struct meter *m)
{
	for (size_t r = 0; r < s->nregion; r++)
		for (size_t i = 0; i < m->nprice; i++) {
			const struct price *p = &m->price[i];
			struct buf b = { 0 };

			if (!is_priced(m, s->region[r]) ||
			    has_choice(m, s->region[r], p))
				continue;
			for (size_t k = 0; k < m->nchoice; k++)
				buf_printf(&b, ".%.*s", STR_ARG(p->choice[k]));
			finding_add(l, RULE_MISSING_REGION, m->at,
			    "there is no price '%.*s.%.*s.%.*s%s', though "
			    "'%.*s' is there",
			    STR_ARG(s->id), STR_ARG(m->id),
			    STR_ARG(s->region[r]), b.n ? b.p : "",
			    STR_ARG(p->key));
			buf_free(&b);
			break;
		}
}

/* Each further unit cheaper, then dearer again: a slip of the pen. */
static void
check_tiers(struct lint *l, const struct price *p)
{
	bool fell = false;

	for (size_t i = 1; i < p->ntier; i++) {
		int c = rat_cmp(p->tier[i].price, p->tier[i - 1].price);

		fell |= c < 0;
		if (c <= 0 || !fell)
			continue;
		finding_add(l, RULE_TIER_ORDER, p->at,
		    "the prices of '%.*s' fall, and rise from %.*s on: %.*s "
		    "after %.*s",
		    STR_ARG(p->key), STR_ARG(p->tier[i].from_text),
		    STR_ARG(p->tier[i].text), STR_ARG(p->tier[i - 1].text));
		return;
	}
}

static void
check_meter(struct lint *l, const struct service *s, const struct meter *m)
{
	const struct price *last = NULL;

	check_regions(l, s, m);
	check_choices(l, s, m);
	for (size_t i = 0; i < m->nprice; i++) {
		/* A group of regions has one price in the file. */
		if (!last || last->at.from != m->price[i].at.from)
			check_tiers(l, &m->price[i]);
		last = &m->price[i];
	}
}

/* The input that a limit is about, always and without a formula. */
static const struct input *
input_of(const struct service *s, const struct limit *m)
{
	if (m->when || !m->of || m->of->op != OP_NAME)
		return NULL;
	for (size_t i = 0; i < s->ninput; i++)
		if (s->input[i].slot == m->of->slot)
			return &s->input[i];
	return NULL;
}

static void
contradict(struct lint *l, const struct limit *m, const struct input *in,
    const char *what, const struct qty *value, const char *how,
    const struct qty *bound)
{
	finding_add(l, RULE_LIMIT_INPUT, m->at,
	    "%s of the input '%.*s', %.*s, is %s %.*s, what the limit '%.*s' "
	    "allows",
	    what, STR_ARG(in->name), STR_ARG(qty_display(l->a, value)), how,
	    STR_ARG(qty_display(l->a, bound)), STR_ARG(m->id));
}

static void
check_value(struct lint *l, const struct limit *m, const struct input *in,
    const char *what, const struct qty *value)
{
	if (m->has_max && rat_lt(m->max.n, value->n))
		contradict(l, m, in, what, value, "above", &m->max);
	else if (m->has_min && rat_lt(value->n, m->min.n))
		contradict(l, m, in, what, value, "below", &m->min);
}

static void
check_limit(struct lint *l, const struct service *s, const struct limit *m)
{
	const struct input *in = input_of(s, m);

	if (m->has_min && m->has_max && rat_lt(m->max.n, m->min.n))
		finding_add(l, RULE_LIMIT_INPUT, m->at,
		    "the limit '%.*s' allows nothing: %.*s to %.*s",
		    STR_ARG(m->id), STR_ARG(qty_display(l->a, &m->min)),
		    STR_ARG(qty_display(l->a, &m->max)));
	if (m->has_default && m->has_max && rat_lt(m->max.n, m->otherwise.n))
		finding_add(l, RULE_LIMIT_INPUT, m->at,
		    "the default of the limit '%.*s', %.*s, is above its "
		    "maximum, %.*s",
		    STR_ARG(m->id), STR_ARG(qty_display(l->a, &m->otherwise)),
		    STR_ARG(qty_display(l->a, &m->max)));
	if (!in || m->adjustable)
		return;
	if (in->has_max)
		check_value(l, m, in, "the maximum", &in->max);
	if (in->has_min)
		check_value(l, m, in, "the minimum", &in->min);
	for (size_t i = 0; i < in->nvalue; i++)
		check_value(l, m, in, "a value", &in->value[i]);
}

void
check_catalog(struct lint *l)
{
	const struct map *services = &l->p->catalog.services;

	for (size_t i = 0; i < services->n; i++) {
		const struct service *s = services->entry[i].value;

		for (size_t k = 0; k < s->nmeter; k++)
			check_meter(l, s, &s->meter[k]);
		for (size_t k = 0; k < s->nlimit; k++)
			check_limit(l, s, &s->limit[k]);
	}
}

static void
check_age(struct lint *l, const struct aged *g)
{
	struct finding *f;

	if (g->level == STALE_FRESH) {
		if (g->waived)
			finding_add(l, RULE_WAIVER, g->rule->at,
			    "the waiver of the source '%.*s' is for nothing: "
			    "it is not old",
			    STR_ARG(g->key));
		return;
	}
	f = finding_add(
	    l, RULE_STALE, g->source->at, "%.*s", STR_ARG(stale_text(l->a, g)));
	f->warning = g->level == STALE_WARN;
	if (g->waived)
		f->because = g->rule->because;
}

/* Waivers of site.yaml that have run out, whatever they are for. */
static void
check_ended(struct lint *l)
{
	const struct map *m = &l->p->stale.source;

	for (size_t i = 0; i < m->n; i++) {
		const struct stale_rule *r = m->entry[i].value;

		if (r->waived && l->today.day > r->until)
			finding_add(l, RULE_WAIVER, r->at,
			    "the waiver of the source '%.*s' ended on %.*s",
			    STR_ARG(m->entry[i].key), STR_ARG(r->until_text));
	}
}

void
check_stale(struct lint *l)
{
	struct aged *all;
	size_t n;

	if (!l->today.known)
		return;
	all = stale_judge(l->a, &l->p->stale, &l->p->catalog, l->today.day, &n);
	for (size_t i = 0; i < n; i++)
		check_age(l, &all[i]);
	check_ended(l);
}

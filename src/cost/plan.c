#include "cost/plan.h"

#include <string.h>

const char *
free_tier_name(enum free_tier f)
{
	static const char *const name[] = { "none", "full", "first-year" };

	return name[f];
}

bool
allowance_counts(const struct allowance *w, enum free_tier f)
{
	switch (w->period) {
	case PERIOD_INCLUDED:
		return true;
	case PERIOD_MONTHLY:
		return f != FREE_NONE;
	case PERIOD_FIRST_YEAR:
		return f == FREE_FIRST_YEAR;
	}
	return false;
}

void
market_set_region(struct market *m, struct str region)
{
	m->region = region;
	m->vendor = (struct map){ 0 };
}

void
market_set_vendor(
    struct market *m, struct arena *a, struct str vendor, struct str region)
{
	if (!m->vendor.n)
		m->region = region;
	map_put(&m->vendor, a, vendor, node_string(a, region));
}

struct str
market_region(const struct market *m, struct str vendor)
{
	const struct node *n = map_find(&m->vendor, vendor);

	if (n)
		return n->text;
	return m->vendor.n ? (struct str){ 0 } : m->region;
}

struct str
market_where(struct arena *a, const struct market *m, const char *glue,
    const char *comma)
{
	struct buf b = { 0 };

	if (!m->vendor.n)
		return m->region.n ? m->region : STR("none");
	for (size_t i = 0; i < m->vendor.n; i++) {
		const struct node *n = m->vendor.entry[i].value;

		buf_printf(&b, "%s%.*s%s%.*s", i ? comma : "",
		    STR_ARG(m->vendor.entry[i].key), glue, STR_ARG(n->text));
	}
	return buf_take(&b, a);
}

bool
market_same_place(const struct market *x, const struct market *y)
{
	if (x->vendor.n != y->vendor.n || !str_eq(x->region, y->region))
		return false;
	for (size_t i = 0; i < x->vendor.n; i++) {
		const struct node *n =
		    map_find(&y->vendor, x->vendor.entry[i].key);
		const struct node *m = x->vendor.entry[i].value;

		if (!n || !str_eq(n->text, m->text))
			return false;
	}
	return true;
}

void
fault_add(struct arena *a, struct faults *f, struct fault fault)
{
	arena_push(a, f->fault, f->n, f->cap, fault);
}

static struct rat
word_value(const struct var *v, struct str word)
{
	for (size_t i = 0; i < v->nchoice; i++)
		if (str_eq(v->choice[i], word))
			return rat_int((int64_t)i);
	return rat_int(-1);
}

static void
resolve(const struct plan *p, const struct plan_use *u, size_t slot)
{
	const struct service *s = u->service;
	struct resolved *r = &u->input[slot];

	*r = (struct resolved){ .term = scope_find(
				    &p->terms->scope, s->input[slot].name) };
	r->otherwise = s->input[slot].otherwise;
	r->binding = use_binding(u->use, s->input[slot].name);
	if (r->binding && r->binding->value) {
		r->source = VALUE_BOUND;
		r->expr = r->binding->value;
	} else if (r->binding) {
		r->source = VALUE_WORD;
		r->word = word_value(&s->scope.var[slot], r->binding->word);
	} else if (r->term != SIZE_MAX) {
		r->source = VALUE_TERM;
	} else if (r->otherwise) {
		r->source = VALUE_DEFAULT;
	}
}

enum visit { VISIT_NEW, VISIT_OPEN, VISIT_DONE };

struct ordering {
	struct plan_use *u;
	enum visit *state;
	size_t n;
	struct diag *d;
};

/* Puts what a default names before the input it is the default of. */
static bool
place(struct ordering *o, size_t slot)
{
	const struct resolved *r = &o->u->input[slot];
	const struct service *s = o->u->service;

	if (o->state[slot] == VISIT_DONE)
		return true;
	if (o->state[slot] == VISIT_OPEN)
		return diag_report(o->d, DIAG_DEFAULT, s->input[slot].at,
		    "the default of '%.*s' depends on itself",
		    STR_ARG(s->input[slot].name));
	o->state[slot] = VISIT_OPEN;
	if (r->otherwise && r->source >= VALUE_TERM)
		for (size_t i = 0; i < s->ninput; i++)
			if (expr_uses(r->otherwise, i) && !place(o, i))
				return false;
	o->state[slot] = VISIT_DONE;
	o->u->order[o->n++] = slot;
	return true;
}

static bool
order_inputs(struct plan_use *u, struct arena *a, struct diag *d)
{
	size_t n = u->service->ninput;
	struct ordering o = { .u = u, .d = d };

	u->order = arena_array(a, size_t, n + 1);
	o.state = arena_array(a, enum visit, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!place(&o, i))
			return false;
	return true;
}

static void
note_uses(struct plan_use *u, struct arena *a)
{
	const struct service *s = u->service;
	size_t n = s->scope.n;

	u->uses = arena_array(a, bool, n * s->nmeter + 1);
	for (size_t m = 0; m < s->nmeter; m++) {
		const struct meter *meter = &s->meter[m];
		bool *uses = u->uses + m * n;

		expr_mark(meter->quantity, uses);
		if (meter->when)
			expr_mark(meter->when, uses);
		for (size_t i = 0; i < meter->nchoice; i++)
			uses[meter->choice[i]] = true;
	}
}

static void
set_default(struct arena *a, const struct resolved *r, size_t slot,
    struct rat *value, bool *have)
{
	if (!r->otherwise || !expr_has(r->otherwise, have))
		return;
	value[slot] = expr_eval(a, r->otherwise, value);
	have[slot] = true;
}

/* Without a workload: a slot that is settled or usual. */
static void
set_value(struct arena *a, const struct plan_use *u, size_t slot,
    const struct workload *w, struct rat *value, bool *have)
{
	const struct resolved *r = &u->input[slot];
	const struct var *v = &u->service->scope.var[slot];

	switch (r->source) {
	case VALUE_BOUND:
		if (w && !expr_has(r->expr, w->given))
			return;
		value[slot] = expr_eval(a, r->expr, w ? w->value : NULL);
		have[slot] = true;
		return;
	case VALUE_WORD:
		value[slot] = r->word;
		have[slot] = true;
		return;
	case VALUE_TERM:
		if (w && w->given[r->term]) {
			value[slot] = v->kind == EXPR_WORD
			    ? word_value(v, workload_typed(w, r->term).text)
			    : w->value[r->term];
			have[slot] = true;
			return;
		}
		set_default(a, r, slot, value, have);
		return;
	case VALUE_DEFAULT:
		set_default(a, r, slot, value, have);
		return;
	case VALUE_NONE:
		return;
	}
}

/* A constant of the option, or a default made of such. */
static bool
is_settled(const struct plan_use *u, size_t slot)
{
	const struct resolved *r = &u->input[slot];

	switch (r->source) {
	case VALUE_BOUND:
		return expr_has(r->expr, NULL);
	case VALUE_DEFAULT:
		return expr_has(r->otherwise, u->settled);
	case VALUE_WORD:
		return true;
	case VALUE_TERM:
	case VALUE_NONE:
		break;
	}
	return false;
}

/* A default made of settled values, of an input that a workload may give. */
static bool
is_usual(const struct plan_use *u, size_t slot)
{
	const struct resolved *r = &u->input[slot];

	return r->source == VALUE_TERM && r->otherwise &&
	    expr_has(r->otherwise, u->settled);
}

static void
settle(struct plan_use *u, struct arena *a)
{
	const struct service *s = u->service;

	u->settled = arena_array(a, bool, s->scope.n);
	u->usual = arena_array(a, bool, s->scope.n);
	u->value = arena_array(a, struct rat, s->scope.n);
	u->have = arena_array(a, bool, s->scope.n);
	for (size_t i = 0; i < s->ninput; i++) {
		size_t slot = u->order[i];

		u->settled[slot] = is_settled(u, slot);
		u->usual[slot] = is_usual(u, slot);
		if (u->settled[slot] || u->usual[slot])
			set_value(a, u, slot, NULL, u->value, u->have);
	}
}

/* Prices that no workload chooses. */
static void
find_prices(struct plan_use *u, struct arena *a)
{
	const struct service *s = u->service;
	struct str key;

	u->price = arena_array(a, const struct price *, s->nmeter + 1);
	for (size_t i = 0; i < s->nmeter; i++) {
		const struct meter *m = &s->meter[i];
		bool settled = u->region.n || service_is_global(s);

		for (size_t k = 0; settled && k < m->nchoice; k++)
			settled = u->settled[m->choice[k]];
		if (settled && meter_has_choices(s, m, u->value))
			u->price[i] =
			    meter_price(a, s, m, u->region, u->value, &key);
	}
}

bool
plan_init(struct plan *p, struct arena *a, struct diag *d,
    const struct option *o, const struct terms *t, const struct market *m)
{
	*p = (struct plan){ .option = o, .terms = t, .market = *m };
	p->nuse = o->nuse;
	if (!option_is_sound(o))
		return false;
	p->use = arena_array(a, struct plan_use, o->nuse + 1);
	for (size_t i = 0; i < o->nuse; i++) {
		struct plan_use *u = &p->use[i];

		u->use = &o->use[i];
		u->service = o->use[i].service;
		u->region = market_region(m, u->service->vendor);
		u->input =
		    arena_array(a, struct resolved, u->service->ninput + 1);
		for (size_t k = 0; k < u->service->ninput; k++)
			resolve(p, u, k);
		if (!order_inputs(u, a, d))
			return false;
		note_uses(u, a);
		settle(u, a);
		find_prices(u, a);
		plan_settle_checks(a, u);
	}
	return true;
}

void
plan_values(struct arena *a, const struct plan_use *u, const struct workload *w,
    struct rat *value, bool *have)
{
	const struct service *s = u->service;

	memcpy(value, u->value, s->scope.n * sizeof(*value));
	memcpy(have, u->have, s->scope.n * sizeof(*have));
	value[s->hours_slot] = w->value[w->terms->hours_slot];
	have[s->hours_slot] = true;
	for (size_t i = 0; i < s->ninput; i++)
		if (!plan_knows(u, w, u->order[i]))
			set_value(a, u, u->order[i], w, value, have);
}

bool
plan_uses_term(const struct plan *p, size_t term)
{
	for (size_t i = 0; i < p->nuse; i++) {
		const struct plan_use *u = &p->use[i];

		for (size_t k = 0; k < u->service->ninput; k++) {
			const struct resolved *r = &u->input[k];

			if ((r->source == VALUE_TERM && r->term == term) ||
			    (r->source == VALUE_BOUND &&
				expr_uses(r->expr, term)))
				return true;
		}
	}
	return false;
}

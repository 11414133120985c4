#include "cost/bill.h"

#include <string.h>

/* What is shared by the uses of a service in an option. */
struct pool {
	const struct service *service;
	const struct meter *meter;
	const struct price *price; /* tiers are shared per price */
	struct rat gross;	   /* [base units] of earlier lines */
	struct rat billed;	   /* the same after allowances */
	struct rat total;	   /* gross of all lines */
};

struct purse {
	const struct service *service;
	const struct allowance *allowance;
	struct rat left; /* [base units] or [money] */
};

struct biller {
	struct arena *a;
	const struct plan *plan;
	const struct workload *w;
	struct bill *bill;
	const struct bill *was; /* the one that is changed, or NULL */
	bool *same;		/* by use: its values are those of `was` */
	struct pool *pool;
	size_t npool, cappool;
	struct purse *purse;
	size_t npurse, cappurse;
};

static void
add_fault(struct biller *b, enum fault_kind kind, const struct plan_use *u,
    struct span at, struct str text, struct str key)
{
	struct fault f = {
		.kind = kind, .use = u->use, .text = text, .key = key, .at = at
	};

	fault_add(b->a, &b->bill->faults, f);
}

/* The first input of a meter without a value, or SIZE_MAX. */
static size_t
missing_input(const struct plan_use *u, size_t meter, const bool *have)
{
	size_t n = u->service->scope.n;

	for (size_t i = 0; i < n; i++)
		if (u->uses[meter * n + i] && !have[i])
			return i;
	return SIZE_MAX;
}

/* The term that an option's formula wants and nobody gave. */
static struct str
missing_term(const struct expr *e, const struct workload *w)
{
	if (e->op == OP_NAME && !w->given[e->slot])
		return w->terms->scope.var[e->slot].name;
	for (size_t i = 0; i < e->narg; i++) {
		struct str name = missing_term(e->arg[i], w);

		if (name.n)
			return name;
	}
	return (struct str){ 0 };
}

static void
report_missing(struct biller *b, const struct plan_use *u, size_t slot)
{
	const struct resolved *r =
	    slot < u->service->ninput ? &u->input[slot] : NULL;
	struct str name = u->service->scope.var[slot].name;

	if (r && r->source == VALUE_BOUND) {
		struct str term = missing_term(r->expr, b->w);

		add_fault(b, FAULT_MISSING, u, r->binding->at,
		    str_printf(b->a, "'%.*s' of '%.*s' needs '%.*s'",
			STR_ARG(name), STR_ARG(u->use->id), STR_ARG(term)),
		    term);
		return;
	}
	/* A default that lacks one of its own inputs: name that one. */
	if (r && r->otherwise)
		for (size_t i = 0; i < u->service->ninput; i++)
			if (expr_uses(r->otherwise, i) &&
			    !u->input[i].otherwise)
				name = u->service->input[i].name;
	add_fault(b, FAULT_MISSING, u, u->service->at,
	    str_printf(b->a, "'%.*s' needs '%.*s'", STR_ARG(u->use->id),
		STR_ARG(name)),
	    name);
}

static struct pool *
pool_of(struct biller *b, const struct line *l)
{
	struct pool *pool;

	for (size_t i = 0; i < b->npool; i++)
		if (b->pool[i].price == l->price)
			return &b->pool[i];
	b->pool =
	    arena_grow(b->a, b->pool, b->npool, &b->cappool, sizeof(*b->pool));
	pool = &b->pool[b->npool++];
	*pool = (struct pool){
		.service = l->service, .meter = l->meter, .price = l->price
	};
	return pool;
}

static struct purse *
purse_of(struct biller *b, const struct service *s, const struct allowance *w)
{
	struct purse purse = { s, w, w->amount };

	for (size_t i = 0; i < b->npurse; i++)
		if (b->purse[i].allowance == w)
			return &b->purse[i];
	arena_push(b->a, b->purse, b->npurse, b->cappurse, purse);
	return &b->purse[b->npurse - 1];
}

/* Takes up to `want` out of the allowances of one kind for a line's meter. */
static struct rat
take(struct biller *b, const struct line *l, bool credit, struct rat want)
{
	const struct service *s = l->service;
	size_t meter = (size_t)(l->meter - s->meter);
	struct rat taken = rat_int(0);

	for (size_t i = 0; i < s->nallowance; i++) {
		const struct allowance *w = &s->allowance[i];
		struct purse *purse;
		struct rat part;
		bool mine = false;

		if (w->credit != credit ||
		    !allowance_counts(w, b->plan->market.free))
			continue;
		for (size_t k = 0; k < w->nmeter; k++)
			mine |= w->meter[k] == meter;
		if (!mine)
			continue;
		purse = purse_of(b, s, w);
		part = rat_min(purse->left, rat_sub(b->a, want, taken));
		purse->left = rat_sub(b->a, purse->left, part);
		taken = rat_add(b->a, taken, part);
	}
	return taken;
}

static void
add_part(
    struct biller *b, struct line *l, const struct tier *t, struct rat quantity)
{
	struct part *p;

	if (rat_is_zero(quantity) && l->npart)
		return;
	p = &l->part[l->npart++];
	p->tier = t;
	p->from = t->from;
	p->quantity = quantity;
	p->amount = rat_mul(b->a, quantity, t->price);
	l->amount = rat_add(b->a, l->amount, p->amount);
}

/* Units [from, to) of the month, each at the price of its tier; tiers rise. */
static void
bill_graduated(struct biller *b, struct line *l, struct rat from, struct rat to)
{
	const struct price *p = l->price;

	for (size_t i = 0; i < p->ntier && rat_lt(p->tier[i].from, to); i++) {
		struct rat lo = rat_max(from, p->tier[i].from), hi = to;

		if (i + 1 < p->ntier)
			hi = rat_min(hi, p->tier[i + 1].from);
		if (rat_lt(lo, hi))
			add_part(b, l, &p->tier[i], rat_sub(b->a, hi, lo));
	}
	if (!l->npart)
		add_part(b, l, &p->tier[0], rat_int(0));
}

/* All units at the price of the tier that the month's quantity reaches. */
static void
bill_volume(
    struct biller *b, struct line *l, struct rat reached, struct rat billed)
{
	const struct price *p = l->price;
	size_t i = p->ntier - 1;

	while (i > 0 && rat_lt(reached, p->tier[i].from))
		i--;
	add_part(b, l, &p->tier[i], billed);
}

/* Whole blocks, of which earlier lines may have begun one. */
static void
bill_package(
    struct biller *b, struct line *l, struct rat before, struct rat billed)
{
	struct rat one =
	    rat_div(b->a, rat_int(1), l->price->tier[0].typed.unit.scale);
	struct rat to = rat_ceil_to(b->a, rat_add(b->a, before, billed), one);

	l->block = one;
	add_part(b, l, &l->price->tier[0],
	    rat_sub(b->a, to, rat_ceil_to(b->a, before, one)));
}

static void
apply_minimum(struct biller *b, struct line *l)
{
	const struct meter *m = l->meter;

	if (!m->has_minimum || !m->minimum_is_money ||
	    rat_is_zero(l->quantity) || !rat_lt(l->amount, m->minimum))
		return;
	l->topped = rat_sub(b->a, m->minimum, l->amount);
	l->amount = m->minimum;
}

static void
charge(struct biller *b, struct line *l)
{
	struct arena *a = b->a;
	struct pool *pool = pool_of(b, l);
	const struct meter *m = l->meter;
	struct rat billed, from;

	l->part = arena_array(a, struct part, l->price->ntier + 1);
	l->free = take(b, l, false, l->quantity);
	billed = rat_sub(a, l->quantity, l->free);
	switch (m->model) {
	case MODEL_FLAT:
		add_part(b, l, &l->price->tier[0], billed);
		break;
	case MODEL_GRADUATED:
		from = m->tiers_net ? pool->billed
				    : rat_add(a, pool->gross, l->free);
		bill_graduated(b, l, from, rat_add(a, from, billed));
		break;
	case MODEL_VOLUME:
		bill_volume(b, l, pool->total, billed);
		break;
	case MODEL_PACKAGE:
		bill_package(b, l, pool->billed, billed);
		break;
	}
	pool->gross = rat_add(a, pool->gross, l->quantity);
	pool->billed = rat_add(a, pool->billed, billed);
	apply_minimum(b, l);
	l->credit = take(b, l, true, l->amount);
	l->amount = rat_sub(a, l->amount, l->credit);
}

/* A line of the bill before has its parts already. */
static bool
is_kept(const struct line *l)
{
	return l->part != NULL;
}

/* The volume model with `tiers: net` goes by what is billed. */
static void
total_pools(struct biller *b)
{
	for (size_t i = 0; i < b->bill->nline; i++) {
		struct line *l = &b->bill->line[i];
		struct pool *pool;

		if (is_kept(l))
			continue;
		pool = pool_of(b, l);
		pool->total = rat_add(b->a, pool->total, l->quantity);
	}
	for (size_t i = 0; i < b->npool; i++) {
		struct pool *pool = &b->pool[i];
		const struct service *s = pool->service;
		size_t meter = (size_t)(pool->meter - s->meter);

		if (!pool->meter->tiers_net ||
		    pool->meter->model != MODEL_VOLUME)
			continue;
		for (size_t k = 0; k < s->nallowance; k++) {
			const struct allowance *w = &s->allowance[k];

			if (!w->credit && w->meter[0] == meter &&
			    allowance_counts(w, b->plan->market.free))
				pool->total = rat_max(rat_int(0),
				    rat_sub(b->a, pool->total, w->amount));
		}
	}
}

/* Evaluates a formula of a meter; false when reported. */
static bool
evaluate(struct biller *b, const struct plan_use *u, const struct meter *m,
    const struct expr *formula, const struct rat *value, struct rat *out)
{
	const struct expr *e;

	*out = expr_eval(b->a, formula, value);
	if (rat_ok(*out))
		return true;
	e = expr_fault(b->a, formula, value);
	add_fault(b, FAULT_NUMBER, u, e ? e->at : m->at,
	    str_printf(b->a, "'%.*s' of '%.*s' divides by zero or is too large",
		STR_ARG(m->id), STR_ARG(u->use->id)),
	    (struct str){ 0 });
	return false;
}

static bool
measure(
    struct biller *b, const struct plan_use *u, struct rat when, struct line *l)
{
	const struct meter *m = l->meter;
	const struct rat *value = l->value;
	struct rat q;

	if ((!rat_ok(when) && !evaluate(b, u, m, m->when, value, &q)) ||
	    !evaluate(b, u, m, m->quantity, value, &q))
		return false;
	if (rat_sign(q) < 0) {
		add_fault(b, FAULT_NUMBER, u, m->at,
		    str_printf(b->a,
			"the quantity of '%.*s' of '%.*s' is "
			"below zero",
			STR_ARG(m->id), STR_ARG(u->use->id)),
		    (struct str){ 0 });
		return false;
	}
	l->used = q;
	if (m->has_minimum && !m->minimum_is_money && rat_sign(q) > 0)
		q = rat_max(q, m->minimum);
	l->quantity = q;
	return true;
}

static void
add_to_bill(struct biller *b, const struct line *l)
{
	struct bill *to = b->bill;

	arena_push(b->a, to->line, to->nline, to->cap, *l);
}

static void
add_line(struct biller *b, const struct plan_use *u, size_t meter,
    const struct rat *value, const bool *have, struct rat when)
{
	const struct service *s = u->service;
	const struct meter *m = &s->meter[meter];
	struct line l = {
		.use = u->use, .service = s, .meter = m, .value = value
	};
	size_t lacks = missing_input(u, meter, have);
	struct str key = { 0 };

	if (lacks != SIZE_MAX) {
		report_missing(b, u, lacks);
		return;
	}
	if (!meter_has_choices(s, m, value))
		return; /* a fault of the input */
	if (!u->region.n && !service_is_global(s)) {
		add_fault(b, FAULT_PRICE, u, s->at,
		    str_printf(
			b->a, "no region is given for '%.*s'", STR_ARG(s->id)),
		    s->id);
		return;
	}
	l.price = u->price[meter];
	if (!l.price)
		l.price = meter_price(b->a, s, m, u->region, value, &key);
	if (!l.price) {
		add_fault(b, FAULT_PRICE, u, m->at,
		    str_printf(b->a, "there is no price '%.*s'", STR_ARG(key)),
		    key);
		return;
	}
	if (measure(b, u, when, &l))
		add_to_bill(b, &l);
}

/* Whether a meter is in force: 0 where it is not.  One whose condition lacks an
 * input is, and then lacks that itself. */
static struct rat
in_force(struct biller *b, const struct meter *m, const struct rat *value,
    const bool *have)
{
	return m->when && expr_has(m->when, have)
	    ? expr_eval(b->a, m->when, value)
	    : rat_int(1);
}

static void
bill_use(struct biller *b, const struct plan_use *u, size_t use)
{
	const struct service *s = u->service;
	const struct rat *value = b->bill->value[use];
	const bool *have = b->bill->have[use];

	plan_check(b->a, u, b->w, value, have, &b->bill->faults);
	for (size_t i = 0; i < s->nmeter; i++) {
		struct rat when = in_force(b, &s->meter[i], value, have);

		/* One that is not needs none of its other inputs. */
		if (!rat_is_zero(when))
			add_line(b, u, i, value, have, when);
	}
}

/* Uses of a service share tiers and allowances: its lines are what they were
 * where all its uses have the values they had. */
static bool
keeps_lines(const struct biller *b, const struct service *s)
{
	for (size_t i = 0; i < b->plan->nuse; i++)
		if (b->plan->use[i].service == s && !b->same[i])
			return false;
	return true;
}

static void
keep_lines(struct biller *b, const struct use *use)
{
	for (size_t i = 0; i < b->was->nline; i++)
		if (b->was->line[i].use == use)
			add_to_bill(b, &b->was->line[i]);
}

/* A bad value is no other's equal. */
static bool
same_values(size_t n, const struct rat *x, const bool *have_x,
    const struct rat *y, const bool *have_y)
{
	for (size_t i = 0; i < n; i++)
		if (have_x[i] != have_y[i] || !rat_ok(x[i]) || !rat_ok(y[i]) ||
		    !rat_eq(x[i], y[i]))
			return false;
	return true;
}

/* The values of a use: those of the bill before where they are the same. */
static void
value_use(struct biller *b, size_t i)
{
	const struct plan_use *u = &b->plan->use[i];
	const struct bill *was = b->was;
	struct arena_mark before = arena_mark(b->a);
	size_t n = u->service->scope.n;
	struct rat *value = arena_array(b->a, struct rat, n);
	bool *have = arena_array(b->a, bool, n);

	plan_values(b->a, u, b->w, value, have);
	b->same[i] = was && plan_gives_one(u, b->w) &&
	    same_values(n, was->value[i], was->have[i], value, have);
	if (b->same[i])
		arena_rewind(b->a, before);
	b->bill->value[i] = b->same[i] ? was->value[i] : value;
	b->bill->have[i] = b->same[i] ? was->have[i] : have;
}

/* A bill of which only the values are known. */
static struct biller
begin_bill(struct arena *a, const struct plan *p, const struct workload *w,
    const struct bill *was, struct bill *out)
{
	struct biller b = {
		.a = a, .plan = p, .w = w, .bill = out, .was = was
	};

	*out = (struct bill){ .currency =
				  p->nuse ? p->use[0].service->currency : "" };
	out->value = arena_array(a, struct rat *, p->nuse + 1);
	out->have = arena_array(a, bool *, p->nuse + 1);
	b.same = arena_array(a, bool, p->nuse + 1);
	for (size_t i = 0; i < p->nuse; i++)
		value_use(&b, i);
	return b;
}

static void
measure_uses(struct biller *b)
{
	for (size_t i = 0; i < b->plan->nuse; i++) {
		const struct plan_use *u = &b->plan->use[i];

		if (keeps_lines(b, u->service))
			keep_lines(b, u->use);
		else
			bill_use(b, u, i);
	}
}

static void
end_bill(struct biller *b)
{
	struct bill *out = b->bill;

	measure_uses(b);
	total_pools(b);
	for (size_t i = 0; i < out->nline; i++) {
		if (!is_kept(&out->line[i]))
			charge(b, &out->line[i]);
		out->total = rat_add(b->a, out->total, out->line[i].amount);
	}
}

void
bill_measure(struct arena *a, const struct plan *p, const struct workload *w,
    struct bill *out)
{
	struct biller b = begin_bill(a, p, w, NULL, out);

	measure_uses(&b);
}

void
bill_compute(struct arena *a, const struct plan *p, const struct workload *w,
    struct bill *out)
{
	struct biller b = begin_bill(a, p, w, NULL, out);

	end_bill(&b);
}

static bool
all_same(const struct biller *b)
{
	return !memchr(b->same, false, b->plan->nuse);
}

bool
bill_change(struct arena *a, const struct plan *p, const struct workload *w,
    struct bill *b)
{
	struct arena_mark before = arena_mark(a);
	struct bill was = *b;
	struct biller next = begin_bill(a, p, w, &was, b);

	if (all_same(&next)) {
		*b = was;
		arena_rewind(a, before);
		return false;
	}
	/* Most likely it has as many lines again. */
	b->cap = was.nline;
	b->line = arena_array(a, struct line, b->cap);
	end_bill(&next);
	return true;
}

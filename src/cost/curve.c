#include "cost/curve.h"

/* One line of the bill, as functions of the axis. */
struct strand {
	const struct service *service;
	const struct meter *meter;
	const struct price *price;
	struct pwl quantity;
};

struct pool {
	const struct service *service;
	const struct meter *meter;
	const struct price *price;
	struct pwl gross, billed, total;
};

struct purse {
	const struct allowance *allowance;
	struct pwl left;
};

/* A use along the axis; arrays by slot. */
struct track {
	const struct plan_use *u;
	const struct rat *at; /* values at the start of the axis */
	const bool *have;
	bool *fixed; /* the same everywhere on the axis */
	struct pwl *value;
};

struct tracer {
	struct pwl_range *r;
	const struct plan *plan;
	const struct workload *w; /* at the start of the axis */
	size_t axis;
	struct pwl x; /* the axis itself */
	struct curve *out;
	struct pwl *term; /* by slot; NULL until a formula wants them */
	struct strand *strand;
	size_t nstrand, capstrand;
	struct pool *pool;
	size_t npool, cappool;
	struct purse *purse;
	size_t npurse, cappurse;
};

static struct pwl
constant(struct tracer *t, struct rat n)
{
	return pwl_const(t->r, n);
}

static struct pwl
zero(struct tracer *t)
{
	return constant(t, rat_int(0));
}

/* The option can be had only where `cond` holds. */
static void
require(struct tracer *t, struct pwl cond)
{
	if (!pwl_is(&cond, rat_int(1)))
		t->out->valid = pwl_mul(t->r, t->out->valid, cond);
}

static void
require_order(
    struct tracer *t, struct pwl f, enum pwl_order order, struct rat bound)
{
	require(t, pwl_compare(t->r, order, f, constant(t, bound)));
}

static void
require_multiple(struct tracer *t, struct pwl f, struct rat step)
{
	require(t, pwl_compare(t->r, PWL_EQ, pwl_ceil(t->r, f, step), f));
}

static struct pwl
any_of(struct tracer *t, struct pwl f, const struct qty *value, size_t n)
{
	struct pwl any = zero(t);

	for (size_t i = 0; i < n; i++)
		any = pwl_max(t->r, any,
		    pwl_compare(t->r, PWL_EQ, f, constant(t, value[i].n)));
	return any;
}

static void
require_input(struct tracer *t, const struct input *in, struct pwl f)
{
	require_order(t, f, PWL_GE, in->has_min ? in->min.n : rat_int(0));
	if (in->has_max)
		require_order(t, f, PWL_LE, in->max.n);
	if (!rat_is_zero(in->step))
		require_multiple(t, f, in->step);
	if (in->nvalue)
		require(t, any_of(t, f, in->value, in->nvalue));
}

static struct pwl
implied(struct tracer *t, struct pwl when, struct pwl cond)
{
	return pwl_select(t->r, when, cond, constant(t, rat_int(1)));
}

/* A formula over a use's inputs; what is fixed is computed as a number. */
static struct pwl
along(struct tracer *t, const struct track *k, const struct expr *e)
{
	if (expr_has(e, k->fixed))
		return constant(t, expr_eval(t->r->arena, e, k->at));
	return expr_sweep(t->r, e, k->value);
}

/* A limit on a choice, whose value does not change along the axis. */
static void
require_word(struct tracer *t, const struct track *k, const struct limit *m,
    struct pwl when)
{
	const struct var *v = &k->u->service->scope.var[m->word_slot];
	int64_t n = rat_to_int(k->at[m->word_slot], -1);

	if (!k->have[m->word_slot] || n < 0 || (size_t)n >= v->nchoice)
		return;
	for (size_t i = 0; i < m->nword; i++)
		if (str_eq(m->word[i], v->choice[n]))
			return;
	require(t, implied(t, when, zero(t)));
}

static void
require_limit(struct tracer *t, const struct track *k, const struct limit *m)
{
	struct pwl when = constant(t, rat_int(1)), f;

	if (m->when && !expr_has(m->when, k->have))
		return;
	if (m->when)
		when = along(t, k, m->when);
	if (m->word_slot != SIZE_MAX) {
		require_word(t, k, m, when);
		return;
	}
	if (!m->of || m->nword || !expr_has(m->of, k->have))
		return;
	f = along(t, k, m->of);
	if (m->has_max)
		require(t,
		    implied(t, when,
			pwl_compare(t->r, PWL_LE, f, constant(t, m->max.n))));
	if (m->has_min)
		require(t,
		    implied(t, when,
			pwl_compare(t->r, PWL_GE, f, constant(t, m->min.n))));
	if (!rat_is_zero(m->step))
		require(t,
		    implied(t, when,
			pwl_compare(
			    t->r, PWL_EQ, pwl_ceil(t->r, f, m->step), f)));
	if (m->nvalue)
		require(t, implied(t, when, any_of(t, f, m->value, m->nvalue)));
}

/* Whether a use's input comes from the workload as it is. */
static bool
is_term(const struct tracer *t, const struct resolved *r)
{
	return r->source == VALUE_TERM && t->w->given[r->term];
}

static bool
is_fixed(const struct tracer *t, const struct track *k, size_t slot)
{
	const struct resolved *r = &k->u->input[slot];

	if (!k->have[slot] || k->u->settled[slot] || r->source == VALUE_WORD)
		return true;
	if (r->source == VALUE_BOUND)
		return !expr_uses(r->expr, t->axis);
	if (is_term(t, r))
		return r->term != t->axis ||
		    k->u->service->scope.var[slot].kind == EXPR_WORD;
	return expr_has(r->otherwise, k->fixed);
}

/* A formula of the option, over the terms. */
static struct pwl
sweep_terms(struct tracer *t, const struct expr *e)
{
	size_t n = t->w->terms->scope.n;

	if (!t->term) {
		t->term =
		    (struct pwl *)arena_room(t->r->arena, n * sizeof(*t->term));
		for (size_t i = 0; i < n; i++)
			t->term[i] =
			    i == t->axis ? t->x : constant(t, t->w->value[i]);
	}
	return expr_sweep(t->r, e, t->term);
}

/* Values of a use's inputs along the axis. */
static void
sweep_values(struct tracer *t, struct track *k)
{
	const struct service *s = k->u->service;

	k->fixed[s->hours_slot] = t->w->terms->hours_slot != t->axis;
	k->value[s->hours_slot] =
	    k->fixed[s->hours_slot] ? constant(t, k->at[s->hours_slot]) : t->x;
	for (size_t i = 0; i < s->ninput; i++) {
		size_t slot = k->u->order[i];
		const struct resolved *r = &k->u->input[slot];

		k->fixed[slot] = is_fixed(t, k, slot);
		if (k->fixed[slot])
			k->value[slot] = constant(t, k->at[slot]);
		else if (r->source == VALUE_BOUND)
			k->value[slot] = sweep_terms(t, r->expr);
		else if (is_term(t, r))
			k->value[slot] = t->x;
		else
			k->value[slot] =
			    expr_sweep(t->r, r->otherwise, k->value);
	}
}

static bool
lacks_input(const struct meter *m, const bool *have)
{
	for (size_t i = 0; i < m->nchoice; i++)
		if (!have[m->choice[i]])
			return true;
	return !expr_has(m->quantity, have);
}

static void
add_strand(struct tracer *t, const struct track *k, const struct meter *m)
{
	const struct plan_use *u = k->u;
	struct strand s = { .service = u->service, .meter = m };
	struct fault fault = { .use = u->use, .at = m->at };
	struct pwl when, covered;

	if (m->when) {
		when = along(t, k, m->when);
		if (pwl_is(&when, rat_int(0)))
			return;
	}
	if (lacks_input(m, k->have)) {
		fault.kind = FAULT_MISSING;
		fault.text = str_printf(t->r->arena,
		    "'%.*s' lacks an input of its meter '%.*s'",
		    STR_ARG(u->use->id), STR_ARG(m->id));
		fault_add(t->r->arena, &t->out->faults, fault);
		return;
	}
	if (!meter_has_choices(u->service, m, k->at))
		return;
	s.price = u->price[m - u->service->meter];
	if (!s.price)
		s.price = meter_price(
		    t->r->arena, u->service, m, u->region, k->at, &fault.key);
	if (!s.price) {
		fault.kind = FAULT_PRICE;
		fault.text = str_printf(t->r->arena, "there is no price '%.*s'",
		    STR_ARG(fault.key));
		fault_add(t->r->arena, &t->out->faults, fault);
		return;
	}
	s.quantity = along(t, k, m->quantity);
	covered = pwl_compare(t->r, PWL_GE, s.quantity, zero(t));
	require(t, m->when ? implied(t, when, covered) : covered);
	if (m->has_minimum && !m->minimum_is_money)
		s.quantity = pwl_select(t->r,
		    pwl_compare(t->r, PWL_GT, s.quantity, zero(t)),
		    pwl_max(t->r, s.quantity, constant(t, m->minimum)),
		    zero(t));
	if (m->when)
		s.quantity = pwl_select(t->r, when, s.quantity, zero(t));
	arena_push(t->r->arena, t->strand, t->nstrand, t->capstrand, s);
}

static void
trace_use(struct tracer *t, struct track *k, const struct meter **culprit)
{
	const struct plan_use *u = k->u;
	const struct service *s = u->service;

	k->fixed = arena_array(t->r->arena, bool, s->scope.n);
	k->value = (struct pwl *)arena_room(
	    t->r->arena, s->scope.n * sizeof(*k->value));
	sweep_values(t, k);
	for (size_t i = 0; i < s->ninput; i++) {
		if (!k->have[i] || (u->sound && u->settled[i]))
			continue;
		if (s->scope.var[i].kind != EXPR_WORD)
			require_input(t, &s->input[i], k->value[i]);
		else if (rat_sign(k->at[i]) < 0) /* no such choice */
			require(t, zero(t));
	}
	for (size_t i = 0; i < s->nlimit; i++)
		if (!(u->sound && u->limit_settled[i]))
			require_limit(t, k, &s->limit[i]);
	for (size_t i = 0; i < s->nmeter; i++) {
		add_strand(t, k, &s->meter[i]);
		if (t->r->status != PWL_OK && !*culprit) {
			*culprit = &s->meter[i];
			return;
		}
	}
}

static struct pool *
pool_of(struct tracer *t, const struct strand *s)
{
	struct pool pool = { .service = s->service };

	for (size_t i = 0; i < t->npool; i++)
		if (t->pool[i].price == s->price)
			return &t->pool[i];
	pool.meter = s->meter;
	pool.price = s->price;
	pool.gross = pool.billed = pool.total = zero(t);
	arena_push(t->r->arena, t->pool, t->npool, t->cappool, pool);
	return &t->pool[t->npool - 1];
}

static struct purse *
purse_of(struct tracer *t, const struct allowance *w)
{
	struct purse purse = { .allowance = w };

	for (size_t i = 0; i < t->npurse; i++)
		if (t->purse[i].allowance == w)
			return &t->purse[i];
	purse.left = constant(t, w->amount);
	arena_push(t->r->arena, t->purse, t->npurse, t->cappurse, purse);
	return &t->purse[t->npurse - 1];
}

static struct pwl
take(struct tracer *t, const struct strand *s, bool credit, struct pwl want)
{
	size_t meter = (size_t)(s->meter - s->service->meter);
	struct pwl taken = zero(t);

	for (size_t i = 0; i < s->service->nallowance; i++) {
		const struct allowance *w = &s->service->allowance[i];
		struct purse *purse;
		struct pwl part;
		bool mine = false;

		if (w->credit != credit ||
		    !allowance_counts(w, t->plan->market.free))
			continue;
		for (size_t k = 0; k < w->nmeter; k++)
			mine |= w->meter[k] == meter;
		if (!mine)
			continue;
		purse = purse_of(t, w);
		part = pwl_min(t->r, purse->left, pwl_sub(t->r, want, taken));
		purse->left = pwl_sub(t->r, purse->left, part);
		taken = pwl_add(t->r, taken, part);
	}
	return taken;
}

static struct pwl
scale(struct tracer *t, struct pwl f, struct rat n)
{
	return pwl_mul(t->r, f, constant(t, n));
}

/* f held within [from, next of the tier]. */
static struct pwl
clip(struct tracer *t, const struct price *p, size_t i, struct pwl f)
{
	f = pwl_max(t->r, f, constant(t, p->tier[i].from));
	if (i + 1 < p->ntier)
		f = pwl_min(t->r, f, constant(t, p->tier[i + 1].from));
	return f;
}

static struct pwl
graduated(
    struct tracer *t, const struct price *p, struct pwl from, struct pwl to)
{
	struct pwl sum = zero(t);

	for (size_t i = 0; i < p->ntier; i++)
		sum = pwl_add(t->r, sum,
		    scale(t,
			pwl_sub(t->r, clip(t, p, i, to), clip(t, p, i, from)),
			p->tier[i].price));
	return sum;
}

static struct pwl
volume(struct tracer *t, const struct price *p, struct pwl reached,
    struct pwl billed)
{
	struct pwl price = constant(t, p->tier[0].price);

	for (size_t i = 1; i < p->ntier; i++)
		price = pwl_select(t->r,
		    pwl_compare(
			t->r, PWL_GE, reached, constant(t, p->tier[i].from)),
		    constant(t, p->tier[i].price), price);
	return pwl_mul(t->r, billed, price);
}

static struct pwl
package(struct tracer *t, const struct price *p, struct pwl before,
    struct pwl billed)
{
	struct rat block =
	    rat_div(t->r->arena, rat_int(1), p->tier[0].typed.unit.scale);
	struct pwl to = pwl_ceil(t->r, pwl_add(t->r, before, billed), block);

	return scale(t, pwl_sub(t->r, to, pwl_ceil(t->r, before, block)),
	    p->tier[0].price);
}

static struct pwl
top_up(struct tracer *t, const struct strand *s, struct pwl amount)
{
	const struct meter *m = s->meter;

	if (!m->has_minimum || !m->minimum_is_money)
		return amount;
	return pwl_select(t->r, pwl_compare(t->r, PWL_GT, s->quantity, zero(t)),
	    pwl_max(t->r, amount, constant(t, m->minimum)), amount);
}

static struct pwl
charge(struct tracer *t, const struct strand *s)
{
	struct pwl_range *r = t->r;
	struct pool *pool = pool_of(t, s);
	struct pwl free = take(t, s, false, s->quantity);
	struct pwl billed = pwl_sub(r, s->quantity, free);
	struct pwl amount = zero(t), from;

	switch (s->meter->model) {
	case MODEL_FLAT:
		amount = scale(t, billed, s->price->tier[0].price);
		break;
	case MODEL_GRADUATED:
		from = s->meter->tiers_net ? pool->billed
					   : pwl_add(r, pool->gross, free);
		amount = graduated(t, s->price, from, pwl_add(r, from, billed));
		break;
	case MODEL_VOLUME:
		amount = volume(t, s->price, pool->total, billed);
		break;
	case MODEL_PACKAGE:
		amount = package(t, s->price, pool->billed, billed);
		break;
	}
	pool->gross = pwl_add(r, pool->gross, s->quantity);
	pool->billed = pwl_add(r, pool->billed, billed);
	amount = top_up(t, s, amount);
	return pwl_sub(r, amount, take(t, s, true, amount));
}

/* What allowances take off a meter's quantity, for bounds that count net. */
static struct pwl
net_of(struct tracer *t, const struct pool *pool)
{
	const struct service *s = pool->service;
	size_t meter = (size_t)(pool->meter - s->meter);
	struct pwl net = pool->total;

	for (size_t k = 0; k < s->nallowance; k++) {
		const struct allowance *w = &s->allowance[k];

		if (!w->credit && w->meter[0] == meter &&
		    allowance_counts(w, t->plan->market.free))
			net = pwl_max(t->r, zero(t),
			    pwl_sub(t->r, net, constant(t, w->amount)));
	}
	return net;
}

static void
total_pools(struct tracer *t)
{
	for (size_t i = 0; i < t->nstrand; i++) {
		struct pool *pool = pool_of(t, &t->strand[i]);

		pool->total = pwl_add(t->r, pool->total, t->strand[i].quantity);
	}
	for (size_t i = 0; i < t->npool; i++) {
		struct pool *pool = &t->pool[i];

		if (pool->meter->tiers_net &&
		    pool->meter->model == MODEL_VOLUME)
			pool->total = net_of(t, pool);
	}
}

/* The faults that do not depend on the axis: those at its start that no value
 * of the axis can mend. */
static void
find_faults(struct tracer *t, const struct bill *start)
{
	for (size_t i = 0; i < start->faults.n; i++) {
		struct fault *f = &start->faults.fault[i];

		if (f->kind == FAULT_MISSING || f->kind == FAULT_EITHER ||
		    f->kind == FAULT_PRICE)
			fault_add(t->r->arena, &t->out->faults, *f);
	}
}

static void
trace(struct tracer *t, const struct bill *start, const struct meter **culprit)
{
	for (size_t i = 0; i < t->plan->nuse && t->r->status == PWL_OK; i++) {
		struct track k = { .u = &t->plan->use[i],
			.at = start->value[i],
			.have = start->have[i] };

		trace_use(t, &k, culprit);
	}
	total_pools(t);
	for (size_t i = 0; i < t->nstrand && t->r->status == PWL_OK; i++) {
		t->out->cost =
		    pwl_add(t->r, t->out->cost, charge(t, &t->strand[i]));
		if (t->r->status != PWL_OK)
			*culprit = t->strand[i].meter;
	}
}

void
curve_compute(struct pwl_range *r, const struct plan *p,
    const struct workload *w, size_t axis, struct curve *out,
    const struct meter **culprit)
{
	struct tracer t = { .r = r, .plan = p, .axis = axis, .out = out };
	struct workload *at = workload_copy(r->arena, w);
	struct bill start;

	*culprit = NULL;
	*out = (struct curve){ .cost = pwl_const(r, rat_int(0)),
		.valid = pwl_const(r, rat_int(1)) };
	workload_set_value(at, axis, r->lo);
	t.w = at;
	t.x = pwl_axis(r);
	bill_measure(r->arena, p, at, &start);
	find_faults(&t, &start);
	if (!out->faults.n)
		trace(&t, &start, culprit);
	out->cost = pwl_plain(r, out->cost);
	out->valid = pwl_plain(r, out->valid);
}

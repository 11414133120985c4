#include "decide/rank.h"

/* Rules an option out by its measured latency. */
static void
check_latency(struct arena *a, const struct guide *g, struct standing *s,
    const struct workload *w)
{
	static const char *const name[] = { "p50", "p95", "p99" };
	const struct option *o = &g->option[s->option];
	const struct measurement *m = guide_measurement(g, o->latency);

	for (int i = 0; i < PERCENTILE_COUNT; i++) {
		size_t slot = scope_find(&w->terms->scope, str_of(name[i]));
		struct fault f = { .kind = FAULT_LIMIT };

		if (!w->given[slot])
			continue;
		if (!m || !m->has[i] || !m->source || !m->samples) {
			s->unmeasured =
			    str_printf(a, "%s of %.*s is not measured", name[i],
				STR_ARG(o->name));
			continue;
		}
		if (!rat_lt(w->value[slot], m->p[i].n))
			continue;
		f.text = str_printf(a,
		    "measured %s of %.*s is above the needed %.*s", name[i],
		    STR_ARG(qty_display(a, &m->p[i])),
		    STR_ARG(workload_text(a, w, slot)));
		f.source = m->source;
		f.at = m->at;
		fault_add(a, &s->faults, f);
	}
}

static bool
judge(struct arena *a, struct diag *d, const struct guide *g,
    const struct market *m, size_t option, const struct workload *w,
    struct standing *s)
{
	struct faults needs = { 0 };

	*s = (struct standing){ .option = option };
	s->plan = arena_new(a, struct plan);
	if (!plan_init(s->plan, a, d, &g->option[option], g->terms, m))
		return false;
	bill_compute(a, s->plan, w, &s->bill);
	for (size_t i = 0; i < s->bill.faults.n; i++) {
		const struct fault *f = &s->bill.faults.fault[i];

		s->priceless |= f->kind == FAULT_PRICE;
		fault_add(a, &s->faults, *f);
	}
	plan_check_needs(a, s->plan, w, &needs);
	for (size_t i = 0; i < needs.n; i++) {
		bool known = false;

		/* An input that is also a need is said once. */
		for (size_t k = 0; k < s->faults.n; k++)
			known |=
			    s->faults.fault[k].limit == needs.fault[i].limit &&
			    needs.fault[i].limit;
		if (!known)
			fault_add(a, &s->faults, needs.fault[i]);
	}
	check_latency(a, g, s, w);
	s->out = s->faults.n > 0;
	return true;
}

/* Whether the totals of a bill can be used though the option is out. */
static bool
has_total(const struct standing *s)
{
	for (size_t i = 0; i < s->bill.faults.n; i++)
		if (s->bill.faults.fault[i].kind != FAULT_LIMIT)
			return false;
	return true;
}

static size_t
best_of(const struct ranking *r, size_t except, bool by_price)
{
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < r->n; i++) {
		const struct standing *s = &r->standing[i];

		if (i == except || (by_price ? !has_total(s) : s->out))
			continue;
		if (best == SIZE_MAX ||
		    rat_lt(s->bill.total, r->standing[best].bill.total))
			best = i;
	}
	return best;
}

bool
rank(struct ranking *r, struct arena *a, struct diag *d, const struct guide *g,
    const struct market *m, const size_t *option, size_t n,
    const struct workload *w)
{
	*r = (struct ranking){ .n = n };
	r->standing = arena_array(a, struct standing, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (!judge(a, d, g, m, option[i], w, &r->standing[i]))
			return false;
		r->unsure |= r->standing[i].priceless;
	}
	r->best = best_of(r, SIZE_MAX, false);
	r->runner_up =
	    r->best == SIZE_MAX ? SIZE_MAX : best_of(r, r->best, false);
	r->cheapest = best_of(r, SIZE_MAX, true);
	r->second =
	    r->cheapest == SIZE_MAX ? SIZE_MAX : best_of(r, r->cheapest, true);
	if (r->runner_up != SIZE_MAX) {
		r->margin = rat_sub(a, r->standing[r->runner_up].bill.total,
		    r->standing[r->best].bill.total);
		r->tie = rat_is_zero(r->margin);
	}
	return true;
}

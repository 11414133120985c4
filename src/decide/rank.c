#include "decide/rank.h"

#include "decide/response.h"

/* Why needs cannot be judged: nothing is measured, or not that far. */
static struct str
unjudged(struct arena *a, const struct option *o, const struct response *r,
    const char *const *name, size_t n)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s",
		    i == 0	    ? ""
			: i + 1 < n ? ", "
				    : " and ",
		    name[i]);
	buf_printf(&b, " of %.*s ", STR_ARG(o->name));
	if (!r->lacks.n || str_is(r->lacks, "is not measured"))
		buf_puts(&b, n > 1 ? "are not measured" : "is not measured");
	else
		buf_printf(&b, "cannot be computed: %.*s", STR_ARG(r->lacks));
	return buf_take(&b, a);
}

/* Rules an option out by how long its callers wait. */
static void
check_latency(struct arena *a, const struct guide *g, struct standing *s,
    const struct workload *w)
{
	const struct option *o = &g->option[s->option];
	const struct latency *l = &g->latency[s->option];
	const char *open[PERCENTILE_COUNT];
	bool computed = false;
	struct response r;
	size_t nopen = 0;

	for (size_t i = 0; i < PERCENTILE_COUNT; i++) {
		size_t slot =
		    scope_find(&w->terms->scope, str_of(percentile_name(i)));
		struct fault f = { .kind = FAULT_LIMIT };
		enum known known = KNOWN;
		struct rat t = rat_int(0);

		if (!w->given[slot])
			continue;
		if (!computed)
			response_compute(a, g, s->plan, w, &r);
		computed = true;
		if (!r.lacks.n)
			t = mixture_at(
			    a, &r.mixture, percentile_part(i), &known);
		/* Ruled out where the time is at least too much; met where
		 * it is at most enough. */
		if (r.lacks.n || known == KNOWN_NOT ||
		    known ==
			(rat_lt(w->value[slot], t) ? KNOWN_AT_MOST
						   : KNOWN_AT_LEAST)) {
			open[nopen++] = percentile_name(i);
			continue;
		}
		if (!rat_lt(w->value[slot], t))
			continue;
		f.text =
		    str_printf(a, "%s %s of %s%.*s is above the needed %.*s",
			l->whole ? "measured" : "computed", percentile_name(i),
			known == KNOWN_AT_LEAST ? "at least " : "",
			STR_ARG(response_text(a, t)),
			STR_ARG(workload_text(a, w, slot)));
		f.source = l->whole ? l->whole->source
		    : l->cold	    ? l->cold->source
				    : l->warm->source;
		f.at = l->whole ? l->whole->at : l->at;
		fault_add(a, &s->faults, f);
	}
	if (nopen)
		s->unmeasured = unjudged(a, o, &r, open, nopen);
}

static void
judge(struct arena *a, const struct guide *g, const struct workload *w,
    struct standing *s)
{
	struct faults needs = { 0 };

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
}

/* By price alone an option is out only where its workload cannot be had: what
 * has no bill has no price. */
static size_t
best_of(const struct ranking *r, size_t except, bool by_price)
{
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < r->n; i++) {
		const struct standing *s = &r->standing[i];

		if (i == except || (by_price ? s->bill.faults.n > 0 : s->out))
			continue;
		if (best == SIZE_MAX ||
		    rat_lt(s->bill.total, r->standing[best].bill.total))
			best = i;
	}
	return best;
}

void
rank(struct ranking *r, struct arena *a, const struct guide *g,
    const struct plan *const *plan, const size_t *option, size_t n,
    const struct workload *w)
{
	*r = (struct ranking){ .n = n };
	r->standing = arena_array(a, struct standing, n + 1);
	for (size_t i = 0; i < n; i++) {
		r->standing[i].option = option[i];
		r->standing[i].plan = plan[i];
		judge(a, g, w, &r->standing[i]);
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
}

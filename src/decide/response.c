#include "decide/response.h"

const char *
percentile_name(size_t i)
{
	static const char *const name[] = { "p50", "p95", "p99" };

	return name[i];
}

struct rat
percentile_part(size_t i)
{
	static const int64_t hundredths[] = { 50, 95, 99 };

	return rat_frac(hundredths[i], 100);
}

/* The longer first; `from` how many seconds a time is in it. */
static const struct {
	const char *word;
	int64_t from, num, den;
} units[] = {
	{ "h", 36000, 3600, 1 },
	{ "min", 600, 60, 1 },
	{ "s", 1, 1, 1 },
	{ "ms", 0, 1, 1000 },
};

struct unit
response_unit(struct rat t, struct str *word)
{
	struct unit u = unit_one();
	size_t i = 0;

	while (i + 1 < countof(units) && rat_lt(t, rat_int(units[i].from)))
		i++;
	u.dim[DIM_SECOND] = 1;
	u.scale = rat_frac(units[i].num, units[i].den);
	*word = str_of(units[i].word);
	return u;
}

struct str
response_text(struct arena *a, struct rat t)
{
	struct str word;
	struct unit u = response_unit(t, &word);

	return value_display(a, t, &u, word);
}

struct setting {
	struct arena *a;
	const struct plan *plan;
	const struct workload *w;
	struct response *r;
};

/* The value of an input as the plan has it; `otherwise` where it has none. */
static struct rat
read_input(
    struct setting *s, const struct input_ref *from, struct rat otherwise)
{
	const struct plan_use *u;
	struct rat *value;
	bool *have;

	if (!from->given)
		return otherwise;
	if (from->use == SIZE_MAX)
		return from->value;
	u = &s->plan->use[from->use];
	value = arena_array(s->a, struct rat, u->service->scope.n + 1);
	have = arena_array(s->a, bool, u->service->scope.n + 1);
	plan_values(s->a, u, s->w, value, have);
	return have[from->slot] ? value[from->slot] : otherwise;
}

static bool
lacks(struct setting *s, const char *what)
{
	s->r->lacks = str_of(what);
	return false;
}

/* A term by name; false where the workload does not give it. */
static bool
term(const struct setting *s, const char *name, struct rat *out)
{
	size_t slot = scope_find(&s->w->terms->scope, str_of(name));

	if (slot == SIZE_MAX || !s->w->given[slot])
		return false;
	*out = s->w->value[slot];
	return true;
}

/* An input as the first use that has one of that name is billed for it, else
 * as the workload says it. */
static bool
billed(struct setting *s, const char *name, struct rat *out)
{
	struct input_ref from = { 0 };

	for (size_t i = 0; i < s->plan->nuse && !from.given; i++) {
		const struct service *service = s->plan->use[i].service;

		from.use = i;
		from.slot = scope_find(&service->scope, str_of(name));
		from.given = from.slot < service->ninput;
	}
	*out = read_input(s, &from, rat_int(-1));
	return (rat_ok(*out) && rat_sign(*out) >= 0) || term(s, name, out);
}

/* The run time: what the option says, else what it is billed for. */
static bool
find_run(struct setting *s)
{
	s->r->run = read_input(s, &s->r->of->run, rat_int(-1));
	if (s->r->of->run.given && rat_ok(s->r->run) &&
	    rat_sign(s->r->run) >= 0)
		return true;
	return billed(s, "duration", &s->r->run) ||
	    lacks(s, "'duration' is not given");
}

static bool
has_kind(const struct latency *l, enum measured what)
{
	return (l->whole && l->whole->what == what) ||
	    (l->warm && l->warm->what == what) ||
	    (l->cold && l->cold->what == what);
}

static struct distribution
points_of(struct arena *a, const struct measurement *m)
{
	struct quantile *q = arena_array(a, struct quantile, m->npoint);

	for (size_t i = 0; i < m->npoint; i++) {
		q[i].p = m->point[i].p;
		q[i].t = m->point[i].time.n;
	}
	return (struct distribution){ q, m->npoint };
}

/* A measurement as times of whole responses. */
static bool
responses(
    struct setting *s, const struct measurement *m, struct distribution *out)
{
	struct distribution d = points_of(s->a, m);

	*out = d;
	if (m->what == MEASURED_OVERHEAD)
		*out = distribution_shift(s->a, &d, s->r->run);
	return m->what != MEASURED_START ||
	    distribution_add(s->a, &s->r->mixture.warm, &d, out) ||
	    lacks(s,
		"no percentile of the start was measured of warm answers too");
}

/* Whole numbers of instances and requests. */
static struct rat
count_of(struct setting *s, const struct input_ref *from, int64_t least)
{
	struct rat n = read_input(s, from, rat_int(least));

	return rat_max(rat_floor(s->a, n), rat_int(least));
}

static bool
find_traffic(struct setting *s)
{
	struct response *r = s->r;
	struct traffic *t = &r->traffic;
	struct rat requests, month = s->w->value[s->w->terms->hours_slot];

	if (!billed(s, "requests", &requests))
		return lacks(s, "'requests' is not given");
	r->busy = month;
	if (term(s, "busy", &r->busy))
		r->busy = rat_min(r->busy, month);
	if (rat_sign(r->busy) <= 0)
		return lacks(s, "no time is busy");
	t->rate = rat_div(s->a, requests, r->busy);
	t->run = r->run;
	t->idle = r->of->idle.value.n;
	t->concurrency = count_of(s, &r->of->concurrency, 1);
	t->kept = count_of(s, &r->of->kept, 0);
	r->covered = rat_div(s->a,
	    rat_min(read_input(s, &r->of->kept_time, month), r->busy), r->busy);
	return true;
}

/* The computed share: of the time with the kept instances, and of the rest. */
static bool
model_share(struct setting *s)
{
	struct response *r = s->r;
	struct traffic bare = r->traffic;
	struct rat with, without;

	bare.kept = rat_int(0);
	if (!cold_share(s->a, &r->traffic, &with) ||
	    !cold_share(s->a, &bare, &without))
		return lacks(s, "too many requests are in flight at once");
	r->modelled = true;
	r->mixture.share = rat_round(s->a,
	    rat_add(s->a, without,
		rat_mul(s->a, r->covered, rat_sub(s->a, with, without))),
	    COLD_DECIMALS);
	return true;
}

static bool
is_measured(const struct latency *l)
{
	const struct stated *by = l->share.given ? &l->share : &l->idle;

	if (l->whole)
		return measurement_is_sound(l->whole);
	return l->warm && measurement_is_sound(l->warm) &&
	    (!l->cold || (measurement_is_sound(l->cold) && by->source));
}

static bool
compute(struct setting *s)
{
	struct response *r = s->r;
	const struct latency *l = r->of;

	if (!is_measured(l))
		return lacks(s, "is not measured");
	r->uses_run = l->idle.given || has_kind(l, MEASURED_OVERHEAD);
	if (r->uses_run && !find_run(s))
		return false;
	if (!responses(s, l->whole ? l->whole : l->warm, &r->mixture.warm))
		return false;
	if (!l->cold)
		return true;
	if (!responses(s, l->cold, &r->mixture.cold))
		return false;
	if (l->idle.given)
		return find_traffic(s) && model_share(s);
	r->mixture.share = l->share.value.n;
	return true;
}

void
response_compute(struct arena *a, const struct guide *g,
    const struct plan *plan, const struct workload *w, struct response *out)
{
	struct setting s = { .a = a, .plan = plan, .w = w, .r = out };

	*out = (struct response){ .of = &g->latency[plan->option - g->option] };
	compute(&s);
}

static bool
mean_of(struct arena *a, const struct response *r, const struct measurement *m,
    const struct distribution *d, struct rat *out)
{
	struct rat warm;

	if (!m->has_mean)
		return distribution_mean(a, d, out);
	*out = m->mean.n;
	if (m->what == MEASURED_OVERHEAD)
		*out = rat_add(a, *out, r->run);
	if (m->what != MEASURED_START)
		return true;
	if (!mean_of(a, r, r->of->warm, &r->mixture.warm, &warm))
		return false;
	*out = rat_add(a, *out, warm);
	return true;
}

bool
response_mean(struct arena *a, const struct response *r, struct rat *out)
{
	const struct latency *l = r->of;
	const struct mixture *m = &r->mixture;
	struct rat warm = rat_int(0), cold = rat_int(0);

	if (!mean_of(a, r, l->whole ? l->whole : l->warm, &m->warm, &warm) ||
	    (l->cold && !mean_of(a, r, l->cold, &m->cold, &cold)))
		return false;
	*out = rat_add(a, warm, rat_mul(a, m->share, rat_sub(a, cold, warm)));
	return true;
}

bool
response_has_share(const struct response *r)
{
	return !r->lacks.n && !r->of->whole;
}

/* Whether a whole response takes less than the run that is in it. */
static bool
is_too_short(struct arena *a, const struct response *r,
    const struct measurement *m, struct rat *t)
{
	struct distribution all;

	if (m->what != MEASURED_RESPONSE || !measurement_is_sound(m))
		return false;
	all = points_of(a, m);
	*t = distribution_at(a, &all, percentile_part(1));
	return rat_lt(*t, r->run);
}

static bool
check_run(struct arena *a, struct diag *d, const struct scenario *s,
    const struct response *r, const struct measurement *m)
{
	struct rat t;

	if (!is_too_short(a, r, m, &t))
		return true;
	diag_report(d, DIAG_LATENCY_RUN, m->at,
	    "95 of 100 responses of '%.*s' took at most %.*s, but the "
	    "scenario '%.*s' bills runs of %.*s",
	    STR_ARG(m->id), STR_ARG(response_text(a, t)), STR_ARG(s->id),
	    STR_ARG(response_text(a, r->run)));
	diag_hint(d,
	    "where it measured what comes on top of the run, write "
	    "'measures: overhead'");
	diag_note(d, s->at, "the scenario is here");
	return false;
}

/* Whether the option's callers wait for what the measurement measured. */
static bool
is_of(const struct latency *l, const struct measurement *m)
{
	return l->whole == m || l->warm == m || l->cold == m;
}

static bool
check_option(struct arena *a, struct diag *d, const struct guide *g,
    const struct scenario *s, size_t option, const struct measurement *m)
{
	struct response r = { .of = &g->latency[option] };
	struct plan plan;
	struct setting set = { a, &plan, s->workload, &r };

	return s->broken || !is_of(r.of, m) ||
	    !option_is_sound(&g->option[option]) ||
	    !plan_init(&plan, a, d, &g->option[option], g->terms, &s->market) ||
	    !find_run(&set) || check_run(a, d, s, &r, m);
}

/* One scenario is enough to say it of. */
static void
check_measurement(struct arena *a, struct diag *d, const struct guide *g,
    const struct measurement *m)
{
	for (size_t i = 0; i < g->nscenario; i++)
		for (size_t k = 0; k < g->scenario[i].noption; k++)
			if (!check_option(a, d, g, &g->scenario[i],
				g->scenario[i].option[k], m))
				return;
}

void
guide_check_responses(struct arena *a, struct diag *d, const struct guide *g)
{
	for (size_t i = 0; i < g->nmeasurement; i++)
		check_measurement(a, d, g, &g->measurement[i]);
}

/* Measurements of a guide, and what its options say of latency. */
#include <stdlib.h>
#include <string.h>

#include "decide/guide.h"

#define MAX_POINTS 24 /* of one measurement */

struct surveyor {
	struct guide *g;
	struct arena *a;
	struct diag *d;
	bool ok;
};

const struct measured_point *
measurement_point(const struct measurement *m, struct str name)
{
	for (size_t i = 0; i < m->npoint; i++)
		if (str_eq(m->point[i].name, name))
			return &m->point[i];
	return NULL;
}

bool
measurement_is_sound(const struct measurement *m)
{
	return m->source && m->samples && m->npoint;
}

static struct unit
seconds(void)
{
	struct unit u = unit_one();

	u.dim[DIM_SECOND] = 1;
	return u;
}

/* "p5" and "p95" are hundredths; of more digits, which begin with a nine and
 * do not end in zero, the point stands behind the second: "p999" is 99.9 %. */
static bool
percentile_of(struct arena *a, struct str key, struct rat *p)
{
	struct rat n;

	if (key.n < 2 || key.n > 8 || key.p[0] != 'p' || key.p[1] == '0')
		return false;
	if (key.n > 3 && (key.p[1] != '9' || key.p[key.n - 1] == '0'))
		return false;
	for (size_t i = 1; i < key.n; i++)
		if (key.p[i] < '0' || key.p[i] > '9')
			return false;
	if (rat_parse(a, str_from(key, 1), &n) != RAT_OK)
		return false;
	*p = rat_mul(a, n, rat_pow10(a, key.n == 2 ? -2 : 1 - (int)key.n));
	return true;
}

static bool
point_of(struct arena *a, struct str key, struct rat *p)
{
	if (str_is(key, "min"))
		*p = rat_int(0);
	else if (str_is(key, "max"))
		*p = rat_int(1);
	else
		return percentile_of(a, key, p);
	return true;
}

static void
load_samples(struct surveyor *s, struct fields *f, struct measurement *m)
{
	struct unit_env env = { 0 };
	struct unit one = unit_one();
	struct qty q;

	if (!field_qty(f, "samples", &env, &one, &q))
		return;
	m->samples = rat_to_int(q.n, 0);
	if (m->samples <= 0)
		f->ok = diag_report(s->d, DIAG_RANGE, q.at,
		    "a sample size is a whole number above zero");
}

static int
compare_points(const void *a, const void *b)
{
	const struct measured_point *x = a, *y = b;

	return rat_cmp(x->p, y->p);
}

/* A negative time, or one below that of a lesser point. */
static bool
check_point(struct surveyor *s, const struct measurement *m, size_t i)
{
	const struct measured_point *x = &m->point[i];

	if (rat_sign(x->time.n) < 0)
		return diag_report(s->d, DIAG_RANGE, x->time.at,
		    "'%.*s' is below zero", STR_ARG(x->time.text));
	if (i == 0 || !rat_lt(x->time.n, m->point[i - 1].time.n))
		return true;
	return diag_report(s->d, DIAG_PERCENTILE, x->time.at,
	    "%.*s of '%.*s' is below %.*s of '%.*s'", STR_ARG(x->name),
	    STR_ARG(x->time.text), STR_ARG(m->point[i - 1].name),
	    STR_ARG(m->point[i - 1].time.text));
}

static void
load_points(struct surveyor *s, struct fields *f, struct measurement *m)
{
	const struct node *n = f->map;
	struct unit_env env = { 0 };
	struct unit second = seconds();

	m->point = arena_array(s->a, struct measured_point, MAX_POINTS);
	for (size_t i = 0; i < n->n; i++) {
		struct measured_point x = { .name = node_key(n, i) };

		if (!point_of(s->a, x.name, &x.p))
			continue;
		if (m->npoint == MAX_POINTS) {
			f->ok = diag_report(s->d, DIAG_RANGE, n->key_at[i],
			    "a measurement has at most %d points", MAX_POINTS);
			return;
		}
		if (field_qty(
			f, str_cstr(s->a, x.name), &env, &second, &x.time))
			m->point[m->npoint++] = x;
	}
	qsort(m->point, m->npoint, sizeof(*m->point), compare_points);
	for (size_t i = 0; i < m->npoint; i++)
		f->ok &= check_point(s, m, i);
}

static void
load_mean(struct surveyor *s, struct fields *f, struct measurement *m)
{
	struct unit_env env = { 0 };
	struct unit second = seconds();
	const struct measured_point *p;

	m->has_mean = field_qty(f, "mean", &env, &second, &m->mean);
	p = m->npoint ? &m->point[m->npoint - 1] : NULL;
	if (m->has_mean && p && str_is(p->name, "max") &&
	    rat_lt(p->time.n, m->mean.n))
		f->ok = diag_report(s->d, DIAG_PERCENTILE, m->mean.at,
		    "the mean of '%.*s' is above the max of '%.*s'",
		    STR_ARG(m->mean.text), STR_ARG(p->time.text));
	p = m->npoint ? &m->point[0] : NULL;
	if (m->has_mean && p && str_is(p->name, "min") &&
	    rat_lt(m->mean.n, p->time.n))
		f->ok = diag_report(s->d, DIAG_PERCENTILE, m->mean.at,
		    "the mean of '%.*s' is below the min of '%.*s'",
		    STR_ARG(m->mean.text), STR_ARG(p->time.text));
}

static void
load_measurement(struct surveyor *s, struct str id, const struct node *n,
    struct measurement *m)
{
	static const char *const what[] = { "response", "overhead", "start" };
	const struct node *source;
	struct fields f;
	size_t word = 0;

	*m = (struct measurement){ .id = id, .name = id, .at = n->at };
	fields_begin(&f, s->a, s->d, n, "a measurement");
	field_text(&f, "name", &m->name);
	field_text(&f, "note", &m->note);
	field_word(&f, "measures", what, countof(what), &word);
	m->what = (enum measured)word;
	/* The usual points, for the hint where a key is none. */
	field_find(&f, "p50");
	field_find(&f, "p95");
	field_find(&f, "p99");
	load_points(s, &f, m);
	load_mean(s, &f, m);
	load_samples(s, &f, m);
	source = field_find(&f, "source");
	if (source) {
		m->source = citation_get(&s->g->sources, s->a, s->d, source);
		f.ok &= m->source != NULL;
	}
	s->ok &= fields_end(&f);
}

bool
guide_load_measurements(
    struct guide *g, struct arena *a, struct diag *d, const struct node *n)
{
	struct surveyor s = { .g = g, .a = a, .d = d, .ok = true };

	g->measurement = arena_array(a, struct measurement, n->n + 1);
	for (size_t i = 0; i < n->n; i++)
		load_measurement(&s, node_key(n, i), n->item[i],
		    &g->measurement[g->nmeasurement++]);
	return s.ok;
}

static const struct measurement *
find_measurement(struct surveyor *s, const struct node *n)
{
	const struct guide *g = s->g;
	const struct measurement *m;
	struct str id, *all;

	if (!node_text(s->d, n, &id))
		return NULL;
	m = guide_measurement(g, id);
	if (m)
		return m;
	all = arena_array(s->a, struct str, g->nmeasurement + 1);
	for (size_t i = 0; i < g->nmeasurement; i++)
		all[i] = g->measurement[i].id;
	diag_report(s->d, DIAG_MEASUREMENT_UNKNOWN, n->at,
	    "no measurement '%.*s'", STR_ARG(id));
	diag_nearest(s->d, id, all, g->nmeasurement);
	return NULL;
}

/* {value: 10 min, source: KEY, note: ...} */
static void
load_stated(struct surveyor *s, struct fields *f, const char *key,
    const struct unit *unit, struct stated *out)
{
	const struct node *n = field_find(f, key), *source;
	struct unit_env env = { 0 };
	struct fields own;

	if (!n)
		return;
	fields_begin(&own, s->a, s->d, n, "a fact with its source");
	out->given = field_get(&own, "value") &&
	    field_qty(&own, "value", &env, unit, &out->value);
	source = field_find(&own, "source");
	if (source) {
		out->source = citation_get(&s->g->sources, s->a, s->d, source);
		own.ok &= out->source != NULL;
	}
	field_text(&own, "note", &out->note);
	f->ok &= fields_end(&own);
}

static struct str *
use_ids(struct surveyor *s, const struct option *o)
{
	struct str *all = arena_array(s->a, struct str, o->nuse + 1);

	for (size_t i = 0; i < o->nuse; i++)
		all[i] = o->use[i].id;
	return all;
}

/* An input stands alone, without the service that it is of. */
static bool
report_bare(struct surveyor *s, const struct option *o, const struct node *n)
{
	const struct use *use = o->nuse ? &o->use[0] : NULL;

	for (size_t i = o->nuse; i-- > 0;)
		if (scope_find(&o->use[i].service->scope, n->text) != SIZE_MAX)
			use = &o->use[i];
	diag_report(s->d, DIAG_INPUT_UNKNOWN, n->at,
	    "'%.*s' does not say of which service", STR_ARG(n->text));
	diag_hint(s->d, "an input is written USE.INPUT here, as in '%.*s.%.*s'",
	    STR_ARG(use ? use->id : STR("USE")), STR_ARG(n->text));
	return false;
}

static bool
find_input(struct surveyor *s, const struct option *o, const struct node *n,
    struct str use, struct str input, struct input_ref *out)
{
	struct str *all;
	const struct service *service;

	for (out->use = 0; out->use < o->nuse; out->use++)
		if (str_eq(o->use[out->use].id, use))
			break;
	if (!input.n)
		return report_bare(s, o, n);
	if (out->use == o->nuse) {
		diag_report(s->d, DIAG_SERVICE_UNKNOWN, n->at,
		    "the option '%.*s' does not use '%.*s'", STR_ARG(o->id),
		    STR_ARG(use));
		diag_nearest(s->d, use, use_ids(s, o), o->nuse);
		return false;
	}
	service = o->use[out->use].service;
	out->slot = scope_find(&service->scope, input);
	if (out->slot < service->ninput)
		return true;
	all = arena_array(s->a, struct str, service->ninput + 1);
	for (size_t i = 0; i < service->ninput; i++)
		all[i] = service->input[i].name;
	diag_report(s->d, DIAG_INPUT_UNKNOWN, n->at,
	    "'%.*s' has no input '%.*s'", STR_ARG(service->id), STR_ARG(input));
	diag_nearest(s->d, input, all, service->ninput);
	return false;
}

/* USE.INPUT, whose value the plan has; or a quantity. */
static void
load_reading(struct surveyor *s, struct fields *f, const char *key,
    const struct option *o, const struct unit *unit, struct input_ref *out)
{
	const struct node *n = field_find(f, key);
	const struct unit *is;
	struct unit_env env = { 0 };
	struct str use, input;
	struct qty q;

	if (!n || !option_is_sound(o) || !field_text(f, key, &out->text))
		return;
	*out = (struct input_ref){ .use = SIZE_MAX,
		.slot = SIZE_MAX,
		.text = out->text,
		.at = n->at };
	if (n->text.n && n->text.p[0] >= '0' && n->text.p[0] <= '9') {
		out->given = field_qty(f, key, &env, unit, &q);
		out->value = q.n;
		return;
	}
	str_cut(n->text, '.', &use, &input);
	out->given = find_input(s, o, n, use, input, out);
	f->ok &= out->given;
	if (!out->given)
		return;
	is = &o->use[out->use].service->scope.var[out->slot].unit;
	if (unit_accepts(unit, is))
		return;
	f->ok = diag_report(s->d, DIAG_UNIT_MISMATCH, n->at,
	    "units do not agree: '%.*s' is in '%.*s', '%s' in '%.*s'",
	    STR_ARG(n->text), STR_ARG(unit_text(s->a, is)), key,
	    STR_ARG(unit_text(s->a, unit)));
}

static bool
check_stated(struct surveyor *s, const struct latency *l)
{
	const struct stated *share = &l->share, *idle = &l->idle;

	if (share->given &&
	    (rat_sign(share->value.n) < 0 ||
		rat_lt(rat_int(1), share->value.n)))
		return diag_report(s->d, DIAG_RANGE, share->value.at,
		    "a share is a number from 0 to 1, as 1/20 or 0.05");
	if (idle->given && rat_sign(idle->value.n) < 0)
		return diag_report(s->d, DIAG_RANGE, idle->value.at,
		    "'%.*s' is below zero", STR_ARG(idle->value.text));
	return true;
}

/* What goes together: a cold measurement with one way to its share. */
static bool
check_latency(struct surveyor *s, const struct latency *l)
{
	bool share = l->share.given, idle = l->idle.given;

	if (l->warm && l->warm->what == MEASURED_START)
		return diag_report(s->d, DIAG_LATENCY, l->at,
		    "'%.*s' measures what a cold start adds, and cannot be "
		    "'warm'",
		    STR_ARG(l->warm->id));
	if (l->cold && !share && !idle)
		return diag_report(s->d, DIAG_LATENCY, l->at,
		    "how many requests are cold is said by neither "
		    "'idle_timeout' nor 'cold_share'");
	if (share && idle)
		return diag_report(s->d, DIAG_LATENCY, l->at,
		    "how many requests are cold is said twice, by "
		    "'idle_timeout' and by 'cold_share'");
	if (!l->cold && (share || idle || l->kept.given))
		return diag_report(s->d, DIAG_LATENCY, l->at,
		    "a share of cold requests is of no use without the key "
		    "'cold'");
	if (!idle && (l->kept.given || l->kept_time.given))
		return diag_report(s->d, DIAG_LATENCY, l->at,
		    "instances that are kept lower a share that is computed, "
		    "by 'idle_timeout', not one that is stated");
	return check_stated(s, l);
}

static void
load_mixture(struct surveyor *s, const struct option *o, const struct node *n,
    struct latency *l)
{
	struct unit one = unit_one(), second = seconds(), time = seconds();
	const struct node *warm, *cold;
	struct fields f;

	time.dim[DIM_MONTH] = -1;
	fields_begin(&f, s->a, s->d, n, "'latency'");
	warm = field_get(&f, "warm");
	cold = field_find(&f, "cold");
	l->warm = warm ? find_measurement(s, warm) : NULL;
	l->cold = cold ? find_measurement(s, cold) : NULL;
	f.ok &= l->warm && (!cold || l->cold);
	load_stated(s, &f, "cold_share", &one, &l->share);
	load_stated(s, &f, "idle_timeout", &second, &l->idle);
	load_reading(s, &f, "kept", o, &one, &l->kept);
	load_reading(s, &f, "kept_time", o, &time, &l->kept_time);
	load_reading(s, &f, "concurrency", o, &one, &l->concurrency);
	load_reading(s, &f, "run", o, &second, &l->run);
	if (!fields_end(&f) || !check_latency(s, l)) {
		*l = (struct latency){ .at = l->at };
		s->ok = false;
	}
}

static void
load_latency(struct surveyor *s, const struct option *o, struct latency *l)
{
	const struct node *n = o->latency;

	l->at = n->at;
	if (n->kind == NODE_MAP) {
		load_mixture(s, o, n, l);
		return;
	}
	l->whole = find_measurement(s, n);
	if (!l->whole)
		s->ok = false;
	else if (l->whole->what == MEASURED_START)
		s->ok = diag_report(s->d, DIAG_LATENCY, n->at,
		    "'%.*s' measures what a cold start adds; it can only be "
		    "the 'cold' of a 'latency' that has 'warm'",
		    STR_ARG(l->whole->id));
}

bool
guide_load_latencies(struct guide *g, struct arena *a, struct diag *d)
{
	struct surveyor s = { .g = g, .a = a, .d = d, .ok = true };

	g->latency = arena_array(a, struct latency, g->noption + 1);
	for (size_t i = 0; i < g->noption; i++)
		if (g->option[i].latency)
			load_latency(&s, &g->option[i], &g->latency[i]);
	return s.ok;
}

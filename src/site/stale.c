#include "site/stale.h"

#define DAY 86400 /* [s] */
#define WARN_DAYS 90
#define FAIL_DAYS 180

static bool
digits(struct str s, int64_t *n)
{
	*n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*n = *n * 10 + (s.p[i] - '0');
	}
	return s.n > 0;
}

static bool
is_leap(int64_t y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int64_t
month_length(int64_t y, int64_t m)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };

	return length[m - 1] + (m == 2 && is_leap(y));
}

/* Leap days from the year 0 on, before the year `y`. */
static int64_t
leap_days(int64_t y)
{
	y--;
	return y / 4 - y / 100 + y / 400;
}

bool
day_parse(struct str text, int64_t *day)
{
	int64_t y, m, d;

	if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-' ||
	    !digits(str_sub(text, 0, 4), &y) ||
	    !digits(str_sub(text, 5, 7), &m) ||
	    !digits(str_sub(text, 8, 10), &d) || y < 1 || m < 1 || m > 12 ||
	    d < 1 || d > month_length(y, m))
		return false;
	*day = (y - 1970) * 365 + leap_days(y) - leap_days(1970) + d - 1;
	for (int64_t i = 1; i < m; i++)
		*day += month_length(y, i);
	return true;
}

void
stale_init(struct stale_settings *s)
{
	*s = (struct stale_settings){ 0 };
	s->all.warn = rat_int((int64_t)WARN_DAYS * DAY);
	s->all.fail = rat_int((int64_t)FAIL_DAYS * DAY);
}

static void
load_until(struct fields *f, struct stale_rule *r)
{
	const struct node *n = field_get(f, "until");

	if (!n)
		return;
	if (!node_date(f->d, n, &r->until_text))
		f->ok = false;
	else if (!day_parse(r->until_text, &r->until))
		f->ok = diag_report(f->d, DIAG_DATE, n->at,
		    "there is no day '%.*s'", STR_ARG(r->until_text));
}

static void
load_waiver(struct fields *outer, const struct node *n, struct stale_rule *r)
{
	struct fields f;

	fields_begin(&f, outer->a, outer->d, n, "a waiver");
	r->waived = true;
	r->at = n->at;
	load_until(&f, r);
	field_text_required(&f, "because", &r->because);
	outer->ok &= fields_end(&f);
}

static void
load_ages(struct fields *f, struct stale_rule *r)
{
	struct unit_env env = { 0 };
	struct unit second = unit_one();
	struct qty q;

	second.dim[DIM_SECOND] = 1;
	if (field_qty(f, "warn", &env, &second, &q))
		r->warn = q.n;
	if (!field_qty(f, "fail", &env, &second, &q))
		return;
	r->fail = q.n;
	if (rat_lt(r->fail, r->warn))
		f->ok = diag_report(
		    f->d, DIAG_RANGE, q.at, "'fail' comes before 'warn'");
}

static bool
load_rule(
    struct arena *a, struct diag *d, const struct node *n, struct stale_rule *r)
{
	const struct node *waive;
	struct fields f;

	fields_begin(&f, a, d, n, "the age of a source");
	load_ages(&f, r);
	waive = field_find(&f, "waive");
	if (waive)
		load_waiver(&f, waive, r);
	return fields_end(&f);
}

/* "SERVICE.KEY" of all sources of the catalog. */
static struct str *
all_keys(struct arena *a, const struct catalog *c, size_t *n)
{
	struct str *all = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < c->services.n; i++) {
		const struct service *s = c->services.entry[i].value;

		for (size_t k = 0; k < s->sources.by_key.n; k++) {
			struct str key =
			    str_printf(a, "%.*s.%.*s", STR_ARG(s->id),
				STR_ARG(s->sources.by_key.entry[k].key));

			arena_push(a, all, *n, cap, key);
		}
	}
	return all;
}

static bool
is_known(struct arena *a, struct diag *d, const struct catalog *c,
    struct span at, struct str key)
{
	size_t n;
	struct str *all = all_keys(a, c, &n);

	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i], key))
			return true;
	diag_report(d, DIAG_SOURCE_UNKNOWN, at,
	    "no price file has the source '%.*s'", STR_ARG(key));
	diag_nearest(d, key, all, n);
	return false;
}

static bool
load_sources(struct stale_settings *s, struct arena *a, struct diag *d,
    const struct node *n, const struct catalog *c, bool partial)
{
	bool ok = true;

	if (n->kind != NODE_MAP)
		return diag_report(d, DIAG_WRONG_KIND, n->at,
		    "'sources' is a map of sources, as 'SERVICE.KEY', and "
		    "ages");
	for (size_t i = 0; i < n->n; i++) {
		struct stale_rule *r = arena_new(a, struct stale_rule);

		*r = s->all;
		ok &=
		    partial || is_known(a, d, c, n->key_at[i], node_key(n, i));
		ok &= load_rule(a, d, n->item[i], r);
		map_put(&s->source, a, node_key(n, i), r);
	}
	return ok;
}

bool
stale_load(struct stale_settings *s, struct arena *a, struct diag *d,
    const struct node *n, const struct catalog *c, bool partial)
{
	const struct node *sources;
	struct fields f;

	fields_begin(&f, a, d, n, "'stale'");
	load_ages(&f, &s->all);
	sources = field_find(&f, "sources");
	if (sources && !load_sources(s, a, d, sources, c, partial))
		f.ok = false;
	return fields_end(&f);
}

/* How many facts of the service rest on the source. */
static size_t
count_facts(const struct service *s, const struct citation *source)
{
	size_t n = 0;

	for (size_t m = 0; m < s->nmeter; m++)
		for (size_t i = 0; i < s->meter[m].nprice; i++)
			n += s->meter[m].price[i].source == source;
	for (size_t i = 0; i < s->nallowance; i++)
		n += s->allowance[i].source == source;
	for (size_t i = 0; i < s->nlimit; i++)
		n += s->limit[i].source == source;
	return n;
}

static enum stale_level
level_of(const struct stale_rule *r, int64_t age)
{
	struct rat seconds = rat_int(age * DAY);

	return rat_lt(r->fail, seconds) ? STALE_FAIL
	    : rat_lt(r->warn, seconds)	? STALE_WARN
					: STALE_FRESH;
}

static bool
judge(struct arena *a, const struct stale_settings *s, int64_t today,
    struct aged *g)
{
	int64_t day;

	g->nfact = count_facts(g->service, g->source);
	if (!g->nfact || !day_parse(g->source->retrieved, &day))
		return false;
	g->key = str_printf(
	    a, "%.*s.%.*s", STR_ARG(g->service->id), STR_ARG(g->source->key));
	g->rule = map_find(&s->source, g->key);
	if (!g->rule)
		g->rule = &s->all;
	g->age = today - day;
	g->level = level_of(g->rule, g->age);
	g->waived = g->rule->waived && today <= g->rule->until;
	return true;
}

struct aged *
stale_judge(struct arena *a, const struct stale_settings *s,
    const struct catalog *c, int64_t today, size_t *n)
{
	struct aged *all = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < c->services.n; i++) {
		const struct service *service = c->services.entry[i].value;
		const struct map *m = &service->sources.by_key;

		for (size_t k = 0; k < m->n; k++) {
			struct aged g = { .service = service,
				.source = m->entry[k].value };

			if (judge(a, s, today, &g))
				arena_push(a, all, *n, cap, g);
		}
	}
	return all;
}

struct str
stale_text(struct arena *a, const struct aged *g)
{
	const struct stale_rule *r = g->rule;
	struct rat days = rat_div(
	    a, g->level == STALE_FAIL ? r->fail : r->warn, rat_int(DAY));
	struct buf b = { 0 };

	buf_printf(&b,
	    "the source '%.*s' was read %lld days ago, on %.*s; the limit is ",
	    STR_ARG(g->key), (long long)g->age, STR_ARG(g->source->retrieved));
	rat_print(&b, days);
	buf_printf(&b, " days, and %zu fact%s rest%s on it", g->nfact,
	    g->nfact == 1 ? "" : "s", g->nfact == 1 ? "s" : "");
	if (r->waived)
		buf_printf(
		    &b, " (its waiver ended on %.*s)", STR_ARG(r->until_text));
	return buf_take(&b, a);
}

enum stale_level
stale_report(struct arena *a, struct diag *d, const struct stale_settings *s,
    const struct catalog *c, const struct today *t)
{
	enum stale_level worst = STALE_FRESH;
	struct aged *all;
	size_t n;

	if (!t->known)
		return STALE_FRESH;
	all = stale_judge(a, s, c, t->day, &n);
	for (size_t i = 0; i < n; i++) {
		if (all[i].waived || all[i].level == STALE_FRESH)
			continue;
		if (all[i].level > worst)
			worst = all[i].level;
		diag_report(d,
		    all[i].level == STALE_FAIL ? DIAG_STALE_BEYOND : DIAG_STALE,
		    all[i].source->at, "%.*s", STR_ARG(stale_text(a, &all[i])));
		diag_hint(d, "source: %.*s", STR_ARG(all[i].source->url));
	}
	return worst;
}

/*
 * Times of the engine on the real prices, each beside a baseline that is run
 * in the same process: a bill against the same arithmetic in doubles, crossings
 * against one bill, points of a curve against the doubles, a map of 200 by 200
 * against its crossings.
 *
 * Usage: engine SITE
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cost/winner_map.h"
#include "num/points.h"
#include "site/project.h"

/* Of the processor: what else the machine does does not count. */
static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

struct bench {
	struct arena a;
	struct diag d;
	struct project p;
	struct option *option[3];
	struct plan plan[3];
	const struct plan *list[3];
	struct workload *w;
	size_t axis;
};

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "engine: cannot %s\n", what);
	exit(1);
}

static void
set(struct bench *b, const char *name, const char *value)
{
	must(workload_set(&b->a, &b->d, b->w, (struct span){ 0 }, str_of(name),
		 (struct span){ 0 }, str_of(value)),
	    name);
}

static void
bind(struct bench *b, int i, const char *service, const char *input,
    const char *value)
{
	struct use *u = option_use(b->option[i], str_of(service));

	must(u &&
		option_bind(&b->a, &b->d, &b->p.terms, u, str_of(input),
		    (struct span){ 0 }, (struct span){ 0 }, str_of(value),
		    false),
	    input);
}

static struct option *
option_of(struct bench *b, const char *x, const char *y)
{
	const struct service *s[2] = { catalog_find(&b->p.catalog, str_of(x)),
		y ? catalog_find(&b->p.catalog, str_of(y)) : NULL };

	must(s[0] && (!y || s[1]), x);
	return option_of_services(&b->a, s, y ? 2 : 1);
}

/* Functions with a gateway, tasks that grow by steps with a balancer, and
 * request-billed instances. */
static void
set_up(struct bench *b, const char *dir)
{
	struct project_options o = { .dir = dir };

	b->d.arena = &b->a;
	must(project_open(&b->p, &b->a, &b->d, &o), "read the prices");
	b->option[0] = option_of(b, "aws-lambda", "aws-api-gateway-http");
	b->option[1] = option_of(b, "aws-fargate", "aws-alb");
	b->option[2] = option_of(b, "gcp-cloud-run", NULL);
	b->w = workload_new(&b->a, &b->p.terms, b->p.market.month);
	set(b, "requests", "1000000");
	set(b, "duration", "500 ms");
	bind(b, 0, "aws-lambda", "memory", "2048 MB");
	bind(b, 1, "aws-fargate", "vcpu", "0.5");
	bind(b, 1, "aws-fargate", "memory", "1 GB");
	bind(b, 1, "aws-fargate", "tasks",
	    "max(1, ceil(requests / (250000 request/month)))");
	bind(b, 1, "aws-alb", "lcu", "1");
	bind(b, 2, "gcp-cloud-run", "vcpu", "1");
	bind(b, 2, "gcp-cloud-run", "memory", "1 GB");
	map_put(&b->p.market.vendor, &b->a, STR("aws"),
	    node_string(&b->a, STR("us-east-1")));
	map_put(&b->p.market.vendor, &b->a, STR("gcp"),
	    node_string(&b->a, STR("us-central1")));
	b->p.market.free = FREE_FULL;
	for (int i = 0; i < 3; i++) {
		must(plan_init(&b->plan[i], &b->a, &b->d, b->option[i],
			 &b->p.terms, &b->p.market),
		    "plan");
		b->list[i] = &b->plan[i];
	}
	b->axis = scope_find(&b->p.terms.scope, STR("requests"));
}

/* The first option's bill in doubles: the least a bill could cost. */
static double
bill_in_doubles(double requests)
{
	double gbs = requests * 0.5 * 2, r = requests - 1e6, c;

	c = (r > 0 ? r : 0) * 0.2e-6;
	gbs = gbs > 4e5 ? gbs - 4e5 : 0;
	c += (gbs < 6e9 ? gbs : 6e9) * 0.0000166667;
	if (gbs > 6e9)
		c += ((gbs < 15e9 ? gbs : 15e9) - 6e9) * 0.000015;
	if (gbs > 15e9)
		c += (gbs - 15e9) * 0.0000133334;
	c += (requests < 3e8 ? requests : 3e8) * 1e-6;
	if (requests > 3e8)
		c += (requests - 3e8) * 0.9e-6;
	return c;
}

static double
time_doubles(void)
{
	volatile double sum = 0;
	int n = 20000000;
	double t = now();

	for (int i = 0; i < n; i++)
		sum += bill_in_doubles(i * 101.0);
	t = (now() - t) / n;
	must(sum > 0, "add");
	return t;
}

static double
time_bills(struct bench *b)
{
	struct arena_mark m = arena_mark(&b->a);
	int n = 20000;
	double t = now();

	for (int i = 0; i < n; i++) {
		struct bill bill;

		workload_set_value(b->w, b->axis, rat_int(i * 101));
		bill_compute(&b->a, &b->plan[0], b->w, &bill);
		must(bill.faults.n == 0, "bill");
		arena_rewind(&b->a, m);
	}
	return (now() - t) / n;
}

static double
time_crossings(struct bench *b, size_t *ninterval)
{
	struct arena_mark m = arena_mark(&b->a);
	int n = 100;
	double t = now();

	for (int i = 0; i < n; i++) {
		struct contest c;

		contest_run(&c,
		    pwl_range(&b->a, rat_int(0), rat_int(10000000), rat_int(1)),
		    b->list, 3, b->w, b->axis);
		must(c.range.status == PWL_OK, "find the crossings");
		*ninterval = c.ninterval;
		arena_rewind(&b->a, m);
	}
	return (now() - t) / n;
}

static double
time_points(struct bench *b)
{
	struct pwl_range r =
	    pwl_range(&b->a, rat_int(0), rat_int(10000000), rat_int(1));
	const struct meter *culprit;
	struct curve curve;
	struct arena_mark m;
	int n = 1000000;
	double t;

	curve_compute(&r, &b->plan[0], b->w, b->axis, &curve, &culprit);
	must(r.status == PWL_OK, "trace the curve");
	m = arena_mark(&b->a);
	t = now();
	for (int i = 0; i < n; i++) {
		struct rat y = pwl_at(&b->a, &curve.cost, rat_int(i * 7));

		must(rat_ok(y), "evaluate");
		if (i % 1024 == 0)
			arena_rewind(&b->a, m);
	}
	return (now() - t) / n;
}

/* A curve with request tiers, three compute tiers, an allowance and gateway
 * tiers, made ready: one point, as charts ask for them. */
static double
time_ready(struct bench *b)
{
	struct pwl_range r =
	    pwl_range(&b->a, rat_int(0), rat_int(20000000000), rat_int(1));
	const struct meter *culprit;
	struct curve curve;
	struct points p;
	int n = 1000000;
	wide sum = 0;
	double t;

	curve_compute(&r, &b->plan[0], b->w, b->axis, &curve, &culprit);
	must(r.status == PWL_OK && points_init(&p, &r, &curve.cost, r.step),
	    "make the curve ready");
	must(p.n >= 5, "find the tiers in the curve");
	t = now();
	/* In no order: each point looks for its piece. */
	for (uint64_t i = 0; i < (uint64_t)n; i++)
		sum += points_value(
		    &p, (int64_t)(i * 0x9E3779B97F4A7C15u % 20000000000));
	t = now() - t;
	must(sum > 0, "evaluate");
	return t / n;
}

#define SIDE 200

static double
time_map(struct bench *b)
{
	struct arena_mark m = arena_mark(&b->a);
	struct winner_axes axes = { b->axis,
		scope_find(&b->p.terms.scope, STR("duration")) };
	struct rat x[SIDE], y[SIDE];
	size_t winner[SIDE];
	struct winner_map map;
	double t;

	for (int i = 0; i < SIDE; i++) {
		x[i] = rat_int(50000 * (int64_t)i);
		y[i] = rat_frac(i + 1, 20);
	}
	t = now();
	winner_map_run(&map,
	    pwl_range(&b->a, rat_int(0), rat_int(10000000), rat_int(1)),
	    b->list, 3, b->w, axes, y, SIDE);
	must(map.range.status == PWL_OK, "draw the map");
	for (int i = 0; i < SIDE; i++)
		winner_map_at(&map.row[i], x, SIDE, winner);
	t = now() - t;
	arena_rewind(&b->a, m);
	return t;
}

/* A row of a table in Markdown. */
static void
row(const char *what, double seconds, double base, const char *of,
    const char *target)
{
	static const char *const unit[] = { "ns", "\xC2\xB5s", "ms", "s" };
	double n = seconds * 1e9;
	size_t i = 0;

	for (; n >= 1000 && i + 1 < countof(unit); i++)
		n /= 1000;
	printf("| %s | %.*f %s | %.*f x %s | %s |\n", what, n < 10 ? 1 : 0, n,
	    unit[i], seconds / base < 10 ? 1 : 0, seconds / base, of, target);
}

int
main(int argc, char **argv)
{
	struct bench b = { 0 };
	double bill, doubles, crossings, map;
	size_t n = 0;

	set_up(&b, argc > 1 ? argv[1] : ".");
	doubles = time_doubles();
	bill = time_bills(&b);
	printf("| engine, exact | time | ratio | target |\n"
	       "|---|---:|---:|---:|\n");
	row("the arithmetic of a bill in doubles", doubles, doubles, "doubles",
	    "");
	row("a bill with its lines", bill, doubles, "doubles", "< 5 \xC2\xB5s");
	row("a million points of its curve", 1e6 * time_ready(&b),
	    1e6 * doubles, "doubles", "< 100 ms");
	row("a million points of a curve not made ready", 1e6 * time_points(&b),
	    1e6 * doubles, "doubles", "");
	crossings = time_crossings(&b, &n);
	row("crossings of 3 options to 10 M requests", crossings, bill, "bill",
	    "");
	map = time_map(&b);
	row("winner map of 200 x 200, 3 options", map, crossings, "crossings",
	    "< 200 ms");
	arena_clear(&b.a);
	return 0;
}

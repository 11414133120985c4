/*
 * latency: computed percentiles and shares of cold requests against
 * simulations that know nothing of the formulas.
 *
 * One simulation draws response times; the other plays a pool of instances
 * request by request: it fills instances that are kept, then the one used last,
 * starts one where none has room, and stops one that was idle too long.
 */
#include <math.h>
#include <string.h>

#include "decide/latency.h"
#include "prop.h"

#define REQUESTS DRAWS(400000) /* of one simulated pool */
#define ANSWERS DRAWS(300000)  /* of one simulated mixture */

static struct arena scratch;

/* In (0, 1). */
static double
draw_part(void)
{
	return ((double)(draw64() >> 11) + 0.5) / 9007199254740992.0;
}

static double
draw_wait(double mean)
{
	return -log(draw_part()) * mean;
}

static struct rat
part(int64_t n, int64_t of)
{
	return rat_frac(n, of);
}

/* ---- a pool of instances ---- */

#define POOL 4096

struct pool {
	double idle, t;
	int concurrency, kept;
	struct {
		bool alive;
		int load;
		double freed;
	} instance[POOL];
	size_t n;
	struct {
		double end;
		size_t instance;
	} flight[POOL];
	size_t nflight;
};

static void
finish(struct pool *p)
{
	for (size_t i = 0; i < p->nflight;) {
		size_t k = p->flight[i].instance;

		if (p->flight[i].end > p->t) {
			i++;
			continue;
		}
		p->instance[k].load--;
		if (p->flight[i].end > p->instance[k].freed)
			p->instance[k].freed = p->flight[i].end;
		p->flight[i] = p->flight[--p->nflight];
	}
}

static bool
goes_before(const struct pool *p, size_t x, size_t y)
{
	bool kept_x = x < (size_t)p->kept, kept_y = y < (size_t)p->kept;

	if (p->instance[x].load != p->instance[y].load)
		return p->instance[x].load > p->instance[y].load;
	if (kept_x != kept_y)
		return kept_x;
	return p->instance[x].freed > p->instance[y].freed;
}

/* The fullest instance with room, of those one that is kept, else the one used
 * last; or POOL. */
static size_t
choose(struct pool *p)
{
	size_t best = POOL;

	for (size_t i = 0; i < p->n; i++) {
		if (i >= (size_t)p->kept && p->instance[i].load == 0 &&
		    p->t - p->instance[i].freed > p->idle)
			p->instance[i].alive = false;
		if (!p->instance[i].alive ||
		    p->instance[i].load == p->concurrency)
			continue;
		if (best == POOL || goes_before(p, i, best))
			best = i;
	}
	return best;
}

static size_t
start(struct pool *p)
{
	size_t i = 0;

	while (i < p->n && p->instance[i].alive)
		i++;
	p->n += i == p->n;
	p->instance[i].alive = true;
	p->instance[i].load = 0;
	p->instance[i].freed = 0;
	return i;
}

/* The share of requests that started an instance. */
static double
play(double rate, double run, double idle, int concurrency, int kept,
    bool random_runs)
{
	static struct pool p;
	size_t cold = 0;

	memset(&p, 0, sizeof(p));
	p.idle = idle;
	p.concurrency = concurrency;
	p.kept = kept;
	while (p.n < (size_t)kept)
		start(&p);
	for (size_t i = 0; i < REQUESTS; i++) {
		size_t k;

		p.t += draw_wait(1 / rate);
		finish(&p);
		k = choose(&p);
		if (k == POOL) {
			cold++;
			k = start(&p);
		}
		p.instance[k].load++;
		p.flight[p.nflight].end =
		    p.t + (random_runs ? draw_wait(run) : run);
		p.flight[p.nflight++].instance = k;
	}
	return (double)cold / (double)REQUESTS;
}

static double
share_at(int64_t per_hour, int64_t run_ms, int64_t idle_s, int64_t concurrency,
    int64_t kept)
{
	struct traffic t = { part(per_hour, 3600), part(run_ms, 1000),
		rat_int(idle_s), rat_int(concurrency), rat_int(kept) };
	struct rat share = rat_int(-1);

	expect(cold_share(&scratch, &t, &share), "there is a share");
	expect(rat_sign(share) >= 0 && !rat_lt(rat_int(1), share),
	    "a share is from 0 to 1");
	return rat_to_double(share);
}

/* The model is exact for one request at a time, and near elsewhere: within
 * 0.004, and by an eighth part where the idle time-out is far above a run. */
static void
test_pool(void)
{
	static const struct {
		int64_t per_hour, run_ms, idle_s, concurrency, kept;
	} all[] = {
		{ 1, 5000, 600, 1, 0 },
		{ 10, 5000, 600, 1, 0 },
		{ 60, 5000, 600, 1, 0 },
		{ 600, 5000, 600, 1, 0 },
		{ 3600, 200, 600, 1, 0 },
		{ 180, 30000, 300, 1, 0 },
		{ 180, 30000, 300, 1, 1 },
		{ 60, 200, 300, 1, 0 },
		{ 60, 60000, 900, 2, 0 },
		{ 360, 10000, 100, 1, 1 },
		{ 3600, 5000, 600, 1, 4 },
		{ 3600, 5000, 600, 4, 0 },
		{ 1200, 1000, 60, 1, 1 },
		{ 30, 100, 300, 80, 0 },
	};

	section("pools: computed shares are those of a simulation", 11);
	for (size_t i = 0; i < countof(all); i++) {
		double rate = (double)all[i].per_hour / 3600;
		double run = (double)all[i].run_ms / 1000;
		double share = share_at(all[i].per_hour, all[i].run_ms,
		    all[i].idle_s, all[i].concurrency, all[i].kept);

		for (int random_runs = 0; random_runs < 2; random_runs++) {
			double got = play(rate, run, (double)all[i].idle_s,
			    (int)all[i].concurrency, (int)all[i].kept,
			    random_runs);

			expect(fabs(got - share) < 0.004,
			    "pool %zu: %.6f, simulated %.6f", i, share, got);
			expect(fabs(got - share) < 0.0005 + got / 8,
			    "pool %zu: %.6f is not near %.6f", i, share, got);
		}
	}
	section_end();
}

/* ---- the formula by other means ---- */

static double
formula(double rate, double run, double idle, int concurrency, int kept)
{
	long double rho = (long double)rate * (long double)run;
	long double p = expl(-rho), sum = 0, share = 0;

	for (int n = 0; n < 2000; n++) {
		sum += p;
		if (n % concurrency == 0 && n / concurrency >= kept)
			share += p *
			    expl(-(long double)rate * (long double)idle * p /
				sum);
		p *= rho / (n + 1);
	}
	return (double)share;
}

static void
test_formula(void)
{
	section("shares: exact bounds against floating point", 12);
	for (int i = 0; i < DRAWS(300); i++) {
		int64_t per_hour = draw_in(1, one_in(4) ? 200000 : 2000);
		int64_t run_ms = draw_in(1, one_in(4) ? 60000 : 500);
		int64_t idle = draw_in(0, 3600);
		int64_t concurrency = one_in(2) ? 1 : draw_in(1, 100);
		int64_t kept = one_in(2) ? 0 : draw_in(0, 5);
		double rate = (double)per_hour / 3600, run, want, got;

		run = (double)run_ms / 1000;
		if (rate * run > 600)
			continue;
		want = formula(
		    rate, run, (double)idle, (int)concurrency, (int)kept);
		got = share_at(per_hour, run_ms, idle, concurrency, kept);
		expect(fabs(want - got) < 0.6e-9, "%g/s %gs %g: %.12f is %.12f",
		    rate, run, (double)idle, got, want);
		arena_clear(&scratch);
	}
	section_end();
}

static void
test_share_edges(void)
{
	struct traffic t = { .concurrency = rat_int(1) };
	struct rat share;

	section("shares: edges", 13);
	expect(share_at(0, 100, 600, 1, 0) == 1, "nobody comes: all cold");
	expect(share_at(0, 100, 600, 1, 1) == 0, "but for a kept instance");
	expect(share_at(100, 100, 0, 1, 0) == 1, "no idle time: all cold");
	expect(share_at(3600, 0, 600, 1, 0) == 0, "no gap of ten minutes");
	expect(fabs(share_at(6, 0, 600, 1, 0) - exp(-1)) < 1e-9,
	    "one in the time-out, no run time");
	expect(share_at(60, 1000, 600, 1, 50) == 0, "kept for all");
	t.rate = rat_int(COLD_LOAD + 1);
	t.run = rat_int(1);
	expect(!cold_share(&scratch, &t, &share), "too many in flight");
	t.rate = rat_int(COLD_LOAD);
	t.idle = rat_int(600);
	expect(cold_share(&scratch, &t, &share), "the most that are computed");
	section_end();
}

static void
test_share_order(void)
{
	section("shares: what lowers them", 14);
	for (int i = 0; i < DRAWS(200); i++) {
		int64_t rate = draw_in(1, 3000), run = draw_in(1, 20000);
		int64_t idle = draw_in(1, 1200), c = draw_in(1, 8);
		int64_t kept = draw_in(0, 3);
		double share = share_at(rate, run, idle, c, kept);

		expect(share_at(rate, run, idle + 60, c, kept) <= share,
		    "a longer idle time");
		expect(share_at(rate, run, idle, c, kept + 1) <= share,
		    "one more that is kept");
		arena_clear(&scratch);
	}
	section_end();
}

/* ---- mixtures ---- */

/* A distribution of a few points; whole ones reach from 0 to 1. */
static struct distribution
draw_distribution(bool is_whole)
{
	size_t n = (size_t)draw_in(is_whole ? 2 : 1, 6);
	struct quantile *q = arena_array(&scratch, struct quantile, n);
	int64_t t = draw_in(0, 1000), p = is_whole ? 0 : draw_in(0, 500);

	for (size_t i = 0; i < n; i++) {
		q[i].p = part(p, 1000);
		q[i].t = part(t, 1000);
		p += draw_in(1,
		    (1000 - p) / (int64_t)(n - i) > 1
			? (1000 - p) / (int64_t)(n - i)
			: 1);
		t += one_in(4) ? 0 : draw_in(0, 2000);
	}
	if (is_whole)
		q[n - 1].p = rat_int(1);
	return (struct distribution){ q, n };
}

static struct mixture
draw_mixture(bool is_whole)
{
	return (struct mixture){ draw_distribution(is_whole),
		draw_distribution(is_whole), part(draw_in(0, 20), 20) };
}

/* A time drawn from the quantile function. */
static double
draw_time(const struct distribution *d)
{
	double u = draw_part(), p0, p1, t0, t1;
	size_t i = 0;

	while (i < d->n && rat_to_double(d->point[i].p) < u)
		i++;
	if (i == 0 || i == d->n)
		return rat_to_double(d->point[i ? i - 1 : 0].t);
	p0 = rat_to_double(d->point[i - 1].p);
	p1 = rat_to_double(d->point[i].p);
	t0 = rat_to_double(d->point[i - 1].t);
	t1 = rat_to_double(d->point[i].t);
	return t0 + (t1 - t0) * (u - p0) / (p1 - p0);
}

static int
compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* The drawn percentile a little below and above holds the computed one. */
static void
test_mixture(void)
{
	static double drawn[ANSWERS];
	static const int64_t percent[] = { 50, 95, 99 };
	const double slack = 4 * 0.5 / sqrt((double)ANSWERS);

	section("mixtures: percentiles are those of drawn answers", 21);
	for (int i = 0; i < 40; i++) {
		struct mixture m = draw_mixture(one_in(2));
		double share = rat_to_double(m.share);

		for (size_t k = 0; k < ANSWERS; k++)
			drawn[k] =
			    draw_time(draw_part() < share ? &m.cold : &m.warm);
		qsort(drawn, ANSWERS, sizeof(*drawn), compare_doubles);
		for (size_t k = 0; k < countof(percent); k++) {
			double p = (double)percent[k] / 100;
			double lo = (p - slack) * (double)ANSWERS;
			double hi = (p + slack) * (double)ANSWERS;
			enum known known;
			double t = rat_to_double(mixture_at(
			    &scratch, &m, part(percent[k], 100), &known));

			if (known != KNOWN)
				continue;

			if (hi > (double)ANSWERS - 1)
				hi = (double)ANSWERS - 1;
			expect(drawn[(size_t)lo] <= t + 1e-9 &&
				t <= drawn[(size_t)hi] + 1e-9,
			    "mixture %d: p%d is %g, drawn %g to %g", i,
			    (int)percent[k], t, drawn[(size_t)lo],
			    drawn[(size_t)hi]);
		}
	}
	section_end();
}

static void
test_mixture_order(void)
{
	section("mixtures: ascending, and between their parts", 22);
	for (int i = 0; i < DRAWS(4000); i++) {
		struct mixture m = draw_mixture(one_in(2));
		struct rat t = rat_int(0), w, c;

		for (int64_t p = 50; p < 1000; p += 47) {
			enum known known;
			struct rat next =
			    mixture_at(&scratch, &m, part(p, 1000), &known);

			if (known != KNOWN)
				continue;
			w = distribution_at(&scratch, &m.warm, part(p, 1000));
			c = distribution_at(&scratch, &m.cold, part(p, 1000));
			expect(!rat_lt(next, t), "ascending");
			expect(!rat_lt(next, rat_min(w, c)) &&
				!rat_lt(rat_max(w, c), next),
			    "between");
			if (rat_is_zero(m.share) && !rat_lt(t, w))
				expect(!rat_lt(w, next), "all warm");
			t = next;
		}
		arena_clear(&scratch);
	}
	section_end();
}

/* What is not known: a bound holds whatever lies beyond the points. */
static void
test_known(void)
{
	struct quantile w[] = { { part(1, 2), part(1, 10) },
		{ part(99, 100), part(3, 10) }, { rat_int(1), rat_int(9) } };
	struct quantile c[] = { { rat_int(0), rat_int(1) },
		{ rat_int(1), rat_int(3) } };
	struct mixture m = { { w, 2 }, { c, 2 }, rat_int(0) };
	enum known known;
	struct rat t;

	section("mixtures: how they are known", 23);
	t = mixture_at(&scratch, &m, part(99, 100), &known);
	expect(rat_eq(t, part(3, 10)) && known == KNOWN, "the highest point");
	t = mixture_at(&scratch, &m, part(999, 1000), &known);
	expect(rat_eq(t, part(3, 10)) && known == KNOWN_AT_LEAST, "above it");
	t = mixture_at(&scratch, &m, part(1, 2), &known);
	expect(rat_eq(t, part(1, 10)) && known == KNOWN, "the lowest point");
	t = mixture_at(&scratch, &m, part(49, 100), &known);
	expect(rat_eq(t, part(1, 10)) && known == KNOWN_AT_MOST, "below it");
	m.share = part(1, 20);
	t = mixture_at(&scratch, &m, part(95, 100), &known);
	expect(rat_eq(t, part(3, 10)) && known == KNOWN_AT_LEAST,
	    "cold ones after all warm ones: the end of those");
	m.warm.n = 3;
	t = mixture_at(&scratch, &m, part(99, 100), &known);
	expect(rat_lt(part(3, 10), t) && known == KNOWN, "with a maximum");
	m.share = rat_int(1);
	t = mixture_at(&scratch, &m, part(95, 100), &known);
	expect(rat_eq(t, part(29, 10)) && known == KNOWN, "all cold");
	section_end();
}

/* What was measured of it: some of its points, with open ends or without. */
static struct distribution
measured(const struct distribution *d)
{
	size_t from = (size_t)draw_in(0, (int64_t)d->n - 1);
	size_t to = (size_t)draw_in((int64_t)from + 1, (int64_t)d->n);

	if (one_in(3))
		from = 0;
	if (one_in(3))
		to = d->n;
	return (struct distribution){ d->point + from, to - from };
}

/* The time of the whole is what is said of it by a part of its points. */
static void
expect_holds(const struct mixture *whole, const struct mixture *part_of)
{
	for (int64_t p = 10; p < 1000; p += 33) {
		enum known known, all;
		struct rat said =
		    mixture_at(&scratch, part_of, part(p, 1000), &known);
		struct rat t = mixture_at(&scratch, whole, part(p, 1000), &all);

		expect(all == KNOWN, "the whole is known");
		expect(known != KNOWN || rat_eq(t, said), "what is known");
		expect(known != KNOWN_AT_LEAST || !rat_lt(t, said),
		    "at least %g: %g", rat_to_double(said), rat_to_double(t));
		expect(known != KNOWN_AT_MOST || !rat_lt(said, t),
		    "at most %g: %g", rat_to_double(said), rat_to_double(t));
	}
}

static void
test_open(void)
{
	section("mixtures: bounds hold whatever lies beyond", 25);
	for (int i = 0; i < DRAWS(4000); i++) {
		struct distribution w = draw_distribution(true);
		struct distribution c = draw_distribution(true);
		struct mixture whole = { w, c, part(draw_in(0, 20), 20) };
		struct mixture m = whole;

		m.warm = measured(&w);
		m.cold = measured(&c);
		expect_holds(&whole, &m);
		/* The cold ones as what a start adds. */
		c = m.cold;
		expect(distribution_add(&scratch, &w, &whole.cold, &whole.cold),
		    "whole ones have a sum");
		if (distribution_add(&scratch, &m.warm, &c, &m.cold))
			expect_holds(&whole, &m);
		arena_clear(&scratch);
	}
	section_end();
}

static void
test_mean(void)
{
	section("distributions: means and sums", 24);
	for (int i = 0; i < DRAWS(400); i++) {
		struct distribution x = draw_distribution(true);
		struct distribution y = draw_distribution(true);
		struct distribution sum = { 0 };
		struct distribution late =
		    distribution_shift(&scratch, &x, rat_int(5));
		struct rat mx = { 0 }, my = { 0 }, ms = { 0 }, ml = { 0 };
		struct rat p = part(draw(1001), 1000);

		expect(distribution_add(&scratch, &x, &y, &sum) &&
			distribution_mean(&scratch, &x, &mx) &&
			distribution_mean(&scratch, &y, &my) &&
			distribution_mean(&scratch, &sum, &ms) &&
			distribution_mean(&scratch, &late, &ml),
		    "whole ones have means");
		expect(rat_eq(ms, rat_add(&scratch, mx, my)), "of a sum");
		expect(rat_eq(ml, rat_add(&scratch, mx, rat_int(5))),
		    "of a later one");
		expect(rat_eq(distribution_at(&scratch, &sum, p),
			   rat_add(&scratch, distribution_at(&scratch, &x, p),
			       distribution_at(&scratch, &y, p))),
		    "quantiles of a sum");
		x.n -= 1;
		expect(x.n == 0 || !distribution_mean(&scratch, &x, &mx),
		    "none without an end");
		arena_clear(&scratch);
	}
	section_end();
}

int
main(void)
{
	test_pool();
	test_formula();
	test_share_edges();
	test_share_order();
	test_mixture();
	test_mixture_order();
	test_known();
	test_open();
	test_mean();
	arena_clear(&scratch);
	return prop_end();
}

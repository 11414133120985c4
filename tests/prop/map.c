/*
 * map: winner maps against single bills.
 *
 * The options are those of a site with a package, net tiers, a volume price, a
 * credit and machines in steps, so that borders are many.  Each cell of a map
 * must have the winner that comparing the bills at that cell names; the cells
 * on both sides of each border are among those looked at.
 */
#include "cost/winner_map.h"
#include "prop.h"
#include "site/project.h"

#define ROWS 40
#define COLUMNS 60
#define MAX_OPTIONS 4

struct world {
	struct arena a, scratch;
	struct diag d;
	struct project p;
	struct guide *g;
	struct plan plan[MAX_OPTIONS];
	const struct plan *list[MAX_OPTIONS];
	size_t n;
	struct workload *w;
	struct winner_axes axes;
};

static void
open_world(struct world *w, enum free_tier free)
{
	struct project_options o = { .dir = "tests/site/acme" };
	struct market m;

	*w = (struct world){ 0 };
	w->d.arena = &w->a;
	expect(project_open(&w->p, &w->a, &w->d, &o) &&
		project_load_guides(&w->p, STR("acme")),
	    "the site is read");
	w->g = &w->p.page[0].guide;
	m = w->g->market;
	m.free = free;
	for (size_t i = 0; i < w->g->noption; i++) {
		if (!w->g->option[i].compare)
			continue;
		expect(plan_init(&w->plan[w->n], &w->a, &w->d, &w->g->option[i],
			   &w->p.terms, &m),
		    "option %zu is planned", i);
		w->list[w->n] = &w->plan[w->n];
		w->n++;
	}
	w->w = w->g->scenario[0].workload;
}

static struct rat
in_unit(struct world *w, size_t slot, int64_t n)
{
	return rat_mul(
	    &w->a, rat_int(n), w->p.terms.scope.var[slot].unit.scale);
}

/* The winner by comparing bills: the one listed first on a tie. */
static size_t
cheapest_bill(struct world *w, struct rat x, struct rat y)
{
	struct workload *at = workload_copy(&w->scratch, w->w);
	struct rat least = rat_int(0);
	size_t best = NO_OPTION;

	workload_set_value(at, w->axes.x, x);
	workload_set_value(at, w->axes.y, y);
	for (size_t i = 0; i < w->n; i++) {
		struct bill bill;

		bill_compute(&w->scratch, &w->plan[i], at, &bill);
		if (bill.faults.n ||
		    (best != NO_OPTION && !rat_lt(bill.total, least)))
			continue;
		best = i;
		least = bill.total;
	}
	return best;
}

static int
order(const void *px, const void *py)
{
	return rat_cmp(*(const struct rat *)px, *(const struct rat *)py);
}

/* Columns to look at: some drawn, and those around each border of the row. */
static size_t
columns(struct world *w, const struct winner_row *row, struct pwl_range r,
    struct rat *x)
{
	size_t n = 0;

	for (int i = 0; i < COLUMNS; i++)
		x[n++] = rat_add(&w->scratch, r.lo,
		    rat_mul(&w->scratch, r.step,
			rat_int(draw(rat_to_int(
			    rat_div(&w->scratch,
				rat_sub(&w->scratch, r.hi, r.lo), r.step),
			    1)))));
	for (size_t k = 1; k < row->n && n + 2 < COLUMNS * 4; k++) {
		x[n++] = rat_sub(&w->scratch, row->interval[k].from, r.step);
		x[n++] = row->interval[k].from;
	}
	qsort(x, n, sizeof(*x), order);
	return n;
}

static void
check_row(struct world *w, const struct winner_row *row, struct pwl_range r)
{
	struct rat x[COLUMNS * 4];
	size_t winner[COLUMNS * 4], n = columns(w, row, r, x);

	winner_map_at(row, x, n, winner);
	for (size_t i = 0; i < n; i++)
		expect(winner[i] == cheapest_bill(w, x[i], row->y),
		    "at %g, %g the map has option %zd", rat_to_double(x[i]),
		    rat_to_double(row->y), (ssize_t)winner[i]);
	arena_clear(&w->scratch);
}

static void
run(const char *name, enum free_tier free, const char *x, int64_t hi,
    const char *y, int64_t top, uint64_t seed)
{
	static struct world w;
	struct rat value[ROWS];
	struct winner_map map;
	struct pwl_range r;
	size_t borders = 0;

	section(name, seed);
	open_world(&w, free);
	w.axes.x = scope_find(&w.p.terms.scope, str_of(x));
	w.axes.y = scope_find(&w.p.terms.scope, str_of(y));
	r = pwl_range(&w.a, rat_int(0), in_unit(&w, w.axes.x, hi),
	    axis_step(&w.p.terms, w.axes.x));
	for (int i = 0; i < ROWS; i++)
		value[i] = in_unit(&w, w.axes.y, draw_in(1, top));
	winner_map_run(&map, r, w.list, w.n, w.w, w.axes, value, ROWS);
	expect(map.range.status == PWL_OK && map.nrow == ROWS, "the map is");
	for (size_t i = 0; i < map.nrow; i++) {
		check_row(&w, &map.row[i], r);
		borders += map.row[i].n;
	}
	expect(borders > ROWS, "only %zu intervals", borders);
	section_end();
	arena_clear(&w.a);
}

int
main(void)
{
	run("requests by duration", FREE_NONE, "requests", 3000000, "duration",
	    2000, 1);
	run("requests by duration, with the free tier", FREE_FIRST_YEAR,
	    "requests", 3000000, "duration", 2000, 2);
	run("duration by requests", FREE_FULL, "duration", 60000, "requests",
	    3000000, 3);
	return prop_end();
}

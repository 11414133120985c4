#include "cost/winner_map.h"

/* What outlives the contest of a row. */
static void
keep_row(struct arena *a, struct winner_row *row, const struct contest *c)
{
	row->n = c->ninterval;
	row->interval = arena_array(a, struct interval, c->ninterval + 1);
	for (size_t i = 0; i < c->ninterval; i++) {
		struct interval *v = &row->interval[i];

		*v = c->interval[i];
		v->from = rat_copy(a, v->from);
		v->to = rat_copy(a, v->to);
		v->total = rat_copy(a, v->total);
		v->margin = rat_copy(a, v->margin);
		v->total_to = rat_copy(a, v->total_to);
		v->margin_to = rat_copy(a, v->margin_to);
	}
}

/* Faults do not depend on x; that one option cannot be had in a row is what
 * its intervals say. */
static void
keep_faults(struct winner_map *m, struct arena *a, const struct contest *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct faults *f = &c->curve[i].faults;
		struct faults *kept;

		if (!f->n || m->faults[i])
			continue;
		kept = arena_new(a, struct faults);
		for (size_t k = 0; k < f->n; k++) {
			struct fault one = f->fault[k];

			one.text = str_copy(a, one.text);
			one.key = str_copy(a, one.key);
			fault_add(a, kept, one);
		}
		m->faults[i] = kept;
	}
}

void
winner_map_run(struct winner_map *m, struct pwl_range range,
    const struct plan *const *plan, size_t n, const struct workload *w,
    struct winner_axes axes, const struct rat *y, size_t ny)
{
	struct arena *a = range.arena, scratch = { 0 };
	struct workload *at = workload_copy(a, w);

	*m = (struct winner_map){ .range = range, .noption = n };
	m->row = arena_array(a, struct winner_row, ny + 1);
	m->faults = arena_array(a, const struct faults *, n + 1);
	for (size_t i = 0; i < ny && m->range.status == PWL_OK && !m->many;
	     i++) {
		struct pwl_range own = range;
		struct contest c;

		own.arena = &scratch;
		workload_set_value(at, axes.y, y[i]);
		contest_run(&c, own, plan, n, at, axes.x);
		m->range.status = c.range.status;
		m->culprit = c.culprit;
		m->culprit_option = c.culprit_option;
		if (c.ninterval > INTERVALS_MAX)
			m->many = c.ninterval;
		m->row[m->nrow].y = y[i];
		keep_row(a, &m->row[m->nrow++], &c);
		keep_faults(m, a, &c);
		arena_rewind(&scratch, (struct arena_mark){ 0 });
	}
	arena_clear(&scratch);
}

void
winner_map_at(
    const struct winner_row *row, const struct rat *x, size_t n, size_t *winner)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		while (
		    k + 1 < row->n && !rat_lt(x[i], row->interval[k + 1].from))
			k++;
		winner[i] = row->n ? row->interval[k].winner : NO_OPTION;
	}
}

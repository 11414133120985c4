#include "cost/crossing.h"

/* The steps of an axis: those it is billed in, or those of its values. */
static struct rat
steps_of(const struct terms *t, size_t axis, bool billed)
{
	struct str name = t->scope.var[axis].name;
	const struct term *term = catalog_term(t->catalog, name);
	const struct own *own = map_find(&t->own, name);

	if (term)
		return billed ? term->step : term->spacing;
	if (own)
		return billed ? own->step : own->spacing;
	return rat_int(0);
}

struct rat
axis_step(const struct terms *t, size_t axis)
{
	return steps_of(t, axis, true);
}

struct rat
axis_spacing(const struct terms *t, size_t axis)
{
	return steps_of(t, axis, false);
}

static void
hint_axis(struct diag *d, const struct terms *t, size_t axis)
{
	struct str name = t->scope.var[axis].name;

	if (rat_is_zero(axis_step(t, axis)))
		diag_hint(d, "ask for a shorter range, or give '%.*s' a step",
		    STR_ARG(name));
	else
		diag_hint(d, "ask for a shorter range");
}

bool
axis_report(struct diag *d, struct span at, const struct terms *t, size_t axis,
    enum pwl_status status, const struct option *o, const struct meter *meter)
{
	struct str name = t->scope.var[axis].name,
		   what = meter ? meter->id : STR("the total");

	if (status == PWL_TOO_MANY)
		diag_report(d, DIAG_BREAKPOINTS, at,
		    "the curve of '%.*s' over '%.*s' has more than %d breaks "
		    "in '%.*s'",
		    STR_ARG(o->id), STR_ARG(name), PWL_MAX, STR_ARG(what));
	else if (status == PWL_NOT_LINEAR)
		diag_report(d, DIAG_AXIS, at,
		    "'%.*s' of '%.*s' is not a straight line in '%.*s', and "
		    "that axis has no steps to go by",
		    STR_ARG(what), STR_ARG(o->id), STR_ARG(name));
	else
		diag_report(d, DIAG_RESULT, at,
		    "'%.*s' of '%.*s' divides by zero or is too large "
		    "somewhere on the axis",
		    STR_ARG(what), STR_ARG(o->id));
	if (status == PWL_TOO_MANY)
		hint_axis(d, t, axis);
	else if (status == PWL_NOT_LINEAR)
		diag_hint(d, "give '%.*s' a step", STR_ARG(name));
	if (meter && meter->at.src != at.src)
		diag_note(d, meter->at, "the meter is here");
	return false;
}

bool
axis_report_many(struct diag *d, struct span at, const struct terms *t,
    size_t axis, size_t ninterval)
{
	struct str name = t->scope.var[axis].name;

	diag_report(d, DIAG_BREAKPOINTS, at,
	    "the cheapest option changes %zu times along '%.*s': more than %d "
	    "intervals cannot be shown",
	    ninterval - 1, STR_ARG(name), INTERVALS_MAX);
	hint_axis(d, t, axis);
	return false;
}

/* A line per option on a stretch where all are straight. */
struct stretch {
	struct rat x; /* where it starts */
	bool after;
	struct rat end; /* where the next one starts; hi for the last */
	bool last;
	struct rat *base, *slope; /* by option, at `x` */
	struct rat *to;		  /* by option, at `end` */
	bool *valid;
};

/* Whether an option costs what the winner of the current interval does. */
struct evenness {
	bool so_far; /* ever since the interval started */
	bool last;   /* where it was looked at last */
	bool part;   /* at more than a single point */
};

struct finder {
	struct contest *c;
	struct arena *a;
	size_t *cost_piece, *valid_piece; /* by option: the current piece */
	struct stretch s;
	size_t winner;
	struct evenness *even; /* by option */
};

static bool
on_grid(const struct contest *c)
{
	return !rat_is_zero(c->range.step);
}

static struct rat
line_at(struct finder *f, size_t i, struct rat x)
{
	return pwl_line_at(f->a, f->s.base[i], f->s.slope[i], f->s.x, x);
}

/* The cheapest option at x; just after x where `after`.  The one listed first
 * wins a tie. */
static size_t
cheapest(struct finder *f, struct rat x, bool after, size_t except)
{
	size_t best = NO_OPTION;

	for (size_t i = 0; i < f->c->n; i++) {
		int c;

		if (!f->s.valid[i] || i == except)
			continue;
		if (best == NO_OPTION) {
			best = i;
			continue;
		}
		c = rat_cmp(line_at(f, i, x), line_at(f, best, x));
		if (c == 0 && after)
			c = rat_cmp(f->s.slope[i], f->s.slope[best]);
		if (c < 0)
			best = i;
	}
	return best;
}

/* Compares the options with the winner between two points of the stretch. */
static void
note_even(struct finder *f, struct rat x, struct rat to)
{
	bool point = rat_eq(x, to);
	size_t w = f->winner;

	for (size_t i = 0; w != NO_OPTION && i < f->c->n; i++) {
		struct evenness *e = &f->even[i];
		bool same = i != w && f->s.valid[i] &&
		    (point ? rat_eq(line_at(f, i, x), line_at(f, w, x))
			   : rat_eq(f->s.base[i], f->s.base[w]) &&
				rat_eq(f->s.slope[i], f->s.slope[w]));

		e->part |= same && (!point || e->last);
		e->so_far &= same;
		e->last = same;
	}
}

/* The option listed first that is even with the winner throughout, else one
 * that is so in part. */
static void
set_even(struct finder *f, struct interval *v)
{
	for (size_t i = f->c->n; i-- > 0;)
		if (f->even[i].part)
			v->even = i;
	for (size_t i = f->c->n; i-- > 0;)
		if (f->even[i].so_far) {
			v->even = i;
			v->throughout = true;
		}
}

/* The costs at the end of an interval, and the next cheapest of the options
 * that are valid there: by the lines of its last stretch, for where a cost
 * jumps the end is that of the next interval. */
static void
set_end(struct finder *f, const struct stretch *s, struct interval *v)
{
	size_t w = v->winner;

	v->total_to = pwl_line_at(f->a, s->base[w], s->slope[w], s->x, v->to);
	for (size_t i = 0; i < f->c->n; i++) {
		struct rat margin;

		if (i == w || !s->valid[i])
			continue;
		margin = rat_sub(f->a,
		    pwl_line_at(f->a, s->base[i], s->slope[i], s->x, v->to),
		    v->total_to);
		if (v->runner_up_to != NO_OPTION &&
		    !rat_lt(margin, v->margin_to))
			continue;
		v->runner_up_to = i;
		v->margin_to = margin;
	}
}

/* Ends the current interval within a stretch. */
static void
close_interval(struct finder *f, const struct stretch *s, struct rat to)
{
	struct interval *v;

	if (!f->c->ninterval)
		return;
	v = &f->c->interval[f->c->ninterval - 1];
	v->to = to;
	if (v->winner == NO_OPTION)
		return;
	set_end(f, s, v);
	set_even(f, v);
}

static void
open_interval(struct finder *f, struct rat x, bool after, size_t winner)
{
	struct interval v = { .from = x, .to = x, .winner = winner };

	v.runner_up = v.runner_up_to = v.even = NO_OPTION;
	if (winner != NO_OPTION) {
		v.total = line_at(f, winner, x);
		v.runner_up = cheapest(f, x, after, winner);
	}
	if (v.runner_up != NO_OPTION) {
		v.margin = rat_sub(f->a, line_at(f, v.runner_up, x), v.total);
		v.tie = rat_is_zero(v.margin);
	}
	arena_push(f->a, f->c->interval, f->c->ninterval, f->c->capinterval, v);
	f->winner = winner;
	for (size_t i = 0; i < f->c->n; i++)
		f->even[i] = (struct evenness){ .so_far = true };
}

/* The last point of an interval that ends where the next starts at `x`. */
static struct rat
end_before(struct finder *f, struct rat x)
{
	return on_grid(f->c) ? rat_sub(f->a, x, f->c->range.step) : x;
}

/* The old winner's last stretch is `s`. */
static void
change(struct finder *f, const struct stretch *s, struct rat x, bool after,
    struct rat at, enum border kind, size_t winner)
{
	struct crossing k = { .at = at,
		.first = x,
		.has_first = on_grid(f->c),
		.from_option = f->winner,
		.to_option = winner,
		.kind = kind };

	close_interval(f, s, end_before(f, x));
	arena_push(f->a, f->c->crossing, f->c->ncrossing, f->c->capcrossing, k);
	open_interval(f, x, after, winner);
}

/*
 * Where option `i` takes over from the winner `w` within the stretch, seen
 * from `x`: the exact meeting point of the lines in `*at`.
 */
static bool
meets(struct finder *f, size_t w, size_t i, struct rat x, struct rat *at)
{
	struct rat d, m;

	if (!rat_lt(f->s.slope[i], f->s.slope[w]) ||
	    rat_lt(f->s.to[w], f->s.to[i]))
		return false;
	d = rat_sub(f->a, line_at(f, i, x), line_at(f, w, x));
	m = rat_sub(f->a, f->s.slope[i], f->s.slope[w]);
	*at = rat_sub(f->a, x, rat_div(f->a, d, m));
	return true;
}

/* The first point at or after which `i` is the winner instead of `w`. */
static struct rat
takeover(struct finder *f, size_t w, size_t i, struct rat at)
{
	struct rat step = f->c->range.step, x;

	if (!on_grid(f->c))
		return at;
	x = rat_ceil_to(f->a, at, step);
	/* At a tie the option listed first wins. */
	if (rat_eq(x, at) && i > w)
		x = rat_add(f->a, x, step);
	return x;
}

static bool
within(const struct finder *f, struct rat x)
{
	if (f->s.last)
		return !rat_lt(f->c->range.hi, x) &&
		    (on_grid(f->c) || rat_lt(x, f->c->range.hi));
	return rat_lt(x, f->s.end);
}

/* Follows the lower envelope through one stretch from `x` on. */
static void
follow(struct finder *f, struct rat x)
{
	while (f->winner != NO_OPTION) {
		struct rat best_x = rat_int(0), best_at = rat_int(0);
		bool found = false;
		size_t next;

		for (size_t i = 0; i < f->c->n; i++) {
			struct rat at, t;

			if (i == f->winner || !f->s.valid[i] ||
			    !meets(f, f->winner, i, x, &at))
				continue;
			t = takeover(f, f->winner, i, at);
			if (!rat_lt(x, t) || !within(f, t))
				continue;
			if (!found || rat_lt(t, best_x) ||
			    (rat_eq(t, best_x) && rat_lt(at, best_at))) {
				best_x = t;
				best_at = at;
				found = true;
			}
		}
		if (!found)
			break;
		next = cheapest(f, best_x, !on_grid(f->c), NO_OPTION);
		/* On a grid a third one may be there first. */
		if (!meets(f, f->winner, next, x, &best_at))
			break;
		note_even(f, x, end_before(f, best_x));
		x = best_x;
		change(f, &f->s, best_x, !on_grid(f->c), best_at, BORDER_CROSS,
		    next);
	}
	note_even(f, x, f->s.last ? f->c->range.hi : end_before(f, f->s.end));
}

/*
 * The exact place of a break of either option's curve at an edge, and that of
 * the last such break; where there is none, the edge itself.
 */
static struct rat
break_at(struct finder *f, const struct stretch *s, size_t a, size_t b,
    struct rat *last)
{
	size_t pair[2] = { a, b };
	struct rat first = s->x;
	bool any = false;

	*last = s->x;

	for (size_t k = 0; k < 2; k++) {
		const struct curve *c;
		const struct pwl *p[2];

		if (pair[k] == NO_OPTION)
			continue;
		c = &f->c->curve[pair[k]];
		p[0] = &c->cost;
		p[1] = &c->valid;
		for (size_t j = 0; j < 2; j++) {
			size_t i = j == 0 ? f->cost_piece[pair[k]]
					  : f->valid_piece[pair[k]];

			if (!rat_eq(p[j]->piece[i].x, s->x) ||
			    p[j]->piece[i].after != s->after)
				continue;
			*last = any ? rat_max(*last, p[j]->piece[i].at)
				    : p[j]->piece[i].at;
			first = any ? rat_min(first, p[j]->piece[i].at)
				    : p[j]->piece[i].at;
			any = true;
		}
	}
	return first;
}

/*
 * The winner changed between two stretches.  It is a crossing of lines where
 * the old lines, drawn on, or the new ones, drawn back, meet in between; else
 * a jump.
 */
static void
change_between(struct finder *f, const struct stretch *old, size_t winner)
{
	struct rat last, first = break_at(f, &f->s, f->winner, winner, &last);
	struct rat at = first;
	enum border kind = BORDER_JUMP;
	const struct stretch *side[2] = { old, &f->s };
	struct rat before = end_before(f, f->s.x);

	for (size_t k = 0; k < 2 && f->winner != NO_OPTION &&
	     winner != NO_OPTION && kind == BORDER_JUMP;
	     k++) {
		const struct stretch *s = side[k];
		struct rat m, d, t;

		if (!s->valid[winner] || !s->valid[f->winner])
			continue;
		m = rat_sub(f->a, s->slope[winner], s->slope[f->winner]);
		d = rat_sub(f->a, s->base[winner], s->base[f->winner]);
		if (rat_sign(m) >= 0)
			continue; /* the old one stays below, if it is */
		t = rat_sub(f->a, s->x, rat_div(f->a, d, m));
		if (rat_lt(t, before) || rat_lt(f->s.x, t))
			continue;
		/* Old lines end at the first break, new ones start at the
		 * last; and the last point still belongs to the old ones. */
		if (k == 0 ? rat_lt(first, t)
			   : rat_lt(t, last) ||
			    (on_grid(f->c) && rat_eq(t, before)))
			continue;
		at = t;
		kind = BORDER_CROSS;
	}
	change(f, old, f->s.x, f->s.after, at, kind, winner);
}

static void
load_stretch(struct finder *f)
{
	struct contest *c = f->c;

	for (size_t i = 0; i < c->n; i++) {
		const struct piece *p =
		    &c->curve[i].cost.piece[f->cost_piece[i]];
		const struct piece *v =
		    &c->curve[i].valid.piece[f->valid_piece[i]];

		f->s.valid[i] = !c->curve[i].faults.n && !rat_is_zero(v->base);
		f->s.slope[i] = p->slope;
		/* Else it goes on from the stretch before. */
		f->s.base[i] = rat_eq(p->x, f->s.x) ? p->base : f->s.to[i];
		f->s.to[i] =
		    pwl_line_at(f->a, p->base, p->slope, p->x, f->s.end);
	}
}

static const struct piece *
next_piece(const struct pwl *p, size_t i)
{
	return i + 1 < p->n ? &p->piece[i + 1] : NULL;
}

static const struct piece *
earlier(const struct piece *a, const struct piece *b)
{
	if (!a || !b)
		return a ? a : b;
	return pwl_before(b->x, b->after, a->x, a->after) ? b : a;
}

/* The edge at which the current stretch ends, or NULL for the last. */
static const struct piece *
next_edge(const struct finder *f)
{
	const struct piece *e = NULL;

	for (size_t i = 0; i < f->c->n; i++) {
		const struct curve *k = &f->c->curve[i];

		e = earlier(e, next_piece(&k->cost, f->cost_piece[i]));
		e = earlier(e, next_piece(&k->valid, f->valid_piece[i]));
	}
	return e;
}

static void
step_pieces(const struct pwl *p, size_t *i, struct rat x, bool after)
{
	const struct piece *n = next_piece(p, *i);

	if (n && !pwl_before(x, after, n->x, n->after))
		++*i;
}

static void
copy_stretch(struct finder *f, struct stretch *to)
{
	size_t n = f->c->n;
	struct stretch s = f->s;

	s.base = to->base;
	s.slope = to->slope;
	s.to = to->to;
	s.valid = to->valid;
	for (size_t i = 0; i < n; i++) {
		s.base[i] = f->s.base[i];
		s.slope[i] = f->s.slope[i];
		s.valid[i] = f->s.valid[i];
	}
	*to = s;
}

static void
make_stretch(struct stretch *s, struct arena *a, size_t n)
{
	s->base = arena_array(a, struct rat, n + 1);
	s->slope = arena_array(a, struct rat, n + 1);
	s->to = arena_array(a, struct rat, n + 1);
	s->valid = arena_array(a, bool, n + 1);
}

static void
find(struct finder *f)
{
	struct contest *c = f->c;
	struct stretch old;

	make_stretch(&f->s, f->a, c->n);
	make_stretch(&old, f->a, c->n);
	f->s.x = c->range.lo;
	for (;;) {
		const struct piece *e = next_edge(f);
		size_t winner;

		f->s.last = e == NULL;
		f->s.end = e ? e->x : c->range.hi;
		load_stretch(f);
		winner = cheapest(f, f->s.x,
		    f->s.after || (!on_grid(c) && rat_lt(f->s.x, f->s.end)),
		    NO_OPTION);
		if (!c->ninterval)
			open_interval(f, f->s.x, f->s.after, winner);
		else if (winner != f->winner)
			change_between(f, &old, winner);
		follow(f, f->s.x);
		if (!e)
			break;
		copy_stretch(f, &old);
		f->s.x = e->x;
		f->s.after = e->after;
		for (size_t i = 0; i < c->n; i++) {
			step_pieces(&c->curve[i].cost, &f->cost_piece[i],
			    f->s.x, f->s.after);
			step_pieces(&c->curve[i].valid, &f->valid_piece[i],
			    f->s.x, f->s.after);
		}
	}
	close_interval(f, &f->s, c->range.hi);
}

void
contest_run(struct contest *c, struct pwl_range range,
    const struct plan *const *plan, size_t n, const struct workload *w,
    size_t axis)
{
	struct finder f = { .c = c, .a = range.arena };

	*c = (struct contest){ .range = range, .n = n };
	c->curve = arena_array(f.a, struct curve, n + 1);
	if (rat_lt(range.hi, range.lo))
		return; /* between two points of the grid */
	for (size_t i = 0; i < n; i++) {
		curve_compute(
		    &c->range, plan[i], w, axis, &c->curve[i], &c->culprit);
		c->culprit_option = i;
		if (c->range.status != PWL_OK)
			return;
	}
	f.even = arena_array(f.a, struct evenness, n + 1);
	f.cost_piece = arena_array(f.a, size_t, n + 1);
	f.valid_piece = arena_array(f.a, size_t, n + 1);
	find(&f);
}

const struct crossing *
contest_first(const struct contest *c, size_t *n)
{
	const struct crossing *first = NULL;

	*n = 0;
	for (size_t i = 0; i < c->ncrossing; i++) {
		const struct crossing *k = &c->crossing[i];

		if (k->from_option == NO_OPTION || k->to_option == NO_OPTION)
			continue;
		if (!first)
			first = k;
		++*n;
	}
	return first;
}

bool
interval_is_open(struct arena *a, const struct contest *c,
    const struct interval *v, bool end)
{
	return v->winner != NO_OPTION &&
	    !rat_eq(pwl_at(a, &c->curve[v->winner].cost, end ? v->to : v->from),
		end ? v->total_to : v->total);
}

bool
contest_even(const struct contest *c)
{
	bool even = c->ninterval > 0;

	for (size_t i = 0; i < c->ninterval; i++)
		even &= c->interval[i].throughout;
	return even;
}

struct str
interval_winner(
    struct arena *a, const struct interval *v, const struct plan *const *plan)
{
	struct str name = plan[v->winner]->option->name;

	if (v->even == NO_OPTION)
		return name;
	return str_printf(a, "%.*s (tie with %.*s%s)", STR_ARG(name),
	    STR_ARG(plan[v->even]->option->name),
	    v->throughout ? "" : " in part");
}

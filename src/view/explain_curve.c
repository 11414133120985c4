/* The straight lines that costs follow along an axis, and what meters make
 * their slopes. */
#include "num/format.h"
#include "view/explain_int.h"

/* A stretch of an axis on which a curve is a straight line. */
struct stretch {
	const struct piece *piece;
	struct rat from, to;
	struct rat shown; /* the point that values are shown of */
};

/* Whether a piece has begun just before x, or just after it. */
static bool
has_begun(const struct piece *p, struct rat x, bool after)
{
	return after ? !pwl_before(x, true, p->x, p->after) : rat_lt(p->x, x);
}

/* The stretch that a point of a grid is on; without a grid that just before
 * the point, or just after it. */
static struct stretch
stretch_at(struct explainer *e, const struct field *d, size_t option,
    struct rat x, bool after)
{
	const struct pwl *f = &d->contest.curve[option].cost;
	const struct pwl_range *r = &d->contest.range;
	bool grid = !rat_is_zero(r->step);
	struct stretch s;
	size_t i = 0;

	while (i + 1 < f->n && has_begun(&f->piece[i + 1], x, after || grid))
		i++;
	s.piece = &f->piece[i];
	s.shown = x;
	s.from = s.piece->x;
	s.to = i + 1 < f->n ? rat_sub(e->a, f->piece[i + 1].x, r->step) : r->hi;
	/* Without a grid an end may belong to another stretch. */
	if (!grid && !(rat_lt(s.from, x) && rat_lt(x, s.to)))
		s.shown =
		    rat_mul(e->a, rat_add(e->a, s.from, s.to), rat_frac(1, 2));
	return s;
}

/* Two points inside a stretch, the same where it is one point. */
static void
probe(struct explainer *e, const struct field *d, const struct stretch *s,
    struct rat *x)
{
	struct rat third;

	x[0] = s->from;
	x[1] = s->to;
	if (!rat_is_zero(d->contest.range.step))
		return;
	/* Without a grid the ends may belong to other stretches. */
	third = rat_mul(e->a, rat_sub(e->a, s->to, s->from), rat_frac(1, 3));
	x[0] = rat_add(e->a, s->from, third);
	x[1] = rat_sub(e->a, s->to, third);
}

/* Money per unit of the axis: "$0.0002 per request". */
static void
set_slope(struct explainer *e, struct node *step, const struct field *d,
    struct rat slope)
{
	struct rat n = rat_mul(e->a, slope, d->axis->unit.scale);
	struct str word = d->axis->unit_word;
	bool monthly = str_ends(word, STR("/month"));
	struct buf b = { 0 };

	if (monthly)
		word.n -= 6;
	if (!word.n)
		word = d->axis->name;
	format_price(&b, n, d->currency);
	buf_printf(&b, "%s per %.*s", monthly ? "" : " a month", STR_ARG(word));
	step_rate(e->a, step, n, buf_take(&b, e->a),
	    str_printf(e->a, monthly ? "%s/%.*s" : "%s/month/%.*s", d->currency,
		STR_ARG(word)));
}

/* What a meter adds to the slope of a stretch. */
static struct node *
meter_step(struct explainer *e, const struct field *d, const struct billed *b,
    struct rat slope)
{
	const struct line *l = b->l;
	const struct expr *quantity = l->meter->quantity;
	struct node *step = step_new(e->a, "line", line_name(e->a, l));

	set_slope(e, step, d, slope);
	if (rat_is_zero(slope))
		step_set(e->a, step, "about",
		    str_printf(e->a, "%.*s %s/month throughout",
			STR_ARG(exact_text(e->a, l->amount)), d->currency));
	step_set(e->a, step, "formula", line_formula(e->a, l));
	step_at(e->a, step, quantity->at);
	add_inputs(e, step, b, l->value, quantity);
	step_part(e->a, step, price_brief(e, l));
	return step;
}

/* The amount of a line in another bill of the option. */
static struct rat
amount_in(const struct bill *bill, const struct line *l)
{
	for (size_t i = 0; i < bill->nline; i++)
		if (bill->line[i].use == l->use &&
		    bill->line[i].meter == l->meter)
			return bill->line[i].amount;
	return rat_int(0);
}

static void
add_meters(struct explainer *e, struct node *step, const struct field *d,
    size_t option, const struct stretch *s)
{
	const struct plan *plan = d->plan[option];
	struct setup at = setup_at(e, s->shown);
	struct bill bill, end[2];
	struct rat x[2];

	probe(e, d, s, x);
	if (rat_eq(x[0], x[1]))
		return;
	for (size_t i = 0; i < 2; i++)
		bill_compute(e->a, plan, setup_at(e, x[i]).workload, &end[i]);
	bill_compute(e->a, plan, at.workload, &bill);
	for (size_t i = 0; i < bill.nline; i++) {
		const struct line *l = &bill.line[i];
		struct billed one = billed_line(plan, at.workload, &bill, l);
		struct rat more =
		    rat_sub(e->a, amount_in(&end[1], l), amount_in(&end[0], l));

		step_part(e->a, step,
		    meter_step(e, d, &one,
			rat_div(e->a, more, rat_sub(e->a, x[1], x[0]))));
	}
}

/* The straight line that an option's cost follows at a point. */
static void
add_curve(struct explainer *e, struct node *step, const struct field *d,
    size_t option, const struct stretch *s)
{
	struct node *curve =
	    step_new(e->a, "curve", e->g->option[d->option[option]].id);
	const struct unit *unit = &d->axis->unit;

	set_slope(e, curve, d, s->piece->slope);
	step_set(e->a, curve, "about",
	    str_printf(e->a, "the cost from %.*s to %.*s",
		STR_ARG(axis_text(e, d, s->from)),
		STR_ARG(axis_text(e, d, s->to))));
	step_set(e->a, curve, "values",
	    str_printf(e->a, "%.*s + %.*s \xC3\x97 (%.*s \xE2\x88\x92 %.*s)",
		STR_ARG(exact_text(e->a, s->piece->base)),
		STR_ARG(exact_text(
		    e->a, rat_mul(e->a, s->piece->slope, unit->scale))),
		STR_ARG(d->axis->name),
		STR_ARG(exact_text(e->a, qty_in(e->a, s->from, unit)))));
	add_meters(e, curve, d, option, s);
	step_part(e->a, step, curve);
}

/* The lines of an option on both sides of a border, once if it is one. */
void
add_curves(struct explainer *e, struct node *step, const struct field *d,
    size_t option, const struct rat *x)
{
	struct stretch before, after;

	if (option == NO_OPTION)
		return;
	before = stretch_at(e, d, option, x[0], false);
	after = stretch_at(e, d, option, x[1], true);
	add_curve(e, step, d, option, &before);
	if (before.piece != after.piece)
		add_curve(e, step, d, option, &after);
}

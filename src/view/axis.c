#include "view/axis.h"

#include <math.h>

#include "cost/crossing.h"

#define STEPS_SEEN 500 /* of an axis; more are less than a pixel wide */

static bool
load_input(struct block *b, struct fields *f, const char *key, struct axis *x)
{
	const struct node *n = field_get(f, key);
	struct setup s;

	x->slot = SIZE_MAX;
	if (!n || !node_text(b->d, n, &x->name))
		return false;
	x->at = n->at;
	if (!b->f->g->nscenario)
		return false;
	/* The scenario does not matter to what the name names. */
	s = setup_of(b->f, 0);
	if (!setup_free(b->f, &s, x->at, x->name, &x->slot))
		return false;
	x->var = &s.g->terms->scope.var[x->slot];
	x->step = axis_step(s.g->terms, x->slot);
	x->spacing = axis_spacing(s.g->terms, x->slot);
	return true;
}

static bool
load_range(struct block *b, struct fields *f, struct axis *x)
{
	const struct unit_env *env = &b->f->g->terms->scope.units;
	struct qty from, to;

	field_get(f, "from");
	field_get(f, "to");
	if (!f->ok || !field_qty(f, "from", env, &x->var->unit, &from) ||
	    !field_qty(f, "to", env, &x->var->unit, &to))
		return false;
	x->from = from.n;
	x->to = to.n;
	if (!rat_lt(from.n, to.n))
		return diag_report(
		    b->d, DIAG_RANGE, to.at, "'to' is not above 'from'");
	if (x->log && rat_sign(from.n) <= 0)
		return diag_report(b->d, DIAG_RANGE, from.at,
		    "a logarithmic axis starts above zero");
	return true;
}

bool
axis_load(struct block *b, struct fields *f, const char *key, struct axis *x)
{
	static const char *const scales[] = { "linear", "log" };
	size_t scale = 0;

	*x = (struct axis){ 0 };
	field_word(f, "scale", scales, countof(scales), &scale);
	x->log = scale == 1;
	if (!load_input(b, f, key, x)) {
		field_find(f, "from");
		field_find(f, "to");
		return f->ok = false;
	}
	return load_range(b, f, x) || (f->ok = false);
}

double
axis_value(struct block *b, const struct axis *x, struct rat n)
{
	return rat_to_double(qty_in(b->a, n, &x->var->unit));
}

/* A number of about four digits of `span`. */
static struct rat
few_digits(struct arena *a, double v, double span)
{
	int digits = (int)floor(log10(span)) - 3;
	struct rat step = rat_pow10(a, digits);

	return rat_mul(a, rat_int((int64_t)llround(v / pow(10, digits))), step);
}

static struct rat
point_on(struct block *b, const struct axis *x, double t, struct rat step)
{
	double lo = axis_value(b, x, x->from), hi = axis_value(b, x, x->to);
	double v = x->log ? lo * pow(hi / lo, t) : lo + t * (hi - lo);
	struct rat n = rat_mul(b->a, few_digits(b->a, v, x->log ? v : hi - lo),
	    x->var->unit.scale);

	if (!rat_is_zero(step))
		n = rat_floor_to(b->a, n, step);
	return rat_max(x->from, rat_min(x->to, n));
}

struct rat
axis_point(struct block *b, const struct axis *x, double t)
{
	return point_on(b, x, t, x->step);
}

struct rat
axis_between(struct block *b, const struct axis *x, double t)
{
	return point_on(b, x, t, x->spacing);
}

struct rat
axis_drawn(struct block *b, const struct axis *x)
{
	struct rat seen =
	    rat_div(b->a, rat_sub(b->a, x->to, x->from), rat_int(STEPS_SEEN));

	return rat_lt(seen, x->step) ? x->spacing : x->step;
}

struct str
axis_tick(void *ctx, struct arena *a, double value)
{
	struct buf b = { 0 };

	(void)ctx;
	if (value >= 1e6)
		buf_printf(&b, "%g M", value / 1e6);
	else if (value >= 1e3)
		buf_printf(&b, "%g k", value / 1e3);
	else
		buf_printf(&b, "%g", value);
	return buf_take(&b, a);
}

struct str
axis_head(struct block *b, struct str name)
{
	struct str option, service, input;
	size_t i;
	char *p;

	input = terms_name(b->f->g->terms, name);
	if (input.n)
		return input;
	if (str_is(name, "requests"))
		return STR("Requests per month");
	if (str_cut(name, '.', &option, &input)) {
		str_cut(input, '.', &service, &name);
		i = guide_option(b->f->g, option);
		input = axis_head(b, name);
		return str_cat(
		    b->a, input, STR(" of "), b->f->g->option[i].name);
	}
	p = str_cstr(b->a, name);
	if (p[0] >= 'a' && p[0] <= 'z')
		p[0] = (char)(p[0] - 'a' + 'A');
	for (size_t k = 0; k < name.n; k++)
		if (p[k] == '_')
			p[k] = ' ';
	return (struct str){ p, name.n };
}

/* "Requests per month" as "requests per month", but "CPU time" as it is. */
static struct str
within_sentence(struct arena *a, struct str head)
{
	if (head.n < 2 || head.p[0] < 'A' || head.p[0] > 'Z' ||
	    (head.p[1] >= 'A' && head.p[1] <= 'Z'))
		return head;
	return str_printf(
	    a, "%c%.*s", head.p[0] + 'a' - 'A', (int)head.n - 1, head.p + 1);
}

struct str
changes_text(struct block *b, const struct node *set, const struct setup *s)
{
	struct buf out = { 0 };

	for (size_t i = 0; set && i < set->n; i++) {
		struct str name = node_key(set, i), text = set->item[i]->text;
		struct str head = within_sentence(b->a, axis_head(b, name));
		size_t slot = scope_find(&s->g->terms->scope, name);

		if (str_is(name, "free_tier") || str_is(name, "region"))
			continue;
		if (slot != SIZE_MAX)
			text = workload_text(b->a, s->workload, slot);
		buf_printf(&out, "; %.*s: %.*s", STR_ARG(head), STR_ARG(text));
	}
	return buf_take(&out, b->a);
}

struct plot_axis
axis_plot(struct block *b, const struct axis *x)
{
	struct plot_axis p = { .lo = axis_value(b, x, x->from),
		.hi = axis_value(b, x, x->to),
		.log = x->log,
		.text = axis_tick };
	struct str head = axis_head(b, x->name);
	bool bare =
	    unit_is_count(&x->var->unit) || x->var->unit.dim[DIM_REQUEST];

	p.title = str_printf(b->a, "%c%.*s%s%.*s%s", head.p[0] | 0x20,
	    (int)head.n - 1, head.p + 1, bare ? "" : " [",
	    STR_ARG(bare ? STR("") : x->var->unit_word), bare ? "" : "]");
	return p;
}

/*
 * sweep: formulas along an axis against the same formulas point by point.
 *
 * Formulas are drawn over x and the functions they sweep to looked up at every
 * point of a grid, or, without one, at all breaks, between them and anywhere.
 */
#include <stdlib.h>

#include "expr/expr.h"
#include "prop.h"

#define LO (-12)
#define HI 12

struct sweep {
	struct arena a;
	struct scope scope;
	struct buf text;
	struct expr *e;
	struct pwl_range r;
	struct pwl f;
	struct rat step;
	int id;
};

static void put_number(struct buf *b, int depth, bool curved);

static void
put_constant(struct buf *b)
{
	int64_t n = draw_in(-10, 10);

	buf_printf(b, "(%lld", (long long)n);
	if (one_in(4))
		buf_printf(b, ".%lld", (long long)draw_in(1, 9));
	if (one_in(5))
		buf_printf(b, " / %lld", (long long)draw_in(2, 7));
	buf_puts(b, ")");
}

static void
put_pair(struct buf *b, const char *between, int depth, bool curved)
{
	buf_puts(b, "(");
	put_number(b, depth, curved);
	buf_puts(b, between);
	put_number(b, depth, curved);
	buf_puts(b, ")");
}

static void
put_truth(struct buf *b, int depth, bool curved)
{
	static const char *const order[] = { " < ", " <= ", " > ",
		" >= ", " == ", " != " };

	switch (depth > 0 ? draw(5) : 0) {
	case 1:
	case 2:
		buf_puts(b, "(");
		put_truth(b, depth - 1, curved);
		buf_puts(b, one_in(2) ? " and " : " or ");
		put_truth(b, depth - 1, curved);
		buf_puts(b, ")");
		break;
	case 3:
		buf_puts(b, "(not ");
		put_truth(b, depth - 1, curved);
		buf_puts(b, ")");
		break;
	default:
		put_pair(b, order[draw(6)], depth - 1, curved);
	}
}

static void
put_rounded(struct buf *b, int depth, bool curved)
{
	static const char *const step[] = { "", ", 2", ", 0.5", ", 3", ", 0.3",
		", 7" };

	buf_puts(b, one_in(2) ? "ceil(" : "floor(");
	put_number(b, depth, curved);
	buf_printf(b, "%s)", step[draw(6)]);
}

static void
put_if(struct buf *b, int depth, bool curved)
{
	buf_puts(b, "if(");
	put_truth(b, depth, curved);
	buf_puts(b, ", ");
	put_number(b, depth, curved);
	buf_puts(b, ", ");
	put_number(b, depth, curved);
	buf_puts(b, ")");
}

static void
put_number(struct buf *b, int depth, bool curved)
{
	if (depth <= 0) {
		if (one_in(3))
			put_constant(b);
		else
			buf_puts(b, "x");
		return;
	}
	switch (draw(10)) {
	case 0:
		put_pair(b, " + ", depth - 1, curved);
		break;
	case 1:
		put_pair(b, " - ", depth - 1, curved);
		break;
	case 2:
		buf_puts(b, one_in(2) ? "min" : "max");
		put_pair(b, ", ", depth - 1, curved);
		break;
	case 3:
	case 4:
		put_rounded(b, depth - 1, curved);
		break;
	case 5:
		put_if(b, depth - 1, curved);
		break;
	case 6:
		put_number(b, depth - 1, curved);
		buf_printf(b, " / %lld", (long long)draw_in(1, 5));
		break;
	case 7:
		if (curved) {
			put_pair(b, " * ", depth - 1, curved);
			break;
		}
		put_constant(b);
		buf_puts(b, " * ");
		put_number(b, depth - 1, curved);
		break;
	case 8:
		buf_puts(b, "-");
		put_number(b, 0, curved);
		break;
	default:
		put_number(b, 0, curved);
	}
}

/* The step of the grid; 0 for none. */
static struct rat
draw_step(void)
{
	static const int64_t step[][2] = { { 1, 1 }, { 1, 3 }, { 5, 2 },
		{ 2, 1 }, { 7, 10 } };
	const int64_t *s = step[draw(5)];

	return rat_frac(s[0], s[1]);
}

static bool
sweep_init(struct sweep *s, int id, bool grid, bool curved)
{
	struct var x = { .name = STR("x"), .kind = EXPR_QTY };
	struct span at = { 0 };
	struct diag d = { .arena = &s->a };
	struct pwl axis;

	*s = (struct sweep){ .id = id };
	x.unit = unit_one();
	d.arena = &s->a;
	scope_init(&s->scope, &s->a);
	scope_add(&s->scope, x);
	put_number(&s->text, (int)draw_in(1, 4), curved);
	s->e = expr_compile(&s->scope, &d, at, buf_view(&s->text));
	if (!expect(s->e != NULL, "'%s' is a formula", s->text.p))
		return false;
	s->step = grid ? draw_step() : rat_int(0);
	s->r = pwl_range(&s->a, rat_int(LO), rat_int(HI), s->step);
	axis = pwl_axis(&s->r);
	s->f = expr_sweep(&s->r, s->e, &axis);
	return expect(s->r.status == PWL_OK, "'%s': status %d", s->text.p,
	    (int)s->r.status);
}

static void
sweep_clear(struct sweep *s)
{
	buf_free(&s->text);
	arena_clear(&s->a);
}

static struct str
shown(struct sweep *s, struct rat x)
{
	struct buf b = { 0 };

	rat_print(&b, x);
	return buf_take(&b, &s->a);
}

static void
check_at(struct sweep *s, struct rat x)
{
	struct rat value[2] = { x };
	struct rat want = expr_eval(&s->a, s->e, value);
	struct rat got = pwl_at(&s->a, &s->f, x);

	if (rat_ok(want) && rat_eq(got, want)) {
		expect(true, " ");
		return;
	}
	expect(false, "'%s' at %.*s, step %.*s: %.*s, not %.*s", s->text.p,
	    STR_ARG(shown(s, x)), STR_ARG(shown(s, s->step)),
	    STR_ARG(shown(s, got)), STR_ARG(shown(s, want)));
}

static void
check_grid(struct sweep *s)
{
	for (struct rat x = s->r.lo; !rat_lt(s->r.hi, x);
	     x = rat_add(&s->a, x, s->step))
		check_at(s, x);
	for (size_t i = 0; i < s->f.n; i++)
		expect(!s->f.piece[i].after &&
			rat_is_int(rat_div(&s->a, s->f.piece[i].x, s->step)),
		    "'%s': piece %zu starts on the grid", s->text.p, i);
}

/* At every break, close to it on both sides, and in between. */
static void
check_line(struct sweep *s)
{
	struct rat little = rat_frac(1, 1000003);

	for (size_t i = 0; i < s->f.n; i++) {
		struct rat x = s->f.piece[i].x;
		struct rat y = i + 1 < s->f.n ? s->f.piece[i + 1].x : s->r.hi;

		check_at(s, x);
		if (rat_lt(s->r.lo, x))
			check_at(s, rat_sub(&s->a, x, little));
		if (rat_lt(x, s->r.hi))
			check_at(s, rat_add(&s->a, x, little));
		check_at(s, rat_div(&s->a, rat_add(&s->a, x, y), rat_int(2)));
	}
	for (int i = 0; i < 30; i++)
		check_at(s, rat_frac(draw_in(LO * 60, HI * 60), 60));
	check_at(s, s->r.hi);
}

static void
run(const char *name, int formulas, uint64_t seed, bool grid, bool curved)
{
	section(name, seed);
	for (int i = 0; i < DRAWS(formulas); i++) {
		struct sweep s = { 0 };

		if (sweep_init(&s, i, grid, curved)) {
			if (grid)
				check_grid(&s);
			else
				check_line(&s);
		}
		sweep_clear(&s);
	}
	section_end();
}

int
main(void)
{
	run("formulas on a grid", 60000, 21, true, false);
	run("formulas with products on a grid", 20000, 22, true, true);
	run("formulas without a grid", 40000, 23, false, false);
	return prop_end();
}

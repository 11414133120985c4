#include "expr/expr.h"

struct expr *
expr_const(struct arena *a, struct rat n, struct unit unit)
{
	struct expr *e = arena_new(a, struct expr);

	e->op = OP_NUMBER;
	e->n = n;
	e->unit = unit;
	return e;
}

struct expr *
expr_name(struct arena *a, const struct scope *s, size_t slot)
{
	struct expr *e = arena_new(a, struct expr);

	e->op = OP_NAME;
	e->kind = s->var[slot].kind;
	e->unit = s->var[slot].unit;
	e->word = s->var[slot].name;
	e->slot = slot;
	return e;
}

struct str
expr_text(const struct expr *e)
{
	if (!e->at.src)
		return e->word;
	return str_sub(e->at.src->text, e->at.from, e->at.to);
}

bool
expr_uses(const struct expr *e, size_t slot)
{
	if (e->op == OP_NAME && e->slot == slot)
		return true;
	for (size_t i = 0; i < e->narg; i++)
		if (expr_uses(e->arg[i], slot))
			return true;
	return false;
}

void
expr_mark(const struct expr *e, bool *uses)
{
	if (e->op == OP_NAME)
		uses[e->slot] = true;
	for (size_t i = 0; i < e->narg; i++)
		expr_mark(e->arg[i], uses);
}

bool
expr_has(const struct expr *e, const bool *have)
{
	if (e->op == OP_NAME && !(have && have[e->slot]))
		return false;
	for (size_t i = 0; i < e->narg; i++)
		if (!expr_has(e->arg[i], have))
			return false;
	return true;
}

static struct rat
truth(bool yes)
{
	return rat_int(yes);
}

static bool
compare(enum expr_op op, struct rat x, struct rat y)
{
	int c = rat_cmp(x, y);

	switch ((int)op) {
	case OP_LT:
		return c < 0;
	case OP_LE:
		return c <= 0;
	case OP_GT:
		return c > 0;
	case OP_GE:
		return c >= 0;
	case OP_EQ:
		return c == 0;
	default:
		return c != 0;
	}
}

static struct rat
fold(struct arena *a, const struct expr *e, const struct rat *value)
{
	struct rat best = expr_eval(a, e->arg[0], value);

	for (size_t i = 1; i < e->narg; i++) {
		struct rat x = expr_eval(a, e->arg[i], value);

		best = e->op == OP_MIN ? rat_min(best, x) : rat_max(best, x);
	}
	return best;
}

static struct rat
round_value(struct arena *a, const struct expr *e, const struct rat *value)
{
	struct rat x = expr_eval(a, e->arg[0], value);
	struct rat step = e->narg > 1 ? e->arg[1]->n : rat_int(1);

	return e->op == OP_CEIL ? rat_ceil_to(a, x, step)
				: rat_floor_to(a, x, step);
}

/* `and` and `or` do not look at what cannot matter. */
static struct rat
join(struct arena *a, const struct expr *e, const struct rat *value)
{
	struct rat x = expr_eval(a, e->arg[0], value);

	if (!rat_ok(x) || rat_is_zero(x) == (e->op == OP_AND))
		return x;
	return expr_eval(a, e->arg[1], value);
}

static struct rat
choose(struct arena *a, const struct expr *e, const struct rat *value)
{
	struct rat cond = expr_eval(a, e->arg[0], value);

	if (!rat_ok(cond))
		return cond;
	return expr_eval(a, e->arg[rat_is_zero(cond) ? 2 : 1], value);
}

struct rat
expr_eval(struct arena *a, const struct expr *e, const struct rat *value)
{
	struct rat x, y;

	switch (e->op) {
	case OP_NUMBER:
	case OP_WORD:
		return e->n;
	case OP_NAME:
		return value[e->slot];
	case OP_NEG:
		return rat_neg(a, expr_eval(a, e->arg[0], value));
	case OP_NOT:
		x = expr_eval(a, e->arg[0], value);
		return rat_ok(x) ? truth(rat_is_zero(x)) : x;
	case OP_AND:
	case OP_OR:
		return join(a, e, value);
	case OP_MIN:
	case OP_MAX:
		return fold(a, e, value);
	case OP_CEIL:
	case OP_FLOOR:
		return round_value(a, e, value);
	case OP_IF:
		return choose(a, e, value);
	case OP_ADD:
	case OP_SUB:
	case OP_MUL:
	case OP_DIV:
	case OP_LT:
	case OP_LE:
	case OP_GT:
	case OP_GE:
	case OP_EQ:
	case OP_NE:
		break;
	}
	x = expr_eval(a, e->arg[0], value);
	y = expr_eval(a, e->arg[1], value);
	switch ((int)e->op) {
	case OP_ADD:
		return rat_add(a, x, y);
	case OP_SUB:
		return rat_sub(a, x, y);
	case OP_MUL:
		return rat_mul(a, x, y);
	case OP_DIV:
		return rat_div(a, x, y);
	default:
		if (!rat_ok(x) || !rat_ok(y))
			return rat_ok(x) ? y : x;
		return truth(compare(e->op, x, y));
	}
}

const struct expr *
expr_fault(struct arena *a, const struct expr *e, const struct rat *value)
{
	for (size_t i = 0; i < e->narg; i++) {
		const struct expr *f = expr_fault(a, e->arg[i], value);

		if (f)
			return f;
	}
	return rat_ok(expr_eval(a, e, value)) ? NULL : e;
}

#include "expr/expr.h"

static struct pwl
sweep_fold(struct pwl_range *r, const struct expr *e, const struct pwl *value)
{
	struct pwl best = expr_sweep(r, e->arg[0], value);

	for (size_t i = 1; i < e->narg; i++) {
		struct pwl f = expr_sweep(r, e->arg[i], value);

		best =
		    e->op == OP_MIN ? pwl_min(r, best, f) : pwl_max(r, best, f);
	}
	return best;
}

/* A branch that is never taken over the range is not looked at: it may
 * divide by zero. */
static struct pwl
sweep_if(struct pwl_range *r, const struct expr *e, const struct pwl *value)
{
	struct pwl cond = expr_sweep(r, e->arg[0], value), f, g;

	if (pwl_is_const(&cond))
		return expr_sweep(
		    r, e->arg[pwl_is(&cond, rat_int(0)) ? 2 : 1], value);
	f = expr_sweep(r, e->arg[1], value);
	g = expr_sweep(r, e->arg[2], value);
	return pwl_select(r, cond, f, g);
}

static struct pwl
sweep_round(struct pwl_range *r, const struct expr *e, const struct pwl *value)
{
	struct pwl f = expr_sweep(r, e->arg[0], value);
	struct rat step = e->narg > 1 ? e->arg[1]->n : rat_int(1);

	return e->op == OP_CEIL ? pwl_ceil(r, f, step) : pwl_floor(r, f, step);
}

static enum pwl_order
order_of(enum expr_op op)
{
	switch ((int)op) {
	case OP_LT:
		return PWL_LT;
	case OP_LE:
		return PWL_LE;
	case OP_GT:
		return PWL_GT;
	case OP_GE:
		return PWL_GE;
	case OP_EQ:
		return PWL_EQ;
	default:
		return PWL_NE;
	}
}

static struct pwl
sweep_binary(struct pwl_range *r, const struct expr *e, const struct pwl *value)
{
	struct pwl f = expr_sweep(r, e->arg[0], value);
	struct pwl g = expr_sweep(r, e->arg[1], value);

	switch ((int)e->op) {
	case OP_ADD:
		return pwl_add(r, f, g);
	case OP_SUB:
		return pwl_sub(r, f, g);
	case OP_MUL:
	case OP_AND:
		return pwl_mul(r, f, g);
	case OP_DIV:
		return pwl_div(r, f, g);
	case OP_OR:
		return pwl_max(r, f, g);
	default:
		return pwl_compare(r, order_of(e->op), f, g);
	}
}

struct pwl
expr_sweep(struct pwl_range *r, const struct expr *e, const struct pwl *value)
{
	switch (e->op) {
	case OP_NUMBER:
	case OP_WORD:
		return pwl_const(r, e->n);
	case OP_NAME:
		return value[e->slot];
	case OP_NEG:
		return pwl_sub(r, pwl_const(r, rat_int(0)),
		    expr_sweep(r, e->arg[0], value));
	case OP_NOT:
		return pwl_sub(r, pwl_const(r, rat_int(1)),
		    expr_sweep(r, e->arg[0], value));
	case OP_MIN:
	case OP_MAX:
		return sweep_fold(r, e, value);
	case OP_CEIL:
	case OP_FLOOR:
		return sweep_round(r, e, value);
	case OP_IF:
		return sweep_if(r, e, value);
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
	case OP_AND:
	case OP_OR:
		break;
	}
	return sweep_binary(r, e, value);
}

#include "view/lever.h"

bool
lever_reaches(const struct lever *v, int k, struct rat x)
{
	return rat_sign(x) >= 0 &&
	    (k == LESS ? rat_lt(x, v->value) : rat_lt(v->value, x));
}

struct rat
lever_by_share(struct arena *a, const struct lever *v, int k, struct rat share)
{
	struct rat part = rat_mul(a, v->value, share);
	struct rat x =
	    k == LESS ? rat_sub(a, v->value, part) : rat_add(a, v->value, part);

	if (rat_is_zero(v->step))
		return x;
	return k == LESS ? rat_ceil_to(a, x, v->step)
			 : rat_floor_to(a, x, v->step);
}

/* Takes a value that is nearer than the best so far. */
static void
offer(const struct lever *v, int k, struct rat from, struct rat x,
    struct rat *best, bool *found)
{
	bool next = k == LESS ? rat_lt(x, from) : rat_lt(from, x);

	if (!next || !lever_reaches(v, k, x) || rat_is_zero(x) ||
	    (*found && !(k == LESS ? rat_lt(*best, x) : rat_lt(x, *best))))
		return;
	*best = x;
	*found = true;
}

bool
lever_next(struct arena *a, const struct lever *v, int k, struct rat from,
    struct rat *out)
{
	bool found = false;

	/* A share of nothing is nothing. */
	if (rat_is_zero(v->value))
		return false;
	if (!rat_is_zero(v->step))
		offer(v, k, from,
		    k == LESS ? rat_sub(a, from, v->step)
			      : rat_add(a, from, v->step),
		    out, &found);
	for (size_t i = 0; v->service && i < v->service->nlimit; i++) {
		const struct limit *m = &v->service->limit[i];

		if (!m->of || !str_eq(expr_text(m->of), v->var->name))
			continue;
		for (size_t n = 0; n < m->nvalue; n++)
			offer(v, k, from, m->value[n].n, out, &found);
		if (m->has_min)
			offer(v, k, from, m->min.n, out, &found);
		if (m->has_max)
			offer(v, k, from, m->max.n, out, &found);
		if (!rat_is_zero(m->step))
			offer(v, k, from,
			    k == LESS ? rat_sub(a, from, m->step)
				      : rat_add(a, from, m->step),
			    out, &found);
	}
	return found;
}

#include "decide/latency.h"

#include <stdlib.h>

struct rat
distribution_at(struct arena *a, const struct distribution *d, struct rat p)
{
	const struct quantile *q = d->point;
	size_t i = 0;
	struct rat part;

	while (i < d->n && rat_lt(q[i].p, p))
		i++;
	if (i == 0 || i == d->n)
		return q[i ? i - 1 : 0].t;
	part = rat_div(
	    a, rat_sub(a, p, q[i - 1].p), rat_sub(a, q[i].p, q[i - 1].p));
	return rat_add(
	    a, q[i - 1].t, rat_mul(a, part, rat_sub(a, q[i].t, q[i - 1].t)));
}

struct distribution
distribution_shift(struct arena *a, const struct distribution *d, struct rat by)
{
	struct quantile *q = arena_array(a, struct quantile, d->n);

	for (size_t i = 0; i < d->n; i++) {
		q[i].p = d->point[i].p;
		q[i].t = rat_add(a, d->point[i].t, by);
	}
	return (struct distribution){ q, d->n };
}

bool
distribution_add(struct arena *a, const struct distribution *x,
    const struct distribution *y, struct distribution *out)
{
	struct quantile *q = arena_array(a, struct quantile, x->n + y->n);
	struct rat lo = rat_max(x->point[0].p, y->point[0].p);
	struct rat hi = rat_min(x->point[x->n - 1].p, y->point[y->n - 1].p);
	size_t i = 0, k = 0, n = 0;

	while (i < x->n || k < y->n) {
		int order = i == x->n ? 1
		    : k == y->n	      ? -1
				      : rat_cmp(x->point[i].p, y->point[k].p);
		struct rat p = order > 0 ? y->point[k].p : x->point[i].p;

		i += order <= 0;
		k += order >= 0;
		if (rat_lt(p, lo) || rat_lt(hi, p))
			continue;
		q[n].p = p;
		q[n++].t = rat_add(
		    a, distribution_at(a, x, p), distribution_at(a, y, p));
	}
	*out = (struct distribution){ q, n };
	return n > 0;
}

bool
distribution_mean(
    struct arena *a, const struct distribution *d, struct rat *out)
{
	const struct quantile *q = d->point;
	struct rat sum = rat_int(0);

	if (!rat_is_zero(q[0].p) || !rat_eq(q[d->n - 1].p, rat_int(1)))
		return false;
	for (size_t i = 1; i < d->n; i++)
		sum = rat_add(a, sum,
		    rat_mul(a, rat_sub(a, q[i].p, q[i - 1].p),
			rat_add(a, q[i].t, q[i - 1].t)));
	*out = rat_div(a, sum, rat_int(2));
	return true;
}

/* The part of all that takes less than `t` (or: at most `t`). */
static struct rat
part_below(
    struct arena *a, const struct distribution *d, struct rat t, bool or_at)
{
	const struct quantile *q = d->point;
	size_t i = 0;
	struct rat part;

	while (i < d->n && (rat_lt(q[i].t, t) || (or_at && rat_eq(q[i].t, t))))
		i++;
	if (i == 0)
		return rat_int(0);
	if (i == d->n)
		return rat_int(1);
	/* Point i is the first that is not below: t is at or before it. */
	part = rat_div(
	    a, rat_sub(a, t, q[i - 1].t), rat_sub(a, q[i].t, q[i - 1].t));
	return rat_add(
	    a, q[i - 1].p, rat_mul(a, part, rat_sub(a, q[i].p, q[i - 1].p)));
}

static struct rat
mixed(
    struct arena *a, const struct mixture *m, struct rat warm, struct rat cold)
{
	return rat_add(a, warm, rat_mul(a, m->share, rat_sub(a, cold, warm)));
}

static struct rat
mixture_below(
    struct arena *a, const struct mixture *m, struct rat t, bool or_at)
{
	return mixed(a, m, part_below(a, &m->warm, t, or_at),
	    part_below(a, &m->cold, t, or_at));
}

static int
compare_times(const void *a, const void *b)
{
	return rat_cmp(*(const struct rat *)a, *(const struct rat *)b);
}

/* The times of the points of what there is of both, ascending. */
static struct rat *
mixture_times(struct arena *a, const struct mixture *m, size_t *n)
{
	struct rat *t = arena_array(a, struct rat, m->warm.n + m->cold.n);

	*n = 0;
	for (size_t i = 0; i < m->warm.n; i++)
		if (rat_lt(m->share, rat_int(1)))
			t[(*n)++] = m->warm.point[i].t;
	for (size_t i = 0; i < m->cold.n; i++)
		if (!rat_is_zero(m->share))
			t[(*n)++] = m->cold.point[i].t;
	qsort(t, *n, sizeof(*t), compare_times);
	return t;
}

/* What is surely answered within `t`: without what is above the points. */
static struct rat
surely_within(struct arena *a, const struct distribution *d, struct rat t)
{
	return rat_min(part_below(a, d, t, true), d->point[d->n - 1].p);
}

/* What may be answered sooner than `t`: with all that is below the points. */
static struct rat
perhaps_before(struct arena *a, const struct distribution *d, struct rat t)
{
	return rat_max(part_below(a, d, t, false), d->point[0].p);
}

static enum known
how_known(struct arena *a, const struct mixture *m, struct rat p, struct rat t)
{
	bool cold = !rat_is_zero(m->share);
	bool warm = rat_lt(m->share, rat_int(1));
	struct rat sure =
	    mixed(a, m, warm ? surely_within(a, &m->warm, t) : rat_int(0),
		cold ? surely_within(a, &m->cold, t) : rat_int(0));
	struct rat before =
	    mixed(a, m, warm ? perhaps_before(a, &m->warm, t) : rat_int(0),
		cold ? perhaps_before(a, &m->cold, t) : rat_int(0));

	if (rat_lt(sure, p))
		return rat_lt(p, before) ? KNOWN_NOT : KNOWN_AT_LEAST;
	return rat_lt(p, before) ? KNOWN_AT_MOST : KNOWN;
}

/* What is below the points takes no time at all. */
static struct distribution
from_zero(struct arena *a, const struct distribution *d)
{
	struct quantile *q = arena_array(a, struct quantile, d->n + 2);

	q[1].p = d->n ? d->point[0].p : rat_int(0);
	for (size_t i = 0; i < d->n; i++)
		q[i + 2] = d->point[i];
	return (struct distribution){ q, d->n + 2 };
}

static struct rat
quantile_of(struct arena *a, const struct mixture *m, struct rat p)
{
	size_t n, i = 0;
	struct rat *t = mixture_times(a, m, &n), at, below, before, part;

	while (i + 1 < n && rat_lt(mixture_below(a, m, t[i], true), p))
		i++;
	at = t[i];
	below = mixture_below(a, m, at, false);
	/* Between the points i - 1 and i; else in the jump at i. */
	if (i > 0 && rat_lt(p, below)) {
		before = mixture_below(a, m, t[i - 1], true);
		part = rat_div(
		    a, rat_sub(a, p, before), rat_sub(a, below, before));
		at = rat_add(
		    a, t[i - 1], rat_mul(a, part, rat_sub(a, at, t[i - 1])));
	}
	return at;
}

struct rat
mixture_at(
    struct arena *a, const struct mixture *m, struct rat p, enum known *known)
{
	struct rat t = quantile_of(a, m, p);
	struct mixture least = { .share = m->share };

	*known = how_known(a, m, p, t);
	if (*known != KNOWN_NOT)
		return t;
	/* Neither the least nor the most: the least it can be is. */
	least.warm = from_zero(a, &m->warm);
	least.cold = from_zero(a, &m->cold);
	t = quantile_of(a, &least, p);
	if (rat_sign(t) > 0)
		*known = KNOWN_AT_LEAST;
	return t;
}

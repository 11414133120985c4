#include "diff/model.h"

#include <stdlib.h>

const char *
fact_name(enum fact_kind k)
{
	static const char *const name[] = { [FACT_PRICE] = "price",
		[FACT_TIER] = "tier",
		[FACT_MODEL] = "price model",
		[FACT_QUANTITY] = "quantity",
		[FACT_FREE] = "free allowance",
		[FACT_LIMIT] = "limit" };

	return name[k];
}

bool
amount_same(const struct amount *x, const struct amount *y)
{
	if (x->has_value != y->has_value)
		return false;
	if (!x->has_value)
		return str_eq(x->display, y->display);
	return str_eq(x->unit, y->unit) && rat_eq(x->base, y->base);
}

const struct named *
names_find(const struct names *l, struct str id)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->item[i].id, id))
			return &l->item[i];
	return NULL;
}

void
names_add(struct arena *a, struct names *l, struct str id, struct str name)
{
	struct named one = { id, name };

	if (!names_find(l, id))
		arena_push(a, l->item, l->n, l->cap, one);
}

static int
compare_shown(const void *pa, const void *pb)
{
	const struct shown *a = pa, *b = pb;

	return str_cmp(a->id, b->id);
}

void
guide_model_index(struct arena *a, struct guide_model *g)
{
	if (g->nshown)
		qsort(g->shown, g->nshown, sizeof(*g->shown), compare_shown);
	for (size_t i = 0; i < g->nshown; i++)
		map_put(&g->by_id, a, g->shown[i].id, &g->shown[i]);
}

void
model_index(struct arena *a, struct model *m)
{
	for (size_t i = 0; i < m->nguide; i++)
		map_put(&m->guides, a, m->guide[i].id, &m->guide[i]);
}

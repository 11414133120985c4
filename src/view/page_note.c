#include "num/format.h"
#include "view/page_int.h"

static struct str
hours_text(struct arena *a, const struct market *m)
{
	struct buf b = { 0 };

	format_number(&b, rat_div(a, m->month, rat_int(3600)));
	return buf_take(&b, a);
}

struct str
market_note(struct arena *a, const struct market *m)
{
	return str_printf(a,
	    "Prices of region %.*s, free tier: %s, a month of %.*s hours, "
	    "unless a caption says otherwise.",
	    STR_ARG(market_where(a, m, "=", ", ")), free_tier_name(m->free),
	    STR_ARG(hours_text(a, m)));
}

struct str
rounding_note(void)
{
	return STR("Every figure is computed exactly from the prices and "
		   "limits listed below, and rounded once, for print, half up: "
		   "money to two decimals from 1 upwards, to two significant "
		   "digits below. Ratios and differences are taken of the "
		   "amounts as printed. KB, MB and GB are powers of 1024 "
		   "unless they are called decimal.");
}

static bool
same_source(const struct citation *x, const struct citation *y)
{
	return x == y ||
	    (str_eq(x->url, y->url) && str_eq(x->retrieved, y->retrieved));
}

static void
add_source(struct compiler *c, const struct citation *one)
{
	struct page_model *m = c->m;

	for (size_t i = 0; i < m->nsource; i++)
		if (same_source(m->source[i], one))
			return;
	arena_push(c->a, m->source, m->nsource, m->capsource, one);
}

void
collect_sources(struct compiler *c)
{
	const struct map *all = &c->m->figures.by_id;

	for (size_t i = 0; i < all->n; i++) {
		const struct figure *fig = all->entry[i].value;

		for (size_t k = 0; fig->shown && k < fig->nsource; k++)
			add_source(c, fig->source[k]);
	}
}

struct str
page_notes(struct compiler *c, struct str prefix)
{
	struct buf b = { 0 };

	buf_reserve(&b, PAGE_SIZE / 2);
	figure_notes(&b, &c->m->figures, prefix);
	return buf_take(&b, c->a);
}

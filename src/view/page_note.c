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
		   "to the cent from $1 upwards, to two significant digits "
		   "below. Ratios and differences are taken of the amounts as "
		   "printed. KB, MB and GB are powers of 1024.");
}

const struct citation **
collect_sources(struct compiler *c, size_t *n)
{
	const struct citation **all = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < c->m->figures.by_id.n; i++) {
		const struct figure *fig = c->m->figures.by_id.entry[i].value;

		for (size_t k = 0; fig->shown && k < fig->nsource; k++) {
			bool known = false;

			for (size_t s = 0; s < *n; s++)
				known |=
				    str_eq(all[s]->url, fig->source[k]->url) &&
				    str_eq(all[s]->retrieved,
					fig->source[k]->retrieved);
			if (!known)
				arena_push(c->a, all, *n, cap, fig->source[k]);
		}
	}
	return all;
}

struct str
page_notes(struct compiler *c, struct str prefix)
{
	struct buf b = { 0 };

	buf_reserve(&b, PAGE_SIZE / 2);
	figure_notes(&b, &c->m->figures, prefix);
	return buf_take(&b, c->a);
}

/* Figures as JSON; written without a tree, for a page has hundreds. */
#include <stdlib.h>

#include "data/json.h"
#include "view/figure_int.h"

static void
put_text(struct buf *out, const char *key, struct str text, int level)
{
	json_key(out, key, level);
	json_string(out, text);
}

static void
put_operands(
    struct buf *out, struct arena *a, const struct figure *fig, int level)
{
	struct json_pair *p =
	    arena_array(a, struct json_pair, fig->noperand + 1);

	for (size_t i = 0; i < fig->noperand; i++) {
		p[i].key = fig->operand[i].name;
		p[i].value = fig->operand[i].text;
	}
	json_key(out, "values", level);
	json_pairs(out, p, fig->noperand, level + 1);
}

/* The bracket and line end of a list before its item `i`, or its end. */
static void
put_item(struct buf *out, size_t i, size_t n, int level)
{
	if (i == 0)
		buf_putc(out, '[');
	else if (i < n)
		buf_putc(out, ',');
	if (n)
		json_newline(out, i < n ? level + 1 : level);
	if (i == n)
		buf_putc(out, ']');
}

static void
put_prices(
    struct buf *out, struct arena *a, const struct figure *fig, int level)
{
	json_key(out, "prices", level);
	for (size_t i = 0; i < fig->nprice; i++) {
		struct json_pair p[] = { { .key = STR("key"),
					     .value = fig->price[i] },
			{ .key = STR("at"),
			    .value = span_named(a, fig->price_at[i]) } };

		put_item(out, i, fig->nprice, level + 1);
		json_pairs(out, p, countof(p), level + 2);
	}
	put_item(out, fig->nprice, fig->nprice, level + 1);
}

static void
put_citation(struct buf *out, const struct citation *c, int level)
{
	struct json_pair p[5] = {
		{ .key = STR("title"), .value = c->title },
		{ .key = STR("url"), .value = c->url },
	};
	size_t n = 2;

	if (c->published.n) {
		p[n].key = STR("published");
		p[n++].value = c->published;
	}
	p[n].key = STR("retrieved");
	p[n++].value = c->retrieved;
	if (c->secondary) {
		p[n].key = STR("secondary");
		p[n++].yes = true;
	}
	json_pairs(out, p, n, level);
}

static void
put_sources(struct buf *out, const struct figure *fig, int level)
{
	json_key(out, "sources", level);
	for (size_t i = 0; i < fig->nsource; i++) {
		put_item(out, i, fig->nsource, level + 1);
		put_citation(out, fig->source[i], level + 2);
	}
	put_item(out, fig->nsource, fig->nsource, level + 1);
}

static void
put_figure(struct buf *out, const struct figures *f, struct arena *a,
    const struct figure *fig, int level)
{
	buf_putc(out, '{');
	put_text(out, "id",
	    str_printf(a, "%.*s/%.*s", STR_ARG(f->g->id), STR_ARG(fig->id)),
	    level);
	if (fig->exact.n) {
		put_text(out, "exact", fig->exact, level);
	} else {
		json_key(out, "exact", level);
		buf_puts(out, "null");
	}
	put_text(out, "display", fig->display, level);
	put_text(out, "unit", fig->unit_word, level);
	put_text(out, "formula", fig->formula, level);
	put_operands(out, a, fig, level);
	put_prices(out, a, fig, level);
	put_sources(out, fig, level);
	json_newline(out, level);
	buf_putc(out, '}');
}

static int
compare_figures(const void *pa, const void *pb)
{
	const struct figure *const *a = pa, *const *b = pb;

	return str_cmp((*a)->id, (*b)->id);
}

const struct figure **
figures_shown(const struct figures *f, struct arena *a, size_t *n)
{
	const struct figure **shown =
	    arena_array(a, const struct figure *, f->by_id.n + 1);

	*n = 0;
	for (size_t i = 0; i < f->by_id.n; i++) {
		const struct figure *fig = f->by_id.entry[i].value;

		if (fig->shown)
			shown[(*n)++] = fig;
	}
	if (*n)
		qsort(shown, *n, sizeof(*shown), compare_figures);
	return shown;
}

void
figures_print(struct buf *out, const struct figures *f, int level)
{
	struct arena a = { 0 };
	size_t n;
	const struct figure **shown = figures_shown(f, &a, &n);

	for (size_t i = 0; i < n; i++) {
		struct arena_mark m = arena_mark(&a);

		put_item(out, i, n, level);
		put_figure(out, f, &a, shown[i], level + 1);
		arena_rewind(&a, m);
	}
	put_item(out, n, n, level);
	arena_clear(&a);
}

/* Figures as JSON; written without a tree, for a page has hundreds. */
#include <stdlib.h>

#include "data/json.h"
#include "view/figure_int.h"

#define LEVEL 2 /* of a figure: in a list in a map */

/* Lists of prices and of sources, which many figures of a page share: that of
 * `fig`, as text. */
struct basis {
	const struct figure *fig;
	struct str text;
};

struct printer {
	struct buf *out;
	struct arena *a;
	struct str guide;
	struct basis *basis;
	size_t nbasis, capbasis;
};

/* The key of a member that is not the first, of figures in a list of a map. */
#define MEMBER(key) ",\n      \"" key "\": "

static void
put_text(struct buf *out, const char *member, struct str text)
{
	buf_puts(out, member);
	json_string(out, text);
}

static void
put_operands(struct printer *x, const struct figure *fig)
{
	struct json_pair *p =
	    arena_array(x->a, struct json_pair, fig->noperand + 1);

	for (size_t i = 0; i < fig->noperand; i++) {
		p[i].key = fig->operand[i].name;
		p[i].value = fig->operand[i].text;
	}
	buf_puts(x->out, MEMBER("values"));
	json_pairs(x->out, p, fig->noperand, LEVEL + 1);
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
put_prices(struct buf *out, struct arena *a, const struct figure *fig)
{
	buf_puts(out, MEMBER("prices"));
	for (size_t i = 0; i < fig->nprice; i++) {
		struct json_pair p[] = { { .key = STR("key"),
					     .value = fig->price[i] },
			{ .key = STR("at"),
			    .value = span_named(a, fig->price_at[i]) } };

		put_item(out, i, fig->nprice, LEVEL + 1);
		json_pairs(out, p, countof(p), LEVEL + 2);
	}
	put_item(out, fig->nprice, fig->nprice, LEVEL + 1);
}

static void
put_citation(struct buf *out, const struct citation *c)
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
	json_pairs(out, p, n, LEVEL + 2);
}

static void
put_sources(struct buf *out, const struct figure *fig)
{
	buf_puts(out, MEMBER("sources"));
	for (size_t i = 0; i < fig->nsource; i++) {
		put_item(out, i, fig->nsource, LEVEL + 1);
		put_citation(out, fig->source[i]);
	}
	put_item(out, fig->nsource, fig->nsource, LEVEL + 1);
}

static struct str
basis_text(struct printer *x, const struct figure *fig)
{
	struct basis one = { .fig = fig };
	struct buf text = { 0 };

	for (size_t i = 0; i < x->nbasis; i++)
		if (figure_same_basis(x->basis[i].fig, fig))
			return x->basis[i].text;
	put_prices(&text, x->a, fig);
	put_sources(&text, fig);
	one.text = buf_take(&text, x->a);
	arena_push(x->a, x->basis, x->nbasis, x->capbasis, one);
	return one.text;
}

static void
put_figure(struct printer *x, const struct figure *fig)
{
	struct buf *out = x->out;

	buf_puts(out, "{\n      \"id\": \"");
	json_text(out, x->guide);
	buf_putc(out, '/');
	json_text(out, fig->id);
	buf_putc(out, '"');
	if (fig->exact.n)
		put_text(out, MEMBER("exact"), fig->exact);
	else
		buf_puts(out, MEMBER("exact") "null");
	put_text(out, MEMBER("display"), fig->display);
	put_text(out, MEMBER("unit"), fig->unit_word);
	put_text(out, MEMBER("formula"), fig->formula);
	put_operands(x, fig);
	buf_str(out, basis_text(x, fig));
	buf_puts(out, "\n    }");
}

static int
compare_figures(const void *pa, const void *pb)
{
	const struct figure *const *a = pa, *const *b = pb;

	return str_cmp((*a)->id, (*b)->id);
}

/* All that are known by now; more are made, but none is ever gone. */
static void
sort_figures(struct figures *f)
{
	size_t n = f->by_id.n;

	f->sorted = arena_array(f->a, const struct figure *, n + 1);
	f->nsorted = n;
	for (size_t i = 0; i < n; i++)
		f->sorted[i] = f->by_id.entry[i].value;
	if (n)
		qsort(f->sorted, n, sizeof(*f->sorted), compare_figures);
}

const struct figure **
figures_shown(struct figures *f, struct arena *a, size_t *n)
{
	const struct figure **shown =
	    arena_array(a, const struct figure *, f->by_id.n + 1);

	if (f->nsorted != f->by_id.n)
		sort_figures(f);
	*n = 0;
	for (size_t i = 0; i < f->nsorted; i++)
		if (f->sorted[i]->shown)
			shown[(*n)++] = f->sorted[i];
	return shown;
}

void
figures_print(struct buf *out, struct figures *f)
{
	struct arena a = { 0 };
	struct printer x = { .out = out, .a = &a, .guide = f->g->id };
	size_t n;
	const struct figure **shown = figures_shown(f, &a, &n);

	for (size_t i = 0; i < n; i++) {
		put_item(out, i, n, LEVEL - 1);
		put_figure(&x, shown[i]);
	}
	put_item(out, n, n, LEVEL - 1);
	arena_clear(&a);
}

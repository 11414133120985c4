#include "lint/sheet.h"

#include <string.h>

#include "lint/number.h"

/* A table is put together cell by cell. */
struct binder {
	struct subject *s;
	sheet_visitor visitor;
	struct sheet t;
	size_t table; /* serial in its text; 0: none is open */
	size_t cap;
	struct span at; /* of the block; no source: of the cells themselves */
	size_t block;
};

/* The text with figures as they are printed. */
static struct str
printed(struct subject *s, const struct md_run *r)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < r->npiece; i++) {
		const struct md_piece *p = &r->piece[i];
		size_t to =
		    i + 1 < r->npiece ? r->piece[i + 1].from : r->text.n;
		const struct figure *fig = NULL;

		if (p->kind == MD_FIGURE)
			fig = figure_get(&s->m.figures, p->id, p->at);
		buf_str(&b, fig ? fig->display : str_sub(r->text, p->from, to));
	}
	return buf_take(&b, s->l->a);
}

static void
finish(struct binder *k)
{
	if (k->table && k->t.ncol)
		k->visitor(&k->t);
	k->table = 0;
}

static void
begin(struct binder *k, const struct md_run *r)
{
	finish(k);
	k->table = r->table;
	k->cap = 0;
	k->t = (struct sheet){ .s = k->s, .at = k->at, .block = k->block };
	if (!k->at.src) {
		k->t.at = md_run_span(r, 0, r->text.n);
		k->t.block = r->block;
	}
}

static void
add_cell(struct binder *k, const struct md_run *r)
{
	struct sheet *t = &k->t;
	size_t n = t->ncol * t->nrow;

	if (r->table != k->table)
		begin(k, r);
	if (r->row == 1) {
		n = t->ncol++;
		t->nrow = 1;
	} else if (r->column == 1) {
		t->nrow++;
		for (size_t i = 0; i < t->ncol; i++)
			arena_push(
			    k->s->l->a, t->cell, n, k->cap, (struct str){ 0 });
	}
	if (r->row == 1)
		arena_push(k->s->l->a, t->cell, n, k->cap, printed(k->s, r));
	else if (r->column <= t->ncol)
		t->cell[(r->row - 1) * t->ncol + r->column - 1] =
		    printed(k->s, r);
}

static void
take(struct binder *k, const struct md_run *r)
{
	if (r->kind == MD_CELL) {
		add_cell(k, r);
		return;
	}
	if (r->kind == MD_COMMENT || !k->table)
		return;
	if (r->kind == MD_PARAGRAPH)
		k->t.behind = str_printf(k->s->l->a, "%.*s %.*s",
		    STR_ARG(k->t.behind), STR_ARG(printed(k->s, r)));
	else
		finish(k);
}

static void
visit_made(void *ctx, const struct md_run *r)
{
	take(ctx, r);
}

/* The Markdown that a block becomes. */
static void
take_block(struct binder *k, const struct md_run *fence)
{
	struct subject *s = k->s;
	struct diag scratch = { .arena = s->l->a };
	struct str kind, rest;
	struct md_block made = { 0 };
	struct binder inner = { .s = s,
		.visitor = k->visitor,
		.at = fence->at,
		.block = fence->block };
	struct span body = fence->at;

	str_cut(fence->info, ' ', &kind, &rest);
	if (fence->npiece) {
		body = fence->piece[0].at;
		body.to = fence->piece[fence->npiece - 1].at.to;
	} else {
		body.from = body.to;
	}
	if (!block_make(s->l->a, &scratch, &s->m.figures, str_trim(rest),
		fence->at, body, &made))
		return;
	markdown_visit(s->l->a, &scratch,
	    source_new(s->l->a, "block", made.markdown), 0, visit_made, &inner);
	finish(&inner);
}

void
sheet_visit(struct subject *s, sheet_visitor visitor)
{
	struct binder k = { .s = s, .visitor = visitor };

	for (size_t i = 0; i < s->nrun; i++) {
		const struct md_run *r = &s->run[i];

		if (r->kind == MD_FENCE &&
		    str_starts(r->info, STR("breakeven")))
			take_block(&k, r);
		if (r->block)
			take(&k, r);
	}
	finish(&k);
}

struct str
sheet_at(const struct sheet *t, size_t row, size_t col)
{
	return t->cell[row * t->ncol + col];
}

size_t
sheet_column(const struct sheet *t, const char *const *head, size_t n)
{
	for (size_t c = 0; c < t->ncol; c++)
		for (size_t i = 0; i < n; i++)
			if (str_is(sheet_at(t, 0, c), head[i]))
				return c;
	return SIZE_MAX;
}

bool
sheet_money(const struct sheet *t, size_t row, size_t col, struct rat *out,
    char *currency)
{
	struct str s = str_trim(sheet_at(t, row, col));
	bool minus = s.n && s.p[0] == '-';
	struct number n;
	size_t pos = 0;

	if (minus)
		s = str_from(s, 1);
	if (!number_next(t->s->l->a, s, &pos, &n) || n.kind != NUMBER_MONEY ||
	    n.from || n.to != s.n || !rat_eq(n.n, n.high))
		return false;
	*out = minus ? rat_neg(t->s->l->a, n.n) : n.n;
	if (currency)
		memcpy(currency, n.currency, sizeof(n.currency));
	return true;
}

void
sheet_report(const struct sheet *t, size_t row, struct str text)
{
	struct finding *f = finding_add(t->s->l, RULE_ARITHMETIC, t->at,
	    "in the row '%.*s' %.*s", STR_ARG(sheet_at(t, row, 0)),
	    STR_ARG(text));

	f->block = t->block;
}

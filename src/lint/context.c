#include "lint/context.h"

#include <ctype.h>

#define FAR 1000 /* [byte] no sentence is longer, to one side */

/* Whether a sentence ends at the mark at `i`. */
static bool
ends_sentence(struct str s, size_t i)
{
	char c = s.p[i];

	if (c != '.' && c != '!' && c != '?' && c != ';')
		return false;
	return i + 1 >= s.n || isspace((unsigned char)s.p[i + 1]);
}

static bool
ends_line(struct str s, size_t i)
{
	return s.p[i] == '\n';
}

struct context
context_of(const struct md_run *run, size_t i)
{
	bool (*ends)(struct str, size_t) =
	    run->kind == MD_FENCE ? ends_line : ends_sentence;
	struct context c = { run, 0, run->text.n };

	if (run->kind == MD_CELL)
		return c;
	for (c.from = i;
	     c.from > 0 && i - c.from < FAR && !ends(run->text, c.from - 1);)
		c.from--;
	for (c.to = i;
	     c.to < run->text.n && c.to - i < FAR && !ends(run->text, c.to);)
		c.to++;
	return c;
}

struct str
context_text(const struct context *c)
{
	return str_sub(c->run->text, c->from, c->to);
}

typedef bool (*piece_test)(
    const struct subject *s, const struct md_piece *p, const void *ctx);

static bool
any_figure(const struct subject *s, const struct context *c, piece_test test,
    const void *ctx)
{
	const struct md_piece *p = md_run_piece(c->run, c->from);
	const struct md_piece *end = c->run->piece + c->run->npiece;

	for (; p && p < end && p->from < c->to; p++)
		if (p->kind == MD_FIGURE && p->from >= c->from &&
		    test(s, p, ctx))
			return true;
	return false;
}

static bool
test_cell(const struct subject *s, const struct md_run *cell, piece_test test,
    const void *ctx)
{
	struct context c = { cell, 0, cell->text.n };

	return any_figure(s, &c, test, ctx);
}

/* The cells of the row, or below a head those of the column. */
static bool
any_near(const struct subject *s, const struct context *c, piece_test test,
    const void *ctx)
{
	const struct md_run *first = s->run, *last = s->run + s->nrun;
	const struct md_run *cell = c->run, *r;

	if (cell->kind != MD_CELL)
		return any_figure(s, c, test, ctx);
	for (r = cell; r >= first && r->kind == MD_CELL &&
	     r->table == cell->table && r->row == cell->row;
	     r--)
		if (test_cell(s, r, test, ctx))
			return true;
	for (r = cell; r < last && r->kind == MD_CELL &&
	     r->table == cell->table && (r->row == cell->row || cell->row == 1);
	     r++)
		if ((r->row == cell->row || r->column == cell->column) &&
		    test_cell(s, r, test, ctx))
			return true;
	return false;
}

static bool
is_figure(const struct subject *s, const struct md_piece *p, const void *ctx)
{
	(void)s;
	(void)p;
	(void)ctx;
	return true;
}

bool
context_has_figure(const struct subject *s, const struct context *c)
{
	return any_near(s, c, is_figure, NULL);
}

/* Whether a setting, as "100000" or "200ms", is the number. */
static bool
is_number(struct arena *a, struct str value, const struct number *n)
{
	struct diag scratch = { .arena = a };
	struct unit_env env = { 0 };
	struct qty q;

	return qty_parse(a, &scratch, &env, (struct span){ 0 }, str_trim(value),
		   &q) &&
	    (rat_eq(q.n, n->n) || rat_eq(q.n, n->high));
}

static bool
sets(const struct subject *s, const struct md_piece *p, const void *ctx)
{
	struct str head, rest, one, name, value;

	if (!str_cut(p->id, '@', &head, &rest))
		return false;
	while (rest.n) {
		str_cut(rest, ',', &one, &rest);
		if (str_cut(one, '=', &name, &value) &&
		    is_number(s->l->a, value, ctx))
			return true;
	}
	return false;
}

bool
context_sets(
    const struct subject *s, const struct context *c, const struct number *n)
{
	return any_near(s, c, sets, n);
}

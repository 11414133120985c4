/* Printed numbers against each other: totals, winners, ratios, intervals. */
#include "lint/cell.h"
#include "lint/number.h"
#include "num/format.h"

static const char *const winners[] = { "Cheapest", "Winner", "Cheaper" };
static const char *const ratios[] = { "Cheaper by", "Ratio" };
static const char *const ends[] = { "Up to", "To" };

static struct str
money(const struct sheet *t, struct rat n, const char *currency)
{
	return money_text(t->s->l->a, n, currency);
}

/* With all its digits, which a sum of printed amounts may need. */
static struct str
all_digits(const struct sheet *t, struct rat n, const char *currency)
{
	struct buf b = { 0 };

	format_price(&b, n, currency);
	return buf_take(&b, t->s->l->a);
}

/* Whether the text behind the table says by how much its lines are off: all,
 * or those under a head. */
static bool
says_off(
    const struct sheet *t, size_t col, struct rat off, const char *currency)
{
	struct arena *a = t->s->l->a;
	bool more = rat_sign(off) > 0;
	struct str said = str_printf(a, "add up to %.*s %s than ",
	    STR_ARG(money(t, more ? off : rat_neg(a, off), currency)),
	    more ? "more" : "less");
	struct str all = str_printf(a, "%.*sthe total", STR_ARG(said));
	struct str own =
	    str_printf(a, "the lines of %.*s as printed %.*sits total",
		STR_ARG(sheet_at(t, 0, col)), STR_ARG(said));

	return str_find(t->behind, all, 0) != SIZE_MAX ||
	    str_find(t->behind, own, 0) != SIZE_MAX;
}

/* A last row that is a total, against the rows above; a dash is nothing. */
static void
check_total(const struct sheet *t, size_t col)
{
	struct arena *a = t->s->l->a;
	struct rat sum = rat_int(0), total, n;
	char currency[4];
	size_t last = t->nrow - 1;

	if (!sheet_money(t, last, col, &total, currency))
		return;
	for (size_t r = 1; r < last; r++) {
		if (cell_read(t, r, col).kind == CELL_NONE)
			continue;
		if (!sheet_money(t, r, col, &n, NULL))
			return;
		sum = rat_add(a, sum, n);
	}
	n = rat_sub(a, sum, total);
	if (rat_is_zero(n) || says_off(t, col, n, currency))
		return;
	sheet_report(t, last,
	    str_printf(a, "the total is %.*s, the rows above add up to %.*s",
		STR_ARG(money(t, total, currency)),
		STR_ARG(all_digits(t, sum, currency))));
}

/* A row of costs, one of each option. */
struct race {
	const struct sheet *t;
	size_t row;
	size_t best, second; /* columns; SIZE_MAX: none */
	struct rat cost[2];
	char currency[4];
	bool whole;	  /* all options have a printed cost */
	size_t priceless; /* column of one whose price is missing; 0: none */
};

static bool
is_option(const struct sheet *t, struct str head)
{
	const struct guide *g = &t->s->page->guide;

	for (size_t i = 0; i < g->noption; i++)
		if (str_eq(g->option[i].name, head))
			return true;
	return false;
}

static struct race
run_race(const struct sheet *t, size_t row)
{
	struct race r = { .t = t,
		.row = row,
		.best = SIZE_MAX,
		.second = SIZE_MAX,
		.whole = true };
	struct rat n;

	for (size_t c = 1; c < t->ncol; c++) {
		if (!is_option(t, sheet_at(t, 0, c)))
			continue;
		if (!sheet_money(t, row, c, &n, r.currency)) {
			r.whole = false;
			if (str_starts(
				sheet_at(t, row, c), STR("n/a (missing")))
				r.priceless = c;
		} else if (r.best == SIZE_MAX || rat_lt(n, r.cost[0])) {
			r.second = r.best;
			r.cost[1] = r.cost[0];
			r.best = c;
			r.cost[0] = n;
		} else if (r.second == SIZE_MAX || rat_lt(n, r.cost[1])) {
			r.second = c;
			r.cost[1] = n;
		}
	}
	r.whole = r.whole && r.second != SIZE_MAX;
	return r;
}

/* The column of the option that a cell names first. */
static size_t
named_column(const struct sheet *t, struct str cell)
{
	size_t best = SIZE_MAX, length = 0;

	for (size_t c = 1; c < t->ncol; c++) {
		struct str head = sheet_at(t, 0, c);

		if (head.n > length && is_option(t, head) &&
		    str_starts(cell, head)) {
			best = c;
			length = head.n;
		}
	}
	return best;
}

static void
check_winner(const struct race *r, size_t col)
{
	const struct sheet *t = r->t;
	size_t named = named_column(t, sheet_at(t, r->row, col));
	struct rat n;

	if (named == SIZE_MAX || !sheet_money(t, r->row, named, &n, NULL) ||
	    rat_eq(n, r->cost[0]))
		return;
	sheet_report(t, r->row,
	    str_printf(t->s->l->a,
		"the cheapest is said to be '%.*s' at %.*s, but '%.*s' costs "
		"%.*s",
		STR_ARG(sheet_at(t, 0, named)),
		STR_ARG(money(t, n, r->currency)),
		STR_ARG(sheet_at(t, 0, r->best)),
		STR_ARG(money(t, r->cost[0], r->currency))));
}

/* "2.4x" in a cell of its own, or behind the winner. */
static void
check_ratio(const struct race *r, size_t col)
{
	const struct sheet *t = r->t;
	struct arena *a = t->s->l->a;
	struct str cell = sheet_at(t, r->row, col);
	struct number n = { 0 };
	struct rat x;
	size_t pos = 0;

	while (number_next(a, cell, &pos, &n) && n.kind != NUMBER_RATIO)
		n = (struct number){ 0 };
	if (n.kind != NUMBER_RATIO || rat_is_zero(r->cost[0]))
		return;
	x = rat_div(a, r->cost[1], r->cost[0]);
	if (rat_eq(rat_round(a, x, n.decimals), n.n))
		return;
	sheet_report(t, r->row,
	    str_printf(a, "'%.*s' is printed, but %.*s / %.*s is %.*sx",
		(int)(n.to - n.from), cell.p + n.from,
		STR_ARG(money(t, r->cost[1], r->currency)),
		STR_ARG(money(t, r->cost[0], r->currency)),
		STR_ARG(exact_text(a, rat_round(a, x, 1)))));
}

static void
check_race(const struct sheet *t, size_t row)
{
	size_t winner = sheet_column(t, winners, countof(winners));
	size_t ratio = sheet_column(t, ratios, countof(ratios));
	struct race r;

	if (winner == SIZE_MAX && ratio == SIZE_MAX)
		return;
	r = run_race(t, row);
	if (winner != SIZE_MAX && r.priceless &&
	    named_column(t, sheet_at(t, row, winner)) != SIZE_MAX)
		sheet_report(t, row,
		    str_printf(t->s->l->a,
			"a cheapest option is named, though '%.*s' has no "
			"price",
			STR_ARG(sheet_at(t, 0, r.priceless))));
	if (!r.whole)
		return;
	if (winner != SIZE_MAX) {
		check_winner(&r, winner);
		check_ratio(&r, winner);
	}
	if (ratio != SIZE_MAX)
		check_ratio(&r, ratio);
}

static bool
count_at(const struct sheet *t, size_t row, size_t col, struct rat *out)
{
	struct number n;
	size_t pos = 0;

	*out = rat_int(0);
	if (!number_next(t->s->l->a, sheet_at(t, row, col), &pos, &n))
		return false;
	*out = n.n;
	return true;
}

/* Whether two rows are about the same: intervals may be told for values of
 * another input, which stand before them. */
static bool
same_group(const struct sheet *t, size_t row, size_t from)
{
	for (size_t c = 0; c < from; c++)
		if (!str_eq(sheet_at(t, row, c), sheet_at(t, row - 1, c)))
			return false;
	return true;
}

/* Rows that are intervals: each starts behind the one before, and has another
 * winner. */
static void
check_interval(const struct sheet *t, size_t row, size_t to)
{
	size_t winner = sheet_column(t, winners, countof(winners));
	struct rat from, end, before;

	if (!count_at(t, row, to - 1, &from) || !count_at(t, row, to, &end))
		return;
	if (rat_lt(end, from))
		sheet_report(t, row, STR("the interval ends before it starts"));
	if (row < 2 || !same_group(t, row, to - 1) ||
	    !count_at(t, row - 1, to, &before))
		return;
	if (rat_lt(from, before))
		sheet_report(t, row,
		    STR("the interval starts before the one above ends"));
	if (winner != SIZE_MAX &&
	    str_eq(sheet_at(t, row, winner), sheet_at(t, row - 1, winner)))
		sheet_report(t, row,
		    STR("the winner is that of the row above, so that nothing "
			"changes there"));
}

static void
check_sheet(const struct sheet *t)
{
	size_t to = sheet_column(t, ends, countof(ends));

	if (t->nrow < 2)
		return;
	if (t->nrow > 2 &&
	    str_starts(sheet_at(t, t->nrow - 1, 0), STR("Total")))
		for (size_t c = 1; c < t->ncol; c++)
			check_total(t, c);
	for (size_t r = 1; r < t->nrow; r++) {
		if (to == 1 || to == 2)
			check_interval(t, r, to);
		else
			check_race(t, r);
		check_products(t, r);
	}
	check_kinds(t);
}

/* Where the text shows the figure. */
static struct span
shown_at(const struct subject *s, const struct figure *fig)
{
	for (size_t i = 0; i < s->m.nmention; i++)
		if (s->m.mention[i].fig == fig)
			return s->m.mention[i].at;
	return (struct span){ 0 };
}

static bool
display_money(
    struct subject *s, const struct figure *fig, size_t i, struct rat *out)
{
	struct number n;
	size_t pos = 0;

	if (i >= fig->noperand ||
	    !number_next(s->l->a, fig->operand[i].text, &pos, &n) ||
	    n.kind != NUMBER_MONEY || n.from)
		return false;
	*out = n.n;
	return true;
}

/* A ratio or a difference of two figures, from what is printed of them. */
static void
check_pair(struct subject *s, const struct figure *fig, bool ratio)
{
	struct arena *a = s->l->a;
	struct rat x, y, n;
	struct buf b = { 0 };
	struct finding *f;

	if (!display_money(s, fig, 0, &x) || !display_money(s, fig, 1, &y) ||
	    (ratio && rat_is_zero(y)))
		return;
	n = ratio ? rat_div(a, x, y) : rat_sub(a, x, y);
	if (ratio)
		format_ratio(&b, n);
	else
		format_money(&b, n, fig->unit.currency);
	if (!str_eq(buf_view(&b), fig->display)) {
		f = finding_add(s->l, RULE_ARITHMETIC, shown_at(s, fig),
		    "'%.*s' is printed as %.*s; of %.*s and %.*s as printed "
		    "it is %s",
		    STR_ARG(fig->id), STR_ARG(fig->display),
		    STR_ARG(fig->operand[0].text),
		    STR_ARG(fig->operand[1].text), b.p);
		f->block = text_block(s, f->at);
	}
	buf_free(&b);
}

/* A sum of what is printed of its parts. */
static void
check_sum(struct subject *s, const struct figure *fig)
{
	struct arena *a = s->l->a;
	struct cell_value said = cell_of(a, fig->display), part;
	struct rat lo = rat_int(0), hi = rat_int(0);
	struct finding *f;

	for (size_t i = 0; i < fig->npart; i++) {
		part = cell_of(a, fig->part[i]->display);
		if (part.kind < CELL_MONEY || !cell_alike(&part, &said))
			return;
		lo = rat_add(a, lo, part.lo);
		hi = rat_add(a, hi, part.hi);
	}
	if (cell_rounds(a, lo, hi, &said))
		return;
	f = finding_add(s->l, RULE_ARITHMETIC, shown_at(s, fig),
	    "'%.*s' is printed as %.*s, which is not what its parts add up to",
	    STR_ARG(fig->id), STR_ARG(fig->display));
	f->block = text_block(s, f->at);
}

static bool
is_sum(const struct subject *s, struct str id)
{
	const struct datum *x;

	if (!str_starts(id, STR("fact.")))
		return str_starts(id, STR("sum@"));
	x = datum_find(&s->page->guide.facts, str_from(id, 5));
	return x && x->form == DATUM_SUM;
}

static void
check_figures(struct subject *s)
{
	for (size_t i = 0; i < s->m.figures.by_id.n; i++) {
		const struct figure *fig = s->m.figures.by_id.entry[i].value;

		if (!fig->shown || fig->missing)
			continue;
		if (str_starts(fig->id, STR("ratio.")))
			check_pair(s, fig, true);
		else if (str_starts(fig->id, STR("difference.")))
			check_pair(s, fig, false);
		else if (is_sum(s, fig->id))
			check_sum(s, fig);
	}
}

void
check_arithmetic(struct subject *s)
{
	sheet_visit(s, check_sheet);
	check_figures(s);
}

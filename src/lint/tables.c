/* What tables of one kind or another print: percentiles, phases, changes,
 * regions. */
#include "lint/cell.h"
#include "lint/number.h"
#include "num/format.h"

static bool
head_is(const struct sheet *t, size_t col, const char *word)
{
	return col < t->ncol && str_is(sheet_at(t, 0, col), word);
}

static bool
is_percentile(struct str head)
{
	return str_is(head, "min") || str_is(head, "max") ||
	    (head.n > 1 && head.p[0] == 'p' && head.p[1] >= '0' &&
		head.p[1] <= '9');
}

/* p50 <= p95 <= p99 */
static void
check_percentiles(const struct sheet *t, size_t row)
{
	struct cell_value before = { 0 }, x;
	size_t from = 0;

	for (size_t c = 1; c < t->ncol; c++) {
		if (!is_percentile(sheet_at(t, 0, c)))
			continue;
		x = cell_read(t, row, c);
		if (x.kind != CELL_VALUE)
			continue;
		if (before.kind == CELL_VALUE && cell_alike(&before, &x) &&
		    rat_lt(x.hi, before.lo) && !x.least && !before.at_most)
			sheet_report(t, row,
			    str_printf(t->s->l->a,
				"%.*s is above %.*s, though it is the lower "
				"percentile",
				STR_ARG(sheet_at(t, 0, from)),
				STR_ARG(sheet_at(t, 0, c))));
		before = x;
		from = c;
	}
}

/* Phases of a row and their sum. */
static void
check_phases(const struct sheet *t, size_t row)
{
	struct arena *a = t->s->l->a;
	struct cell_value sum = { 0 }, x,
			  total = cell_read(t, row, t->ncol - 1);

	if (total.kind != CELL_VALUE)
		return;
	sum.lo = sum.hi = rat_int(0);
	for (size_t c = 1; c + 1 < t->ncol; c++) {
		x = cell_read(t, row, c);
		if (x.kind == CELL_NONE)
			continue;
		if (!cell_alike(&x, &total))
			return;
		sum.lo = rat_add(a, sum.lo, x.lo);
		sum.hi = rat_add(a, sum.hi, x.hi);
	}
	if (!cell_rounds(a, sum.lo, sum.hi, &total))
		sheet_report(t, row,
		    str_printf(a,
			"the total is '%.*s', which is not what the phases "
			"add up to",
			STR_ARG(sheet_at(t, row, t->ncol - 1))));
}

/* The amount behind a text; false where it does not stand there. */
static bool
amount_behind(
    const struct sheet *t, struct str all, struct str what, struct rat *out)
{
	size_t i = str_find(all, what, 0), pos = 0;
	struct number n;

	if (i == SIZE_MAX ||
	    !number_next(t->s->l->a, str_from(all, i + what.n), &pos, &n) ||
	    n.kind != NUMBER_MONEY || n.from)
		return false;
	*out = n.n;
	return true;
}

/* "+8.3 %" */
static bool
read_percent(const struct sheet *t, size_t row, size_t col, struct rat *out)
{
	struct str s = str_trim(sheet_at(t, row, col));
	bool minus = s.n && s.p[0] == '-';
	struct number n;
	size_t pos = 0;

	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		s = str_from(s, 1);
	if (!number_next(t->s->l->a, s, &pos, &n) || n.kind != NUMBER_PERCENT)
		return false;
	*out = minus ? rat_neg(t->s->l->a, n.n) : n.n;
	return true;
}

/* "Total then" and "Change" against the total as it is. */
static void
check_change(const struct sheet *t, size_t row, size_t col, struct rat base)
{
	struct arena *a = t->s->l->a;
	struct rat then, said, is;
	char currency[4];

	if (!sheet_money(t, row, col, &then, currency) ||
	    !read_percent(t, row, col + 1, &said) || rat_is_zero(base))
		return;
	is = rat_div(a, rat_mul(a, rat_sub(a, then, base), rat_int(100)), base);
	/* One decimal is printed. */
	if (!cell_off(a, said, is, rat_frac(1, 20)))
		return;
	sheet_report(t, row,
	    str_printf(a, "from %.*s to %.*s it is not %.*s",
		STR_ARG(money_text(a, base, currency)),
		STR_ARG(sheet_at(t, row, col)),
		STR_ARG(sheet_at(t, row, col + 1))));
}

static void
check_changes(const struct sheet *t, size_t row)
{
	struct rat base;

	if (!amount_behind(t, t->behind, STR(", as it is: "), &base))
		return;
	for (size_t c = 1; c + 1 < t->ncol; c++)
		if (head_is(t, c, "Total then") && head_is(t, c + 1, "Change"))
			check_change(t, row, c, base);
}

/* "Acme costs from $10.14 (n1) to $13.20 (s1)." against the rows. */
static void
check_place(const struct sheet *t, size_t col, size_t row, struct rat said)
{
	struct rat n;

	if (sheet_money(t, row, col, &n, NULL) && !rat_eq(n, said))
		sheet_report(t, row,
		    str_printf(t->s->l->a,
			"'%.*s' costs %.*s, the text below says otherwise",
			STR_ARG(sheet_at(t, 0, col)),
			STR_ARG(sheet_at(t, row, col))));
}

static void
check_places(const struct sheet *t)
{
	struct arena *a = t->s->l->a;

	if (!head_is(t, 0, "Region"))
		return;
	for (size_t c = 1; c < t->ncol; c++) {
		struct str head = sheet_at(t, 0, c);
		struct str from =
		    str_printf(a, "%.*s costs from ", STR_ARG(head));
		size_t at = str_find(t->behind, from, 0), end;
		struct str rest;

		if (at == SIZE_MAX)
			continue;
		rest = str_from(t->behind, at);
		end = str_find(rest, STR(")."), 0);
		rest = str_sub(rest, 0, end == SIZE_MAX ? end : end + 1);
		for (size_t r = 1; r < t->nrow; r++) {
			struct str name = str_printf(
			    a, " (%.*s)", STR_ARG(sheet_at(t, r, 0)));
			size_t i = str_find(rest, name, 0);
			size_t to = str_find(rest, STR(" to "), 0);
			struct rat said;

			if (i != SIZE_MAX && to != SIZE_MAX &&
			    amount_behind(t, i < to ? rest : str_from(rest, to),
				i < to ? from : STR(" to "), &said))
				check_place(t, c, r, said);
		}
	}
}

void
check_kinds(const struct sheet *t)
{
	bool phases = head_is(t, 0, "Phases") &&
	    head_is(t, t->ncol - 1, "Total") && t->ncol > 2;

	check_comparison(t);
	check_cases(t);
	check_places(t);
	for (size_t r = 1; r < t->nrow; r++) {
		check_percentiles(t, r);
		check_changes(t, r);
		if (phases)
			check_phases(t, r);
	}
}

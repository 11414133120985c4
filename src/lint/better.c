/* Which option a row or column says is better, against what it prints of them. */
#include "lint/cell.h"

/* The cells of a row, or column, of one option each. */
struct field {
	const struct sheet *t;
	struct str *name;
	struct str *text;
	struct cell_value *cell;
	size_t n;
};

static struct field
field_new(const struct sheet *t, size_t n)
{
	struct arena *a = t->s->l->a;

	return (struct field){ .t = t,
		.name = arena_array(a, struct str, n + 1),
		.text = arena_array(a, struct str, n + 1),
		.cell = arena_array(a, struct cell_value, n + 1) };
}

static void
field_add(struct field *f, struct str name, size_t row, size_t col)
{
	f->name[f->n] = name;
	f->text[f->n] = sheet_at(f->t, row, col);
	f->cell[f->n] = cell_read(f->t, row, col);
	f->n++;
}

/* Whether all cells can be told apart; cells without a limit fit in with all,
 * and `*all_same` is whether the others are one value. */
static bool
field_alike(const struct field *f, bool *all_same)
{
	const struct cell_value *first = NULL;

	*all_same = true;
	for (size_t i = 0; i < f->n; i++) {
		const struct cell_value *x = &f->cell[i];

		if (x->kind == CELL_UNLIMITED) {
			*all_same &= !first || first->kind == CELL_UNLIMITED;
		} else if (x->kind < CELL_MONEY ||
		    (first && first->kind != CELL_UNLIMITED &&
			!cell_alike(first, x))) {
			return false;
		}
		if (first && first->kind == x->kind)
			*all_same &= rat_eq(first->lo, x->lo) &&
			    rat_eq(first->hi, x->hi);
		else if (first)
			*all_same = false;
		if (!first || first->kind == CELL_UNLIMITED)
			first = x;
	}
	return first != NULL;
}

/* Whether no cell is below, or above, the `k`th. */
static bool
is_extreme(const struct field *f, size_t k, bool least)
{
	const struct cell_value *x = &f->cell[k];

	for (size_t i = 0; i < f->n; i++) {
		const struct cell_value *y = &f->cell[i];

		if (x->kind == CELL_UNLIMITED)
			return !least;
		if (y->kind == CELL_UNLIMITED ? !least
			: least		      ? rat_lt(y->lo, x->hi)
					      : rat_lt(x->lo, y->hi))
			if (i != k &&
			    !(rat_eq(x->lo, y->lo) && rat_eq(x->hi, y->hi)))
				return false;
	}
	return true;
}

static bool
has_kind(const struct field *f, enum cell_kind kind)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->cell[i].kind == kind)
			return true;
	return false;
}

/* Whether a list, as "A, B", has a name.  Names may hold commas: at each place
 * the longest one is meant. */
static bool
is_named(const struct field *f, struct str list, size_t name)
{
	while (list.n) {
		size_t best = f->n;

		for (size_t i = 0; i < f->n; i++)
			if (str_starts(list, f->name[i]) &&
			    (best == f->n || f->name[best].n < f->name[i].n))
				best = i;
		if (best == f->n || best == name)
			return best == name;
		list = str_from(list, f->name[best].n);
		list = str_starts(list, STR(", ")) ? str_from(list, 2)
						   : (struct str){ 0 };
	}
	return false;
}

/* What a row says is better, against its cells: money is better when it is
 * less, ratings and limits that are not there are when they are more; of other
 * values either may be meant, but one in between never is. */
static void
check_better(
    const struct sheet *t, size_t row, const struct field *f, struct str said)
{
	struct arena *a = t->s->l->a;
	bool same, less = has_kind(f, CELL_MONEY);
	bool more = has_kind(f, CELL_UNLIMITED) || has_kind(f, CELL_RATING);

	if (!field_alike(f, &same))
		return;
	if (str_is(said, "equal") && !same)
		sheet_report(
		    t, row, STR("the cells are said to be equal, but differ"));
	for (size_t i = 0; i < f->n; i++) {
		if (!is_named(f, said, i) ||
		    (!more && is_extreme(f, i, true)) ||
		    (!less && is_extreme(f, i, false)))
			continue;
		sheet_report(t, row,
		    str_printf(a,
			"'%.*s' with '%.*s' is said to be better, but "
			"another one is",
			STR_ARG(f->name[i]), STR_ARG(f->text[i])));
	}
}

/* "Pay per use (estimate)" */
static struct str
without_remark(struct str s)
{
	size_t i = str_find(s, STR(" ("), 0);

	return str_trim(i == SIZE_MAX ? s : str_sub(s, 0, i));
}

/* A comparison: the options side by side, and which is better. */
void
check_comparison(const struct sheet *t)
{
	size_t last = t->ncol - 1;

	if (t->ncol < 4 || !str_is(sheet_at(t, 0, last), "Better"))
		return;
	for (size_t r = 1; r < t->nrow; r++) {
		struct field f = field_new(t, t->ncol);

		for (size_t c = 1; c < last; c++)
			field_add(&f, sheet_at(t, 0, c), r, c);
		check_better(t, r, &f, without_remark(sheet_at(t, r, last)));
	}
}

/* Cases side by side: an option in each row, the cheapest in the last. */
void
check_cases(const struct sheet *t)
{
	const struct guide *g = &t->s->page->guide;
	size_t last = t->nrow - 1;

	if (t->nrow < 4 || !str_is(sheet_at(t, last, 0), "Cheapest"))
		return;
	for (size_t c = 1; c < t->ncol; c++) {
		struct field f = field_new(t, t->nrow);
		struct str said = without_remark(sheet_at(t, last, c));

		for (size_t r = 1; r < last; r++)
			for (size_t i = 0; i < g->noption; i++)
				if (str_eq(
					sheet_at(t, r, 0), g->option[i].name))
					field_add(&f, g->option[i].name, r, c);
		if (f.n > 1)
			check_better(t, last, &f, said);
	}
}

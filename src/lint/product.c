/* Lines of a bill: what is printed of their arithmetic, computed again. */
#include <string.h>

#include "expr/expr.h"
#include "lint/number.h"
#include "lint/sheet.h"
#include "lint/word.h"
#include "num/format.h"

#define TIMES " \u00D7 "
#define MINUS " \u2212 "

/* A value that was rounded for print: it was somewhere in between. */
struct range {
	struct rat lo, hi;
};

/* A line while it is checked. */
struct line_check {
	const struct sheet *t;
	struct arena *a;
	size_t row;
	struct range sum; /* of the amounts */
	bool unknown;	  /* something could not be read */
};

/* A number below 1 has four significant digits, else some decimals. */
static struct range
around(struct arena *a, struct rat n, struct rat scale)
{
	struct rat typed = rat_div(a, n, scale), off;

	if (rat_lt(typed, rat_int(1)))
		off = rat_mul(a, n, rat_frac(1, 2000));
	else if (rat_lt(typed, rat_int(10)))
		off = rat_mul(a, scale, rat_frac(1, 2000));
	else
		off = rat_mul(a, scale, rat_frac(1, 200));
	return (struct range){ rat_sub(a, n, off), rat_add(a, n, off) };
}

static struct range
plus(struct arena *a, struct range x, struct range y)
{
	return (struct range){ rat_add(a, x.lo, y.lo), rat_add(a, x.hi, y.hi) };
}

static struct range
times(struct arena *a, struct range x, struct rat n)
{
	return (struct range){ rat_mul(a, x.lo, n), rat_mul(a, x.hi, n) };
}

/* What a price is for, behind its amount: "/(GB·s)", " per 1,000,000
 * requests"; in base units. */
static bool
read_per(struct arena *a, struct str s, size_t pos, struct rat *out)
{
	struct str rest = str_from(s, pos), word;
	struct number n;
	struct unit unit;

	pos = 0;
	if (str_starts(rest, STR(" per "))) {
		if (!number_next(a, rest, &pos, &n))
			return false;
		*out = n.n;
		return true;
	}
	if (!str_starts(rest, STR("/")))
		return false;
	pos = str_starts(rest, STR("/(")) ? 2 : 1;
	if (!word_unit(a, rest, &pos, &unit, &word))
		return false;
	*out = unit.scale;
	return true;
}

/* The one number that a text starts with. */
static bool
read_first(struct line_check *k, struct str s, struct number *n, size_t *end)
{
	*end = 0;
	return number_next(k->a, s, end, n) && n->from == 0;
}

static struct range
range_of(struct line_check *k, const struct number *n)
{
	return around(k->a, n->n, n->unit.scale);
}

/* "140,000 GB·s × $0.0000166667/(GB·s)" */
static bool
read_product(struct line_check *k, struct str s, struct range *out)
{
	size_t at = str_find(s, STR(TIMES), 0), end;
	struct str whole = STR("whole packages: ");
	struct number quantity, price;
	struct rat per;

	if (str_starts(s, whole)) {
		s = str_from(s, whole.n);
		at = str_find(s, STR(TIMES), 0);
	}
	if (at == SIZE_MAX || !read_first(k, s, &quantity, &end))
		return false;
	s = str_from(s, at + strlen(TIMES));
	if (!read_first(k, s, &price, &end) || price.kind != NUMBER_MONEY ||
	    !read_per(k->a, s, end, &per) || rat_is_zero(per))
		return false;
	*out = times(k->a, range_of(k, &quantity), rat_div(k->a, price.n, per));
	return true;
}

/* The amount that a step says it comes to, behind " = ". */
static void
check_step(struct line_check *k, struct str step, struct range product)
{
	size_t at = str_find(step, STR(" = "), 0), end;
	struct number n;
	struct str said;

	if (at == SIZE_MAX)
		return;
	said = str_from(step, at + 3);
	if (!read_first(k, said, &n, &end) || n.kind != NUMBER_MONEY)
		return;
	if (!rat_lt(n.n, format_money_round(k->a, product.lo)) &&
	    !rat_lt(format_money_round(k->a, product.hi), n.n))
		return;
	sheet_report(k->t, k->row,
	    str_printf(k->a, "'%.*s' is not what it comes to", STR_ARG(step)));
}

/* A formula with its values as the engine reads it. */
static struct str
as_formula(struct arena *a, struct str s)
{
	static const struct {
		const char *printed, *formula;
	} all[] = { { "\u00D7", "*" }, { "\u2212", "-" }, { "\u00B7", "*" },
		{ "\u00A0", " " }, { "/month", "" } };
	struct buf b = { 0 };

	for (size_t i = 0; i < s.n;) {
		size_t k = 0;
		bool digit = i && s.p[i - 1] >= '0' && s.p[i - 1] <= '9';

		while (k < countof(all) &&
		    !str_starts(str_from(s, i), str_of(all[k].printed)))
			k++;
		if (k < countof(all)) {
			buf_puts(&b, all[k].formula);
			i += strlen(all[k].printed);
		} else if (s.p[i] == ',' && digit && i + 1 < s.n &&
		    s.p[i + 1] != ' ') {
			i++;
		} else {
			buf_putc(&b, s.p[i++]);
		}
	}
	return buf_take(&b, a);
}

static bool
evaluate(struct arena *a, struct str s, struct rat *out, struct unit *unit)
{
	struct diag scratch = { .arena = a };
	struct str text = as_formula(a, s);
	struct source *src = source_new(a, "formula", text);
	struct scope scope;
	struct expr *e;

	scope_init(&scope, a);
	e = expr_compile(&scope, &scratch, span_of(src, 0, text.n), text);
	if (!e || e->kind != EXPR_QTY)
		return false;
	*out = expr_eval(a, e, NULL);
	*unit = e->unit;
	return rat_ok(*out);
}

/* "10,000 × 2,048 MB = 20,000 GB": exact on the left, rounded on the right. */
static void
check_values(struct line_check *k, struct str step)
{
	size_t at = str_find(step, STR(" = "), 0), end;
	struct unit unit;
	struct number n;
	struct range r;
	struct rat x;

	if (at == SIZE_MAX ||
	    !evaluate(k->a, str_sub(step, 0, at), &x, &unit) ||
	    !read_first(k, str_from(step, at + 3), &n, &end) ||
	    n.kind == NUMBER_MONEY)
		return;
	r = range_of(k, &n);
	/* The values on the left are rounded too: only what is far off. */
	r = plus(k->a, r,
	    (struct range){ rat_mul(k->a, x, rat_frac(-1, 1000)),
		rat_mul(k->a, x, rat_frac(1, 1000)) });
	if (rat_lt(x, r.lo) || rat_lt(r.hi, x))
		sheet_report(k->t, k->row,
		    str_printf(
			k->a, "'%.*s' is not what it comes to", STR_ARG(step)));
}

static bool
ends_with_money(
    struct line_check *k, struct str step, const char *before, struct rat *out)
{
	struct str head = str_of(before);
	struct number n;
	size_t end;

	if (!str_starts(step, head) ||
	    !read_first(k, str_from(step, head.n), &n, &end) ||
	    n.kind != NUMBER_MONEY)
		return false;
	*out = n.n;
	return true;
}

/* "10, at least 1,000" */
static bool
cut_minimum(struct str *step)
{
	size_t at = str_find(*step, STR(", at least "), 0);

	*step = str_sub(*step, 0, at);
	return at != SIZE_MAX;
}

static void
take_step(struct line_check *k, struct str step)
{
	struct range product;
	struct rat n;

	if (read_product(k, step, &product)) {
		check_step(k, step, product);
		k->sum = plus(k->a, k->sum, product);
	} else if (ends_with_money(k, step, "raised to the minimum of ", &n)) {
		k->sum = (struct range){ n, n };
	} else if (ends_with_money(k, step, "less a credit of ", &n)) {
		/* What is printed of the credit is rounded. */
		k->unknown = true;
	} else if (str_find(step, STR(MINUS), 0) != SIZE_MAX) {
		return;
	} else if (cut_minimum(&step) ||
	    str_find(step, STR(" = "), 0) != SIZE_MAX) {
		check_values(k, step);
	} else {
		k->unknown = true;
	}
}

/* The first "; " of `s` cuts it in two. */
static struct str
next_step(struct str *s)
{
	size_t i = str_find(*s, STR("; "), 0);
	struct str step = str_sub(*s, 0, i);

	*s = i == SIZE_MAX ? (struct str){ 0 } : str_from(*s, i + 2);
	return step;
}

void
check_products(const struct sheet *t, size_t row)
{
	static const char *const head[] = { "How it is computed" };
	size_t how = sheet_column(t, head, countof(head)), steps = 0;
	struct line_check k = { .t = t, .a = t->s->l->a, .row = row };
	struct str rest;
	struct rat amount;
	char currency[4];

	if (how == SIZE_MAX || how + 1 >= t->ncol ||
	    !sheet_money(t, row, how + 1, &amount, currency))
		return;
	rest = sheet_at(t, row, how);
	for (; rest.n; steps++)
		take_step(&k, next_step(&rest));
	if (!steps || k.unknown ||
	    (!rat_lt(amount, format_money_round(k.a, k.sum.lo)) &&
		!rat_lt(format_money_round(k.a, k.sum.hi), amount)))
		return;
	sheet_report(t, row,
	    str_printf(k.a, "%.*s is printed for '%.*s'",
		STR_ARG(money_text(k.a, amount, currency)),
		STR_ARG(sheet_at(t, row, how))));
}

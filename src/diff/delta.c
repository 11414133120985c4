#include "diff/delta.h"

#include "num/unit.h"

#define MORE_DIGITS 24 /* than are shown, at most */

/* A display around its number: "$", 2 decimals, " per request". */
struct frame {
	struct str before, after;
	int decimals;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static struct rat
absolute(struct arena *a, struct rat x)
{
	return rat_sign(x) < 0 ? rat_neg(a, x) : x;
}

/* Whether `text`, with commas between thousands, is `x` as rounded. */
static bool
is_number(struct arena *a, struct str text, struct rat x, int decimals)
{
	struct buf plain = { 0 };
	struct rat n;
	bool ok;

	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != ',')
			buf_putc(&plain, text.p[i]);
	ok = rat_parse(a, buf_view(&plain), &n) == RAT_OK &&
	    rat_eq(n, rat_round(a, absolute(a, x), decimals));
	buf_free(&plain);
	return ok;
}

/* Finds the number in a display; false where it is not the amount's. */
static bool
find_frame(struct arena *a, const struct amount *m, struct frame *f)
{
	struct str s = m->display;
	size_t from = 0, to, point;

	if (!m->has_value)
		return false;
	if (s.n && s.p[0] == '-')
		s = str_from(s, 1);
	while (from < s.n && !is_digit(s.p[from]))
		from++;
	for (to = from; to < s.n; to++) {
		bool within = to + 1 < s.n && is_digit(s.p[to + 1]);

		if (!is_digit(s.p[to]) &&
		    !(within && (s.p[to] == '.' || s.p[to] == ',')))
			break;
	}
	point = str_find(str_sub(s, 0, to), STR("."), from);
	f->before = str_sub(s, 0, from);
	f->after = str_from(s, to);
	f->decimals = point == SIZE_MAX ? 0 : (int)(to - point - 1);
	return to > from &&
	    is_number(a, str_sub(s, from, to), m->value, f->decimals);
}

static bool
same_frame(const struct frame *x, const struct frame *y)
{
	/* "1 request" and "2 requests" are of one kind. */
	struct str p = x->after, q = y->after;

	if (p.n + 1 == q.n)
		q.n -= str_ends(q, STR("s"));
	else if (q.n + 1 == p.n)
		p.n -= str_ends(p, STR("s"));
	return str_eq(x->before, y->before) && str_eq(p, q);
}

/* The number within its frame. */
static struct str
framed(struct arena *a, const struct frame *f, const char *sign, struct rat x,
    int decimals)
{
	struct buf b = { 0 }, digits = { 0 };
	struct str whole, rest;

	rat_print_fixed(&digits, absolute(a, x), decimals);
	str_cut(buf_view(&digits), '.', &whole, &rest);
	buf_printf(&b, "%s%.*s", sign, STR_ARG(f->before));
	for (size_t i = 0; i < whole.n; i++) {
		if (i && (whole.n - i) % 3 == 0)
			buf_putc(&b, ',');
		buf_putc(&b, whole.p[i]);
	}
	if (rest.n)
		buf_printf(&b, ".%.*s", STR_ARG(rest));
	buf_str(&b, f->after);
	buf_free(&digits);
	return buf_take(&b, a);
}

static const char *
sign_of(struct rat x, bool plus)
{
	return rat_sign(x) < 0 ? "-" : plus ? "+" : "";
}

/* Decimals that percentages are printed with; what is not all of it is not
 * printed as 100%. */
static int
percent_decimals(struct arena *a, struct rat p)
{
	struct rat all = rat_int(100);
	int d = 0;

	p = absolute(a, p);
	if (rat_lt(p, all)) {
		while (!rat_lt(rat_round(a, p, d), all) && d < MORE_DIGITS)
			d++;
		if (!rat_lt(p, rat_int(10)))
			return d;
	}
	if (!rat_lt(p, rat_int(1)))
		return rat_lt(p, rat_int(10));
	d = 2;
	while (
	    !rat_is_zero(p) && rat_lt(p, rat_frac(1, 10)) && d < MORE_DIGITS) {
		p = rat_mul(a, p, rat_int(10));
		d++;
	}
	return d;
}

struct str
percent_text(struct arena *a, struct rat ratio)
{
	struct rat p = rat_mul(a, ratio, rat_int(100));
	struct frame f = { .after = STR("%") };
	struct rat r = rat_round(a, p, percent_decimals(a, p));
	int d = rat_decimals(r);

	return framed(a, &f, sign_of(p, true), r, d);
}

static struct rat
ratio_of(struct arena *a, struct rat old, struct rat new)
{
	return rat_div(a, rat_sub(a, new, old), absolute(a, old));
}

/* Whether printed amounts and their difference say what is so. */
static bool
agree(struct arena *a, const struct delta *d, struct rat old, struct rat new,
    int decimals)
{
	struct rat gap = rat_sub(a, new, old), r, p;
	int k;

	if (rat_sign(gap) != rat_sign(d->exact) ||
	    !rat_eq(gap, rat_round(a, d->exact, decimals)))
		return false;
	if (!d->has_percent)
		return true;
	if (rat_is_zero(old))
		return false;
	r = rat_mul(a, d->ratio, rat_int(100));
	p = rat_mul(a, ratio_of(a, old, new), rat_int(100));
	k = percent_decimals(a, r);
	return rat_eq(rat_round(a, r, k), rat_round(a, p, k));
}

static void
print_all(struct arena *a, struct delta *d, const struct frame *x,
    const struct frame *y, struct rat old, struct rat new, int places[3])
{
	struct rat gap = rat_sub(a, new, old);

	d->from = framed(a, x, sign_of(old, false), old, places[0]);
	d->to = framed(a, y, sign_of(new, false), new, places[1]);
	d->difference = framed(
	    a, rat_sign(gap) < 0 ? x : y, sign_of(gap, true), gap, places[2]);
}

/* Prints with as few digits as agree. */
static void
print_agreeing(struct arena *a, struct delta *d, const struct amount *old,
    const struct amount *new, const struct frame *x, const struct frame *y)
{
	int usual = x->decimals > y->decimals ? x->decimals : y->decimals;
	struct rat p = rat_round(a, old->value, x->decimals);
	struct rat q = rat_round(a, new->value, y->decimals);
	int places[3] = { x->decimals, y->decimals, usual };

	for (int k = usual; k <= usual + MORE_DIGITS; k++) {
		if (agree(a, d, p, q, places[2])) {
			print_all(a, d, x, y, p, q, places);
			return;
		}
		p = rat_round(a, old->value, k);
		q = rat_round(a, new->value, k);
		places[0] = places[1] = places[2] = k;
	}
	/* Of two fractions: the difference of what is printed. */
	print_all(a, d, x, y, p, q, places);
}

/* A value in base units. */
static bool
read_base(
    struct arena *a, const struct amount *m, struct rat *base, struct unit *u)
{
	struct unit_env env = { 0 };
	size_t pos = 0;

	if (unit_scan(a, &env, m->unit, &pos, u) != UNIT_OK || pos != m->unit.n)
		return false;
	*base = rat_mul(a, m->value, u->scale);
	return true;
}

/* What is compared; false: the two are not of one kind.  "900 ms" and "40 s"
 * are. */
static bool
read_bases(struct arena *a, const struct amount *old, const struct amount *new,
    struct rat *x, struct rat *y)
{
	struct unit u, v;

	*x = old->base;
	*y = new->base;
	return str_eq(old->unit, new->unit) ||
	    (read_base(a, old, x, &u) && read_base(a, new, y, &v) &&
		unit_same(&u, &v));
}

/* Bounds may change where what they bound does not. */
static bool
is_bound(const struct amount *m)
{
	return str_starts(m->display, STR("\xE2\x89\xA5")) ||
	    str_starts(m->display, STR("\xE2\x89\xA4"));
}

struct delta
delta_of(struct arena *a, const struct amount *old, const struct amount *new)
{
	struct delta d = { .from = old->display, .to = new->display };
	struct rat was, is;
	struct frame x, y;

	if (!old->has_value || !new->has_value || is_bound(old) ||
	    is_bound(new) || !read_bases(a, old, new, &was, &is))
		return d;
	if (!rat_is_zero(was)) {
		d.has_percent = true;
		d.ratio = ratio_of(a, was, is);
		d.percent = percent_text(a, d.ratio);
	}
	if (!str_eq(old->unit, new->unit) || !find_frame(a, old, &x) ||
	    !find_frame(a, new, &y) || !same_frame(&x, &y))
		return d;
	d.has_difference = true;
	d.exact = rat_sub(a, new->value, old->value);
	print_agreeing(a, &d, old, new, &x, &y);
	return d;
}

bool
delta_below(struct arena *a, const struct delta *d, struct rat threshold)
{
	return d->has_percent && rat_lt(absolute(a, d->ratio), threshold);
}

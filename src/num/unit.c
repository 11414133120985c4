#include "num/unit.h"

#include <ctype.h>
#include <string.h>

struct word {
	const char *name;
	enum dim dim; /* DIM_COUNT: counts things */
	int64_t num, den;
};

#define GIB 1073741824
#define DECIMAL_KB 1000

/* Bytes are listed as powers of 1024; see decimal_scale for the others. */
static const struct word words[] = {
	{ "USD", DIM_MONEY, 1, 1 },
	{ "EUR", DIM_MONEY, 1, 1 },
	{ "GBP", DIM_MONEY, 1, 1 },
	{ "CNY", DIM_MONEY, 1, 1 },
	{ "JPY", DIM_MONEY, 1, 1 },
	{ "KRW", DIM_MONEY, 1, 1 },
	{ "INR", DIM_MONEY, 1, 1 },
	{ "CHF", DIM_MONEY, 1, 1 },
	{ "CAD", DIM_MONEY, 1, 1 },
	{ "AUD", DIM_MONEY, 1, 1 },
	{ "BRL", DIM_MONEY, 1, 1 },
	{ "request", DIM_REQUEST, 1, 1 },
	{ "B", DIM_BYTE, 1, GIB },
	{ "byte", DIM_BYTE, 1, GIB },
	{ "KB", DIM_BYTE, 1024, GIB },
	{ "MB", DIM_BYTE, 1048576, GIB },
	{ "GB", DIM_BYTE, 1, 1 },
	{ "TB", DIM_BYTE, 1024, 1 },
	{ "PB", DIM_BYTE, 1048576, 1 },
	{ "KiB", DIM_BYTE, 1024, GIB },
	{ "MiB", DIM_BYTE, 1048576, GIB },
	{ "GiB", DIM_BYTE, 1, 1 },
	{ "TiB", DIM_BYTE, 1024, 1 },
	{ "PiB", DIM_BYTE, 1048576, 1 },
	{ "us", DIM_SECOND, 1, 1000000 },
	{ "ms", DIM_SECOND, 1, 1000 },
	{ "s", DIM_SECOND, 1, 1 },
	{ "min", DIM_SECOND, 60, 1 },
	{ "h", DIM_SECOND, 3600, 1 },
	{ "day", DIM_SECOND, 86400, 1 },
	{ "vCPU", DIM_VCPU, 1, 1 },
	{ "month", DIM_MONTH, 1, 1 },
	{ "task", DIM_COUNT, 1, 1 },
	{ "LCU", DIM_COUNT, 1, 1 },
	{ "instance", DIM_COUNT, 1, 1 },
	{ "gateway", DIM_COUNT, 1, 1 },
	{ "address", DIM_COUNT, 1, 1 },
	{ "connection", DIM_COUNT, 1, 1 },
	{ "evaluation", DIM_COUNT, 1, 1 },
	{ "subscription", DIM_COUNT, 1, 1 },
	{ "account", DIM_COUNT, 1, 1 },
	{ "load_balancer", DIM_COUNT, 1, 1 },
	{ "message", DIM_COUNT, 1, 1 },
	{ "event", DIM_COUNT, 1, 1 },
	{ "user", DIM_COUNT, 1, 1 },
	{ "seat", DIM_COUNT, 1, 1 },
	{ "operation", DIM_COUNT, 1, 1 },
	{ "unit", DIM_COUNT, 1, 1 },
	{ "item", DIM_COUNT, 1, 1 },
	{ "rule", DIM_COUNT, 1, 1 },
	{ "tag", DIM_COUNT, 1, 1 },
};

struct unit
unit_one(void)
{
	return (struct unit){ .scale = rat_int(1) };
}

static const struct word *
find_word(struct str s)
{
	for (size_t i = 0; i < countof(words); i++)
		if (s.n && s.p[0] == words[i].name[0] &&
		    str_is(s, words[i].name))
			return &words[i];
	return NULL;
}

static bool
is_count(const struct unit_env *env, struct str s)
{
	for (size_t i = 0; i < env->ncount; i++)
		if (str_eq(s, env->count[i]))
			return true;
	return false;
}

bool
unit_is_word(const struct unit_env *env, struct str s)
{
	if (env->names && map_find(env->names, s))
		return false;
	return find_word(s) || is_count(env, s);
}

struct str *
unit_words(struct arena *a, const struct unit_env *env, size_t *n)
{
	struct str *all =
	    arena_array(a, struct str, countof(words) + env->ncount);

	*n = 0;
	for (size_t i = 0; i < countof(words); i++)
		all[(*n)++] = str_of(words[i].name);
	for (size_t i = 0; i < env->ncount; i++)
		all[(*n)++] = env->count[i];
	return all;
}

bool
unit_same(const struct unit *x, const struct unit *y)
{
	return memcmp(x->dim, y->dim, sizeof(x->dim)) == 0 &&
	    strcmp(x->currency, y->currency) == 0;
}

bool
unit_is_plain(const struct unit *x)
{
	for (int d = 0; d < DIM_COUNT; d++)
		if (x->dim[d])
			return false;
	return true;
}

bool
unit_is_count(const struct unit *u)
{
	return unit_is_plain(u) && rat_eq(u->scale, rat_int(1));
}

/* Powers of 1000 for the words that are powers of 1024 in the table. */
static struct rat
decimal_scale(struct arena *a, struct str word)
{
	static const char prefix[] = "KMGTP";
	struct rat r = rat_frac(1, GIB);

	for (const char *p = prefix; *p && word.n == 2; p++) {
		r = rat_mul(a, r, rat_int(DECIMAL_KB));
		if (word.p[0] == *p)
			return r;
	}
	return rat_frac(1, GIB);
}

/* Whether a word is a power of 1000 where bytes are decimal. */
static bool
has_decimal(const struct word *w)
{
	return w && w->dim == DIM_BYTE && str_of(w->name).n == 2;
}

static void
word_unit(struct arena *a, const struct unit_env *env, const struct word *w,
    struct unit *u)
{
	*u = unit_one();
	u->scale = rat_frac(w->num, w->den);
	if (w->dim == DIM_COUNT)
		return;
	u->dim[w->dim] = 1;
	if (w->dim == DIM_MONEY)
		memcpy(u->currency, w->name, 3);
	if (env->decimal && has_decimal(w))
		u->scale = decimal_scale(a, str_of(w->name));
}

static struct unit
combine(struct arena *a, const struct unit *x, const struct unit *y, int sign)
{
	struct unit u = *x;

	for (int d = 0; d < DIM_COUNT; d++)
		u.dim[d] = (int8_t)(u.dim[d] + sign * y->dim[d]);
	u.scale = sign > 0 ? rat_mul(a, x->scale, y->scale)
			   : rat_div(a, x->scale, y->scale);
	if (!u.currency[0])
		memcpy(u.currency, y->currency, sizeof(u.currency));
	if (!u.dim[DIM_MONEY])
		memset(u.currency, 0, sizeof(u.currency));
	return u;
}

struct unit
unit_mul(struct arena *a, const struct unit *x, const struct unit *y)
{
	return combine(a, x, y, 1);
}

struct unit
unit_div(struct arena *a, const struct unit *x, const struct unit *y)
{
	return combine(a, x, y, -1);
}

static bool
is_word_char(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    (!first && c >= '0' && c <= '9');
}

static size_t
skip_blanks(struct str s, size_t i)
{
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	return i;
}

static struct str
word_at(struct str s, size_t i)
{
	size_t j = i;

	while (j < s.n && is_word_char(s.p[j], j == i))
		j++;
	return str_sub(s, i, j);
}

static bool
is_digit_at(struct str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

struct str
unit_named(struct arena *a, const struct unit_env *env, struct str word)
{
	struct buf out = { 0 };

	if (!env->decimal)
		return word;
	for (size_t i = 0, end; i < word.n; i = end) {
		struct str s = word_at(word, i);

		end = i + (s.n ? s.n : 1);
		if (has_decimal(find_word(s)))
			buf_puts(&out, "decimal ");
		buf_str(&out, str_sub(word, i, end));
	}
	return buf_take(&out, a);
}

static enum unit_status
scan_product(struct arena *a, const struct unit_env *env, struct str s,
    size_t *pos, struct unit *out, int depth, bool whole);

/* term = [number] word ["^" digit] | "(" unit ")" */
static enum unit_status
scan_term(struct arena *a, const struct unit_env *env, struct str s,
    size_t *pos, struct unit *out, int depth)
{
	size_t i = skip_blanks(s, *pos);
	struct rat number = rat_int(1);
	const struct word *word;
	struct unit base;
	struct str name;

	*pos = i;
	if (i < s.n && s.p[i] == '(') {
		enum unit_status st;

		if (depth > 8)
			return UNIT_SYNTAX;
		i++;
		st = scan_product(a, env, s, &i, out, depth + 1, false);
		*pos = i;
		if (st != UNIT_OK)
			return st == UNIT_NONE ? UNIT_SYNTAX : st;
		i = skip_blanks(s, i);
		*pos = i;
		if (i >= s.n || s.p[i] != ')')
			return UNIT_SYNTAX;
		*pos = i + 1;
		return UNIT_OK;
	}
	if (is_digit_at(s, i)) {
		size_t j = i;

		while (j < s.n && (is_digit_at(s, j) || s.p[j] == '.'))
			j++;
		if (rat_parse(a, str_sub(s, i, j), &number) != RAT_OK ||
		    rat_is_zero(number))
			return UNIT_SYNTAX;
		i = skip_blanks(s, j);
		*pos = i;
	}
	name = word_at(s, i);
	if (!name.n)
		return UNIT_NONE;
	if (!unit_is_word(env, name))
		return UNIT_UNKNOWN;
	word = find_word(name);
	base = unit_one();
	if (word)
		word_unit(a, env, word, &base);
	*out = base;
	i += name.n;
	if (i + 1 < s.n && s.p[i] == '^' && is_digit_at(s, i + 1)) {
		int power = s.p[i + 1] - '0';

		*out = unit_one();
		for (int k = 0; k < power; k++)
			*out = unit_mul(a, out, &base);
		i += 2;
	}
	out->scale = rat_mul(a, out->scale, number);
	*pos = i;
	return UNIT_OK;
}

/* Whether a unit goes on behind the operator that ends at `i`; a number may
 * follow 'per' only. */
static bool
goes_on(const struct unit_env *env, struct str s, size_t i, bool per)
{
	struct str word;

	if (!env->names)
		return true;
	i = skip_blanks(s, i);
	while (i < s.n && s.p[i] == '(')
		i = skip_blanks(s, i + 1);
	if (per && is_digit_at(s, i))
		return true;
	word = word_at(s, i);
	i = skip_blanks(s, i + word.n);
	/* A word that is called, as in `min(1, 2)`, is a function. */
	return unit_is_word(env, word) && !(i < s.n && s.p[i] == '(');
}

static enum unit_status
scan_product(struct arena *a, const struct unit_env *env, struct str s,
    size_t *pos, struct unit *out, int depth, bool whole)
{
	enum unit_status st = scan_term(a, env, s, pos, out, depth);

	while (st == UNIT_OK) {
		size_t i = skip_blanks(s, *pos), next;
		struct unit right;
		bool per = str_is(word_at(s, i), "per");
		char op = per ? '/' : i < s.n ? s.p[i] : '\0';

		if ((op != '*' && op != '/') || (whole && op == '/'))
			break;
		next = i + (per ? 3 : 1);
		if (!goes_on(env, s, next, per))
			break;
		st = per
		    ? scan_product(a, env, s, &next, &right, depth + 1, true)
		    : scan_term(a, env, s, &next, &right, depth);
		*pos = next;
		if (st == UNIT_NONE)
			return UNIT_SYNTAX;
		if (st != UNIT_OK)
			return st;
		if (out->currency[0] && right.currency[0] &&
		    strcmp(out->currency, right.currency) != 0)
			return UNIT_CURRENCY;
		*out = op == '*' ? unit_mul(a, out, &right)
				 : unit_div(a, out, &right);
	}
	return st;
}

enum unit_status
unit_scan(struct arena *a, const struct unit_env *env, struct str s,
    size_t *pos, struct unit *out)
{
	*out = unit_one();
	return scan_product(a, env, s, pos, out, 0, false);
}

bool
unit_accepts(const struct unit *want, const struct unit *got)
{
	struct unit g = *got;

	if (!want->dim[DIM_REQUEST])
		g.dim[DIM_REQUEST] = 0;
	return unit_same(want, &g);
}

static void
print_power(struct buf *out, const char *name, int power, bool *first)
{
	if (power <= 0)
		return;
	if (!*first)
		buf_putc(out, '*');
	*first = false;
	buf_puts(out, name);
	if (power > 1)
		buf_printf(out, "^%d", power);
}

void
unit_print(struct buf *out, const struct unit *u)
{
	static const char *const base[DIM_COUNT] = { NULL, "request", "GB", "s",
		"vCPU", "month" };
	bool first = true;
	int below = 0;

	for (int d = 0; d < DIM_COUNT; d++) {
		print_power(
		    out, base[d] ? base[d] : u->currency, u->dim[d], &first);
		if (u->dim[d] < 0)
			below++;
	}
	if (first)
		buf_puts(out, below ? "1" : "number");
	if (!below)
		return;
	buf_puts(out, below > 1 ? "/(" : "/");
	first = true;
	for (int d = 0; d < DIM_COUNT; d++)
		print_power(
		    out, base[d] ? base[d] : u->currency, -u->dim[d], &first);
	if (below > 1)
		buf_putc(out, ')');
}

struct str
unit_text(struct arena *a, const struct unit *u)
{
	struct buf b = { 0 };

	unit_print(&b, u);
	return buf_take(&b, a);
}

/* Whether it is a noun: all that is no noun is listed. */
static bool
is_noun(struct str s)
{
	const struct word *w = find_word(s);

	if (!islower((unsigned char)s.p[0]) || str_is(s, "per") ||
	    str_is(s, "decimal"))
		return false;
	return !w || w->dim == DIM_COUNT || w->dim == DIM_REQUEST ||
	    w->dim == DIM_MONTH || str_is(s, "byte") || str_is(s, "day");
}

static void
put_plural(struct buf *out, struct str s)
{
	bool ies =
	    str_ends(s, STR("y")) && s.n > 1 && !strchr("aeou", s.p[s.n - 2]);

	buf_str(out, str_sub(s, 0, s.n - ies));
	buf_puts(out, ies ? "ies" : str_ends(s, STR("s")) ? "es" : "s");
}

void
unit_put_counted(struct buf *out, bool one, struct str word)
{
	for (size_t i = 0; i < word.n;) {
		struct str s = word_at(word, i);
		size_t end = i + (s.n ? s.n : 1);

		while (!s.n && is_digit_at(word, i) && is_digit_at(word, end))
			end++;
		if (s.n && !one && is_noun(s) &&
		    !(end < word.n && strchr("*^", word.p[end])))
			put_plural(out, s);
		else
			buf_str(out, str_sub(word, i, end));
		if (is_digit_at(word, i))
			one = str_is(str_sub(word, i, end), "1");
		else if (s.n)
			one = true;
		i = end;
	}
}

struct str
unit_counted(struct arena *a, struct str number, struct str word)
{
	struct buf out = { 0 };

	unit_put_counted(&out, str_is(number, "1"), word);
	return buf_take(&out, a);
}

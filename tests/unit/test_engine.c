/*
 * engine: units, formulas, formats and price models by tables of examples.
 *
 * The tables are tests/tables/NAME.test; each says at its top what its lines
 * mean.  Every line is a test.
 */
#include <stdio.h>

#include "base/file.h"
#include "cost/crossing.h"
#include "data/yaml.h"
#include "decide/response.h"
#include "num/format.h"

#define COLUMNS 4

static int ntest, nfail;

/* A table on the way through it. */
struct table {
	const char *name;
	struct arena a;	     /* of the whole table */
	struct arena line_a; /* of one line */
	struct diag d;
	struct str rest, line;
	int number;
	struct str column[COLUMNS]; /* trimmed */
	size_t n;
};

static bool
result(struct table *t, bool ok, struct str got)
{
	printf("%sok %d - %s:%d %.*s\n", ok ? "" : "not ", ++ntest, t->name,
	    t->number, STR_ARG(t->line));
	if (!ok)
		printf("# got %.*s\n", STR_ARG(got));
	nfail += !ok;
	return ok;
}

static void
table_open(struct table *t, const char *name)
{
	char *path = file_join(&t->a, "tests/tables", name);

	t->name = name;
	if (!file_read(&t->a, path, 1 << 20, &t->rest))
		die("cannot read '%s'", path);
}

static void
cut_columns(struct table *t)
{
	struct str rest = t->line, head;

	t->n = 0;
	for (size_t i = 0; i < COLUMNS; i++) {
		str_cut(rest, '|', &head, &rest);
		t->column[i] = str_trim(head);
		t->n += i == 0 || head.p != rest.p;
	}
}

/* The next line that is neither blank nor a comment. */
static bool
table_next(struct table *t)
{
	arena_clear(&t->line_a);
	t->d = (struct diag){ .arena = &t->line_a };
	while (t->rest.n) {
		str_cut(t->rest, '\n', &t->line, &t->rest);
		t->number++;
		if (!str_trim(t->line).n || str_starts(t->line, STR("#")))
			continue;
		cut_columns(t);
		return true;
	}
	arena_clear(&t->a);
	return false;
}

static struct span
span_all(struct table *t, struct str text)
{
	struct source *s = source_new(&t->line_a, "table", text);

	return span_of(s, 0, text.n);
}

/* The id of what was reported first, or "nothing". */
static struct str
reported(const struct table *t)
{
	return str_of(t->d.n ? diag_name(t->d.item[0].id) : "nothing");
}

static struct str
exact(struct table *t, struct rat x)
{
	struct buf b = { 0 };

	rat_print(&b, x);
	return buf_take(&b, &t->line_a);
}

/* "5/2 GB*s", in base units. */
static struct str
shown(struct table *t, struct rat n, const struct unit *u)
{
	return str_printf(&t->line_a, "%.*s %.*s", STR_ARG(exact(t, n)),
	    STR_ARG(unit_text(&t->line_a, u)));
}

/* A quantity of a table, which must be one. */
static struct qty
known(struct table *t, const struct unit_env *env, struct str text)
{
	struct diag d = { .arena = &t->line_a };
	struct qty q;

	if (!qty_parse(&t->line_a, &d, env, span_all(t, text), text, &q))
		die("%s:%d: '%.*s' is no quantity", t->name, t->number,
		    STR_ARG(text));
	return q;
}

static bool
is_quantity(struct str s)
{
	return s.n && (s.p[0] == '-' || (s.p[0] >= '0' && s.p[0] <= '9'));
}

/* ---- units ---- */

static bool
read_unit_setting(struct table *t, struct unit_env *env)
{
	struct str word, rest;

	str_cut(t->line, ' ', &word, &rest);
	if (str_is(word, "bytes")) {
		env->decimal = str_is(rest, "decimal");
		return true;
	}
	if (!str_is(word, "counts"))
		return false;
	env->ncount = 0;
	env->count = arena_array(&t->a, struct str, 8);
	while (rest.n) {
		str_cut(rest, ' ', &word, &rest);
		((struct str *)(uintptr_t)env->count)[env->ncount++] = word;
	}
	return true;
}

static bool
read_quantity(struct table *t, const struct unit_env *env, struct qty *q)
{
	struct str text = t->column[0], want = t->column[1];
	struct unit unit;

	if (!qty_parse(&t->line_a, &t->d, env, span_all(t, text), text, q))
		return false;
	if (!want.n)
		return true;
	return qty_unit(
		   &t->line_a, &t->d, env, span_all(t, want), want, &unit) &&
	    qty_check(&t->line_a, &t->d, &unit, want, q);
}

static void
check_quantity(struct table *t, const struct unit_env *env, const struct qty *q)
{
	struct str want, dims;
	bool differ = str_starts(t->column[2], STR("!")), ok;
	struct qty w;

	str_cut(t->column[2], ':', &want, &dims);
	w = known(t, env, str_trim(str_from(want, differ)));
	ok = unit_same(&q->unit, &w.unit);
	ok = differ ? !ok : ok && rat_eq(q->n, w.n);
	if (dims.n)
		ok &= str_eq(unit_text(&t->line_a, &q->unit), dims);
	result(t, ok, shown(t, q->n, &q->unit));
}

static void
test_units(void)
{
	struct table t = { 0 };
	struct unit_env env = { 0 };
	struct qty q;

	table_open(&t, "unit.test");
	while (table_next(&t)) {
		bool wanted = is_quantity(t.column[2]) ||
		    str_starts(t.column[2], STR("!"));

		if (read_unit_setting(&t, &env))
			continue;
		if (!read_quantity(&t, &env, &q))
			result(&t, str_eq(reported(&t), t.column[2]),
			    reported(&t));
		else if (wanted)
			check_quantity(&t, &env, &q);
		else
			result(&t, false, shown(&t, q.n, &q.unit));
	}
}

/* ---- formulas ---- */

struct names {
	struct scope scope;
	struct rat value[32];
};

/* "let NAME: UNIT = VALUE", "let NAME: WORD... = WORD" */
static bool
read_let(struct table *t, struct names *s)
{
	struct str name, kind, value, rest;
	struct var v = { 0 };
	size_t slot;

	if (!str_starts(t->line, STR("let ")))
		return false;
	str_cut(str_from(t->line, 4), ':', &name, &rest);
	str_cut(rest, '=', &kind, &value);
	kind = str_trim(kind);
	value = str_trim(value);
	v.name = name;
	if (is_quantity(value)) {
		struct qty q;

		v.kind = EXPR_QTY;
		v.unit_word = kind;
		if (!qty_unit(&t->a, &t->d, &s->scope.units, (struct span){ 0 },
			kind, &v.unit))
			die("%s:%d: no unit", t->name, t->number);
		q = known(t, &s->scope.units, value);
		slot = scope_add(&s->scope, v);
		s->value[slot] = rat_copy(&t->a, q.n);
		return true;
	}
	v.kind = EXPR_WORD;
	v.choice = arena_array(&t->a, struct str, 4);
	while (kind.n) {
		struct str word;

		str_cut(kind, ' ', &word, &kind);
		((struct str *)(uintptr_t)v.choice)[v.nchoice++] = word;
	}
	slot = scope_add(&s->scope, v);
	s->value[slot] = rat_int(0);
	return true;
}

static void
bind(struct table *t, const struct names *s, struct rat *value)
{
	struct str rest = t->column[1], one, name, text;

	for (size_t i = 0; i < s->scope.n; i++)
		value[i] = s->value[i];
	while (rest.n) {
		size_t slot;
		const struct var *v;

		str_cut(rest, ' ', &one, &rest);
		str_cut(one, '=', &name, &text);
		slot = scope_find(&s->scope, name);
		if (slot == SIZE_MAX)
			die("%s:%d: no '%.*s'", t->name, t->number,
			    STR_ARG(name));
		v = &s->scope.var[slot];
		if (v->kind == EXPR_QTY)
			value[slot] = known(t, &s->scope.units, text).n;
		for (size_t i = 0; i < v->nchoice; i++)
			if (str_eq(v->choice[i], text))
				value[slot] = rat_int((int64_t)i);
	}
}

/* The value as an axis varies that the formula does not name. */
static struct rat
swept(struct table *t, const struct names *s, const struct expr *e,
    const struct rat *value)
{
	struct pwl_range r =
	    pwl_range(&t->line_a, rat_int(0), rat_int(1), rat_int(0));
	struct pwl p[32], f;

	for (size_t i = 0; i < s->scope.n; i++)
		p[i] = pwl_const(&r, value[i]);
	f = expr_sweep(&r, e, p);
	if (r.status != PWL_OK)
		return rat_div(&t->line_a, rat_int(1), rat_int(0));
	return pwl_at(&t->line_a, &f, rat_frac(1, 2));
}

static bool
same(struct rat x, struct rat y)
{
	return rat_ok(x) == rat_ok(y) && rat_eq(x, y);
}

static void
check_value(struct table *t, const struct names *s, const struct expr *e)
{
	struct rat value[32], x, along;
	struct str want = t->column[2];
	struct qty w;
	bool ok;

	bind(t, s, value);
	x = expr_eval(&t->line_a, e, value);
	along = swept(t, s, e, value);
	if (str_is(want, "bad")) {
		result(t, !rat_ok(x) && !rat_ok(along), exact(t, x));
		return;
	}
	if (e->kind == EXPR_TRUTH) {
		ok = str_is(want, rat_is_zero(x) ? "false" : "true");
		result(t, ok && rat_ok(x), exact(t, x));
	} else if (!is_quantity(want)) {
		result(t, false, shown(t, x, &e->unit));
		return;
	} else {
		w = known(t, &s->scope.units, want);
		ok = unit_same(&e->unit, &w.unit) && same(x, w.n);
		result(t, ok, shown(t, x, &e->unit));
	}
	/* A sweep computes both sides of `if`, `and` and `or`. */
	if (!same(x, along) && rat_ok(along))
		result(t, false, STR("another value along an axis"));
}

static void
test_formulas(void)
{
	struct table t = { 0 };
	struct names s = { 0 };

	table_open(&t, "expr.test");
	scope_init(&s.scope, &t.a);
	while (table_next(&t)) {
		struct str text = t.column[0];
		struct expr *e;

		if (read_let(&t, &s))
			continue;
		e = expr_compile(&s.scope, &t.d, span_all(&t, text), text);
		if (e)
			check_value(&t, &s, e);
		else
			result(&t, str_eq(reported(&t), t.column[2]),
			    reported(&t));
	}
}

/* ---- formats ---- */

static void
put_formatted(struct buf *out, struct str how, struct str arg, struct rat x)
{
	struct arena a = { 0 };
	const char *word = str_cstr(&a, arg);
	struct rat n;

	if (str_is(how, "money"))
		format_money(out, x, word);
	else if (str_is(how, "price"))
		format_price(out, x, word);
	else if (str_is(how, "number"))
		format_number(out, x);
	else if (str_is(how, "ratio"))
		format_ratio(out, x);
	else if (str_is(how, "exact"))
		rat_print(out, x);
	else if (str_is(how, "counted")) {
		rat_print(out, x);
		buf_putc(out, ' ');
		buf_str(out,
		    unit_counted(
			&a, str_sub(buf_view(out), 0, out->n - 1), arg));
	} else if (str_is(how, "time"))
		buf_str(out, response_text(&a, x));
	else if (rat_parse(&a, arg, &n) == RAT_OK)
		rat_print_fixed(out, x, (int)rat_to_int(n, 0));
	arena_clear(&a);
}

static void
test_formats(void)
{
	struct table t = { 0 };

	table_open(&t, "format.test");
	while (table_next(&t)) {
		struct buf b = { 0 };
		struct str how, arg;
		struct rat x;

		str_cut(t.column[0], ' ', &how, &arg);
		if (rat_parse(&t.line_a, t.column[1], &x) != RAT_OK)
			die("%s:%d: no number", t.name, t.number);
		put_formatted(&b, how, arg, x);
		result(&t, str_eq(buf_view(&b), t.column[2]), buf_view(&b));
		buf_free(&b);
	}
}

/* ---- price models ---- */

static const char head[] =
    "service: s\nname: S\nvendor: v\ncurrency: USD\n"
    "sources: {p: {url: \"https://example.org/\", retrieved: 2026-01-01}}\n"
    "inputs: {load: {unit: request/month}}\n";

static struct node *
parse_yaml(struct table *t, struct arena *a, struct str text)
{
	struct source *s = source_new(a, "table", text);
	struct node *n = NULL;

	if (!yaml_parse(a, &t->d, span_of(s, 0, text.n), &n))
		return NULL;
	return n;
}

/* The block of indented lines that follows, as a price file. */
static struct catalog *
load_service(struct table *t)
{
	struct catalog *c = arena_new(&t->a, struct catalog);
	struct buf b = { 0 };
	struct node *n;

	buf_puts(&b, head);
	while (str_starts(t->rest, STR("  "))) {
		str_cut(t->rest, '\n', &t->line, &t->rest);
		t->number++;
		buf_str(&b, str_from(t->line, 2));
		buf_putc(&b, '\n');
	}
	catalog_init(c, &t->a);
	n = parse_yaml(t, &t->a, buf_take(&b, &t->a));
	return n && catalog_add(c, &t->d, n, STR("s")) ? c : NULL;
}

/* An option with a use for each of the loads. */
static struct option *
load_option(struct table *t, const struct terms *terms)
{
	struct option *o = arena_new(&t->line_a, struct option);
	struct str rest = t->column[1], one;
	struct buf b = { 0 };
	struct node *n;

	buf_puts(&b, "use: {");
	for (int i = 0; rest.n; i++) {
		str_cut(rest, ',', &one, &rest);
		buf_printf(&b, "u%d: {service: s, load: %.*s}, ", i,
		    STR_ARG(str_trim(one)));
	}
	buf_puts(&b, "}");
	n = parse_yaml(t, &t->line_a, buf_take(&b, &t->line_a));
	return n && option_load(&t->line_a, &t->d, terms, STR("o"), n, o)
	    ? o
	    : NULL;
}

static enum free_tier
free_tier_of(struct str name)
{
	enum free_tier f = FREE_NONE;

	while (!str_is(name, free_tier_name(f)))
		f++;
	return f;
}

/* The lines' amounts or free quantities, as the table has them. */
static struct str
list_lines(struct table *t, const struct bill *bill, bool free)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < bill->nline; i++) {
		const struct line *l = &bill->line[i];

		buf_puts(&b, i ? ", " : "");
		rat_print(&b, free ? l->free : l->amount);
	}
	return buf_take(&b, &t->line_a);
}

static struct str
list_faults(struct table *t, const struct faults *f)
{
	static const char *const name[] = { "missing", "either", "range",
		"limit", "price", "number" };
	struct buf b = { 0 };

	for (size_t i = 0; i < f->n; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", name[f->fault[i].kind]);
	return buf_take(&b, &t->line_a);
}

static bool
adds_up(struct table *t, const struct bill *bill)
{
	struct rat sum = rat_int(0);

	for (size_t i = 0; i < bill->nline; i++) {
		const struct line *l = &bill->line[i];
		struct rat parts = rat_sub(&t->line_a, l->topped, l->credit);

		for (size_t k = 0; k < l->npart; k++)
			parts = rat_add(&t->line_a, parts, l->part[k].amount);
		if (!rat_eq(parts, l->amount))
			return false;
		sum = rat_add(&t->line_a, sum, l->amount);
	}
	return rat_eq(sum, bill->total);
}

static void
check_bill(struct table *t, const struct catalog *c)
{
	struct market m = { .region = STR("eu"), .month = rat_int(2628000) };
	struct terms terms;
	struct option *o;
	struct plan plan;
	struct bill bill;
	struct str got;
	bool ok;

	m.free = free_tier_of(t->column[0]);
	terms_init(&terms, &t->line_a, c);
	o = load_option(t, &terms);
	if (!o || !plan_init(&plan, &t->line_a, &t->d, o, &terms, &m)) {
		result(t, false, reported(t));
		return;
	}
	bill_compute(&t->line_a, &plan,
	    workload_new(&t->line_a, &terms, m.month), &bill);
	got = bill.faults.n ? list_faults(t, &bill.faults)
			    : list_lines(t, &bill, false);
	ok = str_eq(got, t->column[2]);
	if (ok && t->column[3].n) {
		got = list_lines(t, &bill, true);
		ok = str_eq(got, t->column[3]);
	}
	if (ok && !bill.faults.n && !adds_up(t, &bill)) {
		ok = false;
		got = STR("lines that do not add up");
	}
	result(t, ok, got);
}

static void
test_models(void)
{
	struct table t = { 0 };
	struct catalog *c = NULL;
	struct str failed = { 0 };

	table_open(&t, "tier.test");
	while (table_next(&t)) {
		if (str_is(t.line, "service")) {
			c = load_service(&t);
			failed = reported(&t);
		} else if (str_starts(t.line, STR("error: "))) {
			result(&t, !c && str_eq(str_from(t.line, 7), failed),
			    failed);
		} else if (c) {
			check_bill(&t, c);
		} else {
			result(&t, false, failed);
		}
	}
}

/* ---- who is cheapest where ---- */

#define CONTESTANTS 4

struct match {
	struct catalog catalog;
	struct terms terms;
	struct plan plan[CONTESTANTS];
	const struct plan *list[CONTESTANTS];
	struct str name[CONTESTANTS];
	size_t n;
};

/* A service of the meters that a line of the block says. */
static void
add_contestant(struct table *t, struct match *k, struct str line)
{
	static const char fixed[] =
	    "quantity: \"1 subscription/month\", unit: subscription";
	struct buf b = { 0 };
	struct node *n;
	size_t at;

	str_cut(str_trim(line), ':', &k->name[k->n], &line);
	at = str_find(line, STR("$S"), 0);
	buf_printf(&b,
	    "service: %.*s\nname: S\nvendor: v\ncurrency: USD\n"
	    "sources: {p: {url: \"https://example.org/\", retrieved: "
	    "2026-01-01}}\ninputs: {load: {unit: request/month}, x: {unit: "
	    "GB/month}, twice: {unit: request/month, default: \"load * "
	    "2\"}}\nmeters: ",
	    STR_ARG(k->name[k->n]));
	buf_str(&b, str_sub(line, 0, at));
	if (at != SIZE_MAX)
		buf_printf(
		    &b, "%s%.*s", fixed, STR_ARG(str_from(line, at + 2)));
	n = parse_yaml(t, &t->a, buf_take(&b, &t->a));
	if (!n || !catalog_add(&k->catalog, &t->d, n, k->name[k->n]))
		die("%s:%d: %.*s", t->name, t->number, STR_ARG(reported(t)));
	k->n++;
}

static struct match *
load_match(struct table *t)
{
	struct market m = { .region = STR("eu"), .month = rat_int(2628000) };
	struct match *k = arena_new(&t->a, struct match);

	catalog_init(&k->catalog, &t->a);
	while (str_starts(t->rest, STR("  ")) && k->n < CONTESTANTS) {
		str_cut(t->rest, '\n', &t->line, &t->rest);
		t->number++;
		add_contestant(t, k, t->line);
	}
	terms_init(&k->terms, &t->a, &k->catalog);
	for (size_t i = 0; i < k->n; i++) {
		const struct service *s = catalog_find(&k->catalog, k->name[i]);

		k->list[i] = &k->plan[i];
		plan_init(&k->plan[i], &t->a, &t->d,
		    option_of_services(&t->a, &s, 1), &k->terms, &m);
	}
	return k;
}

static void
list_intervals(struct buf *b, const struct match *k, const struct contest *c)
{
	for (size_t i = 0; i < c->ninterval; i++) {
		const struct interval *v = &c->interval[i];

		buf_printf(b, "%s%.*s%s ", i ? ", " : "",
		    STR_ARG(v->winner == NO_OPTION ? STR("none")
						   : k->name[v->winner]),
		    v->tie ? "=" : "");
		rat_print(b, v->from);
		buf_puts(b, "..");
		rat_print(b, v->to);
	}
	buf_puts(b, " |");
	for (size_t i = 0; i < c->ncrossing; i++) {
		buf_printf(b, "%s %s ", i ? "," : "",
		    c->crossing[i].kind == BORDER_CROSS ? "cross" : "jump");
		rat_print(b, c->crossing[i].at);
	}
}

static void
check_match(struct table *t, const struct match *k)
{
	struct str axis, rest, got;
	struct workload *w =
	    workload_new(&t->line_a, &k->terms, rat_int(2628000));
	struct rat lo = { 0 }, hi = { 0 };
	struct contest c;
	struct buf b = { 0 };
	size_t slot, dots;

	str_cut(t->column[0], ' ', &axis, &rest);
	dots = str_find(rest, STR(".."), 0);
	if (rat_parse(&t->line_a, str_sub(rest, 0, dots), &lo) != RAT_OK ||
	    rat_parse(&t->line_a, str_from(rest, dots + 2), &hi) != RAT_OK)
		die("%s:%d: no range", t->name, t->number);
	slot = scope_find(&k->terms.scope, axis);
	contest_run(&c,
	    pwl_range(&t->line_a, lo, hi, axis_step(&k->terms, slot)), k->list,
	    k->n, w, slot);
	if (c.range.status == PWL_OK)
		list_intervals(&b, k, &c);
	got = buf_take(&b, &t->line_a);
	result(t,
	    str_eq(got,
		str_printf(&t->line_a, "%.*s |%s%.*s", STR_ARG(t->column[1]),
		    t->column[2].n ? " " : "", STR_ARG(t->column[2]))),
	    got);
}

static void
test_matches(void)
{
	struct table t = { 0 };
	struct match *k = NULL;

	table_open(&t, "crossing.test");
	while (table_next(&t)) {
		if (str_is(t.line, "contest"))
			k = load_match(&t);
		else if (k)
			check_match(&t, k);
	}
}

/* ---- values that options and workloads give ---- */

static const char *const bind_input[][2] = {
	{ "requests", "unit: request/month" },
	{ "duration", "unit: ms" },
	{ "memory", "unit: GB" },
	{ "size", "unit: GB, default: 20 GB" },
	{ "loop", "unit: GB, default: memory" },
	{ "tasks", "unit: task" },
	{ "vcpu", "unit: vCPU" },
	{ "running_time", "unit: h/month" },
	{ "widgets", "unit: widget" },
	{ "mode", "choices: [alpha, beta]" },
};

static const char *const bind_given[][2] = {
	{ "requests", "1000" },
	{ "duration", "120 ms" },
	{ "memory", "2 GB" },
	{ "tasks", "4" },
	{ "widgets", "3 widget" },
	{ "mode", "alpha" },
};

/* How the value of a line is given, and everything that follows from it. */
struct binder {
	struct str how, input, text; /* how: workload, default or empty */
	struct catalog catalog;
	struct terms terms;
	struct option *option;
	struct workload *w;
	struct plan plan;
};

static bool
load_binder(struct table *t, struct binder *k)
{
	struct buf b = { 0 };
	struct node *n;

	buf_puts(&b,
	    "service: s\nname: S\nvendor: v\ncurrency: USD\n"
	    "counts: [widget]\n"
	    "sources: {p: {url: \"https://example.org/\", retrieved: "
	    "2026-01-01}}\nmeters:\n"
	    "  m: {quantity: \"1 subscription/month\", unit: subscription, "
	    "price: {eu: 1 USD/subscription}, source: p}\ninputs:\n");
	for (size_t i = 0; i < countof(bind_input); i++) {
		buf_printf(&b, "  %s: {%s", bind_input[i][0], bind_input[i][1]);
		if (str_is(k->how, "default") &&
		    str_is(k->input, bind_input[i][0]))
			buf_printf(&b, ", default: \"%.*s\"", STR_ARG(k->text));
		buf_puts(&b, "}\n");
	}
	catalog_init(&k->catalog, &t->line_a);
	n = parse_yaml(t, &t->line_a, buf_take(&b, &t->line_a));
	return n && catalog_add(&k->catalog, &t->d, n, STR("s"));
}

static bool
give(struct table *t, struct binder *k, struct str name, struct str text)
{
	return workload_set(&t->line_a, &t->d, k->w, span_all(t, name), name,
	    span_all(t, text), text);
}

static bool
resolve(struct table *t, struct binder *k)
{
	struct market m = { .region = STR("eu"), .month = rat_int(2628000) };
	const struct service *s = catalog_find(&k->catalog, STR("s"));

	terms_init(&k->terms, &t->line_a, &k->catalog);
	k->w = workload_new(&t->line_a, &k->terms, m.month);
	k->option = option_of_services(&t->line_a, &s, 1);
	for (size_t i = 0; i < countof(bind_given); i++)
		if (!str_is(k->how, "default") ||
		    !str_is(k->input, bind_given[i][0]))
			give(t, k, str_of(bind_given[i][0]),
			    str_of(bind_given[i][1]));
	if (str_is(k->how, "workload") && !give(t, k, k->input, k->text))
		return false;
	if (!k->how.n &&
	    !option_bind(&t->line_a, &t->d, &k->terms, &k->option->use[0],
		k->input, span_all(t, k->input), span_all(t, k->text), k->text,
		false))
		return false;
	return plan_init(&k->plan, &t->line_a, &t->d, k->option, &k->terms, &m);
}

static void
check_binding(struct table *t, const struct binder *k)
{
	const struct service *s = k->plan.use[0].service;
	struct rat *value = arena_array(&t->line_a, struct rat, s->scope.n);
	bool *have = arena_array(&t->line_a, bool, s->scope.n);
	size_t slot = scope_find(&s->scope, k->input);
	struct qty want;
	bool ok;

	plan_values(&t->line_a, &k->plan.use[0], k->w, value, have);
	if (slot == SIZE_MAX || !is_quantity(t->column[2])) {
		result(t, false, STR("a value"));
		return;
	}
	want = known(t, &s->scope.units, t->column[2]);
	ok = have[slot] && same(value[slot], want.n);
	if (s->scope.var[slot].kind == EXPR_QTY)
		ok &= unit_same(&s->scope.var[slot].unit, &want.unit);
	result(t, ok, exact(t, value[slot]));
}

static void
test_bindings(void)
{
	struct table t = { 0 };

	table_open(&t, "bind.test");
	while (table_next(&t)) {
		struct binder k = { .text = t.column[1] };

		if (!str_cut(t.column[0], ' ', &k.how, &k.input)) {
			k.input = t.column[0];
			k.how = (struct str){ 0 };
		}
		if (load_binder(&t, &k) && resolve(&t, &k))
			check_binding(&t, &k);
		else
			result(&t, str_eq(reported(&t), t.column[2]),
			    reported(&t));
	}
}

/* A formula of n operators in a row. */
static bool
long_formula(int n, struct str *id)
{
	struct table t = { .d = { .arena = &t.line_a } };
	struct buf b = { 0 };
	struct scope s;
	struct expr *e;
	bool ok;

	scope_init(&s, &t.a);
	buf_puts(&b, "1");
	for (int i = 0; i < n; i++)
		buf_puts(&b, i % 2 ? " + 1" : " * 1");
	e = expr_compile(&s, &t.d, span_all(&t, buf_view(&b)), buf_view(&b));
	ok = e && rat_eq(expr_eval(&t.a, e, NULL), rat_int(n / 2 + 1));
	*id = reported(&t);
	buf_free(&b);
	arena_clear(&t.a);
	arena_clear(&t.line_a);
	return ok;
}

static void
test_long_formulas(void)
{
	struct table t = { .name = "long formulas" };
	struct str id;

	t.line = STR("as many operators as there may be");
	result(&t, long_formula(EXPR_MAX_OPERATORS, &id), id);
	t.line = STR("one more");
	result(&t,
	    !long_formula(EXPR_MAX_OPERATORS + 1, &id) &&
		str_is(id, "formula-depth"),
	    id);
	t.line = STR("as many as a YAML text holds");
	result(
	    &t, !long_formula(16000, &id) && str_is(id, "formula-depth"), id);
}

int
main(void)
{
	test_units();
	test_formulas();
	test_formats();
	test_models();
	test_matches();
	test_bindings();
	test_long_formulas();
	printf("1..%d\n", ntest);
	return nfail > 0;
}

/*
 * crossings: curves and contests against bills, over random price sheets.
 *
 * Price files and options are drawn as YAML and loaded as users' files are.
 * Then every curve must equal the bill at every point looked at, and the
 * contest must name the winner that comparing the bills names; so must a curve
 * made ready for many points, in whatever order they are asked.  Between two
 * breaks all curves are straight, so looking at both ends of each such stretch
 * leaves no interval unseen.
 *
 * PROP_SHOW=1 prints the files of the first sheet that fails.
 */
#include <stdlib.h>

#include "cost/crossing.h"
#include "data/yaml.h"
#include "num/points.h"
#include "prop.h"

#define OPTIONS 4
#define SERVICES 3
#define MANY 700 /* points looked at where there are more breaks than that */

/* A kind of axis, and how meters depend on it. */
struct family {
	const char *axis;
	const char *unit;     /* of the axis */
	const char *quantity; /* %s: a formula of the axis's dimensions */
	const char *meter;    /* unit of the meters */
	const char *inputs;   /* further ones, as YAML */
	const char *given;    /* "name=value;..." of the workload */
	const char *steps[2]; /* keys of the axis input, one drawn a service */
	const char *step;     /* of the grid; NULL: none */
	int64_t n;	      /* where the axis ends [unit] */
	bool divisor;	      /* the axis starts at 1 */
	bool curved;	      /* products of the axis with itself */
	bool plain;	      /* straight lines only, and many of them */
};

static const struct family requests_small = { "requests", "request/month", "%s",
	"request", "", "", { "", ", step: 1 request/month" }, "1 request/month",
	150, false, true, false };
static const struct family lines = { "requests", "request/month", "%s",
	"request", "", "", { "", "" }, "1 request/month", 12, false, false,
	true };
static const struct family requests_middle = { "requests", "request/month",
	"%s", "request", "", "", { "", "" }, "1 request/month", 3000, false,
	false, false };
static const struct family requests_large = { "requests", "request/month", "%s",
	"request", "", "", { "", "" }, "1 request/month", 10000000, false,
	false, false };
static const struct family duration = { "duration", "ms",
	"requests * (%s) * memory", "GB*s",
	"  requests: {unit: request/month}\n  memory: {unit: MB}\n",
	"requests=1000;memory=1024 MB",
	{ ", bill_step: 1 ms", ", bill_step: 100 ms" }, "1 ms", 900, false,
	false, false };
static const struct family memory = { "memory", "MB",
	"requests * duration * (%s)", "GB*s",
	"  requests: {unit: request/month}\n  duration: {unit: s}\n",
	"requests=1024;duration=1 s", { ", step: 1 MB", ", step: 1 MB" },
	"1 MB", 400, false, false, false };
static const struct family continuous = { "load", "GB/month", "%s", "GB", "",
	"", { "", "" }, NULL, 100, false, false, false };
static const struct family coarse = { "load", "GB/month", "%s", "GB", "", "",
	{ ", bill_step: 10 GB/month", ", bill_step: 20 GB/month" },
	"10 GB/month", 400, false, false, false };
static const struct family concurrency = { "concurrency", "request",
	"requests * duration / (%s)", "s",
	"  requests: {unit: request/month}\n  duration: {unit: s}\n",
	"requests=720;duration=1 s",
	{ ", min: 1 request, step: 1 request", ", step: 1 request" },
	"1 request", 90, true, true, false };

/* One random price sheet, loaded. */
struct sheet {
	const struct family *f;
	struct arena a;
	struct diag d;
	struct buf yaml; /* all files, for print */
	struct catalog catalog;
	struct terms terms;
	struct option option[OPTIONS];
	struct plan plan[OPTIONS];
	const struct plan *list[OPTIONS];
	size_t noption, nservice;
	const char *const *mode[SERVICES]; /* the choices of each service */
	bool out[OPTIONS]; /* a bill said that the option cannot be had */
	struct market market;
	struct workload *w;
	size_t axis;
	struct contest c;
	struct points
	    points[OPTIONS]; /* of the curves, on the grid or off it */
	size_t nready;
	struct arena scratch;
	int id;
};

static bool shown;

/* A check of a sheet; the first one that fails may show its files. */
#define CHECK(s, ok, ...)                                               \
	do {                                                            \
		if (!expect(ok, __VA_ARGS__) && !shown &&               \
		    getenv("PROP_SHOW")) {                              \
			shown = true;                                   \
			printf("# sheet %d\n%s", (s)->id, (s)->yaml.p); \
		}                                                       \
	} while (0)

/* ---- drawing formulas ---- */

static int64_t
draw_amount(const struct family *f)
{
	static const int64_t round[] = { 1, 2, 5, 10, 25, 50, 100 };
	int64_t n = draw_in(1, f->n), to = round[draw(7)];

	/* Round numbers meet each other more often. */
	if (one_in(2))
		n = n / to * to;
	return n > 0 ? n : 1;
}

static void
put_amount(struct buf *b, const struct family *f, int64_t n)
{
	buf_printf(b, "%lld %s", (long long)n, f->unit);
}

/* A step to round to that does not make more breaks than are wanted. */
static void
put_step(struct buf *b, const struct family *f)
{
	int64_t least = f->n > 1000 ? f->n / 300 : 2;

	put_amount(b, f, draw_in(least, f->n / 2));
}

static void put_formula(struct buf *b, const struct family *f, int depth);

static void
put_call(struct buf *b, const struct family *f, const char *name, int depth)
{
	buf_printf(b, "%s(", name);
	put_formula(b, f, depth);
	buf_puts(b, ", ");
	put_formula(b, f, depth);
	buf_puts(b, ")");
}

static void
put_round(struct buf *b, const struct family *f, const char *name, int depth)
{
	buf_printf(b, "%s(", name);
	put_formula(b, f, depth);
	buf_puts(b, ", ");
	put_step(b, f);
	buf_puts(b, ")");
}

static void
put_condition(struct buf *b, const struct family *f, int depth)
{
	static const char *const order[] = { "<", "<=", ">", ">=", "==", "!=" };
	static const char *const join[] = { " and ", " or ", " and not " };

	put_formula(b, f, depth);
	buf_printf(b, " %s ", order[draw(6)]);
	put_formula(b, f, one_in(2) ? 0 : depth);
	if (depth > 0 && one_in(4)) {
		buf_puts(b, join[draw(3)]);
		put_condition(b, f, depth - 1);
	}
}

static void
put_if(struct buf *b, const struct family *f, int depth)
{
	buf_puts(b, "if(");
	put_condition(b, f, depth);
	buf_puts(b, ", ");
	put_formula(b, f, depth);
	buf_puts(b, ", ");
	put_formula(b, f, depth);
	buf_puts(b, ")");
}

static void
put_difference(struct buf *b, const struct family *f, int depth)
{
	buf_printf(b, "max(0 %s, ", f->unit);
	put_formula(b, f, depth);
	buf_puts(b, " - ");
	put_formula(b, f, 0);
	buf_puts(b, ")");
}

/* Not straight: held point by point. */
static void
put_product(struct buf *b, const struct family *f, int depth)
{
	buf_puts(b, "(");
	put_formula(b, f, depth);
	buf_printf(b, ") * %s / (", f->axis);
	if (one_in(2))
		put_amount(b, f, draw_amount(f));
	else
		buf_printf(b, "%s + 3 %s", f->axis, f->unit);
	buf_puts(b, ")");
}

static void
put_leaf(struct buf *b, const struct family *f)
{
	switch (draw(6)) {
	case 0:
		put_amount(b, f, draw_amount(f));
		break;
	case 1:
		buf_printf(b, "%lld * %s", (long long)draw_in(2, 4), f->axis);
		break;
	case 2:
		buf_printf(b, "%s / %lld", f->axis, (long long)draw_in(2, 4));
		break;
	default:
		buf_puts(b, f->axis);
	}
}

/* A formula of the axis's dimensions, not below zero. */
static void
put_formula(struct buf *b, const struct family *f, int depth)
{
	if (depth <= 0) {
		put_leaf(b, f);
		return;
	}
	switch (draw(8)) {
	case 0:
		put_call(b, f, "min", depth - 1);
		break;
	case 1:
		put_call(b, f, "max", depth - 1);
		break;
	case 2:
		put_round(b, f, "ceil", depth - 1);
		break;
	case 3:
		put_round(b, f, "floor", depth - 1);
		break;
	case 4:
		put_if(b, f, depth - 1);
		break;
	case 5:
		put_difference(b, f, depth - 1);
		break;
	case 6:
		put_formula(b, f, depth - 1);
		buf_puts(b, " + ");
		put_formula(b, f, depth - 1);
		break;
	default:
		if (f->curved && one_in(3))
			put_product(b, f, depth - 1);
		else
			put_leaf(b, f);
	}
}

/* ---- drawing price files ---- */

static void
put_price(struct buf *b, const struct family *f, int64_t block)
{
	buf_printf(b, "%lld%s USD per %lld %s", (long long)draw_in(0, 9),
	    one_in(3) ? ".5" : "", (long long)block, f->meter);
}

static int64_t
draw_block(const struct family *f)
{
	if (f->plain)
		return draw_in(1, 3);
	return f->n > 10000 ? 100000 : one_in(2) ? 10 : draw_in(1, 12);
}

static void
put_tiers(struct buf *b, const struct family *f)
{
	int64_t from = 0, block = draw_block(f);

	buf_puts(b, "[");
	for (int64_t i = 0, n = draw_in(1, 4); i < n; i++) {
		buf_printf(b, "%s{from: %lld %s, price: ", i ? ", " : "",
		    (long long)from, f->meter);
		put_price(b, f, block);
		buf_puts(b, "}");
		from += draw_in(1, f->n / 2);
	}
	buf_puts(b, "]");
}

enum { FLAT, GRADUATED, VOLUME, PACKAGE };

static void
put_leaf_price(struct buf *b, const struct family *f, int64_t model)
{
	if (model == FLAT)
		put_price(b, f, draw_block(f));
	else if (model == PACKAGE)
		put_price(b, f,
		    f->n > 10000 ? draw_in(f->n / 300, f->n / 3)
				 : draw_in(3, 3 + f->n / 3));
	else
		put_tiers(b, f);
}

static void
put_prices(struct buf *b, const struct family *f, const char *const *mode,
    int64_t model)
{
	buf_printf(b, "    price: {%s: ", one_in(40) ? "us" : "eu");
	if (one_in(4)) {
		if (!one_in(12)) {
			buf_printf(b, "{%s: ", mode[0]);
			put_leaf_price(b, f, model);
			buf_puts(b, ", ");
		} else {
			buf_puts(b, "{");
		}
		buf_printf(b, "%s: ", mode[1]);
		put_leaf_price(b, f, model);
		buf_puts(b, "}");
	} else {
		put_leaf_price(b, f, model);
	}
	buf_puts(b, "}\n");
}

static void
put_free(struct buf *b, const struct family *f)
{
	long long n = (long long)draw_amount(f) / 2;

	if (one_in(4))
		buf_printf(b, "    included: %lld %s\n", n / 2, f->meter);
	switch (draw(5)) {
	case 0:
		buf_printf(b, "    free: %lld %s\n", n, f->meter);
		break;
	case 1:
		buf_printf(b,
		    "    free: {amount: %lld %s, period: first-year}\n", n,
		    f->meter);
		break;
	case 2:
		buf_printf(b,
		    "    free: [{amount: %lld %s, period: first-year}, %lld "
		    "%s]\n",
		    n, f->meter, n / 2, f->meter);
		break;
	default:
		break;
	}
}

/* The line that bills the axis. */
static void
put_axis_meter(
    struct buf *b, const struct family *f, const char *const *mode, size_t id)
{
	static const char *const name[] = { "flat", "graduated", "volume",
		"package" };
	int64_t model = f->plain ? FLAT : draw(4);
	bool low = one_in(15); /* the quantity may fall below zero */
	struct buf q = { 0 };

	if (f->divisor)
		buf_puts(&q, "max(1 request, ");
	else if (low)
		buf_printf(&q, "%s - ", f->axis);
	put_formula(&q, f, f->plain ? 0 : (int)draw(3));
	if (f->divisor)
		buf_puts(&q, ")");
	buf_printf(b, "  m%zu:\n    quantity: \"", id);
	/* The divisor comes last, the others stand in the middle. */
	for (const char *p = f->quantity; *p; p++)
		if (p[0] == '%' && p[1] == 's')
			buf_str(b, buf_view(&q)), p++;
		else
			buf_putc(b, *p);
	buf_free(&q);
	buf_printf(
	    b, "\"\n    unit: %s\n    model: %s\n", f->meter, name[model]);
	if (f->plain) {
		put_prices(b, f, mode, model);
		buf_puts(b, "    source: k\n");
		return;
	}
	if (low ? !one_in(3) : one_in(3)) {
		buf_puts(b, "    when: \"");
		if (one_in(3))
			buf_printf(b, "mode == %s and ", mode[draw(2)]);
		put_condition(b, f, (int)draw(2));
		buf_puts(b, "\"\n");
	}
	if (one_in(3))
		buf_puts(b, "    tiers: net\n");
	if (one_in(6))
		buf_printf(b, "    minimum: %lld %s\n",
		    (long long)draw_amount(f) / 2, f->meter);
	else if (one_in(6))
		buf_printf(
		    b, "    minimum: %lld USD\n", (long long)draw_in(1, 60));
	put_free(b, f);
	put_prices(b, f, mode, model);
	buf_puts(b, "    source: k\n");
}

/* Lines that are billed by the hour or not at all by load. */
static void
put_other_meter(struct buf *b, const struct family *f, size_t id)
{
	long long price = (long long)draw_in(1, 9);

	if (one_in(8))
		buf_printf(b,
		    "  m%zu:\n    quantity: \"size / (1 month)\"\n"
		    "    when: \"%s > %lld %s\"\n    unit: GB\n"
		    "    price: {eu: %lld USD/GB}\n    source: k\n",
		    id, f->axis, (long long)draw(3), f->unit, price);
	else if (one_in(2))
		buf_printf(b,
		    "  m%zu:\n    quantity: \"tasks * hours_per_month\"\n"
		    "    unit: h\n    price: {eu: %lld USD per 100 h}\n"
		    "    source: k\n",
		    id, price);
	else
		buf_printf(b,
		    "  m%zu:\n    quantity: \"1 subscription/month\"\n"
		    "    unit: subscription\n    included: 0 subscription\n"
		    "    price: {eu: %lld USD/subscription}\n"
		    "    source: k\n",
		    id, price * draw_in(1, f->plain ? 9 : 20));
}

/* The range of the axis input; `step` of the whole grid stays as it is. */
static void
put_range(struct buf *b, const struct family *f)
{
	if (one_in(5) && !f->divisor)
		buf_printf(b, ", min: %lld %s", (long long)draw_amount(f) / 3,
		    f->unit);
	if (one_in(5))
		buf_printf(b, ", max: %lld %s",
		    (long long)(draw_amount(f) + f->n / 2), f->unit);
	if (one_in(12)) {
		buf_puts(b, ", values: [");
		for (int64_t i = 0, n = draw_in(1, 5); i < n; i++)
			buf_printf(b, "%s%lld %s", i ? ", " : "",
			    (long long)draw_amount(f), f->unit);
		buf_puts(b, "]");
	}
}

static void
put_limits(struct buf *b, const struct family *f)
{
	long long n = (long long)draw_amount(f);

	if (!one_in(3))
		return;
	buf_puts(b, "limits:\n");
	switch (draw(5)) {
	case 0:
		buf_printf(b, "  top: {of: %s, max: %lld %s, source: k}\n",
		    f->axis, n, f->unit);
		break;
	case 1:
		buf_printf(b,
		    "  most: {of: tasks, max: %lld task, source: k}\n",
		    (long long)draw_in(1, 4));
		break;
	case 2:
		buf_printf(b,
		    "  kind: {of: mode, when: \"%s > %lld %s\", "
		    "values: [beta], source: k}\n",
		    f->axis, n, f->unit);
		break;
	case 3:
		buf_printf(b,
		    "  size: {of: %s, when: \"mode == beta\", min: %lld %s, "
		    "source: k}\n",
		    f->axis, n / 3, f->unit);
		break;
	default:
		buf_printf(b,
		    "  sizes: {of: tasks, when: \"%s <= %lld %s\", "
		    "values: [0 task, 1 task, 3 task], source: k}\n",
		    f->axis, n, f->unit);
	}
}

static void
put_credit(struct buf *b, size_t nmeter)
{
	if (!one_in(3))
		return;
	buf_printf(b, "allowances:\n  c: {credit: \"%lld USD\", meters: [",
	    (long long)draw_in(1, 40));
	for (size_t i = 0; i < nmeter; i++)
		if (i == 0 || one_in(2))
			buf_printf(b, "%sm%zu", i ? ", " : "", i);
	buf_printf(
	    b, "]%s, source: k}\n", one_in(2) ? ", period: first-year" : "");
	if (one_in(3))
		buf_printf(b,
		    "  d: {credit: \"%lld USD\", meters: [m0], source: k}\n",
		    (long long)draw_in(1, 20));
}

static const char *const modes[][2] = { { "alpha", "beta" },
	{ "gamma", "beta" } };

static void
put_service(struct buf *b, struct sheet *s, size_t id)
{
	const struct family *f = s->f;
	/* The choices of services differ; a workload may give one that this
	 * service does not have. */
	const char *const *mode = modes[one_in(6)];
	size_t n = f->plain ? 2 : (size_t)draw_in(1, 3);

	s->mode[id] = mode;
	buf_printf(b,
	    "service: s%zu\nname: S\nvendor: v\ncurrency: USD\n"
	    "sources: {k: {url: \"https://example.org/\", retrieved: "
	    "2026-01-01}}\ninputs:\n  %s: {unit: %s%s",
	    id, f->axis, f->unit, f->steps[id % 2]);
	put_range(b, f);
	buf_printf(b,
	    "}\n%s  tasks: {unit: task, min: 0, step: 1, default: 1}\n"
	    "  size: {unit: GB}\n  mode: {choices: [%s, %s]",
	    f->inputs, mode[0], mode[1]);
	if (!one_in(20))
		buf_printf(b, ", default: %s", mode[draw(2)]);
	buf_puts(b, "}\nmeters:\n");
	for (size_t i = 0; i < n; i++)
		if (i == 0 || (!f->plain && one_in(2)))
			put_axis_meter(b, f, mode, i);
		else
			put_other_meter(b, f, i);
	put_credit(b, n);
	put_limits(b, f);
}

/* ---- drawing options ---- */

static void
put_tasks(struct buf *b, const struct family *f)
{
	if (one_in(2)) {
		buf_printf(b, "max(1, ceil(%s / (", f->axis);
		put_step(b, f);
		buf_puts(b, ")))");
		return;
	}
	buf_puts(b, one_in(2) ? "ceil((" : "floor((");
	put_formula(b, f, 1);
	buf_puts(b, ") / (");
	put_step(b, f);
	buf_puts(b, "))");
}

/* The bindings of a use; `share` makes it a part of the axis. */
static void
put_use(struct buf *b, struct sheet *s, size_t service, const char *share)
{
	const struct family *f = s->f;

	buf_puts(b, "{");
	if (share)
		buf_printf(b, "%s: \"%s\", ", f->axis, share);
	if (one_in(2))
		buf_printf(b, "mode: %s, ", s->mode[service][draw(2)]);
	if (!one_in(4))
		buf_printf(b, "size: %lld GB, ", (long long)draw_in(1, 5));
	if (one_in(2)) {
		buf_puts(b, "tasks: \"");
		put_tasks(b, f);
		buf_puts(b, "\", ");
	}
	buf_puts(b, "}");
}

/* Two uses of one service that share the load between them. */
static void
put_twice(struct buf *b, struct sheet *s, size_t service)
{
	const struct family *f = s->f;

	struct str one, rest;
	struct arena a = { 0 };
	long long n = (long long)draw_amount(f);

	if (f->divisor || one_in(2)) {
		one = rest = str_of(f->axis);
	} else {
		one = str_printf(&a, "min(%s, %lld %s)", f->axis, n, f->unit);
		rest = str_printf(
		    &a, "%s - min(%s, %lld %s)", f->axis, f->axis, n, f->unit);
	}
	buf_puts(b, "{a: ");
	put_use(b, s, service, str_cstr(&a, one));
	b->n--; /* the closing brace */
	buf_printf(b, "service: s%zu}, b: ", service);
	put_use(b, s, service, str_cstr(&a, rest));
	b->n--;
	buf_printf(b, "service: s%zu}}", service);
	arena_clear(&a);
}

static void
put_option(struct buf *b, struct sheet *s, size_t id)
{
	size_t first = (size_t)draw((int64_t)s->nservice);

	buf_printf(b, "o%zu:\n  use: ", id);
	if (one_in(4)) {
		put_twice(b, s, first);
	} else {
		buf_printf(b, "{s%zu: ", first);
		put_use(b, s, first, NULL);
		if (s->nservice > 1 && one_in(4)) {
			size_t next = (first + 1) % s->nservice;

			buf_printf(b, ", s%zu: ", next);
			put_use(b, s, next, NULL);
		}
		buf_puts(b, "}");
	}
	buf_puts(b, "\n");
}

/* ---- loading ---- */

static struct node *
parse(struct sheet *s, const char *path, struct buf *text)
{
	struct source *src;
	struct node *root = NULL;

	buf_str(&s->yaml, buf_view(text));
	src = source_new(&s->a, path, buf_take(text, &s->a));
	if (!yaml_parse(&s->a, &s->d, span_of(src, 0, src->text.n), &root))
		return NULL;
	return root;
}

static void
load_services(struct sheet *s)
{
	for (size_t i = 0; i < s->nservice; i++) {
		struct buf b = { 0 };
		struct str stem = str_printf(&s->a, "s%zu", i);
		struct node *root;

		put_service(&b, s, i);
		root = parse(s, "service", &b);
		if (root)
			catalog_add(&s->catalog, &s->d, root, stem);
	}
}

static void
load_options(struct sheet *s)
{
	struct buf b = { 0 };
	struct node *root;

	for (size_t i = 0; i < s->noption; i++)
		put_option(&b, s, i);
	root = parse(s, "options", &b);
	for (size_t i = 0; root && i < s->noption; i++) {
		s->list[i] = &s->plan[i];
		if (option_load(&s->a, &s->d, &s->terms, node_key(root, i),
			root->item[i], &s->option[i]))
			plan_init(&s->plan[i], &s->a, &s->d, &s->option[i],
			    &s->terms, &s->market);
	}
}

static void
give(struct sheet *s, const char *given)
{
	struct str rest = str_of(given), one, name, value;
	struct span at = { 0 };

	while (rest.n) {
		str_cut(rest, ';', &one, &rest);
		str_cut(one, '=', &name, &value);
		workload_set(&s->a, &s->d, s->w, at, name, at, value);
	}
}

static bool
sheet_init(struct sheet *s, const struct family *f, int id)
{
	*s = (struct sheet){ .f = f, .id = id };
	s->d.arena = &s->a;
	catalog_init(&s->catalog, &s->a);
	s->nservice = (size_t)draw_in(2, SERVICES);
	s->noption = (size_t)draw_in(2, OPTIONS);
	s->market = (struct market){ .region = STR("eu"),
		.month = rat_int(730 * 3600) };
	s->market.free = (enum free_tier)draw(3);
	load_services(s);
	terms_init(&s->terms, &s->a, &s->catalog);
	load_options(s);
	s->w = workload_new(&s->a, &s->terms, s->market.month);
	give(s, f->given);
	if (one_in(3))
		give(s, s->mode[0] == modes[0] ? "mode=alpha" : "mode=gamma");
	s->axis = scope_find(&s->terms.scope, str_of(f->axis));
	if (s->d.nerror) {
		struct buf b = { 0 };

		diag_print(&s->d, &b, false, NULL);
		CHECK(s, false, "sheet %d does not load: %s", id, b.p);
		buf_free(&b);
	}
	return s->d.nerror == 0;
}

static void
sheet_clear(struct sheet *s)
{
	buf_free(&s->yaml);
	arena_clear(&s->a);
	arena_clear(&s->scratch);
}

/* A number of the axis's unit in base units. */
static struct rat
on_axis(struct sheet *s, struct rat n)
{
	return rat_mul(&s->a, n, s->terms.scope.var[s->axis].unit.scale);
}

static bool
sheet_run(struct sheet *s)
{
	const struct family *f = s->f;
	struct rat step = axis_step(&s->terms, s->axis);
	struct rat want = rat_int(0);

	if (f->step) {
		struct qty q;
		struct unit_env env = { 0 };

		qty_parse(&s->a, &s->d, &env, (struct span){ 0 },
		    str_of(f->step), &q);
		want = q.n;
	}

	CHECK(s, rat_eq(step, want),
	    "sheet %d: the grid has the step of the axis", s->id);
	contest_run(&s->c,
	    pwl_range(&s->a, on_axis(s, rat_int(f->divisor)),
		on_axis(s, rat_int(f->n)), step),
	    s->list, s->noption, s->w, s->axis);
	if (s->c.range.status == PWL_TOO_MANY)
		return false;
	CHECK(s, s->c.range.status == PWL_OK, "sheet %d: status %d", s->id,
	    (int)s->c.range.status);
	s->nready = 0;
	for (size_t i = 0; i < s->noption; i++)
		s->nready +=
		    points_init(&s->points[i], &s->c.range, &s->c.curve[i].cost,
			f->step ? step : on_axis(s, rat_frac(1, 4)));
	return s->c.range.status == PWL_OK;
}

/* ---- what the bills say ---- */

static struct str
text(struct sheet *s, struct rat x)
{
	struct buf b = { 0 };

	rat_print(&b, x);
	return buf_take(&b, &s->scratch);
}

static struct rat
bill_at(struct sheet *s, size_t option, struct rat x, bool *valid)
{
	struct bill bill;

	workload_set_value(s->w, s->axis, x);
	bill_compute(&s->scratch, &s->plan[option], s->w, &bill);
	*valid = bill.faults.n == 0;
	s->out[option] |= !*valid;
	return bill.total;
}

/* The options at one point, by their bills. */
struct field {
	struct rat x;
	struct rat total[OPTIONS];
	bool valid[OPTIONS];
	size_t best, second; /* the one listed first of equals */
};

static size_t
least(const struct field *p, size_t n, size_t except)
{
	size_t best = NO_OPTION;

	for (size_t i = 0; i < n; i++)
		if (p->valid[i] && i != except &&
		    (best == NO_OPTION || rat_lt(p->total[i], p->total[best])))
			best = i;
	return best;
}

/* What is ready for many points says the same as the curve at x. */
static void
check_ready(struct sheet *s, size_t i, struct rat x, struct rat on_curve)
{
	struct rat k = rat_div(&s->scratch, x, s->points[i].unit);

	if (!rat_is_int(k))
		return;
	CHECK(s,
	    rat_eq(points_at(&s->scratch, &s->points[i], rat_to_int(k, 0)),
		on_curve),
	    "sheet %d, o%zu at %.*s: what is ready differs", s->id, i,
	    STR_ARG(text(s, x)));
}

/* Bills of all options at x; the curves must say the same. */
static void
look(struct sheet *s, struct rat x, struct field *p)
{
	p->x = x;
	for (size_t i = 0; i < s->noption; i++) {
		const struct curve *c = &s->c.curve[i];
		struct rat on_curve = pwl_at(&s->scratch, &c->cost, x);
		bool valid = !rat_is_zero(pwl_at(&s->scratch, &c->valid, x));

		check_ready(s, i, x, on_curve);
		p->total[i] = bill_at(s, i, x, &p->valid[i]);
		/* What the option lacks somewhere keeps it out everywhere. */
		if (c->faults.n) {
			p->valid[i] = false;
			continue;
		}
		CHECK(s, valid == p->valid[i],
		    "sheet %d, o%zu at %.*s: the bill is %s", s->id, i,
		    STR_ARG(text(s, x)), p->valid[i] ? "valid" : "refused");
		CHECK(s, !p->valid[i] || rat_eq(on_curve, p->total[i]),
		    "sheet %d, o%zu at %.*s: bill %.*s, curve %.*s", s->id, i,
		    STR_ARG(text(s, x)), STR_ARG(text(s, p->total[i])),
		    STR_ARG(text(s, on_curve)));
	}
	p->best = least(p, s->noption, NO_OPTION);
	p->second =
	    p->best == NO_OPTION ? NO_OPTION : least(p, s->noption, p->best);
}

/* ---- the contest on a grid ---- */

static const struct interval *
interval_of(const struct contest *c, struct rat x)
{
	for (size_t i = 0; i < c->ninterval; i++)
		if (!rat_lt(c->interval[i].to, x))
			return &c->interval[i];
	return NULL;
}

static void
check_point(struct sheet *s, struct rat x)
{
	struct arena_mark m = arena_mark(&s->scratch);
	const struct interval *v = interval_of(&s->c, x);
	struct field p;

	look(s, x, &p);
	CHECK(s, v && v->winner == p.best,
	    "sheet %d at %.*s: o%zu is cheapest, not o%zu", s->id,
	    STR_ARG(text(s, x)), p.best, v ? v->winner : 99);
	arena_rewind(&s->scratch, m);
}

/* What an interval says of its two ends. */
static void
check_ends(struct sheet *s, const struct interval *v)
{
	struct field p;
	struct rat margin;

	look(s, v->from, &p);
	if (v->winner == NO_OPTION) {
		CHECK(s, p.best == NO_OPTION, "sheet %d: nobody wins", s->id);
		return;
	}
	CHECK(s,
	    v->runner_up == p.second && rat_eq(v->total, p.total[v->winner]),
	    "sheet %d at %.*s: total, and o%zu is second, not o%zu", s->id,
	    STR_ARG(text(s, v->from)), p.second, v->runner_up);
	if (p.second == NO_OPTION) {
		CHECK(s, !v->tie, "sheet %d: no tie alone", s->id);
	} else {
		margin =
		    rat_sub(&s->scratch, p.total[p.second], p.total[v->winner]);
		CHECK(s,
		    rat_eq(v->margin, margin) && v->tie == rat_is_zero(margin),
		    "sheet %d at %.*s: margin %.*s", s->id,
		    STR_ARG(text(s, v->from)), STR_ARG(text(s, margin)));
	}
	look(s, v->to, &p);
	CHECK(s, rat_eq(v->total_to, p.total[v->winner]),
	    "sheet %d at %.*s: total at the end", s->id,
	    STR_ARG(text(s, v->to)));
	CHECK(s, v->runner_up_to == p.second,
	    "sheet %d at %.*s: second at the end", s->id,
	    STR_ARG(text(s, v->to)));
	if (p.second != NO_OPTION)
		CHECK(s,
		    rat_eq(v->margin_to,
			rat_sub(&s->scratch, p.total[p.second],
			    p.total[v->winner])),
		    "sheet %d at %.*s: margin at the end", s->id,
		    STR_ARG(text(s, v->to)));
}

#define SHORT 60 /* points of an interval looked at one by one */

/* Whom the winner of an interval ties with, found at every point of it. */
static void
check_even(struct sheet *s, const struct interval *v)
{
	struct arena_mark m = arena_mark(&s->scratch);
	struct arena *a = &s->scratch;
	int64_t n = rat_to_int(
	    rat_div(a, rat_sub(a, v->to, v->from), s->c.range.step), SHORT);
	size_t even = NO_OPTION, part = NO_OPTION;
	struct field p;

	for (size_t i = s->noption; v->winner != NO_OPTION && i-- > 0;) {
		bool all = i != v->winner, twice = false, last = false;

		for (int64_t k = 0; n < SHORT && k <= n; k++) {
			bool same;

			look(s,
			    rat_add(a, v->from,
				rat_mul(a, rat_int(k), s->c.range.step)),
			    &p);
			same = i != v->winner && p.valid[i] &&
			    rat_eq(p.total[i], p.total[v->winner]);
			all &= same;
			twice |= same && last;
			last = same;
		}
		even = all ? i : even;
		part = twice ? i : part;
	}
	if (n < SHORT)
		CHECK(s,
		    v->throughout == (even != NO_OPTION) &&
			v->even == (even != NO_OPTION ? even : part),
		    "sheet %d at %.*s: o%zu ties, not o%zu", s->id,
		    STR_ARG(text(s, v->from)), even, v->even);
	arena_rewind(&s->scratch, m);
}

/* The piece that holds the point (x, after). */
static const struct piece *
piece_at(const struct pwl *f, struct rat x, bool after)
{
	size_t i = f->n - 1;

	while (i > 0 && pwl_before(x, after, f->piece[i].x, f->piece[i].after))
		i--;
	return &f->piece[i];
}

static struct rat
line_at(struct sheet *s, const struct piece *p, struct rat t)
{
	struct arena *a = &s->scratch;

	return rat_add(a, p->base, rat_mul(a, p->slope, rat_sub(a, t, p->x)));
}

/* Where the new winner's line, as it is at (x, after), falls below the old
 * one's. */
static bool
lines_meet(struct sheet *s, const struct crossing *k, struct rat x, bool after,
    struct rat *t)
{
	const struct curve *c[2] = { &s->c.curve[k->from_option],
		&s->c.curve[k->to_option] };
	const struct piece *p[2];
	struct arena *a = &s->scratch;
	struct rat d, m;

	for (int i = 0; i < 2; i++) {
		p[i] = piece_at(&c[i]->cost, x, after);
		if (c[i]->faults.n ||
		    rat_is_zero(piece_at(&c[i]->valid, x, after)->base))
			return false;
	}
	m = rat_sub(a, p[1]->slope, p[0]->slope);
	d = rat_sub(a, line_at(s, p[1], x), line_at(s, p[0], x));
	if (rat_sign(m) >= 0)
		return false; /* the old one would stay the cheaper */
	*t = rat_sub(a, x, rat_div(a, d, m));
	return true;
}

static bool
between(struct rat lo, struct rat x, struct rat hi)
{
	return !rat_lt(x, lo) && !rat_lt(hi, x);
}

/* Whether the curve of an option breaks at x. */
static bool
breaks_at(const struct sheet *s, size_t option, struct rat x)
{
	const struct pwl *f[2];

	if (option == NO_OPTION)
		return false;
	f[0] = &s->c.curve[option].cost;
	f[1] = &s->c.curve[option].valid;
	for (int i = 0; i < 2; i++)
		if (rat_eq(piece_at(f[i], x, false)->x, x))
			return true;
	return false;
}

static void
check_border(struct sheet *s, size_t i)
{
	const struct crossing *k = &s->c.crossing[i];
	const struct interval *v = &s->c.interval[i], *w = v + 1;

	CHECK(s,
	    k->has_first && rat_eq(k->first, w->from) &&
		rat_eq(rat_add(&s->scratch, v->to, s->c.range.step), w->from),
	    "sheet %d: border %zu is at the first of the new interval", s->id,
	    i);
	CHECK(s,
	    k->from_option == v->winner && k->to_option == w->winner &&
		v->winner != w->winner,
	    "sheet %d: border %zu is between two winners", s->id, i);
	CHECK(s, between(v->to, k->at, w->from),
	    "sheet %d: border %zu: %.*s is not in [%.*s, %.*s]", s->id, i,
	    STR_ARG(text(s, k->at)), STR_ARG(text(s, v->to)),
	    STR_ARG(text(s, w->from)));
}

/*
 * On a grid: at a crossing the lines of the two options meet, those before or
 * those behind it; at a jump one of them breaks.
 */
static void
check_crossing(struct sheet *s, size_t i)
{
	const struct crossing *k = &s->c.crossing[i];
	struct rat lo = s->c.interval[i].to, t;
	bool meet = false;

	check_border(s, i);
	if (k->kind == BORDER_JUMP) {
		CHECK(s,
		    breaks_at(s, k->from_option, k->first) ||
			breaks_at(s, k->to_option, k->first),
		    "sheet %d: border %zu at %.*s is no jump", s->id, i,
		    STR_ARG(text(s, k->first)));
		return;
	}
	meet |= lines_meet(s, k, lo, false, &t) && rat_eq(t, k->at);
	/* The last point of the old winner is none of the new lines. */
	meet |= lines_meet(s, k, k->first, false, &t) && rat_eq(t, k->at) &&
	    rat_lt(lo, t);
	CHECK(s, meet, "sheet %d: border %zu: no two lines meet at %.*s", s->id,
	    i, STR_ARG(text(s, k->at)));
	/* There the old one wins still, for it is listed first. */
	if (rat_eq(k->at, lo))
		CHECK(s, k->from_option < k->to_option,
		    "sheet %d: border %zu: %.*s would be the first", s->id, i,
		    STR_ARG(text(s, k->at)));
}

static void
check_pieces(struct sheet *s, const struct pwl *f)
{
	const struct pwl_range *r = &s->c.range;

	CHECK(s, f->n && rat_eq(f->piece[0].x, r->lo) && !f->piece[0].after,
	    "sheet %d: a curve starts where the range does", s->id);
	for (size_t i = 0; i < f->n; i++) {
		const struct piece *p = &f->piece[i];

		CHECK(s,
		    !rat_lt(r->hi, p->x) &&
			(i == 0 ||
			    pwl_before(p[-1].x, p[-1].after, p->x, p->after)),
		    "sheet %d: pieces ascend and end", s->id);
		if (!s->f->step)
			continue;
		CHECK(s,
		    !p->after &&
			rat_is_int(rat_div(&s->scratch, p->x, r->step)),
		    "sheet %d: pieces start on the grid", s->id);
	}
}

static void
check_structure(struct sheet *s)
{
	const struct contest *c = &s->c;

	CHECK(s, c->ninterval > 0 && c->ncrossing + 1 == c->ninterval,
	    "sheet %d: a border between each two intervals", s->id);
	CHECK(s,
	    rat_eq(c->interval[0].from, c->range.lo) &&
		rat_eq(c->interval[c->ninterval - 1].to, c->range.hi),
	    "sheet %d: the intervals cover the range", s->id);
	for (size_t i = 0; i < c->ninterval; i++) {
		const struct interval *v = &c->interval[i];

		CHECK(s, !rat_lt(v->to, v->from),
		    "sheet %d: interval %zu ends before it starts", s->id, i);
		CHECK(s,
		    v->runner_up_to == NO_OPTION || rat_sign(v->margin_to) >= 0,
		    "sheet %d: at the end of %zu another one is cheaper", s->id,
		    i);
	}
	for (size_t i = 0; i < s->noption; i++) {
		check_pieces(s, &c->curve[i].cost);
		check_pieces(s, &c->curve[i].valid);
	}
}

static void
check_borders(struct sheet *s)
{
	for (size_t i = 0; i < s->c.ninterval; i++) {
		struct arena_mark m = arena_mark(&s->scratch);

		check_ends(s, &s->c.interval[i]);
		check_even(s, &s->c.interval[i]);
		if (i < s->c.ncrossing)
			check_crossing(s, i);
		arena_rewind(&s->scratch, m);
	}
}

/* x + k steps, if that is in the range. */
static void
check_near(struct sheet *s, struct rat x, int64_t k)
{
	const struct pwl_range *r = &s->c.range;

	x = rat_add(&s->a, x, rat_mul(&s->a, r->step, rat_int(k)));
	if (between(r->lo, x, r->hi))
		check_point(s, x);
}

static void
check_breaks(struct sheet *s, const struct pwl *f)
{
	size_t every = f->n / (MANY / 4) + 1;

	for (size_t i = 0; i < f->n; i += every) {
		check_near(s, f->piece[i].x, -1);
		check_near(s, f->piece[i].x, 0);
	}
}

/* Every point of a short grid; of a long one the borders and breaks. */
static void
check_grid(struct sheet *s)
{
	const struct pwl_range *r = &s->c.range;
	int64_t n = rat_to_int(
	    rat_div(&s->a, rat_sub(&s->a, r->hi, r->lo), r->step), 0);

	for (int64_t k = 0; n <= 3000 && k <= n; k++)
		check_near(s, r->lo, k);
	if (n <= 3000)
		return;
	for (size_t i = 0; i < s->c.ninterval && i < MANY; i++)
		for (int64_t k = -3; k <= 3; k++)
			check_near(s, s->c.interval[i].from, k);
	for (size_t i = 0; i < s->noption; i++) {
		check_breaks(s, &s->c.curve[i].cost);
		check_breaks(s, &s->c.curve[i].valid);
	}
	for (int i = 0; i < 20; i++)
		check_near(s, r->lo, draw(n));
	check_near(s, r->hi, 0);
}

/* ---- the contest without a grid ---- */

static int
order_points(const void *x, const void *y)
{
	return rat_cmp(*(const struct rat *)x, *(const struct rat *)y);
}

/* Where any curve breaks or an interval begins, in order, without doubles. */
static struct rat *
places(struct sheet *s, size_t *n)
{
	size_t cap = 0, k = 0;
	struct rat *x = NULL;

	*n = 0;
	for (size_t i = 0; i < s->noption; i++) {
		const struct pwl *f[2] = { &s->c.curve[i].cost,
			&s->c.curve[i].valid };

		for (int j = 0; j < 2; j++)
			for (size_t p = 0; p < f[j]->n; p++)
				arena_push(&s->a, x, *n, cap, f[j]->piece[p].x);
	}
	for (size_t i = 0; i < s->c.ninterval; i++)
		arena_push(&s->a, x, *n, cap, s->c.interval[i].from);
	arena_push(&s->a, x, *n, cap, s->c.range.hi);
	qsort(x, *n, sizeof(*x), order_points);
	for (size_t i = 0; i < *n; i++)
		if (k == 0 || !rat_eq(x[k - 1], x[i]))
			x[k++] = x[i];
	*n = k;
	return x;
}

/* x + (y - x) * num/7 */
static struct rat
part_way(struct sheet *s, struct rat x, struct rat y, int64_t num)
{
	return rat_add(
	    &s->a, x, rat_mul(&s->a, rat_sub(&s->a, y, x), rat_frac(num, 7)));
}

/* At a border either neighbour may be named, if it is as cheap as any. */
static void
check_place(struct sheet *s, struct rat x)
{
	struct field p;
	bool good = false;

	look(s, x, &p);
	for (size_t i = 0; i < s->c.ninterval; i++) {
		const struct interval *v = &s->c.interval[i];

		if (!between(v->from, x, v->to))
			continue;
		good |= v->winner == p.best ||
		    (v->winner != NO_OPTION && p.valid[v->winner] &&
			rat_eq(p.total[v->winner], p.total[p.best]));
	}
	CHECK(s, good, "sheet %d at %.*s: nobody there is as cheap as o%zu",
	    s->id, STR_ARG(text(s, x)), p.best);
}

static void
check_continuous_border(struct sheet *s, size_t i)
{
	const struct crossing *k = &s->c.crossing[i];
	const struct interval *v = &s->c.interval[i], *w = v + 1;
	struct rat t, x = w->from;
	bool meets = false;

	CHECK(s, rat_eq(v->to, x) && !k->has_first && rat_eq(k->at, x),
	    "sheet %d: border %zu is where the intervals meet", s->id, i);
	CHECK(s,
	    k->from_option == v->winner && k->to_option == w->winner &&
		v->winner != w->winner,
	    "sheet %d: border %zu is between two winners", s->id, i);
	if (k->kind == BORDER_JUMP)
		return;
	for (int after = 0; after < 2; after++)
		meets |= lines_meet(s, k, x, after, &t) && rat_eq(t, x);
	/* The lines that come to x from below. */
	if (rat_lt(s->c.range.lo, x)) {
		size_t n;
		struct rat *p = places(s, &n), y = s->c.range.lo;

		for (size_t j = 0; j < n && rat_lt(p[j], x); j++)
			y = p[j];
		meets |= lines_meet(s, k, part_way(s, y, x, 3), false, &t) &&
		    rat_eq(t, x);
	}
	CHECK(s, meets, "sheet %d: border %zu: no two lines meet at %.*s",
	    s->id, i, STR_ARG(text(s, x)));
}

/* The value of the winner at the start of an interval, or just after it. */
static void
check_start(struct sheet *s, const struct interval *v)
{
	const struct pwl *f;
	struct rat at, after;

	if (v->winner == NO_OPTION)
		return;
	f = &s->c.curve[v->winner].cost;
	at = line_at(s, piece_at(f, v->from, false), v->from);
	after = line_at(s, piece_at(f, v->from, true), v->from);
	CHECK(s, rat_eq(v->total, at) || rat_eq(v->total, after),
	    "sheet %d at %.*s: total %.*s", s->id, STR_ARG(text(s, v->from)),
	    STR_ARG(text(s, v->total)));
	CHECK(s,
	    v->tie == (v->runner_up != NO_OPTION && rat_is_zero(v->margin)),
	    "sheet %d at %.*s: tie", s->id, STR_ARG(text(s, v->from)));
}

static void
check_continuous(struct sheet *s)
{
	size_t n;
	struct rat *x = places(s, &n);

	for (size_t i = 0; i < n; i++) {
		check_place(s, x[i]);
		for (int64_t k = 1; i + 1 < n && k < 7; k += 2)
			check_point(s, part_way(s, x[i], x[i + 1], k));
	}
	for (size_t i = 0; i < s->c.ninterval; i++) {
		check_start(s, &s->c.interval[i]);
		if (i < s->c.ncrossing)
			check_continuous_border(s, i);
	}
}

struct tally {
	size_t borders, compared, off, curves, ready;
};

/* Breaks of a curve in [lo, hi], without its start. */
static size_t
count_breaks(const struct curve *c, struct rat lo, struct rat hi)
{
	const struct pwl *f[2] = { &c->cost, &c->valid };
	size_t n = 0;

	for (int i = 0; i < 2; i++)
		for (size_t k = 1; k < f[i]->n; k++)
			n += between(lo, f[i]->piece[k].x, hi);
	return n;
}

/*
 * Without the grid every place is exact by itself: where a step of the grid
 * has one border, and one break at most, it is at the same place.  (A formula
 * within a formula may hide a second break; such places are few.)
 */
static void
check_places(struct sheet *s, struct tally *n)
{
	struct contest c;
	struct pwl_range r =
	    pwl_range(&s->a, s->c.range.lo, s->c.range.hi, rat_int(0));

	contest_run(&c, r, s->list, s->noption, s->w, s->axis);
	if (c.range.status != PWL_OK)
		return;
	for (size_t i = 0; i < s->c.ncrossing; i++) {
		const struct crossing *k = &s->c.crossing[i], *only = NULL;
		struct rat lo = s->c.interval[i].to;
		size_t found = 0, breaks = 0;

		for (size_t o = 0; o < s->noption; o++)
			breaks += count_breaks(&c.curve[o], lo, k->first);
		for (size_t j = 0; breaks < 2 && j < c.ncrossing; j++) {
			if (!between(lo, c.crossing[j].at, k->first))
				continue;
			only = &c.crossing[j];
			found++;
		}
		if (found != 1 || only->from_option != k->from_option ||
		    only->to_option != k->to_option)
			continue;
		n->compared++;
		n->off += !rat_eq(only->at, k->at);
	}
}

/* An option that is out everywhere is so for a reason that a bill gives. */
static void
check_faults(struct sheet *s)
{
	for (size_t i = 0; s->f->n <= 3000 && s->f->step && i < s->noption; i++)
		CHECK(s, !s->c.curve[i].faults.n || s->out[i],
		    "sheet %d: o%zu is out without a reason", s->id, i);
}

/* ---- sections ---- */

static void
check_sheet(struct sheet *s, struct tally *n)
{
	check_structure(s);
	if (s->f->step) {
		check_borders(s);
		check_grid(s);
	} else {
		check_continuous(s);
	}
	check_faults(s);
	if (s->f == &coarse || s->f == &duration)
		check_places(s, n);
	n->borders += s->c.ncrossing;
	n->curves += s->noption;
	n->ready += s->nready;
}

static void
run_family(const char *name, const struct family *f, int sheets, uint64_t seed)
{
	int refused = 0;
	struct tally n = { 0 };

	sheets = DRAWS(sheets);
	section(name, seed);
	for (int i = 0; i < sheets; i++) {
		static struct sheet s;

		if (sheet_init(&s, f, i) && sheet_run(&s))
			check_sheet(&s, &n);
		refused += s.c.range.status == PWL_TOO_MANY;
		sheet_clear(&s);
	}
	expect(
	    refused * 20 < sheets, "%d of %d sheets refused", refused, sheets);
	expect(n.borders > (size_t)sheets / 3, "only %zu borders", n.borders);
	expect(n.off * 25 <= n.compared, "%zu of %zu exact places are wrong",
	    n.off, n.compared);
	expect(n.ready * 2 > n.curves, "only %zu of %zu curves were ready",
	    n.ready, n.curves);
	printf("# %d sheets, %zu borders, %zu of %zu curves ready\n", sheets,
	    n.borders, n.ready, n.curves);
	section_end();
}

static const char fixed[] =
    "service: %s\nname: S\nvendor: v\ncurrency: USD\n"
    "sources: {k: {url: \"https://example.org/\", retrieved: 2026-01-01}}\n"
    "inputs:\n"
    "  requests: {unit: request/month}\n"
    "  load: {unit: GB/month}\n"
    "meters:\n"
    "  easy: {quantity: requests, unit: request, source: k,\n"
    "    price: {eu: 1 USD/request}}\n"
    "  hard: {quantity: \"%s\", unit: %s, source: k,\n"
    "    price: {eu: 1 USD/(%s)}}\n";

/* A contest of one easy option and one with the given formula. */
static void
run_refusal(struct sheet *s, const char *quantity, const char *unit,
    const char *axis, int64_t lo, int64_t hi)
{
	static const char *const id[] = { "s0", "s1" };
	struct buf b = { 0 };
	struct node *root;

	*s = (struct sheet){ .noption = 2, .nservice = 2 };
	s->d.arena = &s->a;
	catalog_init(&s->catalog, &s->a);
	s->market = (struct market){ .region = STR("eu") };
	for (int i = 0; i < 2; i++) {
		buf_printf(&b, fixed, id[i], i ? quantity : "requests",
		    i ? unit : "request", i ? unit : "request");
		root = parse(s, "service", &b);
		if (root)
			catalog_add(&s->catalog, &s->d, root, str_of(id[i]));
	}
	terms_init(&s->terms, &s->a, &s->catalog);
	buf_puts(&b, "o0: {use: {s0: {}}}\no1: {use: {s1: {}}}\n");
	root = parse(s, "options", &b);
	for (size_t i = 0; root && i < 2; i++) {
		s->list[i] = &s->plan[i];
		option_load(&s->a, &s->d, &s->terms, node_key(root, i),
		    root->item[i], &s->option[i]);
		plan_init(&s->plan[i], &s->a, &s->d, &s->option[i], &s->terms,
		    &s->market);
	}
	s->w = workload_new(&s->a, &s->terms, rat_int(730 * 3600));
	give(s, "requests=10;load=10 GB");
	s->axis = scope_find(&s->terms.scope, str_of(axis));
	CHECK(s, s->d.nerror == 0, "'%s' loads", quantity);
	contest_run(&s->c,
	    pwl_range(
		&s->a, rat_int(lo), rat_int(hi), axis_step(&s->terms, s->axis)),
	    s->list, 2, s->w, s->axis);
}

static void
test_refusals(void)
{
	static const struct {
		const char *quantity, *unit, *axis;
		int64_t lo, hi;
		enum pwl_status status;
	} t[] = {
		{ "ceil(requests, 10 request/month)", "request", "requests", 0,
		    1100000, PWL_TOO_MANY },
		{ "ceil(requests, 10 request/month)", "request", "requests", 0,
		    900000, PWL_OK },
		{ "requests * requests / (1 request/month)", "request",
		    "requests", 1, 100001, PWL_TOO_MANY },
		{ "requests * requests / (1 request/month)", "request",
		    "requests", 1, 100000, PWL_OK },
		{ "load * load / (1 GB/month)", "GB", "load", 0, 100,
		    PWL_NOT_LINEAR },
		{ "100 GB/month / (load + 1 GB/month) * 1 GB/month", "GB",
		    "load", 0, 100, PWL_NOT_LINEAR },
		{ "100 GB/month * load / load", "GB", "requests", 0, 100,
		    PWL_OK },
		{ "100 request/month / (requests / (1 request/month))",
		    "request", "requests", 0, 100, PWL_BAD },
		{ "100 request/month / (requests / (1 request/month))",
		    "request", "requests", 1, 100, PWL_OK },
	};

	section("what cannot be held is refused, and the meter named", 20);
	for (size_t i = 0; i < countof(t); i++) {
		static struct sheet s;
		const struct contest *c = &s.c;

		run_refusal(
		    &s, t[i].quantity, t[i].unit, t[i].axis, t[i].lo, t[i].hi);
		CHECK(&s, c->range.status == t[i].status,
		    "'%s' to %lld: status %d, not %d", t[i].quantity,
		    (long long)t[i].hi, (int)c->range.status, (int)t[i].status);
		if (c->range.status != PWL_OK)
			CHECK(&s,
			    c->culprit_option == 1 && c->culprit &&
				str_is(c->culprit->id, "hard"),
			    "'%s': the meter is named", t[i].quantity);
		sheet_clear(&s);
	}
	section_end();
}

int
main(void)
{
	run_family("requests, short grid", &requests_small, 1000, 11);
	run_family("straight lines on a short grid", &lines, 1500, 18);
	run_family("requests to 3000", &requests_middle, 30, 12);
	run_family("requests to 10000000", &requests_large, 400, 13);
	run_family("duration, grids of 1 ms and 100 ms", &duration, 100, 14);
	run_family("a grid wider than what it bills", &coarse, 800, 19);
	run_family("memory, grid of 1 MB", &memory, 200, 15);
	run_family("no grid", &continuous, 500, 16);
	run_family("concurrency as a divisor", &concurrency, 400, 17);
	test_refusals();
	return prop_end();
}

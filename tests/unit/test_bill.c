/* bill: what a plan settles once is as if it were looked at each time, and a
 * bill that changes is the bill that is computed. */
#include "cost/bill.h"

#include <stdio.h>

#include "data/yaml.h"

static int ntest, nfail;

static void
check(bool ok, const char *name)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++ntest, name);
	nfail += !ok;
}

/* `twice` is made of a settled input, `late` of one that may be given; the
 * default of `wrong` is out of its range. */
static const char service[] =
    "service: s\nname: S\nvendor: v\ncurrency: USD\n"
    "sources: {p: {url: \"https://example.org/\", retrieved: 2026-01-01}}\n"
    "inputs:\n"
    "  load: {unit: request/month}\n"
    "  size: {unit: GB, default: 2 GB, min: 1 GB, max: 8 GB}\n"
    "  bound: {unit: GB, default: 1 GB}\n"
    "  twice: {unit: GB, default: 2 * bound}\n"
    "  late: {unit: GB, default: 3 * size}\n"
    "  kind: {choices: [slow, quick], default: quick}\n"
    "  wrong: {unit: GB, default: 9 GB, max: 8 GB}\n"
    "meters:\n"
    "  m: {quantity: load * (size + twice + late) / (1 GB), unit: request,\n"
    "      price: {eu: {slow: 1 USD/request,\n"
    "      quick: 2 USD/request}}, source: p}\n";

/* Its uses share what is free. */
static const char other[] =
    "service: t\nname: T\nvendor: v\ncurrency: USD\n"
    "sources: {p: {url: \"https://example.org/\", retrieved: 2026-01-01}}\n"
    "inputs:\n"
    "  calls: {unit: request/month}\n"
    "meters:\n"
    "  n: {quantity: calls, unit: request, free: 10 request,\n"
    "      price: {eu: 3 USD/request}, source: p}\n";

/* One input or the other is given, at its default or not. */
static const char either[] =
    "service: e\nname: E\nvendor: v\ncurrency: USD\n"
    "sources: {p: {url: \"https://example.org/\", retrieved: 2026-01-01}}\n"
    "inputs:\n"
    "  few: {unit: request/month, default: 5}\n"
    "  many: {unit: request/month, default: 0}\n"
    "either: [[few], [many]]\n"
    "meters:\n"
    "  o: {quantity: few + many, unit: request,\n"
    "      price: {eu: 1 USD/request}, source: p}\n";

struct world {
	struct arena a;
	struct diag d;
	struct catalog catalog;
	struct terms terms;
	struct market market;
	struct option option;
	struct plan plan;
	struct workload *w;
};

static struct node *
parse(struct world *x, const char *text)
{
	struct source *s = source_new(&x->a, "test", str_of(text));
	struct node *n = NULL;

	return yaml_parse(&x->a, &x->d, span_of(s, 0, s->text.n), &n) ? n
								      : NULL;
}

static struct str
fault_of(const struct diag *d)
{
	return d->n ? d->item[0].text : STR("nothing");
}

static void
add_service(struct world *x, const char *text, const char *id)
{
	struct node *n = parse(x, text);

	if (!n || !catalog_add(&x->catalog, &x->d, n, str_of(id)))
		die("%.*s", STR_ARG(fault_of(&x->d)));
}

static void
world_init(struct world *x, const char *option)
{
	struct node *n;

	*x = (struct world){ .market = { .region = STR("eu"),
				 .free = FREE_FULL,
				 .month = rat_int(2628000) } };
	x->d.arena = &x->a;
	catalog_init(&x->catalog, &x->a);
	add_service(x, service, "s");
	add_service(x, other, "t");
	add_service(x, either, "e");
	terms_init(&x->terms, &x->a, &x->catalog);
	n = parse(x, option);
	if (!n ||
	    !option_load(&x->a, &x->d, &x->terms, STR("o"), n, &x->option) ||
	    !plan_init(
		&x->plan, &x->a, &x->d, &x->option, &x->terms, &x->market))
		die("%.*s", STR_ARG(fault_of(&x->d)));
	x->w = workload_new(&x->a, &x->terms, x->market.month);
}

static void
give(struct world *x, const char *name, const char *value)
{
	struct span at = { 0 };

	if (!workload_set(
		&x->a, &x->d, x->w, at, str_of(name), at, str_of(value)))
		die("%.*s", STR_ARG(fault_of(&x->d)));
}

static struct bill
bill_of(struct world *x)
{
	struct bill b;

	bill_compute(&x->a, &x->plan, x->w, &b);
	return b;
}

static bool
costs(struct world *x, int64_t want)
{
	struct bill b = bill_of(x);

	return !b.faults.n && rat_eq(b.total, rat_int(want));
}

static bool
faults(struct world *x, const char *name)
{
	struct bill b = bill_of(x);

	return b.faults.n == 1 && b.faults.fault[0].kind == FAULT_RANGE &&
	    str_starts(b.faults.fault[0].text, str_of(name));
}

static void
test_defaults(void)
{
	struct world x;

	world_init(&x, "use: {s: {bound: 2 GB, wrong: 1 GB}}");
	give(&x, "load", "10");
	check(costs(&x, (2 + 4 + 6) * 10 * 2), "bill: defaults");
	give(&x, "size", "3 GB");
	check(costs(&x, (3 + 4 + 9) * 10 * 2),
	    "bill: a given value, and a default made of it");
	give(&x, "twice", "1 GB");
	check(costs(&x, (3 + 1 + 9) * 10 * 2),
	    "bill: a given value for a default made of settled ones");
	give(&x, "kind", "slow");
	check(costs(&x, (3 + 1 + 9) * 10), "bill: another choice");
	give(&x, "size", "9 GB");
	check(faults(&x, "size of 9"), "bill: a given value is checked");
	arena_clear(&x.a);
}

static void
test_wrong_default(void)
{
	struct world x;

	world_init(&x, "use: {s: {bound: 2 GB}}");
	give(&x, "load", "10");
	check(faults(&x, "wrong of 9"),
	    "bill: a default out of its range is a fault");
	give(&x, "wrong", "8 GB");
	check(costs(&x, (2 + 4 + 6) * 10 * 2),
	    "bill: and none where a right value is given");
	arena_clear(&x.a);
}

static void
test_change(void)
{
	static const char *const load[] = { "10", "10", "0", "0", "7" };
	struct world x;
	struct bill b;
	bool ok = true;

	world_init(&x, "use: {s: {bound: 2 GB, wrong: 1 GB}}");
	give(&x, "load", load[0]);
	b = bill_of(&x);
	for (size_t i = 1; i < countof(load); i++) {
		bool same = str_is(str_of(load[i - 1]), load[i]);

		give(&x, "load", load[i]);
		ok &= bill_change(&x.a, &x.plan, x.w, &b) == !same;
		ok &= costs(&x, rat_to_int(b.total, -1));
	}
	check(ok, "bill: changed only where a value is");
	give(&x, "size", "2 GB");
	check(!bill_change(&x.a, &x.plan, x.w, &b),
	    "bill: not where the default is given");
	give(&x, "size", "1 GB");
	check(bill_change(&x.a, &x.plan, x.w, &b) &&
		costs(&x, rat_to_int(b.total, -1)),
	    "bill: where another is");
	arena_clear(&x.a);
}

/* The bill of a workload, made of that of the one before. */
static bool
changes(struct world *x, struct bill *b, int64_t want)
{
	return bill_change(&x->a, &x->plan, x->w, b) &&
	    rat_eq(b->total, rat_int(want)) && costs(x, want);
}

static void
test_kept_lines(void)
{
	struct world x;
	struct bill b;
	const struct part *part;

	world_init(&x,
	    "use: {s: {bound: 2 GB, wrong: 1 GB}, two: {service: t}, "
	    "one: {service: t, calls: 15}}");
	give(&x, "load", "1");
	give(&x, "calls", "4");
	b = bill_of(&x);
	part = b.line[2].part;
	give(&x, "load", "2");
	check(changes(&x, &b, 12 * 2 * 2 + (15 - 6) * 3) &&
		b.line[2].part == part,
	    "bill: a line that hangs on nothing that changed is kept");
	give(&x, "calls", "7");
	check(changes(&x, &b, 12 * 2 * 2 + (15 - 3) * 3),
	    "bill: not where another use takes more of what is free");
	give(&x, "calls", "12");
	check(changes(&x, &b, 12 * 2 * 2 + (2 + 15) * 3),
	    "bill: nor where it takes all");
	arena_clear(&x.a);
}

static void
test_either(void)
{
	struct world x;
	struct bill b;

	world_init(&x, "use: {e: {}}");
	give(&x, "many", "3");
	b = bill_of(&x);
	check(costs(&x, 8), "bill: one side of a choice of inputs");
	give(&x, "few", "5");
	check(bill_change(&x.a, &x.plan, x.w, &b) && b.faults.n == 1 &&
		b.faults.fault[0].kind == FAULT_EITHER,
	    "bill: not the other too, though with its default");
	arena_clear(&x.a);
}

int
main(void)
{
	test_defaults();
	test_wrong_default();
	test_change();
	test_kept_lines();
	test_either();
	printf("1..%d\n", ntest);
	return nfail != 0;
}

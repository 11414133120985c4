#include "cmd/cmd.h"
#include "data/json.h"
#include "num/format.h"
#include "text/escape.h"
#include "view/amount.h"

struct job {
	struct cmdline *c;
	struct project *p;
	struct option *option;
	struct market market;
	struct workload *w;
	struct plan plan;
	struct bill bill;
};

/* An option of the services named by --service. */
static bool
from_services(struct job *j)
{
	struct cmdline *c = j->c;
	const struct service **s =
	    arena_array(c->a, const struct service *, c->service.n);
	size_t count;
	struct str *all;
	bool ok = true;

	for (size_t i = 0; i < c->service.n; i++) {
		struct str id = c->service.item[i];
		struct source *arg;

		s[i] = catalog_find(&j->p->catalog, id);
		if (s[i])
			continue;
		arg = project_argument(j->p, "--service", id);
		all = catalog_ids(c->a, &j->p->catalog, &count);
		diag_report(j->p->d, DIAG_SERVICE_UNKNOWN,
		    span_of(arg, 0, id.n), "no price file for '%.*s'",
		    STR_ARG(id));
		diag_nearest(j->p->d, id, all, count);
		ok = false;
	}
	if (!ok)
		return false;
	j->option = option_of_services(c->a, s, c->service.n);
	for (size_t i = 0; i < c->service.n; i++) {
		struct source *arg =
		    project_argument(j->p, "--service", c->service.item[i]);

		j->option->use[i].at = span_of(arg, 0, arg->text.n);
	}
	if (!option_check_currency(j->p->d, j->option))
		return false;
	j->market = j->p->market;
	j->w = workload_new(c->a, &j->p->terms, j->market.month);
	return true;
}

/* An option and a scenario of a guide. */
static bool
from_guide(struct job *j)
{
	struct cmdline *c = j->c;
	const struct page *page = cmd_guide(c, j->p);
	struct source *s;
	size_t option, scenario;

	if (!page)
		return false;
	if (c->option.n > 1)
		return diag_report(j->p->d, DIAG_USAGE, (struct span){ 0 },
		    "a bill is of one option: '--option' stands here twice");
	if (!c->option.n || !c->scenario.n)
		return diag_report(j->p->d, DIAG_USAGE, (struct span){ 0 },
		    "a bill needs '--option' and '--scenario', or "
		    "'--service'");
	s = project_argument(j->p, "--option", c->option.item[0]);
	option = guide_option_get(
	    &page->guide, j->p->d, span_of(s, 0, s->text.n), c->option.item[0]);
	s = project_argument(j->p, "--scenario", c->scenario);
	scenario = guide_scenario_get(
	    &page->guide, j->p->d, span_of(s, 0, s->text.n), c->scenario);
	if (option == SIZE_MAX || scenario == SIZE_MAX)
		return false;
	j->option = &page->guide.option[option];
	j->market = page->guide.scenario[scenario].market;
	j->w = workload_copy(c->a, page->guide.scenario[scenario].workload);
	return true;
}

/* Where this bill's services are bought: a region, or one per vendor. */
static struct str
bill_where(struct job *j)
{
	struct arena *a = j->c->a;
	struct market m = { .region = j->market.region };

	for (size_t i = 0; j->market.vendor.n && i < j->plan.nuse; i++) {
		const struct plan_use *u = &j->plan.use[i];

		if (service_is_global(u->service))
			continue;
		m.region = u->region;
		map_put(&m.vendor, a, u->service->vendor,
		    node_string(a, u->region));
	}
	if (m.vendor.n < 2)
		m.vendor = (struct map){ 0 };
	return market_where(a, &m, "=", ", ");
}

static struct node *
tier_node(struct arena *a, const struct line *l, const struct part *p,
    const char *currency)
{
	struct node *n = node_map(a);
	const struct qty *typed = &p->tier->typed;

	node_set_node(a, n, "from",
	    value_node(a, p->from, &l->meter->unit, l->meter->unit_word));
	node_set_node(a, n, "quantity",
	    value_node(a, p->quantity, &l->meter->unit, l->meter->unit_word));
	node_set_node(a, n, "price",
	    amount_node(a, exact_text(a, qty_in(a, typed->n, &typed->unit)),
		p->tier->text, typed->word));
	node_set_node(a, n, "amount", money_node(a, p->amount, currency));
	return n;
}

static struct node *
line_node(struct arena *a, const struct line *l, const char *currency)
{
	struct node *n = node_map(a), *tiers = node_list(a),
		    *sources = node_list(a);
	struct str unit =
	    str_printf(a, "%.*s/month", STR_ARG(l->meter->unit_word));

	node_set_str(a, n, "service", l->service->id);
	node_set_str(a, n, "meter", l->meter->id);
	node_set_node(a, n, "quantity",
	    value_node(a, l->quantity, &l->meter->unit, unit));
	node_set_node(
	    a, n, "free", value_node(a, l->free, &l->meter->unit, unit));
	for (size_t i = 0; i < l->npart; i++)
		node_push(a, tiers, tier_node(a, l, &l->part[i], currency));
	node_set_node(a, n, "tiers", tiers);
	if (rat_sign(l->topped) > 0)
		node_set_node(
		    a, n, "minimum", money_node(a, l->topped, currency));
	if (rat_sign(l->credit) > 0)
		node_set_node(
		    a, n, "credit", money_node(a, l->credit, currency));
	node_set_node(a, n, "amount", money_node(a, l->amount, currency));
	node_set_str(a, n, "formula", line_formula(a, l));
	node_set_str(a, n, "price_key", l->price->key);
	if (l->price->source)
		node_push(a, sources, citation_node(a, l->price->source));
	node_set_node(a, n, "sources", sources);
	return n;
}

static void
print_json(struct job *j, struct buf *out)
{
	struct arena *a = j->c->a;
	struct node *n = node_map(a), *lines = node_list(a);

	node_set_str(a, n, "option", j->option->id);
	node_set_str(a, n, "region", bill_where(j));
	node_set_str(a, n, "free_tier", str_of(free_tier_name(j->market.free)));
	node_set_node(
	    a, n, "total", money_node(a, j->bill.total, j->bill.currency));
	for (size_t i = 0; i < j->bill.nline; i++)
		node_push(
		    a, lines, line_node(a, &j->bill.line[i], j->bill.currency));
	node_set_node(a, n, "lines", lines);
	json_print(out, n);
}

static struct str
month_text(struct arena *a, const struct market *m)
{
	struct buf b = { 0 };

	format_number(&b, rat_div(a, m->month, rat_int(3600)));
	buf_puts(&b, " h");
	return buf_take(&b, a);
}

/* How much the printed lines differ from the printed total. */
static struct rat
rounding(struct arena *a, const struct bill *bill)
{
	struct rat sum = rat_int(0);

	for (size_t i = 0; i < bill->nline; i++)
		sum = rat_add(
		    a, sum, format_money_round(a, bill->line[i].amount));
	return rat_sub(a, sum, format_money_round(a, bill->total));
}

static void
print_rounding(struct job *j, struct buf *out)
{
	struct arena *a = j->c->a;
	struct rat off = rounding(a, &j->bill);

	if (rat_is_zero(off))
		return;
	buf_printf(out,
	    "The lines are rounded: as printed they add up to %.*s %s than "
	    "the total, which is rounded once.\n",
	    STR_ARG(money_text(a, rat_sign(off) < 0 ? rat_neg(a, off) : off,
		j->bill.currency)),
	    rat_sign(off) > 0 ? "more" : "less");
}

/* How much of a line is used, where that takes arithmetic. */
static void
put_working(struct buf *out, struct arena *a, const struct line *l)
{
	bool trivial;
	struct str working = line_working(a, l, &trivial);

	if (!trivial)
		buf_printf(out, "    %.*s\n", STR_ARG(working));
}

/* The key of a price, and where it was read. */
static struct str
price_text(struct arena *a, const struct price *p)
{
	if (!p->source)
		return p->key;
	return str_printf(a, "%.*s  %.*s (%.*s)", STR_ARG(p->key),
	    STR_ARG(p->source->url), STR_ARG(p->source->retrieved));
}

static void
print_text(struct job *j, struct buf *out)
{
	struct arena *a = j->c->a;
	const struct bill *b = &j->bill;
	const struct service *last = NULL;

	buf_printf(out, "%.*s\nregion %.*s, free tier %s, a month of %.*s\n",
	    STR_ARG(j->option->name), STR_ARG(bill_where(j)),
	    free_tier_name(j->market.free), STR_ARG(month_text(a, &j->market)));
	for (size_t i = 0; i < b->nline; i++) {
		const struct line *l = &b->line[i];
		struct str amount = money_text(a, l->amount, b->currency);
		struct str label = l->meter->name;

		if (l->service != last)
			buf_printf(out, "\n%.*s\n", STR_ARG(l->service->name));
		last = l->service;
		buf_printf(out, "  %.*s", STR_ARG(label));
		buf_pad(out, ' ',
		    label.n + amount.n < 66 ? 66 - label.n - amount.n : 2);
		buf_printf(out, "%.*s\n", STR_ARG(amount));
		put_working(out, a, l);
		buf_printf(out, "    %.*s\n",
		    STR_ARG(line_arithmetic(a, l, b->currency)));
		if (j->c->verbose)
			buf_printf(out, "    %.*s\n",
			    STR_ARG(price_text(a, l->price)));
	}
	buf_puts(out, "\n  Total per month");
	{
		struct str total = money_text(a, b->total, b->currency);

		buf_pad(out, ' ', total.n < 51 ? 51 - total.n : 2);
		buf_printf(out, "%.*s\n", STR_ARG(total));
	}
	if (j->c->verbose)
		buf_printf(out, "  exactly %.*s %s/month\n",
		    STR_ARG(exact_text(a, b->total)), b->currency);
	print_rounding(j, out);
}

static void
put_csv(struct buf *out, struct str s)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_putc(out, '"');
		buf_putc(out, s.p[i]);
	}
	buf_putc(out, '"');
}

static void
print_csv(struct job *j, struct buf *out)
{
	struct arena *a = j->c->a;

	buf_puts(out, "service,meter,quantity,unit,free,amount,currency\n");
	for (size_t i = 0; i < j->bill.nline; i++) {
		const struct line *l = &j->bill.line[i];
		struct str cell[] = { l->service->id, l->meter->id,
			exact_text(a, qty_in(a, l->quantity, &l->meter->unit)),
			l->meter->unit_word,
			exact_text(a, qty_in(a, l->free, &l->meter->unit)),
			exact_text(a, l->amount), str_of(j->bill.currency) };

		for (size_t k = 0; k < countof(cell); k++) {
			if (k)
				buf_putc(out, ',');
			put_csv(out, cell[k]);
		}
		buf_putc(out, '\n');
	}
}

/* A line of the bill as a row; its price with its source where all is told. */
static void
put_row(struct job *j, struct buf *out, const struct line *l)
{
	struct arena *a = j->c->a;

	buf_puts(out, "| ");
	escape_cell(out, l->service->name);
	buf_puts(out, ": ");
	escape_cell(out, l->meter->name);
	buf_puts(out, " | ");
	escape_cell(out, line_how(a, l, j->bill.currency));
	buf_puts(out, " | ");
	if (j->c->verbose) {
		escape_cell(out, price_text(a, l->price));
		buf_puts(out, " | ");
	}
	buf_printf(out, "%.*s |\n",
	    STR_ARG(money_text(a, l->amount, j->bill.currency)));
}

static void
print_markdown(struct job *j, struct buf *out)
{
	struct arena *a = j->c->a;
	const struct bill *b = &j->bill;
	bool all = j->c->verbose;

	buf_puts(out, "| ");
	escape_cell(out, j->option->name);
	buf_printf(out, " | Arithmetic |%s Per month |\n|---|---|%s--:|\n",
	    all ? " Price |" : "", all ? "---|" : "");
	for (size_t i = 0; i < b->nline; i++)
		put_row(j, out, &b->line[i]);
	buf_printf(out, "| **Total** | |%s **%.*s** |\n\n", all ? " |" : "",
	    STR_ARG(money_text(a, b->total, b->currency)));
	buf_printf(out, "Region %.*s, free tier: %s, a month of %.*s.\n",
	    STR_ARG(bill_where(j)), free_tier_name(j->market.free),
	    STR_ARG(month_text(a, &j->market)));
	if (all)
		buf_printf(out, "Exactly %.*s %s/month.\n",
		    STR_ARG(exact_text(a, b->total)), b->currency);
	print_rounding(j, out);
}

static bool
compute(struct job *j)
{
	if (j->c->service.n &&
	    (j->c->guide.n || j->c->option.n || j->c->scenario.n))
		return diag_report(j->p->d, DIAG_USAGE, (struct span){ 0 },
		    "a bill is of '--service' or of a guide's '--option' and "
		    "'--scenario', not of both");
	if (!(j->c->service.n ? from_services(j) : from_guide(j)))
		return false;
	if (!cmd_apply_settings(
		j->c, j->p, cmd_settings(j->c, j->p), &j->option, 1, j->w))
		return false;
	if (!plan_init(
		&j->plan, j->c->a, j->p->d, j->option, j->w->terms, &j->market))
		return false;
	bill_compute(j->c->a, &j->plan, j->w, &j->bill);
	cmd_report_faults(j->p->d, &j->bill.faults);
	return !j->bill.faults.n;
}

int
cmd_cost(struct cmdline *c)
{
	struct project p = { 0 };
	struct diag d = { .arena = c->a };
	struct job j = { .c = c, .p = &p };
	struct buf out = { 0 };
	int status;

	if (!cmd_open(c, &p, &d) || !compute(&j))
		return cmd_fail(c, &d, NULL);
	switch (c->format) {
	case FORMAT_TEXT:
		print_text(&j, &out);
		break;
	case FORMAT_MARKDOWN:
		print_markdown(&j, &out);
		break;
	case FORMAT_JSON:
		print_json(&j, &out);
		break;
	case FORMAT_CSV:
		print_csv(&j, &out);
		break;
	case FORMAT_SARIF:
	case FORMAT_HTML:
		break; /* of lint */
	}
	status = cmd_output(c, &out);
	return status ? status : cmd_finish(c, &d, NULL);
}

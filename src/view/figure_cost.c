/* Figures of bills: costs, their lines, differences, winners. */
#include "num/format.h"
#include "view/figure_int.h"

struct str
faults_text(struct arena *a, const struct faults *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->fault[i].kind == FAULT_PRICE)
			return str_cat(a, STR("missing: "), f->fault[i].key);
	return f->n ? f->fault[0].text : (struct str){ 0 };
}

static bool
same_market(const struct market *x, const struct market *y)
{
	return x->free == y->free && rat_eq(x->month, y->month) &&
	    market_same_place(x, y);
}

static struct priced *
priced_option(struct figures *f, const struct option *o, const struct market *m)
{
	struct priced *one;

	for (size_t i = 0; i < f->npriced; i++)
		if (f->priced[i]->plan.option == o &&
		    same_market(&f->priced[i]->plan.market, m))
			return f->priced[i];
	one = arena_new(f->a, struct priced);
	if (!plan_init(&one->plan, f->a, f->d, o, f->g->terms, m))
		return NULL;
	if (o >= f->g->option && o < f->g->option + f->g->noption)
		arena_push(f->a, f->priced, f->npriced, f->cappriced, one);
	return one;
}

const struct plan *
figure_plan(struct figures *f, const struct option *o, const struct market *m)
{
	struct priced *one = priced_option(f, o, m);

	return one ? &one->plan : NULL;
}

bool
setup_plans(struct figures *f, const struct setup *s, const size_t *option,
    size_t n, const struct plan **plan)
{
	for (size_t i = 0; i < n; i++) {
		plan[i] = figure_plan(f, &s->g->option[option[i]], &s->market);
		if (!plan[i])
			return false;
	}
	return true;
}

static bool
bill_of(
    struct figures *f, size_t option, const struct setup *s, struct bill *out)
{
	const struct plan *plan =
	    figure_plan(f, &s->g->option[option], &s->market);

	if (!plan)
		return false;
	bill_compute(f->a, plan, s->workload, out);
	return true;
}

static struct str
cost_id(
    struct figures *f, size_t option, const struct setup *s, const char *tail)
{
	return str_cat(f->a, STR("cost."), f->g->option[option].id, STR("."),
	    f->g->scenario[s->scenario].id, STR("."), str_of(tail),
	    setup_suffix_of(f, s, option));
}

void
warn_missing(struct figures *f, const struct faults *faults)
{
	for (size_t i = 0; i < faults->n; i++)
		if (faults->fault[i].kind == FAULT_PRICE)
			diag_report(f->d, DIAG_FIGURE_MISSING,
			    faults->fault[i].at,
			    "there is no price '%.*s': what needs it is shown "
			    "as n/a",
			    STR_ARG(faults->fault[i].key));
}

static struct str
line_text(struct figures *f, const struct line *l, const char *currency)
{
	char room[256];
	struct buf text = BUF_IN(room);

	format_money(&text, l->amount, currency);
	buf_puts(&text, ": ");
	line_arithmetic_put(&text, l, currency);
	return buf_take(&text, f->a);
}

/* "a.b + c.d" of the lines, with how much each is. */
static void
add_lines(struct figures *f, struct figure *fig, const struct bill *bill)
{
	char room[256];
	struct buf formula = BUF_IN(room);
	size_t from = 0;

	for (size_t i = 0; i < bill->nline; i++) {
		buf_puts(&formula, i ? " + " : "");
		buf_str(&formula, bill->line[i].use->id);
		buf_putc(&formula, '.');
		buf_str(&formula, bill->line[i].meter->id);
	}
	fig->formula = buf_take(&formula, f->a);
	for (size_t i = 0; i < bill->nline; i++) {
		const struct line *l = &bill->line[i];
		size_t to = from + l->use->id.n + 1 + l->meter->id.n;

		add_value(f, fig, str_sub(fig->formula, from, to),
		    line_text(f, l, bill->currency));
		add_line(f, fig, l);
		from = to + 3;
	}
}

/* Whether two bills of an option have lines of the same meters and prices. */
static bool
same_lines(const struct bill *x, const struct bill *y)
{
	if (x->nline != y->nline)
		return false;
	for (size_t i = 0; i < x->nline; i++)
		if (x->line[i].use != y->line[i].use ||
		    x->line[i].meter != y->line[i].meter ||
		    x->line[i].price != y->line[i].price)
			return false;
	return true;
}

/* The formula, prices and sources of another figure.  What is shared does not
 * grow. */
static void
share_basis(struct figure *fig, const struct figure *from)
{
	fig->formula = from->formula;
	fig->source = from->source;
	fig->nsource = fig->capsource = from->nsource;
	fig->price = from->price;
	fig->price_at = from->price_at;
	fig->nprice = fig->capprice = fig->capprice_at = from->nprice;
}

/* The lines of a bill that differs from another, that of a figure, by amounts
 * alone. */
static void
change_lines(struct figures *f, struct figure *fig, const struct bill *bill,
    const struct figure *from, const struct bill *was)
{
	share_basis(fig, from);
	fig->operand = arena_array(f->a, struct operand, bill->nline + 1);
	fig->noperand = fig->capoperand = bill->nline;
	for (size_t i = 0; i < bill->nline; i++) {
		const struct line *l = &bill->line[i];

		fig->operand[i] = from->operand[i];
		if (l->part != was->line[i].part)
			fig->operand[i].text = line_text(f, l, bill->currency);
	}
}

/* A figure of the same bill under another id. */
static struct figure *
same_total(struct figures *f, const struct figure *total, struct str id)
{
	struct figure *fig = new_figure(f, id);

	*fig = *total;
	fig->id = id;
	fig->shown = false;
	share_basis(fig, total);
	fig->capoperand = fig->noperand;
	return keep_figure(f, fig);
}

static struct figure *
make_total(struct figures *f, size_t option, const struct setup *s)
{
	struct str id = cost_id(f, option, s, "total");
	struct figure *fig = known_figure(f, id);
	const struct figure *from;
	struct priced *one;
	struct bill was;

	if (fig)
		return fig;
	one = priced_option(f, &s->g->option[option], &s->market);
	if (!one)
		return NULL;
	from = one->total;
	was = one->bill;
	if (!from)
		bill_compute(f->a, &one->plan, s->workload, &one->bill);
	else if (!bill_change(f->a, &one->plan, s->workload, &one->bill))
		return same_total(f, from, id);
	fig = new_figure(f, id);
	if (one->bill.faults.n) {
		one->total = NULL;
		fig->formula = STR("sum of the lines of its bill");
		set_missing(f, fig, faults_text(f->a, &one->bill.faults));
		warn_missing(f, &one->bill.faults);
		return keep_figure(f, fig);
	}
	one->total = fig;
	set_money(f, fig, one->bill.total, one->bill.currency);
	if (f->bare)
		return keep_figure(f, fig);
	if (from && same_lines(&one->bill, &was))
		change_lines(f, fig, &one->bill, from, &was);
	else
		add_lines(f, fig, &one->bill);
	return keep_figure(f, fig);
}

const struct figure *
figure_cost(struct figures *f, size_t option, const struct setup *s)
{
	return make_total(f, option, s);
}

static struct figure *
make_line(struct figures *f, size_t option, const struct setup *s,
    const struct line *l, const char *currency, struct str what)
{
	struct str tail =
	    str_printf(f->a, "%.*s.%.*s%s%.*s", STR_ARG(l->use->id),
		STR_ARG(l->meter->id), what.n ? "." : "", STR_ARG(what));
	struct str id = cost_id(f, option, s, tail.p);
	struct figure *fig = known_figure(f, id);
	bool trivial;

	if (fig)
		return fig;
	fig = new_figure(f, id);
	fig->formula = line_formula(f->a, l);
	add_value(f, fig, STR("quantity"), line_working(f->a, l, &trivial));
	if (str_is(what, "quantity")) {
		set_value(
		    f, fig, l->quantity, &l->meter->unit, l->meter->unit_word);
	} else if (str_is(what, "free")) {
		set_value(
		    f, fig, l->free, &l->meter->unit, l->meter->unit_word);
	} else {
		set_money(f, fig, l->amount, currency);
		add_value(
		    f, fig, STR("amount"), line_arithmetic(f->a, l, currency));
		add_line(f, fig, l);
	}
	return keep_figure(f, fig);
}

const struct figure *
figure_line(struct figures *f, size_t option, const struct setup *s,
    const struct line *l, const struct bill *b)
{
	return make_line(f, option, s, l, b->currency, (struct str){ 0 });
}

/* cost.OPTION.SCENARIO.SERVICE.METER[.quantity|.free] */
static struct figure *
make_cost_line(struct figures *f, const struct path *p, size_t option,
    const struct setup *s)
{
	const struct use *use = option_use(&s->g->option[option], p->part[3]);
	struct str what = p->n > 5 ? p->part[5] : (struct str){ 0 };
	struct str *all;
	struct bill bill;
	struct figure *fig;
	size_t n = 0;

	if (!use) {
		const struct option *o = &f->g->option[option];

		all = arena_array(f->a, struct str, o->nuse + 1);
		for (size_t i = 0; i < o->nuse; i++)
			all[n++] = o->use[i].id;
		all[n++] = STR("total");
		return unknown_part(f, p, 3, all, n);
	}
	if (p->n < 5 || !service_meter(use->service, p->part[4])) {
		all = arena_array(f->a, struct str, use->service->nmeter + 1);
		for (size_t i = 0; i < use->service->nmeter; i++)
			all[n++] = use->service->meter[i].id;
		return unknown_part(f, p, 4, all, n);
	}
	if (p->n > 6 ||
	    (what.n && !str_is(what, "quantity") && !str_is(what, "free"))) {
		struct str words[] = { STR("quantity"), STR("free") };

		return unknown_part(f, p, p->n > 6 ? 6 : 5, words, 2);
	}
	if (!bill_of(f, option, s, &bill))
		return NULL;
	for (size_t i = 0; i < bill.nline; i++)
		if (bill.line[i].use == use &&
		    str_eq(bill.line[i].meter->id, p->part[4]) &&
		    !bill.faults.n)
			return make_line(
			    f, option, s, &bill.line[i], bill.currency, what);
	fig = new_figure(f, str_cat(f->a, p->whole));
	if (bill.faults.n)
		set_missing(f, fig, faults_text(f->a, &bill.faults));
	else
		set_missing(f, fig, STR("not billed here"));
	return keep_figure(f, fig);
}

struct figure *
make_cost(struct figures *f, const struct path *p)
{
	size_t option = path_option(f, p, 1);
	struct str total[] = { STR("total") };
	struct setup s;

	if (option == SIZE_MAX || !path_setup(f, p, 2, &s))
		return NULL;
	if (p->n == 4 && str_is(p->part[3], "total"))
		return make_total(f, option, &s);
	if (p->n < 4)
		return unknown_part(f, p, 3, total, 1);
	return make_cost_line(f, p, option, &s);
}

/* Two totals of a setup: FAMILY.A.B.SCENARIO */
static bool
two_costs(struct figures *f, const struct path *p, struct setup *s,
    struct figure **a, struct figure **b)
{
	size_t x = path_option(f, p, 1), y = path_option(f, p, 2);
	size_t pair[] = { x, y };

	if (x == SIZE_MAX || y == SIZE_MAX || !path_setup(f, p, 3, s) ||
	    !options_check_currency(f->d, p->at, f->g->option, pair, 2))
		return false;
	if (p->n > 4) {
		unknown_part(f, p, 4, NULL, 0);
		return false;
	}
	*a = make_total(f, x, s);
	*b = make_total(f, y, s);
	return *a && *b;
}

static struct figure *
pair_figure(struct figures *f, const struct path *p, const struct setup *s,
    const struct figure *a, const struct figure *b, bool *known)
{
	struct str id = str_cat(f->a, p->part[0], STR("."), p->part[1],
	    STR("."), p->part[2], STR("."), p->part[3], s->suffix);
	struct figure *fig = known_figure(f, id);

	*known = fig != NULL;
	if (fig)
		return fig;
	fig = new_figure(f, id);
	add_value(f, fig, p->part[1], a->display);
	add_value(f, fig, p->part[2], b->display);
	add_operand(f, fig, a);
	add_operand(f, fig, b);
	if (a->missing || b->missing)
		set_missing(f, fig, STR("one of the two costs cannot be had"));
	return fig;
}

struct figure *
make_ratio(struct figures *f, const struct path *p)
{
	struct figure *a, *b, *fig;
	struct setup s;
	struct rat x, y;
	struct buf out = { 0 };
	bool known;

	if (!two_costs(f, p, &s, &a, &b))
		return NULL;
	fig = pair_figure(f, p, &s, a, b, &known);
	if (known)
		return fig;
	fig->formula = str_cat(
	    f->a, p->part[1], STR(" / "), p->part[2], STR(", as printed"));
	x = format_money_round(f->a, a->n);
	y = format_money_round(f->a, b->n);
	if (!fig->missing && rat_is_zero(y))
		set_missing(f, fig, STR("divided by a cost of zero"));
	if (fig->missing)
		return keep_figure(f, fig);
	fig->n = rat_div(f->a, x, y);
	fig->exact = exact_text(f->a, fig->n);
	format_ratio(&out, fig->n);
	fig->display = buf_take(&out, f->a);
	return keep_figure(f, fig);
}

struct figure *
make_difference(struct figures *f, const struct path *p)
{
	struct figure *a, *b, *fig;
	struct setup s;
	bool known;

	if (!two_costs(f, p, &s, &a, &b))
		return NULL;
	fig = pair_figure(f, p, &s, a, b, &known);
	if (known)
		return fig;
	fig->formula = str_cat(
	    f->a, p->part[1], STR(" - "), p->part[2], STR(", as printed"));
	if (!fig->missing)
		set_money(f, fig,
		    rat_sub(f->a, format_money_round(f->a, a->n),
			format_money_round(f->a, b->n)),
		    a->unit.currency);
	return keep_figure(f, fig);
}

static struct str
name_of(struct figures *f, const struct ranking *r, size_t i)
{
	if (i == SIZE_MAX)
		return STR("none");
	return f->g->option[r->standing[i].option].name;
}

/* The printed cost of the second over that of the first: "23x". */
static void
set_lead(struct figures *f, struct figure *fig, const struct ranking *r,
    size_t first, size_t second)
{
	struct buf out = { 0 };
	struct rat x, y;

	if (second == SIZE_MAX) {
		set_missing(f, fig, STR("no other option"));
		return;
	}
	x = format_money_round(f->a, r->standing[second].bill.total);
	y = format_money_round(f->a, r->standing[first].bill.total);
	fig->formula = STR("cost of the runner-up / cost of the cheapest, as "
			   "printed");
	if (rat_is_zero(y)) {
		set_missing(f, fig, STR("the cheapest costs nothing"));
		return;
	}
	fig->n = rat_div(f->a, x, y);
	fig->exact = exact_text(f->a, fig->n);
	format_ratio(&out, fig->n);
	fig->display = buf_take(&out, f->a);
}

/* What is said of a ranking: by price alone, or of the recommendation. */
struct verdict {
	const struct ranking *r;
	size_t first, second;
	const char *currency;
	bool by_price;
};

static void
set_margin(struct figures *f, struct figure *fig, const struct verdict *v)
{
	const struct ranking *r = v->r;

	if (v->second == SIZE_MAX) {
		set_missing(f, fig, STR("no other option is left"));
		return;
	}
	fig->formula = STR("cost of the runner-up - cost of the first, as "
			   "printed");
	set_money(f, fig,
	    rat_sub(f->a,
		format_money_round(f->a, r->standing[v->second].bill.total),
		format_money_round(f->a, r->standing[v->first].bill.total)),
	    v->currency);
}

/* What nothing was measured of; empty: it is known to meet every need. */
static struct str
open_needs(const struct verdict *v)
{
	return v->by_price ? (struct str){ 0 }
			   : v->r->standing[v->first].unmeasured;
}

/* Why the first is first: what rules others out and what is not decided, then
 * the price. */
static struct str
why_text(struct figures *f, const struct verdict *v)
{
	const struct ranking *r = v->r;
	struct buf b = { 0 };

	for (size_t i = 0; i < r->n; i++) {
		const struct standing *s = &r->standing[i];

		if (s->out)
			buf_printf(&b, "%.*s is ruled out: %.*s. ",
			    STR_ARG(f->g->option[s->option].name),
			    STR_ARG(s->faults.fault[0].text));
		else if (s->unmeasured.n)
			buf_printf(&b, "Not decided by latency: %.*s. ",
			    STR_ARG(s->unmeasured));
	}
	if (v->second == SIZE_MAX)
		buf_printf(&b, "%.*s is the only option left.",
		    STR_ARG(name_of(f, r, v->first)));
	else if (r->tie && !v->by_price)
		buf_puts(&b, "Both cost the same; the first listed is taken.");
	else
		buf_printf(&b, "%.*s %s and costs less than %.*s.",
		    STR_ARG(name_of(f, r, v->first)),
		    open_needs(v).n ? "is not ruled out"
				    : "meets every limit and need",
		    STR_ARG(name_of(f, r, v->second)));
	return buf_take(&b, f->a);
}

static void
add_totals(struct figures *f, struct figure *fig, const struct verdict *v)
{
	const struct ranking *r = v->r;

	for (size_t i = 0; i < r->n && !f->bare; i++) {
		const struct standing *s = &r->standing[i];
		struct str total = s->bill.faults.n
		    ? faults_text(f->a, &s->bill.faults)
		    : money_text(f->a, s->bill.total, s->bill.currency);

		add_value(f, fig, f->g->option[s->option].id,
		    s->out && !v->by_price
			? str_cat(f->a, total, STR(", ruled out: "),
			      s->faults.fault[0].text)
			: total);
		for (size_t k = 0; k < s->bill.nline; k++)
			add_line(f, fig, &s->bill.line[k]);
		for (size_t k = 0; k < s->faults.n; k++)
			add_source(f, fig, s->faults.fault[k].source);
	}
}

/* The first's name; a tie is marked. */
static struct str
first_name(struct figures *f, const struct verdict *v)
{
	const struct ranking *r = v->r;
	struct str name = name_of(f, r, v->first);

	if (v->second == SIZE_MAX ||
	    !rat_eq(r->standing[v->first].bill.total,
		r->standing[v->second].bill.total))
		return name;
	return str_cat(
	    f->a, name, STR(" (tie with "), name_of(f, r, v->second), STR(")"));
}

static bool
fill_verdict(struct figures *f, struct figure *fig, const struct verdict *v,
    struct str field)
{
	const struct ranking *r = v->r;

	fig->formula = v->by_price ? STR("the cheapest option")
	    : open_needs(v).n
	    ? str_cat(f->a, STR("the cheapest option that is not ruled out; "),
		  open_needs(v))
	    : STR("the cheapest option that meets every limit and need");
	if (!field.n) {
		set_text(fig, first_name(f, v));
		fig->option = r->standing[v->first].option + 1;
	} else if (str_is(field, "total"))
		set_money(
		    f, fig, r->standing[v->first].bill.total, v->currency);
	else if (str_is(field, "runner_up"))
		set_text(fig, name_of(f, r, v->second));
	else if (str_is(field, "margin"))
		set_margin(f, fig, v);
	else if (str_is(field, "ratio"))
		set_lead(f, fig, r, v->first, v->second);
	else if (str_is(field, "why") && !v->by_price)
		set_sentence(fig, why_text(f, v));
	else
		return false;
	return true;
}

/* A recommendation that hangs on a price that is not there is none. */
static struct figure *
refuse_unsure(struct figures *f, const struct path *p, const struct ranking *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct faults *faults = &r->standing[i].faults;

		for (size_t k = 0; k < faults->n; k++) {
			if (faults->fault[k].kind != FAULT_PRICE)
				continue;
			diag_report(f->d, DIAG_PRICE_MISSING,
			    faults->fault[k].at,
			    "%.*s: nothing can be recommended for the "
			    "scenario '%.*s'",
			    STR_ARG(faults->fault[k].text),
			    STR_ARG(p->part[1]));
		}
	}
	return NULL;
}

static struct figure *
make_verdict(struct figures *f, const struct path *p, bool by_price)
{
	struct str words[] = { STR("total"), STR("runner_up"), STR("margin"),
		STR("ratio"), STR("why") };
	struct str field = p->n > 2 ? p->part[2] : (struct str){ 0 };
	struct ranking *r = arena_new(f->a, struct ranking);
	struct verdict v = { .r = r, .by_price = by_price };
	struct figure *fig;
	struct setup s;
	struct str id;

	if (!path_setup(f, p, 1, &s))
		return NULL;
	id = str_printf(f->a, "%.*s.%.*s%s%.*s%.*s", STR_ARG(p->part[0]),
	    STR_ARG(p->part[1]), field.n ? "." : "", STR_ARG(field),
	    STR_ARG(s.suffix));
	fig = known_figure(f, id);
	if (fig)
		return fig;
	if (!rank_setup(f, &s, r))
		return NULL;
	fig = new_figure(f, id);
	v.first = by_price ? r->cheapest : r->best;
	v.second = by_price ? r->second : r->runner_up;
	if (r->unsure && !by_price)
		return refuse_unsure(f, p, r);
	if (r->unsure || v.first == SIZE_MAX) {
		set_missing(f, fig,
		    r->unsure	   ? STR("a price is missing")
			: by_price ? STR("no option can be had here")
				   : STR("no option meets all needs"));
	} else {
		v.currency = r->standing[v.first].bill.currency;
		if (!fill_verdict(f, fig, &v, field) || p->n > 3)
			return unknown_part(f, p, p->n > 3 ? 3 : 2, words,
			    by_price ? countof(words) - 1 : countof(words));
	}
	add_totals(f, fig, &v);
	return keep_figure(f, fig);
}

struct figure *
make_winner(struct figures *f, const struct path *p)
{
	return make_verdict(f, p, true);
}

struct figure *
make_recommend(struct figures *f, const struct path *p)
{
	return make_verdict(f, p, false);
}

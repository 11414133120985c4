/* What a service costs: its meters with their prices, and what is free. */
#include "text/decimal.h"
#include "view/page_int.h"
#include "view/service.h"

/* The id of its figure: ".2" behind it for the second tier. */
static struct str
price_anchor(struct arena *a, const struct price *p, size_t tier)
{
	if (tier == 0)
		return str_printf(a, "price.%.*s", STR_ARG(p->key));
	return str_printf(a, "price.%.*s.%zu", STR_ARG(p->key), tier + 1);
}

static struct node *
choices_node(struct arena *a, const struct str *word, size_t n)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < n; i++) {
		struct node *one = node_map(a);

		node_set_str(a, one, "word", word[i]);
		node_push(a, list, one);
	}
	return list;
}

/* Whether a text leaves the unit of its quantities away. */
static bool
is_count(struct arena *a, const struct meter *m)
{
	return str_is(quantity_text(a, m, rat_int(1)), "1");
}

/* "1,000 requests" */
static struct str
counted_text(struct arena *a, const struct meter *m, struct rat n)
{
	struct str text = quantity_text(a, m, n), word = m->unit_word;

	if (!is_count(a, m))
		return text;
	word = unit_counted(a, text, word);
	return str_printf(a, "%.*s\xC2\xA0%.*s", STR_ARG(text), STR_ARG(word));
}

/* Whether two prices differ in nothing but their region. */
static bool
same_price(const struct meter *m, const struct price *x, const struct price *y)
{
	if (x->source != y->source || x->tried != y->tried ||
	    x->ntier != y->ntier)
		return false;
	for (size_t i = 0; i < m->nchoice; i++)
		if (!str_eq(x->choice[i], y->choice[i]))
			return false;
	for (size_t i = 0; i < x->ntier; i++)
		if (!rat_eq(x->tier[i].from, y->tier[i].from) ||
		    !rat_eq(x->tier[i].price, y->tier[i].price))
			return false;
	return true;
}

/* Prices that differ in their region only. */
struct alike {
	const struct price **price;
	size_t n, cap;
};

static struct node *
tier_node(
    struct arena *a, const struct meter *m, const struct alike *all, size_t i)
{
	const struct price *p = all->price[0];
	struct node *n = node_map(a), *others = node_list(a);
	bool last = i + 1 == p->ntier;

	for (size_t k = 1; k < all->n; k++)
		node_push(a, others,
		    node_string(a, price_anchor(a, all->price[k], i)));
	node_set_str(a, n, "anchor", price_anchor(a, p, i));
	node_set_node(a, n, "anchors", others);
	node_set_bool(a, n, "first", i == 0);
	node_set_str(a, n, "from", counted_text(a, m, p->tier[i].from));
	node_set_node(a, n, "to",
	    last ? node_null(a)
		 : node_string(a, counted_text(a, m, p->tier[i + 1].from)));
	node_set_str(a, n, "price", p->tier[i].text);
	return n;
}

static struct node *
price_node(struct arena *a, const struct service *s, const struct meter *m,
    const struct alike *all)
{
	const struct price *p = all->price[0];
	struct node *n = node_map(a), *region = node_list(a),
		    *tier = node_list(a);
	struct buf names = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		struct str name = all->price[i]->region;

		node_push(a, region, node_string(a, name));
		buf_printf(&names, "%s%.*s", i ? ", " : "", STR_ARG(name));
	}
	for (size_t i = 0; i < p->ntier; i++)
		node_push(a, tier, tier_node(a, m, all, i));
	node_set_node(a, n, "region", region);
	node_set_str(a, n, "regions", buf_take(&names, a));
	node_set_node(a, n, "choices", choices_node(a, p->choice, m->nchoice));
	node_set_node(a, n, "rows",
	    p->ntier > 1 ? node_int(a, (int64_t)p->ntier) : node_null(a));
	node_set_node(a, n, "tiers", tier);
	node_set_node(
	    a, n, "source", node_int(a, (int64_t)source_number(s, p->source)));
	node_set_bool(a, n, "tried", p->tried);
	return n;
}

static void
pad_tier(
    struct arena *a, struct decimals *column, struct node *tier, bool known)
{
	struct str text = node_find_text(tier, "price");

	if (known)
		node_set_node(a, tier, "pad",
		    text_or_null(a, decimals_pad(column, a, text)));
	else
		decimals_add(column, a, text);
}

/* What each price lacks behind its point beside the longest. */
static void
pad_prices(struct arena *a, struct node *list)
{
	struct decimals column = { 0 };

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < list->n; i++) {
			struct node *tier =
			    node_find(list->item[i], STR("tiers"));

			for (size_t k = 0; k < tier->n; k++)
				pad_tier(a, &column, tier->item[k], pass);
		}
}

/* Regions with the same prices stand together, where the first of them is. */
static void
put_prices(struct arena *a, struct node *n, const struct service *s,
    const struct meter *m)
{
	struct node *list = node_list(a);
	struct alike *all = arena_array(a, struct alike, m->nprice + 1);
	struct str *name = arena_array(a, struct str, m->nchoice + 1);
	bool tiered = false;
	size_t nall = 0, k;

	for (size_t i = 0; i < m->nchoice; i++)
		name[i] = s->scope.var[m->choice[i]].name;
	for (size_t i = 0; i < m->nprice; i++) {
		const struct price *p = &m->price[i];

		tiered |= p->ntier > 1;
		for (k = 0; k < nall && !same_price(m, all[k].price[0], p); k++)
			continue;
		nall += k == nall;
		arena_push(a, all[k].price, all[k].n, all[k].cap, p);
	}
	for (size_t i = 0; i < nall; i++)
		node_push(a, list, price_node(a, s, m, &all[i]));
	pad_prices(a, list);
	node_set_node(a, n, "choices", choices_node(a, name, m->nchoice));
	node_set_bool(a, n, "tiered", tiered);
	node_set_node(a, n, "prices", list);
}

static struct str
minimum_text(struct arena *a, const struct service *s, const struct meter *m)
{
	if (!m->has_minimum)
		return (struct str){ 0 };
	if (m->minimum_is_money)
		return money_text(a, m->minimum, s->currency);
	return counted_text(a, m, m->minimum);
}

static struct str
model_text(enum price_model m)
{
	switch (m) {
	case MODEL_GRADUATED:
		return STR("Each unit costs what its own tier says.");
	case MODEL_VOLUME:
		return STR("All units cost what the tier reached says.");
	case MODEL_PACKAGE:
		return STR("Paid in whole packages.");
	case MODEL_FLAT:
		break;
	}
	return (struct str){ 0 };
}

/* "requests", "GB*s" with the sign that a reader knows */
static struct str
unit_shown(struct arena *a, const struct meter *m)
{
	struct str word = unit_counted(a, STR("2"), m->unit_word);
	struct buf b = { 0 };

	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] == '*')
			buf_puts(&b, "\xC2\xB7");
		else
			buf_putc(&b, word.p[i]);
	return buf_take(&b, a);
}

static struct node *
meter_node(struct arena *a, const struct service *s, const struct meter *m)
{
	struct node *n = node_map(a);

	node_set_str(a, n, "id", m->id);
	node_set_str(
	    a, n, "anchor", str_printf(a, "meter.%.*s", STR_ARG(m->id)));
	node_set_str(a, n, "name", m->name);
	node_set_str(a, n, "formula", expr_text(m->quantity));
	node_set_node(a, n, "when",
	    text_or_null(a, m->when ? expr_text(m->when) : STR("")));
	node_set_str(a, n, "unit", unit_shown(a, m));
	node_set_str(a, n, "model", str_of(model_name(m->model)));
	node_set_node(
	    a, n, "model_text", text_or_null(a, model_text(m->model)));
	node_set_node(a, n, "minimum", text_or_null(a, minimum_text(a, s, m)));
	node_set_bool(a, n, "decimal", m->decimal);
	node_set_bool(a, n, "tiers_net", m->tiers_net);
	put_prices(a, n, s, m);
	return n;
}

struct node *
meters_node(struct arena *a, const struct service *s)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < s->nmeter; i++)
		node_push(a, list, meter_node(a, s, &s->meter[i]));
	return list_or_null(a, list);
}

static struct str
period_text(enum period p)
{
	switch (p) {
	case PERIOD_FIRST_YEAR:
		return STR("every month of an account's first year");
	case PERIOD_INCLUDED:
		return STR("with the subscription, always");
	case PERIOD_MONTHLY:
		break;
	}
	return STR("every month");
}

static struct node *
allowance_node(
    struct arena *a, const struct service *s, const struct allowance *w)
{
	struct node *n = node_map(a);
	struct buf names = { 0 };

	for (size_t i = 0; i < w->nmeter; i++)
		buf_printf(&names, "%s%.*s", i ? ", " : "",
		    STR_ARG(s->meter[w->meter[i]].name));
	node_set_str(a, n, "anchor",
	    str_printf(a, "free.%.*s.%.*s", STR_ARG(s->id), STR_ARG(w->name)));
	node_set_str(a, n, "meters", buf_take(&names, a));
	node_set_str(a, n, "amount",
	    w->credit ? money_text(a, w->amount, s->currency)
		      : counted_text(a, &s->meter[w->meter[0]], w->amount));
	node_set_str(a, n, "period", period_text(w->period));
	node_set_node(
	    a, n, "source", node_int(a, (int64_t)source_number(s, w->source)));
	return n;
}

struct node *
allowances_node(struct arena *a, const struct service *s)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < s->nallowance; i++)
		node_push(a, list, allowance_node(a, s, &s->allowance[i]));
	return list_or_null(a, list);
}

/* Things of one kind, each name once. */
struct taken {
	size_t n;
	struct map name;
	struct buf names;
};

static void
take_name(struct arena *a, struct taken *t, struct str name)
{
	t->n++;
	if (map_put(&t->name, a, name, t))
		return;
	buf_printf(&t->names, "%s%.*s", t->names.n ? ", " : "", STR_ARG(name));
}

/* "4 prices (Requests)" */
static void
put_taken(struct buf *out, struct taken *t, const char *one, const char *many)
{
	if (t->n)
		buf_printf(out, "%s%zu %s (%s)", out->n ? "; " : "", t->n,
		    t->n == 1 ? one : many, t->names.p);
	buf_free(&t->names);
}

struct str
service_taken(
    struct arena *a, const struct service *s, const struct citation *source)
{
	struct taken prices = { 0 }, free = { 0 }, limits = { 0 };
	struct buf b = { 0 };

	for (size_t i = 0; i < s->nmeter; i++)
		for (size_t k = 0; k < s->meter[i].nprice; k++)
			if (s->meter[i].price[k].source == source)
				take_name(a, &prices, s->meter[i].name);
	for (size_t i = 0; i < s->nallowance; i++)
		if (s->allowance[i].source == source)
			take_name(a, &free, s->allowance[i].name);
	for (size_t i = 0; i < s->nlimit; i++)
		if (s->limit[i].source == source)
			take_name(a, &limits, s->limit[i].id);
	put_taken(&b, &prices, "price", "prices");
	put_taken(&b, &free, "free allowance", "free allowances");
	put_taken(&b, &limits, "limit", "limits");
	return buf_take(&b, a);
}

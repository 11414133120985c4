#include "price/catalog_int.h"

/* A price table on the way down: region, then a choice a level. */
struct path {
	struct meter *m;
	const struct unit_env *env;
	const struct node *region; /* list, for a group; else NULL */
	struct str region_name;
	struct str word[8];
	size_t slot[8]; /* the choice input each word belongs to */
	size_t nword;
	const struct citation *source;
};

static bool
check_price_unit(struct loader *l, const struct meter *m, const struct qty *q)
{
	struct unit want = unit_one();

	want.dim[DIM_MONEY] = 1;
	for (int i = 0; i < 4; i++)
		want.currency[i] = l->s->currency[i];
	want = unit_div(l->a, &want, &m->unit);
	/* A file without a currency is reported once. */
	if (unit_same(&want, &q->unit) || !l->s->currency[0])
		return true;
	if (q->unit.currency[0] &&
	    !str_eq(str_of(q->unit.currency), str_of(l->s->currency)))
		return diag_report(l->d, DIAG_CURRENCY, q->at,
		    "the price is in '%s', the file's currency is '%s'",
		    q->unit.currency, l->s->currency);
	diag_report(l->d, DIAG_UNIT_MISMATCH, q->at,
	    "units do not agree: the meter is in '%.*s', the price '%.*s' is "
	    "in '%.*s'",
	    STR_ARG(m->unit_word), STR_ARG(q->text),
	    STR_ARG(unit_text(l->a, &q->unit)));
	diag_hint(l->d, "a price of this meter is in '%.*s'",
	    STR_ARG(unit_text(l->a, &want)));
	return false;
}

static bool
load_amount(struct loader *l, const struct path *p, const struct node *n,
    struct tier *t)
{
	if (!node_qty(l->a, l->d, n, p->env, NULL, &t->typed) ||
	    !check_price_unit(l, p->m, &t->typed))
		return false;
	t->price = t->typed.n;
	t->text = tier_text(l->a, t, l->s->currency);
	if (rat_sign(t->price) < 0)
		return diag_report(
		    l->d, DIAG_RANGE, n->at, "a price is not below zero");
	return true;
}

static bool
load_tier(struct loader *l, const struct path *p, const struct node *n,
    struct tier *t)
{
	const struct node *price;
	struct fields f;
	struct qty from;

	fields_begin(&f, l->a, l->d, n, "a tier");
	if (field_get(&f, "from") &&
	    field_qty(&f, "from", p->env, &p->m->unit, &from)) {
		t->from = from.n;
		t->from_text = from.text;
	}
	price = field_get(&f, "price");
	if (price && !load_amount(l, p, price, t))
		f.ok = false;
	return fields_end(&f);
}

static struct span
bound_at(const struct node *tier)
{
	return node_find(tier, STR("from"))->at;
}

/* Tier bounds are [from, next), start at 0 and ascend. */
static bool
check_tiers(struct loader *l, const struct node *n, const struct price *price)
{
	for (size_t i = 0; i < price->ntier; i++) {
		struct rat from = price->tier[i].from;

		if (i == 0 && !rat_is_zero(from))
			return diag_report(l->d, DIAG_TIERS,
			    bound_at(n->item[0]),
			    "the first tier starts at 0, not at '%.*s'",
			    STR_ARG(price->tier[0].from_text));
		if (i > 0 && !rat_lt(price->tier[i - 1].from, from))
			return diag_report(l->d, DIAG_TIERS,
			    bound_at(n->item[i]),
			    "tiers ascend: '%.*s' is not above '%.*s'",
			    STR_ARG(price->tier[i].from_text),
			    STR_ARG(price->tier[i - 1].from_text));
	}
	return true;
}

static bool
load_tiers(struct loader *l, const struct path *p, const struct node *n,
    struct price *price)
{
	bool ok = true;

	price->tier = arena_array(l->a, struct tier, n->n + 1);
	if (n->kind != NODE_LIST) {
		price->ntier = 1;
		return load_amount(l, p, n, &price->tier[0]);
	}
	if (n->n == 0)
		return diag_report(
		    l->d, DIAG_TIERS, n->at, "a list of tiers is empty");
	if (p->m->model == MODEL_FLAT || p->m->model == MODEL_PACKAGE) {
		diag_report(l->d, DIAG_TIERS, n->at,
		    "a meter of the model '%s' has one price, not tiers",
		    model_name(p->m->model));
		diag_hint(l->d, "say 'model: graduated' or 'model: volume'");
		return false;
	}
	for (size_t i = 0; i < n->n; i++)
		if (!load_tier(l, p, n->item[i], &price->tier[price->ntier++]))
			ok = false;
	return ok && check_tiers(l, n, price);
}

static bool
same_choice(const struct meter *m, const struct price *a, const struct str *b)
{
	for (size_t i = 0; i < m->nchoice; i++)
		if (!str_eq(a->choice[i], b[i]))
			return false;
	return true;
}

static bool
add_price(struct loader *l, const struct path *p, struct str region,
    struct price price)
{
	struct meter *m = p->m;
	struct buf key = { 0 };
	bool known = false;

	price.region = region;
	price.choice = arena_array(l->a, struct str, p->nword + 1);
	buf_printf(&key, "%.*s.%.*s.%.*s", STR_ARG(l->s->id), STR_ARG(m->id),
	    STR_ARG(region));
	for (size_t i = 0; i < p->nword; i++) {
		price.choice[i] = p->word[i];
		buf_printf(&key, ".%.*s", STR_ARG(p->word[i]));
	}
	price.key = buf_take(&key, l->a);
	for (size_t i = 0; i < m->nprice; i++) {
		if (!str_eq(m->price[i].region, region) ||
		    !same_choice(m, &m->price[i], price.choice))
			continue;
		diag_report(l->d, DIAG_PRICE_DUPLICATE, price.at,
		    "'%.*s' has two prices", STR_ARG(price.key));
		diag_note(l->d, m->price[i].at, "the first is here");
		return false;
	}
	arena_push(l->a, m->price, m->nprice, m->capprice, price);
	for (size_t i = 0; i < l->s->nregion; i++)
		known |= str_eq(l->s->region[i], region);
	if (!known)
		arena_push(
		    l->a, l->s->region, l->s->nregion, l->s->capregion, region);
	return true;
}

static bool
load_leaf(struct loader *l, const struct path *p, const struct node *n)
{
	struct price price = { .source = p->source, .at = n->at };
	bool ok = true;

	if (p->m->nchoice != p->nword) {
		size_t slot = p->m->choice[p->nword];

		return diag_report(l->d, DIAG_CHOICE, n->at,
		    "a price for each '%.*s' is wanted here, as elsewhere in "
		    "this meter",
		    STR_ARG(l->s->scope.var[slot].name));
	}
	if (!load_tiers(l, p, n, &price))
		return false;
	if (!p->region)
		return add_price(l, p, p->region_name, price);
	for (size_t i = 0; i < p->region->n; i++)
		if (!add_price(l, p, p->region->item[i]->text, price))
			ok = false;
	return ok;
}

/* The choice input that has all keys of `n` among its choices. */
static size_t
choice_of(const struct loader *l, const struct node *n)
{
	for (size_t i = 0; i < l->s->ninput; i++) {
		const struct var *v = &l->s->scope.var[l->s->input[i].slot];

		if (v->kind != EXPR_WORD)
			continue;
		for (size_t k = 0; k < v->nchoice; k++)
			if (str_eq(v->choice[k], node_key(n, 0)))
				return l->s->input[i].slot;
	}
	return SIZE_MAX;
}

static bool load_level(struct loader *l, struct path *p, const struct node *n);

static bool
load_choices(struct loader *l, struct path *p, const struct node *n)
{
	size_t slot = n->n ? choice_of(l, n) : SIZE_MAX;
	struct meter *m = p->m;
	bool ok = true;

	if (slot == SIZE_MAX || p->nword == countof(p->word)) {
		diag_report(l->d, DIAG_CHOICE, n->n ? n->key_at[0] : n->at,
		    "'%.*s' is not a choice of any input of this service",
		    STR_ARG(n->n ? node_key(n, 0) : STR("nothing")));
		diag_hint(l->d,
		    "a price is a text such as '0.20 USD per "
		    "1000000 request', a list of tiers, or a map "
		    "of choices");
		return false;
	}
	if (m->nprice == 0 && m->nchoice == p->nword)
		m->choice[m->nchoice++] = slot;
	if (p->nword >= m->nchoice || m->choice[p->nword] != slot)
		return diag_report(l->d, DIAG_CHOICE, n->at,
		    "prices for each '%.*s' here, but not elsewhere in this "
		    "meter",
		    STR_ARG(l->s->scope.var[slot].name));
	for (size_t i = 0; i < n->n; i++) {
		const struct var *v = &l->s->scope.var[slot];
		bool found = false;

		for (size_t k = 0; k < v->nchoice; k++)
			found |= str_eq(v->choice[k], node_key(n, i));
		if (!found) {
			ok = diag_report(l->d, DIAG_CHOICE, n->key_at[i],
			    "'%.*s' is not a choice of '%.*s'",
			    STR_ARG(node_key(n, i)), STR_ARG(v->name));
			diag_nearest(
			    l->d, node_key(n, i), v->choice, v->nchoice);
			continue;
		}
		p->word[p->nword++] = node_key(n, i);
		if (!load_level(l, p, n->item[i]))
			ok = false;
		p->nword--;
	}
	return ok;
}

static bool
load_level(struct loader *l, struct path *p, const struct node *n)
{
	const struct citation *outer = p->source;
	const struct node *price;
	struct fields f;
	bool ok;

	if (n->kind != NODE_MAP)
		return load_leaf(l, p, n);
	if (!node_find(n, STR("price")))
		return load_choices(l, p, n);
	fields_begin(&f, l->a, l->d, n, "a price");
	price = field_get(&f, "price");
	p->source = load_source(l, &f, outer);
	ok = fields_end(&f) && price && load_leaf(l, p, price);
	p->source = outer;
	return ok;
}

bool
load_prices(
    struct loader *l, struct meter *m, const struct node *n, bool decimal)
{
	struct unit_env env = l->env;
	bool ok = true;

	env.decimal = decimal;
	m->choice = arena_array(l->a, size_t, 8);
	if (n->kind != NODE_MAP || n->n == 0) {
		diag_report(l->d, DIAG_WRONG_KIND, n->at,
		    "'price' is a map of regions and prices, not %s",
		    n->kind == NODE_MAP ? "an empty one" : node_kind_name(n));
		diag_hint(l->d,
		    "a service without regions is priced under "
		    "'global'");
		return false;
	}
	for (size_t i = 0; i < n->n; i++) {
		struct path p = { .m = m,
			.env = &env,
			.region_name = node_key(n, i),
			.region = map_find(&l->s->groups, node_key(n, i)),
			.source = m->source };

		if (p.region)
			map_put(&l->s->priced_groups, l->a, p.region_name, m);
		if (!load_level(l, &p, n->item[i]))
			ok = false;
	}
	return ok;
}

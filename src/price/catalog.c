#include "price/catalog_int.h"

#include <string.h>

void
catalog_init(struct catalog *c, struct arena *a)
{
	*c = (struct catalog){ .arena = a };
}

struct service *
catalog_find(const struct catalog *c, struct str id)
{
	struct service *s = map_find(&c->services, id);

	if (s)
		s->asked = true;
	return s;
}

void
catalog_forget(const struct catalog *c)
{
	for (size_t i = 0; i < c->services.n; i++)
		((struct service *)c->services.entry[i].value)->asked = false;
}

static struct str *
keys_of(struct arena *a, const struct map *m, size_t *n)
{
	struct str *all = arena_array(a, struct str, m->n + 1);

	for (*n = 0; *n < m->n; (*n)++)
		all[*n] = m->entry[*n].key;
	return all;
}

struct str *
catalog_ids(struct arena *a, const struct catalog *c, size_t *n)
{
	return keys_of(a, &c->services, n);
}

struct str *
catalog_terms(struct arena *a, const struct catalog *c, size_t *n)
{
	return keys_of(a, &c->terms, n);
}

const struct term *
catalog_term(const struct catalog *c, struct str name)
{
	return map_find(&c->terms, name);
}

struct meter *
service_meter(const struct service *s, struct str id)
{
	for (size_t i = 0; i < s->nmeter; i++)
		if (str_eq(s->meter[i].id, id))
			return &s->meter[i];
	return NULL;
}

bool
service_has_region(const struct service *s, struct str region)
{
	for (size_t i = 0; i < s->nregion; i++)
		if (str_eq(s->region[i], region))
			return true;
	return false;
}

bool
service_is_global(const struct service *s)
{
	return s->nregion == 1 && str_is(s->region[0], "global");
}

bool
catalog_check_region(const struct catalog *c, struct diag *d, struct span at,
    struct str vendor, struct str region)
{
	struct str *all = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < c->services.n; i++) {
		const struct service *s = c->services.entry[i].value;

		if (s->broken)
			return true;
		if (service_is_global(s) ||
		    (vendor.n && !str_eq(s->vendor, vendor)))
			continue;
		if (service_has_region(s, region))
			return true;
		for (size_t k = 0; k < s->nregion; k++)
			arena_push(d->arena, all, n, cap, s->region[k]);
	}
	if (!n)
		return true;
	diag_report(d, DIAG_REGION_UNKNOWN, at,
	    "no service%s%.*s has a price in the region '%.*s'",
	    vendor.n ? " of " : "", STR_ARG(vendor), STR_ARG(region));
	diag_nearest(d, region, all, n);
	return false;
}

bool
catalog_check_vendor(
    const struct catalog *c, struct diag *d, struct span at, struct str vendor)
{
	struct str *all = arena_array(d->arena, struct str, c->services.n + 1);

	for (size_t i = 0; i < c->services.n; i++) {
		const struct service *s = c->services.entry[i].value;

		if (s->broken || str_eq(s->vendor, vendor))
			return true;
		all[i] = s->vendor;
	}
	diag_report(d, DIAG_REGION_UNKNOWN, at,
	    "no service is of the vendor '%.*s'", STR_ARG(vendor));
	diag_nearest(d, vendor, all, c->services.n);
	return false;
}

bool
meter_has_choices(
    const struct service *s, const struct meter *m, const struct rat *value)
{
	for (size_t i = 0; i < m->nchoice; i++) {
		const struct var *v = &s->scope.var[m->choice[i]];
		int64_t k = rat_to_int(value[m->choice[i]], -1);

		if (k < 0 || (size_t)k >= v->nchoice)
			return false;
	}
	return true;
}

const struct price *
meter_price(struct arena *a, const struct service *s, const struct meter *m,
    struct str region, const struct rat *value, struct str *key)
{
	struct str word[8];
	struct buf b = { 0 };

	if (service_is_global(s))
		region = STR("global");
	for (size_t i = 0; i < m->nchoice; i++) {
		const struct var *v = &s->scope.var[m->choice[i]];
		int64_t k = rat_to_int(value[m->choice[i]], 0);

		word[i] = v->choice[k];
	}
	for (size_t p = 0; p < m->nprice; p++) {
		bool same = str_eq(m->price[p].region, region);

		for (size_t i = 0; same && i < m->nchoice; i++)
			same = str_eq(m->price[p].choice[i], word[i]);
		if (same)
			return &m->price[p];
	}
	buf_printf(&b, "%.*s.%.*s.%.*s", STR_ARG(s->id), STR_ARG(m->id),
	    STR_ARG(region));
	for (size_t i = 0; i < m->nchoice; i++)
		buf_printf(&b, ".%.*s", STR_ARG(word[i]));
	*key = buf_take(&b, a);
	return NULL;
}

static void
load_head(struct loader *l, struct fields *f, struct str stem)
{
	struct service *s = l->s;
	const struct node *n;
	struct str currency;
	struct unit unit;

	if (field_text_required(f, "service", &s->id) && !str_eq(s->id, stem)) {
		f->ok = diag_report(l->d, DIAG_SERVICE_ID,
		    field_find(f, "service")->at,
		    "the service '%.*s' stands in a file named "
		    "'%.*s.yaml'",
		    STR_ARG(s->id), STR_ARG(stem));
		diag_hint(l->d, "the file has the name of its service");
	}
	s->name = s->id;
	field_text_required(f, "name", &s->name);
	field_text_required(f, "vendor", &s->vendor);
	field_text(f, "about", &s->about);
	n = field_get(f, "currency");
	if (!n || !node_text(l->d, n, &currency))
		return;
	if (!qty_unit(l->a, l->d, &l->env, n->at, currency, &unit)) {
		f->ok = false;
		return;
	}
	if (!unit.currency[0]) {
		f->ok = diag_report(l->d, DIAG_CURRENCY, n->at,
		    "'%.*s' is not a currency", STR_ARG(currency));
		diag_hint(l->d, "a currency is a code, as in 'USD' or 'EUR'");
		return;
	}
	memcpy(s->currency, unit.currency, sizeof(s->currency));
}

static void
load_counts(struct loader *l, struct fields *f)
{
	const struct node *n = field_find(f, "counts");
	struct str *word;

	if (!n)
		return;
	if (n->kind != NODE_LIST) {
		f->ok = diag_report(l->d, DIAG_WRONG_KIND, n->at,
		    "'counts' is a list of words");
		return;
	}
	word = arena_array(l->a, struct str, n->n + 1);
	l->env.count = word;
	for (size_t i = 0; i < n->n; i++) {
		if (!node_text(l->d, n->item[i], &word[l->env.ncount]))
			f->ok = false;
		else if (unit_is_word(&l->env, word[l->env.ncount]))
			f->ok = diag_report(l->d, DIAG_INPUT_NAME,
			    n->item[i]->at, "'%.*s' is a unit already",
			    STR_ARG(word[l->env.ncount]));
		else
			l->env.ncount++;
	}
	l->s->scope.units = l->env;
}

static void
load_groups(struct loader *l, struct fields *f)
{
	const struct node *n = field_find(f, "regions");
	struct str text;

	if (!n)
		return;
	if (n->kind != NODE_MAP) {
		f->ok = diag_report(l->d, DIAG_WRONG_KIND, n->at,
		    "'regions' is a map of names and lists of regions");
		return;
	}
	for (size_t i = 0; i < n->n; i++) {
		struct node *list = n->item[i];

		if (list->kind != NODE_LIST) {
			f->ok = diag_report(l->d, DIAG_WRONG_KIND, list->at,
			    "a list of regions is wanted here");
			continue;
		}
		for (size_t k = 0; k < list->n; k++)
			if (!node_text(l->d, list->item[k], &text))
				f->ok = false;
		map_put(&l->s->groups, l->a, node_key(n, i), list);
	}
}

static void
report_conflict(struct catalog *c, struct diag *d, struct str name,
    struct span at, const struct term *old, enum expr_kind kind,
    const struct unit *unit)
{
	if (kind != old->var.kind)
		diag_report(d, DIAG_INPUT_CONFLICT, at,
		    "'%.*s' is %s here, and %s elsewhere", STR_ARG(name),
		    kind == EXPR_WORD ? "a word" : "a quantity",
		    kind == EXPR_WORD ? "a quantity" : "a word");
	else
		diag_report(d, DIAG_INPUT_CONFLICT, at,
		    "'%.*s' is in '%.*s' here, and in '%.*s' elsewhere",
		    STR_ARG(name), STR_ARG(unit_text(c->arena, unit)),
		    STR_ARG(unit_text(c->arena, &old->var.unit)));
	diag_note(d, old->at, "the other is here");
}

struct rat
input_grid(const struct input *in)
{
	return rat_is_zero(in->bill_step) ? in->step : in->bill_step;
}

/* What two steps have in common; zero is none. */
static struct rat
common_step(struct arena *a, struct rat x, struct rat y)
{
	if (rat_is_zero(x) || rat_is_zero(y))
		return rat_is_zero(x) ? y : x;
	return rat_gcd(a, x, y);
}

static void
merge_step(struct catalog *c, struct term *t, const struct var *v,
    const struct input *in)
{
	struct rat step = input_grid(in);

	t->spacing = common_step(c->arena, t->spacing, in->step);
	if (rat_is_zero(step))
		return;
	/* Shown in the unit of the finest step, so that a step shows. */
	if (rat_is_zero(t->step) || rat_lt(step, t->step)) {
		t->var.unit = v->unit;
		t->var.unit_word = v->unit_word;
	}
	t->step = common_step(c->arena, t->step, step);
}

static struct str *
join_choices(
    struct arena *a, const struct var *x, const struct var *y, size_t *n)
{
	struct str *all = arena_array(a, struct str, x->nchoice + y->nchoice);
	size_t count = 0;

	for (size_t i = 0; i < x->nchoice; i++)
		all[count++] = x->choice[i];
	for (size_t i = 0; i < y->nchoice; i++) {
		bool known = false;

		for (size_t k = 0; k < x->nchoice; k++)
			known |= str_eq(x->choice[k], y->choice[i]);
		if (!known)
			all[count++] = y->choice[i];
	}
	/* `n` may be x's own count. */
	*n = count;
	return all;
}

/* Adds an input to the names that workloads may set. */
static bool
add_term(struct catalog *c, struct diag *d, const struct service *s,
    const struct input *in)
{
	const struct var *v = &s->scope.var[in->slot];
	struct term *t = map_find(&c->terms, in->name);

	if (!t) {
		t = arena_new(c->arena, struct term);
		map_put(&c->terms, c->arena, in->name, t);
		t->var.broken = true;
	}
	if (v->broken && !t->var.broken)
		return true;
	if (t->var.broken) {
		t->var = *v;
		t->at = in->at;
	} else if (t->var.kind != v->kind ||
	    (v->kind == EXPR_QTY && !unit_same(&t->var.unit, &v->unit))) {
		report_conflict(c, d, in->name, in->at, t, v->kind, &v->unit);
		return false;
	} else if (v->kind == EXPR_WORD) {
		t->var.choice =
		    join_choices(c->arena, &t->var, v, &t->var.nchoice);
	}
	t->need = false;
	merge_step(c, t, v, in);
	return true;
}

/* A limit on what is no input makes its name one that scenarios may need. */
static bool
add_need(struct catalog *c, struct diag *d, const struct limit *m)
{
	struct term *t;

	if (!m->need.n)
		return true;
	t = map_find(&c->terms, m->need);
	if (!t) {
		t = arena_new(c->arena, struct term);
		t->var = (struct var){ .name = m->need,
			.kind = m->nword ? EXPR_WORD : EXPR_QTY,
			.unit = m->unit,
			.unit_word = m->unit_word };
		t->need = true;
		t->at = m->at;
		map_put(&c->terms, c->arena, m->need, t);
		return true;
	}
	if (t->var.broken)
		return true;
	if ((t->var.kind == EXPR_WORD) != (m->nword > 0) ||
	    (!m->nword && !unit_accepts(&t->var.unit, &m->unit) &&
		!unit_accepts(&m->unit, &t->var.unit))) {
		report_conflict(c, d, m->need, m->at, t,
		    m->nword ? EXPR_WORD : EXPR_QTY, &m->unit);
		return false;
	}
	return true;
}

static bool
load_body(struct loader *l, struct fields *f)
{
	const struct node *n;
	bool ok;

	n = field_get(f, "sources");
	l->s->sources.lacks = !n;
	if (n && !citations_load(&l->s->sources, l->a, l->d, n))
		f->ok = false;
	load_counts(l, f);
	load_groups(l, f);
	l->s->scope.lacks = field_misspelt(f, "inputs");
	load_inputs(l, field_find(f, "inputs"));
	n = field_find(f, "either");
	if (n)
		load_either(l, n);
	n = field_get(f, "meters");
	if (n)
		load_meters(l, n);
	n = field_find(f, "allowances");
	if (n)
		load_allowances(l, n);
	ok = l->ok;
	l->ok = true;
	n = field_find(f, "limits");
	if (n)
		load_limits(l, n);
	l->s->lacks |= !l->ok || !l->s->ninput || !l->s->nlimit;
	return fields_end(f) && l->ok && ok;
}

void
catalog_add_broken(struct catalog *c, struct str stem, struct span at)
{
	struct service *s = arena_new(c->arena, struct service);

	scope_init(&s->scope, c->arena);
	s->id = s->name = stem;
	s->at = at;
	s->broken = s->lacks = true;
	map_put(&c->services, c->arena, stem, s);
}

bool
catalog_add(
    struct catalog *c, struct diag *d, const struct node *root, struct str stem)
{
	struct service *s = arena_new(c->arena, struct service);
	struct loader l = { .a = c->arena, .d = d, .s = s, .ok = true };
	struct fields f;
	bool ok;

	scope_init(&s->scope, c->arena);
	s->at = root->at;
	fields_begin(&f, c->arena, d, root, "a price file");
	load_head(&l, &f, stem);
	ok = load_body(&l, &f);
	/* A file with mistakes is kept for the names in it: they are then not
	 * reported as unknown elsewhere. */
	map_put(&c->services, c->arena, stem, s);
	for (size_t i = 0; i < s->ninput; i++)
		ok &= add_term(c, d, s, &s->input[i]);
	for (size_t i = 0; i < s->nlimit; i++)
		ok &= add_need(c, d, &s->limit[i]);
	s->broken = !ok;
	s->lacks &= s->broken;
	return ok;
}

/* Whether `key` is all of the price's key or the front part up to a dot. */
static bool
key_matches(const struct price *p, struct str key)
{
	return str_starts(p->key, key) &&
	    (p->key.n == key.n || p->key.p[key.n] == '.');
}

static bool
try_price(struct catalog *c, struct diag *d, struct service *s, struct meter *m,
    struct price *p, struct span at, struct str text)
{
	struct loader l = { .a = c->arena, .d = d, .s = s };
	struct tier *t = arena_new(c->arena, struct tier);
	struct unit want = unit_one();

	l.env = s->scope.units;
	l.env.decimal = m->decimal;
	if (!qty_parse(c->arena, d, &l.env, at, text, &t->typed))
		return false;
	want.dim[DIM_MONEY] = 1;
	memcpy(want.currency, s->currency, sizeof(want.currency));
	want = unit_div(c->arena, &want, &m->unit);
	if (!unit_same(&want, &t->typed.unit)) {
		diag_report(d, DIAG_UNIT_MISMATCH, at,
		    "units do not agree: a price of '%.*s' is in "
		    "'%s/(%.*s)', '%.*s' is in '%.*s'",
		    STR_ARG(p->key), s->currency, STR_ARG(m->unit_word),
		    STR_ARG(text), STR_ARG(t->typed.word));
		return false;
	}
	if (rat_sign(t->typed.n) < 0)
		return diag_report(
		    d, DIAG_RANGE, at, "a price is not below zero");
	t->price = t->typed.n;
	t->text = tier_text(c->arena, t, s->currency);
	p->tier = t;
	p->ntier = 1;
	p->tried = true;
	return true;
}

bool
catalog_set_price(struct catalog *c, struct diag *d, struct str key,
    struct span key_at, struct str text, struct span at)
{
	struct str *all = NULL;
	size_t n = 0, cap = 0, hits = 0;

	for (size_t i = 0; i < c->services.n; i++) {
		struct service *s = c->services.entry[i].value;

		for (size_t k = 0; k < s->nmeter; k++) {
			struct meter *m = &s->meter[k];

			for (size_t p = 0; p < m->nprice; p++) {
				arena_push(
				    c->arena, all, n, cap, m->price[p].key);
				if (!key_matches(&m->price[p], key))
					continue;
				hits++;
				if (!try_price(
					c, d, s, m, &m->price[p], at, text))
					return false;
			}
		}
	}
	if (hits)
		return true;
	diag_report(d, DIAG_PRICE_KEY, key_at, "no price has the key '%.*s'",
	    STR_ARG(key));
	diag_nearest(d, key, all, n);
	return false;
}

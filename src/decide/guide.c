#include "decide/guide.h"

#include <string.h>

bool
market_load_region(struct market *m, struct arena *a, struct diag *d,
    const struct catalog *c, const struct node *n)
{
	struct str text, vendor;
	bool ok = true;

	if (n->kind != NODE_MAP) {
		ok = node_text(d, n, &text) &&
		    catalog_check_region(c, d, n->at, STR(""), text);
		if (ok)
			market_set_region(m, text);
		m->broken = !ok;
		return ok;
	}
	market_set_region(m, STR(""));
	for (size_t i = 0; i < n->n; i++) {
		vendor = node_key(n, i);
		if (!node_text(d, n->item[i], &text) ||
		    !catalog_check_vendor(c, d, n->key_at[i], vendor) ||
		    !catalog_check_region(c, d, n->item[i]->at, vendor, text)) {
			ok = false;
			continue;
		}
		market_set_vendor(m, a, vendor, text);
	}
	m->broken = !ok;
	return ok;
}

bool
market_load_free(
    struct market *m, struct diag *d, struct span at, struct str text)
{
	static const enum free_tier all[] = { FREE_NONE, FREE_FULL,
		FREE_FIRST_YEAR };
	struct str name[countof(all)];

	for (size_t i = 0; i < countof(all); i++) {
		name[i] = str_of(free_tier_name(all[i]));
		if (str_eq(text, name[i])) {
			m->free = all[i];
			return true;
		}
	}
	diag_report(d, DIAG_UNKNOWN_WORD, at,
	    "the free tier is 'none', 'full' or 'first-year', not '%.*s'",
	    STR_ARG(text));
	diag_nearest(d, text, name, countof(all));
	return false;
}

bool
market_load_month(struct market *m, struct arena *a, struct diag *d,
    struct span at, struct str text)
{
	struct unit want = unit_one();
	struct unit_env env = { 0 };
	struct qty q;

	want.dim[DIM_SECOND] = 1;
	want.dim[DIM_MONTH] = -1;
	if (!qty_parse(a, d, &env, at, text, &q) ||
	    !qty_check(a, d, &want, STR("h/month"), &q))
		return false;
	if (rat_sign(q.n) <= 0)
		return diag_report(d, DIAG_RANGE, at,
		    "a month of '%.*s' has no hours", STR_ARG(text));
	m->month = q.n;
	return true;
}

void
market_load(struct market *m, struct fields *f, const struct catalog *c)
{
	const struct node *n = field_find(f, "region");
	struct str text;

	if (n && !market_load_region(m, f->a, f->d, c, n))
		f->ok = false;
	n = field_find(f, "free_tier");
	if (n &&
	    (!node_text(f->d, n, &text) ||
		!market_load_free(m, f->d, n->at, text)))
		f->ok = false;
	n = field_find(f, "month");
	if (n &&
	    (!node_text(f->d, n, &text) ||
		!market_load_month(m, f->a, f->d, n->at, text)))
		f->ok = false;
}

size_t
guide_option(const struct guide *g, struct str id)
{
	for (size_t i = 0; i < g->noption; i++)
		if (str_eq(g->option[i].id, id))
			return i;
	return SIZE_MAX;
}

size_t
guide_scenario(const struct guide *g, struct str id)
{
	for (size_t i = 0; i < g->nscenario; i++)
		if (str_eq(g->scenario[i].id, id))
			return i;
	return SIZE_MAX;
}

const struct measurement *
guide_measurement(const struct guide *g, struct str id)
{
	for (size_t i = 0; i < g->nmeasurement; i++)
		if (str_eq(g->measurement[i].id, id))
			return &g->measurement[i];
	return NULL;
}

struct guide *
guide_apart(struct arena *a, const struct guide *g, struct terms **terms)
{
	struct guide *copy = arena_new(a, struct guide);

	*terms = arena_new(a, struct terms);
	terms_copy(*terms, a, g->terms);
	*copy = *g;
	copy->terms = *terms;
	return copy;
}

size_t
guide_option_get(
    const struct guide *g, struct diag *d, struct span at, struct str id)
{
	size_t i = guide_option(g, id);
	struct str *all;

	if (i != SIZE_MAX)
		return i;
	all = arena_array(d->arena, struct str, g->noption + 1);
	for (size_t k = 0; k < g->noption; k++)
		all[k] = g->option[k].id;
	diag_report(d, DIAG_OPTION_UNKNOWN, at,
	    "the guide '%.*s' has no option '%.*s'", STR_ARG(g->id),
	    STR_ARG(id));
	diag_nearest(d, id, all, g->noption);
	return SIZE_MAX;
}

size_t
guide_option_once(const struct guide *g, struct diag *d, struct span at,
    struct str id, const size_t *list, size_t n)
{
	size_t k = guide_option_get(g, d, at, id);

	for (size_t i = 0; k != SIZE_MAX && i < n; i++)
		if (list[i] == k) {
			diag_report(d, DIAG_OPTION_TWICE, at,
			    "the option '%.*s' stands in the list already",
			    STR_ARG(id));
			return SIZE_MAX;
		}
	return k;
}

size_t
guide_scenario_get(
    const struct guide *g, struct diag *d, struct span at, struct str id)
{
	size_t i = guide_scenario(g, id);
	struct str *all;

	if (i != SIZE_MAX)
		return i;
	all = arena_array(d->arena, struct str, g->nscenario + 1);
	for (size_t k = 0; k < g->nscenario; k++)
		all[k] = g->scenario[k].id;
	diag_report(d, DIAG_SCENARIO_UNKNOWN, at,
	    "the guide '%.*s' has no scenario '%.*s'", STR_ARG(g->id),
	    STR_ARG(id));
	diag_nearest(d, id, all, g->nscenario);
	return SIZE_MAX;
}

struct reader {
	struct guide *g;
	struct arena *a;
	struct diag *d;
	bool ok;
};

/* The map under `key`, or NULL after a complaint. */
static const struct node *
map_field(struct fields *f, const char *key)
{
	const struct node *n = field_find(f, key);

	if (!n || n->kind == NODE_MAP)
		return n;
	f->ok = diag_report(f->d, DIAG_WRONG_KIND, n->at,
	    "'%s' is a map, not %s", key, node_kind_name(n));
	return NULL;
}

static void
load_options(struct reader *r, const struct node *n)
{
	r->g->option = arena_array(r->a, struct option, n->n + 1);
	for (size_t i = 0; i < n->n; i++)
		if (!option_load(r->a, r->d, r->g->terms, node_key(n, i),
			n->item[i], &r->g->option[r->g->noption++]))
			r->ok = false;
}

/* Options by name, or all that take part in comparisons. */
static void
list_compared(struct reader *r, struct fields *f, struct scenario *s)
{
	const struct node *n = field_find(f, "options");
	const struct guide *g = r->g;
	struct str id;

	s->option = arena_array(r->a, size_t, g->noption + 1);
	if (!n) {
		for (size_t i = 0; i < g->noption; i++)
			if (g->option[i].compare)
				s->option[s->noption++] = i;
		return;
	}
	if (!node_listed(r->d, n, "'options' is a list of options")) {
		f->ok = false;
		return;
	}
	for (size_t i = 0; i < n->n; i++) {
		size_t k;

		if (!node_text(r->d, n->item[i], &id)) {
			f->ok = false;
			continue;
		}
		k = guide_option_once(
		    g, r->d, n->item[i]->at, id, s->option, s->noption);
		if (k == SIZE_MAX)
			f->ok = false;
		else
			s->option[s->noption++] = k;
	}
}

static void
load_compared(struct reader *r, struct fields *f, struct scenario *s)
{
	const struct node *n;

	list_compared(r, f, s);
	n = field_find(f, "options");
	f->ok &= options_check_currency(
	    r->d, n ? n->at : s->at, r->g->option, s->option, s->noption);
}

static bool
is_own_key(struct str key)
{
	static const char *const own[] = { "name", "about", "needs", "options",
		"region", "free_tier", "month" };

	for (size_t i = 0; i < countof(own); i++)
		if (str_is(key, own[i]))
			return true;
	return false;
}

static void
set_values(struct reader *r, struct fields *f, const struct node *n,
    struct scenario *s, bool needs)
{
	struct str text;
	size_t slot;

	for (size_t i = 0; i < n->n; i++) {
		if (!needs && is_own_key(node_key(n, i)))
			continue;
		if (node_is_empty(n->item[i]))
			f->ok =
			    diag_report(r->d, DIAG_MISSING_KEY, n->key_at[i],
				"'%.*s' has no value", STR_ARG(node_key(n, i)));
		else if (!node_text(r->d, n->item[i], &text) ||
		    !workload_set(r->a, r->d, s->workload, n->key_at[i],
			node_key(n, i), n->item[i]->at, text))
			f->ok = false;
		slot = scope_find(&r->g->terms->scope, node_key(n, i));
		if (slot != SIZE_MAX)
			arena_push(
			    r->a, s->given, s->ngiven, s->capgiven, slot);
	}
}

static void
load_scenario(
    struct reader *r, struct str id, const struct node *n, struct scenario *s)
{
	const struct node *needs;
	struct fields f;

	*s = (struct scenario){ .id = id, .name = id, .at = n->at };
	fields_begin(&f, r->a, r->d, n, "a scenario");
	s->market = r->g->market;
	market_load(&s->market, &f, r->g->terms->catalog);
	s->workload = workload_new(r->a, r->g->terms, s->market.month);
	field_text(&f, "name", &s->name);
	field_text(&f, "about", &s->about);
	load_compared(r, &f, s);
	needs = map_field(&f, "needs");
	if (n->kind == NODE_MAP)
		set_values(r, &f, n, s, false);
	if (needs)
		set_values(r, &f, needs, s, true);
	/* The other keys are names of inputs, which set_values has checked. */
	s->broken = !f.ok;
	if (!f.ok)
		r->ok = false;
}

static void
load_scenarios(struct reader *r, const struct node *n)
{
	r->g->scenario = arena_array(r->a, struct scenario, n->n + 1);
	for (size_t i = 0; i < n->n; i++)
		load_scenario(r, node_key(n, i), n->item[i],
		    &r->g->scenario[r->g->nscenario++]);
}

static void
load_question(struct reader *r, const struct node *n)
{
	struct question *q = &r->g->question;
	const struct unit_env *env = &r->g->terms->scope.units;
	const struct node *axis;
	struct qty from, to;
	struct str text;
	struct fields f;

	q->at = n->at;
	fields_begin(&f, r->a, r->d, n, "'crossings'");
	q->scenario = SIZE_MAX;
	q->axis = SIZE_MAX;
	if (field_text_required(&f, "scenario", &text))
		q->scenario = guide_scenario_get(
		    r->g, r->d, field_find(&f, "scenario")->at, text);
	axis = field_get(&f, "axis");
	if (axis && node_text(r->d, axis, &text))
		q->axis = terms_slot(r->g->terms, r->d, axis->at, text);
	if (q->axis != SIZE_MAX) {
		const struct var *v = &r->g->terms->scope.var[q->axis];
		const struct unit *u = &v->unit;
		bool has_from = field_get(&f, "from") &&
		    field_qty(&f, "from", env, u, &from);
		bool has_to =
		    field_get(&f, "to") && field_qty(&f, "to", env, u, &to);

		if (has_from && !terms_allow(r->g->terms, r->d, v->name, &from))
			f.ok = has_from = false;
		if (has_from && has_to) {
			q->from = from.n;
			q->to = to.n;
			q->given = true;
		}
		if (q->given && !rat_lt(q->from, q->to))
			f.ok = diag_report(r->d, DIAG_RANGE, to.at,
			    "'to' is not above 'from'");
	} else {
		field_find(&f, "from");
		field_find(&f, "to");
	}
	if (!fields_end(&f) || q->scenario == SIZE_MAX || !q->given) {
		q->given = false;
		r->ok = false;
	}
}

bool
guide_load(struct guide *g, struct arena *a, struct diag *d,
    const struct terms *t, const struct market *site, struct str id,
    const struct node *root)
{
	static const char *const named[] = { "options", "scenarios", "inputs",
		"facts", "measurements", "crossings", "sources" };
	static const char *const other[] = { "region", "free_tier", "month",
		"decide", "phases" };
	struct reader r = { .g = g, .a = a, .d = d, .ok = true };
	struct terms *own = arena_new(a, struct terms);
	const struct node *n;
	struct fields f;

	/* Words and formulas of a guide end with it. */
	terms_copy(own, a, t);
	*g = (struct guide){
		.id = id, .terms = own, .market = *site, .at = root->at
	};
	fields_begin(&f, a, d, root, "guide.yaml");
	/* What is known is no slip of another key. */
	for (size_t i = 0; i < countof(named); i++)
		field_find(&f, named[i]);
	for (size_t i = 0; i < countof(other); i++)
		field_find(&f, other[i]);
	own->scope.lacks = field_misspelt(&f, "inputs");
	g->sources.lacks = field_misspelt(&f, "sources");
	for (size_t i = 0; i < countof(named); i++)
		g->lacks |= field_misspelt(&f, named[i]);
	market_load(&g->market, &f, t->catalog);
	g->lacks |= g->market.broken;
	n = map_field(&f, "sources");
	if (n && !citations_load(&g->sources, a, d, n))
		f.ok = false;
	n = map_field(&f, "facts");
	if (n &&
	    !datums_load(&g->facts, a, d, &own->scope.units, &g->sources, n))
		f.ok = false;
	n = map_field(&f, "inputs");
	if (n && !guide_load_inputs(g, a, d, n))
		f.ok = false;
	n = map_field(&f, "options");
	if (n)
		load_options(&r, n);
	n = map_field(&f, "scenarios");
	if (n)
		load_scenarios(&r, n);
	n = map_field(&f, "measurements");
	if (n && !guide_load_measurements(g, a, d, n))
		r.ok = false;
	r.ok &= guide_load_latencies(g, a, d);
	n = map_field(&f, "crossings");
	if (n)
		load_question(&r, n);
	g->decide = map_field(&f, "decide");
	g->phases = field_find(&f, "phases");
	return fields_end(&f) && r.ok;
}

/* Data without effect: meters, inputs, options that nothing hangs on. */
#include "lint/lint_int.h"

/* What the guides use of the catalog: "service" and "service.meter". */
struct usage {
	struct lint *l;
	struct map used;
};

static void
mark(struct usage *u, struct str key)
{
	map_put(&u->used, u->l->a, key, u);
}

static void
mark_bill(struct usage *u, const struct bill *b)
{
	struct arena *a = u->l->a;

	for (size_t i = 0; i < b->nline; i++)
		mark(u,
		    str_printf(a, "%.*s.%.*s", STR_ARG(b->line[i].service->id),
			STR_ARG(b->line[i].meter->id)));
	/* A meter without a price here is in force all the same. */
	for (size_t i = 0; i < b->faults.n; i++) {
		struct str service, meter, rest;

		if (b->faults.fault[i].kind != FAULT_PRICE)
			continue;
		str_cut(b->faults.fault[i].key, '.', &service, &rest);
		str_cut(rest, '.', &meter, &rest);
		mark(u,
		    str_printf(
			a, "%.*s.%.*s", STR_ARG(service), STR_ARG(meter)));
	}
}

static void
mark_option(struct usage *u, const struct guide *g, const struct option *o)
{
	struct diag scratch = { .arena = u->l->a };

	for (size_t i = 0; i < o->nuse; i++)
		mark(u, o->use[i].service->id);
	for (size_t i = 0; i < g->nscenario; i++) {
		struct plan plan;
		struct bill bill;

		if (!plan_init(&plan, u->l->a, &scratch, o, g->terms,
			&g->scenario[i].market))
			continue;
		bill_compute(u->l->a, &plan, g->scenario[i].workload, &bill);
		mark_bill(u, &bill);
	}
}

static void
report_meters(struct usage *u, const struct service *s)
{
	struct arena *a = u->l->a;

	if (!map_find(&u->used, s->id)) {
		finding_add(u->l, RULE_UNUSED_METER, s->at,
		    "no option of any guide uses the service '%.*s'",
		    STR_ARG(s->id));
		return;
	}
	for (size_t i = 0; i < s->nmeter; i++) {
		struct str key = str_printf(
		    a, "%.*s.%.*s", STR_ARG(s->id), STR_ARG(s->meter[i].id));

		if (!map_find(&u->used, key))
			finding_add(u->l, RULE_UNUSED_METER, s->meter[i].at,
			    "no option is billed for '%.*s' in any scenario",
			    STR_ARG(key));
	}
}

void
check_meters(struct lint *l)
{
	const struct map *services = &l->p->catalog.services;
	struct usage u = { .l = l };

	for (size_t i = 0; i < l->p->npage; i++) {
		const struct guide *g = &l->p->page[i].guide;

		for (size_t k = 0; k < g->noption; k++)
			mark_option(&u, g, &g->option[k]);
	}
	for (size_t i = 0; i < services->n; i++)
		report_meters(&u, services->entry[i].value);
}

static bool
meter_names(const struct meter *m, size_t slot)
{
	if (expr_uses(m->quantity, slot) ||
	    (m->when && expr_uses(m->when, slot)))
		return true;
	for (size_t i = 0; i < m->nchoice; i++)
		if (m->choice[i] == slot)
			return true;
	return false;
}

static bool
limit_names(const struct limit *m, size_t slot)
{
	return m->word_slot == slot || (m->of && expr_uses(m->of, slot)) ||
	    (m->when && expr_uses(m->when, slot));
}

/* Whether anything of the service hangs on the input. */
static bool
has_effect(const struct service *s, size_t slot)
{
	for (size_t i = 0; i < s->nmeter; i++)
		if (meter_names(&s->meter[i], slot))
			return true;
	for (size_t i = 0; i < s->nlimit; i++)
		if (limit_names(&s->limit[i], slot))
			return true;
	for (size_t i = 0; i < s->ninput; i++)
		if (s->input[i].otherwise &&
		    expr_uses(s->input[i].otherwise, slot))
			return true;
	for (size_t i = 0; i < s->neither; i++)
		for (size_t k = 0; k < s->either[i].ninput; k++)
			if (s->either[i].input[k] == slot)
				return true;
	return false;
}

bool
tree_asks(const struct choice *c, size_t slot)
{
	return c && c->when &&
	    (expr_uses(c->when, slot) || tree_asks(c->yes, slot) ||
		tree_asks(c->no, slot));
}

static bool
is_percentile(struct str name)
{
	return str_is(name, "p50") || str_is(name, "p95") ||
	    str_is(name, "p99");
}

/* Whether a limit, a measurement or a word of the option judges the need. */
static bool
option_judges(const struct option *o, struct str need)
{
	if (map_find(&o->provides, need) || (is_percentile(need) && o->latency))
		return true;
	for (size_t u = 0; u < o->nuse; u++) {
		const struct service *s = o->use[u].service;

		for (size_t i = 0; i < s->nlimit; i++)
			if (str_eq(s->limit[i].need, need))
				return true;
	}
	return false;
}

/* Where the share of cold requests is computed, the hours in which the requests
 * come decide it. */
static bool
latency_takes(const struct latency *t, struct str name)
{
	return t->idle.given && str_is(name, "busy");
}

static bool
option_takes(struct lint *l, const struct guide *g, const struct scenario *c,
    size_t i, size_t slot)
{
	const struct option *o = &g->option[i];
	struct str name = g->terms->scope.var[slot].name;
	struct diag scratch = { .arena = l->a };
	struct plan plan;

	return option_judges(o, name) ||
	    (g->latency && latency_takes(&g->latency[i], name)) ||
	    (plan_init(&plan, l->a, &scratch, o, g->terms, &c->market) &&
		plan_uses_term(&plan, slot));
}

/* An option that no scenario lists can be priced in any of them. */
static bool
is_priced_in(const struct scenario *c, const struct option *o, size_t i)
{
	for (size_t k = 0; k < c->noption; k++)
		if (c->option[k] == i)
			return true;
	return !o->compare;
}

static void
check_given(struct lint *l, const struct guide *g, const struct scenario *c)
{
	for (size_t i = 0; i < c->ngiven; i++) {
		size_t slot = c->given[i];
		struct span at = workload_typed(c->workload, slot).at;
		bool used = tree_asks(g->tree, slot);

		for (size_t k = 0; k < g->noption && !used; k++)
			used = is_priced_in(c, &g->option[k], k) &&
			    option_takes(l, g, c, k, slot);
		if (!used)
			finding_add(l, RULE_UNUSED_INPUT, at.src ? at : c->at,
			    "'%.*s' of the scenario '%.*s' has no effect: no "
			    "option takes it, no limit judges it",
			    STR_ARG(g->terms->scope.var[slot].name),
			    STR_ARG(c->id));
	}
}

bool
is_given(const struct guide *g, size_t slot)
{
	for (size_t i = 0; i < g->nscenario; i++)
		for (size_t k = 0; k < g->scenario[i].ngiven; k++)
			if (g->scenario[i].given[k] == slot)
				return true;
	return false;
}

static bool
option_names(const struct option *o, size_t slot)
{
	for (size_t u = 0; u < o->nuse; u++)
		for (size_t i = 0; i < o->use[u].nbinding; i++) {
			const struct expr *e = o->use[u].binding[i].value;

			if (e && expr_uses(e, slot))
				return true;
		}
	return false;
}

/* Inputs that the guide defines; one that a scenario gives is judged there. */
static void
check_own(struct lint *l, const struct guide *g)
{
	const struct map *all = &g->terms->own;

	for (size_t i = 0; i < all->n; i++) {
		struct str name = all->entry[i].key;
		const struct own *own = all->entry[i].value;
		size_t slot = scope_find(&g->terms->scope, name);
		bool used = is_given(g, slot) || tree_asks(g->tree, slot);

		for (size_t k = 0; k < g->noption && !used; k++)
			used = option_names(&g->option[k], slot) ||
			    (g->latency &&
				str_eq(g->latency[k].run.text, name));
		if (!used)
			finding_add(l, RULE_UNUSED_INPUT, own->at,
			    "the input '%.*s' of the guide has no effect: no "
			    "scenario gives it, no option names it",
			    STR_ARG(name));
	}
}

static void
check_axis(struct lint *l, const struct guide *g)
{
	const struct question *q = &g->question;
	const struct scenario *c;
	struct diag scratch = { .arena = l->a };

	if (!q->given)
		return;
	c = &g->scenario[q->scenario];
	for (size_t i = 0; i < c->noption; i++) {
		struct plan plan;

		if (!plan_init(&plan, l->a, &scratch, &g->option[c->option[i]],
			g->terms, &c->market) ||
		    plan_uses_term(&plan, q->axis))
			return;
	}
	finding_add(l, RULE_UNUSED_INPUT, q->at,
	    "no option of the scenario '%.*s' depends on '%.*s', the axis of "
	    "'crossings'",
	    STR_ARG(c->id), STR_ARG(g->terms->scope.var[q->axis].name));
}

static void
check_service_inputs(struct lint *l, const struct service *s)
{
	for (size_t i = 0; i < s->ninput; i++)
		if (!has_effect(s, s->input[i].slot))
			finding_add(l, RULE_UNUSED_INPUT, s->input[i].at,
			    "the input '%.*s' has no effect: no meter, limit "
			    "or default names it",
			    STR_ARG(s->input[i].name));
}

void
check_inputs(struct lint *l)
{
	const struct map *services = &l->p->catalog.services;

	for (size_t i = 0; i < services->n; i++)
		check_service_inputs(l, services->entry[i].value);
	for (size_t i = 0; i < l->p->npage; i++) {
		const struct guide *g = &l->p->page[i].guide;

		for (size_t k = 0; k < g->nscenario; k++)
			check_given(l, g, &g->scenario[k]);
		check_own(l, g);
		check_axis(l, g);
	}
}

/* Whether the id of a figure names the option: in its second or third part. */
static bool
id_names(struct str id, struct str option)
{
	struct str path, rest, part;

	str_cut(id, '@', &path, &rest);
	str_cut(path, '.', &part, &rest);
	for (int i = 0; i < 2; i++) {
		str_cut(rest, '.', &part, &rest);
		if (str_eq(part, option))
			return true;
	}
	return false;
}

static bool
is_shown(const struct subject *s, const struct option *o)
{
	const struct map *all = &s->m.figures.by_id;

	for (size_t i = 0; i < all->n; i++) {
		const struct figure *fig = all->entry[i].value;

		if (fig->shown && id_names(fig->id, o->id))
			return true;
	}
	return false;
}

bool
is_listed(const struct subject *s, struct str id)
{
	for (size_t i = 0; i < s->nrun; i++) {
		const struct md_run *r = &s->run[i];
		size_t at = str_find(r->text, id, 0);

		if (r->kind == MD_FENCE && at != SIZE_MAX &&
		    str_starts(r->info, STR("breakeven")))
			return true;
	}
	return false;
}

static bool
is_compared(const struct guide *g, size_t option)
{
	for (size_t i = 0; i < g->nscenario; i++)
		for (size_t k = 0; k < g->scenario[i].noption; k++)
			if (g->scenario[i].option[k] == option)
				return true;
	return false;
}

void
check_options(struct subject *s)
{
	const struct guide *g = &s->page->guide;

	for (size_t i = 0; i < g->noption; i++) {
		const struct option *o = &g->option[i];

		if (!is_compared(g, i) && !is_shown(s, o) &&
		    !is_listed(s, o->id))
			finding_add(s->l, RULE_UNUSED_OPTION, o->at,
			    "the option '%.*s' is neither compared in a "
			    "scenario nor shown",
			    STR_ARG(o->id));
	}
}

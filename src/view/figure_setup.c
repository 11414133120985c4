/* Setups: a scenario with the changes that stand behind the '@' of an id. */
#include "view/figure_int.h"

#include "data/field.h"

/* That of the guide. */
static struct question
own_question(const struct figures *f)
{
	if (f->g->question.given)
		return f->g->question;
	return (struct question){ .axis = SIZE_MAX };
}

struct setup
setup_of(struct figures *f, size_t scenario)
{
	const struct scenario *s = &f->g->scenario[scenario];
	struct setup out = { .g = f->g,
		.market = s->market,
		.scenario = scenario,
		.option = s->option,
		.noption = s->noption,
		.question = own_question(f) };

	out.workload = workload_copy(f->a, s->workload);
	return out;
}

/* A copy of an option for the setup alone. */
static struct option *
own_option(struct figures *f, struct setup *s, size_t i)
{
	struct guide *g = arena_new(f->a, struct guide);
	struct option *all = arena_array(f->a, struct option, s->g->noption);

	for (size_t k = 0; k < s->g->noption; k++)
		all[k] = s->g->option[k];
	option_copy(f->a, &s->g->option[i], &all[i]);
	*g = *s->g;
	g->option = all;
	s->g = g;
	return &all[i];
}

/* What OPTION.SERVICE.INPUT names: a use of the setup's own copy of the
 * option; NULL when reported. */
static struct use *
own_use(struct figures *f, struct setup *s, struct span at, struct str name,
    struct str *input)
{
	struct str option, service, rest;
	struct use *use;
	size_t i;

	str_cut(name, '.', &option, &rest);
	str_cut(rest, '.', &service, input);
	i = guide_option_get(s->g, f->d, at, option);
	if (i == SIZE_MAX || !option_is_sound(&s->g->option[i]))
		return NULL;
	use = option_use(own_option(f, s, i), service);
	if (!use)
		diag_report(f->d, DIAG_FIGURE_UNKNOWN, at,
		    "'%.*s': the option uses no '%.*s'", STR_ARG(name),
		    STR_ARG(service));
	return use;
}

static bool
change_binding(struct figures *f, struct setup *s, struct span at,
    struct str name, struct str value)
{
	struct str input;
	struct use *use = own_use(f, s, at, name, &input);
	const struct binding *b;

	if (!use ||
	    !option_bind(
		f->a, f->d, f->g->terms, use, input, at, at, value, true))
		return false;
	b = use_binding(use, input);
	if (b->typed.text.n || b->word.n)
		return true;
	return diag_report(f->d, DIAG_FIGURE_UNKNOWN, at,
	    "'%.*s': behind an '@' stands a value, not a formula",
	    STR_ARG(value));
}

/* "one", or "vendor:one+other:two" */
static bool
change_region(
    struct figures *f, struct setup *s, struct span at, struct str value)
{
	const struct catalog *c = f->g->terms->catalog;
	struct market m = s->market;
	struct str one, vendor, region;

	market_set_region(&m, value);
	if (str_find(value, STR(":"), 0) == SIZE_MAX &&
	    !catalog_check_region(c, f->d, at, STR(""), value))
		return false;
	while (value.n) {
		str_cut(value, '+', &one, &value);
		if (!str_cut(one, ':', &vendor, &region))
			break;
		if (map_find(&m.vendor, vendor))
			return diag_report(f->d, DIAG_FIGURE_UNKNOWN, at,
			    "the vendor '%.*s' has two regions",
			    STR_ARG(vendor));
		if (!catalog_check_vendor(c, f->d, at, vendor) ||
		    !catalog_check_region(c, f->d, at, vendor, region))
			return false;
		market_set_vendor(&m, f->a, vendor, region);
	}
	s->market = m;
	return true;
}

static bool
change_options(
    struct figures *f, struct setup *s, struct span at, struct str value)
{
	struct str one;
	size_t cap = 0;

	s->option = NULL;
	s->noption = 0;
	while (value.n) {
		size_t k;

		str_cut(value, '+', &one, &value);
		k = guide_option_once(
		    s->g, f->d, at, one, s->option, s->noption);
		if (k == SIZE_MAX)
			return false;
		arena_push(f->a, s->option, s->noption, cap, k);
	}
	return options_check_currency(
	    f->d, at, s->g->option, s->option, s->noption);
}

/* OPTION.SERVICE.INPUT is varied for itself: what else has an input of that
 * name stays as it is. */
static bool
free_input(struct figures *f, struct setup *s, struct span at, struct str name,
    size_t *slot)
{
	struct str input;
	struct use *use = own_use(f, s, at, name, &input);
	struct terms *t;

	if (!use)
		return false;
	s->g = guide_apart(f->a, s->g, &t);
	*slot = option_free(f->a, f->d, t, use, input, at, name);
	s->workload = workload_over(f->a, s->workload, t);
	return *slot != SIZE_MAX;
}

const struct var *
setup_axis(const struct setup *s)
{
	return &s->workload->terms->scope.var[s->question.axis];
}

bool
setup_free(struct figures *f, struct setup *s, struct span at, struct str name,
    size_t *slot)
{
	if (str_find(name, STR("."), 0) != SIZE_MAX)
		return free_input(f, s, at, name, slot);
	*slot = terms_slot(f->g->terms, f->d, at, name);
	if (*slot == SIZE_MAX)
		return false;
	if (f->g->terms->scope.var[*slot].kind != EXPR_WORD)
		return true;
	return diag_report(f->d, DIAG_AXIS, at,
	    "'%.*s' is a choice and cannot be an axis", STR_ARG(name));
}

static bool
change_axis(struct figures *f, struct setup *s, struct span at, struct str name)
{
	s->question = (struct question){ .scenario = s->scenario, .at = at };
	s->freed = str_find(name, STR("."), 0) != SIZE_MAX ? name : STR("");
	return setup_free(f, s, at, name, &s->question.axis);
}

static bool
change_end(struct figures *f, struct setup *s, struct span at, struct str value,
    struct rat *end)
{
	const struct var *v;
	struct qty q;

	if (s->question.axis == SIZE_MAX)
		return diag_report(f->d, DIAG_FIGURE_UNKNOWN, at,
		    "'from' and 'to' stand behind an 'axis'");
	v = setup_axis(s);
	if (!qty_parse(f->a, f->d, &f->g->terms->scope.units, at, value, &q) ||
	    !qty_check(f->a, f->d, &v->unit, v->unit_word, &q) ||
	    !terms_allow(s->g->terms, f->d, v->name, &q))
		return false;
	*end = q.n;
	s->question.given = rat_lt(s->question.from, s->question.to);
	return true;
}

bool
setup_change(struct figures *f, struct setup *s, struct span at,
    struct str name, struct str value)
{
	value = str_trim(value);
	if (str_is(name, "free_tier"))
		return market_load_free(&s->market, f->d, at, value);
	if (str_is(name, "region"))
		return change_region(f, s, at, value);
	if (str_is(name, "options"))
		return change_options(f, s, at, value);
	if (str_is(name, "axis"))
		return change_axis(f, s, at, value);
	if (str_is(name, "from"))
		return change_end(f, s, at, value, &s->question.from);
	if (str_is(name, "to"))
		return change_end(f, s, at, value, &s->question.to);
	if (str_find(name, STR("."), 0) != SIZE_MAX)
		return change_binding(f, s, at, name, value);
	return workload_set(f->a, f->d, s->workload, at, name, at, value);
}

/* A value as ids hold it: exact, in the unit of its input. */
static struct str
value_text(struct arena *a, const struct var *v, struct rat n)
{
	struct str text = exact_text(a, qty_in(a, n, &v->unit));

	if (unit_is_count(&v->unit) ||
	    (v->unit.dim[DIM_REQUEST] && qty_may_be_bare(&v->unit)))
		return text;
	return str_cat(a, text, v->unit_word);
}

static struct str
slot_text(struct arena *a, const struct workload *w, size_t slot)
{
	const struct var *v = &w->terms->scope.var[slot];

	return v->kind == EXPR_WORD ? workload_typed(w, slot).text
				    : value_text(a, v, w->value[slot]);
}

static void
put_change(struct buf *b, struct str name, struct str value)
{
	buf_putc(b, b->n ? ',' : '@');
	buf_str(b, name);
	buf_putc(b, '=');
	buf_str(b, value);
}

/* The first slot from `i` on that the workload gives, or their number: it gives
 * few of them. */
static size_t
next_given(const struct workload *w, size_t i)
{
	size_t n = w->terms->scope.n;
	const bool *given = memchr(w->given + i, true, n - i);

	return given ? (size_t)(given - w->given) : n;
}

static void
put_inputs(struct figures *f, struct buf *b, const struct setup *s)
{
	const struct workload *base = f->g->scenario[s->scenario].workload;
	const struct workload *w = s->workload;
	size_t n = base->terms->scope.n; /* behind them are axes */

	for (size_t i = 0; (i = next_given(w, i)) < n; i++) {
		const struct var *v = &w->terms->scope.var[i];

		if (i == w->terms->hours_slot ||
		    (base->given[i] && rat_eq(base->value[i], w->value[i])))
			continue;
		put_change(b, v->name, slot_text(f->a, w, i));
	}
}

/* What an option of the setup binds otherwise than that of the guide. */
static void
put_bindings(struct figures *f, struct buf *b, const struct setup *s, size_t i)
{
	const struct option *own = &s->g->option[i], *base = &f->g->option[i];

	for (size_t k = 0; k < own->nuse && own->use != base->use; k++) {
		const struct use *u = &own->use[k];

		for (size_t n = 0; n < u->nbinding; n++) {
			const struct binding *x = &u->binding[n];
			const struct binding *y =
			    use_binding(&base->use[k], x->input);
			size_t slot = scope_find(&u->service->scope, x->input);
			struct str name = str_cat(
			    f->a, own->id, STR("."), u->id, STR("."), x->input);

			if ((y && y->value == x->value &&
				str_eq(y->word, x->word)) ||
			    str_eq(name, s->freed) ||
			    (y && y->typed.text.n && x->typed.text.n &&
				rat_eq(x->typed.n, y->typed.n)))
				continue;
			put_change(b, name,
			    x->word.n
				? x->word
				: value_text(f->a, &u->service->scope.var[slot],
				      x->typed.n));
		}
	}
}

static bool
same_options(const struct setup *s, const struct scenario *base)
{
	if (s->noption != base->noption)
		return false;
	for (size_t i = 0; i < s->noption; i++)
		if (s->option[i] != base->option[i])
			return false;
	return true;
}

static void
put_options(struct figures *f, struct buf *b, const struct setup *s)
{
	struct buf list = { 0 };

	if (same_options(s, &f->g->scenario[s->scenario]))
		return;
	for (size_t i = 0; i < s->noption; i++) {
		buf_puts(&list, i ? "+" : "");
		buf_str(&list, f->g->option[s->option[i]].id);
	}
	put_change(b, STR("options"), buf_view(&list));
	buf_free(&list);
}

static bool
same_question(const struct setup *s, const struct question *q)
{
	return !s->freed.n &&
	    (s->question.axis == SIZE_MAX ||
		(q->given && s->question.axis == q->axis &&
		    rat_eq(s->question.from, q->from) &&
		    rat_eq(s->question.to, q->to)));
}

static void
put_question(struct figures *f, struct buf *b, const struct setup *s)
{
	const struct question *q = &s->question;
	const struct var *v;

	if (same_question(s, &f->g->question))
		return;
	v = setup_axis(s);
	put_change(b, STR("axis"), v->name);
	put_change(b, STR("from"), value_text(f->a, v, q->from));
	put_change(b, STR("to"), value_text(f->a, v, q->to));
}

void
setup_suffix(struct figures *f, struct setup *s)
{
	const struct market *market = &f->g->scenario[s->scenario].market;
	char room[256];
	struct buf b = BUF_IN(room);

	put_inputs(f, &b, s);
	for (size_t i = 0; i < s->g->noption && s->g != f->g; i++)
		put_bindings(f, &b, s, i);
	put_options(f, &b, s);
	if (s->market.free != market->free)
		put_change(&b, STR("free_tier"),
		    str_of(free_tier_name(s->market.free)));
	if (!market_same_place(&s->market, market))
		put_change(&b, STR("region"),
		    market_where(f->a, &s->market, ":", "+"));
	put_question(f, &b, s);
	s->suffix = buf_take(&b, f->a);
}

/* Whether an option is bought in the same regions in two markets. */
static bool
same_regions(
    const struct option *o, const struct market *x, const struct market *y)
{
	for (size_t i = 0; i < o->nuse; i++) {
		const struct service *s = o->use[i].service;

		if (!service_is_global(s) &&
		    !str_eq(market_region(x, s->vendor),
			market_region(y, s->vendor)))
			return false;
	}
	return true;
}

struct str
setup_suffix_of(struct figures *f, const struct setup *s, size_t option)
{
	const struct scenario *base = &f->g->scenario[s->scenario];
	struct setup one = *s;
	bool place = market_same_place(&s->market, &base->market);

	if (s->g == f->g && s->option == base->option && place)
		return s->suffix;
	if (!place &&
	    same_regions(&s->g->option[option], &s->market, &base->market)) {
		one.market.region = base->market.region;
		one.market.vendor = base->market.vendor;
	}
	one.option = base->option;
	one.noption = base->noption;
	one.g = f->g;
	if (s->g->option[option].use != f->g->option[option].use)
		*own_option(f, &one, option) = s->g->option[option];
	setup_suffix(f, &one);
	return one.suffix;
}

struct str
setup_suffix_for(struct figures *f, const struct setup *s, size_t slot)
{
	const struct workload *base = f->g->scenario[s->scenario].workload;
	const struct var *v = &f->g->terms->scope.var[slot];
	struct buf b = { 0 };

	if (!base->given[slot] ||
	    !rat_eq(base->value[slot], s->workload->value[slot]))
		put_change(&b, v->name, slot_text(f->a, s->workload, slot));
	return buf_take(&b, f->a);
}

void
setup_move(struct figures *f, struct setup *s, struct rat x)
{
	const struct question q = s->question;
	const struct var *v = setup_axis(s);

	s->workload = workload_copy(f->a, s->workload);
	if (s->freed.n)
		change_binding(f, s, q.at, s->freed, value_text(f->a, v, x));
	else
		workload_set_value(s->workload, q.axis, x);
	s->freed = (struct str){ 0 };
	s->question = own_question(f);
	setup_suffix(f, s);
	/* Plans that were made with the input free read it here. */
	workload_set_value(s->workload, q.axis, x);
}

/* The value of a change, or an empty str. */
static struct str
change_of(const struct path *p, const char *key)
{
	struct str rest = p->changes, one, name, value;

	while (rest.n) {
		str_cut(rest, ',', &one, &rest);
		if (str_cut(one, '=', &name, &value) &&
		    str_is(str_trim(name), key))
			return str_trim(value);
	}
	return (struct str){ 0 };
}

static bool
is_contest(const struct path *p)
{
	return str_is(p->part[0], "crossings") ||
	    str_is(p->part[0], "intervals");
}

static bool
change_setup(struct figures *f, const struct path *p, struct setup *s)
{
	struct str rest = p->changes, one, name, value;
	struct map known = { 0 };

	while (rest.n) {
		str_cut(rest, ',', &one, &rest);
		if (!str_cut(one, '=', &name, &value))
			return diag_report(f->d, DIAG_FIGURE_UNKNOWN, p->at,
			    "'%.*s' behind the '@' of a figure is not "
			    "NAME=VALUE",
			    STR_ARG(one));
		name = str_trim(name);
		if (map_find(&known, name))
			return diag_report(f->d, DIAG_FIGURE_UNKNOWN, p->at,
			    "'%.*s' stands twice behind the '@' of a figure",
			    STR_ARG(name));
		map_put(&known, f->a, name, s);
		if (str_is(name, "scenario") && str_is(p->part[0], "crossings"))
			continue;
		if (!setup_change(f, s, p->at, name, value))
			return false;
	}
	if (!is_contest(p) && !same_question(s, &f->g->question))
		return diag_report(f->d, DIAG_FIGURE_UNKNOWN, p->at,
		    "'%.*s': only crossings and intervals have an axis",
		    STR_ARG(p->whole));
	setup_suffix(f, s);
	return true;
}

bool
path_setup(struct figures *f, const struct path *p, size_t i, struct setup *s)
{
	size_t scenario = path_scenario(f, p, i);

	if (scenario == SIZE_MAX || f->g->scenario[scenario].broken)
		return false;
	*s = setup_of(f, scenario);
	return change_setup(f, p, s);
}

bool
path_crossing(struct figures *f, const struct path *p, struct setup *s)
{
	const struct question *q = &f->g->question;
	struct str id = change_of(p, "scenario");
	struct path with = *p;
	struct buf b = { 0 };

	if (!id.n && !q->given && q->at.src)
		return false; /* it has mistakes, which were reported */
	if (!id.n && !q->given)
		return diag_report(f->d, DIAG_FIGURE_UNKNOWN, p->at,
		    "'%.*s': the guide has no key 'crossings'; name scenario, "
		    "axis, from and to behind an '@'",
		    STR_ARG(p->whole));
	with.part[1] = id.n ? id : f->g->scenario[q->scenario].id;
	with.n = 2;
	if (!path_setup(f, &with, 1, s))
		return false;
	if (q->given && s->scenario == q->scenario)
		return true;
	buf_printf(&b, "@scenario=%.*s%s%.*s",
	    STR_ARG(f->g->scenario[s->scenario].id), s->suffix.n ? "," : "",
	    STR_ARG(str_from(s->suffix, s->suffix.n ? 1 : 0)));
	s->suffix = buf_take(&b, f->a);
	return true;
}

#include "cost/option.h"

#include <string.h>

const struct binding *
use_binding(const struct use *u, struct str input)
{
	for (size_t i = 0; i < u->nbinding; i++)
		if (str_eq(u->binding[i].input, input))
			return &u->binding[i];
	return NULL;
}

const struct binding *
option_binds(const struct option *o, struct str input, const struct use **use)
{
	for (size_t i = 0; i < o->nuse; i++) {
		const struct binding *b = use_binding(&o->use[i], input);

		if (b) {
			if (use)
				*use = &o->use[i];
			return b;
		}
	}
	return NULL;
}

bool
option_reads(const struct option *o, size_t slot)
{
	for (size_t i = 0; i < o->nuse; i++)
		for (size_t k = 0; k < o->use[i].nbinding; k++) {
			const struct expr *e = o->use[i].binding[k].value;

			if (e && expr_uses(e, slot))
				return true;
		}
	return false;
}

struct use *
option_use(const struct option *o, struct str id)
{
	for (size_t i = 0; i < o->nuse; i++)
		if (str_eq(o->use[i].id, id))
			return &o->use[i];
	return NULL;
}

static bool
report_service(struct arena *a, struct diag *d, const struct terms *t,
    struct str id, struct span at)
{
	size_t n;
	struct str *all = catalog_ids(a, t->catalog, &n);

	diag_report(d, DIAG_SERVICE_UNKNOWN, at,
	    "no price file for the service '%.*s'", STR_ARG(id));
	diag_nearest(d, id, all, n);
	return false;
}

static bool
report_input(
    struct diag *d, const struct service *s, struct str input, struct span at)
{
	struct str *all = arena_array(d->arena, struct str, s->ninput + 1);

	/* What it lacks may be among its mistakes, which were reported. */
	if (s->broken)
		return false;
	for (size_t i = 0; i < s->ninput; i++)
		all[i] = s->input[i].name;
	diag_report(d, DIAG_INPUT_UNKNOWN, at, "'%.*s' has no input '%.*s'",
	    STR_ARG(s->id), STR_ARG(input));
	diag_nearest(d, input, all, s->ninput);
	if (s->at.src)
		diag_note(d, s->at, "the service is here");
	return false;
}

static bool
bind_word(
    struct diag *d, const struct var *v, struct binding *b, struct str text)
{
	b->word = text;
	for (size_t i = 0; i < v->nchoice; i++)
		if (str_eq(v->choice[i], text))
			return true;
	diag_report(d, DIAG_UNKNOWN_WORD, b->at,
	    "'%.*s' is not a choice of '%.*s'", STR_ARG(text),
	    STR_ARG(v->name));
	diag_nearest(d, text, v->choice, v->nchoice);
	return false;
}

/* `2 * memory` and `4 GB / tasks` start like quantities and are formulas. */
static bool
is_quantity(struct arena *a, const struct unit_env *env, struct str s)
{
	size_t i = s.n && s.p[0] == '-';

	if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
		return false;
	if (qty_is(a, env, s))
		return true;
	for (size_t k = i; k < s.n; k++) {
		bool fraction = s.p[k] == '/' && k + 1 < s.n &&
		    s.p[k + 1] >= '0' && s.p[k + 1] <= '9';

		if (!fraction && memchr("+-*/({<>=!", s.p[k], 10))
			return false;
	}
	return true; /* with a slip in it, to be reported as one */
}

/* Where a formula of an option is compiled. */
struct asker {
	struct arena *a;
	struct diag *d;
	const struct terms *t;
	const struct citation **source; /* of the limits it was told */
	size_t n, cap;
};

static bool
report_limit(
    struct diag *d, const struct service *s, struct str limit, struct span at)
{
	struct str *all = service_limits(d->arena, s);

	for (size_t i = 0; i < s->nlimit; i++)
		if (str_eq(all[i], limit))
			return diag_report(d, DIAG_FIGURE_UNKNOWN, at,
			    "the limit '%.*s' of '%.*s' has no such number",
			    STR_ARG(limit), STR_ARG(s->id));
	diag_report(d, DIAG_FIGURE_UNKNOWN, at, "'%.*s' has no limit '%.*s'",
	    STR_ARG(s->id), STR_ARG(limit));
	diag_nearest(d, limit, all, s->nlimit);
	return false;
}

/* limits.SERVICE.LIMIT[.FIELD]: other figures may hang on what options cost. */
static bool
limit_figure(void *ctx, struct str id, struct span at, struct qty *out)
{
	struct asker *k = ctx;
	const struct citation *source;
	struct str part[4] = { 0 }, rest = id;
	const struct service *s;
	const struct qty *q;
	size_t n;

	for (n = 0; n < countof(part) && rest.n; n++)
		str_cut(rest, '.', &part[n], &rest);
	if (!str_is(part[0], "limits") || n < 3 || rest.n) {
		diag_report(k->d, DIAG_FIGURE_UNKNOWN, at,
		    "'%.*s' is no limit of a service", STR_ARG(id));
		diag_hint(k->d,
		    "formulas of options use {{limits.SERVICE.LIMIT}} and no "
		    "other figures");
		return false;
	}
	s = catalog_find(k->t->catalog, part[1]);
	if (!s)
		return report_service(k->a, k->d, k->t, part[1], at);
	if (s->broken)
		return false; /* its mistakes were reported */
	q = service_limit(s, part[2], part[3], &source);
	if (!q)
		return report_limit(k->d, s, part[2], at);
	arena_push(k->a, k->source, k->n, k->cap, source);
	*out = *q;
	return true;
}

static bool
read_number(struct arena *a, struct diag *d, const struct unit_env *env,
    const struct var *v, struct binding *b, struct str text)
{
	return qty_parse(a, d, env, b->at, text, &b->typed) &&
	    qty_check(a, d, &v->unit, v->unit_word, &b->typed);
}

static bool
bind_value(struct arena *a, struct diag *d, const struct terms *t,
    const struct var *v, struct binding *b, struct str text)
{
	const struct unit_env *env = &t->scope.units;
	struct asker asker = { .a = a, .d = d, .t = t };
	struct scope scope = t->scope;

	if (is_quantity(a, env, text)) {
		if (!read_number(a, d, env, v, b, text))
			return false;
		b->value = expr_const(a, b->typed.n, b->typed.unit);
		b->value->word = text;
		return true;
	}
	scope.figure = limit_figure;
	scope.figure_ctx = &asker;
	b->value = expr_compile(&scope, d, b->at, text);
	b->source = asker.source;
	b->nsource = asker.n;
	if (!b->value)
		return false;
	if (b->value->kind != EXPR_QTY)
		return diag_report(
		    d, DIAG_FORMULA_KIND, b->at, "a quantity is wanted here");
	if (unit_accepts(&v->unit, &b->value->unit))
		return b->value->op != OP_NUMBER ||
		    read_number(a, d, env, v, b, b->value->word);
	return diag_report(d, DIAG_UNIT_MISMATCH, b->at,
	    "units do not agree: '%.*s' is in '%.*s', '%.*s' in '%.*s'",
	    STR_ARG(v->name), STR_ARG(unit_text(a, &v->unit)), STR_ARG(text),
	    STR_ARG(unit_text(a, &b->value->unit)));
}

static void
put_binding(struct arena *a, struct use *use, const struct binding *b)
{
	for (size_t i = 0; i < use->nbinding; i++) {
		if (str_eq(use->binding[i].input, b->input)) {
			use->binding[i] = *b;
			return;
		}
	}
	arena_push(a, use->binding, use->nbinding, use->capbinding, *b);
}

bool
option_bind(struct arena *a, struct diag *d, const struct terms *t,
    struct use *use, struct str input, struct span input_at, struct span at,
    struct str text, bool set)
{
	const struct service *s = use->service;
	size_t slot = scope_find(&s->scope, input);
	struct binding b = { .input = input, .at = at, .set = set };
	const struct var *v;

	if (slot >= s->ninput)
		return report_input(d, s, input, input_at);
	v = &s->scope.var[slot];
	if (v->broken)
		return false;
	if (!(v->kind == EXPR_WORD ? bind_word(d, v, &b, text)
				   : bind_value(a, d, t, v, &b, text)))
		return false;
	put_binding(a, use, &b);
	return true;
}

/* What the terms know of an input under a name of its own. */
static void
own_input(
    struct arena *a, struct terms *t, struct str name, const struct input *in)
{
	struct own *own = arena_new(a, struct own);

	own->step = input_grid(in);
	own->spacing = in->step;
	own->has_min = !in->has_min || rat_sign(in->min.n) >= 0;
	own->min.text = STR("0");
	own->at = in->at;
	map_put(&t->own, a, name, own);
}

size_t
option_free(struct arena *a, struct diag *d, struct terms *t, struct use *use,
    struct str input, struct span at, struct str name)
{
	const struct service *s = use->service;
	size_t slot = scope_find(&s->scope, input);
	struct binding b = { .at = at, .set = true };
	struct var v;

	if (slot >= s->ninput) {
		report_input(d, s, input, at);
		return SIZE_MAX;
	}
	v = s->scope.var[slot];
	if (v.broken)
		return SIZE_MAX;
	if (v.kind == EXPR_WORD) {
		diag_report(d, DIAG_AXIS, at,
		    "'%.*s' is a choice and cannot be an axis", STR_ARG(name));
		return SIZE_MAX;
	}
	b.input = v.name;
	v.name = name;
	own_input(a, t, name, &s->input[slot]);
	slot = scope_add(&t->scope, v);
	b.value = expr_name(a, &t->scope, slot);
	put_binding(a, use, &b);
	return slot;
}

void
option_copy(struct arena *a, const struct option *from, struct option *out)
{
	*out = *from;
	out->use = arena_array(a, struct use, from->nuse + 1);
	for (size_t i = 0; i < from->nuse; i++) {
		struct use *u = &out->use[i];

		*u = from->use[i];
		u->capbinding = u->nbinding + 1;
		u->binding = arena_array(a, struct binding, u->capbinding);
		for (size_t k = 0; k < u->nbinding; k++)
			u->binding[k] = from->use[i].binding[k];
	}
}

static bool
load_use(struct arena *a, struct diag *d, const struct terms *t, struct str id,
    struct span id_at, const struct node *n, struct use *out)
{
	const struct node *named = node_find(n, STR("service"));
	struct str service = id, text;
	struct span service_at = id_at;
	bool ok = true;

	*out = (struct use){ .id = id, .at = id_at };
	if (named) {
		if (!node_text(d, named, &service))
			return false;
		service_at = named->at;
	}
	out->service = catalog_find(t->catalog, service);
	if (!out->service)
		return report_service(a, d, t, service, service_at);
	if (n->kind != NODE_MAP && !node_is_empty(n))
		return diag_report(d, DIAG_WRONG_KIND, n->at,
		    "a map of inputs is wanted here, not %s",
		    node_kind_name(n));
	for (size_t i = 0; n->kind == NODE_MAP && i < n->n; i++) {
		if (n->item[i] == named)
			continue;
		if (!node_text(d, n->item[i], &text) ||
		    !option_bind(a, d, t, out, node_key(n, i), n->key_at[i],
			n->item[i]->at, text, false))
			ok = false;
	}
	return ok;
}

static void
load_provides(struct fields *f, const struct terms *t, struct option *o)
{
	const struct node *n = field_find(f, "provides");

	if (!n)
		return;
	if (n->kind != NODE_MAP) {
		f->ok = diag_report(f->d, DIAG_WRONG_KIND, n->at,
		    "'provides' is a map of needs and lists of words");
		return;
	}
	for (size_t i = 0; i < n->n; i++) {
		if (n->item[i]->kind != NODE_LIST)
			f->ok = diag_report(f->d, DIAG_WRONG_KIND,
			    n->item[i]->at, "a list of words is wanted here");
		else if (terms_slot(t, f->d, n->key_at[i], node_key(n, i)) ==
		    SIZE_MAX)
			f->ok = false;
		else
			map_put(&o->provides, f->a, node_key(n, i), n->item[i]);
	}
}

bool
option_load(struct arena *a, struct diag *d, const struct terms *t,
    struct str id, const struct node *n, struct option *out)
{
	const struct node *use;
	struct fields f;

	*out = (struct option){
		.id = id, .name = id, .compare = true, .at = n->at
	};
	fields_begin(&f, a, d, n, "an option");
	field_text(&f, "name", &out->name);
	field_text(&f, "about", &out->about);
	field_bool(&f, "compare", &out->compare);
	out->latency = field_find(&f, "latency");
	load_provides(&f, t, out);
	use = field_get(&f, "use");
	if (use && use->kind != NODE_MAP) {
		f.ok = diag_report(d, DIAG_WRONG_KIND, use->at,
		    "'use' is a map of services and their inputs");
	} else if (use) {
		out->use = arena_array(a, struct use, use->n + 1);
		for (size_t i = 0; i < use->n; i++) {
			struct use *one = &out->use[out->nuse];

			if (!load_use(a, d, t, node_key(use, i), use->key_at[i],
				use->item[i], one))
				f.ok = false;
			out->nuse += one->service != NULL;
		}
		f.ok &= option_check_currency(d, out);
	}
	out->broken = !fields_end(&f);
	return !out->broken;
}

bool
option_is_sound(const struct option *o)
{
	for (size_t i = 0; i < o->nuse; i++)
		if (o->use[i].service->broken)
			return false;
	return !o->broken;
}

const char *
option_currency(const struct option *o)
{
	return o->nuse ? o->use[0].service->currency : "";
}

/* What is not known is a mistake that was reported. */
static bool
other_currency(const char *x, const char *y)
{
	return x[0] && y[0] && strcmp(x, y) != 0;
}

bool
option_check_currency(struct diag *d, const struct option *o)
{
	const char *ours = option_currency(o);

	for (size_t i = 1; i < o->nuse; i++) {
		const struct use *u = &o->use[i];

		if (!other_currency(u->service->currency, ours))
			continue;
		diag_report(d, DIAG_CURRENCY, u->at,
		    "'%.*s' is billed in '%s', '%.*s' in '%s': they have no "
		    "total",
		    STR_ARG(u->id), u->service->currency, STR_ARG(o->use[0].id),
		    ours);
		diag_hint(d, "currencies are never converted");
		return false;
	}
	return true;
}

bool
options_check_currency(struct diag *d, struct span at, const struct option *all,
    const size_t *option, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct option *x = &all[option[0]], *y = &all[option[i]];

		if (!other_currency(option_currency(x), option_currency(y)))
			continue;
		diag_report(d, DIAG_CURRENCY, at,
		    "'%.*s' is billed in '%s', '%.*s' in '%s': their costs "
		    "cannot be compared",
		    STR_ARG(y->id), option_currency(y), STR_ARG(x->id),
		    option_currency(x));
		diag_hint(d, "currencies are never converted");
		return false;
	}
	return true;
}

struct option *
option_of_services(
    struct arena *a, const struct service *const *service, size_t n)
{
	struct option *o = arena_new(a, struct option);
	struct buf id = { 0 }, name = { 0 };

	o->compare = true;
	o->use = arena_array(a, struct use, n);
	for (size_t i = 0; i < n; i++) {
		buf_printf(
		    &id, "%s%.*s", i ? "+" : "", STR_ARG(service[i]->id));
		buf_printf(
		    &name, "%s%.*s", i ? " + " : "", STR_ARG(service[i]->name));
		o->use[i].id = service[i]->id;
		o->use[i].service = service[i];
	}
	o->nuse = n;
	o->id = buf_take(&id, a);
	o->name = buf_take(&name, a);
	return o;
}

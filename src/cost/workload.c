#include "cost/workload.h"

#include <string.h>

#include "num/format.h"

static void
add_percentile(struct terms *t, const char *name)
{
	struct var v = {
		.name = str_of(name), .kind = EXPR_QTY, .unit_word = STR("ms")
	};

	v.unit = unit_one();
	v.unit.dim[DIM_SECOND] = 1;
	v.unit.scale = rat_frac(1, 1000);
	if (scope_find(&t->scope, v.name) == SIZE_MAX)
		scope_add(&t->scope, v);
}

/* The hours of a month in which the requests come, for what waits on them. */
static void
add_busy(struct terms *t)
{
	struct var v = { .name = STR("busy"),
		.kind = EXPR_QTY,
		.unit_word = STR("h/month") };

	v.unit = t->scope.var[t->hours_slot].unit;
	if (scope_find(&t->scope, v.name) == SIZE_MAX)
		scope_add(&t->scope, v);
}

/* The words that services declare to count things. */
static void
add_counts(struct terms *t, const struct catalog *c)
{
	size_t n = 0, cap = 0;
	struct str *word = NULL;

	for (size_t i = 0; i < c->services.n; i++) {
		const struct service *s = c->services.entry[i].value;

		for (size_t k = 0; k < s->scope.units.ncount; k++)
			arena_push(t->scope.arena, word, n, cap,
			    s->scope.units.count[k]);
	}
	t->scope.units.count = word;
	t->scope.units.ncount = n;
}

void
terms_init(struct terms *t, struct arena *a, const struct catalog *c)
{
	struct var hours = { .name = STR("hours_per_month"),
		.kind = EXPR_QTY,
		.unit_word = STR("h/month") };

	t->catalog = c;
	scope_init(&t->scope, a);
	add_counts(t, c);
	for (size_t i = 0; i < c->terms.n; i++) {
		const struct term *term = c->terms.entry[i].value;

		scope_add(&t->scope, term->var);
	}
	hours.unit = unit_one();
	hours.unit.dim[DIM_SECOND] = 1;
	hours.unit.dim[DIM_MONTH] = -1;
	hours.unit.scale = rat_int(3600);
	t->hours_slot = scope_add(&t->scope, hours);
	add_percentile(t, "p50");
	add_percentile(t, "p95");
	add_percentile(t, "p99");
	add_busy(t);
}

void
terms_copy(struct terms *t, struct arena *a, const struct terms *from)
{
	*t = *from;
	t->scope.arena = a;
	t->scope.var = arena_array(a, struct var, from->scope.cap);
	if (from->scope.n)
		memcpy(t->scope.var, from->scope.var,
		    from->scope.n * sizeof(*t->scope.var));
	t->scope.by_name = map_copy(&from->scope.by_name, a);
	t->own = map_copy(&from->own, a);
	t->scope.words = arena_new(a, struct map);
	*t->scope.words = map_copy(from->scope.words, a);
}

struct str
terms_name(const struct terms *t, struct str name)
{
	const struct own *own = map_find(&t->own, name);

	return own ? own->name : (struct str){ 0 };
}

/* A name that is missing may be one of a price file with mistakes, which were
 * reported. */
static bool
may_lack_names(const struct catalog *c)
{
	for (size_t i = 0; i < c->services.n; i++) {
		const struct service *s = c->services.entry[i].value;

		if (s->lacks)
			return true;
	}
	return !c->services.n;
}

size_t
terms_slot(
    const struct terms *t, struct diag *d, struct span at, struct str name)
{
	size_t slot = scope_find(&t->scope, name);
	struct str *all;

	if (slot != SIZE_MAX && slot != t->hours_slot)
		return slot;
	if (t->scope.lacks || may_lack_names(t->catalog))
		return SIZE_MAX;
	all = arena_array(d->arena, struct str, t->scope.n + 1);
	for (size_t i = 0; i < t->scope.n; i++)
		all[i] = t->scope.var[i].name;
	diag_report(d, DIAG_INPUT_UNKNOWN, at,
	    "no service has an input or limit named '%.*s'%s", STR_ARG(name),
	    t->own.n ? ", nor has the guide" : "");
	diag_nearest(d, name, all, t->scope.n);
	return SIZE_MAX;
}

struct workload *
workload_new(struct arena *a, const struct terms *t, struct rat month)
{
	struct workload *w = arena_new(a, struct workload);
	size_t n = t->scope.n;

	w->terms = t;
	w->value = arena_array(a, struct rat, n);
	w->given = arena_array(a, bool, n);
	w->typed = arena_array(a, const struct qty *, n);
	workload_set_value(w, t->hours_slot, month);
	return w;
}

static void *
copy_of(struct arena *a, const void *p, size_t bytes)
{
	return memcpy(arena_room(a, bytes), p, bytes);
}

struct workload *
workload_copy(struct arena *a, const struct workload *w)
{
	struct workload *copy = arena_new(a, struct workload);
	size_t n = w->terms->scope.n;

	copy->terms = w->terms;
	copy->value = copy_of(a, w->value, n * sizeof(*w->value));
	copy->given = copy_of(a, w->given, n * sizeof(*w->given));
	copy->typed = copy_of(a, w->typed, n * sizeof(*w->typed));
	return copy;
}

struct workload *
workload_over(struct arena *a, const struct workload *w, const struct terms *t)
{
	struct workload *out = workload_new(a, t, rat_int(0));
	size_t n = w->terms->scope.n;

	memcpy(out->value, w->value, n * sizeof(*w->value));
	memcpy(out->given, w->given, n * sizeof(*w->given));
	memcpy(out->typed, w->typed, n * sizeof(*w->typed));
	return out;
}

void
workload_set_value(struct workload *w, size_t slot, struct rat n)
{
	w->given[slot] = true;
	w->value[slot] = n;
	w->typed[slot] = NULL;
}

struct qty
workload_typed(const struct workload *w, size_t slot)
{
	const struct var *v = &w->terms->scope.var[slot];

	if (w->typed[slot])
		return *w->typed[slot];
	return (struct qty){
		.n = w->value[slot], .unit = v->unit, .word = v->unit_word
	};
}

static void
keep_typed(
    struct arena *a, struct workload *w, size_t slot, const struct qty *q)
{
	struct qty *own = arena_new(a, struct qty);

	*own = *q;
	w->given[slot] = true;
	w->value[slot] = q->n;
	w->typed[slot] = own;
}

static bool
set_word(struct arena *a, struct diag *d, struct workload *w, size_t slot,
    struct span at, struct str text)
{
	const struct scope *s = &w->terms->scope;
	const struct var *v = &s->var[slot];
	struct qty q = { .text = text, .at = at };
	size_t i = 0;

	while (i < v->nchoice && !str_eq(v->choice[i], text))
		i++;
	q.n = v->choice ? rat_int((int64_t)i) : scope_word(s, text);
	keep_typed(a, w, slot, &q);
	if (!v->choice || i < v->nchoice)
		return true;
	diag_report(d, DIAG_UNKNOWN_WORD, at,
	    "'%.*s' is not a choice of '%.*s'", STR_ARG(text),
	    STR_ARG(v->name));
	diag_nearest(d, text, v->choice, v->nchoice);
	return false;
}

/* Whether a service has an input of that name that may be below zero. */
static bool
may_be_negative(const struct catalog *c, struct str name)
{
	for (size_t i = 0; i < c->services.n; i++) {
		const struct service *s = c->services.entry[i].value;
		size_t slot = scope_find(&s->scope, name);

		if (slot < s->ninput && s->input[slot].has_min &&
		    rat_sign(s->input[slot].min.n) < 0)
			return true;
	}
	return false;
}

bool
terms_allow(
    const struct terms *t, struct diag *d, struct str name, const struct qty *q)
{
	const struct own *own = map_find(&t->own, name);

	if (rat_sign(q->n) >= 0 ||
	    (own ? !own->has_min || rat_sign(own->min.n) < 0
		 : may_be_negative(t->catalog, name)))
		return true;
	return diag_report(d, DIAG_RANGE, q->at, "%.*s of %.*s is below zero",
	    STR_ARG(name), STR_ARG(q->text));
}

static bool
check_own(
    struct diag *d, const struct own *own, const struct qty *q, struct str name)
{
	bool low = own->has_min && rat_lt(q->n, own->min.n);
	bool high = own->has_max && rat_lt(own->max.n, q->n);

	if (!low && !high)
		return true;
	diag_report(d, DIAG_RANGE, q->at, "'%.*s' is %s '%.*s', not '%.*s'",
	    STR_ARG(name), low ? "at least" : "at most",
	    STR_ARG(low ? own->min.text : own->max.text), STR_ARG(q->text));
	diag_note(d, own->at, "it is defined here");
	return false;
}

bool
workload_set(struct arena *a, struct diag *d, struct workload *w,
    struct span name_at, struct str name, struct span at, struct str text)
{
	size_t slot = terms_slot(w->terms, d, name_at, name);
	const struct own *own = map_find(&w->terms->own, name);
	const struct var *v;
	struct qty q;

	if (slot == SIZE_MAX)
		return false;
	v = &w->terms->scope.var[slot];
	if (v->broken)
		return false;
	if (v->kind == EXPR_WORD)
		return set_word(a, d, w, slot, at, text);
	if (!qty_parse(a, d, &w->terms->scope.units, at, text, &q) ||
	    !qty_check(a, d, &v->unit, v->unit_word, &q))
		return false;
	if (own ? !check_own(d, own, &q, name)
		: !terms_allow(w->terms, d, name, &q))
		return false;
	keep_typed(a, w, slot, &q);
	return true;
}

/* A count of requests is a bare number. */
static bool
is_bare(const struct unit *u)
{
	return unit_is_count(u) ||
	    (u->dim[DIM_REQUEST] == 1 && !u->dim[DIM_SECOND] &&
		!u->dim[DIM_BYTE] && !u->dim[DIM_MONEY]);
}

void
value_put_typed(
    struct buf *out, struct rat n, const struct unit *unit, struct str word)
{
	struct arena a = { 0 };

	format_number(out, qty_in(&a, n, unit));
	arena_clear(&a);
	if (is_bare(unit) || !word.n)
		return;
	/* "GB/month" reads as "GB" where all quantities are per month. */
	if (str_ends(word, STR("/month")))
		word.n -= 6;
	buf_puts(out, "\xC2\xA0");
	for (size_t i = 0; i < word.n; i++) {
		if (word.p[i] == '*')
			buf_puts(out, "\xC2\xB7");
		else
			buf_putc(out, word.p[i]);
	}
}

void
value_put(
    struct buf *out, struct rat n, const struct unit *unit, struct str word)
{
	struct arena a = { 0 };
	char room[64];
	struct buf counted = BUF_IN(room);

	if (!is_bare(unit))
		unit_put_counted(
		    &counted, rat_eq(qty_in(&a, n, unit), rat_int(1)), word);
	value_put_typed(out, n, unit, buf_view(&counted));
	buf_free(&counted);
	arena_clear(&a);
}

struct str
value_display(
    struct arena *a, struct rat n, const struct unit *unit, struct str word)
{
	char room[64];
	struct buf b = BUF_IN(room);

	value_put(&b, n, unit, word);
	return buf_take(&b, a);
}

struct str
qty_display(struct arena *a, const struct qty *q)
{
	return value_display(a, q->n, &q->unit, q->word);
}

struct str
workload_text(struct arena *a, const struct workload *w, size_t slot)
{
	struct qty q = workload_typed(w, slot);

	if (w->terms->scope.var[slot].kind == EXPR_WORD)
		return q.text;
	return qty_display(a, &q);
}

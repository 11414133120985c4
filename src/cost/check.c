#include "cost/plan.h"

#include "num/format.h"

/* Whether somebody gave the input a value: an option or a workload. */
static bool
is_given(const struct plan_use *u, const struct workload *w, size_t slot)
{
	const struct resolved *r = &u->input[slot];

	return r->source == VALUE_BOUND || r->source == VALUE_WORD ||
	    (r->source == VALUE_TERM && w->given[r->term]);
}

static bool
side_given(const struct plan_use *u, const struct workload *w,
    const struct either *side, size_t *which)
{
	for (size_t i = 0; i < side->ninput; i++) {
		if (is_given(u, w, side->input[i])) {
			*which = side->input[i];
			return true;
		}
	}
	return false;
}

static struct str
list_sides(struct arena *a, const struct service *s)
{
	struct buf all = { 0 };

	for (size_t i = 0; i < s->neither; i++)
		buf_printf(&all, "%s'%.*s'", i ? " or " : "",
		    STR_ARG(s->input[s->either[i].input[0]].name));
	return buf_take(&all, a);
}

/* How many sides of a choice of inputs are given; an input of the first that is,
 * and of the last. */
static size_t
sides_given(const struct plan_use *u, const struct workload *w, size_t *first,
    size_t *other)
{
	const struct service *s = u->service;
	size_t given = 0;

	for (size_t i = 0; i < s->neither; i++)
		if (side_given(u, w, &s->either[i], given ? other : first))
			given++;
	return given;
}

bool
plan_gives_one(const struct plan_use *u, const struct workload *w)
{
	size_t first, other;

	return !u->service->neither || sides_given(u, w, &first, &other) == 1;
}

static void
check_either(struct arena *a, const struct plan_use *u,
    const struct workload *w, struct faults *f)
{
	const struct service *s = u->service;
	struct fault fault;
	size_t given, first = 0, other = 0;

	if (plan_gives_one(u, w))
		return;
	given = sides_given(u, w, &first, &other);
	fault = (struct fault){ .kind = FAULT_EITHER, .use = u->use };
	fault.at = s->either[0].at;
	if (given == 0)
		fault.text = str_printf(a, "'%.*s' needs one of %s",
		    STR_ARG(u->use->id), list_sides(a, s).p);
	else
		fault.text = str_printf(a,
		    "'%.*s' takes either '%.*s' or '%.*s', not both",
		    STR_ARG(u->use->id), STR_ARG(s->input[first].name),
		    STR_ARG(s->input[other].name));
	fault_add(a, f, fault);
}

/* Where the value of an input was written. */
static struct span
value_place(const struct plan_use *u, const struct workload *w, size_t slot)
{
	const struct resolved *r = &u->input[slot];

	if (r->binding)
		return r->binding->at;
	if (r->source == VALUE_TERM && w->given[r->term])
		return workload_typed(w, r->term).at;
	return (struct span){ 0 };
}

static void
add_range(struct arena *a, const struct plan_use *u, const struct workload *w,
    const struct input *in, struct faults *f, struct str text)
{
	struct fault fault = { .kind = FAULT_RANGE,
		.use = u->use,
		.text = text,
		.at = in->at,
		.value_at = value_place(u, w, in->slot) };

	fault_add(a, f, fault);
}

static struct str
show(struct arena *a, const struct var *v, struct rat n)
{
	return value_display(a, n, &v->unit, v->unit_word);
}

static bool
is_among(const struct qty *value, size_t n, struct rat x)
{
	for (size_t i = 0; i < n; i++)
		if (rat_eq(value[i].n, x))
			return true;
	return n == 0;
}

static bool
input_allows(struct arena *a, const struct plan_use *u, const struct input *in,
    struct rat x)
{
	if (u->service->scope.var[in->slot].kind == EXPR_WORD)
		return rat_sign(x) >= 0;
	if (!rat_ok(x))
		return true;
	if (in->has_min ? rat_lt(x, in->min.n) : rat_sign(x) < 0)
		return false;
	if (in->has_max && rat_lt(in->max.n, x))
		return false;
	if (!rat_is_zero(in->step) && !rat_is_int(rat_div(a, x, in->step)))
		return false;
	return is_among(in->value, in->nvalue, x);
}

static void
check_input(struct arena *a, const struct plan_use *u, const struct workload *w,
    const struct input *in, struct rat x, struct faults *f)
{
	const struct var *v = &u->service->scope.var[in->slot];
	struct str value;

	if (input_allows(a, u, in, x))
		return;
	if (v->kind == EXPR_WORD) {
		add_range(a, u, w, in, f,
		    str_printf(
			a, "'%.*s' has no such choice", STR_ARG(in->name)));
		return;
	}
	value = show(a, v, x);
	if (in->has_min && rat_lt(x, in->min.n))
		add_range(a, u, w, in, f,
		    str_printf(a, "%.*s of %.*s is below %.*s",
			STR_ARG(in->name), STR_ARG(value),
			STR_ARG(qty_display(a, &in->min))));
	else if (!in->has_min && rat_sign(x) < 0)
		add_range(a, u, w, in, f,
		    str_printf(a, "%.*s of %.*s is below zero",
			STR_ARG(in->name), STR_ARG(value)));
	if (in->has_max && rat_lt(in->max.n, x))
		add_range(a, u, w, in, f,
		    str_printf(a, "%.*s of %.*s is above %.*s",
			STR_ARG(in->name), STR_ARG(value),
			STR_ARG(qty_display(a, &in->max))));
	if (!rat_is_zero(in->step) && !rat_is_int(rat_div(a, x, in->step)))
		add_range(a, u, w, in, f,
		    str_printf(a, "%.*s of %.*s is not a multiple of %.*s",
			STR_ARG(in->name), STR_ARG(value),
			STR_ARG(show(a, v, in->step))));
	if (!is_among(in->value, in->nvalue, x))
		add_range(a, u, w, in, f,
		    str_printf(a, "%.*s of %.*s is not offered",
			STR_ARG(in->name), STR_ARG(value)));
}

static void
add_limit(struct arena *a, const struct plan_use *u, const struct limit *m,
    struct faults *f, struct str text)
{
	struct fault fault = { .kind = FAULT_LIMIT,
		.use = u->use,
		.text = text,
		.source = m->source,
		.limit = m,
		.at = m->at };

	fault_add(a, f, fault);
}

static struct str
list_words(struct arena *a, const struct str *word, size_t n)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(word[i]));
	return buf_take(&b, a);
}

static struct str
list_values(struct arena *a, const struct limit *m)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < m->nvalue; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "",
		    STR_ARG(qty_display(a, &m->value[i])));
	return buf_take(&b, a);
}

static bool
limit_allows(struct arena *a, const struct limit *m, struct rat x)
{
	if (!rat_ok(x))
		return true;
	if ((m->has_max && rat_lt(m->max.n, x)) ||
	    (m->has_min && rat_lt(x, m->min.n)))
		return false;
	if (!rat_is_zero(m->step) && !rat_is_int(rat_div(a, x, m->step)))
		return false;
	return is_among(m->value, m->nvalue, x);
}

/* "a longest run of 2 h is above the 900 s of Acme Functions (timeout)" */
static void
check_amount(struct arena *a, const struct plan_use *u, const struct limit *m,
    struct str subject, struct rat x, struct str shown, struct faults *f)
{
	struct str where = str_printf(a, "%.*s (%.*s)",
	    STR_ARG(u->service->name), STR_ARG(m->name.n ? m->name : m->id));

	if (m->has_max && rat_lt(m->max.n, x))
		add_limit(a, u, m, f,
		    str_printf(a,
			"%.*s of %.*s is above the limit of %.*s of %.*s",
			STR_ARG(subject), STR_ARG(shown),
			STR_ARG(qty_display(a, &m->max)), STR_ARG(where)));
	if (m->has_min && rat_lt(x, m->min.n))
		add_limit(a, u, m, f,
		    str_printf(a,
			"%.*s of %.*s is below the least %.*s of %.*s",
			STR_ARG(subject), STR_ARG(shown),
			STR_ARG(qty_display(a, &m->min)), STR_ARG(where)));
	if (!rat_is_zero(m->step) && !rat_is_int(rat_div(a, x, m->step)))
		add_limit(a, u, m, f,
		    str_printf(a,
			"%.*s of %.*s is not a multiple of the step of %.*s",
			STR_ARG(subject), STR_ARG(shown), STR_ARG(where)));
	if (!is_among(m->value, m->nvalue, x))
		add_limit(a, u, m, f,
		    str_printf(a,
			"%.*s of %.*s is none of %.*s, the sizes of %.*s",
			STR_ARG(subject), STR_ARG(shown),
			STR_ARG(list_values(a, m)), STR_ARG(where)));
}

static bool
is_word_of(struct str word, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, list[i]))
			return true;
	return false;
}

/* A limit on a choice input, such as "below one vCPU only this billing". */
static void
check_choice(struct arena *a, const struct plan_use *u, const struct limit *m,
    const struct rat *value, struct faults *f)
{
	const struct var *v = &u->service->scope.var[m->word_slot];
	int64_t k = rat_to_int(value[m->word_slot], -1);

	if (k < 0 || (size_t)k >= v->nchoice ||
	    is_word_of(v->choice[k], m->word, m->nword))
		return;
	add_limit(a, u, m, f,
	    str_printf(a, "%.*s is '%.*s', %.*s allows %.*s only (%.*s)",
		STR_ARG(v->name), STR_ARG(v->choice[k]),
		STR_ARG(u->service->name),
		STR_ARG(list_words(a, m->word, m->nword)), STR_ARG(m->id)));
}

/* What a limit on inputs is about, as its file says it. */
static struct str
subject_text(const struct limit *m)
{
	return m->need.n ? m->need : expr_text(m->of);
}

/* The unit a limit was written in. */
static struct str
limit_word(struct arena *a, const struct limit *m)
{
	if (m->has_max)
		return m->max.word;
	if (m->has_min)
		return m->min.word;
	if (m->nvalue)
		return m->value[0].word;
	return unit_text(a, &m->unit);
}

static bool
in_force(struct arena *a, const struct limit *m, const struct rat *value,
    const bool *have)
{
	if (!m->when)
		return true;
	return expr_has(m->when, have) &&
	    !rat_is_zero(expr_eval(a, m->when, value));
}

static bool
has_fault_of(const struct faults *f, const struct plan_use *u)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->fault[i].use == u->use &&
		    f->fault[i].kind == FAULT_RANGE)
			return true;
	return false;
}

/* A limit on inputs. */
static void
check_limit(struct arena *a, const struct plan_use *u, const struct limit *m,
    const struct rat *value, const bool *have, struct faults *f)
{
	struct rat x;

	if (!in_force(a, m, value, have))
		return;
	if (m->word_slot != SIZE_MAX) {
		if (have[m->word_slot])
			check_choice(a, u, m, value, f);
		return;
	}
	if (!m->of || m->nword || !expr_has(m->of, have))
		return;
	x = expr_eval(a, m->of, value);
	if (!limit_allows(a, m, x))
		check_amount(a, u, m, subject_text(m), x,
		    value_display(a, x, &m->unit, limit_word(a, m)), f);
}

/* Whether a formula has a value, and the same at every workload. */
static bool
formula_is_settled(
    struct arena *a, const struct plan_use *u, const struct expr *e)
{
	return !e ||
	    (expr_has(e, u->settled) && rat_ok(expr_eval(a, e, u->value)));
}

static bool
limit_is_settled(
    struct arena *a, const struct plan_use *u, const struct limit *m)
{
	if (!formula_is_settled(a, u, m->when))
		return false;
	if (m->word_slot != SIZE_MAX)
		return u->settled[m->word_slot];
	return formula_is_settled(a, u, m->of);
}

void
plan_settle_checks(struct arena *a, struct plan_use *u)
{
	const struct service *s = u->service;
	struct faults f = { 0 };

	u->limit_settled = arena_array(a, bool, s->nlimit + 1);
	for (size_t i = 0; i < s->ninput; i++) {
		if (u->settled[i])
			check_input(a, u, NULL, &s->input[i], u->value[i], &f);
		u->usual[i] = u->usual[i] &&
		    input_allows(a, u, &s->input[i], u->value[i]);
	}
	for (size_t i = 0; i < s->nlimit; i++) {
		u->limit_settled[i] = limit_is_settled(a, u, &s->limit[i]);
		if (u->limit_settled[i])
			check_limit(
			    a, u, &s->limit[i], u->value, u->settled, &f);
	}
	u->sound = f.n == 0;
}

/* Whether what a slot holds was checked once, and is right. */
static bool
is_checked(const struct plan_use *u, const struct workload *w, size_t slot)
{
	return u->settled[slot] ? u->sound : plan_knows(u, w, slot);
}

void
plan_check(struct arena *a, const struct plan_use *u, const struct workload *w,
    const struct rat *value, const bool *have, struct faults *f)
{
	const struct service *s = u->service;

	check_either(a, u, w, f);
	for (size_t i = 0; i < s->ninput; i++)
		if (have[i] && !is_checked(u, w, i))
			check_input(a, u, w, &s->input[i], value[i], f);
	/* A limit often repeats the range of an input: say it once. */
	if (has_fault_of(f, u))
		return;
	for (size_t i = 0; i < s->nlimit; i++)
		if (!(u->sound && u->limit_settled[i]))
			check_limit(a, u, &s->limit[i], value, have, f);
}

/* "longest_run" as a reader says it. */
static struct str
spoken(struct arena *a, struct str name)
{
	char *p = str_cstr(a, name);

	for (size_t i = 0; i < name.n; i++)
		if (p[i] == '_')
			p[i] = ' ';
	return (struct str){ p, name.n };
}

static void
check_need(struct arena *a, const struct plan_use *u, const struct limit *m,
    const struct workload *w, struct faults *f)
{
	size_t slot = scope_find(&w->terms->scope, m->need);
	struct str shown, subject;

	if (slot == SIZE_MAX || !w->given[slot])
		return;
	shown = workload_text(a, w, slot);
	subject = spoken(a, m->need);
	if (!m->nword) {
		if (!limit_allows(a, m, w->value[slot]))
			check_amount(
			    a, u, m, subject, w->value[slot], shown, f);
		return;
	}
	if (!is_word_of(shown, m->word, m->nword))
		add_limit(a, u, m, f,
		    str_printf(a,
			"%.*s '%.*s' is not offered by %.*s, only %.*s",
			STR_ARG(subject), STR_ARG(shown),
			STR_ARG(u->service->name),
			STR_ARG(list_words(a, m->word, m->nword))));
}

/* What the option itself says that it offers. */
static void
check_provides(struct arena *a, const struct plan *p, const struct workload *w,
    struct faults *f)
{
	const struct map *m = &p->option->provides;

	for (size_t i = 0; i < m->n; i++) {
		size_t slot = scope_find(&w->terms->scope, m->entry[i].key);
		const struct node *list = m->entry[i].value;
		struct fault fault = { .kind = FAULT_LIMIT };
		struct str word;
		bool found = false;

		if (slot == SIZE_MAX || !w->given[slot])
			continue;
		word = workload_typed(w, slot).text;
		for (size_t k = 0; k < list->n; k++)
			found |= str_eq(list->item[k]->text, word);
		if (found)
			continue;
		fault.at = list->at;
		fault.text = str_printf(a, "%.*s '%.*s' is not offered by %.*s",
		    STR_ARG(m->entry[i].key), STR_ARG(word),
		    STR_ARG(p->option->name));
		fault_add(a, f, fault);
	}
}

void
plan_check_needs(struct arena *a, const struct plan *p,
    const struct workload *w, struct faults *f)
{
	check_provides(a, p, w, f);
	for (size_t i = 0; i < p->nuse; i++) {
		const struct service *s = p->use[i].service;
		size_t n = s->scope.n;
		struct rat *value = arena_array(a, struct rat, n);
		bool *have = arena_array(a, bool, n);

		plan_values(a, &p->use[i], w, value, have);
		for (size_t k = 0; k < s->nlimit; k++) {
			const struct limit *m = &s->limit[k];

			if (m->need.n && m->source &&
			    in_force(a, m, value, have))
				check_need(a, &p->use[i], m, w, f);
		}
	}
}

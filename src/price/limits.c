#include "price/catalog_int.h"

#include <string.h>

/* What a limit is about when it does not say: the input or need of its name;
 * a time-out is about the longest run. */
static struct str
subject_of(struct str id)
{
	return str_is(id, "timeout") ? STR("longest_run") : id;
}

/* A formula of one name without blanks is the name alone. */
static bool
is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr(" +*/%<>=!(),{}", s.p[i]))
			return false;
	return s.n && !(s.p[0] >= '0' && s.p[0] <= '9');
}

static void
load_of(struct loader *l, struct fields *f, struct limit *m)
{
	const struct node *n = field_find(f, "of");
	struct str text = subject_of(m->id);
	struct span at = m->at;
	size_t slot;

	if (n) {
		if (!node_text(l->d, n, &text)) {
			f->ok = false;
			return;
		}
		at = m->of_at = n->at;
	}
	slot = scope_find(&l->s->scope, text);
	if (slot < l->s->ninput && l->s->scope.var[slot].kind == EXPR_WORD) {
		m->word_slot = slot;
		return;
	}
	/* A name that is no input is that of a need. */
	if (slot == SIZE_MAX && (!n || is_name(text))) {
		m->need = text;
		return;
	}
	if (slot != SIZE_MAX)
		m->need = text;
	m->of = expr_compile(&l->s->scope, l->d, at, text);
	if (!m->of)
		f->ok = false;
}

static void
load_limit_words(
    struct loader *l, struct fields *f, const struct node *n, struct limit *m)
{
	const struct var *v =
	    m->word_slot == SIZE_MAX ? NULL : &l->s->scope.var[m->word_slot];

	m->word = arena_array(l->a, struct str, n->n + 1);
	for (size_t i = 0; i < n->n; i++) {
		bool found = v == NULL;

		if (!node_text(l->d, n->item[i], &m->word[m->nword])) {
			f->ok = false;
			continue;
		}
		for (size_t k = 0; v && k < v->nchoice; k++)
			found |= str_eq(v->choice[k], m->word[m->nword]);
		if (!found) {
			f->ok = diag_report(l->d, DIAG_CHOICE, n->item[i]->at,
			    "'%.*s' is not a choice of '%.*s'",
			    STR_ARG(m->word[m->nword]), STR_ARG(v->name));
			diag_nearest(
			    l->d, m->word[m->nword], v->choice, v->nchoice);
		}
		m->nword++;
	}
}

static bool
is_number_text(struct str s)
{
	return s.n && ((s.p[0] >= '0' && s.p[0] <= '9') || s.p[0] == '-');
}

static void
load_limit_values(struct loader *l, struct fields *f, struct limit *m,
    const struct unit *want)
{
	const struct node *n = field_find(f, "values");

	if (!n)
		return;
	if (n->kind != NODE_LIST || n->n == 0) {
		f->ok = diag_report(
		    l->d, DIAG_WRONG_KIND, n->at, "'values' is a list");
		return;
	}
	if (n->item[0]->kind == NODE_STRING &&
	    !is_number_text(n->item[0]->text)) {
		load_limit_words(l, f, n, m);
		return;
	}
	m->value = arena_array(l->a, struct qty, n->n + 1);
	for (size_t i = 0; i < n->n; i++)
		if (node_qty(l->a, l->d, n->item[i], &l->env, want,
			&m->value[m->nvalue]))
			m->nvalue++;
		else
			f->ok = false;
}

static void
take_unit(struct loader *l, struct limit *m, const struct qty *q)
{
	m->unit = q->unit;
	m->unit_word = q->word.n ? q->word : unit_text(l->a, &q->unit);
}

/* All quantities of a limit are of the same dimensions. */
static void
settle_unit(struct loader *l, struct fields *f, struct limit *m)
{
	const struct qty *q[3] = { m->has_min ? &m->min : NULL,
		m->has_max ? &m->max : NULL,
		m->has_default ? &m->otherwise : NULL };
	bool have = false;

	for (size_t i = 0; i < countof(q); i++) {
		if (!q[i])
			continue;
		if (have && !unit_same(&m->unit, &q[i]->unit))
			f->ok = diag_report(l->d, DIAG_UNIT_MISMATCH, q[i]->at,
			    "units do not agree: the limit is in '%.*s', "
			    "'%.*s' is in '%.*s'",
			    STR_ARG(unit_text(l->a, &m->unit)),
			    STR_ARG(q[i]->text),
			    STR_ARG(unit_text(l->a, &q[i]->unit)));
		take_unit(l, m, q[i]);
		have = true;
	}
	if (!have && m->nvalue)
		take_unit(l, m, &m->value[0]);
	if (!have && !m->nvalue && !m->nword && f->ok)
		f->ok = diag_report(l->d, DIAG_MISSING_KEY, m->at,
		    "a limit needs 'max', 'min', 'values' or 'default'");
	else if (m->of && f->ok && !m->nword &&
	    !unit_accepts(&m->of->unit, &m->unit))
		f->ok = diag_report(l->d, DIAG_UNIT_MISMATCH, m->at,
		    "units do not agree: '%.*s' is in '%.*s', its limit in "
		    "'%.*s'",
		    STR_ARG(expr_text(m->of)),
		    STR_ARG(unit_text(l->a, &m->of->unit)),
		    STR_ARG(unit_text(l->a, &m->unit)));
}

static void
load_limit(
    struct loader *l, struct str id, struct span at, const struct node *n)
{
	struct limit m = { .id = id, .at = at, .word_slot = SIZE_MAX };
	const struct unit *want = NULL;
	const struct node *node;
	struct qty step;
	struct str text;
	struct fields f;

	m.unit = unit_one();
	fields_begin(&f, l->a, l->d, n, "a limit");
	field_text(&f, "name", &m.name);
	field_text(&f, "note", &m.note);
	field_bool(&f, "adjustable", &m.adjustable);
	field_get(&f, "source");
	m.source = load_source(l, &f, NULL);
	load_of(l, &f, &m);
	if (m.of && m.of->kind == EXPR_QTY)
		want = &m.of->unit;
	node = field_find(&f, "when");
	if (node && node_text(l->d, node, &text)) {
		m.when = expr_compile_truth(&l->s->scope, l->d, node->at, text);
		f.ok &= m.when != NULL;
	}
	m.has_min = field_qty(&f, "min", &l->env, want, &m.min);
	m.has_max = field_qty(&f, "max", &l->env, want, &m.max);
	m.has_default = field_qty(&f, "default", &l->env, want, &m.otherwise);
	if (field_qty(&f, "step", &l->env, want, &step)) {
		m.step = step.n;
		if (rat_sign(step.n) <= 0)
			f.ok = diag_report(
			    l->d, DIAG_RANGE, step.at, "'step' is above zero");
	}
	load_limit_values(l, &f, &m, want);
	settle_unit(l, &f, &m);
	if (!fields_end(&f)) {
		l->ok = false;
		return;
	}
	arena_push(l->a, l->s->limit, l->s->nlimit, l->s->caplimit, m);
}

void
load_limits(struct loader *l, const struct node *n)
{
	if (n->kind != NODE_MAP) {
		l->ok = diag_report(l->d, DIAG_WRONG_KIND, n->at,
		    "'limits' is a map of names and limits");
		return;
	}
	for (size_t i = 0; i < n->n; i++) {
		const struct node *item = n->item[i];

		if (item->kind != NODE_LIST) {
			load_limit(l, node_key(n, i), n->key_at[i], item);
			continue;
		}
		for (size_t k = 0; k < item->n; k++)
			load_limit(l, node_key(n, i), item->item[k]->at,
			    item->item[k]);
	}
}

static const struct qty *
limit_value(const struct limit *m, struct str field)
{
	if (str_is(field, "min"))
		return m->has_min ? &m->min : NULL;
	if (str_is(field, "max"))
		return m->has_max ? &m->max : NULL;
	if (str_is(field, "default"))
		return m->has_default ? &m->otherwise : NULL;
	if (field.n)
		return NULL;
	if (m->has_max)
		return &m->max;
	if (m->has_default)
		return &m->otherwise;
	return m->has_min ? &m->min : NULL;
}

const struct qty *
service_limit(const struct service *s, struct str id, struct str field,
    const struct citation **source)
{
	const struct qty *best = NULL;
	bool least = str_is(field, "min");
	size_t n = 0;

	for (size_t i = 0; i < s->nlimit; i++) {
		const struct limit *m = &s->limit[i];
		const struct qty *q =
		    str_eq(m->id, id) ? limit_value(m, field) : NULL;

		n += str_eq(m->id, id);
		if (q && best && !unit_same(&q->unit, &best->unit))
			return NULL;
		if (!q ||
		    (best &&
			!(least ? rat_lt(q->n, best->n)
				: rat_lt(best->n, q->n))))
			continue;
		best = q;
		if (source)
			*source = m->source;
	}
	return n > 1 && !field.n ? NULL : best;
}

struct str *
service_limits(struct arena *a, const struct service *s)
{
	struct str *all = arena_array(a, struct str, s->nlimit + 1);

	for (size_t i = 0; i < s->nlimit; i++)
		all[i] = s->limit[i].id;
	return all;
}

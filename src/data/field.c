#include "data/field.h"

#include <assert.h>

const char *
node_kind_name(const struct node *n)
{
	switch (n->kind) {
	case NODE_NULL:
		return "nothing";
	case NODE_BOOL:
	case NODE_NUMBER:
	case NODE_STRING:
		return node_is_empty(n) ? "nothing" : "a single value";
	case NODE_LIST:
		return "a list";
	case NODE_MAP:
		return "a map";
	}
	return "something else";
}

void
fields_begin(struct fields *f, struct arena *a, struct diag *d,
    const struct node *n, const char *what)
{
	static const struct node empty = { .kind = NODE_MAP };

	*f = (struct fields){ .a = a, .d = d, .what = what, .ok = !n->twice };
	f->map = n;
	if (n->kind == NODE_MAP)
		return;
	f->map = &empty;
	f->ok = diag_report(d, DIAG_WRONG_KIND, n->at,
	    "%s is a map of keys and values, not %s", what, node_kind_name(n));
}

static bool
is_known(const struct fields *f, struct str key)
{
	for (size_t i = 0; i < f->nknown; i++)
		if (str_eq(f->known[i], key))
			return true;
	return false;
}

bool
fields_end(struct fields *f)
{
	for (size_t i = 0; i < f->map->n; i++) {
		struct str key = node_key(f->map, i);

		if (is_known(f, key))
			continue;
		f->ok = diag_report(f->d, DIAG_UNKNOWN_KEY, f->map->key_at[i],
		    "unknown key '%.*s' in %s", STR_ARG(key), f->what);
		diag_nearest(f->d, key, f->known, f->nknown);
	}
	return f->ok;
}

bool
field_misspelt(const struct fields *f, const char *key)
{
	struct str want = str_of(key);

	if (node_find(f->map, want))
		return false;
	for (size_t i = 0; i < f->map->n; i++) {
		struct str k = node_key(f->map, i);

		if (!is_known(f, k) && str_nearest(k, &want, 1).n)
			return true;
	}
	return false;
}

const struct node *
field_find(struct fields *f, const char *key)
{
	struct str k = str_of(key);
	const struct node *n = node_find(f->map, k);

	if (!is_known(f, k)) {
		assert(f->nknown < FIELDS_MAX);
		f->known[f->nknown++] = k;
	}
	return node_is_empty(n) ? NULL : n;
}

struct span
field_key_at(const struct fields *f, struct str key)
{
	for (size_t i = 0; i < f->map->n; i++)
		if (str_eq(node_key(f->map, i), key))
			return f->map->key_at[i];
	return f->map->at;
}

const struct node *
field_get(struct fields *f, const char *key)
{
	const struct node *n = field_find(f, key);
	struct span at;

	if (n)
		return n;
	if (f->map->at.src) {
		at = field_key_at(f, str_of(key));
		f->ok = diag_report(f->d, DIAG_MISSING_KEY, span_sub(at, 0, 1),
		    "%s needs the key '%s'", f->what, key);
	}
	f->ok = false;
	return NULL;
}

bool
node_listed(struct diag *d, const struct node *n, const char *what)
{
	if (n->kind == NODE_LIST && n->n)
		return true;
	return diag_report(d, DIAG_WRONG_KIND, n->at, "%s%s", what,
	    n->kind == NODE_LIST ? ", not an empty one" : "");
}

bool
node_text(struct diag *d, const struct node *n, struct str *out)
{
	if (n->kind != NODE_STRING)
		return diag_report(d, DIAG_WRONG_KIND, n->at,
		    "a single value is wanted here, not %s", node_kind_name(n));
	*out = n->text;
	return true;
}

bool
field_text(struct fields *f, const char *key, struct str *out)
{
	const struct node *n = field_find(f, key);

	if (!n)
		return false;
	if (node_text(f->d, n, out))
		return true;
	return f->ok = false;
}

bool
field_text_required(struct fields *f, const char *key, struct str *out)
{
	return field_get(f, key) && field_text(f, key, out);
}

bool
field_bool(struct fields *f, const char *key, bool *out)
{
	static const char *const word[] = { "false", "true" };
	size_t i;

	if (!field_word(f, key, word, countof(word), &i))
		return false;
	*out = i == 1;
	return true;
}

bool
field_word(struct fields *f, const char *key, const char *const *word, size_t n,
    size_t *out)
{
	struct str text, candidate[FIELDS_MAX];
	struct buf list = { 0 };

	if (!field_text(f, key, &text))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (str_is(text, word[i])) {
			*out = i;
			buf_free(&list);
			return true;
		}
		candidate[i] = str_of(word[i]);
		buf_printf(&list, "%s'%s'",
		    i == 0	     ? ""
			: i + 1 == n ? " or "
				     : ", ",
		    word[i]);
	}
	f->ok = diag_report(f->d, DIAG_UNKNOWN_WORD, field_find(f, key)->at,
	    "'%s' is %s, not '%.*s'", key, list.p, STR_ARG(text));
	diag_nearest(f->d, text, candidate, n);
	buf_free(&list);
	return false;
}

bool
qty_may_be_bare(const struct unit *u)
{
	for (int d = 0; d < DIM_COUNT; d++)
		if (u->dim[d] && d != DIM_REQUEST && d != DIM_VCPU &&
		    d != DIM_MONTH)
			return false;
	return u->dim[DIM_MONTH] == 0 ||
	    (u->dim[DIM_MONTH] == -1 && u->dim[DIM_REQUEST] == 1);
}

bool
qty_check(struct arena *a, struct diag *d, const struct unit *want,
    struct str unit_word, struct qty *q)
{
	struct unit per_month = q->unit;

	if (unit_same(want, &q->unit))
		return true;
	if (q->bare) {
		if (qty_may_be_bare(want)) {
			q->n = rat_mul(a, q->n, want->scale);
			q->unit = *want;
			q->word = unit_word;
			return true;
		}
		diag_report(d, DIAG_UNIT_MISSING, q->at,
		    "'%.*s' has no unit; a quantity in '%.*s' is wanted",
		    STR_ARG(q->text), STR_ARG(unit_word));
		diag_hint(d, "write '%.*s %.*s'", STR_ARG(q->text),
		    STR_ARG(unit_word));
		return false;
	}
	/* What is per month may leave that out, as a meter's unit does. */
	per_month.dim[DIM_MONTH]--;
	if (want->dim[DIM_MONTH] == -1 && unit_same(want, &per_month)) {
		q->unit = per_month;
		return true;
	}
	diag_report(d, DIAG_UNIT_MISMATCH, q->at,
	    "units do not agree: '%.*s' is in '%.*s', a quantity in '%.*s' "
	    "is wanted",
	    STR_ARG(q->text), STR_ARG(q->word), STR_ARG(unit_word));
	return false;
}

bool
node_qty(struct arena *a, struct diag *d, const struct node *n,
    const struct unit_env *env, const struct unit *want, struct qty *out)
{
	struct str text;

	if (!node_text(d, n, &text))
		return false;
	if (!qty_parse(a, d, env, n->at, text, out))
		return false;
	return !want || qty_check(a, d, want, unit_text(a, want), out);
}

bool
field_qty(struct fields *f, const char *key, const struct unit_env *env,
    const struct unit *want, struct qty *out)
{
	const struct node *n = field_find(f, key);

	if (!n)
		return false;
	if (node_qty(f->a, f->d, n, env, want, out))
		return true;
	return f->ok = false;
}

bool
node_date(struct diag *d, const struct node *n, struct str *out)
{
	struct str s;
	bool good;

	if (!node_text(d, n, &s))
		return false;
	good = s.n == 10 && s.p[4] == '-' && s.p[7] == '-';
	for (size_t i = 0; good && i < s.n; i++)
		if (i != 4 && i != 7 && (s.p[i] < '0' || s.p[i] > '9'))
			good = false;
	if (good) {
		int month = (s.p[5] - '0') * 10 + s.p[6] - '0';
		int day = (s.p[8] - '0') * 10 + s.p[9] - '0';

		good = month >= 1 && month <= 12 && day >= 1 && day <= 31;
	}
	if (!good)
		return diag_report(d, DIAG_DATE, n->at,
		    "'%.*s' is not a date; write it as 2026-09-19", STR_ARG(s));
	*out = s;
	return true;
}

#include "price/catalog_int.h"

#include <string.h>

static const char *const models[] = { "flat", "graduated", "volume",
	"package" };

const char *
model_name(enum price_model m)
{
	return models[m];
}

const struct citation *
load_source(
    struct loader *l, struct fields *f, const struct citation *otherwise)
{
	const struct node *n = field_find(f, "source");
	const struct citation *c;

	if (!n)
		return otherwise;
	c = citation_get(&l->s->sources, l->a, l->d, n);
	if (!c)
		f->ok = false;
	return c ? c : otherwise;
}

bool
is_money(const struct unit *u)
{
	struct unit money = unit_one();

	money.dim[DIM_MONEY] = 1;
	memcpy(money.currency, u->currency, sizeof(money.currency));
	return unit_same(&money, u);
}

bool
same_currency(struct loader *l, const struct node *n, const struct unit *u)
{
	struct str ours = str_of(l->s->currency);

	if (!ours.n || str_eq(str_of(u->currency), ours))
		return true;
	return diag_report(l->d, DIAG_CURRENCY, n->at,
	    "this is in '%s', the file's currency is '%.*s'", u->currency,
	    STR_ARG(ours));
}

/* A quantity is per month; the meter's unit leaves that out. */
static void
check_quantity(struct loader *l, struct fields *f, const struct meter *m,
    const struct node *n)
{
	struct unit month = unit_one(), want;

	if (m->quantity->kind != EXPR_QTY) {
		f->ok = diag_report(l->d, DIAG_FORMULA_KIND, n->at,
		    "a quantity is wanted here");
		return;
	}
	month.dim[DIM_MONTH] = 1;
	want = unit_div(l->a, &m->unit, &month);
	if (unit_accepts(&want, &m->quantity->unit))
		return;
	f->ok = diag_report(l->d, DIAG_UNIT_MISMATCH, n->at,
	    "units do not agree: the meter is in '%.*s' a month, '%.*s' is in "
	    "'%.*s'",
	    STR_ARG(m->unit_word), STR_ARG(expr_text(m->quantity)),
	    STR_ARG(unit_text(l->a, &m->quantity->unit)));
}

static void
load_minimum(struct loader *l, struct fields *f, struct meter *m,
    const struct unit_env *env)
{
	const struct node *n = field_find(f, "minimum");
	struct qty q;

	if (!n || !field_qty(f, "minimum", env, NULL, &q))
		return;
	m->has_minimum = true;
	m->minimum_is_money = is_money(&q.unit);
	if (!(m->minimum_is_money
		    ? same_currency(l, n, &q.unit)
		    : qty_check(l->a, l->d, &m->unit, m->unit_word, &q)))
		f->ok = false;
	else if (rat_sign(q.n) < 0)
		f->ok = diag_report(
		    l->d, DIAG_RANGE, n->at, "a minimum is not below zero");
	m->minimum = q.n;
}

static void
load_meter(struct loader *l, struct str id, struct span at,
    const struct node *n, size_t index)
{
	static const char *const bytes[] = { "binary", "decimal" };
	static const char *const tiers[] = { "gross", "net" };
	struct meter *m = &l->s->meter[index];
	struct unit_env env = l->env;
	const struct node *node;
	size_t word = 0;
	struct str text;
	struct fields f;

	*m = (struct meter){ .id = id, .name = id, .at = at };
	m->unit = unit_one();
	fields_begin(&f, l->a, l->d, n, "a meter");
	field_text(&f, "name", &m->name);
	if (field_word(&f, "bytes", bytes, countof(bytes), &word))
		m->decimal = env.decimal = word == 1;
	word = MODEL_FLAT;
	field_word(&f, "model", models, countof(models), &word);
	m->model = (enum price_model)word;
	word = 0;
	field_word(&f, "tiers", tiers, countof(tiers), &word);
	m->tiers_net = word == 1;
	if (!field_find(&f, "source"))
		field_get(&f, "source");
	m->source = load_source(l, &f, NULL);
	if (field_text_required(&f, "unit", &m->unit_word) &&
	    !qty_unit(l->a, l->d, &env, field_find(&f, "unit")->at,
		m->unit_word, &m->unit)) {
		m->unit_word = (struct str){ 0 };
		f.ok = false;
	}
	m->unit_word = unit_named(l->a, &env, m->unit_word);
	node = field_find(&f, "when");
	if (node && node_text(l->d, node, &text)) {
		m->when =
		    expr_compile_truth(&l->s->scope, l->d, node->at, text);
		f.ok &= m->when != NULL;
	}
	node = field_get(&f, "quantity");
	if (node && node_text(l->d, node, &text)) {
		m->quantity = expr_compile(&l->s->scope, l->d, node->at, text);
		if (m->quantity && f.ok)
			check_quantity(l, &f, m, node);
		f.ok &= m->quantity != NULL;
	}
	/* Without the meter's unit nothing can be said of other quantities. */
	if (m->unit_word.n) {
		load_minimum(l, &f, m, &env);
		load_free(l, &f, index, &env);
	} else {
		field_find(&f, "minimum");
		field_find(&f, "free");
		field_find(&f, "included");
	}
	node = field_get(&f, "price");
	if (node && f.ok && !load_prices(l, m, node, env.decimal))
		f.ok = false;
	if (!fields_end(&f))
		l->ok = false;
}

void
load_meters(struct loader *l, const struct node *n)
{
	if (n->kind != NODE_MAP) {
		l->ok = diag_report(l->d, DIAG_WRONG_KIND, n->at,
		    "'meters' is a map of names and meters, not %s",
		    node_kind_name(n));
		return;
	}
	l->s->meter = arena_array(l->a, struct meter, n->n + 1);
	for (size_t i = 0; i < n->n; i++) {
		load_meter(l, node_key(n, i), n->key_at[i], n->item[i], i);
		l->s->nmeter = i + 1;
	}
}

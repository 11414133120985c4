#include "view/amount.h"

#include "num/format.h"

struct str
money_text(struct arena *a, struct rat n, const char *currency)
{
	char room[64];
	struct buf b = BUF_IN(room);

	format_money(&b, n, currency);
	return buf_take(&b, a);
}

struct str
exact_text(struct arena *a, struct rat n)
{
	char room[64];
	struct buf b = BUF_IN(room);

	rat_print(&b, n);
	return buf_take(&b, a);
}

struct str
quantity_text(struct arena *a, const struct meter *m, struct rat n)
{
	return value_display(a, n, &m->unit, m->unit_word);
}

struct node *
amount_node(
    struct arena *a, struct str exact, struct str display, struct str unit)
{
	struct node *n = node_map(a);

	node_set_str(a, n, "exact", exact);
	node_set_str(a, n, "display", display);
	node_set_str(a, n, "unit", unit);
	return n;
}

struct node *
money_node(struct arena *a, struct rat n, const char *currency)
{
	return amount_node(a, exact_text(a, n), money_text(a, n, currency),
	    str_printf(a, "%s/month", currency));
}

struct node *
value_node(
    struct arena *a, struct rat n, const struct unit *unit, struct str word)
{
	return amount_node(a, exact_text(a, qty_in(a, n, unit)),
	    value_display(a, n, unit, word), word);
}

struct node *
citation_node(struct arena *a, const struct citation *c)
{
	struct node *n = node_map(a);

	node_set_str(a, n, "title", c->title);
	node_set_str(a, n, "url", c->url);
	if (c->published.n)
		node_set_str(a, n, "published", c->published);
	node_set_str(a, n, "retrieved", c->retrieved);
	if (c->secondary)
		node_set_bool(a, n, "secondary", true);
	return n;
}

/* What is used, "at least" what is billed where that is the minimum. */
static struct str
at_least(struct arena *a, const struct line *l, struct str used)
{
	return str_printf(a, "%.*s, at least %.*s", STR_ARG(used),
	    STR_ARG(quantity_text(a, l->meter, l->meter->minimum)));
}

/* The minimum holds where anything is used at all. */
struct str
line_formula(struct arena *a, const struct line *l)
{
	const struct meter *m = l->meter;
	struct str text = expr_text(m->quantity);

	if (m->has_minimum && !m->minimum_is_money && rat_sign(l->used) > 0)
		return at_least(a, l, text);
	return text;
}

static bool
is_name_char(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    (!first && c >= '0' && c <= '9');
}

static void
put_value(struct buf *b, const struct var *v, struct rat n)
{
	if (v->kind == EXPR_WORD) {
		int64_t k = rat_to_int(n, 0);

		if (v->choice && (size_t)k < v->nchoice)
			buf_str(b, v->choice[k]);
		else
			buf_str(b, v->name);
		return;
	}
	value_put_typed(b, n, &v->unit, v->unit_word);
}

/* What the figure in braces stands for, of which `e` is or has a part. */
static struct str
figure_text(const struct expr *e, size_t from)
{
	struct str text = { 0 };

	if (e->op == OP_NUMBER && e->at.from <= from && from < e->at.to)
		return e->word;
	for (size_t i = 0; i < e->narg && !text.n; i++)
		text = figure_text(e->arg[i], from);
	return text;
}

struct str
formula_values(struct arena *a, const struct expr *e, const struct scope *s,
    const struct rat *value)
{
	struct str text = expr_text(e);
	struct buf b = { 0 };

	for (size_t i = 0; i < text.n; i++) {
		size_t j = i, slot;

		if (str_starts(str_from(text, i), STR("{{"))) {
			buf_str(&b, figure_text(e, e->at.from + i));
			i = str_find(text, STR("}}"), i) + 1;
			continue;
		}
		while (j < text.n && is_name_char(text.p[j], j == i))
			j++;
		if (j > i) {
			struct str name = str_sub(text, i, j);

			slot = scope_find(s, name);
			if (slot == SIZE_MAX)
				buf_str(&b, name);
			else
				put_value(&b, &s->var[slot], value[slot]);
			i = j - 1;
			continue;
		}
		if (text.p[i] == '*')
			buf_puts(&b, "\xC3\x97");
		else
			buf_putc(&b, text.p[i]);
		/* Digits stick to the unit behind them. */
		while (text.p[i] >= '0' && text.p[i] <= '9' && i + 1 < text.n &&
		    is_name_char(text.p[i + 1], false) &&
		    !(text.p[i + 1] >= '0' && text.p[i + 1] <= '9'))
			buf_putc(&b, text.p[++i]);
	}
	return buf_take(&b, a);
}

static struct str
used_values(struct arena *a, const struct line *l)
{
	return formula_values(
	    a, l->meter->quantity, &l->service->scope, l->value);
}

struct str
line_values(struct arena *a, const struct line *l)
{
	struct str values = used_values(a, l);

	return rat_eq(l->used, l->quantity) ? values : at_least(a, l, values);
}

/* Whether the quantity is an input as it stands, in the meter's unit. */
static bool
is_input(const struct line *l)
{
	const struct expr *e = l->meter->quantity;

	return e->op == OP_NAME &&
	    rat_eq(l->service->scope.var[e->slot].unit.scale,
		l->meter->unit.scale);
}

struct str
line_working(struct arena *a, const struct line *l, bool *trivial)
{
	struct str values = used_values(a, l);
	struct str used = quantity_text(a, l->meter, l->used);
	bool raised = !rat_eq(l->used, l->quantity);
	bool same = is_input(l) || str_eq(values, used);

	*trivial = same && !raised;
	if (!same)
		used = str_printf(
		    a, "%.*s = %.*s", STR_ARG(values), STR_ARG(used));
	return raised ? at_least(a, l, used) : used;
}

static void
put_quantity(struct buf *b, const struct line *l, struct rat n)
{
	value_put(b, n, &l->meter->unit, l->meter->unit_word);
}

static void
put_part(struct buf *b, const struct line *l, const struct part *p,
    const char *currency)
{
	if (!rat_is_zero(l->block))
		buf_puts(b, "whole packages: ");
	put_quantity(b, l, p->quantity);
	buf_puts(b, " \xC3\x97 ");
	buf_str(b, p->tier->text);
	if (l->npart > 1 || rat_sign(l->credit) > 0 ||
	    rat_sign(l->topped) > 0) {
		buf_puts(b, " = ");
		format_money(b, p->amount, currency);
	}
}

/* What comes with a subscription is paid for, and so is not free. */
static const char *
free_word(const struct line *l)
{
	const struct service *s = l->service;

	for (size_t i = 0; i < s->nallowance; i++) {
		const struct allowance *w = &s->allowance[i];

		for (size_t k = 0; k < w->nmeter && !w->credit; k++)
			if (&s->meter[w->meter[k]] == l->meter &&
			    w->period != PERIOD_INCLUDED)
				return "free";
	}
	return "included";
}

void
line_arithmetic_put(struct buf *out, const struct line *l, const char *currency)
{
	if (rat_sign(l->free) > 0) {
		put_quantity(out, l, l->quantity);
		buf_puts(out, " \xE2\x88\x92 ");
		put_quantity(out, l, l->free);
		buf_printf(out, " %s; ", free_word(l));
	}
	for (size_t i = 0; i < l->npart; i++) {
		if (i)
			buf_puts(out, "; ");
		put_part(out, l, &l->part[i], currency);
	}
	if (rat_sign(l->topped) > 0) {
		buf_puts(out, "; raised to the minimum of ");
		format_money(out, l->meter->minimum, currency);
	}
	if (rat_sign(l->credit) > 0) {
		buf_puts(out, "; less a credit of ");
		format_money(out, l->credit, currency);
	}
}

struct str
line_arithmetic(struct arena *a, const struct line *l, const char *currency)
{
	struct buf b = { 0 };

	line_arithmetic_put(&b, l, currency);
	return buf_take(&b, a);
}

struct str
line_how(struct arena *a, const struct line *l, const char *currency)
{
	struct str how = line_arithmetic(a, l, currency);
	bool trivial;
	struct str working = line_working(a, l, &trivial);

	if (trivial)
		return how;
	return str_printf(a, "%.*s; %.*s", STR_ARG(working), STR_ARG(how));
}

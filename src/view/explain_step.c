/* Steps of an explanation, and how a value shown comes from the exact one. */
#include "num/format.h"
#include "view/explain_int.h"

struct node *
step_new(struct arena *a, const char *kind, struct str name)
{
	struct node *step = node_map(a);

	node_set_str(a, step, "kind", str_of(kind));
	step_set(a, step, "name", name);
	return step;
}

void
step_part(struct arena *a, struct node *step, struct node *part)
{
	struct node *list = node_find(step, STR("parts"));

	if (!list) {
		list = node_list(a);
		node_set_node(a, step, "parts", list);
	}
	node_push(a, list, part);
}

void
step_set(struct arena *a, struct node *step, const char *key, struct str text)
{
	if (text.n)
		node_set_str(a, step, key, text);
}

void
step_at(struct arena *a, struct node *step, struct span at)
{
	/* An option of the command line has no lines. */
	if (at.src && at.src->path[0] == '-')
		step_set(a, step, "at", str_of(at.src->path));
	else
		step_set(a, step, "at", span_where(a, at));
}

void
step_source(struct arena *a, struct node *step, const struct citation *c)
{
	struct node *n;

	if (!c)
		return;
	n = citation_node(a, c);
	step_set(a, n, "note", c->note);
	node_set_node(a, step, "source", n);
}

static struct rat
size_of(struct arena *a, struct rat x)
{
	return rat_sign(x) < 0 ? rat_neg(a, x) : x;
}

static bool
below(struct arena *a, struct rat x, int64_t bound)
{
	return rat_lt(size_of(a, x), rat_int(bound));
}

static const char *
money_rounding(struct arena *a, struct rat n)
{
	struct rat printed = format_money_round(a, n);

	if (rat_eq(printed, n))
		return "";
	return below(a, printed, 1) ? "half up to two significant digits"
				    : "half up to two decimals";
}

static const char *
number_rounding(struct arena *a, struct rat n)
{
	if (rat_eq(format_number_round(a, n), n))
		return "";
	return below(a, n, 100) ? "half up to four significant digits"
				: "half up to two decimals";
}

static const char *
ratio_rounding(struct arena *a, struct rat n)
{
	bool few = below(a, rat_round(a, n, 1), 10);

	if (rat_eq(rat_round(a, n, few ? 1 : 0), n))
		return "";
	return few ? "half up to one decimal" : "half up to a whole number";
}

static const char *
rate_rounding(struct rat n)
{
	return rat_decimals(n) < 0 ? "half up to 12 decimals" : "";
}

static void
set_rounding(struct arena *a, struct node *step, const char *how)
{
	step_set(a, step, "rounding", str_of(how));
}

void
step_money(
    struct arena *a, struct node *step, struct rat n, const char *currency)
{
	node_set_node(a, step, "value", money_node(a, n, currency));
	set_rounding(a, step, money_rounding(a, n));
}

void
step_value(struct arena *a, struct node *step, struct rat n,
    const struct unit *unit, struct str word)
{
	node_set_node(a, step, "value", value_node(a, n, unit, word));
	set_rounding(a, step, number_rounding(a, qty_in(a, n, unit)));
}

void
step_word(struct arena *a, struct node *step, struct str word)
{
	struct node *n = amount_node(a, word, word, (struct str){ 0 });

	node_set_node(a, n, "exact", node_null(a));
	node_set_node(a, step, "value", n);
}

void
step_rate(struct arena *a, struct node *step, struct rat n, struct str display,
    struct str unit)
{
	node_set_node(
	    a, step, "value", amount_node(a, exact_text(a, n), display, unit));
	set_rounding(a, step, rate_rounding(n));
}

static bool
is_money(const struct figure *fig)
{
	return fig->unit.dim[DIM_MONEY] == 1 &&
	    fig->unit.dim[DIM_MONTH] == -1 &&
	    str_ends(fig->unit_word, STR("/month"));
}

void
step_figure(
    struct arena *a, struct node *step, const struct figure *fig, bool is_price)
{
	struct rat n = qty_in(a, fig->n, &fig->unit);

	if (!fig->exact.n) {
		step_word(a, step, fig->display);
		return;
	}
	node_set_node(a, step, "value",
	    amount_node(a, fig->exact, fig->display, fig->unit_word));
	set_rounding(a, step,
	    is_price		? rate_rounding(n)
		: is_money(fig) ? money_rounding(a, fig->n)
		: !fig->unit_word.n && str_ends(fig->display, STR("x"))
		? ratio_rounding(a, n)
		: number_rounding(a, n));
}

struct str
exact_value(
    struct arena *a, struct rat n, const struct unit *unit, struct str word)
{
	struct rat in = qty_in(a, n, unit);
	struct str shown = value_display(a, n, unit, word);

	if (!number_rounding(a, in)[0])
		return shown;
	return str_printf(a, "%.*s (exactly %.*s%s%.*s)", STR_ARG(shown),
	    STR_ARG(exact_text(a, in)), word.n ? " " : "", STR_ARG(word));
}

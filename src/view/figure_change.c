/* Figures of what a change does to a cost: change.OPTION.SCENARIO.amount and
 * .percent, of amounts as printed. */
#include "num/format.h"
#include "view/figure_int.h"

/* "+9.9 %", to a tenth */
static void
set_percent(struct figures *f, struct figure *fig, struct rat n)
{
	struct rat tenths = rat_round(f->a, n, 1);
	struct buf out = { 0 };

	if (rat_sign(tenths) > 0)
		buf_putc(&out, '+');
	rat_print_fixed(&out, tenths, rat_is_int(tenths) ? 0 : 1);
	buf_puts(&out, " %");
	fig->n = n;
	fig->exact = exact_text(f->a, n);
	fig->unit_word = STR("%");
	fig->display = buf_take(&out, f->a);
}

static void
set_amount(
    struct figures *f, struct figure *fig, struct rat n, const char *currency)
{
	set_money(f, fig, n, currency);
	if (rat_sign(n) > 0)
		fig->display = str_printf(f->a, "+%.*s", STR_ARG(fig->display));
}

static void
set_change(struct figures *f, struct figure *fig, const struct figure *old,
    const struct figure *new, bool percent)
{
	struct rat x = format_money_round(f->a, old->n);
	struct rat d = rat_sub(f->a, format_money_round(f->a, new->n), x);

	fig->formula = percent
	    ? STR("(changed - as it is) / as it is, as printed")
	    : STR("changed - as it is, as printed");
	if (!percent)
		set_amount(f, fig, d, old->unit.currency);
	else if (rat_is_zero(x))
		set_missing(f, fig, STR("it costs nothing as it is"));
	else
		set_percent(
		    f, fig, rat_mul(f->a, rat_div(f->a, d, x), rat_int(100)));
}

struct figure *
make_change(struct figures *f, const struct path *p)
{
	struct str words[] = { STR("amount"), STR("percent") };
	size_t option = path_option(f, p, 1);
	const struct figure *old, *new;
	struct setup s, base;
	struct figure *fig;
	struct str id;
	bool percent;

	if (option == SIZE_MAX || !path_setup(f, p, 2, &s))
		return NULL;
	if (p->n != 4 ||
	    (!str_eq(p->part[3], words[0]) && !str_eq(p->part[3], words[1])))
		return unknown_part(f, p, p->n > 4 ? 4 : 3, words, 2);
	percent = str_eq(p->part[3], words[1]);
	id = str_printf(f->a, "change.%.*s.%.*s.%.*s%.*s", STR_ARG(p->part[1]),
	    STR_ARG(p->part[2]), STR_ARG(p->part[3]),
	    STR_ARG(setup_suffix_of(f, &s, option)));
	fig = known_figure(f, id);
	if (fig)
		return fig;
	/* As it is: in the same market. */
	base = setup_of(f, s.scenario);
	base.market = s.market;
	setup_suffix(f, &base);
	old = figure_cost(f, option, &base);
	new = figure_cost(f, option, &s);
	if (!old || !new)
		return NULL;
	fig = new_figure(f, id);
	add_value(f, fig, STR("as it is"), old->display);
	add_value(f, fig, STR("changed"), new->display);
	add_operand(f, fig, old);
	add_operand(f, fig, new);
	if (old->missing || new->missing)
		set_missing(f, fig, STR("one of the two costs cannot be had"));
	else
		set_change(f, fig, old, new, percent);
	return keep_figure(f, fig);
}

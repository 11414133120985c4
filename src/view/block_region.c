/* The regions block: what each option costs in each region with prices. */
#include "num/format.h"
#include "view/other.h"

struct atlas {
	struct block *b;
	struct setup setup;
	struct regions regions;
	struct str caption;
	bool *listed; /* by region: the block wants it */
};

static struct setup
setup_in(struct atlas *m, const struct region *r)
{
	struct setup s = m->setup;

	s.market = r->market;
	setup_suffix(m->b->f, &s);
	return s;
}

static bool
load_regions(struct atlas *m, const struct node *n)
{
	struct block *b = m->b;
	struct str *all = arena_array(b->a, struct str, m->regions.n + 1);
	struct str name;
	bool ok = true;

	m->listed = arena_array(b->a, bool, m->regions.n + 1);
	for (size_t i = 0; i < m->regions.n; i++) {
		all[i] = m->regions.region[i].name;
		m->listed[i] = n == NULL;
	}
	if (n && !node_listed(b->d, n, "'regions' is a list of regions"))
		return false;
	for (size_t k = 0; n && k < n->n; k++) {
		bool known = false;

		if (!node_text(b->d, n->item[k], &name))
			return false;
		for (size_t i = 0; i < m->regions.n; i++)
			if (str_eq(all[i], name))
				known = m->listed[i] = true;
		if (known)
			continue;
		ok = diag_report(b->d, DIAG_UNKNOWN_WORD, n->item[k]->at,
		    "no option here has a price in '%.*s'", STR_ARG(name));
		diag_nearest(b->d, name, all, m->regions.n);
	}
	return ok;
}

/* "Regions of acme; zenith stays in z1." */
static struct str
table_caption(struct atlas *m, struct str vendor)
{
	struct block *b = m->b;
	struct market m0 = m->setup.market;
	struct buf out = { 0 };
	bool first = true;

	if (m->caption.n)
		buf_printf(
		    &out, "%.*s%s ", STR_ARG(m->caption), str_stop(m->caption));
	if (m->regions.nvendor > 1)
		buf_printf(&out, "Regions of %.*s", STR_ARG(vendor));
	for (size_t i = 0; i < m->regions.nvendor; i++) {
		struct str other = m->regions.vendor[i];

		if (str_eq(other, vendor))
			continue;
		buf_printf(&out, "%s%.*s stays in %.*s", first ? "; " : ", ",
		    STR_ARG(other), STR_ARG(market_region(&m0, other)));
		first = false;
	}
	if (m->regions.nvendor > 1)
		buf_puts(&out, ". ");
	buf_printf(&out, "Free tier: %s.", free_tier_name(m0.free));
	return buf_take(&out, b->a);
}

static bool
fill_row(struct atlas *m, struct table *t, size_t row, const struct region *r)
{
	struct block *b = m->b;
	struct setup s = setup_in(m, r);
	const struct figure *winner = winner_figure(b, &s, VERDICT_PRICE, "");

	if (!winner)
		return false;
	table_at(t, row, 0)->text = r->name;
	for (size_t i = 0; i < s.noption; i++) {
		struct cell *c = table_at(t, row, i + 1);

		c->fig = figure_cost(b->f, s.option[i], &s);
		if (!c->fig)
			return false;
		c->win = s.noption > 1 && s.option[i] + 1 == winner->option;
	}
	if (s.noption > 1)
		table_at(t, row, s.noption + 1)->fig = winner;
	return true;
}

static bool
put_vendor(struct atlas *m, struct str vendor)
{
	struct block *b = m->b;
	const struct setup *s = &m->setup;
	struct table *t;
	size_t n = 0;

	for (size_t i = 0; i < m->regions.n; i++)
		n +=
		    m->listed[i] && str_eq(m->regions.region[i].vendor, vendor);
	if (!n)
		return true;
	t = table_new(b->a, s->noption + 1 + (s->noption > 1), n);
	t->caption = table_caption(m, vendor);
	t->row_heads = true;
	t->head[0] = STR("Region");
	for (size_t i = 0; i < s->noption; i++) {
		t->head[i + 1] = b->f->g->option[s->option[i]].name;
		t->number[i + 1] = true;
	}
	if (s->noption > 1)
		t->head[s->noption + 1] = STR("Cheapest");
	n = 0;
	for (size_t i = 0; i < m->regions.n; i++)
		if (m->listed[i] &&
		    str_eq(m->regions.region[i].vendor, vendor) &&
		    !fill_row(m, t, n++, &m->regions.region[i]))
			return false;
	if (b->md.n)
		buf_putc(&b->md, '\n');
	table_put(b, t);
	return true;
}

/* The regions in which an option costs least and most. */
struct span_of {
	const struct figure *low, *high;
	struct str low_in, high_in;
};

static bool
buys_from(const struct option *o, struct str vendor)
{
	for (size_t i = 0; i < o->nuse; i++)
		if (str_eq(o->use[i].service->vendor, vendor) &&
		    !service_is_global(o->use[i].service))
			return true;
	return false;
}

static bool
measure(struct atlas *m, size_t option, struct span_of *out)
{
	struct block *b = m->b;

	*out = (struct span_of){ 0 };
	for (size_t i = 0; i < m->regions.n; i++) {
		const struct region *r = &m->regions.region[i];
		struct setup s = setup_in(m, r);
		const struct figure *fig;

		if (!m->listed[i] ||
		    !buys_from(&b->f->g->option[option], r->vendor))
			continue;
		fig = figure_cost(b->f, option, &s);
		if (!fig)
			return false;
		if (fig->missing)
			continue;
		if (!out->low || rat_lt(fig->n, out->low->n)) {
			out->low = fig;
			out->low_in = r->name;
		}
		if (!out->high || rat_lt(out->high->n, fig->n)) {
			out->high = fig;
			out->high_in = r->name;
		}
	}
	return true;
}

/* "Pay per use costs from $1.00 (north) to $2.00 (south)." */
static bool
note_span(struct atlas *m)
{
	struct block *b = m->b;

	bool begun = false;

	note_begin(b, (struct str){ 0 });
	for (size_t i = 0; i < m->setup.noption; i++) {
		size_t option = m->setup.option[i];
		struct span_of s;
		bool alike; /* as printed */

		if (!measure(m, option, &s))
			return false;
		if (!s.low)
			continue; /* without regions, or without prices */
		note_text(b,
		    str_printf(b->a, "%s%.*s ", begun ? " " : "",
			STR_ARG(b->f->g->option[option].name)));
		begun = true;
		alike = str_eq(s.low->display, s.high->display);
		note_text(b,
		    rat_eq(s.low->n, s.high->n)
			? STR("costs the same everywhere: ")
			: alike ? STR("costs about the same everywhere: ")
				: STR("costs from "));
		if (alike) {
			note_held(b, (struct str){ 0 }, s.low, STR("."));
			continue;
		}
		note_figure(b, s.low);
		note_text(
		    b, str_printf(b->a, " (%.*s) to ", STR_ARG(s.low_in)));
		note_figure(b, s.high);
		note_text(b, str_printf(b->a, " (%.*s).", STR_ARG(s.high_in)));
	}
	note_end(b);
	return true;
}

/* How the winners compare with that of the guide's own region. */
static bool
note_winners(struct atlas *m)
{
	struct block *b = m->b;
	size_t here, there, same = 0, other = 0, unknown = 0;
	const struct figure *first = NULL, *winner;
	bool alike = true;

	if (!setup_winner(b, &m->setup, VERDICT_PRICE, &here))
		return false;
	for (size_t i = 0; i < m->regions.n; i++) {
		struct setup s = setup_in(m, &m->regions.region[i]);

		if (!m->listed[i])
			continue;
		winner = winner_figure(b, &s, VERDICT_PRICE, "");
		if (!winner || !setup_winner(b, &s, VERDICT_PRICE, &there))
			return false;
		if (there == SIZE_MAX)
			unknown += figure_ranking(b->f, &s)->unsure;
		else if (there == here) {
			first = same++ ? first : winner;
			alike &= str_eq(winner->display, first->display);
		} else
			other++;
	}
	if (here != SIZE_MAX && !other && m->setup.noption > 1)
		note_put(b,
		    str_printf(b->a,
			"The region does not decide: in all %zu regions whose "
			"prices are complete the cheapest is %.*s.",
			same,
			STR_ARG(alike && first ? first->display
					       : b->f->g->option[here].name)));
	if (unknown)
		note_put(b,
		    str_printf(b->a,
			"In %zu of %zu regions a price is missing, so that no "
			"cheapest option is named.",
			unknown, same + other + unknown));
	return true;
}

bool
block_regions(struct block *b)
{
	struct atlas m = { .b = b };
	struct shown shown = { 0 };
	const struct node *list;
	size_t scenario;
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a regions block");
	scenario = block_scenario(b, &f);
	if (scenario != SIZE_MAX)
		m.setup = setup_of(b->f, scenario);
	block_market(b, &f, scenario, &m.setup.market);
	field_text(&f, "caption", &m.caption);
	block_rivals(
	    b, &f, "options", scenario, &m.setup.option, &m.setup.noption);
	list = field_find(&f, "regions");
	if (!fields_end(&f))
		return false;
	setup_suffix(b->f, &m.setup);
	setup_regions(b, &m.setup, &m.regions);
	if (!load_regions(&m, list))
		return false;
	if (!m.regions.n)
		return diag_report(b->d, DIAG_AXIS, b->at,
		    "no option here has prices by region");
	for (size_t i = 0; i < m.regions.nvendor; i++)
		if (!put_vendor(&m, m.regions.vendor[i]))
			return false;
	shown.setup = m.setup;
	return note_span(&m) && note_winners(&m) &&
	    other_answers(b, &shown, 1, VERDICT_PRICE);
}

/* The phases block: a path in steps, each with what it costs. */
#include "text/escape.h"
#include "view/axis.h"
#include "view/table.h"

/* The market of the costs, for the caption. */
struct path_of_phases {
	struct block *b;
	struct market market;
	bool own; /* the block says region or free tier */
	bool priced;
};

/* The cost of an option in a scenario: {option, scenario, set}. */
static const struct figure *
load_cost(struct path_of_phases *p, const struct node *n, size_t *option,
    size_t *scenario, struct setup *s)
{
	struct block *b = p->b;
	const struct node *o, *set;
	struct fields f;
	struct str id;

	fields_begin(&f, b->a, b->d, n, "the cost of a phase");
	*scenario = block_scenario(b, &f);
	*option = SIZE_MAX;
	o = field_get(&f, "option");
	if (o && node_text(b->d, o, &id))
		*option = guide_option_get(b->f->g, b->d, o->at, id);
	set = block_set(b, &f);
	if (!fields_end(&f) || *option == SIZE_MAX ||
	    b->f->g->scenario[*scenario].broken)
		return NULL;
	*s = setup_of(b->f, *scenario);
	if (p->own)
		s->market = p->market;
	if (!block_change(b, s, set))
		return NULL;
	return figure_cost(b->f, *option, s);
}

static bool
put_cost(struct path_of_phases *p, const struct node *n)
{
	struct block *b = p->b;
	const struct guide *g = b->f->g;
	size_t option, scenario;
	struct setup s;
	const struct figure *cost = load_cost(p, n, &option, &scenario, &s);

	if (!cost)
		return false;
	p->priced = true;
	buf_puts(&b->html, "<p class=\"cost\">");
	buf_puts(&b->md, "\n   - ");
	note_text(b,
	    str_printf(
		b->a, "Cost of %.*s: ", STR_ARG(g->option[option].name)));
	note_figure(b, cost);
	note_text(b,
	    str_printf(b->a, " per month (%.*s%.*s%.*s).",
		STR_ARG(g->scenario[scenario].name),
		STR_ARG(changes_text(b, node_find(n, STR("set")), &s)),
		STR_ARG(block_apart(b, &p->market, &s.market))));
	buf_puts(&b->html, "</p>\n");
	return true;
}

/* What is done in the phase, as a list. */
static bool
put_steps(struct block *b, const struct node *list)
{
	struct str text;
	bool ok = true;

	if (!node_listed(b->d, list, "'do' is a list of texts"))
		return false;
	buf_puts(&b->html, "<ul>\n");
	for (size_t i = 0; i < list->n; i++) {
		if (!node_text(b->d, list->item[i], &text)) {
			ok = false;
			continue;
		}
		buf_puts(&b->html, "<li>");
		buf_puts(&b->md, "\n   - ");
		ok &= block_text(b, text, list->item[i]->at);
		buf_puts(&b->html, "</li>\n");
	}
	buf_puts(&b->html, "</ul>\n");
	return ok;
}

/* A text of the phase in a paragraph of its own in HTML. */
static bool
put_line(struct block *b, const struct node *n, const char *class,
    const char *before, const char *label)
{
	struct str text;
	bool ok;

	if (!node_text(b->d, n, &text))
		return false;
	buf_printf(&b->html, "<p class=\"%s\">", class);
	buf_puts(&b->md, before);
	note_text(b, str_of(label));
	ok = block_text(b, text, n->at);
	buf_puts(&b->html, "</p>\n");
	return ok;
}

static bool
put_phase(struct path_of_phases *p, const struct node *n, size_t serial)
{
	struct block *b = p->b;
	const struct node *name, *when, *cost, *steps, *result;
	struct fields f;
	bool ok;

	fields_begin(&f, b->a, b->d, n, "a phase");
	name = field_get(&f, "name");
	when = field_find(&f, "when");
	cost = field_find(&f, "cost");
	steps = field_find(&f, "do");
	result = field_find(&f, "result");
	if (!fields_end(&f))
		return false;
	buf_puts(&b->html, "<li>\n");
	buf_printf(&b->md, "%s%zu. **", serial > 1 ? "\n" : "", serial);
	ok = put_line(b, name, "name", "", "");
	buf_puts(&b->md, "**");
	if (when)
		ok &= put_line(b, when, "when", ": ", "");
	if (cost)
		ok &= put_cost(p, cost);
	if (steps)
		ok &= put_steps(b, steps);
	if (result)
		ok &= put_line(b, result, "result", "\n   - ", "Result: ");
	buf_puts(&b->html, "</li>\n");
	return ok;
}

static bool
put_phases(struct path_of_phases *p, const struct node *list)
{
	struct block *b = p->b;
	bool ok = true;

	if (!node_listed(b->d, list, "'phases' is a list of phases"))
		return false;
	buf_puts(&b->html, "<ol class=\"phases\">\n");
	for (size_t i = 0; i < list->n; i++)
		ok &= put_phase(p, list->item[i], i + 1);
	buf_puts(&b->html, "</ol>\n");
	buf_putc(&b->md, '\n');
	return ok;
}

bool
block_phases(struct block *b)
{
	struct path_of_phases p = { .b = b };
	const struct node *list;
	struct str caption = { 0 };
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a phases block");
	p.own = field_find(&f, "region") || field_find(&f, "free_tier");
	block_market(b, &f, SIZE_MAX, &p.market);
	field_text(&f, "caption", &caption);
	list = field_find(&f, "phases");
	if (!fields_end(&f))
		return false;
	list = list ? list : b->f->g->phases;
	if (!list)
		return diag_report(b->d, DIAG_MISSING_KEY, b->at,
		    "neither the block nor the guide has a key 'phases'");
	if (!put_phases(&p, list))
		return false;
	if (p.priced)
		note_put(b, block_caption(b, caption, &p.market));
	else
		note_put(b, caption);
	return true;
}

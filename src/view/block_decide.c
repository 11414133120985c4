/* The scenarios block: what each says, the choice, and why. */
#include "text/escape.h"
#include "view/other.h"

struct card {
	const struct scenario *s;
	struct setup setup;
	const struct ranking *r;
};

static const struct figure *
card_figure(struct block *b, const struct card *k, const char *family,
    const char *field)
{
	struct str id = str_printf(b->a, "%s.%.*s%s%.*s", family,
	    STR_ARG(k->s->id), field, STR_ARG(k->setup.suffix));

	return figure_get(b->f, id, b->at);
}

static void
put_fact(struct block *b, struct str name, const struct figure *fig)
{
	buf_puts(&b->html, "<div><dt>");
	escape_html(&b->html, name);
	buf_puts(&b->html, "</dt><dd>");
	figure_html(&b->html, fig);
	buf_puts(&b->html, "</dd></div>\n");
	buf_puts(&b->md, "- ");
	escape_markdown(&b->md, name);
	buf_puts(&b->md, ": ");
	escape_markdown(&b->md, fig->display);
	buf_putc(&b->md, '\n');
	block_show(b, fig);
}

/* "longest_run" as "Longest run". */
static struct str
label(struct arena *a, struct str name)
{
	char *p = str_cstr(a, name);

	for (size_t i = 0; i < name.n; i++)
		if (p[i] == '_')
			p[i] = ' ';
	if (p[0] >= 'a' && p[0] <= 'z' && !(p[0] == 'p' && p[1] == '9') &&
	    !(p[0] == 'p' && p[1] == '5'))
		p[0] = (char)(p[0] - 'a' + 'A');
	return (struct str){ p, name.n };
}

static bool
put_facts(struct block *b, const struct card *k)
{
	const struct scope *scope = &k->s->workload->terms->scope;

	buf_puts(&b->html, "<dl class=\"facts\">\n");
	for (size_t i = 0; i < k->s->ngiven; i++) {
		struct str name = scope->var[k->s->given[i]].name, id, own;
		const struct figure *fig;

		id = str_printf(
		    b->a, "input.%.*s.%.*s", STR_ARG(k->s->id), STR_ARG(name));
		fig = figure_get(b->f, id, b->at);
		if (!fig)
			return false;
		own = terms_name(b->f->g->terms, name);
		put_fact(b,
		    own.n			   ? own
			: str_is(name, "requests") ? STR("Requests per month")
						   : label(b->a, name),
		    fig);
	}
	buf_puts(&b->html, "</dl>\n");
	buf_putc(&b->md, '\n');
	return true;
}

static void
put_date(struct block *b, struct str date)
{
	buf_printf(&b->html, "<time datetime=\"%.*s\">", STR_ARG(date));
	note_text(b, date);
	buf_puts(&b->html, "</time>");
}

/* A reason, with the source of the limit it rests on. */
static void
put_item(struct block *b, struct str text, const struct citation *source)
{
	buf_puts(&b->html, "<li>");
	buf_puts(&b->md, "- ");
	note_text(b, text);
	if (source) {
		buf_puts(&b->html, " <a href=\"");
		escape_url(&b->html, source->url);
		buf_puts(&b->html, "\">");
		buf_puts(&b->md, " [");
		note_text(b, source->title);
		note_text(b, STR(", "));
		put_date(b,
		    source->published.n ? source->published
					: source->retrieved);
		buf_puts(&b->html, "</a>");
		buf_puts(&b->md, "](");
		escape_url(&b->md, source->url);
		buf_putc(&b->md, ')');
	}
	buf_puts(&b->html, "</li>\n");
	buf_putc(&b->md, '\n');
}

/* Why the choice is taken of those that are left.  It meets every need only
 * where each could be judged. */
static struct str
last_reason(struct block *b, const struct card *k)
{
	const struct standing *s = &k->r->standing[k->r->best];
	bool open = s->unmeasured.n > 0;

	if (k->r->runner_up == SIZE_MAX)
		return str_printf(b->a, "%.*s is the only option left%s.",
		    STR_ARG(b->f->g->option[s->option].name),
		    open ? "" : " that meets every limit and need");
	return open ? STR("It costs least of those that are not ruled out.")
		    : STR("It meets every limit and need, and costs least.");
}

static void
put_reasons(struct block *b, const struct card *k)
{
	const struct guide *g = b->f->g;

	buf_puts(&b->html, "<ul class=\"why\">\n");
	buf_putc(&b->md, '\n');
	for (size_t i = 0; i < k->r->n; i++) {
		const struct standing *s = &k->r->standing[i];
		struct str name = g->option[s->option].name;

		for (size_t n = 0; n < s->faults.n; n++)
			put_item(b,
			    str_printf(b->a, "%.*s is ruled out: %.*s.",
				STR_ARG(name),
				STR_ARG(s->faults.fault[n].text)),
			    s->faults.fault[n].source);
		if (!s->out && s->unmeasured.n)
			put_item(b,
			    str_printf(b->a, "Not decided by latency: %.*s.",
				STR_ARG(s->unmeasured)),
			    NULL);
	}
	if (k->r->best != SIZE_MAX)
		put_item(b, last_reason(b, k), NULL);
	buf_puts(&b->html, "</ul>\n");
}

static bool
put_runner_up(struct block *b, const struct card *k)
{
	const struct figure *name, *margin;

	if (k->r->best == SIZE_MAX || k->r->runner_up == SIZE_MAX)
		return true;
	name = card_figure(b, k, "recommend", ".runner_up");
	margin = card_figure(b, k, "recommend", ".margin");
	if (!name || !margin)
		return false;
	buf_puts(&b->html, "<p class=\"runner-up\">");
	buf_puts(&b->md, " ");
	note_text(b, STR("Runner-up: "));
	note_held(b, (struct str){ 0 }, name, STR(","));
	note_text(b, STR(" "));
	note_figure(b, margin);
	note_text(b, STR(" more per month."));
	buf_puts(&b->html, "</p>\n");
	return true;
}

/* Said only where it is not what the page says of all figures. */
static void
put_market(struct block *b, const struct card *k)
{
	const struct market *m = &k->setup.market, *g = &b->f->g->market;

	if (m->free == g->free && market_same_place(m, g))
		return;
	note_put(b,
	    str_printf(b->a, "Free tier: %s. Region: %.*s.",
		free_tier_name(m->free),
		STR_ARG(market_where(b->a, m, "=", ", "))));
	buf_putc(&b->md, '\n');
}

static bool
put_card(struct block *b, struct card *k)
{
	struct shown shown = { k->setup, (struct str){ 0 } };
	const struct figure *name, *total;

	name = card_figure(b, k, "recommend", "");
	total = card_figure(b, k, "recommend", ".total");
	if (!name || !total)
		return false;
	buf_printf(&b->html,
	    "<section class=\"scenario\">\n<h3 id=\"scenario-%.*s\">",
	    STR_ARG(k->s->id));
	escape_html(&b->html, k->s->name);
	buf_printf(&b->html,
	    " <a class=\"anchor\" href=\"#scenario-%.*s\" "
	    "aria-label=\"Link to this section\">#</a></h3>\n",
	    STR_ARG(k->s->id));
	buf_puts(&b->md, "### ");
	escape_markdown(&b->md, k->s->name);
	buf_puts(&b->md, "\n\n");
	if (k->s->about.n) {
		buf_puts(&b->html, "<p class=\"about\">");
		note_text(b, k->s->about);
		buf_puts(&b->html, "</p>\n");
		buf_puts(&b->md, "\n\n");
	}
	if (!put_facts(b, k))
		return false;
	put_market(b, k);
	buf_puts(&b->html, "<p class=\"choice\"><span class=\"badge\">");
	buf_puts(&b->md, "**Choice: ");
	note_figure(b, name);
	buf_puts(&b->html, "</span> <span class=\"cost\">");
	buf_puts(&b->md, "**, ");
	note_figure(b, total);
	note_text(b, STR(" per month"));
	buf_puts(&b->html, "</span></p>\n");
	buf_puts(&b->md, ".");
	if (!put_runner_up(b, k))
		return false;
	buf_putc(&b->md, '\n');
	put_reasons(b, k);
	if (!other_answers(b, &shown, 1, VERDICT_NEEDS))
		return false;
	buf_puts(&b->html, "</section>\n");
	return true;
}

bool
block_scenarios(struct block *b)
{
	const struct guide *g = b->f->g;
	const struct node *n;
	struct market market;
	struct fields f;
	size_t count;
	bool ok = true, own;

	fields_begin(&f, b->a, b->d, b->args, "a scenarios block");
	n = field_find(&f, "scenarios");
	own = field_find(&f, "region") || field_find(&f, "free_tier");
	block_market(b, &f, SIZE_MAX, &market);
	if (n && !node_listed(b->d, n, "'scenarios' is a list of scenarios"))
		f.ok = false;
	if (!fields_end(&f))
		return false;
	count = n ? n->n : g->nscenario;
	for (size_t i = 0; i < count; i++) {
		struct card k = { 0 };
		size_t s = i;
		struct str id;

		if (n) {
			s = node_text(b->d, n->item[i], &id)
			    ? guide_scenario_get(g, b->d, n->item[i]->at, id)
			    : SIZE_MAX;
			if (s == SIZE_MAX) {
				ok = false;
				continue;
			}
		}
		k.s = &g->scenario[s];
		k.setup = setup_of(b->f, s);
		if (own)
			k.setup.market = market;
		setup_suffix(b->f, &k.setup);
		k.r = figure_ranking(b->f, &k.setup);
		if (!k.r)
			return false;
		if (i)
			buf_putc(&b->md, '\n');
		ok &= put_card(b, &k);
	}
	return ok;
}

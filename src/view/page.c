#include "view/page.h"

#include "data/json.h"
#include "num/format.h"
#include "text/escape.h"

struct compiler {
	struct arena *a;
	struct diag *d;
	const struct site *site;
	struct page *page;
	struct page_model *m;
};

static void
mention(struct compiler *c, const struct figure *fig, struct span at,
    struct str block)
{
	struct mention one = { fig, at, block };

	arena_push(c->a, c->m->mention, c->m->nmention, c->m->capmention, one);
}

static bool
tag_hook(void *ctx, struct str id, struct span at, struct md_inline *out)
{
	struct compiler *c = ctx;
	const struct figure *fig = figure_get(&c->m->figures, id, at);
	struct buf html = { 0 };

	if (!fig)
		return false;
	figure_show(&c->m->figures, fig);
	mention(c, fig, at, (struct str){ 0 });
	figure_html(&html, fig);
	out->html = buf_take(&html, c->a);
	out->text = fig->display;
	out->id = fig->id;
	return true;
}

static bool
block_hook(void *ctx, struct str args, struct span info, struct span body,
    struct md_block *out)
{
	struct compiler *c = ctx;

	if (!block_make(c->a, c->d, &c->m->figures, args, info, body, out))
		return false;
	for (size_t i = 0; i < out->nid; i++) {
		const struct figure *fig =
		    map_find(&c->m->figures.by_id, out->id[i]);

		if (fig)
			mention(c, fig, info, args);
	}
	return true;
}

/* A figure in a predicate of the decision tree. */
static bool
tree_figure(void *ctx, struct str id, struct span at, struct qty *out)
{
	struct compiler *c = ctx;
	const struct figure *fig = figure_get(&c->m->figures, id, at);

	if (!fig)
		return false;
	if (fig->is_text)
		return diag_report(c->d, DIAG_FORMULA_KIND, at,
		    "the figure '%.*s' is '%.*s', not a number", STR_ARG(id),
		    STR_ARG(fig->display));
	*out = (struct qty){ .n = fig->n, .unit = fig->unit };
	return true;
}

/* The tree's answer for each scenario against the engine's. */
static bool
check_tree(struct compiler *c)
{
	const struct guide *g = &c->page->guide;

	for (size_t i = 0; g->tree && i < g->nscenario; i++) {
		const struct scenario *s = &g->scenario[i];
		struct str lacks = { 0 };
		const struct choice *leaf =
		    choice_walk(c->a, g->tree, s->workload, &lacks);
		struct setup setup;
		const struct ranking *r;

		setup = setup_of(&c->m->figures, i);
		r = figure_ranking(&c->m->figures, &setup);
		if (!r)
			return false;
		if (!leaf) {
			diag_report(c->d, DIAG_TREE, s->at,
			    "the decision tree asks for '%.*s', which the "
			    "scenario '%.*s' does not give",
			    STR_ARG(lacks), STR_ARG(s->id));
			continue;
		}
		if (r->best != SIZE_MAX &&
		    r->standing[r->best].option == leaf->option)
			continue;
		diag_report(c->d, DIAG_TREE, leaf->at,
		    "the decision tree gives '%.*s' for the scenario '%.*s', "
		    "the engine recommends '%.*s'",
		    STR_ARG(g->option[leaf->option].id), STR_ARG(s->id),
		    STR_ARG(r->best == SIZE_MAX
			    ? STR("nothing")
			    : g->option[r->standing[r->best].option].id));
		diag_note(c->d, s->at, "the scenario is here");
	}
	return true;
}

static struct str
hours_text(struct arena *a, const struct market *m)
{
	struct buf b = { 0 };

	format_number(&b, rat_div(a, m->month, rat_int(3600)));
	return buf_take(&b, a);
}

static struct str
market_note(struct arena *a, const struct market *m)
{
	return str_printf(a,
	    "Prices of region %.*s, free tier: %s, a month of %.*s hours, "
	    "unless a caption says otherwise.",
	    STR_ARG(market_where(a, m, "=", ", ")), free_tier_name(m->free),
	    STR_ARG(hours_text(a, m)));
}

static struct str
rounding_note(struct arena *a)
{
	(void)a;
	return STR("Every figure is computed exactly from the prices and "
		   "limits listed below, and rounded once, for print, half up: "
		   "to the cent from $1 upwards, to two significant digits "
		   "below. Ratios and differences are taken of the amounts as "
		   "printed. KB, MB and GB are powers of 1024.");
}

/* All sources of the figures shown, in the order of first use. */
static const struct citation **
collect_sources(struct compiler *c, size_t *n)
{
	const struct citation **all = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < c->m->figures.by_id.n; i++) {
		const struct figure *fig = c->m->figures.by_id.entry[i].value;

		for (size_t k = 0; fig->shown && k < fig->nsource; k++) {
			bool known = false;

			for (size_t s = 0; s < *n; s++)
				known |=
				    str_eq(all[s]->url, fig->source[k]->url) &&
				    str_eq(all[s]->retrieved,
					fig->source[k]->retrieved);
			if (!known)
				arena_push(c->a, all, *n, cap, fig->source[k]);
		}
	}
	return all;
}

static struct node *
text_or_null(struct arena *a, struct str s)
{
	return s.n ? node_string(a, s) : node_null(a);
}

/* A list that is not there when it is empty, as a template asks for it. */
static struct node *
list_or_null(struct arena *a, struct node *list)
{
	struct node *n;

	if (!list->n)
		return node_null(a);
	n = node_map(a);
	node_set_node(a, n, "items", list);
	return n;
}

static struct node *
sources_node(struct arena *a, const struct citation *const *all, size_t n)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < n; i++) {
		struct node *s = node_map(a);

		node_set_node(a, s, "n", node_int(a, (int64_t)i + 1));
		node_set_str(a, s, "id", str_printf(a, "%zu", i + 1));
		node_set_str(a, s, "title", all[i]->title);
		node_set_str(a, s, "url", all[i]->url);
		node_set_node(
		    a, s, "published", text_or_null(a, all[i]->published));
		node_set_str(a, s, "retrieved", all[i]->retrieved);
		node_set_bool(a, s, "secondary", all[i]->secondary);
		node_set_node(a, s, "note", text_or_null(a, all[i]->note));
		node_push(a, list, s);
	}
	return list;
}

static struct node *
outline_node(struct arena *a, const struct md_page *md)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < md->nheading; i++) {
		struct node *h = node_map(a);
		struct buf text = { 0 };

		if (md->heading[i].level < 2 || md->heading[i].level > 3)
			continue;
		escape_html(&text, md->heading[i].text);
		node_set_str(a, h, "id", md->heading[i].id);
		node_set_str(a, h, "text", buf_take(&text, a));
		node_set_bool(a, h, "sub", md->heading[i].level == 3);
		node_push(a, list, h);
	}
	return list;
}

static struct node *
site_node(struct arena *a, const struct site *site)
{
	struct node *n = node_map(a);

	node_set_str(a, n, "title", site->title);
	node_set_str(a, n, "description", site->description);
	return n;
}

static struct node *
guides_node(
    struct arena *a, const struct site *site, const struct page *current)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < site->npage; i++) {
		const struct page *p = &site->page[i];
		struct node *n = node_map(a);

		node_set_str(a, n, "title", p->title);
		node_set_str(a, n, "href",
		    str_printf(a, "%.*s/index.html", STR_ARG(p->id)));
		node_set_bool(
		    a, n, "current", current && str_eq(current->id, p->id));
		node_push(a, list, n);
	}
	return list;
}

static bool
render(struct compiler *c, struct str name, const struct node *data,
    struct str *out)
{
	struct mustache *m = map_find(&c->site->templates->by_name, name);
	struct buf html = { 0 };
	bool ok;

	if (!m)
		return diag_report(c->d, DIAG_TEMPLATE_PARTIAL,
		    (struct span){ 0 },
		    "there is no template 'templates/%.*s.mustache'",
		    STR_ARG(name));
	ok = mustache_render(
	    &html, c->a, c->d, m, c->site->templates, data, MUSTACHE_STRICT);
	*out = buf_take(&html, c->a);
	return ok;
}

static struct str
notes(struct compiler *c, struct str prefix)
{
	struct buf b = { 0 };

	figure_notes(&b, &c->m->figures, prefix);
	return buf_take(&b, c->a);
}

static bool
render_guide(struct compiler *c, const struct md_page *md, struct str *out)
{
	struct arena *a = c->a;
	struct node *n = node_map(a);
	size_t nsource;
	const struct citation **source = collect_sources(c, &nsource);

	node_set_node(a, n, "site", site_node(a, c->site));
	node_set_str(a, n, "root", STR("../"));
	node_set_str(a, n, "title", c->page->title);
	node_set_str(a, n, "description", c->page->description);
	node_set_str(a, n, "content", md->html);
	node_set_str(a, n, "notes", notes(c, (struct str){ 0 }));
	node_set_node(a, n, "outline", list_or_null(a, outline_node(a, md)));
	node_set_node(a, n, "guides", guides_node(a, c->site, c->page));
	node_set_str(a, n, "markdown_href", STR("index.md"));
	node_set_str(a, n, "figures_href", STR("figures.json"));
	node_set_str(
	    a, n, "free_tier_note", market_note(a, &c->page->guide.market));
	node_set_str(a, n, "rounding_note", rounding_note(a));
	node_set_node(
	    a, n, "sources", list_or_null(a, sources_node(a, source, nsource)));
	return render(c, STR("guide"), n, out);
}

static struct str
finish_markdown(struct compiler *c, const struct md_page *md)
{
	struct buf b = { 0 };
	size_t n;
	const struct citation **source = collect_sources(c, &n);

	buf_puts(&b, "# ");
	escape_markdown(&b, c->page->title);
	buf_puts(&b, "\n\n");
	escape_markdown(&b, c->page->description);
	buf_puts(&b, "\n\n*");
	escape_markdown(&b, market_note(c->a, &c->page->guide.market));
	buf_puts(&b, "*\n\n");
	buf_str(&b, md->markdown);
	buf_puts(&b, "\n## About the figures\n\n");
	escape_markdown(&b, rounding_note(c->a));
	buf_puts(&b,
	    " Every figure with its exact value and formula is in "
	    "[figures.json](figures.json).\n");
	if (n)
		buf_puts(&b, "\n## Sources\n\n");
	for (size_t i = 0; i < n; i++) {
		buf_printf(&b, "%zu. [", i + 1);
		escape_markdown(&b, source[i]->title);
		buf_puts(&b, "](");
		escape_url(&b, source[i]->url);
		buf_putc(&b, ')');
		if (source[i]->published.n)
			buf_printf(&b, ", published %.*s",
			    STR_ARG(source[i]->published));
		buf_printf(
		    &b, ", retrieved %.*s", STR_ARG(source[i]->retrieved));
		if (source[i]->secondary)
			buf_puts(&b, " (another party's copy)");
		buf_putc(&b, '\n');
	}
	return buf_take(&b, c->a);
}

static struct str
figures_json(struct compiler *c)
{
	struct node *n = node_map(c->a);
	const struct market *m = &c->page->guide.market;
	struct buf b = { 0 };

	node_set_str(c->a, n, "guide", c->page->id);
	node_set_str(c->a, n, "region", market_where(c->a, m, "=", ", "));
	node_set_str(c->a, n, "free_tier", str_of(free_tier_name(m->free)));
	node_set_str(c->a, n, "hours_per_month",
	    exact_text(c->a, rat_div(c->a, m->month, rat_int(3600))));
	node_set_node(c->a, n, "figures", figures_node(&c->m->figures, c->a));
	json_print(&b, n);
	return buf_take(&b, c->a);
}

/* Without a guide.yaml every figure would be unknown: only the Markdown itself
 * is looked at. */
static bool
any_tag(void *ctx, struct str id, struct span at, struct md_inline *out)
{
	(void)ctx;
	(void)at;
	*out = (struct md_inline){ .text = id, .html = id, .id = id };
	return true;
}

static bool
any_block(void *ctx, struct str args, struct span info, struct span body,
    struct md_block *out)
{
	(void)ctx;
	(void)args;
	(void)info;
	(void)body;
	*out = (struct md_block){ 0 };
	return true;
}

/* Which scenarios have a card, to be linked to. */
static void
note_cards(struct guide *g, const struct page_model *m)
{
	for (size_t i = 0; i < m->nmention; i++) {
		struct str id = m->mention[i].fig->id;

		if (!str_is(m->mention[i].block, "scenarios") ||
		    !str_starts(id, STR("recommend.")))
			continue;
		for (size_t k = 0; k < g->nscenario; k++)
			g->scenario[k].card |=
			    str_eq(str_from(id, 10), g->scenario[k].id);
	}
}

bool
page_compute(
    struct arena *a, struct diag *d, struct page *page, struct page_model *out)
{
	struct compiler c = { .a = a, .d = d, .page = page, .m = out };
	struct md_hooks hooks = { &c, tag_hook, block_hook };
	bool ok;

	*out = (struct page_model){ 0 };
	if (page->unread) {
		hooks = (struct md_hooks){ NULL, any_tag, any_block };
		markdown_compile(
		    a, d, page->markdown, page->body, &hooks, &out->md);
		return false;
	}
	figures_init(&out->figures, a, d, &page->guide, page->yaml_path);
	out->figures.bare = page->bare;
	ok = guide_load_tree(&page->guide, a, d, tree_figure, &c);
	ok &= markdown_compile(
	    a, d, page->markdown, page->body, &hooks, &out->md);
	note_cards(&page->guide, out);
	return ok && check_tree(&c);
}

bool
page_compile(struct arena *a, struct diag *d, const struct site *site,
    struct page *page, struct page_output *out)
{
	struct page_model m;
	struct compiler c = {
		.a = a, .d = d, .site = site, .page = page, .m = &m
	};

	if (!page_compute(a, d, page, &m))
		return false;
	out->markdown = finish_markdown(&c, &m.md);
	out->figures = figures_json(&c);
	return render_guide(&c, &m.md, &out->html);
}

/* A figure of a guide on the home page, by its full id. */
static struct str
home_figure(struct compiler *c, struct str id, const struct figure **fig)
{
	struct figure full;
	struct buf b = { 0 };

	*fig = figure_get(&c->m->figures, id, (struct span){ 0 });
	if (!*fig)
		return (struct str){ 0 };
	figure_show(&c->m->figures, *fig);
	full = **fig;
	full.id = str_printf(
	    c->a, "%.*s/%.*s", STR_ARG(c->page->id), STR_ARG(full.id));
	figure_html(&b, &full);
	return buf_take(&b, c->a);
}

static struct node *
answer_node(struct compiler *c, const struct scenario *s)
{
	struct arena *a = c->a;
	struct node *n = node_map(a);
	struct str id = str_printf(a, "recommend.%.*s", STR_ARG(s->id));
	const struct figure *name, *total, *next, *margin;
	struct str html;

	html = home_figure(c, id, &name);
	if (!name)
		return NULL;
	node_set_str(a, n, "scenario", s->name);
	node_set_str(a, n, "about", s->about);
	node_set_node(a, n, "option_html",
	    name->missing ? node_null(a) : node_string(a, html));
	node_set_str(a, n, "total_html",
	    name->missing
		? html
		: home_figure(
		      c, str_printf(a, "%.*s.total", STR_ARG(id)), &total));
	node_set_str(a, n, "href",
	    str_printf(a, "%.*s/index.html%s%.*s", STR_ARG(c->page->id),
		s->card ? "#scenario-" : "",
		STR_ARG(s->card ? s->id : STR(""))));
	node_set_node(a, n, "runner_up_html", node_null(a));
	node_set_node(a, n, "margin_html", node_null(a));
	node_set_bool(a, n, "tie", false);
	margin = figure_get(&c->m->figures,
	    str_printf(a, "%.*s.margin", STR_ARG(id)), (struct span){ 0 });
	if (!margin || margin->missing || name->missing)
		return margin ? n : NULL;
	node_set_str(a, n, "runner_up_html",
	    home_figure(
		c, str_printf(a, "%.*s.runner_up", STR_ARG(id)), &next));
	node_set_bool(a, n, "tie", rat_is_zero(margin->n));
	if (!rat_is_zero(margin->n))
		node_set_str(a, n, "margin_html",
		    home_figure(
			c, str_printf(a, "%.*s.margin", STR_ARG(id)), &margin));
	return n;
}

static struct node *
breakeven_node(struct compiler *c)
{
	const struct guide *g = &c->page->guide;
	struct node *list = node_list(c->a);
	const struct scenario *s;

	if (!g->question.given)
		return list;
	s = &g->scenario[g->question.scenario];
	for (size_t i = 0; i + 1 < s->noption; i++)
		for (size_t k = i + 1; k < s->noption; k++) {
			const struct option *x = &g->option[s->option[i]];
			const struct option *y = &g->option[s->option[k]];
			struct node *n = node_map(c->a);
			const struct figure *fig;
			struct buf b = { 0 };
			struct str html = home_figure(c,
			    str_printf(c->a, "crossings.%.*s.%.*s.first",
				STR_ARG(x->id), STR_ARG(y->id)),
			    &fig);

			if (!fig)
				return NULL;
			escape_html(&b, x->name);
			buf_puts(&b, " and ");
			escape_html(&b, y->name);
			buf_puts(&b,
			    fig->missing ? ": the cheaper one never changes. "
					 : ": the cheaper one changes at ");
			buf_str(&b, html);
			if (!fig->missing)
				buf_printf(&b, "%s.",
				    str_is(g->terms->scope.var[g->question.axis]
					       .name,
					"requests")
					? " requests a month"
					: "");
			node_set_str(
			    c->a, n, "sentence_html", buf_take(&b, c->a));
			node_push(c->a, list, n);
		}
	return list;
}

static struct node *
home_guide(struct compiler *c)
{
	struct arena *a = c->a;
	const struct guide *g = &c->page->guide;
	struct node *n = node_map(a), *answers = node_list(a), *sentences;

	for (size_t i = 0; i < g->nscenario; i++) {
		struct node *answer = answer_node(c, &g->scenario[i]);

		if (!answer)
			return NULL;
		node_push(a, answers, answer);
	}
	sentences = breakeven_node(c);
	if (!sentences)
		return NULL;
	node_set_str(a, n, "title", c->page->title);
	node_set_str(a, n, "href",
	    str_printf(a, "%.*s/index.html", STR_ARG(c->page->id)));
	node_set_str(a, n, "description", c->page->description);
	answers = list_or_null(a, answers);
	node_set_str(a, answers->kind == NODE_MAP ? answers : n, "caption",
	    str_printf(a,
		"The cheapest option that meets each scenario's needs. Free "
		"tier: %s. Region: %.*s.",
		free_tier_name(g->market.free),
		STR_ARG(market_where(a, &g->market, "=", ", "))));
	node_set_node(a, n, "answers", answers);
	node_set_node(a, n, "breakeven", list_or_null(a, sentences));
	node_set_str(a, n, "notes",
	    notes(c, str_printf(a, "%.*s/", STR_ARG(c->page->id))));
	return n;
}

/* What one guide puts on the home page, and its figures; what it is computed
 * from is gone afterwards. */
static bool
add_home_guide(struct compiler *c, struct node *guides, struct node *figures)
{
	struct arena *a = c->a;
	struct arena scratch = { 0 };
	struct page_model m = { 0 };
	struct node *guide;

	c->a = &scratch;
	c->m = &m;
	figures_init(
	    &m.figures, &scratch, c->d, &c->page->guide, c->page->yaml_path);
	guide = home_guide(c);
	c->a = a;
	if (guide) {
		const struct node *list = figures_node(&m.figures, &scratch);

		node_push(a, guides, node_copy(a, guide));
		for (size_t k = 0; k < list->n; k++)
			node_push(a, figures, node_copy(a, list->item[k]));
	}
	arena_clear(&scratch);
	return guide != NULL;
}

bool
page_home(struct arena *a, struct diag *d, const struct site *site,
    struct page_output *out)
{
	struct compiler c = { .a = a, .d = d, .site = site };
	struct node *n = node_map(a), *guides = node_list(a),
		    *figures = node_list(a), *json = node_map(a);
	struct buf b = { 0 };

	for (size_t i = 0; i < site->npage; i++) {
		struct page page = site->page[i];

		c.page = &page;
		if (!add_home_guide(&c, guides, figures))
			return false;
	}
	node_set_node(a, json, "figures", figures);
	json_print(&b, json);
	out->figures = buf_take(&b, a);
	node_set_node(a, n, "site", site_node(a, site));
	node_set_str(a, n, "root", STR(""));
	node_set_node(a, n, "guides", guides);
	return render(&c, STR("index"), n, &out->html);
}

#include "data/json.h"
#include "decide/reach.h"
#include "decide/response.h"
#include "num/format.h"
#include "view/anchor.h"
#include "view/page_int.h"

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
	struct buf html = { 0 }, code = { 0 };

	if (!fig)
		return false;
	figure_show(&c->m->figures, fig);
	mention(c, fig, at, (struct str){ 0 });
	figure_html(&html, fig);
	figure_code(&code, fig);
	out->html = buf_take(&html, c->a);
	out->code = buf_take(&code, c->a);
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

/* Branches that nothing takes, questions that decide nothing. */
static void
check_shape(struct compiler *c)
{
	const struct guide *g = &c->page->guide;
	size_t n;
	struct flaw *flaw = tree_flaws(c->a, g, &n);

	for (size_t i = 0; i < n; i++)
		diag_report(c->d, DIAG_TREE_BRANCH, flaw[i].at, "%.*s",
		    STR_ARG(flaw_text(c->a, g, &flaw[i])));
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
figures_json(struct compiler *c)
{
	const struct market *m = &c->page->guide.market;
	struct buf b = { 0 };

	buf_reserve(&b, PAGE_SIZE);
	buf_putc(&b, '{');
	json_key(&b, c->page->apart ? "page" : "guide", 0);
	json_string(&b, c->page->id);
	json_key(&b, "region", 0);
	json_string(&b, market_where(c->a, m, "=", ", "));
	json_key(&b, "free_tier", 0);
	json_string(&b, str_of(free_tier_name(m->free)));
	json_key(&b, "hours_per_month", 0);
	json_string(
	    &b, exact_text(c->a, rat_div(c->a, m->month, rat_int(3600))));
	json_key(&b, "figures", 0);
	figures_print(&b, &c->m->figures);
	buf_puts(&b, "\n}\n");
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
	ok &= page->draft.n ? markdown_refill(a, d, page->markdown, page->html,
				  page->draft, &hooks, &out->md)
			    : markdown_compile(a, d, page->markdown, page->body,
				  &hooks, &out->md);
	note_cards(&page->guide, out);
	if (ok) {
		guide_check_responses(a, d, &page->guide);
		check_shape(&c);
	}
	return ok && check_tree(&c);
}

/* A template may show the text in any way, or not at all. */
static void
keep_draft(const struct md_page *md, struct page_output *out)
{
	struct str start = str_sub(md->html, 0, 64);
	size_t at = 0;

	while (
	    md->draft.n && (at = str_find(out->html, start, at)) != SIZE_MAX) {
		if (str_starts(str_from(out->html, at), md->html)) {
			out->draft = md->draft;
			out->text_at = at;
			out->text_n = md->html.n;
			return;
		}
		at++;
	}
}

bool
page_compile(struct arena *a, struct diag *d, const struct site *site,
    struct page *page, struct page_output *out)
{
	struct page_model m;
	struct compiler c = {
		.a = a, .d = d, .site = site, .page = page, .m = &m
	};
	bool ok;

	*out = (struct page_output){ 0 };
	if (!page_compute(a, d, page, &m))
		return false;
	collect_sources(&c);
	out->markdown = page_markdown(&c);
	out->figures = figures_json(&c);
	out->search = page_search(&c);
	if (!page_html(&c, &out->html))
		return false;
	keep_draft(&m.md, out);
	out->anchors = anchors_of(a, out->html);
	out->links = page_links_json(&c);
	ok = page_links(&c, out->anchors);
	return page_entry(&c, &out->entry) && ok;
}

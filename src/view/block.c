#include "view/block.h"

#include "data/yaml.h"
#include "text/escape.h"
#include "text/marks.h"

static const struct {
	const char *name;
	bool (*make)(struct block *b);
} kinds[] = {
	{ "table", block_table },
	{ "bill", block_bill },
	{ "chart", block_chart },
	{ "tree", block_tree },
	{ "limits", block_limits },
	{ "scenarios", block_scenarios },
	{ "percentiles", block_percentiles },
	{ "crossings", block_crossings },
	{ "latency", block_latency },
	{ "distribution", block_distribution },
	{ "compare", block_compare },
	{ "phases", block_phases },
	{ "diagram", block_diagram },
	{ "timeline", block_timeline },
	{ "stack", block_stack },
	{ "map", block_map },
	{ "regions", block_regions },
	{ "sensitivity", block_sensitivity },
	{ "sheet", block_sheet },
};

void
block_show(struct block *b, const struct figure *fig)
{
	figure_show(b->f, fig);
	for (size_t i = 0; i < b->nid; i++)
		if (str_eq(b->id[i], fig->id))
			return;
	arena_push(b->a, b->id, b->nid, b->capid, fig->id);
}

/* A part of a text: plain, or a figure. */
struct fill {
	struct buf *html, *md;
	void (*escape)(struct buf *out, struct str s);
};

static void
put_plain(const struct fill *p, struct str text)
{
	if (p->html)
		escape_html(p->html, text);
	if (p->md)
		p->escape(p->md, text);
}

/* A figure with the marks beside it. */
static bool
put_figure(struct block *b, const struct fill *p, struct str before,
    struct str id, struct span at, struct str behind)
{
	const struct figure *fig = figure_get(b->f, id, at);

	if (!fig)
		return false;
	if (p->html)
		figure_held(p->html, before, fig, behind);
	if (p->md) {
		p->escape(p->md, before);
		p->escape(p->md, fig->display);
		p->escape(p->md, behind);
	}
	block_show(b, fig);
	return true;
}

bool
block_fill(struct block *b, struct str text, struct span at, struct buf *html,
    struct buf *md, void (*escape)(struct buf *out, struct str s))
{
	struct fill p = { html, md, escape };
	size_t from = 0;
	bool ok = true;
	/* A quoted scalar's span has the quotes in it; its text has not. */
	size_t shift = at.to - at.from == text.n + 2 ? 1 : 0;

	for (;;) {
		size_t open = str_find(text, STR("{{"), from), close;
		struct str before = str_sub(text, from, open), behind;
		size_t marks;

		if (open == SIZE_MAX) {
			put_plain(&p, before);
			return ok;
		}
		marks = before.n - marks_before(before);
		put_plain(&p, str_sub(before, 0, marks));
		close = str_find(text, STR("}}"), open);
		if (close == SIZE_MAX)
			return diag_report(
			    b->d, DIAG_TAG_SYNTAX, at, "'{{' is not closed");
		behind = str_from(text, close + 2);
		behind = str_sub(behind, 0, marks_behind(behind));
		ok &= put_figure(b, &p, str_from(before, marks),
		    str_trim(str_sub(text, open + 2, close)),
		    span_sub(at, open + shift, close + 2 + shift), behind);
		from = close + 2 + behind.n;
	}
}

bool
block_text(struct block *b, struct str text, struct span at)
{
	return block_fill(b, text, at, &b->html, &b->md, escape_markdown);
}

struct str
block_caption(struct block *b, struct str caption, const struct market *m)
{
	struct buf out = { 0 };

	if (caption.n) {
		buf_str(&out, caption);
		buf_printf(&out, "%s ", str_stop(caption));
	}
	buf_puts(&out, "Free tier: ");
	buf_puts(&out, free_tier_name(m->free));
	buf_puts(&out, ". Region: ");
	buf_str(&out, market_where(b->a, m, "=", ", "));
	buf_putc(&out, '.');
	return buf_take(&out, b->a);
}

struct str
block_apart(
    struct block *b, const struct market *caption, const struct market *bought)
{
	struct buf out = { 0 };

	if (caption->free != bought->free)
		buf_printf(
		    &out, "; free tier: %s", free_tier_name(bought->free));
	if (!market_same_place(caption, bought))
		buf_printf(&out, "; region: %.*s",
		    STR_ARG(market_where(b->a, bought, "=", ", ")));
	return buf_take(&out, b->a);
}

const struct node *
block_set(struct block *b, struct fields *f)
{
	const struct node *set = field_find(f, "set");

	if (set && set->kind != NODE_MAP)
		f->ok = diag_report(b->d, DIAG_WRONG_KIND, set->at,
		    "'set' is a map of inputs and values");
	return set;
}

bool
block_change(struct block *b, struct setup *s, const struct node *set)
{
	struct str text;

	for (size_t i = 0; set && i < set->n; i++)
		if (!node_text(b->d, set->item[i], &text) ||
		    !setup_change(
			b->f, s, set->item[i]->at, node_key(set, i), text))
			return false;
	setup_suffix(b->f, s);
	return true;
}

bool
block_market(
    struct block *b, struct fields *f, size_t scenario, struct market *m)
{
	const struct node *n = field_find(f, "region");
	struct str text;

	*m = scenario == SIZE_MAX ? b->f->g->market
				  : b->f->g->scenario[scenario].market;
	if (n && !market_load_region(m, b->a, b->d, b->f->g->terms->catalog, n))
		return f->ok = false;
	n = field_find(f, "free_tier");
	if (n &&
	    (!node_text(b->d, n, &text) ||
		!market_load_free(m, b->d, n->at, text)))
		return f->ok = false;
	return true;
}

size_t
block_scenario(struct block *b, struct fields *f)
{
	const struct node *n = field_get(f, "scenario");
	size_t i = SIZE_MAX;
	struct str id;

	if (n && node_text(b->d, n, &id))
		i = guide_scenario_get(b->f->g, b->d, n->at, id);
	if (i == SIZE_MAX)
		f->ok = false;
	return i;
}

bool
block_options(struct block *b, struct fields *f, const char *key,
    size_t scenario, size_t **option, size_t *n)
{
	const struct node *list = field_find(f, key);
	const struct guide *g = b->f->g;
	struct str id;

	*n = 0;
	if (!list && scenario != SIZE_MAX) {
		*option = g->scenario[scenario].option;
		*n = g->scenario[scenario].noption;
		return true;
	}
	if (!list)
		return true;
	*option = arena_array(b->a, size_t, list->n + 1);
	if (!node_listed(b->d, list,
		str_printf(b->a, "'%s' is a list of options", key).p))
		return f->ok = false;
	for (size_t i = 0; i < list->n; i++) {
		size_t k = SIZE_MAX;

		if (node_text(b->d, list->item[i], &id))
			k = guide_option_once(
			    g, b->d, list->item[i]->at, id, *option, *n);
		if (k == SIZE_MAX)
			f->ok = false;
		else
			(*option)[(*n)++] = k;
	}
	return f->ok;
}

bool
block_rivals(struct block *b, struct fields *f, const char *key,
    size_t scenario, size_t **option, size_t *n)
{
	const struct node *list = field_find(f, key);

	if (!block_options(b, f, key, scenario, option, n))
		return false;
	/* Those of a scenario were checked with it. */
	return !list ||
	    (f->ok &= options_check_currency(
		 b->d, list->at, b->f->g->option, *option, *n));
}

bool
block_make(struct arena *a, struct diag *d, struct figures *f, struct str kind,
    struct span info, struct span body, struct md_block *out)
{
	struct block b = { .a = a, .d = d, .f = f, .at = info };
	struct str name[countof(kinds)];
	struct node *args;
	struct span at;
	bool ok = false;

	if (!yaml_parse(a, d, body, &args))
		return false;
	b.args = args;
	for (size_t i = 0; i < countof(kinds); i++) {
		name[i] = str_of(kinds[i].name);
		if (!str_eq(kind, name[i]))
			continue;
		ok = kinds[i].make(&b) && !args->twice;
		out->html = buf_take(&b.html, a);
		out->markdown = buf_take(&b.md, a);
		out->id = b.id;
		out->nid = b.nid;
		return ok;
	}
	at = info;
	if (info.src)
		at = span_sub(info,
		    str_find(
			str_sub(info.src->text, info.from, info.to), kind, 0),
		    info.to);
	if (at.from == at.to)
		at = info;
	diag_report(
	    d, DIAG_BLOCK_UNKNOWN, at, "unknown block '%.*s'", STR_ARG(kind));
	diag_nearest(d, kind, name, countof(kinds));
	return false;
}

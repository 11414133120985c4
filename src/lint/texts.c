/* All texts that a reader sees of a guide, as runs. */
#include "data/yaml.h"
#include "lint/lint_int.h"

static void
add_run(struct subject *s, const struct md_run *run)
{
	arena_push(s->l->a, s->run, s->nrun, s->caprun, *run);
}

/* A scalar of YAML, with `{{figures}}` in it. */
struct scalar {
	struct subject *s;
	struct md_run run;
	size_t cap;
	struct buf text;
	struct span at;
	size_t shift; /* [byte] of the quote */
	bool plain;   /* typed as it is read */
};

static void
add_part(
    struct scalar *k, size_t from, size_t to, struct str text, struct str id)
{
	struct md_piece p = { .kind = id.n ? MD_FIGURE : MD_TEXT,
		.from = k->text.n,
		.id = id,
		.at = k->at };

	if (k->plain)
		p.at = span_sub(k->at, from + k->shift, to + k->shift);
	arena_push(k->s->l->a, k->run.piece, k->run.npiece, k->cap, p);
	buf_str(&k->text, text);
}

static void
add_scalar(struct subject *s, const struct node *n, size_t block)
{
	struct scalar k = { .s = s, .at = n->at };
	struct str text = n->text;
	size_t done = 0, open, close;

	k.shift = n->at.to - n->at.from == text.n + 2;
	k.plain = n->at.to - n->at.from == text.n + 2 * k.shift;
	k.run.block = block;
	while ((open = str_find(text, STR("{{"), done)) != SIZE_MAX &&
	    (close = str_find(text, STR("}}"), open)) != SIZE_MAX) {
		struct str id = str_trim(str_sub(text, open + 2, close));

		if (open > done)
			add_part(&k, done, open, str_sub(text, done, open),
			    (struct str){ 0 });
		add_part(&k, open, close + 2, STR(MD_FIGURE_MARK), id);
		done = close + 2;
	}
	if (done < text.n)
		add_part(
		    &k, done, text.n, str_from(text, done), (struct str){ 0 });
	k.run.text = buf_take(&k.text, s->l->a);
	add_run(s, &k.run);
}

static bool
is_one_of(struct str key, const char *const *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(key, keys[i]))
			return true;
	return false;
}

/* What is under these keys is read by readers. */
static bool
is_shown(const struct node *map, struct str key)
{
	static const char *const keys[] = { "name", "about", "ask", "why",
		"title", "description", "caption", "factor", "result", "label",
		"note" };

	/* A question has its condition there, a phase has a text. */
	if (str_is(key, "when"))
		return !node_find(map, STR("ask"));
	return is_one_of(key, keys, countof(keys));
}

/* So are lists and maps under these. */
static bool
holds_shown(struct str key)
{
	static const char *const keys[] = { "text", "do" };

	return is_one_of(key, keys, countof(keys));
}

/* The scalars that readers see, at any depth. */
static void
add_tree(struct subject *s, const struct node *n, size_t block, bool shown)
{
	for (size_t i = 0; i < n->n; i++) {
		const struct node *item = n->item[i];
		bool map = n->kind == NODE_MAP;

		if (item->kind == NODE_MAP || item->kind == NODE_LIST)
			add_tree(s, item, block,
			    shown || (map && holds_shown(node_key(n, i))));
		else if (item->kind == NODE_STRING &&
		    (shown || (map && is_shown(n, node_key(n, i)))))
			add_scalar(s, item, block);
	}
}

static struct node *
parse_yaml(struct subject *s, struct span text)
{
	struct diag scratch = { .arena = s->l->a };
	struct node *root;

	return yaml_parse(s->l->a, &scratch, text, &root) ? root : NULL;
}

static void
add_yaml(struct subject *s)
{
	static const char *const parts[] = { "options", "scenarios", "decide",
		"phases" };
	const struct source *src = s->page->guide.at.src;
	const struct node *root = NULL, *part;

	if (src)
		root = parse_yaml(s, span_of(src, 0, src->text.n));
	for (size_t i = 0; root && i < countof(parts); i++) {
		part = node_find(root, str_of(parts[i]));
		if (part)
			add_tree(s, part, 0, false);
	}
}

/* Between the two lines of dashes. */
static void
add_front_matter(struct subject *s)
{
	const struct source *src = s->page->markdown;
	size_t from = str_find(src->text, STR("---"), 0), to;
	const struct node *root;

	if (from == SIZE_MAX || from > s->page->body)
		return;
	from = str_find(src->text, STR("\n"), from);
	to = str_find(src->text, STR("\n---"), from);
	root = parse_yaml(s, span_of(src, from + 1, to + 1));
	if (root)
		add_tree(s, root, 0, false);
}

static bool
is_block(const struct md_run *run)
{
	return run->kind == MD_FENCE && str_starts(run->info, STR("breakeven"));
}

/* Of a block only what it says to readers. */
static void
add_block(struct subject *s, const struct md_run *run)
{
	const struct node *root;
	struct span at;

	if (!run->npiece)
		return;
	at = run->piece[0].at;
	at.to = run->piece[run->npiece - 1].at.to;
	root = parse_yaml(s, at);
	if (root)
		add_tree(s, root, run->block, false);
}

static void
visit(void *ctx, const struct md_run *run)
{
	struct subject *s = ctx;

	if (run->kind == MD_COMMENT)
		waiver_markdown(s->l, run);
	else if (is_block(run))
		add_block(s, run);
	if (run->kind != MD_COMMENT)
		add_run(s, run);
}

bool
texts_collect(struct subject *s)
{
	add_front_matter(s);
	add_yaml(s);
	return markdown_visit(
	    s->l->a, s->l->d, s->page->markdown, s->page->body, visit, s);
}

size_t
text_block(const struct subject *s, struct span at)
{
	if (at.src != s->page->markdown)
		return 0;
	for (size_t i = 0; i < s->nrun; i++) {
		const struct md_run *r = &s->run[i];

		if (r->kind == MD_FENCE && r->at.from <= at.from &&
		    at.from < r->at.to)
			return r->block;
		if (r->block && r->npiece && r->piece[0].at.from <= at.from &&
		    at.from < r->piece[r->npiece - 1].at.to)
			return r->block;
	}
	return 0;
}

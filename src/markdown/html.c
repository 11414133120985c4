#include "markdown/markdown_int.h"

#include "text/escape.h"
#include "text/marks.h"

#include <cmark-gfm-core-extensions.h>

void
html_line(struct doc *doc)
{
	struct buf *b = &doc->html;

	if (b->n && b->p[b->n - 1] != '\n')
		buf_putc(b, '\n');
}

static void
line_with(struct doc *doc, const char *tag)
{
	html_line(doc);
	buf_puts(&doc->html, tag);
}

static void
put_text(struct doc *doc, struct str s)
{
	escape_html(&doc->html, s);
	if ((doc->in_heading || doc->in_cell) && !doc->nalt)
		buf_str(&doc->plain, s);
}

/* Where figures are buttons. */
static bool
has_buttons(const struct doc *doc)
{
	return !doc->nplain && !doc->nalt;
}

static void
put_fill(struct doc *doc, struct tag *t)
{
	enum slot slot = doc->in_cell ? SLOT_CELL : SLOT_TEXT;
	const struct md_inline *fill =
	    tag_fill(doc, t, slot, has_buttons(doc) ? GAP_HTML : GAP_TEXT);

	doc->shaped |= doc->in_heading || doc->nalt;
	if (fill && (doc->in_heading || doc->in_cell) && !doc->nalt) {
		buf_str(&doc->plain, fill->text);
		doc->plain_filled = true;
	}
}

/* The marks that `rest` starts with are the last of what is held. */
static void
end_hold(struct doc *doc, struct str *rest)
{
	size_t n = marks_behind(*rest);

	put_text(doc, str_sub(*rest, 0, n));
	buf_puts(&doc->html, MARKS_END);
	*rest = str_from(*rest, n);
}

/* A tag with the marks round it. */
static void
put_held(struct doc *doc, struct str before, struct tag *t, struct str *rest)
{
	size_t at = before.n - marks_before(before);
	bool held = has_buttons(doc) && (at < before.n || marks_behind(*rest));

	put_text(doc, str_sub(before, 0, at));
	if (held)
		buf_puts(&doc->html, MARKS_HELD);
	put_text(doc, str_from(before, at));
	put_fill(doc, t);
	if (held)
		end_hold(doc, rest);
}

static void
text(struct doc *doc, struct str s)
{
	struct str before;
	struct tag *t;

	if (doc->holds && marks_behind(s)) {
		doc->holds = false;
		end_hold(doc, &s);
	}
	while ((t = tag_next(doc, &s, &before)))
		put_held(doc, before, t, &s);
	put_text(doc, before);
}

/* Emphasis of a tag alone is held with the marks behind it. */
static void
hold_emphasis(struct doc *doc, cmark_node *n)
{
	cmark_node *first = cmark_node_first_child(n);
	cmark_node *next = cmark_node_next(n);
	struct str s, before;

	if (!has_buttons(doc) || !first || cmark_node_next(first) || !next ||
	    node_kind(first) != KIND_TEXT || node_kind(next) != KIND_TEXT)
		return;
	s = node_literal(first);
	if (!tag_next(doc, &s, &before) || before.n || s.n ||
	    !marks_behind(node_literal(next)))
		return;
	buf_puts(&doc->html, MARKS_HELD);
	doc->holds = true;
}

static void
code(struct doc *doc, cmark_node *n)
{
	struct str s = tag_typed(doc, node_literal(n));

	if (!doc->nalt)
		buf_puts(&doc->html, "<code>");
	put_text(doc, s);
	if (!doc->nalt)
		buf_puts(&doc->html, "</code>");
}

static void
line_break(struct doc *doc, bool hard)
{
	if (hard && !doc->nalt)
		buf_puts(&doc->html, "<br>");
	buf_putc(&doc->html, doc->nalt ? ' ' : '\n');
	if (doc->in_heading && !doc->nalt)
		buf_putc(&doc->plain, ' ');
}

static void
inline_tag(struct doc *doc, const char *tag)
{
	if (!doc->nalt)
		buf_puts(&doc->html, tag);
}

static void
emphasis_open(struct doc *doc, cmark_node *n, const char *tag)
{
	hold_emphasis(doc, n);
	inline_tag(doc, tag);
}

static bool
is_first(cmark_node *n)
{
	return !cmark_node_previous(n);
}

static bool
is_tight(cmark_node *paragraph)
{
	cmark_node *list = cmark_node_parent(cmark_node_parent(paragraph));

	return list && node_kind(list) == KIND_LIST &&
	    cmark_node_get_list_tight(list);
}

/* The first paragraph of a task is the label of its box. */
static bool
is_label(cmark_node *paragraph)
{
	return is_first(paragraph) &&
	    node_kind(cmark_node_parent(paragraph)) == KIND_TASK;
}

static void
box(struct doc *doc, cmark_node *task, const char *name)
{
	bool done = cmark_gfm_extensions_get_tasklist_item_checked(task);

	buf_printf(&doc->html, "<input type=\"checkbox\" disabled%s%s> ",
	    done ? " checked" : "", name);
}

static void
paragraph_open(struct doc *doc, cmark_node *n)
{
	if (!is_tight(n))
		line_with(doc, "<p>");
	if (!is_label(n))
		return;
	buf_puts(&doc->html, "<label>");
	box(doc, cmark_node_parent(n), "");
	doc->nplain++;
}

static void
paragraph_close(struct doc *doc, cmark_node *n)
{
	if (is_label(n)) {
		buf_puts(&doc->html, "</label>");
		doc->nplain--;
	}
	if (!is_tight(n))
		buf_puts(&doc->html, "</p>\n");
}

static void
list_open(struct doc *doc, cmark_node *n)
{
	int start = cmark_node_get_list_start(n);

	if (cmark_node_get_list_type(n) == CMARK_BULLET_LIST)
		line_with(doc, "<ul>\n");
	else if (start == 1)
		line_with(doc, "<ol>\n");
	else {
		html_line(doc);
		buf_printf(&doc->html, "<ol start=\"%d\">\n", start);
	}
}

static void
list_close(struct doc *doc, cmark_node *n)
{
	bool bullet = cmark_node_get_list_type(n) == CMARK_BULLET_LIST;

	buf_puts(&doc->html, bullet ? "</ul>\n" : "</ol>\n");
}

static void
task_open(struct doc *doc, cmark_node *n)
{
	cmark_node *first = cmark_node_first_child(n);

	line_with(doc, "<li class=\"task\">");
	if (!first || node_kind(first) != KIND_PARAGRAPH)
		box(doc, n, " aria-label=\"Task\"");
}

/* More than anyone wrote by hand is no text, and a browser's undoing. */
static void
deeper(struct doc *doc, cmark_node *n)
{
	if (++doc->depth <= MARKDOWN_MAX_NESTING || doc->too_deep)
		return;
	doc->too_deep = true;
	doc->ok = false;
	diag_report(doc->d, DIAG_MARKDOWN_NESTING, doc_node_span(doc, n),
	    "quotes, lists and emphasis are nested too deeply: "
	    "more than %d",
	    MARKDOWN_MAX_NESTING);
}

static bool
is_container(enum kind k)
{
	return k == KIND_QUOTE || k == KIND_ITEM || k == KIND_TASK ||
	    k == KIND_EMPH || k == KIND_STRONG || k == KIND_STRIKE ||
	    k == KIND_IMAGE;
}

static void
open_inline(struct doc *doc, cmark_node *n, enum kind k)
{
	if (k == KIND_TEXT)
		text(doc, node_literal(n));
	else if (k == KIND_SOFT_BREAK || k == KIND_HARD_BREAK)
		line_break(doc, k == KIND_HARD_BREAK);
	else if (k == KIND_CODE)
		code(doc, n);
	else if (k == KIND_RAW)
		raw_write(doc, n);
	else if (k == KIND_EMPH)
		emphasis_open(doc, n, "<em>");
	else if (k == KIND_STRONG)
		emphasis_open(doc, n, "<strong>");
	else if (k == KIND_STRIKE)
		emphasis_open(doc, n, "<del>");
	else if (k == KIND_LINK)
		link_open(doc, n);
	else if (k == KIND_IMAGE)
		image_open(doc, n);
}

static void
close_inline(struct doc *doc, cmark_node *n, enum kind k)
{
	if (k == KIND_EMPH)
		inline_tag(doc, "</em>");
	else if (k == KIND_STRONG)
		inline_tag(doc, "</strong>");
	else if (k == KIND_STRIKE)
		inline_tag(doc, "</del>");
	else if (k == KIND_LINK)
		link_close(doc);
	else if (k == KIND_IMAGE)
		image_close(doc, n);
}

static void
open_node(struct doc *doc, cmark_node *n, enum kind k)
{
	if (is_container(k))
		deeper(doc, n);
	if (k == KIND_PARAGRAPH)
		paragraph_open(doc, n);
	else if (k == KIND_HEADING)
		heading_open(doc, n);
	else if (k == KIND_LIST)
		list_open(doc, n);
	else if (k == KIND_ITEM)
		line_with(doc, "<li>");
	else if (k == KIND_TASK)
		task_open(doc, n);
	else if (k == KIND_QUOTE)
		line_with(doc, "<blockquote>\n");
	else if (k == KIND_RULE)
		line_with(doc, "<hr>\n");
	else if (k == KIND_CODE_BLOCK)
		fence_write(doc, n);
	else if (k == KIND_RAW_BLOCK)
		raw_write(doc, n);
	else if (k == KIND_TABLE)
		table_open(doc, n);
	else if (k == KIND_TABLE_HEAD || k == KIND_TABLE_ROW)
		row_open(doc, n);
	else if (k == KIND_CELL)
		cell_open(doc, n);
	else
		open_inline(doc, n, k);
}

static void
close_node(struct doc *doc, cmark_node *n, enum kind k)
{
	raw_leave(doc, n);
	if (is_container(k))
		doc->depth--;
	if (k == KIND_PARAGRAPH)
		paragraph_close(doc, n);
	else if (k == KIND_HEADING)
		heading_close(doc, n);
	else if (k == KIND_LIST)
		list_close(doc, n);
	else if (k == KIND_ITEM || k == KIND_TASK)
		buf_puts(&doc->html, "</li>\n");
	else if (k == KIND_QUOTE)
		line_with(doc, "</blockquote>\n");
	else if (k == KIND_TABLE)
		table_close(doc);
	else if (k == KIND_TABLE_HEAD || k == KIND_TABLE_ROW)
		row_close(doc);
	else if (k == KIND_CELL)
		cell_close(doc, n);
	else
		close_inline(doc, n, k);
}

static bool
has_end(enum kind k)
{
	return k != KIND_CODE_BLOCK && k != KIND_RAW_BLOCK && k != KIND_RULE &&
	    k != KIND_TEXT && k != KIND_SOFT_BREAK && k != KIND_HARD_BREAK &&
	    k != KIND_CODE && k != KIND_RAW;
}

void
html_write(struct doc *doc, cmark_node *root)
{
	cmark_iter *it = cmark_iter_new(root);
	cmark_event_type event;

	while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(it);
		enum kind k = node_kind(n);

		if (event == CMARK_EVENT_ENTER)
			open_node(doc, n, k);
		else
			close_node(doc, n, k);
		if (cmark_node_parent(n) == root &&
		    (event == CMARK_EVENT_EXIT || !has_end(k)))
			splice_ids(doc, n);
	}
	cmark_iter_free(it);
}

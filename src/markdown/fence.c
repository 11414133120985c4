#include "markdown/markdown_int.h"

#include "text/escape.h"

struct fence {
	cmark_node *node;
	struct str info; /* in `doc->text`, trimmed */
	size_t first;	 /* line of the opening fence */
	size_t last;	 /* line of the closing one, or the last one */
	bool closed;
	bool top; /* not within a list or quote */
};

/* Cuts the first word off. */
static struct str
word(struct str *s)
{
	struct str w;
	size_t n = 0;

	*s = str_trim(*s);
	while (n < s->n && !is_blank(s->p[n]))
		n++;
	w = str_sub(*s, 0, n);
	*s = str_trim(str_from(*s, n));
	return w;
}

static size_t
run_length(struct str s, char c)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == c)
		n++;
	return n;
}

static bool
closes(struct str line, char c, size_t length)
{
	size_t n;

	line = str_trim(line);
	n = run_length(line, c);
	return n >= length && n == line.n;
}

/* What follows the first row of three fence characters on the line. */
static struct str
info_of(struct str line, char c)
{
	const char three[] = { c, c, c };
	size_t i = str_find(line, (struct str){ three, 3 }, 0);

	line = str_from(line, i);
	return str_trim(str_from(line, run_length(line, c)));
}

static bool
fence_init(struct fence *f, const struct doc *doc, cmark_node *n)
{
	int length, offset;
	char c;

	if (!cmark_node_get_fenced(n, &length, &offset, &c))
		return false;
	f->node = n;
	f->first = (size_t)cmark_node_get_start_line(n);
	f->last = (size_t)cmark_node_get_end_line(n);
	f->info = info_of(doc_line(doc, f->first), c);
	f->closed = f->last > f->first &&
	    closes(doc_line(doc, f->last), c, (size_t)length);
	f->top = node_kind(cmark_node_parent(n)) == KIND_DOCUMENT;
	return true;
}

bool
fence_info(const struct doc *doc, cmark_node *n, struct str *info)
{
	struct fence f;
	struct str rest;

	if (node_kind(n) != KIND_CODE_BLOCK || !fence_init(&f, doc, n))
		return false;
	*info = rest = f.info;
	return !str_is(word(&rest), "breakeven");
}

/* The word `figures` of the info string, or an empty str; no word of the name
 * of a tab is it. */
static struct str
find_figures(struct str info)
{
	struct str tab = tab_find(info).attr;

	if (tab.n) {
		size_t i = (size_t)(tab.p - info.p);
		struct str before = find_figures(str_sub(info, 0, i));

		if (before.n)
			return before;
		info = str_from(info, i + tab.n);
	}
	while (info.n) {
		struct str w = word(&info);

		if (str_is(w, "figures"))
			return w;
	}
	return (struct str){ 0 };
}

static bool
check_closed(struct doc *doc, const struct fence *f)
{
	if (f->closed || !f->top)
		return true;
	doc->ok = false;
	return diag_report(doc->d, DIAG_TAG_SYNTAX,
	    doc_line_span(doc, f->first), "fence is not closed");
}

static bool
check_block(struct doc *doc, const struct fence *f)
{
	if (f->top)
		return check_closed(doc, f);
	doc->ok = false;
	diag_report(doc->d, DIAG_TAG_SYNTAX, doc_line_span(doc, f->first),
	    "a block cannot stand within a list or a quote");
	diag_hint(doc->d,
	    "start the fence at the margin, "
	    "behind a blank line");
	return false;
}

struct str
fence_markdown(struct arena *a, const struct md_block *b)
{
	struct buf out = { 0 };

	buf_str(&out, b->markdown);
	if (b->nid) {
		buf_puts(&out, b->markdown.n ? "\n" : "");
		buf_str(&out, splice_ids_line(a, b->id, b->nid));
	}
	return buf_take(&out, a);
}

static size_t
splice_block(struct doc *doc, const struct fence *f, const struct md_block *b)
{
	struct str last = doc_line(doc, f->last);
	size_t from = doc_offset(doc, doc_line(doc, f->first));
	size_t to = doc_offset(doc, last) + last.n;

	return doc_edit(doc, from, to, fence_markdown(doc->a, b), true);
}

static void
write_block(struct doc *doc, const struct fence *f, struct str args)
{
	struct str first = doc_line(doc, f->first + 1);
	struct str last = doc_line(doc, f->last);
	struct str body = { first.p, (size_t)(last.p - first.p) };
	struct md_block b = { 0 };
	struct gap gap = { .kind = GAP_BLOCK,
		.what = doc_span(doc, f->info),
		.id = args,
		.body = doc_span(doc, body) };
	size_t from;

	if (!doc->hooks->block(doc->hooks->ctx, args, gap.what, gap.body, &b)) {
		doc->ok = false;
		return;
	}
	html_line(doc);
	from = doc->html.n;
	buf_str(&doc->html, b.html);
	gap_end(doc, gap, from, splice_block(doc, f, &b));
}

static void
block(struct doc *doc, const struct fence *f, struct str args)
{
	struct str end = doc_line(doc, f->last);

	tag_skip(doc, doc_offset(doc, doc_line(doc, f->first)),
	    doc_offset(doc, end) + end.n);
	if (check_block(doc, f))
		write_block(doc, f, args);
}

/* Takes the word out of the finished info string, with the blanks at it. */
static void
drop_word(struct doc *doc, const struct fence *f, struct str w)
{
	struct span at = doc_span(doc, w);
	struct span info = doc_span(doc, f->info);
	const char *p = doc->src->text.p;

	while (at.from > info.from && is_blank(p[at.from - 1]))
		at.from--;
	while (at.from == info.from && at.to < info.to && is_blank(p[at.to]))
		at.to++;
	doc_edit(doc, at.from, at.to, (struct str){ 0 }, false);
}

static void
code_open(struct doc *doc, struct str language)
{
	html_line(doc);
	buf_puts(&doc->html, "<pre tabindex=\"0\"><code");
	if (language.n) {
		buf_puts(&doc->html, " class=\"language-");
		escape_html(&doc->html, language);
		buf_putc(&doc->html, '"');
	}
	buf_putc(&doc->html, '>');
}

static void
put_code(struct doc *doc, struct str s)
{
	while (s.n)
		escape_html(&doc->html, tag_unescape(&s));
}

static void
filled_code(struct doc *doc, struct str s)
{
	struct str before;
	struct tag *t;

	while ((t = tag_next(doc, &s, &before))) {
		put_code(doc, before);
		tag_fill(doc, t, SLOT_CODE, GAP_CODE);
	}
	put_code(doc, before);
}

/* Takes the backslashes of "\{{" out of the finished code. */
static void
drop_escapes(struct doc *doc, const struct fence *f)
{
	for (size_t line = f->first + 1; line <= f->last; line++) {
		struct str s = doc_line(doc, line);
		size_t at = doc_offset(doc, s), i = 0;

		for (; (i = str_find(s, STR("{{"), i)) != SIZE_MAX; i += 2)
			if (tag_is_escaped(s, i))
				doc_edit(doc, at + i - 1, at + i,
				    (struct str){ 0 }, false);
	}
}

static struct str
language(struct doc *doc, cmark_node *n)
{
	const char *info = cmark_node_get_fence_info(n);
	struct str rest = tag_typed(doc, str_of(info ? info : ""));
	struct str w = word(&rest);

	if (str_is(w, "figures"))
		w = word(&rest);
	return str_starts(w, STR("tab=")) ? (struct str){ 0 } : w;
}

static void
code_write(struct doc *doc, const struct fence *f, cmark_node *n, bool fenced)
{
	struct str figures = find_figures(f->info);
	struct str s = node_literal(n);

	code_open(doc, fenced ? language(doc, n) : (struct str){ 0 });
	if (figures.n && check_closed(doc, f)) {
		filled_code(doc, s);
		drop_escapes(doc, f);
		drop_word(doc, f, figures);
	} else {
		escape_html(&doc->html, tag_typed(doc, s));
	}
	buf_puts(&doc->html, "</code></pre>\n");
}

void
fence_write(struct doc *doc, cmark_node *n)
{
	struct fence f = { 0 };
	bool fenced = fence_init(&f, doc, n);
	struct str args = f.info;
	struct tab tab = tab_find(f.info);

	if (fenced && str_is(word(&args), "breakeven")) {
		block(doc, &f, args);
		return;
	}
	if (tab.attr.n)
		tab_open(doc, n, &tab);
	code_write(doc, &f, n, fenced);
	if (tab.attr.n) {
		drop_word(doc, &f, tab.attr);
		tab_close(doc, n);
	}
}

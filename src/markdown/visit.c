/* The texts of a guide without its markup, with the place of each byte. */
#include "markdown/markdown_int.h"

#define FAR ((size_t)4096) /* [byte] markup between two texts */

struct visit {
	struct doc doc;
	md_visitor visitor;
	void *ctx;
	struct md_run run;
	struct buf text; /* of the open run */
	size_t cappiece;
	size_t at;	/* in the source text: what is before it was met */
	size_t block;	/* serial of the last block that was begun */
	bool open;	/* a run */
	size_t nlink;	/* open links whose text is their address */
	size_t row_end; /* of the open row, in the source text */
};

/* Offset in the source of an offset in its text. */
static size_t
place(const struct visit *v, size_t i)
{
	return v->doc.from + i;
}

/* Appends to the run what was typed at [from, to) of the text. */
static void
add_piece(struct visit *v, enum md_piece_kind kind, struct str text,
    size_t from, size_t to, struct str id)
{
	struct md_piece p = { .kind = kind, .from = v->text.n, .id = id };

	p.at = span_of(v->doc.src, place(v, from), place(v, to));
	arena_push(v->doc.a, v->run.piece, v->run.npiece, v->cappiece, p);
	buf_str(&v->text, text);
	v->at = to;
}

/* Length of what is typed at `i` for the first character of `s`, whose length
 * goes to `*n`; 0 when it is something else. */
static size_t
typed_for(struct str text, size_t i, struct str s, size_t *n)
{
	const struct str amp = STR("&amp;");
	size_t end;

	*n = 1;
	if (i >= text.n)
		return 0;
	if (str_starts(str_from(text, i), amp) && s.p[0] == '&' &&
	    !str_starts(s, amp))
		return amp.n;
	if (text.p[i] == s.p[0] || (s.p[0] == ' ' && text.p[i] == '\n'))
		return 1;
	if (text.p[i] == '\\' && i + 1 < text.n && text.p[i + 1] == s.p[0])
		return 2;
	if (text.p[i] != '&')
		return 0;
	end = str_find(str_sub(text, i, i + 40), STR(";"), 0);
	if (end == SIZE_MAX)
		return 0;
	while (*n < s.n && ((unsigned char)s.p[*n] & 0xC0) == 0x80)
		++*n;
	return end + 1;
}

/* Where all of `s` is typed at `i` with escapes; the end, or 0. */
static size_t
typed_end(struct str text, size_t i, struct str s)
{
	size_t n, typed;

	while (s.n) {
		typed = typed_for(text, i, s, &n);
		if (!typed)
			return 0;
		i += typed;
		s = str_from(s, n);
	}
	return i;
}

/* Adds `s`, typed at `i`, in pieces of plain text and of escapes. */
static void
add_typed(struct visit *v, enum md_piece_kind kind, size_t i, struct str s)
{
	struct str text = v->doc.text, none = { 0 };
	size_t done = 0, n, typed;

	for (size_t k = 0; k < s.n; k += n, i += typed) {
		typed = typed_for(text, i, str_from(s, k), &n);
		if (typed == n)
			continue;
		if (k > done)
			add_piece(v, kind, str_sub(s, done, k), i - (k - done),
			    i, none);
		add_piece(v, kind, str_sub(s, k, k + n), i, i + typed, none);
		done = k + n;
	}
	if (s.n > done)
		add_piece(
		    v, kind, str_from(s, done), i - (s.n - done), i, none);
}

static size_t
line_end(const struct visit *v, size_t i)
{
	size_t end = str_find(v->doc.text, STR("\n"), i);

	return end == SIZE_MAX ? v->doc.text.n : end;
}

/* Where `s` is typed, from here on to `end`; SIZE_MAX: nowhere near. */
static size_t
find_typed(const struct visit *v, struct str s, size_t end)
{
	struct str text = v->doc.text;
	size_t near = v->at + s.n + FAR, i;

	end = end < near ? end : near;
	i = str_find(str_sub(text, 0, end), s, v->at);
	if (i != SIZE_MAX)
		return i;
	for (i = v->at; i < end; i++)
		if (typed_end(text, i, s))
			return i;
	return SIZE_MAX;
}

/* Adds a text that holds no tokens. */
static void
add_text(struct visit *v, enum md_piece_kind kind, struct str s)
{
	struct str none = { 0 };
	size_t end = line_end(v, v->at), i;

	if (!s.n)
		return;
	i = find_typed(v, s, v->row_end ? v->row_end : end);
	if (i == SIZE_MAX && !v->row_end)
		i = find_typed(v, s, v->doc.text.n);
	if (i == SIZE_MAX)
		add_piece(v, kind, s, v->at, v->at, none);
	else
		add_typed(v, kind, i, s);
}

static void
add_tag(struct visit *v, struct tag *t)
{
	add_piece(v, MD_FIGURE, STR(MD_FIGURE_MARK), t->at.from - v->doc.from,
	    t->at.to - v->doc.from, t->id);
}

/* Adds what stands between figures; in code their escapes are as typed. */
static void
add_between(struct visit *v, enum md_piece_kind kind, struct str s)
{
	while (kind == MD_SPAN && s.n)
		add_text(v, kind, tag_unescape(&s));
	add_text(v, kind, s);
}

/* Adds a text whose tokens are figures. */
static void
add_filled(struct visit *v, enum md_piece_kind kind, struct str s)
{
	struct str before;
	struct tag *t;

	while ((t = tag_next(&v->doc, &s, &before))) {
		add_between(v, kind, before);
		add_tag(v, t);
	}
	add_between(v, kind, before);
}

static void
open_run(struct visit *v, enum md_run_kind kind, bool block)
{
	struct md_run run = v->run;

	v->block += block;
	v->run = (struct md_run){ .kind = kind,
		.block = v->block,
		.table = run.table,
		.row = run.row,
		.column = run.column };
	v->cappiece = 0;
	v->open = true;
}

static void
close_run(struct visit *v)
{
	v->run.text = buf_take(&v->text, v->doc.a);
	v->open = false;
	v->visitor(v->ctx, &v->run);
}

/* Moves to line `n`, unless it is behind. */
static void
go_to_line(struct visit *v, int n)
{
	struct str line = doc_line(&v->doc, n > 0 ? (size_t)n : 0);
	size_t i = (size_t)(line.p - v->doc.text.p);

	if (n > 0 && i > v->at)
		v->at = i;
}

static void
begin_leaf(struct visit *v, cmark_node *n, enum kind k)
{
	go_to_line(v, cmark_node_get_start_line(n));
	open_run(v, k == KIND_HEADING ? MD_HEADING : MD_PARAGRAPH, true);
	if (k == KIND_HEADING)
		v->run.level = cmark_node_get_heading_level(n);
}

static void
begin_row(struct visit *v, cmark_node *n)
{
	go_to_line(v, cmark_node_get_start_line(n));
	/* The head of a table below a paragraph is not on the line it says. */
	if (line_end(v, v->at) == v->at && v->at < v->doc.text.n)
		v->at++;
	v->row_end = line_end(v, v->at);
	v->run.row++;
	v->run.column = 0;
}

static void
end_row(struct visit *v)
{
	v->at = v->row_end;
	v->row_end = 0;
}

/* Behind the pipe that ends the cell. */
static void
skip_pipe(struct visit *v)
{
	struct str text = v->doc.text;
	size_t i = v->at;

	while (i < v->row_end && text.p[i] != '|')
		i += text.p[i] == '\\' ? 2 : 1;
	v->at = i < v->row_end ? i + 1 : v->row_end;
}

static void
begin_cell(struct visit *v)
{
	struct str text = v->doc.text;

	if (!v->run.column) {
		while (v->at < v->row_end && is_blank(text.p[v->at]))
			v->at++;
		if (v->at < v->row_end && text.p[v->at] == '|')
			v->at++;
	}
	v->run.column++;
	open_run(v, MD_CELL, false);
}

/* A code block, line by line: each stands somewhere in its line. */
static void
fence(struct visit *v, cmark_node *n)
{
	int length, offset;
	char c;
	bool fenced = cmark_node_get_fenced(n, &length, &offset, &c);
	size_t line = (size_t)cmark_node_get_start_line(n) + fenced;
	struct str rest = node_literal(n), one;
	const char *info = cmark_node_get_fence_info(n);

	open_run(v, MD_FENCE, true);
	go_to_line(v, cmark_node_get_start_line(n));
	v->run.at = doc_line_span(&v->doc, line - fenced);
	v->run.info = tag_typed(&v->doc, str_of(fenced && info ? info : ""));
	v->run.info = str_copy(v->doc.a, v->run.info);
	for (; rest.n; line++) {
		bool more = str_cut(rest, '\n', &one, &rest);

		go_to_line(v, (int)line);
		if (str_find(v->run.info, STR("figures"), 0) != SIZE_MAX)
			add_filled(v, MD_SPAN, one);
		else
			add_text(v, MD_SPAN, tag_typed(&v->doc, one));
		if (more)
			buf_putc(&v->text, '\n');
	}
	close_run(v);
	go_to_line(v, cmark_node_get_end_line(n));
}

/* A run of its own; the text around it goes on. */
static void
comment(struct visit *v, struct str s, size_t block)
{
	struct md_run run = { .kind = MD_COMMENT, .text = s, .block = block };
	size_t from = find_typed(v, s, v->doc.text.n), to = from + s.n;

	if (from == SIZE_MAX)
		from = to = v->at;
	run.at = span_of(v->doc.src, place(v, from), place(v, to));
	run.text = str_copy(v->doc.a, s);
	v->at = to;
	v->visitor(v->ctx, &run);
}

static void
raw_block(struct visit *v, cmark_node *n)
{
	struct str s = str_trim(tag_typed(&v->doc, node_literal(n)));

	go_to_line(v, cmark_node_get_start_line(n));
	/* It is about the block that follows. */
	if (str_starts(s, STR("<!--")))
		comment(v, s, v->block + 1);
	go_to_line(v, cmark_node_get_end_line(n) + 1);
}

static void
raw_inline(struct visit *v, cmark_node *n)
{
	struct str s = tag_typed(&v->doc, node_literal(n));

	if (str_starts(s, STR("<!--")))
		comment(v, s, v->block);
	else if (v->open)
		add_text(v, MD_MARKUP, s);
}

/* Whether a link is its own text: an address, no words. */
static bool
is_address(cmark_node *link)
{
	cmark_node *child = cmark_node_first_child(link);
	struct str s = child ? node_literal(child) : (struct str){ 0 };

	return str_starts(s, STR("http")) || str_starts(s, STR("www."));
}

static void
skip_url(struct visit *v, cmark_node *n)
{
	const char *url = cmark_node_get_url(n);
	struct str s = str_of(url ? url : "");
	size_t i;

	if (!s.n)
		return;
	i = find_typed(v, s, v->row_end ? v->row_end : v->doc.text.n);
	if (i != SIZE_MAX)
		v->at = i + s.n;
}

static void
line_break(struct visit *v)
{
	size_t end = line_end(v, v->at);

	add_piece(v, MD_TEXT, STR("\n"), end,
	    end < v->doc.text.n ? end + 1 : end, (struct str){ 0 });
}

static void
enter_inline(struct visit *v, cmark_node *n, enum kind k)
{
	if (k == KIND_TEXT && !v->nlink)
		add_filled(v, MD_TEXT, node_literal(n));
	else if (k == KIND_CODE)
		add_text(v, MD_SPAN, tag_typed(&v->doc, node_literal(n)));
	else if (k == KIND_SOFT_BREAK || k == KIND_HARD_BREAK)
		line_break(v);
	else if (k == KIND_LINK)
		v->nlink += is_address(n);
}

static void
enter(struct visit *v, cmark_node *n, enum kind k)
{
	if (k == KIND_PARAGRAPH || k == KIND_HEADING)
		begin_leaf(v, n, k);
	else if (k == KIND_CODE_BLOCK)
		fence(v, n);
	else if (k == KIND_RAW_BLOCK)
		raw_block(v, n);
	else if (k == KIND_RAW)
		raw_inline(v, n);
	else if (k == KIND_TABLE_HEAD || k == KIND_TABLE_ROW)
		begin_row(v, n);
	else if (k == KIND_CELL)
		begin_cell(v);
	else if (v->open)
		enter_inline(v, n, k);
	if (k != KIND_TABLE)
		return;
	v->block++;
	v->run.table++;
	v->run.row = 0;
}

static void
leave(struct visit *v, cmark_node *n, enum kind k)
{
	if (k == KIND_PARAGRAPH || k == KIND_HEADING || k == KIND_CELL)
		close_run(v);
	if (k == KIND_CELL)
		skip_pipe(v);
	else if (k == KIND_TABLE_HEAD || k == KIND_TABLE_ROW)
		end_row(v);
	else if ((k == KIND_LINK || k == KIND_IMAGE) && v->open)
		skip_url(v, n);
	if (k == KIND_LINK && is_address(n))
		v->nlink--;
}

static void
walk(struct visit *v)
{
	struct arena mem = { 0 };
	struct buf fed = { 0 };
	cmark_event_type event;
	cmark_node *root;
	cmark_iter *it;

	tag_scan(&v->doc, &fed);
	root = parse(&mem, buf_view(&fed));
	buf_free(&fed);
	it = cmark_iter_new(root);
	while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(it);

		if (event == CMARK_EVENT_ENTER)
			enter(v, n, node_kind(n));
		else
			leave(v, n, node_kind(n));
	}
	cmark_iter_free(it);
	arena_clear(&mem);
}

bool
markdown_visit(struct arena *a, struct diag *d, const struct source *src,
    size_t body, md_visitor visitor, void *ctx)
{
	struct visit v = { .visitor = visitor, .ctx = ctx };

	v.doc = (struct doc){ .a = a, .d = d, .src = src };
	doc_init(&v.doc, body);
	if (!guard_text(&v.doc) || !guard_limits(&v.doc) || !guard_slow(&v.doc))
		return false;
	walk(&v);
	buf_free(&v.text);
	return true;
}

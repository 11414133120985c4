#include "markdown/markdown_int.h"

#include "text/escape.h"

#include <ctype.h>
#include <string.h>

/* One tag or comment of a literal. */
struct piece {
	cmark_node *node;
	struct str all;	 /* `<name>`, as cmark gave it */
	size_t line;	 /* of a block: lines before it */
	struct str name; /* lower case */
	bool closing;
	bool plain; /* nothing but the name */
};

static const struct {
	const char *name;
	bool block; /* stands between paragraphs, not in one */
	bool empty; /* has no end tag */
} known[] = {
	{ "br", false, true },
	{ "details", true, false },
	{ "kbd", false, false },
	{ "sub", false, false },
	{ "summary", true, false },
	{ "sup", false, false },
};

static struct str
first_line(struct str s)
{
	struct str line, rest;

	str_cut(s, '\n', &line, &rest);
	return line;
}

static struct span
piece_at(struct doc *doc, const struct piece *p)
{
	struct str typed = first_line(tag_typed(doc, p->all));
	struct str line;
	size_t i;

	if (node_kind(p->node) == KIND_RAW)
		return doc_find(doc, p->node, typed);
	line =
	    doc_line(doc, (size_t)cmark_node_get_start_line(p->node) + p->line);
	i = str_find(line, typed, 0);
	if (i == SIZE_MAX)
		return doc_node_span(doc, p->node);
	return doc_span(doc, str_sub(line, i, i + typed.n));
}

/* The end of an element whose start was refused is not news. */
static void
refuse(struct doc *doc, const struct piece *p, const char *why)
{
	struct str shown = p->name.n
	    ? str_printf(
		  doc->a, "<%s%.*s>", p->closing ? "/" : "", STR_ARG(p->name))
	    : str_sub(first_line(p->all), 0, 20);

	doc->ok = false;
	if (p->closing && map_find(&doc->raw_refused, p->name))
		return;
	map_put(&doc->raw_refused, doc->a, p->name, doc);
	diag_report(doc->d, DIAG_MARKDOWN_HTML, piece_at(doc, p),
	    "raw HTML '%.*s' %s", STR_ARG(shown), why);
}

static void
report_open(struct doc *doc, const struct raw_open *o)
{
	doc->ok = false;
	diag_report(doc->d, DIAG_MARKDOWN_HTML, o->at,
	    "raw HTML '<%.*s>' is not closed in the same place",
	    STR_ARG(o->name));
}

static void
pop(struct doc *doc)
{
	if (str_is(doc->raw[--doc->nraw].name, "summary"))
		doc->nplain--;
}

static bool
in_details(const struct doc *doc)
{
	return doc->nraw && str_is(doc->raw[doc->nraw - 1].name, "details");
}

static bool
open_element(struct doc *doc, const struct piece *p)
{
	struct raw_open o = { p->name, cmark_node_parent(p->node),
		piece_at(doc, p) };

	if (str_is(p->name, "summary")) {
		if (!in_details(doc)) {
			refuse(doc, p, "is allowed in '<details>' only");
			return false;
		}
		doc->nplain++;
	}
	arena_push(doc->a, doc->raw, doc->nraw, doc->capraw, o);
	return true;
}

static bool
close_element(struct doc *doc, const struct piece *p)
{
	struct raw_open *o = doc->nraw ? &doc->raw[doc->nraw - 1] : NULL;

	if (!o || !str_eq(o->name, p->name) ||
	    o->parent != cmark_node_parent(p->node)) {
		refuse(doc, p, "closes nothing that is open in this place");
		return false;
	}
	pop(doc);
	return true;
}

static size_t
find_known(struct str name)
{
	size_t i = 0;

	while (i < countof(known) && !str_is(name, known[i].name))
		i++;
	return i;
}

/* Whether the tag may be written; keeps the list of what is open. */
static bool
accept(struct doc *doc, const struct piece *p)
{
	size_t k = find_known(p->name);

	if (k == countof(known) || (known[k].empty && p->closing))
		refuse(doc, p, "is not allowed");
	else if (!p->plain)
		refuse(doc, p, "cannot have attributes");
	else if (known[k].block && node_kind(p->node) == KIND_RAW)
		refuse(doc, p, "must start a line, outside of a paragraph");
	else if (known[k].empty)
		return true;
	else
		return p->closing ? close_element(doc, p)
				  : open_element(doc, p);
	return false;
}

static struct str
lower(struct arena *a, struct str s)
{
	char *p = arena_copy(a, s.p, s.n);

	for (size_t i = 0; i < s.n; i++)
		p[i] = (char)tolower((unsigned char)p[i]);
	return (struct str){ p, s.n };
}

static bool
is_end(struct str s)
{
	s = str_trim(s);
	return str_is(s, ">") || str_is(s, "/>");
}

static void
element(struct doc *doc, struct piece *p)
{
	struct str s = str_from(p->all, 1);
	size_t n = 0;

	p->closing = str_starts(s, STR("/"));
	if (p->closing)
		s = str_from(s, 1);
	while (n < s.n && (isalnum((unsigned char)s.p[n]) || s.p[n] == '-'))
		n++;
	p->name = lower(doc->a, str_sub(s, 0, n));
	p->plain = is_end(str_from(s, n));
	if (!accept(doc, p) || doc->nalt)
		return;
	buf_puts(&doc->html, p->closing ? "</" : "<");
	buf_str(&doc->html, p->name);
	buf_putc(&doc->html, '>');
}

/* Length of the comment or tag at the start of `s`, 0 when it is text. */
static size_t
piece_length(struct str s)
{
	bool comment = str_starts(s, STR("<!--"));
	size_t i;

	if (!comment &&
	    !(s.n > 1 &&
		(isalpha((unsigned char)s.p[1]) || strchr("/!?", s.p[1]))))
		return 0;
	i = comment ? str_find(s, STR("-->"), 2) : str_find(s, STR(">"), 1);
	if (i == SIZE_MAX)
		return s.n;
	return i + (comment ? 3 : 1);
}

static void
piece(struct doc *doc, struct piece *p)
{
	if (!str_starts(p->all, STR("<!--")))
		element(doc, p);
	else if (!str_ends(p->all, STR("-->")))
		refuse(doc, p, "is not closed: expected '-->'");
	else if (str_find(p->all, STR("--!>"), 0) != SIZE_MAX)
		refuse(doc, p, "has '--!>' in it, which ends it in browsers");
	tag_typed(doc, p->all);
}

static bool
is_entity(struct str s)
{
	size_t n = 1;

	while (n < s.n && n < 32 &&
	    (isalnum((unsigned char)s.p[n]) || (n == 1 && s.p[n] == '#')))
		n++;
	return n > 1 && n < s.n && s.p[n] == ';';
}

/* Typed as HTML: entities stay. */
static void
put_html(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '&' && is_entity(str_from(s, i)))
			buf_putc(out, '&');
		else
			escape_html(out, str_sub(s, i, i + 1));
	}
}

static void
text(struct doc *doc, struct str s)
{
	struct str before;
	struct tag *t;

	while ((t = tag_next(doc, &s, &before))) {
		put_html(&doc->html, before);
		tag_fill(doc, t, SLOT_RAW, doc->nplain ? GAP_TEXT : GAP_HTML);
		doc->shaped = true;
	}
	put_html(&doc->html, before);
}

static size_t
count_lines(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

static void
pieces(struct doc *doc, cmark_node *n)
{
	struct str s = node_literal(n);
	size_t start = 0, line = 0;

	for (size_t i = 0; i < s.n;) {
		struct piece p = { .node = n };
		size_t len = s.p[i] == '<' ? piece_length(str_from(s, i)) : 0;

		if (!len) {
			i++;
			continue;
		}
		text(doc, str_sub(s, start, i));
		line += count_lines(str_sub(s, start, i));
		p.all = str_sub(s, i, i + len);
		p.line = line;
		piece(doc, &p);
		line += count_lines(p.all);
		start = i += len;
	}
	text(doc, str_from(s, start));
}

static bool
is_empty_from(const struct buf *b, size_t start)
{
	return str_trim(str_from(buf_view(b), start)).n == 0;
}

void
raw_write(struct doc *doc, cmark_node *n)
{
	size_t start;

	if (node_kind(n) == KIND_RAW) {
		pieces(doc, n);
		return;
	}
	html_line(doc);
	start = doc->html.n;
	pieces(doc, n);
	while (doc->nraw && !in_details(doc)) {
		report_open(doc, &doc->raw[doc->nraw - 1]);
		pop(doc);
	}
	if (is_empty_from(&doc->html, start))
		doc->html.n = start;
	html_line(doc);
}

void
raw_leave(struct doc *doc, cmark_node *parent)
{
	while (doc->nraw && doc->raw[doc->nraw - 1].parent == parent) {
		report_open(doc, &doc->raw[doc->nraw - 1]);
		pop(doc);
	}
}

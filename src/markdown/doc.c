#include "markdown/markdown_int.h"

bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct str
doc_line(const struct doc *doc, size_t n)
{
	struct str s;

	if (n == 0 || n > doc->nline)
		return str_from(doc->text, doc->text.n);
	s = str_sub(doc->text, doc->line[n - 1],
	    n < doc->nline ? doc->line[n] : doc->text.n);
	while (s.n && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == '\r'))
		s.n--;
	return s;
}

size_t
doc_offset(const struct doc *doc, struct str part)
{
	return doc->from + (size_t)(part.p - doc->text.p);
}

struct span
doc_span(const struct doc *doc, struct str part)
{
	size_t from = doc_offset(doc, part);

	return span_of(doc->src, from, from + part.n);
}

struct span
doc_line_span(const struct doc *doc, size_t n)
{
	return doc_span(doc, str_trim(doc_line(doc, n)));
}

bool
doc_line_is_blank(const struct doc *doc, size_t n)
{
	struct str s = doc_line(doc, n);

	for (size_t i = 0; i < s.n; i++)
		if (!is_blank(s.p[i]))
			return false;
	return true;
}

/* Parts of a table that cmark made up are at 0:0; so is what is above one. */
static cmark_node *
with_lines(cmark_node *n)
{
	while (n && node_kind(n) != KIND_DOCUMENT) {
		if (node_kind(n) < KIND_TEXT && node_kind(n) != KIND_CELL &&
		    cmark_node_get_start_line(n) > 0)
			return n;
		n = cmark_node_parent(n);
	}
	return NULL;
}

/* All lines of the node, as they are in `text`. */
static struct str
node_text(const struct doc *doc, cmark_node *n)
{
	struct str first, last;

	n = with_lines(n);
	if (!n)
		return doc->text;
	first = doc_line(doc, (size_t)cmark_node_get_start_line(n));
	last = doc_line(doc, (size_t)cmark_node_get_end_line(n));
	if (last.p + last.n < first.p)
		return first;
	return (struct str){ first.p, (size_t)(last.p + last.n - first.p) };
}

struct span
doc_node_span(const struct doc *doc, cmark_node *n)
{
	n = with_lines(n);
	return doc_line_span(doc, n ? (size_t)cmark_node_get_start_line(n) : 1);
}

static struct str
typed_in(cmark_node *n)
{
	enum kind kind = node_kind(n);

	if (kind == KIND_LINK || kind == KIND_IMAGE)
		return str_of(cmark_node_get_url(n));
	if (kind == KIND_CODE || kind == KIND_RAW)
		return node_literal(n);
	return (struct str){ 0 };
}

/* How often `needle` was typed between the start of the block and `n`. */
static size_t
count_before(cmark_node *n, struct str needle)
{
	cmark_node *block = with_lines(n);
	cmark_iter *it;
	size_t count = 0;

	if (!block)
		return 0;
	it = cmark_iter_new(block);
	while (cmark_iter_next(it) != CMARK_EVENT_DONE) {
		cmark_node *at = cmark_iter_get_node(it);
		struct str s;

		if (at == n)
			break;
		if (cmark_iter_get_event_type(it) != CMARK_EVENT_ENTER)
			continue;
		s = typed_in(at);
		for (size_t i = 0; (i = str_find(s, needle, i)) != SIZE_MAX;
		     i++)
			count++;
	}
	cmark_iter_free(it);
	return count;
}

struct span
doc_find(const struct doc *doc, cmark_node *n, struct str needle)
{
	struct str text = node_text(doc, n);
	size_t i, skip;

	if (doc->d->n >= DIAG_MAX || !needle.n)
		return doc_node_span(doc, n);
	skip = count_before(n, needle);
	i = str_find(text, needle, 0);
	while (i != SIZE_MAX && skip--)
		i = str_find(text, needle, i + 1);
	if (i == SIZE_MAX) {
		text = doc->text;
		i = str_find(text, needle, 0);
	}
	if (i == SIZE_MAX)
		return doc_node_span(doc, n);
	return doc_span(doc, str_sub(text, i, i + needle.n));
}

size_t
doc_edit(struct doc *doc, size_t from, size_t to, struct str text, bool block)
{
	struct edit e = { from, to, text, block, doc->nedit, 0 };

	arena_push(doc->a, doc->edit, doc->nedit, doc->capedit, e);
	return doc->nedit;
}

#include "markdown/markdown_int.h"

#include <stdlib.h>

struct str
splice_ids_line(struct arena *a, const struct str *id, size_t n)
{
	struct buf out = { 0 };

	buf_puts(&out, "<!-- figures:");
	for (size_t i = 0; i < n; i++) {
		buf_putc(&out, ' ');
		buf_str(&out, id[i]);
	}
	buf_puts(&out, " -->\n");
	return buf_take(&out, a);
}

/* First line of the first block behind `n` whose lines are known. */
static size_t
next_line(const struct doc *doc, cmark_node *n)
{
	while ((n = cmark_node_next(n)))
		if (cmark_node_get_start_line(n) > 0)
			return (size_t)cmark_node_get_start_line(n);
	return doc->nline + 1;
}

void
splice_ids(struct doc *doc, cmark_node *n)
{
	size_t line;
	struct str last;

	/* A paragraph glued to a table has no lines: wait for the table. */
	if (!doc->nid || cmark_node_get_start_line(n) < 1)
		return;
	line = next_line(doc, n) - 1;
	while (line > 1 && doc_line_is_blank(doc, line))
		line--;
	last = doc_line(doc, line);
	doc_edit(doc, doc_offset(doc, last) + last.n,
	    doc_offset(doc, last) + last.n,
	    splice_ids_line(doc->a, doc->id, doc->nid), true);
	doc->nid = 0;
	doc->id_seen = (struct map){ 0 };
}

static int
by_place(const void *x, const void *y)
{
	const struct edit *a = x, *b = y;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->serial > b->serial) - (a->serial < b->serial);
}

/* Line ends of all kinds become "\n". */
static void
put_typed(struct buf *out, struct str s)
{
	struct str line;

	while (str_cut(s, '\r', &line, &s)) {
		buf_str(out, line);
		if (!str_starts(s, STR("\n")))
			buf_putc(out, '\n');
	}
	buf_str(out, line);
}

static struct str
skip_blank_lines(struct str s)
{
	size_t start = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n' || s.p[i] == '\r')
			start = i + 1;
		else if (!is_blank(s.p[i]))
			return str_from(s, start);
	}
	return (struct str){ 0 };
}

static void
blank_line(struct buf *out)
{
	if (!out->n)
		return;
	if (out->p[out->n - 1] != '\n')
		buf_putc(out, '\n');
	if (out->n < 2 || out->p[out->n - 2] != '\n')
		buf_putc(out, '\n');
}

/* `behind`: a block ends here, or nothing was written yet. */
static void
copy(struct buf *out, struct str s, bool *behind)
{
	if (*behind)
		s = skip_blank_lines(s);
	if (!s.n)
		return;
	if (*behind)
		blank_line(out);
	*behind = false;
	put_typed(out, s);
}

static void
put_edit(struct buf *out, const struct edit *e, bool *behind)
{
	if (!e->block && !e->text.n)
		return;
	if (e->block || *behind)
		blank_line(out);
	buf_str(out, e->text);
	*behind = e->block;
}

/* Blank lines go; blanks behind text may mean something. */
static void
trim_end(struct buf *out)
{
	struct str text = str_trim(buf_view(out));
	size_t end;

	if (!text.n) {
		out->n = 0;
		return;
	}
	end = (size_t)(text.p + text.n - out->p);
	while (end < out->n && out->p[end] != '\n')
		end++;
	out->n = end;
	buf_putc(out, '\n');
}

struct str
splice(struct doc *doc)
{
	struct str s = doc->src->text;
	struct buf out = { 0 };
	size_t done = doc->from;
	bool behind = true;

	buf_reserve(&out, 2 * s.n);
	if (doc->nedit)
		qsort(doc->edit, doc->nedit, sizeof(*doc->edit), by_place);
	for (size_t i = 0; i < doc->nedit; i++) {
		const struct edit *e = &doc->edit[i];

		copy(&out, str_sub(s, done, e->from), &behind);
		put_edit(&out, e, &behind);
		done = e->to;
	}
	copy(&out, str_from(s, done), &behind);
	trim_end(&out);
	return buf_take(&out, doc->a);
}

#include "markdown/markdown_int.h"

#include "text/decimal.h"

#include <cmark-gfm-core-extensions.h>
#include <ctype.h>

static const char frame[] =
    "<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
    "aria-label=\"Table\">\n<table>\n";

void
table_open(struct doc *doc, cmark_node *n)
{
	html_line(doc);
	buf_puts(&doc->html, frame);
	doc->align = cmark_gfm_extensions_get_table_alignments(n);
	doc->ncolumn = cmark_gfm_extensions_get_table_columns(n);
	doc->body_open = false;
}

/* The column of each, with its numbers. */
static struct decimals *
number_columns(struct doc *doc)
{
	struct decimals *column =
	    arena_array(doc->a, struct decimals, doc->ncolumn + 1);

	for (size_t i = 0; i < doc->nnumber; i++)
		decimals_add(&column[doc->number[i].column], doc->a,
		    doc->number[i].text);
	return column;
}

/* Gaps from the `*k`th on, before `end`, stand so much further behind. */
static void
shift_gaps(struct doc *doc, size_t *k, size_t end, size_t by)
{
	while (*k < doc->ngap && doc->gap[*k].at < end)
		doc->gap[(*k)++].at += by;
}

/* Puts in the pads that bring the points of numbers below each other. */
static void
pad_numbers(struct doc *doc)
{
	struct decimals *column = number_columns(doc);
	size_t from = doc->nnumber ? doc->number[0].at : 0, at = from;
	size_t k = 0, added = 0;
	struct str rest;

	if (!doc->nnumber)
		return;
	rest = str_copy(doc->a, str_from(buf_view(&doc->html), from));
	doc->html.n = from;
	for (size_t i = 0; i < doc->nnumber; i++) {
		const struct number_cell *c = &doc->number[i];
		struct str pad =
		    decimals_pad(&column[c->column], doc->a, c->text);

		shift_gaps(doc, &k, c->at, added);
		buf_str(&doc->html, str_sub(rest, at - from, c->at - from));
		at = c->at;
		if (pad.n)
			buf_printf(
			    &doc->html, " data-pad=\"%.*s\"", STR_ARG(pad));
		added = doc->html.n - at;
	}
	shift_gaps(doc, &k, SIZE_MAX, added);
	buf_str(&doc->html, str_from(rest, at - from));
	doc->nnumber = 0;
}

void
table_close(struct doc *doc)
{
	pad_numbers(doc);
	if (doc->body_open)
		buf_puts(&doc->html, "</tbody>\n");
	buf_puts(&doc->html, "</table>\n</div>\n");
}

/* End of the cell that starts at `i`: a pipe that is not escaped. */
static size_t
cell_end(struct str s, size_t i)
{
	for (; i < s.n && s.p[i] != '|'; i++)
		if (s.p[i] == '\\' && i + 1 < s.n &&
		    ispunct((unsigned char)s.p[i + 1]))
			i++;
	return i;
}

/* What the row has behind its `n` first cells; empty when nothing. */
static struct str
surplus(struct str row, size_t n)
{
	size_t i = row.n && row.p[0] == '|' ? 1 : 0;

	while (n-- && i < row.n)
		i = cell_end(row, i) + 1;
	row = str_trim(str_from(row, i));
	if (row.n > 1 && row.p[row.n - 1] == '|' &&
	    cell_end(row, 0) == row.n - 1)
		row = str_trim(str_sub(row, 0, row.n - 1));
	return row;
}

static void
check_row(struct doc *doc, cmark_node *n)
{
	int line = cmark_node_get_start_line(n);
	int column = cmark_node_get_start_column(n);
	struct str s, rest;

	if (line < 1 || column < 1)
		return;
	s = str_from(doc_line(doc, (size_t)line), (size_t)column - 1);
	rest = surplus(str_trim(s), doc->ncolumn);
	if (!rest.n)
		return;
	tag_skip(doc, doc_offset(doc, rest), doc_offset(doc, rest) + rest.n);
	doc->ok = false;
	diag_report(doc->d, DIAG_MARKDOWN_CELLS, doc_span(doc, rest),
	    "row has more cells than the %zu of its table", doc->ncolumn);
	diag_hint(doc->d, "a pipe that is meant is written '\\|', in code too");
}

void
row_open(struct doc *doc, cmark_node *n)
{
	doc->in_head = node_kind(n) == KIND_TABLE_HEAD;
	doc->column = 0;
	if (doc->in_head) {
		buf_puts(&doc->html, "<thead>\n");
	} else {
		check_row(doc, n);
		if (!doc->body_open)
			buf_puts(&doc->html, "<tbody>\n");
		doc->body_open = true;
	}
	buf_puts(&doc->html, "<tr>\n");
}

void
row_close(struct doc *doc)
{
	buf_puts(&doc->html, doc->in_head ? "</tr>\n</thead>\n" : "</tr>\n");
}

static uint8_t
align_of(const struct doc *doc)
{
	return doc->align && doc->column < doc->ncolumn
	    ? doc->align[doc->column]
	    : 0;
}

static const char *
align_class(const struct doc *doc)
{
	uint8_t align = align_of(doc);

	return align == 'r' ? " class=\"num\""
	    : align == 'c'  ? " class=\"center\""
			    : "";
}

/* A header with nothing in it is no header. */
static bool
is_header(const struct doc *doc, cmark_node *n)
{
	return doc->in_head && cmark_node_first_child(n);
}

void
cell_open(struct doc *doc, cmark_node *n)
{
	struct buf *b = &doc->html;

	buf_puts(b, is_header(doc, n) ? "<th scope=\"col\"" : "<td");
	buf_puts(b, align_class(doc));
	buf_putc(b, '>');
	buf_clear(&doc->plain);
	doc->plain_filled = false;
	doc->cell_at = doc->html.n - 1;
	doc->in_cell = true;
}

void
cell_close(struct doc *doc, cmark_node *n)
{
	if (!doc->in_head && align_of(doc) == 'r') {
		struct number_cell c = { .column = doc->column,
			.at = doc->cell_at,
			.text =
			    str_copy(doc->a, str_trim(buf_view(&doc->plain))) };

		doc->shaped |= doc->plain_filled;
		arena_push(
		    doc->a, doc->number, doc->nnumber, doc->capnumber, c);
	}
	buf_puts(&doc->html, is_header(doc, n) ? "</th>\n" : "</td>\n");
	doc->in_cell = false;
	doc->column++;
}

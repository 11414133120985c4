/* A report as a part of a page, with the classes of the site's style. */
#include "diff/report.h"
#include "text/escape.h"

static void
put_field(struct buf *out, const struct field *f, bool number)
{
	buf_puts(out, number ? "<td class=\"num\">" : "<td>");
	if (f->code && f->text.n)
		buf_puts(out, "<code>");
	if (f->href.n) {
		buf_puts(out, "<a href=\"");
		escape_url(out, f->href);
		buf_puts(out, "\">");
	}
	escape_html(out, f->text);
	if (f->href.n)
		buf_puts(out, "</a>");
	if (f->code && f->text.n)
		buf_puts(out, "</code>");
	buf_puts(out, "</td>");
}

static void
put_sheet(struct buf *out, const struct sheet *s)
{
	buf_puts(out, "<div class=\"scroll\">\n<table>\n");
	if (s->caption.n) {
		buf_puts(out, "<caption>");
		escape_html(out, s->caption);
		buf_puts(out, "</caption>\n");
	}
	buf_puts(out, "<thead>\n<tr>");
	for (size_t i = 0; i < s->ncol; i++)
		buf_printf(out, "<th scope=\"col\"%s>%s</th>",
		    s->number[i] ? " class=\"num\"" : "", s->head[i]);
	buf_puts(out, "</tr>\n</thead>\n<tbody>\n");
	for (size_t i = 0; i < s->nfield; i++) {
		size_t col = i % s->ncol;

		buf_puts(out, col ? "" : "<tr>");
		put_field(out, &s->field[i], s->number[col]);
		buf_puts(out, col + 1 == s->ncol ? "</tr>\n" : "");
	}
	buf_puts(out, "</tbody>\n</table>\n</div>\n");
}

static void
put_section(struct buf *out, const struct section *s)
{
	if (s->open)
		buf_printf(out, "<h3>%s</h3>\n", s->title);
	else
		buf_printf(out,
		    "<details class=\"how\">\n<summary>%.*s</summary>\n",
		    STR_ARG(s->count));
	for (size_t i = 0; i < s->nsheet; i++)
		put_sheet(out, &s->sheet[i]);
	for (size_t i = 0; i < s->nnote; i++) {
		buf_puts(out, "<p class=\"note\">");
		escape_html(out, s->note[i]);
		buf_puts(out, "</p>\n");
	}
	if (!s->open)
		buf_puts(out, "</details>\n");
}

void
report_html(struct buf *out, const struct report *r)
{
	buf_puts(
	    out, "<section class=\"content\">\n<h2>What changes</h2>\n<p>");
	escape_html(out, r->summary);
	buf_puts(out, "</p>\n");
	for (size_t i = 0; i < r->nsection; i++)
		put_section(out, &r->section[i]);
	buf_puts(out, "</section>\n");
}

/* A report as a comment of a pull request. */
#include "diff/report.h"
#include "text/escape.h"

#define MAX_COMMENT 60000 /* [byte] forges refuse 65,536 characters */

struct writer {
	struct buf *out;
	size_t left_out; /* rows */
};

static void
put_field(struct buf *out, const struct field *f)
{
	if (f->code && f->text.n)
		buf_printf(out, "`%.*s`", STR_ARG(f->text));
	else if (f->href.n) {
		buf_putc(out, '[');
		escape_cell(out, f->text);
		buf_puts(out, "](");
		escape_url(out, f->href);
		buf_putc(out, ')');
	} else
		escape_cell(out, f->text);
}

static void
put_head(struct buf *out, const struct sheet *s)
{
	buf_putc(out, '|');
	for (size_t i = 0; i < s->ncol; i++)
		buf_printf(out, " %s |", s->head[i]);
	buf_puts(out, "\n|");
	for (size_t i = 0; i < s->ncol; i++)
		buf_puts(out, s->number[i] ? "---:|" : "---|");
	buf_putc(out, '\n');
}

static void
put_sheet(struct writer *w, const struct sheet *s)
{
	struct buf *out = w->out;
	size_t nrow = s->nfield / s->ncol;

	if (out->n > MAX_COMMENT) {
		w->left_out += nrow;
		return;
	}
	if (s->caption.n) {
		buf_puts(out, "\n**");
		escape_markdown(out, s->caption);
		buf_puts(out, "**\n");
	}
	buf_putc(out, '\n');
	put_head(out, s);
	for (size_t i = 0; i < nrow; i++) {
		if (out->n > MAX_COMMENT) {
			w->left_out += nrow - i;
			return;
		}
		buf_putc(out, '|');
		for (size_t k = 0; k < s->ncol; k++) {
			buf_putc(out, ' ');
			put_field(out, &s->field[i * s->ncol + k]);
			buf_puts(out, " |");
		}
		buf_putc(out, '\n');
	}
}

static void
put_section(struct writer *w, const struct section *s)
{
	struct buf *out = w->out;

	if (s->open)
		buf_printf(out, "\n### %s\n", s->title);
	else
		buf_printf(out, "\n<details>\n<summary>%.*s</summary>\n",
		    STR_ARG(s->count));
	for (size_t i = 0; i < s->nsheet; i++)
		put_sheet(w, &s->sheet[i]);
	for (size_t i = 0; i < s->nnote; i++) {
		buf_putc(out, '\n');
		escape_markdown(out, s->note[i]);
		buf_putc(out, '\n');
	}
	if (!s->open)
		buf_puts(out, "\n</details>\n");
}

void
report_markdown(struct buf *out, const struct report *r)
{
	struct writer w = { .out = out };

	escape_markdown(out, r->summary);
	buf_putc(out, '\n');
	for (size_t i = 0; i < r->nsection; i++)
		put_section(&w, &r->section[i]);
	if (w.left_out)
		buf_printf(out,
		    "\n%zu rows are left out, so that this fits a comment; "
		    "`--format text` prints all.\n",
		    w.left_out);
}

/* A report as text for a terminal: columns are aligned. */
#include "diff/report.h"
#include "text/width.h"

static void
measure(const struct sheet *s, size_t *column)
{
	for (size_t i = 0; i < s->ncol; i++)
		column[i] = width_of(str_of(s->head[i]));
	for (size_t i = 0; i < s->nfield; i++) {
		size_t n = width_of(s->field[i].text);

		if (n > column[i % s->ncol])
			column[i % s->ncol] = n;
	}
}

/* The gap before a field is put with it, so that no line ends in blanks. */
static void
put_field(struct buf *out, const struct sheet *s, size_t col, struct str text,
    const size_t *column, size_t *owed)
{
	size_t pad = column[col] - width_of(text);

	if (!text.n) {
		*owed += column[col] + 2;
		return;
	}
	buf_pad(out, ' ', *owed + 2 + (s->number[col] ? pad : 0));
	buf_str(out, text);
	*owed = s->number[col] ? 0 : pad;
}

static void
put_sheet(struct buf *out, const struct sheet *s)
{
	size_t column[SHEET_MAX], owed = 0;

	measure(s, column);
	if (s->caption.n)
		buf_printf(out, "\n  %.*s\n", STR_ARG(s->caption));
	for (size_t i = 0; i < s->ncol; i++)
		put_field(out, s, i, str_of(s->head[i]), column, &owed);
	buf_putc(out, '\n');
	for (size_t i = 0; i < s->nfield; i++) {
		if (i % s->ncol == 0)
			owed = 0;
		put_field(out, s, i % s->ncol, s->field[i].text, column, &owed);
		if (i % s->ncol + 1 == s->ncol)
			buf_putc(out, '\n');
	}
}

void
report_text(struct buf *out, const struct report *r)
{
	buf_printf(out, "%.*s\n", STR_ARG(r->summary));
	for (size_t i = 0; i < r->nsection; i++) {
		const struct section *s = &r->section[i];

		buf_printf(out, "\n%s\n", s->title);
		for (size_t k = 0; k < s->nsheet; k++)
			put_sheet(out, &s->sheet[k]);
		for (size_t k = 0; k < s->nnote; k++)
			buf_printf(out, "  %.*s\n", STR_ARG(s->note[k]));
	}
}

#include "view/table.h"

#include "text/decimal.h"
#include "text/escape.h"
#include "text/width.h"

struct table *
table_new(struct arena *a, size_t ncol, size_t nrow)
{
	struct table *t = arena_new(a, struct table);

	t->ncol = ncol;
	t->nrow = nrow;
	t->head = arena_array(a, struct str, ncol + 1);
	t->number = arena_array(a, bool, ncol + 1);
	t->cell = arena_array(a, struct cell, ncol * nrow + 1);
	return t;
}

struct cell *
table_at(struct table *t, size_t row, size_t col)
{
	return &t->cell[row * t->ncol + col];
}

bool
cell_fill(struct block *b, struct cell *c, struct str text, struct span at)
{
	struct buf html = { 0 }, md = { 0 };
	bool ok = block_fill(b, text, at, &html, &md, escape_cell);

	c->html = buf_take(&html, b->a);
	c->md = buf_take(&md, b->a);
	return ok;
}

/* "4 of 5", and as stars; nobody need count those. */
static void
put_stars(struct buf *out, const struct cell *c)
{
	for (int64_t i = 0; i < c->of; i++)
		buf_puts(out, i < c->stars ? "\xE2\x98\x85" : "\xE2\x98\x86");
}

static void
stars_html(struct buf *out, const struct cell *c)
{
	buf_puts(out, "<span class=\"stars\" aria-hidden=\"true\">");
	put_stars(out, c);
	buf_printf(
	    out, "</span> %lld of %lld", (long long)c->stars, (long long)c->of);
}

static void
cell_html(struct block *b, const struct cell *c)
{
	if (c->html.n) {
		buf_str(&b->html, c->html);
	} else if (c->of) {
		stars_html(&b->html, c);
	} else if (c->fig) {
		figure_html(&b->html, c->fig);
		block_show(b, c->fig);
	} else if (c->href.n) {
		buf_puts(&b->html, "<a href=\"");
		escape_url(&b->html, c->href);
		buf_puts(&b->html, "\">");
		escape_html(&b->html, c->text);
		buf_puts(&b->html, "</a>");
	} else {
		escape_html(&b->html, c->text);
	}
}

static void
head_html(struct block *b, const struct table *t)
{
	buf_puts(&b->html, "<thead>\n<tr>");
	for (size_t i = 0; i < t->ncol; i++) {
		buf_puts(&b->html,
		    t->number[i] ? "<th scope=\"col\" class=\"num\">"
				 : "<th scope=\"col\">");
		escape_html(&b->html, t->head[i]);
		buf_puts(&b->html, "</th>");
	}
	buf_puts(&b->html, "</tr>\n</thead>\n");
}

static struct str
cell_text(const struct cell *c)
{
	return c->fig ? c->fig->display : c->text;
}

/* The numbers of a column. */
static struct decimals
column_decimals(struct block *b, const struct table *t, size_t col)
{
	struct decimals d = { 0 };

	for (size_t r = 0; t->number[col] && r < t->nrow; r++)
		decimals_add(&d, b->a, cell_text(&t->cell[r * t->ncol + col]));
	return d;
}

static void
put_pad(struct block *b, const struct cell *c, const struct decimals *column)
{
	struct str pad = decimals_pad(column, b->a, cell_text(c));

	if (!pad.n)
		return;
	buf_puts(&b->html, " data-pad=\"");
	buf_str(&b->html, pad);
	buf_putc(&b->html, '"');
}

static void
row_html(struct block *b, const struct table *t, size_t row,
    const struct decimals *column)
{
	buf_puts(&b->html, "<tr>");
	for (size_t i = 0; i < t->ncol; i++) {
		const struct cell *c = &t->cell[row * t->ncol + i];
		bool head = i == 0 && t->row_heads;
		const char *class = t->number[i] && c->win
		    ? " class=\"num win\""
		    : t->number[i] ? " class=\"num\""
		    : c->win	   ? " class=\"win\""
		    : c->na	   ? " class=\"na\""
				   : "";

		buf_puts(&b->html, head ? "<th scope=\"row\"" : "<td");
		buf_puts(&b->html, class);
		put_pad(b, c, &column[i]);
		buf_putc(&b->html, '>');
		cell_html(b, c);
		buf_puts(&b->html, head ? "</th>" : "</td>");
	}
	buf_puts(&b->html, "</tr>\n");
}

static void
table_html(struct block *b, const struct table *t)
{
	size_t body = t->total ? t->nrow - 1 : t->nrow;
	struct decimals *column =
	    arena_array(b->a, struct decimals, t->ncol + 1);

	for (size_t i = 0; i < t->ncol; i++)
		column[i] = column_decimals(b, t, i);

	buf_puts(&b->html,
	    "<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
	    "aria-label=\"");
	escape_html(&b->html, t->caption);
	buf_puts(&b->html, "\">\n<table");
	if (t->class) {
		buf_puts(&b->html, " class=\"");
		buf_puts(&b->html, t->class);
		buf_putc(&b->html, '"');
	}
	buf_puts(&b->html, ">\n");
	buf_puts(&b->html, "<caption>");
	escape_html(&b->html, t->caption);
	buf_puts(&b->html, "</caption>\n");
	head_html(b, t);
	buf_puts(&b->html, "<tbody>\n");
	for (size_t r = 0; r < body; r++)
		row_html(b, t, r, column);
	buf_puts(&b->html, "</tbody>\n");
	if (t->total) {
		buf_puts(&b->html, "<tfoot>\n");
		row_html(b, t, t->nrow - 1, column);
		buf_puts(&b->html, "</tfoot>\n");
	}
	buf_puts(&b->html, "</table>\n</div>\n");
}

/* What a cell says in Markdown, escaped. */
static struct str
cell_md(struct block *b, const struct cell *c, bool strong)
{
	char room[256];
	struct buf out = BUF_IN(room);

	if (strong)
		buf_puts(&out, "**");
	if (c->href.n)
		buf_putc(&out, '[');
	if (c->md.n) {
		buf_str(&out, c->md);
	} else if (c->of) {
		put_stars(&out, c);
		buf_printf(&out, " %lld of %lld", (long long)c->stars,
		    (long long)c->of);
	} else {
		escape_cell(&out, c->fig ? c->fig->display : c->text);
	}
	if (c->href.n)
		buf_printf(&out, "](%.*s)", STR_ARG(c->href));
	if (strong)
		buf_puts(&out, "**");
	return buf_take(&out, b->a);
}

/* Cells are padded so that the source reads as a table and a changed cell
 * changes one line; very wide columns are not. */
#define PAD_MAX 40

static void
put_cell(struct buf *out, struct str s, size_t width, bool right)
{
	size_t n = width_of(s), pad = n < width ? width - n : 0;

	buf_putc(out, ' ');
	if (right)
		buf_pad(out, ' ', pad);
	buf_str(out, s);
	if (!right)
		buf_pad(out, ' ', pad);
	buf_puts(out, " |");
}

static void
table_md(struct block *b, const struct table *t)
{
	size_t n = t->ncol * t->nrow;
	struct str *text = arena_array(b->a, struct str, n + 1);
	struct str *head = arena_array(b->a, struct str, t->ncol + 1);
	size_t *width = arena_array(b->a, size_t, t->ncol + 1);

	for (size_t i = 0; i < n; i++) {
		bool strong = t->cell[i].win ||
		    (t->total && i / t->ncol + 1 == t->nrow &&
			(t->cell[i].fig || t->cell[i].text.n));

		text[i] = cell_md(b, &t->cell[i], strong);
	}
	for (size_t i = 0; i < t->ncol; i++) {
		struct buf out = { 0 };

		escape_cell(&out, t->head[i]);
		head[i] = buf_take(&out, b->a);
		width[i] = width_of(head[i]) > 3 ? width_of(head[i]) : 3;
		for (size_t r = 0; r < t->nrow; r++) {
			size_t w = width_of(text[r * t->ncol + i]);

			if (w > width[i] && w <= PAD_MAX)
				width[i] = w;
		}
	}
	buf_puts(&b->md, "*");
	escape_markdown(&b->md, t->caption);
	buf_puts(&b->md, "*\n\n|");
	for (size_t i = 0; i < t->ncol; i++)
		put_cell(&b->md, head[i], width[i], t->number[i]);
	buf_puts(&b->md, "\n|");
	for (size_t i = 0; i < t->ncol; i++) {
		buf_pad(&b->md, '-', width[i] + (t->number[i] ? 1 : 2));
		buf_puts(&b->md, t->number[i] ? ":|" : "|");
	}
	for (size_t r = 0; r < t->nrow; r++) {
		buf_puts(&b->md, "\n|");
		for (size_t i = 0; i < t->ncol; i++)
			put_cell(&b->md, text[r * t->ncol + i], width[i],
			    t->number[i]);
	}
	buf_putc(&b->md, '\n');
}

void
table_put(struct block *b, const struct table *t)
{
	table_html(b, t);
	table_md(b, t);
}

void
note_begin(struct block *b, struct str text)
{
	buf_puts(&b->html, "<p class=\"note\">");
	buf_putc(&b->md, '\n');
	note_text(b, text);
}

void
note_text(struct block *b, struct str text)
{
	escape_html(&b->html, text);
	escape_markdown(&b->md, text);
}

void
note_held(struct block *b, struct str before, const struct figure *fig,
    struct str behind)
{
	figure_held(&b->html, before, fig, behind);
	escape_markdown(&b->md, before);
	escape_markdown(&b->md, fig->display);
	escape_markdown(&b->md, behind);
	block_show(b, fig);
}

void
note_figure(struct block *b, const struct figure *fig)
{
	note_held(b, (struct str){ 0 }, fig, (struct str){ 0 });
}

void
note_end(struct block *b)
{
	buf_puts(&b->html, "</p>\n");
	buf_putc(&b->md, '\n');
}

void
note_put(struct block *b, struct str text)
{
	if (!text.n)
		return;
	note_begin(b, text);
	note_end(b);
}

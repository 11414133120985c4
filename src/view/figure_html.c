#include "view/figure_html.h"

#include "text/escape.h"

/* `fig-ID`, as an id and as the end of an address. */
static void
put_anchor(struct buf *out, struct str prefix, struct str id)
{
	buf_puts(out, "fig-");
	escape_html(out, prefix);
	escape_html(out, id);
}

static void
put_attribute(struct buf *out, const char *name, struct str value)
{
	buf_printf(out, " %s=\"", name);
	escape_html(out, value);
	buf_putc(out, '"');
}

void
figure_html(struct buf *out, const struct figure *fig)
{
	/* A sentence wraps with the text around it, which no button does. */
	bool link = fig->is_sentence;

	buf_puts(out, link ? "<a" : "<button type=\"button\"");
	buf_printf(out, " class=\"fig%s\"", fig->missing ? " na" : "");
	if (fig->exact.n)
		put_attribute(out, "value", fig->exact);
	if (fig->name.n)
		put_attribute(out, "title", fig->name);
	buf_puts(out, link ? " href=\"#" : " popovertarget=\"");
	put_anchor(out, (struct str){ 0 }, fig->id);
	buf_puts(out, "\">");
	escape_html(out, fig->display);
	buf_puts(out, link ? "</a>" : "</button>");
}

static void
put_row(struct buf *out, struct str name, struct str value, struct str unit)
{
	buf_puts(out, "<dt>");
	escape_html(out, name);
	buf_puts(out, "</dt><dd>");
	escape_html(out, value);
	buf_puts(out, unit.n ? " " : "");
	escape_html(out, unit);
	buf_puts(out, "</dd>");
}

/* The value and all that it is made of. */
static void
put_facts(struct buf *out, const struct figure *fig)
{
	const struct node *v = fig->values;
	struct str none = { 0 };

	if (!fig->exact.n && !fig->formula.n && !v)
		return;
	buf_puts(out, "<dl>");
	if (fig->exact.n)
		put_row(out, STR("Exactly"), fig->exact, fig->unit_word);
	if (fig->formula.n)
		put_row(out, STR("Formula"), fig->formula, none);
	for (size_t i = 0; v && i < v->n; i++)
		put_row(out, v->map.entry[i].key, v->item[i]->text, none);
	buf_puts(out, "</dl>");
}

static void
put_sources(struct buf *out, const struct figure *fig)
{
	if (!fig->nsource)
		return;
	buf_puts(out, "<ul>");
	for (size_t i = 0; i < fig->nsource; i++) {
		const struct citation *c = fig->source[i];

		buf_puts(out, "<li><a href=\"");
		escape_url(out, c->url);
		buf_puts(out, "\">");
		escape_html(out, c->title);
		buf_printf(out, "</a>, %.*s%s</li>", STR_ARG(c->retrieved),
		    c->secondary ? ", another party\xE2\x80\x99s copy" : "");
	}
	buf_puts(out, "</ul>");
}

static void
put_note(struct buf *out, const struct figure *fig, struct str prefix)
{
	buf_puts(out, "<div popover id=\"");
	put_anchor(out, prefix, fig->id);
	buf_puts(out, "\"><p>");
	escape_html(out, fig->name);
	buf_puts(out, "</p><p>");
	escape_html(out, fig->display);
	buf_puts(out, "</p>");
	put_facts(out, fig);
	put_sources(out, fig);
	buf_puts(out, "<a href=\"#");
	put_anchor(out, prefix, fig->id);
	buf_puts(out, "\">Link to this figure</a></div>\n");
}

void
figure_notes(struct buf *out, const struct figures *f, struct str prefix)
{
	for (size_t i = 0; i < f->by_id.n; i++) {
		const struct figure *fig = f->by_id.entry[i].value;

		if (fig->shown)
			put_note(out, fig, prefix);
	}
}

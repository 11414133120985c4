#include "text/escape.h"
#include "view/page_int.h"

static void
put_claim(struct buf *b, const char *label, struct str text)
{
	if (!text.n)
		return;
	buf_printf(b, "%s%s ", b->n ? " " : "", label);
	escape_markdown(b, text);
	buf_puts(b, str_stop(text));
}

/* Who stands for the guide. */
static void
put_colophon(struct buf *out, const struct page *p)
{
	struct buf b = { 0 };

	put_claim(&b, "Written by", p->author);
	put_claim(&b, "Status:", p->status);
	put_claim(&b, "Reviewed", p->reviewed);
	if (b.n)
		buf_printf(out, "\n*%.*s*\n", STR_ARG(buf_view(&b)));
	buf_free(&b);
}

struct str
page_markdown(struct compiler *c)
{
	struct buf b = { 0 };
	const struct citation *const *source = c->m->source;
	size_t n = c->m->nsource;

	buf_reserve(&b, PAGE_SIZE / 2);
	buf_puts(&b, "# ");
	escape_markdown(&b, c->page->title);
	buf_puts(&b, "\n\n");
	escape_markdown(&b, c->page->description);
	buf_puts(&b, "\n\n*");
	escape_markdown(&b, market_note(c->a, &c->page->guide.market));
	buf_puts(&b, "*\n\n");
	buf_str(&b, c->m->md.markdown);
	buf_puts(&b, "\n## About the figures\n\n");
	escape_markdown(&b, rounding_note());
	if (c->site->example && !c->page->apart)
		buf_puts(
		    &b, " [How figures are made](../arithmetic/index.md).");
	buf_puts(&b,
	    " Every figure with its exact value and formula is in "
	    "[figures.json](figures.json).\n");
	put_colophon(&b, c->page);
	if (n)
		buf_puts(&b, "\n## Sources\n\n");
	for (size_t i = 0; i < n; i++) {
		buf_number(&b, i + 1);
		buf_puts(&b, ". [");
		escape_markdown(&b, source[i]->title);
		buf_puts(&b, "](");
		escape_url(&b, source[i]->url);
		buf_putc(&b, ')');
		if (source[i]->published.n)
			buf_puts(&b, ", published ");
		buf_str(&b, source[i]->published);
		buf_puts(&b, ", retrieved ");
		buf_str(&b, source[i]->retrieved);
		if (source[i]->secondary)
			buf_puts(&b, " (another party's copy)");
		buf_putc(&b, '\n');
	}
	return buf_take(&b, c->a);
}

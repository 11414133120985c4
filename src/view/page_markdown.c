#include "text/escape.h"
#include "view/page_int.h"

struct str
page_markdown(struct compiler *c)
{
	struct buf b = { 0 };
	size_t n;
	const struct citation **source = collect_sources(c, &n);

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
	buf_puts(&b,
	    " Every figure with its exact value and formula is in "
	    "[figures.json](figures.json).\n");
	if (n)
		buf_puts(&b, "\n## Sources\n\n");
	for (size_t i = 0; i < n; i++) {
		buf_printf(&b, "%zu. [", i + 1);
		escape_markdown(&b, source[i]->title);
		buf_puts(&b, "](");
		escape_url(&b, source[i]->url);
		buf_putc(&b, ')');
		if (source[i]->published.n)
			buf_printf(&b, ", published %.*s",
			    STR_ARG(source[i]->published));
		buf_printf(
		    &b, ", retrieved %.*s", STR_ARG(source[i]->retrieved));
		if (source[i]->secondary)
			buf_puts(&b, " (another party's copy)");
		buf_putc(&b, '\n');
	}
	return buf_take(&b, c->a);
}

#include "markdown/markdown_int.h"

#include "text/escape.h"

/* Length of the UTF-8 sequence at `i`; the text was checked. */
static size_t
sequence(struct str s, size_t i, uint32_t *code)
{
	unsigned char c = (unsigned char)s.p[i];
	size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;

	*code = n == 1 ? c : c & (0x7Fu >> n);
	for (size_t k = 1; k < n && i + k < s.n; k++)
		*code = *code << 6 | ((unsigned char)s.p[i + k] & 0x3F);
	return n < s.n - i ? n : s.n - i;
}

/* Signs, arrows and pictures, which GitHub leaves out of an anchor. */
static bool
is_sign(uint32_t c)
{
	return (c >= 0xA0 && c < 0xC0 && c != 0xAA && c != 0xB5 && c != 0xBA) ||
	    c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c < 0x2C00) ||
	    (c >= 0x3000 && c < 0x3004) || (c >= 0x3008 && c < 0x3020) ||
	    (c >= 0xFE00 && c < 0xFE70) || (c >= 0xFF00 && c < 0xFF10) ||
	    c == 0xFEFF || c == 0xFFFD || (c >= 0x1F000 && c < 0x20000);
}

static void
put_slug_char(struct buf *out, struct str s, uint32_t c)
{
	if (c >= 'A' && c <= 'Z')
		buf_putc(out, (char)(c + 32));
	else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
	    c == '_')
		buf_putc(out, (char)c);
	else if (c == ' ')
		buf_putc(out, '-');
	else if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
		buf_printf(out, "\xC3%c", (int)(c + 32 - 0x40));
	else if (c >= 0x80 && !is_sign(c))
		buf_str(out, s);
}

/* As GitHub makes anchors, so that links work in both places. */
static struct str
slug(struct arena *a, struct str s)
{
	struct buf out = { 0 };

	s = str_trim(s);
	for (size_t i = 0, n; i < s.n; i += n) {
		uint32_t c;

		n = sequence(s, i, &c);
		put_slug_char(&out, str_sub(s, i, i + n), c);
	}
	if (!out.n)
		buf_puts(&out, "section");
	return buf_take(&out, a);
}

struct str
heading_id(struct doc *doc, struct str base)
{
	struct str id = base;
	size_t *next = map_find(&doc->slug, base);

	while (next && map_find(&doc->slug, id))
		id = str_printf(doc->a, "%.*s-%zu", STR_ARG(base), (*next)++);
	next = arena_new(doc->a, size_t);
	*next = 1;
	map_put(&doc->slug, doc->a, id, next);
	return id;
}

void
heading_open(struct doc *doc, cmark_node *n)
{
	(void)n;
	html_line(doc);
	doc->heading_at = doc->html.n;
	doc->in_heading = true;
	buf_clear(&doc->plain);
}

void
heading_close(struct doc *doc, cmark_node *n)
{
	struct buf *b = &doc->html;
	struct str html =
	    str_copy(doc->a, str_from(buf_view(b), doc->heading_at));
	struct md_heading h = {
		.level = cmark_node_get_heading_level(n),
		.at = doc->heading_at,
		.text = str_copy(doc->a, str_trim(buf_view(&doc->plain))),
	};

	char level = (char)('0' + h.level);

	doc->in_heading = false;
	h.id = heading_id(doc, slug(doc->a, h.text));
	b->n = doc->heading_at;
	buf_puts(b, "<h");
	buf_putc(b, level);
	buf_puts(b, " id=\"");
	escape_html(b, h.id);
	buf_puts(b, "\">");
	buf_str(b, html);
	buf_puts(b, " <a class=\"anchor\" href=\"#");
	escape_url(b, h.id);
	buf_puts(b, "\" aria-label=\"Link to this section\">#</a></h");
	buf_putc(b, level);
	buf_puts(b, ">\n");
	if (h.level > 1 && node_kind(cmark_node_parent(n)) == KIND_DOCUMENT)
		arena_push(doc->a, doc->out->heading, doc->out->nheading,
		    doc->out->capheading, h);
}

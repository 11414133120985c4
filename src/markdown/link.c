#include "markdown/markdown_int.h"

#include "text/escape.h"

#include <ctype.h>
#include <strings.h>

#define SHOWN ((size_t)80) /* [byte] of a target in a message */

void
link_percent(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~')
			buf_putc(out, s.p[i]);
		else
			buf_printf(out, "%%%02X", c);
	}
}

/* What is before the colon, if that makes it absolute. */
static struct str
scheme(struct str url)
{
	size_t n = 0;

	while (n < url.n &&
	    (isalnum((unsigned char)url.p[n]) || url.p[n] == '+' ||
		url.p[n] == '-' || url.p[n] == '.'))
		n++;
	if (n && n < url.n && url.p[n] == ':')
		return str_sub(url, 0, n);
	return (struct str){ 0 };
}

static bool
is_web(struct str s)
{
	static const char *const name[] = { "http", "https", "mailto" };

	for (size_t i = 0; i < countof(name); i++)
		if (s.n == str_of(name[i]).n && !strncasecmp(s.p, name[i], s.n))
			return true;
	return false;
}

static bool
allowed(struct str url, bool image)
{
	struct str s = scheme(url);

	if (str_starts(url, STR("//")))
		return false;
	if (image)
		return url.n && !s.n;
	return !s.n || is_web(s);
}

static void
check(struct doc *doc, cmark_node *n, struct str url, struct str typed)
{
	bool image = node_kind(n) == KIND_IMAGE;
	struct span at;

	if (allowed(url, image))
		return;
	doc->ok = false;
	at = doc_find(doc, n, typed);
	typed = str_sub(typed, 0, SHOWN);
	if (image)
		diag_report(doc->d, DIAG_MARKDOWN_LINK, at,
		    "image '%.*s' is not allowed: expected a path "
		    "relative to the page",
		    STR_ARG(typed));
	else
		diag_report(doc->d, DIAG_MARKDOWN_LINK, at,
		    "link to '%.*s' is not allowed: expected http, https, "
		    "mailto, a relative path or '#'",
		    STR_ARG(typed));
}

/* A page of this site is linked by its Markdown, which is what a reader of the
 * Markdown wants; beside the HTML stands its HTML. */
static void
put_page(struct doc *doc, struct str url)
{
	size_t n = 0;

	while (n < url.n && url.p[n] != '#' && url.p[n] != '?')
		n++;
	if (scheme(url).n || !str_ends(str_sub(url, 0, n), STR(".md"))) {
		escape_url(&doc->html, url);
		return;
	}
	escape_url(&doc->html, str_sub(url, 0, n - 2));
	buf_puts(&doc->html, "html");
	escape_url(&doc->html, str_sub(url, n, url.n));
}

static void
put_url(struct doc *doc, cmark_node *n)
{
	struct str s = str_of(cmark_node_get_url(n)), typed = s, before;
	struct buf url = { 0 };
	struct tag *t;

	while ((t = tag_next(doc, &s, &before))) {
		const struct md_inline *fill = tag_use(doc, t, SLOT_URL);

		buf_str(&url, before);
		if (fill)
			link_percent(&url, fill->text);
	}
	buf_str(&url, before);
	check(doc, n, buf_view(&url), tag_typed(doc, typed));
	if (node_kind(n) == KIND_IMAGE)
		escape_url(&doc->html, buf_view(&url));
	else
		put_page(doc, buf_view(&url));
	buf_free(&url);
}

static void
put_title(struct doc *doc, cmark_node *n)
{
	struct str s = str_of(cmark_node_get_title(n)), before;
	struct tag *t;

	if (!s.n)
		return;
	buf_puts(&doc->html, " title=\"");
	while ((t = tag_next(doc, &s, &before))) {
		const struct md_inline *fill = tag_use(doc, t, SLOT_TITLE);

		escape_html(&doc->html, before);
		if (fill)
			escape_html(&doc->html, fill->text);
	}
	escape_html(&doc->html, before);
	buf_putc(&doc->html, '"');
}

/* Within the text of an image nothing else is written, only checked. */
void
link_open(struct doc *doc, cmark_node *n)
{
	size_t start = doc->html.n;

	buf_puts(&doc->html, "<a href=\"");
	put_url(doc, n);
	buf_putc(&doc->html, '"');
	put_title(doc, n);
	buf_putc(&doc->html, '>');
	doc->nplain++;
	if (doc->nalt)
		doc->html.n = start;
}

void
link_close(struct doc *doc)
{
	doc->nplain--;
	if (!doc->nalt)
		buf_puts(&doc->html, "</a>");
}

void
image_open(struct doc *doc, cmark_node *n)
{
	size_t start = doc->html.n;

	buf_puts(&doc->html, "<img src=\"");
	put_url(doc, n);
	buf_puts(&doc->html, "\" alt=\"");
	if (doc->nalt++)
		doc->html.n = start;
}

void
image_close(struct doc *doc, cmark_node *n)
{
	size_t start = doc->html.n;

	doc->nalt--;
	buf_putc(&doc->html, '"');
	put_title(doc, n);
	buf_putc(&doc->html, '>');
	if (doc->nalt)
		doc->html.n = start;
}

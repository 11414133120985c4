#include "markdown/markdown_int.h"

#include "text/escape.h"

#include <ctype.h>
#include <strings.h>

#define SHOWN ((size_t)80) /* [byte] of a target in a message */
#define FOUND 200 /* addresses of a page whose place is found, which is slow */

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

/* Where the path of a relative address names a page's folder or one of its
 * files: how many bytes of it are kept, else SIZE_MAX. */
static size_t
page_path(struct str path)
{
	static const char *const file[] = { "index.md", "index.html" };
	size_t slash = path.n;

	while (slash && path.p[slash - 1] != '/')
		slash--;
	for (size_t i = 0; i < countof(file); i++)
		if (str_is(str_from(path, slash), file[i]))
			return slash;
	return slash && slash == path.n ? slash : SIZE_MAX;
}

/* A relative address that leads to a page, as that page's `file`. */
static struct str
page_url(struct arena *a, struct str url, const char *file)
{
	size_t end = 0, keep;

	while (end < url.n && url.p[end] != '#' && url.p[end] != '?')
		end++;
	keep = page_path(str_sub(url, 0, end));
	if (keep == SIZE_MAX)
		return url;
	return str_printf(a, "%.*s%s%.*s", STR_ARG(str_sub(url, 0, keep)), file,
	    STR_ARG(str_from(url, end)));
}

/* Whether the address was typed at that place, as that of a link. */
static bool
stands_there(const struct doc *doc, struct span at, struct str url)
{
	struct str text = doc->src->text;
	char before = at.from ? text.p[at.from - 1] : '\0';

	return str_eq(str_sub(text, at.from, at.to), url) &&
	    (before == '(' || before == '<' || before == ' ');
}

/*
 * Notes an address within the site.  What leads to a page leads to its HTML
 * here, and to its Markdown there, if it stands in the source as it is.
 */
static struct str
note_link(struct doc *doc, cmark_node *n, struct str url, struct str typed)
{
	struct md_link link = { .url = str_copy(doc->a, url) };
	struct str markdown = page_url(doc->a, link.url, "index.md");
	struct span at;

	if (doc->nalt || scheme(url).n || str_starts(url, STR("//")))
		return url;
	at = doc->out->nlink < FOUND ? doc_find(doc, n, typed)
				     : doc_node_span(doc, n);
	link.at = at;
	link.image = node_kind(n) == KIND_IMAGE;
	arena_push(
	    doc->a, doc->out->link, doc->out->nlink, doc->out->caplink, link);
	if (stands_there(doc, at, url) && !str_eq(markdown, url))
		doc_edit(doc, at.from, at.to, markdown, false);
	return link.image ? url : page_url(doc->a, link.url, "index.html");
}

static void
put_url(struct doc *doc, cmark_node *n)
{
	struct str s = str_of(cmark_node_get_url(n)), typed = s, before;
	struct buf url = { 0 };
	struct tag *t;

	while ((t = tag_next(doc, &s, &before))) {
		const struct md_inline *fill = tag_use(doc, t, SLOT_URL);

		doc->shaped = true;
		buf_str(&url, before);
		if (fill)
			link_percent(&url, fill->text);
	}
	buf_str(&url, before);
	typed = tag_typed(doc, typed);
	check(doc, n, buf_view(&url), typed);
	escape_url(&doc->html, note_link(doc, n, buf_view(&url), typed));
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

		doc->shaped = true;
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

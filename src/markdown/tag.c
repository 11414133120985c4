#include "markdown/markdown_int.h"

#include "text/escape.h"

#include <ctype.h>
#include <string.h>

#define TOKEN_OPEN "\xEF\xB7\x90"  /* U+FDD0, which guard_text let none pass */
#define TOKEN_CLOSE "\xEF\xB7\x91" /* U+FDD1 */

/* Nothing that could start or end Markdown: code spans stay code spans. */
static bool
in_id(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (c && strchr("._@=,:/+%- ", c));
}

/* The tag that `{{` at `i` opens, or a bad one. */
static struct tag
tag_at(const struct doc *doc, size_t i)
{
	struct str s = str_from(doc->text, i + 2);
	size_t n = 0;
	struct tag t = { 0 };

	while (n < s.n && in_id(s.p[n]))
		n++;
	t.id = str_trim(str_sub(s, 0, n));
	t.bad = !t.id.n || !str_starts(str_from(s, n), STR("}}"));
	t.at = doc_span(doc, str_sub(doc->text, i, t.bad ? i + 2 : i + n + 4));
	return t;
}

void
tag_scan(struct doc *doc, struct buf *fed)
{
	struct str s = doc->text;
	size_t done = 0;

	for (size_t i = 0; (i = str_find(s, STR("{{"), i)) != SIZE_MAX;) {
		size_t nslash = 0;
		struct tag t;

		while (nslash < i && s.p[i - nslash - 1] == '\\')
			nslash++;
		if (nslash % 2) {
			i += 2;
			continue;
		}
		t = tag_at(doc, i);
		buf_str(fed, str_sub(s, done, i));
		buf_printf(fed, TOKEN_OPEN "%zu" TOKEN_CLOSE, doc->ntag);
		arena_push(doc->a, doc->tag, doc->ntag, doc->captag, t);
		i = done = t.at.to - doc->from;
	}
	buf_str(fed, str_from(s, done));
}

struct tag *
tag_next(struct doc *doc, struct str *rest, struct str *before)
{
	size_t i = str_find(*rest, STR(TOKEN_OPEN), 0);
	size_t n = 0;

	*before = str_sub(*rest, 0, i);
	if (i == SIZE_MAX) {
		*rest = (struct str){ 0 };
		return NULL;
	}
	for (i += 3; i < rest->n && isdigit((unsigned char)rest->p[i]); i++)
		n = n * 10 + (size_t)(rest->p[i] - '0');
	*rest = str_from(*rest, i + 3);
	return &doc->tag[n];
}

static void
escape_title(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] && strchr("\\`*_[]<>&~|\"'()", s.p[i]))
			buf_putc(out, '\\');
		buf_putc(out, s.p[i] == '\n' ? ' ' : s.p[i]);
	}
}

static void
one_line(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_putc(out, s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i]);
}

/* Whether only what could open a block stands before `at` on its line. */
static bool
opens_line(const struct doc *doc, size_t at)
{
	struct str s = doc->src->text;

	while (at > doc->from && s.p[at - 1] != '\n' && s.p[at - 1] != '\r')
		if (!strchr(" \t>-+*0123456789.)", s.p[--at]))
			return false;
	return true;
}

/* "12" before ". " would be a list, "(" behind "]" a link. */
static void
escape_start(struct doc *doc, struct buf *out, struct tag *t, struct str *s)
{
	char before =
	    t->at.from > doc->from ? doc->src->text.p[t->at.from - 1] : '\n';
	char c = s->n ? s->p[0] : 'x';

	if (before == ']' && (c == '(' || c == ':')) {
		buf_putc(out, '\\');
		return;
	}
	if (!opens_line(doc, t->at.from))
		return;
	if (c == '-' || c == '+' || c == '=' || c == '#')
		buf_putc(out, '\\');
	if (isdigit((unsigned char)c)) {
		char next = t->at.to < doc->src->text.n
		    ? doc->src->text.p[t->at.to]
		    : '\n';
		size_t n = 0;

		while (n < s->n && isdigit((unsigned char)s->p[n]))
			n++;
		if (n < s->n)
			next = s->p[n];
		if (next != '.' && next != ')')
			return;
		buf_printf(out, "&#%d;", c);
		*s = str_from(*s, 1);
	}
}

static struct str
escaped(struct doc *doc, struct tag *t, enum slot slot)
{
	struct str s = t->fill->text;
	struct buf out = { 0 };

	switch (slot) {
	case SLOT_TEXT:
		escape_start(doc, &out, t, &s);
		escape_markdown(&out, s);
		break;
	case SLOT_CELL:
		escape_cell(&out, s);
		break;
	case SLOT_TITLE:
		escape_title(&out, s);
		break;
	case SLOT_URL:
		link_percent(&out, s);
		break;
	case SLOT_CODE:
		one_line(&out, s);
		break;
	case SLOT_RAW:
		escape_html(&out, s);
		break;
	}
	return buf_take(&out, doc->a);
}

static void
report_bad(struct doc *doc, struct tag *t)
{
	doc->ok = false;
	diag_report(doc->d, DIAG_TAG_SYNTAX, t->at,
	    "'{{' does not open a tag: expected an id and '}}' on this line");
	diag_hint(
	    doc->d, "braces that are meant are written '\\{{', or in code");
}

static void
ask(struct doc *doc, struct tag *t)
{
	struct md_inline *fill = arena_new(doc->a, struct md_inline);

	if (doc->hooks->tag(doc->hooks->ctx, t->id, t->at, fill))
		t->fill = fill;
	else
		doc->ok = false;
}

void
note_id(struct doc *doc, struct str id)
{
	if (!id.n || map_find(&doc->id_seen, id))
		return;
	map_put(&doc->id_seen, doc->a, id, doc);
	arena_push(doc->a, doc->id, doc->nid, doc->capid, id);
}

const struct md_inline *
tag_use(struct doc *doc, struct tag *t, enum slot slot)
{
	t->met = true;
	if (!t->asked) {
		t->asked = true;
		if (t->bad)
			report_bad(doc, t);
		else
			ask(doc, t);
		if (t->fill)
			doc_edit(doc, t->at.from, t->at.to,
			    escaped(doc, t, slot), false);
	}
	if (!t->fill)
		return NULL;
	note_id(doc, t->fill->id);
	return t->fill;
}

struct str
tag_typed(struct doc *doc, struct str s)
{
	struct buf out = { 0 };
	struct str before;
	struct tag *t;

	while ((t = tag_next(doc, &s, &before))) {
		t->met = true;
		buf_str(&out, before);
		buf_str(&out, str_sub(doc->src->text, t->at.from, t->at.to));
	}
	if (!out.n)
		return before;
	buf_str(&out, before);
	return buf_take(&out, doc->a);
}

void
tag_skip(struct doc *doc, size_t from, size_t to)
{
	size_t lo = 0, hi = doc->ntag;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (doc->tag[mid].at.from < from)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < doc->ntag && doc->tag[lo].at.from < to; lo++)
		doc->tag[lo].met = true;
}

void
tag_end(struct doc *doc)
{
	for (size_t i = 0; i < doc->ntag; i++) {
		if (doc->tag[i].met)
			continue;
		doc->ok = false;
		diag_report(doc->d, DIAG_TAG_SYNTAX, doc->tag[i].at,
		    "tag stands where no text is shown: "
		    "in a link definition that nothing refers to, "
		    "or in the name of one");
	}
}

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
	    (c >= '0' && c <= '9') || (c && strchr("._@=,;:/+%- ", c));
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

bool
tag_is_escaped(struct str s, size_t i)
{
	size_t n = 0;

	while (n < i && s.p[i - n - 1] == '\\')
		n++;
	return n % 2;
}

void
tag_scan(struct doc *doc, struct buf *fed)
{
	struct str s = doc->text;
	char digit[STR_DIGITS];
	size_t done = 0;

	for (size_t i = 0; (i = str_find(s, STR("{{"), i)) != SIZE_MAX;) {
		struct tag t;

		if (tag_is_escaped(s, i)) {
			i += 2;
			continue;
		}
		t = tag_at(doc, i);
		buf_str(fed, str_sub(s, done, i));
		buf_puts(fed, TOKEN_OPEN);
		buf_str(fed, str_number(digit, doc->ntag));
		buf_puts(fed, TOKEN_CLOSE);
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

struct str
tag_unescape(struct str *rest)
{
	size_t i = str_find(*rest, STR("\\{{"), 0);
	struct str before = str_sub(*rest, 0, i);

	*rest = i == SIZE_MAX ? (struct str){ 0 } : str_from(*rest, i + 1);
	return before;
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
			t->edit = doc_edit(doc, t->at.from, t->at.to,
			    fill_escaped(doc, t, slot), false);
	}
	if (!t->fill)
		return NULL;
	note_id(doc, t->fill->id);
	return t->fill;
}

void
tag_put(struct buf *out, const struct md_inline *fill, enum gap_kind kind)
{
	if (kind == GAP_HTML)
		buf_str(out, fill->html);
	else if (kind == GAP_CODE && fill->code.n)
		buf_str(out, fill->code);
	else
		escape_html(out, fill->text);
}

const struct md_inline *
tag_fill(struct doc *doc, struct tag *t, enum slot slot, enum gap_kind kind)
{
	const struct md_inline *fill = tag_use(doc, t, slot);
	size_t from = doc->html.n;
	struct gap gap = {
		.kind = kind, .slot = slot, .what = t->at, .id = t->id
	};

	if (!fill)
		return NULL;
	tag_put(&doc->html, fill, kind);
	gap.figure = fill->id;
	gap_end(doc, gap, from, t->edit);
	return fill;
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

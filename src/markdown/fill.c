#include "markdown/markdown_int.h"

#include "text/escape.h"

#include <ctype.h>
#include <string.h>

#define NEAR 200 /* [byte] looked at round a tag */

/* How the first character must be written, lest it join what is before. */
enum first { FIRST_PLAIN, FIRST_BACKSLASH, FIRST_ENTITY };

/* A line end outside of the body. */
static char
source_at(const struct doc *doc, size_t i)
{
	struct str s = doc->src->text;
	char c = i >= doc->from && i < s.n ? s.p[i] : '\n';

	return c == '\r' ? '\n' : c;
}

/* Whether only what could open a block stands before the tag on its line. */
static bool
opens_line(const struct doc *doc, const struct tag *t)
{
	for (size_t i = t->at.from; source_at(doc, i - 1) != '\n'; i--)
		if (!strchr(" \t>-+*0123456789.)", source_at(doc, i - 1)))
			return false;
	return true;
}

/* The character `i` places behind where the value `s` starts. */
static char
char_behind(const struct doc *doc, const struct tag *t, struct str s, size_t i)
{
	return i < s.n ? s.p[i] : source_at(doc, t->at.to + (i - s.n));
}

/* "12" before ". " would be a list; "12.5" is none. */
static bool
opens_list(const struct doc *doc, const struct tag *t, struct str s)
{
	size_t n = 0;
	char next, after;

	while (n < s.n && isdigit((unsigned char)s.p[n]))
		n++;
	next = char_behind(doc, t, s, n);
	after = char_behind(doc, t, s, n + 1);
	return n && (next == '.' || next == ')') &&
	    (!after || isspace((unsigned char)after));
}

static bool
is_angle(char c)
{
	return c == '<' || c == '>' || c == '\n';
}

/* Within "<" and ">" that could be an HTML tag once the value is there. */
static bool
in_angles(const struct doc *doc, const struct tag *t)
{
	size_t i = t->at.from - 1, end = t->at.to;

	while (t->at.from - i < NEAR && !is_angle(source_at(doc, i)))
		i--;
	if (source_at(doc, i) != '<')
		return false;
	if (i + 1 == t->at.from)
		return isalpha((unsigned char)t->fill->text.p[0]);
	if (!isalpha((unsigned char)source_at(doc, i + 1)) &&
	    !strchr("/!?", source_at(doc, i + 1)))
		return false;
	while (end - t->at.to < NEAR && !is_angle(source_at(doc, end)))
		end++;
	return source_at(doc, end) == '>';
}

/* Behind "&": could be an entity once the value is there. */
static bool
in_entity(const struct doc *doc, const struct tag *t)
{
	size_t i = t->at.from - 1;

	while (isalnum((unsigned char)source_at(doc, i)) ||
	    source_at(doc, i) == '#')
		i--;
	return source_at(doc, i) == '&';
}

static enum first
first_of(const struct doc *doc, const struct tag *t, struct str s)
{
	char c = s.n ? s.p[0] : ' ';

	if (isalnum((unsigned char)c) &&
	    (in_entity(doc, t) || in_angles(doc, t)))
		return FIRST_ENTITY;
	if (source_at(doc, t->at.from - 1) == ']' && strchr("(:", c))
		return FIRST_BACKSLASH;
	if (!opens_line(doc, t))
		return FIRST_PLAIN;
	if (strchr("-+=#", c))
		return FIRST_BACKSLASH;
	return opens_list(doc, t, s) ? FIRST_ENTITY : FIRST_PLAIN;
}

/* Writes the first character if it needs care, and cuts it off. */
static void
put_first(struct doc *doc, struct buf *out, const struct tag *t, struct str *s)
{
	enum first how = first_of(doc, t, *s);

	if (how == FIRST_BACKSLASH)
		buf_putc(out, '\\');
	if (how != FIRST_ENTITY)
		return;
	buf_printf(out, "&#%d;", s->p[0]);
	*s = str_from(*s, 1);
}

static void
put_title(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] && strchr("\\`*_[]<>&~|\"'()", s.p[i]))
			buf_putc(out, '\\');
		buf_putc(out, s.p[i] == '\n' ? ' ' : s.p[i]);
	}
}

static void
put_line(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_putc(out, s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i]);
}

struct str
fill_escaped(struct doc *doc, const struct tag *t, enum slot slot)
{
	struct str s = t->fill->text;
	struct buf out = { 0 };

	switch (slot) {
	case SLOT_TEXT:
		put_first(doc, &out, t, &s);
		escape_markdown(&out, s);
		break;
	case SLOT_CELL:
		put_first(doc, &out, t, &s);
		escape_cell(&out, s);
		break;
	case SLOT_TITLE:
		put_title(&out, s);
		break;
	case SLOT_URL:
		link_percent(&out, s);
		break;
	case SLOT_CODE:
		put_line(&out, s);
		break;
	case SLOT_RAW:
		escape_html(&out, s);
		break;
	}
	return buf_take(&out, doc->a);
}

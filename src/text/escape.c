#include "text/escape.h"

#include <string.h>

#include "base/plain.h"

static const char *
entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	default:
		return "&quot;";
	}
}

/* '"' and '&' differ in one bit, and so do '<' and '>'. */
static inline sixteen
special(sixteen w)
{
	return (
	    sixteen)(((w | ('"' ^ '&')) == '&') | ((w | ('<' ^ '>')) == '>'));
}

static void
put_entity(struct buf *out, char c)
{
	buf_puts(out, entity(c));
}

static bool
is_plain(char c)
{
	return c != '"' && c != '&' && c != '<' && c != '>';
}

/* Apart, for most texts never come here. */
static RARE void
put_special(struct buf *out, struct str s)
{
	plain_put_rest(out, s, special, is_plain, put_entity);
}

void
escape_html(struct buf *out, struct str s)
{
	s = str_from(s, plain_put(out, s, special));
	if (s.n)
		put_special(out, s);
}

/* Says itself in a link. */
static bool
is_url(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '-' && c <= ';') ||
	    (c >= '?' && c <= 'Z') || (c && strchr("-_.~!*();:@=+$,/?#%", c));
}

/* Of what says itself in a link only what is frequent is not marked. */
static inline sixteen
special_url(sixteen w)
{
	return (sixteen) ~((w - 'a' <= 'z' - 'a') | (w - '-' <= ';' - '-') |
	    (w - '?' <= 'Z' - '?') | (w == '_') | (w == '#'));
}

void
escape_url(struct buf *out, struct str s)
{
	size_t plain = 0;

	s = str_from(s, plain_put(out, s, special_url));
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (is_url(c))
			continue;
		buf_put(out, s.p + plain, i - plain);
		plain = i + 1;
		if (c == '&')
			buf_puts(out, "&amp;");
		else if (c == '\'')
			buf_puts(out, "&#x27;");
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
	if (s.n > plain)
		buf_put(out, s.p + plain, s.n - plain);
}

/* What a character needs in Markdown. */
enum { PLAIN, BLANK, ESCAPE, ESCAPE_CELL };

static inline sixteen
special_markdown(sixteen w)
{
	return (sixteen)((w == '\n') | (w == '\r') | (w == '\\') | (w == '`') |
	    (w == '*') | (w == '_') | (w == '[') | (w == ']') | (w == '<') |
	    (w == '>') | (w == '&') | (w == '~') | (w == '|'));
}

static void
escape_with(struct buf *out, struct str s, int worst)
{
	static const char need[256] = { ['\n'] = BLANK,
		['\r'] = BLANK,
		['\\'] = ESCAPE,
		['`'] = ESCAPE,
		['*'] = ESCAPE,
		['_'] = ESCAPE,
		['['] = ESCAPE,
		[']'] = ESCAPE,
		['<'] = ESCAPE,
		['>'] = ESCAPE,
		['&'] = ESCAPE,
		['~'] = ESCAPE,
		['|'] = ESCAPE_CELL };
	size_t plain = 0;

	s = str_from(s, plain_put(out, s, special_markdown));
	for (size_t i = 0; i < s.n; i++) {
		int is = need[(unsigned char)s.p[i]];

		if (is == PLAIN || is > worst)
			continue;
		buf_put(out, s.p + plain, i - plain);
		buf_putc(out, is == BLANK ? ' ' : '\\');
		plain = is == BLANK ? i + 1 : i;
	}
	if (s.n > plain)
		buf_put(out, s.p + plain, s.n - plain);
}

void
escape_markdown(struct buf *out, struct str s)
{
	escape_with(out, s, ESCAPE);
}

void
escape_cell(struct buf *out, struct str s)
{
	escape_with(out, s, ESCAPE_CELL);
}

#include "text/escape.h"

#include <string.h>

#include "base/eight.h"

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

/* Eight bytes without '"' and '&', which differ in one bit, and '<' and '>', of
 * which the same is true. */
static inline bool
are_plain(uint64_t w)
{
	return !eight_is_marked(w,
	    eight_mark(w | EIGHT('"' ^ '&'), '&') |
		eight_mark(w | EIGHT('<' ^ '>'), '>'));
}

/* Where the first byte from `i` on stands that needs an entity, or the end. */
static size_t
find_special(struct str s, size_t i)
{
	static const bool special[256] = {
		['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true
	};

	for (; s.n - i >= 8; i += 8)
		if (!are_plain(eight_of(s.p + i)))
			break;
	if (s.n - i < 8 && are_plain(str_tail(s)))
		return s.n;
	while (i < s.n && !special[(unsigned char)s.p[i]])
		i++;
	return i;
}

void
escape_html(struct buf *out, struct str s)
{
	size_t from = 0, i;

	if (!s.n)
		return;
	while ((i = find_special(s, from)) < s.n) {
		buf_put(out, s.p + from, i - from);
		buf_puts(out, entity(s.p[i]));
		from = i + 1;
	}
	if (s.n > from)
		buf_put(out, s.p + from, s.n - from);
}

/* Says itself in a link. */
static bool
is_url(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '-' && c <= ';') ||
	    (c >= '?' && c <= 'Z') || (c && strchr("-_.~!*();:@=+$,/?#%", c));
}

void
escape_url(struct buf *out, struct str s)
{
	size_t plain = 0;

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

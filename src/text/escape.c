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
static bool
are_plain(const char *p)
{
	uint64_t w = eight_of(p);

	return !eight_has(w | EIGHT('"' ^ '&'), '&') &&
	    !eight_has(w | EIGHT('<' ^ '>'), '>');
}

void
escape_html(struct buf *out, struct str s)
{
	static const bool special[256] = {
		['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true
	};
	size_t plain = 0;

	for (size_t i = 0;; i++) {
		while (i + 8 <= s.n && are_plain(s.p + i))
			i += 8;
		if (i >= s.n)
			break;
		if (!special[(unsigned char)s.p[i]])
			continue;
		buf_put(out, s.p + plain, i - plain);
		buf_puts(out, entity(s.p[i]));
		plain = i + 1;
	}
	if (s.n > plain)
		buf_put(out, s.p + plain, s.n - plain);
}

/* Says itself in a link. */
static bool
is_url(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || (c && strchr("-_.~!*();:@=+$,/?#%", c));
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

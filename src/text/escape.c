#include "text/escape.h"

#include <string.h>

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
	case '"':
		return "&quot;";
	default:
		return NULL;
	}
}

void
escape_html(struct buf *out, struct str s)
{
	size_t plain = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *e = entity(s.p[i]);

		if (!e)
			continue;
		buf_put(out, s.p + plain, i - plain);
		buf_puts(out, e);
		plain = i + 1;
	}
	if (s.n > plain)
		buf_put(out, s.p + plain, s.n - plain);
}

void
escape_url(struct buf *out, struct str s)
{
	static const char safe[] = "-_.~!*'();:@&=+$,/?#%";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '&')
			buf_puts(out, "&amp;");
		else if (c == '\'')
			buf_puts(out, "&#x27;");
		else if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		    (c >= 'a' && c <= 'z') || (c && strchr(safe, c)))
			buf_putc(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}

static void
escape_with(struct buf *out, struct str s, const char *special)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '\n' || c == '\r') {
			buf_putc(out, ' ');
			continue;
		}
		if (c && strchr(special, c))
			buf_putc(out, '\\');
		buf_putc(out, c);
	}
}

void
escape_markdown(struct buf *out, struct str s)
{
	escape_with(out, s, "\\`*_[]<>&~");
}

void
escape_cell(struct buf *out, struct str s)
{
	escape_with(out, s, "\\`*_[]<>&~|");
}

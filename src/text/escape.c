#include "text/escape.h"

#include <string.h>

void
escape_html(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '&':
			buf_puts(out, "&amp;");
			break;
		case '<':
			buf_puts(out, "&lt;");
			break;
		case '>':
			buf_puts(out, "&gt;");
			break;
		case '"':
			buf_puts(out, "&quot;");
			break;
		default:
			buf_putc(out, s.p[i]);
		}
	}
}

void
escape_url(struct buf *out, struct str s)
{
	static const char safe[] = "-_.~!*'();:@&=+$,/?#[]%";

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

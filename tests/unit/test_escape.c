/* escape: texts are escaped as byte by byte, wherever in them a byte stands. */
#include "text/escape.h"

#include <stdio.h>

#include "data/json.h"

#define LONGEST 20 /* two words of eight and a rest */

static int ntest, nfail;

static void
check(bool ok, const char *name)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++ntest, name);
	nfail += !ok;
}

typedef void (*escaper)(struct buf *out, struct str s);

/* Every byte, at every place of a text of every length, beside others that need
 * no escape or do. */
static bool
agrees(escaper whole, char beside)
{
	struct buf got = { 0 }, want = { 0 };
	bool ok = true;

	for (size_t n = 1; n <= LONGEST; n++)
		for (size_t at = 0; at < n; at++)
			for (int c = 0; c < 256; c++) {
				char text[LONGEST];

				memset(text, beside, n);
				text[at] = (char)c;
				buf_clear(&got);
				buf_clear(&want);
				whole(&got, (struct str){ text, n });
				for (size_t i = 0; i < n; i++)
					whole(
					    &want, (struct str){ text + i, 1 });
				ok &= str_eq(buf_view(&got), buf_view(&want));
			}
	buf_free(&got);
	buf_free(&want);
	return ok;
}

/* One byte as it is escaped. */
static bool
is_escaped(escaper one, char c, const char *want)
{
	struct buf b = { 0 };
	bool ok;

	one(&b, (struct str){ &c, 1 });
	ok = str_is(buf_view(&b), want);
	buf_free(&b);
	return ok;
}

static void
test_bytes(void)
{
	check(is_escaped(escape_html, '&', "&amp;") &&
		is_escaped(escape_html, '<', "&lt;") &&
		is_escaped(escape_html, '>', "&gt;") &&
		is_escaped(escape_html, '"', "&quot;") &&
		is_escaped(escape_html, '\'', "'"),
	    "html: one byte");
	check(is_escaped(json_text, '"', "\\\"") &&
		is_escaped(json_text, '\\', "\\\\") &&
		is_escaped(json_text, '\n', "\\n") &&
		is_escaped(json_text, 0, "\\u0000") &&
		is_escaped(json_text, 0x7F, "\\u007f") &&
		is_escaped(json_text, ' ', " "),
	    "json: one byte");
}

int
main(void)
{
	static const char beside[] = { 'a', '!', '#', '\'', '%', ';', '=', '?',
		'[', ']', '~', '\x80', '\xFF', '&', '"', '\\', ' ' };
	bool html = true, json = true;

	test_bytes();
	for (size_t i = 0; i < countof(beside); i++) {
		html &= agrees(escape_html, beside[i]);
		json &= agrees(json_text, beside[i]);
	}
	check(html, "html: each byte at each place");
	check(json, "json: each byte at each place");
	printf("1..%d\n", ntest);
	return nfail != 0;
}

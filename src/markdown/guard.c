#include "base/eight.h"
#include "markdown/markdown_int.h"

#include <string.h>

/* What has been seen of the lines since the last blank one. */
struct run {
	size_t nline;
	size_t ncolumn; /* of the table whose rows these are, else 0 */
	size_t nrow;
	size_t table; /* line of its delimiter row */
	bool reported;
};

static unsigned char
byte_at(struct str s, size_t i)
{
	return i < s.n ? (unsigned char)s.p[i] : 0;
}

/* Length of the UTF-8 sequence at `i`, or 0; `*code` is the code point. */
static size_t
decode(struct str s, size_t i, uint32_t *code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char c = byte_at(s, i);
	size_t n = c < 0x80 ? 1
	    : c < 0xC0	    ? 0
	    : c < 0xE0	    ? 2
	    : c < 0xF0	    ? 3
	    : c < 0xF8	    ? 4
			    : 0;

	*code = n < 2 ? c : c & (0x7Fu >> n);
	for (size_t k = 1; k < n; k++) {
		if ((byte_at(s, i + k) & 0xC0) != 0x80)
			return 0;
		*code = *code << 6 | (byte_at(s, i + k) & 0x3F);
	}
	if (n && (*code < least[n] || *code > 0x10FFFF))
		return 0;
	return *code >= 0xD800 && *code < 0xE000 ? 0 : n;
}

/* HTML has no controls and no noncharacters; a BOM starts a file only. */
static bool
is_text(uint32_t c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n' || c == '\r';
	if (c >= 0x7F && c < 0xA0)
		return false;
	return c != 0xFEFF && (c & 0xFFFE) != 0xFFFE &&
	    !(c >= 0xFDD0 && c <= 0xFDEF);
}

static void
report_bytes(struct doc *doc, size_t i, size_t n, uint32_t code)
{
	struct str bad = str_sub(doc->text, i, i + (n ? n : 1));
	struct span at = doc_span(doc, bad);

	doc->ok = false;
	if (n)
		diag_report(doc->d, DIAG_MARKDOWN_ENCODING, at,
		    "character U+%04X cannot stand in a text", (unsigned)code);
	else
		diag_report(doc->d, DIAG_MARKDOWN_ENCODING, at,
		    "byte 0x%02X is not UTF-8", (unsigned)byte_at(bad, 0));
}

static bool
is_plain(char c)
{
	return (c >= ' ' && c <= '~') || c == '\n' || c == '\t' || c == '\r';
}

/* Eight bytes of printable ASCII: none has its top bit, is below ' ', or is
 * DEL. */
static bool
are_plain(const char *p)
{
	uint64_t w = eight_of(p);

	return ((w | (w - EIGHT(' ')) | (w + EIGHT(1))) & EIGHT(0x80)) == 0;
}

static size_t
plain_end(struct str s, size_t i)
{
	for (;; i++) {
		while (i + 8 <= s.n && are_plain(s.p + i))
			i += 8;
		if (i == s.n || !is_plain(s.p[i]))
			return i;
	}
}

/* Where the first character from `i` on is that cannot stand in a text. */
static size_t
text_end(struct str s, size_t i)
{
	uint32_t code;
	size_t n;

	for (; (i = plain_end(s, i)) < s.n; i += n) {
		n = decode(s, i, &code);
		if (!n || !is_text(code))
			break;
	}
	return i;
}

/* One report for a run of bad bytes; they become '?', in a copy. */
static void
clean(struct doc *doc, size_t i)
{
	char *p = arena_copy(doc->a, doc->text.p, doc->text.n);
	size_t last = SIZE_MAX; /* end of the bad bytes before */
	uint32_t code;

	doc->text.p = p;
	while (i < doc->text.n) {
		size_t n = decode(doc->text, i, &code);

		if (i != last)
			report_bytes(doc, i, n, code);
		last = i + (n ? n : 1);
		memset(p + i, '?', last - i);
		i = text_end(doc->text, last);
	}
}

static size_t
line_end(struct str s, size_t from)
{
	const char *p = memchr(s.p + from, '\n', s.n - from);

	return p ? (size_t)(p - s.p) + 1 : s.n;
}

static void
add_line(struct doc *doc, size_t start)
{
	arena_push(doc->a, doc->line, doc->nline, doc->capline, start);
}

/* An end is "\n", "\r\n" or "\r". */
static void
find_lines(struct doc *doc)
{
	struct str s = doc->text;
	bool returns = s.n && memchr(s.p, '\r', s.n);

	for (size_t start = 0, end; start < s.n; start = end) {
		end = line_end(s, start);
		add_line(doc, start);
		for (size_t i = start; returns && i + 1 < end; i++)
			if (s.p[i] == '\r' && s.p[i + 1] != '\n')
				add_line(doc, i + 1);
	}
}

static bool
check_size(struct doc *doc)
{
	if (doc->src->text.n - doc->from <= MARKDOWN_MAX_FILE)
		return true;
	doc->ok = false;
	return diag_report(doc->d, DIAG_MARKDOWN_SIZE,
	    span_of(doc->src, doc->from, doc->from),
	    "text is too long: %zu bytes, at most %zu are allowed",
	    doc->src->text.n - doc->from, MARKDOWN_MAX_FILE);
}

bool
guard_text(struct doc *doc)
{
	size_t bad;

	if (!check_size(doc))
		return false;
	doc->text = str_from(doc->src->text, doc->from);
	bad = text_end(doc->text, 0);
	if (bad < doc->text.n)
		clean(doc, bad);
	find_lines(doc);
	return true;
}

/* Length of the container marker at the start of `s`, or 0. */
static size_t
marker(struct str s)
{
	size_t i = 0;

	if (byte_at(s, 0) == '>')
		return 1;
	while (i < 9 && byte_at(s, i) >= '0' && byte_at(s, i) <= '9')
		i++;
	if (i ? !byte_at(s, i) || !strchr(".)", s.p[i])
	      : !byte_at(s, 0) || !strchr("-+*", s.p[0]))
		return 0;
	i++;
	return i == s.n || is_blank(s.p[i]) ? i : 0;
}

static struct str
skip_blanks(struct str s)
{
	while (s.n && is_blank(s.p[0]))
		s = str_from(s, 1);
	return s;
}

/* "- - -" is a rule, not lists in lists. */
static bool
is_rule(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != s.p[0] && !is_blank(s.p[i]))
			return false;
	return s.n && (s.p[0] == '-' || s.p[0] == '*');
}

/* What stands in the line's containers; counts them. */
static struct str
contents(struct str line, size_t *depth)
{
	struct str s = skip_blanks(line);

	*depth = 0;
	while (!is_rule(s) && marker(s)) {
		s = skip_blanks(str_from(s, marker(s)));
		if (++*depth > MARKDOWN_MAX_NESTING)
			break;
	}
	return s;
}

/* Columns of a delimiter row; 0 when it is none. */
static size_t
delimiter_columns(struct str s)
{
	size_t n = 0;
	bool filled = false, dash = false;

	for (size_t i = 0; i < s.n; i++) {
		if (!strchr("|-: \t", s.p[i]))
			return 0;
		dash = dash || s.p[i] == '-';
		if (s.p[i] == '|' && filled)
			n++;
		filled = s.p[i] != '|' && (filled || !is_blank(s.p[i]));
	}
	return dash ? n + filled : 0;
}

static bool
refuse(struct doc *doc, struct run *r, enum diag_id id, size_t line,
    const char *what, size_t max)
{
	if (!r->reported)
		diag_report(doc->d, id, doc_line_span(doc, line),
		    "%s: more than %zu", what, max);
	r->reported = true;
	doc->ok = false;
	return false;
}

static size_t
count_pipes(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '|';
	return n;
}

static bool
check_table(struct doc *doc, struct run *r, size_t line, struct str s)
{
	size_t n = delimiter_columns(s);

	if (n > MARKDOWN_MAX_COLUMNS)
		return refuse(doc, r, DIAG_MARKDOWN_COLUMNS, line,
		    "too many columns in a table", MARKDOWN_MAX_COLUMNS);
	if (n && r->nline > MARKDOWN_MAX_LINES)
		return refuse(doc, r, DIAG_MARKDOWN_LINES, line,
		    "too many lines without a blank one before a table",
		    MARKDOWN_MAX_LINES);
	if (!r->ncolumn) {
		r->ncolumn = n;
		r->table = line;
		return true;
	}
	r->nrow++;
	if (count_pipes(s) > 8 * MARKDOWN_MAX_COLUMNS)
		return refuse(doc, r, DIAG_MARKDOWN_COLUMNS, line,
		    "too many pipes in a row of a table",
		    (size_t)8 * MARKDOWN_MAX_COLUMNS);
	if (r->nrow * r->ncolumn > MARKDOWN_MAX_CELLS)
		return refuse(doc, r, DIAG_MARKDOWN_TABLE, r->table,
		    "too many cells in a table", MARKDOWN_MAX_CELLS);
	return true;
}

static bool
check_line(struct doc *doc, struct run *r, size_t line)
{
	size_t depth;
	struct str s = contents(doc_line(doc, line), &depth);
	bool fine = true;

	if (depth > MARKDOWN_MAX_NESTING)
		fine = refuse(doc, r, DIAG_MARKDOWN_NESTING, line,
		    "quotes and lists are nested too deeply",
		    MARKDOWN_MAX_NESTING);
	if (!s.n) {
		*r = (struct run){ 0 };
		return fine;
	}
	fine = check_table(doc, r, line, s) && fine;
	r->nline++;
	return fine;
}

bool
guard_limits(struct doc *doc)
{
	struct run r = { 0 };
	bool fine = true;

	for (size_t i = 1; i <= doc->nline; i++)
		fine = check_line(doc, &r, i) && fine;
	return fine;
}

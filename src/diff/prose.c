#include "diff/prose.h"

#include <string.h>

struct range {
	size_t from, to; /* [byte] */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Bytes of the fence that a line starts with, or 0. */
static size_t
fence_length(struct str line)
{
	size_t n = 0;

	if (!line.n || (line.p[0] != '`' && line.p[0] != '~'))
		return 0;
	while (n < line.n && line.p[n] == line.p[0])
		n++;
	return n >= 3 ? n : 0;
}

static bool
is_item(struct str line)
{
	size_t n = 0;

	if (line.n > 1 && strchr("-*+", line.p[0]))
		return line.p[1] == ' ';
	while (n < line.n && line.p[n] >= '0' && line.p[n] <= '9')
		n++;
	return n && n + 1 < line.n && (line.p[n] == '.' || line.p[n] == ')') &&
	    line.p[n + 1] == ' ';
}

static enum line_kind
kind_of(struct str line)
{
	if (!line.n)
		return LINE_BLANK;
	if (line.p[0] == '|')
		return LINE_TABLE;
	if (line.p[0] == '#')
		return LINE_HEADING;
	return is_item(line) ? LINE_ITEM : LINE_TEXT;
}

void
prose_init(struct prose *p, struct arena *a, const struct guide_model *guide,
    const struct str *said)
{
	const struct source *s = guide->prose;
	size_t open = 0;
	char mark = 0;

	p->guide = guide;
	p->said = said;
	p->kind = arena_array(a, enum line_kind, s->nline + 1);
	for (size_t i = 0; i < s->nline; i++) {
		struct str line = str_trim(source_line(s, i + 1));
		size_t fence = fence_length(line);

		if (s->line[i] < guide->body) {
			p->kind[i] = LINE_BLANK;
		} else if (!open && fence) {
			p->kind[i] = LINE_FENCE;
			open = fence;
			mark = line.p[0];
		} else if (open && fence >= open && line.p[0] == mark &&
		    fence == line.n) {
			p->kind[i] = LINE_FENCE;
			open = 0;
		} else {
			p->kind[i] = open ? LINE_CODE : kind_of(line);
		}
	}
}

size_t
prose_line(const struct prose *p, size_t offset)
{
	return source_place(p->guide->prose, offset).line;
}

size_t
prose_table(const struct prose *p, size_t line)
{
	if (p->kind[line - 1] != LINE_TABLE)
		return 0;
	while (line > 1 && p->kind[line - 2] == LINE_TABLE)
		line--;
	return line;
}

/* The first spot at or behind a byte. */
static size_t
spot_from(const struct guide_model *g, size_t offset)
{
	size_t lo = 0, hi = g->nspot;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (g->spot[mid].from < offset)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* The text of a range with its tags replaced. */
static void
put_range(struct buf *out, const struct prose *p, struct range r)
{
	const struct guide_model *g = p->guide;
	struct str text = g->prose->text;
	size_t at = r.from;

	for (size_t i = spot_from(g, r.from);
	     i < g->nspot && g->spot[i].to <= r.to; i++) {
		const struct spot *s = &g->spot[i];

		if (s->block.n || s->from < at)
			continue;
		buf_str(out, str_sub(text, at, s->from));
		buf_str(out, p->said[s->figure]);
		at = s->to;
	}
	buf_str(out, str_sub(text, at, r.to));
}

/* Bytes of a marker of a list, quote or heading. */
static size_t
marker_length(struct str s)
{
	size_t n = 0;

	if (is_item(s)) {
		while (s.p[n] != ' ')
			n++;
		return n;
	}
	while (n < s.n && (s.p[n] == '#' || s.p[n] == '>'))
		n++;
	return n;
}

/* The end of the address behind the text of a link that starts at `i`. */
static size_t
link_end(struct str s, size_t i)
{
	size_t close;

	if (i + 1 >= s.n || s.p[i] != ']' || s.p[i + 1] != '(')
		return 0;
	close = str_find(s, STR(")"), i);
	return close == SIZE_MAX ? 0 : close;
}

/* Plain text: without bold, code marks, addresses of links, line ends. */
static struct str
plain(struct arena *a, struct str s)
{
	struct buf b = { 0 };

	s = str_trim(s);
	s = str_trim(str_from(s, marker_length(s)));
	for (size_t i = 0; i < s.n; i++) {
		size_t end = link_end(s, i);

		if (end) {
			i = end;
		} else if (str_starts(str_from(s, i), STR("**"))) {
			i++;
		} else if (s.p[i] == '[' &&
		    str_find(s, STR("]("), i) != SIZE_MAX) {
			continue;
		} else if (is_blank(s.p[i])) {
			if (b.n && b.p[b.n - 1] != ' ')
				buf_putc(&b, ' ');
		} else if (s.p[i] != '`') {
			buf_putc(&b, s.p[i]);
		}
	}
	return buf_take(&b, a);
}

static struct range
line_range(const struct prose *p, size_t line)
{
	const struct source *s = p->guide->prose;
	struct range r = { s->line[line - 1], 0 };

	r.to = r.from + source_line(s, line).n;
	return r;
}

/* The paragraph, or the item of a list, around a line. */
static struct range
paragraph(const struct prose *p, size_t line)
{
	size_t first = line, last = line;

	while (p->kind[first - 1] == LINE_TEXT && first > 1 &&
	    (p->kind[first - 2] == LINE_TEXT ||
		p->kind[first - 2] == LINE_ITEM))
		first--;
	while (last < p->guide->prose->nline && p->kind[last] == LINE_TEXT)
		last++;
	return (
	    struct range){ line_range(p, first).from, line_range(p, last).to };
}

/* Whether a sentence ends at byte `i`, which is one of ".!?". */
static bool
ends_sentence(struct str text, size_t i, size_t to)
{
	size_t k = i + 1;

	while (k < to && strchr("*_)\"'", text.p[k]))
		k++;
	if (k >= to)
		return true;
	if (!is_blank(text.p[k]))
		return false;
	while (k < to && is_blank(text.p[k]))
		k++;
	return k >= to || !(text.p[k] >= 'a' && text.p[k] <= 'z');
}

/* The sentence of a paragraph that holds a byte; a tag is no end. */
static struct range
sentence(struct str text, struct range para, size_t offset)
{
	struct range r = para;

	for (size_t i = para.from; i < para.to; i++) {
		if (str_starts(str_from(text, i), STR("{{"))) {
			size_t close = str_find(text, STR("}}"), i);

			if (close != SIZE_MAX && close < para.to)
				i = close + 1;
			continue;
		}
		if (!strchr(".!?", text.p[i]) ||
		    !ends_sentence(text, i, para.to))
			continue;
		if (i >= offset) {
			r.to = i + 1;
			while (r.to < para.to && strchr("*_)\"'", text.p[r.to]))
				r.to++;
			return r;
		}
		r.from = i + 1;
		while (r.from < para.to && strchr("*_)\"'", text.p[r.from]))
			r.from++;
	}
	return r;
}

struct str
prose_heading(struct arena *a, const struct prose *p, size_t line)
{
	struct buf b = { 0 };
	struct str out;

	while (line > 0 && p->kind[line - 1] != LINE_HEADING)
		line--;
	if (!line)
		return (struct str){ 0 };
	put_range(&b, p, line_range(p, line));
	out = plain(a, buf_view(&b));
	buf_free(&b);
	return out;
}

/* "| a | b |" as "a | b" */
static struct str
row_text(struct str row)
{
	row = str_trim(row);
	if (row.n && row.p[0] == '|')
		row = str_from(row, 1);
	if (row.n && row.p[row.n - 1] == '|')
		row.n--;
	return str_trim(row);
}

struct str
prose_sentence(struct arena *a, const struct prose *p, size_t offset)
{
	size_t line = prose_line(p, offset);
	enum line_kind kind = p->kind[line - 1];
	struct range r = line_range(p, line);
	struct buf b = { 0 };
	struct str out;

	if (kind == LINE_TEXT || kind == LINE_ITEM)
		r = sentence(p->guide->prose->text, paragraph(p, line), offset);
	put_range(&b, p, r);
	if (kind == LINE_CODE)
		out = str_copy(a, str_trim(buf_view(&b)));
	else if (kind == LINE_TABLE)
		out = plain(a, row_text(buf_view(&b)));
	else
		out = plain(a, buf_view(&b));
	buf_free(&b);
	return out;
}

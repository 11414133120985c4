#include "base/source.h"

struct source *
source_new(struct arena *a, const char *path, struct str text)
{
	struct source *s = arena_new(a, struct source);
	size_t cap = 0;

	s->path = path;
	s->name = path;
	s->text = text;
	arena_push(a, s->line, s->nline, cap, 0);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '\n')
			arena_push(a, s->line, s->nline, cap, i + 1);
	return s;
}

/* Index of the line that holds `offset`. */
static size_t
line_index(const struct source *s, size_t offset)
{
	size_t lo = 0, hi = s->nline;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->line[mid] <= offset)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

struct source *
source_named(
    struct arena *a, const char *path, const char *name, struct str text)
{
	struct source *s = source_new(a, path, text);

	s->name = name;
	return s;
}

struct place
source_place(const struct source *s, size_t offset)
{
	size_t i, column = 1;

	if (offset > s->text.n)
		offset = s->text.n;
	i = line_index(s, offset);
	for (size_t k = s->line[i]; k < offset; k++)
		if (((unsigned char)s->text.p[k] & 0xC0) != 0x80)
			column++;
	return (struct place){ i + 1, column };
}

struct str
source_line(const struct source *s, size_t line)
{
	struct str text;

	if (line == 0 || line > s->nline)
		return (struct str){ 0 };
	text = str_sub(s->text, s->line[line - 1],
	    line < s->nline ? s->line[line] : s->text.n);
	while (text.n &&
	    (text.p[text.n - 1] == '\n' || text.p[text.n - 1] == '\r'))
		text.n--;
	return text;
}

struct span
span_of(const struct source *s, size_t from, size_t to)
{
	return (struct span){ s, from, to };
}

struct span
span_sub(struct span at, size_t from, size_t to)
{
	size_t n = at.to - at.from;

	if (to > n)
		to = n;
	if (from > to)
		from = to;
	return (struct span){ at.src, at.from + from, at.from + to };
}

int
span_order(struct span x, struct span y)
{
	int c;

	if (!x.src || !y.src)
		return !y.src - !x.src;
	if (x.src != y.src) {
		c = str_cmp(str_of(x.src->path), str_of(y.src->path));
		if (c)
			return c;
	}
	return (x.from > y.from) - (x.from < y.from);
}

struct str
span_where(struct arena *a, struct span at)
{
	if (!at.src)
		return (struct str){ 0 };
	return str_printf(
	    a, "%s:%zu", at.src->path, source_place(at.src, at.from).line);
}

struct str
span_named(struct arena *a, struct span at)
{
	if (!at.src)
		return (struct str){ 0 };
	return str_printf(
	    a, "%s:%zu", at.src->name, source_place(at.src, at.from).line);
}

#include "base/source.h"

#define BLOCK ((size_t)1024) /* [byte] of `before` */

/* Bytes that start no character. */
static size_t
count_inner(struct str s, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n += ((unsigned char)s.p[i] & 0xC0) == 0x80;
	return n;
}

/* The lines; how long the longest is. */
static size_t
find_lines(struct source *s, struct arena *a)
{
	const char *end = s->text.p + s->text.n, *p = s->text.p, *q;
	size_t cap = 0, longest = 0, n;

	arena_push(a, s->line, s->nline, cap, 0);
	while (p < end && (q = memchr(p, '\n', (size_t)(end - p)))) {
		n = (size_t)(q - p);
		longest = n > longest ? n : longest;
		p = q + 1;
		arena_push(a, s->line, s->nline, cap, (size_t)(p - s->text.p));
	}
	n = (size_t)(end - p);
	return n > longest ? n : longest;
}

/* How many such bytes stand before each block, so that a column in a long line
 * is not counted from the line's start. */
static void
count_blocks(struct source *s, struct arena *a)
{
	size_t n = s->text.n / BLOCK, sum = 0;

	s->before = arena_array(a, size_t, n + 1);
	for (size_t i = 0; i < n; i++) {
		sum += count_inner(s->text, i * BLOCK, (i + 1) * BLOCK);
		s->before[i + 1] = sum;
	}
}

struct source *
source_new(struct arena *a, const char *path, struct str text)
{
	struct source *s = arena_new(a, struct source);

	s->path = path;
	s->name = path;
	s->text = text;
	if (find_lines(s, a) > 2 * BLOCK)
		count_blocks(s, a);
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

/* Bytes of [from, to) that start no character. */
static size_t
inner_bytes(const struct source *s, size_t from, size_t to)
{
	size_t i = from / BLOCK + 1, k = to / BLOCK;

	if (!s->before || i > k)
		return count_inner(s->text, from, to);
	return count_inner(s->text, from, i * BLOCK) +
	    (s->before[k] - s->before[i]) + count_inner(s->text, k * BLOCK, to);
}

struct place
source_place(const struct source *s, size_t offset)
{
	size_t i, from;

	if (offset > s->text.n)
		offset = s->text.n;
	i = line_index(s, offset);
	from = s->line[i];
	return (struct place){ i + 1,
		offset - from - inner_bytes(s, from, offset) + 1 };
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

/* "name:line" */
static struct str
place_text(struct arena *a, const char *name, struct span at)
{
	char digit[STR_DIGITS];

	return str_cat(a, str_of(name), STR(":"),
	    str_number(digit, line_index(at.src, at.from) + 1));
}

struct str
span_where(struct arena *a, struct span at)
{
	if (!at.src)
		return (struct str){ 0 };
	return place_text(a, at.src->path, at);
}

struct str
span_named(struct arena *a, struct span at)
{
	if (!at.src)
		return (struct str){ 0 };
	return place_text(a, at.src->name, at);
}

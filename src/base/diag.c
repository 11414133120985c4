#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
	const char *name;
	enum diag_level level;
} info[] = {
#define X(id, name, level) { name, level },
#include "base/diag.def"
#undef X
};

static struct str
    PRINTF(2, 0) format(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	int n;
	char *p;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		die("cannot format text");
	p = arena_alloc(a, (size_t)n + 1, 1);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	return (struct str){ p, (size_t)n };
}

bool
diag_report(
    struct diag *d, enum diag_id id, struct span at, const char *fmt, ...)
{
	struct diag_item item = { .id = id, .at = at };
	va_list ap;

	va_start(ap, fmt);
	item.text = format(d->arena, fmt, ap);
	va_end(ap);
	item.serial = d->nerror + d->nwarning;
	if (info[id].level == DIAG_ERROR)
		d->nerror++;
	else
		d->nwarning++;
	if (d->n < DIAG_MAX)
		arena_push(d->arena, d->item, d->n, d->cap, item);
	return false;
}

/* The newest report, unless it was beyond DIAG_MAX and is not kept. */
static struct diag_item *
newest(struct diag *d)
{
	if (!d->n || d->nerror + d->nwarning != d->item[d->n - 1].serial + 1)
		return NULL;
	return &d->item[d->n - 1];
}

void
diag_hint(struct diag *d, const char *fmt, ...)
{
	struct diag_item *item = newest(d);
	va_list ap;

	if (!item)
		return;
	va_start(ap, fmt);
	item->hint = format(d->arena, fmt, ap);
	va_end(ap);
}

void
diag_nearest(
    struct diag *d, struct str given, const struct str *candidate, size_t n)
{
	struct str near = str_nearest(given, candidate, n);

	if (near.n)
		diag_hint(d, "did you mean '%.*s'?", STR_ARG(near));
}

void
diag_note(struct diag *d, struct span at, const char *fmt, ...)
{
	struct diag_item *item = newest(d);
	va_list ap;

	if (!item)
		return;
	va_start(ap, fmt);
	item->note = format(d->arena, fmt, ap);
	va_end(ap);
	item->note_at = at;
}

const char *
diag_name(enum diag_id id)
{
	return info[id].name;
}

enum diag_level
diag_level(enum diag_id id)
{
	return info[id].level;
}

static int
compare_items(const void *pa, const void *pb)
{
	const struct diag_item *a = pa, *b = pb;
	int c = span_order(a->at, b->at);

	if (c)
		return c;
	return (a->serial > b->serial) - (a->serial < b->serial);
}

/* Bytes of the character at `i`; 0 where they are no UTF-8. */
static size_t
character_size(struct str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];
	size_t n = c < 0x80 ? 1
	    : c < 0xC2	    ? 0
	    : c < 0xE0	    ? 2
	    : c < 0xF0	    ? 3
	    : c < 0xF5	    ? 4
			    : 0;

	if (i + n > s.n)
		return 0;
	for (size_t k = 1; k < n; k++)
		if (((unsigned char)s.p[i + k] & 0xC0) != 0x80)
			return 0;
	return n;
}

/* Control characters would let a file drive the reader's terminal; so would
 * those of the C1 set, which are U+0080 to U+009F. */
static void
put_safe(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		unsigned char c = (unsigned char)s.p[i];
		size_t n = character_size(s, i);
		bool c1 =
		    n == 2 && c == 0xC2 && (unsigned char)s.p[i + 1] < 0xA0;

		if (n == 0 || c1 || (n == 1 && (c < 0x20 || c == 0x7F)))
			buf_putc(out, c == '\t' ? ' ' : '?');
		else
			buf_put(out, s.p + i, n);
		i += n ? n : 1;
	}
}

/* Code points in [from, to) of the source. */
static size_t
width(const struct source *s, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = from; i < to && i < s->text.n; i++)
		if (((unsigned char)s->text.p[i] & 0xC0) != 0x80)
			n++;
	return n;
}

static void
print_excerpt(struct buf *out, struct span at, const char *on, const char *off)
{
	struct place p = source_place(at.src, at.from);
	struct str line = source_line(at.src, p.line);
	size_t start = at.src->line[p.line - 1];
	size_t end = start + line.n;
	size_t len, skip = 0;

	/* Of a very long line only the part near the place is shown. */
	if (line.n > 160) {
		size_t col = at.from - start;

		skip = col > 60 ? col - 60 : 0;
		while (skip < line.n &&
		    ((unsigned char)line.p[skip] & 0xC0) == 0x80)
			skip++;
		line = str_sub(line, skip, skip + 160);
	}
	buf_printf(out, "%6zu | ", p.line);
	put_safe(out, line);
	buf_puts(out, "\n       | ");
	buf_pad(out, ' ', width(at.src, start + skip, at.from));
	len = width(at.src, at.from, at.to < end ? at.to : end);
	if (len > 80)
		len = 80;
	buf_printf(out, "%s^", on);
	if (len > 1)
		buf_pad(out, '~', len - 1);
	buf_printf(out, "%s\n", off);
}

static void
print_head(struct buf *out, struct span at)
{
	if (at.src) {
		struct place p = source_place(at.src, at.from);

		buf_printf(out, "%s:%zu:%zu: ", at.src->path, p.line, p.column);
	} else {
		buf_puts(out, "breakeven: ");
	}
}

static void
print_item(struct buf *out, const struct diag_item *item, bool color)
{
	bool error = info[item->id].level == DIAG_ERROR;
	const char *on = !color ? "" : error ? "\033[1;31m" : "\033[1;35m";
	const char *off = color ? "\033[0m" : "";

	print_head(out, item->at);
	buf_printf(out, "%s%s:%s ", on, error ? "error" : "warning", off);
	put_safe(out, item->text);
	buf_printf(out, " [%s]\n", info[item->id].name);
	if (item->at.src)
		print_excerpt(out, item->at, on, off);
	if (item->note.n) {
		print_head(out, item->note_at);
		buf_puts(out, "note: ");
		put_safe(out, item->note);
		buf_putc(out, '\n');
		if (item->note_at.src)
			print_excerpt(out, item->note_at, on, off);
	}
	if (item->hint.n) {
		buf_puts(out, "  hint: ");
		put_safe(out, item->hint);
		buf_putc(out, '\n');
	}
}

/* An option that repeats has one name and several texts. */
static bool
same_source(const struct source *a, const struct source *b)
{
	return a == b || (a && b && str_eq(a->text, b->text));
}

static bool
same_item(const struct diag_item *a, const struct diag_item *b)
{
	return a->id == b->id && !span_order(a->at, b->at) &&
	    str_eq(a->text, b->text) && same_source(a->at.src, b->at.src);
}

static void
print_count(struct buf *out, size_t n, const char *noun)
{
	buf_printf(out, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}

void
diag_drop_warnings(struct diag *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		if (info[d->item[i].id].level == DIAG_ERROR)
			d->item[n++] = d->item[i];
	d->n = n;
	d->nwarning = 0;
}

void
diag_print(struct diag *d, struct buf *out, bool color, const char *nothing)
{
	size_t kept = d->n;

	if (!kept && !d->nerror)
		return;
	qsort(d->item, d->n, sizeof(*d->item), compare_items);
	for (size_t i = 0; i < d->n; i++) {
		if (i && same_item(&d->item[i - 1], &d->item[i])) {
			if (info[d->item[i].id].level == DIAG_ERROR)
				d->nerror--;
			else
				d->nwarning--;
			kept--;
			continue;
		}
		print_item(out, &d->item[i], color);
	}
	buf_puts(out, "breakeven: ");
	if (d->nerror)
		print_count(out, d->nerror, "error");
	if (d->nerror && d->nwarning)
		buf_puts(out, ", ");
	if (d->nwarning)
		print_count(out, d->nwarning, "warning");
	if (d->nerror + d->nwarning > kept)
		buf_printf(out, "; only the first %zu are shown", kept);
	if (d->nerror && nothing)
		buf_printf(out, "; %s", nothing);
	buf_putc(out, '\n');
}

/*
 * Lines become numbers (equal lines, equal numbers); Myers' algorithm in
 * linear space finds the edits ("An O(ND) Difference Algorithm and Its
 * Variations", 1986, section 4b); an edit that could stand in several places
 * is slid down to the last one; edits near each other are printed as a hunk.
 */
#include "text/unified.h"

#include "base/map.h"

#include <limits.h>

#define CONTEXT 3
#define MAX_COST 2048 /* edits from either end; what differs more is replaced */

struct lines {
	struct str *text; /* each with its newline, if it has one */
	uint32_t *id;	  /* equal for equal lines */
	long n;
};

/* The lines [a0, a1) of the old text against [b0, b1) of the new one. */
struct range {
	long a0, a1, b0, b1;
};

/* How far each diagonal x - y in [lo, hi] is known; every second one is new. */
struct front {
	long *x;
	long lo, hi;
};

struct compare {
	struct arena arena;
	struct lines a, b;
	struct front fore, back;
	struct range *edit; /* ascending, never adjacent */
	size_t n, cap;
};

struct point {
	long x, y;
};

static size_t
count_lines(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n + (s.n && s.p[s.n - 1] != '\n');
}

static struct lines
split(struct arena *a, struct map *seen, struct str s)
{
	size_t n = count_lines(s);
	struct lines out = { .n = (long)n };

	out.text = arena_array(a, struct str, n);
	out.id = arena_array(a, uint32_t, n);
	for (size_t i = 0; i < n; i++) {
		size_t end = str_find(s, STR("\n"), 0);
		struct str line =
		    str_sub(s, 0, end == SIZE_MAX ? s.n : end + 1);
		uint32_t *id = map_find(seen, line);

		if (!id) {
			id = arena_new(a, uint32_t);
			*id = (uint32_t)seen->n;
			map_put(seen, a, line, id);
		}
		out.text[i] = line;
		out.id[i] = *id;
		s = str_from(s, line.n);
	}
	return out;
}

static bool
same(const struct compare *c, long x, long y)
{
	return c->a.id[x] == c->b.id[y];
}

static void
front_init(struct front *f, long x, long y)
{
	f->lo = f->hi = x - y;
	f->x[f->lo] = x;
}

/* One diagonal more on either side, or one less where the range ends. */
static void
widen(struct front *f, struct range r, long outside)
{
	if (f->lo > r.a0 - r.b1)
		f->x[--f->lo - 1] = outside;
	else
		f->lo++;
	if (f->hi < r.a1 - r.b0)
		f->x[++f->hi + 1] = outside;
	else
		f->hi--;
}

static bool
front_has(const struct front *f, long k)
{
	return k >= f->lo && k <= f->hi;
}

/* One edit more from the start; true when the other front is met. */
static bool
step_fore(struct compare *c, struct range r, bool odd, struct point *met)
{
	struct front *f = &c->fore;

	widen(f, r, LONG_MIN);
	for (long k = f->lo; k <= f->hi; k += 2) {
		bool down = f->x[k - 1] < f->x[k + 1];
		long x = down ? f->x[k + 1] : f->x[k - 1] + 1;

		while (x < r.a1 && x - k < r.b1 && same(c, x, x - k))
			x++;
		f->x[k] = x;
		if (odd && front_has(&c->back, k) && c->back.x[k] <= x) {
			*met = (struct point){ x, x - k };
			return true;
		}
	}
	return false;
}

/* The same from the end. */
static bool
step_back(struct compare *c, struct range r, bool odd, struct point *met)
{
	struct front *f = &c->back;

	widen(f, r, LONG_MAX);
	for (long k = f->lo; k <= f->hi; k += 2) {
		bool up = f->x[k - 1] < f->x[k + 1];
		long x = up ? f->x[k - 1] : f->x[k + 1] - 1;

		while (x > r.a0 && x - k > r.b0 && same(c, x - 1, x - k - 1))
			x--;
		f->x[k] = x;
		if (!odd && front_has(&c->fore, k) && x <= c->fore.x[k]) {
			*met = (struct point){ x, x - k };
			return true;
		}
	}
	return false;
}

/* A point that a shortest edit script passes through halfway. */
static bool
middle(struct compare *c, struct range r, struct point *met)
{
	bool odd = ((r.a1 - r.b1) - (r.a0 - r.b0)) % 2;

	front_init(&c->fore, r.a0, r.b0);
	front_init(&c->back, r.a1, r.b1);
	for (int cost = 0; cost < MAX_COST; cost++)
		if (step_fore(c, r, odd, met) || step_back(c, r, odd, met))
			return true;
	return false;
}

static void
add_edit(struct compare *c, struct range r)
{
	struct range *last = c->n ? &c->edit[c->n - 1] : NULL;

	if (last && last->a1 == r.a0 && last->b1 == r.b0) {
		last->a1 = r.a1;
		last->b1 = r.b1;
	} else {
		arena_push(&c->arena, c->edit, c->n, c->cap, r);
	}
}

/* Costs halve with each level, so that the depth is bounded by their log. */
static void
compare_range(struct compare *c, struct range r)
{
	struct point met;

	while (r.a0 < r.a1 && r.b0 < r.b1 && same(c, r.a0, r.b0))
		r.a0++, r.b0++;
	while (r.a0 < r.a1 && r.b0 < r.b1 && same(c, r.a1 - 1, r.b1 - 1))
		r.a1--, r.b1--;
	if (r.a0 == r.a1 && r.b0 == r.b1)
		return;
	if (r.a0 == r.a1 || r.b0 == r.b1 || !middle(c, r, &met)) {
		add_edit(c, r);
		return;
	}
	compare_range(c, (struct range){ r.a0, met.x, r.b0, met.y });
	compare_range(c, (struct range){ met.x, r.a1, met.y, r.b1 });
}

/* Whether a pure insertion or deletion could as well stand one line lower. */
static bool
can_slide(const struct compare *c, struct range r)
{
	if (r.a1 >= c->a.n || r.b1 >= c->b.n)
		return false;
	if (r.b0 == r.b1)
		return c->a.id[r.a0] == c->a.id[r.a1];
	if (r.a0 == r.a1)
		return c->b.id[r.b0] == c->b.id[r.b1];
	return false;
}

/* Slides each edit down, merging it with the next where they touch. */
static void
slide(struct compare *c)
{
	size_t top = c->n; /* edits from here on are in their last place */

	for (size_t i = c->n; i-- > 0;) {
		struct range r = c->edit[i];

		for (;;) {
			struct range *next = top < c->n ? &c->edit[top] : NULL;

			if (next && next->a0 == r.a1 && next->b0 == r.b1) {
				r.a1 = next->a1;
				r.b1 = next->b1;
				top++;
			} else if (can_slide(c, r)) {
				r = (struct range){ r.a0 + 1, r.a1 + 1,
					r.b0 + 1, r.b1 + 1 };
			} else {
				break;
			}
		}
		c->edit[--top] = r;
	}
	c->edit += top;
	c->n -= top;
}

static void
put_range(struct buf *out, char sign, long from, long to)
{
	long n = to - from;

	buf_printf(out, "%c%ld", sign, n ? from + 1 : from);
	if (n != 1)
		buf_printf(out, ",%ld", n);
}

static void
put_lines(struct buf *out, char sign, const struct lines *l, long from, long to)
{
	for (long i = from; i < to; i++) {
		struct str s = l->text[i];

		buf_putc(out, sign);
		buf_str(out, s);
		if (s.p[s.n - 1] != '\n')
			buf_puts(out, "\n\\ No newline at end of file\n");
	}
}

static long
min_long(long a, long b)
{
	return a < b ? a : b;
}

/* The edits [from, to) with the lines around and between them. */
static void
put_hunk(struct buf *out, const struct compare *c, size_t from, size_t to)
{
	const struct range *first = &c->edit[from], *last = &c->edit[to - 1];
	long before = min_long(CONTEXT, first->a0);
	long after = min_long(CONTEXT, c->a.n - last->a1);
	long done = first->a0 - before;

	buf_puts(out, "@@ ");
	put_range(out, '-', done, last->a1 + after);
	buf_putc(out, ' ');
	put_range(out, '+', first->b0 - before, last->b1 + after);
	buf_puts(out, " @@\n");
	for (size_t i = from; i < to; i++) {
		put_lines(out, ' ', &c->a, done, c->edit[i].a0);
		put_lines(out, '-', &c->a, c->edit[i].a0, c->edit[i].a1);
		put_lines(out, '+', &c->b, c->edit[i].b0, c->edit[i].b1);
		done = c->edit[i].a1;
	}
	put_lines(out, ' ', &c->a, done, done + after);
}

static void
put_hunks(struct buf *out, const struct compare *c)
{
	for (size_t i = 0, from = 0; i < c->n; i++) {
		const struct range *e = &c->edit[i];

		if (i + 1 < c->n && e[1].a0 - e->a1 <= 2 * CONTEXT)
			continue;
		put_hunk(out, c, from, i + 1);
		from = i + 1;
	}
}

/* An array with room for every diagonal and one beyond at both ends. */
static long *
diagonals(struct compare *c)
{
	size_t n = (size_t)(c->a.n + c->b.n) + 3;

	return arena_array(&c->arena, long, n) + c->b.n + 1;
}

void
unified_diff(struct buf *out, struct str old_name, struct str new_name,
    struct str old_text, struct str new_text)
{
	struct compare c = { 0 };
	struct map seen = { 0 };

	if (str_eq(old_text, new_text))
		return;
	c.a = split(&c.arena, &seen, old_text);
	c.b = split(&c.arena, &seen, new_text);
	c.fore.x = diagonals(&c);
	c.back.x = diagonals(&c);
	compare_range(&c, (struct range){ 0, c.a.n, 0, c.b.n });
	slide(&c);
	buf_puts(out, "--- ");
	buf_str(out, old_name);
	buf_puts(out, "\n+++ ");
	buf_str(out, new_name);
	buf_putc(out, '\n');
	put_hunks(out, &c);
	arena_clear(&c.arena);
}

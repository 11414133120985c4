/*
 * fork: pictures of drawn trees: no box lies on another, all are inside, each
 * question has a way to a `yes` and one to a `no`, and no text is lost.
 */
#include <string.h>

#include "prop.h"
#include "svg/fork.h"

static struct arena scratch;

struct seen {
	int x, y, w, h;
};

static struct str
draw_words(int64_t most)
{
	static const char *const word[] = { "a", "is", "request", "than",
		"\xE2\x89\xA5", "<&>", "Supercalifragilisticexpialidocious0",
		"10,000", "WWWW" };
	struct buf b = { 0 };

	for (int64_t i = draw_in(1, most); i > 0; i--)
		buf_printf(
		    &b, "%s%s", b.n ? " " : "", word[draw(countof(word))]);
	return buf_take(&b, &scratch);
}

static const struct fork *
draw_tree(int depth, size_t *questions)
{
	struct fork *f = arena_new(&scratch, struct fork);

	f->text = draw_words(depth > 0 ? 20 : 3);
	if (depth == 0 || one_in(3))
		return f;
	++*questions;
	f->yes = draw_tree(depth - 1, questions);
	f->no = draw_tree(one_in(2) ? 0 : depth - 1, questions);
	return f;
}

static size_t
count(struct str s, const char *what)
{
	size_t n = 0, at = 0;

	while ((at = str_find(s, str_of(what), at)) != SIZE_MAX) {
		n++;
		at++;
	}
	return n;
}

static size_t
boxes(struct str svg, struct seen *box, size_t max)
{
	size_t n = 0, at = 0;

	while (n < max && (at = str_find(svg, STR("<rect "), at)) != SIZE_MAX) {
		const char *p = strstr(svg.p + at, " x=");

		if (p &&
		    sscanf(p, " x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"",
			&box[n].x, &box[n].y, &box[n].w, &box[n].h) == 4)
			n++;
		at++;
	}
	return n;
}

static bool
apart(const struct seen *x, const struct seen *y)
{
	return x->x + x->w < y->x || y->x + y->w < x->x || x->y + x->h < y->y ||
	    y->y + y->h < x->y;
}

/* The bytes of a text but for blanks, as they stand in the picture. */
static size_t
letters(const struct fork *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->text.n; i++) {
		char c = f->text.p[i];

		n += c == ' ' ? 0 : c == '&' ? 5 : c == '<' || c == '>' ? 4 : 1;
	}
	return f->yes ? n + letters(f->yes) + letters(f->no) : n;
}

static size_t
letters_drawn(struct str svg)
{
	size_t at = 0, n = 0;

	while ((at = str_find(svg, STR("<tspan"), at)) != SIZE_MAX) {
		at = str_find(svg, STR(">"), at) + 1;
		for (; svg.p[at] != '<'; at++)
			n += svg.p[at] != ' ';
	}
	return n;
}

static void
check_boxes(struct str svg, size_t questions)
{
	static struct seen box[4096];
	size_t n = boxes(svg, box, countof(box));
	int width = 0, height = 0;

	sscanf(svg.p, "<svg viewBox=\"0 0 %d %d\"", &width, &height);
	expect(
	    n == 2 * questions + 1, "%zu boxes, %zu questions", n, questions);
	for (size_t i = 0; i < n; i++) {
		expect(box[i].x > 0 && box[i].y > 0 &&
			box[i].x + box[i].w < width &&
			box[i].y + box[i].h < height,
		    "a box is inside");
		for (size_t k = 0; k < i; k++)
			expect(apart(&box[i], &box[k]), "boxes are apart");
	}
}

int
main(void)
{
	section("forks: boxes, edges and texts of drawn trees", 31);
	for (int i = 0; i < DRAWS(500); i++) {
		struct fork_picture p = { STR("t"), STR("A"), STR("B") };
		size_t questions = 0;
		const struct fork *f =
		    draw_tree((int)draw_in(0, 7), &questions);
		struct buf out = { 0 };
		struct str svg;

		fork_draw(&out, &scratch, f, &p);
		svg = buf_take(&out, &scratch);
		check_boxes(svg, questions);
		expect(count(svg, ">yes<") == questions, "yes");
		expect(count(svg, ">no<") == questions, "no");
		expect(letters_drawn(svg) == letters(f), "no text is lost");
		arena_clear(&scratch);
	}
	section_end();
	return prop_end();
}

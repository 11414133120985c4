/* The tree block: the decision tree as a picture and as a list. */
#include "svg/fork.h"
#include "text/escape.h"
#include "view/table.h"

static void
indent(struct block *b, int depth)
{
	buf_pad(&b->md, ' ', (size_t)depth * 2);
	buf_puts(&b->md, "- ");
}

static bool put_choice(struct block *b, const struct choice *c, int depth);

static bool
put_answer(struct block *b, const struct choice *c)
{
	const struct option *o = &b->f->g->option[c->option];
	bool ok = true;

	buf_puts(&b->html, "<span class=\"leaf\"><strong>");
	escape_html(&b->html, o->name);
	buf_puts(&b->html, "</strong>");
	buf_puts(&b->md, "**");
	escape_markdown(&b->md, o->name);
	buf_puts(&b->md, "**");
	if (c->why.n) {
		buf_putc(&b->html, ' ');
		buf_puts(&b->md, ": ");
		ok = block_text(b, c->why, c->why_at);
	}
	buf_puts(&b->html, "</span>");
	buf_putc(&b->md, '\n');
	return ok;
}

static bool
put_branch(struct block *b, const struct choice *c, const char *edge, int depth)
{
	bool ok;

	buf_printf(&b->html, "<li class=\"%s\"><span class=\"edge\">%s</span> ",
	    edge, edge);
	indent(b, depth);
	buf_printf(&b->md, "%s: ", edge);
	ok = put_choice(b, c, depth);
	buf_puts(&b->html, "</li>\n");
	return ok;
}

static bool
put_choice(struct block *b, const struct choice *c, int depth)
{
	bool ok;

	if (!c->when)
		return put_answer(b, c);
	buf_puts(&b->html, "<span class=\"q\">");
	ok = block_text(b, c->ask, c->ask_at);
	buf_puts(&b->html, "</span>\n<ul>\n");
	buf_putc(&b->md, '\n');
	ok &= put_branch(b, c->yes, "yes", depth + 1);
	ok &= put_branch(b, c->no, "no", depth + 1);
	buf_puts(&b->html, "</ul>\n");
	return ok;
}

/* A text with its figures as they are printed.  The list below has the same
 * text, and reports what is wrong with it. */
static struct str
plain_text(struct block *b, struct str text, struct span at)
{
	struct buf out = { 0 };
	size_t open, close;

	while ((open = str_find(text, STR("{{"), 0)) != SIZE_MAX &&
	    (close = str_find(text, STR("}}"), open)) != SIZE_MAX) {
		const struct figure *fig = figure_get(
		    b->f, str_trim(str_sub(text, open + 2, close)), at);

		buf_str(&out, str_sub(text, 0, open));
		if (fig)
			buf_str(&out, fig->display);
		text = str_from(text, close + 2);
	}
	buf_str(&out, text);
	return buf_take(&out, b->a);
}

static const struct fork *
fork_of(struct block *b, const struct choice *c)
{
	struct fork *f = arena_new(b->a, struct fork);

	if (!c->when) {
		f->text = b->f->g->option[c->option].name;
		return f;
	}
	f->text = plain_text(b, c->ask, c->ask_at);
	f->yes = fork_of(b, c->yes);
	f->no = fork_of(b, c->no);
	return f;
}

/* The tree as a picture, in a box that scrolls by itself. */
static void
put_picture(struct block *b, const struct choice *c)
{
	struct fork_picture p = { .title = STR("Decision tree"),
		.about = STR("The list below has the same questions and "
			     "answers, with reasons.") };

	p.id = str_printf(b->a, "tree-%zu", b->at.from);
	buf_puts(&b->html,
	    "<div class=\"scroll fork\" role=\"group\" tabindex=\"0\" "
	    "aria-label=\"Decision tree, drawn\">\n");
	fork_draw(&b->html, b->a, fork_of(b, c), &p);
	buf_puts(&b->html, "</div>\n");
}

bool
block_tree(struct block *b)
{
	const struct choice *c = b->f->g->tree;
	struct fields f;
	bool ok;

	fields_begin(&f, b->a, b->d, b->args, "a tree block");
	if (!fields_end(&f))
		return false;
	if (!b->f->g->decide)
		return diag_report(b->d, DIAG_MISSING_KEY, b->at,
		    "the guide has no key 'decide'");
	if (!c)
		return false;
	put_picture(b, c);
	buf_puts(&b->html, "<ul class=\"tree\">\n<li class=\"ask\">");
	indent(b, 0);
	ok = put_choice(b, c, 0);
	buf_puts(&b->html, "</li>\n</ul>\n");
	return ok;
}

/*
 * stub: hooks to compile Markdown with, and TAP.
 */
#ifndef TESTS_MARKDOWN_STUB_H
#define TESTS_MARKDOWN_STUB_H

#include <ctype.h>
#include <stdio.h>

#include "markdown/markdown.h"

/* One compile with the stub hooks. */
struct run {
	struct arena a;
	struct diag d;
	struct md_page page;
	size_t nasked;	    /* tags */
	struct buf reports; /* "line:column id" of each report */
	bool same;	    /* a tag's text is its id as it is */
	bool other;	    /* tags and blocks have other values */
	bool ok;
};

struct test {
	size_t n;
	size_t nfailed;
};

static void
details(struct str s)
{
	while (s.n) {
		struct str line;

		str_cut(s, '\n', &line, &s);
		printf("#   %.*s\n", STR_ARG(line));
	}
}

static bool
check(struct test *t, bool ok, const char *name)
{
	printf("%s %zu - %s\n", ok ? "ok" : "not ok", ++t->n, name);
	t->nfailed += !ok;
	return ok;
}

/* hooks */

/* "q" stands for text that needs escaping, "no" fails, else upper case. */
static bool
fill_tag(void *ctx, struct str id, struct span at, struct md_inline *out)
{
	struct run *r = ctx;
	char *s = str_cstr(&r->a, id);

	r->nasked++;
	if (str_is(id, "no"))
		return diag_report(&r->d, DIAG_TAG_SYNTAX, at, "no such id");
	for (size_t i = 0; !r->same && s[i]; i++)
		s[i] = (char)toupper((unsigned char)s[i]);
	out->id = id;
	out->text = str_of(s);
	if (str_starts(id, STR("num")))
		out->text = STR("1,234");
	else if (str_starts(id, STR("year")))
		out->text = STR("2024");
	else if (str_starts(id, STR("minus")))
		out->text = STR("- 5");
	else if (str_starts(id, STR("paren")))
		out->text = STR("(none)");
	else if (str_is(id, "q"))
		out->text = STR("a|*_<\"&'[x](y)~`\\$ z");
	if (r->other)
		out->text = str_printf(&r->a, "- 1.%.*s", STR_ARG(out->text));
	out->html = out->text;
	if (!r->same)
		out->html =
		    str_printf(&r->a, "<i>%.*s</i>", STR_ARG(out->text));
	if (str_is(id, "q") && !r->other)
		out->html = STR("<i>Q</i>");
	return true;
}

static bool
fill_block(void *ctx, struct str args, struct span info, struct span body,
    struct md_block *out)
{
	struct run *r = ctx;
	struct str text = str_sub(body.src->text, body.from, body.to);
	struct str head = str_sub(info.src->text, info.from, info.to);
	struct buf md = { 0 };

	if (str_is(args, "fail"))
		return diag_report(&r->d, DIAG_TAG_SYNTAX, info, "failed");
	out->html = str_printf(&r->a, "<figure>%.*s:%.*s</figure>\n",
	    STR_ARG(args), STR_ARG(str_trim(text)));
	buf_printf(&md, "| %.*s |\n|---|\n", STR_ARG(head));
	out->markdown = buf_take(&md, &r->a);
	if (r->other) {
		out->html = STR("<b>other</b>\n");
		out->markdown = STR("other\n");
	}
	if (str_is(args, "ids")) {
		out->id = arena_array(&r->a, struct str, 2);
		out->id[0] = STR("one");
		out->id[1] = STR("two");
		out->nid = 2;
	}
	return true;
}

static void
run_init(struct run *r)
{
	*r = (struct run){ 0 };
	r->d.arena = &r->a;
}

static void
run_from(struct run *r, struct str text, size_t body)
{
	struct md_hooks hooks = { r, fill_tag, fill_block };
	struct source *src = source_new(&r->a, "in.md", str_copy(&r->a, text));
	struct buf out = { 0 };

	r->ok = markdown_compile(&r->a, &r->d, src, body, &hooks, &r->page);
	diag_print(&r->d, &out, false, NULL);
	buf_free(&out);
	for (size_t i = 0; i < r->d.n; i++) {
		const struct diag_item *it = &r->d.item[i];
		struct place p = source_place(src, it->at.from);

		buf_printf(&r->reports, "%zu:%zu-%zu %s\n", p.line, p.column,
		    it->at.to - it->at.from, diag_name(it->id));
	}
	if (r->ok != (r->d.nerror == 0))
		buf_puts(&r->reports, "verdict and reports disagree\n");
}

static void
run_end(struct run *r)
{
	buf_free(&r->reports);
	arena_clear(&r->a);
}

#endif

/*
 * The floor of a build: reads the Markdown, parses and renders it with
 * cmark-gfm alone, and writes as many files of the size that a build writes.
 *
 * Usage: floor MARKDOWN SITE OUT
 */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

static char *
render(struct str text)
{
	static const char *const name[] = { "table", "strikethrough",
		"autolink", "tasklist" };
	cmark_parser *p;
	cmark_node *doc;
	char *html;

	cmark_gfm_core_extensions_ensure_registered();
	p = cmark_parser_new(CMARK_OPT_DEFAULT);
	for (size_t i = 0; i < countof(name); i++)
		cmark_parser_attach_syntax_extension(
		    p, cmark_find_syntax_extension(name[i]));
	cmark_parser_feed(p, text.p, text.n);
	doc = cmark_parser_finish(p);
	html = cmark_render_html(
	    doc, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(p));
	cmark_node_free(doc);
	cmark_parser_free(p);
	return html;
}

int
main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct str text, *path;
	size_t n;
	char *html;

	if (argc != 4 || !file_read(&a, argv[1], (size_t)1 << 20, &text))
		return 1;
	html = render(text);
	path = file_walk(&a, argv[2], &n);
	file_mkdirs(argv[3]);
	for (size_t i = 0; i < n; i++) {
		struct str old;
		FILE *f;

		if (!file_read(&a,
			file_join(&a, argv[2], str_cstr(&a, path[i])),
			(size_t)1 << 24, &old))
			return 1;
		f = fopen(
		    file_join(&a, argv[3], str_printf(&a, "%zu", i).p), "w");
		if (!f || fwrite(old.p, 1, old.n, f) != old.n || fclose(f))
			return 1;
	}
	free(html);
	arena_clear(&a);
	return 0;
}

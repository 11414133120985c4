/*
 * The floor of a build: reads the Markdown of all guides, parses and renders it
 * with cmark-gfm alone, and writes as many files of the sizes that a build
 * writes, to the same paths.
 *
 * Usage: floor CONTENT SITE OUT
 */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

#define MAX ((size_t)64 << 20) /* [byte] of one file */

static const char filler[MAX];

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	exit(1);
}

static void
render(struct str text)
{
	static const char *const name[] = { "table", "strikethrough",
		"autolink", "tasklist" };
	cmark_parser *p = cmark_parser_new(CMARK_OPT_DEFAULT);
	cmark_node *doc;
	char *html;

	for (size_t i = 0; i < countof(name); i++)
		cmark_parser_attach_syntax_extension(
		    p, cmark_find_syntax_extension(name[i]));
	cmark_parser_feed(p, text.p, text.n);
	doc = cmark_parser_finish(p);
	html = cmark_render_html(
	    doc, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(p));
	cmark_node_free(doc);
	cmark_parser_free(p);
	free(html);
}

static void
read_and_render(const char *content)
{
	struct arena names = { 0 }, a = { 0 };
	size_t n;
	struct str text, *name = file_list(&names, content, &n);

	must(name != NULL, content);
	for (size_t i = 0; i < n; i++) {
		char *dir = file_join(&a, content, name[i].p);

		if (file_is_dir(dir)) {
			must(file_read(&a, file_join(&a, dir, "index.md"), MAX,
				 &text),
			    dir);
			render(text);
		}
		arena_clear(&a);
	}
	arena_clear(&names);
}

static void
write_like(const char *site, const char *out, struct str path)
{
	struct arena a = { 0 };
	char *to = file_join(&a, out, path.p);
	char *dir = str_cstr(&a, str_of(to));
	struct stat st;
	FILE *f;

	must(stat(file_join(&a, site, path.p), &st) == 0, path.p);
	f = fopen(to, "w");
	if (!f) {
		*strrchr(dir, '/') = '\0';
		must(file_mkdirs(dir), dir);
		f = fopen(to, "w");
	}
	must(f != NULL, to);
	setvbuf(f, NULL, _IONBF, 0);
	must(
	    fwrite(filler, 1, (size_t)st.st_size, f) == (size_t)st.st_size, to);
	must(fclose(f) == 0, to);
	arena_clear(&a);
}

int
main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct str *path;
	size_t n;

	if (argc != 4)
		return 2;
	cmark_gfm_core_extensions_ensure_registered();
	read_and_render(argv[1]);
	must(file_mkdirs(argv[3]), argv[3]);
	path = file_walk(&a, argv[2], &n);
	must(path != NULL, argv[2]);
	for (size_t i = 0; i < n; i++)
		write_like(argv[2], argv[3], path[i]);
	arena_clear(&a);
	return 0;
}

#include "site/build.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "site/arithmetic.h"
#include "view/pages.h"

#define MAX_ASSET ((size_t)16 << 20) /* [byte] */

static bool
add(struct project *p, struct build *b, struct str path, struct str bytes)
{
	struct output o = { path, bytes };

	if (map_put(&b->paths, p->a, path, b))
		return diag_report(p->d, DIAG_PAGE_DUPLICATE,
		    (struct span){ 0 },
		    "two files of the site have the address '%.*s'",
		    STR_ARG(path));
	arena_push(p->a, b->out, b->n, b->cap, o);
	return true;
}

/* Names of assets are parts of addresses. */
static bool
check_name(struct project *p, struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_')
			continue;
		return diag_report(p->d, DIAG_SLUG, (struct span){ 0 },
		    "the file 'templates/%.*s' has a character in its name "
		    "that an address may not have",
		    STR_ARG(name));
	}
	return true;
}

static bool
load_templates(struct project *p, struct build *b, struct mustache_set *set)
{
	char *dir = file_join(p->a, p->dir, "templates");
	struct str suffix = STR(".mustache");
	size_t n;
	struct str *name = file_list(p->a, dir, &n);
	bool ok = true;

	if (!name)
		return diag_report(p->d, DIAG_IO, (struct span){ 0 },
		    "cannot read '%s': %s", dir, strerror(errno));
	for (size_t i = 0; i < n; i++) {
		char *path =
		    file_join(p->a, "templates", str_cstr(p->a, name[i]));
		struct mustache *m;
		struct source *s;

		if (name[i].p[0] == '.' ||
		    file_is_dir(file_join(p->a, p->dir, path)))
			continue;
		s = project_read(p, path, MAX_ASSET);
		if (!s) {
			ok = false;
			continue;
		}
		if (!str_ends(name[i], suffix)) {
			ok &= check_name(p, name[i]) &&
			    add(p, b,
				str_printf(
				    p->a, "assets/%.*s", STR_ARG(name[i])),
				s->text);
			continue;
		}
		m = mustache_compile(p->a, p->d, s);
		if (m)
			mustache_add(p->a, set,
			    str_sub(name[i], 0, name[i].n - suffix.n), m);
		ok &= m != NULL;
	}
	return ok;
}

/* The files of a guide. */
static bool
add_guide(struct project *p, struct build *b, struct str id,
    const struct page_output *out)
{
	struct arena *a = p->a;
	bool ok =
	    add(p, b, str_printf(a, "%.*s/index.html", STR_ARG(id)), out->html);

	ok &= add(
	    p, b, str_printf(a, "%.*s/index.md", STR_ARG(id)), out->markdown);
	return add(p, b, str_printf(a, "%.*s/figures.json", STR_ARG(id)),
		   out->figures) &&
	    ok;
}

/* What a page is computed from goes when it is made; its files stay. */
static bool
build_guide(struct project *p, struct build *b, const struct site *site,
    struct page *page, struct page_output *out)
{
	struct arena scratch = { 0 };
	bool ok =
	    page->markdown && page_compile(&scratch, p->d, site, page, out);

	page->guide.tree = NULL;
	out->html = str_copy(p->a, out->html);
	out->markdown = str_copy(p->a, out->markdown);
	out->figures = str_copy(p->a, out->figures);
	out->entry = str_copy(p->a, out->entry);
	out->search = str_copy(p->a, out->search);
	arena_clear(&scratch);
	return ok && add_guide(p, b, page->id, out);
}

/* The pages that are no guide's. */
static bool
build_pages(struct project *p, struct build *b, const struct site *site,
    const struct page_output *made)
{
	struct page_files files = { 0 };
	bool ok = pages_make(p->a, p->d, site, made, &files);

	for (size_t i = 0; i < files.n; i++)
		ok &= add(p, b, files.file[i].path, files.file[i].bytes);
	return ok;
}

static bool
find_output(void *ctx, struct str path, struct str *bytes)
{
	const struct build *b = ctx;

	if (!map_find(&b->paths, path))
		return false;
	for (size_t i = 0; bytes && i < b->n; i++)
		if (str_eq(b->out[i].path, path))
			*bytes = b->out[i].bytes;
	return true;
}

bool
build_site(struct project *p, struct build *b)
{
	struct mustache_set templates = { 0 };
	struct site site = { .title = p->title,
		.description = p->description,
		.path = p->path,
		.catalog = &p->catalog,
		.market = &p->market,
		.templates = &templates };
	struct page_output *made, about = { 0 };
	struct arithmetic example;
	bool ok = load_templates(p, b, &templates);

	ok &= project_load_guides(p, (struct str){ 0 });
	site.page = p->page;
	site.npage = p->npage;
	site.full_text = p->npage <= PAGES_FULL_TEXT;
	made = arena_array(p->a, struct page_output, p->npage + 1);
	if (arithmetic_exists(p)) {
		site.example = &example.catalog;
		site.arithmetic = &about;
		ok &= arithmetic_load(p, &example) &&
		    build_guide(p, b, &site, &example.page, &about);
	}
	/* Pages of a site with mistakes are compiled to find theirs too. */
	for (size_t i = 0; i < p->npage; i++)
		ok &= build_guide(p, b, &site, &p->page[i], &made[i]);
	return ok && build_pages(p, b, &site, made) &&
	    pages_links(p->a, p->d, &site, made, find_output, b);
}

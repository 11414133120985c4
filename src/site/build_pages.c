/* The files that are no guide's, and the links between pages. */
#include "site/build_int.h"
#include "site/cache.h"
#include "view/anchor.h"

static void
note_files(struct builder *b, struct page_files *files)
{
	for (size_t i = 0; i < files->n; i++)
		map_put(&b->file, b->p->a, files->file[i].path,
		    &files->file[i].bytes);
}

static bool
put_files(struct builder *b, struct page_files *files)
{
	bool ok = true;

	for (size_t i = 0; ok && i < files->n; i++) {
		struct page_file *f = &files->file[i];
		struct output out = { f->path, f->bytes };
		struct buf said = { 0 };

		ok = b->sink->put(b->sink->ctx, b->p->d, &out, &said) &&
		    builder_note(b, out.path, buf_view(&said));
		buf_free(&said);
	}
	return ok;
}

static bool
make_pages(struct builder *b)
{
	struct project *p = b->p;

	if (!pages_make(p->a, p->d, &b->site, b->made, &b->pages))
		return false;
	note_files(b, &b->pages);
	return true;
}

bool
build_pages(struct builder *b)
{
	note_files(b, &b->assets);
	if (build_recall_pages(b))
		return true;
	return make_pages(b) && put_files(b, &b->assets) &&
	    put_files(b, &b->pages);
}

static const struct page_output *
find_guide(const struct builder *b, struct str path)
{
	struct str id, rest;

	if (!str_cut(path, '/', &id, &rest) ||
	    (!str_is(rest, "index.html") && !str_is(rest, "index.md") &&
		!str_is(rest, "figures.json")))
		return NULL;
	return map_find(&b->guide, id);
}

/* The bytes of a file that is no guide's; a page of before is made for it. */
static const struct str *
find_file(struct builder *b, struct str path, bool bytes)
{
	const struct str *s = map_find(&b->file, path);

	if (s != &b->later || !bytes)
		return s;
	return make_pages(b) ? map_find(&b->file, path) : NULL;
}

static bool
find(void *ctx, struct str path, struct str id)
{
	struct builder *b = ctx;
	const struct page_output *guide = find_guide(b, path);
	const struct str *file = guide ? NULL : find_file(b, path, id.n > 0);
	struct arena a = { 0 };
	bool found;

	if (!id.n)
		return guide || file;
	found = guide ? anchors_have(guide->anchors, id)
		      : file && anchors_have(anchors_of(&a, *file), id);
	arena_clear(&a);
	return found;
}

/* Says where links are broken; the guide's text is read again for that. */
static void
report_links(struct builder *b, size_t i)
{
	struct page page = *builder_page(b, i);

	if (!page.apart)
		project_read_guide(b->p, &page);
	pages_links(b->p->d, &b->site, &page, b->made[i].links, find, b);
}

static bool
check_links(struct builder *b, size_t i)
{
	struct arena a = { 0 };
	struct diag d = { .arena = &a };
	bool ok = pages_links(
	    &d, &b->site, builder_page(b, i), b->made[i].links, find, b);

	if (!ok)
		report_links(b, i);
	arena_clear(&a);
	return ok;
}

/* Whether all that a link of before could lead to is there still. */
static bool
has_same_targets(const struct builder *b)
{
	if (!b->pages_kept)
		return false;
	for (size_t k = 0; k < b->ntodo; k++) {
		size_t i = b->todo[k];
		const struct kept *was =
		    map_find(&b->sink->cache->page, builder_page(b, i)->id);

		if (!was || !str_eq(was->made.anchors, b->made[i].anchors))
			return false;
	}
	return true;
}

bool
build_links(struct builder *b)
{
	bool some = has_same_targets(b), ok = true;

	if (some && !b->ntodo)
		return true;
	for (size_t i = 0; i < b->nmade; i++)
		map_put(
		    &b->guide, b->p->a, builder_page(b, i)->id, &b->made[i]);
	for (size_t i = 0; i < b->nmade; i++)
		if (!some || !b->kept[i])
			ok &= check_links(b, i);
	return ok;
}

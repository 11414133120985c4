/* The files that are no guide's, and the links between pages. */
#include "site/build_int.h"
#include "site/cache.h"
#include "view/anchor.h"

/* What links can lead to. */
static void
note_file(struct builder *b, struct str path, struct str bytes)
{
	struct arena *a = b->p->a;
	struct str *anchors = arena_new(a, struct str);

	if (str_ends(path, STR(".html")))
		*anchors = anchors_of(a, bytes);
	map_put(&b->file, a, str_copy(a, path), anchors);
}

static bool
note_page(void *ctx, struct str path, struct str bytes)
{
	note_file(ctx, path, bytes);
	return true;
}

static bool
put_file(void *ctx, struct str path, struct str bytes)
{
	struct builder *b = ctx;
	struct output out = { str_copy(b->p->a, path), bytes };
	struct buf said = { 0 };
	bool ok;

	note_file(b, path, bytes);
	arena_push(b->p->a, b->path, b->npath, b->cappath, out.path);
	ok = b->sink->put(b->sink->ctx, b->p->d, &out, NULL, &said) &&
	    builder_note(b, path, buf_view(&said));
	buf_free(&said);
	return ok;
}

static bool
each_file(struct builder *b, pages_put put)
{
	const struct page_files *assets = &b->assets;
	struct project *p = b->p;
	bool ok = true;

	for (size_t i = 0; ok && i < assets->n; i++)
		ok = put(b, assets->file[i].path, assets->file[i].bytes);
	return ok && build_load_shown(b) &&
	    pages_make(p->a, p->d, &b->site, b->made, put, b);
}

bool
build_pages(struct builder *b)
{
	return build_recall_pages(b) || each_file(b, put_file);
}

static struct page_output *
find_guide(const struct builder *b, struct str path)
{
	struct str id, rest;

	str_cut(path, '/', &id, &rest);
	for (size_t i = 0; i < GUIDE_FILES; i++)
		if (str_is(rest, guide_file[i]))
			return map_find(&b->guide, id);
	return NULL;
}

/* The anchors of a file that is no guide's, if they are wanted; where it is one
 * of before, all are made for that. */
static const struct str *
find_file(struct builder *b, struct str path, bool wanted)
{
	const struct str *s = map_find(&b->file, path);

	if (s != &b->later || !wanted)
		return s;
	return each_file(b, note_page) ? map_find(&b->file, path) : NULL;
}

static bool
find(void *ctx, struct str path, struct str id)
{
	struct builder *b = ctx;
	struct page_output *guide = find_guide(b, path);
	const struct str *anchors;

	if (guide && !id.n)
		return true;
	if (guide && !guide->anchors.n &&
	    !build_load_links(b, b->p->a, (size_t)(guide - b->made), guide))
		return false;
	anchors = guide ? &guide->anchors : find_file(b, path, id.n > 0);
	return anchors && (!id.n || anchors_have(*anchors, id));
}

/* Says where links are broken; the guide's text is read again for that. */
static void
report_links(struct builder *b, size_t i, struct str links)
{
	struct page page = *builder_page(b, i);

	if (!page.apart)
		project_read_guide(b->p, &page);
	pages_links(b->p->d, &b->site, &page, links, find, b);
}

static bool
check_links(struct builder *b, size_t i)
{
	struct arena a = { 0 };
	struct diag d = { .arena = &a };
	struct page_output made;
	bool read = build_load_links(b, &a, i, &made);
	bool ok = read &&
	    pages_links(&d, &b->site, builder_page(b, i), made.links, find, b);

	if (read && !ok)
		report_links(b, i, made.links);
	arena_clear(&a);
	return ok;
}

static struct hash
anchors_of_made(const struct builder *b, size_t i)
{
	return b->stowed[i].n ? b->stowed[i].anchors
			      : hash_of(b->made[i].anchors);
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

		if (!was || !hash_eq(was->anchors, anchors_of_made(b, i)))
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

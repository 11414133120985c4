/* What of a build is as the one before left it. */
#include "site/build_int.h"
#include "site/cache.h"

#include <errno.h>

/* Of the guides before and after a page shows their titles. */
static struct hash
add_neighbour(struct hash h, const struct builder *b, size_t i)
{
	if (i >= b->p->npage)
		return key_number(h, 0);
	h = hash_add(h, b->p->page[i].id);
	return hash_add(h, b->p->page[i].title);
}

/* All that page_output says a guide hangs on besides its own files. */
static struct hash
page_key(const struct builder *b, size_t i, struct str services)
{
	const struct page *page = builder_page(b, i);
	struct hash h = keys_of(&b->keys, services);

	h = key_number(h, page->apart);
	h = key_number(h, b->site.full_text);
	if (page->apart)
		return h;
	h = key_number(h, page->place);
	h = key_number(h, page->featured);
	h = add_neighbour(h, b, i - 1);
	return add_neighbour(h, b, i + 1);
}

static bool
keep_page(struct builder *b, struct kept *k)
{
	const struct sink *sink = b->sink;
	struct arena a = { 0 };
	struct str path[GUIDE_FILES];
	bool there = true;

	for (size_t i = 0; there && i < GUIDE_FILES; i++) {
		path[i] = guide_path(&a, k->id, i);
		there = sink->has(sink->ctx, path[i], &k->file[i]);
	}
	for (size_t i = 0; there && i < GUIDE_FILES; i++)
		k->want[i] = sink->keep(sink->ctx, path[i], &k->file[i]);
	arena_clear(&a);
	return there;
}

/* A page whose files are those of before is kept or, where something else has
 * changed, made of its draft. */
static bool
recall_page(struct builder *b, size_t i)
{
	const struct page *page = builder_page(b, i);
	struct kept *k = cache_find(b->sink->cache, page->id, page->apart);

	if (!k)
		return false;
	if (hash_eq(k->key, page_key(b, i, k->services)) && keep_page(b, k)) {
		b->kept[i] = k;
		return true;
	}
	b->before[i] = k;
	return false;
}

void
build_recall(struct builder *b)
{
	bool cache = b->sink && b->sink->cache;

	for (size_t i = 0; i < b->nmade; i++)
		if (!cache || !recall_page(b, i))
			b->todo[b->ntodo++] = i;
}

bool
build_draft(
    const struct builder *b, struct arena *a, size_t i, struct page *page)
{
	const struct sink *sink = b->sink;
	const struct kept *k = b->before[i];
	struct page_output was = { 0 };
	struct str path;

	/* The page on arithmetic is known by its name alone. */
	if (!k || !hash_eq(k->front.seen, page->seen))
		return false;
	path = guide_path(a, k->id, GUIDE_HTML);
	if (!sink->has(sink->ctx, path, &k->file[GUIDE_HTML]) ||
	    !cache_load_draft(sink->cache, a, k, &was) ||
	    !sink->read(
		sink->ctx, a, path, was.text_at, was.text_n, &page->html))
		return false;
	page->draft = was.draft;
	return true;
}

static bool
cannot_load(struct builder *b, const char *what)
{
	return diag_report(b->p->d, DIAG_IO, (struct span){ 0 },
	    "cannot read %s'%s' any more: %s", what, b->sink->cache->name.p,
	    strerror(errno));
}

bool
build_load_shown(struct builder *b)
{
	for (size_t i = 0; i < b->nmade; i++)
		if (b->kept[i] &&
		    !cache_load_shown(
			b->sink->cache, b->p->a, b->kept[i], &b->made[i]))
			return cannot_load(b, "");
	return true;
}

bool
build_load_links(
    struct builder *b, struct arena *a, size_t i, struct page_output *out)
{
	struct cache *c = b->sink->cache;

	*out = b->made[i];
	if (b->kept[i])
		return cache_load_links(c, a, b->kept[i], out) ||
		    cannot_load(b, "");
	return !b->stowed[i].n || cache_fetch(c, a, &b->stowed[i], out) ||
	    cannot_load(b, "a file without a name beside ");
}

/* The pages that are no guide's are made of the same, and of what the guides
 * have left for them. */
static struct hash
pages_key(const struct builder *b)
{
	struct hash h = key_number(keys_all(&b->keys), b->nmade);

	for (size_t i = 0; i < b->nmade; i++) {
		const struct page *page = builder_page(b, i);

		h = hash_add(h, page->id);
		h = hash_add(h, page->title);
		h = hash_add(h, page->description);
		h = key_hash(h,
		    b->kept[i] ? b->kept[i]->shown : cache_shown(&b->made[i]));
	}
	return h;
}

/* Whether a path is that of a file of a guide or of the page on arithmetic. */
static bool
is_of_page(const struct builder *b, struct str path)
{
	struct str id, rest;

	if (!str_cut(path, '/', &id, &rest) ||
	    (!map_find(&b->sink->cache->seen, id) &&
		!str_eq(id, b->example.page.id)))
		return false;
	for (size_t i = 0; i < GUIDE_FILES; i++)
		if (str_starts(rest, str_of(guide_file[i])))
			return true;
	return false;
}

bool
build_recall_pages(struct builder *b)
{
	const struct sink *sink = b->sink;
	struct cache *c = sink->cache;
	bool same;

	if (!c)
		return false;
	c->now_pages = pages_key(b);
	same = c->nfile && hash_eq(c->now_pages, c->pages);
	for (size_t i = 0; same && i < c->nfile; i++)
		same = !is_of_page(b, c->file[i].path) &&
		    sink->has(sink->ctx, c->file[i].path, &c->file[i].left);
	for (size_t i = 0; same && i < c->nfile; i++) {
		struct kept_file *f = &c->file[i];

		f->want = sink->keep(sink->ctx, f->path, &f->left);
		map_put(&b->file, b->p->a, f->path, &b->later);
	}
	b->pages_kept = same;
	return same;
}

/* A page that there was something to say about is made at every build, to say
 * it again; one that was listed with its text is such a page too. */
static void
remember_page(struct builder *b, size_t i)
{
	const struct page *page = builder_page(b, i);
	struct kept *k = b->kept[i];
	struct str services = k ? k->services : b->made[i].services;

	if (k || (b->clean[i] && (page->apart || !page->markdown)))
		cache_keep(b->sink->cache, k, page, page_key(b, i, services),
		    &b->made[i], &b->stowed[i]);
}

void
build_remember(struct builder *b)
{
	struct cache *c = b->sink->cache;

	if (!c)
		return;
	for (size_t i = 0; i < b->nmade; i++)
		remember_page(b, i);
	if (b->pages_kept)
		return;
	c->now_path = b->path;
	c->nnow_path = b->npath;
}

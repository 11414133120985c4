/* What of a build is as the one before left it. */
#include "site/build_int.h"
#include "site/cache.h"

static const char *const names[] = { "index.html", "index.md", "figures.json" };

static struct hash
add_number(struct hash h, uint64_t n)
{
	return hash_add(h, (struct str){ (const char *)&n, sizeof(n) });
}

/* What the command line and site.yaml say, prices, templates: all as text. */
struct hash
build_key(const struct project *p)
{
	const struct project_options *o = p->options;
	struct hash h = { 0 };

	h = hash_add(h, o->region);
	h = hash_add(h, o->free_tier);
	h = hash_add(h, o->month);
	for (size_t i = 0; i < o->nprice; i++)
		h = hash_add(h, o->price[i]);
	h = add_number(h, o->nprice);
	for (size_t i = 0; i < p->nsource; i++) {
		h = hash_add(h, str_of(p->source[i]->name));
		h = hash_add(h, p->source[i]->text);
	}
	return h;
}

/* Of the guides before and after a page shows their titles. */
static struct hash
add_neighbour(struct hash h, const struct builder *b, size_t i)
{
	if (i >= b->p->npage)
		return add_number(h, 0);
	h = hash_add(h, b->p->page[i].id);
	return hash_add(h, b->p->page[i].title);
}

/* All that page_output says a guide hangs on besides its own files. */
static struct hash
page_key(const struct builder *b, size_t i)
{
	const struct page *page = builder_page(b, i);
	struct hash h = b->key;

	h = add_number(h, page->apart);
	h = add_number(h, b->site.full_text);
	if (page->apart)
		return h;
	h = add_number(h, page->place);
	h = add_number(h, page->featured);
	h = add_neighbour(h, b, i - 1);
	return add_neighbour(h, b, i + 1);
}

static bool
has_file(const struct builder *b, struct str path)
{
	const struct sink *sink = b->sink;
	const struct want *w = cache_file(sink->cache, path);

	return w && sink->has(sink->ctx, w);
}

static void
keep_file(struct builder *b, struct str path)
{
	const struct sink *sink = b->sink;
	const struct want *w = cache_file(sink->cache, path);

	sink->cache->stale |= sink->keep(sink->ctx, w);
}

static bool
keep_page(struct builder *b, size_t i)
{
	const struct page *page = builder_page(b, i);
	struct arena a = { 0 };
	struct str path[countof(names)];
	bool there = true;

	for (size_t k = 0; k < countof(names); k++) {
		path[k] =
		    str_printf(&a, "%.*s/%s", STR_ARG(page->id), names[k]);
		there = there && has_file(b, path[k]);
	}
	for (size_t k = 0; there && k < countof(names); k++)
		keep_file(b, path[k]);
	arena_clear(&a);
	return there;
}

void
build_recall(struct builder *b)
{
	struct cache *c = b->sink ? b->sink->cache : NULL;

	for (size_t i = 0; i < b->nmade; i++) {
		const struct page *page = builder_page(b, i);
		struct kept *k = !c
		    ? NULL
		    : cache_find(c, page->id, page_key(b, i), page->apart);

		if (k && keep_page(b, i)) {
			b->kept[i] = k;
			b->made[i] = k->made;
		} else {
			b->todo[b->ntodo++] = i;
		}
	}
	if (c)
		c->stale |= b->ntodo || c->page.n != b->nmade;
}

/* The pages that are no guide's are made of the same, and of what the guides
 * have left for them. */
static struct hash
pages_key(const struct builder *b)
{
	struct hash h = add_number(b->key, b->nmade);

	for (size_t i = 0; i < b->nmade; i++) {
		const struct page *page = builder_page(b, i);

		h = hash_add(h, page->id);
		h = hash_add(h, page->title);
		h = hash_add(h, page->description);
		h = hash_add(h, b->made[i].entry);
		h = hash_add(h, b->made[i].search);
	}
	return h;
}

bool
build_recall_pages(struct builder *b)
{
	struct cache *c = b->sink->cache;
	bool same;

	if (!c)
		return false;
	c->now_pages = pages_key(b);
	same = hash_eq(c->now_pages, c->pages);
	for (size_t i = 0; same && i < c->npages; i++)
		same = has_file(b, c->pages_path[i]);
	if (!same) {
		c->stale = true;
		return false;
	}
	for (size_t i = 0; i < c->npages; i++) {
		keep_file(b, c->pages_path[i]);
		map_put(&b->file, b->p->a, c->pages_path[i], &b->later);
	}
	c->now_path = c->pages_path;
	c->nnow_path = c->npages;
	b->pages_kept = true;
	return true;
}

/* A page that there was something to say about is made at every build, to say
 * it again; one that was listed with its text is such a page too. */
static void
remember_page(struct builder *b, size_t i)
{
	const struct page *page = builder_page(b, i);

	if (b->kept[i] || (b->clean[i] && (page->apart || !page->markdown)))
		cache_keep(b->sink->cache, b->kept[i], page, page_key(b, i),
		    &b->made[i]);
}

void
build_remember(struct builder *b)
{
	struct cache *c = b->sink->cache;

	if (!c || !c->stale)
		return;
	for (size_t i = 0; i < b->nmade; i++)
		remember_page(b, i);
	if (b->pages_kept)
		return;
	c->now_path = b->path;
	c->nnow_path = b->npath;
}

/* What need not be held while a build goes on. */
#include "site/cache_int.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"

struct str
cache_draft(struct arena *a, const struct page_output *made)
{
	struct buf b = { 0 };

	if (!made->draft.n)
		return made->draft;
	pack_size(&b, made->text_at);
	pack_size(&b, made->text_n);
	buf_str(&b, made->draft);
	return buf_take(&b, a);
}

bool
cache_stow(struct cache *c, struct str links, struct str anchors,
    struct str draft, struct stowed *s)
{
	int flags = O_RDWR | O_TMPFILE | O_CLOEXEC;
	struct buf b = { 0 };

	if (c->store < 0 && !c->no_store)
		c->store = openat(c->parent, ".", flags, 0600);
	c->no_store |= c->store < 0;
	if (c->no_store)
		return false;
	pack_str(&b, links);
	pack_str(&b, anchors);
	*s = (struct stowed){ hash_of(anchors), c->stored, b.n, draft.n };
	buf_str(&b, draft);
	c->no_store = !file_put(c->store, buf_view(&b));
	c->stored += b.n;
	buf_free(&b);
	if (c->no_store)
		*s = (struct stowed){ 0 };
	return !c->no_store;
}

bool
cache_fetch(const struct cache *c, struct arena *a, const struct stowed *s,
    struct page_output *out)
{
	return cache_two(c->store, a, s->at, s->n, &out->links, &out->anchors);
}

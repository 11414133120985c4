/* What need not be held while a build goes on. */
#include "site/cache_int.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"

#define PART ((size_t)256 << 10) /* [byte] written at once */

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

/* What cannot be written stays here; nothing is added to it. */
static void
write_stow(struct cache *c)
{
	c->no_store = !file_put(c->store, buf_view(&c->stow));
	if (c->no_store)
		return;
	c->stored += c->stow.n;
	buf_clear(&c->stow);
}

bool
cache_stow(struct cache *c, struct str links, struct str anchors,
    struct str draft, struct stowed *s)
{
	int flags = O_RDWR | O_TMPFILE | O_CLOEXEC;
	struct buf *b = &c->stow;
	size_t from;

	if (c->store < 0 && !c->no_store)
		c->store = openat(c->parent, ".", flags, 0600);
	c->no_store |= c->store < 0;
	if (c->no_store)
		return false;
	from = b->n;
	pack_str(b, links);
	pack_str(b, anchors);
	*s = (struct stowed){ hash_of(anchors), c->stored + from, b->n - from,
		draft.n };
	buf_str(b, draft);
	if (b->n >= PART)
		write_stow(c);
	return true;
}

bool
cache_get(const struct cache *c, char *to, uint64_t n, uint64_t at)
{
	if (at < c->stored)
		return file_get(c->store, to, n, at);
	memcpy(to, c->stow.p + (at - c->stored), n);
	return true;
}

bool
cache_fetch(const struct cache *c, struct arena *a, const struct stowed *s,
    struct page_output *out)
{
	char *p = arena_room(a, s->n);

	return cache_get(c, p, s->n, s->at) &&
	    cache_two((struct str){ p, s->n }, &out->links, &out->anchors);
}

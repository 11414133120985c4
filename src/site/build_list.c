/* Guides listed by several processes. */
#include "site/build_int.h"
#include "site/crew.h"

#define FEW 64 /* guides: they are listed before a process is there */

struct lister {
	struct builder *b;
	const struct str *id;
	struct page *page;
	bool *known;
	size_t *todo;
};

/* In a worker. */
static bool
work(void *ctx, size_t i, struct buf *answer)
{
	struct lister *l = ctx;
	struct arena a = { 0 };
	struct page page;
	bool ok = project_front(l->b->p, &a, l->id[l->todo[i]], &page);

	pack_u64(answer, ok);
	if (ok) {
		pack_str(answer, page.title);
		pack_str(answer, page.description);
		pack_str(answer, page.author);
		pack_str(answer, page.status);
		pack_str(answer, page.reviewed);
		pack_u64(answer, (uint64_t)page.order);
		pack_u64(answer, page.body);
		pack_bytes(answer, &page.seen, sizeof(page.seen));
	}
	arena_clear(&a);
	return true;
}

static void
take(void *ctx, size_t i, struct str answer)
{
	struct lister *l = ctx;
	struct arena *a = l->b->p->a;
	struct unpack u = unpack_of(answer);
	struct page *page = &l->page[l->todo[i]];

	l->known[l->todo[i]] = unpack_u64(&u) == 1;
	if (!l->known[l->todo[i]])
		return;
	*page = (struct page){ .id = l->id[l->todo[i]] };
	page->title = str_copy(a, unpack_str(&u));
	page->description = str_copy(a, unpack_str(&u));
	page->author = str_copy(a, unpack_str(&u));
	page->status = str_copy(a, unpack_str(&u));
	page->reviewed = str_copy(a, unpack_str(&u));
	page->order = (int64_t)unpack_u64(&u);
	page->body = (size_t)unpack_u64(&u);
	unpack_bytes(&u, &page->seen, sizeof(page->seen));
}

void
build_list(
    void *ctx, const struct str *id, struct page *page, bool *known, size_t n)
{
	struct builder *b = ctx;
	struct arena a = { 0 };
	struct lister l = { .b = b, .id = id, .page = page, .known = known };
	struct crew crew = { &l, work, take };
	size_t ntodo = 0;

	l.todo = arena_array(&a, size_t, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!known[i])
			l.todo[ntodo++] = i;
	/* Who is not listed here, for whatever reason, is listed later. */
	if (b->workers > 1 && ntodo > FEW)
		b->ok &= crew_run(b->p->d, &crew, b->workers, ntodo);
	arena_clear(&a);
}

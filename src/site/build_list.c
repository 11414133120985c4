/* Guides listed by several processes. */
#include "site/build_int.h"
#include "site/crew.h"
#include "site/front.h"

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
	struct front front;
	struct page page;
	bool ok = project_front(l->b->p, &a, l->id[l->todo[i]], &page);

	pack_u64(answer, ok);
	if (ok) {
		front = front_of(&page);
		front_pack(answer, &front);
	}
	arena_clear(&a);
	return true;
}

static void
take(void *ctx, size_t i, struct str answer)
{
	struct lister *l = ctx;
	struct unpack u = unpack_of(answer);
	size_t k = l->todo[i];
	struct front front;

	l->known[k] = unpack_u64(&u) == 1;
	if (!l->known[k])
		return;
	front = front_unpack(&u, l->b->p->a);
	l->page[k] = front_page(&front, l->id[k]);
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

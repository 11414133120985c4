#include "site/front.h"

struct front
front_of(const struct page *page)
{
	return (struct front){ .title = page->title,
		.description = page->description,
		.author = page->author,
		.status = page->status,
		.reviewed = page->reviewed,
		.order = page->order,
		.body = page->body,
		.seen = page->seen };
}

struct page
front_page(const struct front *f, struct str id)
{
	return (struct page){ .id = id,
		.title = f->title,
		.description = f->description,
		.author = f->author,
		.status = f->status,
		.reviewed = f->reviewed,
		.order = f->order,
		.body = f->body,
		.seen = f->seen };
}

struct front
front_copy(struct arena *a, const struct front *f)
{
	struct front copy = *f;

	copy.title = str_copy(a, f->title);
	copy.description = str_copy(a, f->description);
	copy.author = str_copy(a, f->author);
	copy.status = str_copy(a, f->status);
	copy.reviewed = str_copy(a, f->reviewed);
	return copy;
}

void
front_pack(struct buf *b, const struct front *f)
{
	pack_str(b, f->title);
	pack_str(b, f->description);
	pack_str(b, f->author);
	pack_str(b, f->status);
	pack_str(b, f->reviewed);
	pack_u64(b, (uint64_t)f->order);
	pack_u64(b, f->body);
	pack_bytes(b, &f->seen, sizeof(f->seen));
}

struct front
front_unpack(struct unpack *u, struct arena *a)
{
	struct front f = { .title = unpack_str(u) };

	f.description = unpack_str(u);
	f.author = unpack_str(u);
	f.status = unpack_str(u);
	f.reviewed = unpack_str(u);
	f.order = (int64_t)unpack_u64(u);
	f.body = (size_t)unpack_u64(u);
	unpack_bytes(u, &f.seen, sizeof(f.seen));
	return front_copy(a, &f);
}

/*
 * front: what is listed of a guide: its front matter, and of which text that
 * is.
 *
 * Depends on: pack, view/page.
 */
#ifndef SITE_FRONT_H
#define SITE_FRONT_H

#include "base/pack.h"
#include "view/page.h"

/* See struct page. */
struct front {
	struct str title, description, author, status, reviewed;
	int64_t order;
	size_t body;
	struct hash seen;
};

struct front front_of(const struct page *page);

/* A page of which no more is known. */
struct page front_page(const struct front *f, struct str id);

/* With the texts in the memory of `a`. */
struct front front_copy(struct arena *a, const struct front *f);

void front_pack(struct buf *b, const struct front *f);
struct front front_unpack(struct unpack *u, struct arena *a);

#endif

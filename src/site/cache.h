/*
 * cache: what a build leaves for the next one.
 *
 * ".NAME.cache" beside the published directory NAME holds, for each guide, the
 * signatures of its files, a key of all else it was made of, and what the pages
 * of the site need of it; and the hash of each published file.  A guide whose
 * files and key are those of before, and whose published files are what they
 * were, is neither read nor made again.
 *
 * Nothing depends on it.  It belongs to one build of the program; a cache of
 * another one, one that is damaged, or none at all is the same as an empty one,
 * and one that cannot be written is left out.  It is written in place, when the
 * site is published: killed in the middle it is damaged.
 *
 * Depends on: hash, pack, project, sig, wanted.
 */
#ifndef SITE_CACHE_H
#define SITE_CACHE_H

#include "base/hash.h"
#include "site/project.h"
#include "site/sig.h"
#include "site/wanted.h"

/* The files of a guide. */
struct guide_sig {
	struct sig text, data; /* index.md and guide.yaml */
};

/* A page: a guide, or the one about the arithmetic. */
struct kept {
	/* What the front matter says, see struct page. */
	struct str id, title, description, author, status, reviewed;
	int64_t order;
	size_t body;
	struct hash seen;
	struct guide_sig sig;
	struct hash key;	 /* of all else that it was made of */
	struct page_output made; /* but for its files */
};

struct cache {
	struct arena *a;
	struct str name; /* with a NUL; empty: there is no cache */
	int parent;	 /* the directory it is in */
	struct hash program;
	/* What the last build left. */
	struct map page;	/* by id, to struct kept */
	struct map file;	/* by path, to struct want */
	struct hash pages;	/* key of the pages that are no guide's */
	struct str *pages_path; /* their files, and those only copied */
	size_t npages;
	/* What this one leaves. */
	struct map seen; /* guides by id, to struct guide_sig */
	struct kept **now;
	size_t nnow, capnow;
	struct hash now_pages;
	struct str *now_path;
	size_t nnow_path;
	int64_t began; /* see sig_now */
	bool stale;    /* it is not what this build would leave */
};

/* Reads it; an empty one where there is nothing to use. */
void
cache_open(struct cache *c, struct arena *a, int parent, const char *dir_name);

/* The `recall` of a project: fills `page` with the front matter where the files
 * are those of before. */
bool cache_recall(void *ctx, const char *dir, struct str id, struct page *page);

/* A page of before with that id and key, of files that are the same; or NULL.
 * `apart`: one of no files of its own. */
struct kept *
cache_find(struct cache *c, struct str id, struct hash key, bool apart);

/* A published file as it was left, or NULL. */
const struct want *cache_file(const struct cache *c, struct str path);

/* A page is to be left to the next build: one of before, or one that was
 * made. */
void cache_keep(struct cache *c, struct kept *old, const struct page *page,
    struct hash key, const struct page_output *made);

/* Writes what is to be left, with the files that are published now, if that is
 * not what is there. */
void cache_save(struct cache *c, const struct wanted *files);

#endif

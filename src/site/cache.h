/*
 * cache: what a build leaves for the next one.
 *
 * ".NAME.cache" beside the published directory NAME holds, for each guide, the
 * signatures of its files, a key of all else it was made of, what its published
 * files were, and what the pages of the site need of it.  A guide whose files
 * and key are those of before, and whose published files are what they were, is
 * neither read nor made again.
 *
 * Nothing depends on it.  It belongs to one build of the program; a cache of
 * another one, one that is damaged, or none at all is the same as an empty one,
 * and one that cannot be written is left out.  Each record stands for itself,
 * so that any part of a cache is one too.  What has changed is appended to it,
 * until more is out of date than in use.  What only the pages of the site need
 * stays in the file until it is asked for.
 *
 * Depends on: hash, front, pack, project, shape, sig, wanted.
 */
#ifndef SITE_CACHE_H
#define SITE_CACHE_H

#include "base/hash.h"
#include "site/front.h"
#include "site/project.h"
#include "site/shape.h"
#include "site/sig.h"
#include "site/wanted.h"

/* The files of a guide. */
struct guide_sig {
	struct sig text, data; /* index.md and guide.yaml */
};

enum { GUIDE_HTML, GUIDE_MARKDOWN, GUIDE_FIGURES, GUIDE_FILES };

/* The names of those published of each, below its id. */
extern const char *const guide_file[GUIDE_FILES];

/* "ID/NAME", with a NUL. */
struct str guide_path(struct arena *a, struct str id, size_t file);

/* A page: a guide, or the one about the arithmetic. */
struct kept {
	struct str id;
	struct front front;
	struct guide_sig sig;
	struct str services; /* it asked for, see keys_of */
	struct hash key;     /* of all that it was made of but its files */
	struct hash shown;   /* `entry` and `search` of struct page_output */
	struct hash anchors;
	struct left file[GUIDE_FILES];
	uint64_t at;	 /* [byte] in the cache: `entry`, `search`, ... */
	uint64_t nshown; /* [byte] those two */
	uint64_t n;	 /* [byte] ... `links` and `anchors` as well */
	uint64_t ndraft; /* [byte] the draft and its place, behind them */
	/* As it is published now, where it was found as it was. */
	const struct want *want[GUIDE_FILES];
};

/* A file that is no guide's. */
struct kept_file {
	struct str path; /* a NUL behind it */
	struct left left;
	const struct want *want;
};

/* `links`, `anchors` and the draft of a page that was made, in a file without a
 * name until they are asked for; all zero: they are held. */
struct stowed {
	struct hash anchors;
	uint64_t at, n;	 /* [byte] links and anchors */
	uint64_t ndraft; /* [byte] behind them */
};

/* A page that is to be left to the next build. */
struct keep {
	struct kept *kept; /* of before; NULL: it was made */
	const struct page *page;
	struct hash key;
	const struct page_output *made;
	const struct stowed *stowed;
	const struct want *want[GUIDE_FILES];
};

struct cache {
	struct arena *a;
	struct str name; /* with a NUL; empty: there is no cache */
	int parent;	 /* the directory it is in */
	int fd;		 /* -1: nothing was read */
	uint64_t ino;
	struct hash sum; /* of all that was read */
	uint64_t end;	 /* [byte] where that ends */
	bool whole;	 /* there is nothing behind it */
	size_t nrecord;	 /* pages in it, old ones too */
	int store;	 /* what is stowed away; -1: nothing yet */
	uint64_t stored; /* [byte] */
	struct buf stow; /* on its way there */
	bool no_store;	 /* the file system has none to give, or no more */
	/* What the last build left. */
	struct map page;	/* by id, to struct kept */
	struct hash pages;	/* key of the pages that are no guide's */
	struct kept_file *file; /* their files, and those only copied */
	size_t nfile;
	struct trees left;
	/* What this one leaves. */
	struct map seen; /* guides by id, to struct guide_sig */
	struct keep *keep;
	size_t nkeep, capkeep;
	struct hash now_pages;
	const struct str *now_path; /* NULL: those of before */
	size_t nnow_path;
	const struct wanted *files;
	const struct trees *now_left;
	struct buf out; /* a part of it, with room for any */
	int64_t began;	/* see sig_now */
};

/* Reads it; an empty one where there is nothing to use. */
void
cache_open(struct cache *c, struct arena *a, int parent, const char *dir_name);

/* The `recall` of a project: fills `page` with the front matter where the files
 * are those of before. */
bool cache_recall(void *ctx, const char *dir, struct str id, struct page *page);

/* A page of before with that id, of files that are the same; or NULL.
 * `apart`: one of no files of its own. */
struct kept *cache_find(struct cache *c, struct str id, bool apart);

/* `entry` and `search` of a page of before, and its `links` and `anchors`.
 * False where they cannot be read any more. */
bool cache_load_shown(const struct cache *c, struct arena *a,
    const struct kept *k, struct page_output *out);
bool cache_load_links(const struct cache *c, struct arena *a,
    const struct kept *k, struct page_output *out);

/* The draft of its text and where that stands; false where there is none. */
bool cache_load_draft(const struct cache *c, struct arena *a,
    const struct kept *k, struct page_output *out);

/* These as bytes, to be put away. */
struct str cache_draft(struct arena *a, const struct page_output *made);

/* Puts `links`, `anchors` and what cache_draft made away; false where they have
 * to be held. */
bool cache_stow(struct cache *c, struct str links, struct str anchors,
    struct str draft, struct stowed *s);

/* Links and anchors of a page.  False where they cannot be read any more. */
bool cache_fetch(const struct cache *c, struct arena *a, const struct stowed *s,
    struct page_output *out);

/* See struct kept. */
struct hash cache_shown(const struct page_output *made);

/* A page is to be left to the next build: one of before, or one that was
 * made. */
void cache_keep(struct cache *c, struct kept *old, const struct page *page,
    struct hash key, const struct page_output *made,
    const struct stowed *stowed);

/* The files that are about to be published, and the trees then.  Gets the memory
 * for cache_save. */
void cache_ready(
    struct cache *c, const struct wanted *files, const struct trees *left);

/* Writes what is to be left, if that is not what is there; they are published. */
void cache_save(struct cache *c);

void cache_close(struct cache *c);

#endif

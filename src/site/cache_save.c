/* A cache on its way to the next build. */
#include "site/cache_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"

#define PART ((size_t)256 << 10) /* [byte] after which a new part starts */
#define SOME 1024 /* [byte] more than what has one size in any record */
#define SPARE 64  /* pages out of date that are too few to write all again */

struct hash
cache_shown(const struct page_output *made)
{
	return hash_add(hash_of(made->entry), made->search);
}

void
cache_keep(struct cache *c, struct kept *old, const struct page *page,
    struct hash key, const struct page_output *made,
    const struct stowed *stowed)
{
	struct keep k = { .kept = old,
		.page = page,
		.key = key,
		.made = made,
		.stowed = stowed };

	arena_push(c->a, c->keep, c->nkeep, c->capkeep, k);
}

/* The file while it is written. */
struct writer {
	int fd;
	struct buf *buf; /* the part so far */
	struct hash sum;
	bool ok;
};

static void
flush(struct writer *w, size_t from)
{
	uint64_t n = w->buf->n;
	struct str head = { (const char *)&n, sizeof(n) };

	if (n <= from)
		return;
	w->sum = hash_add(w->sum, buf_view(w->buf));
	pack_bytes(w->buf, &w->sum, CACHE_SUM);
	w->ok =
	    w->ok && file_put(w->fd, head) && file_put(w->fd, buf_view(w->buf));
	buf_clear(w->buf);
}

static void
pack_left(struct buf *b, const struct want *w)
{
	struct left l = { w->hash, w->sig, w->other };

	pack_bytes(b, &l, sizeof(l));
}

/* One that could be written to again without a trace is none. */
static void
pack_source(struct buf *b, const struct cache *c, struct sig s)
{
	if (!sig_is_settled(s, c->began))
		s = (struct sig){ 0 };
	pack_bytes(b, &s, sizeof(s));
}

/* Where so many bytes are put. */
static char *
room_for(struct buf *b, uint64_t n)
{
	buf_reserve(b, (size_t)n);
	b->n += (size_t)n;
	return b->p + b->n - n;
}

/* A str whose length is known behind it. */
static size_t
begin_length(struct buf *b)
{
	pack_u64(b, 0);
	return b->n;
}

static void
end_length(struct buf *b, size_t from)
{
	uint64_t n = b->n - from;

	memcpy(b->p + from - sizeof(n), &n, sizeof(n));
}

/* What was made of it: as it was, or new. */
static void
pack_made(struct writer *w, const struct cache *c, const struct keep *k)
{
	struct buf *b = w->buf;
	uint64_t n;
	size_t at;

	if (k->kept) {
		n = k->kept->n + sizeof(n) + k->kept->ndraft;
		pack_u64(b, k->kept->n);
		w->ok = w->ok &&
		    file_get(c->fd, room_for(b, n), (size_t)n, k->kept->at);
		return;
	}
	at = begin_length(b);
	pack_str(b, k->made->entry);
	pack_str(b, k->made->search);
	if (k->stowed->n) {
		w->ok = w->ok &&
		    cache_get(c, room_for(b, k->stowed->n), k->stowed->n,
			k->stowed->at);
	} else {
		pack_str(b, k->made->links);
		pack_str(b, k->made->anchors);
	}
	end_length(b, at);
	at = begin_length(b);
	if (k->stowed->n)
		w->ok = w->ok &&
		    cache_get(c, room_for(b, k->stowed->ndraft),
			k->stowed->ndraft, k->stowed->at + k->stowed->n);
	else
		buf_str(b, k->made->draft);
	end_length(b, at);
}

static void
write_page(struct writer *w, const struct cache *c, const struct keep *k)
{
	const struct page *p = k->page;
	const struct front front = front_of(p);
	const struct guide_sig *now = map_find(&c->seen, p->id);
	struct guide_sig none = { 0 };
	struct hash shown = k->kept ? k->kept->shown : cache_shown(k->made);
	struct hash anchors = k->kept ? k->kept->anchors
	    : k->stowed->n	      ? k->stowed->anchors
				      : hash_of(k->made->anchors);
	struct buf *b = w->buf;

	if (!now)
		now = &none;
	buf_putc(b, 'P');
	pack_str(b, p->id);
	front_pack(b, &front);
	pack_source(b, c, now->text);
	pack_source(b, c, now->data);
	pack_str(b, k->kept ? k->kept->services : k->made->services);
	pack_bytes(b, &k->key, sizeof(k->key));
	pack_bytes(b, &shown, sizeof(shown));
	pack_bytes(b, &anchors, sizeof(anchors));
	for (size_t i = 0; i < GUIDE_FILES; i++)
		pack_left(b, k->want[i]);
	pack_made(w, c, k);
	flush(w, PART);
}

/* Whether the cache says what it is. */
static bool
is_as_cached(const struct keep *k)
{
	bool same = k->kept != NULL;

	for (size_t i = 0; same && i < GUIDE_FILES; i++)
		same = left_is(&k->kept->file[i], k->want[i]);
	return same;
}

/* Those that are not as the cache has them, or all. */
static size_t
write_pages(struct writer *w, const struct cache *c, bool all)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nkeep; i++) {
		if (!all && is_as_cached(&c->keep[i]))
			continue;
		n++;
		if (w)
			write_page(w, c, &c->keep[i]);
	}
	return n;
}

static bool
has_same_files(const struct cache *c)
{
	bool same = !c->now_path && hash_eq(c->pages, c->now_pages);

	for (size_t i = 0; same && i < c->nfile; i++)
		same = left_is(&c->file[i].left, c->file[i].want);
	return same;
}

static void
write_files(struct writer *w, const struct cache *c)
{
	struct buf *b = w->buf;
	size_t n = c->now_path ? c->nnow_path : c->nfile;

	buf_putc(b, 'F');
	pack_bytes(b, &c->now_pages, sizeof(c->now_pages));
	pack_u64(b, n);
	for (size_t i = 0; i < n; i++) {
		struct str path =
		    c->now_path ? c->now_path[i] : c->file[i].path;

		pack_str(b, path);
		pack_left(b, wanted_find(c->files, path));
	}
}

static bool
are_same_trees(const struct trees *a, const struct trees *b)
{
	return shape_eq(&a->published, &b->published) &&
	    shape_eq(&a->twin, &b->twin);
}

static void
pack_shape(struct buf *b, const struct shape *n)
{
	pack_bytes(b, &n->root, sizeof(n->root));
	pack_bytes(b, &n->dirs, sizeof(n->dirs));
	pack_bytes(b, &n->manifest, sizeof(n->manifest));
	pack_bytes(b, &n->boot, sizeof(n->boot));
}

static void
write_trees(struct writer *w, const struct trees *t)
{
	buf_putc(w->buf, 'T');
	pack_shape(w->buf, &t->published);
	pack_shape(w->buf, &t->twin);
}

/* A file of its own: what was read stays readable. */
static void
begin_new(struct writer *w, struct cache *c)
{
	int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;

	w->fd = -1;
	if (unlinkat(c->parent, c->name.p, 0) < 0 && errno != ENOENT)
		return;
	w->fd = openat(c->parent, c->name.p, flags, 0644);
	if (w->fd < 0 || !cache_program(&w->sum))
		return;
	w->ok = file_put(w->fd, CACHE_MAGIC) &&
	    file_put(w->fd, (struct str){ (const char *)&w->sum, CACHE_SUM });
}

/* The file that was read, at its end. */
static void
begin_more(struct writer *w, const struct cache *c)
{
	int flags = O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	struct stat st;

	w->sum = c->sum;
	w->fd = openat(c->parent, c->name.p, flags);
	w->ok = w->fd >= 0 && fstat(w->fd, &st) == 0 && st.st_ino == c->ino &&
	    st.st_nlink == 1 && (uint64_t)st.st_size == c->end &&
	    lseek(w->fd, (off_t)c->end, SEEK_SET) >= 0;
}

/* The room that a page takes, in bytes; SOME for what has one size. */
static size_t
room_of(const struct keep *k)
{
	const struct page *p = k->page;
	const struct page_output *m = k->made;
	size_t n = SOME + p->id.n + p->title.n + p->description.n +
	    p->author.n + p->status.n + p->reviewed.n;

	if (k->kept)
		return n + k->kept->services.n + (size_t)k->kept->n +
		    (size_t)k->kept->ndraft;
	return n + m->services.n + m->entry.n + m->search.n + m->links.n +
	    m->anchors.n + m->draft.n +
	    (size_t)(k->stowed->n + k->stowed->ndraft);
}

static size_t
room_of_files(const struct cache *c)
{
	size_t room = SOME, n = c->now_path ? c->nnow_path : c->nfile;

	for (size_t i = 0; i < n; i++)
		room +=
		    SOME + (c->now_path ? c->now_path[i].n : c->file[i].path.n);
	return room;
}

static void
find_wants(struct keep *k, const struct wanted *files)
{
	struct arena a = { 0 };

	for (size_t i = 0; i < GUIDE_FILES; i++)
		k->want[i] = k->kept
		    ? k->kept->want[i]
		    : wanted_find(files, guide_path(&a, k->page->id, i));
	arena_clear(&a);
}

void
cache_ready(
    struct cache *c, const struct wanted *files, const struct trees *left)
{
	size_t most = 0;

	c->files = files;
	c->now_left = left;
	for (size_t i = 0; i < c->nkeep; i++) {
		size_t room = room_of(&c->keep[i]);

		find_wants(&c->keep[i], files);
		most = room > most ? room : most;
	}
	buf_reserve(&c->out, PART + most + room_of_files(c));
}

/* Whether `n` pages are better put behind what is there than all in a new file,
 * which need not be read past what is out of date. */
static bool
is_better_appended(const struct cache *c, size_t n)
{
	return 2 * n <= c->nkeep + SPARE &&
	    c->nrecord + n <= 2 * c->nkeep + SPARE;
}

void
cache_save(struct cache *c)
{
	bool old = c->fd >= 0 && c->whole;
	size_t n = write_pages(NULL, c, !old);
	bool same_files = old && has_same_files(c);
	bool same_trees = old && are_same_trees(&c->left, c->now_left);
	struct writer w = { .buf = &c->out };

	if (!c->name.n || (old && !n && same_files && same_trees))
		return;
	old = old && is_better_appended(c, n);
	if (old)
		begin_more(&w, c);
	else
		begin_new(&w, c);
	if (w.fd < 0)
		return;
	/* First what says of files that they are in both trees: a cache that is
	 * cut says less than is true, and never more. */
	if (!old || !same_trees)
		write_trees(&w, c->now_left);
	if (!old || !same_files)
		write_files(&w, c);
	write_pages(&w, c, !old);
	flush(&w, 0);
	close(w.fd);
	if (!w.ok)
		unlinkat(c->parent, c->name.p, 0);
}

/*
 * The file: a line that says what it is, the program's signature, and parts.
 * A part is its length, its bytes, and a sum of these and of all before them.
 * Its bytes are records, each with a letter before it:
 *
 *   P  a page; the last one of an id counts
 *   F  the files that are no guide's
 *   T  the hidden tree
 *
 * The first part that is not whole ends the file.
 */
#include "site/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/pack.h"

#define MAGIC STR("breakeven cache 3\n")
#define MAX ((uint64_t)1 << 30)	 /* [byte] */
#define PART ((size_t)256 << 10) /* [byte] after which a new part starts */
#define SUM sizeof(struct hash)
#define SOME 1024 /* [byte] more than what has one size in any record */
#define SPARE 64  /* pages out of date that are too few to write all again */

const char *const guide_file[GUIDE_FILES] = { "index.html", "index.md",
	"figures.json" };

struct str
guide_path(struct arena *a, struct str id, size_t file)
{
	struct str name = str_of(guide_file[file]);
	char *p = arena_array(a, char, id.n + name.n + 2);

	memcpy(p, id.p, id.n);
	p[id.n] = '/';
	memcpy(p + id.n + 1, name.p, name.n);
	return (struct str){ p, id.n + 1 + name.n };
}

static struct hash
unpack_hash(struct unpack *u)
{
	struct hash h;

	unpack_bytes(u, &h, sizeof(h));
	return h;
}

static struct sig
unpack_sig(struct unpack *u)
{
	struct sig s;

	unpack_bytes(u, &s, sizeof(s));
	return s;
}

static struct left
unpack_left(struct unpack *u)
{
	struct left l;

	unpack_bytes(u, &l, sizeof(l));
	return l;
}

/* What is read is gone with its part. */
static struct str
take_str(struct cache *c, struct unpack *u)
{
	return str_copy(c->a, unpack_str(u));
}

/* `from` is where the part starts in the file, `n` its length. */
static void
read_page(struct cache *c, struct unpack *u, uint64_t from, size_t n)
{
	struct str id = unpack_str(u);
	struct kept *k = map_find(&c->page, id);

	c->nrecord++;
	if (!k) {
		k = arena_new(c->a, struct kept);
		k->id = str_copy(c->a, id);
		map_put(&c->page, c->a, k->id, k);
	}
	k->title = take_str(c, u);
	k->description = take_str(c, u);
	k->author = take_str(c, u);
	k->status = take_str(c, u);
	k->reviewed = take_str(c, u);
	k->order = (int64_t)unpack_u64(u);
	k->body = (size_t)unpack_u64(u);
	k->seen = unpack_hash(u);
	k->sig.text = unpack_sig(u);
	k->sig.data = unpack_sig(u);
	k->services = take_str(c, u);
	k->key = unpack_hash(u);
	k->shown = unpack_hash(u);
	k->anchors = unpack_hash(u);
	for (size_t i = 0; i < GUIDE_FILES; i++)
		k->file[i] = unpack_left(u);
	k->n = unpack_str(u).n;
	k->at = from + n - u->rest.n - k->n;
	k->ndraft = unpack_str(u).n;
}

static void
read_files(struct cache *c, struct unpack *u)
{
	c->pages = unpack_hash(u);
	c->nfile = (size_t)unpack_u64(u);
	if (c->nfile > u->rest.n)
		c->nfile = 0;
	c->file = arena_array(c->a, struct kept_file, c->nfile + 1);
	for (size_t i = 0; i < c->nfile; i++) {
		c->file[i].path = take_str(c, u);
		c->file[i].left = unpack_left(u);
	}
}

static void
read_twin(struct cache *c, struct unpack *u)
{
	struct twin *t = &c->twin;

	t->known = unpack_u64(u) == 1;
	t->ino = unpack_u64(u);
	t->mtime = (int64_t)unpack_u64(u);
	t->dirs = unpack_hash(u);
	t->n = (size_t)unpack_u64(u);
	if (t->n > u->rest.n)
		t->n = 0;
	t->differ = arena_array(c->a, struct str, t->n + 1);
	for (size_t i = 0; i < t->n; i++)
		t->differ[i] = take_str(c, u);
}

static void
read_part(struct cache *c, struct str part, uint64_t from)
{
	struct unpack u = unpack_of(part);
	char kind;

	while (u.rest.n && u.ok) {
		unpack_bytes(&u, &kind, 1);
		if (kind == 'P')
			read_page(c, &u, from, part.n);
		else if (kind == 'F')
			read_files(c, &u);
		else
			read_twin(c, &u);
	}
}

/* One part at c->end; false where there is none. */
static bool
next_part(struct cache *c, uint64_t size, struct buf *b)
{
	struct hash sum;
	uint64_t n;

	if (size - c->end < sizeof(n) + SUM ||
	    !file_get(c->fd, &n, sizeof(n), c->end) ||
	    n > size - c->end - sizeof(n) - SUM)
		return false;
	buf_clear(b);
	buf_reserve(b, (size_t)n + SUM);
	if (!file_get(c->fd, b->p, (size_t)n + SUM, c->end + sizeof(n)))
		return false;
	b->n = (size_t)n;
	memcpy(&sum, b->p + n, SUM);
	c->sum = hash_add(c->sum, buf_view(b));
	if (!hash_eq(sum, c->sum))
		return false;
	read_part(c, buf_view(b), c->end + sizeof(n));
	c->end += sizeof(n) + n + SUM;
	return true;
}

static void
read_all(struct cache *c, uint64_t size)
{
	struct buf b = { 0 };
	struct hash sum = c->sum;

	while (next_part(c, size, &b))
		sum = c->sum;
	c->sum = sum;
	c->whole = c->end == size;
	buf_free(&b);
}

/* A program that is built anew is another file. */
static bool
find_program(struct hash *program)
{
	struct stat st;
	struct sig sig;
	uint64_t dev;

	if (stat("/proc/self/exe", &st) < 0)
		return false;
	dev = st.st_dev;
	sig = sig_of(&st);
	*program = hash_of((struct str){ (const char *)&dev, sizeof(dev) });
	*program =
	    hash_add(*program, (struct str){ (const char *)&sig, sizeof(sig) });
	return true;
}

/* Whether there is a file of this program. */
static bool
open_cache(struct cache *c, uint64_t *size)
{
	int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	char head[sizeof("breakeven cache 3\n") - 1 + SUM];
	struct str text = { head, sizeof(head) };
	struct stat st;

	c->fd = openat(c->parent, c->name.p, flags);
	if (c->fd < 0 || fstat(c->fd, &st) < 0 || !S_ISREG(st.st_mode) ||
	    (uintmax_t)st.st_size > MAX ||
	    !file_get(c->fd, head, sizeof(head), 0) || !str_starts(text, MAGIC))
		return false;
	c->ino = st.st_ino;
	c->end = text.n;
	*size = (uint64_t)st.st_size;
	return str_eq(str_from(text, MAGIC.n),
	    (struct str){ (const char *)&c->sum, SUM });
}

void
cache_close(struct cache *c)
{
	if (c->fd >= 0)
		close(c->fd);
	if (c->store >= 0)
		close(c->store);
	c->fd = c->store = -1;
	buf_free(&c->out);
}

void
cache_open(struct cache *c, struct arena *a, int parent, const char *dir_name)
{
	uint64_t size;

	*c = (struct cache){ .a = a,
		.parent = parent,
		.fd = -1,
		.store = -1,
		.began = sig_now() };
	if (!find_program(&c->sum))
		return;
	c->name = str_printf(a, ".%s.cache", dir_name);
	if (open_cache(c, &size))
		read_all(c, size);
	else
		cache_close(c);
}

/* The signature of a file; of none, one that no file has. */
static struct sig
sig_at(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return (struct sig){ .ino = UINT64_MAX, .ctime = 1 };
	return sig_of(&st);
}

static bool
is_same(struct guide_sig a, struct guide_sig b)
{
	return sig_eq(a.text, b.text) && sig_eq(a.data, b.data);
}

bool
cache_recall(void *ctx, const char *dir, struct str id, struct page *page)
{
	struct cache *c = ctx;
	struct guide_sig *now = arena_new(c->a, struct guide_sig);
	const struct kept *old = map_find(&c->page, id);
	struct arena_mark mark = arena_mark(c->a);

	now->text = sig_at(file_join(c->a, dir, "index.md"));
	now->data = sig_at(file_join(c->a, dir, "guide.yaml"));
	arena_rewind(c->a, mark);
	map_reserve(&c->seen, c->a, c->page.n);
	map_put(&c->seen, c->a, id, now);
	if (!old || !is_same(old->sig, *now))
		return false;
	*page = (struct page){ .id = id,
		.title = old->title,
		.description = old->description,
		.author = old->author,
		.status = old->status,
		.reviewed = old->reviewed,
		.order = old->order,
		.body = old->body,
		.seen = old->seen };
	return true;
}

struct kept *
cache_find(struct cache *c, struct str id, bool apart)
{
	struct kept *old = map_find(&c->page, id);
	const struct guide_sig *now = map_find(&c->seen, id);

	if (!old)
		return NULL;
	return apart || (now && is_same(old->sig, *now)) ? old : NULL;
}

bool
cache_load(const struct cache *c, struct arena *a, const struct kept *k,
    struct page_output *out)
{
	char *p = arena_array(a, char, k->n + 1);
	struct unpack u = unpack_of((struct str){ p, k->n });

	if (!file_get(c->fd, p, k->n, k->at))
		return false;
	out->entry = unpack_str(&u);
	out->search = unpack_str(&u);
	out->links = unpack_str(&u);
	out->anchors = unpack_str(&u);
	return u.ok;
}

bool
cache_load_draft(const struct cache *c, struct arena *a, const struct kept *k,
    struct page_output *out)
{
	char *p = arena_array(a, char, k->ndraft + 1);
	struct unpack u = unpack_of((struct str){ p, k->ndraft });

	/* Its length stands before it. */
	if (!k->ndraft ||
	    !file_get(c->fd, p, k->ndraft, k->at + k->n + sizeof(uint64_t)))
		return false;
	out->text_at = unpack_size(&u);
	out->text_n = unpack_size(&u);
	out->draft = u.rest;
	return u.ok && out->draft.n;
}

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
	char *p = arena_array(a, char, s->n + 1);
	struct unpack u = unpack_of((struct str){ p, s->n });

	if (!file_get(c->store, p, s->n, s->at))
		return false;
	out->links = unpack_str(&u);
	out->anchors = unpack_str(&u);
	return u.ok;
}

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
	pack_bytes(w->buf, &w->sum, SUM);
	w->ok =
	    w->ok && file_put(w->fd, head) && file_put(w->fd, buf_view(w->buf));
	buf_clear(w->buf);
}

static struct left
left_of(const struct want *w)
{
	return (struct left){ w->hash, w->sig };
}

static bool
is_left(const struct left *l, const struct want *w)
{
	return w && hash_eq(l->hash, w->hash) && l->sig.ino == w->sig.ino &&
	    l->sig.size == w->sig.size && l->sig.mtime == w->sig.mtime &&
	    l->sig.ctime == w->sig.ctime;
}

static void
pack_left(struct buf *b, const struct want *w)
{
	struct left l = left_of(w);

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

/* So many bytes of a file. */
static void
pack_part(struct writer *w, int fd, uint64_t at, uint64_t n)
{
	struct buf *b = w->buf;

	buf_reserve(b, (size_t)n);
	w->ok = w->ok && file_get(fd, b->p + b->n, (size_t)n, at);
	b->n += (size_t)n;
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
		pack_part(w, c->fd, k->kept->at, n);
		return;
	}
	at = begin_length(b);
	pack_str(b, k->made->entry);
	pack_str(b, k->made->search);
	if (k->stowed->n) {
		pack_part(w, c->store, k->stowed->at, k->stowed->n);
	} else {
		pack_str(b, k->made->links);
		pack_str(b, k->made->anchors);
	}
	end_length(b, at);
	at = begin_length(b);
	if (k->stowed->n)
		pack_part(w, c->store, k->stowed->at + k->stowed->n,
		    k->stowed->ndraft);
	else
		buf_str(b, k->made->draft);
	end_length(b, at);
}

static void
write_page(struct writer *w, const struct cache *c, const struct keep *k)
{
	const struct page *p = k->page;
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
	pack_str(b, p->title);
	pack_str(b, p->description);
	pack_str(b, p->author);
	pack_str(b, p->status);
	pack_str(b, p->reviewed);
	pack_u64(b, (uint64_t)p->order);
	pack_u64(b, p->body);
	pack_bytes(b, &p->seen, sizeof(p->seen));
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
		same = is_left(&k->kept->file[i], k->want[i]);
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
		same = is_left(&c->file[i].left, c->file[i].want);
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
is_same_twin(const struct twin *a, const struct twin *b)
{
	return a->known == b->known && a->ino == b->ino &&
	    a->mtime == b->mtime && hash_eq(a->dirs, b->dirs) && a->n == b->n &&
	    a->differ == b->differ;
}

static void
write_twin(struct writer *w, const struct twin *t)
{
	struct buf *b = w->buf;

	buf_putc(b, 'T');
	pack_u64(b, t->known);
	pack_u64(b, t->ino);
	pack_u64(b, (uint64_t)t->mtime);
	pack_bytes(b, &t->dirs, sizeof(t->dirs));
	pack_u64(b, t->known ? t->n : 0);
	for (size_t i = 0; t->known && i < t->n; i++)
		pack_str(b, t->differ[i]);
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
	if (w->fd < 0 || !find_program(&w->sum))
		return;
	w->ok = file_put(w->fd, MAGIC) &&
	    file_put(w->fd, (struct str){ (const char *)&w->sum, SUM });
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
	for (size_t i = 0; i < c->now_twin->n; i++)
		room += SOME + c->now_twin->differ[i].n;
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
    struct cache *c, const struct wanted *files, const struct twin *twin)
{
	size_t most = 0;

	c->files = files;
	c->now_twin = twin;
	for (size_t i = 0; i < c->nkeep; i++) {
		size_t room = room_of(&c->keep[i]);

		find_wants(&c->keep[i], files);
		most = room > most ? room : most;
	}
	buf_reserve(&c->out, PART + most + room_of_files(c));
}

void
cache_save(struct cache *c)
{
	bool old = c->fd >= 0 && c->whole;
	size_t n = write_pages(NULL, c, !old);
	bool same_files = old && has_same_files(c);
	bool same_twin = old && is_same_twin(&c->twin, c->now_twin);
	struct writer w = { .buf = &c->out };

	if (!c->name.n || (old && !n && same_files && same_twin))
		return;
	old = old && c->nrecord + n <= 2 * c->nkeep + SPARE;
	if (old)
		begin_more(&w, c);
	else
		begin_new(&w, c);
	if (w.fd < 0)
		return;
	/* First what says of files that they are in both trees: a cache that is
	 * cut says less than is true, and never more. */
	if (!old || !same_twin)
		write_twin(&w, c->now_twin);
	if (!old || !same_files)
		write_files(&w, c);
	write_pages(&w, c, !old);
	flush(&w, 0);
	close(w.fd);
	if (!w.ok)
		unlinkat(c->parent, c->name.p, 0);
}

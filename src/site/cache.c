#include "site/cache.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/pack.h"

#define MAGIC STR("breakeven cache 1\n")
#define MAX ((size_t)1 << 30) /* [byte] */
#define MAX_PROGRAM ((size_t)256 << 20)
#define PART ((size_t)1 << 20) /* [byte] written, and summed, at once */
#define SUM sizeof(struct hash)

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

/* With a NUL behind it, as pack_name wrote it. */
static struct str
unpack_name(struct unpack *u)
{
	struct str s = unpack_str(u);

	return s.n ? str_sub(s, 0, s.n - 1) : s;
}

static void
pack_name(struct buf *b, struct str s)
{
	pack_u64(b, s.n + 1);
	buf_str(b, s);
	buf_putc(b, '\0');
}

/* The sum of a text, part by part, as it is written. */
static struct hash
sum_of(struct str s)
{
	struct hash h = { 0 };

	for (; s.n > PART; s = str_from(s, PART))
		h = hash_add(h, str_sub(s, 0, PART));
	return hash_add(h, s);
}

static void
read_file(struct cache *c, struct unpack *u)
{
	struct want *w = arena_new(c->a, struct want);

	w->path = unpack_name(u);
	w->hash = unpack_hash(u);
	w->sig = unpack_sig(u);
	map_put(&c->file, c->a, w->path, w);
}

static void
read_page(struct cache *c, struct unpack *u)
{
	struct kept *k = arena_new(c->a, struct kept);

	k->id = unpack_str(u);
	k->title = unpack_str(u);
	k->description = unpack_str(u);
	k->author = unpack_str(u);
	k->status = unpack_str(u);
	k->reviewed = unpack_str(u);
	k->order = (int64_t)unpack_u64(u);
	k->body = (size_t)unpack_u64(u);
	k->seen = unpack_hash(u);
	k->sig.text = unpack_sig(u);
	k->sig.data = unpack_sig(u);
	k->key = unpack_hash(u);
	k->made.entry = unpack_str(u);
	k->made.links = unpack_str(u);
	k->made.search = unpack_str(u);
	k->made.anchors = unpack_str(u);
	map_put(&c->page, c->a, k->id, k);
}

static void
read_all(struct cache *c, struct unpack *u)
{
	c->pages = unpack_hash(u);
	c->npages = (size_t)unpack_u64(u);
	if (c->npages > u->rest.n)
		return;
	c->pages_path = arena_array(c->a, struct str, c->npages + 1);
	for (size_t i = 0; i < c->npages; i++)
		c->pages_path[i] = unpack_name(u);
	for (uint64_t n = unpack_u64(u); n > 0 && u->ok; n--)
		read_file(c, u);
	for (uint64_t n = unpack_u64(u); n > 0 && u->ok; n--)
		read_page(c, u);
}

/* Whether it is one of this program, whole. */
static bool
is_good(const struct cache *c, struct str text)
{
	struct unpack u;
	struct hash sum;

	if (!str_starts(text, MAGIC) || text.n < MAGIC.n + 2 * SUM)
		return false;
	u = unpack_of(str_from(text, text.n - SUM));
	sum = unpack_hash(&u);
	u = unpack_of(str_from(text, MAGIC.n));
	return hash_eq(unpack_hash(&u), c->program) &&
	    hash_eq(sum, sum_of(str_sub(text, 0, text.n - SUM)));
}

static bool
read_program(struct cache *c)
{
	struct arena a = { 0 };
	struct str text;
	bool ok = false;
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	ok = fd >= 0 && file_read(&a, "/proc/self/exe", MAX_PROGRAM, &text);
	if (ok)
		c->program = hash_of(text);
	arena_clear(&a);
	return ok;
}

void
cache_open(struct cache *c, struct arena *a, int parent, const char *dir_name)
{
	struct str text;
	struct unpack u;

	*c = (struct cache){ .a = a, .parent = parent, .began = sig_now() };
	c->stale = true;
	if (!read_program(c))
		return;
	c->name = str_printf(a, ".%s.cache", dir_name);
	if (!file_read_at(a, parent, c->name.p, MAX, &text) ||
	    !is_good(c, text))
		return;
	text = str_sub(text, MAGIC.n + SUM, text.n - SUM);
	u = unpack_of(text);
	read_all(c, &u);
	c->stale = !u.ok || u.rest.n;
	if (!c->stale)
		return;
	c->page = c->file = (struct map){ 0 };
	c->npages = 0;
}

/* The signature of a file; of none, one that no file has. */
static struct sig
sig_at(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return (struct sig){ .ino = UINT64_MAX };
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
cache_find(struct cache *c, struct str id, struct hash key, bool apart)
{
	struct kept *old = map_find(&c->page, id);
	const struct guide_sig *now = map_find(&c->seen, id);

	if (!old || !hash_eq(old->key, key))
		return NULL;
	return apart || (now && is_same(old->sig, *now)) ? old : NULL;
}

const struct want *
cache_file(const struct cache *c, struct str path)
{
	return map_find(&c->file, path);
}

void
cache_keep(struct cache *c, struct kept *old, const struct page *page,
    struct hash key, const struct page_output *made)
{
	const struct guide_sig *now = map_find(&c->seen, page->id);
	struct kept *k = old ? old : arena_new(c->a, struct kept);

	*k = (struct kept){ .id = page->id,
		.title = page->title,
		.description = page->description,
		.author = page->author,
		.status = page->status,
		.reviewed = page->reviewed,
		.order = page->order,
		.body = page->body,
		.seen = page->seen,
		.key = key,
		.made = *made };
	if (now)
		k->sig = *now;
	arena_push(c->a, c->now, c->nnow, c->capnow, k);
}

/* The file while it is written. */
struct writer {
	int fd;
	struct buf buf; /* not yet written */
	struct hash sum;
	bool ok;
};

static void
flush(struct writer *w, size_t from)
{
	struct str part;

	while (w->buf.n > from) {
		part = buf_view(&w->buf);
		if (part.n > PART)
			part = str_sub(part, 0, PART);
		w->sum = hash_add(w->sum, part);
		w->ok = w->ok && file_put(w->fd, part);
		memmove(w->buf.p, w->buf.p + part.n, w->buf.n - part.n);
		w->buf.n -= part.n;
	}
}

/* One that could be written to again without a trace is none. */
static void
pack_sig(struct buf *b, const struct cache *c, struct sig s)
{
	if (!sig_is_settled(s, c->began))
		s = (struct sig){ 0 };
	pack_bytes(b, &s, sizeof(s));
}

static void
write_file(struct buf *b, const struct want *w)
{
	pack_name(b, w->path);
	pack_bytes(b, &w->hash, sizeof(w->hash));
	pack_bytes(b, &w->sig, sizeof(w->sig));
}

static void
write_page(struct buf *b, const struct cache *c, const struct kept *k)
{
	pack_str(b, k->id);
	pack_str(b, k->title);
	pack_str(b, k->description);
	pack_str(b, k->author);
	pack_str(b, k->status);
	pack_str(b, k->reviewed);
	pack_u64(b, (uint64_t)k->order);
	pack_u64(b, k->body);
	pack_bytes(b, &k->seen, sizeof(k->seen));
	pack_sig(b, c, k->sig.text);
	pack_sig(b, c, k->sig.data);
	pack_bytes(b, &k->key, sizeof(k->key));
	pack_str(b, k->made.entry);
	pack_str(b, k->made.links);
	pack_str(b, k->made.search);
	pack_str(b, k->made.anchors);
}

static void
write_all(struct writer *w, const struct cache *c, const struct wanted *files)
{
	struct buf *b = &w->buf;

	buf_str(b, MAGIC);
	pack_bytes(b, &c->program, sizeof(c->program));
	pack_bytes(b, &c->now_pages, sizeof(c->now_pages));
	pack_u64(b, c->nnow_path);
	for (size_t i = 0; i < c->nnow_path; i++)
		pack_name(b, c->now_path[i]);
	pack_u64(b, files->n);
	for (size_t i = 0; i < files->n; i++) {
		write_file(b, files->list[i]);
		flush(w, PART);
	}
	pack_u64(b, c->nnow);
	for (size_t i = 0; i < c->nnow; i++) {
		write_page(b, c, c->now[i]);
		flush(w, PART);
	}
	flush(w, 0);
	w->ok = w->ok &&
	    file_put(w->fd, (struct str){ (const char *)&w->sum, SUM });
}

/* A file of its own, to be written over: nobody else's by another name. */
static int
open_cache(const struct cache *c)
{
	int flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	struct stat st;

	if (fstatat(c->parent, c->name.p, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    (!S_ISREG(st.st_mode) || st.st_nlink != 1) &&
	    unlinkat(c->parent, c->name.p, 0) < 0)
		return -1;
	return openat(c->parent, c->name.p, flags, 0644);
}

void
cache_save(struct cache *c, const struct wanted *files)
{
	struct writer w = { .ok = true };
	off_t end;

	if (!c->name.n || !c->stale)
		return;
	w.fd = open_cache(c);
	if (w.fd < 0)
		return;
	write_all(&w, c, files);
	end = lseek(w.fd, 0, SEEK_CUR);
	w.ok = w.ok && end >= 0 && ftruncate(w.fd, end) == 0;
	close(w.fd);
	buf_free(&w.buf);
	if (!w.ok)
		unlinkat(c->parent, c->name.p, 0);
}

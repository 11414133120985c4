#include "site/cache_int.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"

#define MAX ((uint64_t)1 << 30) /* [byte] */

const char *const guide_file[GUIDE_FILES] = { "index.html", "index.md",
	"figures.json" };

struct str
guide_path(struct arena *a, struct str id, size_t file)
{
	return str_cat(a, id, STR("/"), str_of(guide_file[file]));
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

/* Two strs, as cache_load_shown and cache_load_links want them. */
static size_t
size_of_two(struct unpack *u)
{
	size_t n = u->rest.n;

	unpack_str(u);
	unpack_str(u);
	return n - u->rest.n;
}

/* Of one id the last one counts. */
static void
keep_page(struct cache *c, struct str id, const struct kept *page)
{
	struct kept *k = map_find(&c->page, id);

	c->nrecord++;
	if (!k) {
		k = arena_new(c->a, struct kept);
		id = str_copy(c->a, id);
		map_put(&c->page, c->a, id, k);
	} else {
		id = k->id;
	}
	*k = *page;
	k->id = id;
}

/* `from` is where the part starts in the file, `n` its length. */
static void
read_page(struct cache *c, struct unpack *u, uint64_t from, size_t n)
{
	struct str id = unpack_str(u);
	struct kept k = { 0 };
	struct unpack made;

	k.front = front_unpack(u, c->a);
	k.sig.text = unpack_sig(u);
	k.sig.data = unpack_sig(u);
	k.services = take_str(c, u);
	k.key = unpack_hash(u);
	k.shown = unpack_hash(u);
	k.anchors = unpack_hash(u);
	for (size_t i = 0; i < GUIDE_FILES; i++)
		k.file[i] = unpack_left(u);
	made = unpack_of(unpack_str(u));
	k.n = made.rest.n;
	k.at = from + n - u->rest.n - k.n;
	k.nshown = size_of_two(&made);
	k.ndraft = unpack_str(u).n;
	size_of_two(&made);
	if (u->ok && made.ok)
		keep_page(c, id, &k);
}

/* How many records of at least so many bytes there are, as is said. */
static size_t
unpack_count(struct unpack *u, size_t least)
{
	uint64_t n = unpack_u64(u);

	u->ok &= n <= u->rest.n / least;
	return u->ok ? (size_t)n : 0;
}

/* A path that stands for a file of the site, and no other does. */
static bool
is_path(struct cache *c, struct map *seen, struct str path)
{
	return wanted_is_sane(path) && !str_is(path, MANIFEST_NAME) &&
	    !map_put(seen, c->a, path, seen);
}

static void
read_files(struct cache *c, struct unpack *u)
{
	struct map seen = { 0 };

	c->pages = unpack_hash(u);
	c->nfile = unpack_count(u, sizeof(uint64_t) + sizeof(struct left));
	c->file = arena_array(c->a, struct kept_file, c->nfile + 1);
	for (size_t i = 0; i < c->nfile; i++) {
		c->file[i].path = take_str(c, u);
		c->file[i].left = unpack_left(u);
		u->ok &= is_path(c, &seen, c->file[i].path);
	}
	if (!u->ok)
		c->nfile = 0;
}

static struct shape
unpack_shape(struct unpack *u)
{
	struct shape n;

	n.root = unpack_sig(u);
	n.dirs = unpack_hash(u);
	n.manifest = unpack_hash(u);
	n.boot = unpack_hash(u);
	return n;
}

static void
read_trees(struct cache *c, struct unpack *u)
{
	c->left.published = unpack_shape(u);
	c->left.twin = unpack_shape(u);
	if (!u->ok)
		c->left = (struct trees){ 0 };
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
			read_trees(c, &u);
	}
}

/* One part at c->end; false where there is none. */
static bool
next_part(struct cache *c, uint64_t size, struct buf *b)
{
	struct hash sum;
	uint64_t n;

	if (size - c->end < sizeof(n) + CACHE_SUM ||
	    !file_get(c->fd, &n, sizeof(n), c->end) ||
	    n > size - c->end - sizeof(n) - CACHE_SUM)
		return false;
	buf_clear(b);
	buf_reserve(b, (size_t)n + CACHE_SUM);
	if (!file_get(c->fd, b->p, (size_t)n + CACHE_SUM, c->end + sizeof(n)))
		return false;
	b->n = (size_t)n;
	memcpy(&sum, b->p + n, CACHE_SUM);
	c->sum = hash_add(c->sum, buf_view(b));
	if (!hash_eq(sum, c->sum))
		return false;
	read_part(c, buf_view(b), c->end + sizeof(n));
	c->end += sizeof(n) + n + CACHE_SUM;
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

bool
cache_program(struct hash *program)
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

/* What others can write to may say anything. */
static bool
is_own_file(const struct stat *st)
{
	return S_ISREG(st->st_mode) && st->st_uid == geteuid() &&
	    st->st_nlink == 1 && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

/* Whether there is a file of this program. */
static bool
open_cache(struct cache *c, uint64_t *size)
{
	int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	char head[sizeof(CACHE_TEXT) - 1 + CACHE_SUM];
	struct str text = { head, sizeof(head) };
	struct stat st;

	c->fd = openat(c->parent, c->name.p, flags);
	if (c->fd < 0 || fstat(c->fd, &st) < 0 || !is_own_file(&st) ||
	    (uintmax_t)st.st_size > MAX ||
	    !file_get(c->fd, head, sizeof(head), 0) ||
	    !str_starts(text, CACHE_MAGIC))
		return false;
	c->ino = st.st_ino;
	c->end = text.n;
	*size = (uint64_t)st.st_size;
	return str_eq(str_from(text, CACHE_MAGIC.n),
	    (struct str){ (const char *)&c->sum, CACHE_SUM });
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
	buf_free(&c->stow);
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
	if (!cache_program(&c->sum))
		return;
	c->name = str_printf(a, ".%s.cache", dir_name);
	if (open_cache(c, &size))
		read_all(c, size);
	else
		cache_close(c);
}

/* The signature of a file; of none, one that no file has, and none of what
 * cannot be looked at. */
static struct sig
sig_at(const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0)
		return sig_of(&st);
	if (file_exists(path))
		return (struct sig){ 0 };
	return (struct sig){ .ino = UINT64_MAX, .ctime = 1 };
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
	if (!old || !is_same(old->sig, *now) ||
	    old->front.body > now->text.size)
		return false;
	*page = front_page(&old->front, id);
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
cache_two(struct str bytes, struct str *x, struct str *y)
{
	struct unpack u = unpack_of(bytes);

	*x = unpack_str(&u);
	*y = unpack_str(&u);
	return u.ok;
}

static bool
load_two(const struct cache *c, struct arena *a, uint64_t at, uint64_t n,
    struct str *x, struct str *y)
{
	char *p = arena_room(a, n);

	return file_get(c->fd, p, n, at) &&
	    cache_two((struct str){ p, n }, x, y);
}

bool
cache_load_shown(const struct cache *c, struct arena *a, const struct kept *k,
    struct page_output *out)
{
	return load_two(c, a, k->at, k->nshown, &out->entry, &out->search);
}

bool
cache_load_links(const struct cache *c, struct arena *a, const struct kept *k,
    struct page_output *out)
{
	return load_two(c, a, k->at + k->nshown, k->n - k->nshown, &out->links,
	    &out->anchors);
}

bool
cache_load_draft(const struct cache *c, struct arena *a, const struct kept *k,
    struct page_output *out)
{
	char *p = arena_room(a, k->ndraft);
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

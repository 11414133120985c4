/* Files into the new tree; stage_end.c finishes it. */
#include "site/stage_int.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#define COPY_SIZE ((size_t)64 << 10)  /* [byte] */
#define COPY_MOST ((uint64_t)4 << 20) /* [byte] longer to copy than to remove */
#define LARGE 2000 /* files and directories: they take some seconds to remove */
#define NEW_FLAGS (O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
#define CREATE (NEW_FLAGS | O_CREAT | O_EXCL)

static const struct span nowhere;

bool
stage_fail(
    const struct stage *s, struct diag *d, const char *verb, struct str path)
{
	return diag_report(d, DIAG_IO, nowhere, "cannot %s '%s/%.*s': %s", verb,
	    s->swap.dir, STR_ARG(path), strerror(errno));
}

bool
stage_begin(struct stage *s, struct arena *a, struct diag *d, const char *dir)
{
	*s = (struct stage){ .a = a, .d = d, .began = sig_now() };
	s->umask = umask(0);
	swap_init(&s->swap, a, d, dir);
	if (!swap_open_parent(&s->swap, true) || !swap_begin(&s->swap))
		return false;
	s->old.fd = s->swap.old;
	s->old.dir = s->swap.dir;
	return tree_scan(a, d, &s->old) && tree_read_manifest(a, d, &s->old);
}

bool
stage_prepare(struct stage *s)
{
	if (s->swap.ready)
		return true;
	s->swap.large = s->old.entry.n > LARGE;
	if (!swap_prepare(&s->swap, !s->no_sync))
		return false;
	s->trusted = s->swap.clean || twin_same_boot(&s->twin);
	if (s->swap.made || !s->swap.clean || !s->twin.known)
		return true;
	s->seen = scout_ask(&s->scout, s->swap.new, &s->old);
	if (!twin_is_left(&s->twin, s->seen))
		s->seen = NULL;
	return true;
}

void
stage_look(struct stage *s)
{
	if (s->twin.known && s->old.fd >= 0)
		scout_send(&s->scout, s->swap.parent, s->swap.temp, &s->old);
}

void
stage_clear(struct stage *s)
{
	scout_clear(&s->scout);
	swap_abort(&s->swap);
	swap_clear(&s->swap);
	buf_free(&s->parent);
	umask(s->umask);
}

bool
stage_dir(const struct stage *s, struct diag *d, const char *path)
{
	int new = s->swap.new;
	struct stat st;

	if (mkdirat(new, path, MODE_DIR) == 0)
		return true;
	if (errno != EEXIST)
		return stage_fail(s, d, "make the directory", str_of(path));
	if (fstatat(new, path, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return stage_fail(s, d, "look at", str_of(path));
	if (S_ISDIR(st.st_mode))
		return (st.st_mode & 07777) == MODE_DIR ||
		    fchmodat(new, path, MODE_DIR, 0) == 0 ||
		    stage_fail(s, d, "set the mode of", str_of(path));
	/* Of two workers that come here, the second finds a directory. */
	if (unlinkat(new, path, 0) < 0 && errno != ENOENT && errno != EISDIR)
		return stage_fail(s, d, "replace", str_of(path));
	return mkdirat(new, path, MODE_DIR) == 0 || errno == EEXIST ||
	    stage_fail(s, d, "make the directory", str_of(path));
}

bool
stage_parents(const struct stage *s, struct diag *d, struct str path)
{
	struct arena a = { 0 };
	char *copy = str_cstr(&a, path);
	bool ok = true;

	for (char *p = copy; ok && *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		ok = stage_dir(s, d, copy);
		*p = '/';
	}
	arena_clear(&a);
	return ok;
}

static bool
close_put(
    const struct stage *s, struct diag *d, int fd, bool ok, struct str path)
{
	if (!ok)
		stage_fail(s, d, "write", path);
	/* Linux has closed the descriptor even where it says EINTR. */
	if (close(fd) < 0 && errno != EINTR && ok)
		return stage_fail(s, d, "write", path);
	return ok;
}

/* A lease is given to none but who alone has the file open. */
static bool
is_alone(int fd)
{
	return fcntl(fd, F_SETLEASE, F_WRLCK) == 0 &&
	    fcntl(fd, F_SETLEASE, F_UNLCK) == 0;
}

/* The file of that name, where no other tree has it and nobody reads it, to be
 * written over; -1 where there is none. */
static int
open_own(const struct stage *s, struct str path, struct stat *st)
{
	int fd = openat(s->swap.new, path.p, NEW_FLAGS);

	if (fd >= 0 && fstat(fd, st) == 0 && S_ISREG(st->st_mode) &&
	    st->st_nlink == 1 && (st->st_mode & 07777) == MODE_FILE &&
	    is_alone(fd))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/*
 * A file of that name to write to: the one that is there, where it may be
 * written over, or a new one.  `size` is what it holds.
 */
static int
open_there(const struct stage *s, struct str path, off_t *size)
{
	int new = s->swap.new, fd;
	struct stat st;

	fd = open_own(s, path, &st);
	*size = fd >= 0 ? st.st_size : 0;
	if (fd >= 0)
		return fd;
	return file_remove_tree_at(new, path.p)
	    ? openat(new, path.p, CREATE, MODE_FILE)
	    : -1;
}

/* In a tree that is new there is nothing to write over. */
static int
open_new(const struct stage *s, struct str path, off_t *size)
{
	int fd;

	*size = 0;
	fd = s->swap.made ? openat(s->swap.new, path.p, CREATE, MODE_FILE) : -1;
	return fd >= 0 || (s->swap.made && errno != EEXIST)
	    ? fd
	    : open_there(s, path, size);
}

static struct str
parent_of(struct str path)
{
	size_t n = path.n;

	while (n && path.p[n - 1] != '/')
		n--;
	return str_sub(path, 0, n);
}

/* The files of a guide come one after the other. */
static bool
put_parents(struct stage *s, struct diag *d, struct str path)
{
	struct str parent = parent_of(path);

	if (str_eq(parent, buf_view(&s->parent)))
		return true;
	/* A link of somebody else's may stand where a directory should. */
	if (!stage_parents(s, d, path))
		return false;
	buf_clear(&s->parent);
	buf_str(&s->parent, parent);
	return true;
}

static bool
write_output(
    struct stage *s, struct diag *d, const struct output *out, struct sig *sig)
{
	struct str bytes = out->bytes;
	off_t size;
	struct stat st;
	int fd;

	if (!put_parents(s, d, out->path))
		return false;
	fd = open_new(s, out->path, &size);
	if (fd < 0)
		return stage_fail(s, d, "create", out->path);
	if (!close_put(s, d, fd,
		file_put(fd, bytes) &&
		    ((uintmax_t)size <= bytes.n ||
			ftruncate(fd, (off_t)bytes.n) == 0) &&
		    fstat(fd, &st) == 0,
		out->path))
		return false;
	*sig = sig_of(&st);
	return true;
}

static bool
copy_bytes(int from, int to)
{
	char part[COPY_SIZE];

	for (;;) {
		ssize_t n = read(from, part, sizeof(part));

		if (n == 0)
			return true;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || !file_put(to, (struct str){ part, (size_t)n }))
			return false;
	}
}

/* The times of an entry; what it was is not changed by what reads it. */
static void
times_of(const struct entry *e, struct timespec t[2])
{
	t[0] = (struct timespec){ 0, UTIME_OMIT };
	t[1] = (struct timespec){ e->sig.mtime / 1000000000,
		e->sig.mtime % 1000000000 };
}

static bool
copy_file(
    const struct stage *s, struct diag *d, const struct entry *e, mode_t mode)
{
	struct timespec t[2];
	int from = openat(s->swap.old, e->path.p,
	    O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	int to;
	bool ok;

	if (from < 0)
		return stage_fail(s, d, "read", e->path);
	times_of(e, t);
	to = openat(s->swap.new, e->path.p, NEW_FLAGS | O_CREAT | O_EXCL, 0600);
	if (to < 0)
		stage_fail(s, d, "create", e->path);
	ok = to >= 0 &&
	    close_put(s, d, to,
		copy_bytes(from, to) && fchmod(to, mode) == 0 &&
		    futimens(to, t) == 0,
		e->path);
	close(from);
	return ok;
}

bool
stage_copy_over(const struct stage *s, const struct entry *e)
{
	int flags = O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC;
	struct timespec t[2];
	struct stat st;
	int from, to;
	bool ok;

	if (!S_ISREG(e->mode) || e->sig.size > COPY_MOST)
		return false;
	to = open_own(s, e->path, &st);
	if (to < 0)
		return false;
	times_of(e, t);
	from = openat(s->swap.old, e->path.p, flags);
	ok = from >= 0 && copy_bytes(from, to) &&
	    ((uintmax_t)st.st_size <= e->sig.size ||
		ftruncate(to, (off_t)e->sig.size) == 0) &&
	    futimens(to, t) == 0;
	if (from >= 0)
		close(from);
	return (close(to) == 0 || errno == EINTR) && ok;
}

static bool
copy_link(const struct stage *s, struct diag *d, const struct entry *e)
{
	struct timespec t[2];
	char target[PATH_MAX + 1] = { 0 };

	times_of(e, t);
	return (readlinkat(s->swap.old, e->path.p, target, PATH_MAX) >= 0 &&
		   symlinkat(target, s->swap.new, e->path.p) == 0 &&
		   utimensat(s->swap.new, e->path.p, t, AT_SYMLINK_NOFOLLOW) ==
		       0) ||
	    stage_fail(s, d, "carry over the link", e->path);
}

bool
stage_carry(const struct stage *s, struct diag *d, const struct entry *e,
    mode_t mode, enum way *way)
{
	const struct entry *have = tree_find(&s->new, e->path);
	bool right = (e->mode & 07777) == mode;

	*way = WAY_STAYED;
	if (have && have->sig.ino == e->sig.ino && right)
		return true;
	if (have && !file_remove_tree_at(s->swap.new, e->path.p))
		return stage_fail(s, d, "replace", e->path);
	*way = WAY_COPIED;
	if (S_ISLNK(e->mode))
		return copy_link(s, d, e);
	if (right &&
	    linkat(s->swap.old, e->path.p, s->swap.new, e->path.p, 0) == 0) {
		*way = WAY_LINKED;
		return true;
	}
	if (S_ISREG(e->mode))
		return copy_file(s, d, e, mode & 0777);
	return stage_fail(s, d, "carry over", e->path);
}

static bool
is_published(const struct stage *s, const struct entry *e,
    const struct output *out, const struct left *was, struct hash hash)
{
	if (was && left_has(was, e->sig))
		return S_ISREG(e->mode) && hash_eq(was->hash, hash);
	return tree_has(&s->old, e, out->bytes);
}

bool
stage_put(struct stage *s, struct diag *d, const struct output *out,
    const struct left *was, struct put *put)
{
	/* Without an entry the path may lead through a link. */
	const struct entry *e = tree_find(&s->old, out->path);

	assert(wanted_is_sane(out->path));
	*put = (struct put){ .hash = hash_of(out->bytes) };
	if (e && is_published(s, e, out, was, put->hash)) {
		put->fate =
		    (e->mode & 07777) == MODE_FILE ? FATE_SAME : FATE_MODE;
		return true;
	}
	put->fate = FATE_WRITTEN;
	return stage_prepare(s) && write_output(s, d, out, &put->sig);
}

bool
stage_read(const struct stage *s, struct arena *a, struct str path, size_t at,
    size_t n, struct str *out)
{
	const struct entry *e = tree_find(&s->old, path);
	char *p;
	int fd;
	bool ok;

	if (!e || at > e->sig.size || n > e->sig.size - at)
		return false;
	p = arena_room(a, n);
	fd = openat(s->swap.old, path.p,
	    O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	ok = fd >= 0 && file_get(fd, p, n, at);
	if (fd >= 0)
		close(fd);
	*out = (struct str){ p, n };
	return ok;
}

static struct want *
add(struct stage *s, struct str path, enum fate fate, struct hash hash)
{
	const struct entry *old = tree_find(&s->old, path);
	struct want *w;

	wanted_reserve(&s->want, s->a, s->old.entry.n);
	w = wanted_add(&s->want, s->a, old ? old->path : str_copy(s->a, path));
	if (!w)
		return NULL;
	w->fate = fate;
	w->hash = hash;
	w->old = old;
	return w;
}

bool
stage_note(struct stage *s, struct str path, const struct put *put)
{
	struct want *w = add(s, path, put->fate, put->hash);

	if (w)
		w->sig = put->sig;
	return w != NULL;
}

bool
stage_has(const struct stage *s, struct str path, const struct left *was)
{
	const struct entry *e = tree_find(&s->old, path);

	return e && S_ISREG(e->mode) && (e->mode & 07777) == MODE_FILE &&
	    (left_has(was, e->sig) || tree_has_hash(&s->old, e, was->hash));
}

const struct want *
stage_keep(struct stage *s, struct str path, const struct left *was)
{
	struct want *w = add(s, path, FATE_SAME, was->hash);

	assert(w && w->old);
	w->was = was;
	return w;
}

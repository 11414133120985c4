/* Files into the new tree; stage_end.c finishes it. */
#include "site/stage_int.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"

#define LARGE 2000 /* files and directories: they take some seconds to remove */
#define FEW 200	   /* files: they are replaced before a second is over */

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
	return true;
}

bool
stage_scan(struct stage *s)
{
	s->recalled = shape_recall(s->a, &s->old, &s->left.published);
	return s->recalled ||
	    (tree_scan(s->a, s->d, &s->old) &&
		tree_read_manifest(s->a, s->d, &s->old));
}

/* Whether what was seen is the twin as it was left. */
static bool
is_left(const struct shape *twin, const struct seen *seen)
{
	return seen && seen->plain && shape_is(twin, seen->root, seen->dirs);
}

bool
stage_prepare(struct stage *s)
{
	if (s->swap.ready)
		return true;
	s->swap.large = s->old.entry.n > LARGE;
	if (!swap_prepare(&s->swap, !s->no_sync))
		return false;
	s->trusted = s->swap.clean || shape_same_boot(&s->left.twin);
	if (s->swap.made || !s->swap.clean || !s->left.twin.root.ino)
		return true;
	s->seen = scout_ask(&s->scout, s->swap.new, &s->old);
	if (!is_left(&s->left.twin, s->seen))
		s->seen = NULL;
	return true;
}

void
stage_look(struct stage *s)
{
	if (s->left.twin.root.ino && s->old.fd >= 0)
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

bool
stage_close(
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

/* Of a tree that was in service a moment ago files are replaced; where they are
 * many, that takes longer than to wait. */
static bool
may_write_over(struct stage *s)
{
	if (swap_is_quiet(&s->swap))
		return true;
	if (s->nreplaced++ < FEW)
		return false;
	swap_await_quiet(&s->swap);
	return true;
}

int
stage_open_own(struct stage *s, struct str path, struct stat *st)
{
	int fd = openat(s->swap.new, path.p, STAGE_WRITE);

	if (fd >= 0 && fstat(fd, st) == 0 && S_ISREG(st->st_mode) &&
	    st->st_nlink == 1 && (st->st_mode & 07777) == MODE_FILE &&
	    may_write_over(s) && is_alone(fd))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* A file of that name to write to: the one that is there, where it may be
 * written over, or a new one. */
static int
open_there(struct stage *s, struct str path, bool *over)
{
	int new = s->swap.new, fd;
	struct stat st;

	fd = stage_open_own(s, path, &st);
	*over = fd >= 0;
	if (*over)
		return fd;
	return file_remove_tree_at(new, path.p)
	    ? openat(new, path.p, STAGE_CREATE, MODE_FILE)
	    : -1;
}

/* In a tree that is new there is nothing to write over. */
static int
open_new(struct stage *s, struct str path, bool *over)
{
	int fd = s->swap.made
	    ? openat(s->swap.new, path.p, STAGE_CREATE, MODE_FILE)
	    : -1;

	*over = false;
	return fd >= 0 || (s->swap.made && errno != EEXIST)
	    ? fd
	    : open_there(s, path, over);
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
	bool over;
	struct stat st;
	int fd;

	if (!put_parents(s, d, out->path))
		return false;
	fd = open_new(s, out->path, &over);
	if (fd < 0)
		return stage_fail(s, d, "create", out->path);
	if (!stage_close(s, d, fd,
		(over ? file_put_over(fd, bytes) : file_put(fd, bytes)) &&
		    fstat(fd, &st) == 0,
		out->path))
		return false;
	*sig = sig_of(&st);
	return true;
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

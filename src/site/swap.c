#include "site/swap.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIR_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define MAX_TRIES 100 /* to get hold of a sibling that comes and goes */

static const struct span nowhere;

static bool
fail(struct swap *s, const char *verb, const char *path)
{
	return diag_report(s->diag, DIAG_IO, nowhere, "cannot %s '%s': %s",
	    verb, path, strerror(errno));
}

void
swap_init(struct swap *s, struct arena *a, struct diag *d, const char *dir)
{
	struct str path = str_of(dir);
	const char *slash;

	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	*s = (struct swap){ .diag = d, .parent = -1, .old = -1, .new = -1 };
	s->dir = str_cstr(a, path);
	slash = strrchr(s->dir, '/');
	s->name = slash ? slash + 1 : s->dir;
	path.n = (size_t)(s->name - s->dir);
	s->parent_path = path.n ? str_cstr(a, path) : ".";
	s->temp = str_printf(a, ".%s.new", s->name).p;
	s->temp_path = str_printf(a, "%.*s%s", STR_ARG(path), s->temp).p;
}

static void
close_one(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void
swap_clear(struct swap *s)
{
	close_one(&s->new);
	close_one(&s->old);
	close_one(&s->parent);
}

static bool
is_nameless(const char *name)
{
	return !*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

bool
swap_open_parent(struct swap *s, bool make)
{
	if (is_nameless(s->name)) {
		diag_report(s->diag, DIAG_PUBLISH_EXCHANGE, nowhere,
		    "'%s' cannot change places with a new directory", s->dir);
		diag_hint(s->diag, "name a directory below it");
		return false;
	}
	if (make && !file_mkdirs(s->parent_path))
		return fail(s, "make the directory", s->parent_path);
	s->parent = open(s->parent_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return s->parent >= 0 || fail(s, "open", s->parent_path);
}

static bool
refuse_old(struct swap *s, mode_t mode)
{
	if (S_ISLNK(mode)) {
		diag_report(s->diag, DIAG_PUBLISH_LINK, nowhere,
		    "'%s' is a symbolic link", s->dir);
		diag_hint(s->diag,
		    "publish into the directory it points to, or put a "
		    "directory in its place");
	} else {
		diag_report(s->diag, DIAG_PUBLISH_FOREIGN, nowhere,
		    "'%s' is not a directory", s->dir);
		diag_hint(s->diag, "move it away, or publish elsewhere");
	}
	return false;
}

bool
swap_open_old(struct swap *s)
{
	struct stat st;

	close_one(&s->old);
	if (fstatat(s->parent, s->name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT || fail(s, "look at", s->dir);
	if (!S_ISDIR(st.st_mode))
		return refuse_old(s, st.st_mode);
	s->old = openat(s->parent, s->name, DIR_FLAGS);
	return s->old >= 0 || fail(s, "open", s->dir);
}

bool
swap_is_busy(const struct swap *s)
{
	struct stat st;

	return fstatat(s->parent, s->temp, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static bool
lock(struct swap *s, int fd, const char *path)
{
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return true;
	s->locked = errno == EWOULDBLOCK;
	if (!s->locked)
		return fail(s, "lock", path);
	diag_report(s->diag, DIAG_PUBLISH_LOCKED, nowhere,
	    "another build is publishing '%s': it holds '%s'", s->dir, path);
	diag_hint(s->diag, "wait for it to end");
	return false;
}

/* Whether the sibling still has its name, now that it is locked. */
static bool
is_named(const struct swap *s)
{
	struct stat by_fd, by_name;

	return fstat(s->new, &by_fd) == 0 &&
	    fstatat(s->parent, s->temp, &by_name, AT_SYMLINK_NOFOLLOW) == 0 &&
	    by_fd.st_dev == by_name.st_dev && by_fd.st_ino == by_name.st_ino;
}

/* Once more for a failure that passes; what stays, the next build removes. */
static bool
remove_temp(struct swap *s)
{
	return file_remove_tree_at(s->parent, s->temp) ||
	    file_remove_tree_at(s->parent, s->temp);
}

static bool
open_and_lock(struct swap *s)
{
	s->new = openat(s->parent, s->temp, DIR_FLAGS);
	if (s->new < 0)
		return errno == ENOENT || fail(s, "open", s->temp_path);
	return lock(s, s->new, s->temp_path);
}

/* One try to own an empty sibling; true with `new` at -1: try again. */
static bool
try_new(struct swap *s)
{
	bool made = mkdirat(s->parent, s->temp, 0700) == 0;

	if (!made && errno != EEXIST)
		return fail(s, "make the directory", s->temp_path);
	if (!open_and_lock(s)) {
		if (made && !s->locked)
			unlinkat(s->parent, s->temp, AT_REMOVEDIR);
		return false;
	}
	if (s->new < 0)
		return true;
	if (!made && is_named(s) && !remove_temp(s))
		return fail(s, "remove the leftover", s->temp_path);
	if (!made || !is_named(s))
		close_one(&s->new);
	return true;
}

static bool
open_new(struct swap *s)
{
	for (int i = 0; i < MAX_TRIES; i++) {
		if (!try_new(s)) {
			close_one(&s->new);
			return false;
		}
		if (s->new >= 0)
			return true;
	}
	errno = EBUSY;
	return fail(s, "get hold of", s->temp_path);
}

bool
swap_begin(struct swap *s)
{
	if (!open_new(s))
		return false;
	if (swap_open_old(s) && (s->old < 0 || lock(s, s->old, s->dir)))
		return true;
	swap_abort(s);
	return false;
}

void
swap_abort(struct swap *s)
{
	remove_temp(s);
	close_one(&s->new);
}

/* What renameat2 says where it cannot do this at all. */
static bool
is_unable(int err)
{
	return err == EINVAL || err == ENOSYS || err == EOPNOTSUPP ||
	    err == EBUSY || err == EXDEV;
}

static bool
exchange(struct swap *s)
{
	unsigned flags = s->old >= 0 ? RENAME_EXCHANGE : RENAME_NOREPLACE;

	if (renameat2(s->parent, s->temp, s->parent, s->name, flags) == 0)
		return true;
	/* Without an old tree, rename is as good: it replaces no files. */
	if (s->old < 0 && is_unable(errno) &&
	    renameat(s->parent, s->temp, s->parent, s->name) == 0)
		return true;
	if (s->old < 0 || !is_unable(errno))
		return fail(s, "put in place", s->dir);
	diag_report(s->diag, DIAG_PUBLISH_EXCHANGE, nowhere,
	    "the file system cannot exchange '%s' with '%s': %s", s->dir,
	    s->temp_path, strerror(errno));
	diag_hint(s->diag,
	    "publish into a directory on a local file system that is not a "
	    "mount point itself");
	return false;
}

static bool
exchange_back(struct swap *s)
{
	if (s->old < 0)
		return renameat(s->parent, s->name, s->parent, s->temp) == 0;
	return renameat2(s->parent, s->temp, s->parent, s->name,
		   RENAME_EXCHANGE) == 0;
}

/* An exchange that a power cut could undo is not left standing. */
static bool
sync_exchange(struct swap *s)
{
	if (file_sync(s->parent))
		return true;
	fail(s, "sync", s->parent_path);
	if (!exchange_back(s))
		diag_hint(s->diag,
		    "'%s' is published, but a power cut could undo that",
		    s->dir);
	return false;
}

/* One call for the whole tree: a tenth of the time of a sync per file. */
static bool
sync_new(struct swap *s)
{
	if (fchmod(s->new, 0755) < 0)
		return fail(s, "set the mode of", s->temp_path);
	return syncfs(s->new) == 0 || fail(s, "sync", s->temp_path);
}

bool
swap_commit(struct swap *s)
{
	if (!sync_new(s) || !exchange(s) || !sync_exchange(s)) {
		swap_abort(s);
		return false;
	}
	/* The new tree is free before ".NAME.new" is: see above. */
	close_one(&s->new);
	if (s->old < 0 || remove_temp(s))
		return true;
	diag_report(s->diag, DIAG_IO, nowhere,
	    "'%s' is published, but the old tree '%s' cannot be removed: %s",
	    s->dir, s->temp_path, strerror(errno));
	return false;
}

#include "site/swap.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DIR_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define SECOND 1000000000
#define QUIET SECOND  /* [ns] until a tree out of service is written to */
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

/* Whether a directory that was opened still has its name. */
static bool
is_named(const struct swap *s, int fd, const char *name)
{
	struct stat by_fd, by_name;

	return fstat(fd, &by_fd) == 0 &&
	    fstatat(s->parent, name, &by_name, AT_SYMLINK_NOFOLLOW) == 0 &&
	    by_fd.st_dev == by_name.st_dev && by_fd.st_ino == by_name.st_ino;
}

/* Once more for a failure that passes; what stays, the next build removes. */
static bool
remove_temp(struct swap *s)
{
	return file_remove_tree_at(s->parent, s->temp) ||
	    file_remove_tree_at(s->parent, s->temp);
}

/* One try to open and lock the sibling; true with `new` at -1: try again. */
static bool
try_new(struct swap *s)
{
	s->made = mkdirat(s->parent, s->temp, 0700) == 0;
	if (!s->made && errno != EEXIST)
		return fail(s, "make the directory", s->temp_path);
	s->new = openat(s->parent, s->temp, DIR_FLAGS);
	if (s->new < 0)
		return errno == ENOENT || fail(s, "open", s->temp_path);
	if (flock(s->new, LOCK_EX | LOCK_NB) == 0) {
		if (!is_named(s, s->new, s->temp))
			close_one(&s->new);
		return true;
	}
	close_one(&s->new);
	return errno == EWOULDBLOCK || fail(s, "lock", s->temp_path);
}

static bool
say_locked(struct swap *s, const char *path)
{
	diag_report(s->diag, DIAG_PUBLISH_LOCKED, nowhere,
	    "another build is publishing '%s': it holds '%s'", s->dir, path);
	diag_hint(s->diag, "wait for it to end");
	return false;
}

static void
wait_a_little(void)
{
	nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
}

/* Who has it without the old tree is about to go, or has to be waited for. */
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
		wait_a_little();
	}
	return say_locked(s, s->temp_path);
}

/* Where nothing is published yet, the sibling is what is locked. */
static bool
begin_first(struct swap *s, bool *again)
{
	if (!open_new(s))
		return false;
	if (!swap_open_old(s))
		return false;
	*again = s->old >= 0; /* somebody has published meanwhile */
	if (*again)
		swap_abort(s);
	return true;
}

/* The workers of a build that was killed have its lock for a moment more. */
static bool
lock_old(struct swap *s)
{
	for (int i = 0; i < MAX_TRIES; i++) {
		if (flock(s->old, LOCK_EX | LOCK_NB) == 0)
			return true;
		if (errno != EWOULDBLOCK)
			return fail(s, "lock", s->dir);
		wait_a_little();
	}
	return say_locked(s, s->dir);
}

bool
swap_begin(struct swap *s)
{
	for (bool again = true; again;) {
		if (!swap_open_old(s))
			return false;
		if (s->old < 0) {
			if (!begin_first(s, &again))
				return false;
			continue;
		}
		if (!lock_old(s))
			return false;
		again = !is_named(s, s->old, s->name);
	}
	return true;
}

/*
 * For how long somebody may read it yet, [ns]; UINT64_MAX where it is not ours
 * to use.  One that only its owner may look into was being written to since it
 * was in service; else its change time, which swap_commit sets, tells for how
 * long it has not been.
 */
static uint64_t
read_for(const struct swap *s)
{
	struct timespec now;
	struct stat st;
	int64_t since;

	if (s->old < 0)
		return 0;
	if (fstat(s->new, &st) < 0 || st.st_uid != geteuid())
		return UINT64_MAX;
	if ((st.st_mode & 07777) == 0700)
		return 0;
	clock_gettime(CLOCK_REALTIME, &now);
	since = ((int64_t)now.tv_sec - st.st_ctim.tv_sec) * SECOND +
	    now.tv_nsec - st.st_ctim.tv_nsec;
	/* In the future: whatever the clock was then, not now. */
	return since > QUIET ? 0
	    : since < 0	     ? QUIET
			     : (uint64_t)(QUIET - since);
}

static int64_t
monotonic(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

bool
swap_is_quiet(const struct swap *s)
{
	return !s->quiet || monotonic() >= s->quiet;
}

void
swap_await_quiet(const struct swap *s)
{
	struct timespec t = { (time_t)(s->quiet / SECOND), s->quiet % SECOND };

	while (
	    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
		continue;
}

/* Whether the sibling that is there may be written to. */
static bool
is_usable(struct swap *s)
{
	uint64_t ns = read_for(s);

	if (!ns)
		return true;
	if (!s->large || ns > QUIET)
		return false;
	s->quiet = monotonic() + (int64_t)ns;
	return true;
}

/* A new one in its place, locked before the old one's lock is gone. */
static bool
replace_new(struct swap *s)
{
	int old = s->new;
	bool ok;

	if (!remove_temp(s))
		return fail(s, "remove the leftover", s->temp_path);
	s->new = -1;
	ok = open_new(s);
	close(old);
	return ok;
}

bool
swap_prepare(struct swap *s, bool sync)
{
	struct stat st;

	if (s->ready)
		return true;
	if (s->new < 0 && !open_new(s))
		return false;
	if (!s->made && !is_usable(s) && !replace_new(s))
		return false;
	s->clean = fstat(s->new, &st) == 0 && (st.st_mode & 07777) == 0755;
	s->ready = fchmod(s->new, 0700) == 0 &&
	    (!sync || !s->clean || file_sync(s->new));
	return s->ready || fail(s, "set the mode of", s->temp_path);
}

void
swap_spare(struct swap *s)
{
	if (s->clean)
		fchmod(s->new, 0755);
}

void
swap_abort(struct swap *s)
{
	if (s->new >= 0)
		unlinkat(s->parent, s->temp, AT_REMOVEDIR);
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
	int err;

	if (renameat2(s->parent, s->temp, s->parent, s->name, flags) == 0)
		return true;
	/* Without an old tree, rename is as good: it replaces no files. */
	if (s->old < 0 && is_unable(errno) &&
	    renameat(s->parent, s->temp, s->parent, s->name) == 0)
		return true;
	err = errno;
	if (s->old < 0 || !is_unable(err))
		return fail(s, "put in place", s->dir);
	diag_report(s->diag, DIAG_PUBLISH_EXCHANGE, nowhere,
	    "the file system cannot exchange '%s' with '%s': %s", s->dir,
	    s->temp_path, strerror(err));
	diag_hint(s->diag,
	    err == EXDEV
		? "a directory from a layer below, as in a container's image, "
		  "cannot be exchanged: put a copy in its place, or remove it"
		: "publish into a directory on a local file system that is "
		  "not a mount point itself");
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
	s->published = !exchange_back(s);
	if (s->published)
		diag_hint(s->diag,
		    "'%s' is published, but a power cut could undo that",
		    s->dir);
	return false;
}

/* One call for the whole tree: a tenth of the time of a sync per file. */
static bool
sync_new(struct swap *s, bool sync)
{
	if (fchmod(s->new, 0755) < 0)
		return fail(s, "set the mode of", s->temp_path);
	return !sync || syncfs(s->new) == 0 || fail(s, "sync", s->temp_path);
}

bool
swap_commit(struct swap *s, bool sync)
{
	if (!sync_new(s, sync) || !exchange(s) || (sync && !sync_exchange(s))) {
		swap_abort(s);
		return false;
	}
	s->published = true;
	/* From now on it is out of service: see read_for. */
	if (s->old >= 0)
		fchmod(s->old, 0755);
	return true;
}

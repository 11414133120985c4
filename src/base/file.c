#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define BLOCK ((size_t)4096) /* [byte] of a file system, at most */
#define READ_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define DIR_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

static int
open_at(int fd, const char *path, int flags, mode_t mode)
{
	int r;

	do
		r = openat(fd, path, flags, mode);
	while (r < 0 && errno == EINTR);
	return r;
}

/* Keeps the errno of what went wrong before. */
static bool
close_failed(int fd)
{
	int saved = errno;

	close(fd);
	errno = saved;
	return false;
}

/* Linux has closed the descriptor even where it says EINTR. */
static bool
close_checked(int fd)
{
	return close(fd) == 0 || errno == EINTR;
}

static bool
fail(int err)
{
	errno = err;
	return false;
}

/* Reads up to the end or one byte more than `max`; `size` is a guess, and the
 * end where less was there than asked for and the guess was right. */
static bool
read_all(struct arena *a, int fd, size_t size, size_t max, struct str *out)
{
	size_t cap = size + 1, n = 0;
	char *p = arena_room(a, cap);

	while (n != size || n == 0) {
		ssize_t r = read(fd, p + n, cap - n);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return false;
		if (r == 0)
			break;
		n += (size_t)r;
		if (n > max)
			return fail(EFBIG);
		if (n == cap)
			p = arena_grow(a, p, n, &cap, 1);
	}
	p[n] = '\0';
	*out = (struct str){ p, n };
	return true;
}

bool
file_read_at(
    struct arena *a, int fd, const char *path, size_t max, struct str *out)
{
	struct stat st;
	int in = open_at(fd, path, READ_FLAGS, 0);
	bool ok;

	if (in < 0)
		return false;
	if (fstat(in, &st) < 0)
		return close_failed(in);
	if (!S_ISREG(st.st_mode))
		ok = fail(EINVAL);
	else if ((uintmax_t)st.st_size > max)
		ok = fail(EFBIG);
	else
		ok = read_all(a, in, (size_t)st.st_size, max, out);
	close_failed(in);
	return ok;
}

bool
file_read(struct arena *a, const char *path, size_t max, struct str *out)
{
	return file_read_at(a, AT_FDCWD, path, max, out);
}

bool
file_get(int fd, void *to, size_t n, uint64_t from)
{
	char *p = to;

	while (n) {
		ssize_t r = pread(fd, p, n, (off_t)from);

		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return false;
		p += r;
		n -= (size_t)r;
		from += (uint64_t)r;
	}
	return true;
}

bool
file_put(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t r = write(fd, bytes.p, bytes.n);

		if (r < 0 && errno != EINTR)
			return false;
		if (r == 0)
			return fail(EIO);
		if (r > 0)
			bytes = str_from(bytes, (size_t)r);
	}
	return true;
}

bool
file_put_over(int fd, struct str bytes)
{
	static const char zeros[BLOCK];
	struct iovec part[] = { { (void *)(uintptr_t)bytes.p, bytes.n },
		{ (void *)(uintptr_t)zeros,
		    (BLOCK - bytes.n % BLOCK) % BLOCK } };
	ssize_t r;

	do
		r = writev(fd, part, countof(part));
	while (r < 0 && errno == EINTR);
	if (r < 0)
		return false;
	return ((size_t)r >= bytes.n ||
		   file_put(fd, str_from(bytes, (size_t)r))) &&
	    ftruncate(fd, (off_t)bytes.n) == 0;
}

bool
file_sync(int fd)
{
	int r;

	do
		r = fsync(fd);
	while (r < 0 && errno == EINTR);
	return r == 0;
}

/* O_NONBLOCK so that a FIFO without a reader fails instead of hanging. */
static bool
write_in_place(const char *path, struct str bytes)
{
	int fd = open_at(AT_FDCWD, path,
	    O_WRONLY | O_TRUNC | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);

	if (fd < 0)
		return false;
	if (fcntl(fd, F_SETFL, 0) < 0 || !file_put(fd, bytes))
		return close_failed(fd);
	return close_checked(fd);
}

static bool
write_new(const char *path, struct str bytes, const struct stat *like)
{
	int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
	int fd = open_at(AT_FDCWD, path, flags, 0666);

	if (fd < 0)
		return false;
	if (like && fchmod(fd, like->st_mode & 07777) < 0)
		return close_failed(fd);
	if (!file_put(fd, bytes) || !file_sync(fd))
		return close_failed(fd);
	return close_checked(fd);
}

/* "dir/.name.new" for "dir/name". */
static char *
sibling(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) + 1 : 0;
	struct str dir = { path, n };

	return str_cstr(
	    a, str_printf(a, "%.*s.%s.new", STR_ARG(dir), path + n));
}

static bool
write_and_rename(const char *path, struct str bytes, const struct stat *like)
{
	struct arena a = { 0 };
	char *temp = sibling(&a, path);
	bool ok = unlink(temp) == 0 || errno == ENOENT;

	if (ok) {
		int saved;

		ok = write_new(temp, bytes, like) && rename(temp, path) == 0;
		saved = errno;
		if (!ok && saved != EEXIST)
			unlink(temp);
		errno = saved;
	}
	arena_clear(&a);
	return ok;
}

bool
file_write(const char *path, struct str bytes)
{
	struct stat st;
	char *real;
	bool ok;

	if (stat(path, &st) < 0) {
		if (errno != ENOENT)
			return false;
		if (file_exists(path)) /* a link to nothing */
			return fail(ENOENT);
		return write_and_rename(path, bytes, NULL);
	}
	if (S_ISDIR(st.st_mode))
		return fail(EISDIR);
	if (!S_ISREG(st.st_mode))
		return write_in_place(path, bytes);
	real = realpath(path, NULL);
	if (!real)
		return false;
	ok = write_and_rename(real, bytes, &st);
	free(real);
	return ok;
}

static bool
make_dir(const char *path)
{
	struct stat st;
	int err;

	if (mkdir(path, 0777) == 0)
		return true;
	err = errno;
	if (stat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return true;
		errno = ENOTDIR;
	} else if (errno == ENOENT) {
		errno = ENOTDIR; /* a link to nothing */
	}
	return err == EEXIST ? false : fail(err);
}

bool
file_mkdirs(const char *path)
{
	struct arena a = { 0 };
	char *copy = str_cstr(&a, str_of(path));
	bool ok = true;

	for (char *p = copy + (*copy == '/'); ok && *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		ok = make_dir(copy);
		*p = '/';
	}
	ok = ok && make_dir(copy);
	arena_clear(&a);
	return ok;
}

bool
file_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Whether errno says that there is no such file, and not that it is unknown. */
static bool
is_absent(void)
{
	return errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG;
}

bool
file_may_be_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? S_ISDIR(st.st_mode) : !is_absent();
}

bool
file_is_link(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

bool
file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 || !is_absent();
}

static int
compare_names(const void *pa, const void *pb)
{
	const struct str *a = pa, *b = pb;

	return str_cmp(*a, *b);
}

static void
sort_names(struct str *name, size_t n)
{
	qsort(name, n, sizeof(*name), compare_names);
}

static bool
is_dot(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int
compare_items(const void *pa, const void *pb)
{
	const struct file_item *a = pa, *b = pb;

	return str_cmp(a->name, b->name);
}

/* Takes over `fd`. */
static struct file_item *
list_fd(struct arena *a, int fd, size_t *n)
{
	size_t cap = 8;
	struct file_item *item = arena_array(a, struct file_item, cap);
	struct dirent *e;
	DIR *dir = fdopendir(fd);
	int err;

	*n = 0;
	if (!dir) {
		close_failed(fd);
		return NULL;
	}
	while (errno = 0, (e = readdir(dir))) {
		struct file_item one = { .inode = e->d_ino,
			.kind = (mode_t)DTTOIF(e->d_type) };

		if (is_dot(e->d_name))
			continue;
		one.name = str_copy(a, str_of(e->d_name));
		arena_push(a, item, *n, cap, one);
	}
	err = errno;
	closedir(dir);
	errno = err;
	if (err)
		return NULL;
	if (*n)
		qsort(item, *n, sizeof(*item), compare_items);
	return item;
}

static struct str *
names_of(struct arena *a, const struct file_item *item, size_t n)
{
	struct str *name = item ? arena_array(a, struct str, n + 1) : NULL;

	for (size_t i = 0; item && i < n; i++)
		name[i] = item[i].name;
	return name;
}

struct str *
file_list(struct arena *a, const char *dir, size_t *n)
{
	int fd = open_at(AT_FDCWD, dir, DIR_FLAGS, 0);
	struct file_item *item = fd < 0 ? NULL : list_fd(a, fd, n);

	return names_of(a, item, item ? *n : 0);
}

struct file_item *
file_items_at(struct arena *a, int fd, const char *dir, size_t *n)
{
	int in = open_at(fd, dir, DIR_FLAGS | O_NOFOLLOW, 0);

	return in < 0 ? NULL : list_fd(a, in, n);
}

struct str *
file_list_at(struct arena *a, int fd, const char *dir, size_t *n)
{
	struct file_item *item = file_items_at(a, fd, dir, n);

	return names_of(a, item, item ? *n : 0);
}

struct paths {
	struct str *path;
	size_t n, cap;
};

/* Sorts the entries of `dir`, itself relative to `root`, into two lists. */
static bool
walk_dir(struct arena *a, const char *root, struct str dir, struct paths *files,
    struct paths *dirs)
{
	char *at =
	    dir.n ? file_join(a, root, dir.p) : str_cstr(a, str_of(root));
	size_t n;
	struct str *name = file_list(a, at, &n);

	for (size_t i = 0; name && i < n; i++) {
		struct str path =
		    dir.n ? str_of(file_join(a, dir.p, name[i].p)) : name[i];
		struct stat st;

		/* What is gone by now (an editor's file) was never there. */
		if (lstat(file_join(a, at, name[i].p), &st) < 0) {
			if (errno == ENOENT)
				continue;
			return false;
		}
		if (S_ISDIR(st.st_mode))
			arena_push(a, dirs->path, dirs->n, dirs->cap, path);
		if (S_ISREG(st.st_mode))
			arena_push(a, files->path, files->n, files->cap, path);
	}
	return name != NULL;
}

struct str *
file_walk(struct arena *a, const char *dir, size_t *n)
{
	struct paths files = { .cap = 8 }, dirs = { 0 };

	files.path = arena_array(a, struct str, files.cap);
	if (!walk_dir(a, dir, (struct str){ 0 }, &files, &dirs))
		return NULL;
	for (size_t i = 0; i < dirs.n; i++)
		if (!walk_dir(a, dir, dirs.path[i], &files, &dirs))
			return NULL;
	sort_names(files.path, files.n);
	*n = files.n;
	return files.path;
}

static bool
unlink_at(int fd, const char *name, int flags)
{
	return unlinkat(fd, name, flags) == 0 || errno == ENOENT;
}

/* A directory without write permission would keep what is in it. */
static bool
make_writable(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return false;
	if ((st.st_mode & S_IRWXU) == S_IRWXU)
		return true;
	return fchmod(fd, (st.st_mode & 07777) | S_IRWXU) == 0;
}

static bool
empty_dir(int fd)
{
	struct arena a = { 0 };
	size_t n;
	struct str *name = file_list_at(&a, fd, ".", &n);
	bool ok = name && (n == 0 || make_writable(fd));
	int err;

	for (size_t i = 0; ok && i < n; i++)
		ok = file_remove_tree_at(fd, name[i].p);
	err = errno;
	arena_clear(&a);
	errno = err;
	return ok;
}

bool
file_remove_tree_at(int fd, const char *path)
{
	struct stat st;
	int dir;

	if (fstatat(fd, path, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT;
	if (!S_ISDIR(st.st_mode))
		return unlink_at(fd, path, 0);
	dir = open_at(fd, path, DIR_FLAGS | O_NOFOLLOW, 0);
	if (dir < 0)
		return false;
	if (!empty_dir(dir))
		return close_failed(dir);
	close_failed(dir);
	return unlink_at(fd, path, AT_REMOVEDIR);
}

bool
file_remove_tree(const char *path)
{
	return file_remove_tree_at(AT_FDCWD, path);
}

char *
file_join(struct arena *a, const char *dir, const char *name)
{
	size_t n = strlen(dir), more = strlen(name);
	bool slash = n && dir[n - 1] != '/';
	char *path = arena_room(a, n + slash + more + 1);

	memcpy(path, dir, n);
	if (slash)
		path[n++] = '/';
	memcpy(path + n, name, more + 1);
	return path;
}

/* One more name behind a path from the root. */
static struct str
step_into(struct arena *a, struct str path, struct str name)
{
	if (!name.n || str_is(name, "."))
		return path;
	if (!str_is(name, ".."))
		return str_printf(a, "%.*s/%.*s", STR_ARG(path), STR_ARG(name));
	while (path.n && path.p[path.n - 1] != '/')
		path.n--;
	return str_sub(path, 0, path.n - (path.n > 0));
}

struct str
file_real(struct arena *a, const char *path)
{
	struct str all = str_of(path), out = { 0 }, rest, name;
	size_t known = all.n;
	char *real = realpath(path, NULL);

	/* The longest part of it that is there. */
	while (!real && known) {
		while (known && all.p[known - 1] == '/')
			known--;
		while (known && all.p[known - 1] != '/')
			known--;
		real = realpath(
		    known ? str_cstr(a, str_sub(all, 0, known)) : ".", NULL);
	}
	if (real && strcmp(real, "/") != 0)
		out = str_copy(a, str_of(real));
	free(real);
	for (rest = str_from(all, known); rest.n;) {
		str_cut(rest, '/', &name, &rest);
		out = step_into(a, out, name);
	}
	return out.n ? out : STR("/");
}

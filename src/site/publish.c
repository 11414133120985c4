#include "site/publish.h"

#include "base/file.h"
#include "data/yaml.h"
#include "site/manifest.h"
#include "site/swap.h"
#include "site/tree.h"
#include "site/wanted.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define MODE_FILE 0644
#define MODE_DIR 0755
#define COPY_SIZE ((size_t)64 << 10) /* [byte] */

static const struct span nowhere;

struct job {
	struct arena *arena;
	struct diag *diag;
	struct swap swap;
	struct tree old;
	struct wanted want;
	struct map made; /* directories of the new tree, parents first */
	struct publish_report *report;
};

static bool
fail(struct job *j, const char *verb, struct str path)
{
	return diag_report(j->diag, DIAG_IO, nowhere, "cannot %s '%s/%.*s': %s",
	    verb, j->swap.dir, STR_ARG(path), strerror(errno));
}

static bool
has_mode(const struct stat *st, mode_t mode)
{
	return (st->st_mode & 07777) == mode;
}

static bool
is_fresh_dir(int fd, const char *path)
{
	struct stat st;

	return fstatat(fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(st.st_mode) && has_mode(&st, MODE_DIR);
}

/* The manifest is compared too, so that no file can be one too many. */
static bool
is_fresh(struct job *j)
{
	const struct wanted *w = &j->want;
	struct stat st;

	if (j->swap.old < 0 || !is_fresh_dir(j->swap.old, "."))
		return false;
	for (size_t i = 0; i < w->set.dir.n; i++)
		if (!is_fresh_dir(j->swap.old, w->set.dir.entry[i].key.p))
			return false;
	for (size_t i = 0; i < w->n; i++)
		if (!tree_has(j->arena, j->swap.old, &w->out[i], &st) ||
		    !has_mode(&st, MODE_FILE))
			return false;
	j->report->nunchanged = w->n - 1;
	return true;
}

/* The output whose place a foreign entry takes, or NULL. */
static const struct output *
obstructed(const struct wanted *w, const struct entry *e)
{
	const struct output *out = map_find(&w->set.file, e->path);

	for (size_t i = 0; !out && i < e->path.n; i++)
		if (e->path.p[i] == '/')
			out = map_find(&w->set.file, str_sub(e->path, 0, i));
	if (!out && !S_ISDIR(e->st.st_mode) && map_find(&w->set.dir, e->path))
		out = wanted_below(w, e->path);
	return out;
}

static bool
check_foreign(struct job *j, const struct entry *e)
{
	const struct output *out = obstructed(&j->want, e);

	if (!out)
		return true;
	diag_report(j->diag, DIAG_PUBLISH_FOREIGN, nowhere,
	    "'%s/%.*s' is not ours and stands where '%.*s' would go",
	    j->swap.dir, STR_ARG(e->path), STR_ARG(out->path));
	diag_hint(j->diag, "move it away");
	return false;
}

/* All that is foreign and in the way is reported, not only the first. */
static bool
check_tree(struct job *j)
{
	bool ok = true;

	for (size_t i = 0; i < j->old.entry.n; i++) {
		const struct entry *e = tree_at(&j->old, i);

		if (tree_is_foreign(&j->old, e))
			ok &= check_foreign(j, e);
		else if (!S_ISDIR(e->st.st_mode) &&
		    !map_find(&j->want.set.file, e->path))
			j->report->nremoved++;
	}
	return ok;
}

static bool
make_dir(struct job *j, struct str path)
{
	if (map_put(&j->made, j->arena, path, j))
		return true;
	return mkdirat(j->swap.new, path.p, 0700) == 0 ||
	    fail(j, "make the directory", path);
}

static bool
make_parents(struct job *j, struct str path)
{
	for (size_t i = 0; i < path.n; i++) {
		struct str dir = str_sub(path, 0, i);

		if (path.p[i] != '/' || map_find(&j->made, dir))
			continue;
		if (!make_dir(j, str_copy(j->arena, dir)))
			return false;
	}
	return true;
}

static bool
close_put(struct job *j, int fd, bool ok, struct str path)
{
	if (!ok)
		fail(j, "write", path);
	/* Linux has closed the descriptor even where it says EINTR. */
	if (close(fd) < 0 && errno != EINTR && ok)
		return fail(j, "write", path);
	return ok;
}

static int
create(struct job *j, struct str path)
{
	int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(j->swap.new, path.p, flags, 0600);

	if (fd < 0)
		fail(j, "create", path);
	return fd;
}

static bool
write_output(struct job *j, const struct output *out)
{
	int fd = create(j, out->path);

	return fd >= 0 &&
	    close_put(j, fd,
		file_put(fd, out->bytes) && fchmod(fd, MODE_FILE) == 0,
		out->path);
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

static bool
copy_file(struct job *j, const struct entry *e, mode_t mode)
{
	const struct timespec times[2] = { e->st.st_atim, e->st.st_mtim };
	int from = openat(j->swap.old, e->path.p,
	    O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	int to;
	bool ok;

	if (from < 0)
		return fail(j, "read", e->path);
	to = create(j, e->path);
	ok = to >= 0 &&
	    close_put(j, to,
		copy_bytes(from, to) && fchmod(to, mode) == 0 &&
		    futimens(to, times) == 0,
		e->path);
	close(from);
	return ok;
}

static bool
copy_link(struct job *j, const struct entry *e)
{
	const struct timespec times[2] = { e->st.st_atim, e->st.st_mtim };
	char target[PATH_MAX + 1] = { 0 };

	return (readlinkat(j->swap.old, e->path.p, target, PATH_MAX) >= 0 &&
		   symlinkat(target, j->swap.new, e->path.p) == 0 &&
		   utimensat(j->swap.new, e->path.p, times,
		       AT_SYMLINK_NOFOLLOW) == 0) ||
	    fail(j, "carry over the link", e->path);
}

/* The same file under the same name, or a copy where that is refused. */
static bool
carry(struct job *j, const struct entry *e, mode_t mode)
{
	if (S_ISLNK(e->st.st_mode))
		return copy_link(j, e);
	if (has_mode(&e->st, mode) &&
	    linkat(j->swap.old, e->path.p, j->swap.new, e->path.p, 0) == 0)
		return true;
	if (S_ISREG(e->st.st_mode))
		return copy_file(j, e, mode & 0777);
	return fail(j, "carry over", e->path);
}

static bool
put_output(struct job *j, const struct output *out)
{
	const struct entry *e = tree_find(&j->old, out->path);
	bool counted = !str_is(out->path, MANIFEST_NAME);
	struct stat st;

	/* Without an entry the path may lead through a link. */
	if (e && tree_has(j->arena, j->swap.old, out, &st)) {
		j->report->nunchanged += counted;
		return carry(j, e, MODE_FILE);
	}
	j->report->nwritten += counted;
	return write_output(j, out);
}

static bool
put_outputs(struct job *j)
{
	const struct wanted *w = &j->want;

	for (size_t i = 0; i < w->set.dir.n; i++)
		if (!make_dir(j, w->set.dir.entry[i].key))
			return false;
	for (size_t i = 0; i < w->n; i++)
		if (!put_output(j, &w->out[i]))
			return false;
	return true;
}

static bool
put_foreign(struct job *j)
{
	for (size_t i = 0; i < j->old.entry.n; i++) {
		const struct entry *e = tree_at(&j->old, i);

		if (!tree_is_foreign(&j->old, e))
			continue;
		if (!make_parents(j, e->path))
			return false;
		if (S_ISDIR(e->st.st_mode)
			? !make_dir(j, e->path)
			: !carry(j, e, e->st.st_mode & 07777))
			return false;
	}
	return true;
}

/* Ours are all alike; a foreign directory keeps its mode and time. */
static bool
finish_dir(struct job *j, struct str path)
{
	const struct entry *e = tree_find(&j->old, path);
	struct timespec times[2];

	if (!e || !tree_is_foreign(&j->old, e) ||
	    map_find(&j->want.set.dir, path))
		return fchmodat(j->swap.new, path.p, MODE_DIR, 0) == 0;
	times[0] = e->st.st_atim;
	times[1] = e->st.st_mtim;
	return fchmodat(j->swap.new, path.p, e->st.st_mode & 07777, 0) == 0 &&
	    utimensat(j->swap.new, path.p, times, 0) == 0;
}

/* From the leaves up: a parent may end without permission to write. */
static bool
finish_dirs(struct job *j)
{
	for (size_t i = j->made.n; i-- > 0;) {
		struct str path = j->made.entry[i].key;

		if (!finish_dir(j, path))
			return fail(j, "set the mode of", path);
	}
	return true;
}

static bool
fill(struct job *j)
{
	return tree_scan(j->arena, j->diag, &j->old) &&
	    tree_read_manifest(j->arena, j->diag, &j->old) && check_tree(j) &&
	    put_outputs(j) && put_foreign(j) && finish_dirs(j);
}

/* With the lock: what was seen before it may have changed. */
static bool
publish_locked(struct job *j)
{
	if (is_fresh(j)) {
		swap_abort(&j->swap);
		return true;
	}
	j->old.fd = j->swap.old;
	j->old.dir = j->swap.dir;
	if (fill(j))
		return swap_commit(&j->swap);
	swap_abort(&j->swap);
	return false;
}

static bool
check_size(struct job *j)
{
	size_t n = wanted_find(&j->want, STR(MANIFEST_NAME))->bytes.n;

	if (n <= YAML_MAX_FILE)
		return true;
	return diag_report(j->diag, DIAG_FILE_SIZE, nowhere,
	    "'%s/" MANIFEST_NAME "' would be too large to be read: "
	    "%zu files, %zu bytes of at most %zu",
	    j->swap.dir, j->want.n - 1, n, YAML_MAX_FILE);
}

static bool
run(struct job *j)
{
	struct swap *s = &j->swap;

	if (!check_size(j) || !swap_open_parent(s, true))
		return false;
	if (!swap_is_busy(s)) {
		if (!swap_open_old(s))
			return false;
		if (is_fresh(j))
			return true;
	}
	return swap_begin(s) && publish_locked(j);
}

bool
publish(struct arena *a, struct diag *d, const char *dir,
    const struct output *out, size_t n, struct publish_report *report)
{
	struct job j = { .arena = a, .diag = d, .report = report };
	bool ok;

	*report = (struct publish_report){ 0 };
	wanted_init(&j.want, a, out, n);
	swap_init(&j.swap, a, d, dir);
	ok = run(&j);
	swap_clear(&j.swap);
	return ok;
}

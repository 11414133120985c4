/* What is published already, in the new tree: see stage.h. */
#include "site/stage_int.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "base/file.h"
#include "base/pack.h"
#include "site/crew.h"

#define COPY_SIZE ((size_t)64 << 10)  /* [byte] */
#define COPY_MOST ((uint64_t)4 << 20) /* [byte] longer to copy than to remove */
#define PIECE 64		      /* files of which a worker says at once */

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
	to = openat(s->swap.new, e->path.p, STAGE_CREATE, 0600);
	if (to < 0)
		stage_fail(s, d, "create", e->path);
	ok = to >= 0 &&
	    stage_close(s, d, to,
		copy_bytes(from, to) && fchmod(to, mode) == 0 &&
		    futimens(to, t) == 0,
		e->path);
	close(from);
	return ok;
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

/* Writes a published file over the one that has its name in the new tree.  False,
 * with nothing said: that one is better removed. */
static bool
copy_over(struct stage *s, const struct entry *e)
{
	struct arena a = { 0 };
	struct timespec t[2];
	struct stat st;
	struct str bytes;
	int to;
	bool ok;

	if (!S_ISREG(e->mode) || e->sig.size > COPY_MOST)
		return false;
	to = stage_open_own(s, e->path, &st);
	if (to < 0)
		return false;
	times_of(e, t);
	ok = file_read_at(&a, s->swap.old, e->path.p, COPY_MOST, &bytes) &&
	    file_put_over(to, bytes) && futimens(to, t) == 0;
	arena_clear(&a);
	return (close(to) == 0 || errno == EINTR) && ok;
}

/* Where nothing has its name. */
static bool
bring(const struct stage *s, struct diag *d, const struct entry *e, mode_t mode)
{
	if (S_ISLNK(e->mode))
		return copy_link(s, d, e);
	if ((e->mode & 07777) == mode &&
	    linkat(s->swap.old, e->path.p, s->swap.new, e->path.p, 0) == 0)
		return true;
	if (S_ISREG(e->mode))
		return copy_file(s, d, e, mode & 0777);
	return stage_fail(s, d, "carry over", e->path);
}

bool
stage_carry_foreign(const struct stage *s, const struct entry *e)
{
	const struct entry *have = tree_find(&s->new, e->path);

	if (have && have->sig.ino == e->sig.ino)
		return true;
	if (have && !file_remove_tree_at(s->swap.new, e->path.p))
		return stage_fail(s, s->d, "replace", e->path);
	return bring(s, s->d, e, e->mode & 07777);
}

static struct sig
sig_in_new(const struct stage *s, struct str path)
{
	struct stat st;

	return fstatat(s->swap.new, path.p, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		st.st_mode == (S_IFREG | MODE_FILE)
	    ? sig_of(&st)
	    : (struct sig){ 0 };
}

bool
stage_is_right(const struct stage *s, struct want *w, struct sig have)
{
	const struct sig published = w->old->sig, none = { 0 };
	bool same = have.ino == published.ino;

	if (w->fate != FATE_SAME)
		return false;
	if (!same &&
	    !(s->trusted && w->was &&
		sig_eq(have, left_beside(w->was, published))))
		return false;
	w->sig = have;
	w->other = same ? none : published;
	return true;
}

static bool
carry(struct stage *s, struct diag *d, struct want *w)
{
	const struct entry *e = w->old;

	if (stage_is_right(s, w, sig_in_new(s, w->path)))
		return true;
	if (!copy_over(s, e)) {
		if (!file_remove_tree_at(s->swap.new, e->path.p))
			return stage_fail(s, d, "replace", e->path);
		if (!bring(s, d, e, MODE_FILE))
			return false;
	}
	w->sig = sig_in_new(s, w->path);
	w->other = w->sig.ino == e->sig.ino ? (struct sig){ 0 } : e->sig;
	return true;
}

struct load {
	struct stage *s;
	struct want **want;
	size_t n;
	bool *done;
};

/* What fails is left to the caller, who says why. */
static bool
carry_piece(void *ctx, size_t i, struct buf *answer)
{
	const struct load *l = ctx;
	struct arena a = { 0 };
	struct diag unsaid = { .arena = &a };

	for (size_t k = i * PIECE; k < l->n && k < (i + 1) * PIECE; k++) {
		struct want *w = l->want[k];

		pack_u64(answer, carry(l->s, &unsaid, w));
		pack_bytes(answer, &w->sig, sizeof(w->sig));
		pack_bytes(answer, &w->other, sizeof(w->other));
	}
	arena_clear(&a);
	return true;
}

static void
take_piece(void *ctx, size_t i, struct str answer)
{
	struct load *l = ctx;
	struct unpack u = unpack_of(answer);

	for (size_t k = i * PIECE; u.rest.n; k++) {
		struct want *w = l->want[k];

		l->done[k] = unpack_u64(&u) == 1;
		unpack_bytes(&u, &w->sig, sizeof(w->sig));
		unpack_bytes(&u, &w->other, sizeof(w->other));
	}
}

bool
stage_carry(struct stage *s, struct want **want, size_t n)
{
	struct load l = { s, want, n, arena_array(s->a, bool, n + 1) };
	struct crew crew = { &l, carry_piece, take_piece };

	if (n > PIECE && s->workers > 1 &&
	    !crew_run(s->d, &crew, s->workers, (n + PIECE - 1) / PIECE))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!l.done[i] && !carry(s, s->d, want[i]))
			return false;
	return true;
}

/* The last steps of stage.h: what is gone, what is foreign, the exchange. */
#include "site/stage_int.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "data/yaml.h"

static const struct span nowhere;

/* The file whose place a foreign entry takes, or NULL. */
static const struct want *
obstructed(const struct wanted *w, const struct entry *e)
{
	const struct want *want = wanted_find(w, e->path);

	for (size_t i = 0; !want && i < e->path.n; i++)
		if (e->path.p[i] == '/')
			want = wanted_find(w, str_sub(e->path, 0, i));
	if (!want && !S_ISDIR(e->mode) && map_find(&w->set.dir, e->path))
		want = wanted_below(w, e->path);
	return want;
}

static bool
check_foreign(struct stage *s, const struct entry *e)
{
	const struct want *w = obstructed(&s->want, e);

	if (!w)
		return true;
	diag_report(s->d, DIAG_PUBLISH_FOREIGN, nowhere,
	    "'%s/%.*s' is not ours and stands where '%.*s' would go",
	    s->swap.dir, STR_ARG(e->path), STR_ARG(w->path));
	diag_hint(s->d, "move it away");
	return false;
}

/* All that is foreign and in the way is reported, not only the first.  `same`:
 * the published tree has the names of the new one, and no others. */
static bool
check_tree(struct stage *s, bool *same)
{
	size_t nforeign = 0, nfile = 0, ndir = 0;
	bool ok = true;

	for (size_t i = 0; i < s->old.entry.n; i++) {
		const struct entry *e = tree_at(&s->old, i);
		bool foreign = tree_is_foreign(e);

		if (foreign)
			ok &= check_foreign(s, e);
		else if (!S_ISDIR(e->mode) && !wanted_find(&s->want, e->path))
			s->report->nremoved++;
		nforeign += foreign;
		nfile += S_ISREG(e->mode);
		ndir += S_ISDIR(e->mode);
	}
	*same = !nforeign && !s->report->nremoved && nfile == s->want.n &&
	    ndir == s->want.set.dir.n && nfile + ndir == s->old.entry.n;
	return ok;
}

static bool
is_right_dir(const struct stage *s, struct str path)
{
	const struct entry *e = tree_find(&s->old, path);

	return e && S_ISDIR(e->mode) && (e->mode & 07777) == MODE_DIR;
}

/* Whether all is published already; the report is complete then. */
static bool
is_fresh(struct stage *s)
{
	const struct wanted *w = &s->want;
	struct stat st;
	bool fresh = s->swap.old >= 0 && fstat(s->swap.old, &st) == 0 &&
	    (st.st_mode & 07777) == MODE_DIR;

	for (size_t i = 0; fresh && i < w->set.dir.n; i++)
		fresh = is_right_dir(s, w->set.dir.entry[i].key);
	for (size_t i = 0; i < w->n; i++) {
		bool counted = !str_is(w->list[i]->path, MANIFEST_NAME);

		fresh &= w->list[i]->fate == FATE_SAME;
		s->report->nwritten +=
		    counted && w->list[i]->fate == FATE_WRITTEN;
		s->report->nunchanged +=
		    counted && w->list[i]->fate != FATE_WRITTEN;
	}
	return fresh && !s->report->nremoved;
}

/* The manifest is a file like others, so that none can be one too many. */
static bool
put_manifest(struct stage *s)
{
	struct str *path = arena_array(s->a, struct str, s->want.n + 1);
	struct output out = { .path = STR(MANIFEST_NAME) };
	size_t n = s->want.n;
	struct put put;
	bool first;

	wanted_sort(&s->want);
	for (size_t i = 0; i < n; i++)
		path[i] = s->want.list[i]->path;
	out.bytes = manifest_text(s->a, path, n);
	if (out.bytes.n > YAML_MAX_FILE)
		return diag_report(s->d, DIAG_FILE_SIZE, nowhere,
		    "'%s/" MANIFEST_NAME "' would be too large to be read: "
		    "%zu files, %zu bytes of at most %zu",
		    s->swap.dir, n, out.bytes.n, YAML_MAX_FILE);
	if (!stage_put(s, s->d, &out, NULL, &put))
		return false;
	first = stage_note(s, out.path, &put);
	wanted_sort(&s->want);
	return first;
}

/* A directory of the new tree that is one there for a foreign file. */
static bool
is_above_foreign(const struct stage *s, const struct entry *e)
{
	const struct entry *old = tree_find(&s->old, e->path);

	return old && S_ISDIR(old->mode) && tree_is_foreign(old);
}

/* What is in the new tree and has no business there, files first. */
static bool
sweep(struct stage *s)
{
	for (size_t i = s->new.entry.n; i-- > 0;) {
		const struct entry *e = tree_at(&s->new, i);
		const struct entry *old = tree_find(&s->old, e->path);
		bool dir = S_ISDIR(e->mode);
		bool stays = dir ? map_find(&s->want.set.dir, e->path) ||
			is_above_foreign(s, e)
				 : wanted_find(&s->want, e->path) ||
			(old && !S_ISDIR(old->mode) && tree_is_foreign(old));

		if (!stays && !file_remove_tree_at(s->swap.new, e->path.p))
			return stage_fail(s, s->d, "remove", e->path);
	}
	return true;
}

static bool
make_dirs(struct stage *s)
{
	const struct map *dir = &s->want.set.dir;

	for (size_t i = 0; i < dir->n; i++) {
		struct str path = dir->entry[i].key;
		const struct entry *have = tree_find(&s->new, path);

		if (!(have && S_ISDIR(have->mode) &&
			(have->mode & 07777) == MODE_DIR) &&
		    !stage_dir(s, s->d, path.p))
			return false;
	}
	return true;
}

/* What the new tree has by that name, as far as is known. */
static struct sig
known_sig(const struct stage *s, const struct want *w)
{
	const struct entry *have;

	if (s->seen)
		return s->seen->sig[w->old->at];
	have = tree_find(&s->new, w->path);
	return have && have->sig.ino == w->old->sig.ino ? w->old->sig
							: (struct sig){ 0 };
}

/* What was not written is the published file. */
static bool
carry_own(struct stage *s)
{
	struct want **todo = arena_array(s->a, struct want *, s->want.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s->want.n; i++) {
		struct want *w = s->want.list[i];

		if (w->fate != FATE_WRITTEN &&
		    !stage_is_right(s, w, known_sig(s, w)))
			todo[n++] = w;
	}
	return stage_carry(s, todo, n);
}

static bool
carry_foreign(struct stage *s)
{
	for (size_t i = 0; i < s->old.entry.n; i++) {
		const struct entry *e = tree_at(&s->old, i);

		if (!tree_is_foreign(e))
			continue;
		if (S_ISDIR(e->mode) ? !stage_parents(s, s->d, e->path) ||
			    !stage_dir(s, s->d, e->path.p)
				     : !stage_parents(s, s->d, e->path) ||
			    !stage_carry_foreign(s, e))
			return false;
	}
	return true;
}

/* A foreign directory keeps its mode and time.  From the leaves up: a parent
 * may end without permission to write. */
static bool
finish_dirs(struct stage *s)
{
	for (size_t i = s->old.entry.n; i-- > 0;) {
		const struct entry *e = tree_at(&s->old, i);
		struct timespec t[2] = { { 0, UTIME_OMIT },
			{ e->sig.mtime / 1000000000,
			    e->sig.mtime % 1000000000 } };

		if (!S_ISDIR(e->mode) || !tree_is_foreign(e) ||
		    map_find(&s->want.set.dir, e->path))
			continue;
		if (fchmodat(s->swap.new, e->path.p, e->mode & 07777, 0) < 0 ||
		    utimensat(s->swap.new, e->path.p, t, 0) < 0)
			return stage_fail(s, s->d, "set the mode of", e->path);
	}
	return true;
}

/* What was carried over into it may be in the way of what goes. */
static bool
open_dirs(struct stage *s)
{
	for (size_t i = 0; i < s->new.entry.n; i++) {
		const struct entry *e = tree_at(&s->new, i);

		if (S_ISDIR(e->mode) && (e->mode & S_IRWXU) != S_IRWXU &&
		    fchmodat(s->swap.new, e->path.p, MODE_DIR, 0) < 0)
			return stage_fail(s, s->d, "set the mode of", e->path);
	}
	return true;
}

/* Whether the new tree has all files of ours, and nothing else: it was made by
 * this build, which wrote them all. */
static bool
is_written(const struct stage *s)
{
	for (size_t i = 0; i < s->want.n; i++)
		if (s->want.list[i]->fate != FATE_WRITTEN)
			return false;
	return s->swap.made;
}

static bool
fill_all(struct stage *s)
{
	bool all = is_written(s);

	return (all ||
		   (tree_list(s->a, s->d, &s->new) && open_dirs(s) &&
		       sweep(s) && make_dirs(s) && carry_own(s))) &&
	    carry_foreign(s) && finish_dirs(s);
}

static bool
fill(struct stage *s, bool same)
{
	if (!stage_prepare(s))
		return false;
	s->new.fd = s->swap.new;
	s->new.dir = s->swap.temp_path;
	/* Of the tree that was left, all names are right. */
	if (!same)
		s->seen = NULL;
	return s->seen ? carry_own(s) : fill_all(s);
}

/* What each file is as it is about to be published. */
static void
note_sigs(struct stage *s)
{
	int64_t now = sig_now();

	for (size_t i = 0; i < s->want.n; i++) {
		struct want *w = s->want.list[i];

		w->sig = sig_settled(w->sig, now);
		w->other = sig_settled(w->other, now);
	}
}

/* All is published already. */
static void
stay(struct stage *s)
{
	for (size_t i = 0; i < s->want.n; i++) {
		struct want *w = s->want.list[i];

		w->sig = w->old->sig;
		if (w->was)
			w->other = left_beside(w->was, w->sig);
	}
	if (s->seen)
		swap_spare(&s->swap);
}

/* The new tree's, where it is the twin and no name has come or gone. */
static struct shape
new_shape(const struct stage *s)
{
	struct shape new = s->left.twin;

	if (!s->seen)
		return (struct shape){ 0 };
	new.root = s->seen->root;
	return new;
}

/* `same`: the published tree and the new one have the same names. */
static void
note_shapes(struct stage *s, bool same)
{
	const struct shape none = { 0 };
	struct shape old = !same ? none
	    : s->recalled	 ? s->left.published
				 : shape_of(&s->old, s->began);
	struct shape new = s->fresh ? old : new_shape(s);

	if (!s->fresh)
		s->left.twin = old;
	new.manifest = wanted_find(&s->want, STR(MANIFEST_NAME))->hash;
	s->left.published = new;
}

bool
stage_fill(struct stage *s, struct publish_report *report)
{
	bool same;

	*report = (struct publish_report){ 0 };
	s->report = report;
	if (!put_manifest(s) || !check_tree(s, &same))
		return false;
	s->fresh = is_fresh(s);
	if (s->fresh) {
		stay(s);
	} else if (!fill(s, same)) {
		return false;
	}
	note_sigs(s);
	note_shapes(s, same);
	return true;
}

bool
stage_end(struct stage *s)
{
	struct stat st;
	bool ok = s->fresh || swap_commit(&s->swap, !s->no_sync);

	s->report->published = s->swap.published;
	/* Its change time is when it was published. */
	if (ok && !s->fresh && fstat(s->swap.new, &st) == 0)
		s->left.published.root.ctime = sig_of(&st).ctime;
	return ok;
}

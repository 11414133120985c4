#include "site/tree.h"

#include "base/file.h"
#include "data/yaml.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

static const struct span nowhere;

static bool
fail(struct diag *d, const struct tree *t, struct str path)
{
	int err = errno;

	return diag_report(d, DIAG_IO, nowhere, "cannot read '%s%s%.*s': %s",
	    t->dir, path.n ? "/" : "", STR_ARG(path), strerror(err));
}

/* Up to the last '/'. */
static struct str
dir_of(struct str path)
{
	size_t n = path.n;

	while (n && path.p[n - 1] != '/')
		n--;
	return str_sub(path, 0, n);
}

/* How much to find out of what is no directory. */
enum depth { LOOK_UP, LIST };

static bool
add_entry(struct arena *a, struct diag *d, struct tree *t, struct str path,
    const struct file_item *item, enum depth depth)
{
	struct entry *e = arena_new(a, struct entry);
	struct stat st;

	e->path = path;
	e->at = t->entry.n;
	if (depth == LIST && item->kind && !S_ISDIR(item->kind)) {
		e->mode = item->kind;
		e->sig.ino = item->inode;
	} else {
		if (fstatat(t->fd, path.p, &st, AT_SYMLINK_NOFOLLOW) < 0)
			return fail(d, t, path);
		e->mode = st.st_mode;
		e->sig = sig_of(&st);
	}
	map_put(&t->entry, a, path, e);
	return true;
}

static bool
scan_dir(struct arena *a, struct diag *d, struct tree *t, struct str dir,
    enum depth depth)
{
	struct arena names = { 0 };
	size_t n;
	struct file_item *item =
	    file_items_at(&names, t->fd, dir.n ? dir.p : ".", &n);
	bool ok = item || fail(d, t, dir);

	/* Most directories of a site hold three files. */
	if (ok && !dir.n)
		map_reserve(&t->entry, a, 4 * n);
	for (size_t i = 0; ok && i < n; i++) {
		struct str name = item[i].name;

		ok = add_entry(a, d, t,
		    dir.n ? str_of(file_join(a, dir.p, name.p))
			  : str_copy(a, name),
		    &item[i], depth);
	}
	arena_clear(&names);
	return ok;
}

static bool
scan(struct arena *a, struct diag *d, struct tree *t, enum depth depth)
{
	if (t->fd < 0)
		return true;
	if (!scan_dir(a, d, t, (struct str){ 0 }, depth))
		return false;
	for (size_t i = 0; i < t->entry.n; i++) {
		const struct entry *e = tree_at(t, i);

		if (S_ISDIR(e->mode) && !scan_dir(a, d, t, e->path, depth))
			return false;
	}
	return true;
}

bool
tree_scan(struct arena *a, struct diag *d, struct tree *t)
{
	return scan(a, d, t, LOOK_UP);
}

bool
tree_list(struct arena *a, struct diag *d, struct tree *t)
{
	return scan(a, d, t, LIST);
}

bool
tree_look(struct arena *a, struct diag *d, struct tree *t, struct str path)
{
	struct file_item none = { 0 };
	struct stat st;

	return (fstatat(t->fd, path.p, &st, AT_SYMLINK_NOFOLLOW) < 0 &&
		   errno == ENOENT) ||
	    add_entry(a, d, t, path, &none, LOOK_UP);
}

struct hash
tree_add_dir(struct hash sum, struct str path, struct sig sig)
{
	struct hash h = hash_add(
	    hash_of(path), (struct str){ (const char *)&sig, sizeof(sig) });

	return (struct hash){ sum.lo + h.lo, sum.hi + h.hi };
}

static bool
get_root(const struct tree *t, struct sig *root)
{
	struct stat st;

	if (t->fd < 0 || fstat(t->fd, &st) < 0)
		return false;
	*root = sig_of(&st);
	return true;
}

struct names
tree_names(const struct tree *t, int64_t seen)
{
	const struct names none = { 0 };
	struct names n = { 0 };
	struct sig quiet;

	if (!get_root(t, &n.root))
		return none;
	/* A new name for the tree is no news of those in it. */
	quiet = n.root;
	quiet.ctime = quiet.mtime;
	if (!sig_is_settled(quiet, seen))
		return none;
	for (size_t i = 0; i < t->entry.n; i++) {
		const struct entry *e = tree_at(t, i);

		if (!S_ISDIR(e->mode))
			continue;
		if (e->mode != TREE_DIR || !sig_is_settled(e->sig, seen))
			return none;
		n.dirs = tree_add_dir(n.dirs, e->path, e->sig);
	}
	return n;
}

bool
names_eq(const struct names *a, const struct names *b)
{
	return sig_is_same(a->root, b->root) && hash_eq(a->dirs, b->dirs) &&
	    hash_eq(a->manifest, b->manifest);
}

/* A name that the manifest says is there. */
static bool
recall_one(struct arena *a, struct tree *t, struct str path, bool dir)
{
	struct entry *e = arena_new(a, struct entry);
	struct stat st;

	e->path = str_copy(a, path);
	if (fstatat(t->fd, e->path.p, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    (dir && st.st_mode != TREE_DIR))
		return false;
	e->at = t->entry.n;
	e->mode = st.st_mode;
	e->sig = sig_of(&st);
	e->ours = true;
	return !map_put(&t->entry, a, e->path, e);
}

/* The directories above a path that are not listed yet. */
static bool
recall_above(struct arena *a, struct tree *t, struct str path, struct hash *sum)
{
	for (size_t i = 0; i < path.n; i++) {
		struct str dir = str_sub(path, 0, i);

		if (path.p[i] != '/' || tree_find(t, dir))
			continue;
		if (!recall_one(a, t, dir, true))
			return false;
		*sum = tree_add_dir(*sum, dir, tree_find(t, dir)->sig);
	}
	return true;
}

/* Before any file: where they have changed, all is to be listed. */
static bool
recall_dirs(struct arena *a, struct tree *t, const struct str *path, size_t n,
    struct hash dirs)
{
	struct hash sum = { 0 };
	struct str last = { 0 };

	for (size_t i = 0; i < n; i++) {
		struct str dir = dir_of(path[i]);

		/* Files of a directory stand together. */
		if (!str_eq(dir, last) && !recall_above(a, t, dir, &sum))
			return false;
		last = dir;
	}
	return hash_eq(sum, dirs);
}

static bool
recall_all(
    struct arena *a, struct tree *t, struct str text, const struct names *was)
{
	struct arena names = { 0 };
	size_t n;
	struct str *path = manifest_plain(&names, text, &n);
	bool ok;

	map_reserve(&t->entry, a, n + n / 2);
	ok = path && recall_dirs(a, t, path, n, was->dirs) &&
	    recall_one(a, t, STR(MANIFEST_NAME), false);
	for (size_t i = 0; ok && i < n; i++)
		ok = recall_one(a, t, path[i], false);
	arena_clear(&names);
	return ok;
}

bool
tree_recall(struct arena *a, struct tree *t, const struct names *was)
{
	struct arena scratch = { 0 };
	struct sig root;
	struct str text;
	bool ok = was->root.ino && get_root(t, &root) &&
	    sig_is_same(root, was->root) &&
	    file_read_at(
		&scratch, t->fd, MANIFEST_NAME, YAML_MAX_FILE, &text) &&
	    hash_eq(hash_of(text), was->manifest) &&
	    recall_all(a, t, text, was);

	arena_clear(&scratch);
	if (!ok)
		t->entry = (struct map){ 0 };
	return ok;
}

static void
mark(struct tree *t, struct str path, bool dir)
{
	struct entry *e = map_find(&t->entry, path);

	if (e && S_ISDIR(e->mode) == dir)
		e->ours = true;
}

/* Not all need be there. */
static void
mark_all(struct tree *t, const struct str *ours, size_t n)
{
	struct str last = { 0 }, dir;

	mark(t, STR(MANIFEST_NAME), false);
	for (size_t i = 0; i < n; i++) {
		mark(t, ours[i], false);
		dir = dir_of(ours[i]);
		/* Files of a directory stand together. */
		if (str_eq(dir, last))
			continue;
		last = dir;
		for (size_t k = 0; k < dir.n; k++)
			if (dir.p[k] == '/')
				mark(t, str_sub(dir, 0, k), true);
	}
}

bool
tree_read_manifest(struct arena *a, struct diag *d, struct tree *t)
{
	struct str path = STR(MANIFEST_NAME), text, *ours;
	struct arena scratch = { 0 };
	const struct source *src;
	bool ok = true;
	size_t n;

	if (!t->entry.n)
		return true;
	if (!tree_find(t, path)) {
		diag_report(d, DIAG_PUBLISH_FOREIGN, nowhere,
		    "'%s' holds files but no " MANIFEST_NAME
		    " of ours, so it is left alone",
		    t->dir);
		diag_hint(
		    d, "publish into a new directory, or empty this one first");
		return false;
	}
	if (!file_read_at(&scratch, t->fd, path.p, YAML_MAX_FILE, &text)) {
		fail(d, t, path);
		arena_clear(&scratch);
		return false;
	}
	ours = manifest_plain(&scratch, text, &n);
	if (!ours) {
		src = source_new(
		    a, file_join(a, t->dir, path.p), str_copy(a, text));
		ok = manifest_parse(
		    a, d, span_of(src, 0, src->text.n), &ours, &n);
	}
	if (ok)
		mark_all(t, ours, n);
	arena_clear(&scratch);
	return ok;
}

const struct entry *
tree_find(const struct tree *t, struct str path)
{
	return map_find(&t->entry, path);
}

const struct entry *
tree_at(const struct tree *t, size_t i)
{
	return t->entry.entry[i].value;
}

bool
tree_is_foreign(const struct entry *e)
{
	return !e->ours;
}

bool
tree_has(const struct tree *t, const struct entry *e, struct str bytes)
{
	struct arena a = { 0 };
	struct str is;
	bool same;

	if (!S_ISREG(e->mode) || e->sig.size != bytes.n)
		return false;
	same = file_read_at(&a, t->fd, e->path.p, bytes.n, &is) &&
	    str_eq(is, bytes);
	arena_clear(&a);
	return same;
}

bool
tree_has_hash(const struct tree *t, const struct entry *e, struct hash hash)
{
	struct arena a = { 0 };
	struct str is;
	bool same;

	if (!S_ISREG(e->mode))
		return false;
	same = file_read_at(&a, t->fd, e->path.p, e->sig.size, &is) &&
	    hash_eq(hash_of(is), hash);
	arena_clear(&a);
	return same;
}

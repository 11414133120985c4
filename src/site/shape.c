#include "site/shape.h"

#include <fcntl.h>

#include "base/file.h"
#include "data/yaml.h"

#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#define BOOT_MAX 64 /* [byte] */

static struct hash
this_boot(void)
{
	struct arena a = { 0 };
	struct hash h = { 0 };
	struct str id;

	if (file_read(&a, BOOT_ID, BOOT_MAX, &id))
		h = hash_of(id);
	arena_clear(&a);
	return h;
}

bool
shape_same_boot(const struct shape *s)
{
	const struct hash none = { 0 };

	return s->root.ino && !hash_eq(s->boot, none) &&
	    hash_eq(s->boot, this_boot());
}

struct hash
shape_add(struct hash sum, struct str path, struct sig sig)
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

/* A new name for a tree is no news of those in it. */
static struct sig
without_name(struct sig root)
{
	root.ctime = root.mtime;
	return root;
}

struct shape
shape_of(const struct tree *t, int64_t seen)
{
	const struct shape none = { 0 };
	struct shape s = { .boot = this_boot() };

	if (!get_root(t, &s.root) ||
	    !sig_is_settled(without_name(s.root), seen))
		return none;
	for (size_t i = 0; i < t->entry.n; i++) {
		const struct entry *e = tree_at(t, i);

		if (!S_ISDIR(e->mode))
			continue;
		if (e->mode != TREE_DIR || !sig_is_settled(e->sig, seen))
			return none;
		s.dirs = shape_add(s.dirs, e->path, e->sig);
	}
	return s;
}

bool
shape_eq(const struct shape *a, const struct shape *b)
{
	return sig_is_same(a->root, b->root) && hash_eq(a->dirs, b->dirs) &&
	    hash_eq(a->manifest, b->manifest) && hash_eq(a->boot, b->boot);
}

bool
shape_is(const struct shape *s, struct sig root, struct hash dirs)
{
	return sig_eq(without_name(s->root), without_name(root)) &&
	    hash_eq(s->dirs, dirs);
}

/* A name that the manifest says is there; NULL where it is not. */
static const struct entry *
recall_one(struct arena *a, struct tree *t, struct str path)
{
	struct stat st;
	struct entry *e;

	path = str_copy(a, path);
	if (fstatat(t->fd, path.p, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return NULL;
	e = tree_add(a, t, path, st.st_mode, sig_of(&st));
	e->ours = true;
	return e;
}

/* The directories above a path that are not listed yet. */
static bool
recall_above(struct arena *a, struct tree *t, struct str path, struct hash *sum)
{
	for (size_t i = 0; i < path.n; i++) {
		struct str dir = str_sub(path, 0, i);
		const struct entry *e;

		if (path.p[i] != '/' || tree_find(t, dir))
			continue;
		e = recall_one(a, t, dir);
		if (!e || e->mode != TREE_DIR)
			return false;
		*sum = shape_add(*sum, dir, e->sig);
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
		struct str dir = tree_dir_of(path[i]);

		/* Files of a directory stand together. */
		if (!str_eq(dir, last) && !recall_above(a, t, dir, &sum))
			return false;
		last = dir;
	}
	return hash_eq(sum, dirs);
}

static bool
recall_all(
    struct arena *a, struct tree *t, struct str text, const struct shape *was)
{
	struct arena names = { 0 };
	size_t n;
	struct str *path = manifest_plain(&names, text, &n);
	bool ok;

	map_reserve(&t->entry, a, n + n / 2);
	ok = path && recall_dirs(a, t, path, n, was->dirs) &&
	    recall_one(a, t, STR(MANIFEST_NAME));
	for (size_t i = 0; ok && i < n; i++)
		ok = recall_one(a, t, path[i]) != NULL;
	arena_clear(&names);
	return ok;
}

bool
shape_recall(struct arena *a, struct tree *t, const struct shape *was)
{
	struct arena scratch = { 0 };
	struct sig root;
	struct str text;
	bool ok = shape_same_boot(was) && get_root(t, &root) &&
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

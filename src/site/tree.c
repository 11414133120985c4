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

struct entry *
tree_add(struct arena *a, struct tree *t, struct str path, mode_t mode,
    struct sig sig)
{
	struct entry *e = arena_new(a, struct entry);

	*e = (struct entry){
		.path = path, .mode = mode, .sig = sig, .at = t->entry.n
	};
	map_put(&t->entry, a, path, e);
	return e;
}

/* How much to find out of what is no directory. */
enum depth { LOOK_UP, LIST };

static bool
add_entry(struct arena *a, struct diag *d, struct tree *t, struct str path,
    const struct file_item *item, enum depth depth)
{
	struct stat st;

	if (depth == LIST && item->kind && !S_ISDIR(item->kind)) {
		tree_add(
		    a, t, path, item->kind, (struct sig){ .ino = item->inode });
		return true;
	}
	if (fstatat(t->fd, path.p, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return fail(d, t, path);
	tree_add(a, t, path, st.st_mode, sig_of(&st));
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

static void
mark(struct tree *t, struct str path, bool dir)
{
	struct entry *e = map_find(&t->entry, path);

	if (e && S_ISDIR(e->mode) == dir)
		e->ours = true;
}

struct str
tree_dir_of(struct str path)
{
	size_t n = path.n;

	while (n && path.p[n - 1] != '/')
		n--;
	return str_sub(path, 0, n);
}

/* Not all need be there. */
static void
mark_all(struct tree *t, const struct str *ours, size_t n)
{
	struct str last = { 0 }, dir;

	mark(t, STR(MANIFEST_NAME), false);
	for (size_t i = 0; i < n; i++) {
		mark(t, ours[i], false);
		dir = tree_dir_of(ours[i]);
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

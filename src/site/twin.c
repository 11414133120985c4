#include "site/twin.h"

#include <fcntl.h>

#define MOST 4096 /* files that differ */
#define MODE_DIR (S_IFDIR | 0755)

static struct hash
add_dir(struct hash h, struct str path, struct sig sig)
{
	h = hash_add(h, path);
	return hash_add(h, (struct str){ (const char *)&sig, sizeof(sig) });
}

static bool
add_dirs(struct twin *t, const struct tree *old, int64_t seen)
{
	for (size_t i = 0; i < old->entry.n; i++) {
		const struct entry *e = tree_at(old, i);

		if (!S_ISDIR(e->mode))
			continue;
		if (e->mode != MODE_DIR || !sig_is_settled(e->sig, seen))
			return false;
		t->dirs = add_dir(t->dirs, e->path, e->sig);
	}
	return true;
}

static bool
add_files(struct twin *t, struct arena *a, const struct wanted *now)
{
	t->differ = arena_array(a, struct str, MOST);
	for (size_t i = 0; i < now->n; i++) {
		if (!now->list[i]->differs)
			continue;
		if (t->n == MOST)
			return false;
		t->differ[t->n++] = now->list[i]->path;
	}
	return true;
}

void
twin_note(struct twin *t, struct arena *a, const struct tree *old,
    const struct wanted *now, int64_t seen)
{
	struct stat st;
	struct sig sig;

	*t = (struct twin){ 0 };
	if (fstat(old->fd, &st) < 0)
		return;
	/* A new name is no news of what is in it. */
	sig = sig_of(&st);
	sig.ctime = sig.mtime;
	t->ino = sig.ino;
	t->mtime = sig.mtime;
	t->known = sig_is_settled(sig, seen) && add_dirs(t, old, seen) &&
	    add_files(t, a, now);
}

bool
twin_is_left(const struct twin *t, int fd, const struct tree *names)
{
	struct hash h = { 0 };
	struct stat st;

	if (!t->known || fstat(fd, &st) < 0 || st.st_ino != t->ino ||
	    sig_of(&st).mtime != t->mtime)
		return false;
	for (size_t i = 0; i < names->entry.n; i++) {
		const struct entry *e = tree_at(names, i);

		if (!S_ISDIR(e->mode))
			continue;
		if (fstatat(fd, e->path.p, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		    st.st_mode != MODE_DIR)
			return false;
		h = add_dir(h, e->path, sig_of(&st));
	}
	return hash_eq(h, t->dirs);
}

#include "site/twin.h"

#include "base/file.h"

#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#define BOOT_MAX 64 /* [byte] */

static const struct hash none;

static struct hash
this_boot(void)
{
	struct arena a = { 0 };
	struct hash h = none;
	struct str id;

	if (file_read(&a, BOOT_ID, BOOT_MAX, &id))
		h = hash_of(id);
	arena_clear(&a);
	return h;
}

bool
twin_same_boot(const struct twin *t)
{
	return t->known && !hash_eq(t->boot, none) &&
	    hash_eq(t->boot, this_boot());
}

void
twin_note(struct twin *t, const struct tree *old, int64_t seen)
{
	struct stat st;
	struct sig sig;

	*t = (struct twin){ .boot = this_boot() };
	if (fstat(old->fd, &st) < 0)
		return;
	/* A new name is no news of what is in it. */
	sig = sig_of(&st);
	sig.ctime = sig.mtime;
	t->ino = sig.ino;
	t->mtime = sig.mtime;
	t->known = sig_is_settled(sig, seen);
	for (size_t i = 0; i < old->entry.n; i++) {
		const struct entry *e = tree_at(old, i);

		if (!S_ISDIR(e->mode))
			continue;
		t->known &=
		    e->mode == (S_IFDIR | 0755) && sig_is_settled(e->sig, seen);
		t->dirs = scout_add_dir(t->dirs, e->path, e->sig);
	}
}

bool
twin_is_left(const struct twin *t, const struct seen *seen)
{
	return t->known && seen && seen->plain && seen->ino == t->ino &&
	    seen->mtime == t->mtime && hash_eq(seen->dirs, t->dirs);
}

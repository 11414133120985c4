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
twin_note(struct twin *t, const struct names *old)
{
	*t = (struct twin){ .known = old->root.ino != 0,
		.ino = old->root.ino,
		.mtime = old->root.mtime,
		.dirs = old->dirs,
		.boot = this_boot() };
}

bool
twin_is_left(const struct twin *t, const struct seen *seen)
{
	return t->known && seen && seen->plain && seen->root.ino == t->ino &&
	    seen->root.mtime == t->mtime && hash_eq(seen->dirs, t->dirs);
}

#include "site/wanted.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static bool
is_sane_component(struct str s)
{
	return s.n && !str_is(s, ".") && !str_is(s, "..");
}

bool
wanted_is_sane(struct str path)
{
	struct str part;
	bool more;

	for (size_t i = 0; i < path.n; i++)
		if ((unsigned char)path.p[i] < 0x20 || path.p[i] == 0x7F)
			return false;
	do {
		more = str_cut(path, '/', &part, &path);
		if (!is_sane_component(part))
			return false;
	} while (more);
	return true;
}

static int
compare_wants(const void *pa, const void *pb)
{
	const struct want *const *a = pa, *const *b = pb;

	return str_cmp((*a)->path, (*b)->path);
}

void
wanted_reserve(struct wanted *w, struct arena *a, size_t n)
{
	struct want **old = w->list;

	map_reserve(&w->set.file, a, n);
	if (n <= w->cap)
		return;
	w->list = arena_array(a, struct want *, n);
	w->cap = n;
	if (w->n)
		memcpy(w->list, old, w->n * sizeof(struct want *));
}

struct want *
wanted_add(struct wanted *w, struct arena *a, struct str path)
{
	struct want *want;

	assert(wanted_is_sane(path));
	if (map_find(&w->set.file, path))
		return NULL;
	want = arena_new(a, struct want);
	want->path = path;
	fileset_add(a, &w->set, want->path, want);
	arena_push(a, w->list, w->n, w->cap, want);
	return want;
}

void
wanted_sort(struct wanted *w)
{
	if (w->n)
		qsort(w->list, w->n, sizeof(*w->list), compare_wants);
	for (size_t i = 0; i < w->n; i++)
		assert(!map_find(&w->set.dir, w->list[i]->path));
}

const struct want *
wanted_find(const struct wanted *w, struct str path)
{
	return map_find(&w->set.file, path);
}

const struct want *
wanted_below(const struct wanted *w, struct str dir)
{
	for (size_t i = 0; i < w->n; i++) {
		struct str path = w->list[i]->path;

		if (str_starts(path, dir) && path.n > dir.n &&
		    path.p[dir.n] == '/')
			return w->list[i];
	}
	return NULL;
}

bool
left_has(const struct left *l, struct sig sig)
{
	return sig_eq(sig, l->sig) || sig_eq(sig, l->other);
}

struct sig
left_beside(const struct left *l, struct sig sig)
{
	return sig.ino == l->sig.ino ? l->other : l->sig;
}

static bool
is_same_pair(struct sig a, struct sig b, struct sig c, struct sig d)
{
	return sig_is_same(a, c) && sig_is_same(b, d);
}

bool
left_is(const struct left *l, const struct want *w)
{
	return w && hash_eq(l->hash, w->hash) &&
	    (is_same_pair(l->sig, l->other, w->sig, w->other) ||
		is_same_pair(l->sig, l->other, w->other, w->sig));
}

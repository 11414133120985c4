#include "site/wanted.h"

#include <assert.h>
#include <stdlib.h>

static bool
is_sane_component(struct str s)
{
	return s.n && !str_is(s, ".") && !str_is(s, "..");
}

static bool
is_sane(struct str path)
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
compare_outputs(const void *pa, const void *pb)
{
	const struct output *a = pa, *b = pb;

	return str_cmp(a->path, b->path);
}

static void
sort_outputs(struct output *out, size_t n)
{
	if (n)
		qsort(out, n, sizeof(*out), compare_outputs);
}

void
wanted_init(
    struct wanted *w, struct arena *a, const struct output *out, size_t n)
{
	*w = (struct wanted){ .n = n + 1 };
	w->out = arena_array(a, struct output, w->n);
	for (size_t i = 0; i < n; i++) {
		assert(is_sane(out[i].path));
		w->out[i].path = str_copy(a, out[i].path);
		w->out[i].bytes = out[i].bytes;
	}
	sort_outputs(w->out, n);
	w->out[n].path = STR(MANIFEST_NAME);
	w->out[n].bytes = manifest_text(a, w->out, n);
	sort_outputs(w->out, w->n);
	for (size_t i = 0; i < w->n; i++) {
		bool unique =
		    fileset_add(a, &w->set, w->out[i].path, &w->out[i]);

		assert(unique);
	}
	for (size_t i = 0; i < w->n; i++)
		assert(!map_find(&w->set.dir, w->out[i].path));
}

const struct output *
wanted_find(const struct wanted *w, struct str path)
{
	return map_find(&w->set.file, path);
}

const struct output *
wanted_below(const struct wanted *w, struct str dir)
{
	for (size_t i = 0; i < w->n; i++) {
		struct str path = w->out[i].path;

		if (str_starts(path, dir) && path.n > dir.n &&
		    path.p[dir.n] == '/')
			return &w->out[i];
	}
	return NULL;
}

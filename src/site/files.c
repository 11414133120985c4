#include "site/files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Where the disk has it. */
static char *
disk_path(struct arena *a, const struct files *f, const char *path)
{
	if (strcmp(f->dir, ".") == 0)
		return str_cstr(a, str_of(path));
	return file_join(a, f->dir, path);
}

char *
files_path(struct arena *a, const struct files *f, const char *path)
{
	if (f->held)
		return str_cstr(a, str_printf(a, "%s:%s", f->dir, path));
	return disk_path(a, f, path);
}

bool
files_read(struct arena *a, const struct files *f, const char *path, size_t max,
    struct str *out)
{
	const struct str *held;

	if (!f->held)
		return file_read(a, disk_path(a, f, path), max, out);
	held = map_find(&f->held->file, str_of(path));
	errno = !held ? ENOENT : EFBIG;
	if (!held || held->n > max)
		return false;
	*out = *held;
	return true;
}

static int
compare_names(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The name that a path has within `dir` (".": all), or an empty one. */
static struct str
name_within(struct str path, struct str dir)
{
	struct str rest, name;

	if (!str_is(dir, ".")) {
		if (!str_starts(path, dir) || path.n <= dir.n ||
		    path.p[dir.n] != '/')
			return (struct str){ 0 };
		path = str_from(path, dir.n + 1);
	}
	str_cut(path, '/', &name, &rest);
	return name;
}

struct str *
files_list(struct arena *a, const struct files *f, const char *dir, size_t *n)
{
	struct str *all, name;
	struct map seen = { 0 };

	if (!f->held)
		return file_list(a, disk_path(a, f, dir), n);
	*n = 0;
	all = arena_array(a, struct str, f->held->file.n + 1);
	for (size_t i = 0; i < f->held->file.n; i++) {
		name = name_within(f->held->file.entry[i].key, str_of(dir));
		if (!name.n || map_find(&seen, name))
			continue;
		all[*n] = (struct str){ str_cstr(a, name), name.n };
		map_put(&seen, a, all[*n], &all[*n]);
		++*n;
	}
	if (!*n) {
		errno = ENOENT;
		return NULL;
	}
	qsort(all, *n, sizeof(*all), compare_names);
	return all;
}

bool
files_has(struct arena *a, const struct files *f, const char *path)
{
	if (f->held)
		return map_find(&f->held->file, str_of(path)) != NULL;
	return file_exists(disk_path(a, f, path));
}

bool
files_is_dir(struct arena *a, const struct files *f, const char *path)
{
	if (!f->held)
		return file_may_be_dir(disk_path(a, f, path));
	return map_find(&f->held->dir, str_of(path)) != NULL;
}

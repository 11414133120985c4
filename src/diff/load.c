#include "diff/load.h"

#include <errno.h>
#include <string.h>

#include "data/yaml.h"
#include "diff/gather.h"
#include "diff/read.h"
#include "diff/revision.h"

static bool
load_sources(struct arena *a, struct diag *d, const struct project_options *o,
    struct model *out)
{
	struct project *p = arena_new(a, struct project);
	bool ok = project_open(p, a, d, o);

	ok &= project_load_guides(p, (struct str){ 0 });
	return ok && gather(a, d, p, out);
}

static bool
report_file(struct diag *d, const char *path)
{
	if (errno == EFBIG)
		return diag_report(d, DIAG_FILE_SIZE, (struct span){ 0 },
		    "'%s' is larger than %zu bytes", path, YAML_MAX_FILE);
	return diag_report(d, DIAG_IO, (struct span){ 0 },
	    "cannot read '%s': %s", path,
	    errno == EINVAL ? "not a regular file" : strerror(errno));
}

static bool
read_file(struct reading *r, const struct files *f, const char *path,
    const char *shown, bool beside)
{
	struct str text;

	if (!files_read(r->a, f, path, YAML_MAX_FILE, &text))
		return report_file(r->d, shown);
	return reading_add(r, source_new(r->a, shown, text), beside);
}

/* A directory or revision without sources. */
static bool
read_tree(struct arena *a, struct diag *d, const struct files *f,
    const struct str *path, size_t n, struct model *out)
{
	struct reading r = { .a = a, .d = d, .out = out };
	bool ok = true, any = false;

	for (size_t i = 0; i < n; i++) {
		char *one = str_cstr(a, path[i]);

		if (!str_is(path[i], "figures.json") &&
		    !str_ends(path[i], STR("/figures.json")))
			continue;
		any = true;
		ok &= read_file(&r, f, one, files_path(a, f, one), true);
	}
	if (!any) {
		diag_report(d, DIAG_NOT_SITE, (struct span){ 0 },
		    "'%s' holds no site", f->dir);
		diag_hint(d,
		    "a site has pricing/ and content/, or the "
		    "figures.json files of a build");
		return false;
	}
	if (ok)
		reading_finish(&r);
	return ok;
}

static bool
load_directory(struct arena *a, struct diag *d, const struct project_options *o,
    const char *dir, struct model *out)
{
	struct project_options own = *o;
	struct files f = { .dir = dir };
	struct str *path;
	size_t n;

	own.dir = dir;
	if (files_is_dir(a, &f, "pricing") || files_is_dir(a, &f, "content"))
		return load_sources(a, d, &own, out);
	path = file_walk(a, dir, &n);
	if (!path)
		return report_file(d, dir);
	return read_tree(a, d, &f, path, n, out);
}

static bool
load_revision(struct arena *a, struct diag *d, const struct project_options *o,
    const char *revision, struct model *out)
{
	struct project_options own = *o;
	struct fileset *held = arena_new(a, struct fileset);
	struct files f = { .dir = revision, .held = held };
	struct str *path;
	size_t n = 0;

	if (!revision_read(a, d, o->dir, str_of(revision), held))
		return false;
	own.dir = revision;
	own.held = held;
	if (files_is_dir(a, &f, "pricing") || files_is_dir(a, &f, "content"))
		return load_sources(a, d, &own, out);
	path = arena_array(a, struct str, held->file.n + 1);
	for (size_t i = 0; i < held->file.n; i++)
		path[n++] = held->file.entry[i].key;
	return read_tree(a, d, &f, path, n, out);
}

static bool
load_file(struct arena *a, struct diag *d, const char *path, struct model *out)
{
	struct reading r = { .a = a, .d = d, .out = out };
	struct files f = { .dir = "." };
	bool ok = read_file(&r, &f, path, path, false);

	if (ok)
		reading_finish(&r);
	return ok;
}

bool
model_load(struct arena *a, struct diag *d, const struct project_options *o,
    const char *operand, struct model *out)
{
	*out = (struct model){ 0 };
	out->name = operand ? str_of(operand) : STR("the work tree");
	if (!operand)
		return load_directory(a, d, o, o->dir, out);
	if (file_is_dir(operand))
		return load_directory(a, d, o, operand, out);
	if (file_exists(operand))
		return load_file(a, d, operand, out);
	return load_revision(a, d, o, operand, out);
}

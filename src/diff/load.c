#include "diff/load.h"

#include <errno.h>
#include <string.h>

#include "data/yaml.h"
#include "diff/gather.h"
#include "diff/read.h"
#include "diff/revision.h"

static bool
load_sources(struct arena *a, struct diag *d, const struct project_options *o,
    const struct model *asked, struct model *out)
{
	struct project *p = arena_new(a, struct project);
	bool ok = project_open(p, a, d, o);

	ok &= project_load_guides(p, (struct str){ 0 });
	return ok && gather(a, d, p, asked, out);
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

/* A directory or revision without sources: its figures.json, and those of
 * the directories in it. */
static bool
read_tree(
    struct arena *a, struct diag *d, const struct files *f, struct model *out)
{
	struct reading r = { .a = a, .d = d, .out = out };
	bool ok = true, any = false;
	struct str *name;
	size_t n = 0;

	name = files_list(a, f, ".", &n);
	if (!name && errno != ENOENT)
		return report_file(d, f->dir);
	for (size_t i = 0; i < n; i++) {
		char *path = str_cstr(a, name[i]);

		if (!str_is(name[i], "figures.json"))
			path = file_join(a, path, "figures.json");
		if (!files_has(a, f, path))
			continue;
		any = true;
		ok &= read_file(&r, f, path, files_path(a, f, path), true);
	}
	if (any && ok)
		reading_finish(&r);
	if (any)
		return ok;
	diag_report(
	    d, DIAG_NOT_SITE, (struct span){ 0 }, "'%s' holds no site", f->dir);
	diag_hint(d,
	    "a site has pricing/ and content/, or the figures.json "
	    "files of a build");
	return false;
}

/* A tree of files, which are in `held` where that is not NULL. */
static bool
load_tree(struct arena *a, struct diag *d, const struct project_options *o,
    const char *dir, const struct fileset *held, const struct model *asked,
    struct model *out)
{
	struct project_options own = *o;
	struct files f = { .dir = dir, .held = held };

	own.dir = dir;
	own.held = held;
	if (files_is_dir(a, &f, "pricing") || files_is_dir(a, &f, "content"))
		return load_sources(a, d, &own, asked, out);
	return read_tree(a, d, &f, out);
}

static bool
load_revision(struct arena *a, struct diag *d, const struct project_options *o,
    const char *revision, const struct model *asked, struct model *out)
{
	struct fileset *held = arena_new(a, struct fileset);

	return revision_read(a, d, o->dir, str_of(revision), held) &&
	    load_tree(a, d, o, revision, held, asked, out);
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
operand_is_file(const char *operand)
{
	return operand && !file_is_dir(operand) && file_exists(operand);
}

bool
model_load(struct arena *a, struct diag *d, const struct project_options *o,
    const char *operand, const struct model *asked, struct model *out)
{
	*out = (struct model){ 0 };
	out->name = operand ? str_of(operand) : STR("the work tree");
	if (!operand)
		return load_tree(a, d, o, o->dir, NULL, asked, out);
	if (file_is_dir(operand))
		return load_tree(a, d, o, operand, NULL, asked, out);
	if (operand_is_file(operand))
		return load_file(a, d, operand, out);
	return load_revision(a, d, o, operand, asked, out);
}

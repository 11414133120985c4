#include "site/templates.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"

#define MAX_ASSET PROJECT_MAX_FILE

/* Names of assets are parts of addresses. */
static bool
check_name(struct project *p, struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_')
			continue;
		return diag_report(p->d, DIAG_SLUG, (struct span){ 0 },
		    "the file 'templates/%.*s' has a character in its name "
		    "that an address may not have",
		    STR_ARG(name));
	}
	return true;
}

static bool
load_asset(struct project *p, struct str name, const struct source *s,
    struct page_files *assets)
{
	struct page_file file = {
		str_printf(p->a, "assets/%.*s", STR_ARG(name)), s->text
	};

	if (!check_name(p, name))
		return false;
	arena_push(p->a, assets->file, assets->n, assets->cap, file);
	return true;
}

static bool
load_template(struct project *p, struct str name, const struct source *s,
    struct mustache_set *set)
{
	struct mustache *m = mustache_compile(p->a, p->d, s);

	if (m)
		mustache_add(p->a, set, name, m);
	return m != NULL;
}

bool
templates_load(
    struct project *p, struct mustache_set *set, struct page_files *assets)
{
	char *dir = file_join(p->a, p->dir, "templates");
	struct str suffix = STR(".mustache");
	size_t n;
	struct str *name = file_list(p->a, dir, &n);
	bool ok = true;

	if (!name)
		return diag_report(p->d, DIAG_IO, (struct span){ 0 },
		    "cannot read '%s': %s", dir, strerror(errno));
	for (size_t i = 0; i < n; i++) {
		char *path = file_join(p->a, "templates", name[i].p);
		struct source *s;

		if (name[i].p[0] == '.' ||
		    file_is_dir(file_join(p->a, p->dir, path)))
			continue;
		s = project_read(p, path, MAX_ASSET);
		if (!s)
			ok = false;
		else if (str_ends(name[i], suffix))
			ok &= load_template(p,
			    str_sub(name[i], 0, name[i].n - suffix.n), s, set);
		else
			ok &= load_asset(p, name[i], s, assets);
	}
	return ok;
}

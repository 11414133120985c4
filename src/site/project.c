#include "site/project_int.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "data/yaml.h"

struct source *
project_read(struct project *p, const char *path, size_t max)
{
	char *full = files_path(p->a, &p->files, path);
	struct span nowhere = { 0 };
	struct str text;

	if (files_read(p->a, &p->files, path, max, &text)) {
		struct source *s = source_named(p->a, full, path, text);

		arena_push(p->a, p->source, p->nsource, p->capsource, s);
		return s;
	}
	if (errno == EFBIG)
		diag_report(p->d, DIAG_FILE_SIZE, nowhere,
		    "'%s' is larger than %zu bytes", full, max);
	else if (errno == EINVAL)
		diag_report(
		    p->d, DIAG_IO, nowhere, "'%s' is not a regular file", full);
	else
		diag_report(p->d, DIAG_IO, nowhere, "cannot read '%s': %s",
		    full, strerror(errno));
	return NULL;
}

struct source *
project_argument(struct project *p, const char *name, struct str text)
{
	return source_new(p->a, name, text);
}

bool
project_yaml(struct project *p, const char *path, struct node **out)
{
	struct source *s = project_read(p, path, YAML_MAX_FILE);

	return s && yaml_parse(p->a, p->d, span_of(s, 0, s->text.n), out);
}

struct str *
project_dir(struct project *p, const char *path, size_t *n)
{
	char *full = files_path(p->a, &p->files, path);
	struct span nowhere = { 0 };
	struct str *name = files_list(p->a, &p->files, path, n);

	if (!name)
		diag_report(p->d, DIAG_IO, nowhere, "cannot read '%s': %s",
		    full, strerror(errno));
	if (!name && errno == ENOENT)
		diag_hint(p->d,
		    "a site has pricing/, content/ and templates/; name its "
		    "directory with -C");
	return name;
}

/* A price file of that name.  One that cannot be read is kept as a service with
 * mistakes: what asks for it is then not reported as well. */
static bool
load_price_file(struct project *p, struct str name)
{
	char *path = file_join(p->a, "pricing", str_cstr(p->a, name));
	struct source *s = project_read(p, path, YAML_MAX_FILE);
	struct str stem = str_sub(name, 0, name.n - 5);
	struct node *root;

	if (s && yaml_parse(p->a, p->d, span_of(s, 0, s->text.n), &root))
		return catalog_add(&p->catalog, p->d, root, stem);
	if (!s)
		s = source_new(p->a, path, STR(""));
	catalog_add_broken(&p->catalog, stem, span_of(s, 0, 0));
	return false;
}

static bool
load_prices(struct project *p)
{
	size_t n, nservice = 0;
	struct str *name = project_dir(p, "pricing", &n);
	struct span nowhere = { 0 };
	bool ok = name != NULL;

	for (size_t i = 0; name && i < n; i++) {
		if (!str_ends(name[i], STR(".yaml")) || name[i].p[0] == '.')
			continue;
		nservice++;
		ok &= load_price_file(p, name[i]);
	}
	if (ok && nservice == 0)
		return diag_report(p->d, DIAG_IO, nowhere,
		    "there is no price file in '%s/pricing'", p->dir);
	return ok;
}

/* Where the site is published; 404.html is shown at any address. */
static void
load_path(struct project *p, struct fields *f)
{
	const struct node *n = field_find(f, "path");

	p->path = STR("/");
	if (!n || !field_text(f, "path", &p->path))
		return;
	if (!str_starts(p->path, STR("/")) || !str_ends(p->path, STR("/")) ||
	    str_starts(p->path, STR("//")))
		f->ok = diag_report(p->d, DIAG_SITE_PATH, n->at,
		    "the site's path '%.*s' does not start and end with one "
		    "'/'",
		    STR_ARG(p->path));
}

static bool
load_site(struct project *p, bool partial)
{
	const struct node *n;
	struct node *root;
	struct fields f;

	if (!project_yaml(p, "content/site.yaml", &root))
		return false;
	fields_begin(&f, p->a, p->d, root, "site.yaml");
	field_text_required(&f, "title", &p->title);
	field_text(&f, "description", &p->description);
	load_path(p, &f);
	market_load(&p->market, &f, &p->catalog);
	n = field_find(&f, "stale");
	if (n && !stale_load(&p->stale, p->a, p->d, n, &p->catalog, partial))
		f.ok = false;
	return fields_end(&f);
}

/* --price KEY=VALUE */
static bool
try_prices(struct project *p, const struct project_options *o)
{
	bool ok = true;

	for (size_t i = 0; i < o->nprice; i++) {
		struct source *s = project_argument(p, "--price", o->price[i]);
		struct span at = span_of(s, 0, s->text.n);
		struct str key, value;

		if (!str_cut(o->price[i], '=', &key, &value)) {
			ok = diag_report(p->d, DIAG_USAGE, at,
			    "a price to try is KEY=VALUE");
			continue;
		}
		if (!catalog_set_price(&p->catalog, p->d, str_trim(key),
			span_sub(at, 0, key.n), str_trim(value),
			span_sub(at, key.n + 1, at.to)))
			ok = false;
	}
	return ok;
}

/* "acme=north" of --region */
static bool
set_vendor_region(
    struct project *p, struct market *m, struct span at, struct str part)
{
	struct str vendor, region;
	struct span value;

	if (!str_cut(part, '=', &vendor, &region) || !vendor.n || !region.n)
		return diag_report(p->d, DIAG_USAGE, at,
		    "'--region' is REGION or VENDOR=REGION,...");
	value = span_sub(at, vendor.n + 1, part.n);
	at = span_sub(at, 0, vendor.n);
	if (map_find(&m->vendor, vendor))
		return diag_report(p->d, DIAG_USAGE, at,
		    "the vendor '%.*s' has a region already", STR_ARG(vendor));
	market_set_vendor(m, p->a, vendor, region);
	return catalog_check_vendor(&p->catalog, p->d, at, vendor) &&
	    catalog_check_region(&p->catalog, p->d, value, vendor, region);
}

/* "north" or "acme=north,other=south" */
static bool
set_region(struct project *p, struct market *m, struct str text)
{
	struct source *s = project_argument(p, "--region", text);
	struct span all = span_of(s, 0, text.n);
	bool ok = true;

	market_set_region(m, STR(""));
	if (text.n && str_find(text, STR("="), 0) == SIZE_MAX) {
		market_set_region(m, text);
		return catalog_check_region(
		    &p->catalog, p->d, all, STR(""), text);
	}
	for (size_t from = 0, to; from <= text.n; from = to + 1) {
		to = str_find(text, STR(","), from);
		to = to == SIZE_MAX ? text.n : to;
		ok &= set_vendor_region(
		    p, m, span_sub(all, from, to), str_sub(text, from, to));
	}
	return ok;
}

/* Read once, before there are guides: a mistake is then said once, and points
 * at what is there for as long as the project. */
static bool
load_told(struct project *p)
{
	const struct project_options *o = p->options;
	struct market *m = &p->told;
	struct source *s;
	bool ok = true;

	*m = p->market;
	if (o->region.p)
		m->broken = !set_region(p, m, o->region);
	ok &= !m->broken;
	if (o->free_tier.p) {
		s = project_argument(p, "--free-tier", o->free_tier);
		ok &= market_load_free(
		    m, p->d, span_of(s, 0, s->text.n), o->free_tier);
	}
	if (o->month.p) {
		s = project_argument(p, "--month", o->month);
		ok &= market_load_month(
		    m, p->a, p->d, span_of(s, 0, s->text.n), o->month);
	}
	return ok;
}

void
project_apply_options(const struct project *p, struct market *m)
{
	const struct project_options *o = p->options;

	if (o->region.p) {
		m->region = p->told.region;
		m->vendor = p->told.vendor;
		m->broken = p->told.broken;
	}
	if (o->free_tier.p)
		m->free = p->told.free;
	if (o->month.p)
		m->month = p->told.month;
}

bool
project_open(struct project *p, struct arena *a, struct diag *d,
    const struct project_options *o)
{
	bool ok, told;

	*p = (struct project){ .a = a, .d = d, .dir = o->dir, .options = o };
	p->files = (struct files){ o->dir, o->held };
	p->market.month = rat_int(730 * 3600);
	stale_init(&p->stale);
	catalog_init(&p->catalog, a);
	ok = load_prices(p);
	ok &= load_site(p, !ok);
	terms_init(&p->terms, a, &p->catalog);
	told = load_told(p);
	project_apply_options(p, &p->market);
	return ok && try_prices(p, o) && told;
}

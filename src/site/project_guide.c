/*
 * The guides of a project.  A site is built of guides that are listed first, by
 * their front matter, and loaded one by one; all of them together could be more
 * than fits into memory.
 */
#include "site/project_int.h"

#include <stdlib.h>

#include "base/file.h"
#include "data/yaml.h"
#include "site/front.h"
#include "view/pages.h"

/* The YAML between two lines of `---` at the top of a text, whose body is what
 * comes behind them. */
static bool
find_front_matter(struct project *p, struct page *page, struct span *out)
{
	const struct source *s = page->markdown;
	struct str text = s->text;
	size_t start = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0, line = 2;

	page->body = start;
	if (!str_starts(str_from(text, start), STR("---\n")) &&
	    !str_starts(str_from(text, start), STR("---\r\n")))
		return diag_report(p->d, DIAG_FRONT_MATTER,
		    span_of(s, start, start + 1),
		    "a guide starts with front matter: '---', 'title: ...', "
		    "'---'");
	while (line <= s->nline && !str_is(source_line(s, line), "---"))
		line++;
	if (line > s->nline)
		return diag_report(p->d, DIAG_FRONT_MATTER, span_of(s, 0, 3),
		    "the front matter is not closed");
	page->body = line < s->nline ? s->line[line] : text.n;
	*out = span_of(s, s->line[1], s->line[line - 1]);
	return true;
}

static bool
read_front_matter(struct project *p, struct page *page)
{
	struct span yaml;
	struct node *root = NULL;
	const struct node *n;
	struct unit_env env = { 0 };
	struct unit one = unit_one();
	struct qty order;
	struct fields f;

	page->title = page->id;
	if (!find_front_matter(p, page, &yaml) ||
	    !yaml_parse(p->a, p->d, yaml, &root))
		return false;
	fields_begin(&f, p->a, p->d, root, "front matter");
	field_text_required(&f, "title", &page->title);
	field_text_required(&f, "description", &page->description);
	field_text(&f, "author", &page->author);
	field_text(&f, "status", &page->status);
	n = field_find(&f, "reviewed");
	if (n && !node_date(p->d, n, &page->reviewed))
		f.ok = false;
	n = field_find(&f, "order");
	if (n) {
		if (node_qty(p->a, p->d, n, &env, &one, &order))
			page->order = rat_to_int(order.n, 0);
		else
			f.ok = false;
	}
	return fields_end(&f);
}

static char *
folder(struct project *p, struct str id)
{
	return file_join(p->a, "content", str_cstr(p->a, id));
}

static bool
read_text(struct project *p, const char *dir, struct page *page)
{
	page->yaml_path = file_join(p->a, dir, "guide.yaml");
	page->markdown = project_read(
	    p, file_join(p->a, dir, "index.md"), PROJECT_MAX_MARKDOWN);
	return page->markdown != NULL;
}

/* All pages of a site are made of one version of each file. */
static bool
is_as_listed(struct project *p, struct page *page)
{
	struct source *s = page->markdown;

	if (hash_eq(hash_of(s->text), page->seen))
		return true;
	page->markdown = NULL;
	diag_report(p->d, DIAG_IO, (struct span){ 0 },
	    "'%s' was changed while the site was built", s->name);
	diag_hint(p->d, "build again");
	return false;
}

/* The text and what stands at its top. */
static bool
load_front(struct project *p, const char *dir, struct str id, struct page *page)
{
	*page = (struct page){ .id = id, .title = id };
	if (!read_text(p, dir, page))
		return false;
	page->seen = hash_of(page->markdown->text);
	return read_front_matter(p, page);
}

/* The data beside the text. */
static bool
load_data(struct project *p, const struct terms *terms,
    const struct market *market, struct page *page)
{
	struct node *root;

	if (!files_has(p->a, &p->files, page->yaml_path)) {
		/* A guide that computes nothing needs no guide.yaml. */
		root = node_map(p->a);
	} else if (!project_yaml(p, page->yaml_path, &root)) {
		page->unread = true;
		return false;
	}
	return guide_load(
	    &page->guide, p->a, p->d, terms, market, page->id, root);
}

bool
project_page(struct project *p, const char *dir, struct str id,
    const struct terms *terms, const struct market *market, struct page *page)
{
	bool ok = load_front(p, dir, id, page);

	return load_data(p, terms, market, page) && ok;
}

static bool
load_guide_data(struct project *p, struct page *page)
{
	bool ok = load_data(p, &p->terms, &p->market, page);

	if (page->unread)
		return false;
	project_apply_options(p, &page->guide.market);
	page->guide.lacks |= page->guide.market.broken;
	for (size_t i = 0; i < page->guide.nscenario; i++) {
		struct scenario *s = &page->guide.scenario[i];

		project_apply_options(p, &s->market);
		workload_set_value(
		    s->workload, p->terms.hours_slot, s->market.month);
	}
	return ok;
}

static bool
load_page(struct project *p, struct str id, struct page *page)
{
	bool ok = load_front(p, folder(p, id), id, page);

	return load_guide_data(p, page) && ok;
}

bool
project_read_guide(struct project *p, struct page *page)
{
	return read_text(p, folder(p, page->id), page);
}

bool
project_load_guide(struct project *p, struct page *page)
{
	bool ok = project_read_guide(p, page) && is_as_listed(p, page);

	return load_guide_data(p, page) && ok;
}

/* A folder's name is part of addresses. */
static bool
is_slug(struct str id)
{
	bool good = id.n > 0 && id.n <= 100;

	for (size_t i = 0; i < id.n && good; i++) {
		char c = id.p[i];
		bool dash =
		    c == '-' && i > 0 && i + 1 < id.n && id.p[i - 1] != '-';

		good = dash || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
	}
	return good;
}

static bool
check_slug(struct project *p, struct str id)
{
	if (is_slug(id))
		return true;
	return diag_report(p->d, DIAG_SLUG, (struct span){ 0 },
	    "the guide's folder 'content/%.*s' is not a name of lower case "
	    "letters, digits and single dashes",
	    STR_ARG(id));
}

bool
project_front(
    struct project *p, struct arena *a, struct str id, struct page *page)
{
	struct arena scratch = { 0 };
	struct diag unsaid = { .arena = &scratch };
	struct project q = *p;
	struct front front;
	bool ok;

	q.a = &scratch;
	q.d = &unsaid;
	q.source = NULL;
	q.nsource = q.capsource = 0;
	ok = is_slug(id) && load_front(&q, folder(&q, id), id, page) &&
	    !unsaid.n;
	if (ok) {
		front = front_of(page);
		front = front_copy(a, &front);
		*page = front_page(&front, id);
	}
	arena_clear(&scratch);
	return ok;
}

/* What is listed of a guide; its text goes, unless something in it has to be
 * shown. */
static bool
list_page(struct project *p, struct str id, struct page *page)
{
	return project_front(p, p->a, id, page) ||
	    load_front(p, folder(p, id), id, page);
}

static int
compare_pages(const void *pa, const void *pb)
{
	const struct page *a = pa, *b = pb;

	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return str_cmp(a->id, b->id);
}

static bool
unknown_guide(
    struct project *p, struct str id, const struct str *name, size_t n)
{
	struct source *s = project_argument(p, "--guide", id);

	diag_report(p->d, DIAG_GUIDE_UNKNOWN, span_of(s, 0, s->text.n),
	    "there is no guide '%.*s'", STR_ARG(id));
	if (name)
		diag_nearest(p->d, id, name, n);
	return false;
}

typedef bool (*page_loader)(
    struct project *p, struct str id, struct page *page);

static bool
is_dir(struct project *p, struct str id)
{
	struct arena_mark mark = arena_mark(p->a);
	bool dir = files_is_dir(p->a, &p->files, folder(p, id));

	arena_rewind(p->a, mark);
	return dir;
}

static bool
recall(struct project *p, struct str id, struct page *page)
{
	struct arena a = { 0 };
	bool known = p->recall &&
	    p->recall(p->recall_ctx,
		files_path(&a, &p->files, file_join(&a, "content", id.p)), id,
		page);

	arena_clear(&a);
	return known;
}

/* All guides, or the one with that id, in the order of the site. */
static bool
each_guide(struct project *p, struct str only, page_loader load)
{
	size_t n, found = 0;
	struct str *name = project_dir(p, "content", &n);
	bool ok = name != NULL, *known;

	p->page = arena_array(p->a, struct page, name ? n + 1 : 1);
	known = arena_array(p->a, bool, name ? n + 1 : 1);
	for (size_t i = 0; name && i < n; i++)
		if (name[i].p[0] != '.' && (!only.n || str_eq(only, name[i])))
			name[found++] = name[i];
	for (size_t i = 0; i < found; i++)
		known[i] = recall(p, name[i], &p->page[i]);
	if (p->ahead)
		p->ahead(p->ahead_ctx, name, p->page, known, found);
	for (size_t i = 0; i < found; i++) {
		struct page *page = &p->page[p->npage];

		if (known[i]) {
			*page = p->page[i];
			p->npage++;
		} else if (is_dir(p, name[i])) {
			ok &= check_slug(p, name[i]);
			ok &= load(p, name[i], page);
			p->npage++;
		}
	}
	if (only.n && !p->npage)
		return unknown_guide(p, only, name, n);
	if (p->npage)
		qsort(p->page, p->npage, sizeof(*p->page), compare_pages);
	for (size_t i = 0; i < p->npage; i++) {
		p->page[i].place = i;
		p->page[i].featured = i < PAGES_FEATURED;
	}
	return ok;
}

bool
project_load_guides(struct project *p, struct str only)
{
	return each_guide(p, only, load_page);
}

bool
project_list_guides(struct project *p)
{
	return each_guide(p, (struct str){ 0 }, list_page);
}

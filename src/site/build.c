#include "site/build.h"

#include "site/arithmetic.h"
#include "site/crew.h"
#include "site/relay.h"
#include "site/templates.h"
#include "view/anchor.h"

/* A build, as its workers know it too. */
struct builder {
	struct project *p;
	const struct sink *sink;
	struct mustache_set templates;
	struct page_files assets;
	struct site site;
	struct arithmetic example;
	struct page_output *made; /* of each page, but for its files */
	size_t nmade; /* the guides and, behind them, the page on arithmetic */
	struct map guide; /* by id, to page_output */
	struct map file;  /* any other, to its bytes */
	struct relay relay;
	bool ok;
};

/* The guides are listed. */
static bool
load_site(struct builder *b)
{
	struct project *p = b->p;
	bool ok = templates_load(p, &b->templates, &b->assets);

	b->site = (struct site){ .title = p->title,
		.description = p->description,
		.path = p->path,
		.catalog = &p->catalog,
		.market = &p->market,
		.page = p->page,
		.npage = p->npage,
		.full_text = p->npage <= PAGES_FULL_TEXT,
		.templates = &b->templates };
	b->made = arena_array(p->a, struct page_output, p->npage + 1);
	b->nmade = p->npage;
	if (!arithmetic_exists(p))
		return ok;
	b->site.example = &b->example.catalog;
	b->site.arithmetic = &b->made[b->nmade++];
	return arithmetic_load(p, &b->example) && ok;
}

static bool
put(struct builder *b, struct diag *d, struct buf *answer, struct str path,
    struct str bytes)
{
	struct output out = { path, bytes };
	struct buf said = { 0 };
	bool ok = b->sink->put(b->sink->ctx, d, &out, &said);

	if (ok) {
		pack_u64(answer, 1);
		pack_str(answer, path);
		pack_str(answer, buf_view(&said));
	}
	buf_free(&said);
	return ok;
}

/* The files of a guide, each with a 1 before it, and a 0 behind the last. */
static bool
put_guide(struct builder *b, struct project *p, struct str id,
    const struct page_output *out, struct buf *answer)
{
	struct str html = str_printf(p->a, "%.*s/index.html", STR_ARG(id));
	struct str md = str_printf(p->a, "%.*s/index.md", STR_ARG(id));
	struct str json = str_printf(p->a, "%.*s/figures.json", STR_ARG(id));

	return put(b, p->d, answer, html, out->html) &&
	    put(b, p->d, answer, md, out->markdown) &&
	    put(b, p->d, answer, json, out->figures);
}

static const struct page *
page_at(const struct builder *b, size_t i)
{
	return i < b->p->npage ? &b->p->page[i] : &b->example.page;
}

/* Pages of a site with mistakes are compiled to find theirs too. */
static bool
compile(struct builder *b, struct project *p, struct page *page,
    struct page_output *out)
{
	bool ok = page->apart || project_load_guide(p, page);

	return page->markdown &&
	    page_compile(p->a, p->d, &b->site, page, out) && ok;
}

/* In a worker: a guide with an arena and messages of its own, which go. */
static bool
work(void *ctx, size_t i, struct buf *answer)
{
	struct builder *b = ctx;
	struct arena scratch = { 0 };
	struct diag d = { .arena = &scratch };
	struct project p = *b->p;
	struct page page = *page_at(b, i);
	struct page_output out = { 0 };
	struct buf files = { 0 };
	bool made, ok;

	p.a = &scratch;
	p.d = &d;
	p.nsource = 0;
	p.source = NULL;
	p.capsource = 0;
	made = compile(b, &p, &page, &out);
	/* Once there is a mistake nothing is published. */
	ok = !made || !b->ok || !b->sink ||
	    put_guide(b, &p, page.id, &out, &files);
	pack_u64(&files, 0);
	relay_pack(answer, &d, p.source, p.nsource);
	pack_u64(answer, made && ok);
	buf_str(answer, buf_view(&files));
	pack_str(answer, out.entry);
	pack_str(answer, out.search);
	pack_str(answer, out.anchors);
	buf_free(&files);
	arena_clear(&scratch);
	return ok;
}

static bool
note(struct builder *b, struct str path, struct str said)
{
	if (b->sink->note(b->sink->ctx, path, said))
		return true;
	return diag_report(b->p->d, DIAG_PAGE_DUPLICATE, (struct span){ 0 },
	    "two files of the site have the address '%.*s'", STR_ARG(path));
}

static void
take(void *ctx, size_t i, struct str answer)
{
	struct builder *b = ctx;
	struct unpack u = unpack_of(answer);
	bool ok = relay_unpack(&b->relay, &u);

	ok &= unpack_u64(&u) == 1;
	while (unpack_u64(&u)) {
		struct str path = unpack_str(&u);

		ok &= note(b, path, unpack_str(&u));
	}
	b->made[i].entry = str_copy(b->p->a, unpack_str(&u));
	b->made[i].search = str_copy(b->p->a, unpack_str(&u));
	b->made[i].anchors = str_copy(b->p->a, unpack_str(&u));
	b->ok &= ok && u.ok;
}

/* The pages that are no guide's, and what is only copied. */
static bool
put_files(struct builder *b, struct page_files *files)
{
	bool ok = true;

	for (size_t i = 0; ok && i < files->n; i++) {
		struct page_file *f = &files->file[i];
		struct output out = { f->path, f->bytes };
		struct buf said = { 0 };

		map_put(&b->file, b->p->a, f->path, &f->bytes);
		ok = b->sink->put(b->sink->ctx, b->p->d, &out, &said) &&
		    note(b, out.path, buf_view(&said));
		buf_free(&said);
	}
	return ok;
}

static const struct page_output *
find_guide(const struct builder *b, struct str path)
{
	struct str id, rest;

	if (!str_cut(path, '/', &id, &rest) ||
	    (!str_is(rest, "index.html") && !str_is(rest, "index.md") &&
		!str_is(rest, "figures.json")))
		return NULL;
	return map_find(&b->guide, id);
}

static bool
find(void *ctx, struct str path, struct str id)
{
	const struct builder *b = ctx;
	const struct page_output *guide = find_guide(b, path);
	const struct str *bytes = map_find(&b->file, path);
	struct arena a = { 0 };
	bool found;

	if (!id.n)
		return guide || bytes;
	found = guide ? anchors_have(guide->anchors, id)
		      : bytes && anchors_have(anchors_of(&a, *bytes), id);
	arena_clear(&a);
	return found;
}

/* Says where links are broken; the guide's text is read again for that. */
static void
report_links(struct builder *b, size_t i)
{
	struct page page = *page_at(b, i);

	if (!page.apart)
		project_read_guide(b->p, &page);
	pages_links(b->p->d, &b->site, &page, b->made[i].entry, find, b);
}

static bool
check_links(struct builder *b)
{
	struct project *p = b->p;
	bool ok = true;

	for (size_t i = 0; i < b->nmade; i++)
		map_put(&b->guide, p->a, page_at(b, i)->id, &b->made[i]);
	for (size_t i = 0; i < b->nmade; i++) {
		struct arena a = { 0 };
		struct diag d = { .arena = &a };

		if (!pages_links(&d, &b->site, page_at(b, i), b->made[i].entry,
			find, b)) {
			report_links(b, i);
			ok = false;
		}
		arena_clear(&a);
	}
	return ok;
}

bool
build_site(struct project *p, const struct sink *sink, size_t workers)
{
	struct builder b = { .p = p, .sink = sink, .relay = { .p = p } };
	struct crew crew = { &b, work, take };
	struct page_files pages = { 0 };

	b.ok = project_list_guides(p);
	b.ok &= load_site(&b);
	if (!crew_run(p->d, &crew, workers, b.nmade) || !b.ok || !sink)
		return false;
	return pages_make(p->a, p->d, &b.site, b.made, &pages) &&
	    put_files(&b, &b.assets) && put_files(&b, &pages) &&
	    check_links(&b);
}

bool
build_guide(struct project *p, struct page *page, struct page_output *out)
{
	struct builder b = { .p = p };
	bool ok = load_site(&b);

	return compile(&b, p, page, out) && ok;
}

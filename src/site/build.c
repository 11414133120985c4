#include "site/build.h"

#include "site/build_int.h"
#include "site/cache.h"
#include "site/crew.h"
#include "site/templates.h"

/* What all guides share. */
static bool
load_shared(struct builder *b)
{
	struct project *p = b->p;
	bool ok = templates_load(p, &b->templates, &b->assets);

	if (arithmetic_exists(p)) {
		b->site.example = &b->example.catalog;
		ok &= arithmetic_load(p, &b->example);
	}
	keys_init(&b->keys, p);
	return ok;
}

/* The guides are listed. */
static void
begin_site(struct builder *b)
{
	struct project *p = b->p;

	b->site.title = p->title;
	b->site.description = p->description;
	b->site.path = p->path;
	b->site.catalog = &p->catalog;
	b->site.market = &p->market;
	b->site.page = p->page;
	b->site.npage = p->npage;
	b->site.full_text = p->npage <= PAGES_FULL_TEXT;
	b->site.templates = &b->templates;
	b->nmade = p->npage;
	b->made = arena_array(p->a, struct page_output, p->npage + 1);
	b->stowed = arena_array(p->a, struct stowed, p->npage + 1);
	b->kept = arena_array(p->a, struct kept *, p->npage + 1);
	b->before = arena_array(p->a, struct kept *, p->npage + 1);
	b->clean = arena_array(p->a, bool, p->npage + 1);
	b->todo = arena_array(p->a, size_t, p->npage + 1);
	if (b->site.example)
		b->site.arithmetic = &b->made[b->nmade++];
}

const struct page *
builder_page(const struct builder *b, size_t i)
{
	return i < b->p->npage ? &b->p->page[i] : &b->example.page;
}

/* Pages of a site with mistakes are compiled to find theirs too; not where all
 * that they name would be unknown. */
static bool
compile(struct builder *b, struct project *p, struct page *page,
    struct page_output *out)
{
	bool ok = page->apart || project_load_guide(p, page);

	return page->markdown && !page->guide.lacks &&
	    page_compile(p->a, p->d, &b->site, page, out) && ok;
}

/* A page while a worker makes it: memory and messages of its own, which go. */
struct job {
	struct arena scratch;
	struct diag d;
	struct project p;
	struct page page;
	struct page_output out;
	bool made;
};

static void
job_begin(struct job *j, const struct builder *b, size_t i)
{
	*j = (struct job){ .p = *b->p, .page = *builder_page(b, i) };
	j->d.arena = &j->scratch;
	j->p.a = &j->scratch;
	j->p.d = &j->d;
	j->p.nsource = 0;
	j->p.source = NULL;
	j->p.capsource = 0;
}

static void
job_compile(struct job *j, struct builder *b)
{
	catalog_forget(&b->p->catalog);
	j->made = compile(b, &j->p, &j->page, &j->out);
	j->out.services = keys_asked(&j->scratch, &b->p->catalog);
}

/* From the draft of the build before, if there is nothing to say: what is said
 * of a page is said by who reads its text. */
static bool
job_refill(struct job *j, struct builder *b, size_t i)
{
	job_begin(j, b, i);
	if (!build_draft(b, &j->scratch, i, &j->page))
		return false;
	job_compile(j, b);
	return j->made && !j->d.n;
}

static void
job_make(struct job *j, struct builder *b, size_t i)
{
	if (job_refill(j, b, i))
		return;
	arena_clear(&j->scratch);
	job_begin(j, b, i);
	job_compile(j, b);
}

static bool
put(struct builder *b, struct diag *d, struct buf *answer,
    const struct output *out, const struct left *was)
{
	struct buf said = { 0 };
	bool ok = b->sink->put(b->sink->ctx, d, out, was, &said);

	if (ok) {
		pack_u64(answer, 1);
		pack_str(answer, out->path);
		pack_str(answer, buf_view(&said));
	}
	buf_free(&said);
	return ok;
}

/* The files of a guide, each with a 1 before it, and a 0 behind the last. */
static bool
put_guide(struct builder *b, struct job *j, size_t i, struct buf *answer)
{
	const struct kept *was = b->before[i];
	const struct str bytes[GUIDE_FILES] = { [GUIDE_HTML] = j->out.html,
		[GUIDE_MARKDOWN] = j->out.markdown,
		[GUIDE_FIGURES] = j->out.figures };
	bool ok = true;

	for (size_t k = 0; ok && k < GUIDE_FILES; k++) {
		struct output out = { guide_path(&j->scratch, j->page.id, k),
			bytes[k] };

		ok = put(b, &j->d, answer, &out, was ? &was->file[k] : NULL);
	}
	return ok;
}

static bool
work(void *ctx, size_t i, struct buf *answer)
{
	struct builder *b = ctx;
	struct buf files = { 0 }, said = { 0 };
	struct job j;
	bool ok;

	job_make(&j, b, b->todo[i]);
	/* Once there is a mistake nothing is published. */
	ok = !j.made || !b->ok || !b->sink ||
	    put_guide(b, &j, b->todo[i], &files);
	pack_u64(&files, 0);
	pack_u64(answer, j.made && ok && !j.d.nerror);
	relay_pack(&said, &j.d, j.p.source, j.p.nsource);
	pack_str(answer,
	    j.d.nerror + j.d.nwarning ? buf_view(&said) : (struct str){ 0 });
	buf_str(answer, buf_view(&files));
	pack_str(answer, j.out.entry);
	pack_str(answer, j.out.search);
	pack_str(answer, j.out.services);
	pack_str(answer, j.out.links);
	pack_str(answer, j.out.anchors);
	pack_str(answer, cache_draft(&j.scratch, &j.out));
	buf_free(&said);
	buf_free(&files);
	arena_clear(&j.scratch);
	return ok;
}

bool
builder_note(struct builder *b, struct str path, struct str said)
{
	if (b->sink->note(b->sink->ctx, path, said))
		return true;
	return diag_report(b->p->d, DIAG_PAGE_DUPLICATE, (struct span){ 0 },
	    "two files of the site have the address '%.*s'", STR_ARG(path));
}

static struct str
take_str(struct builder *b, struct unpack *u)
{
	return str_copy(b->p->a, unpack_str(u));
}

/* What is not asked for until all guides are made. */
static void
stow(struct builder *b, size_t i, struct str links, struct str anchors,
    struct str draft)
{
	struct cache *c = b->sink ? b->sink->cache : NULL;

	if (c && cache_stow(c, links, anchors, draft, &b->stowed[i]))
		return;
	b->made[i].links = str_copy(b->p->a, links);
	b->made[i].anchors = str_copy(b->p->a, anchors);
	b->made[i].draft = str_copy(b->p->a, draft);
}

/* What there is to say of guides, in their order, for only so much is kept:
 * all, or what no guide before can come between. */
static void
say(struct builder *b, bool all)
{
	for (; b->nsaid < b->ntodo && (all || b->taken[b->nsaid]); b->nsaid++) {
		struct buf *said = &b->said[b->nsaid];
		struct unpack u = unpack_of(buf_view(said));

		if (said->n)
			relay_unpack(&b->relay, &u);
		buf_free(said);
	}
}

static void
take(void *ctx, size_t i, struct str answer)
{
	struct builder *b = ctx;
	struct unpack u = unpack_of(answer);
	struct page_output *made = &b->made[b->todo[i]];
	bool ok = unpack_u64(&u) == 1;
	struct str said = unpack_str(&u), links, anchors;

	b->clean[b->todo[i]] = !said.n;
	b->taken[i] = true;
	if (said.n)
		buf_str(&b->said[i], said);
	say(b, false);
	while (unpack_u64(&u)) {
		struct str path = unpack_str(&u);

		ok &= builder_note(b, path, unpack_str(&u));
	}
	made->entry = take_str(b, &u);
	made->search = take_str(b, &u);
	made->services = take_str(b, &u);
	links = unpack_str(&u);
	anchors = unpack_str(&u);
	stow(b, b->todo[i], links, anchors, unpack_str(&u));
	b->ok &= ok && u.ok;
}

static void
list_guides(struct builder *b)
{
	struct project *p = b->p;

	if (b->sink && b->sink->cache) {
		p->recall = cache_recall;
		p->recall_ctx = b->sink->cache;
	}
	p->ahead = build_list;
	p->ahead_ctx = b;
	b->ok &= project_list_guides(p);
	begin_site(b);
}

/* Makes what was not found as it should be. */
static bool
make_guides(struct builder *b)
{
	struct crew crew = { b, work, take };
	bool done;

	build_recall(b);
	b->said = arena_array(b->p->a, struct buf, b->ntodo + 1);
	b->taken = arena_array(b->p->a, bool, b->ntodo + 1);
	if (b->ntodo && b->sink && b->sink->prepare &&
	    !b->sink->prepare(b->sink->ctx))
		return false;
	done = crew_run(b->p->d, &crew, b->workers, b->ntodo);
	say(b, true);
	return done && b->ok;
}

bool
build_site(struct project *p, const struct sink *sink, size_t workers)
{
	/* The cache is told of its pages, and looks at them at the end. */
	struct builder *b = arena_new(p->a, struct builder);

	*b = (struct builder){
		.p = p, .sink = sink, .relay = { .p = p }, .workers = workers
	};
	b->ok = load_shared(b);
	list_guides(b);
	if (!make_guides(b) || !sink || !build_pages(b) || !build_links(b) ||
	    p->d->nerror)
		return false;
	build_remember(b);
	return true;
}

bool
build_guide(struct project *p, struct page *page, struct page_output *out)
{
	struct builder b = { .p = p };
	bool ok = load_shared(&b);

	begin_site(&b);
	return compile(&b, p, page, out) && ok;
}

/*
 * A page filled in again without a parse.
 *
 * What is between the gaps of the HTML is that of the compile; the Markdown is
 * the source with the edits of the compile, those of tags and blocks with their
 * new texts.
 */
#include "base/hash.h"
#include "base/pack.h"
#include "markdown/markdown_int.h"
#include "text/escape.h"

void
gap_end(struct doc *doc, struct gap gap, size_t from, size_t edit)
{
	gap.at = from;
	gap.n = doc->html.n - from;
	arena_push(doc->a, doc->gap, doc->ngap, doc->capgap, gap);
	if (edit && !doc->edit[edit - 1].gap)
		doc->edit[edit - 1].gap = doc->ngap;
}

static void
pack_span(struct buf *b, struct span at)
{
	pack_size(b, at.from);
	pack_size(b, at.to - at.from);
}

static struct span
unpack_span(struct unpack *u, const struct doc *doc)
{
	size_t from = unpack_size(u), n = unpack_size(u);
	size_t all = doc->src->text.n;

	if (from < doc->from || from > all || n > all - from) {
		u->ok = false;
		from = n = 0;
	}
	return span_of(doc->src, from, from + n);
}

static struct str
text_of(struct span at)
{
	return str_sub(at.src->text, at.from, at.to);
}

static void
pack_gap(struct buf *b, const struct doc *doc, const struct gap *g)
{
	pack_size(b, g->kind);
	pack_size(b, g->at);
	pack_size(b, g->n);
	pack_span(b, g->what);
	pack_span(b, doc_span(doc, g->id));
	if (g->kind == GAP_BLOCK) {
		pack_span(b, g->body);
	} else {
		pack_size(b, g->slot);
		pack_u64(b, hash_of(g->figure).lo);
	}
}

static void
pack_edit(struct buf *b, const struct edit *e)
{
	pack_size(b, e->from);
	pack_size(b, e->to - e->from);
	pack_size(b, e->block);
	pack_size(b, e->gap);
	if (!e->gap)
		pack_str(b, e->text);
}

static void
pack_heading(struct buf *b, const struct md_heading *h)
{
	pack_size(b, (size_t)h->level);
	pack_str(b, h->id);
	pack_str(b, h->text);
	pack_size(b, h->at);
}

static void
pack_link(struct buf *b, const struct md_link *l)
{
	pack_str(b, l->url);
	pack_span(b, l->at);
	pack_size(b, l->image);
}

struct str
draft_pack(const struct doc *doc)
{
	const struct md_page *out = doc->out;
	struct buf b = { 0 };

	if (doc->shaped)
		return (struct str){ 0 };
	pack_size(&b, doc->html.n);
	pack_size(&b, doc->from);
	pack_size(&b, doc->ngap);
	for (size_t i = 0; i < doc->ngap; i++)
		pack_gap(&b, doc, &doc->gap[i]);
	pack_size(&b, doc->nedit);
	for (size_t i = 0; i < doc->nedit; i++)
		pack_edit(&b, &doc->edit[i]);
	pack_size(&b, out->nheading);
	for (size_t i = 0; i < out->nheading; i++)
		pack_heading(&b, &out->heading[i]);
	pack_size(&b, out->nlink);
	for (size_t i = 0; i < out->nlink; i++)
		pack_link(&b, &out->link[i]);
	return buf_take(&b, doc->a);
}

/* A page on its way from its draft. */
struct refill {
	struct doc doc;
	struct unpack u;
	struct str html;  /* of the compile */
	size_t done;	  /* of it */
	struct str *text; /* of each gap, for the Markdown */
	size_t *end;	  /* of each gap, in it */
	ptrdiff_t
	    *moved; /* by how much what is behind the gap stands further */
	size_t ngap;
};

/* A count of items, of at least a byte each. */
static size_t
unpack_count(struct unpack *u)
{
	size_t n = unpack_size(u);

	if (n <= u->rest.n)
		return n;
	u->ok = false;
	return 0;
}

/* The HTML up to the byte `to` of the old one. */
static void
copy_html(struct refill *r, size_t to)
{
	if (to < r->done || to > r->html.n) {
		r->u.ok = false;
		return;
	}
	buf_str(&r->doc.html, str_sub(r->html, r->done, to));
	r->done = to;
}

static bool
fill_tag(struct refill *r, struct gap *g, struct str *text)
{
	struct doc *doc = &r->doc;
	struct md_inline fill = { 0 };
	struct tag t = { .at = g->what, .id = g->id, .fill = &fill };
	uint64_t figure;

	g->slot = (enum slot)unpack_size(&r->u);
	figure = unpack_u64(&r->u);
	if (!r->u.ok || !doc->hooks->tag(doc->hooks->ctx, t.id, t.at, &fill) ||
	    hash_of(fill.id).lo != figure)
		return false;
	g->figure = fill.id;
	tag_put(&doc->html, &fill, g->kind);
	*text = fill_escaped(doc, &t, g->slot);
	return true;
}

static bool
fill_block(struct refill *r, struct gap *g, struct str *text)
{
	struct doc *doc = &r->doc;
	struct md_block block = { 0 };

	g->body = unpack_span(&r->u, doc);
	if (!r->u.ok ||
	    !doc->hooks->block(
		doc->hooks->ctx, g->id, g->what, g->body, &block))
		return false;
	buf_str(&doc->html, block.html);
	*text = fence_markdown(doc->a, &block);
	return true;
}

static bool
fill_gap(struct refill *r, struct str *text)
{
	struct unpack *u = &r->u;
	struct gap g = { .kind = (enum gap_kind)unpack_size(u) };
	size_t from;

	g.at = unpack_size(u);
	g.n = unpack_size(u);
	g.what = unpack_span(u, &r->doc);
	g.id = text_of(unpack_span(u, &r->doc));
	copy_html(r, g.at);
	if (!u->ok || g.n > r->html.n - r->done)
		return false;
	r->done += g.n;
	from = r->doc.html.n;
	if (!(g.kind == GAP_BLOCK ? fill_block : fill_tag)(r, &g, text))
		return false;
	gap_end(&r->doc, g, from, 0);
	return true;
}

static bool
fill_gaps(struct refill *r)
{
	r->ngap = unpack_count(&r->u);
	r->text = arena_array(r->doc.a, struct str, r->ngap + 1);
	r->end = arena_array(r->doc.a, size_t, r->ngap + 1);
	r->moved = arena_array(r->doc.a, ptrdiff_t, r->ngap + 1);
	for (size_t i = 0; i < r->ngap; i++) {
		if (!fill_gap(r, &r->text[i]))
			return false;
		r->end[i] = r->done;
		r->moved[i] = (ptrdiff_t)r->doc.html.n - (ptrdiff_t)r->done;
	}
	copy_html(r, r->html.n);
	return r->u.ok;
}

static bool
edit_source(struct refill *r)
{
	struct unpack *u = &r->u;
	struct doc *doc = &r->doc;

	for (size_t n = unpack_count(u); n > 0 && u->ok; n--) {
		struct span at = unpack_span(u, doc);
		bool block = unpack_size(u);
		size_t gap = unpack_size(u);
		struct str text = { 0 };

		if (gap > r->ngap)
			return false;
		text = gap ? r->text[gap - 1] : unpack_str(u);
		doc_edit(doc, at.from, at.to, text, block);
		doc->edit[doc->nedit - 1].gap = gap;
	}
	return u->ok;
}

/* Where byte `at` of the old HTML, which is in no gap, stands in the new one. */
static size_t
place_now(const struct refill *r, size_t at)
{
	size_t i = r->ngap;

	while (i > 0 && r->end[i - 1] > at)
		i--;
	return i ? (size_t)((ptrdiff_t)at + r->moved[i - 1]) : at;
}

static void
list_headings(struct refill *r)
{
	struct unpack *u = &r->u;
	struct md_page *out = r->doc.out;

	for (size_t n = unpack_count(u); n > 0 && u->ok; n--) {
		struct md_heading h = { .level = (int)unpack_size(u) };

		h.id = unpack_str(u);
		h.text = unpack_str(u);
		h.at = place_now(r, unpack_size(u));
		arena_push(
		    r->doc.a, out->heading, out->nheading, out->capheading, h);
	}
}

static void
list_links(struct refill *r)
{
	struct unpack *u = &r->u;
	struct md_page *out = r->doc.out;

	for (size_t n = unpack_count(u); n > 0 && u->ok; n--) {
		struct md_link l = { .url = unpack_str(u) };

		l.at = unpack_span(u, &r->doc);
		l.image = unpack_size(u);
		arena_push(r->doc.a, out->link, out->nlink, out->caplink, l);
	}
}

static bool
refill(struct refill *r)
{
	struct doc *doc = &r->doc;

	if (unpack_size(&r->u) != r->html.n)
		return false;
	doc->from = unpack_size(&r->u);
	if (doc->from > doc->src->text.n)
		return false;
	doc->text = str_from(doc->src->text, doc->from);
	if (!fill_gaps(r) || !edit_source(r))
		return false;
	list_headings(r);
	list_links(r);
	return r->u.ok && !r->u.rest.n;
}

bool
markdown_refill(struct arena *a, struct diag *d, const struct source *src,
    struct str html, struct str draft, const struct md_hooks *hooks,
    struct md_page *out)
{
	struct refill r = { .doc = { .a = a,
				.d = d,
				.src = src,
				.hooks = hooks,
				.out = out },
		.u = unpack_of(draft),
		.html = html };
	bool ok;

	*out = (struct md_page){ 0 };
	ok = draft.n && refill(&r);
	if (ok) {
		out->html = str_copy(a, buf_view(&r.doc.html));
		out->draft = draft_pack(&r.doc);
		out->markdown = splice(&r.doc); /* sorts the edits */
	} else {
		*out = (struct md_page){ 0 };
	}
	buf_free(&r.doc.html);
	return ok;
}

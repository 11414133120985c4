#include "view/page_int.h"
#include "view/search.h"

/* The words of the page's description, where it is about the page as a whole,
 * and of its HTML from one heading to the next. */
static struct str
section_words(struct compiler *c, struct str about, size_t from, size_t to)
{
	struct word_set seen = { 0 };
	struct buf b = { 0 };

	words_put(&b, c->a, about, &seen);
	if (c->site->full_text)
		words_put_html(
		    &b, c->a, str_sub(c->m->md.html, from, to), &seen);
	return buf_take(&b, c->a);
}

static size_t
section_end(const struct md_page *md, size_t i)
{
	return i < md->nheading ? md->heading[i].at : md->html.n;
}

struct str
page_search(struct compiler *c)
{
	const struct md_page *md = &c->m->md;
	struct str page = c->page->id;
	struct buf b = { 0 };
	struct search_record r = { .title = c->page->title };

	r.href = str_cat(c->a, page, STR("/index.html"));
	r.words = section_words(c, c->page->description, 0, section_end(md, 0));
	search_put(&b, &r);
	for (size_t i = 0; i < md->nheading; i++) {
		const struct md_heading *h = &md->heading[i];

		r.href = str_cat(c->a, page, STR("/index.html#"), h->id);
		r.heading = h->text;
		r.words = section_words(
		    c, (struct str){ 0 }, h->at, section_end(md, i + 1));
		search_put(&b, &r);
	}
	return buf_take(&b, c->a);
}

/*
 * The index of the search, in files that a page loads as scripts, for a page
 * on file:// can load nothing else:
 *
 *   assets/search/index.js     searchIndex({...}): how many records in how many
 *                              files, and the first word of each file of words
 *   assets/search/wN.js        searchWords(N, [[word, T, H, B], ...]), sorted:
 *                              the records with the word in their title, their
 *                              heading, their text; each number but the first
 *                              is the distance to the one before
 *   assets/search/rN.js        searchRecords(N, [[href, title, heading], ...])
 *
 * However large the site, a file stays below a bound: a word lists no more than
 * so many records of each kind, the first ones.
 */
#include <stdlib.h>

#include "data/json.h"
#include "view/pages_int.h"
#include "view/search.h"

#define RECORDS 256  /* in a file */
#define WORDS 65536  /* [byte] after which a new file of words starts */
#define POSTINGS 400 /* records a word lists of each kind */

enum kind { IN_TITLE, IN_HEADING, IN_TEXT, KINDS };

struct posting {
	uint32_t *record;
	size_t n, cap;
};

struct word {
	struct str text;
	struct posting in[KINDS];
};

struct index {
	struct pages *p;
	struct arena *a;  /* of what is gone when the files are made */
	struct map words; /* to struct word */
	struct buf file;  /* the open file of records */
	uint32_t n;	  /* records */
};

static void
post(struct index *x, struct str text, enum kind kind)
{
	struct word *w = map_find(&x->words, text);
	struct posting *in;

	if (!w) {
		w = arena_new(x->a, struct word);
		w->text = str_copy(x->a, text);
		map_put(&x->words, x->a, w->text, w);
	}
	in = &w->in[kind];
	if (in->n == POSTINGS || (in->n && in->record[in->n - 1] == x->n))
		return;
	arena_push(x->a, in->record, in->n, in->cap, x->n);
}

/* All words of a title or heading. */
static void
post_all(struct index *x, struct str text, enum kind kind)
{
	struct str word;

	while (words_next(&text, &word))
		post(x, word_lower(x->a, word), kind);
}

/* What words_put made. */
static void
post_words(struct index *x, struct str words)
{
	struct str word;

	while (words.n) {
		str_cut(words, ' ', &word, &words);
		post(x, word, IN_TEXT);
	}
}

static struct str
words_of(struct index *x, struct str text)
{
	struct arena_mark mark = arena_mark(x->a);
	struct word_set seen = { 0 };
	struct buf b = { 0 };

	words_put(&b, x->a, text, &seen);
	arena_rewind(x->a, mark);
	return buf_take(&b, x->a);
}

static void
end_records(struct index *x)
{
	if (!x->file.n)
		return;
	buf_puts(&x->file, "]);\n");
	pages_add(x->p,
	    str_printf(x->p->a, "assets/search/r%u.js", (x->n - 1) / RECORDS),
	    buf_view(&x->file));
	buf_clear(&x->file);
}

static void
add_record(struct index *x, const struct search_record *r)
{
	if (x->n % RECORDS == 0) {
		end_records(x);
		buf_printf(&x->file, "searchRecords(%u,[", x->n / RECORDS);
	} else {
		buf_putc(&x->file, ',');
	}
	buf_puts(&x->file, "\n[");
	json_string(&x->file, r->href);
	buf_putc(&x->file, ',');
	json_string(&x->file, r->title);
	buf_putc(&x->file, ',');
	json_string(&x->file, r->heading);
	buf_putc(&x->file, ']');
	/* The page as a whole is found by its title, a section by its own. */
	post_all(x, r->heading.n ? r->heading : r->title,
	    r->heading.n ? IN_HEADING : IN_TITLE);
	if (r->heading.n)
		post_words(x, words_of(x, r->title));
	post_words(x, r->words);
	x->n++;
}

static int
compare_words(const void *pa, const void *pb)
{
	const struct word *const *x = pa, *const *y = pb;

	return str_cmp((*x)->text, (*y)->text);
}

static void
put_posting(struct buf *out, const struct posting *in)
{
	uint32_t last = 0;
	char digit[STR_DIGITS];

	buf_puts(out, ",[");
	for (size_t i = 0; i < in->n; i++) {
		if (i)
			buf_putc(out, ',');
		buf_str(out, str_number(digit, in->record[i] - last));
		last = in->record[i];
	}
	buf_putc(out, ']');
}

static void
put_word(struct buf *out, const struct word *w)
{
	buf_puts(out, "\n[");
	json_string(out, w->text);
	for (size_t k = 0; k < KINDS; k++)
		put_posting(out, &w->in[k]);
	buf_putc(out, ']');
}

/* The files of words; the first word of each goes to `first`. */
static void
put_words(struct index *x, struct buf *first)
{
	struct word **word = arena_array(x->a, struct word *, x->words.n + 1);
	struct buf b = { 0 };
	size_t nfile = 0;

	for (size_t i = 0; i < x->words.n; i++)
		word[i] = x->words.entry[i].value;
	if (x->words.n)
		qsort(word, x->words.n, sizeof(struct word *), compare_words);
	for (size_t i = 0; i < x->words.n; i++) {
		if (!b.n) {
			buf_printf(&b, "searchWords(%zu,[", nfile);
			buf_puts(first, nfile ? "," : "");
			json_string(first, word[i]->text);
		} else {
			buf_putc(&b, ',');
		}
		put_word(&b, word[i]);
		if (b.n < WORDS && i + 1 < x->words.n)
			continue;
		buf_puts(&b, "]);\n");
		pages_add(x->p,
		    str_printf(x->p->a, "assets/search/w%zu.js", nfile++),
		    buf_view(&b));
		buf_clear(&b);
	}
	buf_free(&b);
}

/* A section of a page. */
static void
add_section(struct index *x, struct search_record page, struct str anchor,
    struct str heading, struct str words)
{
	page.href =
	    str_printf(x->a, "%.*s#%.*s", STR_ARG(page.href), STR_ARG(anchor));
	page.heading = heading;
	page.words = words_of(x, words);
	add_record(x, &page);
}

/* Each limit by its name; of several with one name the first. */
static void
add_limits(struct index *x, struct search_record page, const struct service *s)
{
	struct map seen = { 0 };

	if (s->nlimit)
		add_section(
		    x, page, STR("limits"), STR("Limits"), STR("limit quota"));
	for (size_t i = 0; i < s->nlimit; i++) {
		const struct limit *m = &s->limit[i];

		if (map_put(&seen, x->a, m->id, x))
			continue;
		add_section(x, page,
		    str_printf(x->a, "limits.%.*s.%.*s", STR_ARG(s->id),
			STR_ARG(m->id)),
		    m->id, str_printf(x->a, "limit %.*s", STR_ARG(m->note)));
	}
}

static void
add_inputs(struct index *x, struct search_record page, const struct service *s)
{
	struct buf words = { 0 };

	for (size_t i = 0; i < s->ninput; i++)
		buf_printf(&words, "%.*s %.*s ", STR_ARG(s->input[i].name),
		    STR_ARG(s->input[i].about));
	if (s->ninput)
		add_section(
		    x, page, STR("inputs"), STR("Inputs"), buf_view(&words));
	buf_free(&words);
}

static void
add_service(struct index *x, const struct service *s)
{
	struct search_record page = { .title = s->name };

	page.href =
	    str_printf(x->a, "services/%.*s/index.html", STR_ARG(s->id));
	page.words =
	    words_of(x, str_cat(x->a, s->id, STR(" price "), s->about));
	add_record(x, &page);
	for (size_t i = 0; i < s->nmeter; i++)
		add_section(x, page,
		    str_printf(x->a, "meter.%.*s", STR_ARG(s->meter[i].id)),
		    s->meter[i].name, STR("price"));
	if (s->nallowance)
		add_section(x, page, STR("free"), STR("Free allowances"),
		    STR("free tier"));
	add_limits(x, page, s);
	add_inputs(x, page, s);
}

static void
add_sources(struct index *x, const struct service *s)
{
	struct search_record page = { .title = STR("Sources"),
		.href = STR("sources/index.html") };

	for (size_t i = 0; i < s->sources.by_key.n; i++) {
		const struct citation *c = s->sources.by_key.entry[i].value;

		add_section(x, page,
		    str_printf(x->a, "source-%.*s.%.*s", STR_ARG(s->id),
			STR_ARG(c->key)),
		    c->title, c->url);
	}
}

bool
pages_search(struct pages *p)
{
	struct arena scratch = { 0 };
	struct index x = { .p = p, .a = &scratch };
	const struct map *all = &p->site->catalog->services;
	struct buf first = { 0 }, b = { 0 };
	struct search_record r;

	for (size_t i = 0; i < p->site->npage; i++)
		for (struct str rest = p->made[i].search;
		     search_next(&rest, &r);)
			add_record(&x, &r);
	for (struct str rest = p->site->arithmetic ? p->site->arithmetic->search
						   : (struct str){ 0 };
	     search_next(&rest, &r);)
		add_record(&x, &r);
	for (size_t i = 0; i < all->n; i++)
		add_service(&x, all->entry[i].value);
	for (size_t i = 0; i < all->n; i++)
		add_sources(&x, all->entry[i].value);
	end_records(&x);
	put_words(&x, &first);
	buf_printf(&b,
	    "searchIndex({\"records\":%u,\"file\":%d,\"words\":[%.*s]});\n",
	    x.n, RECORDS, STR_ARG(buf_view(&first)));
	pages_add(p, STR("assets/search/index.js"), buf_view(&b));
	buf_free(&b);
	buf_free(&first);
	buf_free(&x.file);
	arena_clear(&scratch);
	return true;
}

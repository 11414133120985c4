/*
 * What takes cmark-gfm 0.29.0.gfm.6 quadratic time or memory, found by running
 * it on a megabyte of each: counted per paragraph, and refused where the
 * product grows beyond what any text has.  Each bound is below a second.
 */
#include "markdown/markdown_int.h"

#include <string.h>

#define MAX_LINK_WORK ((size_t)200000000)  /* links times delimiters */
#define MAX_SCAN ((size_t)200 << 20)	   /* [byte] read again and again */
#define MAX_REFERENCE ((size_t)64 << 20)   /* [byte] copied from definitions */
#define MAX_IMAGE_BRACKETS ((size_t)5000)  /* "![[" */
#define MAX_CLOSING_BRACKETS ((size_t)500) /* ")))" behind a bare link */

struct tally {
	size_t from; /* of the paragraph, in the text */
	size_t nlink;
	size_t nbracket; /* closing: links, where there are definitions */
	size_t ndelimiter;
	size_t nimage;
	size_t nopen;	   /* "<?" and "<!", whose ends are looked for */
	size_t nclose;	   /* in the present row of punctuation */
	size_t definition; /* start of the newest definition, or SIZE_MAX */
};

struct totals {
	size_t link_work;
	size_t bracket_work;
	size_t scanned;
	size_t longest_definition;
	size_t nbracket;
	size_t nclose;
	size_t nimage;
	bool refused;
};

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static bool
pair(struct str s, size_t i, char next)
{
	return i + 1 < s.n && s.p[i + 1] == next;
}

static void
end_definition(struct tally *t, struct totals *all, size_t at)
{
	if (t->definition != SIZE_MAX)
		all->longest_definition =
		    larger(all->longest_definition, at - t->definition);
	t->definition = SIZE_MAX;
}

static void
count_byte(struct tally *t, struct totals *all, struct str s, size_t i)
{
	char c = s.p[i];

	if (c == ')')
		all->nclose = larger(all->nclose, ++t->nclose);
	else if (!strchr("?!.,:*_~'\";&", c))
		t->nclose = 0;
	if (c == '*' || c == '_' || c == '~')
		t->ndelimiter++;
	if (c == '[')
		all->nbracket++;
	if (c == ']')
		t->nbracket++;
	if (c == ']' && pair(s, i, '('))
		t->nlink++;
	if (c == '!' && pair(s, i, '[') && pair(s, i + 1, '['))
		t->nimage++;
	if (c == '<' && (pair(s, i, '?') || pair(s, i, '!')))
		t->nopen++;
	if (c == ']' && pair(s, i, ':')) {
		end_definition(t, all, i);
		t->definition = i;
	}
}

static void
end_paragraph(struct tally *t, struct totals *all, size_t at)
{
	all->link_work += t->nlink * t->ndelimiter;
	all->bracket_work += t->nbracket * t->ndelimiter;
	all->scanned += t->nopen * (at - t->from);
	all->nimage = larger(all->nimage, t->nimage);
	end_definition(t, all, at);
	*t = (struct tally){ .from = at, .definition = SIZE_MAX };
}

static void
count(const struct doc *doc, struct totals *all)
{
	struct tally t = { .definition = SIZE_MAX };

	for (size_t n = 1; n <= doc->nline; n++) {
		struct str s = doc_line(doc, n);
		size_t at = (size_t)(s.p - doc->text.p);

		if (doc_line_is_blank(doc, n))
			end_paragraph(&t, all, at);
		for (size_t i = 0; i < s.n; i++)
			count_byte(&t, all, doc->text, at + i);
	}
	end_paragraph(&t, all, doc->text.n);
}

static void
limit(struct doc *doc, struct totals *all, enum diag_id id, bool fine,
    const char *what)
{
	if (fine)
		return;
	diag_report(doc->d, id, span_of(doc->src, doc->from, doc->from),
	    "text would take too long to read: %s", what);
	all->refused = true;
	doc->ok = false;
}

static size_t
count_char(struct str s, char c)
{
	const char *p = s.p, *end = s.p + s.n;
	size_t n = 0;

	for (; p < end && (p = memchr(p, c, (size_t)(end - p))); p++)
		n++;
	return n;
}

/* Whether the whole text has too little of everything to go beyond a bound. */
static bool
is_harmless(struct str s)
{
	size_t nopen = count_char(s, '['), nclose = count_char(s, ']');
	size_t ndelimiter =
	    count_char(s, '*') + count_char(s, '_') + count_char(s, '~');

	return nclose * ndelimiter <= MAX_LINK_WORK &&
	    count_char(s, '<') * s.n <= MAX_SCAN &&
	    nopen * s.n <= MAX_REFERENCE && nopen <= MAX_IMAGE_BRACKETS &&
	    count_char(s, ')') <= MAX_CLOSING_BRACKETS;
}

bool
guard_slow(struct doc *doc)
{
	struct totals all = { 0 };

	if (is_harmless(doc->text))
		return true;
	count(doc, &all);
	if (all.longest_definition)
		all.link_work = all.bracket_work;
	limit(doc, &all, DIAG_MARKDOWN_NESTING, all.link_work <= MAX_LINK_WORK,
	    "too many links among '*', '_' and '~' in one paragraph");
	limit(doc, &all, DIAG_MARKDOWN_NESTING, all.scanned <= MAX_SCAN,
	    "too many '<?' or '<!' in one paragraph");
	limit(doc, &all, DIAG_MARKDOWN_NESTING,
	    all.nimage <= MAX_IMAGE_BRACKETS,
	    "too many '![[' in one paragraph");
	limit(doc, &all, DIAG_MARKDOWN_NESTING,
	    all.nclose <= MAX_CLOSING_BRACKETS, "too many ')' in a row");
	limit(doc, &all, DIAG_MARKDOWN_SIZE,
	    all.longest_definition * all.nbracket <= MAX_REFERENCE,
	    "a link definition is too long for so many links");
	return !all.refused;
}

/* words: texts are cut as the search of the pages cuts them. */
#include "text/words.h"

#include <stdio.h>

#define LONG "abcdefghijabcdefghijabcdefghijabcdefgh" /* 38 bytes */

static int ntest, nfail;

static void
check(bool ok, const char *name)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++ntest, name);
	nfail += !ok;
}

static struct str
put(struct arena *a, const char *text, struct word_set *seen)
{
	struct buf b = { 0 };

	words_put(&b, a, str_of(text), seen);
	return buf_take(&b, a);
}

static void
is_text(struct str got, const char *want, const char *name)
{
	check(str_is(got, want), name);
	if (!str_is(got, want))
		printf("# got: %.*s\n", STR_ARG(got));
}

static void
is(struct arena *a, const char *text, const char *want, const char *name)
{
	struct word_set seen = { 0 };

	is_text(put(a, text, &seen), want, name);
}

static void
is_html(struct arena *a, const char *html, const char *want, const char *name)
{
	struct word_set seen = { 0 };
	struct buf b = { 0 };

	words_put_html(&b, a, str_of(html), &seen);
	is_text(buf_take(&b, a), want, name);
}

int
main(void)
{
	struct arena a = { 0 };
	struct word_set seen = { 0 };

	is(&a, "Cold starts, cold START!", "cold starts start",
	    "words: small letters, each once");
	is(&a, "the x of 5x 42 http/2", "http",
	    "words: nothing that finds nothing");
	is(&a,
	    "Gr\xC3\xB6\xC3\x9F"
	    "e\xE2\x80\x94na\xC3\xAFve\xC2\xA0yes",
	    "gr\xC3\xB6\xC3\x9F"
	    "e na\xC3\xAFve yes",
	    "words: letters beyond ASCII; a dash and a blank are none");
	is(&a, "ends in half a character gr\xC3", "ends half character gr\xC3",
	    "words: a text that ends too early");
	put(&a, "memory", &seen);
	check(put(&a, "more memory", &seen).n == 4,
	    "words: known ones are left out");
	is_html(&a,
	    "<p>one<b>two</b>&amp;<!-- three > --><svg><text>four"
	    "</text></svg>five",
	    "two five",
	    "words: tags, entities, comments, drawings are no text");
	is_html(
	    &a, "xy<", "xy", "words: a tag that is not closed ends the text");
	is_html(&a, "fish&chips", "fish",
	    "words: an entity that does not end is none of the text");
	is(&a, LONG "ab " LONG "abc " LONG "ab", LONG "ab",
	    "words: a word has at most 40 bytes");
	is(&a, "ABCDEFGHI ABCDEFGHJ abcdefghi", "abcdefghi abcdefghj",
	    "words: long ones differ in their last letter");
	for (int i = 0; i < 2000; i++)
		put(&a, str_cstr(&a, str_printf(&a, "word%d", i)), &seen);
	check(!put(&a, "word0 word999 word1999", &seen).n,
	    "words: of many none is forgotten");
	check(put(&a, "word2000", &seen).n,
	    "words: of many none is mistaken for another");
	arena_clear(&a);
	printf("1..%d\n", ntest);
	return nfail != 0;
}

/* words: texts are cut as the search of the pages cuts them. */
#include "text/words.h"

#include <stdio.h>

static int ntest, nfail;

static void
check(bool ok, const char *name)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++ntest, name);
	nfail += !ok;
}

static struct str
put(struct arena *a, const char *text, struct map *seen)
{
	struct buf b = { 0 };

	words_put(&b, a, str_of(text), seen);
	return buf_take(&b, a);
}

static void
is(struct arena *a, const char *text, const char *want, const char *name)
{
	struct map seen = { 0 };
	struct str got = put(a, text, &seen);

	check(str_is(got, want), name);
	if (!str_is(got, want))
		printf("# got: %.*s\n", STR_ARG(got));
}

int
main(void)
{
	struct arena a = { 0 };
	struct map seen = { 0 };

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
	is(&a,
	    str_cstr(&a,
		words_of_html(&a,
		    STR("<p>one<b>two</b>&amp;<!-- three > --><svg><text>four"
			"</text></svg>five"))),
	    "two five",
	    "words: tags, entities, comments, drawings are no text");
	check(!str_find(words_of_html(&a, STR("x<")), STR("x"), 0),
	    "words: a tag that is not closed ends the text");
	arena_clear(&a);
	printf("1..%d\n", ntest);
	return nfail != 0;
}

/* marks: which of them belong to the word beside them. */
#include "text/marks.h"

#include <stdio.h>

static int ntest, nfail;

static void
is(size_t got, size_t want, const char *name)
{
	printf(
	    "%sok %d - marks: %s\n", got == want ? "" : "not ", ++ntest, name);
	nfail += got != want;
	if (got != want)
		printf("# got %zu, want %zu\n", got, want);
}

static size_t
before(const char *text)
{
	return marks_before(str_of(text));
}

static size_t
behind(const char *text)
{
	return marks_behind(str_of(text));
}

int
main(void)
{
	is(before(""), 0, "nothing before");
	is(before("costs "), 0, "a blank before");
	is(before("costs)"), 0, "what closes is not before");
	is(before("costs ("), 1, "a bracket before");
	is(before("costs [\xE2\x80\x9C"), 4, "a bracket and a quote before");
	is(before("(\xC2\xAB\""), 4, "marks alone before");
	is(before("(a"), 0, "a letter before");
	is(behind(""), 0, "nothing behind");
	is(behind(" ."), 0, "a blank behind");
	is(behind("("), 0, "what opens is not behind");
	is(behind(". Then"), 1, "a stop behind");
	is(behind(")\xE2\x80\x9D, and"), 5, "all of several behind");
	is(behind("\xE2\x80\xA6"), 3, "an ellipsis alone behind");
	is(behind("\xE2\x80\x93"), 0, "a dash may start a line");
	is(behind("x."), 0, "a letter behind");
	printf("1..%d\n", ntest);
	return nfail > 0;
}

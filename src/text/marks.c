#include "text/marks.h"

static const char *const opening[] = {
	"(", "[", "{", "\"", "'", "\xE2\x80\x9C", /* double quotes */
	"\xE2\x80\x98",				  /* single */
	"\xC2\xAB",				  /* angular, double */
	"\xE2\x80\xB9",				  /* single */
};

static const char *const closing[] = {
	".", ",", ";", ":", "!", "?", "%", ")", "]", "}", "\"", "'",
	"\xE2\x80\x9D", /* double quotes */
	"\xE2\x80\x99", /* single, or an apostrophe */
	"\xC2\xBB",	/* angular, double */
	"\xE2\x80\xBA", /* single */
	"\xE2\x80\xA6", /* an ellipsis */
};

/* The bytes of the mark that `s` starts or ends with; 0: of none. */
static size_t
mark_of(struct str s, bool (*has)(struct str s, struct str mark),
    const char *const *mark, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (has(s, str_of(mark[i])))
			return str_of(mark[i]).n;
	return 0;
}

size_t
marks_before(struct str s)
{
	size_t at = s.n, n;

	while ((n = mark_of(
		    str_sub(s, 0, at), str_ends, opening, countof(opening))))
		at -= n;
	return s.n - at;
}

size_t
marks_behind(struct str s)
{
	size_t at = 0, n;

	while ((n = mark_of(
		    str_from(s, at), str_starts, closing, countof(closing))))
		at += n;
	return at;
}

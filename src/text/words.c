#include "text/words.h"

#include <string.h>

/* In nearly every text, so that they find nothing. */
static const char common[][8] = { "an", "and", "are", "as", "at", "be", "but",
	"by", "can", "does", "for", "from", "has", "have", "if", "in", "is",
	"it", "its", "may", "no", "not", "of", "on", "one", "or", "so", "than",
	"that", "the", "their", "then", "there", "they", "this", "to", "was",
	"what", "when", "where", "which", "who", "will", "with", "you" };

#define COMMON_MAX 5 /* [byte] of a common word */
#define WORD_MAX 40  /* [byte] of one that is looked for */

static bool
is_letter_or_digit(unsigned char c)
{
	return (unsigned)((c | 0x20) - 'a') < 26 || (unsigned)(c - '0') < 10;
}

/* Bytes of the character at the start of `s` if it belongs to a word, or 0;
 * `*n` is how many bytes it has. */
static inline bool
is_of_word(struct str s, size_t *n)
{
	unsigned char c = (unsigned char)s.p[0], d;

	*n = 1;
	if (c < 0x80)
		return is_letter_or_digit(c);
	*n = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	if (*n > s.n)
		*n = s.n;
	d = *n > 1 ? (unsigned char)s.p[1] : 0;
	if (c == 0xC2) /* U+0080 to U+00BF */
		return false;
	return c != 0xE2 || d < 0x80 || d > 0xAF; /* U+2000 to U+2BFF */
}

bool
words_next(struct str *rest, struct str *word)
{
	const char *p = rest->n ? rest->p : "", *end = p + rest->n, *from;
	size_t n;

	while (p < end && !is_of_word((struct str){ p, (size_t)(end - p) }, &n))
		p += n;
	for (from = p;
	     p < end && is_of_word((struct str){ p, (size_t)(end - p) }, &n);)
		p += n;
	*word = (struct str){ from, (size_t)(p - from) };
	*rest = (struct str){ p, (size_t)(end - p) };
	return word->n > 0;
}

static void
lower(char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] - 'A' + 'a');
}

struct str
word_lower(struct arena *a, struct str word)
{
	char *p = arena_copy(a, word.p, word.n);

	lower(p, word.n);
	return (struct str){ p, word.n };
}

/* Compares eight bytes at once. */
static bool
is_common(struct str word)
{
	char padded[8] = { 0 };
	uint64_t w, c;

	if (word.n > COMMON_MAX)
		return false;
	memcpy(padded, word.p, word.n);
	memcpy(&w, padded, 8);
	for (size_t i = 0; i < countof(common); i++) {
		memcpy(&c, common[i], 8);
		if (c == w)
			return true;
	}
	return false;
}

bool
word_finds(struct str word)
{
	return word.n > 1 && word.n <= WORD_MAX &&
	    !(word.p[0] >= '0' && word.p[0] <= '9') && !is_common(word);
}

void
words_put(struct buf *out, struct arena *a, struct str text, struct map *seen)
{
	struct str word;
	char small[WORD_MAX];

	while (words_next(&text, &word)) {
		if (word.n > WORD_MAX)
			continue;
		memcpy(small, word.p, word.n);
		lower(small, word.n);
		word.p = small;
		if (!word_finds(word) || map_find(seen, word))
			continue;
		map_put(seen, a, str_copy(a, word), seen);
		if (out->n)
			buf_putc(out, ' ');
		buf_str(out, word);
	}
}

/* Where what starts at `from` ends, just behind `mark`. */
static size_t
behind(struct str s, size_t from, struct str mark)
{
	size_t i = str_find(s, mark, from);

	return i == SIZE_MAX ? s.n : i + mark.n;
}

struct str
words_of_html(struct arena *a, struct str html)
{
	struct buf b = { 0 };
	size_t i = 0;

	while (i < html.n) {
		struct str rest = str_from(html, i);
		size_t open = i;

		while (
		    open < html.n && html.p[open] != '<' && html.p[open] != '&')
			open++;
		buf_str(&b, str_sub(html, i, open));
		buf_putc(&b, ' ');
		rest = str_from(html, open);
		if (str_starts(rest, STR("<svg")))
			i = behind(html, open, STR("</svg>"));
		else if (str_starts(rest, STR("<!--")))
			i = behind(html, open, STR("-->"));
		else if (str_starts(rest, STR("&")))
			i = behind(html, open, STR(";"));
		else
			i = behind(html, open, STR(">"));
	}
	return buf_take(&b, a);
}

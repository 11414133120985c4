#include "text/words.h"

#include <ctype.h>
#include <string.h>

#include "base/eight.h"

#define COMMON_MAX 5 /* [byte] of a common word */
#define WORD_MAX 40  /* [byte] of one that is looked for */

/* In nearly every text, so that they find nothing; by length. */
static const char common[COMMON_MAX + 1][16][8] = {
	[2] = { "an", "as", "at", "be", "by", "if", "in", "is", "it", "no",
	    "of", "on", "or", "so", "to" },
	[3] = { "and", "are", "but", "can", "for", "has", "its", "may", "not",
	    "one", "the", "was", "who", "you" },
	[4] = { "does", "from", "have", "than", "that", "then", "they", "this",
	    "what", "when", "will", "with" },
	[5] = { "their", "there", "where", "which" },
};

static bool
is_ascii(char c)
{
	return (unsigned char)c < 0x80;
}

/* A letter or a digit of ASCII: the locale is always C. */
static bool
is_plain(char c)
{
	return isalnum((unsigned char)c);
}

/* Where the character at `p`, which is none of ASCII, ends. */
static const char *
char_end(const char *p, const char *end)
{
	unsigned char c = (unsigned char)*p;
	ptrdiff_t n = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;

	return n < end - p ? p + n : end;
}

/* Of a character beyond ASCII. */
static bool
is_of_word(const char *p, const char *end)
{
	unsigned char c = (unsigned char)*p,
		      d = end - p > 1 ? (unsigned char)p[1] : 0;

	if (c == 0xC2) /* U+0080 to U+00BF */
		return false;
	return c != 0xE2 || d < 0x80 || d > 0xAF; /* U+2000 to U+2BFF */
}

static inline const char *
word_start(const char *p, const char *end)
{
	for (;;) {
		while (p < end && is_ascii(*p) && !is_plain(*p))
			p++;
		if (p == end || is_ascii(*p) || is_of_word(p, end))
			return p;
		p = char_end(p, end);
	}
}

static inline const char *
word_end(const char *p, const char *end)
{
	for (;;) {
		while (p < end && is_plain(*p))
			p++;
		if (p == end || is_ascii(*p) || !is_of_word(p, end))
			return p;
		p = char_end(p, end);
	}
}

/* The next word from `*p` on, which moves behind it; empty at the end. */
static inline struct str
next_word(const char **p, const char *end)
{
	const char *from = word_start(*p, end);

	*p = word_end(from, end);
	return (struct str){ from, (size_t)(*p - from) };
}

bool
words_next(struct str *rest, struct str *word)
{
	const char *p = rest->n ? rest->p : "", *end = p + rest->n;

	*word = next_word(&p, end);
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

	if (word.n > COMMON_MAX)
		return false;
	memcpy(padded, word.p, word.n);
	for (size_t i = 0; common[word.n][i][0]; i++)
		if (memcmp(common[word.n][i], padded, 8) == 0)
			return true;
	return false;
}

/* No single letter, and nothing that starts with a digit. */
static bool
may_find(struct str word)
{
	return word.n > 1 && word.n <= WORD_MAX &&
	    !(word.p[0] >= '0' && word.p[0] <= '9');
}

/* Eight bytes of a word in small letters: what is ASCII in them are letters,
 * which differ in one bit, and digits, which have it. */
static uint64_t
lower_eight(uint64_t w)
{
	return w | (EIGHT(0x20) & ~((w & EIGHT(0x80)) >> 2));
}

static uint64_t
mix(uint64_t h, uint64_t w)
{
	h = (h ^ lower_eight(w)) * 0x9E3779B97F4A7C15u;
	return h ^ h >> 32;
}

/* Of the word in small letters; never 0. */
static uint64_t
hash_word(struct str word)
{
	uint64_t h = word.n, tail = str_tail(word);

	for (; word.n > 8; word = str_from(word, 8)) {
		h = mix(h, eight_of(word.p));
	}
	h = mix(h, tail);
	return h + !h;
}

static uint64_t *
find_slot(const struct word_set *set, uint64_t hash)
{
	size_t i = hash & (set->nslot - 1);

	while (set->slot[i] && set->slot[i] != hash)
		i = (i + 1) & (set->nslot - 1);
	return &set->slot[i];
}

static void
grow(struct word_set *set, struct arena *a)
{
	struct word_set old = *set;

	set->nslot = old.nslot ? old.nslot * 4 : 256;
	set->slot = arena_array(a, uint64_t, set->nslot);
	for (size_t i = 0; i < old.nslot; i++)
		if (old.slot[i])
			*find_slot(set, old.slot[i]) = old.slot[i];
}

/* False when the word is in the set. */
static bool
add(struct word_set *set, struct arena *a, struct str word)
{
	uint64_t hash = hash_word(word), *slot;

	if (2 * set->n >= set->nslot)
		grow(set, a);
	slot = find_slot(set, hash);
	if (*slot)
		return false;
	*slot = hash;
	set->n++;
	return true;
}

static void
put_small(struct buf *out, struct str word)
{
	char small[WORD_MAX];

	memcpy(small, word.p, word.n);
	lower(small, word.n);
	word.p = small;
	if (is_common(word))
		return;
	if (out->n)
		buf_putc(out, ' ');
	buf_str(out, word);
}

void
words_put(
    struct buf *out, struct arena *a, struct str text, struct word_set *seen)
{
	const char *p = text.n ? text.p : "", *end = p + text.n;

	while (p < end) {
		struct str word = next_word(&p, end);

		if (may_find(word) && add(seen, a, word))
			put_small(out, word);
	}
}

/* Where what starts at `from` ends, just behind `mark`. */
static size_t
behind(struct str s, size_t from, struct str mark)
{
	size_t i = str_find(s, mark, from);

	return i == SIZE_MAX ? s.n : i + mark.n;
}

/* Where the tag, comment, drawing or entity at `open` ends. */
static size_t
markup_end(struct str html, size_t open)
{
	struct str rest = str_from(html, open);

	if (str_starts(rest, STR("&")))
		return behind(html, open, STR(";"));
	if (str_starts(rest, STR("<svg")))
		return behind(html, open, STR("</svg>"));
	if (str_starts(rest, STR("<!--")))
		return behind(html, open, STR("-->"));
	return behind(html, open, STR(">"));
}

/* Where the text at `from` ends. */
static size_t
text_end(struct str html, size_t from)
{
	const char *p = html.p + from, *end = html.p + html.n, *tag, *entity;

	tag = memchr(p, '<', (size_t)(end - p));
	end = tag ? tag : end;
	entity = memchr(p, '&', (size_t)(end - p));
	return (size_t)((entity ? entity : end) - html.p);
}

void
words_put_html(
    struct buf *out, struct arena *a, struct str html, struct word_set *seen)
{
	for (size_t i = 0, end; i < html.n; i = markup_end(html, end)) {
		end = text_end(html, i);
		words_put(out, a, str_sub(html, i, end), seen);
	}
}

#include "text/mojibake.h"

#include <assert.h>
#include <string.h>

#include "text/codepage.h"

#define LONGEST 4 /* [byte] of a character */

/* Common characters with a byte that Windows-1252 drops, likely ones first. */
static const char *const common[] = { "\u2510", "\u201D", "\uFE0F", "\u274C",
	"\u270F", "\u2757", "\u23F1", "\u23F0", "\u23F3", "\u200D", "\u2501",
	"\u250F", "\u2550", "\u25CF", "\u2190", "\u2010", "\u00C1", "\u00CD",
	"\u00CF", "\u00D0", "\u00DD", "\U0001F3C1", "\U0001F4DD", "\U0001F3C6",
	"\U0001F3D7", "\U0001F3C3", "\U0001F40D", "\U0001F310", "\U0001F501",
	"\U0001F50D", "\U0001F4CD", "\U0001F44D" };

/* A damaged character in the text. */
struct found {
	size_t n; /* [byte] of the text; 0: none */
	char original[LONGEST];
	size_t noriginal;
	bool lost; /* a byte */
};

static uint32_t
decode(struct str s, size_t i, size_t *n)
{
	unsigned char c = i < s.n ? (unsigned char)s.p[i] : 0;
	uint32_t code;

	*n = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	code = *n == 1 ? c : c & (0x7Fu >> *n);
	if (i + *n > s.n)
		*n = s.n > i ? s.n - i : 1;
	for (size_t k = 1; k < *n; k++)
		code = code << 6 | ((unsigned char)s.p[i + k] & 0x3F);
	return code;
}

/* Characters that people write in texts of this kind. */
static bool
is_likely(uint32_t c)
{
	return (c >= 0xA0 && c < 0x180) || (c >= 0x370 && c < 0x500) ||
	    (c >= 0x2000 && c < 0x2800) || (c >= 0x2900 && c < 0x2C00) ||
	    c == 0xFE0F || c == 0xFEFF || c == 0xFFFD ||
	    (c >= 0x1F000 && c < 0x1FB00);
}

static size_t
length_of(unsigned lead)
{
	return lead >= 0xC2 && lead < 0xE0 ? 2
	    : lead >= 0xE0 && lead < 0xF0  ? 3
	    : lead >= 0xF0 && lead < 0xF5  ? 4
					   : 0;
}

/* The bytes that the characters from `i` on were, while they can be one
 * character; `*end` is behind the last of them. */
static size_t
bytes_at(struct str text, size_t i, unsigned (*byte_of)(uint32_t),
    unsigned char *byte, size_t *end)
{
	size_t n = 0, want = LONGEST, step;

	*end = i;
	while (n < want && *end < text.n) {
		unsigned b = byte_of(decode(text, *end, &step));

		if (n == 0)
			want = length_of(b);
		if (n ? (b & 0xC0) != 0x80 : !want)
			break;
		byte[n++] = (unsigned char)b;
		*end += step;
	}
	return n;
}

static bool
is_letter(struct str s, size_t i, char first)
{
	return i < s.n && s.p[i] >= first && s.p[i] < first + 26;
}

/* A capital with a tilde at the end of a word, and a dash or a quote. */
static bool
is_word_end(struct str text, size_t i, size_t end, const unsigned char *byte)
{
	bool mark = byte[1] == 0x85 || (byte[1] >= 0x91 && byte[1] <= 0x97) ||
	    byte[1] == 0x9B || byte[1] == 0xBB;

	return byte[0] == 0xC3 && mark && i > 0 &&
	    is_letter(text, i - 1, 'A') && !is_letter(text, end, 'a');
}

/* Greek and Cyrillic letters come in rows. */
static bool
is_in_row(struct str text, size_t i, size_t end)
{
	unsigned char byte[LONGEST];
	size_t behind;

	if (bytes_at(text, end, windows_byte, byte, &behind) == 2)
		return true;
	return i >= 4 &&
	    (bytes_at(text, i - 4, windows_byte, byte, &behind) == 2 ||
		bytes_at(text, i - 5, windows_byte, byte, &behind) == 2) &&
	    behind == i;
}

static struct found
whole(const unsigned char *byte, size_t n, size_t length)
{
	struct found f = { .n = length, .noriginal = n };

	assert(n <= LONGEST);
	memcpy(f.original, byte, n);
	return f;
}

static bool
is_likely_bytes(const unsigned char *byte, size_t n)
{
	struct str s = { (const char *)byte, n };
	size_t step;

	return is_likely(decode(s, 0, &step)) && step == n;
}

static struct found
windows_at(struct str text, size_t i)
{
	unsigned char byte[LONGEST];
	size_t end, n = bytes_at(text, i, windows_byte, byte, &end);

	if (n < 2 || n < length_of(byte[0]) || !is_likely_bytes(byte, n))
		return (struct found){ 0 };
	if (n == 2 && byte[0] > 0xC3 && !is_in_row(text, i, end))
		return (struct found){ 0 };
	if (n == 2 && is_word_end(text, i, end, byte))
		return (struct found){ 0 };
	return whole(byte, n, end - i);
}

/* Bytes that MacRoman has small letters for. */
static bool
is_small(unsigned byte)
{
	return (byte >= 0x87 && byte <= 0x9F) || byte == 0xA7 || byte == 0xB5 ||
	    byte == 0xBB || byte == 0xBC || byte == 0xBE || byte == 0xBF;
}

/* A picture in MacRoman, whose first character, an apple, was lost.  Three
 * small letters are a word. */
static size_t
picture_at(struct str text, size_t i, unsigned char *byte, size_t *end)
{
	size_t n = 1, step;

	byte[0] = 0xF0;
	for (*end = i; n < LONGEST && *end < text.n; *end += step) {
		unsigned b = mac_byte(decode(text, *end, &step));

		if ((b & 0xC0) != 0x80 || (n == 1 && b != 0x9F))
			return 0;
		byte[n++] = (unsigned char)b;
	}
	return n == LONGEST && is_small(byte[2]) && is_small(byte[3]) ? 0 : n;
}

/* MacRoman has signs of mathematics where UTF-8 has two bytes: those stand
 * for a letter within a word only. */
static struct found
mac_at(struct str text, size_t i)
{
	unsigned char byte[LONGEST];
	size_t end, n = bytes_at(text, i, mac_byte, byte, &end);

	if (!n)
		n = picture_at(text, i, byte, &end);
	if (n < 2 || n < length_of(byte[0]) || !is_likely_bytes(byte, n))
		return (struct found){ 0 };
	if (n == 2 &&
	    (byte[0] != 0xC3 || i == 0 ||
		!(is_letter(text, i - 1, 'a') || is_letter(text, end, 'a'))))
		return (struct found){ 0 };
	return whole(byte, n, end - i);
}

/* How many bytes of `s` are left when the dropped ones are taken out, where
 * they are what `byte` starts with; else 0. */
static size_t
remains(struct str s, const unsigned char *byte, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (windows_lacks(c))
			continue;
		if (k == n || byte[k] != c)
			return 0;
		k++;
	}
	return k;
}

/* The character that lost bytes, of those in the text or common ones. */
static struct str
guess(const struct mojibake *m, const unsigned char *byte, size_t n,
    size_t *taken)
{
	struct str best = { 0 };

	*taken = 1;
	for (size_t i = 0, step; i < m->originals.n; i += step) {
		struct str c;
		size_t k;

		decode(m->originals, i, &step);
		c = str_sub(m->originals, i, i + step);
		k = remains(c, byte, n);
		if (k > *taken && k < c.n) {
			best = c;
			*taken = k;
		}
	}
	for (size_t i = 0; i < countof(common); i++) {
		size_t k = remains(str_of(common[i]), byte, n);

		if (k > *taken) {
			best = str_of(common[i]);
			*taken = k;
		}
	}
	return best;
}

/* A character that lost a byte; only in a text that is damaged elsewhere. */
static struct found
partial_at(const struct mojibake *m, size_t i)
{
	struct found f = { .lost = true };
	unsigned char byte[LONGEST];
	size_t end, n = bytes_at(m->text, i, windows_byte, byte, &end), taken;
	struct str best;

	if (m->ncertain < 2 || n < 2 || n >= length_of(byte[0]))
		return (struct found){ 0 };
	best = guess(m, byte, n, &taken);
	if (!best.n)
		taken = n;
	for (size_t k = 0, step; k < taken; k++, f.n += step)
		decode(m->text, i + f.n, &step);
	f.noriginal = best.n;
	for (size_t k = 0; k < best.n; k++)
		f.original[k] = best.p[k];
	return f;
}

/* One that lost nothing. */
static struct found
certain_at(const struct mojibake *m, size_t i)
{
	struct found f = { 0 };

	if ((unsigned char)m->text.p[i] < 0x80)
		return f;
	f = windows_at(m->text, i);
	return f.n ? f : mac_at(m->text, i);
}

static struct found
found_at(const struct mojibake *m, size_t i)
{
	struct found f = certain_at(m, i);

	if (!f.n && (unsigned char)m->text.p[i] >= 0x80)
		f = partial_at(m, i);
	return f;
}

void
mojibake_init(struct mojibake *m, struct arena *a, struct str text)
{
	struct buf b = { 0 };

	*m = (struct mojibake){ .a = a, .text = text };
	for (size_t i = 0, step; i < text.n; i += step) {
		struct found f = certain_at(m, i);
		struct str c = { f.original, f.noriginal };

		step = f.n ? f.n : 1;
		if (!f.n)
			continue;
		m->ncertain++;
		if (str_find(buf_view(&b), c, 0) == SIZE_MAX)
			buf_str(&b, c);
	}
	m->originals = buf_take(&b, a);
}

bool
mojibake_next(struct mojibake *m, struct damage *out)
{
	struct buf b = { 0 };
	struct found f = { 0 };
	bool known = true;

	while (m->at < m->text.n && !(f = found_at(m, m->at)).n)
		m->at++;
	*out = (struct damage){ .from = m->at, .to = m->at };
	while (f.n) {
		out->to += f.n;
		out->guessed |= f.lost;
		known &= f.noriginal > 0;
		buf_put(&b, f.original, f.noriginal);
		f.n = 0;
		if (out->to < m->text.n)
			f = found_at(m, out->to);
	}
	m->at = out->to;
	out->original = buf_take(&b, m->a);
	if (!known)
		out->original = (struct str){ 0 };
	return out->to > out->from;
}

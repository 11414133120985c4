#include "text/width.h"

#include "base/eight.h"

uint32_t
width_next(struct str s, size_t *i)
{
	unsigned char c = (unsigned char)s.p[*i];
	size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	uint32_t code = n == 1 ? c : c & (0x7Fu >> n);

	if (n > s.n - *i || (c >= 0x80 && c < 0xC2)) {
		++*i;
		return 0xFFFD;
	}
	for (size_t k = 1; k < n; k++)
		code = code << 6 | ((unsigned char)s.p[*i + k] & 0x3F);
	*i += n;
	return code;
}

struct range {
	uint32_t from, to;
};

static bool
is_in(uint32_t code, const struct range *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (code >= r[i].from && code <= r[i].to)
			return true;
	return false;
}

int
width_of_code(uint32_t code)
{
	static const struct range none[] = { { 0x300, 0x36F }, { 0x483, 0x489 },
		{ 0x591, 0x5BD }, { 0x610, 0x61A }, { 0x64B, 0x65F },
		{ 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x200B, 0x200F },
		{ 0x202A, 0x202E }, { 0x2060, 0x2064 }, { 0x20D0, 0x20F0 },
		{ 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F }, { 0xFEFF, 0xFEFF },
		{ 0xE0100, 0xE01EF } };
	static const struct range two[] = { { 0x1100, 0x115F },
		{ 0x231A, 0x231B }, { 0x23E9, 0x23EC }, { 0x2E80, 0x303E },
		{ 0x3041, 0xA4CF }, { 0xA960, 0xA97C }, { 0xAC00, 0xD7A3 },
		{ 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F }, { 0xFF01, 0xFF60 },
		{ 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F }, { 0x1F680, 0x1F6FF },
		{ 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD } };

	if (code < 0x300)
		return 1;
	if (is_in(code, none, countof(none)))
		return 0;
	return is_in(code, two, countof(two)) ? 2 : 1;
}

size_t
width_of(struct str s)
{
	size_t n = 0;

	if (eight_is_ascii(s.p, s.n))
		return s.n;
	for (size_t i = 0; i < s.n;)
		n += (size_t)width_of_code(width_next(s, &i));
	return n;
}

static bool
is_break(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* How many bytes of `s` make the next line. */
static size_t
line_length(struct str s, int limit)
{
	size_t last = 0, i = 0, before = 0;
	int columns = 0;

	while (i < s.n) {
		before = i;
		if (is_break(s.p[i]))
			last = i;
		columns += width_of_code(width_next(s, &i));
		if (columns > limit && !is_break(s.p[before]))
			return last ? last : before ? before : i;
	}
	return s.n;
}

struct str *
width_wrap(struct arena *a, struct str s, int limit, size_t *n)
{
	struct str *line = NULL;
	size_t cap = 0;

	*n = 0;
	s = str_trim(s);
	do {
		size_t length = line_length(s, limit);

		arena_push(a, line, *n, cap, str_trim(str_sub(s, 0, length)));
		s = str_trim(str_from(s, length));
	} while (s.n);
	return line;
}

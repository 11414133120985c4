/* Prices as a reader sees them. */
#include "num/format.h"
#include "price/catalog_int.h"

/* A whole number with commas between thousands. */
static void
put_digits(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (i && (s.n - i) % 3 == 0)
			buf_putc(b, ',');
		buf_putc(b, s.p[i]);
	}
}

/* The unit of a price without its currency, as a reader says it. */
static void
put_per(struct buf *b, struct str word)
{
	for (size_t i = 0; i < word.n; i++) {
		char c = word.p[i];
		size_t j = i;

		while (j < word.n && word.p[j] >= '0' && word.p[j] <= '9')
			j++;
		if (j > i) {
			put_digits(b, str_sub(word, i, j));
			i = j - 1;
			continue;
		}
		if (c == '*')
			buf_puts(b, "\xC2\xB7");
		else
			buf_putc(b, c);
	}
}

struct str
tier_text(struct arena *a, const struct tier *t, const char *currency)
{
	struct str word = t->typed.word;
	struct buf out = { 0 };

	format_price(&out, qty_in(a, t->typed.n, &t->typed.unit), currency);
	if (str_starts(word, str_of(currency)))
		word = str_from(word, str_of(currency).n);
	put_per(&out, unit_counted(a, STR("1"), word));
	return buf_take(&out, a);
}

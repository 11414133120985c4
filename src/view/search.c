#include "view/search.h"

/* White space is a blank, so that tabs and ends of lines are ours. */
static void
put_part(struct buf *out, struct str s, char end)
{
	for (size_t i = 0; i < s.n; i++)
		buf_putc(out, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
	buf_putc(out, end);
}

void
search_put(struct buf *out, const struct search_record *r)
{
	put_part(out, r->href, '\t');
	put_part(out, r->title, '\t');
	put_part(out, r->heading, '\t');
	buf_str(out, r->words);
	buf_putc(out, '\n');
}

bool
search_next(struct str *rest, struct search_record *r)
{
	struct str line;

	*r = (struct search_record){ 0 };
	if (!rest->n)
		return false;
	str_cut(*rest, '\n', &line, rest);
	str_cut(line, '\t', &r->href, &line);
	str_cut(line, '\t', &r->title, &line);
	str_cut(line, '\t', &r->heading, &r->words);
	return true;
}

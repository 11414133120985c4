/* Places in the runs that markdown_visit shows. */
#include "markdown/markdown.h"

/* The piece that byte `i` of the text is in. */
static const struct md_piece *
piece_at(const struct md_run *r, size_t i)
{
	size_t lo = 0, hi = r->npiece;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (r->piece[mid].from <= i)
			lo = mid;
		else
			hi = mid;
	}
	return &r->piece[lo];
}

const struct md_piece *
md_run_piece(const struct md_run *r, size_t i)
{
	return r->npiece ? piece_at(r, i) : NULL;
}

/* A piece is as long as what was typed for it, or it was typed otherwise. */
static bool
is_plain(const struct md_run *r, const struct md_piece *p)
{
	size_t next = (size_t)(p - r->piece) + 1;
	size_t end = next < r->npiece ? r->piece[next].from : r->text.n;

	while (
	    end > p->from && r->kind == MD_FENCE && r->text.p[end - 1] == '\n')
		end--;
	return end - p->from == p->at.to - p->at.from;
}

/* Where byte `i` of the text was typed: within the piece, whatever else its
 * text holds. */
static size_t
typed_at(const struct md_run *r, const struct md_piece *p, size_t i)
{
	size_t at = p->at.from;

	if (is_plain(r, p) && i > p->from)
		at += i - p->from;
	return at < p->at.to ? at : p->at.to;
}

struct span
md_run_span(const struct md_run *r, size_t from, size_t to)
{
	const struct md_piece *p, *q;
	struct span at;

	if (!r->npiece)
		return r->at;
	p = piece_at(r, from);
	q = piece_at(r, to > from ? to - 1 : from);
	at = p->at;
	at.from = typed_at(r, p, from);
	at.to = is_plain(r, q) ? typed_at(r, q, to) : q->at.to;
	if (at.to < at.from)
		at.to = at.from;
	return at;
}

#include "site/relay.h"

#include <string.h>

enum place_kind { PLACE_NONE, PLACE_SHARED, PLACE_NAMED };

static void
pack_span(
    struct buf *b, struct span at, const struct source *const *own, size_t nown)
{
	enum place_kind kind = at.src ? PLACE_SHARED : PLACE_NONE;

	for (size_t i = 0; i < nown; i++)
		if (at.src && at.src == own[i])
			kind = PLACE_NAMED;
	pack_u64(b, kind);
	if (kind == PLACE_SHARED)
		pack_u64(b, (uint64_t)(uintptr_t)at.src);
	if (kind == PLACE_NAMED)
		pack_str(b, str_of(at.src->name));
	pack_u64(b, at.from);
	pack_u64(b, at.to);
}

void
relay_pack(struct buf *b, const struct diag *d, const struct source *const *own,
    size_t nown)
{
	pack_u64(b, d->nerror);
	pack_u64(b, d->nwarning);
	pack_u64(b, d->n);
	for (size_t i = 0; i < d->n; i++) {
		const struct diag_item *item = &d->item[i];

		pack_u64(b, item->id);
		pack_span(b, item->at, own, nown);
		pack_str(b, item->text);
		pack_str(b, item->hint);
		pack_span(b, item->note_at, own, nown);
		pack_str(b, item->note);
	}
}

/* The file as it is now; a place in it is only shown. */
static const struct source *
source_of(struct relay *r, struct str name)
{
	struct project *p = r->p;
	struct source *s = map_find(&r->source, name);
	struct diag ignored = { .arena = p->a };
	struct diag *d = p->d;

	if (s)
		return s;
	name = str_copy(p->a, name);
	p->d = &ignored;
	s = project_read(p, name.p, PROJECT_MAX_FILE);
	p->d = d;
	if (s)
		map_put(&r->source, p->a, name, s);
	return s;
}

static struct span
unpack_span(struct relay *r, struct unpack *u)
{
	uint64_t kind = unpack_u64(u);
	struct span at = { 0 };

	if (kind == PLACE_SHARED)
		at.src = (const struct source *)(uintptr_t)unpack_u64(u);
	if (kind == PLACE_NAMED)
		at.src = source_of(r, unpack_str(u));
	at.from = (size_t)unpack_u64(u);
	at.to = (size_t)unpack_u64(u);
	if (!at.src)
		return (struct span){ 0 };
	return span_of(at.src, at.from, at.to);
}

static void
unpack_item(struct relay *r, struct unpack *u)
{
	struct diag *d = r->p->d;
	enum diag_id id = (enum diag_id)unpack_u64(u);
	struct span at = unpack_span(r, u), note_at;
	struct str text = unpack_str(u), hint, note;

	diag_report(d, id, at, "%.*s", STR_ARG(text));
	hint = unpack_str(u);
	note_at = unpack_span(r, u);
	note = unpack_str(u);
	if (hint.n)
		diag_hint(d, "%.*s", STR_ARG(hint));
	if (note.n)
		diag_note(d, note_at, "%.*s", STR_ARG(note));
}

void
relay_unpack(struct relay *r, struct unpack *u)
{
	size_t nerror = (size_t)unpack_u64(u);
	size_t nwarning = (size_t)unpack_u64(u);
	size_t n = (size_t)unpack_u64(u);
	struct diag *d = r->p->d;
	size_t errors = d->nerror + nerror, warnings = d->nwarning + nwarning;

	for (size_t i = 0; i < n && u->ok; i++)
		unpack_item(r, u);
	/* Those beyond what was kept are counted too. */
	d->nerror = errors;
	d->nwarning = warnings;
}

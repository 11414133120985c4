#include "diff/report_int.h"

struct section *
section_new(struct maker *m, const char *title, bool open, struct str count)
{
	struct report *r = m->out;
	struct section s = { .title = title, .count = count, .open = open };

	arena_push(m->a, r->section, r->nsection, r->capsection, s);
	return &r->section[r->nsection - 1];
}

struct sheet *
sheet_new(struct maker *m, struct section *s, struct str caption,
    const char *const *head, size_t ncol)
{
	struct sheet one = { .caption = caption, .ncol = ncol };

	for (size_t i = 0; i < ncol; i++) {
		one.number[i] = head[i][0] == '#';
		one.head[i] = head[i] + one.number[i];
	}
	arena_push(m->a, s->sheet, s->nsheet, s->capsheet, one);
	return &s->sheet[s->nsheet - 1];
}

static void
put(struct maker *m, struct sheet *s, struct field f)
{
	arena_push(m->a, s->field, s->nfield, s->capfield, f);
}

void
put_text(struct maker *m, struct sheet *s, struct str text)
{
	put(m, s, (struct field){ .text = text });
}

void
put_code(struct maker *m, struct sheet *s, struct str id)
{
	put(m, s, (struct field){ .text = id, .code = true });
}

void
put_link(struct maker *m, struct sheet *s, struct str text, struct str href)
{
	put(m, s, (struct field){ .text = text, .href = href });
}

void
put_note(struct maker *m, struct section *s, struct str text)
{
	arena_push(m->a, s->note, s->nnote, s->capnote, text);
}

struct str
count_text(struct arena *a, size_t n, const char *one, const char *many)
{
	return str_printf(a, "%zu %s", n, n == 1 ? one : many);
}

/* "5%" */
static struct str
threshold_text(struct maker *m)
{
	struct buf b = { 0 };

	rat_print(&b, rat_mul(m->a, m->c->threshold, rat_int(100)));
	buf_putc(&b, '%');
	return buf_take(&b, m->a);
}

void
note_small(struct maker *m, struct section *s, size_t n)
{
	if (n)
		put_note(m, s,
		    str_printf(m->a, "%zu more by less than %.*s.", n,
			STR_ARG(threshold_text(m))));
}

/* The clauses of the summary. */
struct clauses {
	struct str item[24];
	size_t n;
};

static void
say(struct maker *m, struct clauses *l, size_t n, size_t small, const char *one,
    const char *many)
{
	struct str text = count_text(m->a, n, one, many);

	if (!n)
		return;
	if (small == n)
		text = str_printf(m->a, "%.*s by less than %.*s", STR_ARG(text),
		    STR_ARG(threshold_text(m)));
	else if (small)
		text = str_printf(m->a, "%.*s (%zu by less than %.*s)",
		    STR_ARG(text), small, STR_ARG(threshold_text(m)));
	l->item[l->n++] = text;
}

/* What came or went, by kind. */
static void
say_members(struct maker *m, struct clauses *l)
{
	static const char *const one[] = { "service is gone", "guide is gone",
		"option is gone", "scenario is gone", "service is new",
		"guide is new", "option is new", "scenario is new" };
	static const char *const many[] = { "services are gone",
		"guides are gone", "options are gone", "scenarios are gone",
		"services are new", "guides are new", "options are new",
		"scenarios are new" };
	static const char *const other[] = { "service is renamed",
		"guide is renamed", "option is renamed",
		"scenario is renamed" };
	static const char *const others[] = { "services are renamed",
		"guides are renamed", "options are renamed",
		"scenarios are renamed" };
	size_t n[2 * MEMBER_COUNT] = { 0 }, shown[2] = { 0 };
	size_t renamed[MEMBER_COUNT] = { 0 };

	for (size_t i = 0; i < m->c->nmember; i++) {
		const struct member *b = &m->c->member[i];

		n[b->kind + (b->added ? MEMBER_COUNT : 0)]++;
	}
	for (size_t i = 0; i < countof(n); i++)
		say(m, l, n[i], 0, one[i], many[i]);
	for (size_t i = 0; i < m->c->nrenamed; i++)
		renamed[m->c->renamed[i].kind]++;
	for (size_t i = 0; i < MEMBER_COUNT; i++)
		say(m, l, renamed[i], 0, other[i], others[i]);
	for (size_t i = 0; i < m->c->nshowing; i++)
		shown[m->c->showing[i].added]++;
	say(m, l, shown[0], 0, "figure is no longer shown",
	    "figures are no longer shown");
	say(m, l, shown[1], 0, "figure is newly shown",
	    "figures are newly shown");
}

/* Prices, and limits apart from them. */
static void
say_facts(struct maker *m, struct clauses *l)
{
	size_t n[2] = { 0 }, small[2] = { 0 };

	for (size_t i = 0; i < m->c->nprice; i++) {
		const struct repriced *p = &m->c->price[i];
		bool price =
		    fact_is_price(p->new ? p->new->kind : p->old->kind);

		n[price]++;
		small[price] += p->small;
	}
	say(m, l, n[1], small[1], "price changes", "prices change");
	say(m, l, n[0], small[0], "limit changes", "limits change");
}

static void
summarize(struct maker *m)
{
	const struct changes *c = m->c;
	struct clauses l = { 0 };
	struct str same = count_text(m->a, c->nsame, "figure", "figures");
	struct buf b = { 0 };

	say(m, &l, c->nflip, 0, "winner flips", "winners flip");
	say(m, &l, c->nadvice, 0, "recommendation changes",
	    "recommendations change");
	say(m, &l, c->nleaf, 0, "answer of a decision tree changes",
	    "answers of decision trees change");
	say(m, &l, c->nmove, c->small_moves, "crossing moves",
	    "crossings move");
	say_facts(m, &l);
	say(m, &l, c->ncell, c->small_cells, "figure changes",
	    "figures change");
	say_members(m, &l);
	if (!l.n)
		buf_puts(&b, "Nothing changes");
	for (size_t i = 0; i < l.n; i++)
		buf_printf(&b, "%s%.*s",
		    !i		      ? ""
			: i + 1 < l.n ? ", "
				      : " and ",
		    STR_ARG(l.item[i]));
	buf_printf(&b, " from %.*s to %.*s; %.*s %s the same.",
	    STR_ARG(c->old->name), STR_ARG(c->new->name), STR_ARG(same),
	    c->nsame == 1 ? "is" : "are");
	m->out->summary = buf_take(&b, m->a);
}

void
report_make(struct arena *a, const struct changes *c,
    const struct arrangement *arranged, struct report *out)
{
	struct maker m = { a, c, arranged, out };

	*out = (struct report){ 0 };
	summarize(&m);
	report_answers(&m);
	report_moves(&m);
	report_members(&m);
	report_prices(&m);
	report_cells(&m);
	report_sentences(&m);
}

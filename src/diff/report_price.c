/* Sections of crossings, of what is gone or new, and of prices. */
#include "diff/report_int.h"

/* "1st", "22nd" */
static struct str
ordinal(struct arena *a, size_t n)
{
	static const char *const end[] = { "th", "st", "nd", "rd" };
	bool teen = n % 100 / 10 == 1;

	return str_printf(
	    a, "%zu%s", n, n % 10 < 4 && !teen ? end[n % 10] : "th");
}

static void
put_move(struct maker *m, struct sheet *s, const struct move *v)
{
	const struct meeting *p = v->meeting;
	struct str pair = str_printf(
	    m->a, "%.*s, %.*s", STR_ARG(p->name[0]), STR_ARG(p->name[1]));
	bool both = v->from && v->to;

	if (v->one_of_many)
		pair = str_printf(m->a, "%.*s, %.*s", STR_ARG(pair),
		    STR_ARG(ordinal(m->a, v->index + 1)));
	put_text(m, s, v->guide->id);
	put_text(m, s, pair);
	put_text(m, s, p->axis.n ? p->axis : STR("-"));
	put_text(m, s, p->free_tier);
	put_text(m, s,
	    both	  ? v->delta.from
		: v->from ? v->from->display
			  : STR("none"));
	put_text(m, s,
	    both	? v->delta.to
		: v->to ? v->to->display
			: STR("none"));
	put_text(m, s,
	    both	  ? v->delta.difference
		: v->from ? STR("vanished")
			  : STR("appeared"));
	put_text(m, s, both ? v->delta.percent : (struct str){ 0 });
}

void
report_moves(struct maker *m)
{
	static const char *const head[] = { "Guide", "Options", "Axis",
		"Free tier", "#Before", "#After", "#Change", "#%" };
	const struct changes *c = m->c;
	struct section *section;
	struct sheet *s;

	if (!c->nmove)
		return;
	section = section_new(m, "Crossings that move", true,
	    count_text(m->a, c->nmove, "crossing moves", "crossings move"));
	if (c->nmove > c->small_moves) {
		s = sheet_new(
		    m, section, (struct str){ 0 }, head, countof(head));
		for (size_t i = 0; i < c->nmove; i++)
			if (!c->move[i].small)
				put_move(m, s, &c->move[i]);
	}
	note_small(m, section, c->small_moves);
}

static void
put_member(struct maker *m, struct sheet *s, const struct member *b)
{
	put_text(m, s, b->added ? STR("new") : STR("gone"));
	put_text(m, s, str_of(member_name(b->kind)));
	put_code(m, s, b->id);
	put_text(m, s, b->name);
	put_text(m, s, b->guide);
	put_text(m, s, str_printf(m->a, "%zu", b->nfigure));
}

/* "old → new", or what both are */
static struct str
became(struct arena *a, struct str from, struct str to)
{
	if (str_eq(from, to))
		return to;
	return str_printf(a, "%.*s" ARROW "%.*s", STR_ARG(from), STR_ARG(to));
}

static void
put_renamed(struct maker *m, struct sheet *s, const struct renamed *r)
{
	put_text(m, s, STR("renamed"));
	put_text(m, s, str_of(member_name(r->kind)));
	put_code(m, s, became(m->a, r->from.id, r->to.id));
	put_text(m, s, became(m->a, r->from.name, r->to.name));
	put_text(m, s, r->guide);
	put_text(m, s, (struct str){ 0 });
}

void
report_members(struct maker *m)
{
	static const char *const head[] = { "Change", "Kind", "Id", "Name",
		"Guide", "#Figures" };
	const struct changes *c = m->c;
	size_t n = c->nmember + c->nrenamed;
	struct section *section;
	struct sheet *s;

	if (!n)
		return;
	section = section_new(m, "Gone, new and renamed", false,
	    str_printf(m->a, "%zu gone, new or renamed", n));
	s = sheet_new(m, section, (struct str){ 0 }, head, countof(head));
	for (size_t i = 0; i < c->nmember; i++)
		put_member(m, s, &c->member[i]);
	for (size_t i = 0; i < c->nrenamed; i++)
		put_renamed(m, s, &c->renamed[i]);
}

/* Prices that change alike in several regions stand in one row; so do those
 * of one service and region that come or go. */
struct row {
	const struct repriced *first;
	struct buf regions;
	size_t n;
};

static const struct fact *
any_fact(const struct repriced *p)
{
	return p->new ? p->new : p->old;
}

static struct str
row_key(struct arena *a, const struct repriced *p)
{
	const struct fact *f = any_fact(p);

	if (!p->old || !p->new)
		return str_printf(a, "%s\n%s\n%.*s\n%.*s",
		    p->old ? "gone" : "new", fact_name(f->kind),
		    STR_ARG(f->service), STR_ARG(f->region));
	return str_printf(a, "%s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s",
	    fact_name(f->kind), STR_ARG(f->service), STR_ARG(f->meter),
	    STR_ARG(f->detail), STR_ARG(p->delta.from), STR_ARG(p->delta.to),
	    STR_ARG(p->old->url), STR_ARG(f->url));
}

static void
add_region(struct row *r, const struct repriced *p)
{
	struct str region = any_fact(p)->region;

	r->n++;
	/* What comes or goes together is of one region. */
	if (region.n && (r->n == 1 || (p->old && p->new)))
		buf_printf(&r->regions, "%s%.*s", r->regions.n ? ", " : "",
		    STR_ARG(region));
}

static struct row **
make_rows(struct maker *m, size_t *n)
{
	const struct changes *c = m->c;
	struct row **row = arena_array(m->a, struct row *, c->nprice + 1);
	struct map known = { 0 };

	*n = 0;
	for (size_t i = 0; i < c->nprice; i++) {
		const struct repriced *p = &c->price[i];
		struct str key = row_key(m->a, p);
		struct row *r = map_find(&known, key);

		if (p->small)
			continue;
		if (!r) {
			r = row[(*n)++] = arena_new(m->a, struct row);
			r->first = p;
			map_put(&known, m->a, key, r);
		}
		add_region(r, p);
	}
	return row;
}

static struct str
source_text(struct arena *a, const struct repriced *p)
{
	const struct fact *new = any_fact(p);
	const struct fact *old = p->old ? p->old : new;

	if (!new->title.n)
		return (struct str){ 0 };
	if (!str_eq(old->title, new->title))
		return str_printf(a, "%.*s, %.*s" ARROW "%.*s, %.*s",
		    STR_ARG(old->title), STR_ARG(old->date),
		    STR_ARG(new->title), STR_ARG(new->date));
	if (str_eq(old->date, new->date))
		return str_printf(
		    a, "%.*s, %.*s", STR_ARG(new->title), STR_ARG(new->date));
	return str_printf(a, "%.*s, %.*s" ARROW "%.*s", STR_ARG(new->title),
	    STR_ARG(old->date), STR_ARG(new->date));
}

/* "compute, x86, tier 1", "free allowance requests, every month" */
static struct str
what_text(struct arena *a, const struct fact *f)
{
	const char *kind = f->kind == FACT_PRICE || f->kind == FACT_TIER
	    ? ""
	    : fact_name(f->kind);

	return str_printf(a, "%s%s%.*s%s%.*s", kind, kind[0] ? " " : "",
	    STR_ARG(f->meter), f->detail.n ? ", " : "", STR_ARG(f->detail));
}

static void
put_price(struct maker *m, struct sheet *s, struct row *r)
{
	const struct repriced *p = r->first;
	const struct fact *f = any_fact(p);
	struct str regions = buf_take(&r->regions, m->a);
	struct str none = STR("none"), many = { 0 };

	if (r->n > 1 && (!p->old || !p->new))
		many = str_printf(
		    m->a, "%zu \xC3\x97 %s", r->n, fact_name(f->kind));
	put_text(m, s, f->service);
	put_text(m, s, many.n ? many : what_text(m->a, f));
	put_text(m, s, regions);
	if (many.n) {
		put_text(m, s, p->old ? (struct str){ 0 } : none);
		put_text(m, s, p->new ? (struct str){ 0 } : none);
	} else {
		put_text(m, s,
		    p->old && p->new ? p->delta.from
			: p->old     ? p->old->amount.display
				     : none);
		put_text(m, s,
		    p->old && p->new ? p->delta.to
			: p->new     ? p->new->amount.display
				     : none);
	}
	put_text(m, s,
	    !p->old	  ? STR("new")
		: !p->new ? STR("gone")
			  : p->delta.percent);
	put_link(m, s, source_text(m->a, p), f->url);
}

void
report_prices(struct maker *m)
{
	static const char *const head[] = { "Service", "What", "Region",
		"#Before", "#After", "#%", "Source" };
	const struct changes *c = m->c;
	struct section *section;
	struct sheet *s;
	struct row **row;
	size_t n;

	if (!c->nprice && !c->nsourced)
		return;
	row = make_rows(m, &n);
	section = section_new(m, "Prices and limits", false,
	    c->nprice ? count_text(m->a, c->nprice, "price or limit changes",
			    "prices and limits change")
		      : count_text(m->a, c->nsourced,
			    "price or limit has another source or date",
			    "prices and limits have another source or date"));
	if (n) {
		s = sheet_new(
		    m, section, (struct str){ 0 }, head, countof(head));
		for (size_t i = 0; i < n; i++)
			put_price(m, s, row[i]);
	}
	note_small(m, section, c->small_prices);
	if (c->nsourced)
		put_note(m, section,
		    str_printf(m->a,
			"%zu with another source or date and the same "
			"value.",
			c->nsourced));
}

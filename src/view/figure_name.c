/* What a figure is, in the words of its guide. */
#include "view/figure_html.h"

static const struct {
	const char *family, *words;
} families[] = {
	{ "cost", "Monthly cost" },
	{ "ratio", "Ratio of costs" },
	{ "difference", "Difference of costs" },
	{ "winner", "Cheapest option" },
	{ "crossings", "Where the cheapest changes" },
	{ "intervals", "Cheapest option by interval" },
	{ "recommend", "Recommended option" },
	{ "free", "Free allowance" },
	{ "bound", "Input set by the option" },
};

/* `word` with a capital and blanks. */
static void
put_word(struct buf *out, struct str word, bool capital)
{
	char *p;

	buf_str(out, word);
	p = out->p + out->n - word.n;
	if (word.n && capital && *p >= 'a' && *p <= 'z')
		*p = (char)(*p - 'a' + 'A');
	for (size_t i = 0; i < word.n; i++)
		if (p[i] == '-' || p[i] == '_')
			p[i] = ' ';
}

static void
put_family(struct buf *out, struct str part)
{
	for (size_t i = 0; i < countof(families); i++)
		if (str_is(part, families[i].family)) {
			buf_puts(out, families[i].words);
			return;
		}
	put_word(out, part, true);
}

static struct str
service_name(const struct guide *g, struct str id)
{
	for (size_t i = 0; i < g->noption; i++)
		for (size_t k = 0; k < g->option[i].nuse; k++) {
			const struct use *u = &g->option[i].use[k];

			if (str_eq(u->service->id, id))
				return u->service->name;
		}
	return (struct str){ 0 };
}

/* The name that a part of an id stands for; empty: it is a word. */
static struct str
name_of(const struct guide *g, struct str part)
{
	const struct measurement *m;
	size_t i;

	if ((i = guide_option(g, part)) != SIZE_MAX)
		return g->option[i].name;
	if ((i = guide_scenario(g, part)) != SIZE_MAX)
		return g->scenario[i].name;
	m = guide_measurement(g, part);
	return m ? m->name : service_name(g, part);
}

static bool
is_whole(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

/* "10000" as "10,000"; what is no whole number as it is. */
static void
put_number(struct buf *out, struct str s)
{
	size_t head = is_whole(s) ? (s.n + 2) % 3 + 1 : s.n;

	buf_str(out, str_sub(s, 0, head));
	for (size_t i = head; i < s.n; i += 3) {
		buf_putc(out, ',');
		buf_str(out, str_sub(s, i, i + 3));
	}
}

/* "requests=10000,free_tier=full" as "at requests 10,000, free tier full". */
static void
put_changes(struct buf *out, struct str rest)
{
	struct str one, name, value;

	for (bool more = false; rest.n; more = true) {
		str_cut(rest, ',', &one, &rest);
		str_cut(one, '=', &name, &value);
		buf_puts(out, more ? ", " : " \xC2\xB7 at ");
		put_word(out, name, false);
		buf_putc(out, ' ');
		put_number(out, value);
	}
}

/* What a guide states has a name of its own. */
static void
put_fact(struct buf *out, const struct guide *g, struct str path)
{
	const struct datum *x;
	struct str id, field;

	str_cut(path, '.', &id, &field);
	x = datum_find(&g->facts, id);
	buf_str(out, x ? x->name : id);
	if (field.n)
		buf_printf(out, " \xC2\xB7 %.*s", STR_ARG(field));
}

/* "OPTION=FIGURE;OPTION=FIGURE" by the options. */
static void
put_rivals(struct buf *out, const struct guide *g, struct str rest)
{
	struct str one, option, id;

	buf_puts(out, "Better of");
	for (bool more = false; rest.n; more = true) {
		str_cut(rest, ';', &one, &rest);
		str_cut(one, '=', &option, &id);
		buf_puts(out, !more ? " " : rest.n ? ", " : " and ");
		buf_str(out, name_of(g, option));
	}
}

struct str
figure_name(const struct figures *f, struct str id)
{
	char room[256];
	struct buf out = BUF_IN(room);
	struct str path, changes, part;

	str_cut(id, '@', &path, &changes);
	str_cut(path, '.', &part, &path);
	if (str_is(part, "fact")) {
		put_fact(&out, f->g, path);
		return buf_take(&out, f->a);
	}
	if (str_is(part, "better")) {
		put_rivals(&out, f->g, changes);
		return buf_take(&out, f->a);
	}
	if (str_is(part, "sum"))
		return STR("Sum");
	put_family(&out, part);
	for (bool more = false; path.n; more = true) {
		struct str name;

		str_cut(path, '.', &part, &path);
		name = name_of(f->g, part);
		buf_puts(&out, more ? " \xC2\xB7 " : ": ");
		if (name.n)
			buf_str(&out, name);
		else
			put_word(&out, part, false);
	}
	put_changes(&out, changes);
	return buf_take(&out, f->a);
}

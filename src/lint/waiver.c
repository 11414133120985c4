/* Waivers: comments that take findings off the list until a day. */
#include "lint/lint_int.h"

static struct str
next_word(struct str *s)
{
	struct str w;
	size_t n = 0;

	*s = str_trim(*s);
	while (n < s->n && s->p[n] != ' ' && s->p[n] != '\n' &&
	    s->p[n] != '\t' && s->p[n] != '\r')
		n++;
	w = str_sub(*s, 0, n);
	*s = str_trim(str_from(*s, n));
	return w;
}

static void
wrong(struct lint *l, struct span at, size_t block, const char *what,
    struct str word)
{
	struct finding *f = finding_add(l, RULE_WAIVER, at,
	    "%s '%.*s'; a waiver is 'lint: allow RULE until 2027-03-01 "
	    "because REASON'",
	    what, STR_ARG(word));

	f->block = block;
}

/* "allow RULE until DATE because REASON" */
static struct waiver *
parse(struct lint *l, struct str s, struct span at, size_t block)
{
	struct waiver *w = arena_new(l->a, struct waiver);
	struct str allow = next_word(&s), rule = next_word(&s);
	struct str until = next_word(&s), date = next_word(&s);
	struct str because = next_word(&s);

	*w = (struct waiver){ .rule = rule_find(rule),
		.until_text = date,
		.because = s,
		.at = at,
		.block = block };
	if (!str_is(allow, "allow"))
		wrong(l, at, block, "'allow' is wanted, not", allow);
	else if (w->rule == RULES || w->rule == RULE_WAIVER)
		wrong(l, at, block, "there is no rule", rule);
	else if (!str_is(until, "until") || !day_parse(date, &w->until))
		wrong(l, at, block, "there is no day", date);
	else if (!str_is(because, "because") || !s.n)
		wrong(l, at, block, "there is no reason", because);
	else
		return w;
	return NULL;
}

static void
keep(struct lint *l, struct waiver *w)
{
	if (!w)
		return;
	w->expired = l->today.known && l->today.day > w->until;
	arena_push(l->a, l->waiver, l->nwaiver, l->capwaiver, w);
}

/* What follows "lint:" in a comment; false: it is another comment. */
static bool
lint_text_of(struct str s, struct str *out)
{
	s = str_trim(s);
	if (!str_starts(s, STR("lint:")))
		return false;
	*out = str_from(s, 5);
	return true;
}

void
waiver_markdown(struct lint *l, const struct md_run *comment)
{
	struct str rest = comment->text;

	/* One block of HTML can hold several. */
	for (;;) {
		size_t from = str_find(rest, STR("<!--"), 0), to;
		struct str text;

		if (from == SIZE_MAX)
			return;
		to = str_find(rest, STR("-->"), from);
		if (to == SIZE_MAX)
			to = rest.n;
		if (lint_text_of(str_sub(rest, from + 4, to), &text))
			keep(l, parse(l, text, comment->at, comment->block));
		rest = str_from(rest, to);
	}
}

/* Where the comment of a line starts, behind its '#'; SIZE_MAX: none. */
static size_t
comment_in(struct str line)
{
	for (size_t i = 0; (i = str_find(line, STR("#"), i)) != SIZE_MAX; i++)
		if (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t')
			return i + 1;
	return SIZE_MAX;
}

void
waiver_yaml(struct lint *l, const struct source *s, size_t to)
{
	for (size_t n = 1; n <= s->nline && s->line[n - 1] < to; n++) {
		struct str line = source_line(s, n), text;
		size_t i = comment_in(line), from = s->line[n - 1];
		struct waiver *w;

		if (i == SIZE_MAX || !lint_text_of(str_from(line, i), &text))
			continue;
		w = parse(l, text, span_of(s, from + i - 1, from + line.n), 0);
		if (w) {
			bool alone = !str_trim(str_sub(line, 0, i - 1)).n;

			w->first = n;
			w->last = n + alone;
		}
		keep(l, w);
	}
}

static bool
covers(const struct waiver *w, const struct finding *f)
{
	size_t line;

	if (w->rule != f->rule || w->at.src != f->at.src)
		return false;
	if (w->block)
		return w->block == f->block;
	line = source_place(f->at.src, f->at.from).line;
	return !f->block && line >= w->first && line <= w->last;
}

static void
apply(struct lint *l, struct finding *f)
{
	for (size_t i = 0; i < l->nwaiver; i++) {
		struct waiver *w = l->waiver[i];

		if (!f->at.src || !covers(w, f))
			continue;
		w->used = true;
		if (!w->expired)
			f->waiver = w;
	}
}

void
waiver_apply(struct lint *l)
{
	for (size_t i = 0; i < l->n; i++)
		apply(l, &l->finding[i]);
	for (size_t i = 0; i < l->nwaiver; i++) {
		const struct waiver *w = l->waiver[i];

		if (w->expired)
			finding_add(l, RULE_WAIVER, w->at,
			    "the waiver of '%s' ended on %.*s",
			    rule_name(w->rule), STR_ARG(w->until_text));
		else if (!w->used && l->on[w->rule])
			finding_add(l, RULE_WAIVER, w->at,
			    "the waiver of '%s' is for nothing: the rule "
			    "finds nothing here",
			    rule_name(w->rule));
	}
}

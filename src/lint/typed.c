/* Figures typed by hand: money, ratios, limits and thresholds. */
#include <string.h>

#include "lint/context.h"
#include "lint/word.h"

#define LEAST_BARE 1000 /* a smaller count without a word says nothing */

/* A number in a text, and what stands around it. */
struct typed {
	const struct subject *s;
	struct context c;
	struct number n;
};

static const char *const money_words[] = { "cost", "costs", "price", "prices",
	"total", "bill", "billed", "month", "monthly", "cheap", "cheaper",
	"pay", "spend", "budget", "charge", "charged", "fee", "saves",
	"savings", "usd" };

static const char *const limit_words[] = { "limit", "limits", "limited",
	"timeout", "timeouts", "time-out", "maximum", "max", "minimum", "quota",
	"cap" };

static const char *const bound_words[] = { "up to", "at most", "at least",
	"more than", "fewer than", "less than", "longer than", "shorter than",
	"over", "above", "below", "under", "beyond", "exceeds", "exceed",
	"within", "past" };

static const char *const behind_words[] = { "or more", "or fewer", "or less",
	"or longer", "and more", "and up" };

static const char *const percent_words[] = { "cheaper", "less", "more",
	"dearer", "lower", "higher", "off", "savings", "saving", "of the cost",
	"of the price", "of the bill" };

static bool
has_word(struct str s, const char *const *word, size_t n)
{
	size_t at, length;

	return word_any(s, word, n, &at, &length);
}

/* Whether one of the words ends the text before the number. */
static bool
is_right_before(const struct typed *k)
{
	struct str s = str_trim(str_sub(k->c.run->text, k->c.from, k->n.from));

	for (size_t i = 0; i < countof(bound_words); i++) {
		size_t n = strlen(bound_words[i]), at, length;

		if (s.n >= n &&
		    word_any(
			str_from(s, s.n - n), &bound_words[i], 1, &at, &length))
			return true;
	}
	return false;
}

static bool
is_right_behind(const struct typed *k, const char *const *word, size_t n)
{
	struct str s = str_trim(str_sub(k->c.run->text, k->n.to, k->c.to));
	size_t at, length;

	return word_any(s, word, n, &at, &length) && at == 0;
}

/* Said as a bound, so that the engine should know it. */
static bool
is_bound(const struct typed *k)
{
	struct str s = str_sub(k->c.run->text, k->n.from, k->n.to);

	if (is_right_before(k) ||
	    is_right_behind(k, behind_words, countof(behind_words)) ||
	    s.p[0] == '<' || s.p[0] == '>' || k->n.open)
		return true;
	return !k->n.unit.dim[DIM_REQUEST] &&
	    has_word(context_text(&k->c), limit_words, countof(limit_words));
}

static bool
is_code(const struct typed *k)
{
	const struct md_piece *p = md_run_piece(k->c.run, k->n.from);

	return k->c.run->kind == MD_FENCE || (p && p->kind == MD_SPAN);
}

/* A fence whose text is prose: without a language, or what a program says. */
static bool
is_prose_fence(const struct md_run *run)
{
	static const char *const words[] = { "", "text", "txt", "plain",
		"console", "output", "markdown", "md", "figures" };
	struct str word, rest;

	str_cut(run->info, ' ', &word, &rest);
	for (size_t i = 0; i < countof(words); i++)
		if (str_is(word, words[i]))
			return true;
	return false;
}

/* Where a comment starts on the line, or its end. */
static size_t
comment_from(const struct context *c)
{
	static const char *const marks[] = { "#", "//", "--", "/*", "<!--",
		";" };
	struct str line = context_text(c);
	size_t best = line.n;

	for (size_t i = 0; i < countof(marks); i++) {
		size_t at = str_find(line, str_of(marks[i]), 0);

		if (at < best)
			best = at;
	}
	return c->from + best;
}

/* "$1" of a query or a script is no money; in a comment it may be. */
static bool
is_code_money(const struct typed *k)
{
	const struct number *n = &k->n;
	struct str s = str_sub(k->c.run->text, n->from, n->to);
	struct str before;
	size_t comment = k->c.from;

	if (n->decimals > 0 || n->per_time)
		return true;
	if (k->c.run->kind != MD_FENCE)
		return n->grouped || s.p[0] == '~';
	if (!is_prose_fence(k->c.run))
		comment = comment_from(&k->c);
	if (comment > n->from)
		return false;
	before = str_trim(str_sub(k->c.run->text, k->c.from, n->from));
	return str_ends(before, STR(":")) || n->grouped || n->decimals < 0 ||
	    s.p[0] == '~' || !rat_eq(n->n, n->high) ||
	    has_word(str_sub(k->c.run->text, comment, k->c.to), money_words,
		countof(money_words));
}

static bool
is_year(const struct number *n)
{
	int64_t y = rat_to_int(n->n, 0);

	return n->kind == NUMBER_COUNT && n->ndigit == 4 && !n->grouped &&
	    !n->decimals && y >= 1900 && y <= 2100;
}

static void
add(const struct typed *k, enum lint_rule rule, const struct figure *fig)
{
	struct lint *l = k->s->l;
	char *typed =
	    str_cstr(l->a, str_sub(k->c.run->text, k->n.from, k->n.to));
	const char *how = "";
	struct finding *f;

	for (char *p = typed; *p; p++)
		*p = *p == '\n' ? ' ' : *p;
	if (fig && k->c.run->kind == MD_FENCE &&
	    str_find(k->c.run->info, STR("figures"), 0) == SIZE_MAX)
		how = ", in a fence with the word 'figures'";
	f = finding_add(l, rule, md_run_span(k->c.run, k->n.from, k->n.to),
	    fig ? "'%s' is typed by hand; {{%.*s}} is %.*s%s"
		: "'%s' is typed by hand, and no figure has that "
		  "value%.*s%.*s%s",
	    typed, STR_ARG(fig ? fig->id : STR("")),
	    STR_ARG(fig ? fig->display : STR("")), how);
	f->block = k->c.run->block;
	if (fig)
		f->figure = str_printf(l->a, "%.*s/%.*s",
		    STR_ARG(k->s->page->id), STR_ARG(fig->id));
}

static void
check_count(const struct typed *k)
{
	const struct number *n = &k->n;
	bool bare = n->kind == NUMBER_COUNT && !n->word.n;
	const struct figure *fig;

	if (is_code(k) || is_year(n) ||
	    (bare && rat_lt(n->high, rat_int(LEAST_BARE))) ||
	    context_sets(k->s, &k->c, n))
		return;
	fig = known_find(k->s, n);
	if (!fig && (n->kind == NUMBER_COUNT || !is_bound(k)))
		return;
	add(k,
	    n->kind == NUMBER_COUNT || n->unit.dim[DIM_REQUEST]
		? RULE_TYPED_COUNT
		: RULE_TYPED_QUANTITY,
	    fig);
}

static void
check_number(const struct typed *k)
{
	switch (k->n.kind) {
	case NUMBER_MONEY:
		if (!is_code(k) || is_code_money(k))
			add(k, RULE_TYPED_MONEY, known_find(k->s, &k->n));
		break;
	case NUMBER_RATIO:
		if (!is_code(k))
			add(k, RULE_TYPED_RATIO, known_find(k->s, &k->n));
		break;
	case NUMBER_PERCENT:
		if (!is_code(k) &&
		    is_right_behind(k, percent_words, countof(percent_words)))
			add(k, RULE_TYPED_RATIO, NULL);
		break;
	case NUMBER_QUANTITY:
	case NUMBER_COUNT:
		check_count(k);
		break;
	}
}

static bool
is_block(const struct md_run *run)
{
	return run->kind == MD_FENCE && str_starts(run->info, STR("breakeven"));
}

void
check_typed(struct subject *s)
{
	for (size_t i = 0; i < s->nrun; i++) {
		const struct md_run *run = &s->run[i];
		struct typed k = { .s = s };
		size_t pos = 0;

		if (is_block(run))
			continue;
		while (number_next(s->l->a, run->text, &pos, &k.n)) {
			k.c = context_of(run, k.n.from);
			check_number(&k);
		}
	}
}

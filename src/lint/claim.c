/* Comparisons of costs in prose that rest on no figure. */
#include "lint/context.h"
#include "lint/word.h"

static const char *const claims[] = { "cheaper than", "is cheaper",
	"are cheaper", "is the cheapest", "are the cheapest",
	"the cheaper option", "dearer than", "less expensive", "more expensive",
	"costs less", "costs more", "cost less", "cost more", "becomes cheaper",
	"gets cheaper" };

/* Whether the sentence names an option of the guide. */
static bool
names_option(const struct subject *s, struct str sentence)
{
	const struct guide *g = &s->page->guide;

	for (size_t i = 0; i < g->noption; i++) {
		const struct option *o = &g->option[i];

		if (o->compare && o->name.n &&
		    str_find(sentence, o->name, 0) != SIZE_MAX)
			return true;
	}
	return false;
}

static void
check_sentence(struct subject *s, const struct context *c)
{
	struct str text = context_text(c);
	size_t at, n;
	struct finding *f;

	if (!word_any(text, claims, countof(claims), &at, &n) ||
	    !names_option(s, text) || context_has_figure(s, c))
		return;
	f = finding_add(s->l, RULE_CLAIM,
	    md_run_span(c->run, c->from + at, c->from + at + n),
	    "'%.*s' is said without a figure, so that nothing keeps it true; "
	    "{{winner.SCENARIO}} and {{crossings.A.B.first}} say who is "
	    "cheaper, and where",
	    (int)n, text.p + at);
	f->block = c->run->block;
}

void
check_claims(struct subject *s)
{
	for (size_t i = 0; i < s->nrun; i++) {
		const struct md_run *run = &s->run[i];
		struct context c = { 0 };

		if (run->kind == MD_FENCE)
			continue;
		for (size_t k = 0; k < run->text.n; k = c.to + 1) {
			c = context_of(run, k);
			check_sentence(s, &c);
		}
	}
}

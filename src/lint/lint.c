#include "lint/lint_int.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
	const char *name, *about;
} rules[] = {
#define X(id, name, about) { name, about },
#include "lint/rule.def"
#undef X
};

const char *
rule_name(enum lint_rule r)
{
	return rules[r].name;
}

const char *
rule_about(enum lint_rule r)
{
	return rules[r].about;
}

enum lint_rule
rule_find(struct str name)
{
	int r = 0;

	while (r < RULES && !str_is(name, rules[r].name))
		r++;
	return (enum lint_rule)r;
}

struct str *
rule_names(struct arena *a)
{
	struct str *all = arena_array(a, struct str, RULES);

	for (int i = 0; i < RULES; i++)
		all[i] = str_of(rules[i].name);
	return all;
}

void
lint_init(struct lint *l, struct project *p, const struct today *t)
{
	*l = (struct lint){ .a = p->a, .d = p->d, .p = p, .today = *t };
	for (int i = 0; i < RULES; i++)
		l->on[i] = true;
}

struct finding *
finding_add(
    struct lint *l, enum lint_rule rule, struct span at, const char *fmt, ...)
{
	struct finding f = { .rule = rule, .at = at, .serial = l->n };
	char *p;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	p = arena_array(l->a, char, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	f.text = (struct str){ p, (size_t)n };
	arena_push(l->a, l->finding, l->n, l->cap, f);
	return &l->finding[l->n - 1];
}

static int
compare_findings(const void *pa, const void *pb)
{
	const struct finding *a = pa, *b = pb;
	int c = span_order(a->at, b->at);

	if (c)
		return c;
	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	return (a->serial > b->serial) - (a->serial < b->serial);
}

/* Takes out what rules found that are off. */
static void
drop_off(struct lint *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		if (l->on[l->finding[i].rule])
			l->finding[n++] = l->finding[i];
	l->n = n;
}

/* What the computation said besides; the tree has a rule of its own. */
static void
pass_on(struct lint *l, const struct diag *d)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct diag_item *item = &d->item[i];

		if (item->id == DIAG_TREE || item->id == DIAG_TREE_BRANCH)
			continue;
		diag_report(
		    l->d, item->id, item->at, "%.*s", STR_ARG(item->text));
		if (item->note.n)
			diag_note(
			    l->d, item->note_at, "%.*s", STR_ARG(item->note));
		if (item->hint.n)
			diag_hint(l->d, "%.*s", STR_ARG(item->hint));
	}
}

static bool
check_page(struct lint *l, struct page *page)
{
	struct subject s = { .l = l, .page = page };
	struct diag d = { .arena = l->a }, scratch = { .arena = l->a };
	bool ok = page_compute(l->a, &d, page, &s.m);

	pass_on(l, &d);
	if (!ok)
		return false;
	/* What is asked for from here on need not be there. */
	s.m.figures.d = &scratch;
	if (!texts_collect(&s))
		return false;
	known_init(&s);
	check_typed(&s);
	check_claims(&s);
	check_missing(&s);
	check_tree(&s);
	check_arithmetic(&s);
	check_options(&s);
	check_stated(&s);
	check_provided(&s);
	check_damage(&s);
	return true;
}

static void
read_waivers(struct lint *l)
{
	for (size_t i = 0; i < l->p->catalog.services.n; i++) {
		const struct service *s = l->p->catalog.services.entry[i].value;

		if (s->at.src)
			waiver_yaml(l, s->at.src, s->at.src->text.n);
	}
	for (size_t i = 0; i < l->p->npage; i++) {
		const struct page *p = &l->p->page[i];

		waiver_yaml(l, p->markdown, p->body);
		if (p->guide.at.src)
			waiver_yaml(
			    l, p->guide.at.src, p->guide.at.src->text.n);
	}
}

bool
lint_run(struct lint *l)
{
	bool ok = true;

	read_waivers(l);
	for (size_t i = 0; i < l->p->npage; i++)
		ok &= check_page(l, &l->p->page[i]);
	if (!ok)
		return false;
	check_data_damage(l);
	check_meters(l);
	check_inputs(l);
	check_needs(l);
	check_stated_prices(l);
	check_catalog(l);
	check_stale(l);
	waiver_apply(l);
	drop_off(l);
	if (l->n)
		qsort(l->finding, l->n, sizeof(*l->finding), compare_findings);
	return true;
}

struct lint_count
lint_count(const struct lint *l)
{
	struct lint_count c = { 0 };

	for (size_t i = 0; i < l->n; i++) {
		const struct finding *f = &l->finding[i];

		if (f->waiver || f->because.n)
			c.nwaived++;
		else if (f->warning)
			c.nwarning++;
		else if (f->rule == RULE_STALE)
			c.nstale++;
		else
			c.nfinding++;
	}
	return c;
}

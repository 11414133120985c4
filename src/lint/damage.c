/* Texts whose characters were read as something else. */
#include "lint/lint_int.h"
#include "text/mojibake.h"

#define SHOWN 60 /* [byte] of a damaged run */

/* The run, cut where it is long, at a character. */
static struct str
cut(struct lint *l, struct str s)
{
	size_t n = SHOWN;

	if (s.n <= n)
		return s;
	while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n--;
	return str_printf(l->a, "%.*s...", (int)n, s.p);
}

static void
check_source(struct lint *l, const struct subject *s, const struct source *src)
{
	struct finding *f;
	struct mojibake m;
	struct damage d;

	mojibake_init(&m, l->a, src->text);
	while (mojibake_next(&m, &d)) {
		struct str run = cut(l, str_sub(src->text, d.from, d.to));
		struct span at = span_of(src, d.from, d.to);

		if (d.original.n)
			f = finding_add(l, RULE_MOJIBAKE, at,
			    "'%.*s' was probably '%.*s'%s", STR_ARG(run),
			    STR_ARG(cut(l, d.original)),
			    d.guessed ? "; a byte was lost, this is a guess"
				      : "");
		else
			f = finding_add(l, RULE_MOJIBAKE, at,
			    "'%.*s' is damaged, and what was lost cannot be "
			    "told",
			    STR_ARG(run));
		f->block = s ? text_block(s, at) : 0;
	}
}

void
check_damage(struct subject *s)
{
	const struct page *p = s->page;

	check_source(s->l, s, p->markdown);
	if (p->guide.at.src)
		check_source(s->l, s, p->guide.at.src);
}

void
check_data_damage(struct lint *l)
{
	const struct map *services = &l->p->catalog.services;
	struct source *site =
	    project_read(l->p, "content/site.yaml", PROJECT_MAX_MARKDOWN);

	if (site)
		check_source(l, NULL, site);
	for (size_t i = 0; i < services->n; i++) {
		const struct service *s = services->entry[i].value;

		if (s->at.src)
			check_source(l, NULL, s->at.src);
	}
}

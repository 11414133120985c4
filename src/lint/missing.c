/* Figures in running text that cannot be had. */
#include "lint/lint_int.h"

/* Cells of tables, and the texts that a comparison has for its cells. */
static bool
is_cell(const struct subject *s, const struct md_run *run)
{
	if (run->kind == MD_CELL)
		return true;
	for (size_t i = 0; run->block && i < s->nrun; i++)
		if (s->run[i].kind == MD_FENCE &&
		    s->run[i].block == run->block &&
		    str_is(s->run[i].info, "breakeven compare"))
			return true;
	return false;
}

static void
check_piece(
    struct subject *s, const struct md_run *run, const struct md_piece *p)
{
	const struct figure *fig = figure_get(&s->m.figures, p->id, p->at);
	struct finding *f;

	if (!fig || !fig->missing || !fig->shown || is_cell(s, run))
		return;
	f = finding_add(s->l, RULE_MISSING_FIGURE, p->at,
	    "{{%.*s}} stands in a text and is '%.*s'; say in words what is so, "
	    "or show it in a table",
	    STR_ARG(p->id), STR_ARG(fig->display));
	f->block = run->block;
}

void
check_missing(struct subject *s)
{
	for (size_t i = 0; i < s->nrun; i++) {
		const struct md_run *run = &s->run[i];

		for (size_t k = 0; k < run->npiece; k++)
			if (run->piece[k].kind == MD_FIGURE)
				check_piece(s, run, &run->piece[k]);
	}
}

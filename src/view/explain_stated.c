/* Explanations of what a guide states, and of what is made of figures. */
#include "view/explain_int.h"

/* A figure that is a part of this one. */
static bool
add_figure(struct explainer *e, struct node *root, struct str id)
{
	const struct figure *fig = figure_get(e->f, id, e->path.at);
	struct node *step;

	if (!fig)
		return false;
	step = step_new(e->a, "figure",
	    str_printf(e->a, "%.*s/%.*s", STR_ARG(e->g->id), STR_ARG(fig->id)));
	step_figure(e->a, step, fig, false);
	step_set(e->a, step, "about", fig->formula);
	for (size_t i = 0; i < fig->nsource; i++)
		step_source(e->a, step, fig->source[i]);
	step_part(e->a, root, step);
	return true;
}

bool
add_figures(struct explainer *e, struct node *root, const struct expr *x)
{
	struct str text = expr_text(x);
	size_t open = str_find(text, STR("{{"), 0),
	       close = str_find(text, STR("}}"), 0);
	bool ok = true;

	if (open == SIZE_MAX)
		return true;
	if (x->op == OP_NUMBER)
		return add_figure(
		    e, root, str_trim(str_sub(text, open + 2, close)));
	for (size_t i = 0; i < x->narg; i++)
		ok &= add_figures(e, root, x->arg[i]);
	return ok;
}

/* fact.ID */
bool
explain_stated(struct explainer *e, struct node *root)
{
	const struct datum *x = datum_find(&e->g->facts, e->path.part[1]);

	step_at(e->a, root, x->at);
	step_source(e->a, root, x->source);
	step_set(e->a, root, "note", x->note);
	if (x->formula)
		step_set(e->a, root, "formula", x->formula->text);
	for (size_t i = 0; i < x->nterm; i++)
		if (!add_figure(e, root,
			str_printf(e->a, "fact.%.*s",
			    STR_ARG(e->g->facts.item[x->term[i]].id))))
			return false;
	return true;
}

/* sum@FIGURE;FIGURE and better.less@OPTION=FIGURE;OPTION=FIGURE */
bool
explain_parts(struct explainer *e, struct node *root)
{
	bool named = str_is(e->path.part[0], "better");
	struct str rest = e->path.changes, one, name;

	while (rest.n) {
		str_cut(rest, ';', &one, &rest);
		if (named)
			str_cut(one, '=', &name, &one);
		if (!str_is(one, "none") && !add_figure(e, root, one))
			return false;
	}
	return true;
}

/* Explanations of facts: where each is written, and where it was read. */
#include "view/explain_int.h"

static void
add_bound(struct explainer *e, struct node *root, const char *name, bool given,
    const struct qty *q)
{
	struct node *step = step_new(e->a, "value", str_of(name));

	if (!given)
		return;
	step_value(e->a, step, q->n, &q->unit, q->word);
	step_at(e->a, step, q->at);
	step_part(e->a, root, step);
}

static void
add_limit_values(struct explainer *e, struct node *root, const struct limit *m)
{
	struct node *step;

	add_bound(e, root, "min", m->has_min, &m->min);
	add_bound(e, root, "max", m->has_max, &m->max);
	add_bound(e, root, "default", m->has_default, &m->otherwise);
	for (size_t i = 0; i < m->nvalue; i++)
		add_bound(e, root, "allowed", true, &m->value[i]);
	for (size_t i = 0; i < m->nword; i++) {
		step = step_new(e->a, "value", STR("allowed"));
		step_word(e->a, step, m->word[i]);
		step_part(e->a, root, step);
	}
	if (!m->when)
		return;
	step = step_new(e->a, "when", (struct str){ 0 });
	step_set(e->a, step, "formula", expr_text(m->when));
	step_at(e->a, step, m->when->at);
	step_part(e->a, root, step);
}

bool
explain_limit(struct explainer *e, struct node *root)
{
	const struct service *s =
	    catalog_find(e->g->terms->catalog, e->path.part[1]);
	const struct limit *m = NULL;

	for (size_t i = 0; i < s->nlimit && !m; i++)
		if (str_eq(s->limit[i].id, e->path.part[2]))
			m = &s->limit[i];
	if (!m)
		return true;
	step_at(e->a, root, m->at);
	step_source(e->a, root, m->source);
	step_set(e->a, root, "note", m->note);
	if (m->of)
		step_set(e->a, root, "formula", expr_text(m->of));
	if (m->adjustable)
		node_set_bool(e->a, root, "adjustable", true);
	add_limit_values(e, root, m);
	return true;
}

/* price.SERVICE.METER.REGION[.CHOICE...][.TIER] */
bool
explain_price(struct explainer *e, struct node *root)
{
	const struct service *s =
	    catalog_find(e->g->terms->catalog, e->path.part[1]);

	for (size_t m = 0; m < s->nmeter; m++)
		for (size_t i = 0; i < s->meter[m].nprice; i++)
			if (str_eq(s->meter[m].price[i].key, e->fig->price[0]))
				step_part(e->a, root,
				    price_step(e, &s->meter[m],
					&s->meter[m].price[i]));
	return true;
}

bool
explain_free(struct explainer *e, struct node *root)
{
	const struct service *s =
	    catalog_find(e->g->terms->catalog, e->path.part[1]);

	for (size_t i = 0; i < s->nallowance; i++)
		if (str_eq(s->allowance[i].name, e->path.part[2]))
			step_part(e->a, root,
			    allowance_step(
				e, s, &s->allowance[i], &e->g->market));
	return true;
}

bool
explain_input(struct explainer *e, struct node *root)
{
	const struct workload *w = e->setup.workload;
	size_t slot = scope_find(&w->terms->scope, e->path.part[2]);

	step_part(e->a, root, term_step(e, w, slot));
	return true;
}

bool
explain_bound(struct explainer *e, struct node *root)
{
	size_t i = guide_option(e->g, e->path.part[1]);
	const struct option *o = &e->g->option[i];
	const struct use *use = option_use(o, e->path.part[2]);
	const struct binding *b = use_binding(use, e->path.part[3]);

	step_at(e->a, root, b->at);
	if (b->value && b->value->op != OP_NUMBER)
		step_set(e->a, root, "formula", expr_text(b->value));
	return !b->value || add_figures(e, root, b->value);
}

bool
explain_option(struct explainer *e, struct node *root)
{
	size_t i = guide_option(e->g, e->path.part[1]);

	step_at(e->a, root, e->g->option[i].at);
	return true;
}

bool
explain_scenario(struct explainer *e, struct node *root)
{
	size_t i = guide_scenario(e->g, e->path.part[1]);

	step_at(e->a, root, e->g->scenario[i].at);
	return true;
}

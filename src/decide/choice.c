#include "decide/guide.h"

struct planter {
	struct guide *g;
	struct arena *a;
	struct diag *d;
	struct scope scope; /* the terms, with figures */
};

static struct choice *
load_choice(struct planter *p, const struct node *n, int depth);

static bool
load_answer(struct planter *p, struct fields *f, struct choice *c)
{
	const struct node *n = field_get(f, "choose");
	struct str id;

	c->option = SIZE_MAX;
	if (n && node_text(p->d, n, &id))
		c->option = guide_option_get(p->g, p->d, n->at, id);
	if (field_text(f, "why", &c->why))
		c->why_at = field_find(f, "why")->at;
	return fields_end(f) && c->option != SIZE_MAX;
}

static bool
load_ask(struct planter *p, struct fields *f, struct choice *c, int depth)
{
	const struct node *n;
	bool ok = true;

	if (field_text_required(f, "ask", &c->ask))
		c->ask_at = field_find(f, "ask")->at;
	n = field_get(f, "when");
	if (n && node_text(p->d, n, &c->when_text)) {
		c->when =
		    expr_compile_truth(&p->scope, p->d, n->at, c->when_text);
		ok = c->when != NULL;
	}
	n = field_get(f, "yes");
	if (n)
		c->yes = load_choice(p, n, depth + 1);
	n = field_get(f, "no");
	if (n)
		c->no = load_choice(p, n, depth + 1);
	return fields_end(f) && ok && c->when && c->yes && c->no;
}

static struct choice *
load_choice(struct planter *p, const struct node *n, int depth)
{
	struct choice *c = arena_new(p->a, struct choice);
	struct fields f;

	c->at = n->at;
	c->serial = p->g->nchoice++;
	if (depth > 32) {
		diag_report(p->d, DIAG_YAML_DEPTH, n->at,
		    "a decision tree is at most 32 questions deep");
		return NULL;
	}
	fields_begin(&f, p->a, p->d, n, "a node of the decision tree");
	if (n->kind == NODE_MAP && node_find(n, STR("choose")))
		return load_answer(p, &f, c) ? c : NULL;
	return load_ask(p, &f, c, depth) ? c : NULL;
}

bool
guide_load_tree(struct guide *g, struct arena *a, struct diag *d,
    guide_figure figure, void *ctx)
{
	struct planter p = { .g = g, .a = a, .d = d };

	g->nchoice = 0;
	if (!g->decide)
		return true;
	p.scope = g->terms->scope;
	p.scope.figure = figure;
	p.scope.figure_ctx = ctx;
	g->tree = load_choice(&p, g->decide, 0);
	return g->tree != NULL;
}

/* The value of a predicate: 1, 0, or -1 when it hangs on a value that is not
 * given.  `a or b` holds when one does, whatever the other lacks. */
static int
judge(struct arena *a, const struct expr *e, const struct workload *w,
    struct str *lacks)
{
	int l, r;

	if (e->op == OP_AND || e->op == OP_OR) {
		l = judge(a, e->arg[0], w, lacks);
		r = judge(a, e->arg[1], w, lacks);
		if (e->op == OP_OR ? (l == 1 || r == 1) : (l == 0 || r == 0))
			return e->op == OP_OR;
		return l < 0 || r < 0 ? -1 : l;
	}
	if (e->op == OP_NOT) {
		l = judge(a, e->arg[0], w, lacks);
		return l < 0 ? l : !l;
	}
	for (size_t i = 0; i < w->terms->scope.n; i++) {
		if (!w->given[i] && expr_uses(e, i)) {
			*lacks = w->terms->scope.var[i].name;
			return -1;
		}
	}
	return !rat_is_zero(expr_eval(a, e, w->value));
}

const struct choice *
choice_walk(struct arena *a, const struct choice *c, const struct workload *w,
    struct str *lacks)
{
	while (c->when) {
		int yes = judge(a, c->when, w, lacks);

		if (yes < 0)
			return NULL;
		c = yes ? c->yes : c->no;
	}
	return c;
}

#include "mustache/mustache_int.h"
#include "text/escape.h"

/* The context: where names are looked up, innermost first. */
struct scope {
	const struct node *node;
	const struct scope *outer;
};

struct render {
	struct buf *out;
	struct arena *a;
	struct diag *d;
	const struct mustache_set *partials;
	bool strict;
	const struct scope *scope;
	struct str indent; /* goes before each line of the partial */
	int depth;	   /* partials we are in */
	size_t npartial;   /* partials so far */
	bool ok;
	bool stop; /* no use going on */
};

/* A place that is rendered many times is wrong once. */
static bool
is_reported(const struct render *r, enum diag_id id, struct span at)
{
	for (size_t i = 0; i < r->d->n; i++) {
		const struct diag_item *item = &r->d->item[i];

		if (item->id == id && item->at.src == at.src &&
		    item->at.from == at.from)
			return true;
	}
	return false;
}

/* Hints at the key of one of the maps that is nearest to `given`. */
static void
hint_name(struct render *r, struct str given, const struct scope *s)
{
	struct str *name = NULL;
	size_t n = 0, cap = 0;

	for (; s; s = s->outer)
		for (size_t i = 0; s->node && i < s->node->map.n; i++)
			arena_push(r->a, name, n, cap, node_key(s->node, i));
	diag_nearest(r->d, given, name, n);
}

/* Part `i` of the name is not in `holder`, or not in the scope if it is 0. */
static void
report_name(
    struct render *r, const struct op *op, size_t i, const struct node *holder)
{
	struct str part = op->part[i];
	size_t from = (size_t)(part.p - op->text.p);
	struct span at = span_sub(op->at, from, from + part.n);
	struct scope only = { holder, NULL };

	r->ok = false;
	if (is_reported(r, DIAG_TEMPLATE_NAME, at))
		return;
	if (i == 0)
		diag_report(r->d, DIAG_TEMPLATE_NAME, at,
		    "'%.*s' is not a name here", STR_ARG(part));
	else
		diag_report(r->d, DIAG_TEMPLATE_NAME, at,
		    "'%.*s' is not in '%.*s'", STR_ARG(part), (int)from - 1,
		    op->text.p);
	hint_name(r, part, i == 0 ? r->scope : &only);
}

static const struct node *
find_in_scope(const struct scope *s, struct str name)
{
	const struct node *n = NULL;

	for (; s && !n; s = s->outer)
		n = node_find(s->node, name);
	return n;
}

/* NULL when there is none, which in strict mode is reported. */
static const struct node *
look_up(struct render *r, const struct op *op)
{
	const struct node *n = r->scope->node, *holder = NULL;

	for (size_t i = 0; i < op->npart; i++) {
		holder = n;
		n = i == 0 ? find_in_scope(r->scope, op->part[0])
			   : node_find(holder, op->part[i]);
		if (!n) {
			if (r->strict)
				report_name(r, op, i, holder);
			break;
		}
	}
	return n;
}

static bool
is_truthy(const struct node *n)
{
	if (!n)
		return false;
	switch (n->kind) {
	case NODE_NULL:
		return false;
	case NODE_BOOL:
		return n->yes;
	case NODE_STRING:
		return n->text.n > 0;
	case NODE_LIST:
		return n->n > 0;
	case NODE_NUMBER:
	case NODE_MAP:
		break;
	}
	return true;
}

static void
report_kind(struct render *r, const struct op *op, const char *kind)
{
	r->ok = false;
	if (!is_reported(r, DIAG_TEMPLATE_NAME, op->at))
		diag_report(r->d, DIAG_TEMPLATE_NAME, op->at,
		    "'%.*s' is %s, not a text", STR_ARG(op->text), kind);
}

static struct str
text_of(struct render *r, const struct op *op, const struct node *n)
{
	switch (n->kind) {
	case NODE_NULL:
		break;
	case NODE_BOOL:
		return n->yes ? STR("true") : STR("false");
	case NODE_NUMBER:
	case NODE_STRING:
		return n->text;
	case NODE_LIST:
	case NODE_MAP:
		if (r->strict)
			report_kind(
			    r, op, n->kind == NODE_LIST ? "a list" : "a map");
		break;
	}
	return (struct str){ 0 };
}

static void
render_text(struct render *r, const struct op *op)
{
	if (op->starts_line)
		buf_str(r->out, r->indent);
	buf_str(r->out, op->text);
}

static void
render_variable(struct render *r, const struct op *op)
{
	const struct node *n = look_up(r, op);

	if (!n)
		return;
	if (op->kind == OP_RAW)
		buf_str(r->out, text_of(r, op, n));
	else
		escape_html(r->out, text_of(r, op, n));
}

static void render_ops(struct render *r, const struct op *op);

static void
render_within(struct render *r, const struct op *body, const struct node *n)
{
	struct scope inner = { n, r->scope };

	r->scope = &inner;
	render_ops(r, body);
	r->scope = inner.outer;
}

static void
render_section(struct render *r, const struct op *op)
{
	const struct node *n = look_up(r, op);

	if (!is_truthy(n))
		return;
	if (n->kind != NODE_LIST) {
		render_within(r, op->body, n);
		return;
	}
	for (size_t i = 0; i < n->n && !r->stop; i++)
		render_within(r, op->body, n->item[i]);
}

static void
render_inverted(struct render *r, const struct op *op)
{
	if (!is_truthy(look_up(r, op)))
		render_ops(r, op->body);
}

static void
report_partial(struct render *r, const struct op *op)
{
	const struct map *m = &r->partials->by_name;
	struct str *name;

	r->ok = false;
	if (is_reported(r, DIAG_TEMPLATE_PARTIAL, op->at))
		return;
	name = arena_array(r->a, struct str, m->n);
	for (size_t i = 0; i < m->n; i++)
		name[i] = m->entry[i].key;
	diag_report(r->d, DIAG_TEMPLATE_PARTIAL, op->at,
	    "no partial is named '%.*s'", STR_ARG(op->text));
	diag_nearest(r->d, op->text, name, m->n);
}

/* A partial that calls itself twice would take for ever to get out of. */
static bool
is_too_deep(struct render *r, const struct op *op)
{
	if (r->depth == MUSTACHE_MAX_DEPTH)
		diag_report(r->d, DIAG_TEMPLATE_DEPTH, op->at,
		    "partials nested deeper than %d", MUSTACHE_MAX_DEPTH);
	else if (r->npartial == MUSTACHE_MAX_PARTIALS)
		diag_report(r->d, DIAG_TEMPLATE_DEPTH, op->at,
		    "more than %d partials in one text", MUSTACHE_MAX_PARTIALS);
	else
		return false;
	r->ok = false;
	r->stop = true;
	return true;
}

static struct str
indent_within(struct render *r, const struct op *op)
{
	if (!op->alone)
		return (struct str){ 0 };
	if (!r->indent.n)
		return op->indent;
	return str_printf(
	    r->a, "%.*s%.*s", STR_ARG(r->indent), STR_ARG(op->indent));
}

static void
render_partial(struct render *r, const struct op *op)
{
	const struct mustache *m = map_find(&r->partials->by_name, op->text);
	struct str indent = r->indent;

	if (!m) {
		if (r->strict)
			report_partial(r, op);
		return;
	}
	if (is_too_deep(r, op))
		return;
	r->indent = indent_within(r, op);
	r->depth++;
	r->npartial++;
	render_ops(r, m->body);
	r->depth--;
	r->indent = indent;
}

static void
render_ops(struct render *r, const struct op *op)
{
	for (; op && !r->stop; op = op->next) {
		switch (op->kind) {
		case OP_TEXT:
			render_text(r, op);
			break;
		case OP_VARIABLE:
		case OP_RAW:
			render_variable(r, op);
			break;
		case OP_SECTION:
			render_section(r, op);
			break;
		case OP_INVERTED:
			render_inverted(r, op);
			break;
		case OP_PARTIAL:
			render_partial(r, op);
			break;
		}
	}
}

bool
mustache_render(struct buf *out, struct arena *a, struct diag *d,
    const struct mustache *m, const struct mustache_set *partials,
    const struct node *data, enum mustache_mode mode)
{
	static const struct mustache_set none;
	struct scope top = { data, NULL };
	struct render r = { .out = out,
		.a = a,
		.d = d,
		.partials = partials ? partials : &none,
		.strict = mode == MUSTACHE_STRICT,
		.scope = &top,
		.ok = true };

	render_ops(&r, m->body);
	return r.ok;
}

#include "expr/expr_int.h"

#include <string.h>

struct slot_ref {
	size_t slot;
};

struct word_ref {
	int64_t value;
};

void
scope_init(struct scope *s, struct arena *a)
{
	*s = (struct scope){ .arena = a };
	s->words = arena_new(a, struct map);
}

size_t
scope_add(struct scope *s, struct var v)
{
	struct slot_ref *ref = arena_new(s->arena, struct slot_ref);

	ref->slot = s->n;
	map_put(&s->by_name, s->arena, v.name, ref);
	arena_push(s->arena, s->var, s->n, s->cap, v);
	return ref->slot;
}

size_t
scope_find(const struct scope *s, struct str name)
{
	const struct slot_ref *ref = map_find(&s->by_name, name);

	return ref ? ref->slot : SIZE_MAX;
}

struct rat
scope_word(const struct scope *s, struct str word)
{
	struct word_ref *ref = map_find(s->words, word);

	if (!ref) {
		ref = arena_new(s->arena, struct word_ref);
		ref->value = (int64_t)s->words->n;
		map_put(s->words, s->arena, word, ref);
	}
	return rat_int(ref->value);
}

struct parser {
	const struct scope *s;
	struct diag *d;
	struct span at;
	struct str text;
	struct unit_env units; /* with the scope's names */
	size_t pos;
	int depth, noperator;
};

static struct span
span_from(const struct parser *p, size_t from)
{
	size_t to = p->pos;

	while (to > from && (p->text.p[to - 1] == ' '))
		to--;
	return span_sub(p->at, from, to);
}

static struct expr *
new_expr(struct parser *p, enum expr_op op, size_t from)
{
	struct expr *e = arena_new(p->s->arena, struct expr);

	e->op = op;
	e->unit = unit_one();
	e->at = span_from(p, from);
	return e;
}

static void
add_arg(struct parser *p, struct expr *e, struct expr *arg)
{
	arena_push(p->s->arena, e->arg, e->narg, e->cap, arg);
}

static inline void
skip_blanks(struct parser *p)
{
	while (p->pos < p->text.n &&
	    (p->text.p[p->pos] == ' ' || p->text.p[p->pos] == '\t' ||
		p->text.p[p->pos] == '\n' || p->text.p[p->pos] == '\r'))
		p->pos++;
}

static bool
is_name_char(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    (!first && c >= '0' && c <= '9');
}

static struct str
peek_name(struct parser *p)
{
	size_t i;

	skip_blanks(p);
	i = p->pos;
	while (i < p->text.n && is_name_char(p->text.p[i], i == p->pos))
		i++;
	return str_sub(p->text, p->pos, i);
}

static bool
accept(struct parser *p, const char *token)
{
	struct str t = str_of(token);

	skip_blanks(p);
	if (!str_starts(str_from(p->text, p->pos), t))
		return false;
	p->pos += t.n;
	return true;
}

static bool
accept_word(struct parser *p, const char *word)
{
	struct str name = peek_name(p);

	if (!str_is(name, word))
		return false;
	p->pos += name.n;
	return true;
}

static struct expr *
syntax_error(struct parser *p, const char *wanted)
{
	size_t to = p->pos < p->text.n ? p->pos + 1 : p->pos;
	struct span at = span_sub(p->at, p->pos, to);

	skip_blanks(p);
	if (p->pos >= p->text.n)
		diag_report(p->d, DIAG_FORMULA_SYNTAX, at,
		    "the formula ends where %s is wanted", wanted);
	else
		diag_report(p->d, DIAG_FORMULA_SYNTAX,
		    span_sub(p->at, p->pos, p->pos + 1),
		    "'%c' stands where %s is wanted", p->text.p[p->pos],
		    wanted);
	return NULL;
}

static struct expr *parse_or(struct parser *p);

static struct expr *
parse_number(struct parser *p)
{
	size_t from = p->pos, i = p->pos, pos;
	enum unit_status st;
	struct unit unit;
	struct expr *e;
	struct qty q;

	while (i < p->text.n &&
	    ((p->text.p[i] >= '0' && p->text.p[i] <= '9') ||
		p->text.p[i] == '.' ||
		((p->text.p[i] == 'e' || p->text.p[i] == 'E') &&
		    i + 1 < p->text.n &&
		    ((p->text.p[i + 1] >= '0' && p->text.p[i + 1] <= '9') ||
			p->text.p[i + 1] == '-')) ||
		(p->text.p[i] == '-' && i > from &&
		    (p->text.p[i - 1] == 'e' || p->text.p[i - 1] == 'E'))))
		i++;
	if (!qty_parse(p->s->arena, p->d, &p->units, span_sub(p->at, from, i),
		str_sub(p->text, from, i), &q))
		return NULL;
	p->pos = pos = i;
	e = new_expr(p, OP_NUMBER, from);
	e->n = q.n;
	e->literal = true;
	st = unit_scan(p->s->arena, &p->units, p->text, &pos, &unit);
	if (st == UNIT_OK) {
		e->unit = unit;
		e->n = rat_mul(p->s->arena, q.n, unit.scale);
		e->literal = false;
		p->pos = pos;
	} else if (st == UNIT_UNKNOWN) {
		struct str word = peek_name(p);

		/* `2 and` goes on as a formula; anything else is a slip. */
		if (!str_is(word, "and") && !str_is(word, "or")) {
			qty_report_unit(p->s->arena, p->d, &p->units, p->at,
			    p->text, pos, st);
			return NULL;
		}
	} else if (st != UNIT_NONE) {
		qty_report_unit(
		    p->s->arena, p->d, &p->units, p->at, p->text, pos, st);
		return NULL;
	}
	e->word = str_sub(p->text, from, p->pos);
	e->at = span_from(p, from);
	return e;
}

static const struct {
	const char *name;
	enum expr_op op;
	size_t min, max;
} functions[] = {
	{ "min", OP_MIN, 1, 64 },
	{ "max", OP_MAX, 1, 64 },
	{ "ceil", OP_CEIL, 1, 2 },
	{ "floor", OP_FLOOR, 1, 2 },
	{ "if", OP_IF, 3, 3 },
};

static struct expr *
parse_call(struct parser *p, size_t f, size_t from)
{
	struct expr *e = new_expr(p, functions[f].op, from);

	if (!accept(p, "("))
		return syntax_error(p, "'('");
	do {
		struct expr *arg = parse_or(p);

		if (!arg)
			return NULL;
		add_arg(p, e, arg);
	} while (accept(p, ","));
	if (!accept(p, ")"))
		return syntax_error(p, "')' or ','");
	e->at = span_from(p, from);
	if (e->narg < functions[f].min || e->narg > functions[f].max) {
		diag_report(p->d, DIAG_FORMULA_SYNTAX, e->at,
		    "'%s' does not take %zu argument%s", functions[f].name,
		    e->narg, e->narg == 1 ? "" : "s");
		return NULL;
	}
	return e;
}

static struct expr *
unknown_name(struct parser *p, struct str name, size_t from)
{
	struct str *all =
	    arena_array(p->s->arena, struct str, p->s->n + countof(functions));
	size_t n = 0;

	for (size_t i = 0; i < p->s->n; i++)
		all[n++] = p->s->var[i].name;
	for (size_t i = 0; i < countof(functions); i++)
		all[n++] = str_of(functions[i].name);
	diag_report(p->d, DIAG_FORMULA_NAME, span_from(p, from),
	    "unknown name '%.*s' in a formula", STR_ARG(name));
	diag_nearest(p->d, name, all, n);
	return NULL;
}

static struct expr *
parse_name(struct parser *p)
{
	struct str name = peek_name(p);
	size_t from = p->pos, slot = scope_find(p->s, name);
	const struct var *v;
	struct expr *e;

	p->pos += name.n;
	for (size_t f = 0; f < countof(functions); f++)
		if (str_is(name, functions[f].name) && slot == SIZE_MAX)
			return parse_call(p, f, from);
	if (slot == SIZE_MAX && p->s->lacks)
		return NULL;
	if (slot == SIZE_MAX) {
		/* It may be a word of a choice; expr_check knows. */
		e = new_expr(p, OP_WORD, from);
		e->kind = EXPR_WORD;
		e->word = name;
		return e;
	}
	v = &p->s->var[slot];
	if (v->broken)
		return NULL;
	e = new_expr(p, OP_NAME, from);
	e->slot = slot;
	e->kind = v->kind;
	e->unit = v->unit;
	return e;
}

static struct expr *
parse_figure(struct parser *p, size_t from)
{
	size_t end = str_find(p->text, STR("}}"), p->pos);
	struct str id;
	struct expr *e;
	struct qty q = { 0 };

	if (end == SIZE_MAX)
		return syntax_error(p, "'}}'");
	id = str_trim(str_sub(p->text, p->pos, end));
	p->pos = end + 2;
	e = new_expr(p, OP_NUMBER, from);
	if (!p->s->figure) {
		diag_report(p->d, DIAG_FORMULA_NAME, e->at,
		    "figures cannot be used in this formula");
		return NULL;
	}
	if (!p->s->figure(p->s->figure_ctx, id, e->at, &q))
		return NULL;
	e->n = q.n;
	e->unit = q.unit;
	e->word = q.text.n ? q.text : str_sub(p->text, from, p->pos);
	return e;
}

static struct expr *
parse_primary(struct parser *p)
{
	struct expr *e;
	size_t from;
	char c;

	skip_blanks(p);
	from = p->pos;
	c = p->pos < p->text.n ? p->text.p[p->pos] : '\0';
	if (c >= '0' && c <= '9')
		return parse_number(p);
	if (is_name_char(c, true))
		return parse_name(p);
	if (accept(p, "{{"))
		return parse_figure(p, from);
	if (!accept(p, "("))
		return syntax_error(p, "a number, a name or '('");
	e = parse_or(p);
	if (!e)
		return NULL;
	if (!accept(p, ")"))
		return syntax_error(p, "')'");
	e->at = span_from(p, from);
	return e;
}

static struct expr *
parse_prefix(struct parser *p, enum expr_op op, size_t from,
    struct expr *(*operand)(struct parser *))
{
	struct expr *arg = operand(p), *e;

	if (!arg)
		return NULL;
	e = new_expr(p, op, from);
	add_arg(p, e, arg);
	return e;
}

/* Every way down the grammar passes here, so here the depth is counted. */
static struct expr *
parse_unary(struct parser *p)
{
	struct expr *e;
	size_t from;

	skip_blanks(p);
	from = p->pos;
	if (++p->depth > EXPR_MAX_DEPTH) {
		diag_report(p->d, DIAG_FORMULA_DEPTH,
		    span_sub(p->at, from, from + 1),
		    "a formula nested deeper than %d levels", EXPR_MAX_DEPTH);
		return NULL;
	}
	e = accept(p, "-") ? parse_prefix(p, OP_NEG, from, parse_unary)
			   : parse_primary(p);
	p->depth--;
	return e;
}

struct binary {
	const char *token;
	enum expr_op op;
};

/* left { token right }, or at most one where `once`. */
static struct expr *
parse_binary(struct parser *p, const struct binary *op, size_t n, bool once,
    struct expr *(*operand)(struct parser *))
{
	struct expr *left, *right, *e;
	size_t from, i;

	skip_blanks(p);
	from = p->pos;
	left = operand(p);
	while (left) {
		for (i = 0; i < n; i++)
			if (is_name_char(op[i].token[0], true)
				? accept_word(p, op[i].token)
				: accept(p, op[i].token))
				break;
		if (i == n)
			break;
		if (++p->noperator > EXPR_MAX_OPERATORS) {
			diag_report(p->d, DIAG_FORMULA_DEPTH,
			    span_sub(p->at, p->pos - 1, p->pos),
			    "a formula of more than %d operators",
			    EXPR_MAX_OPERATORS);
			return NULL;
		}
		right = operand(p);
		if (!right)
			return NULL;
		e = new_expr(p, op[i].op, from);
		add_arg(p, e, left);
		add_arg(p, e, right);
		left = e;
		if (once)
			break;
	}
	return left;
}

static struct expr *
parse_product(struct parser *p)
{
	static const struct binary op[] = { { "*", OP_MUL }, { "/", OP_DIV } };

	return parse_binary(p, op, countof(op), false, parse_unary);
}

static struct expr *
parse_sum(struct parser *p)
{
	static const struct binary op[] = { { "+", OP_ADD }, { "-", OP_SUB } };

	return parse_binary(p, op, countof(op), false, parse_product);
}

static struct expr *
parse_comparison(struct parser *p)
{
	static const struct binary op[] = {
		{ "<=", OP_LE },
		{ ">=", OP_GE },
		{ "==", OP_EQ },
		{ "!=", OP_NE },
		{ "<", OP_LT },
		{ ">", OP_GT },
	};

	return parse_binary(p, op, countof(op), true, parse_sum);
}

static struct expr *
parse_not(struct parser *p)
{
	size_t from;
	struct expr *e;

	skip_blanks(p);
	from = p->pos;
	if (!accept_word(p, "not"))
		return parse_comparison(p);
	if (++p->depth > EXPR_MAX_DEPTH) {
		diag_report(p->d, DIAG_FORMULA_DEPTH, span_from(p, from),
		    "a formula nested deeper than %d levels", EXPR_MAX_DEPTH);
		return NULL;
	}
	e = parse_prefix(p, OP_NOT, from, parse_not);
	p->depth--;
	return e;
}

static struct expr *
parse_and(struct parser *p)
{
	static const struct binary op[] = { { "and", OP_AND } };

	return parse_binary(p, op, countof(op), false, parse_not);
}

static struct expr *
parse_or(struct parser *p)
{
	static const struct binary op[] = { { "or", OP_OR } };

	return parse_binary(p, op, countof(op), false, parse_and);
}

struct expr *
expr_compile(
    const struct scope *s, struct diag *d, struct span at, struct str text)
{
	struct parser p = { .s = s, .d = d, .at = at, .text = text };
	struct str source;
	struct expr *e;

	p.units = s->units;
	p.units.names = &s->by_name;
	/* A quoted scalar's span has the quotes in it; its text has not. */
	if (at.src) {
		source = str_sub(at.src->text, at.from, at.to);
		if (source.n == text.n + 2)
			p.at = span_sub(at, 1, source.n - 1);
	}
	e = parse_or(&p);
	if (!e)
		return NULL;
	skip_blanks(&p);
	if (p.pos < text.n)
		return syntax_error(&p, "an operator or the end");
	if (e->op == OP_WORD)
		return unknown_name(&p, e->word, 0);
	return expr_check(s, d, e) ? e : NULL;
}

struct expr *
expr_compile_truth(
    const struct scope *s, struct diag *d, struct span at, struct str text)
{
	struct expr *e = expr_compile(s, d, at, text);

	if (e && e->kind != EXPR_TRUTH) {
		diag_report(d, DIAG_FORMULA_KIND, at,
		    "a condition is wanted here, such as 'requests > 0'");
		return NULL;
	}
	return e;
}

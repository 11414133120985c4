#include <string.h>

#include "mustache/mustache_int.h"

struct compiler {
	struct arena *a;
	struct diag *d;
	const struct source *src;
	struct str text;	/* of `src` */
	size_t pos;		/* [byte] what is before it is compiled */
	struct str open, close; /* the delimiters in force */
	struct op *up;		/* the innermost open section */
	struct op **tail;	/* where the next op is hung */
	int depth;		/* open sections */
	bool ok;
};

struct tag {
	size_t from, to; /* [byte] with its delimiters */
	size_t line;	 /* [byte] where its line starts, if it is alone */
	bool alone;	 /* nothing else in its line, which then goes too */
	char sigil;	 /* one of "#^/>!=&{", 0 for a variable */
	struct str body; /* without the blanks around it */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_space(char c)
{
	return is_blank(c) || c == '\n' || c == '\r';
}

/* Length of the word that `s` starts with. */
static size_t
word_len(struct str s)
{
	size_t n = 0;

	while (n < s.n && !is_space(s.p[n]))
		n++;
	return n;
}

static struct span
place_of(const struct compiler *c, struct str s)
{
	size_t from = (size_t)(s.p - c->text.p);

	return span_of(c->src, from, from + s.n);
}

static struct span
tag_place(const struct compiler *c, const struct tag *t)
{
	return span_of(c->src, t->from, t->to);
}

static bool
starts_line(const struct compiler *c, size_t at)
{
	return at == 0 || c->text.p[at - 1] == '\n';
}

static struct op *
append(struct compiler *c, enum op_kind kind, struct str text)
{
	struct op *op = arena_new(c->a, struct op);

	op->kind = kind;
	op->text = text;
	op->at = place_of(c, text);
	op->up = c->up;
	*c->tail = op;
	c->tail = &op->next;
	return op;
}

static void
append_text(struct compiler *c, size_t to)
{
	struct str text = str_sub(c->text, c->pos, to);

	append(c, OP_TEXT, text)->starts_line = starts_line(c, c->pos);
	c->pos = to;
}

static void
compile_text(struct compiler *c, size_t to)
{
	while (c->pos < to) {
		const char *p = c->text.p + c->pos;
		const char *nl = memchr(p, '\n', to - c->pos);

		append_text(c, nl ? c->pos + (size_t)(nl - p) + 1 : to);
	}
}

/* Cuts the name of `op` at its dots. */
static void
cut_name(struct compiler *c, struct op *op)
{
	struct str part, rest = op->text;
	size_t cap = 0;
	bool more = !str_is(rest, ".");

	while (more) {
		more = str_cut(rest, '.', &part, &rest);
		if (!part.n) {
			c->ok = diag_report(c->d, DIAG_TEMPLATE_SYNTAX, op->at,
			    "'%.*s' has a dot too many", STR_ARG(op->text));
			return;
		}
		arena_push(c->a, op->part, op->npart, cap, part);
	}
}

static struct op *
append_named(struct compiler *c, const struct tag *t, enum op_kind kind)
{
	struct op *op = append(c, kind, t->body);

	if (!t->body.n)
		c->ok = diag_report(c->d, DIAG_TEMPLATE_SYNTAX, tag_place(c, t),
		    "a tag without a name");
	else if (word_len(t->body) < t->body.n)
		c->ok = diag_report(c->d, DIAG_TEMPLATE_SYNTAX, op->at,
		    "'%.*s' is not one word", STR_ARG(t->body));
	else if (kind != OP_PARTIAL)
		cut_name(c, op);
	return op;
}

static void
append_partial(struct compiler *c, const struct tag *t)
{
	struct op *op = append_named(c, t, OP_PARTIAL);

	op->alone = t->alone;
	if (t->alone)
		op->indent = str_sub(c->text, t->line, t->from);
}

static void
open_section(struct compiler *c, const struct tag *t, enum op_kind kind)
{
	struct op *op = append_named(c, t, kind);

	if (c->depth++ == MUSTACHE_MAX_SECTIONS)
		c->ok = diag_report(c->d, DIAG_TEMPLATE_SYNTAX, op->at,
		    "sections nested deeper than %d", MUSTACHE_MAX_SECTIONS);
	c->up = op;
	c->tail = &op->body;
}

static void
leave_section(struct compiler *c)
{
	c->tail = &c->up->next;
	c->up = c->up->up;
	c->depth--;
}

/* Leaves all sections inside `op`, none of which was closed. */
static void
leave_unclosed(struct compiler *c, const struct op *op)
{
	for (; c->up != op; leave_section(c))
		c->ok = diag_report(c->d, DIAG_TEMPLATE_SYNTAX, c->up->at,
		    "'%.*s' is opened here and not closed",
		    STR_ARG(c->up->text));
}

static void
close_section(struct compiler *c, const struct tag *t)
{
	struct op *op = c->up;

	while (op && !str_eq(op->text, t->body))
		op = op->up;
	if (op) {
		leave_unclosed(c, op);
		leave_section(c);
		return;
	}
	c->ok = diag_report(c->d, DIAG_TEMPLATE_SYNTAX, tag_place(c, t),
	    "'%.*s' is closed here and not open", STR_ARG(t->body));
	if (c->up)
		diag_note(
		    c->d, c->up->at, "'%.*s' is open", STR_ARG(c->up->text));
}

static void
set_delimiters(struct compiler *c, const struct tag *t)
{
	size_t n = word_len(t->body);
	struct str open = str_sub(t->body, 0, n);
	struct str close = str_trim(str_from(t->body, n));

	if (!open.n || !close.n || word_len(close) < close.n ||
	    memchr(t->body.p, '=', t->body.n)) {
		c->ok = diag_report(c->d, DIAG_TEMPLATE_SYNTAX, tag_place(c, t),
		    "delimiters are two words without '='");
		return;
	}
	c->open = open;
	c->close = close;
}

/* Reads the tag that opens at `from`; it may be the rest of the text. */
static bool
read_tag(struct compiler *c, size_t from, struct tag *t)
{
	size_t body = from + c->open.n, end;
	struct str close = c->close;
	char sigil = body < c->text.n ? c->text.p[body] : 0;

	*t = (struct tag){ .from = from };
	if (sigil && strchr("#^/>!=&{", sigil)) {
		t->sigil = sigil;
		body++;
	}
	if (sigil == '=' || sigil == '{')
		close = str_printf(c->a, "%c%.*s", sigil == '{' ? '}' : '=',
		    STR_ARG(c->close));
	end = str_find(c->text, close, body);
	if (end == SIZE_MAX) {
		c->ok = diag_report(c->d, DIAG_TEMPLATE_SYNTAX,
		    span_of(c->src, from, body), "a tag is not closed");
		diag_hint(c->d, "it ends with '%.*s'", STR_ARG(close));
		return false;
	}
	t->body = str_trim(str_sub(c->text, body, end));
	t->to = end + close.n;
	return true;
}

/* Sees whether the tag is alone in its line, and takes the line if so. */
static void
take_line(struct compiler *c, struct tag *t)
{
	struct str rest;
	size_t from = t->from, to = t->to;

	while (from > c->pos && is_blank(c->text.p[from - 1]))
		from--;
	while (to < c->text.n && is_blank(c->text.p[to]))
		to++;
	rest = str_from(c->text, to);
	if (str_starts(rest, STR("\r\n")))
		to += 2;
	else if (str_starts(rest, STR("\n")))
		to++;
	else if (rest.n)
		return;
	if (!starts_line(c, from))
		return;
	t->alone = true;
	t->line = from;
	t->to = to;
}

static void
compile_tag(struct compiler *c, const struct tag *t)
{
	switch (t->sigil) {
	case '!':
		break;
	case '=':
		set_delimiters(c, t);
		break;
	case '#':
		open_section(c, t, OP_SECTION);
		break;
	case '^':
		open_section(c, t, OP_INVERTED);
		break;
	case '/':
		close_section(c, t);
		break;
	case '>':
		append_partial(c, t);
		break;
	case '&':
	case '{':
		append_named(c, t, OP_RAW);
		break;
	default:
		append_named(c, t, OP_VARIABLE);
		break;
	}
}

/* Compiles up to and with the next tag; false at the end. */
static bool
compile_next(struct compiler *c)
{
	size_t at = str_find(c->text, c->open, c->pos);
	struct tag t;

	if (at == SIZE_MAX) {
		compile_text(c, c->text.n);
		return false;
	}
	if (!read_tag(c, at, &t))
		return false;
	if (t.sigil && t.sigil != '&' && t.sigil != '{')
		take_line(c, &t);
	compile_text(c, t.alone ? t.line : t.from);
	if (!t.alone && starts_line(c, t.from))
		append_text(c, t.from);
	compile_tag(c, &t);
	c->pos = t.to;
	return true;
}

struct mustache *
mustache_compile(struct arena *a, struct diag *d, const struct source *src)
{
	struct mustache *m = arena_new(a, struct mustache);
	struct compiler c = { .a = a,
		.d = d,
		.src = src,
		.text = src->text,
		.open = STR("{{"),
		.close = STR("}}"),
		.tail = &m->body,
		.ok = true };

	while (compile_next(&c))
		;
	/* Behind a tag that is not closed nobody knows what is. */
	if (c.pos == c.text.n)
		leave_unclosed(&c, NULL);
	return c.ok ? m : NULL;
}

void
mustache_add(struct arena *a, struct mustache_set *set, struct str name,
    struct mustache *m)
{
	map_put(&set->by_name, a, name, m);
}

/*
 * spec: the Mustache specification, and what we ask beyond it, as TAP.
 *
 *   spec FILE...
 *
 * Each FILE is a module of the specification as JSON, which is read as the
 * YAML it is; its tests run leniently.  The cases below run besides.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "data/yaml.h"
#include "mustache/mustache.h"

struct tap {
	size_t n, nfailed;
};

/* What one test needs, made for it and thrown away after it. */
struct bench {
	struct arena a;
	struct diag d;
	struct mustache_set partials;
	struct buf out;
};

struct test {
	const char *name;
	enum mustache_mode mode;
	const char *template;
	const char *partials; /* JSON */
	const char *data;     /* JSON */
	const char *expected; /* the text, or what is reported instead */
};

#define L MUSTACHE_LENIENT
#define S MUSTACHE_STRICT

static const struct test test[] = {
	/* In newer editions of the specification. */
	{ "a null is nothing", L, "({{a}}{{{a}}}{{&a}})", "{}", "{\"a\": null}",
	    "()" },
	{ "a null is false", L, "{{#a}}yes{{/a}}{{^a}}no{{/a}}", "{}",
	    "{\"a\": null}", "no" },
	{ "an inner null hides an outer name", L, "{{#b}}({{a}}){{/b}}", "{}",
	    "{\"a\": \"x\", \"b\": {\"a\": null}}", "()" },
	{ "what was put is not read again", L, "{{a}} {{b}}", "{}",
	    "{\"a\": \"{{b}}\", \"b\": \"x\"}", "{{b}} x" },
	{ "a list in a list", L, "{{#a}}({{#.}}{{.}}{{/.}}){{/a}}", "{}",
	    "{\"a\": [[1, 2], [\"x\", \"y\"]]}", "(12)(xy)" },
	{ "the data is a list", L, "{{#.}}({{a}}){{/.}}", "{}",
	    "[{\"a\": 1}, {\"a\": 2}]", "(1)(2)" },
	{ "the data is a text", L, "{{.}} {{{.}}}", "{}", "\"<\"", "&lt; <" },
	{ "a key with a dot is not a dotted name", L, "{{a.b}}", "{}",
	    "{\"a.b\": 1}", "" },
	{ "a key with a dot hides no dotted name", L, "{{a.b}}", "{}",
	    "{\"a.b\": 1, \"a\": {\"b\": 2}}", "2" },
	{ "a name in a list item hides the outer", L, "{{#b}}{{a}}{{/b}}{{a}}",
	    "{}", "{\"a\": 1, \"b\": [{\"a\": 2}, {\"c\": 3}]}", "211" },
	{ "a partial in a partial", L, "{{>p}}",
	    "{\"p\": \"*{{a}} {{>q}}*\", \"q\": \"{{b}}!\"}",
	    "{\"a\": 1, \"b\": 2}", "*1 2!*" },
	{ "only the template's lines are indented", L, " {{>p}}\n",
	    "{\"p\": \"{{{a}}}x{{{a}}}\\n\\n.\\n\"}", "{\"a\": \"1\\n2\"}",
	    " 1\n2x1\n2\n \n .\n" },

	/* Ours. */
	{ "indentation adds up", L, " {{>p}}\n",
	    "{\"p\": \".\\n\\t{{>q}}\\n.\", \"q\": \"1\\n2\\n\"}", "{}",
	    " .\n \t1\n \t2\n ." },
	{ "a partial in a line of text is not indented", L, " {{>p}}\n",
	    "{\"p\": \"a {{>q}}\", \"q\": \"1\\n2\"}", "{}", " a 1\n2" },
	{ "a line that starts with a section is indented once", L, "  {{>p}}\n",
	    "{\"p\": \"{{#a}}{{.}}{{/a}}\\n{{#a}}\\n{{.}}\\n{{/a}}\\n\"}",
	    "{\"a\": [1, 2]}", "  12\n  1\n  2\n" },
	{ "a comment over lines goes with its lines", L,
	    "a\n {{! b\n c }} \nd {{! e\n f }} g\n", "{}", "{}", "a\nd  g\n" },
	{ "a carriage return alone ends no line", L, "{{!a}}\rb", "{}", "{}",
	    "\rb" },
	{ "an empty text is false", L, "{{#a}}yes{{/a}}{{^a}}no{{/a}}", "{}",
	    "{\"a\": \"\"}", "no" },
	{ "zero is true", L, "{{#a}}{{.}}{{/a}}{{^a}}no{{/a}}", "{}",
	    "{\"a\": 0}", "0" },
	{ "yes and no as text", L, "{{a}} {{b}}", "{}",
	    "{\"a\": true, \"b\": false}", "true false" },
	{ "a map has no text", L, "({{a}})", "{}", "{\"a\": {\"b\": 1}}",
	    "()" },
	{ "an empty template", L, "", "{}", "{}", "" },
	{ "triple braces within other delimiters", L, "{{=<% %>=}}<%{a}%>",
	    "{}", "{\"a\": \"<\"}", "<" },

	{ "strict: all is there", S,
	    "{{#a}}{{b.c}}{{.}}{{/a}}{{^n}}{{>p}}{{/n}}",
	    "{\"p\": \"{{b.c}}\"}",
	    "{\"a\": [1], \"b\": {\"c\": 2}, \"n\": null}", "212" },
	{ "strict: a missing variable", S, "one\n<{{ titel }}>", "{}",
	    "{\"title\": \"x\", \"n\": 1}",
	    "t:2:5 template-name 'titel' is not a name here; "
	    "did you mean 'title'?\n" },
	{ "strict: a missing part of a dotted name", S, "{{site.titel.a}}",
	    "{}", "{\"site\": {\"title\": 1}, \"titel\": 1}",
	    "t:1:8 template-name 'titel' is not in 'site'; "
	    "did you mean 'title'?\n" },
	{ "strict: a missing section", S, "{{#itmes}}{{x}}{{/itmes}}", "{}",
	    "{\"items\": []}",
	    "t:1:4 template-name 'itmes' is not a name here; "
	    "did you mean 'items'?\n" },
	{ "strict: a missing inverted section", S, "{{^itmes}}{{/itmes}}", "{}",
	    "{\"items\": []}",
	    "t:1:4 template-name 'itmes' is not a name here; "
	    "did you mean 'items'?\n" },
	{ "strict: nothing is near", S, "{{{abcdef}}}", "{}", "{\"x\": 1}",
	    "t:1:4 template-name 'abcdef' is not a name here\n" },
	{ "strict: the nearest may be in an outer map", S,
	    "{{#a}}{{hrefs}}{{/a}}", "{}", "{\"href\": 1, \"a\": {\"b\": 1}}",
	    "t:1:9 template-name 'hrefs' is not a name here; "
	    "did you mean 'href'?\n" },
	{ "strict: a place is named once", S,
	    "{{#a}}{{nix}}{{>p}}{{/a}}{{nix}}", "{\"p\": \"{{c.d}}\"}",
	    "{\"a\": [1, 2, 3], \"c\": {}}",
	    "t:1:9 template-name 'nix' is not a name here\n"
	    "p:1:5 template-name 'd' is not in 'c'\n"
	    "t:1:28 template-name 'nix' is not a name here\n" },
	{ "strict: a map is not a text", S, "{{a}}{{#l}}{{l}}{{/l}}", "{}",
	    "{\"a\": {}, \"l\": [1, 2]}",
	    "t:1:3 template-name 'a' is a map, not a text\n"
	    "t:1:14 template-name 'l' is a list, not a text\n" },
	{ "strict: a missing partial", S, "{{#a}}{{> haed }}{{/a}}",
	    "{\"head\": \"x\"}", "{\"a\": [1, 2]}",
	    "t:1:11 template-partial no partial is named 'haed'; "
	    "did you mean 'head'?\n" },

	{ "a partial without end", L, "{{>p}}{{>p}}",
	    "{\"p\": \"\\n {{>p}}{{>p}}\"}", "{}",
	    "p:2:5 template-depth partials nested deeper than 16\n" },
	{ "partials without number", L,
	    "{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{>p}}"
	    "{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}",
	    "{\"p\": \"\"}", "{\"a\": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]}",
	    "t:1:40 template-depth more than 100000 partials in one text\n" },
	{ "a section that is not closed", L, "a\n{{#b}}\n{{^c}}\n{{/c}}\n",
	    "{}", "{}",
	    "t:2:4 template-syntax 'b' is opened here and not closed\n" },
	{ "sections that cross", L, "{{#a}}{{#b}}{{/a}}{{/b}}", "{}", "{}",
	    "t:1:10 template-syntax 'b' is opened here and not closed\n"
	    "t:1:19 template-syntax 'b' is closed here and not open\n" },
	{ "a section that is not open", L, "{{#a}}{{/b}}{{/a}}", "{}", "{}",
	    "t:1:7 template-syntax 'b' is closed here and not open\n" },
	{ "a tag that is not closed", L, "{{#a}}\n {{{b}}", "{}", "{}",
	    "t:2:2 template-syntax a tag is not closed; "
	    "it ends with '}}}'\n" },
	{ "names that are none", L,
	    "{{}}{{# }}{{/}}{{a b}}{{a..b}}{{.a}}{{a.}}{{> a b}}", "{}", "{}",
	    "t:1:1 template-syntax a tag without a name\n"
	    "t:1:5 template-syntax a tag without a name\n"
	    "t:1:18 template-syntax 'a b' is not one word\n"
	    "t:1:25 template-syntax 'a..b' has a dot too many\n"
	    "t:1:33 template-syntax '.a' has a dot too many\n"
	    "t:1:39 template-syntax 'a.' has a dot too many\n"
	    "t:1:47 template-syntax 'a b' is not one word\n" },
	{ "delimiters that are none", L, "{{= =}}{{=<=}}{{=< > >=}}{{=<= >=}}",
	    "{}", "{}",
	    "t:1:1 template-syntax delimiters are two words without '='\n"
	    "t:1:8 template-syntax delimiters are two words without '='\n"
	    "t:1:15 template-syntax delimiters are two words without '='\n"
	    "t:1:26 template-syntax delimiters are two words without '='\n" },
};

static void
print_comment(const char *what, struct str s)
{
	struct buf line = { 0 };

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n')
			buf_puts(&line, "\\n");
		else if (s.p[i] == '\r')
			buf_puts(&line, "\\r");
		else
			buf_putc(&line, s.p[i]);
	}
	printf("#   %s: '%s'\n", what, line.p ? line.p : "");
	buf_free(&line);
}

static void
check(struct tap *t, const char *group, struct str name, struct str expected,
    struct str got)
{
	bool ok = str_eq(expected, got);

	printf("%sok %zu - %s: %.*s\n", ok ? "" : "not ", ++t->n, group,
	    STR_ARG(name));
	if (ok)
		return;
	t->nfailed++;
	print_comment("expected", expected);
	print_comment("got", got);
}

static void
bench_clear(struct bench *b)
{
	buf_free(&b->out);
	arena_clear(&b->a);
}

/* What was reported, a line each: file:line:column id text; hint. */
static struct str
reports(struct bench *b)
{
	struct buf s = { 0 };

	for (size_t i = 0; i < b->d.n; i++) {
		const struct diag_item *item = &b->d.item[i];
		struct place p = source_place(item->at.src, item->at.from);

		buf_printf(&s, "%s:%zu:%zu %s %.*s", item->at.src->path, p.line,
		    p.column, diag_name(item->id), STR_ARG(item->text));
		if (item->hint.n)
			buf_printf(&s, "; %.*s", STR_ARG(item->hint));
		buf_putc(&s, '\n');
	}
	return buf_take(&s, &b->a);
}

/* YAML keeps scalars as typed; JSON says what those without quotes are. */
static void
make_json(struct node *n)
{
	for (size_t i = 0; i < n->n; i++)
		make_json(n->item[i]);
	if (n->kind != NODE_STRING || n->quoted)
		return;
	if (str_is(n->text, "null")) {
		n->kind = NODE_NULL;
	} else if (str_is(n->text, "true") || str_is(n->text, "false")) {
		n->kind = NODE_BOOL;
		n->yes = str_is(n->text, "true");
	} else {
		n->kind = NODE_NUMBER;
	}
}

static struct node *
read_json(struct bench *b, const char *path, struct str text)
{
	struct source *src = source_new(&b->a, path, text);
	struct node *n;

	if (!yaml_parse(&b->a, &b->d, span_of(src, 0, text.n), &n))
		return NULL;
	make_json(n);
	return n;
}

/* The text rendered, or the reports; it must be one or the other. */
static struct str
render(struct bench *b, struct str template, const struct node *partials,
    const struct node *data, enum mustache_mode mode)
{
	struct source *src = source_new(&b->a, "t", template);
	struct mustache *m = mustache_compile(&b->a, &b->d, src);
	bool ok = m != NULL;

	for (size_t i = 0; partials && i < partials->n; i++) {
		struct str name = node_key(partials, i);
		struct mustache *p;

		src = source_new(
		    &b->a, str_cstr(&b->a, name), partials->item[i]->text);
		p = mustache_compile(&b->a, &b->d, src);
		if (p)
			mustache_add(&b->a, &b->partials, name, p);
		ok = ok && p;
	}
	ok = ok &&
	    mustache_render(&b->out, &b->a, &b->d, m, &b->partials, data, mode);
	if (ok != (b->d.nerror == 0))
		return STR("<false and reported do not agree>");
	return ok ? buf_view(&b->out) : reports(b);
}

static void
run_module_test(struct tap *t, const char *module, const struct node *n)
{
	struct bench b = { .d.arena = &b.a };
	struct node *name = node_find(n, STR("name"));
	struct node *template = node_find(n, STR("template"));
	struct node *data = node_find(n, STR("data"));
	struct node *expected = node_find(n, STR("expected"));

	if (!name || !template || !data || !expected)
		check(t, module, STR("a test"),
		    STR("name, template, data, expected"), STR(""));
	else
		check(t, module, name->text, expected->text,
		    render(&b, template->text, node_find(n, STR("partials")),
			data, MUSTACHE_LENIENT));
	bench_clear(&b);
}

static void
run_module(struct tap *t, const char *path)
{
	struct bench b = { .d.arena = &b.a };
	const char *slash = strrchr(path, '/');
	const char *module = slash ? slash + 1 : path;
	struct node *root, *tests;
	struct str text;

	if (!file_read(&b.a, path, YAML_MAX_FILE, &text)) {
		check(
		    t, module, STR("reads"), STR(""), str_of(strerror(errno)));
		bench_clear(&b);
		return;
	}
	root = read_json(&b, path, text);
	tests = node_find(root, STR("tests"));
	check(t, module, STR("has tests"), STR(""),
	    root && tests && tests->n ? STR("") : reports(&b));
	for (size_t i = 0; tests && i < tests->n; i++)
		run_module_test(t, module, tests->item[i]);
	bench_clear(&b);
}

static void
run_test(struct tap *t, const struct test *c)
{
	struct bench b = { .d.arena = &b.a };
	struct node *partials = read_json(&b, "partials", str_of(c->partials));
	struct node *data = read_json(&b, "data", str_of(c->data));
	struct str got = reports(&b);

	if (partials && data)
		got = render(&b, str_of(c->template), partials, data, c->mode);
	check(t, "ours", str_of(c->name), str_of(c->expected), got);
	bench_clear(&b);
}

/* `n` sections, each in the one before. */
static void
run_nested(struct tap *t, const char *name, size_t n, const char *expected)
{
	struct bench b = { .d.arena = &b.a };
	struct buf s = { 0 };
	struct node *data = read_json(&b, "data", STR("{\"a\": true}"));

	for (size_t i = 0; i < n; i++)
		buf_puts(&s, "{{#a}}");
	buf_putc(&s, 'x');
	for (size_t i = 0; i < n; i++)
		buf_puts(&s, "{{/a}}");
	check(t, "ours", str_of(name), str_of(expected),
	    render(&b, buf_take(&s, &b.a), NULL, data, MUSTACHE_STRICT));
	bench_clear(&b);
}

int
main(int argc, char **argv)
{
	struct tap t = { 0 };

	for (int i = 1; i < argc; i++)
		run_module(&t, argv[i]);
	for (size_t i = 0; i < countof(test); i++)
		run_test(&t, &test[i]);
	run_nested(&t, "sections as deep as may be", 64, "x");
	run_nested(&t, "sections too deep", 65,
	    "t:1:388 template-syntax sections nested deeper than 64\n");
	printf("1..%zu\n", t.n);
	return t.nfailed ? 1 : 0;
}

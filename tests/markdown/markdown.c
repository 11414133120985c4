/*
 * markdown: what a guide's text becomes, what it may not hold, and that no
 * text takes long.
 *
 * usage: markdown          run; from the project's folder
 *        markdown -u       print cases.txt as the results are
 *
 * cases.txt holds the cases: `%%% name`, the text, then what is expected under
 * `%% html`, `%% markdown` (absent: the text itself) and `%% reports`
 * (line:column-bytes id).
 */
#include "stub.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/file.h"

#define CASES "tests/markdown/cases.txt"
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#endif

#ifdef SANITIZED
#define SECONDS 20
#else
#define SECONDS 5
#endif

static void
check_str(struct test *t, const char *name, struct str got, struct str want)
{
	if (check(t, str_eq(got, want), name))
		return;
	printf("# want:\n");
	details(want);
	printf("# got:\n");
	details(got);
}

/* cases.txt */

struct expect {
	struct str name;
	struct str text;
	struct str html, markdown, reports;
	bool has_html, has_markdown, has_reports;
};

/* The lines up to the next one that starts with "%%". */
static struct str
cut_part(struct str *rest)
{
	struct str s = *rest;
	size_t i = 0;

	while (i < s.n && !str_starts(str_from(s, i), STR("%%"))) {
		size_t end = str_find(s, STR("\n"), i);

		i = end == SIZE_MAX ? s.n : end + 1;
	}
	*rest = str_from(s, i);
	return str_sub(s, 0, i);
}

static bool
next_case(struct str *rest, struct expect *e)
{
	struct str line;

	*e = (struct expect){ 0 };
	cut_part(rest);
	if (!str_cut(*rest, '\n', &line, rest))
		return false;
	e->name = str_trim(str_from(line, 3));
	e->text = cut_part(rest);
	while (str_starts(*rest, STR("%% "))) {
		str_cut(*rest, '\n', &line, rest);
		if (str_is(line, "%% html")) {
			e->has_html = true;
			e->html = cut_part(rest);
		} else if (str_is(line, "%% markdown")) {
			e->has_markdown = true;
			e->markdown = cut_part(rest);
		} else {
			e->has_reports = true;
			e->reports = cut_part(rest);
		}
	}
	return true;
}

static void
check_part(struct test *t, const struct expect *e, const char *what,
    struct str got, struct str want)
{
	char name[128];

	snprintf(name, sizeof(name), "%s: %.*s", what, STR_ARG(e->name));
	check_str(t, name, got, want);
}

static void
run_case(struct test *t, const struct expect *e)
{
	struct run r;

	run_init(&r);
	run_from(&r, e->text, 0);
	if (e->has_reports || !r.ok)
		check_part(t, e, "reports", buf_view(&r.reports), e->reports);
	if (e->has_html)
		check_part(t, e, "html", r.page.html, e->html);
	if (!e->has_reports)
		check_part(t, e, "markdown", r.page.markdown,
		    e->has_markdown ? e->markdown : e->text);
	run_end(&r);
}

/* Headings and links, with their places. */
static struct str
outline_of(struct arena *a, const struct md_page *p)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < p->nheading; i++)
		buf_printf(&b, "%d %.*s %.*s %zu\n", p->heading[i].level,
		    STR_ARG(p->heading[i].id), STR_ARG(p->heading[i].text),
		    p->heading[i].at);
	for (size_t i = 0; i < p->nlink; i++)
		buf_printf(&b, "%.*s %zu-%zu %d\n", STR_ARG(p->link[i].url),
		    p->link[i].at.from, p->link[i].at.to, p->link[i].image);
	return buf_take(&b, a);
}

/* What refilling the draft of one compile with the values of another gives. */
static bool
refill(struct run *r, const struct run *from, struct str text, struct str draft)
{
	struct md_hooks hooks = { r, fill_tag, fill_block };
	struct source *src;

	run_init(r);
	src = source_new(&r->a, "in.md", text);
	return markdown_refill(
	    &r->a, &r->d, src, from->page.html, draft, &hooks, &r->page);
}

static bool
same_pages(struct arena *a, const struct md_page *x, const struct md_page *y)
{
	return str_eq(x->html, y->html) && str_eq(x->markdown, y->markdown) &&
	    str_eq(x->draft, y->draft) &&
	    str_eq(outline_of(a, x), outline_of(a, y));
}

/* Each byte of a draft wrong in turn: nothing worse than no page. */
static void
damage(const struct run *from, struct str text)
{
	struct arena a = { 0 };
	char *draft = str_cstr(&a, from->page.draft);

	for (size_t i = 0; i < from->page.draft.n; i++) {
		char was = draft[i];
		struct run r;

		for (int k = 1; k < 256; k += 37) {
			draft[i] = (char)(was ^ k);
			refill(&r, from, text,
			    (struct str){ draft, from->page.draft.n });
			run_end(&r);
		}
		draft[i] = was;
		refill(&r, from, text, (struct str){ draft, i });
		run_end(&r);
	}
	arena_clear(&a);
}

/* A text with other values, filled in and compiled. */
static void
refill_case(struct test *t, const struct expect *e)
{
	struct run from, want, got;
	char name[128];

	run_init(&from);
	run_init(&want);
	from.other = true;
	run_from(&from, e->text, 0);
	run_from(&want, e->text, 0);
	if (want.ok && from.page.draft.n) {
		snprintf(
		    name, sizeof(name), "refilled: %.*s", STR_ARG(e->name));
		check(t,
		    refill(&got, &from, e->text, from.page.draft) &&
			same_pages(&got.a, &got.page, &want.page),
		    name);
		run_end(&got);
		damage(&from, e->text);
	}
	run_end(&from);
	run_end(&want);
}

static void
print_part(const char *what, struct str s)
{
	printf("%%%% %s\n%.*s", what, STR_ARG(s));
}

static void
update_case(struct test *t, const struct expect *e)
{
	struct run r;

	(void)t;
	run_init(&r);
	run_from(&r, e->text, 0);
	printf("%%%%%% %.*s\n%.*s", STR_ARG(e->name), STR_ARG(e->text));
	if (!r.ok)
		print_part("reports", buf_view(&r.reports));
	if (r.ok && (e->has_html || !e->has_markdown))
		print_part("html", r.page.html);
	if (r.ok && !str_eq(r.page.markdown, e->text))
		print_part("markdown", r.page.markdown);
	run_end(&r);
}

static void
test_cases(struct test *t, void (*each)(struct test *, const struct expect *))
{
	struct arena a = { 0 };
	struct expect e;
	struct str s;

	if (!file_read(&a, CASES, (size_t)1 << 20, &s)) {
		check(t, false, "cannot read " CASES);
		return;
	}
	while (next_case(&s, &e))
		each(t, &e);
	arena_clear(&a);
}

/* texts that a file of cases cannot hold */

static void
check_run(struct test *t, const char *name, struct str text, size_t body,
    const char *markdown, const char *reports)
{
	struct run r;

	run_init(&r);
	run_from(&r, text, body);
	if (markdown)
		check_str(t, name, r.page.markdown, str_of(markdown));
	if (reports)
		check_str(t, name, buf_view(&r.reports), str_of(reports));
	run_end(&r);
}

static void
test_bytes(struct test *t)
{
	check_run(t, "nothing gives nothing", STR(""), 0, "", "");
	check_run(t, "blank lines give nothing", STR("\n  \n"), 0, "", "");
	check_run(t, "a BOM is left out", STR("\xEF\xBB\xBF# a {{x}}\n"), 0,
	    "# a X\n\n<!-- figures: x -->\n", "");
	check_run(t, "front matter is left out",
	    STR("---\ntitle: a\n---\n\n\nb {{x}}\n\n\n"), 17,
	    "b X\n\n<!-- figures: x -->\n", "");
	check_run(t, "places count from the start of the file",
	    STR("---\ntitle: a\n---\nb {{no}}\n"), 17, NULL,
	    "4:3-6 tag-syntax\n");
	check_run(t, "CRLF becomes LF",
	    STR("a {{x}}\r\nb\r\n\r\n```js figures\r\n{{y}}\r\n```\r\n"), 0,
	    "a X\nb\n\n<!-- figures: x -->\n\n```js\nY\n```\n\n"
	    "<!-- figures: y -->\n",
	    "");
	check_run(t, "places in CRLF", STR("a\r\n\r\nb {{no}}\r\n"), 0, NULL,
	    "3:3-6 tag-syntax\n");
	check_run(t, "a block in CRLF",
	    STR("```breakeven k\r\na: 1\r\n```\r\nb\r\n"), 0,
	    "| breakeven k |\n|---|\n\nb\n", "");
	check_run(t, "CR alone ends a line", STR("# a\r{{x}}\r"), 0,
	    "# a\nX\n\n<!-- figures: x -->\n", "");
	check_run(t, "no newline at the end", STR("a {{x}}"), 0,
	    "a X\n\n<!-- figures: x -->\n", "");
	check_run(
	    t, "blanks at the end are cut", STR("a\n \n\t\n"), 0, "a\n", "");
	check_run(t, "NUL, controls, noncharacters",
	    STR("a\0b\x01\x7F\n\xC2\x85 \xEF\xB7\x90 \xEF\xBF\xBF\n"), 0, NULL,
	    "1:2-1 markdown-encoding\n1:4-1 markdown-encoding\n"
	    "2:1-2 markdown-encoding\n2:3-3 markdown-encoding\n"
	    "2:5-3 markdown-encoding\n");
	check_run(t, "bad UTF-8: one report for each run",
	    STR("a \xFF\xFE b\n\xC0\x80 \xED\xA0\x80 \xF5\x80\x80\x80 "
		"\xE2\x82"),
	    0, NULL,
	    "1:3-1 markdown-encoding\n2:1-1 markdown-encoding\n"
	    "2:3-1 markdown-encoding\n2:5-1 markdown-encoding\n"
	    "2:7-1 markdown-encoding\n");
	check_run(t, "other mistakes are found beside bad bytes",
	    STR("a \xFF {{no}}\n\n<b>\n"), 0, NULL,
	    "1:3-1 markdown-encoding\n1:5-6 tag-syntax\n"
	    "3:1-3 markdown-html\n");
	check_run(t, "a tag in another script's text",
	    STR("\xE2\x82\xAC\xF0\x9F\x92\xB0 {{x}}{{year}}\xE2\x82\xAC\n"), 0,
	    "\xE2\x82\xAC\xF0\x9F\x92\xB0 X2024\xE2\x82\xAC\n\n"
	    "<!-- figures: x year -->\n",
	    "");
}

static void
test_outline(struct test *t)
{
	struct buf b = { 0 };
	struct run r;

	run_init(&r);
	run_from(&r,
	    STR("# one\n\n## *T* `w` {{o}} [l](/u)\n\n> ## quoted\n\n"
		"three & <br>\nmore\n---\n\n### \n"),
	    0);
	for (size_t i = 0; i < r.page.nheading; i++) {
		const struct md_heading *h = &r.page.heading[i];

		buf_printf(&b, "%d|%.*s|%.*s\n", h->level, STR_ARG(h->id),
		    STR_ARG(h->text));
	}
	check_str(t, "the outline", buf_view(&b),
	    STR("2|t-w-o-l|T w O l\n"
		"2|three---more|three &  more\n"
		"3|section|\n"));
	run_end(&r);
	run_init(&r);
	run_from(&r, STR("## one\n\n{{no}}\n"), 0);
	check(t, !r.page.nheading && !r.page.html.n && !r.page.markdown.n,
	    "nothing comes of a text with a mistake");
	run_end(&r);
	buf_free(&b);
}

/* limits */

static void
repeat(struct buf *out, const char *s, size_t n)
{
	while (n--)
		buf_puts(out, s);
}

static void
check_limit(struct test *t, const char *name, struct buf *b, const char *want)
{
	struct run r;
	bool fine;

	run_init(&r);
	run_from(&r, buf_view(b), 0);
	fine =
	    want ? strstr(r.reports.p ? r.reports.p : "", want) != NULL : r.ok;
	if (!check(t, fine && r.ok == !want, name))
		details(buf_view(&r.reports));
	run_end(&r);
	buf_clear(b);
}

static void
put_table(struct buf *b, size_t ncolumn, size_t nrow)
{
	repeat(b, "|a", ncolumn);
	buf_puts(b, "|\n");
	repeat(b, "|-", ncolumn);
	buf_puts(b, "|\n");
	repeat(b, "|1|\n", nrow);
}

static void
test_table_limits(struct test *t)
{
	struct buf b = { 0 };

	put_table(&b, MARKDOWN_MAX_COLUMNS, 2);
	check_limit(t, "128 columns", &b, NULL);
	put_table(&b, MARKDOWN_MAX_COLUMNS + 1, 2);
	check_limit(t, "129 columns", &b, "2:1-259 markdown-table-columns");
	put_table(&b, 100, MARKDOWN_MAX_CELLS / 100);
	check_limit(t, "200,000 cells", &b, NULL);
	put_table(&b, 100, MARKDOWN_MAX_CELLS / 100 + 1);
	check_limit(t, "200,100 cells", &b, "2:1-201 markdown-table-size");
	repeat(&b, "a\n", MARKDOWN_MAX_LINES);
	buf_puts(&b, "|-|-|\n");
	check_limit(t, "2,000 lines before a table", &b, NULL);
	repeat(&b, "a\n", MARKDOWN_MAX_LINES + 1);
	buf_puts(&b, "> |-|-|\n");
	check_limit(t, "2,001 lines before a table", &b,
	    "2002:1-7 markdown-table-lines");
	put_table(&b, 2, 1);
	repeat(&b, "|x", 1025);
	check_limit(t, "1,025 pipes in a row", &b, "markdown-table-columns");
	buf_free(&b);
}

static void
test_limits(struct test *t)
{
	struct buf b = { 0 };

	buf_pad(&b, 'a', MARKDOWN_MAX_FILE);
	check_limit(t, "a file of 1 MiB", &b, NULL);
	buf_pad(&b, 'a', MARKDOWN_MAX_FILE + 1);
	check_limit(t, "a file of 1 MiB and a byte", &b, "markdown-size");
	repeat(&b, "> ", MARKDOWN_MAX_NESTING);
	buf_puts(&b, "a\n");
	check_limit(t, "64 quotes", &b, NULL);
	repeat(&b, "> ", MARKDOWN_MAX_NESTING);
	buf_puts(&b, "- a\n");
	check_limit(t, "64 quotes and a list", &b, "markdown-nesting");
	repeat(&b, "1. ", MARKDOWN_MAX_NESTING + 1);
	check_limit(t, "65 lists on a line", &b, "markdown-nesting");
	for (size_t i = 0; i <= MARKDOWN_MAX_NESTING; i++) {
		buf_pad(&b, ' ', 2 * i);
		buf_puts(&b, "- a\n");
	}
	check_limit(
	    t, "65 lists by indentation", &b, "65:129-3 markdown-nesting");
	repeat(&b, "* ", 200);
	check_limit(t, "a rule of 200 stars", &b, NULL);
	repeat(&b, "*a **b ", 40);
	repeat(&b, "c** d* ", 40);
	check_limit(t, "80 levels of emphasis", &b, "1:1-559 markdown-nesting");
	buf_free(&b);
}

/* what makes parsers slow; each within the time of all */

struct slow {
	const char *name;
	const char *before;
	const char *part;
	size_t n; /* how often; 0: fill a megabyte */
	const char *after;
};

static const struct slow slow[] = {
	{ "nested emphasis", "", "*a **a ", 65000, "b" },
	{ "closers without openers", "", "a_ ", 65000, "" },
	{ "openers without closers", "", "_a ", 65000, "" },
	{ "link closers", "", "a]", 65000, "" },
	{ "link openers", "", "[a", 65000, "" },
	{ "mismatched openers", "", "*a_ ", 50000, "" },
	{ "emphasis and links", "", "**x [a*b**c*](d)", 3000, "" },
	{ "multiples of three", "a**b", "c* ", 50000, "" },
	{ "link openers, emphasis closers", "", "[ a_", 50000, "" },
	{ "brackets and parens", "", "[ (](", 80000, "" },
	{ "image brackets", "", "![[]()", 160000, "" },
	{ "image brackets, fewer", "", "![[]()", 4000, "" },
	{ "nested brackets", "", "[", 50000, "a" },
	{ "nested quotes", "", "> ", 50000, "a" },
	{ "quotes at the limit", "", "> > > > > > > > a\n", 0, "" },
	{ "nested lists", "", "- ", 50000, "a" },
	{ "empty lines in lists", "- a\n  - a\n    - a\n", "\n", 0, "" },
	{ "unclosed links A", "", "[a](<b", 30000, "" },
	{ "unclosed links B", "", "[a](b", 30000, "" },
	{ "unclosed comments", "</", "<!--", 0, "" },
	{ "unclosed instructions", "x", "<?", 0, "" },
	{ "unclosed CDATA", "x", "<![CDATA[", 0, "" },
	{ "unclosed declarations", "x", "<!A ", 0, "" },
	{ "unclosed declarations, fewer", "x", "<!A ", 5000, "" },
	{ "tags", "", "<a ", 50000, "" },
	{ "entities", "", "&#1;", 0, "" },
	{ "links among stars", "", "*[a](b)", 0, "" },
	{ "links among stars, fewer", "", "*[a](b)", 14000, "" },
	{ "references among stars", "[a]: b\n\n", "_[a]", 0, "" },
	{ "same definition", "", "[a]: u\n", 0, "" },
	{ "brackets behind a URL", "http://a.b/", ")", 0, "" },
	{ "mail", "", "a.a@", 50000, "" },
	{ "delimiter rows", "", "|a|b|\n|-|\n", 0, "" },
	{ "one long row", "|a|b|\n|-|-|\n", "|a", 0, "" },
	{ "short rows", "|a|b|\n|-|-|\n", "|a\n", 60000, "" },
	{ "tags to fill", "", "{{a}}", 60000, "" },
	{ "different tags", "", "{{ab", 60000, "" },
	{ "headings alike", "", "# a\n", 40000, "" },
	{ "blank lines", "a {{x}}", "\n", 0, "{{y}}" },
	{ "forbidden tags", "", "<b>", 50000, "" },
	{ "forbidden links", "", "[a](x:y) ", 30000, "" },
	{ "details", "", "<details>\n", 20000, "" },
	{ "bad bytes", "",
	    "\xFF"
	    "a",
	    200000, "" },
};

static double
seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static double
run_slow(const struct slow *s)
{
	struct buf b = { 0 };
	double start = seconds();
	struct run r;
	size_t n = s->n ? s->n : (MARKDOWN_MAX_FILE - 64) / strlen(s->part);

	buf_puts(&b, s->before);
	repeat(&b, s->part, n);
	buf_puts(&b, s->after);
	run_init(&r);
	run_from(&r, buf_view(&b), 0);
	run_end(&r);
	buf_free(&b);
	return seconds() - start;
}

/* One definition of a long target, used again and again. */
static double
run_expansion(void)
{
	struct buf b = { 0 };
	double start = seconds();
	struct run r;

	buf_puts(&b, "[a]: ");
	buf_pad(&b, 'u', 50000);
	buf_puts(&b, "\n\n");
	repeat(&b, "[a] ", 200000);
	run_init(&r);
	run_from(&r, buf_view(&b), 0);
	run_end(&r);
	buf_free(&b);
	return seconds() - start;
}

static void
test_slow(struct test *t)
{
	double sum = run_expansion();
	char name[128];

	for (size_t i = 0; i < countof(slow); i++) {
		double took = run_slow(&slow[i]);

		sum += took;
		if (took > 0.3)
			printf("# %s: %.2f s\n", slow[i].name, took);
	}
	snprintf(name, sizeof(name), "%zu hostile texts in %d s",
	    countof(slow) + 1, SECONDS);
	printf("# %.2f s in all\n", sum);
	check(t, sum <= SECONDS, name);
}

/* four threads at once read what one reads */

struct worker {
	pthread_t thread;
	size_t nwrong;
};

static const char shared[] =
    "# A {{x}}\n\n| a | b |\n|---|--:|\n| ~~1~~ | www.a.com |\n\n"
    "- [x] *done* {{y_z}} **{{y_z}}** http://a.b/c_d_e\n";

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct str html, first = { 0 };
	struct arena a = { 0 };

	for (int i = 0; i < 500; i++) {
		struct run r;

		run_init(&r);
		run_from(&r, STR(shared), 0);
		html = r.page.html;
		if (i == 0)
			first = str_copy(&a, html);
		w->nwrong += !r.ok || !str_eq(html, first) ||
		    str_find(html, STR("<del>1</del>"), 0) == SIZE_MAX ||
		    str_find(html, STR("<em>done</em>"), 0) == SIZE_MAX;
		run_end(&r);
	}
	arena_clear(&a);
	return NULL;
}

static void
test_threads(struct test *t)
{
	struct worker w[4] = { 0 };
	size_t nwrong = 0;

	for (size_t i = 0; i < countof(w); i++)
		if (pthread_create(&w[i].thread, NULL, work, &w[i]))
			nwrong++;
	for (size_t i = 0; i < countof(w); i++) {
		pthread_join(w[i].thread, NULL);
		nwrong += w[i].nwrong;
	}
	check(t, nwrong == 0, "2,000 compiles in four threads");
}

int
main(int argc, char **argv)
{
	struct test t = { 0 };

	markdown_init();
	if (argc > 1 && !strcmp(argv[1], "-u")) {
		test_cases(&t, update_case);
		return 0;
	}
	test_cases(&t, run_case);
	test_cases(&t, refill_case);
	test_bytes(&t);
	test_outline(&t);
	test_table_limits(&t);
	test_limits(&t);
	test_threads(&t);
	test_slow(&t);
	printf("1..%zu\n", t.n);
	return t.nfailed != 0;
}

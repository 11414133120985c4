/*
 * oracle: our HTML is cmark's, but for what we changed on purpose, and a tag
 * changes nothing round it.
 *
 * The examples are those of spec.txt in the npm package commonmark-spec; run
 * from the project's folder.
 */
#include "stub.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <stdlib.h>

#include "base/file.h"
#include "text/marks.h"

#define SPEC "tests/node_modules/commonmark-spec/spec.txt"

/* Cuts what is between `open` and `close`, these included, every time. */
static void
drop(struct buf *b, const char *open, const char *close)
{
	struct str o = str_of(open), c = str_of(close), s = buf_view(b);
	struct buf out = { 0 };

	for (size_t i; (i = str_find(s, o, 0)) != SIZE_MAX;) {
		size_t end = str_find(s, c, i + o.n);

		buf_str(&out, str_sub(s, 0, i));
		s = str_from(s, end == SIZE_MAX ? s.n : end + c.n);
	}
	buf_str(&out, s);
	buf_free(b);
	*b = out;
}

static void
swap(struct buf *b, const char *from, const char *to)
{
	struct str f = str_of(from), s = buf_view(b);
	struct buf out = { 0 };

	for (size_t i; (i = str_find(s, f, 0)) != SIZE_MAX;) {
		buf_str(&out, str_sub(s, 0, i));
		buf_puts(&out, to);
		s = str_from(s, i + f.n);
	}
	buf_str(&out, s);
	buf_free(b);
	*b = out;
}

/* We leave comments out, and the blanks and blank lines round them differ. */
static void
plain_both(struct buf *b)
{
	struct buf out = { 0 };
	struct str s, line;

	drop(b, "<!--", "-->");
	swap(b, "%5B", "[");
	swap(b, "%5D", "]");
	for (s = buf_view(b); s.n;) {
		str_cut(s, '\n', &line, &s);
		if (!str_trim(line).n)
			continue;
		buf_str(&out, line);
		buf_putc(&out, '\n');
	}
	buf_free(b);
	*b = out;
}

/* Ours without what differs on purpose. */
static struct buf
plain_ours(struct str html)
{
	struct buf b = { 0 };

	buf_str(&b, html);
	drop(&b, " <a class=\"anchor\"", "</a>");
	for (char c = '1'; c <= '6'; c++) {
		char open[] = { '<', 'h', c, ' ', 'i', 'd', 0 };
		char want[] = { '<', 'h', c, '>', '\n', 0 };

		swap(&b, open, want);
	}
	drop(&b, "\n=\"", ">");
	drop(&b, "<div class=\"scroll\"", ">\n");
	swap(&b, "</table>\n</div>", "</table>");
	swap(&b, "<pre tabindex=\"0\">", "<pre>");
	swap(&b, " scope=\"col\"", "");
	swap(&b, " class=\"num\"", " align=\"right\"");
	swap(&b, " class=\"center\"", " align=\"center\"");
	swap(&b, " class=\"task\"><label>", ">");
	swap(&b, "</label>", "");
	plain_both(&b);
	return b;
}

static struct buf
plain_cmark(const char *html)
{
	struct buf b = { 0 };

	buf_puts(&b, html);
	swap(&b, " />", ">");
	swap(&b, " checked=\"\" disabled=\"\"", " disabled checked");
	swap(&b, " disabled=\"\"", " disabled");
	swap(&b, " align=\"left\"", "");
	plain_both(&b);
	return b;
}

static struct buf
oracle(struct str text)
{
	static const char *const ext[] = { "table", "strikethrough", "autolink",
		"tasklist" };
	cmark_parser *p = cmark_parser_new(CMARK_OPT_DEFAULT);
	cmark_node *root;
	struct buf b;
	char *html;

	for (size_t i = 0; i < countof(ext); i++)
		cmark_parser_attach_syntax_extension(
		    p, cmark_find_syntax_extension(ext[i]));
	cmark_parser_feed(p, text.p, text.n);
	root = cmark_parser_finish(p);
	html = cmark_render_html(
	    root, CMARK_OPT_UNSAFE, cmark_parser_get_syntax_extensions(p));
	b = plain_cmark(html);
	free(html);
	cmark_node_free(root);
	cmark_parser_free(p);
	return b;
}

struct tally {
	size_t nexample;
	size_t nequal;
	size_t nlinked;	 /* of the equal ones */
	size_t nrefused; /* by policy only: HTML, links, characters */
	size_t ndiffer;
	size_t ntagged; /* with a word made a tag */
	size_t ntagged_wrong;
};

static bool
by_policy(const struct run *r)
{
	for (size_t i = 0; i < r->d.n; i++)
		if (r->d.item[i].id != DIAG_MARKDOWN_HTML &&
		    r->d.item[i].id != DIAG_MARKDOWN_LINK &&
		    r->d.item[i].id != DIAG_MARKDOWN_ENCODING &&
		    r->d.item[i].id != DIAG_MARKDOWN_CELLS)
			return false;
	return true;
}

static void
show(const char *what, struct str s)
{
	printf("# %s:\n", what);
	details(s);
}

static void
compare(struct tally *n, struct str text)
{
	struct buf want = oracle(text), got;
	struct run r;

	run_init(&r);
	run_from(&r, text, 0);
	got = plain_ours(r.page.html);
	n->nexample++;
	if (!r.ok && by_policy(&r)) {
		n->nrefused++;
	} else if (r.ok && str_eq(buf_view(&got), buf_view(&want))) {
		n->nequal++;
		n->nlinked += str_find(r.page.html, STR("<a "), 0) != SIZE_MAX;
	} else {
		n->ndiffer++;
		show("text", text);
		show("reports", buf_view(&r.reports));
		show("want", buf_view(&want));
		show("got", buf_view(&got));
	}
	run_end(&r);
	buf_free(&want);
	buf_free(&got);
}

/* Where a value would be half of an address, or the name of a definition. */
static bool
is_name(struct str text)
{
	static const char *const part[] = { "foo@", "foo+", "foo\\+", "[foo" };

	for (size_t i = 0; i < countof(part); i++)
		if (str_find(text, str_of(part[i]), 0) != SIZE_MAX &&
		    (part[i][0] != '[' ||
			str_find(text, STR("]:"), 0) != SIZE_MAX))
			return true;
	return false;
}

/*
 * With the word foo as a tag that is filled with foo, the HTML is the same but
 * for what holds marks beside the tag, and so is the HTML of the finished
 * Markdown.
 */
static void
compare_tagged(struct tally *n, struct str text)
{
	struct run plain, tagged, again;
	struct buf b = { 0 }, html = { 0 };

	if (is_name(text))
		return;
	buf_str(&b, text);
	swap(&b, "foo", "{{foo}}");
	run_init(&plain);
	run_init(&tagged);
	run_init(&again);
	tagged.same = true;
	run_from(&plain, text, 0);
	run_from(&tagged, buf_view(&b), 0);
	buf_str(&html, tagged.page.html);
	swap(&html, MARKS_HELD, "");
	swap(&html, MARKS_END, "");
	if (plain.ok && tagged.ok && tagged.nasked &&
	    str_find(tagged.page.html, STR("{{"), 0) == SIZE_MAX) {
		run_from(&again, tagged.page.markdown, 0);
		n->ntagged++;
		if (!again.ok || !str_eq(plain.page.html, buf_view(&html)) ||
		    !str_eq(plain.page.html, again.page.html)) {
			n->ntagged_wrong++;
			show("text", text);
			show("html", plain.page.html);
			show("tagged", tagged.page.html);
			show("markdown", tagged.page.markdown);
			show("again", again.page.html);
		}
	}
	buf_free(&b);
	buf_free(&html);
	run_end(&plain);
	run_end(&tagged);
	run_end(&again);
}

static const char *const gfm[] = {
	"| foo | bar |\n| --- | --- |\n| baz | bim |\n",
	"| abc | defghi |\n:-: | -----------:\nbar | baz\n",
	"| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |\n",
	"| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n",
	"| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar\n",
	"| abc | def |\n| --- |\n| bar |\n",
	"| abc | def |\n| --- | --- |\n| bar |\n",
	"| abc | def |\n| --- | --- |\n| bar | baz | boo |\n",
	"| abc | def |\n| --- | --- |\n",
	"para\n| a | b |\n|:--|--:|\n| *1* | `2` |\n",
	"- [ ] foo\n- [x] bar\n",
	"- [x] foo\n  - [ ] bar\n  - [x] baz\n- [ ] bim\n",
	"~~Hi~~ Hello, ~there~ world!\n",
	"This ~~has a\n\nnew paragraph~~.\n",
	"This will ~~~not~~~ strike.\n",
	"www.commonmark.org/help for more information.\n",
	"Visit www.commonmark.org/a.b.\n\nwww.google.com/search?q=(a))+ok\n",
	"http://commonmark.org\n\n(Visit https://a.bc/help?q=1&a=2)\n",
	"foo@bar.baz hello@mail+xyz.example isn't, a.b-c_d@a.b_ neither\n",
};

/* The text of the next example, with its tabs; false when there is none. */
static bool
next_example(struct str *rest, struct buf *out)
{
	struct str open = STR("\n```````````````````````````````` example\n");
	size_t i = str_find(*rest, open, 0), end;

	buf_clear(out);
	if (i == SIZE_MAX)
		return false;
	*rest = str_from(*rest, i + open.n);
	end = str_starts(*rest, STR(".\n")) ? 0
					    : str_find(*rest, STR("\n.\n"), 0);
	buf_str(out, str_sub(*rest, 0, end ? end + 1 : 0));
	swap(out, "\xE2\x86\x92", "\t");
	return true;
}

static void
test_spec(struct test *t)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct tally n = { 0 };
	struct str s = { 0 };

	if (!file_read(&a, SPEC, (size_t)1 << 20, &s))
		printf("# no " SPEC ": run npm ci in tests/\n");
	while (next_example(&s, &b)) {
		compare(&n, buf_view(&b));
		compare_tagged(&n, buf_view(&b));
	}
	check(t, n.nexample > 600, "the specification's examples are there");
	for (size_t i = 0; i < countof(gfm); i++) {
		compare(&n, str_of(gfm[i]));
		compare_tagged(&n, str_of(gfm[i]));
	}
	printf("# %zu examples: %zu as cmark has them, %zu refused by "
	       "policy, %zu different\n",
	    n.nexample, n.nequal, n.nrefused, n.ndiffer);
	check(t, n.ndiffer == 0, "examples are as cmark has them");
	printf("# %zu examples with tags, %zu wrong\n", n.ntagged,
	    n.ntagged_wrong);
	check(t, n.ntagged_wrong == 0, "a tag changes nothing round it");
	buf_free(&b);
	arena_clear(&a);
}

/* Texts of what makes up addresses, whole and in parts, and of what hides it. */
static void
test_addresses(struct test *t)
{
	static const char *const part[] = { "http", "https", "ftp", ":", "/",
		"//", "://", "w", "www", "www.", ".", "@", "&", "&#64;",
		"&amp;", "&colon;", "\\", "a", "b.cd", "ab", " ", " ", "\n",
		"\n\n", "*", "_", "`", "~", "(", ")", "[", "<", ">", "|", "- ",
		"|-|\n", "0" };
	struct tally n = { 0 };
	struct buf b = { 0 };

	srandom(1);
	for (size_t i = 0; i < 20000; i++) {
		buf_clear(&b);
		for (long k = random() % 12; k >= 0; k--)
			buf_puts(&b, part[(size_t)random() % countof(part)]);
		compare(&n, buf_view(&b));
	}
	printf("# %zu texts of parts of addresses: %zu as cmark has them, %zu "
	       "with a link, %zu refused by policy, %zu different\n",
	    n.nexample, n.nequal, n.nlinked, n.nrefused, n.ndiffer);
	check(t, n.nequal > 10000 && n.nlinked > 100,
	    "texts of parts of addresses are texts, some with a link");
	check(t, n.ndiffer == 0, "addresses are as cmark has them");
	buf_free(&b);
}

int
main(void)
{
	struct test t = { 0 };

	markdown_init();
	test_spec(&t);
	test_addresses(&t);
	printf("1..%zu\n", t.n);
	return t.nfailed != 0;
}

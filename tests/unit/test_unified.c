/* unified: by hand, against diff(1), and by applying what it prints. */
#include "text/unified.h"

#include "base/file.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int ntest, nfail;

static void
check(bool ok, const char *name)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++ntest, name);
	nfail += !ok;
}

static struct str
run_unified(struct arena *a, struct str old, struct str new)
{
	struct buf b = { 0 };

	unified_diff(&b, STR("a/x"), STR("b/x"), old, new);
	return buf_take(&b, a);
}

/* What `diff -u` says; false when there is no such program. */
static bool
run_diff(struct arena *a, const char *flags, struct str old, struct str new,
    struct str *out)
{
	char cmd[200];

	assert(file_write("old", old) && file_write("new", new));
	snprintf(cmd, sizeof(cmd),
	    "diff -u %s --label a/x --label b/x old new >out 2>/dev/null",
	    flags);
	switch (system(cmd)) {
	case 0:
	case 1 << 8:
		return file_read(a, "out", 1 << 24, out);
	default:
		return false;
	}
}

static struct str
next_line(struct str *s)
{
	size_t end = str_find(*s, STR("\n"), 0);
	struct str line = str_sub(*s, 0, end == SIZE_MAX ? s->n : end + 1);

	*s = str_from(*s, line.n);
	return line;
}

/* Lines that go and come. */
static size_t
cost(struct str diff)
{
	size_t n = 0;

	next_line(&diff);
	next_line(&diff);
	while (diff.n) {
		struct str line = next_line(&diff);

		n += line.p[0] == '+' || line.p[0] == '-';
	}
	return n;
}

static void
put_patched(struct buf *out, struct str line, struct str rest)
{
	line = str_from(line, 1);
	if (str_starts(rest, STR("\\ ")))
		line.n--;
	buf_str(out, line);
}

/* Applies a diff without believing it: false where it does not fit. */
static bool
apply(struct str old, struct str diff, struct buf *out)
{
	long at = 1, from, nfrom = 0, nto = 0;
	struct buf was = { 0 };
	bool ok = true;

	if (!diff.n) {
		buf_str(out, old);
		return true;
	}
	next_line(&diff);
	next_line(&diff);
	while (ok && diff.n) {
		struct str line = next_line(&diff);
		long to;

		if (line.p[0] == '@') {
			char head[100] = { 0 };

			ok = nfrom == 0 && nto == 0;
			memcpy(head, line.p, line.n < 99 ? line.n : 99);
			nfrom = nto = 1;
			if (sscanf(head, "@@ -%ld,%ld +%ld,%ld @@", &from,
				&nfrom, &to, &nto) < 4 &&
			    sscanf(head, "@@ -%ld +%ld,%ld @@", &from, &to,
				&nto) < 3 &&
			    sscanf(head, "@@ -%ld,%ld +%ld @@", &from, &nfrom,
				&to) < 3)
				ok &= sscanf(head, "@@ -%ld +%ld @@", &from,
					  &to) == 2;
			if (nfrom == 0)
				from++;
			for (; at < from && old.n; at++)
				buf_str(out, next_line(&old));
			ok &= at == from;
		} else if (line.p[0] == '\\') {
			continue;
		}
		if (line.p[0] == ' ' || line.p[0] == '-') {
			buf_clear(&was);
			put_patched(&was, line, diff);
			ok &= str_eq(buf_view(&was), next_line(&old));
			at++, nfrom--;
		}
		if (line.p[0] == ' ' || line.p[0] == '+') {
			put_patched(out, line, diff);
			nto--;
		}
	}
	buf_str(out, old);
	buf_free(&was);
	return ok && nfrom == 0 && nto == 0;
}

static bool
applies(struct str old, struct str new, struct str diff)
{
	struct buf b = { 0 };
	bool ok = apply(old, diff, &b) && str_eq(buf_view(&b), new);

	buf_free(&b);
	return ok;
}

/* Texts of which only one shortest difference exists. */
static const struct {
	const char *name, *old, *new;
} plain[] = {
	{ "no difference", "a\nb\n", "a\nb\n" },
	{ "both empty", "", "" },
	{ "a line changed", "a\nb\nc\n", "a\nX\nc\n" },
	{ "a line added", "a\nb\n", "a\nb\nc\n" },
	{ "a line removed at the start", "a\nb\nc\nd\ne\n", "b\nc\nd\ne\n" },
	{ "from nothing", "", "a\nb\n" },
	{ "to nothing", "a\n", "" },
	{ "newline lost", "a\nb\n", "a\nb" },
	{ "newline won", "a\nb", "a\nb\n" },
	{ "no newline in context", "a\nb", "X\nb" },
	{ "no newline on either side", "a\nb", "a\nc" },
	{ "one line without newline", "", "a" },
	{ "empty lines", "\n\n\n", "\n\nx\n\n" },
	{ "carriage returns", "a\r\nb\r\n", "a\nb\r\n" },
	{ "six lines between: one hunk", "a\n1\n2\n3\n4\n5\n6\nb\n",
	    "A\n1\n2\n3\n4\n5\n6\nB\n" },
	{ "seven lines between: two hunks", "a\n1\n2\n3\n4\n5\n6\n7\nb\n",
	    "A\n1\n2\n3\n4\n5\n6\n7\nB\n" },
	{ "an insertion slides down", "{\n a\n}\n{\n b\n}\n",
	    "{\n a\n}\n{\n c\n}\n{\n b\n}\n" },
	{ "a repeated line removed", "x\nx\nx\nx\ny\n", "x\nx\ny\n" },
	{ "all lines differ", "a\nb\nc\n", "1\n2\n" },
};

static void
test_plain(struct arena *a)
{
	for (size_t i = 0; i < countof(plain); i++) {
		struct str old = str_of(plain[i].old);
		struct str new = str_of(plain[i].new);
		struct str got = run_unified(a, old, new), want = got;
		bool ok = applies(old, new, got);

		if (!run_diff(a, "", old, new, &want))
			puts("# no diff program");
		check(ok && str_eq(got, want), plain[i].name);
		if (!str_eq(got, want))
			printf("# got:\n%.*s# want:\n%.*s", STR_ARG(got),
			    STR_ARG(want));
	}
}

static void
test_exact(struct arena *a)
{
	struct str got = run_unified(a, STR("1\n2\n3\n4\n5\n6\n7\n8\n9"),
	    STR("1\n2\n3\n4\nfive\n6\n7\n8\n9\n"));

	check(str_is(got,
		  "--- a/x\n+++ b/x\n@@ -2,8 +2,8 @@\n 2\n 3\n 4\n-5\n+five\n"
		  " 6\n 7\n 8\n-9\n\\ No newline at end of file\n+9\n"),
	    "the text, byte for byte");
}

static struct str
random_text(struct arena *a, unsigned lines, unsigned words)
{
	struct buf b = { 0 };

	for (unsigned i = 0; i < lines; i++)
		buf_printf(&b, "%ld\n", random() % (words + 1));
	if (b.n && random() % 4 == 0)
		b.n--;
	return buf_take(&b, a);
}

/* A text with some of its lines dropped, changed or doubled. */
static struct str
mutate(struct arena *a, struct str s, unsigned one_in)
{
	struct buf b = { 0 };

	while (s.n) {
		struct str line = next_line(&s);
		long what = random() % one_in;

		if (what == 1)
			buf_printf(&b, "%ld\n", random() % 50);
		if (what != 0)
			buf_str(&b, line);
		if (what == 2)
			buf_str(&b, line);
	}
	return buf_take(&b, a);
}

static bool
random_case(struct arena *a, bool with_diff)
{
	unsigned lines = (unsigned)random() % 60;
	unsigned words = 1 + (unsigned)random() % 40;
	struct str old = random_text(a, lines, words);
	struct str new = random() % 2
	    ? mutate(a, old, 3 + (unsigned)random() % 20)
	    : random_text(a, (unsigned)random() % 60, words);
	struct str got = run_unified(a, old, new), want;

	if (!applies(old, new, got)) {
		printf("# does not apply:\n%.*s", STR_ARG(got));
		return false;
	}
	if (!with_diff || !run_diff(a, "--minimal", old, new, &want))
		return true;
	if (cost(got) != cost(want))
		printf("# got %zu changed lines, diff has %zu\n", cost(got),
		    cost(want));
	return cost(got) == cost(want);
}

static void
test_random(int n, bool with_diff, const char *name)
{
	bool ok = true;

	for (int i = 0; ok && i < n; i++) {
		struct arena a = { 0 };

		ok = random_case(&a, with_diff);
		arena_clear(&a);
	}
	check(ok, name);
}

static double
seconds(void)
{
	return (double)clock() / (double)CLOCKS_PER_SEC;
}

/* 100,000 lines; nothing in common, nearly all in common, or few words. */
static void
test_large(struct arena *a)
{
	struct str old = random_text(a, 100000, 1000000000);
	struct str other = random_text(a, 100000, 1000000000);
	struct str few = random_text(a, 100000, 3);
	struct str few2 = random_text(a, 100000, 3);
	struct str near = mutate(a, old, 1000);
	double start = seconds();

	check(applies(old, other, run_unified(a, old, other)),
	    "100,000 lines, nothing in common");
	check(applies(old, near, run_unified(a, old, near)),
	    "100,000 lines, nearly the same");
	check(applies(few, few2, run_unified(a, few, few2)),
	    "100,000 lines of four words");
	printf("# %.2f s\n", seconds() - start);
	check(seconds() - start < 20, "in bounded time");
}

int
main(void)
{
	char dir[] = "/tmp/test_unified.XXXXXX";
	struct arena a = { 0 };

	setvbuf(stdout, NULL, _IOLBF, 0);
	setenv("LC_ALL", "C", 1);
	assert(mkdtemp(dir) && chdir(dir) == 0);
	srandom(1);
	test_plain(&a);
	test_exact(&a);
	test_random(20000, false, "20,000 random pairs apply");
	test_random(400, true, "400 random pairs are as short as diff's");
	test_large(&a);
	assert(chdir("/") == 0 && file_remove_tree(dir));
	arena_clear(&a);
	printf("1..%d\n", ntest);
	return nfail != 0;
}

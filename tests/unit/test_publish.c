/*
 * publish: what is kept, what is refused, and that no reader, neighbour or
 * SIGKILL ever makes a mix of two versions.
 */
#include "site/publish.h"

#include "base/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NFILE 40  /* files of a version */
#define NKILL 100 /* children killed */
#define NWRITER 4 /* processes that publish at once */
#define WRITES 40 /* publications of each */
#define TEMP ".public.new"

static int ntest, nfail;

static void
check(bool ok, const char *name)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++ntest, name);
	nfail += !ok;
}

/* One call of publish, and what it said. */
struct result {
	struct arena arena;
	struct diag diag;
	struct publish_report report;
	bool ok;
};

static void
publish_to(
    struct result *r, const char *dir, const struct output *out, size_t n)
{
	arena_clear(&r->arena);
	*r = (struct result){ .diag = { .arena = &r->arena } };
	r->diag.arena = &r->arena;
	r->ok = publish(&r->arena, &r->diag, dir, out, n, &r->report);
}

static void
show(const struct result *r)
{
	for (size_t i = 0; i < r->diag.n; i++)
		printf("# %s: %.*s\n", diag_name(r->diag.item[i].id),
		    STR_ARG(r->diag.item[i].text));
}

static bool
counted(
    const struct result *r, size_t written, size_t removed, size_t unchanged)
{
	const struct publish_report *p = &r->report;

	if (r->ok && p->nwritten == written && p->nremoved == removed &&
	    p->nunchanged == unchanged && !r->diag.n)
		return true;
	printf("# written %zu, removed %zu, unchanged %zu\n", p->nwritten,
	    p->nremoved, p->nunchanged);
	show(r);
	return false;
}

/* Refused with this id, and with a text that holds `part`. */
static bool
refused(const struct result *r, enum diag_id id, const char *part)
{
	const struct diag_item *last = &r->diag.item[r->diag.n - 1];

	if (!r->ok && r->diag.n && last->id == id &&
	    str_find(last->text, str_of(part), 0) != SIZE_MAX)
		return true;
	show(r);
	return false;
}

static void
put(const char *path, const char *text)
{
	bool ok = file_write(path, str_of(text));

	assert(ok);
}

static bool
has(const char *path, const char *text)
{
	struct arena a = { 0 };
	struct str s;
	bool ok = file_read(&a, path, 1 << 24, &s) && str_is(s, text);

	arena_clear(&a);
	return ok;
}

static struct stat
stat_of(const char *path)
{
	struct stat st;
	bool ok = lstat(path, &st) == 0;

	if (!ok)
		printf("# no '%s'\n", path);
	assert(ok);
	return st;
}

static bool
same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static void
set_time(const char *path, time_t sec)
{
	struct timespec t[2] = { { sec, 5 }, { sec, 7 } };
	int r = utimensat(AT_FDCWD, path, t, AT_SYMLINK_NOFOLLOW);

	assert(r == 0);
}

/* All that a listing shows of a tree, as text; times on request. */
static void
list_tree(struct buf *b, const char *dir, bool times)
{
	struct arena a = { 0 };
	size_t n;
	struct str *name = file_list(&a, dir, &n);

	for (size_t i = 0; name && i < n; i++) {
		char *path = file_join(&a, dir, name[i].p);
		struct stat st = stat_of(path);

		buf_printf(b, "%s %o", path, st.st_mode);
		if (times)
			buf_printf(b, " %ld %lu %ld.%ld %ld.%ld",
			    (long)st.st_size, st.st_ino, st.st_mtim.tv_sec,
			    st.st_mtim.tv_nsec, st.st_ctim.tv_sec,
			    st.st_ctim.tv_nsec);
		buf_putc(b, '\n');
		if (S_ISDIR(st.st_mode))
			list_tree(b, path, times);
	}
	arena_clear(&a);
}

/* The working directory, with all times. */
static struct str
snapshot(struct arena *a)
{
	struct buf b = { 0 };
	struct stat st = stat_of(".");

	buf_printf(&b, "%ld.%ld\n", st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
	list_tree(&b, ".", true);
	return buf_take(&b, a);
}

/* Names and modes below public, and that nothing lies beside it but the tree
 * that was there before. */
static bool
looks(const char *want)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	size_t n;
	bool ok;

	list_tree(&b, "public", false);
	ok = str_is(buf_view(&b), want);
	if (!ok)
		printf("# got:\n%.*s# want:\n%s", STR_ARG(buf_view(&b)), want);
	ok &= file_list(&a, ".", &n) && n == 1 + (size_t)file_exists(TEMP);
	buf_free(&b);
	arena_clear(&a);
	return ok;
}

static void
clean(void)
{
	struct arena a = { 0 };
	size_t n;
	struct str *name = file_list(&a, ".", &n);

	for (size_t i = 0; i < n; i++) {
		bool ok = file_remove_tree(name[i].p);

		assert(ok);
	}
	arena_clear(&a);
}

#define OUT(path, bytes)                         \
	{                                        \
		{ path, sizeof(path) - 1 },      \
		{                                \
			bytes, sizeof(bytes) - 1 \
		}                                \
	}

static const struct output two[] = { OUT("index.html", "home\n"),
	OUT("a/b/page.html", "page\n") };
static const struct output changed[] = { OUT("a/b/page.html", "page 2\n"),
	OUT("index.html", "home\n"), OUT("new/x", "") };

static void
test_first(struct result *r)
{
	publish_to(r, "public", two, 2);
	check(counted(r, 2, 0, 0), "publishes where nothing is");
	check(looks("public/a 40755\npublic/a/b 40755\n"
		    "public/a/b/page.html 100644\n"
		    "public/index.html 100644\n"
		    "public/manifest.json 100644\n") &&
		(stat_of("public").st_mode & 07777) == 0755,
	    "with modes of its own and nothing beside it");
	check(has("public/manifest.json",
		  "{\n  \"generator\": \"breakeven\",\n  \"format\": 1,\n"
		  "  \"files\": [\n    \"a/b/page.html\",\n"
		  "    \"index.html\"\n  ]\n}\n"),
	    "the manifest, sorted, a path a line");
}

static void
test_update(struct result *r)
{
	struct stat before, after;

	set_time("public/index.html", 1000000000);
	before = stat_of("public/index.html");
	publish_to(r, "public", changed, 3);
	after = stat_of("public/index.html");
	check(counted(r, 2, 0, 1) && has("public/a/b/page.html", "page 2\n") &&
		has("public/new/x", ""),
	    "a change and an addition");
	check(before.st_ino == after.st_ino &&
		same_time(before.st_mtim, after.st_mtim),
	    "what has not changed is the same file with its time");
	publish_to(r, "public/", &two[0], 1);
	check(counted(r, 0, 2, 1) &&
		looks("public/index.html 100644\n"
		      "public/manifest.json 100644\n"),
	    "deleted outputs and their directories disappear");
	publish_to(r, "public", NULL, 0);
	check(counted(r, 0, 1, 0) && looks("public/manifest.json 100644\n"),
	    "no outputs at all");
}

static void
test_kinds(struct result *r)
{
	static const struct output file[] = { OUT("x", "file\n") };
	static const struct output dir[] = { OUT("x/y", "below\n") };

	publish_to(r, "public", file, 1);
	publish_to(r, "public", dir, 1);
	check(counted(r, 1, 1, 0) && has("public/x/y", "below\n"),
	    "a file becomes a directory");
	publish_to(r, "public", file, 1);
	check(counted(r, 1, 1, 0) && has("public/x", "file\n"),
	    "a directory becomes a file");
	assert(
	    unlink("public/x") == 0 && symlink("../outside", "public/x") == 0);
	put("outside", "file\n");
	publish_to(r, "public", file, 1);
	check(counted(r, 1, 0, 0) && S_ISREG(stat_of("public/x").st_mode) &&
		has("outside", "file\n"),
	    "a link in place of a file of ours is replaced");
	assert(rename("public/x", "outside") == 0 &&
	    symlink("..", "public/x") == 0);
	put("outside", "below\n");
	assert(rename("outside", "y") == 0);
	publish_to(r, "public", dir, 1);
	check(counted(r, 1, 1, 0) && S_ISDIR(stat_of("public/x").st_mode) &&
		stat_of("public/x/y").st_ino != stat_of("y").st_ino,
	    "a link in place of a directory is not followed");
	clean();
}

static void
test_nothing(struct result *r)
{
	struct str before, after;
	struct arena a = { 0 };

	publish_to(r, "public", changed, 3);
	before = snapshot(&a);
	publish_to(r, "public", changed, 3);
	after = snapshot(&a);
	if (!str_eq(before, after))
		printf("# %.*s# %.*s", STR_ARG(before), STR_ARG(after));
	check(counted(r, 0, 0, 3) && str_eq(before, after),
	    "no change: nothing is touched");
	arena_clear(&a);
}

static void
test_modes(struct result *r)
{
	struct stat st;

	assert(chmod("public/index.html", 0600) == 0);
	assert(chmod("public/a", 0700) == 0 && chmod("public", 0711) == 0);
	set_time("public/index.html", 1000000000);
	umask(077);
	publish_to(r, "public", changed, 3);
	umask(022);
	st = stat_of("public/index.html");
	check(counted(r, 0, 0, 3) && (st.st_mode & 07777) == 0644 &&
		st.st_mtim.tv_sec == 1000000000 && st.st_mtim.tv_nsec == 7,
	    "a wrong mode is mended, the time is kept");
	check(looks("public/a 40755\npublic/a/b 40755\n"
		    "public/a/b/page.html 100644\n"
		    "public/index.html 100644\n"
		    "public/manifest.json 100644\n"
		    "public/new 40755\npublic/new/x 100644\n") &&
		(stat_of("public").st_mode & 07777) == 0755,
	    "umask 077 changes nothing");
	clean();
}

static void
put_foreign(void)
{
	put("public/CNAME", "example.org\n");
	assert(chmod("public/CNAME", 0640) == 0);
	put("public/a/notes", "mine\n");
	assert(file_mkdirs("public/.git/empty") &&
	    file_mkdirs("public/a/b/deep/er"));
	assert(symlink("no/such", "public/link") == 0);
	assert(symlink("..", "public/.git/up") == 0);
	assert(mkfifo("public/fifo", 0600) == 0);
	put("public/.git/locked", "read only\n");
	assert(chmod("public/.git/locked", 0400) == 0);
	set_time("public/CNAME", 1100000000);
	set_time("public/link", 1200000000);
	set_time("public/.git/empty", 1300000000);
	assert(chmod("public/.git/empty", 0710) == 0);
	assert(chmod("public/.git", 0555) == 0);
	set_time("public/.git", 1400000000);
}

static bool
foreign_is_there(void)
{
	char target[20] = { 0 };

	return has("public/CNAME", "example.org\n") &&
	    (stat_of("public/CNAME").st_mode & 07777) == 0640 &&
	    stat_of("public/CNAME").st_mtim.tv_sec == 1100000000 &&
	    has("public/a/notes", "mine\n") &&
	    S_ISDIR(stat_of("public/a/b/deep/er").st_mode) &&
	    readlink("public/link", target, 19) == 7 &&
	    strcmp(target, "no/such") == 0 &&
	    stat_of("public/link").st_mtim.tv_sec == 1200000000 &&
	    S_ISLNK(stat_of("public/.git/up").st_mode) &&
	    S_ISFIFO(stat_of("public/fifo").st_mode) &&
	    (stat_of("public/.git/locked").st_mode & 07777) == 0400 &&
	    (stat_of("public/.git/empty").st_mode & 07777) == 0710 &&
	    stat_of("public/.git/empty").st_mtim.tv_sec == 1300000000 &&
	    (stat_of("public/.git").st_mode & 07777) == 0555 &&
	    stat_of("public/.git").st_mtim.tv_sec == 1400000000;
}

static void
test_foreign(struct result *r)
{
	publish_to(r, "public", two, 2);
	put_foreign();
	publish_to(r, "public", changed, 3);
	check(counted(r, 2, 0, 1) && foreign_is_there(),
	    "foreign files, links and directories survive");
	publish_to(r, "public", NULL, 0);
	check(counted(r, 0, 3, 0) && foreign_is_there() &&
		!file_exists("public/a/b/page.html") &&
		!file_exists("public/new"),
	    "and keep their directories, but no others");
	publish_to(r, "public", two, 2);
	check(counted(r, 2, 0, 0) && foreign_is_there(), "and survive again");
	clean();
}

/* A publication of `changed` that must fail and touch nothing. */
static void
must_fail(struct result *r, const char *dir, enum diag_id id, const char *part,
    const char *name)
{
	struct arena a = { 0 };
	struct str before;
	size_t from = 0;

	/* What was there before is no part of it. */
	if (id != DIAG_PUBLISH_LOCKED)
		file_remove_tree(TEMP);
	before = snapshot(&a);
	publish_to(r, dir, changed, 3);
	/* The time of the parent may change: the sibling came and went. */
	while (before.p[from] != '\n')
		from++;
	if (id != DIAG_PUBLISH_LOCKED && !file_remove_tree(TEMP))
		printf("# cannot remove " TEMP "\n");
	check(refused(r, id, part) && r->diag.item[r->diag.n - 1].hint.n &&
		str_ends(snapshot(&a), str_from(before, from)),
	    name);
	arena_clear(&a);
}

static void
test_refused(struct result *r)
{
	assert(file_mkdirs("real") && symlink("real", "public") == 0);
	must_fail(r, "public", DIAG_PUBLISH_LINK, "'public'", "a link");
	must_fail(r, "public/", DIAG_PUBLISH_LINK, "'public'",
	    "a link with a slash behind it");
	clean();
	put("public", "a file");
	must_fail(
	    r, "public", DIAG_PUBLISH_FOREIGN, "not a directory", "a file");
	clean();
	assert(file_mkdirs("public"));
	put("public/thesis.tex", "years of work");
	must_fail(r, "public", DIAG_PUBLISH_FOREIGN, "manifest.json",
	    "an unrelated directory");
	put("public/manifest.json", "{\"name\": \"An app\", \"icons\": []}");
	must_fail(r, "public", DIAG_PUBLISH_FOREIGN, "generator",
	    "somebody else's manifest");
	put("public/manifest.json",
	    "{\n<<<<<<< HEAD\n\"generator\": \"breakeven\"\n}\n");
	must_fail(
	    r, "public", DIAG_PUBLISH_FOREIGN, "damaged", "a damaged manifest");
	put("public/manifest.json",
	    "{\"generator\": \"breakeven\", \"format\": 2, \"files\": []}");
	must_fail(r, "public", DIAG_PUBLISH_FOREIGN, "format",
	    "a manifest of another format");
	put("public/manifest.json",
	    "{\"generator\": \"breakeven\", \"format\": 1}");
	must_fail(r, "public", DIAG_PUBLISH_FOREIGN, "list of files",
	    "a manifest without a list");
	clean();
	must_fail(r, ".", DIAG_PUBLISH_EXCHANGE, "'.'", "no name: .");
	must_fail(r, "..", DIAG_PUBLISH_EXCHANGE, "'..'", "no name: ..");
	must_fail(r, "/", DIAG_PUBLISH_EXCHANGE, "'/'", "no name: /");
	put("file", "");
	publish_to(r, "file/public", two, 2);
	check(refused(r, DIAG_IO, "'file/'"), "a parent that is a file");
	clean();
}

static void
test_obstructed(struct result *r)
{
	publish_to(r, "public", two, 2);
	assert(file_mkdirs("public/new/x"));
	must_fail(r, "public", DIAG_PUBLISH_FOREIGN, "'public/new/x'",
	    "a foreign directory where a file would go");
	assert(file_remove_tree("public/new/x"));
	put("public/new/x", "");
	must_fail(r, "public", DIAG_PUBLISH_FOREIGN, "'public/new/x'",
	    "a foreign file where a file would go");
	assert(file_remove_tree("public/new"));
	put("public/new", "");
	must_fail(r, "public", DIAG_PUBLISH_FOREIGN, "'new/x'",
	    "a foreign file where a directory would go");
	assert(
	    file_remove_tree("public/new") && symlink("a", "public/new") == 0);
	must_fail(r, "public", DIAG_PUBLISH_FOREIGN, "'public/new'",
	    "a foreign link where a directory would go");
	assert(unlink("public/new") == 0);
	assert(file_mkdirs("public/new"));
	publish_to(r, "public", changed, 3);
	check(counted(r, 2, 0, 1), "a foreign directory is used");
	clean();
}

static void
test_places(struct result *r)
{
	assert(file_mkdirs("public"));
	publish_to(r, "public", two, 2);
	check(counted(r, 2, 0, 0), "into an empty directory");
	publish_to(r, "deep/er/public/", two, 2);
	check(counted(r, 2, 0, 0) && has("deep/er/public/index.html", "home\n"),
	    "below directories that are not there yet");
	assert(symlink("deep/er", "short") == 0);
	publish_to(r, "short/public", two, 2);
	check(counted(r, 0, 0, 2), "through a link to the parent");
	clean();
}

static void
test_locked(struct result *r)
{
	int fd;

	publish_to(r, "public", two, 2);
	assert(mkdir(TEMP, 0700) == 0);
	fd = open(TEMP, O_RDONLY);
	assert(fd >= 0 && flock(fd, LOCK_EX) == 0);
	must_fail(r, "public", DIAG_PUBLISH_LOCKED, "another build",
	    "another build is at work");
	close(fd);
	fd = open("public", O_RDONLY);
	assert(fd >= 0 && flock(fd, LOCK_EX) == 0);
	publish_to(r, "public", changed, 3);
	check(refused(r, DIAG_PUBLISH_LOCKED, "holds 'public'") &&
		has("public/a/b/page.html", "page\n"),
	    "somebody locked the directory itself");
	close(fd);
	publish_to(r, "public", changed, 3);
	check(counted(r, 2, 0, 1), "and not any more");
	clean();
}

static void
put_leftover(void)
{
	assert(file_remove_tree(TEMP) && file_mkdirs(TEMP "/ro"));
	assert(file_mkdirs("other"));
	put("other/precious", "x");
	put(TEMP "/ro/file", "half a pa");
	assert(symlink("../other", TEMP "/link") == 0);
	assert(chmod(TEMP "/ro", 0500) == 0);
}

static bool
is_healed(void)
{
	bool ok = !file_exists("public/link") && !file_exists("public/ro") &&
	    has("other/precious", "x");

	return file_remove_tree("other") && ok;
}

static void
test_leftover(struct result *r)
{
	put_leftover();
	publish_to(r, "public", two, 2);
	check(counted(r, 2, 0, 0) && is_healed(), "a leftover, nothing yet");
	put_leftover();
	publish_to(r, "public", two, 2);
	check(counted(r, 0, 0, 2) && is_healed(), "a leftover, no change");
	put_leftover();
	publish_to(r, "public", changed, 3);
	check(counted(r, 2, 0, 1) && is_healed(), "a leftover, a change");
	assert(file_remove_tree(TEMP) && symlink("public", TEMP) == 0);
	publish_to(r, "public", two, 2);
	check(refused(r, DIAG_IO, TEMP) && has("public/new/x", ""),
	    "a link in place of the leftover");
	clean();
}

/*
 * Version `v` of a site: some files change with it, some never do, and some
 * are there in every other version only.
 */
static size_t
make_version(struct arena *a, unsigned long v, struct output *out)
{
	size_t n = 0;

	for (unsigned i = 0; i < NFILE; i++) {
		struct buf b = { 0 };

		if (i % 5 == 4 && (v + i) % 2)
			continue;
		buf_printf(&b, "%lu\n", i % 5 == 3 ? 0 : v);
		buf_pad(&b, 'x', i * 500);
		out[n].path = i ? str_printf(a, "d%u/%s%u.html", i % 7,
				      (v & 2) && i % 5 == 2 ? "e/" : "", i)
				: STR("version");
		out[n++].bytes = buf_take(&b, a);
	}
	return n;
}

/* The version a directory shows in the file of that name; 0: none. */
static unsigned long
version_of(struct arena *a, int fd)
{
	struct str s;

	if (!file_read_at(a, fd, "version", 100, &s))
		return 0;
	return strtoul(s.p, NULL, 10);
}

enum reading { WHOLE, GONE, TORN };

/* Reads all files of a directory that may be removed meanwhile. */
static enum reading
read_version(struct arena *a, int fd, unsigned long *v)
{
	struct output out[NFILE];
	size_t n;

	*v = version_of(a, fd);
	if (!*v)
		return GONE;
	n = make_version(a, *v, out);
	for (size_t i = 0; i < n; i++) {
		struct str s;
		char *path = str_cstr(a, out[i].path);

		if (!file_read_at(a, fd, path, 1 << 20, &s))
			return errno == ENOENT ? GONE : TORN;
		if (!str_eq(s, out[i].bytes)) {
			printf("# version %lu: '%s' is another\n", *v, path);
			return TORN;
		}
	}
	return WHOLE;
}

/* Exactly one version, with the foreign file, or no directory at all. */
static bool
is_whole(unsigned long *v)
{
	struct arena a = { 0 };
	struct output out[NFILE];
	int fd = open("public", O_RDONLY | O_DIRECTORY);
	size_t n = 0, want;
	bool ok;

	*v = 0;
	if (fd < 0)
		return errno == ENOENT;
	ok = read_version(&a, fd, v) == WHOLE;
	want = make_version(&a, *v, out) + 1 + file_exists("public/foreign");
	ok = ok && file_walk(&a, "public", &n) && n == want;
	ok = ok &&
	    publish_check(&a, "public", out, make_version(&a, *v, out),
		&(struct buf){ 0 }, &n);
	close(fd);
	arena_clear(&a);
	return ok;
}

static bool
publish_version(unsigned long v, enum diag_id *why)
{
	struct result r = { 0 };
	struct arena a = { 0 };
	struct output out[NFILE];
	size_t n = make_version(&a, v, out);
	bool ok;

	publish_to(&r, "public", out, n);
	ok = r.ok;
	if (!ok)
		*why = r.diag.item[r.diag.n - 1].id;
	if (!ok && *why != DIAG_PUBLISH_LOCKED)
		show(&r);
	arena_clear(&r.arena);
	arena_clear(&a);
	return ok;
}

NORETURN static void
publish_until_killed(unsigned long v)
{
	enum diag_id why;

	for (;; v++)
		if (!publish_version(v, &why))
			_exit(1);
}

static void
sleep_us(long us)
{
	nanosleep(&(struct timespec){ 0, us * 1000 }, NULL);
}

/* One child killed at a random moment; then the next publication. */
static bool
kill_one(unsigned long *v, size_t *nleft)
{
	enum diag_id why;
	pid_t pid = fork();
	unsigned long seen;
	int status;
	bool whole;

	if (pid == 0)
		publish_until_killed(*v + 1);
	sleep_us(random() % 20000);
	kill(pid, SIGKILL);
	assert(waitpid(pid, &status, 0) == pid);
	if (!WIFSIGNALED(status))
		return false;
	*nleft += file_exists(TEMP);
	whole = is_whole(&seen) && (seen >= *v || !*v);
	if (!whole)
		printf("# version %lu after %lu\n", seen, *v);
	*v = (seen > *v ? seen : *v) + 1;
	return whole && publish_version(*v, &why) && is_whole(&seen) &&
	    seen == *v &&
	    (!file_exists("public/foreign") || has("public/foreign", "kept"));
}

static void
test_kill(void)
{
	unsigned long v = 0;
	size_t nleft = 0;
	int i;

	for (i = 0; i < NKILL && kill_one(&v, &nleft); i++) {
		if (i < 10) {
			clean();
			v = 0;
		} else if (i == 10) {
			put("public/foreign", "kept");
		}
	}
	printf("# %d killed, %zu left a sibling, version %lu\n", i, nleft, v);
	check(i == NKILL, "killed at any moment: old or new, then healed");
	clean();
}

/* Waits its turn; versions of different writers differ. */
NORETURN static void
publish_in_turn(unsigned long writer)
{
	enum diag_id why;

	for (unsigned long i = 1; i <= WRITES; i++)
		while (!publish_version(i * NWRITER + writer, &why)) {
			if (why != DIAG_PUBLISH_LOCKED)
				_exit(1);
			sleep_us(300);
		}
	_exit(0);
}

/* What a reader sees that came at this moment. */
static enum reading
read_once(void)
{
	struct arena a = { 0 };
	int fd = open("public", O_RDONLY | O_DIRECTORY);
	unsigned long v;
	struct stat st, now;
	enum reading got;

	if (fd < 0)
		return TORN;
	got = read_version(&a, fd, &v);
	/* A file may only be missing from a tree that is not current. */
	if (got == GONE &&
	    (fstat(fd, &st) < 0 || stat("public", &now) < 0 ||
		st.st_ino == now.st_ino))
		got = TORN;
	close(fd);
	arena_clear(&a);
	return got;
}

static void
test_together(void)
{
	size_t count[3] = { 0 };
	int nleft = NWRITER, nbad = 0, status;
	unsigned long v;
	enum diag_id why;

	assert(publish_version(1, &why));
	put("public/foreign", "kept");
	for (unsigned long i = 0; i < NWRITER; i++)
		if (fork() == 0)
			publish_in_turn(i);
	while (nleft) {
		count[read_once()]++;
		if (waitpid(-1, &status, WNOHANG) > 0) {
			nleft--;
			nbad += status != 0;
		}
	}
	printf("# %zu reads whole, %zu of a removed tree, %zu torn\n",
	    count[WHOLE], count[GONE], count[TORN]);
	check(nbad == 0 && count[TORN] == 0 && count[WHOLE] > 0,
	    "four builds at once and a reader: never a mix");
	check(is_whole(&v) && v / NWRITER == WRITES &&
		has("public/foreign", "kept"),
	    "the last one is whole");
	clean();
}

static bool
check_says(const struct output *out, size_t n, const char *want, size_t want_n)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	size_t ndiff;
	struct str before = snapshot(&a);
	bool same = publish_check(&a, "public", out, n, &b, &ndiff);
	bool ok = same == (want_n == 0) && ndiff == want_n &&
	    str_is(buf_view(&b), want) && str_eq(before, snapshot(&a));

	if (!ok)
		printf("# %zu differ:\n%.*s# want %zu:\n%s", ndiff,
		    STR_ARG(buf_view(&b)), want_n, want);
	buf_free(&b);
	arena_clear(&a);
	return ok;
}

static void
test_check(struct result *r)
{
	static const struct output odd[] = { OUT("a/b/page.html", "p\0q"),
		OUT("index.html", "home\n") };

	check(check_says(two, 2,
		  "only in the build: public/a/b/page.html\n"
		  "only in the build: public/index.html\n"
		  "only in the build: public/manifest.json\n"
		  "'public' is missing: 3 files only in the build\n",
		  3),
	    "check without a directory");
	publish_to(r, "public", two, 2);
	put("public/foreign", "x");
	check(check_says(two, 2, "", 0), "check of the same");
	check(check_says(&two[0], 1,
		  "--- a/public/a/b/page.html\n+++ /dev/null\n"
		  "@@ -1 +0,0 @@\n-page\n"
		  "--- a/public/manifest.json\n+++ b/public/manifest.json\n"
		  "@@ -2,7 +2,6 @@\n   \"generator\": \"breakeven\",\n"
		  "   \"format\": 1,\n   \"files\": [\n"
		  "-    \"a/b/page.html\",\n"
		  "     \"index.html\"\n   ]\n }\n",
		  2),
	    "check of a file that should be gone");
	check(check_says(changed, 3,
		  "--- a/public/a/b/page.html\n+++ b/public/a/b/page.html\n"
		  "@@ -1 +1 @@\n-page\n+page 2\n"
		  "--- a/public/manifest.json\n+++ b/public/manifest.json\n"
		  "@@ -3,6 +3,7 @@\n   \"format\": 1,\n   \"files\": [\n"
		  "     \"a/b/page.html\",\n-    \"index.html\"\n"
		  "+    \"index.html\",\n+    \"new/x\"\n   ]\n }\n"
		  "public/new/x is missing (0 bytes)\n",
		  3),
	    "check of a change and an addition");
	check(check_says(odd, 2,
		  "public/a/b/page.html differs "
		  "(5 bytes there, 3 bytes in the build)\n",
		  1),
	    "check of a binary file");
	assert(unlink("public/index.html") == 0);
	check(check_says(two, 2,
		  "--- /dev/null\n+++ b/public/index.html\n"
		  "@@ -0,0 +1 @@\n+home\n",
		  1),
	    "check of a file that is missing");
	assert(symlink("foreign", "public/index.html") == 0);
	check(
	    check_says(two, 2, "public/index.html is not a regular file\n", 1),
	    "check of a link in place of a file");
	assert(rename("public", "real") == 0 && symlink("real", "public") == 0);
	check(check_says(two, 2, "'public' is a symbolic link\n", 1),
	    "check of a directory that is a link");
	clean();
}

static void
test_check_large(struct result *r)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct output big[] = { OUT("big", "") };

	for (int i = 0; i < 200000; i++)
		buf_printf(&b, "%d\n", i);
	big[0].bytes = buf_take(&b, &a);
	publish_to(r, "public", big, 1);
	big[0].bytes = str_from(big[0].bytes, 2);
	check(check_says(big, 1,
		  "--- a/public/big\n+++ b/public/big\n@@ -1,4 +1,3 @@\n-0\n"
		  " 1\n 2\n 3\n",
		  1),
	    "check of a small difference in a large file");
	for (int i = 0; i < 200000; i++)
		buf_printf(&b, "-%d\n", i);
	big[0].bytes = buf_take(&b, &a);
	check(check_says(big, 1,
		  "public/big differs "
		  "(1288890 bytes there, 1488890 bytes in the build)\n",
		  1),
	    "check of a large difference");
	arena_clear(&a);
	clean();
}

/* In a child, without asking for a core: the assertion must fire. */
static bool
is_asserted(const char *path)
{
	struct output out[] = { OUT("ok", ""), { str_of(path), { 0 } } };
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		struct result r = { 0 };

		signal(SIGABRT, SIG_DFL);
		if (!freopen("/dev/null", "w", stderr))
			_exit(1);
		publish_to(&r, "public", out, 2);
		_exit(0);
	}
	assert(waitpid(pid, &status, 0) == pid);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT &&
	    !file_exists("public");
}

static void
test_paths(void)
{
	static const char *const bad[] = { "", "/x", "x/", "a//b", ".", "..",
		"a/../b", "./a", "a/..", "a\nb", "\x7F", "ok", "ok/x",
		"manifest.json", "manifest.json/x" };
	bool ok = true;

	for (size_t i = 0; i < countof(bad); i++)
		if (!is_asserted(bad[i])) {
			printf("# '%s'\n", bad[i]);
			ok = false;
		}
	check(ok, "paths that are not sane are asserted");
}

int
main(void)
{
	char dir[] = "/tmp/test_publish.XXXXXX";
	struct result r = { 0 };

	setvbuf(stdout, NULL, _IOLBF, 0);
	umask(022);
	srandom(1);
	assert(mkdtemp(dir) && chdir(dir) == 0);
	test_first(&r);
	test_update(&r);
	test_kinds(&r);
	test_nothing(&r);
	test_modes(&r);
	test_foreign(&r);
	test_refused(&r);
	test_obstructed(&r);
	test_places(&r);
	test_locked(&r);
	test_leftover(&r);
	test_kill();
	test_together();
	test_check(&r);
	test_check_large(&r);
	test_paths();
	assert(chdir("/") == 0 && file_remove_tree(dir));
	arena_clear(&r.arena);
	printf("1..%d\n", ntest);
	return nfail != 0;
}

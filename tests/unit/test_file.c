/* file: reading, writing, listing and removing, with what is in the way. */
#include "base/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int ntest, nfail;

static void
check(bool ok, const char *name)
{
	int err = errno;

	printf("%sok %d - %s\n", ok ? "" : "not ", ++ntest, name);
	if (!ok)
		printf("# errno: %s\n", strerror(err));
	nfail += !ok;
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
	bool ok = file_read(&a, path, 1 << 20, &s) && str_is(s, text);

	arena_clear(&a);
	return ok;
}

static bool
refused(bool ok, int err)
{
	return !ok && errno == err;
}

static mode_t
mode_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_mode & 07777 : 0;
}

static void
test_read(struct arena *a)
{
	struct str s;

	put("text", "hello\n");
	check(file_read(a, "text", 6, &s) && str_is(s, "hello\n") &&
		s.p[s.n] == '\0',
	    "reads a file of just the size allowed");
	check(refused(file_read(a, "text", 5, &s), EFBIG), "one byte too many");
	put("empty", "");
	check(file_read(a, "empty", 0, &s) && s.n == 0, "an empty file");
	check(refused(file_read(a, "none", 9, &s), ENOENT), "no such file");
	check(refused(file_read(a, ".", 9, &s), EINVAL), "a directory");
	assert(mkfifo("fifo", 0600) == 0);
	check(refused(file_read(a, "fifo", 9, &s), EINVAL),
	    "a FIFO does not block");
	check(refused(file_read(a, "/dev/zero", 9, &s), EINVAL), "a device");
	check(file_read(a, "/proc/self/status", 1 << 20, &s) && s.n > 100,
	    "a file that does not know its size");
	check(refused(file_read(a, "/proc/self/status", 100, &s), EFBIG),
	    "the same with too small a limit");
	assert(symlink("text", "link") == 0);
	check(file_read(a, "link", 9, &s) && str_is(s, "hello\n"),
	    "a link is followed");
	assert(symlink("loop", "loop") == 0);
	check(refused(file_read(a, "loop", 9, &s), ELOOP), "a link to itself");
}

static void
test_write(struct arena *a)
{
	size_t n, before;

	check(file_write("new", STR("one")) && has("new", "one"), "a new file");
	assert(chmod("new", 0604) == 0);
	check(file_write("new", STR("two")) && has("new", "two") &&
		mode_of("new") == 0604,
	    "replaced, the mode is kept");
	assert(symlink("new", "to-new") == 0);
	check(file_write("to-new", STR("three")) && has("new", "three") &&
		readlink("to-new", (char[9]){ 0 }, 9) == 3,
	    "through a link, which stays");
	check(refused(file_write(".", STR("x")), EISDIR), "a directory");
	check(refused(file_write("no/such", STR("x")), ENOENT),
	    "no such directory");
	check(refused(file_write("/dev/full", STR("x")), ENOSPC),
	    "a full device is noticed");
	check(file_write("/dev/null", STR("x")), "a device is written to");
	check(refused(file_write("fifo", STR("x")), ENXIO),
	    "a FIFO without a reader does not block");
	assert(symlink("nowhere", "dangling") == 0);
	check(refused(file_write("dangling", STR("x")), ENOENT),
	    "a link to nothing");
	assert(file_list(a, ".", &before));
	put(".new.new", "left by a killed process");
	check(file_write("new", STR("four")) && has("new", "four") &&
		file_list(a, ".", &n) && n == before,
	    "a leftover is replaced and nothing is left");
}

/* In a child, because the limit stays. */
static void
test_write_limit(void)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		struct rlimit small = { 10, 10 };

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &small);
		_exit(refused(file_write("new", STR("longer than ten bytes")),
			  EFBIG)
			? 0
			: 1);
	}
	assert(waitpid(pid, &status, 0) == pid);
	check(status == 0 && has("new", "four") && !file_exists(".new.new"),
	    "a write that fails halfway leaves the old file, and no other");
}

static void
test_put(void)
{
	char big[200000], back[sizeof(big)];
	int fd[2];
	pid_t pid;
	size_t n = 0;
	ssize_t r;

	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = (char)(i % 251);
	assert(pipe(fd) == 0);
	pid = fork();
	if (pid == 0) {
		close(fd[0]);
		_exit(!file_put(fd[1], (struct str){ big, sizeof(big) }));
	}
	close(fd[1]);
	while ((r = read(fd[0], back + n, 7000)) > 0) {
		n += (size_t)r;
		if (n > sizeof(back) - 7000)
			break;
	}
	while (n < sizeof(back) &&
	    (r = read(fd[0], back + n, sizeof(back) - n)) > 0)
		n += (size_t)r;
	close(fd[0]);
	waitpid(pid, NULL, 0);
	check(n == sizeof(big) && memcmp(big, back, n) == 0,
	    "short writes into a pipe add up");
}

static void
test_dirs(void)
{
	check(file_mkdirs("d/e/f") && file_is_dir("d/e/f"), "makes parents");
	check(file_mkdirs("d/e/f/") && file_mkdirs("d//e") && file_mkdirs("/"),
	    "those that are there are fine");
	check(refused(file_mkdirs("text/x"), ENOTDIR) &&
		refused(file_mkdirs("text"), ENOTDIR),
	    "a file in the way");
	check(file_may_be_dir(".") && !file_may_be_dir("text") &&
		!file_may_be_dir("none") && !file_may_be_dir("text/none"),
	    "what may be a directory");
	check(symlink("ring", "ring") == 0 && file_exists("ring") &&
		file_exists("ring/x") && file_may_be_dir("ring") &&
		!file_is_dir("ring") && unlink("ring") == 0,
	    "what cannot be looked at is not absent");
	check(file_is_dir(".") && !file_is_dir("text") && !file_is_dir("none"),
	    "is a directory");
	check(
	    file_exists("dangling") && file_exists("d") && !file_exists("none"),
	    "a dangling link exists");
}

static bool
is_list(const struct str *got, size_t n, const char *want)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	bool ok;

	for (size_t i = 0; got && i < n; i++)
		buf_printf(&b, "%.*s ", STR_ARG(got[i]));
	ok = got && str_is(buf_view(&b), want);
	if (!ok)
		printf("# got '%.*s'\n", STR_ARG(buf_view(&b)));
	buf_free(&b);
	arena_clear(&a);
	return ok;
}

static void
test_list(struct arena *a)
{
	struct str *name;
	size_t n;

	assert(file_mkdirs("t/b/c") && file_mkdirs("t/a") &&
	    file_mkdirs("t/empty"));
	put("t/b.txt", "");
	put("t/b/z", "");
	put("t/b/c/y", "");
	put("t/a/\xC3\xA4", "");
	put("t/Z", "");
	assert(symlink("../d", "t/link") == 0);
	assert(symlink("b.txt", "t/a/link") == 0);
	assert(mkfifo("t/fifo", 0600) == 0);
	name = file_list(a, "t", &n);
	check(is_list(name, n, "Z a b b.txt empty fifo link "),
	    "names sorted by bytes");
	name = file_walk(a, "t", &n);
	check(is_list(name, n, "Z a/\xC3\xA4 b.txt b/c/y b/z "),
	    "regular files sorted by bytes, links not followed");
	check(file_list(a, "t/empty", &n) && n == 0 &&
		file_walk(a, "t/empty", &n) && n == 0,
	    "nothing is not NULL");
	check(!file_list(a, "none", &n) && errno == ENOENT &&
		!file_walk(a, "none", &n) && errno == ENOENT,
	    "no such directory");
	check(!file_list(a, "text", &n) && errno == ENOTDIR, "not a directory");
	check(!file_list_at(a, AT_FDCWD, "t/link", &n), "a link to list at");
}

static void
test_remove(void)
{
	assert(file_mkdirs("gone/ro/deep") && file_mkdirs("kept"));
	put("kept/file", "precious");
	put("gone/ro/deep/file", "");
	assert(symlink("../kept", "gone/link") == 0);
	assert(symlink("../../kept/file", "gone/ro/link") == 0);
	assert(chmod("gone/ro/deep", 0555) == 0 && chmod("gone/ro", 0500) == 0);
	check(file_remove_tree("gone") && !file_exists("gone"),
	    "a tree, also without write permission");
	check(has("kept/file", "precious"), "links are not followed");
	assert(symlink("kept", "tree-link") == 0);
	check(file_remove_tree("tree-link") && !file_exists("tree-link") &&
		has("kept/file", "precious"),
	    "a link itself");
	check(file_remove_tree("kept/file") && !file_exists("kept/file"),
	    "a single file");
	check(file_remove_tree("none"), "none there is fine");
	check(refused(file_remove_tree("text/x"), ENOTDIR), "a failure");
}

static void
test_join(struct arena *a)
{
	check(strcmp(file_join(a, "a", "b"), "a/b") == 0 &&
		strcmp(file_join(a, "a/", "b"), "a/b") == 0 &&
		strcmp(file_join(a, "/", "b"), "/b") == 0 &&
		strcmp(file_join(a, "", "b"), "b") == 0,
	    "joins with one slash");
}

int
main(void)
{
	char dir[] = "/tmp/test_file.XXXXXX";
	struct arena a = { 0 };

	setvbuf(stdout, NULL, _IOLBF, 0);
	assert(mkdtemp(dir) && chdir(dir) == 0);
	test_read(&a);
	test_write(&a);
	test_write_limit();
	test_put();
	test_dirs();
	test_list(&a);
	test_remove();
	test_join(&a);
	assert(chdir("/") == 0 && file_remove_tree(dir));
	arena_clear(&a);
	printf("1..%d\n", ntest);
	return nfail != 0;
}

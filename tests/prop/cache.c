/*
 * cache: one that says what it should not, with sums that are right.
 *
 * Whatever stands in it, a build ends as builds do, and one without it makes
 * the site that there should be.  BREAKEVEN_LONG=1 for many of them;
 * PROP_SEED=N for others.
 */
#include "prop.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "cmd/cmd.h"
#include "markdown/markdown.h"

#define HEAD (sizeof("breakeven cache 5\n") - 1) /* [byte] */
#define SUM sizeof(struct hash)
#define FEW 60
#define MANY 2000
#define TEXT 400 /* [byte] of what is taken for a text */
#define SECONDS 20
#define CACHE ".public.cache"
#define PRICES "pricing/acme-runs.yaml"

static const char *const guide[] = { "acme", "again" };

static struct str
read_file(struct arena *a, const char *path)
{
	struct str s = { 0 };

	if (!file_read(a, path, (size_t)64 << 20, &s))
		die("cannot read '%s'", path);
	return s;
}

/* Not in another file: what a build has of it stays. */
static void
write_file(const char *path, struct str s)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0 || !file_put(fd, s))
		die("cannot write '%s'", path);
	close(fd);
}

static void
link_to(struct arena *a, const char *from, const char *name, const char *at)
{
	if (symlink(file_join(a, from, name), at) < 0)
		die("cannot make '%s'", at);
}

/* All files, and not the page on arithmetic: it is larger than all others. */
static void
link_templates(struct arena *a, const char *from)
{
	size_t n;
	struct str *name = file_list(a, from, &n);

	if (!name || mkdir("templates", 0755) < 0)
		die("cannot read '%s'", from);
	for (size_t i = 0; i < n; i++)
		if (!str_is(name[i], "arithmetic"))
			link_to(a, from, name[i].p,
			    file_join(a, "templates", name[i].p));
}

/* Becomes the working directory; `prices` are those of the start. */
static void
make_site(struct arena *a, char *dir, struct str *prices)
{
	const char *root = getcwd(arena_room(a, 4096), 4096);
	const char *acme = file_join(a, root, "tests/site/acme");

	if (!mkdtemp(dir) || chdir(dir) < 0 || mkdir("content", 0755) < 0 ||
	    mkdir("pricing", 0755) < 0)
		die("cannot make '%s'", dir);
	link_templates(a, file_join(a, root, "templates"));
	link_to(a, acme, "content/site.yaml", "content/site.yaml");
	for (size_t i = 0; i < countof(guide); i++)
		link_to(
		    a, acme, "content/acme", file_join(a, "content", guide[i]));
	link_to(a, acme, "pricing/acme-gate.yaml", "pricing/acme-gate.yaml");
	link_to(a, acme, "pricing/zenith-box.yaml", "pricing/zenith-box.yaml");
	*prices = read_file(a, file_join(a, acme, PRICES));
}

/* The prices, or others. */
static void
put_prices(struct str s, bool other)
{
	size_t i = str_find(s, STR("0.0002 USD"), 0);
	struct buf b = { 0 };

	buf_str(&b, s);
	if (other)
		b.p[i + 5] = '7';
	write_file(PRICES, buf_view(&b));
	buf_free(&b);
}

static int
run(void)
{
	struct arena a = { 0 };
	struct cmdline c = { .a = &a, .dir = ".", .quiet = true, .jobs = 1 };
	int status;

	c.no_sync = true;
	status = cmd_build(&c);
	arena_clear(&a);
	return status;
}

/* A build in a process of its own; its status, or 128 and a signal. */
static int
build(void)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		int fd =
		    open("err", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

		dup2(fd, STDERR_FILENO);
		alarm(SECONDS);
		exit(run());
	}
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

/* All that is published. */
static struct hash
published(void)
{
	struct arena a = { 0 };
	struct hash h = { 0 };
	size_t n = 0;
	struct str *path = file_walk(&a, "public", &n);

	for (size_t i = 0; i < n; i++) {
		h = hash_add(h, path[i]);
		h = hash_add(
		    h, read_file(&a, file_join(&a, "public", path[i].p)));
	}
	arena_clear(&a);
	return h;
}

/* The parts of a cache as one, without their sums. */
static void
join_parts(struct buf *out, struct str s)
{
	uint64_t n;

	for (s = str_from(s, HEAD + SUM); s.n > sizeof(n) + SUM;) {
		memcpy(&n, s.p, sizeof(n));
		buf_str(out, str_sub(s, sizeof(n), sizeof(n) + n));
		s = str_from(s, sizeof(n) + n + SUM);
	}
}

static void
write_cache(struct str head, struct str part)
{
	struct buf b = { 0 };
	struct hash sum;
	uint64_t n = part.n;

	memcpy(&sum, head.p + HEAD, SUM);
	sum = hash_add(sum, part);
	buf_str(&b, str_sub(head, 0, HEAD + SUM));
	buf_put(&b, &n, sizeof(n));
	buf_str(&b, part);
	buf_put(&b, &sum, SUM);
	write_file(CACHE, buf_view(&b));
	buf_free(&b);
}

/* Where a number below `most` stands that is not 0: a length, mostly. */
static size_t
any_length(const struct buf *b, uint64_t most)
{
	size_t i = 0;
	uint64_t n = 0;

	for (int k = 0; k < 10000 && (!n || n >= most); k++) {
		i = (size_t)draw((int64_t)(b->n - sizeof(n)));
		memcpy(&n, b->p + i, sizeof(n));
	}
	return i;
}

static void
replace(struct buf *b, size_t from, size_t to, struct str by)
{
	struct buf out = { 0 };

	buf_str(&out, str_sub(buf_view(b), 0, from));
	buf_str(&out, by);
	buf_str(&out, str_from(buf_view(b), to));
	buf_free(b);
	*b = out;
}

static void
change_byte(struct buf *b)
{
	char *p = &b->p[draw((int64_t)b->n)];

	*p = (char)(one_in(3) ? draw(256) : *p ^ (1 << draw(8)));
}

static void
change_length(struct buf *b)
{
	size_t i = any_length(b, b->n);
	uint64_t n, rest = b->n - i - sizeof(n);

	memcpy(&n, b->p + i, sizeof(n));
	switch (draw(9)) {
	case 0:
		n = UINT64_MAX - (uint64_t)draw(64);
		break;
	case 1:
		n = (uint64_t)1 << draw_in(20, 63);
		break;
	case 2:
		n = rest - (uint64_t)draw(2) * (uint64_t)draw(64);
		break;
	case 3:
		n = rest / (uint64_t)draw_in(2, 80);
		break;
	case 4:
		n = 0;
		break;
	case 5:
		n = draw64();
		break;
	default:
		n += (uint64_t)draw_in(-9, 9);
	}
	memcpy(b->p + i, &n, sizeof(n));
}

/* A text becomes another one, or what none should be. */
static void
change_text(struct arena *a, struct buf *b)
{
	static const char *const evil[] = { "", ".", "../../x", "/etc/passwd",
		"acme/index.html", "acme/index.html/x", "manifest.json",
		"assets/style.css", "a\nb", "acme", "arithmetic", "[]", "{}",
		"[{}]", "null", "acme-runs,,", "{\"home\":[],\"figures\":1}" };
	size_t to = any_length(b, TEXT), from = any_length(b, TEXT);
	struct str text;
	uint64_t n, old;

	memcpy(&old, b->p + to, sizeof(old));
	memcpy(&n, b->p + from, sizeof(n));
	from += sizeof(n);
	text = str_copy(a, str_sub(buf_view(b), from, from + n));
	if (one_in(2))
		text = str_of(evil[draw((int64_t)countof(evil))]);
	n = text.n;
	memcpy(b->p + to, &n, sizeof(n));
	to += sizeof(n);
	replace(b, to, to + old, text);
}

/* Some bytes are gone, or there twice. */
static void
change_range(struct arena *a, struct buf *b)
{
	size_t from = (size_t)draw((int64_t)b->n);
	size_t n = (size_t)draw(one_in(2) ? 64 : (int64_t)b->n);
	size_t to = (size_t)draw((int64_t)b->n);
	struct str some = str_copy(a, str_sub(buf_view(b), from, from + n));

	if (one_in(2))
		replace(b, from, from + some.n, (struct str){ 0 });
	else
		replace(b, to, to, some);
}

static void
change(struct buf *b)
{
	struct arena a = { 0 };

	for (int64_t n = one_in(3) ? draw_in(2, 6) : 1; n > 0; n--) {
		if (b->n < 64)
			break;
		switch (draw(8)) {
		case 0:
			change_range(&a, b);
			break;
		case 1:
		case 2:
			change_byte(b);
			break;
		case 3:
		case 4:
			change_text(&a, b);
			break;
		default:
			change_length(b);
		}
	}
	arena_clear(&a);
}

static void
show_errors(int i)
{
	struct arena a = { 0 };
	struct str line, rest = read_file(&a, "err");

	if (prop.wrong > DETAILS)
		rest.n = 0;
	for (int n = 0; rest.n && n < 12; n++) {
		str_cut(rest, '\n', &line, &rest);
		printf("# %d: %.*s\n", i, STR_ARG(line));
	}
	arena_clear(&a);
}

/* A build with such a cache. */
static int
build_with(int i, struct str prices, bool other)
{
	struct arena a = { 0 };
	struct str good = read_file(&a, CACHE);
	struct buf b = { 0 };
	int status;

	join_parts(&b, good);
	change(&b);
	write_cache(good, buf_view(&b));
	buf_free(&b);
	arena_clear(&a);
	put_prices(prices, other);
	status = build();
	if (!expect(status == EXIT_FINE || status == EXIT_INPUT,
		"cache %d: exit status %d", i, status))
		show_errors(i);
	return status;
}

static void
try(int i, struct str prices, const struct hash want[2])
{
	bool other = one_in(2);
	int status = build_with(i, prices, other);

	/* What it has left is good for the next one, most of the time. */
	if (status == EXIT_FINE && hash_eq(published(), want[other]) &&
	    !one_in(4))
		return;
	unlink(CACHE);
	status = build();
	if (!expect(status == EXIT_FINE && hash_eq(published(), want[other]),
		"cache %d: and then %d", i, status))
		show_errors(i);
}

int
main(void)
{
	struct arena a = { 0 };
	char dir[] = "/tmp/breakeven-cache-XXXXXX";
	struct hash want[2];
	struct str prices;
	int n = getenv("BREAKEVEN_LONG") ? MANY : DRAWS(FEW);

	rat_init();
	markdown_init();
	unsetenv("SOURCE_DATE_EPOCH");
	make_site(&a, dir, &prices);
	section("cache: none of them ends a build, or outlives it", 24);
	for (int i = 1; i >= 0; i--) {
		put_prices(prices, i);
		expect(build() == EXIT_FINE, "the first build");
		want[i] = published();
	}
	for (int i = 0; i < n; i++)
		try(i, prices, want);
	section_end();
	if (chdir("/") < 0 || !file_remove_tree(dir))
		die("cannot remove '%s'", dir);
	arena_clear(&a);
	return prop_end();
}

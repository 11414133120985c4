/* The second half of publish.h: what publishing would change. */
#include "site/publish.h"

#include "base/file.h"
#include "site/swap.h"
#include "site/tree.h"
#include "site/wanted.h"
#include "text/unified.h"

#include <stdlib.h>

#define MAX_TEXT ((size_t)4 << 20) /* [byte] a text compared by lines */
#define MAX_DIFF ((size_t)1 << 20) /* [byte] a diff that is shown */

struct check {
	struct arena *arena;
	struct diag diag;
	struct swap swap;
	struct tree old;
	struct wanted want;
	struct buf *out;
	size_t ndiff;
};

/* One that differs; either side may be missing. */
struct pair {
	struct str path;
	const struct entry *old;
	const struct output *new;
};

struct pairs {
	struct pair *pair;
	size_t n, cap;
};

static int
compare_pairs(const void *pa, const void *pb)
{
	const struct pair *a = pa, *b = pb;

	return str_cmp(a->path, b->path);
}

/* Bytes that would drive the reader's terminal are not text either. */
static bool
is_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < 0x20 && c != '\n' && c != '\t' && c != '\r') ||
		    c == 0x7F)
			return false;
	}
	return true;
}

/* "public/x"; a name found on the disk may hold anything. */
static struct str
label(struct check *c, const char *prefix, struct str path)
{
	char *p;
	struct str s = str_printf(
	    c->arena, "%s%s/%.*s", prefix, c->swap.dir, STR_ARG(path));

	p = str_cstr(c->arena, s);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)p[i] < 0x20 || p[i] == 0x7F)
			p[i] = '?';
	return (struct str){ p, s.n };
}

static void
put_summary(struct check *c, const struct pair *p)
{
	struct str name = label(c, "", p->path);
	size_t old = p->old ? (size_t)p->old->st.st_size : 0;
	size_t new = p->new ? p->new->bytes.n : 0;

	buf_str(c->out, name);
	if (p->old && !S_ISREG(p->old->st.st_mode))
		buf_puts(c->out, " is not a regular file\n");
	else if (!p->old)
		buf_printf(c->out, " is missing (%zu bytes)\n", new);
	else if (!p->new)
		buf_printf(c->out, " should be gone (%zu bytes)\n", old);
	else
		buf_printf(c->out,
		    " differs (%zu bytes there, %zu bytes in the build)\n", old,
		    new);
}

/* False where a line has to do instead. */
static bool
put_diff(struct check *c, const struct pair *p, struct str old)
{
	struct str none = STR("/dev/null");
	struct str new = p->new ? p->new->bytes : (struct str){ 0 };
	size_t start = c->out->n;

	if (new.n > MAX_TEXT || !is_text(old) || !is_text(new))
		return false;
	unified_diff(c->out, p->old ? label(c, "a/", p->path) : none,
	    p->new ? label(c, "b/", p->path) : none, old, new);
	if (c->out->n - start <= MAX_DIFF && c->out->n > start)
		return true;
	c->out->n = start;
	return false;
}

static void
put_pair(struct check *c, const struct pair *p)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct str old = { 0 };
	bool ok = !p->old ||
	    (S_ISREG(p->old->st.st_mode) &&
		file_read_at(c->arena, c->old.fd, p->path.p, MAX_TEXT, &old));

	if (!ok || !put_diff(c, p, old))
		put_summary(c, p);
	arena_rewind(c->arena, mark);
}

static struct pairs
find_pairs(struct check *c)
{
	struct pairs ps = { 0 };
	struct stat st;

	for (size_t i = 0; i < c->want.n; i++) {
		const struct output *new = &c->want.out[i];
		struct pair p = { new->path, tree_find(&c->old, new->path),
			new };

		if (!p.old || !tree_has(c->arena, c->old.fd, new, &st))
			arena_push(c->arena, ps.pair, ps.n, ps.cap, p);
	}
	for (size_t i = 0; i < c->old.entry.n; i++) {
		const struct entry *old = tree_at(&c->old, i);
		struct pair p = { old->path, old, NULL };

		if (!S_ISDIR(old->st.st_mode) &&
		    !tree_is_foreign(&c->old, old) &&
		    !wanted_find(&c->want, old->path))
			arena_push(c->arena, ps.pair, ps.n, ps.cap, p);
	}
	if (ps.n)
		qsort(ps.pair, ps.n, sizeof(*ps.pair), compare_pairs);
	return ps;
}

static void
check_missing(struct check *c)
{
	c->ndiff = c->want.n;
	for (size_t i = 0; i < c->want.n; i++) {
		buf_puts(c->out, "only in the build: ");
		buf_str(c->out, label(c, "", c->want.out[i].path));
		buf_putc(c->out, '\n');
	}
	buf_printf(c->out, "'%s' is missing: %zu file%s only in the build\n",
	    c->swap.dir, c->ndiff, c->ndiff == 1 ? "" : "s");
}

static void
check_tree(struct check *c)
{
	struct diag ignored = { .arena = c->arena };
	struct pairs ps;

	/* A manifest that is damaged shows up as one that differs. */
	tree_read_manifest(c->arena, &ignored, &c->old);
	ps = find_pairs(c);
	for (size_t i = 0; i < ps.n; i++)
		put_pair(c, &ps.pair[i]);
	c->ndiff = ps.n;
}

/* What makes a comparison impossible counts as one difference. */
static void
run(struct check *c)
{
	struct swap *s = &c->swap;

	if (!file_exists(s->dir)) {
		check_missing(c);
		return;
	}
	if (swap_open_parent(s, false) && swap_open_old(s)) {
		c->old.fd = s->old;
		c->old.dir = s->dir;
		if (tree_scan(c->arena, &c->diag, &c->old)) {
			check_tree(c);
			return;
		}
	}
	c->ndiff = 1;
	for (size_t i = 0; i < c->diag.n; i++) {
		buf_str(c->out, c->diag.item[i].text);
		buf_putc(c->out, '\n');
	}
}

bool
publish_check(struct arena *a, const char *dir, const struct output *out,
    size_t n, struct buf *diff, size_t *ndiff)
{
	struct check c = { .arena = a, .diag = { .arena = a }, .out = diff };

	wanted_init(&c.want, a, out, n);
	swap_init(&c.swap, a, &c.diag, dir);
	run(&c);
	swap_clear(&c.swap);
	*ndiff = c.ndiff;
	return c.ndiff == 0;
}

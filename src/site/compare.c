#include "site/compare.h"

#include "base/file.h"
#include "text/unified.h"

#include <stdlib.h>

#define MAX_TEXT ((size_t)4 << 20) /* [byte] a text compared by lines */
#define MAX_DIFF ((size_t)1 << 20) /* [byte] a diff that is shown */

/* One that differs; either side may be missing. */
struct pair {
	struct str path;
	const struct entry *old;
	const struct output *new;
};

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
label(const struct compare *c, struct arena *a, const char *prefix,
    struct str path)
{
	struct str s =
	    str_printf(a, "%s%s/%.*s", prefix, c->swap.dir, STR_ARG(path));
	char *p = str_cstr(a, s);

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)p[i] < 0x20 || p[i] == 0x7F)
			p[i] = '?';
	return (struct str){ p, s.n };
}

static void
put_summary(const struct compare *c, struct arena *a, const struct pair *p,
    struct buf *out)
{
	size_t old = p->old ? (size_t)p->old->sig.size : 0;
	size_t new = p->new ? p->new->bytes.n : 0;

	buf_str(out, label(c, a, "", p->path));
	if (p->old && !S_ISREG(p->old->mode))
		buf_puts(out, " is not a regular file\n");
	else if (!p->old)
		buf_printf(out, " is missing (%zu bytes)\n", new);
	else if (!p->new)
		buf_printf(out, " should be gone (%zu bytes)\n", old);
	else
		buf_printf(out,
		    " differs (%zu bytes there, %zu bytes in the build)\n", old,
		    new);
}

/* False where a line has to do instead. */
static bool
put_diff(const struct compare *c, struct arena *a, const struct pair *p,
    struct str old, struct buf *out)
{
	struct str none = STR("/dev/null");
	struct str new = p->new ? p->new->bytes : (struct str){ 0 };
	size_t start = out->n;

	if (new.n > MAX_TEXT || !is_text(old) || !is_text(new))
		return false;
	unified_diff(out, p->old ? label(c, a, "a/", p->path) : none,
	    p->new ? label(c, a, "b/", p->path) : none, old, new);
	if (out->n - start <= MAX_DIFF && out->n > start)
		return true;
	out->n = start;
	return false;
}

static void
put_pair(const struct compare *c, const struct pair *p, struct buf *out)
{
	struct arena a = { 0 };
	struct str old = { 0 };
	bool ok = !p->old ||
	    (S_ISREG(p->old->mode) &&
		file_read_at(&a, c->old.fd, p->path.p, MAX_TEXT, &old));

	if (!ok || !put_diff(c, &a, p, old, out))
		put_summary(c, &a, p, out);
	arena_clear(&a);
}

void
compare_begin(struct compare *c, struct arena *a, const char *dir)
{
	struct diag ignored = { .arena = a };

	*c = (struct compare){ .a = a, .diag = { .arena = a } };
	swap_init(&c->swap, a, &c->diag, dir);
	c->old.fd = -1;
	c->absent = !file_exists(c->swap.dir);
	if (c->absent)
		return;
	if (!swap_open_parent(&c->swap, false) || !swap_open_old(&c->swap)) {
		c->failed = true;
		return;
	}
	c->old.fd = c->swap.old;
	c->old.dir = c->swap.dir;
	c->failed = !tree_scan(a, &c->diag, &c->old);
	/* A manifest that is damaged shows up as one that differs. */
	if (!c->failed)
		tree_read_manifest(a, &ignored, &c->old);
}

bool
compare_put(const struct compare *c, const struct output *out, struct buf *text)
{
	struct pair p = { out->path, tree_find(&c->old, out->path), out };

	if (p.old && tree_has(&c->old, p.old, out->bytes))
		return true;
	if (!c->absent && !c->failed)
		put_pair(c, &p, text);
	return false;
}

static void
add(struct compare *c, struct str path, struct str text)
{
	struct difference d = { path, str_copy(c->a, text) };

	arena_push(c->a, c->list, c->n, c->cap, d);
}

bool
compare_note(struct compare *c, struct str path, bool same, struct str text)
{
	const struct want *w = wanted_add(&c->want, c->a, str_copy(c->a, path));

	if (w && !same)
		add(c, w->path, text);
	return w != NULL;
}

static void
note_manifest(struct compare *c)
{
	struct str *path = arena_array(c->a, struct str, c->want.n + 1);
	struct output out = { .path = STR(MANIFEST_NAME) };
	struct buf text = { 0 };
	bool same;

	wanted_sort(&c->want);
	for (size_t i = 0; i < c->want.n; i++)
		path[i] = c->want.list[i]->path;
	out.bytes = manifest_text(c->a, path, c->want.n);
	same = compare_put(c, &out, &text);
	compare_note(c, out.path, same, buf_view(&text));
	buf_free(&text);
	wanted_sort(&c->want);
}

/* Files of ours that the build does not make. */
static void
note_gone(struct compare *c)
{
	for (size_t i = 0; i < c->old.entry.n; i++) {
		const struct entry *old = tree_at(&c->old, i);
		struct pair p = { old->path, old, NULL };
		struct buf text = { 0 };

		if (S_ISDIR(old->mode) || tree_is_foreign(old) ||
		    wanted_find(&c->want, old->path))
			continue;
		put_pair(c, &p, &text);
		add(c, old->path, buf_view(&text));
		buf_free(&text);
	}
}

static void
put_missing(const struct compare *c, struct buf *out)
{
	struct arena a = { 0 };

	for (size_t i = 0; i < c->want.n; i++) {
		buf_puts(out, "only in the build: ");
		buf_str(out, label(c, &a, "", c->want.list[i]->path));
		buf_putc(out, '\n');
	}
	buf_printf(out, "'%s' is missing: %zu file%s only in the build\n",
	    c->swap.dir, c->want.n, c->want.n == 1 ? "" : "s");
	arena_clear(&a);
}

static int
compare_paths(const void *pa, const void *pb)
{
	const struct difference *a = pa, *b = pb;

	return str_cmp(a->path, b->path);
}

/* What makes a comparison impossible counts as one difference. */
static size_t
put_failure(const struct compare *c, struct buf *out)
{
	for (size_t i = 0; i < c->diag.n; i++) {
		buf_str(out, c->diag.item[i].text);
		buf_putc(out, '\n');
	}
	return 1;
}

bool
compare_end(struct compare *c, struct buf *diff, size_t *ndiff)
{
	note_manifest(c);
	if (c->absent) {
		put_missing(c, diff);
		*ndiff = c->want.n;
	} else if (c->failed) {
		*ndiff = put_failure(c, diff);
	} else {
		note_gone(c);
		if (c->n)
			qsort(c->list, c->n, sizeof(*c->list), compare_paths);
		for (size_t i = 0; i < c->n; i++)
			buf_str(diff, c->list[i].text);
		*ndiff = c->n;
	}
	return *ndiff == 0;
}

void
compare_clear(struct compare *c)
{
	swap_clear(&c->swap);
}

bool
publish_check(struct arena *a, const char *dir, const struct output *out,
    size_t n, struct buf *diff, size_t *ndiff)
{
	struct compare c;
	bool same;

	compare_begin(&c, a, dir);
	for (size_t i = 0; i < n; i++) {
		struct buf text = { 0 };

		same = compare_put(&c, &out[i], &text);
		compare_note(&c, out[i].path, same, buf_view(&text));
		buf_free(&text);
	}
	same = compare_end(&c, diff, ndiff);
	compare_clear(&c);
	return same;
}

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/cmd.h"
#include "site/build.h"
#include "site/compare.h"
#include "site/crew.h"
#include "site/stage.h"

static const char *
of_site(struct cmdline *c, const char *name)
{
	return strcmp(c->dir, ".") == 0 ? name : file_join(c->a, c->dir, name);
}

static const char *
target(struct cmdline *c)
{
	return c->output ? c->output : of_site(c, "public");
}

/* Warns of old prices where it is known what day it is. */
static bool
age(struct cmdline *c, struct project *p, struct diag *d,
    enum stale_level *worst)
{
	struct today today;

	if (!cmd_today(c, d, &today))
		return false;
	*worst = stale_report(c->a, d, &p->stale, &p->catalog, &today);
	return true;
}

static void
say(struct cmdline *c, const char *dir, const struct publish_report *r)
{
	if (c->quiet)
		return;
	fprintf(stderr,
	    "breakeven: '%s': %zu file%s written, %zu removed, %zu "
	    "unchanged\n",
	    dir, r->nwritten, r->nwritten == 1 ? "" : "s", r->nremoved,
	    r->nunchanged);
}

/* The tree that a build fills. */
static bool
put_staged(void *ctx, struct diag *d, const struct output *out,
    const struct left *was, struct buf *said)
{
	struct put put;

	if (!stage_put(ctx, d, out, was, &put))
		return false;
	pack_bytes(said, &put, sizeof(put));
	return true;
}

static bool
note_staged(void *ctx, struct str path, struct str said)
{
	struct unpack u = unpack_of(said);
	struct put put;

	unpack_bytes(&u, &put, sizeof(put));
	return stage_note(ctx, path, &put);
}

static bool
prepare_stage(void *ctx)
{
	return stage_prepare(ctx);
}

static bool
is_staged(void *ctx, struct str path, const struct left *was)
{
	return stage_has(ctx, path, was);
}

static bool
read_staged(void *ctx, struct arena *a, struct str path, size_t at, size_t n,
    struct str *out)
{
	return stage_read(ctx, a, path, at, n, out);
}

static const struct want *
keep_staged(void *ctx, struct str path, const struct left *was)
{
	return stage_keep(ctx, path, was);
}

static size_t
workers(const struct cmdline *c)
{
	return c->jobs ? c->jobs : crew_size();
}

/* Whether a path is that directory or one below it. */
static bool
is_within(struct str path, struct str dir)
{
	return str_starts(path, dir) &&
	    (path.n == dir.n || path.p[dir.n] == '/' || str_is(dir, "/"));
}

/* What is written is not what is read: the next build would read it. */
static bool
check_apart(struct cmdline *c, struct diag *d, const char *dir)
{
	static const char *const read[] = { "content", "pricing", "templates" };
	struct str to = file_real(c->a, dir);

	for (size_t i = 0; i < countof(read); i++) {
		const char *name = of_site(c, read[i]);
		struct str from = file_real(c->a, name);
		bool within = is_within(to, from);

		if (within || is_within(from, to))
			return diag_report(d, DIAG_PUBLISH_FOREIGN,
			    (struct span){ 0 },
			    "'%s' %s '%s', which is read: a site is published "
			    "apart from it",
			    dir, within ? "is in" : "holds", name);
	}
	return true;
}

/* Mistakes of prices do not keep those of guides from being found. */
static bool
build(struct cmdline *c, struct diag *d, const char *dir,
    struct publish_report *report)
{
	struct project p = { 0 };
	struct stage s;
	struct cache cache;
	struct sink sink = { .ctx = &s,
		.prepare = prepare_stage,
		.put = put_staged,
		.note = note_staged,
		.cache = &cache,
		.has = is_staged,
		.read = read_staged,
		.keep = keep_staged };
	enum stale_level worst = STALE_FRESH;
	bool ok;

	ok = cmd_open(c, &p, d);
	if (!check_apart(c, d, dir) || !ok) {
		build_site(&p, NULL, workers(c));
		return false;
	}
	ok = stage_begin(&s, c->a, d, dir);
	s.no_sync = c->no_sync;
	s.workers = workers(c);
	if (ok) {
		cache_open(&cache, c->a, s.swap.parent, s.swap.name);
		s.left = cache.left;
		ok = stage_scan(&s);
		if (ok && s.workers > 1)
			stage_look(&s);
		ok = ok && build_site(&p, &sink, s.workers) &&
		    age(c, &p, d, &worst) && stage_fill(&s, report);
		if (ok) {
			cache_ready(&cache, &s.want, &s.left);
			ok = stage_end(&s);
		}
		if (ok)
			cache_save(&cache);
		cache_close(&cache);
	}
	stage_clear(&s);
	return ok;
}

int
cmd_build(struct cmdline *c)
{
	struct diag d = { .arena = c->a };
	struct publish_report report = { 0 };
	const char *dir = target(c);
	bool done = build(c, &d, dir, &report);
	const char *left =
	    report.published ? "the site is published" : "nothing was written";
	int status = (done ? cmd_finish : cmd_fail)(c, &d, left);

	if (done)
		say(c, dir, &report);
	return status;
}

static int
say_age(enum stale_level worst)
{
	if (worst != STALE_FAIL)
		return EXIT_FINE;
	fputs("breakeven: prices are older than the site allows\n", stderr);
	return EXIT_STALE;
}

/* What a check finds of a file. */
static bool
put_compared(void *ctx, struct diag *d, const struct output *out,
    const struct left *was, struct buf *said)
{
	struct buf text = { 0 };
	bool same = compare_put(ctx, out, &text);

	(void)d;
	(void)was;
	pack_u64(said, same);
	buf_str(said, buf_view(&text));
	buf_free(&text);
	return true;
}

static bool
note_compared(void *ctx, struct str path, struct str said)
{
	struct unpack u = unpack_of(said);
	bool same = unpack_u64(&u) == 1;

	return compare_note(ctx, path, same, u.rest);
}

/* What a build would refuse is no difference that it could mend. */
static bool
check_target(struct diag *d, const char *dir)
{
	struct span nowhere = { 0 };

	if (file_is_link(dir))
		return diag_report(d, DIAG_PUBLISH_LINK, nowhere,
		    "'%s' is a symbolic link; a site is a directory of its own",
		    dir);
	if (file_exists(dir) && !file_may_be_dir(dir))
		return diag_report(d, DIAG_PUBLISH_FOREIGN, nowhere,
		    "'%s' is not a directory", dir);
	return true;
}

/* True when it could be made; the rest is in `diff`. */
static bool
compare(struct cmdline *c, struct diag *d, enum stale_level *worst,
    struct buf *diff, size_t *ndiff)
{
	struct project p = { 0 };
	struct compare k;
	struct sink sink = {
		.ctx = &k, .put = put_compared, .note = note_compared
	};
	bool ok = cmd_open(c, &p, d);

	compare_begin(&k, c->a, target(c));
	ok = build_site(&p, &sink, workers(c)) && ok;
	ok = ok && age(c, &p, d, worst);
	ok &= check_target(d, target(c)) && check_apart(c, d, target(c));
	if (ok)
		compare_end(&k, diff, ndiff);
	compare_clear(&k);
	return ok;
}

int
cmd_check(struct cmdline *c)
{
	struct diag d = { .arena = c->a };
	struct buf diff = { 0 };
	size_t ndiff = 0;
	enum stale_level worst = STALE_FRESH;
	bool ok = compare(c, &d, &worst, &diff, &ndiff), written = true;
	int status = (ok ? cmd_finish : cmd_fail)(c, &d, NULL);

	if (!ok || !ndiff) {
		buf_free(&diff);
		return ok ? say_age(worst) : status;
	}
	if (!c->quiet)
		written = file_put(STDOUT_FILENO, buf_view(&diff));
	buf_free(&diff);
	if (!written) {
		fprintf(stderr,
		    "breakeven: error: cannot write standard output: %s\n",
		    strerror(errno));
		return EXIT_WORLD;
	}
	fprintf(stderr,
	    "breakeven: '%s' is stale: %zu file%s differ%s; 'breakeven "
	    "build' brings it up to date\n",
	    target(c), ndiff, ndiff == 1 ? "" : "s", ndiff == 1 ? "s" : "");
	return EXIT_FINDINGS;
}

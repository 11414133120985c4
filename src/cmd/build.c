#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/cmd.h"
#include "site/build.h"

static const char *
target(struct cmdline *c)
{
	if (c->output)
		return c->output;
	if (strcmp(c->dir, ".") == 0)
		return "public";
	return file_join(c->a, c->dir, "public");
}

/* Opens the project and makes its files; mistakes of prices do not keep those
 * of guides from being found. */
static bool
make(struct cmdline *c, struct project *p, struct diag *d, struct build *b)
{
	bool ok = cmd_open(c, p, d);

	return build_site(p, b) && ok;
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

int
cmd_build(struct cmdline *c)
{
	struct project p = { 0 };
	struct diag d = { .arena = c->a };
	struct build b = { 0 };
	struct publish_report report = { 0 };
	const char *dir = target(c);
	enum stale_level worst = STALE_FRESH;

	bool done = make(c, &p, &d, &b) && age(c, &p, &d, &worst) &&
	    publish(c->a, &d, dir, b.out, b.n, &report);
	int status = cmd_finish(c, &d, "nothing was written");

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

int
cmd_check(struct cmdline *c)
{
	struct project p = { 0 };
	struct diag d = { .arena = c->a };
	struct build b = { 0 };
	struct buf diff = { 0 };
	size_t ndiff = 0;
	bool ok, written = true;
	enum stale_level worst = STALE_FRESH;
	int status;

	ok = make(c, &p, &d, &b) && age(c, &p, &d, &worst);
	if (file_is_link(target(c)))
		ok = diag_report(&d, DIAG_PUBLISH_LINK, (struct span){ 0 },
		    "'%s' is a symbolic link; a site is a directory of its "
		    "own",
		    target(c));
	status = cmd_finish(c, &d, NULL);
	if (!ok)
		return status;
	if (publish_check(c->a, target(c), b.out, b.n, &diff, &ndiff))
		return say_age(worst);
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

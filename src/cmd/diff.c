#include <malloc.h>
#include <pthread.h>
#include <stdio.h>

#include "cmd/cmd.h"
#include "diff/load.h"
#include "diff/report.h"

/* One of the two that are compared, loaded by a thread of its own. */
struct side {
	struct arena arena;
	struct diag d;
	struct project_options options;
	const char *operand;
	const struct model *asked; /* the other one, where that is a file */
	struct model model;
	bool ok;
};

static void *
load(void *arg)
{
	struct side *s = arg;

	s->d.arena = &s->arena;
	s->ok = model_load(
	    &s->arena, &s->d, &s->options, s->operand, s->asked, &s->model);
	return NULL;
}

/* A file is loaded first: what it shows is asked of the other one. */
static bool
load_file_first(struct side *side)
{
	for (int i = 0; i < 2; i++) {
		if (!operand_is_file(side[i].operand))
			continue;
		load(&side[i]);
		side[!i].asked = side[i].ok ? &side[i].model : NULL;
		load(&side[!i]);
		return true;
	}
	return false;
}

static void
load_both(struct side *side)
{
	pthread_t other;
	bool threaded;

	if (load_file_first(side))
		return;

	/* Each guide's memory is that of the next: it is not given back. */
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
	threaded = pthread_create(&other, NULL, load, &side[0]) == 0;

	if (!threaded)
		load(&side[0]);
	load(&side[1]);
	if (threaded)
		pthread_join(other, NULL);
}

/* The errors of both, in one sink; warnings are for build and lint. */
static void
merge(struct diag *d, const struct diag *from)
{
	size_t kept = 0;

	for (size_t i = 0; i < from->n; i++) {
		struct diag_item item = from->item[i];

		if (diag_level(item.id) != DIAG_ERROR)
			continue;
		item.serial = d->nerror + kept++;
		arena_push(d->arena, d->item, d->n, d->cap, item);
	}
	d->nerror += from->nerror;
}

static struct span
argument(struct cmdline *c, const char *name, struct str text)
{
	return span_of(source_new(c->a, name, text), 0, text.n);
}

/* --threshold 5% */
static bool
parse_threshold(struct cmdline *c, struct diag *d, struct rat *out)
{
	struct str text = c->threshold;
	struct rat n;

	*out = rat_int(0);
	if (!text.p)
		return true;
	if (str_ends(text, STR("%")))
		text.n--;
	if (rat_parse(c->a, text, &n) != RAT_OK || rat_sign(n) < 0)
		return diag_report(d, DIAG_USAGE,
		    argument(c, "--threshold", c->threshold),
		    "a threshold is a percentage, as in '5%%'");
	*out = rat_div(c->a, n, rat_int(100));
	return true;
}

/* --fail-on flip,price --fail-on crossing */
static bool
parse_fail_on(struct cmdline *c, struct diag *d, bool *want)
{
	struct str name[HIT_COUNT], word, rest;
	bool ok = true;

	for (size_t k = 0; k < HIT_COUNT; k++)
		name[k] = str_of(hit_name((enum hit)k));
	for (size_t i = 0; i < c->fail_on.n; i++) {
		rest = c->fail_on.item[i];
		do {
			size_t k = 0;

			str_cut(rest, ',', &word, &rest);
			while (k < HIT_COUNT && !str_eq(word, name[k]))
				k++;
			if (k < HIT_COUNT) {
				want[k] = true;
				continue;
			}
			ok = diag_report(d, DIAG_USAGE,
			    argument(c, "--fail-on", c->fail_on.item[i]),
			    "'--fail-on' is flip, crossing, price or any, "
			    "not '%.*s'",
			    STR_ARG(word));
			diag_nearest(d, word, name, HIT_COUNT);
		} while (rest.n);
	}
	return ok;
}

static int
print(struct cmdline *c, const struct changes *changes, const bool *hit)
{
	struct arrangement arranged;
	struct report report;
	struct buf out = { 0 };

	if (c->quiet && !c->output)
		return EXIT_FINE;
	arrange(c->a, changes, &arranged);
	report_make(c->a, changes, &arranged, &report);
	switch (c->format) {
	case FORMAT_MARKDOWN:
		report_markdown(&out, &report);
		break;
	case FORMAT_HTML:
		report_html(&out, &report);
		break;
	case FORMAT_JSON:
		changes_json(&out, c->a, changes, &arranged, hit);
		break;
	case FORMAT_TEXT:
	case FORMAT_CSV:
	case FORMAT_SARIF:
		report_text(&out, &report);
		break;
	}
	return cmd_output(c, &out);
}

/* What --fail-on asked for and there is, in `hit`. */
static bool
judge(const struct changes *changes, const bool *want, bool *hit)
{
	bool any = false;

	for (int k = 0; k < HIT_COUNT; k++) {
		hit[k] = want[k] && changes_count(changes, (enum hit)k);
		any |= hit[k];
	}
	return any;
}

static void
say_hits(const struct changes *changes, const bool *hit)
{
	for (int k = 0; k < HIT_COUNT; k++)
		if (hit[k])
			fprintf(stderr, "breakeven: --fail-on %s: %zu found\n",
			    hit_name((enum hit)k),
			    changes_count(changes, (enum hit)k));
}

static int
compare(struct cmdline *c, const struct side *side, struct rat threshold,
    const bool *want)
{
	bool hit[HIT_COUNT] = { false };
	struct changes changes;
	int status;
	bool failed;

	compare_models(
	    c->a, &side[0].model, &side[1].model, threshold, &changes);
	failed = judge(&changes, want, hit);
	status = print(c, &changes, hit);
	if (status || !failed)
		return status;
	say_hits(&changes, hit);
	return EXIT_FINDINGS;
}

/* The examples of a page hang on no guide: they have but themselves. */
static bool
check_scopes(struct diag *d, const struct side *side)
{
	const struct model *x = &side[0].model, *y = &side[1].model;

	if (x->scope == y->scope)
		return true;
	for (int i = 0; i < 2; i++, x = y)
		if (x->scope == SCOPE_PAGE)
			diag_report(d, DIAG_FIGURES_FILE, (struct span){ 0 },
			    "'%.*s' is of a page that is no guide; only "
			    "another such file can be compared with it",
			    STR_ARG(x->name));
	return d->nerror == 0;
}

int
cmd_diff(struct cmdline *c)
{
	struct side side[2] = { 0 };
	struct diag d = { .arena = c->a };
	bool want[HIT_COUNT] = { false };
	struct rat threshold;
	int status;
	bool ok = parse_threshold(c, &d, &threshold);

	ok &= parse_fail_on(c, &d, want);
	for (int i = 0; ok && i < 2; i++) {
		size_t k = (size_t)i + 1;

		side[i].options = (struct project_options){ .dir = c->dir,
			.region = c->region,
			.free_tier = c->free_tier,
			.month = c->month };
		if (k < c->operand.n)
			side[i].operand = str_cstr(c->a, c->operand.item[k]);
	}
	if (ok) {
		load_both(side);
		merge(&d, &side[0].d);
		merge(&d, &side[1].d);
		ok = side[0].ok && side[1].ok && check_scopes(&d, side);
	}
	status = ok ? compare(c, side, threshold, want) : cmd_fail(c, &d, NULL);
	arena_clear(&side[0].arena);
	arena_clear(&side[1].arena);
	return status;
}

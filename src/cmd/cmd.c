#include "cmd/cmd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

int
cmd_finish(struct cmdline *c, struct diag *d, const char *nothing)
{
	struct buf out = { 0 };
	bool world = false;
	bool error = d->nerror > 0;

	for (size_t i = 0; i < d->n; i++)
		world |= d->item[i].id == DIAG_IO ||
		    d->item[i].id == DIAG_PUBLISH_LOCKED ||
		    d->item[i].id == DIAG_PUBLISH_EXCHANGE;
	if (c->quiet)
		diag_drop_warnings(d);
	diag_print(d, &out, c->color, nothing);
	file_put(STDERR_FILENO, buf_view(&out));
	buf_free(&out);
	if (!error)
		return EXIT_FINE;
	return world ? EXIT_WORLD : EXIT_INPUT;
}

int
cmd_fail(struct cmdline *c, struct diag *d, const char *nothing)
{
	int status = cmd_finish(c, d, nothing);

	if (status != EXIT_FINE)
		return status;
	fputs("breakeven: error: this failed and no mistake was found; please "
	      "report it\n",
	    stderr);
	return EXIT_WORLD;
}

int
cmd_output(struct cmdline *c, struct buf *out)
{
	bool ok = c->output ? file_write(c->output, buf_view(out))
			    : file_put(STDOUT_FILENO, buf_view(out));

	if (!ok)
		fprintf(stderr, "breakeven: error: cannot write '%s': %s\n",
		    c->output ? c->output : "standard output", strerror(errno));
	buf_free(out);
	return ok ? EXIT_FINE : EXIT_WORLD;
}

/* A text as a source, to point at. */
static struct span
argument(struct cmdline *c, const char *name, struct str text)
{
	return span_of(source_new(c->a, name, text), 0, text.n);
}

static bool
check_clock(struct cmdline *c, struct diag *d, int64_t *day)
{
	if (day_parse(c->clock, day))
		return true;
	return diag_report(d, DIAG_DATE, argument(c, "--clock", c->clock),
	    "'%.*s' is not a date; write it as 2026-09-19", STR_ARG(c->clock));
}

bool
cmd_today(struct cmdline *c, struct diag *d, struct today *out)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	struct rat n;

	*out = (struct today){ .known = true };
	if (c->clock.n)
		return check_clock(c, d, &out->day);
	out->known = epoch && *epoch;
	if (!out->known)
		return true;
	if (rat_parse(c->a, str_of(epoch), &n) != RAT_OK || !rat_is_int(n) ||
	    rat_to_int(n, INT64_MIN) == INT64_MIN)
		return diag_report(d, DIAG_USAGE,
		    argument(c, "SOURCE_DATE_EPOCH", str_of(epoch)),
		    "'%s' is not a number of seconds since 1970", epoch);
	out->day = rat_to_int(
	    rat_floor(c->a, rat_div(c->a, n, rat_int(24 * 60 * 60))), 0);
	return true;
}

bool
cmd_open(struct cmdline *c, struct project *p, struct diag *d)
{
	struct project_options *o = arena_new(c->a, struct project_options);
	int64_t day;
	bool ok;

	d->arena = c->a;
	ok = !c->clock.n || check_clock(c, d, &day);
	o->dir = c->dir;
	o->region = c->region;
	o->free_tier = c->free_tier;
	o->month = c->month;
	o->price = c->price.item;
	o->nprice = c->price.n;
	return project_open(p, c->a, d, o) && ok;
}

struct setting *
cmd_settings(struct cmdline *c, struct project *p)
{
	struct setting *all = arena_array(c->a, struct setting, c->set.n + 1);

	for (size_t i = 0; i < c->set.n; i++) {
		struct source *s = project_argument(p, "--set", c->set.item[i]);
		struct span at = span_of(s, 0, s->text.n);
		struct setting *set = &all[i];
		struct str name, rest, part[3];
		size_t n = 0;

		if (!str_cut(c->set.item[i], '=', &name, &set->value) ||
		    !str_trim(name).n) {
			set->broken = !diag_report(
			    p->d, DIAG_USAGE, at, "a setting is NAME=VALUE");
			continue;
		}
		set->name_at = span_sub(at, 0, name.n);
		set->value_at = span_sub(at, name.n + 1, at.to);
		set->value = str_trim(set->value);
		rest = str_trim(name);
		do {
			str_cut(rest, '.', &part[n++], &rest);
		} while (rest.n && n < 3);
		set->input = part[n - 1];
		if (n > 1)
			set->service = part[n - 2];
		if (n > 2)
			set->option = part[0];
	}
	return all;
}

/* OPTION.SERVICE.INPUT= and SERVICE.INPUT= bind, over what the option says. */
static bool
bind_setting(struct cmdline *c, struct project *p, const struct setting *set,
    struct option *const *option, size_t n, const struct terms *t)
{
	size_t hits = 0;
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		struct use *use;

		if (set->option.n && !str_eq(set->option, option[i]->id))
			continue;
		use = option_use(option[i], set->service);
		if (!use)
			continue;
		hits++;
		ok &= option_bind(c->a, p->d, t, use, set->input, set->name_at,
		    set->value_at, set->value, true);
	}
	if (hits)
		return ok;
	diag_report(p->d, DIAG_USAGE, set->name_at,
	    "no option here uses '%.*s%s%.*s'", STR_ARG(set->option),
	    set->option.n ? "." : "", STR_ARG(set->service));
	diag_hint(p->d,
	    "a setting is INPUT=, SERVICE.INPUT= or OPTION.SERVICE.INPUT=");
	return false;
}

/* An option that binds an input by a formula of that very name heeds it. */
static bool
refuse_bound(struct project *p, const struct setting *set,
    struct option *const *option, size_t n, const struct terms *t)
{
	size_t slot = scope_find(&t->scope, set->input);

	for (size_t i = 0; i < n; i++) {
		const struct use *use = NULL;
		const struct binding *b =
		    option_binds(option[i], set->input, &use);

		if (!b || b->set || option_reads(option[i], slot))
			continue;
		diag_report(p->d, DIAG_BOUND, set->name_at,
		    "the option '%.*s' binds '%.*s'", STR_ARG(option[i]->id),
		    STR_ARG(set->input));
		diag_note(p->d, b->at, "it is bound here");
		diag_hint(p->d, "set '%.*s.%.*s.%.*s=%.*s' to change it there",
		    STR_ARG(option[i]->id), STR_ARG(use->id),
		    STR_ARG(set->input), STR_ARG(set->value));
		return false;
	}
	return true;
}

bool
cmd_apply_settings(struct cmdline *c, struct project *p,
    const struct setting *set, struct option *const *option, size_t n,
    struct workload *w)
{
	bool ok = true;

	for (size_t i = 0; i < c->set.n; i++) {
		if (set[i].broken)
			ok = false;
		else if (set[i].service.n)
			ok &= bind_setting(c, p, &set[i], option, n, w->terms);
		else
			ok &= refuse_bound(p, &set[i], option, n, w->terms) &&
			    workload_set(c->a, p->d, w, set[i].name_at,
				set[i].input, set[i].value_at, set[i].value);
	}
	return ok;
}

const struct page *
cmd_guide(struct cmdline *c, struct project *p)
{
	if (!project_load_guides(p, c->guide))
		return NULL;
	if (p->npage == 1)
		return &p->page[0];
	diag_report(p->d, DIAG_USAGE, (struct span){ 0 },
	    p->npage ? "there are %zu guides; say which with '--guide'"
		     : "there are %zu guides",
	    p->npage);
	return NULL;
}

void
cmd_report_faults(struct diag *d, const struct faults *f)
{
	static const enum diag_id id[] = {
		[FAULT_MISSING] = DIAG_INPUT_MISSING,
		[FAULT_EITHER] = DIAG_INPUT_MISSING,
		[FAULT_RANGE] = DIAG_RANGE,
		[FAULT_LIMIT] = DIAG_LIMIT,
		[FAULT_PRICE] = DIAG_PRICE_MISSING,
		[FAULT_NUMBER] = DIAG_RESULT,
	};

	for (size_t i = 0; i < f->n; i++) {
		const struct fault *fault = &f->fault[i];

		diag_report(d, id[fault->kind],
		    fault->value_at.src ? fault->value_at : fault->at, "%.*s",
		    STR_ARG(fault->text));
		if (fault->value_at.src)
			diag_note(d, fault->at, "the input is defined here");
		if (fault->kind == FAULT_MISSING && fault->key.n)
			diag_hint(d, "say it with --set \"%.*s=...\"",
			    STR_ARG(fault->key));
		if (fault->kind == FAULT_PRICE && fault->use) {
			const struct service *s = fault->use->service;
			struct buf b = { 0 };

			for (size_t k = 0; k < s->nregion; k++)
				buf_printf(&b, "%s%.*s", k ? ", " : "",
				    STR_ARG(s->region[k]));
			diag_hint(d, "'%.*s' is priced in: %s", STR_ARG(s->id),
			    b.n ? b.p : "no region");
			buf_free(&b);
		}
		if (fault->source)
			diag_hint(d, "source: %.*s (%.*s)",
			    STR_ARG(fault->source->url),
			    STR_ARG(fault->source->retrieved));
	}
}

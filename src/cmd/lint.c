#include <stdio.h>

#include "cmd/cmd.h"
#include "lint/lint.h"

static bool
find_rule(struct cmdline *c, struct lint *l, const char *option,
    struct str name, enum lint_rule *out)
{
	struct source *s = source_new(c->a, option, name);

	*out = rule_find(name);
	if (*out < RULES)
		return true;
	diag_report(l->d, DIAG_USAGE, span_of(s, 0, name.n),
	    "there is no rule '%.*s'", STR_ARG(name));
	diag_nearest(l->d, name, rule_names(c->a), RULES);
	return false;
}

/* --rule leaves only those named, --ignore takes some out. */
static bool
choose_rules(struct cmdline *c, struct lint *l)
{
	enum lint_rule r;
	bool ok = true;

	for (int i = 0; i < RULES && c->rule.n; i++)
		l->on[i] = false;
	for (size_t i = 0; i < c->rule.n; i++) {
		if (find_rule(c, l, "--rule", c->rule.item[i], &r))
			l->on[r] = true;
		else
			ok = false;
	}
	for (size_t i = 0; i < c->ignore.n; i++) {
		if (find_rule(c, l, "--ignore", c->ignore.item[i], &r))
			l->on[r] = false;
		else
			ok = false;
	}
	return ok;
}

static bool
run(struct cmdline *c, struct project *p, struct diag *d, struct lint *l)
{
	struct today today = { 0 };
	bool ok = cmd_open(c, p, d);

	ok &= cmd_today(c, d, &today);
	lint_init(l, p, &today);
	ok &= choose_rules(c, l);
	ok &= project_load_guides(p, (struct str){ 0 });
	return ok && lint_run(l);
}

static void
print(struct cmdline *c, const struct lint *l, struct buf *out)
{
	if (c->format == FORMAT_JSON)
		lint_json(out, l);
	else if (c->format == FORMAT_SARIF)
		lint_sarif(out, l);
	else
		lint_text(out, l, c->quiet);
}

int
cmd_lint(struct cmdline *c)
{
	struct project p = { 0 };
	struct diag d = { .arena = c->a };
	struct lint l = { 0 };
	struct buf out = { 0 };
	struct lint_count n;
	bool ok = run(c, &p, &d, &l);
	int status = (ok ? cmd_finish : cmd_fail)(c, &d, NULL);

	if (!ok || status)
		return status;
	print(c, &l, &out);
	status = cmd_output(c, &out);
	n = lint_count(&l);
	if (status)
		return status;
	return n.nfinding ? EXIT_FINDINGS : n.nstale ? EXIT_STALE : EXIT_FINE;
}

/*
 * cmd: the commands, and what they share.
 *
 * Results go to stdout, messages to stderr.
 *
 * Depends on: cmd/args, site.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "cmd/args.h"
#include "site/project.h"

int cmd_build(struct cmdline *c);
int cmd_check(struct cmdline *c);
int cmd_cost(struct cmdline *c);
int cmd_crossings(struct cmdline *c);
int cmd_lint(struct cmdline *c);
int cmd_explain(struct cmdline *c);
int cmd_diff(struct cmdline *c);
int cmd_completion(struct cmdline *c);

/* Prints the diagnostics; the exit status they ask for. */
int cmd_finish(struct cmdline *c, struct diag *d, const char *nothing);

/* The same of a command that failed: never the status of one that did not. */
int cmd_fail(struct cmdline *c, struct diag *d, const char *nothing);

/* Writes a result to stdout or the file of -o; the exit status. */
int cmd_output(struct cmdline *c, struct buf *out);

/* Opens the project with the options of the command line. */
bool cmd_open(struct cmdline *c, struct project *p, struct diag *d);

/* The day that --clock says, or SOURCE_DATE_EPOCH; unknown without either. */
bool cmd_today(struct cmdline *c, struct diag *d, struct today *out);

/* "NAME=VALUE" cut in two, with places. */
struct setting {
	struct str option, service, input; /* empty where not said */
	struct span name_at;
	struct str value;
	struct span value_at;
	bool broken; /* it is no setting, which was reported */
};

/* All --set. */
struct setting *cmd_settings(struct cmdline *c, struct project *p);

/* Applies them to options and a workload. */
bool cmd_apply_settings(struct cmdline *c, struct project *p,
    const struct setting *set, struct option *const *option, size_t n,
    struct workload *w);

/* The guide asked for, or the only one there is. */
const struct page *cmd_guide(struct cmdline *c, struct project *p);

/* Adds the faults of a bill as errors. */
void cmd_report_faults(struct diag *d, const struct faults *f);

#endif

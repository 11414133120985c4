/*
 * args: what was typed on the command line.
 *
 * Commands and options are tables; usage, the checks of who takes what and the
 * parser all read them, so they cannot disagree.
 *
 * Depends on: base.
 */
#ifndef CMD_ARGS_H
#define CMD_ARGS_H

#include "base/buf.h"

enum exit_status {
	EXIT_FINE = 0,
	EXIT_FINDINGS = 1,
	EXIT_INPUT = 2,
	EXIT_STALE = 3,
	EXIT_WORLD = 4
};

enum format { FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_JSON, FORMAT_CSV };

struct list {
	struct str *item;
	size_t n, cap;
};

struct cmdline {
	struct arena *a;
	const char *dir;
	struct list set, price, option, service, operand;
	struct str region, free_tier, month, guide, scenario, axis, from, to;
	enum format format;
	const char *output; /* NULL: stdout, or public/ of the site */
	bool quiet, verbose, color;
	bool list, page; /* of explain */
	const struct command *command; /* all there are */
	size_t ncommand;
};

struct command {
	const char *name;
	int (*run)(struct cmdline *c);
	const char *options; /* letters of the options it takes */
	const char *synopsis;
	const char *summary;
	size_t min_operands, max_operands; /* behind the command word */
};

/*
 * Parses the command line into `c`, whose arena is set; returns the command.
 * Options may stand before or after the command word.  Wrong usage ends the
 * process with status 2, --help and --version with 0.
 */
const struct command *args_parse(struct cmdline *c, int argc, char **argv,
    const struct command *commands, size_t n);

/* Options the command takes, as "--set --quiet", or of those only the ones
 * that take a value; without the hidden ones.  For completion. */
void args_options(
    struct buf *out, const struct command *command, bool with_value);

#endif

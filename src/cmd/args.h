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

enum format {
	FORMAT_TEXT,
	FORMAT_MARKDOWN,
	FORMAT_JSON,
	FORMAT_CSV,
	FORMAT_SARIF,
	FORMAT_HTML
};

/* What --format of a command takes: 1 << FORMAT_X for each. */
#define FORMATS_TREE \
	(1u << FORMAT_TEXT | 1u << FORMAT_MARKDOWN | 1u << FORMAT_JSON)
#define FORMATS_TABLE (FORMATS_TREE | 1u << FORMAT_CSV)
#define FORMATS_DIFF (FORMATS_TREE | 1u << FORMAT_HTML)
#define FORMATS_LINT \
	(1u << FORMAT_TEXT | 1u << FORMAT_JSON | 1u << FORMAT_SARIF)

struct list {
	struct str *item;
	size_t n, cap;
};

struct cmdline {
	struct arena *a;
	const char *dir;
	struct list set, price, option, service, operand, rule, ignore, fail_on;
	struct str region, free_tier, month, guide, scenario, axis, from, to;
	struct str clock; /* --clock; empty: not given */
	struct str threshold;
	struct str format_word; /* --format as typed */
	enum format format;
	const char *output; /* NULL: stdout, or public/ of the site */
	bool quiet, verbose, color, help;
	bool list, page; /* of explain */
	size_t jobs;	 /* 0: not given */
	bool no_sync;
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
	unsigned formats;		   /* FORMATS_X; 0: no --format */
};

/*
 * Parses the command line into `c`, whose arena is set; returns the command.
 * Options may stand before or after the command word.  Wrong usage ends the
 * process with status 2, --help and --version with 0.  --help is about the
 * command where there is one.
 */
const struct command *args_parse(struct cmdline *c, int argc, char **argv,
    const struct command *commands, size_t n);

/* For completion, without the hidden ones: options that a command takes, as
 * "--set --quiet", and all that take a value. */
void args_options(struct buf *out, const struct command *command);
void args_valued(struct buf *out);

/* "text md json " of what --format of a command takes. */
void args_formats(struct buf *out, const struct command *command);

#endif

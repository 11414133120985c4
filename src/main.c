/*
 * breakeven: a static-site and report generator whose figures agree.
 *
 * The table of commands; the work is in cmd/.
 */
#include <signal.h>

#include "cmd/cmd.h"
#include "markdown/markdown.h"

static const struct command commands[] = {
	{ "build", cmd_build, "CRFMpoqv",
	    "[-C DIR] [-o DIR] [--price KEY=VALUE]",
	    "content, prices and templates to public/", 0, 0 },
	{ "check", cmd_check, "CRFMpoqv", "[-C DIR] [-o DIR]",
	    "would build change public/? prints the difference", 0, 0 },
	{ "cost", cmd_cost, "CRFMpsgOnSfoqv",
	    "--service ID... | --option ID --scenario ID [--set NAME=VALUE]",
	    "one bill, line by line with its arithmetic", 0, 0 },
	{ "crossings", cmd_crossings, "CRFMpsgOSatbfoqv",
	    "[--guide ID] [--option ID...] --axis NAME --from A --to B",
	    "who is cheapest where, every interval", 0, 0 },
	{ "explain", cmd_explain, "CRFMpgPlfov",
	    "ID | --page [GUIDE] [--format FORMAT]",
	    "how one figure is made, down to its prices", 0, 1 },
	{ "completion", cmd_completion, "", "bash",
	    "a script that completes commands and ids", 1, 1 },
};

int
main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct cmdline c = { .a = &a, .dir = "." };
	const struct command *command;
	int status;

	/* A full disk or a closed pipe is an error to report, not a signal. */
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	command = args_parse(&c, argc, argv, commands, countof(commands));
	markdown_init();
	status = command->run(&c);
	arena_clear(&a);
	return status;
}

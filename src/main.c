/*
 * breakeven: a static-site and report generator whose figures agree.
 *
 * The table of commands; the work is in cmd/.
 */
#include <malloc.h>
#include <signal.h>

#include "cmd/cmd.h"
#include "markdown/markdown.h"
#include "num/rat.h"

#define KEEP (64 << 20) /* [byte] free memory that is kept */

static const struct command commands[] = {
	{ "build", cmd_build, "CRFMpojNqv",
	    "[-C DIR] [-o DIR] [-j N] [--price KEY=VALUE]",
	    "content, prices and templates to public/", 0, 0, 0 },
	{ "check", cmd_check, "CRFMpojqv", "[-C DIR] [-o DIR] [-j N]",
	    "would build change public/? prints the difference", 0, 0, 0 },
	{ "lint", cmd_lint, "CRFMrifo",
	    "[-C DIR] [--rule NAME] [--ignore NAME] [--clock DATE]",
	    "figures typed by hand, old prices, data without effect", 0, 0,
	    FORMATS_LINT },
	{ "cost", cmd_cost, "CRFMpsgOnSfoqv",
	    "--service ID... | --option ID --scenario ID [--set NAME=VALUE]",
	    "one bill, line by line with its arithmetic", 0, 0, FORMATS_TABLE },
	{ "crossings", cmd_crossings, "CRFMpsgOSatbfoqv",
	    "[--guide ID] [--option ID...] --axis NAME --from A --to B",
	    "who is cheapest where, every interval", 0, 0, FORMATS_TABLE },
	{ "explain", cmd_explain, "CRFMpgPlfov",
	    "ID | --list [PREFIX] | --page [GUIDE] [--format FORMAT]",
	    "how one figure is made, down to its prices", 0, 1, FORMATS_TREE },
	{ "diff", cmd_diff, "CRFMxyfoqv",
	    "OLD [NEW] [--fail-on KIND] [--threshold PERCENT]",
	    "what changes between two sites or revisions", 1, 2, FORMATS_DIFF },
	{ "completion", cmd_completion, "", "bash",
	    "a script that completes commands and ids", 1, 1, 0 },
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
	/* Guide after guide asks for the same memory; what goes back to the
	 * system between two comes again page by page, at a seventh of the time
	 * of a build. */
	mallopt(M_MMAP_THRESHOLD, KEEP);
	mallopt(M_TRIM_THRESHOLD, KEEP);
	command = args_parse(&c, argc, argv, commands, countof(commands));
	rat_init();
	markdown_init();
	status = command->run(&c);
	arena_clear(&a);
	return status;
}

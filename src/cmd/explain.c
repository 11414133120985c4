#include "cmd/cmd.h"

int
cmd_explain(struct cmdline *c)
{
	(void)c;
	return EXIT_INPUT;
}

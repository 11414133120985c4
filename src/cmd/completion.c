#include "cmd/cmd.h"

int
cmd_completion(struct cmdline *c)
{
	(void)c;
	return EXIT_INPUT;
}

#include "cmd/cmd.h"
int cmd_build(struct cmdline *c) { (void)c; return 0; }
int cmd_check(struct cmdline *c) { (void)c; return 0; }

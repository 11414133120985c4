#include "cmd/cmd.h"

/* The part that does not depend on the tables of commands and options. */
static const char script[] =
    "# Without an option that takes a value and its value.\n"
    "_breakeven_words() {\n"
    "\tlocal skip=\"\" word\n"
    "\tfor word; do\n"
    "\t\tif [[ $skip ]]; then\n"
    "\t\t\tskip=\n"
    "\t\telif [[ \" $_breakeven_valued \" == *\" $word \"* ]]; then\n"
    "\t\t\tskip=1\n"
    "\t\telif [[ $word != -* ]]; then\n"
    "\t\t\techo \"$word\"\n"
    "\t\tfi\n"
    "\tdone\n"
    "}\n"
    "\n"
    "# The options by which the program finds the site and the guide.\n"
    "_breakeven_site() {\n"
    "\twhile (($# > 1)); do\n"
    "\t\tcase $1 in\n"
    "\t\t-C | --directory | --guide) printf '%s\\n' \"$1\" \"${2/#\\~/$HOME}\" "
    ";;\n"
    "\t\tesac\n"
    "\t\tshift\n"
    "\tdone\n"
    "}\n"
    "\n"
    "_breakeven() {\n"
    "\tlocal line=${COMP_LINE:0:COMP_POINT} cur prev command breaks left\n"
    "\tlocal -a word site\n"
    "\tread -ra word <<<\"$line\"\n"
    "\tcur=${line##*[[:space:]]}\n"
    "\t[[ $cur ]] && unset 'word[-1]'\n"
    "\tprev=${word[-1]}\n"
    "\tcommand=$(_breakeven_words \"${word[@]:1}\" | head -n 1)\n"
    "\tmapfile -t site < <(_breakeven_site \"${word[@]:1}\")\n"
    "\tCOMPREPLY=()\n"
    "\tcase $prev in\n"
    "\t-C | --directory) mapfile -t COMPREPLY < <(compgen -d -- \"$cur\") ;;\n"
    "\t-o | --output) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\") ;;\n"
    "\t--format) _breakeven_from \"$(_breakeven_formats \"$command\")\" "
    ";;\n"
    "\t--color) _breakeven_from 'auto always never' ;;\n"
    "\t--free-tier) _breakeven_from 'none full first-year' ;;\n"
    "\t--guide) _breakeven_from \"$(_breakeven_guides \"$1\")\" ;;\n"
    "\t*)\n"
    "\t\tif [[ $cur == -* ]]; then\n"
    "\t\t\t_breakeven_from \"$(_breakeven_options \"$command\")\"\n"
    "\t\telif [[ ! $command ]]; then\n"
    "\t\t\t_breakeven_from \"$_breakeven_commands\"\n"
    "\t\telif [[ $command == completion ]]; then\n"
    "\t\t\t_breakeven_from bash\n"
    "\t\telif [[ $command == explain && \" ${word[*]} \" == "
    "*' --page '* ]]; then\n"
    "\t\t\t_breakeven_from \"$(_breakeven_guides \"$1\")\"\n"
    "\t\telif [[ $command == explain ]]; then\n"
    "\t\t\tmapfile -t COMPREPLY < <(\"$1\" \"${site[@]}\" explain --list "
    "-- \"$cur\" 2>/dev/null)\n"
    "\t\tfi\n"
    "\t\t;;\n"
    "\tesac\n"
    "\t# The shell replaces only what stands behind the last break.\n"
    "\tbreaks=${COMP_WORDBREAKS//[^@=:]/}\n"
    "\tif [[ $breaks ]]; then\n"
    "\t\tleft=${cur%\"${cur##*[$breaks]}\"}\n"
    "\t\tCOMPREPLY=(\"${COMPREPLY[@]#\"$left\"}\")\n"
    "\tfi\n"
    "}\n"
    "\n"
    "_breakeven_from() {\n"
    "\tmapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\")\n"
    "}\n"
    "\n"
    "_breakeven_guides() {\n"
    "\t\"$1\" \"${site[@]}\" explain --list 2>/dev/null | sed 's,/.*,,' | "
    "sort -u\n"
    "}\n"
    "\n"
    "complete -F _breakeven breakeven\n";

static void
put_tables(struct cmdline *c, struct buf *out)
{
	buf_puts(out,
	    "# Completes commands, options and ids of figures.  Load it "
	    "with:\n"
	    "#   eval \"$(breakeven completion bash)\"\n\n"
	    "_breakeven_commands='");
	for (size_t i = 0; i < c->ncommand; i++)
		buf_printf(out, "%s%s", i ? " " : "", c->command[i].name);
	buf_puts(out, "'\n_breakeven_valued='-C -o ");
	args_valued(out);
	buf_puts(out, "'\n\n_breakeven_options() {\n\tcase $1 in\n");
	for (size_t i = 0; i < c->ncommand; i++) {
		buf_printf(out, "\t%s) echo '", c->command[i].name);
		args_options(out, &c->command[i]);
		buf_puts(out, "' ;;\n");
	}
	buf_puts(out,
	    "\t*) echo '--help --version' ;;\n\tesac\n}\n\n"
	    "_breakeven_formats() {\n\tcase $1 in\n");
	for (size_t i = 0; i < c->ncommand; i++) {
		buf_printf(out, "\t%s) echo '", c->command[i].name);
		args_formats(out, &c->command[i]);
		buf_puts(out, "' ;;\n");
	}
	buf_puts(out, "\t*) echo 'text md json' ;;\n\tesac\n}\n\n");
}

int
cmd_completion(struct cmdline *c)
{
	struct diag d = { .arena = c->a };
	struct str shell = c->operand.item[1];
	struct source *s = source_new(c->a, "SHELL", shell);
	struct buf out = { 0 };

	if (!str_is(shell, "bash")) {
		diag_report(&d, DIAG_USAGE, span_of(s, 0, shell.n),
		    "there is a completion for bash only");
		return cmd_finish(c, &d, NULL);
	}
	put_tables(c, &out);
	buf_puts(&out, script);
	return cmd_output(c, &out);
}

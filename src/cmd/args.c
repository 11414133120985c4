#include "cmd/args.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VERSION "0.1.0"
#define MAX_JOBS 64
#define COMMON "kcqvhV" /* letters of the options that all commands take */

struct flag {
	char letter; /* of command.options, and short where `shorten` */
	bool shorten;
	const char *name;
	const char *arg;  /* NULL: takes none */
	const char *help; /* NULL: not for users */
};

/* Letters of options without a short form stand only for their place here. */
static const struct flag flags[] = {
	{ 'C', true, "directory", "DIR", "the site's directory (.)" },
	{ 'g', false, "guide", "ID", "the guide" },
	{ 'O', false, "option", "ID", "an option of the guide; repeat" },
	{ 'S', false, "scenario", "ID", "a scenario of the guide" },
	{ 'n', false, "service", "ID", "a service by itself; repeat to add" },
	{ 's', false, "set", "NAME=VALUE",
	    "INPUT=, SERVICE.INPUT= or OPTION.SERVICE.INPUT=" },
	{ 'R', false, "region", "REGION", "or VENDOR=REGION,..." },
	{ 'F', false, "free-tier", "KIND", "none, full or first-year" },
	{ 'M', false, "month", "LENGTH", "length of a month (730h)" },
	{ 'p', false, "price", "KEY=VALUE", "try another price" },
	{ 'a', false, "axis", "NAME",
	    "the input that varies, or OPTION.SERVICE.INPUT" },
	{ 't', false, "from", "VALUE", "where the axis starts" },
	{ 'b', false, "to", "VALUE", "where the axis ends" },
	{ 'f', false, "format", "FORMAT",
	    "text, md, json, csv, html or sarif" },
	{ 'r', false, "rule", "NAME", "this rule of lint only; repeat to add" },
	{ 'i', false, "ignore", "NAME", "not this rule of lint; repeat" },
	{ 'x', false, "fail-on", "KIND",
	    "flip, crossing, price or any; repeat" },
	{ 'y', false, "threshold", "PERCENT", "lesser changes do not fail" },
	{ 'j', true, "jobs", "N", "processes that work at once (processors)" },
	{ 'N', false, "no-sync", NULL, "do not wait for the disk" },
	{ 'P', false, "page", NULL, "explain what a build would rewrite" },
	{ 'l', false, "list", NULL, "print the ids of figures shown" },
	{ 'o', true, "output", "PATH", "write there" },
	{ 'q', true, "quiet", NULL, "errors only" },
	{ 'v', true, "verbose", NULL, "say more" },
	{ 'k', false, "color", "WHEN", "auto, always or never" },
	{ 'c', false, "clock", "DATE", "today, as 2026-09-19" },
	{ 'h', true, "help", NULL, "this text" },
	{ 'V', true, "version", NULL, "the version" },
};

/* Ends the process; what was printed may not have arrived. */
NORETURN static void
finish_stdout(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		exit(EXIT_FINE);
	fprintf(stderr,
	    "breakeven: error: cannot write 'standard output': %s\n",
	    strerror(errno));
	exit(EXIT_WORLD);
}

NORETURN static void PRINTF(1, 2) usage_error(const char *fmt, ...)
{
	va_list ap;

	fputs("breakeven: error: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputs("\n  hint: 'breakeven --help' lists commands and options\n",
	    stderr);
	exit(EXIT_INPUT);
}

static void
push(struct cmdline *c, struct list *l, const char *text)
{
	arena_push(c->a, l->item, l->n, l->cap, str_of(text));
}

static const char *const formats[] = { "text", "md", "json", "csv", "sarif",
	"html" };

/* "text, md or json" */
static struct str
list_formats(struct arena *a, unsigned set)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < countof(formats); i++) {
		if (!(set & 1u << i))
			continue;
		set &= ~(1u << i);
		buf_printf(&b, "%s%s",
		    !b.n      ? ""
			: set ? ", "
			      : " or ",
		    formats[i]);
	}
	return buf_take(&b, a);
}

static bool
takes(const struct command *command, const struct flag *f)
{
	return strchr(COMMON, f->letter) || strchr(command->options, f->letter);
}

/* Options of a command, or of all. */
static void
print_flags(struct cmdline *c, FILE *out, const struct command *command)
{
	fputs("\noptions:\n", out);
	for (size_t i = 0; i < countof(flags); i++) {
		const struct flag *f = &flags[i];
		char name[48];

		if (!f->help || (command && !takes(command, f)))
			continue;
		snprintf(name, sizeof(name), "%s%c%s--%s%s%s",
		    f->shorten ? "-" : " ", f->shorten ? f->letter : ' ',
		    f->shorten ? ", " : "  ", f->name, f->arg ? " " : "",
		    f->arg ? f->arg : "");
		if (command && strcmp(f->name, "format") == 0)
			fprintf(out, "  %-28s %.*s\n", name,
			    STR_ARG(list_formats(c->a, command->formats)));
		else
			fprintf(out, "  %-28s %s\n", name, f->help);
	}
}

static void
print_help(
    struct cmdline *c, FILE *out, const struct command *commands, size_t n)
{
	fputs("usage: breakeven COMMAND [OPTION...]\n\n"
	      "Decision guides whose figures cannot contradict each other.\n\n"
	      "commands:\n",
	    out);
	for (size_t i = 0; i < n; i++)
		fprintf(out, "  %-10s %s\n             breakeven %s %s\n",
		    commands[i].name, commands[i].summary, commands[i].name,
		    commands[i].synopsis);
	print_flags(c, out, NULL);
	fputs("\nexit status:\n"
	      "  0  fine\n"
	      "  1  findings of check, lint or diff\n"
	      "  2  wrong usage or bad input\n"
	      "  3  stale prices beyond the limit\n"
	      "  4  the environment failed (I/O, memory)\n\n"
	      "The manual is breakeven(1); 'breakeven COMMAND --help' lists "
	      "the options of one.\n",
	    out);
}

static void
print_command_help(struct cmdline *c, FILE *out, const struct command *command)
{
	fprintf(out, "usage: breakeven %s %s\n\n%s\n", command->name,
	    command->synopsis, command->summary);
	print_flags(c, out, command);
	fputs("\nThe manual is breakeven(1).\n", out);
}

static void
choose_format(struct cmdline *c, const struct command *command)
{
	for (size_t i = 0; i < countof(formats); i++) {
		if (!str_is(c->format_word, formats[i]) ||
		    !(command->formats & 1u << i))
			continue;
		c->format = (enum format)i;
		return;
	}
	usage_error("'--format' is %.*s, not '%.*s'",
	    STR_ARG(list_formats(c->a, command->formats)),
	    STR_ARG(c->format_word));
}

static bool
want_color(const char *when)
{
	if (strcmp(when, "always") == 0)
		return true;
	if (strcmp(when, "never") == 0)
		return false;
	if (strcmp(when, "auto") != 0)
		usage_error(
		    "'--color' is auto, always or never, not '%s'", when);
	return isatty(STDERR_FILENO) && !getenv("NO_COLOR");
}

static size_t
job_count(const char *arg)
{
	char *end;
	unsigned long n = strtoul(arg, &end, 10);

	if (*arg < '0' || *arg > '9' || *end || !n || n > MAX_JOBS)
		usage_error("'--jobs' takes a number from 1 to %d, not '%s'",
		    MAX_JOBS, arg);
	return n;
}

static void
take_flag(struct cmdline *c, char letter, char *arg)
{
	switch (letter) {
	case 'C':
		c->dir = arg;
		break;
	case 'g':
		c->guide = str_of(arg);
		break;
	case 'O':
		push(c, &c->option, arg);
		break;
	case 'S':
		c->scenario = str_of(arg);
		break;
	case 'n':
		push(c, &c->service, arg);
		break;
	case 's':
		push(c, &c->set, arg);
		break;
	case 'R':
		c->region = str_of(arg);
		break;
	case 'F':
		c->free_tier = str_of(arg);
		break;
	case 'M':
		c->month = str_of(arg);
		break;
	case 'p':
		push(c, &c->price, arg);
		break;
	case 'a':
		c->axis = str_of(arg);
		break;
	case 't':
		c->from = str_of(arg);
		break;
	case 'b':
		c->to = str_of(arg);
		break;
	case 'f':
		c->format_word = str_of(arg);
		break;
	case 'r':
		push(c, &c->rule, arg);
		break;
	case 'i':
		push(c, &c->ignore, arg);
		break;
	case 'x':
		push(c, &c->fail_on, arg);
		break;
	case 'y':
		c->threshold = str_of(arg);
		break;
	case 'j':
		c->jobs = job_count(arg);
		break;
	case 'N':
		c->no_sync = true;
		break;
	case 'P':
		c->page = true;
		break;
	case 'l':
		c->list = true;
		break;
	case 'o':
		c->output = arg;
		break;
	case 'q':
		c->quiet = true;
		break;
	case 'v':
		c->verbose = true;
		break;
	case 'k':
		c->color = want_color(arg);
		break;
	case 'c':
		c->clock = str_of(arg);
		break;
	case 'h':
		c->help = true;
		break;
	default:
		break;
	}
}

/* Fills getopt's tables from ours; every long option returns its index. */
static void
fill_options(struct option *longs, char *shorts)
{
	*shorts++ = ':';
	for (size_t i = 0; i < countof(flags); i++) {
		longs[i] = (struct option){ flags[i].name,
			flags[i].arg ? required_argument : no_argument, NULL,
			256 + (int)i };
		if (!flags[i].shorten)
			continue;
		*shorts++ = flags[i].letter;
		if (flags[i].arg)
			*shorts++ = ':';
	}
	*shorts = '\0';
}

static size_t
flag_of(int got)
{
	if (got >= 256)
		return (size_t)(got - 256);
	for (size_t i = 0; i < countof(flags); i++)
		if (flags[i].shorten && flags[i].letter == got)
			return i;
	return countof(flags);
}

static void
unknown_flag(char **argv)
{
	struct str name[countof(flags)], given, near;

	if (optopt && optopt < 256)
		usage_error("unknown option '-%c'", optopt);
	given = str_of(argv[optind - 1]);
	for (size_t i = 0; i < countof(flags); i++)
		name[i] = str_of(flags[i].name);
	near = str_nearest(str_from(given, 2), name, countof(name));
	if (near.n)
		usage_error("unknown option '%s'; did you mean '--%.*s'?",
		    argv[optind - 1], STR_ARG(near));
	usage_error("unknown option '%s'", argv[optind - 1]);
}

/* Which flags were given, to be checked against the command. */
static void
parse(struct cmdline *c, int argc, char **argv, bool *given)
{
	struct option longs[countof(flags) + 1] = { 0 };
	char shorts[2 * countof(flags) + 2];
	int got;

	fill_options(longs, shorts);
	opterr = 0;
	while ((got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		size_t i;

		if (got == ':')
			usage_error(
			    "option '%s' needs a value", argv[optind - 1]);
		if (got == '?')
			unknown_flag(argv);
		i = flag_of(got);
		given[i] = true;
		if (flags[i].letter == 'V') {
			puts("breakeven " VERSION);
			finish_stdout();
		}
		take_flag(c, flags[i].letter, optarg);
	}
	for (int i = optind; i < argc; i++)
		push(c, &c->operand, argv[i]);
}

static const struct command *
find_command(struct cmdline *c, struct str name, const struct command *commands,
    size_t n)
{
	struct str *all = arena_array(c->a, struct str, n), near;

	for (size_t i = 0; i < n; i++) {
		all[i] = str_of(commands[i].name);
		if (str_eq(name, all[i]))
			return &commands[i];
	}
	near = str_nearest(name, all, n);
	if (near.n)
		usage_error("unknown command '%.*s'; did you mean '%.*s'?",
		    STR_ARG(name), STR_ARG(near));
	usage_error("unknown command '%.*s'", STR_ARG(name));
}

/* The command word is an operand too. */
static void
check_operands(const struct cmdline *c, const struct command *command)
{
	size_t n = c->operand.n - 1;

	if (n > command->max_operands)
		usage_error("'breakeven %s' takes no%s operand '%.*s'",
		    command->name, command->max_operands ? " further" : "",
		    STR_ARG(c->operand.item[command->max_operands + 1]));
	if (n < command->min_operands)
		usage_error("'breakeven %s' needs an operand: breakeven %s %s",
		    command->name, command->name, command->synopsis);
}

const struct command *
args_parse(struct cmdline *c, int argc, char **argv,
    const struct command *commands, size_t n)
{
	bool given[countof(flags)] = { false };
	const struct command *command;

	c->color = want_color("auto");
	parse(c, argc, argv, given);
	if (!c->operand.n && c->help) {
		print_help(c, stdout, commands, n);
		finish_stdout();
	}
	if (!c->operand.n)
		usage_error("no command given");
	command = find_command(c, c->operand.item[0], commands, n);
	if (c->help) {
		print_command_help(c, stdout, command);
		finish_stdout();
	}
	for (size_t i = 0; i < countof(flags); i++)
		if (given[i] && !takes(command, &flags[i]))
			usage_error("'breakeven %s' takes no option '--%s'",
			    command->name, flags[i].name);
	check_operands(c, command);
	if (c->format_word.p)
		choose_format(c, command);
	c->command = commands;
	c->ncommand = n;
	return command;
}

void
args_options(struct buf *out, const struct command *command)
{
	bool begun = false;

	for (size_t i = 0; i < countof(flags); i++) {
		const struct flag *f = &flags[i];

		if (!f->help || !takes(command, f))
			continue;
		buf_printf(out, "%s--%s", begun ? " " : "", f->name);
		begun = true;
	}
}

void
args_valued(struct buf *out)
{
	bool begun = false;

	for (size_t i = 0; i < countof(flags); i++) {
		if (!flags[i].help || !flags[i].arg)
			continue;
		buf_printf(out, "%s--%s", begun ? " " : "", flags[i].name);
		begun = true;
	}
}

void
args_formats(struct buf *out, const struct command *command)
{
	for (size_t i = 0; i < countof(formats); i++)
		if (command->formats & 1u << i)
			buf_printf(out, "%s ", formats[i]);
}

#include "diff/git.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

extern char **environ;

/* Standard input, output and error of the child: files in memory, so that no
 * pipe can fill up and no order of reading matters. */
enum { IN, OUT, ERR, NFILE };

/* A file in memory whose descriptor is none of the standard ones. */
static int
open_memory(void)
{
	int fd = memfd_create("breakeven", MFD_CLOEXEC), high;

	if (fd < 0 || fd > 2)
		return fd;
	high = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	close(fd);
	return high;
}

static bool
open_all(int *fd, struct str input)
{
	bool ok = true;

	for (int i = 0; i < NFILE; i++) {
		fd[i] = open_memory();
		ok &= fd[i] >= 0;
	}
	return ok && file_put(fd[IN], input) && lseek(fd[IN], 0, SEEK_SET) == 0;
}

static void
close_all(const int *fd)
{
	int saved = errno;

	for (int i = 0; i < NFILE; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	errno = saved;
}

static bool
read_all(struct arena *a, int fd, struct str *out)
{
	off_t size = lseek(fd, 0, SEEK_END);
	size_t n = size < 0 ? 0 : (size_t)size, done = 0;
	char *p = arena_alloc(a, n + 1, 1);

	while (done < n) {
		ssize_t got = pread(fd, p + done, n - done, (off_t)done);

		if (got <= 0)
			return false;
		done += (size_t)got;
	}
	*out = (struct str){ p, n };
	return size >= 0;
}

/* The environment, in the C locale and without questions to the user. */
static char **
make_environment(struct arena *a)
{
	static const char *const own[] = { "LC_ALL=C",
		"GIT_TERMINAL_PROMPT=0" };
	size_t n = 0, k = 0;
	char **out;

	while (environ[n])
		n++;
	out = arena_array(a, char *, n + countof(own) + 1);
	for (size_t i = 0; i < countof(own); i++)
		out[k++] = str_cstr(a, str_of(own[i]));
	for (size_t i = 0; i < n; i++)
		if (strncmp(environ[i], "LC_ALL=", 7) != 0 &&
		    strncmp(environ[i], "GIT_TERMINAL_PROMPT=", 20) != 0)
			out[k++] = environ[i];
	return out;
}

static char **
make_arguments(struct git *g, const char *const *args)
{
	size_t n = 0;
	char **out;

	while (args[n])
		n++;
	out = arena_array(g->a, char *, n + 4);
	out[0] = str_cstr(g->a, STR("git"));
	out[1] = str_cstr(g->a, STR("-C"));
	out[2] = str_cstr(g->a, str_of(g->dir));
	for (size_t i = 0; i < n; i++)
		out[3 + i] = str_cstr(g->a, str_of(args[i]));
	return out;
}

static bool
spawn(struct git *g, char **argv, const int *fd, pid_t *pid)
{
	posix_spawn_file_actions_t act;
	int error;

	if (posix_spawn_file_actions_init(&act))
		return false;
	error = posix_spawn_file_actions_adddup2(&act, fd[IN], STDIN_FILENO);
	if (!error)
		error = posix_spawn_file_actions_adddup2(
		    &act, fd[OUT], STDOUT_FILENO);
	if (!error)
		error = posix_spawn_file_actions_adddup2(
		    &act, fd[ERR], STDERR_FILENO);
	if (!error)
		error = posix_spawnp(
		    pid, argv[0], &act, NULL, argv, make_environment(g->a));
	posix_spawn_file_actions_destroy(&act);
	errno = error;
	return !error;
}

bool
git_run(struct git *g, const char *const *args, struct str input)
{
	int fd[NFILE] = { -1, -1, -1 }, status = 0;
	struct str err, rest;
	pid_t pid;
	bool ok =
	    open_all(fd, input) && spawn(g, make_arguments(g, args), fd, &pid);

	if (ok) {
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		g->status = WIFEXITED(status) ? WEXITSTATUS(status)
					      : 128 + WTERMSIG(status);
		ok = read_all(g->a, fd[OUT], &g->out) &&
		    read_all(g->a, fd[ERR], &err);
	}
	close_all(fd);
	if (ok)
		str_cut(err, '\n', &g->err, &rest);
	return ok;
}

#include "site/scout.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include "site/crew.h"
#include "site/shape.h"

#define DIR_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define MODE_FILE (S_IFREG | 0644)

static void
see_dir(struct seen *to, const struct entry *e, const struct stat *st)
{
	to->plain &= st->st_mode == TREE_DIR;
	to->dirs = shape_add(to->dirs, e->path, sig_of(st));
}

static void
look(struct seen *to, int fd, const struct tree *names)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return;
	to->root = sig_of(&st);
	to->plain = true;
	for (size_t i = 0; i < names->entry.n; i++) {
		const struct entry *e = tree_at(names, i);
		bool there =
		    fstatat(fd, e->path.p, &st, AT_SYMLINK_NOFOLLOW) == 0;

		if (!S_ISDIR(e->mode))
			to->sig[i] = there && st.st_mode == MODE_FILE
			    ? sig_of(&st)
			    : (struct sig){ 0 };
		else if (there)
			see_dir(to, e, &st);
		else
			to->plain = false;
	}
	to->done = true;
}

static bool
get_room(struct scout *s, const struct tree *names)
{
	s->size = sizeof(*s->seen) + names->entry.n * sizeof(*s->seen->sig);
	s->seen = mmap(NULL, s->size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s->seen == MAP_FAILED)
		s->seen = NULL;
	return s->seen != NULL;
}

void
scout_send(
    struct scout *s, int parent, const char *name, const struct tree *names)
{
	pid_t pid;
	int fd;

	if (!get_room(s, names))
		return;
	pid = crew_fork();
	if (pid == 0) {
		fd = openat(parent, name, DIR_FLAGS);
		if (fd >= 0)
			look(s->seen, fd, names);
		_exit(0);
	}
	if (pid < 0)
		scout_clear(s);
	else
		s->pid = pid;
}

static void
wait_for(struct scout *s)
{
	if (s->pid)
		crew_wait(s->pid);
	s->pid = 0;
}

const struct seen *
scout_ask(struct scout *s, int fd, const struct tree *names)
{
	wait_for(s);
	if (!s->seen && get_room(s, names))
		look(s->seen, fd, names);
	return s->seen && s->seen->done ? s->seen : NULL;
}

void
scout_clear(struct scout *s)
{
	if (s->pid)
		kill(s->pid, SIGKILL);
	wait_for(s);
	if (s->seen)
		munmap(s->seen, s->size);
	*s = (struct scout){ 0 };
}

#include "site/crew.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/pack.h"

#define PART ((size_t)64 << 10)	  /* [byte] read at once */
#define BREATH ((size_t)32 << 10) /* [byte] after which a worker speaks */

static const struct span nowhere;

struct worker {
	pid_t pid;
	int fd; /* what it says; -1 when it has said all */
	struct buf said;
	bool done; /* it came to the end of the list */
};

struct run {
	struct diag *d;
	const struct crew *c;
	size_t n;
	atomic_size_t *next; /* shared: the first piece that nobody has taken */
	struct worker worker[CREW_MAX];
	size_t nworker;
};

size_t
crew_size(void)
{
	cpu_set_t set;
	int n =
	    sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;

	return n < 1 ? 1 : n > CREW_MAX ? CREW_MAX : (size_t)n;
}

pid_t
crew_fork(void)
{
	pid_t parent = getpid(), pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(1);
	}
	return pid;
}

int
crew_wait(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

/* An answer is a number, and the bytes with their length; the end is n.  They
 * are said some at a time: who listens has to be woken up. */
static bool
say(int fd, struct buf *words, size_t i, struct str answer, bool last)
{
	bool ok = true;

	pack_u64(words, i);
	pack_str(words, answer);
	if (last || words->n >= BREATH) {
		ok = file_put(fd, buf_view(words));
		buf_clear(words);
	}
	return ok;
}

NORETURN static void
be_worker(struct run *r, int fd)
{
	struct buf answer = { 0 }, words = { 0 };
	size_t i;

	while ((i = atomic_fetch_add(r->next, 1)) < r->n) {
		buf_clear(&answer);
		if (!r->c->work(r->c->ctx, i, &answer))
			atomic_store(r->next, r->n);
		if (!say(fd, &words, i, buf_view(&answer), false))
			_exit(1);
	}
	_exit(say(fd, &words, r->n, (struct str){ 0 }, true) ? 0 : 1);
}

static bool
start(struct run *r)
{
	struct worker *w = &r->worker[r->nworker];
	int fd[2];

	if (pipe2(fd, O_CLOEXEC) < 0)
		return false;
	w->pid = crew_fork();
	if (w->pid == 0) {
		close(fd[0]);
		be_worker(r, fd[1]);
	}
	close(fd[1]);
	if (w->pid < 0) {
		close(fd[0]);
		return false;
	}
	w->fd = fd[0];
	r->nworker++;
	return true;
}

/* Takes the answers that are there in full. */
static void
take_all(struct run *r, struct worker *w)
{
	size_t used = 0;

	for (;;) {
		struct unpack u = unpack_of(str_from(buf_view(&w->said), used));
		uint64_t i = unpack_u64(&u);
		struct str answer = unpack_str(&u);

		if (!u.ok)
			break;
		used = w->said.n - u.rest.n;
		w->done |= i == r->n;
		if (i < r->n)
			r->c->take(r->c->ctx, (size_t)i, answer);
	}
	memmove(w->said.p, w->said.p + used, w->said.n - used);
	w->said.n -= used;
}

static void
listen_to(struct run *r, struct worker *w)
{
	char part[PART];
	ssize_t n = read(w->fd, part, sizeof(part));

	if (n < 0 && errno == EINTR)
		return;
	if (n > 0) {
		buf_put(&w->said, part, (size_t)n);
		take_all(r, w);
		return;
	}
	close(w->fd);
	w->fd = -1;
}

static void
listen_to_all(struct run *r)
{
	for (;;) {
		struct pollfd p[CREW_MAX];
		struct worker *of[CREW_MAX];
		nfds_t n = 0;

		for (size_t i = 0; i < r->nworker; i++) {
			if (r->worker[i].fd < 0)
				continue;
			of[n] = &r->worker[i];
			p[n] = (struct pollfd){ of[n]->fd, POLLIN, 0 };
			n++;
		}
		if (!n)
			return;
		if (poll(p, n, -1) < 0 && errno != EINTR)
			die("cannot wait for workers: %s", strerror(errno));
		for (nfds_t i = 0; i < n; i++)
			if (p[i].revents)
				listen_to(r, of[i]);
	}
}

/* Waits for it, and reports an end that came too early. */
static bool
end(struct run *r, struct worker *w)
{
	int status = crew_wait(w->pid);

	buf_free(&w->said);
	if (w->done && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	if (WIFSIGNALED(status))
		diag_report(r->d, DIAG_IO, nowhere,
		    "a worker was killed by signal %d (%s)", WTERMSIG(status),
		    strsignal(WTERMSIG(status)));
	else
		diag_report(r->d, DIAG_IO, nowhere,
		    "a worker ended with status %d before its work was done",
		    WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	diag_hint(r->d, "with '-j 1' no worker is needed");
	return false;
}

static bool
run_alone(const struct crew *c, size_t n)
{
	struct buf answer = { 0 };

	bool more = true;

	for (size_t i = 0; more && i < n; i++) {
		buf_clear(&answer);
		more = c->work(c->ctx, i, &answer);
		c->take(c->ctx, i, buf_view(&answer));
	}
	buf_free(&answer);
	return true;
}

bool
crew_run(struct diag *d, const struct crew *c, size_t workers, size_t n)
{
	struct run r = { .d = d, .c = c, .n = n };
	bool ok = true;

	if (workers > n)
		workers = n;
	if (workers <= 1)
		return run_alone(c, n);
	r.next = mmap(NULL, sizeof(*r.next), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (r.next == MAP_FAILED)
		return run_alone(c, n);
	while (r.nworker < workers && start(&r))
		continue;
	/* One is enough, and so is none: nothing was begun. */
	if (!r.nworker)
		ok = run_alone(c, n);
	listen_to_all(&r);
	for (size_t i = 0; i < r.nworker; i++)
		ok &= end(&r, &r.worker[i]);
	munmap(r.next, sizeof(*r.next));
	return ok;
}

/*
 * shim: stands between a program and the C library and makes its calls fail.
 *
 *   LD_PRELOAD=shim.so FAULT_BELOW=/site FAULT_CALLS=change FAULT_AT=37 \
 *       FAULT_DO=5 FAULT_LOG=/tmp/log breakeven build
 *
 * Calls on what is below FAULT_BELOW are numbered from 1, through all
 * processes that are forked, and written to FAULT_LOG, a line each: number,
 * pid, call, path, other path.  Calls number FAULT_AT to FAULT_TO (absent: that
 * one) then do not happen as they should:
 *
 *   FAULT_DO=N         they fail with errno N (a close closes all the same)
 *   FAULT_DO=short     they read or write half
 *   FAULT_DO=kill      the process is killed before them
 *   FAULT_DO=killall   and so is its process group
 *
 * FAULT_ONLY is the name of a call; only such are numbered then.  FAULT_CALLS is
 * one or more of these, with commas:
 *
 *   change   whatever changes the files, their names, modes and times, or
 *            brings them to the disk
 *   space    of those, the ones that a full disk refuses
 *   look     whatever reads or looks at files; locks, pipes and forks
 *   pipe     reads and writes of pipes
 *
 * FAULT_SYNC=skip: syncs do nothing, and say that they did.  FAULT_CLOCK=N: it
 * is N seconds later.
 *
 * What the C library calls inside itself is not seen (that of opendir, stdio);
 * a test compares with strace what is.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { CHANGE = 1, SPACE = 2, LOOK = 4, PIPE = 8 };
enum action { DO_NOTHING, DO_FAIL, DO_SHORT, DO_KILL, DO_KILL_ALL };
enum verdict { GO_ON, FAIL, HALF };

#define LOG_FD 200 /* out of the way of a program that counts on low ones */
#define MAX_PATH (2 * PATH_MAX)

static struct {
	atomic_ulong *count; /* shared with what is forked */
	unsigned calls;
	unsigned long at, to;
	enum action action;
	int error;
	const char *below, *only;
	int log;
	bool skip_sync;
	time_t later; /* [s] */
} f;

#define REAL(name)                                          \
	__extension__({                                     \
		__typeof__(&name) real_;                    \
		*(void **)&real_ = dlsym(RTLD_NEXT, #name); \
		real_;                                      \
	})

static unsigned long
number(const char *name, unsigned long otherwise)
{
	const char *s = getenv(name);

	return s ? strtoul(s, NULL, 10) : otherwise;
}

static bool
has(const char *list, const char *word)
{
	return list && strstr(list, word);
}

static unsigned
calls_of(const char *s)
{
	return (has(s, "change") ? CHANGE : 0u) |
	    (has(s, "space") ? SPACE : 0u) | (has(s, "look") ? LOOK : 0u) |
	    (has(s, "pipe") ? PIPE : 0u);
}

static enum action
action_of(const char *s)
{
	if (!s)
		return DO_NOTHING;
	if (strcmp(s, "short") == 0)
		return DO_SHORT;
	if (strcmp(s, "kill") == 0)
		return DO_KILL;
	return strcmp(s, "killall") == 0 ? DO_KILL_ALL : DO_FAIL;
}

static int
open_log(const char *path)
{
	int fd =
	    path ? REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND, 0666) : -1;
	int high = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, LOG_FD);

	if (fd >= 0)
		REAL(close)(fd);
	return high;
}

__attribute__((constructor)) static void
begin(void)
{
	void *p = mmap(NULL, sizeof(*f.count), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	f.calls = calls_of(getenv("FAULT_CALLS"));
	f.at = number("FAULT_AT", 0);
	f.to = number("FAULT_TO", f.at);
	f.action = action_of(getenv("FAULT_DO"));
	f.error = (int)number("FAULT_DO", 0);
	f.below = getenv("FAULT_BELOW");
	f.only = getenv("FAULT_ONLY");
	f.skip_sync = has(getenv("FAULT_SYNC"), "skip");
	f.later = (time_t)number("FAULT_CLOCK", 0);
	f.log = open_log(getenv("FAULT_LOG"));
	if (p != MAP_FAILED && f.below)
		f.count = p;
}

/* What a descriptor stands for. */
static const char *
path_of_fd(int fd, char path[MAX_PATH])
{
	char link[64];
	ssize_t n;

	if (fd == AT_FDCWD)
		return getcwd(path, MAX_PATH) ? path : "";
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = REAL(readlink)(link, path, MAX_PATH - 1);
	path[n < 0 ? 0 : n] = '\0';
	return path;
}

static const char *
path_at(int fd, const char *name, char path[MAX_PATH])
{
	size_t n;

	if (!name)
		return "";
	if (*name == '/')
		return name;
	n = strlen(path_of_fd(fd, path));
	while (name[0] == '.' && name[1] == '/')
		name += 2;
	if (*name && strcmp(name, ".") != 0)
		snprintf(path + n, MAX_PATH - n, "/%s", name);
	return path;
}

static bool
is_below(const char *path)
{
	size_t n = strlen(f.below);

	return strncmp(path, f.below, n) == 0 &&
	    (path[n] == '\0' || path[n] == '/');
}

static void
say(unsigned long i, const char *call, const char *path, const char *other)
{
	char line[3 * MAX_PATH];
	int n = snprintf(line, sizeof(line), "%lu\t%d\t%s\t%s\t%s\n", i,
	    (int)getpid(), call, path, other);

	if (f.log >= 0 && n > 0 && (size_t)n < sizeof(line))
		syscall(SYS_write, f.log, line, (size_t)n);
}

static enum verdict
act(void)
{
	switch (f.action) {
	case DO_NOTHING:
		return GO_ON;
	case DO_FAIL:
		errno = f.error;
		return FAIL;
	case DO_SHORT:
		return HALF;
	case DO_KILL:
		kill(getpid(), SIGKILL);
		break;
	case DO_KILL_ALL:
		kill(0, SIGKILL);
		break;
	}
	for (;;)
		pause();
}

/* Counts a call; what is to become of it. */
static enum verdict
gate2(unsigned kinds, const char *call, const char *path, const char *other)
{
	int saved = errno;
	enum verdict v = GO_ON;
	unsigned long i;

	if (!f.count || !(is_below(path) || is_below(other)) ||
	    !(kinds & f.calls) || (f.only && strcmp(f.only, call) != 0))
		return GO_ON;
	i = atomic_fetch_add(f.count, 1) + 1;
	say(i, call, path, other);
	errno = saved;
	if (f.at && i >= f.at && i <= f.to)
		v = act();
	return v;
}

static enum verdict
gate_at(unsigned kinds, const char *call, int fd, const char *name)
{
	char path[MAX_PATH];

	return f.count ? gate2(kinds, call, path_at(fd, name, path), "")
		       : GO_ON;
}

/* Of a pipe only if pipes are asked for. */
static enum verdict
gate_fd(unsigned kinds, const char *call, int fd)
{
	char path[MAX_PATH];
	int saved = errno;

	if (!f.count)
		return GO_ON;
	path_of_fd(fd, path);
	errno = saved;
	if (strncmp(path, "pipe:", 5) == 0)
		return gate2(kinds & (CHANGE | LOOK) && fd > 2 ? PIPE : 0, call,
		    path, f.below);
	return gate2(kinds, call, path, "");
}

static size_t
half(enum verdict v, size_t n)
{
	return v == HALF && n > 1 ? n / 2 : n;
}

/* Files and directories are opened. */

static bool
is_change(int flags)
{
	return (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
}

static bool
has_mode(int flags)
{
	return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE;
}

static unsigned
kinds_of(int flags)
{
	if (flags & O_CREAT)
		return CHANGE | SPACE;
	return is_change(flags) ? CHANGE : LOOK;
}

int
open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = has_mode(flags) ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	if (gate_at(kinds_of(flags), "open", AT_FDCWD, path) == FAIL)
		return -1;
	return REAL(open)(path, flags, mode);
}

int
openat(int fd, const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = has_mode(flags) ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	if (gate_at(kinds_of(flags), "openat", fd, path) == FAIL)
		return -1;
	return REAL(openat)(fd, path, flags, mode);
}

/* Only that of a file that was open for writing can lose bytes. */
int
close(int fd)
{
	int saved = errno;
	int flags = fcntl(fd, F_GETFL);
	bool writes = flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
	enum verdict v;

	errno = saved;
	v = writes ? gate_fd(CHANGE, "close", fd) : GO_ON;
	saved = errno;
	if (REAL(close)(fd) < 0)
		return -1;
	errno = saved;
	return v == FAIL ? -1 : 0;
}

DIR *
fdopendir(int fd)
{
	return gate_fd(LOOK, "fdopendir", fd) == FAIL ? NULL
						      : REAL(fdopendir)(fd);
}

struct dirent *
readdir(DIR *dir)
{
	return gate_fd(LOOK, "readdir", dirfd(dir)) == FAIL
	    ? NULL
	    : REAL(readdir)(dir);
}

/* Bytes. */

ssize_t
read(int fd, void *p, size_t n)
{
	enum verdict v = gate_fd(LOOK, "read", fd);

	return v == FAIL ? -1 : REAL(read)(fd, p, half(v, n));
}

ssize_t
pread(int fd, void *p, size_t n, off_t at)
{
	enum verdict v = gate_fd(LOOK, "pread", fd);

	return v == FAIL ? -1 : REAL(pread)(fd, p, half(v, n), at);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	enum verdict v = gate_fd(CHANGE | SPACE, "write", fd);

	return v == FAIL ? -1 : REAL(write)(fd, p, half(v, n));
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	enum verdict v = gate_fd(CHANGE | SPACE, "pwrite", fd);

	return v == FAIL ? -1 : REAL(pwrite)(fd, p, half(v, n), at);
}

ssize_t
writev(int fd, const struct iovec *v, int n)
{
	enum verdict verdict = gate_fd(CHANGE | SPACE, "writev", fd);

	if (verdict == HALF && n > 0)
		return REAL(write)(fd, v->iov_base, half(HALF, v->iov_len));
	return verdict == FAIL ? -1 : REAL(writev)(fd, v, n);
}

ssize_t
sendfile(int to, int from, off_t *at, size_t n)
{
	enum verdict v = gate_fd(CHANGE | SPACE, "sendfile", to);

	return v == FAIL ? -1 : REAL(sendfile)(to, from, at, half(v, n));
}

ssize_t
copy_file_range(
    int from, off64_t *at, int to, off64_t *put, size_t n, unsigned flags)
{
	enum verdict v = gate_fd(CHANGE | SPACE, "copy_file_range", to);

	return v == FAIL
	    ? -1
	    : REAL(copy_file_range)(from, at, to, put, half(v, n), flags);
}

int
ftruncate(int fd, off_t n)
{
	return gate_fd(CHANGE, "ftruncate", fd) == FAIL
	    ? -1
	    : REAL(ftruncate)(fd, n);
}

int
fallocate(int fd, int mode, off_t at, off_t n)
{
	return gate_fd(CHANGE | SPACE, "fallocate", fd) == FAIL
	    ? -1
	    : REAL(fallocate)(fd, mode, at, n);
}

int
posix_fallocate(int fd, off_t at, off_t n)
{
	return gate_fd(CHANGE | SPACE, "fallocate", fd) == FAIL
	    ? errno
	    : REAL(posix_fallocate)(fd, at, n);
}

void *
mmap(void *p, size_t n, int prot, int flags, int fd, off_t at)
{
	if (fd >= 0 && flags & MAP_SHARED && prot & PROT_WRITE &&
	    gate_fd(CHANGE | SPACE, "mmap", fd) == FAIL)
		return MAP_FAILED;
	return REAL(mmap)(p, n, prot, flags, fd, at);
}

/* Names. */

int
mkdir(const char *path, mode_t mode)
{
	return gate_at(CHANGE | SPACE, "mkdir", AT_FDCWD, path) == FAIL
	    ? -1
	    : REAL(mkdir)(path, mode);
}

int
mkdirat(int fd, const char *path, mode_t mode)
{
	return gate_at(CHANGE | SPACE, "mkdirat", fd, path) == FAIL
	    ? -1
	    : REAL(mkdirat)(fd, path, mode);
}

int
rmdir(const char *path)
{
	return gate_at(CHANGE, "rmdir", AT_FDCWD, path) == FAIL
	    ? -1
	    : REAL(rmdir)(path);
}

int
unlink(const char *path)
{
	return gate_at(CHANGE, "unlink", AT_FDCWD, path) == FAIL
	    ? -1
	    : REAL(unlink)(path);
}

int
unlinkat(int fd, const char *path, int flags)
{
	return gate_at(CHANGE, "unlinkat", fd, path) == FAIL
	    ? -1
	    : REAL(unlinkat)(fd, path, flags);
}

static enum verdict
gate_pair(unsigned kinds, const char *call, int fa, const char *a, int fb,
    const char *b)
{
	char pa[MAX_PATH], pb[MAX_PATH];

	if (!f.count)
		return GO_ON;
	return gate2(kinds, call, path_at(fb, b, pb), path_at(fa, a, pa));
}

int
rename(const char *a, const char *b)
{
	return gate_pair(CHANGE, "rename", AT_FDCWD, a, AT_FDCWD, b) == FAIL
	    ? -1
	    : REAL(rename)(a, b);
}

int
renameat(int fa, const char *a, int fb, const char *b)
{
	return gate_pair(CHANGE, "renameat", fa, a, fb, b) == FAIL
	    ? -1
	    : REAL(renameat)(fa, a, fb, b);
}

int
renameat2(int fa, const char *a, int fb, const char *b, unsigned flags)
{
	return gate_pair(CHANGE, "renameat2", fa, a, fb, b) == FAIL
	    ? -1
	    : REAL(renameat2)(fa, a, fb, b, flags);
}

int
link(const char *a, const char *b)
{
	return gate_pair(CHANGE | SPACE, "link", AT_FDCWD, a, AT_FDCWD, b) ==
		FAIL
	    ? -1
	    : REAL(link)(a, b);
}

int
linkat(int fa, const char *a, int fb, const char *b, int flags)
{
	return gate_pair(CHANGE | SPACE, "linkat", fa, a, fb, b) == FAIL
	    ? -1
	    : REAL(linkat)(fa, a, fb, b, flags);
}

int
symlink(const char *to, const char *path)
{
	return gate_at(CHANGE | SPACE, "symlink", AT_FDCWD, path) == FAIL
	    ? -1
	    : REAL(symlink)(to, path);
}

int
symlinkat(const char *to, int fd, const char *path)
{
	return gate_at(CHANGE | SPACE, "symlinkat", fd, path) == FAIL
	    ? -1
	    : REAL(symlinkat)(to, fd, path);
}

/* Modes and times. */

int
chmod(const char *path, mode_t mode)
{
	return gate_at(CHANGE, "chmod", AT_FDCWD, path) == FAIL
	    ? -1
	    : REAL(chmod)(path, mode);
}

int
fchmod(int fd, mode_t mode)
{
	return gate_fd(CHANGE, "fchmod", fd) == FAIL ? -1
						     : REAL(fchmod)(fd, mode);
}

int
fchmodat(int fd, const char *path, mode_t mode, int flags)
{
	return gate_at(CHANGE, "fchmodat", fd, path) == FAIL
	    ? -1
	    : REAL(fchmodat)(fd, path, mode, flags);
}

int
futimens(int fd, const struct timespec t[2])
{
	return gate_fd(CHANGE, "futimens", fd) == FAIL ? -1
						       : REAL(futimens)(fd, t);
}

int
utimensat(int fd, const char *path, const struct timespec t[2], int flags)
{
	return gate_at(CHANGE, "utimensat", fd, path) == FAIL
	    ? -1
	    : REAL(utimensat)(fd, path, t, flags);
}

/* To the disk. */

int
fsync(int fd)
{
	if (gate_fd(CHANGE, "fsync", fd) == FAIL)
		return -1;
	return f.skip_sync ? 0 : REAL(fsync)(fd);
}

int
fdatasync(int fd)
{
	if (gate_fd(CHANGE, "fdatasync", fd) == FAIL)
		return -1;
	return f.skip_sync ? 0 : REAL(fdatasync)(fd);
}

int
syncfs(int fd)
{
	if (gate_fd(CHANGE, "syncfs", fd) == FAIL)
		return -1;
	return f.skip_sync ? 0 : REAL(syncfs)(fd);
}

/* Looks. */

int
stat(const char *path, struct stat *st)
{
	return gate_at(LOOK, "stat", AT_FDCWD, path) == FAIL
	    ? -1
	    : REAL(stat)(path, st);
}

int
lstat(const char *path, struct stat *st)
{
	return gate_at(LOOK, "lstat", AT_FDCWD, path) == FAIL
	    ? -1
	    : REAL(lstat)(path, st);
}

int
fstat(int fd, struct stat *st)
{
	return gate_fd(LOOK, "fstat", fd) == FAIL ? -1 : REAL(fstat)(fd, st);
}

int
fstatat(int fd, const char *path, struct stat *st, int flags)
{
	return gate_at(LOOK, "fstatat", fd, path) == FAIL
	    ? -1
	    : REAL(fstatat)(fd, path, st, flags);
}

ssize_t
readlinkat(int fd, const char *path, char *p, size_t n)
{
	return gate_at(LOOK, "readlinkat", fd, path) == FAIL
	    ? -1
	    : REAL(readlinkat)(fd, path, p, n);
}

int
flock(int fd, int op)
{
	return gate_fd(LOOK, "flock", fd) == FAIL ? -1 : REAL(flock)(fd, op);
}

/* Those that make processes; they have no path of their own. */

int
pipe2(int fd[2], int flags)
{
	if (f.count && gate2(LOOK, "pipe2", f.below, "") == FAIL)
		return -1;
	return REAL(pipe2)(fd, flags);
}

pid_t
fork(void)
{
	if (f.count && gate2(LOOK, "fork", f.below, "") == FAIL)
		return -1;
	return REAL(fork)();
}

int
clock_gettime(clockid_t id, struct timespec *t)
{
	int r = REAL(clock_gettime)(id, t);

	if (r == 0 && id == CLOCK_REALTIME)
		t->tv_sec += f.later;
	return r;
}

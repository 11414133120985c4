/*
 * memory: a C library whose memory runs out.
 *
 *   LD_PRELOAD=memory.so MEMORY_AT=37 FAULT_LOG=/tmp/log breakeven build
 *
 * Requests are numbered from 1 in each process; those from MEMORY_AT to
 * MEMORY_TO (absent: that one) are refused, and the first of them is written to
 * FAULT_LOG, as by the shim.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

static atomic_ulong count;
static unsigned long at, to;

static unsigned long
number(const char *name, unsigned long otherwise)
{
	const char *s = getenv(name);

	return s ? strtoul(s, NULL, 10) : otherwise;
}

__attribute__((constructor)) static void
begin(void)
{
	at = number("MEMORY_AT", 0);
	to = number("MEMORY_TO", at);
	atomic_store(&count, 0);
}

static void
say(unsigned long i)
{
	const char *path = getenv("FAULT_LOG");
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0666) : -1;
	char line[80];
	int n = snprintf(
	    line, sizeof(line), "%lu\t%d\tmemory\t\t\n", i, (int)getpid());

	if (fd < 0)
		return;
	if (write(fd, line, (size_t)n) != n)
		abort();
	close(fd);
}

static bool
is_refused(void)
{
	unsigned long i = atomic_fetch_add(&count, 1) + 1;

	if (!at || i < at || i > to)
		return false;
	if (i == at)
		say(i);
	errno = ENOMEM;
	return true;
}

void *
malloc(size_t n)
{
	return is_refused() ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return is_refused() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	return is_refused() ? NULL : __libc_realloc(p, n);
}

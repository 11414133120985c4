/*
 * base: what every file may use.
 *
 * Depends on: libc.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define countof(a) (sizeof(a) / sizeof((a)[0]))

#define MUST_USE __attribute__((warn_unused_result))
#define NORETURN __attribute__((noreturn))
#define RARE __attribute__((cold, noinline)) /* what is common stays short */
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Ends the process with exit status 4 and a line on stderr: the world failed. */
NORETURN void die(const char *fmt, ...) PRINTF(1, 2);

#endif

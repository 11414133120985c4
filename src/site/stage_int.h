/*
 * stage_int: what putting files and finishing the tree share.
 *
 * Depends on: stage.
 */
#ifndef SITE_STAGE_INT_H
#define SITE_STAGE_INT_H

#include "site/stage.h"

#define MODE_FILE 0644
#define MODE_DIR 0755

/* To open a file of the new tree, and a new one. */
#define STAGE_WRITE (O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
#define STAGE_CREATE (STAGE_WRITE | O_CREAT | O_EXCL)

/* Reports errno. */
bool stage_fail(
    const struct stage *s, struct diag *d, const char *verb, struct str path);

/* The directories above a path in the new tree. */
bool stage_parents(const struct stage *s, struct diag *d, struct str path);

/* A directory of the new tree; what else has its name goes. */
bool stage_dir(const struct stage *s, struct diag *d, const char *path);

/* Closes what was written to; `ok`: and all went well. */
bool stage_close(
    const struct stage *s, struct diag *d, int fd, bool ok, struct str path);

/* The file of that name in the new tree, where no other tree has it and nobody
 * reads it, to be written over; -1 where there is none. */
int stage_open_own(struct stage *s, struct str path, struct stat *st);

/* stage_carry.c: what is published, in the new tree. */

/* Whether a file of the new tree, `have`, is or has what is published by that
 * name; the want is told of it. */
bool stage_is_right(const struct stage *s, struct want *w, struct sig have);

/* Files of ours, all of them published. */
bool stage_carry(struct stage *s, struct want **want, size_t n);

/* What is no directory; errors: io */
bool stage_carry_foreign(const struct stage *s, const struct entry *e);

#endif

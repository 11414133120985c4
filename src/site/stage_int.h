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

/* Reports errno. */
bool stage_fail(
    const struct stage *s, struct diag *d, const char *verb, struct str path);

/* The directories above a path in the new tree. */
bool stage_parents(const struct stage *s, struct diag *d, struct str path);

/* A directory of the new tree; what else has its name goes. */
bool stage_dir(const struct stage *s, struct diag *d, const char *path);

/* An entry of the published tree, in the new one: it was there, or a link to
 * it is now, or a copy. */
enum way { WAY_STAYED, WAY_LINKED, WAY_COPIED };

bool stage_carry(const struct stage *s, struct diag *d, const struct entry *e,
    mode_t mode, enum way *way);

/* Writes a published file over the one that has its name in the new tree.
 * False, with nothing said: that one is better removed. */
bool stage_copy_over(const struct stage *s, const struct entry *e);

#endif

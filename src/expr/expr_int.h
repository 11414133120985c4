/*
 * expr_int: what the files of expr/ share.
 */
#ifndef EXPR_EXPR_INT_H
#define EXPR_EXPR_INT_H

#include "expr/expr.h"

/* Checks kinds and dimensions from the leaves up, and sets them. */
bool expr_check(const struct scope *s, struct diag *d, struct expr *e);

#endif

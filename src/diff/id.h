/*
 * id: which options, scenarios and services the id of a figure speaks of.
 *
 * Depends on: str.
 */
#ifndef DIFF_ID_H
#define DIFF_ID_H

#include "base/str.h"

#define ID_OPTIONS 16 /* those of an id that are told */

/* What figures in an id speak of, as those of a sum, the id speaks of too. */
struct id_parts {
	struct str family;
	struct str option[ID_OPTIONS];
	size_t noption;
	struct str scenario; /* the first one; empty: none */
	struct str service;  /* the first one; empty: none */
	struct str rest;     /* behind these, without the changes */
	struct str changes;  /* behind the '@' */
};

struct id_parts id_parts(struct str id);

#endif

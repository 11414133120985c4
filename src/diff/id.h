/*
 * id: which options, scenarios and services the id of a figure speaks of.
 *
 * Depends on: str.
 */
#ifndef DIFF_ID_H
#define DIFF_ID_H

#include "base/str.h"

struct id_parts {
	struct str family;
	struct str option[2];
	size_t noption;
	struct str scenario; /* empty: none */
	struct str service;  /* empty: none */
	struct str rest;     /* behind these, without the changes */
	struct str changes;  /* behind the '@' */
};

struct id_parts id_parts(struct str id);

#endif

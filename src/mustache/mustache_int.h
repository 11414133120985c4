/*
 * mustache_int: what compile makes and render walks.
 *
 * A template is a list of ops, and a section holds a list of its own.  A text
 * op is at most one line, so that to indent a partial is to put the blanks
 * before each op that starts a line; a line that starts with a tag begins with
 * an empty text op for the same reason.  Ops point into the source.
 *
 * Depends on: mustache.
 */
#ifndef MUSTACHE_MUSTACHE_INT_H
#define MUSTACHE_MUSTACHE_INT_H

#include "mustache/mustache.h"

enum op_kind {
	OP_TEXT,
	OP_VARIABLE, /* escaped for HTML */
	OP_RAW,	     /* as it is */
	OP_SECTION,
	OP_INVERTED,
	OP_PARTIAL
};

struct op {
	enum op_kind kind;
	struct op *next;
	struct op *up;	   /* the section around it, NULL at the top */
	struct op *body;   /* OP_SECTION, OP_INVERTED: the first op inside */
	struct str text;   /* OP_TEXT: what to put; else the name */
	struct span at;	   /* place of `text` */
	struct str *part;  /* the name cut at its dots; none of "." */
	size_t npart;	   /* 0 for partials, whose names are not cut */
	bool starts_line;  /* OP_TEXT: indentation goes before it */
	bool alone;	   /* OP_PARTIAL: it has its line for itself ... */
	struct str indent; /* ... after these blanks */
};

struct mustache {
	struct op *body; /* the first op */
};

#endif

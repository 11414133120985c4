/*
 * decimal: the numbers of a column, with their points below each other.
 *
 * A column is set flush right.  A number with fewer digits behind its point
 * than another of its kind gets a pad, which takes the room of what it lacks:
 * ".00" for "24" above "1.25", "0" for "1.5".  Of one kind are numbers of the
 * same currency and unit: "$3.50" moves no "20,000" that stands above it.  The
 * page shows a pad as nothing at all, so that it is neither copied nor read
 * out.
 *
 * Depends on: arena, str.
 */
#ifndef TEXT_DECIMAL_H
#define TEXT_DECIMAL_H

#include "base/arena.h"
#include "base/str.h"

/* A number that a text starts with, after a sign and a currency. */
struct decimal {
	bool money;	 /* a currency stands before it */
	struct str unit; /* what stands behind it */
	int digits;	 /* behind its point */
};

/* A column: of each kind of number in it the one with the most digits. */
struct decimals {
	struct decimal *kind;
	size_t n, cap;
};

/* Adds a cell's text; what starts with no number counts for nothing. */
void decimals_add(struct decimals *column, struct arena *a, struct str text);

/* The pad of such a text in its column. */
struct str
decimals_pad(const struct decimals *column, struct arena *a, struct str text);

#endif

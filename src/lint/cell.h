/*
 * cell: what a cell of a printed table says, as a value.
 *
 * Depends on: lint/sheet.
 */
#ifndef LINT_CELL_H
#define LINT_CELL_H

#include "lint/sheet.h"

enum cell_kind {
	CELL_OTHER,	/* words */
	CELL_NONE,	/* nothing: a dash */
	CELL_NA,	/* "n/a" and why */
	CELL_UNLIMITED, /* no limit is set */
	CELL_MONEY,
	CELL_VALUE, /* a count or a quantity */
	CELL_RATING /* "4 of 5", behind its stars */
};

struct cell_value {
	enum cell_kind kind;
	struct rat lo, hi; /* the ends of a range, else the same; base units */
	struct rat half;   /* what rounding for print may have taken off `lo` */
	struct rat high_half; /* the same of `hi` */
	struct unit unit;     /* CELL_VALUE */
	bool least, at_most;  /* "≥ 3 s", "≤ 3 s": it lies beyond */
};

struct cell_value cell_read(const struct sheet *t, size_t row, size_t col);
struct cell_value cell_of(struct arena *a, struct str text);

/* Whether two cells can be told apart: both are of one kind and dimension. */
bool cell_alike(const struct cell_value *x, const struct cell_value *y);

/* Whether two values are further apart than `most`, which rounding explains. */
bool cell_off(struct arena *a, struct rat x, struct rat y, struct rat most);

/* Whether the ends of a value are printed as that cell. */
bool cell_rounds(struct arena *a, struct rat lo, struct rat hi,
    const struct cell_value *printed);

/* better.c: options side by side, and which is better; cases side by side, and
 * which option is the cheapest in each */
void check_comparison(const struct sheet *t);
void check_cases(const struct sheet *t);

#endif

/*
 * sheet: a table as it is printed.
 *
 * Depends on: lint/lint_int.
 */
#ifndef LINT_SHEET_H
#define LINT_SHEET_H

#include "lint/lint_int.h"

struct sheet {
	struct subject *s;
	struct str *cell; /* row by row; the first row is the head */
	size_t ncol, nrow;
	struct span at;	   /* of the table, or of the block that makes it */
	size_t block;	   /* of the guide's text */
	struct str behind; /* the paragraphs that follow, a blank between */
};

typedef void (*sheet_visitor)(const struct sheet *t);

/* Shows all tables of a guide: those of its text, and of its blocks. */
void sheet_visit(struct subject *s, sheet_visitor visitor);

struct str sheet_at(const struct sheet *t, size_t row, size_t col);

/* Column whose head is one of the words, or SIZE_MAX. */
size_t sheet_column(const struct sheet *t, const char *const *head, size_t n);

/* The amount that is all there is of a cell; false: it is something else. */
bool sheet_money(const struct sheet *t, size_t row, size_t col, struct rat *out,
    char *currency);

/* Adds a finding about a row. */
void sheet_report(const struct sheet *t, size_t row, struct str text);

/* tables.c: what tables of one kind or another say */
void check_kinds(const struct sheet *t);

/* product.c: the arithmetic of a line of a bill, computed again */
void check_products(const struct sheet *t, size_t row);

#endif

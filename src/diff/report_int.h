/*
 * report_int: what the makers of sections share.
 */
#ifndef DIFF_REPORT_INT_H
#define DIFF_REPORT_INT_H

#include "diff/report.h"

#define ARROW " \xE2\x86\x92 "

struct maker {
	struct arena *a;
	const struct changes *c;
	const struct arrangement *arranged;
	struct report *out;
};

/* A section is in the report from now on. */
struct section *
section_new(struct maker *m, const char *title, bool open, struct str count);

/* A sheet with `ncol` columns; a head that starts with '#' is of numbers. */
struct sheet *sheet_new(struct maker *m, struct section *s, struct str caption,
    const char *const *head, size_t ncol);

void put_text(struct maker *m, struct sheet *s, struct str text);
void put_code(struct maker *m, struct sheet *s, struct str id);
void
put_link(struct maker *m, struct sheet *s, struct str text, struct str href);

void put_note(struct maker *m, struct section *s, struct str text);

/* "12 more by less than 5%.", where there are any. */
void note_small(struct maker *m, struct section *s, size_t n);

/* "1 price changes", "3 prices change": a noun with its verb, in both forms. */
struct str
count_text(struct arena *a, size_t n, const char *one, const char *many);

/* The totals of the first two and their margin, printed so that they agree;
 * false where there are none. */
bool answer_margin(
    struct arena *a, const struct answer *w, bool by_need, struct delta *out);

/* Sections of answers: flips, recommendations, leaves. */
void report_answers(struct maker *m);

/* Sections of crossings, of what is gone or new, and of prices. */
void report_moves(struct maker *m);
void report_members(struct maker *m);
void report_prices(struct maker *m);

/* Sections of figures and sentences. */
void report_cells(struct maker *m);
void report_sentences(struct maker *m);

#endif

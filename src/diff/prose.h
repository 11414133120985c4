/*
 * prose: where in a guide's text something is said, and the sentence.
 *
 * Works on the lines of the source, without a Markdown parser: good enough to
 * show a reviewer what to read again.
 *
 * Depends on: diff/model.
 */
#ifndef DIFF_PROSE_H
#define DIFF_PROSE_H

#include "diff/model.h"

enum line_kind {
	LINE_BLANK,
	LINE_TEXT,
	LINE_ITEM, /* starts one of a list */
	LINE_TABLE,
	LINE_HEADING,
	LINE_FENCE,
	LINE_CODE
};

struct prose {
	const struct guide_model *guide; /* has prose */
	enum line_kind *kind;		 /* by line, from 0 */
	const struct str *said;		 /* by shown figure: what it reads */
};

/* What stands for a figure, by its index, is `said`. */
void prose_init(struct prose *p, struct arena *a,
    const struct guide_model *guide, const struct str *said);

/* Line (from 1) of a byte. */
size_t prose_line(const struct prose *p, size_t offset);

/* The first line of the table that a line is in, or 0. */
size_t prose_table(const struct prose *p, size_t line);

/* The heading above a line, its tags replaced; empty: none. */
struct str prose_heading(struct arena *a, const struct prose *p, size_t line);

/* The sentence, row or line of code that holds a byte, its tags replaced. */
struct str
prose_sentence(struct arena *a, const struct prose *p, size_t offset);

#endif

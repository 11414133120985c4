/*
 * report: changes as a document that every format can show.
 *
 * Sections in the order in which a reviewer asks: winners that flip,
 * recommendations and the decision tree, crossings, what is gone or new,
 * prices, figures by guide and table, sentences to read again.  Text in it is
 * plain; a writer escapes it.
 *
 * Depends on: diff/arrange.
 */
#ifndef DIFF_REPORT_H
#define DIFF_REPORT_H

#include "diff/arrange.h"

struct field {
	struct str text;
	struct str href; /* empty: no link */
	bool code;	 /* an id */
};

#define SHEET_MAX 8 /* columns */

struct sheet {
	struct str caption; /* empty: none */
	const char *head[SHEET_MAX];
	bool number[SHEET_MAX];
	size_t ncol;
	struct field *field; /* row by row */
	size_t nfield, capfield;
};

struct section {
	const char *title;
	struct str count; /* "3 prices change" */
	bool open;	  /* shown without being asked for */
	struct sheet *sheet;
	size_t nsheet, capsheet;
	struct str *note;
	size_t nnote, capnote;
};

struct report {
	struct str summary; /* one sentence */
	struct section *section;
	size_t nsection, capsection;
};

void report_make(struct arena *a, const struct changes *c,
    const struct arrangement *arranged, struct report *out);

/* As text for a terminal, as a comment in Markdown, as a part of a page. */
void report_text(struct buf *out, const struct report *r);
void report_markdown(struct buf *out, const struct report *r);
void report_html(struct buf *out, const struct report *r);

/* The changes as JSON; `hit` tells which of --fail-on were met. */
void changes_json(struct buf *out, struct arena *a, const struct changes *c,
    const struct arrangement *arranged, const bool *hit);

#endif

/*
 * table: rows of cells, as HTML and as Markdown.
 *
 * Depends on: view/block.
 */
#ifndef VIEW_TABLE_H
#define VIEW_TABLE_H

#include "view/block.h"

struct cell {
	struct str text;	  /* where there is no figure */
	const struct figure *fig; /* NULL: `text` */
	struct str href;	  /* `text` links there; empty: no link */
	struct str html, md;	  /* a text with figures, finished */
	int64_t stars, of;	  /* a rating, where `of` is not zero */
	bool win;		  /* the winner's */
	bool na;		  /* nothing is known here */
};

struct table {
	struct str caption;
	struct str *head;
	bool *number; /* by column: aligned as numbers */
	size_t ncol;
	struct cell *cell; /* row by row */
	size_t nrow;
	bool row_heads;	   /* the first column names the row */
	bool total;	   /* the last row is a total */
	const char *class; /* NULL: none */
};

struct table *table_new(struct arena *a, size_t ncol, size_t nrow);
struct cell *table_at(struct table *t, size_t row, size_t col);

/* Puts a text with `{{figures}}` into a cell. */
bool
cell_fill(struct block *b, struct cell *c, struct str text, struct span at);

/* Appends the table to the block, in both outputs. */
void table_put(struct block *b, const struct table *t);

/* A note under a table; Markdown gets it as a paragraph. */
void note_begin(struct block *b, struct str text);
void note_text(struct block *b, struct str text);
void note_figure(struct block *b, const struct figure *fig);
/* The same with the marks beside it, see text/marks.h. */
void note_held(struct block *b, struct str before, const struct figure *fig,
    struct str behind);
void note_end(struct block *b);

/* A note that is all text; an empty one is left out. */
void note_put(struct block *b, struct str text);

#endif

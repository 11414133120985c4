/*
 * search: what the search of the site knows.
 *
 * A record is one place that can be found: a page, or a section of one.  As
 * text it is one line of four parts with tabs between them; a page's records
 * are its lines one after the other, so that those of all pages together are
 * their texts one after the other.
 *
 * Depends on: text/words.
 */
#ifndef VIEW_SEARCH_H
#define VIEW_SEARCH_H

#include "text/words.h"

struct search_record {
	struct str href;    /* from the root of the site, with its anchor */
	struct str title;   /* of the page */
	struct str heading; /* of the section; empty: the page as a whole */
	struct str words;   /* further ones, as words_put makes them */
};

/* Appends a record as text. */
void search_put(struct buf *out, const struct search_record *r);

/* Cuts the first record off `rest`; false at the end. */
bool search_next(struct str *rest, struct search_record *r);

#endif

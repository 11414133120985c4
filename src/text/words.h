/*
 * words: a text as the words a reader searches for.
 *
 * A word is a run of ASCII letters, digits and characters from U+00C0 on that
 * are no punctuation (U+2000 to U+2BFF is); the search of the pages cuts what
 * is typed by the same rule.  Only ASCII letters are made small.
 *
 * Depends on: buf.
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "base/buf.h"

/* Cuts the first word off `rest`; false when there is none left. */
bool words_next(struct str *rest, struct str *word);

/* A word in small letters. */
struct str word_lower(struct arena *a, struct str word);

/* Words in small letters, as hashes. */
struct word_set {
	uint64_t *slot; /* 0: free */
	size_t n, nslot;
};

/*
 * Appends the words of `text` in small letters, each once, in order, with a
 * blank between them; those in `seen` are left out, and in it then.  So are
 * those that find nothing: single letters, what starts with a digit or has more
 * than 40 bytes, and the commonest words.
 */
void words_put(
    struct buf *out, struct arena *a, struct str text, struct word_set *seen);

/* The same of HTML without its tags, entities, comments and drawings. */
void words_put_html(
    struct buf *out, struct arena *a, struct str html, struct word_set *seen);

#endif

/*
 * anchor: the places within a page that an address can name.
 *
 * Each is kept as the 64 bit hash of its id, so that the anchors of all pages of
 * a site can be held to check the links of all.  An id that is missing, and has
 * the hash of one that is there, would pass; of 2^64 links that is one.
 *
 * Depends on: hash, text/escape.
 */
#ifndef VIEW_ANCHOR_H
#define VIEW_ANCHOR_H

#include "base/buf.h"

/* The anchors of a page. */
struct str anchors_of(struct arena *a, struct str html);

/* Whether an id, written as in an address, is one of them. */
bool anchors_have(struct str anchors, struct str fragment);

#endif

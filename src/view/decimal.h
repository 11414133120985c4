/*
 * decimal: the numbers of a column, with their points below each other.
 *
 * A column is set flush right.  A number with fewer digits behind its point
 * than another of its column gets a pad, which takes the room of what it
 * lacks: ".00" for "24" above "1.25", "0" for "1.5".  The page shows it as
 * nothing at all, so that it is neither copied nor read out.
 *
 * Depends on: str.
 */
#ifndef VIEW_DECIMAL_H
#define VIEW_DECIMAL_H

#include "base/str.h"

/*
 * Digits behind the point of the number that a text starts with, after a sign
 * and a currency; -1 where it starts with none.
 */
int decimal_digits(struct str s);

/* The pad of such a text in a column where the longest has `most` digits. */
struct str decimal_pad(struct arena *a, struct str s, int most);

#endif

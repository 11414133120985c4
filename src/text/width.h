/*
 * width: how many columns of a fixed-pitch page a text takes.
 *
 * Wide East Asian letters and most emoji take two, combining marks none.
 *
 * Depends on: str.
 */
#ifndef TEXT_WIDTH_H
#define TEXT_WIDTH_H

#include "base/str.h"

/* The code point at `*i`, which moves behind it; U+FFFD where none is. */
uint32_t width_next(struct str s, size_t *i);

int width_of_code(uint32_t code);
size_t width_of(struct str s);

/*
 * The text in lines of at most `limit` columns, broken at blanks, and within a
 * word only where it is longer than a line.  At least one line.
 */
struct str *width_wrap(struct arena *a, struct str s, int limit, size_t *n);

#endif

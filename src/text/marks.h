/*
 * marks: the brackets, quotes and stops that belong to the word beside them,
 * which no line may end or start with.
 *
 * A browser breaks lines on both sides of a button, so a page holds the marks
 * and the button between MARKS_HELD and MARKS_END.
 *
 * Depends on: str.
 */
#ifndef TEXT_MARKS_H
#define TEXT_MARKS_H

#include "base/str.h"

#define MARKS_HELD "<span class=\"nowrap\">"
#define MARKS_END "</span>"

size_t marks_before(struct str s); /* [byte] of those that `s` ends with */
size_t marks_behind(struct str s); /* [byte] of those that `s` starts with */

#endif

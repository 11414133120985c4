/*
 * unified: the difference of two texts, as `diff -u` prints it.
 *
 * Depends on: buf.
 */
#ifndef TEXT_UNIFIED_H
#define TEXT_UNIFIED_H

#include "base/buf.h"

/*
 * Appends a unified diff with three lines of context; nothing when the texts
 * are the same.  `old_name` and `new_name` head it; "/dev/null" for a text
 * that is not there.
 */
void unified_diff(struct buf *out, struct str old_name, struct str new_name,
    struct str old_text, struct str new_text);

#endif

/*
 * legend: which colour is what, in a list below a picture, where words have
 * room.
 *
 * Depends on: buf.
 */
#ifndef SVG_LEGEND_H
#define SVG_LEGEND_H

#include "base/buf.h"

void legend_begin(struct buf *out);

/* An entry; `mark` is the SVG of its sign in a field of 20 x 20. */
void legend_put(struct buf *out, struct str mark, struct str name);

void legend_end(struct buf *out);

#endif

/*
 * hatch: patterns that tell apart what has the same colour.
 *
 * Depends on: nothing.
 */
#ifndef SVG_HATCH_H
#define SVG_HATCH_H

#define HATCH_MAX 6

/* The path of each on a tile of 10 by 10. */
extern const char *const hatch_path[HATCH_MAX];

#endif

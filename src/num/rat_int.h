/*
 * rat_int: what the files of rat share.
 *
 * Depends on: num/rat.
 */
#ifndef NUM_RAT_INT_H
#define NUM_RAT_INT_H

#include "num/rat.h"

#define SMALL_TEN 18 /* 10^18 has 60 bits */

/* |x| times 10^decimals, rounded half up, where all of it is small. */
bool rat_scaled(struct rat x, int decimals, int64_t *out);

/* The digits of numerator and denominator (NULL: not wanted) of an x that is
 * not bad. */
void rat_put_parts(struct buf *num, struct buf *den, struct rat x);

#endif

/*
 * word: the words that make a typed number mean something.
 *
 * Depends on: num/unit.
 */
#ifndef LINT_WORD_H
#define LINT_WORD_H

#include "num/unit.h"

/*
 * The unit behind a number at `*pos`, which is moved behind it: "ms",
 * " minutes", "-minute", " GB-seconds", " requests per second".  A month that
 * it is counted per is left out, as everywhere.
 */
bool word_unit(struct arena *a, struct str s, size_t *pos, struct unit *out,
    struct str *word);

/* Zeros of " million" and the like at `*pos`; 0: none. */
int word_scale(struct str s, size_t *pos);

/* Length of the sign or the code of a currency before a number, as "$", "R$ ",
 * "CHF "; 0: none. */
size_t word_money(struct str s, size_t pos, char *currency);

/* " USD", " dollars", " cents", "€"; `*scale` is what one of it is. */
bool
word_currency(struct str s, size_t *pos, char *currency, struct rat *scale);

/* Length of " times" where a comparison follows, else 0. */
size_t word_times(struct str s, size_t pos);

/* Whether "/month", " per hour", " a month" follows. */
bool word_per_time(struct str s, size_t pos);

/* Whether any of the words or phrases stands in `s`, in any case and not
 * within a word; where it does, in `*at`. */
bool word_any(struct str s, const char *const *word, size_t n, size_t *at,
    size_t *length);

#endif

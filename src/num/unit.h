/*
 * unit: dimensions, and the words for them.
 *
 * A unit is a product of powers of the base dimensions with a scale; two
 * quantities can be added when their dimensions are the same.  A month never
 * turns into hours.  What counts things (task, instance) has no dimension.
 *
 * Values are held in base units: USD, request, GB, s, vCPU, month.  (GB and
 * not byte: prices and tier bounds then stay small numbers.)
 *
 * Depends on: rat.
 */
#ifndef NUM_UNIT_H
#define NUM_UNIT_H

#include "base/map.h"
#include "num/rat.h"

enum dim {
	DIM_MONEY,
	DIM_REQUEST,
	DIM_BYTE,
	DIM_SECOND,
	DIM_VCPU,
	DIM_MONTH,
	DIM_COUNT
};

struct unit {
	int8_t dim[DIM_COUNT]; /* exponents */
	char currency[4];      /* "" where dim[DIM_MONEY] is 0 */
	struct rat scale;      /* base units in one of this unit */
};

/* What a text's unit words mean, beyond the built-in ones. */
struct unit_env {
	const struct str *count; /* further words that count things */
	size_t ncount;
	bool decimal;		 /* KB, MB, GB are powers of 1000 */
	const struct map *names; /* words that are not units here */
};

enum unit_status {
	UNIT_OK,
	UNIT_NONE,    /* no unit at this place */
	UNIT_UNKNOWN, /* a word that is no unit */
	UNIT_SYNTAX,
	UNIT_CURRENCY /* two currencies */
};

/* The unit of plain numbers. */
struct unit unit_one(void);

/*
 * Reads a unit at `*pos`, as far as it goes, and moves `*pos` behind it.
 *
 *   unit   = term { ("*" | "/" | "per") term }, "per" before a whole product
 *   term   = [number] word ["^" digit] | "(" unit ")"
 *
 * Where `env->names` is set (in a formula) an operator that is not followed by
 * a unit word ends the unit instead of being an error.  On an error `*pos` is
 * at the offending word.
 */
enum unit_status unit_scan(struct arena *a, const struct unit_env *env,
    struct str s, size_t *pos, struct unit *out);

bool unit_is_word(const struct unit_env *env, struct str word);

/*
 * A unit as typed, in words that say the same where `env` is not known: bytes
 * that are powers of 1000 are called decimal, as in "decimal GB*month".
 */
struct str
unit_named(struct arena *a, const struct unit_env *env, struct str word);

/* All unit words, for hints; the array is in the arena. */
struct str *unit_words(struct arena *a, const struct unit_env *env, size_t *n);

bool unit_same(const struct unit *x, const struct unit *y); /* dimensions */
bool unit_is_plain(const struct unit *x); /* no dimension at all */

/* Whether it counts things one by one: tasks, not `%` or `min/h`, which are
 * plain numbers too. */
bool unit_is_count(const struct unit *u);

struct unit
unit_mul(struct arena *a, const struct unit *x, const struct unit *y);
struct unit
unit_div(struct arena *a, const struct unit *x, const struct unit *y);

/*
 * Whether a value of dimensions `got` may stand where `want` is asked for.
 * The same dimensions may; and a request counts as a number where `want` does
 * not speak of requests.
 */
bool unit_accepts(const struct unit *want, const struct unit *got);

/*
 * A unit as typed behind a number, as it is read: "500 tasks/min", "1 day",
 * "1 USD per 1000 requests".  What is short for a word, as GB and LCU are, and
 * products stay as they are.
 */
struct str unit_counted(struct arena *a, struct str number, struct str word);
void unit_put_counted(struct buf *out, bool one, struct str word);

/* The dimensions in words, e.g. "GB*s/month", "number". */
void unit_print(struct buf *out, const struct unit *u);
struct str unit_text(struct arena *a, const struct unit *u);

#endif

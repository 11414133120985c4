/*
 * number: the numbers that people type into prose.
 *
 *   $0.10  ~$1.70  $42+  $0-5/month  +$6  5 USD   money
 *   12,50 €  R$ 7  CHF 7
 *   23x    10x-15x  4 times cheaper               ratios
 *   30 %   70%                                    percents
 *   15 minutes  128MB  15-minute  5–10 s          quantities, with a unit
 *   400,000 GB-seconds  10 requests per second
 *   239,982  100K  1 million                      counts
 *
 * What only has digits in it is none: x86, p95, us-east-1, v1.2.3, 1.4.0,
 * 2026-09-19, 10:30, port 8080 behind a colon, 3rd, #12, 64-bit, $1,000 is.
 *
 * Depends on: num/unit.
 */
#ifndef LINT_NUMBER_H
#define LINT_NUMBER_H

#include "num/unit.h"

enum number_kind {
	NUMBER_COUNT,
	NUMBER_MONEY,
	NUMBER_RATIO,
	NUMBER_PERCENT,
	NUMBER_QUANTITY
};

struct number {
	enum number_kind kind;
	size_t from, to; /* [byte] with its sign, currency, unit, and range */
	struct rat n;	 /* as typed; a quantity's in base units */
	struct rat high; /* the end of a range, else `n` */
	int decimals;	 /* typed behind the point; -1: "K" or "million" */
	int low_decimals, high_decimals; /* of a range, whose `decimals` are the
					    more of both */
	bool grouped;			 /* 1,000 */
	size_t ndigit;			 /* before the point */
	char currency[4];
	struct unit unit; /* NUMBER_QUANTITY; a count's is plain */
	struct str word;  /* the unit as typed; empty: none */
	bool open;	  /* "250,000+" */
	bool per_time;	  /* "a month" or "/h" follows */
};

/* The next number of `text` from `*pos` on, which is moved behind it. */
bool
number_next(struct arena *a, struct str text, size_t *pos, struct number *out);

#endif

/*
 * change: what is different between two models.
 *
 * Everything is compared by its key.  What hangs on a thing that is gone or
 * new is not listed again: a service, a guide, an option or a scenario is said
 * once, with the number of figures that come or go with it.
 *
 * Depends on: diff/delta, diff/match.
 */
#ifndef DIFF_CHANGE_H
#define DIFF_CHANGE_H

#include "diff/delta.h"
#include "diff/match.h"

enum member_kind {
	MEMBER_SERVICE,
	MEMBER_GUIDE,
	MEMBER_OPTION,
	MEMBER_SCENARIO,
	MEMBER_COUNT
};

/* What came or went as a whole. */
struct member {
	enum member_kind kind;
	bool added;
	struct str guide; /* of an option or a scenario */
	struct str id, name;
	size_t nfigure; /* that are shown with it */
};

/* What has another name, and a guide that has another id. */
struct renamed {
	enum member_kind kind;
	struct str guide; /* of an option or a scenario */
	struct named from, to;
};

/* Another winner, or another recommendation. */
struct flip {
	const struct guide_model *guide;
	const struct answer *old, *new;
};

/* A place at which the cheaper option changes. */
struct move {
	const struct guide_model *guide;
	const struct meeting *meeting;
	size_t index;	  /* of the pair, from 0; the old one of what is gone */
	bool one_of_many; /* the pair has others, then or now */
	const struct amount *from, *to; /* NULL: it appeared, or vanished */
	struct delta delta;
	bool small;
};

/* Something else in a price file. */
struct repriced {
	const struct fact *old, *new; /* NULL: added, or gone */
	struct delta delta;
	bool small;
};

/* A figure with another value. */
struct cell {
	const struct guide_model *guide; /* the new one */
	const struct shown *old, *new;
	struct delta delta;
	bool small;
};

/* A figure that is no longer shown, or newly. */
struct showing {
	const struct guide_model *guide;
	const struct shown *shown;
	bool added;
};

struct changes {
	struct arena *a;
	const struct model *old, *new;
	struct rat threshold; /* 0.05: changes below it are small; 0: none */
	struct match *match;
	size_t nmatch;
	struct member *member;
	size_t nmember, capmember;
	struct renamed *renamed;
	size_t nrenamed, caprenamed;
	struct flip *flip; /* by price alone */
	size_t nflip, capflip;
	struct flip *advice; /* what is recommended */
	size_t nadvice, capadvice;
	struct flip *leaf; /* what the decision tree answers */
	size_t nleaf, capleaf;
	struct move *move;
	size_t nmove, capmove;
	struct repriced *price; /* in the order of the files, old ones first */
	size_t nprice, capprice;
	struct cell *cell; /* by guide, by id */
	size_t ncell, capcell;
	struct showing *showing;
	size_t nshowing, capshowing;
	size_t nsame;				       /* figures */
	size_t small_moves, small_prices, small_cells; /* of those above */
	size_t nsourced; /* prices of the same value with another source */
};

void compare_models(struct arena *a, const struct model *old,
    const struct model *new, struct rat threshold, struct changes *out);

/* What --fail-on asks for. */
enum hit { HIT_FLIP, HIT_CROSSING, HIT_PRICE, HIT_ANY, HIT_COUNT };

const char *hit_name(enum hit h);

/* Number of changes of a kind that are not small. */
size_t changes_count(const struct changes *c, enum hit h);

/* Whether a change of that fact is one of what is paid. */
bool fact_is_price(enum fact_kind k);

const char *member_name(enum member_kind k);

/* The one that wins an answer by price, or by need; NULL: nobody. */
const struct rival *answer_first(const struct answer *w, bool by_need);
const struct rival *answer_second(const struct answer *w, bool by_need);

#endif

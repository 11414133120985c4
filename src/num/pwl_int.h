/*
 * pwl_int: what the files of pwl share.
 *
 * Depends on: num/pwl.
 */
#ifndef NUM_PWL_INT_H
#define NUM_PWL_INT_H

#include "num/pwl.h"

/* Where a piece starts. */
struct edge {
	struct rat x;
	bool after;
	struct rat at;
};

/* A stretch on which two functions are both straight. */
struct seg {
	struct edge from, to; /* `to` is the start of the next one */
	bool last;	      /* reaches to hi, which belongs to it */
	struct rat f, fm;     /* value at from.x, and slope */
	struct rat g, gm;
};

bool pwl_on_grid(const struct pwl_range *r);

/* The first thing that goes wrong counts. */
void pwl_fail(struct pwl_range *r, enum pwl_status status);

/* The edge at, or just after, t; on a grid the first point that follows. */
struct edge pwl_snap(struct pwl_range *r, struct rat t, bool after);

/* A function in the making. */
struct pieces {
	struct piece *piece;
	size_t n, cap;
};

/* Appends a piece, unless the last one goes on as it does. */
void pwl_push(struct pwl_range *r, struct pieces *out, const struct edge *e,
    struct rat base, struct rat slope);

/* What is returned: zero everywhere when there is no result. */
struct pwl pwl_finish(struct pwl_range *r, const struct pieces *p);

/* On the way through the stretches of two functions; all else zeroed. */
struct walk {
	const struct pwl *f, *g;
	size_t i, j;	   /* their pieces at hand */
	struct edge from;  /* where the next stretch starts */
	bool begun, ended; /* the first and the last stretch were seen */
};

/* The next stretch; false behind the last and where something went wrong. */
bool pwl_walk(struct pwl_range *r, struct walk *w, struct seg *s);

/* The last grid point of a stretch. */
struct rat pwl_last_point(const struct pwl_range *r, const struct seg *s);

/* Whether an edge lies inside a stretch, not at its start. */
bool pwl_inside(const struct pwl_range *r, const struct seg *s, struct edge e);

#endif

/*
 * figure_int: what the makers of figures share.
 */
#ifndef VIEW_FIGURE_INT_H
#define VIEW_FIGURE_INT_H

#include "view/figure.h"

#define PATH_MAX_PARTS 12

/* An id taken apart: a.b.c@x=1,y=2 */
struct path {
	struct str whole;
	struct str part[PATH_MAX_PARTS];
	size_t n;
	struct str changes; /* behind the @ */
	struct span at;
};

typedef struct figure *(*figure_maker)(struct figures *f, const struct path *p);

struct figure *make_cost(struct figures *f, const struct path *p);
struct figure *make_ratio(struct figures *f, const struct path *p);
struct figure *make_difference(struct figures *f, const struct path *p);
struct figure *make_change(struct figures *f, const struct path *p);
struct figure *make_winner(struct figures *f, const struct path *p);
struct figure *make_crossing(struct figures *f, const struct path *p);
struct figure *make_interval(struct figures *f, const struct path *p);
struct figure *make_recommend(struct figures *f, const struct path *p);
struct figure *make_limit(struct figures *f, const struct path *p);
struct figure *make_price(struct figures *f, const struct path *p);
struct figure *make_free(struct figures *f, const struct path *p);
struct figure *make_input(struct figures *f, const struct path *p);
struct figure *make_bound(struct figures *f, const struct path *p);
struct figure *make_option(struct figures *f, const struct path *p);
struct figure *make_scenario(struct figures *f, const struct path *p);
struct figure *make_latency(struct figures *f, const struct path *p);
struct figure *make_fact(struct figures *f, const struct path *p);
struct figure *make_sum(struct figures *f, const struct path *p);
struct figure *make_better(struct figures *f, const struct path *p);

/* Takes an id apart, with or without the guide's prefix. */
bool
path_parse(struct figures *f, struct str id, struct span at, struct path *p);

/* Reports an id whose part `i` is none of the candidates. */
struct figure *unknown_part(struct figures *f, const struct path *p, size_t i,
    const struct str *candidate, size_t n);

/* A new figure with an id; not yet known under it. */
struct figure *new_figure(struct figures *f, struct str id);

/* The known figure with that id, or NULL. */
struct figure *known_figure(struct figures *f, struct str id);

/* Makes a figure known under its id. */
struct figure *keep_figure(struct figures *f, struct figure *fig);

void set_money(
    struct figures *f, struct figure *fig, struct rat n, const char *currency);
void set_value(struct figures *f, struct figure *fig, struct rat n,
    const struct unit *unit, struct str word);
/* A value that is set is a bound; any but KNOWN_NOT. */
void set_known(struct figures *f, struct figure *fig, enum known known);
void set_text(struct figure *fig, struct str text);
void set_sentence(struct figure *fig, struct str text);
void set_missing(struct figures *f, struct figure *fig, struct str why);
void add_value(
    struct figures *f, struct figure *fig, struct str name, struct str value);
void
add_source(struct figures *f, struct figure *fig, const struct citation *c);
void
add_operand(struct figures *f, struct figure *fig, const struct figure *from);
void add_price(struct figures *f, struct figure *fig, const struct price *p);

/* What a line rests on: its price, and the sources of the limits that formulas
 * of its option name. */
void add_line(struct figures *f, struct figure *fig, const struct line *l);

/* Warns of the prices that make a figure n/a. */
void warn_missing(struct figures *f, const struct faults *faults);

/* Whether nothing stands behind the '@', of an id whose figure no scenario
 * changes. */
bool path_fixed(struct figures *f, const struct path *p);

/* Index of an option or scenario named by part `i`, or SIZE_MAX. */
size_t path_option(struct figures *f, const struct path *p, size_t i);
size_t path_scenario(struct figures *f, const struct path *p, size_t i);

/* The setup of scenario part `i` with the path's changes. */
bool
path_setup(struct figures *f, const struct path *p, size_t i, struct setup *s);

/* The setup of a crossing, whose id has no scenario: the guide's question's, or
 * the one behind the '@'. */
bool path_crossing(struct figures *f, const struct path *p, struct setup *s);

/* The changes of a setup that an option's cost hangs on. */
struct str
setup_suffix_of(struct figures *f, const struct setup *s, size_t option);

/* The change of one input, if the setup changes it. */
struct str
setup_suffix_for(struct figures *f, const struct setup *s, size_t slot);

/* The contest of options over the setup's question; the plans are those of
 * `plan`. */
bool contest_setup(struct figures *f, const struct path *p,
    const struct setup *s, const size_t *option, size_t n,
    const struct plan **plan, struct contest *c);

/* The ranking of a setup's options. */
bool rank_setup(struct figures *f, const struct setup *s, struct ranking *r);

#endif

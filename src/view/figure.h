/*
 * figure: any computed value shown to a reader.
 *
 * A figure has an id that says what is computed, never where it stands, and is
 * computed once: the same id has the same value everywhere.  The ids of a guide
 * are made on demand by figure_get; breakeven-site(5) lists their forms.
 *
 * Depends on: decide/rank, view/amount.
 */
#ifndef VIEW_FIGURE_H
#define VIEW_FIGURE_H

#include "decide/latency.h"
#include "decide/rank.h"
#include "view/amount.h"

/* What a figure is made of, by name. */
struct operand {
	struct str name, text;
};

struct figure {
	struct str id;	    /* without the guide's prefix */
	struct str name;    /* what it is, in words */
	bool missing;	    /* it cannot be had; `display` says why */
	bool is_text;	    /* a name or a sentence: no number */
	bool is_sentence;   /* not a name */
	bool judged;	    /* the authors' judgement is in it */
	bool range;	    /* from `n` to `to`, and so a text as well */
	enum known known;   /* whether `n` is it, or a bound of it */
	struct rat n;	    /* [base units], or money as printed or exact */
	struct rat to;	    /* `range` */
	struct unit unit;   /* dimensions, and for print */
	struct str exact;   /* as JSON holds it; empty for a text */
	struct str display; /* what a reader sees */
	struct str unit_word;
	struct str formula;	 /* with names */
	struct operand *operand; /* names differ */
	size_t noperand, capoperand;
	const struct figure **part; /* of a sum, each as often as it counts */
	size_t npart, cappart;
	const struct citation **source;
	size_t nsource, capsource;
	struct str *price; /* keys of the prices it hangs on */
	struct span *price_at;
	size_t nprice, capprice, capprice_at;
	bool shown;    /* a reader sees it */
	size_t option; /* of a winner's name: its index plus one; else 0 */
};

/* An option in a market, and the last of its bills. */
struct priced {
	struct plan plan;
	struct bill bill;
	const struct figure *total; /* of that bill; NULL: there is none */
};

/* All figures of one guide. */
struct figures {
	struct arena *a;
	struct diag *d;
	const struct guide *g;
	const char *yaml_path;	/* for messages: where names are defined */
	struct map by_id;	/* canonical id to struct figure */
	struct map alias;	/* id as typed to struct figure */
	struct map ranking;	/* SCENARIO@... to struct ranking */
	struct map duel;	/* OPTION.OPTION@... to struct duel */
	struct priced **priced; /* the guide's options */
	size_t npriced, cappriced;
	const struct figure **sorted; /* by id: those known at one time */
	size_t nsorted;
	size_t depth; /* of figures that are made of figures */
	bool bare;    /* values, prices and formulas are not asked for */
};

void figures_init(struct figures *f, struct arena *a, struct diag *d,
    const struct guide *g, const char *yaml_path);

/*
 * The figure with that id, computed if it was not yet.
 *
 *   out:    NULL when reported
 *   errors: figure-unknown and what the names in it are checked for
 */
const struct figure *
figure_get(struct figures *f, struct str id, struct span at);

/* A scenario with changes, and the question that contests are asked. */
struct setup {
	const struct guide *g; /* with the options as changed */
	struct market market;
	struct workload *workload;
	size_t scenario;
	size_t *option; /* those compared */
	size_t noption;
	struct question question; /* its axis is SIZE_MAX where there is none */
	struct str freed;  /* OPTION.SERVICE.INPUT of the axis, or empty */
	struct str suffix; /* "@..." of ids, or empty */
};

/*
 * A change of a setup, as behind the `@` of an id: a value of an input,
 * OPTION.SERVICE.INPUT what an option binds, free_tier, region, options; and
 * of the question: axis, then from and to.
 */
bool setup_change(struct figures *f, struct setup *s, struct span at,
    struct str name, struct str value);

/* The scenario as it is, in the guide's market. */
struct setup setup_of(struct figures *f, size_t scenario);

/* The slot of an input that is to vary: INPUT, or OPTION.SERVICE.INPUT, which
 * then is a name of the setup's own terms; see option_free. */
bool setup_free(struct figures *f, struct setup *s, struct span at,
    struct str name, size_t *slot);

/* What varies; there is a question. */
const struct var *setup_axis(const struct setup *s);

/* Names the changes of `s` against its scenario in a canonical order. */
void setup_suffix(struct figures *f, struct setup *s);

/* Goes to a point of the axis, whose question is then gone. */
void setup_move(struct figures *f, struct setup *s, struct rat x);

/* The ranking of a setup's options, computed once; NULL when reported. */
const struct ranking *figure_ranking(struct figures *f, const struct setup *s);

/* The contest of two options over the setup's question, computed once; NULL
 * when reported. */
const struct contest *
figure_contest(struct figures *f, const size_t *option, const struct setup *s);

/* Figures of a setup, by what they are. */
const struct figure *
figure_cost(struct figures *f, size_t option, const struct setup *s);
const struct figure *figure_line(struct figures *f, size_t option,
    const struct setup *s, const struct line *l, const struct bill *b);

/* Notes that a reader sees the figure. */
void figure_show(struct figures *f, const struct figure *fig);

/* Figures that are shown, sorted by id. */
const struct figure **
figures_shown(struct figures *f, struct arena *a, size_t *n);

/* Figures that are shown as JSON: a list, sorted by id, of a map. */
void figures_print(struct buf *out, struct figures *f);

/* Whether two figures hang on the same prices and sources, in that order. */
bool figure_same_basis(const struct figure *x, const struct figure *y);

/* The plan of an option in a market; those of the guide's options are made
 * once.  NULL when reported. */
const struct plan *
figure_plan(struct figures *f, const struct option *o, const struct market *m);

/* Those of options of a setup; false when reported. */
bool setup_plans(struct figures *f, const struct setup *s, const size_t *option,
    size_t n, const struct plan **plan);

/* "n/a (missing: key)" of the first missing price of a bill, or its first
 * fault; empty when there is none. */
struct str faults_text(struct arena *a, const struct faults *f);

#endif

/*
 * lint_int: what the rules share.
 */
#ifndef LINT_LINT_INT_H
#define LINT_LINT_INT_H

#include "lint/lint.h"

/* A guide while it is looked at. */
struct subject {
	struct lint *l;
	struct page *page;
	struct page_model m;
	struct md_run *run; /* its texts, and those of its YAML */
	size_t nrun, caprun;
	struct known_values *known;
};

/* Adds a finding, where the rule is on. */
struct finding *finding_add(struct lint *l, enum lint_rule rule, struct span at,
    const char *fmt, ...) PRINTF(4, 5);

/* waiver.c */

/* Notes the waiver of a comment in a text, or that it is wrong. */
void waiver_markdown(struct lint *l, const struct md_run *comment);

/* The same of all comments of a YAML file, or of the front matter of a text
 * that ends at `to`. */
void waiver_yaml(struct lint *l, const struct source *s, size_t to);

/* Gives findings their waivers, then finds waivers that are of no use. */
void waiver_apply(struct lint *l);

/* texts.c */

/* Everything a reader sees of a guide as runs of text. */
bool texts_collect(struct subject *s);

/* The block of the text that a place is in; 0: none. */
size_t text_block(const struct subject *s, struct span at);

/* known.c */

/* Figures by their values. */
void known_init(struct subject *s);

struct number;

/* A figure that has the value of a number, or NULL. */
const struct figure *
known_find(const struct subject *s, const struct number *n);

/* unused.c */

/* Whether a question of the tree asks for the input or need. */
bool tree_asks(const struct choice *c, size_t slot);

/* Whether a scenario gives the input or need. */
bool is_given(const struct guide *g, size_t slot);

/* Whether a block, such as a chart, lists the id. */
bool is_listed(const struct subject *s, struct str id);

/* The rules; each adds its findings. */
void check_typed(struct subject *s);   /* typed.c */
void check_claims(struct subject *s);  /* claim.c */
void check_missing(struct subject *s); /* missing.c */
void check_damage(struct subject *s);  /* damage.c */
void check_data_damage(struct lint *l);
void check_tree(struct subject *s);	  /* tree.c */
void check_arithmetic(struct subject *s); /* arithmetic.c */
void check_meters(struct lint *l);	  /* unused.c */
void check_inputs(struct lint *l);
void check_options(struct subject *s);
void check_stated(struct subject *s); /* stated.c */
void check_stated_prices(struct lint *l);
void check_provided(struct subject *s);
void check_needs(struct lint *l);   /* need.c */
void check_catalog(struct lint *l); /* prices.c */
void check_stale(struct lint *l);

#endif

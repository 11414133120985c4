/*
 * block: what stands in place of a fenced `breakeven` block.
 *
 * Each kind of block is one function that reads its YAML and makes HTML and
 * Markdown from figures.  Nothing is computed here: every number shown is a
 * figure with an id.
 *
 * Depends on: view/figure_html, view/table, markdown.
 */
#ifndef VIEW_BLOCK_H
#define VIEW_BLOCK_H

#include "markdown/markdown.h"
#include "view/figure_html.h"

/* The body of a block while it is made. */
struct block {
	struct arena *a;
	struct diag *d;
	struct figures *f;
	const struct node *args; /* the YAML */
	struct span at;		 /* of the info string */
	struct buf html, md;
	struct str *id; /* figures in order of appearance */
	size_t nid, capid;
};

/*
 * Makes the block of a kind.
 *
 *   errors: block-unknown, those of field.h and figure.h
 */
bool block_make(struct arena *a, struct diag *d, struct figures *f,
    struct str kind, struct span info, struct span body, struct md_block *out);

/* Notes that a figure is shown in the block. */
void block_show(struct block *b, const struct figure *fig);

/* A text with `{{figures}}` appended to both outputs. */
bool block_text(struct block *b, struct str text, struct span at);

/* The same, appended to other buffers; one that is NULL is left out.  `escape`
 * is what makes text safe in `md`. */
bool
block_fill(struct block *b, struct str text, struct span at, struct buf *html,
    struct buf *md, void (*escape)(struct buf *out, struct str s));

/* "Caption. Free tier: none. Region: us-east-1." */
struct str
block_caption(struct block *b, struct str caption, const struct market *m);

/* Where and how is bought, where the caption's market says otherwise: "; free
 * tier: full; region: south". */
struct str block_apart(
    struct block *b, const struct market *caption, const struct market *bought);

/* The market of a block: the scenario's (or, without one, the guide's) with the
 * block's own keys. */
bool block_market(
    struct block *b, struct fields *f, size_t scenario, struct market *m);

/* The map of inputs and values under `set`, or NULL. */
const struct node *block_set(struct block *b, struct fields *f);

/* A setup with the changes of block_set, which may be NULL, and its suffix. */
bool block_change(struct block *b, struct setup *s, const struct node *set);

/* The scenario the block names under `scenario`, or SIZE_MAX. */
size_t block_scenario(struct block *b, struct fields *f);

/* The options under `key`; those of the scenario where absent. */
bool block_options(struct block *b, struct fields *f, const char *key,
    size_t scenario, size_t **option, size_t *n);

/* The same, where their costs are set side by side: those of one currency. */
bool block_rivals(struct block *b, struct fields *f, const char *key,
    size_t scenario, size_t **option, size_t *n);

bool block_table(struct block *b);
bool block_bill(struct block *b);
bool block_chart(struct block *b);
bool block_tree(struct block *b);
bool block_limits(struct block *b);
bool block_scenarios(struct block *b);
bool block_percentiles(struct block *b);
bool block_crossings(struct block *b);
bool block_latency(struct block *b);
bool block_distribution(struct block *b);
bool block_compare(struct block *b);
bool block_phases(struct block *b);
bool block_diagram(struct block *b);
bool block_timeline(struct block *b);
bool block_stack(struct block *b);
bool block_map(struct block *b);
bool block_regions(struct block *b);
bool block_sensitivity(struct block *b);
bool block_sheet(struct block *b);

#endif

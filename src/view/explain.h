/*
 * explain: how one figure is made, as a tree that every format shows.
 *
 * The tree is of nodes, so its JSON is the tree itself.  A step is a map of
 *
 *   kind      what it is: figure, line, quantity, price, ...
 *   name      which one; absent where there is only one
 *   value     {exact, display, unit}; `exact` is null for a text
 *   rounding  how `display` comes from `exact`; absent where it is exact
 *   about     a clause
 *   formula   as typed
 *   values    the formula with values and units put in
 *   at        "file:line" where it is defined
 *   source    where the fact was read
 *   note      a remark
 *   parts     the steps it is made of, in the order of the arithmetic
 *
 * and of what its kind alone has.  Money is the engine's: bills, curves,
 * rankings and contests are asked for again, never computed here.
 *
 * Depends on: view/page.
 */
#ifndef VIEW_EXPLAIN_H
#define VIEW_EXPLAIN_H

#include "view/page.h"

/*
 * The tree of one figure.
 *
 *   in:     `page` is the guide's page, for the places at which the figure is
 *           shown; NULL where it could not be computed.  `full`: costs that
 *           the figure compares are explained as fully as a cost by itself.
 *   out:    NULL when reported
 *   errors: those of figure_get
 */
struct node *figure_explain(struct figures *f, struct str id, struct span at,
    const struct page_model *page, bool full);

/* A tree of steps as text, two blanks a level, or as a Markdown list. */
void explain_text(struct buf *out, const struct node *step);
void explain_markdown(struct buf *out, const struct node *step);

#endif

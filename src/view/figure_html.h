/*
 * figure_html: figures in a page that can be opened.
 *
 * Each mention of a figure is a button, each figure that is shown has one note
 * in its page: what it is, its exact value, formula, operands and sources.  A
 * button opens the note of its figure (the popover attribute: no script), and
 * `#fig-ID` is the address of the note.  Long lists of prices and sources are
 * shared by the notes that have them, as notes `from-N` of their own.  A figure
 * that is a sentence, or stands in code, is a link to its note instead.
 *
 * Both may stand wherever text may, but for links, other buttons, labels
 * and summaries: there a figure is its `display`, as plain text.
 *
 * Depends on: view/figure.
 */
#ifndef VIEW_FIGURE_HTML_H
#define VIEW_FIGURE_HTML_H

#include "view/figure.h"

/* A figure as a button or link that opens its note. */
void figure_html(struct buf *out, const struct figure *fig);

/* The same with the marks beside it, see text/marks.h. */
void figure_held(struct buf *out, struct str before, const struct figure *fig,
    struct str behind);

/* A figure in code, where text is selected to be copied, which no button lets
 * happen: a link to its note. */
void figure_code(struct buf *out, const struct figure *fig);

/*
 * The notes of all figures that are shown.
 *
 *   in: `prefix` goes before ids on pages at the root of the site; none: the
 *       page is the guide's own
 */
void figure_notes(struct buf *out, struct figures *f, struct str prefix);

/* What a figure is, from its id: the names of what its parts stand for. */
struct str figure_name(const struct figures *f, struct str id);

#endif

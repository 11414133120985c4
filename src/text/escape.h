/*
 * escape: text made safe for the place it is put in.
 *
 * Depends on: buf.
 */
#ifndef TEXT_ESCAPE_H
#define TEXT_ESCAPE_H

#include "base/buf.h"

/* For HTML and XML text and for attribute values in double quotes. */
void escape_html(struct buf *out, struct str s);

/* For a URL in an attribute: percent-encodes what a URL may not hold. */
void escape_url(struct buf *out, struct str s);

/* For inline Markdown text: what could start markup is escaped. */
void escape_markdown(struct buf *out, struct str s);

/* For a cell of a Markdown table: as above, and pipes and line ends. */
void escape_cell(struct buf *out, struct str s);

#endif

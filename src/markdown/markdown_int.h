/*
 * markdown_int: what the files of this folder share.
 *
 * One `struct doc` is one compile.  The text that cmark sees is the body with
 * each tag replaced by a token: two noncharacters round the tag's number.
 * cmark takes a token for a word, so no id is ever split, and its number says
 * exactly where in the source the tag stands.  Whoever writes a literal of
 * the tree meets the tokens with tag_next, and either fills them in (tag_use)
 * or gives the typed bytes back (tag_typed).
 *
 * Every fill is at the same time an edit of the source; the finished Markdown
 * is the source with its edits.  Text that cmark dropped is found out by the
 * tags in it that nobody met.
 *
 * Positions are bytes of the source; lines count from 1 at the body, as cmark
 * counts them.  cmark's columns are never trusted behind a tag.
 *
 * Depends on: markdown, libcmark-gfm.
 */
#ifndef MARKDOWN_MARKDOWN_INT_H
#define MARKDOWN_MARKDOWN_INT_H

#include "base/map.h"
#include "markdown/markdown.h"

#include <cmark-gfm.h>

enum kind {
	KIND_DOCUMENT,
	KIND_QUOTE,
	KIND_LIST,
	KIND_ITEM,
	KIND_TASK,
	KIND_CODE_BLOCK,
	KIND_RAW_BLOCK,
	KIND_PARAGRAPH,
	KIND_HEADING,
	KIND_RULE,
	KIND_TABLE,
	KIND_TABLE_HEAD,
	KIND_TABLE_ROW,
	KIND_CELL,
	KIND_TEXT,
	KIND_SOFT_BREAK,
	KIND_HARD_BREAK,
	KIND_CODE,
	KIND_RAW,
	KIND_EMPH,
	KIND_STRONG,
	KIND_STRIKE,
	KIND_LINK,
	KIND_IMAGE,
	KIND_OTHER
};

/* Where a tag stands: decides how its text is escaped in the Markdown. */
enum slot {
	SLOT_TEXT,
	SLOT_CELL,
	SLOT_TITLE, /* of a link or image */
	SLOT_URL,
	SLOT_CODE, /* in a fence with the word `figures` */
	SLOT_RAW   /* text among raw HTML tags */
};

struct tag {
	struct span at; /* with the braces */
	struct str id;
	bool bad; /* a `{{` that opens no tag */
	bool met;
	bool asked;		/* the hook was called */
	struct md_inline *fill; /* NULL: bad, or the hook said no */
	size_t edit;		/* of the source, from 1 */
};

struct edit {
	size_t from;
	size_t to;	 /* one past the end; `from` for an insertion */
	struct str text; /* a block's ends with a newline */
	bool block;	 /* blank lines come round it */
	size_t serial;
	size_t gap; /* the one whose text it is, from 1; 0: of none */
};

/* A place in the HTML that a value fills. */
enum gap_kind {
	GAP_HTML, /* of a tag: `html`, `text` escaped, `code` */
	GAP_TEXT,
	GAP_CODE,
	GAP_BLOCK
};

struct gap {
	enum gap_kind kind;
	size_t at, n;	   /* [byte] in the HTML */
	enum slot slot;	   /* of a tag */
	struct span what;  /* the tag; the info string of the block */
	struct str id;	   /* of the tag, as typed; the block's arguments */
	struct str figure; /* the full id that a tag stood for */
	struct span body;  /* of the block */
};

/* A raw HTML element that is open. */
struct raw_open {
	struct str name;
	cmark_node *parent; /* must close among the same siblings */
	struct span at;
};

/* A cell of a column that is aligned to the right. */
struct number_cell {
	size_t column;
	size_t at; /* in `html`, where its attributes end */
	struct str text;
};

struct doc {
	struct arena *a;
	struct diag *d;
	const struct source *src;
	const struct md_hooks *hooks;
	struct md_page *out;
	size_t from;	 /* first byte of the body in the source */
	struct str text; /* the body, with '?' for what is not allowed in it */
	size_t *line;	 /* start of each line, in `text` */
	size_t nline, capline;
	struct tag *tag; /* by place */
	size_t ntag, captag;
	struct edit *edit;
	size_t nedit, capedit;
	struct gap *gap; /* by place */
	size_t ngap, capgap;
	bool shaped; /* a value shapes more than its gap */
	bool ok;

	/* the HTML writer */
	struct buf html;
	struct buf plain;  /* text of the open heading or cell */
	bool plain_filled; /* a value is in it */
	struct map slug;
	size_t heading_at; /* where the open heading starts in `html` */
	size_t depth;	   /* containers that are open */
	size_t nplain;	   /* open elements that hold plain text only */
	size_t nalt;	   /* open images */
	bool holds;	   /* emphasis, with the marks behind it */
	bool too_deep;
	bool in_heading, in_cell, in_head;
	bool body_open; /* a table's <tbody> */
	const uint8_t *align;
	size_t ncolumn, column; /* of the open table, of the open cell */
	size_t cell_at; /* in `html`, where the open cell's attributes end */
	struct number_cell *number; /* of the open table, by place */
	size_t nnumber, capnumber;
	size_t ntabs, tab; /* groups of tabs, tabs of the last one */
	struct raw_open *raw;
	size_t nraw, capraw;
	struct map raw_refused; /* names */
	struct str *id;		/* figures of the open top-level block */
	size_t nid, capid;
	struct map id_seen; /* the same ids */
};

/* compile.c */

void doc_init(struct doc *doc, size_t body); /* `src` is set */

/* doc.c: places */

/* Line `n` (from 1) of the body without its end; empty past the last. */
struct str doc_line(const struct doc *doc, size_t n);
size_t doc_offset(const struct doc *doc, struct str part); /* in the source */
struct span doc_span(const struct doc *doc, struct str part);
struct span doc_line_span(const struct doc *doc, size_t n);
bool doc_line_is_blank(const struct doc *doc, size_t n);

/* The lines of a node, or of the nearest one around it that has lines. */
struct span doc_node_span(const struct doc *doc, cmark_node *n);

/*
 * Where `needle`, typed within the inline `n`, stands in the source.  Reports
 * only: it may be slow.
 */
struct span doc_find(const struct doc *doc, cmark_node *n, struct str needle);

/* Returns the number of edits so far. */
size_t
doc_edit(struct doc *doc, size_t from, size_t to, struct str text, bool block);

bool is_blank(char c); /* a space or a tab */

/* guard.c, slow.c: what is refused before cmark sees it */

/*
 * The body becomes `doc->text`, with what is no text reported and replaced, and
 * its lines are found.  False when it is too long.
 */
bool guard_text(struct doc *doc);
bool guard_limits(struct doc *doc);
bool guard_slow(struct doc *doc); /* what takes cmark quadratic time */

/* parse.c */

/* The tree of `fed`, all of it in `mem`; this thread uses one tree at a time. */
cmark_node *parse(struct arena *mem, struct str fed);
enum kind node_kind(cmark_node *n);
struct str node_literal(cmark_node *n);

/* tag.c */

/* Whether the `{{` at `i` of what was typed is meant as such. */
bool tag_is_escaped(struct str s, size_t i);

/* Finds the tags; the text for cmark, with tokens, goes to `fed`. */
void tag_scan(struct doc *doc, struct buf *fed);

/*
 * Cuts `rest` at its first token: what is before goes to `before`.  NULL when
 * there is no token and `before` is all of it.
 */
struct tag *tag_next(struct doc *doc, struct str *rest, struct str *before);

/*
 * What stands before the next "\{{" in code that holds figures, where cmark
 * leaves the backslash; `*rest` is moved behind the backslash.
 */
struct str tag_unescape(struct str *rest);

/* What stands for the tag; NULL when that was reported.  Edits the source. */
const struct md_inline *tag_use(struct doc *doc, struct tag *t, enum slot slot);

/* `s` with its tokens as typed, in the arena; the tags count as met. */
struct str tag_typed(struct doc *doc, struct str s);

/* The tags in [from, to) of the source count as met. */
void tag_skip(struct doc *doc, size_t from, size_t to);

void tag_put(struct buf *out, const struct md_inline *fill, enum gap_kind kind);

/* Writes what stands for the tag as that kind of gap; nothing where that was
 * reported.  NULL then. */
const struct md_inline *
tag_fill(struct doc *doc, struct tag *t, enum slot slot, enum gap_kind kind);

/* Reports the tags that nobody met. */
void tag_end(struct doc *doc);

/* Notes a figure of the open top-level block. */
void note_id(struct doc *doc, struct str id);

/* draft.c */

/* Ends a gap that started at `from` of the HTML, of a kind and a tag or block
 * that are given; `edit` is the edit (from 1) that has its text. */
void gap_end(struct doc *doc, struct gap gap, size_t from, size_t edit);

/* What markdown_refill needs; empty where it cannot be. */
struct str draft_pack(const struct doc *doc);

/* fill.c */

/* The tag's text, so that it stays text in the Markdown where it stands. */
struct str fill_escaped(struct doc *doc, const struct tag *t, enum slot slot);

/* html.c */

void html_write(struct doc *doc, cmark_node *root);
void html_line(struct doc *doc); /* starts a new line */

/* fence.c */

void fence_write(struct doc *doc, cmark_node *n);

/* A block's Markdown with its ids. */
struct str fence_markdown(struct arena *a, const struct md_block *b);

/* The info string of a fence; false: `n` is none, or a block of ours. */
bool fence_info(const struct doc *doc, cmark_node *n, struct str *info);

/* tab.c */

struct tab {
	struct str attr; /* in the info string: `tab="Name"`; empty: no tab */
	struct str name; /* empty: there is none, which is wrong */
};

struct tab tab_find(struct str info);
void tab_open(struct doc *doc, cmark_node *n, const struct tab *tab);
void tab_close(struct doc *doc, cmark_node *n);

/* heading.c */

void heading_open(struct doc *doc, cmark_node *n);
void heading_close(struct doc *doc, cmark_node *n);

/* `base`, or `base-N` with the first N that is free: an id of its own. */
struct str heading_id(struct doc *doc, struct str base);

/* link.c */

/* A value as a part of a URL: all but unreserved characters as %XX. */
void link_percent(struct buf *out, struct str s);

void link_open(struct doc *doc, cmark_node *n);
void link_close(struct doc *doc);
void image_open(struct doc *doc, cmark_node *n);
void image_close(struct doc *doc, cmark_node *n);

/* raw.c */

void raw_write(struct doc *doc, cmark_node *n);
void raw_leave(struct doc *doc, cmark_node *parent); /* all closed in it? */

/* table.c */

void table_open(struct doc *doc, cmark_node *n);
void table_close(struct doc *doc);
void row_open(struct doc *doc, cmark_node *n);
void row_close(struct doc *doc);
void cell_open(struct doc *doc, cmark_node *n);
void cell_close(struct doc *doc, cmark_node *n);

/* splice.c */

/* Puts the ids of the top-level block `n` behind it. */
void splice_ids(struct doc *doc, cmark_node *n);
struct str splice_ids_line(struct arena *a, const struct str *id, size_t n);
struct str splice(struct doc *doc);

#endif

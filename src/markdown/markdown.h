/*
 * markdown: a guide's text to HTML and to finished Markdown.
 *
 * cmark-gfm parses; the HTML is ours (headings with ids, labelled task boxes,
 * tables in a frame that scrolls, an allow-list of link schemes), and the
 * finished Markdown is the source with its inline tags and blocks replaced in
 * place, so that what was not generated is byte for byte what was typed.
 *
 * Inline tags `{{id}}` are replaced in text, headings, cells, link targets and
 * titles, and the text of images, after the parse; `\{{` is text.  In code and
 * HTML comments they stay as they are, unless the info string of a fence has
 * the word `figures`.  A tag is one line, and its id letters, digits, blanks
 * and "._@=,:/+%-".  A fence whose info string starts with `breakeven` is a
 * block, replaced by what its hook makes of it; it stands at top level.
 *
 * A relative link to a folder, or to an index.md or index.html, leads to the
 * index.html there in the HTML, and to the index.md in the Markdown.
 *
 * The finished Markdown has "\n" at its line ends, and behind each top-level
 * block that held figures a line `<!-- figures: id id -->`.
 *
 * Raw HTML is comments, which the HTML leaves out, and br, kbd, sub, sup,
 * details and summary without attributes, well nested.
 *
 * cmark-gfm is included in this folder and nowhere else.
 *
 * Depends on: diag, text/escape, text/marks, libcmark-gfm.
 */
#ifndef MARKDOWN_MARKDOWN_H
#define MARKDOWN_MARKDOWN_H

#include "base/buf.h"
#include "base/diag.h"

#define MARKDOWN_MAX_FILE ((size_t)1 << 20) /* [byte] */
#define MARKDOWN_MAX_COLUMNS 128	    /* of a table */
#define MARKDOWN_MAX_CELLS 200000	    /* of a table */
#define MARKDOWN_MAX_LINES 2000 /* plain lines before a table's delimiter row */
#define MARKDOWN_MAX_NESTING 64 /* containers within containers */

/* What stands in place of one inline tag. */
struct md_inline {
	struct str html; /* for text; ready-made inline HTML */
	struct str code; /* inline HTML for code; empty: `text` */
	struct str text; /* plain, for attributes, link targets, ids, and
			    where `html` could nest what is clicked: in links,
			    tasks and summaries; escaped by this module, it is
			    also what the Markdown gets */
	struct str id;	 /* the figure's full id, e.g. for the ids comment */
};

/* What stands in place of one block. */
struct md_block {
	struct str html;     /* ready-made HTML, ends with a newline */
	struct str markdown; /* finished GFM, ends with a newline */
	struct str *id;	     /* figures in it, in order of appearance */
	size_t nid;
};

struct md_hooks {
	void *ctx;
	/* False: already reported. */
	bool (*tag)(
	    void *ctx, struct str id, struct span at, struct md_inline *out);
	/* `args` is the info string behind the word `breakeven`, trimmed;
	 * `body` the YAML between the fence lines. */
	bool (*block)(void *ctx, struct str args, struct span info,
	    struct span body, struct md_block *out);
};

/* Of the outline: not in a list or quote, and not a second title. */
struct md_heading {
	int level;	 /* 2..6 */
	struct str id;	 /* unique in the page */
	struct str text; /* plain text of it */
	size_t at;	 /* [byte] where it starts in the page's HTML */
};

/* An address within the site, of a link or an image. */
struct md_link {
	struct str url; /* as typed, with its figures */
	struct span at;
	bool image;
};

struct md_page {
	struct str html;
	struct str markdown; /* of the body: front matter left out */
	struct str draft;    /* see markdown_refill; empty: there is none */
	struct md_heading *heading;
	size_t nheading, capheading;
	struct md_link *link; /* in order */
	size_t nlink, caplink;
};

/* Once in a process, before any parse. */
void markdown_init(void);

/*
 * Compiles the Markdown from byte `body` of `src` to its end.
 *
 * `body` is the start of a line.  Goes on after a mistake, except where the
 * text is too long or would take too long to parse.
 *
 *   out:    all or nothing; in the arena
 *   errors: markdown-encoding (no UTF-8, control characters), markdown-size,
 *           markdown-table-columns, markdown-table-size,
 *           markdown-table-lines, markdown-nesting, markdown-cells (more
 *           cells in a row than columns), markdown-html (raw HTML that is
 *           not allowed), markdown-link (scheme that is not allowed, image
 *           from elsewhere), tag-syntax (`{{` that opens no tag, a tag where
 *           no text is shown, a block in a list, a fence that is not
 *           closed), and those of the hooks
 */
bool markdown_compile(struct arena *a, struct diag *d, const struct source *src,
    size_t body, const struct md_hooks *hooks, struct md_page *out);

/*
 * The same page once more, with other values in place of its tags and blocks,
 * from the HTML that a compile of the same source made and the draft that it
 * left: nothing is parsed.  The hooks are called as by that compile.
 *
 * There is no draft of a text that a value gives more than itself: an id, an
 * address, the place of a number in its column.
 *
 *   out:    all or nothing; false: compile it.  What hooks have reported since
 *           is to be forgotten then
 */
bool markdown_refill(struct arena *a, struct diag *d, const struct source *src,
    struct str html, struct str draft, const struct md_hooks *hooks,
    struct md_page *out);

#define MD_FIGURE_MARK "\xEF\xBF\xBC" /* U+FFFC, for a figure in a run */

enum md_run_kind {
	MD_PARAGRAPH,
	MD_HEADING,
	MD_CELL,
	MD_FENCE,  /* a code block, with "\n" between its lines */
	MD_COMMENT /* `<!-- -->`; no pieces */
};

enum md_piece_kind {
	MD_TEXT,
	MD_SPAN,   /* code */
	MD_MARKUP, /* an inline tag of HTML */
	MD_FIGURE  /* one U+FFFC in place of an inline tag of ours */
};

/* A part of a run, up to where the next one starts. */
struct md_piece {
	enum md_piece_kind kind;
	size_t from;	/* [byte] in the text of the run */
	struct span at; /* what was typed for it */
	struct str id;	/* MD_FIGURE */
};

/* A text without its markup. */
struct md_run {
	enum md_run_kind kind;
	struct str text;
	struct md_piece *piece;
	size_t npiece;
	size_t block; /* serial from 1 of the paragraph, heading, table or
			 code block; for a comment between blocks that of the
			 next one */
	int level;    /* MD_HEADING */
	size_t table, row, column; /* MD_CELL, from 1; row 1 is the head */
	struct str info;	   /* MD_FENCE */
	struct span at; /* MD_FENCE: its first line; MD_COMMENT: all of it */
};

/* What the run points to stays, the run itself does not. */
typedef void (*md_visitor)(void *ctx, const struct md_run *run);

/*
 * Shows all texts from byte `body` of `src` on, in the order of the text;
 * addresses that are their own link are left out.
 *
 *   errors: markdown-encoding, markdown-size, markdown-table-columns,
 *           markdown-table-size, markdown-table-lines, markdown-nesting
 */
bool markdown_visit(struct arena *a, struct diag *d, const struct source *src,
    size_t body, md_visitor visitor, void *ctx);

/* Where bytes [from, to) of a run's text were typed. */
struct span md_run_span(const struct md_run *r, size_t from, size_t to);

/* The piece that byte `i` of a run's text is in; NULL in a run without. */
const struct md_piece *md_run_piece(const struct md_run *r, size_t i);

#endif

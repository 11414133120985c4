/*
 * diag: what is wrong with the user's files, all of it, in order.
 *
 * A function that returns false or NULL after it was given a sink has already
 * reported why; the caller passes that on, or goes on to find more.  Reports
 * are kept, sorted by file and place, and printed at the end:
 *
 *   prices/acme.yaml:41:12: error: units do not agree ... [unit-mismatch]
 *      41 |   compute: 0.0000166667 USD/request
 *         |            ^~~~~~~~~~~~~~~~~~~~~~~~
 *     hint: ...
 *
 * Message text is lower case without a full stop, names what failed first and
 * puts subjects in single quotes.  Each id of diag.def has a paragraph in
 * breakeven-diagnostics(7) and a fixture in tests/diag/.
 *
 * Depends on: source, buf.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/buf.h"
#include "base/source.h"

enum diag_level { DIAG_WARNING, DIAG_ERROR };

enum diag_id {
#define X(id, name, level) id,
#include "base/diag.def"
#undef X
	DIAG_COUNT
};

#define DIAG_MAX 100 /* reports kept; the rest is counted */

struct diag_item {
	enum diag_id id;
	struct span at;
	struct str text;
	struct str hint; /* empty: none */
	struct span note_at;
	struct str note; /* empty: none; else a second place that matters */
	size_t serial;
};

struct diag {
	struct arena *arena; /* set by the owner before the first report */
	struct diag_item *item;
	size_t n, cap;
	size_t nerror; /* all, also those beyond DIAG_MAX */
	size_t nwarning;
};

/* Keeps a report.  Always false, so that callers can return it. */
bool diag_report(struct diag *d, enum diag_id id, struct span at,
    const char *fmt, ...) PRINTF(4, 5);

/* Adds to the newest report: what to do about it. */
void diag_hint(struct diag *d, const char *fmt, ...) PRINTF(2, 3);

/* Adds "did you mean 'x'?" when a candidate is near. */
void diag_nearest(
    struct diag *d, struct str given, const struct str *candidate, size_t n);

/* Adds to the newest report: another place that matters. */
void
diag_note(struct diag *d, struct span at, const char *fmt, ...) PRINTF(3, 4);

const char *diag_name(enum diag_id id);
enum diag_level diag_level(enum diag_id id);

/* Leaves only errors. */
void diag_drop_warnings(struct diag *d);

/*
 * Prints all reports sorted by file, place and order of arrival, without the
 * doubles, and a last line with the count.  `nothing` is said after the count
 * when there are errors, e.g. "nothing was written"; NULL says nothing.
 */
void
diag_print(struct diag *d, struct buf *out, bool color, const char *nothing);

#endif

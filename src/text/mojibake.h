/*
 * mojibake: UTF-8 that was read as something else and written as UTF-8 again.
 *
 * Each byte of a character became a character of its own: of Windows-1252
 * ("â€”" for a dash) or of MacRoman ("‚Äî").  Such a run says what it was,
 * exactly.  Windows-1252 has no characters for five bytes, which were often
 * dropped: then the original is guessed from what the text holds elsewhere and
 * from what is common, and the guess is marked as one.
 *
 * What only looks damaged is left alone: the original must be a character that
 * people write, and where a byte was lost the rest of the text must be damaged
 * too.  Nothing is ever said of ASCII.
 *
 * Depends on: buf.
 */
#ifndef TEXT_MOJIBAKE_H
#define TEXT_MOJIBAKE_H

#include "base/buf.h"

struct mojibake {
	struct arena *a;
	struct str text;
	size_t ncertain;      /* damaged characters that lost nothing */
	struct str originals; /* of those, each once */
	size_t at;	      /* [byte] where to go on */
};

/* A run of damaged characters. */
struct damage {
	size_t from, to;     /* [byte] in the text */
	struct str original; /* empty: cannot be told */
	bool guessed;	     /* a byte was lost */
};

/* Looks through all of the text once. */
void mojibake_init(struct mojibake *m, struct arena *a, struct str text);

/* The next damaged run; false at the end. */
bool mojibake_next(struct mojibake *m, struct damage *out);

#endif

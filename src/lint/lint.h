/*
 * lint: what is wrong with a site though it builds.
 *
 * Each finding belongs to a rule with a name; breakeven-lint(7) has a paragraph
 * for each.  A waiver in the file takes a finding off the list until a day, and
 * says why:
 *
 *   <!-- lint: allow typed-money until 2027-03-01 because it is a quotation -->
 *   # lint: allow unused-meter until 2027-03-01 because no guide has it yet
 *
 * In a guide's text it is about the block it stands in or above, in YAML about
 * its own line or, alone on one, the next.
 *
 * Depends on: site/project, site/stale.
 */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "site/project.h"

enum lint_rule {
#define X(id, name, about) id,
#include "lint/rule.def"
#undef X
	RULES
};

struct waiver {
	enum lint_rule rule;
	int64_t until;
	struct str until_text; /* as typed */
	struct str because;
	struct span at;
	size_t block;	    /* of the text; 0: by lines */
	size_t first, last; /* lines */
	bool expired;
	bool used;
};

struct finding {
	enum lint_rule rule;
	struct span at;
	size_t block; /* of the guide's text; 0: none */
	struct str text;
	struct str figure; /* "GUIDE/ID" of one that has the value, or empty */
	bool warning;	   /* does not count for the exit status */
	const struct waiver *waiver; /* NULL: none */
	struct str because;	     /* of a waiver in site.yaml */
	size_t serial;
};

struct lint {
	struct arena *a;
	struct diag *d;
	struct project *p;
	struct today today;
	bool on[RULES];
	struct finding *finding;
	size_t n, cap;
	struct waiver **waiver;
	size_t nwaiver, capwaiver;
};

/* How many findings there are of a kind; what is waived is in `nwaived`
 * only. */
struct lint_count {
	size_t nfinding; /* but for sources beyond the limit */
	size_t nstale;	 /* sources beyond the limit */
	size_t nwarning;
	size_t nwaived;
};

const char *rule_name(enum lint_rule r);
const char *rule_about(enum lint_rule r);

/* The rule of that name, or RULES. */
enum lint_rule rule_find(struct str name);

/* All names, for hints. */
struct str *rule_names(struct arena *a);

/* All rules are on. */
void lint_init(struct lint *l, struct project *p, const struct today *t);

/*
 * Finds all there is; guides must be loaded.
 *
 *   out:    findings by file and place
 *   errors: those of page_compute
 */
bool lint_run(struct lint *l);

struct lint_count lint_count(const struct lint *l);

/* "path:line:column: text [rule]" and a last line with the counts. */
void lint_text(struct buf *out, const struct lint *l, bool quiet);
void lint_json(struct buf *out, const struct lint *l);
void lint_sarif(struct buf *out, const struct lint *l);

#endif

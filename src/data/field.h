/*
 * field: the keys of a map that was read, with complaints.
 *
 * Asking for a key makes it known; fields_end reports every key that was never
 * asked for, with the nearest known one.  So a loader cannot forget to check.
 *
 * Depends on: node, diag, qty.
 */
#ifndef DATA_FIELD_H
#define DATA_FIELD_H

#include "base/diag.h"
#include "data/node.h"
#include "num/qty.h"

#define FIELDS_MAX 48

struct fields {
	struct arena *a;
	struct diag *d;
	const struct node *map; /* an empty map if the node was none */
	const char *what;	/* for messages: "a meter" */
	struct str known[FIELDS_MAX];
	size_t nknown;
	bool ok; /* false once something was reported */
};

/* Starts on `n`, which must be a map: else reports and acts as if empty. */
void fields_begin(struct fields *f, struct arena *a, struct diag *d,
    const struct node *n, const char *what);

/* Reports the unknown keys; the verdict over all fields. */
bool fields_end(struct fields *f);

/* Whether `key` is absent and another looks like a slip of it, which fields_end
 * reports: what the value would have named is then not to be reported as well. */
bool field_misspelt(const struct fields *f, const char *key);

/* The value of `key`, or NULL when absent or empty. */
const struct node *field_find(struct fields *f, const char *key);

/* As field_find; absent is reported. */
const struct node *field_get(struct fields *f, const char *key);

/* Place of the key itself; of the map where the key is absent. */
struct span field_key_at(const struct fields *f, struct str key);

/* A text; false and `*out` untouched when absent or not a text. */
bool field_text(struct fields *f, const char *key, struct str *out);
bool field_text_required(struct fields *f, const char *key, struct str *out);

bool field_bool(struct fields *f, const char *key, bool *out);

/* One of `n` words; the index. */
bool field_word(struct fields *f, const char *key, const char *const *word,
    size_t n, size_t *out);

/* A quantity of the dimensions of `want` (NULL: any).  A bare number is allowed
 * only where `want` is plain or counts requests or vCPU. */
bool field_qty(struct fields *f, const char *key, const struct unit_env *env,
    const struct unit *want, struct qty *out);

/* As field_qty, of a node. */
bool node_qty(struct arena *a, struct diag *d, const struct node *n,
    const struct unit_env *env, const struct unit *want, struct qty *out);

/* Whether a bare number may stand for a quantity of this unit. */
bool qty_may_be_bare(const struct unit *u);

/* Checks a quantity against the unit wanted; a bare number takes that unit
 * where the unit counts.  `unit_word` names it in the message. */
bool qty_check(struct arena *a, struct diag *d, const struct unit *want,
    struct str unit_word, struct qty *q);

/* The text of a scalar, or reports that it is none. */
bool node_text(struct diag *d, const struct node *n, struct str *out);

/* Whether it is a list of at least one, or reports that it is not; `what`, as
 * "'rows' is a list of values", begins the message. */
bool node_listed(struct diag *d, const struct node *n, const char *what);

/* "2026-09-19" */
bool node_date(struct diag *d, const struct node *n, struct str *out);

const char *node_kind_name(const struct node *n);

#endif

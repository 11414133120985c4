/*
 * expr: the formula language of price files and guides.
 *
 *   formula    = or
 *   or         = and { "or" and }
 *   and        = not { "and" not }
 *   not        = "not" not | comparison
 *   comparison = sum [ ("<" | "<=" | ">" | ">=" | "==" | "!=") sum ]
 *   sum        = product { ("+" | "-") product }
 *   product    = unary { ("*" | "/") unary }
 *   unary      = "-" unary | primary
 *   primary    = number [unit] | name | "{{" figure "}}" | "(" or ")"
 *              | ("min" | "max") "(" or { "," or } ")"
 *              | ("ceil" | "floor") "(" or [ "," or ] ")"
 *              | "if" "(" or "," or "," or ")"
 *
 * A unit binds tighter than any operator.  Names, kinds and dimensions are
 * checked when a formula is compiled, before anything is evaluated; values are
 * numbers in base units.  A word (of an input with choices) is the index of
 * the choice, a truth is 0 or 1.  A literal zero fits every dimension, and a
 * bare number that of a count (requests, vCPU) it is compared with.
 *
 * Depends on: qty, pwl, diag.
 */
#ifndef EXPR_EXPR_H
#define EXPR_EXPR_H

#include "base/diag.h"
#include "num/pwl.h"
#include "num/qty.h"

#define EXPR_MAX_DEPTH 64
#define EXPR_MAX_OPERATORS 1000 /* of a formula: `a + b + c` is deep, too */

enum expr_kind { EXPR_QTY, EXPR_TRUTH, EXPR_WORD };

/* A name that formulas may use. */
struct var {
	struct str name;
	enum expr_kind kind;  /* EXPR_QTY or EXPR_WORD */
	struct unit unit;     /* EXPR_QTY: dimensions, and for print */
	struct str unit_word; /* as declared */
	const struct str
	    *choice; /* EXPR_WORD; NULL: any word, see scope_word */
	size_t nchoice;
	bool broken; /* what it is was not understood, which was reported */
};

/* The names of one place; a name's index is its slot in the values. */
struct scope {
	struct arena *arena;
	struct var *var;
	size_t n, cap;
	struct map by_name; /* name to struct slot_ref */
	bool lacks;	    /* names, for a mistake that was reported */
	struct unit_env units;
	struct map *words; /* of open vocabularies */
	/* Figures in `{{ }}`: sets a value, and the text if it was typed; NULL
	 * where there are none. */
	bool (*figure)(
	    void *ctx, struct str id, struct span at, struct qty *out);
	void *figure_ctx;
};

enum expr_op {
	OP_NUMBER,
	OP_NAME,
	OP_WORD,
	OP_NEG,
	OP_NOT,
	OP_ADD,
	OP_SUB,
	OP_MUL,
	OP_DIV,
	OP_LT,
	OP_LE,
	OP_GT,
	OP_GE,
	OP_EQ,
	OP_NE,
	OP_AND,
	OP_OR,
	OP_MIN,
	OP_MAX,
	OP_CEIL,
	OP_FLOOR,
	OP_IF
};

struct expr {
	enum expr_op op;
	enum expr_kind kind;
	bool literal;	  /* OP_NUMBER typed without a unit */
	struct unit unit; /* EXPR_QTY: dimensions of the result */
	struct rat n;	  /* OP_NUMBER, OP_WORD */
	struct str word;  /* OP_WORD as typed; OP_NUMBER: text as typed, of a
			   * figure that of what it stands for, if it has one */
	size_t slot;	  /* OP_NAME */
	struct span at;
	struct expr **arg;
	size_t narg, cap;
};

void scope_init(struct scope *s, struct arena *a);

/* Adds a name; its slot. */
size_t scope_add(struct scope *s, struct var v);

/* The slot of a name, or SIZE_MAX. */
size_t scope_find(const struct scope *s, struct str name);

/* The value that stands for a word where any word may stand. */
struct rat scope_word(const struct scope *s, struct str word);

/*
 * Compiles a formula.
 *
 *   out:    in the arena of the scope; NULL when reported, or when it names
 *           what is broken or may be lacking
 *   errors: formula-syntax, formula-name, formula-kind, formula-depth,
 *           unit-mismatch, unit-unknown, unit-syntax, number-*, currency
 */
struct expr *expr_compile(
    const struct scope *s, struct diag *d, struct span at, struct str text);

/* As a formula that must be a truth. */
struct expr *expr_compile_truth(
    const struct scope *s, struct diag *d, struct span at, struct str text);

/* A constant. */
struct expr *expr_const(struct arena *a, struct rat n, struct unit unit);

/* What a name stands for; it is typed nowhere. */
struct expr *expr_name(struct arena *a, const struct scope *s, size_t slot);

/* The value, over the values by slot; bad when it cannot be had. */
struct rat
expr_eval(struct arena *a, const struct expr *e, const struct rat *value);

/* The innermost part whose result is bad though its operands are good. */
const struct expr *
expr_fault(struct arena *a, const struct expr *e, const struct rat *value);

/* The value as one input varies over a range. */
struct pwl
expr_sweep(struct pwl_range *r, const struct expr *e, const struct pwl *value);

/* Notes by slot which names are in the formula. */
void expr_mark(const struct expr *e, bool *uses);

/* Whether all names in the formula have a value; NULL: none has. */
bool expr_has(const struct expr *e, const bool *have);

/* Whether the formula names a slot. */
bool expr_uses(const struct expr *e, size_t slot);

/* The formula as typed. */
struct str expr_text(const struct expr *e);

#endif

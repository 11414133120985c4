/*
 * yaml: a YAML text as a tree of nodes.
 *
 * A subset, on purpose: one document, no anchors, aliases, tags or merge keys,
 * keys are scalars and unique.  Depth, size, length and count are bounded,
 * each with a message of its own.
 *
 * Depends on: node, diag, libyaml.
 */
#ifndef DATA_YAML_H
#define DATA_YAML_H

#include "base/diag.h"
#include "data/node.h"

#define YAML_MAX_FILE ((size_t)4 << 20)	   /* [byte] */
#define YAML_MAX_SCALAR ((size_t)64 << 10) /* [byte] */
#define YAML_MAX_NODES ((size_t)1000000)
#define YAML_MAX_DEPTH 64

/*
 * The part `text` of the source `at` as a tree; an empty text is an empty map.
 * Where a key stands twice the first one is in the tree, so that more can be
 * found; the root says so, and no loader of fields takes it for good.
 *
 *   out:    the root, never NULL when true is returned
 *   errors: yaml-*, file-size
 */
bool yaml_parse(
    struct arena *a, struct diag *d, struct span text, struct node **out);

#endif

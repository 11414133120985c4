/* Data made safe for a template of Markdown. */
#include "text/escape.h"
#include "view/pages_int.h"

/* What stands under it goes into code or into an address. */
static bool
is_literal(struct str key)
{
	static const char *const keys[] = { "id", "url", "root", "anchor",
		"file", "formula", "when", "of", "default", "unit" };

	for (size_t i = 0; i < countof(keys); i++)
		if (str_is(key, keys[i]))
			return true;
	return str_ends(key, STR("href")) || str_ends(key, STR("_html"));
}

static struct node *
escaped(struct arena *a, const struct node *n, bool literal)
{
	struct node *copy;
	struct buf b = { 0 };

	if (n->kind == NODE_MAP) {
		copy = node_map(a);
		for (size_t i = 0; i < n->n; i++)
			node_set(a, copy, node_key(n, i),
			    escaped(a, n->item[i], is_literal(node_key(n, i))));
		return copy;
	}
	if (n->kind == NODE_LIST) {
		copy = node_list(a);
		for (size_t i = 0; i < n->n; i++)
			node_push(a, copy, escaped(a, n->item[i], literal));
		return copy;
	}
	copy = node_copy(a, n);
	if (n->kind == NODE_STRING && !literal) {
		escape_cell(&b, n->text);
		copy->text = buf_take(&b, a);
	}
	return copy;
}

bool
pages_render_markdown(
    struct pages *p, struct str path, struct str name, const struct node *data)
{
	return pages_render(p, path, name, escaped(p->a, data, false));
}

/* The diagram block: parts of a system and what goes between them. */
#include "svg/graph.h"
#include "text/escape.h"
#include "text/width.h"
#include "view/table.h"

#define NAME_COLUMNS 22 /* of a line */
#define NOTE_COLUMNS 26
#define LABEL_COLUMNS 20

struct sketch {
	struct block *b;
	struct graph g;
	struct str *id;	   /* of nodes */
	struct str *name;  /* of nodes, in one line */
	struct span *at;   /* of nodes */
	struct str *html;  /* notes of nodes, with figures */
	struct str *label; /* of edges, in one line */
	struct str *label_html;
	struct str caption;
};

/* A text with figures: as it is read, and as HTML. */
static bool
fill(
    struct sketch *s, const struct node *n, struct str *plain, struct str *html)
{
	struct block *b = s->b;
	struct buf text = { 0 }, more = { 0 };
	struct str typed;
	bool ok = node_text(b->d, n, &typed) &&
	    block_fill(b, typed, n->at, &more, &text, buf_str);

	*plain = str_trim(buf_take(&text, b->a));
	*html = buf_take(&more, b->a);
	return ok;
}

static struct graph_text
wrap(struct sketch *s, struct str text, int columns)
{
	struct graph_text t = { 0 };

	if (text.n)
		t.line = width_wrap(s->b->a, text, columns, &t.n);
	return t;
}

static bool
load_node(struct sketch *s, const struct node *n, struct str id, size_t i)
{
	struct block *b = s->b;
	const struct node *name, *note;
	struct str html, plain = { 0 };
	struct fields f;

	s->id[i] = s->name[i] = id;
	s->at[i] = n->at;
	fields_begin(&f, b->a, b->d, n, "a node");
	name = field_find(&f, "name");
	note = field_find(&f, "note");
	if (!fields_end(&f) || (name && !fill(s, name, &s->name[i], &html)) ||
	    (note && !fill(s, note, &plain, &s->html[i])))
		return false;
	s->g.node[i].name = wrap(s, s->name[i], NAME_COLUMNS);
	s->g.node[i].note = wrap(s, plain, NOTE_COLUMNS);
	return true;
}

static bool
check_count(struct block *b, const struct node *n, enum node_kind kind,
    size_t most, const char *key)
{
	if (n->kind != kind || !n->n)
		return diag_report(b->d, DIAG_WRONG_KIND, n->at,
		    "'%s' is a %s of at least one", key,
		    kind == NODE_MAP ? "map" : "list");
	if (n->n > most)
		return diag_report(b->d, DIAG_RANGE, n->at,
		    "'%s' has %zu of at most %zu", key, n->n, most);
	return true;
}

static bool
load_nodes(struct sketch *s, const struct node *n)
{
	struct block *b = s->b;
	bool ok = true;

	if (!check_count(b, n, NODE_MAP, GRAPH_NODES, "nodes"))
		return false;
	s->g.node = arena_array(b->a, struct graph_node, n->n);
	s->id = arena_array(b->a, struct str, n->n);
	s->name = arena_array(b->a, struct str, n->n);
	s->at = arena_array(b->a, struct span, n->n);
	s->html = arena_array(b->a, struct str, n->n);
	for (size_t i = 0; i < n->n; i++)
		ok &= load_node(s, n->item[i], node_key(n, i), i);
	s->g.nnode = n->n;
	return ok;
}

/* The node with that id, or SIZE_MAX when reported. */
static size_t
find_node(struct sketch *s, const struct node *n)
{
	struct str id;

	if (!n || !node_text(s->b->d, n, &id))
		return SIZE_MAX;
	for (size_t i = 0; i < s->g.nnode; i++)
		if (str_eq(s->id[i], id))
			return i;
	diag_report(s->b->d, DIAG_NODE_UNKNOWN, n->at,
	    "the diagram has no node '%.*s'", STR_ARG(id));
	diag_nearest(s->b->d, id, s->id, s->g.nnode);
	return SIZE_MAX;
}

static bool
load_edge(struct sketch *s, const struct node *n, size_t i)
{
	struct block *b = s->b;
	struct graph_edge *e = &s->g.edge[i];
	const struct node *label;
	struct fields f;

	fields_begin(&f, b->a, b->d, n, "an edge");
	e->from = find_node(s, field_get(&f, "from"));
	e->to = find_node(s, field_get(&f, "to"));
	label = field_find(&f, "label");
	field_bool(&f, "both", &e->both);
	if (!fields_end(&f) || e->from == SIZE_MAX || e->to == SIZE_MAX)
		return false;
	if (e->from == e->to)
		return diag_report(b->d, DIAG_RANGE, n->at,
		    "the edge leads from '%.*s' to itself",
		    STR_ARG(s->id[e->to]));
	if (label && !fill(s, label, &s->label[i], &s->label_html[i]))
		return false;
	e->label = wrap(s, s->label[i], LABEL_COLUMNS);
	return true;
}

static bool
load_edges(struct sketch *s, const struct node *n)
{
	struct block *b = s->b;
	bool ok = true;

	if (!check_count(b, n, NODE_LIST, GRAPH_EDGES, "edges"))
		return false;
	s->g.edge = arena_array(b->a, struct graph_edge, n->n);
	s->label = arena_array(b->a, struct str, n->n);
	s->label_html = arena_array(b->a, struct str, n->n);
	for (size_t i = 0; i < n->n; i++)
		ok &= load_edge(s, n->item[i], i);
	s->g.nedge = n->n;
	return ok;
}

static bool
load_group(struct sketch *s, const struct node *n, struct str id, size_t i)
{
	struct block *b = s->b;
	struct graph_group *g = &s->g.group[i];
	const struct node *name, *nodes;
	struct fields f;
	struct str html;

	fields_begin(&f, b->a, b->d, n, "a group");
	g->name = id;
	name = field_find(&f, "name");
	nodes = field_get(&f, "nodes");
	if (!fields_end(&f) || (name && !fill(s, name, &g->name, &html)) ||
	    !check_count(b, nodes, NODE_LIST, GRAPH_NODES, "nodes"))
		return false;
	for (size_t k = 0; k < nodes->n; k++) {
		size_t node = find_node(s, nodes->item[k]);

		if (node == SIZE_MAX)
			return false;
		if (s->g.node[node].group)
			return diag_report(b->d, DIAG_RANGE, nodes->item[k]->at,
			    "the node '%.*s' is in a group already",
			    STR_ARG(s->id[node]));
		s->g.node[node].group = i + 1;
	}
	return true;
}

static bool
load_groups(struct sketch *s, const struct node *n)
{
	bool ok = true;

	if (!n)
		return true;
	if (!check_count(s->b, n, NODE_MAP, GRAPH_GROUPS, "groups"))
		return false;
	s->g.group = arena_array(s->b->a, struct graph_group, n->n);
	for (size_t i = 0; i < n->n; i++)
		ok &= load_group(s, n->item[i], node_key(n, i), i);
	s->g.ngroup = n->n;
	return ok;
}

/* "Client to Gateway (HTTPS); Gateway to Function." */
static struct str
describe(const struct sketch *s)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < s->g.nedge; i++) {
		const struct graph_edge *e = &s->g.edge[i];

		buf_printf(&out, "%s%.*s %s %.*s", i ? "; " : "",
		    STR_ARG(s->name[e->from]), e->both ? "to and from" : "to",
		    STR_ARG(s->name[e->to]));
		if (s->label[i].n)
			buf_printf(&out, " (%.*s)", STR_ARG(s->label[i]));
	}
	buf_putc(&out, '.');
	return buf_take(&out, s->b->a);
}

static void
put_way(struct sketch *s, size_t edge)
{
	const struct graph_edge *e = &s->g.edge[edge];
	struct buf *out = &s->b->html;

	buf_puts(out, e->both ? "<li>to and from " : "<li>to ");
	escape_html(out, s->name[e->to]);
	if (s->label[edge].n) {
		buf_puts(out, ": ");
		buf_str(out, s->label_html[edge]);
	}
	buf_puts(out, "</li>\n");
}

/* Node by node, for whoever does not see the picture. */
static void
put_list(struct sketch *s)
{
	struct buf *out = &s->b->html;

	buf_puts(
	    out, "<details>\n<summary>The diagram in words</summary>\n<ul>\n");
	for (size_t i = 0; i < s->g.nnode; i++) {
		bool begun = false;

		buf_puts(out, "<li><strong>");
		escape_html(out, s->name[i]);
		buf_puts(out, "</strong>");
		if (s->g.node[i].group) {
			buf_puts(out, ", in ");
			escape_html(
			    out, s->g.group[s->g.node[i].group - 1].name);
		}
		if (s->html[i].n) {
			buf_puts(out, ": ");
			buf_str(out, s->html[i]);
		}
		for (size_t k = 0; k < s->g.nedge; k++) {
			if (s->g.edge[k].from != i)
				continue;
			buf_puts(out, begun ? "" : "\n<ul>\n");
			begun = true;
			put_way(s, k);
		}
		buf_puts(out, begun ? "</ul>\n</li>\n" : "</li>\n");
	}
	buf_puts(out, "</ul>\n</details>\n");
}

static void
put_html(struct sketch *s)
{
	struct block *b = s->b;
	struct str id = str_printf(b->a, "diagram-%zu", b->at.from);

	graph_layout(b->a, &s->g, &graph_pixels);
	buf_puts(&b->html,
	    "<figure class=\"diagram\">\n<div class=\"scroll\" "
	    "role=\"group\" tabindex=\"0\" aria-label=\"");
	escape_html(&b->html, s->caption);
	buf_puts(&b->html, "\">\n");
	graph_svg(&b->html, &s->g, id, s->caption, describe(s));
	buf_puts(&b->html, "</div>\n");
	put_list(s);
	buf_puts(&b->html, "<figcaption>");
	escape_html(&b->html, s->caption);
	buf_puts(&b->html, "</figcaption>\n</figure>\n");
}

static void
put_markdown(struct sketch *s)
{
	struct block *b = s->b;

	graph_layout(b->a, &s->g, &graph_letters);
	buf_putc(&b->md, '*');
	escape_markdown(&b->md, s->caption);
	buf_puts(&b->md, "*\n\n```text\n");
	graph_draw(&b->md, b->a, &s->g);
	buf_puts(&b->md, "```\n");
}

bool
block_diagram(struct block *b)
{
	struct sketch s = { .b = b, .caption = STR("Architecture") };
	const struct node *nodes, *edges, *groups;
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a diagram block");
	field_text(&f, "caption", &s.caption);
	nodes = field_get(&f, "nodes");
	edges = field_get(&f, "edges");
	groups = field_find(&f, "groups");
	if (!fields_end(&f) || !load_nodes(&s, nodes) ||
	    !load_edges(&s, edges) || !load_groups(&s, groups))
		return false;
	put_html(&s);
	put_markdown(&s);
	return true;
}

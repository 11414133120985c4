/* Findings as text, as JSON and as SARIF 2.1.0. */
#include "data/json.h"
#include "lint/lint_int.h"

static bool
is_waived(const struct finding *f)
{
	return f->waiver || f->because.n;
}

static struct str
because(const struct finding *f)
{
	return f->waiver ? f->waiver->because : f->because;
}

static void
put_count(struct buf *out, size_t n, const char *noun)
{
	if (n)
		buf_printf(out, ", %zu %s%s", n, noun, n == 1 ? "" : "s");
}

static void
put_place(struct buf *out, struct span at)
{
	struct place p;

	if (!at.src)
		return;
	p = source_place(at.src, at.from);
	buf_printf(out, "%s:%zu:%zu: ", at.src->path, p.line, p.column);
}

/* A control character would drive the reader's terminal. */
static void
put_safe(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		buf_putc(out, c < 0x20 || c == 0x7F ? ' ' : s.p[i]);
	}
}

void
lint_text(struct buf *out, const struct lint *l, bool quiet)
{
	struct lint_count c = lint_count(l);
	size_t n = c.nfinding + c.nstale;

	for (size_t i = 0; i < l->n; i++) {
		const struct finding *f = &l->finding[i];

		if (is_waived(f))
			continue;
		put_place(out, f->at);
		buf_puts(out, f->warning ? "warning: " : "");
		put_safe(out, f->text);
		buf_printf(out, " [%s]\n", rule_name(f->rule));
	}
	if (quiet)
		return;
	if (n)
		buf_printf(out, "%zu finding%s", n, n == 1 ? "" : "s");
	else
		buf_puts(out, "no findings");
	put_count(out, c.nwarning, "warning");
	if (c.nwaived)
		buf_printf(out, ", %zu waived", c.nwaived);
	buf_putc(out, '\n');
}

static void
set_int(struct arena *a, struct node *n, const char *key, size_t value)
{
	node_set_node(a, n, key, node_int(a, (int64_t)value));
}

static const char *
level(const struct finding *f)
{
	return f->warning ? "warning" : "error";
}

static struct node *
finding_node(const struct lint *l, const struct finding *f)
{
	struct arena *a = l->a;
	struct node *n = node_map(a), *w = node_null(a);

	node_set_str(a, n, "rule", str_of(rule_name(f->rule)));
	node_set_str(a, n, "level", str_of(level(f)));
	if (f->at.src) {
		struct place p = source_place(f->at.src, f->at.from);

		node_set_str(a, n, "path", str_of(f->at.src->path));
		set_int(a, n, "line", p.line);
		set_int(a, n, "column", p.column);
	}
	node_set_str(a, n, "text", f->text);
	node_set_node(a, n, "figure",
	    f->figure.n ? node_string(a, f->figure) : node_null(a));
	if (is_waived(f)) {
		w = node_map(a);
		node_set_str(a, w, "because", because(f));
		if (f->waiver)
			node_set_str(a, w, "until", f->waiver->until_text);
	}
	node_set_node(a, n, "waived", w);
	return n;
}

void
lint_json(struct buf *out, const struct lint *l)
{
	struct arena *a = l->a;
	struct lint_count c = lint_count(l);
	struct node *root = node_map(a), *list = node_list(a);

	for (size_t i = 0; i < l->n; i++)
		node_push(a, list, finding_node(l, &l->finding[i]));
	node_set_node(a, root, "findings", list);
	set_int(a, root, "found", c.nfinding);
	set_int(a, root, "stale", c.nstale);
	set_int(a, root, "warnings", c.nwarning);
	set_int(a, root, "waived", c.nwaived);
	json_print(out, root);
}

static struct node *
message(struct arena *a, struct str text)
{
	struct node *n = node_map(a);

	node_set_str(a, n, "text", text);
	return n;
}

static struct node *
rules_node(struct arena *a)
{
	struct node *list = node_list(a);

	for (int i = 0; i < RULES; i++) {
		enum lint_rule r = (enum lint_rule)i;
		struct node *n = node_map(a);

		node_set_str(a, n, "id", str_of(rule_name(r)));
		node_set_node(a, n, "shortDescription",
		    message(a, str_of(rule_about(r))));
		node_push(a, list, n);
	}
	return list;
}

static struct node *
location_node(struct arena *a, struct span at)
{
	struct place from = source_place(at.src, at.from);
	struct place to = source_place(at.src, at.to);
	struct node *region = node_map(a), *file = node_map(a),
		    *physical = node_map(a), *n = node_map(a),
		    *list = node_list(a);

	node_set_str(a, file, "uri", str_of(at.src->path));
	set_int(a, region, "startLine", from.line);
	set_int(a, region, "startColumn", from.column);
	set_int(a, region, "endLine", to.line);
	set_int(a, region, "endColumn", to.column);
	node_set_node(a, physical, "artifactLocation", file);
	node_set_node(a, physical, "region", region);
	node_set_node(a, n, "physicalLocation", physical);
	node_push(a, list, n);
	return list;
}

static struct node *
result_node(struct arena *a, const struct finding *f)
{
	struct node *n = node_map(a), *list = node_list(a), *why;

	node_set_str(a, n, "ruleId", str_of(rule_name(f->rule)));
	set_int(a, n, "ruleIndex", (size_t)f->rule);
	node_set_str(a, n, "level", str_of(level(f)));
	node_set_node(a, n, "message", message(a, f->text));
	if (f->at.src)
		node_set_node(a, n, "locations", location_node(a, f->at));
	if (!is_waived(f))
		return n;
	why = node_map(a);
	node_set_str(a, why, "kind", STR("inSource"));
	node_set_str(a, why, "justification", because(f));
	node_push(a, list, why);
	node_set_node(a, n, "suppressions", list);
	return n;
}

void
lint_sarif(struct buf *out, const struct lint *l)
{
	struct arena *a = l->a;
	struct node *root = node_map(a), *runs = node_list(a),
		    *run = node_map(a), *tool = node_map(a),
		    *driver = node_map(a), *results = node_list(a);

	node_set_str(a, driver, "name", STR("breakeven"));
	node_set_node(a, driver, "rules", rules_node(a));
	node_set_node(a, tool, "driver", driver);
	for (size_t i = 0; i < l->n; i++)
		node_push(a, results, result_node(a, &l->finding[i]));
	node_set_node(a, run, "tool", tool);
	node_set_str(a, run, "columnKind", STR("unicodeCodePoints"));
	node_set_node(a, run, "results", results);
	node_push(a, runs, run);
	node_set_str(a, root, "$schema",
	    STR("https://json.schemastore.org/sarif-2.1.0.json"));
	node_set_str(a, root, "version", STR("2.1.0"));
	node_set_node(a, root, "runs", runs);
	json_print(out, root);
}

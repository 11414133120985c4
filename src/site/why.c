#include "site/why.h"

#include <stdlib.h>
#include <string.h>

#include "data/json.h"
#include "data/yaml.h"
#include "view/explain.h"

#define MAX_PUBLISHED ((size_t)16 << 20) /* [byte] */

static const char *const names[] = { "index.html", "index.md", "figures.json" };

enum { HTML, MARKDOWN, FIGURES, NAMES };

struct asker {
	struct project *p;
	struct arena *a;
	struct page *page;
	struct str old[NAMES], new[NAMES];
	bool there[NAMES];
	size_t nchanged; /* figures */
};

static struct node *
step_new(struct arena *a, const char *kind, struct str name)
{
	struct node *step = node_map(a);

	node_set_str(a, step, "kind", str_of(kind));
	if (name.n)
		node_set_str(a, step, "name", name);
	return step;
}

static void
set_value(struct arena *a, struct node *step, struct str text)
{
	struct node *value = node_map(a);

	node_set_node(a, value, "exact", node_null(a));
	node_set_str(a, value, "display", text);
	node_set_str(a, value, "unit", (struct str){ 0 });
	node_set_node(a, step, "value", value);
}

static bool
differs(const struct asker *k, size_t i)
{
	return !k->there[i] || !str_eq(k->old[i], k->new[i]);
}

/* The first line that is not the same, from 1. */
static size_t
first_line(struct str x, struct str y)
{
	size_t line = 1;

	for (size_t i = 0; i < x.n && i < y.n && x.p[i] == y.p[i]; i++)
		line += x.p[i] == '\n';
	return line;
}

/* A path in the site as messages show it. */
static struct str
shown_path(struct asker *k, const char *path)
{
	return str_of(files_path(k->a, &k->p->files, path));
}

/* A file of the guide as it is published, relative to the site. */
static char *
published_path(struct asker *k, size_t i)
{
	return str_cstr(k->a,
	    str_printf(k->a, "public/%.*s/%s", STR_ARG(k->page->id), names[i]));
}

static struct node *
file_step(struct asker *k, size_t i)
{
	struct node *step =
	    step_new(k->a, "file", shown_path(k, published_path(k, i)));

	if (!k->there[i]) {
		set_value(k->a, step, STR("would be written"));
		node_set_str(k->a, step, "about", STR("it is not there"));
	} else if (differs(k, i)) {
		set_value(k->a, step, STR("would be rewritten"));
		node_set_str(k->a, step, "about",
		    str_printf(k->a, "it differs from line %zu on",
			first_line(k->old[i], k->new[i])));
	} else {
		set_value(k->a, step, STR("up to date"));
	}
	return step;
}

/* Figures of a figures.json by id; false where it is none. */
static bool
read_figures(struct asker *k, struct str text, struct map *out)
{
	struct source *s = source_new(k->a, "figures.json", text);
	struct diag ignored = { .arena = k->a };
	struct node *root;
	const struct node *list, *id;

	if (!yaml_parse(k->a, &ignored, span_of(s, 0, text.n), &root))
		return false;
	list = node_find(root, STR("figures"));
	if (!list || list->kind != NODE_LIST)
		return false;
	for (size_t i = 0; i < list->n; i++) {
		id = node_find(list->item[i], STR("id"));
		if (!id)
			return false;
		map_put(out, k->a, id->text, list->item[i]);
	}
	return true;
}

static struct str
field_text_of(struct asker *k, const struct node *fig, struct str key)
{
	const struct node *n = node_find(fig, key);
	struct buf b = { 0 };

	if (!n)
		return (struct str){ 0 };
	json_print(&b, n);
	return buf_take(&b, k->a);
}

static struct str
display_of(const struct node *fig)
{
	const struct node *n = node_find(fig, STR("display"));

	return n ? n->text : (struct str){ 0 };
}

/* The keys of a figure whose values are not the same: "formula, prices". */
static struct str
changed_keys(struct asker *k, const struct node *x, const struct node *y)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < y->n; i++) {
		struct str key = node_key(y, i);

		if (!str_eq(field_text_of(k, x, key), field_text_of(k, y, key)))
			buf_printf(&b, "%s%.*s", b.n ? ", " : "", STR_ARG(key));
	}
	return buf_take(&b, k->a);
}

/* One figure that is not as it was; NULL where it is. */
static struct node *
change_step(
    struct asker *k, struct str id, const struct node *x, const struct node *y)
{
	struct node *step = step_new(k->a, "figure", id);
	struct str keys = { 0 }, was = display_of(x), is = display_of(y);

	if (x && y) {
		keys = changed_keys(k, x, y);
		if (!keys.n)
			return NULL;
	}
	set_value(k->a, step,
	    !x || str_eq(was, is) ? is
		: !y		  ? was
		     : str_printf(k->a, "%.*s \xE2\x86\x92 %.*s", STR_ARG(was),
			   STR_ARG(is)));
	if (!x)
		node_set_str(k->a, step, "about", STR("new"));
	else if (!y)
		node_set_str(k->a, step, "about", STR("gone"));
	else if (str_eq(was, is))
		node_set_str(k->a, step, "about",
		    str_printf(k->a, "printed alike, but not the same: %.*s",
			STR_ARG(keys)));
	return step;
}

/* Which figures are not those of the published figures.json. */
static struct node *
figures_step(struct asker *k)
{
	struct node *step = step_new(k->a, "figures", (struct str){ 0 });
	struct node *list = node_list(k->a), *one;
	struct map old = { 0 }, new = { 0 };

	if (!k->there[FIGURES] || !read_figures(k, k->old[FIGURES], &old) ||
	    !read_figures(k, k->new[FIGURES], &new)) {
		node_set_str(k->a, step, "about",
		    STR("there is no list of figures to compare with"));
		return step;
	}
	for (size_t i = 0; i < new.n; i++) {
		struct str id = new.entry[i].key;

		one =
		    change_step(k, id, map_find(&old, id), new.entry[i].value);
		if (one)
			node_push(k->a, list, one);
	}
	for (size_t i = 0; i < old.n; i++)
		if (!map_find(&new, old.entry[i].key))
			node_push(k->a, list,
			    change_step(
				k, old.entry[i].key, old.entry[i].value, NULL));
	k->nchanged = list->n;
	node_set_str(k->a, step, "about",
	    str_printf(k->a, "%zu of %zu differ", list->n, new.n));
	node_set_node(k->a, step, "parts", list);
	return step;
}

/* What is left to blame where no figure differs. */
static const char *
reason_text(const struct asker *k)
{
	if (k->nchanged || !k->there[HTML] || !k->there[MARKDOWN] ||
	    !k->there[FIGURES])
		return "";
	if (differs(k, MARKDOWN))
		return "no figure differs: it is the prose, or a text or note "
		       "of the guide's data";
	if (differs(k, FIGURES))
		return "no figure differs: it is the guide's market, or the "
		       "file was changed by hand";
	if (differs(k, HTML))
		return "neither a figure nor the Markdown differs: it is a "
		       "template, the titles of the site and its guides, or "
		       "the file was changed by hand";
	return "";
}

/* Paths, each once. */
struct paths {
	struct arena *a;
	struct map set;
	struct str *path;
	size_t n, cap;
};

static void
add_path(struct paths *s, struct str path)
{
	if (!path.n || map_put(&s->set, s->a, path, s))
		return;
	arena_push(s->a, s->path, s->n, s->cap, path);
}

static void
add_span(struct paths *s, struct span at)
{
	if (at.src)
		add_path(s, str_of(at.src->path));
}

/* A template and the partials it names. */
static void
add_template(struct asker *k, struct paths *s, struct str name)
{
	char *path = str_cstr(
	    k->a, str_printf(k->a, "templates/%.*s.mustache", STR_ARG(name)));
	struct str open = STR("{{>"), shown = shown_path(k, path), text;

	if (map_find(&s->set, shown) ||
	    !files_read(k->a, &k->p->files, path, MAX_PUBLISHED, &text))
		return;
	add_path(s, shown);
	for (size_t i = str_find(text, open, 0); i != SIZE_MAX;
	     i = str_find(text, open, i + open.n)) {
		size_t end = str_find(text, STR("}}"), i);

		if (end != SIZE_MAX)
			add_template(
			    k, s, str_trim(str_sub(text, i + open.n, end)));
	}
}

/* The files that the figures shown were computed from. */
static bool
add_figures(struct asker *k, struct paths *s)
{
	struct page_model m;
	const struct guide *g = &k->page->guide;
	struct diag ignored = { .arena = k->a };

	/* It was computed before, by the build. */
	if (!page_compute(k->a, &ignored, k->page, &m))
		return false;
	for (size_t i = 0; i < m.figures.by_id.n; i++) {
		const struct figure *fig = m.figures.by_id.entry[i].value;

		for (size_t n = 0; n < fig->nprice && fig->shown; n++)
			add_span(s, fig->price_at[n]);
		for (size_t n = 0; n < fig->nsource && fig->shown; n++)
			add_span(s, fig->source[n]->at);
	}
	for (size_t i = 0; i < g->nscenario; i++)
		for (size_t o = 0; o < g->scenario[i].noption; o++) {
			const struct option *option =
			    &g->option[g->scenario[i].option[o]];

			for (size_t u = 0; u < option->nuse; u++)
				add_span(s, option->use[u].service->at);
		}
	return true;
}

static int
compare_paths(const void *pa, const void *pb)
{
	const struct str *x = pa, *y = pb;

	return str_cmp(*x, *y);
}

static struct node *
depends_step(struct asker *k)
{
	struct node *step = step_new(k->a, "depends", (struct str){ 0 });
	struct node *list = node_list(k->a);
	struct paths s = { .a = k->a };

	add_path(&s, str_of(k->page->markdown->path));
	add_span(&s, k->page->guide.at);
	add_path(&s, shown_path(k, "content/site.yaml"));
	add_template(k, &s, STR("guide"));
	if (!add_figures(k, &s))
		return NULL;
	qsort(s.path, s.n, sizeof(*s.path), compare_paths);
	for (size_t i = 0; i < s.n; i++)
		node_push(k->a, list, step_new(k->a, "file", s.path[i]));
	node_set_str(
	    k->a, step, "about", str_printf(k->a, "on %zu files", s.n));
	node_set_node(k->a, step, "parts", list);
	return step;
}

/* What the build made of a guide, and what is published. */
static void
find_files(struct asker *k, const struct page_output *made)
{
	k->new[HTML] = made->html;
	k->new[MARKDOWN] = made->markdown;
	k->new[FIGURES] = made->figures;
	for (size_t i = 0; i < NAMES; i++)
		k->there[i] = files_read(k->a, &k->p->files,
		    published_path(k, i), MAX_PUBLISHED, &k->old[i]);
}

struct node *
page_why(struct project *p, struct page *page, const struct page_output *made)
{
	struct asker k = { .p = p, .a = p->a, .page = page };
	struct node *root = step_new(k.a, "page", page->id);
	struct node *list = node_list(k.a), *step;
	size_t n = 0;

	find_files(&k, made);
	for (size_t i = 0; i < NAMES; i++) {
		n += differs(&k, i);
		node_push(k.a, list, file_step(&k, i));
	}
	set_value(k.a, root,
	    n ? str_printf(k.a, "%zu of %d files would be rewritten", n, NAMES)
	      : STR("up to date"));
	if (n)
		node_push(k.a, list, figures_step(&k));
	if (reason_text(&k)[0]) {
		step = step_new(k.a, "reason", (struct str){ 0 });
		node_set_str(k.a, step, "about", str_of(reason_text(&k)));
		node_push(k.a, list, step);
	}
	step = depends_step(&k);
	if (step)
		node_push(k.a, list, step);
	node_set_node(k.a, root, "parts", list);
	return root;
}

#include <stdlib.h>

#include "base/file.h"
#include "cmd/cmd.h"
#include "data/json.h"
#include "site/why.h"
#include "view/explain.h"

#define NEAR 3 /* ids that are offered for one that is unknown */

struct job {
	struct cmdline *c;
	struct project *p;
	struct source *arg; /* the operand */
	struct page *page;
	struct page_model model;
	bool shown; /* `model` could be computed */
};

static struct span
operand_at(const struct job *j)
{
	return span_of(j->arg, 0, j->arg->text.n);
}

/* GUIDE of "GUIDE/ID"; an `@` may have slashes behind it. */
static struct str
guide_of(struct str id)
{
	struct str path, guide, rest;

	str_cut(id, '@', &path, &rest);
	if (!str_cut(path, '/', &guide, &rest))
		return (struct str){ 0 };
	return guide;
}

/* Whether there is that guide; else reports the nearest. */
static bool
find_guide(struct job *j, struct str guide)
{
	struct arena *a = j->c->a;
	const struct files *f = &j->p->files;
	size_t n = 0, at = 0;
	struct str *name = files_list(a, f, "content", &n), *all;

	all = arena_array(a, struct str, n + 1);
	for (size_t i = 0; i < n; i++) {
		char *dir = file_join(a, "content", str_cstr(a, name[i]));

		if (name[i].p[0] == '.' || !files_is_dir(a, f, dir))
			continue;
		if (str_eq(name[i], guide))
			return true;
		all[at++] = name[i];
	}
	diag_report(j->p->d, DIAG_GUIDE_UNKNOWN, span_of(j->arg, 0, guide.n),
	    "there is no guide '%.*s'", STR_ARG(guide));
	diag_nearest(j->p->d, guide, all, at);
	return false;
}

/* The page of the operand's guide, or of --guide, or the only one. */
static bool
open_guide(struct job *j)
{
	struct str guide = guide_of(j->arg->text);
	struct diag *d = j->p->d;

	if (guide.n && j->c->guide.n && !str_eq(guide, j->c->guide))
		return diag_report(d, DIAG_USAGE, operand_at(j),
		    "the id names another guide than '--guide %.*s'",
		    STR_ARG(j->c->guide));
	if (guide.n && !find_guide(j, guide))
		return false;
	if (!project_load_guides(j->p, guide.n ? guide : j->c->guide))
		return false;
	if (j->p->npage != 1)
		return diag_report(d, DIAG_USAGE, operand_at(j),
		    "there are %zu guides; write GUIDE/ID, or say which with "
		    "'--guide'",
		    j->p->npage);
	j->page = &j->p->page[0];
	return true;
}

/* What a page shows; what is wrong with the page is not said here. */
static void
compute(struct job *j)
{
	struct diag ignored = { .arena = j->c->a };

	j->shown = j->page->markdown &&
	    page_compute(j->c->a, &ignored, j->page, &j->model);
}

/* The ids of the figures that the page shows. */
static struct str *
shown_ids(const struct job *j, size_t *n)
{
	const struct map *all = &j->model.figures.by_id;
	struct str *id = arena_array(j->c->a, struct str, all->n + 1);

	*n = 0;
	for (size_t i = 0; j->shown && i < all->n; i++) {
		const struct figure *fig = all->entry[i].value;

		if (fig->shown)
			id[(*n)++] = fig->id;
	}
	return id;
}

/* Adds to the report of an unknown figure the nearest that are shown. */
static void
offer_ids(struct job *j)
{
	struct str guide = guide_of(j->arg->text), near;
	struct str given = str_from(j->arg->text, guide.n ? guide.n + 1 : 0);
	size_t n;
	struct str *id = shown_ids(j, &n);
	struct buf b = { 0 };

	for (size_t k = 0; k < NEAR; k++) {
		near = str_nearest(given, id, n);
		if (!near.n)
			break;
		buf_printf(&b, "%s'%.*s'", k ? ", " : "", STR_ARG(near));
		for (size_t i = 0; i < n; i++)
			if (str_eq(id[i], near))
				id[i] = id[--n];
	}
	if (b.n)
		diag_hint(j->p->d, "figures with ids like that: %s", b.p);
	buf_free(&b);
}

static struct node *
explain(struct job *j)
{
	struct diag *d = j->p->d;
	struct figures f;
	struct node *root;

	if (!open_guide(j))
		return NULL;
	compute(j);
	figures_init(&f, j->c->a, d, &j->page->guide, j->page->yaml_path);
	root = figure_explain(&f, j->arg->text, operand_at(j),
	    j->shown ? &j->model : NULL, j->c->verbose);
	if (!root && d->n && d->item[d->n - 1].id == DIAG_FIGURE_UNKNOWN)
		offer_ids(j);
	return root;
}

static int
compare_ids(const void *pa, const void *pb)
{
	return str_cmp(*(const struct str *)pa, *(const struct str *)pb);
}

/* Ids of figures shown that start with `prefix`, whole, or where there is one
 * guide without its name. */
static bool
list_ids(struct job *j, struct str prefix, struct buf *out)
{
	struct arena *a = j->c->a;
	struct str only = guide_of(prefix), *line = NULL;
	size_t nline = 0, cap = 0, n;

	if (!project_load_guides(j->p, only.n ? only : j->c->guide))
		return false;
	for (size_t p = 0; p < j->p->npage; p++) {
		struct str *id;

		j->page = &j->p->page[p];
		compute(j);
		id = shown_ids(j, &n);
		for (size_t i = 0; i < n; i++) {
			struct str whole = str_printf(a, "%.*s/%.*s",
			    STR_ARG(j->page->id), STR_ARG(id[i]));

			if (str_starts(whole, prefix))
				arena_push(a, line, nline, cap, whole);
			else if (str_starts(id[i], prefix) && j->p->npage == 1)
				arena_push(a, line, nline, cap, id[i]);
		}
	}
	if (nline)
		qsort(line, nline, sizeof(*line), compare_ids);
	for (size_t i = 0; i < nline; i++)
		buf_printf(out, "%.*s\n", STR_ARG(line[i]));
	return true;
}

/* The page named by the operand, --guide, or the only one. */
static struct page *
pick_page(struct job *j)
{
	struct project *p = j->p;
	struct str id = j->arg ? j->arg->text : j->c->guide, *all;
	struct source *s = j->arg;

	all = arena_array(j->c->a, struct str, p->npage + 1);
	for (size_t i = 0; i < p->npage; i++) {
		all[i] = p->page[i].id;
		if (str_eq(id, all[i]) || (!id.n && p->npage == 1))
			return &p->page[i];
	}
	if (!id.n) {
		diag_report(p->d, DIAG_USAGE, (struct span){ 0 },
		    "there are %zu guides; say which page to explain",
		    p->npage);
		return NULL;
	}
	if (!s)
		s = project_argument(p, "--guide", id);
	diag_report(p->d, DIAG_GUIDE_UNKNOWN, span_of(s, 0, id.n),
	    "there is no guide '%.*s'", STR_ARG(id));
	diag_nearest(p->d, id, all, p->npage);
	return NULL;
}

static struct node *
explain_page(struct job *j)
{
	struct page_output out = { 0 };

	if (!project_list_guides(j->p))
		return NULL;
	j->page = pick_page(j);
	return j->page && build_guide(j->p, j->page, &out)
	    ? page_why(j->p, j->page, &out)
	    : NULL;
}

static void
print(struct cmdline *c, const struct node *root, struct buf *out)
{
	if (c->format == FORMAT_JSON)
		json_print(out, root);
	else if (c->format == FORMAT_MARKDOWN)
		explain_markdown(out, root);
	else
		explain_text(out, root);
}

static bool
run(struct job *j, struct buf *out)
{
	struct cmdline *c = j->c;
	struct node *root;

	if (c->list)
		return list_ids(
		    j, j->arg ? j->arg->text : (struct str){ 0 }, out);
	if (!c->page && !j->arg) {
		diag_report(j->p->d, DIAG_USAGE, (struct span){ 0 },
		    "say which figure to explain");
		diag_hint(j->p->d,
		    "'breakeven explain --list' prints the ids of all that "
		    "are shown");
		return false;
	}
	root = c->page ? explain_page(j) : explain(j);
	if (root)
		print(c, root, out);
	return root != NULL;
}

int
cmd_explain(struct cmdline *c)
{
	struct project p = { 0 };
	struct diag d = { .arena = c->a };
	struct job j = { .c = c, .p = &p };
	struct buf out = { 0 };
	int status;

	if (c->operand.n > 1)
		j.arg = source_new(
		    c->a, c->page ? "GUIDE" : "ID", c->operand.item[1]);
	if (!cmd_open(c, &p, &d) || !run(&j, &out))
		return cmd_fail(c, &d, NULL);
	status = cmd_output(c, &out);
	return status ? status : cmd_finish(c, &d, NULL);
}

/* Blocks of facts: limits and percentiles. */
#include "text/escape.h"
#include "view/table.h"

#define MAX_POINTS 6 /* of a distribution, in columns */

static const struct limit *
find_limit(const struct service *s, struct str id)
{
	for (size_t i = 0; i < s->nlimit; i++)
		if (str_eq(s->limit[i].id, id))
			return &s->limit[i];
	return NULL;
}

struct chart_of_limits {
	const struct service **service;
	size_t nservice;
	struct str *limit;
	size_t nlimit;
};

static bool
load_services(struct block *b, struct fields *f, struct chart_of_limits *c)
{
	const struct node *n = field_get(f, "services");
	struct str id, *all;
	size_t count;

	if (!n)
		return false;
	if (!node_listed(b->d, n, "'services' is a list of services"))
		return f->ok = false;
	c->service = arena_array(b->a, const struct service *, n->n + 1);
	for (size_t i = 0; i < n->n; i++) {
		const struct service *s;

		if (!node_text(b->d, n->item[i], &id)) {
			f->ok = false;
			continue;
		}
		s = catalog_find(b->f->g->terms->catalog, id);
		if (s) {
			c->service[c->nservice++] = s;
			continue;
		}
		f->ok = false;
		all = catalog_ids(b->a, b->f->g->terms->catalog, &count);
		diag_report(b->d, DIAG_SERVICE_UNKNOWN, n->item[i]->at,
		    "no price file for the service '%.*s'", STR_ARG(id));
		diag_nearest(b->d, id, all, count);
	}
	return f->ok;
}

/* It may have the limit: what is wrong with its file was reported. */
static bool
one_is_broken(const struct chart_of_limits *c)
{
	for (size_t i = 0; i < c->nservice; i++)
		if (c->service[i]->broken)
			return true;
	return false;
}

/* The limits named, or all that any of the services has. */
static bool
load_limits(struct block *b, struct fields *f, struct chart_of_limits *c)
{
	const struct node *n = field_find(f, "limits");
	struct str *all = NULL;
	size_t nall = 0, cap = 0;

	for (size_t s = 0; s < c->nservice; s++)
		for (size_t i = 0; i < c->service[s]->nlimit; i++) {
			struct str id = c->service[s]->limit[i].id;
			bool known = false;

			for (size_t k = 0; k < nall; k++)
				known |= str_eq(all[k], id);
			if (!known)
				arena_push(b->a, all, nall, cap, id);
		}
	if (!n) {
		c->limit = all;
		c->nlimit = nall;
		return true;
	}
	if (!node_listed(b->d, n, "'limits' is a list of limits"))
		return f->ok = false;
	c->limit = arena_array(b->a, struct str, n->n + 1);
	for (size_t i = 0; i < n->n; i++) {
		struct str id;
		bool known = false;

		if (!node_text(b->d, n->item[i], &id))
			return f->ok = false;
		for (size_t k = 0; k < nall; k++)
			known |= str_eq(all[k], id);
		if (known) {
			c->limit[c->nlimit++] = id;
			continue;
		}
		f->ok = false;
		if (one_is_broken(c))
			continue;
		diag_report(b->d, DIAG_FIGURE_UNKNOWN, n->item[i]->at,
		    "none of the services has a limit '%.*s'", STR_ARG(id));
		diag_nearest(b->d, id, all, nall);
	}
	return f->ok;
}

static struct str
speak(struct arena *a, struct str id)
{
	char *p = str_cstr(a, id);

	for (size_t i = 0; i < id.n; i++)
		if (p[i] == '_')
			p[i] = ' ';
	if (p[0] >= 'a' && p[0] <= 'z')
		p[0] = (char)(p[0] - 'a' + 'A');
	return (struct str){ p, id.n };
}

/* The limit's name, of the first service that gives one. */
static struct str
limit_title(struct block *b, const struct chart_of_limits *c, struct str id)
{
	for (size_t s = 0; s < c->nservice; s++)
		for (size_t i = 0; i < c->service[s]->nlimit; i++) {
			const struct limit *m = &c->service[s]->limit[i];

			if (str_eq(m->id, id) && m->name.n)
				return m->name;
		}
	return speak(b->a, id);
}

/* Notes under a table, as a list. */
static void
list_put(struct block *b, struct str text, bool *begun)
{
	buf_puts(&b->html, *begun ? "<li>" : "<ul class=\"note\">\n<li>");
	buf_puts(&b->md, *begun ? "- " : "\n- ");
	note_text(b, text);
	buf_puts(&b->html, "</li>\n");
	buf_putc(&b->md, '\n');
	*begun = true;
}

static void
list_end(struct block *b, bool begun)
{
	if (begun)
		buf_puts(&b->html, "</ul>\n");
}

static void
note_limits(struct block *b, const struct chart_of_limits *c)
{
	bool begun = false;

	for (size_t i = 0; i < c->nlimit; i++)
		for (size_t s = 0; s < c->nservice; s++) {
			const struct limit *m =
			    find_limit(c->service[s], c->limit[i]);

			if (!m || !m->note.n)
				continue;
			list_put(b,
			    str_printf(b->a, "%.*s of %.*s: %.*s%s",
				STR_ARG(limit_title(b, c, m->id)),
				STR_ARG(c->service[s]->name), STR_ARG(m->note),
				str_stop(m->note)),
			    &begun);
		}
	list_end(b, begun);
}

/* A limit as a text with figures: "128 MB to 4,096 MB", "60 s, at most 4,000 s",
 * "1,000 (can be raised)". */
static struct str
limit_form(struct arena *a, const struct service *s, const struct limit *m)
{
	struct str id = m->id;
	const char *more = m->adjustable ? " (can be raised)" : "";
	struct str f =
	    str_printf(a, "{{limits.%.*s.%.*s", STR_ARG(s->id), STR_ARG(id));
	size_t n = 0;

	for (size_t i = 0; i < s->nlimit; i++)
		n += str_eq(s->limit[i].id, id);
	if (n == 1 && m->has_default && m->has_max)
		return str_printf(a, "%.*s.default}}, at most %.*s.max}}%s",
		    STR_ARG(f), STR_ARG(f), more);
	if (n == 1 && m->has_min && m->has_max)
		return str_printf(a, "%.*s.min}} to %.*s.max}}%s", STR_ARG(f),
		    STR_ARG(f), more);
	return str_printf(a, "%s%.*s}}%s",
	    n == 1 && m->has_min && !m->has_max && !m->has_default ? "at least "
								   : "",
	    STR_ARG(f), n == 1 ? more : "");
}

/* A file with mistakes may have had some. */
static bool
report_unlimited(struct block *b, const struct chart_of_limits *c)
{
	for (size_t s = 0; s < c->nservice; s++)
		if (c->service[s]->broken)
			return false;
	return diag_report(b->d, DIAG_RESULT, b->at,
	    "there is nothing to show: none of these services has a limit");
}

bool
block_limits(struct block *b)
{
	struct chart_of_limits c = { 0 };
	struct str caption = STR("Limits");
	struct table *t;
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a limits block");
	field_text(&f, "caption", &caption);
	if (load_services(b, &f, &c))
		load_limits(b, &f, &c);
	else
		field_find(&f, "limits");
	if (!fields_end(&f))
		return false;
	if (!c.nlimit)
		return report_unlimited(b, &c);
	t = table_new(b->a, c.nservice + 1, c.nlimit);
	t->caption = caption;
	t->row_heads = true;
	t->head[0] = STR("Limit");
	for (size_t s = 0; s < c.nservice; s++)
		t->head[s + 1] = c.service[s]->name;
	for (size_t i = 0; i < c.nlimit; i++) {
		table_at(t, i, 0)->text = limit_title(b, &c, c.limit[i]);
		for (size_t s = 0; s < c.nservice; s++) {
			struct cell *cell = table_at(t, i, s + 1);
			const struct limit *m =
			    find_limit(c.service[s], c.limit[i]);

			if (!m) {
				cell->text = STR("no limit given");
				cell->na = true;
				continue;
			}
			if (!cell_fill(b, cell,
				limit_form(b->a, c.service[s], m), b->at))
				return false;
		}
	}
	table_put(b, t);
	note_limits(b, &c);
	return true;
}

static bool
load_measurements(struct block *b, struct fields *f,
    const struct measurement **all, size_t *n)
{
	const struct guide *g = b->f->g;
	const struct node *list = field_find(f, "rows");
	struct str id, *name;

	if (!list) {
		for (*n = 0; *n < g->nmeasurement; ++*n)
			all[*n] = &g->measurement[*n];
		return true;
	}
	if (!node_listed(
		b->d, list, "'rows' is a list of measurements of this guide"))
		return f->ok = false;
	if (list->n > g->nmeasurement)
		return f->ok = diag_report(b->d, DIAG_WRONG_KIND, list->at,
			   "'rows' lists each measurement of this guide once");
	for (size_t i = 0; i < list->n; i++) {
		const struct measurement *m;

		if (!node_text(b->d, list->item[i], &id)) {
			f->ok = false;
			continue;
		}
		m = guide_measurement(g, id);
		if (m) {
			all[(*n)++] = m;
			continue;
		}
		name = arena_array(b->a, struct str, g->nmeasurement + 1);
		for (size_t k = 0; k < g->nmeasurement; k++)
			name[k] = g->measurement[k].id;
		f->ok = diag_report(b->d, DIAG_MEASUREMENT_UNKNOWN,
		    list->item[i]->at, "no measurement '%.*s'", STR_ARG(id));
		diag_nearest(b->d, id, name, g->nmeasurement);
	}
	return f->ok;
}

/* The points that are shown, ascending: of those that any row has at most six,
 * the better known ones. */
static size_t
list_points(const struct measurement *const *all, size_t n,
    struct measured_point const *out[MAX_POINTS])
{
	static const char *const known[] = { "p50", "p95", "p99", "p90", "max",
		"min", "p75", "p999", "p80", "p25" };
	size_t count = 0;

	for (size_t k = 0; k < countof(known) && count < MAX_POINTS; k++) {
		const struct measured_point *p = NULL;
		size_t at;

		for (size_t i = 0; i < n && !p; i++)
			if (measurement_is_sound(all[i]))
				p = measurement_point(all[i], str_of(known[k]));
		if (!p)
			continue;
		for (at = count++; at && rat_lt(p->p, out[at - 1]->p); at--)
			out[at] = out[at - 1];
		out[at] = p;
	}
	return count;
}

static bool
fill_measurement(struct block *b, struct table *t, size_t row,
    const struct measurement *m, struct measured_point const *const *point,
    size_t n)
{
	struct cell *c = table_at(t, row, 0);

	c->text = m->name;
	for (size_t i = 0; i <= n; i++) {
		struct str field = i < n ? point[i]->name : STR("samples");

		c = table_at(t, row, i + 1);
		if (i < n && !measurement_point(m, field)) {
			c->text = STR("not stated");
			continue;
		}
		c->fig = figure_get(b->f,
		    str_printf(b->a, "latency.%.*s.%.*s", STR_ARG(m->id),
			STR_ARG(field)),
		    b->at);
		if (!c->fig)
			return false;
	}
	c = table_at(t, row, n + 2);
	c->text = str_printf(b->a, "%.*s, %.*s", STR_ARG(m->source->title),
	    STR_ARG(m->source->published.n ? m->source->published
					   : m->source->retrieved));
	c->href = m->source->url;
	return true;
}

static void
note_measurements(
    struct block *b, const struct measurement *const *all, size_t n)
{
	bool begun = false;

	for (size_t i = 0; i < n; i++)
		if (measurement_is_sound(all[i]) && all[i]->note.n)
			list_put(b,
			    str_printf(b->a, "%.*s: %.*s",
				STR_ARG(all[i]->name), STR_ARG(all[i]->note)),
			    &begun);
	for (size_t i = 0; i < n; i++)
		if (!measurement_is_sound(all[i]))
			list_put(b,
			    str_printf(b->a,
				"Left out, for want of a published "
				"measurement with a sample size: %.*s.%s%.*s",
				STR_ARG(all[i]->name),
				all[i]->note.n ? " " : "",
				STR_ARG(all[i]->note)),
			    &begun);
	list_end(b, begun);
}

bool
block_percentiles(struct block *b)
{
	const struct measured_point *point[MAX_POINTS];
	const struct measurement **all = arena_array(
	    b->a, const struct measurement *, b->f->g->nmeasurement + 1);
	struct str caption = STR("Response times");
	size_t n = 0, rows = 0, npoint;
	struct table *t;
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a percentiles block");
	field_text(&f, "caption", &caption);
	load_measurements(b, &f, all, &n);
	if (!fields_end(&f))
		return false;
	if (!n)
		return diag_report(b->d, DIAG_RESULT, b->at,
		    "there is nothing to show: this guide has no measurements");
	for (size_t i = 0; i < n; i++)
		rows += measurement_is_sound(all[i]);
	npoint = list_points(all, n, point);
	t = table_new(b->a, npoint + 3, rows);
	t->caption = caption;
	t->row_heads = true;
	t->head[0] = STR("Measured");
	for (size_t i = 0; i <= npoint; i++) {
		t->head[i + 1] = i < npoint ? point[i]->name : STR("Samples");
		t->number[i + 1] = true;
	}
	t->head[npoint + 2] = STR("Source");
	rows = 0;
	for (size_t i = 0; i < n; i++)
		if (measurement_is_sound(all[i]) &&
		    !fill_measurement(b, t, rows++, all[i], point, npoint))
			return false;
	table_put(b, t);
	note_measurements(b, all, n);
	return true;
}

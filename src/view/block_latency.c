/* The latency block: what callers wait for, and by which model. */
#include "decide/response.h"
#include "text/escape.h"
#include "view/table.h"

struct waits {
	struct block *b;
	struct setup setup;
	size_t *option;
	size_t n;
	struct response *response; /* by option */
};

static const char *const fields[] = { "cold_share", "p50", "p95", "p99" };

static const struct figure *
wait_figure(struct waits *s, size_t i, const char *field)
{
	struct block *b = s->b;
	const struct guide *g = b->f->g;

	return figure_get(b->f,
	    str_printf(b->a, "latency.%.*s.%.*s.%s%.*s",
		STR_ARG(g->option[s->option[i]].id),
		STR_ARG(g->scenario[s->setup.scenario].id), field,
		STR_ARG(s->setup.suffix)),
	    b->at);
}

static bool
compute(struct waits *s)
{
	struct block *b = s->b;
	const struct guide *g = b->f->g;

	s->response = arena_array(b->a, struct response, s->n + 1);
	for (size_t i = 0; i < s->n; i++) {
		const struct plan *plan = figure_plan(
		    b->f, &g->option[s->option[i]], &s->setup.market);

		if (!plan)
			return false;
		response_compute(
		    b->a, g, plan, s->setup.workload, &s->response[i]);
	}
	return true;
}

static bool
put_waits(struct waits *s, struct str caption)
{
	static const char *const head[] = { "Option", "Cold starts", "p50",
		"p95", "p99" };
	struct block *b = s->b;
	struct table *t = table_new(b->a, countof(head), s->n);

	t->caption = caption;
	t->row_heads = true;
	for (size_t i = 0; i < countof(head); i++) {
		t->head[i] = str_of(head[i]);
		t->number[i] = i > 0;
	}
	for (size_t i = 0; i < s->n; i++) {
		table_at(t, i, 0)->text = b->f->g->option[s->option[i]].name;
		for (size_t k = 0; k < countof(fields); k++) {
			struct cell *c = table_at(t, i, k + 1);

			c->fig = wait_figure(s, i, fields[k]);
			if (!c->fig)
				return false;
		}
	}
	table_put(b, t);
	return true;
}

static void
item_begin(struct block *b)
{
	buf_puts(&b->html, "<li>");
	buf_puts(&b->md, "- ");
}

static void
item_end(struct block *b)
{
	buf_puts(&b->html, "</li>\n");
	buf_putc(&b->md, '\n');
}

static void
put_link(struct block *b, const struct citation *c)
{
	if (!c)
		return;
	buf_puts(&b->html, " (<a href=\"");
	escape_url(&b->html, c->url);
	buf_puts(&b->html, "\">");
	buf_puts(&b->md, " ([");
	note_text(b,
	    str_printf(b->a, "%.*s, %.*s", STR_ARG(c->title),
		STR_ARG(c->published.n ? c->published : c->retrieved)));
	buf_puts(&b->html, "</a>)");
	buf_puts(&b->md, "](");
	escape_url(&b->md, c->url);
	buf_puts(&b->md, "))");
}

static void
put_measured(struct block *b, const char *role, const struct measurement *m)
{
	static const char *const what[] = { "", ", to which the run is added",
		", added to the warm times" };

	if (!m)
		return;
	note_text(b, str_of(role));
	note_text(b, m->name);
	note_text(b, str_of(what[m->what]));
	put_link(b, m->source);
}

static struct str
number_text(struct arena *a, struct rat n)
{
	struct unit one = unit_one();

	return value_display(a, n, &one, (struct str){ 0 });
}

/* "; computed for 13.7 requests an hour, ..." */
static void
put_model(struct block *b, const struct response *r)
{
	const struct traffic *t = &r->traffic;

	note_text(b,
	    str_printf(b->a,
		"; cold starts computed for %.*s requests per busy hour of "
		"%.*s each, instances that stop %.*s after their last "
		"request",
		STR_ARG(
		    number_text(b->a, rat_mul(b->a, t->rate, rat_int(3600)))),
		STR_ARG(response_text(b->a, t->run)),
		STR_ARG(qty_display(b->a, &r->of->idle.value))));
	put_link(b, r->of->idle.source);
	if (!rat_eq(t->concurrency, rat_int(1)))
		note_text(b,
		    str_printf(b->a, ", %.*s requests in one at once",
			STR_ARG(number_text(b->a, t->concurrency))));
	if (!rat_is_zero(t->kept))
		note_text(b,
		    str_printf(b->a, ", %.*s kept ready",
			STR_ARG(number_text(b->a, t->kept))));
	if (!rat_is_zero(t->kept) && rat_lt(r->covered, rat_int(1)))
		note_text(b,
		    str_printf(b->a, " for %.*s of the busy time",
			STR_ARG(number_text(b->a, r->covered))));
}

static void
put_origin(struct waits *s, size_t i)
{
	struct block *b = s->b;
	const struct response *r = &s->response[i];

	item_begin(b);
	note_text(b, b->f->g->option[s->option[i]].name);
	note_text(b, STR(": "));
	if (r->lacks.n) {
		note_text(b,
		    str_is(r->lacks, "is not measured") ? STR("not measured")
							: r->lacks);
	} else {
		put_measured(b, "", r->of->whole);
		put_measured(b, "", r->of->warm);
		put_measured(b, "; cold: ", r->of->cold);
		if (r->modelled)
			put_model(b, r);
		else if (r->of->cold)
			note_text(b, STR("; cold starts as stated"));
		if (!r->modelled && r->of->cold)
			put_link(b, r->of->share.source);
	}
	note_text(b, STR("."));
	item_end(b);
}

/* What the model takes for granted, said once. */
static void
put_limits(struct waits *s)
{
	bool modelled = false, beyond = false;

	for (size_t i = 0; i < s->n; i++) {
		modelled |= s->response[i].modelled;
		for (size_t k = 0; k < PERCENTILE_COUNT; k++) {
			enum known known = KNOWN;

			if (!s->response[i].lacks.n)
				mixture_at(s->b->a, &s->response[i].mixture,
				    percentile_part(k), &known);
			beyond |=
			    known == KNOWN_AT_LEAST || known == KNOWN_AT_MOST;
		}
	}
	if (modelled)
		note_put(s->b,
		    STR("The share of cold starts is a model, not a "
			"measurement: requests come at random and at an even "
			"rate (Poisson), each runs as long as the scenario "
			"bills, and nothing but idleness stops an instance. "
			"Traffic in bursts, deployments and new versions "
			"meet more cold starts."));
	if (beyond)
		note_put(s->b,
		    STR("\xE2\x89\xA5 and \xE2\x89\xA4: the time lies beyond "
			"the outermost point that was measured."));
}

bool
block_latency(struct block *b)
{
	struct str caption = STR("Response times");
	struct waits s = { .b = b };
	size_t scenario;
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a latency block");
	scenario = block_scenario(b, &f);
	field_text(&f, "caption", &caption);
	block_options(b, &f, "options", scenario, &s.option, &s.n);
	if (!fields_end(&f))
		return false;
	s.setup = setup_of(b->f, scenario);
	if (!compute(&s) || !put_waits(&s, caption))
		return false;
	buf_puts(&b->html, "<ul class=\"note\">\n");
	buf_putc(&b->md, '\n');
	for (size_t i = 0; i < s.n; i++)
		put_origin(&s, i);
	buf_puts(&b->html, "</ul>\n");
	put_limits(&s);
	return true;
}

/* Explanations of response times. */
#include "decide/response.h"
#include "view/explain_int.h"

static void
add_qty(struct explainer *e, struct node *root, struct str name,
    const struct qty *q)
{
	struct node *step = step_new(e->a, "value", name);

	step_value(e->a, step, q->n, &q->unit, q->word);
	step_at(e->a, step, q->at);
	step_part(e->a, root, step);
}

/* What a measurement says: its place, its source and its points. */
static void
fill_measured(
    struct explainer *e, struct node *step, const struct measurement *m)
{
	struct unit one = unit_one();
	struct node *samples;

	step_at(e->a, step, m->at);
	step_source(e->a, step, m->source);
	step_set(e->a, step, "note", m->note);
	for (size_t i = 0; i < m->npoint; i++)
		add_qty(e, step, m->point[i].name, &m->point[i].time);
	if (m->has_mean)
		add_qty(e, step, STR("mean"), &m->mean);
	if (!m->samples)
		return;
	samples = step_new(e->a, "value", STR("samples"));
	step_value(e->a, samples, rat_int(m->samples), &one, (struct str){ 0 });
	step_part(e->a, step, samples);
}

static void
add_measured(struct explainer *e, struct node *root, const char *kind,
    const struct measurement *m)
{
	struct node *step;

	if (!m)
		return;
	step = step_new(e->a, kind, m->id);
	step_set(e->a, step, "about", m->name);
	fill_measured(e, step, m);
	step_part(e->a, root, step);
}

static struct node *
time_step(struct explainer *e, const char *kind, struct rat t)
{
	struct node *step = step_new(e->a, kind, (struct str){ 0 });
	struct str word;
	struct unit u = response_unit(t, &word);

	step_value(e->a, step, t, &u, word);
	return step;
}

static void
add_stated(struct explainer *e, struct node *root, const char *kind,
    const struct stated *s)
{
	struct node *step = step_new(e->a, kind, (struct str){ 0 });

	step_value(e->a, step, s->value.n, &s->value.unit, s->value.word);
	step_at(e->a, step, s->value.at);
	step_source(e->a, step, s->source);
	step_set(e->a, step, "note", s->note);
	step_part(e->a, root, step);
}

static void
add_count(struct explainer *e, struct node *root, const char *kind,
    struct rat n, const struct input_ref *from)
{
	struct node *step = step_new(e->a, kind, (struct str){ 0 });
	struct unit one = unit_one();

	step_value(e->a, step, n, &one, (struct str){ 0 });
	if (from->given) {
		step_set(e->a, step, "about", from->text);
		step_at(e->a, step, from->at);
	}
	step_part(e->a, root, step);
}

/* The share of cold requests: stated, or what it is computed from. */
static void
add_share(struct explainer *e, struct node *root, const struct response *r)
{
	const struct latency *l = r->of;
	const struct workload *w = e->setup.workload;
	const char *const names[] = { "requests", "busy" };

	if (l->share.given) {
		add_stated(e, root, "cold share", &l->share);
		return;
	}
	for (size_t i = 0; i < countof(names); i++) {
		size_t slot = scope_find(&w->terms->scope, str_of(names[i]));

		if (slot != SIZE_MAX && w->given[slot])
			step_part(e->a, root, term_step(e, w, slot));
	}
	add_stated(e, root, "idle time-out", &l->idle);
	add_count(
	    e, root, "concurrency", r->traffic.concurrency, &l->concurrency);
	add_count(e, root, "kept instances", r->traffic.kept, &l->kept);
	if (l->kept_time.given)
		add_count(e, root, "part of the busy time with them",
		    r->covered, &l->kept_time);
}

static bool
explain_response(struct explainer *e, struct node *root, size_t option)
{
	struct plan *plan = arena_new(e->a, struct plan);
	struct response r;

	if (!path_setup(e->f, &e->path, 2, &e->setup) ||
	    !plan_init(plan, e->a, e->f->d, &e->g->option[option], e->g->terms,
		&e->setup.market))
		return false;
	step_at(e->a, root, e->g->latency[option].at);
	response_compute(e->a, e->g, plan, e->setup.workload, &r);
	add_measured(e, root, "measured", r.of->whole);
	add_measured(e, root, "warm", r.of->warm);
	add_measured(e, root, "cold", r.of->cold);
	if (r.lacks.n)
		return true;
	if (r.uses_run)
		step_part(e->a, root, time_step(e, "run", r.run));
	if (r.of->cold)
		add_share(e, root, &r);
	return true;
}

bool
explain_latency(struct explainer *e, struct node *root)
{
	size_t option = guide_option(e->g, e->path.part[1]);
	const struct measurement *m = guide_measurement(e->g, e->path.part[1]);

	if (option != SIZE_MAX && e->path.n == 4)
		return explain_response(e, root, option);
	fill_measured(e, root, m);
	return true;
}

/*
 * Figures of response times: latency.MEASUREMENT.FIELD is what was measured,
 * latency.OPTION.SCENARIO.FIELD what the callers of an option wait.
 */
#include "decide/response.h"
#include "num/format.h"
#include "view/figure_int.h"

/* The points a measurement may be asked for: the usual ones and its own. */
static struct str *
measured_fields(struct figures *f, const struct measurement *m, size_t *n)
{
	struct str *all = arena_array(f->a, struct str, m->npoint + 5);

	*n = 0;
	for (size_t i = 0; i < PERCENTILE_COUNT; i++)
		all[(*n)++] = str_of(percentile_name(i));
	all[(*n)++] = STR("samples");
	if (m->has_mean)
		all[(*n)++] = STR("mean");
	for (size_t i = 0; i < m->npoint; i++)
		all[(*n)++] = m->point[i].name;
	return all;
}

static struct figure *
unknown_latency(struct figures *f, const struct path *p)
{
	const struct guide *g = f->g;
	struct str *all =
	    arena_array(f->a, struct str, g->nmeasurement + g->noption + 1);
	size_t n = 0;

	for (size_t i = 0; i < g->nmeasurement; i++)
		all[n++] = g->measurement[i].id;
	for (size_t i = 0; i < g->noption; i++)
		if (g->option[i].latency)
			all[n++] = g->option[i].id;
	return unknown_part(f, p, 1, all, n);
}

static void
fill_measured(struct figures *f, struct figure *fig,
    const struct measurement *m, struct str field)
{
	const struct measured_point *point = measurement_point(m, field);
	struct unit one = unit_one();
	const struct qty *q = point ? &point->time : NULL;

	if (str_is(field, "mean") && m->has_mean)
		q = &m->mean;
	if (q && m->source && m->samples)
		set_value(f, fig, q->n, &q->unit, q->word);
	else if (str_is(field, "samples") && m->samples)
		set_value(f, fig, rat_int(m->samples), &one, (struct str){ 0 });
	else
		set_missing(f, fig, STR("not measured"));
	add_source(f, fig, m->source);
}

static struct figure *
make_measured(
    struct figures *f, const struct path *p, const struct measurement *m)
{
	struct figure *fig;
	struct str *all;
	size_t n, k = 0;

	if (!path_fixed(f, p))
		return NULL;
	all = measured_fields(f, m, &n);
	while (k < n && !(p->n == 3 && str_eq(p->part[2], all[k])))
		k++;
	if (k == n)
		return unknown_part(f, p, p->n > 3 ? 3 : 2, all, n);
	fig = known_figure(f, p->whole);
	if (fig)
		return fig;
	fig = new_figure(f, p->whole);
	fig->formula = str_printf(f->a, "%.*s measured for '%.*s'",
	    STR_ARG(all[k]), STR_ARG(m->name));
	fill_measured(f, fig, m, all[k]);
	return keep_figure(f, fig);
}

static void
set_time(struct figures *f, struct figure *fig, struct rat t, enum known known)
{
	struct str word;
	struct unit u = response_unit(t, &word);

	set_value(f, fig, t, &u, word);
	set_known(f, fig, known);
}

/* A part of all, in percent. */
static void
set_share(struct figures *f, struct figure *fig, struct rat share)
{
	struct unit u = unit_one();

	u.scale = rat_frac(1, 100);
	set_value(f, fig, share, &u, STR("%"));
}

static void
add_time(struct figures *f, struct figure *fig, const char *name, struct rat t)
{
	add_value(f, fig, str_of(name), response_text(f->a, t));
}

static void
add_count(struct figures *f, struct figure *fig, const char *name, struct rat n)
{
	struct buf b = { 0 };

	format_number(&b, n);
	add_value(f, fig, str_of(name), buf_take(&b, f->a));
}

static void
add_measured(struct figures *f, struct figure *fig, const char *name,
    const struct measurement *m)
{
	struct buf b = { 0 };

	if (!m)
		return;
	buf_printf(&b, "%.*s:", STR_ARG(m->name));
	for (size_t i = 0; i < m->npoint; i++)
		buf_printf(&b, "%s %.*s %.*s", i ? "," : "",
		    STR_ARG(m->point[i].name),
		    STR_ARG(qty_display(f->a, &m->point[i].time)));
	add_value(f, fig, str_of(name), buf_take(&b, f->a));
	add_source(f, fig, m->source);
}

/* What the share of cold requests is computed from. */
static void
add_share(struct figures *f, struct figure *fig, const struct response *r)
{
	struct buf b = { 0 };

	if (!r->modelled) {
		add_source(f, fig, r->of->share.source);
		return;
	}
	format_number(&b, rat_mul(f->a, r->traffic.rate, rat_int(3600)));
	buf_puts(&b, " requests per busy hour");
	add_value(f, fig, STR("rate"), buf_take(&b, f->a));
	add_time(f, fig, "run", r->traffic.run);
	add_value(
	    f, fig, STR("idle_timeout"), qty_display(f->a, &r->of->idle.value));
	add_count(f, fig, "concurrency", r->traffic.concurrency);
	add_count(f, fig, "kept", r->traffic.kept);
	if (rat_lt(r->covered, rat_int(1)))
		add_count(f, fig, "kept, part of the busy time", r->covered);
	add_source(f, fig, r->of->idle.source);
}

static void
add_operands(struct figures *f, struct figure *fig, const struct response *r)
{
	struct buf b = { 0 };

	add_measured(f, fig, "measured", r->of->whole);
	add_measured(f, fig, "warm", r->of->warm);
	add_measured(f, fig, "cold", r->of->cold);
	if (r->uses_run)
		add_time(f, fig, "run", r->run);
	if (!r->of->cold)
		return;
	format_number(&b, rat_mul(f->a, r->mixture.share, rat_int(100)));
	buf_puts(&b, "\xC2\xA0%");
	add_value(f, fig, STR("cold_share"), buf_take(&b, f->a));
	add_share(f, fig, r);
}

static void
fill_share(struct figures *f, struct figure *fig, const struct response *r)
{
	fig->formula = r->modelled
	    ? STR("sum of P(n) \xC3\x97 e^(\xE2\x88\x92rate \xC3\x97 "
		  "idle_timeout \xC3\x97 B(n)) over n = k \xC3\x97 "
		  "concurrency, k \xE2\x89\xA5 kept")
	    : r->of->cold ? STR("stated")
			  : STR("no request is cold");
	set_share(f, fig, r->mixture.share);
	add_share(f, fig, r);
}

static void
fill_percentile(
    struct figures *f, struct figure *fig, const struct response *r, size_t i)
{
	static const char *const beyond[] = { "", "above", "below",
		"above and below" };
	const char *name = percentile_name(i);
	enum known known;
	struct rat t =
	    mixture_at(f->a, &r->mixture, percentile_part(i), &known);

	fig->formula = r->of->cold
	    ? str_printf(f->a,
		  "the least t with (1 \xE2\x88\x92 cold_share) \xC3\x97 "
		  "warm(t) + cold_share \xC3\x97 cold(t) \xE2\x89\xA5 0.%s",
		  name + 1)
	    : str_printf(f->a, "%s of what was measured%s", name,
		  r->uses_run ? ", the run added" : "");
	if (known != KNOWN)
		fig->formula = str_printf(f->a, "%.*s; nothing is measured %s",
		    STR_ARG(fig->formula), beyond[known]);
	if (known == KNOWN_NOT)
		set_missing(f, fig, STR("not measured that far"));
	else
		set_time(f, fig, t, known);
	add_operands(f, fig, r);
}

static void
fill_mean(struct figures *f, struct figure *fig, const struct response *r)
{
	struct rat t;

	fig->formula = r->of->cold
	    ? STR("(1 \xE2\x88\x92 cold_share) \xC3\x97 mean(warm) + "
		  "cold_share \xC3\x97 mean(cold)")
	    : STR("mean of what was measured");
	if (response_mean(f->a, r, &t))
		set_time(f, fig, t, KNOWN);
	else
		set_missing(f, fig, STR("the mean is not measured"));
	add_operands(f, fig, r);
}

static void
fill_response(struct figures *f, struct figure *fig, const struct response *r,
    struct str field)
{
	if (r->lacks.n) {
		set_missing(f, fig,
		    str_is(r->lacks, "is not measured") ? STR("not measured")
							: r->lacks);
		return;
	}
	if (str_is(field, "mean")) {
		fill_mean(f, fig, r);
	} else if (!str_is(field, "cold_share")) {
		for (size_t i = 0; i < PERCENTILE_COUNT; i++)
			if (str_is(field, percentile_name(i)))
				fill_percentile(f, fig, r, i);
	} else if (response_has_share(r)) {
		fill_share(f, fig, r);
	} else {
		fig->formula = str_printf(f->a,
		    "cold requests / all requests, which '%.*s' does not tell "
		    "apart",
		    STR_ARG(r->of->whole->name));
		set_missing(f, fig, STR("not told apart when measured"));
		add_source(f, fig, r->of->whole->source);
	}
}

/* latency.OPTION.SCENARIO.FIELD */
static struct figure *
make_response(struct figures *f, const struct path *p, size_t option)
{
	struct str words[] = { STR("p50"), STR("p95"), STR("p99"), STR("mean"),
		STR("cold_share") };
	const struct plan *plan;
	struct response r;
	struct figure *fig;
	struct setup s;
	struct str id;
	size_t k = 0;

	if (!path_setup(f, p, 2, &s))
		return NULL;
	while (
	    k < countof(words) && !(p->n == 4 && str_eq(p->part[3], words[k])))
		k++;
	if (k == countof(words))
		return unknown_part(f, p, p->n > 4 ? 4 : 3, words, k);
	id = str_printf(f->a, "latency.%.*s.%.*s.%.*s%.*s", STR_ARG(p->part[1]),
	    STR_ARG(p->part[2]), STR_ARG(words[k]), STR_ARG(s.suffix));
	fig = known_figure(f, id);
	if (fig)
		return fig;
	plan = figure_plan(f, &f->g->option[option], &s.market);
	if (!plan)
		return NULL;
	response_compute(f->a, f->g, plan, s.workload, &r);
	fig = new_figure(f, id);
	fill_response(f, fig, &r, words[k]);
	return keep_figure(f, fig);
}

struct figure *
make_latency(struct figures *f, const struct path *p)
{
	const struct measurement *m =
	    p->n > 1 ? guide_measurement(f->g, p->part[1]) : NULL;
	size_t option = p->n > 1 ? guide_option(f->g, p->part[1]) : SIZE_MAX;
	bool of_option = option != SIZE_MAX &&
	    (!m || (p->n > 2 && guide_scenario(f->g, p->part[2]) != SIZE_MAX));

	if (of_option)
		return option_is_sound(&f->g->option[option])
		    ? make_response(f, p, option)
		    : NULL;
	return m ? make_measured(f, p, m) : unknown_latency(f, p);
}

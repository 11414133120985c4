/* The compare block: options by factors, with the better one of each. */
#include "text/escape.h"
#include "view/table.h"

#define STARS_MAX 10

/* The options compared; each row has a value for each. */
struct match {
	struct block *b;
	struct market market;
	size_t *option;
	size_t n;
	struct table *t;
	bool own;	  /* the block says region or free tier */
	bool priced;	  /* a row is about costs */
	bool opinion;	  /* a row is a judgement */
	struct str *flip; /* notes: rows that the free tier decides */
	const struct figure **flipped;
	size_t nflip, capflip, capflipped;
};

/* A row while it is made. */
struct contender {
	struct match *m;
	struct fields f;
	struct cell *cell; /* of the whole row */
	struct str plain;  /* the factor, for notes */
	const struct node *node;
};

typedef bool (*row_maker)(struct contender *c, const struct node *value);

static struct cell *
value_cell(struct contender *c, size_t i)
{
	return &c->cell[i + 1];
}

static struct cell *
winner_cell(struct contender *c)
{
	return &c->cell[c->m->n + 1];
}

/* The values by option; all must be there, and no others. */
static const struct node **
by_option(struct contender *c, const struct node *map)
{
	struct block *b = c->m->b;
	const struct node **value =
	    arena_array(b->a, const struct node *, c->m->n + 1);
	struct str *id = arena_array(b->a, struct str, c->m->n + 1);

	if (map->kind != NODE_MAP) {
		diag_report(b->d, DIAG_WRONG_KIND, map->at,
		    "a map of options and values is wanted here, not %s",
		    node_kind_name(map));
		return NULL;
	}
	for (size_t i = 0; i < c->m->n; i++) {
		id[i] = b->f->g->option[c->m->option[i]].id;
		value[i] = node_find(map, id[i]);
		if (!node_is_empty(value[i]))
			continue;
		diag_report(b->d, DIAG_MISSING_KEY, span_sub(map->at, 0, 1),
		    "the row says nothing of the option '%.*s'",
		    STR_ARG(id[i]));
		return NULL;
	}
	for (size_t k = 0; k < map->n; k++) {
		bool known = false;

		for (size_t i = 0; i < c->m->n; i++)
			known |= str_eq(node_key(map, k), id[i]);
		if (known)
			continue;
		diag_report(b->d, DIAG_OPTION_UNKNOWN, map->key_at[k],
		    "the option '%.*s' is not compared here",
		    STR_ARG(node_key(map, k)));
		diag_nearest(b->d, node_key(map, k), id, c->m->n);
		return NULL;
	}
	return value;
}

/* Whether less or more of it is better, or neither. */
static bool
which_is_better(struct contender *c, size_t *which)
{
	static const char *const word[] = { "less", "more", "neither" };

	field_word(&c->f, "better", word, countof(word), which);
	return c->f.ok;
}

static bool
set_figure(struct contender *c, size_t i, struct str id, struct span at)
{
	struct cell *cell = value_cell(c, i);

	cell->fig = figure_get(c->m->b->f, id, at);
	return cell->fig != NULL;
}

/* Marks the option that a figure names. */
static void
mark(struct contender *c, const struct figure *winner)
{
	for (size_t i = 0; i < c->m->n; i++)
		if (winner->option == c->m->option[i] + 1)
			value_cell(c, i)->win = true;
}

/* The better of the row's figures. */
static bool
set_winner(struct contender *c, size_t which)
{
	struct block *b = c->m->b;
	struct buf id = { 0 };

	if (which > 1) {
		winner_cell(c)->text = STR("\xE2\x80\x93");
		return true;
	}
	buf_puts(&id, which ? "better.more@" : "better.less@");
	for (size_t i = 0; i < c->m->n; i++) {
		const struct option *o = &b->f->g->option[c->m->option[i]];
		const struct figure *fig = value_cell(c, i)->fig;

		buf_printf(&id, "%s%.*s=%.*s", i ? ";" : "", STR_ARG(o->id),
		    STR_ARG(fig ? fig->id : STR("none")));
	}
	winner_cell(c)->fig =
	    figure_get(b->f, buf_take(&id, b->a), c->node->at);
	if (!winner_cell(c)->fig)
		return false;
	mark(c, winner_cell(c)->fig);
	return true;
}

/* A judgement is never made to look like a computed winner. */
static void
judge(struct contender *c, struct str name)
{
	winner_cell(c)->text =
	    str_printf(c->m->b->a, "%.*s (judgement)", STR_ARG(name));
	c->m->opinion = true;
}

static bool
same_options(const struct match *m, const struct scenario *s)
{
	size_t hits = 0;

	for (size_t i = 0; i < m->n; i++)
		for (size_t k = 0; k < s->noption; k++)
			hits += s->option[k] == m->option[i];
	return hits == m->n && m->n == s->noption;
}

static bool
row_setup(struct contender *c, const struct node *value, struct setup *s)
{
	struct block *b = c->m->b;
	const struct node *set;
	struct str id;
	size_t i;

	if (!node_text(b->d, value, &id))
		return false;
	i = guide_scenario_get(b->f->g, b->d, value->at, id);
	if (i == SIZE_MAX || b->f->g->scenario[i].broken)
		return false;
	*s = setup_of(b->f, i);
	if (c->m->own)
		s->market = c->m->market;
	set = block_set(b, &c->f);
	return c->f.ok && block_change(b, s, set);
}

static const struct figure *
cheapest(struct contender *c, const struct setup *s, struct span at)
{
	struct block *b = c->m->b;
	const struct figure *fig = figure_get(b->f,
	    str_printf(b->a, "winner.%.*s%.*s",
		STR_ARG(b->f->g->scenario[s->scenario].id), STR_ARG(s->suffix)),
	    at);

	return fig;
}

/* Where the free tier decides the row, both answers are shown. */
static bool
note_flip(struct contender *c, const struct setup *s, struct span at)
{
	struct match *m = c->m;
	struct setup other = *s;
	const struct figure *winner;
	size_t n = m->nflip;

	other.market.free = s->market.free == FREE_NONE ? FREE_FULL : FREE_NONE;
	setup_suffix(m->b->f, &other);
	winner = cheapest(c, &other, at);
	if (!winner)
		return false;
	if (winner->option == winner_cell(c)->fig->option)
		return true;
	arena_push(m->b->a, m->flip, n, m->capflip,
	    str_printf(m->b->a, "%.*s: with free tier \"%s\" the cheapest is ",
		STR_ARG(c->plain), free_tier_name(other.market.free)));
	arena_push(m->b->a, m->flipped, m->nflip, m->capflipped, winner);
	return true;
}

/* A cost says in its row where it is bought, where that is not as the caption
 * says. */
static bool
put_apart(struct contender *c, const struct setup *s)
{
	struct match *m = c->m;
	struct str text = block_apart(m->b, &m->market, &s->market);
	struct cell *factor = &c->cell[0], apart = { 0 };

	if (!cell_fill(m->b, &apart, text, c->node->at))
		return false;
	factor->html = str_cat(m->b->a, factor->html, apart.html);
	factor->md = str_cat(m->b->a, factor->md, apart.md);
	return true;
}

/* cost: SCENARIO, set: {INPUT: VALUE} */
static bool
make_cost_row(struct contender *c, const struct node *value)
{
	struct block *b = c->m->b;
	struct setup s;
	struct cell *winner = winner_cell(c);

	if (!row_setup(c, value, &s) || !put_apart(c, &s))
		return false;
	c->m->priced = true;
	for (size_t i = 0; i < c->m->n; i++) {
		value_cell(c, i)->fig = figure_cost(b->f, c->m->option[i], &s);
		if (!value_cell(c, i)->fig)
			return false;
	}
	if (!same_options(c->m, &b->f->g->scenario[s.scenario])) {
		s.option = c->m->option;
		s.noption = c->m->n;
		setup_suffix(b->f, &s);
	}
	winner->fig = cheapest(c, &s, value->at);
	if (!winner->fig)
		return false;
	mark(c, winner->fig);
	return note_flip(c, &s, value->at);
}

/* latency: SCENARIO, point: p95 */
static bool
make_latency_row(struct contender *c, const struct node *value)
{
	struct block *b = c->m->b;
	struct str point = STR("p95"), suffix;
	struct setup s;

	field_text(&c->f, "point", &point);
	if (!row_setup(c, value, &s))
		return false;
	suffix = s.suffix;
	for (size_t i = 0; i < c->m->n; i++)
		if (!set_figure(c, i,
			str_printf(b->a, "latency.%.*s.%.*s.%.*s%.*s",
			    STR_ARG(b->f->g->option[c->m->option[i]].id),
			    STR_ARG(b->f->g->scenario[s.scenario].id),
			    STR_ARG(point), STR_ARG(suffix)),
			value->at))
			return false;
	return set_winner(c, 0);
}

/* KIND: {OPTION: ID}, where the figure is PREFIX and the id; with `unlimited`
 * the word none stands for no limit. */
static bool
make_figure_row(struct contender *c, const struct node *value,
    const char *prefix, size_t better, bool unlimited)
{
	struct block *b = c->m->b;
	const struct node **id = by_option(c, value);
	struct str text;

	if (!id || !which_is_better(c, &better))
		return false;
	for (size_t i = 0; i < c->m->n; i++) {
		if (!node_text(b->d, id[i], &text))
			return false;
		if (unlimited && str_is(text, "none")) {
			value_cell(c, i)->text = STR("no limit set");
			continue;
		}
		if (!set_figure(c, i,
			str_printf(b->a, "%s%.*s", prefix, STR_ARG(text)),
			id[i]->at))
			return false;
	}
	return set_winner(c, better);
}

static bool
make_limit_row(struct contender *c, const struct node *value)
{
	return make_figure_row(c, value, "limits.", 1, true);
}

static bool
make_fact_row(struct contender *c, const struct node *value)
{
	return make_figure_row(c, value, "fact.", 0, false);
}

/* Figures of any kind; without `better` they are only shown. */
static bool
make_free_row(struct contender *c, const struct node *value)
{
	return make_figure_row(c, value, "", 2, true);
}

/* text: {OPTION: TEXT}, winner: OPTION */
static bool
make_text_row(struct contender *c, const struct node *value)
{
	struct block *b = c->m->b;
	const struct node **text = by_option(c, value);
	const struct node *winner = field_find(&c->f, "winner");
	struct str id;
	size_t k;

	if (!text)
		return false;
	for (size_t i = 0; i < c->m->n; i++) {
		struct str one;

		if (!node_text(b->d, text[i], &one) ||
		    !cell_fill(b, value_cell(c, i), one, text[i]->at))
			return false;
	}
	winner_cell(c)->text = STR("\xE2\x80\x93");
	if (!winner)
		return true;
	if (!node_text(b->d, winner, &id))
		return false;
	k = guide_option_get(b->f->g, b->d, winner->at, id);
	for (size_t i = 0; i < c->m->n; i++)
		if (c->m->option[i] == k) {
			value_cell(c, i)->win = true;
			judge(c, b->f->g->option[k].name);
			return true;
		}
	return k == SIZE_MAX
	    ? false
	    : diag_report(b->d, DIAG_OPTION_UNKNOWN, winner->at,
		  "the option '%.*s' is not compared here", STR_ARG(id));
}

static bool
load_stars(struct contender *c, const struct node *n, int64_t of, int64_t *out)
{
	struct block *b = c->m->b;
	struct unit_env env = { 0 };
	struct unit one = unit_one();
	struct qty q;

	if (!node_qty(b->a, b->d, n, &env, &one, &q))
		return false;
	*out = rat_to_int(q.n, -1);
	if (*out >= 0 && *out <= of)
		return true;
	return diag_report(b->d, DIAG_RANGE, n->at,
	    "a rating is a whole number from zero to %lld", (long long)of);
}

/* stars: {OPTION: N}, of: 5 */
static bool
make_stars_row(struct contender *c, const struct node *value)
{
	struct block *b = c->m->b;
	const struct node **stars = by_option(c, value);
	const struct node *n = field_find(&c->f, "of");
	int64_t of = 5, best = -1;
	struct buf names = { 0 };
	size_t nbest = 0;

	if (!stars || (n && !load_stars(c, n, STARS_MAX, &of)))
		return false;
	for (size_t i = 0; i < c->m->n; i++) {
		struct cell *cell = value_cell(c, i);

		if (!load_stars(c, stars[i], of, &cell->stars))
			return false;
		cell->of = of;
		best = cell->stars > best ? cell->stars : best;
	}
	for (size_t i = 0; i < c->m->n; i++)
		if (value_cell(c, i)->stars == best)
			buf_printf(&names, "%s%.*s", nbest++ ? ", " : "",
			    STR_ARG(b->f->g->option[c->m->option[i]].name));
	for (size_t i = 0; i < c->m->n; i++)
		value_cell(c, i)->win =
		    nbest < c->m->n && value_cell(c, i)->stars == best;
	judge(c, nbest < c->m->n ? buf_view(&names) : STR("equal"));
	buf_free(&names);
	return true;
}

static const struct {
	const char *key;
	row_maker make;
} makers[] = {
	{ "cost", make_cost_row },
	{ "limit", make_limit_row },
	{ "latency", make_latency_row },
	{ "fact", make_fact_row },
	{ "figure", make_free_row },
	{ "text", make_text_row },
	{ "stars", make_stars_row },
};

static bool
make_row(struct match *m, const struct node *n, size_t row)
{
	struct block *b = m->b;
	struct contender c = {
		.m = m, .cell = table_at(m->t, row, 0), .node = n
	};
	const struct node *value = NULL, *factor;
	size_t kind = countof(makers);
	struct buf plain = { 0 };
	struct str text;

	fields_begin(&c.f, b->a, b->d, n, "a row of a comparison");
	factor = field_get(&c.f, "factor");
	if (!factor || !node_text(b->d, factor, &text) ||
	    !cell_fill(b, &c.cell[0], text, factor->at) ||
	    !block_fill(b, text, factor->at, NULL, &plain, buf_str))
		c.f.ok = false;
	c.plain = buf_take(&plain, b->a);
	for (size_t i = 0; i < countof(makers); i++) {
		const struct node *one = field_find(&c.f, makers[i].key);

		if (one && value)
			c.f.ok = diag_report(b->d, DIAG_WRONG_KIND, one->at,
			    "a row has '%s' or '%s', not both",
			    makers[kind].key, makers[i].key);
		if (!one || value)
			continue;
		value = one;
		kind = i;
	}
	if (c.f.ok && !value)
		c.f.ok = diag_report(b->d, DIAG_MISSING_KEY,
		    span_sub(n->at, 0, 1),
		    "a row needs one of 'cost', 'limit', 'latency', 'fact', "
		    "'figure', 'text' and 'stars'");
	/* What was not asked for after a mistake is not unknown. */
	return c.f.ok && makers[kind].make(&c, value) && fields_end(&c.f);
}

static bool
make_rows(struct match *m, const struct node *rows)
{
	struct block *b = m->b;
	struct table *t = m->t = table_new(b->a, m->n + 2, rows->n);
	bool ok = true;

	t->row_heads = true;
	t->class = "compare";
	t->head[0] = STR("Factor");
	for (size_t i = 0; i < m->n; i++)
		t->head[i + 1] = b->f->g->option[m->option[i]].name;
	t->head[m->n + 1] = STR("Better");
	for (size_t i = 0; i < rows->n; i++)
		ok &= make_row(m, rows->item[i], i);
	return ok;
}

static bool
load_compared(struct match *m, struct fields *f)
{
	struct block *b = m->b;
	const struct guide *g = b->f->g;

	block_options(b, f, "options", SIZE_MAX, &m->option, &m->n);
	if (!f->ok || field_find(f, "options"))
		return f->ok;
	m->option = arena_array(b->a, size_t, g->noption + 1);
	for (size_t i = 0; i < g->noption; i++)
		if (g->option[i].compare)
			m->option[m->n++] = i;
	return true;
}

bool
block_compare(struct block *b)
{
	struct match m = { .b = b };
	struct str caption = STR("Comparison");
	const struct node *rows;
	struct fields f;

	fields_begin(&f, b->a, b->d, b->args, "a compare block");
	m.own = field_find(&f, "region") || field_find(&f, "free_tier");
	block_market(b, &f, SIZE_MAX, &m.market);
	field_text(&f, "caption", &caption);
	load_compared(&m, &f);
	rows = field_get(&f, "rows");
	if (rows && !node_listed(b->d, rows, "'rows' is a list of factors"))
		f.ok = false;
	if (!fields_end(&f) || !make_rows(&m, rows))
		return false;
	m.t->caption =
	    m.priced ? block_caption(b, caption, &m.market) : caption;
	table_put(b, m.t);
	for (size_t i = 0; i < m.nflip; i++) {
		note_begin(b, m.flip[i]);
		note_held(b, (struct str){ 0 }, m.flipped[i], STR("."));
		note_end(b);
	}
	if (m.opinion)
		note_put(b,
		    STR("Judgements are the authors'; every other choice in "
			"the last column is computed from its row."));
	return true;
}

#include "view/interval.h"

static const char *const fields[INTERVAL_COLUMNS] = { "from", "to", "winner",
	"total", "total_to" };

static struct str
scenario_id(struct block *b, const struct setup *s)
{
	return b->f->g->scenario[s->scenario].id;
}

const struct figure *
interval_count(struct block *b, const struct setup *s)
{
	return figure_get(b->f,
	    str_printf(b->a, "intervals.%.*s.count%.*s",
		STR_ARG(scenario_id(b, s)), STR_ARG(s->suffix)),
	    b->at);
}

const struct figure *
interval_figure(
    struct block *b, const struct setup *s, size_t i, const char *field)
{
	return figure_get(b->f,
	    str_printf(b->a, "intervals.%.*s.%zu.%s%.*s",
		STR_ARG(scenario_id(b, s)), i + 1, field, STR_ARG(s->suffix)),
	    b->at);
}

bool
interval_is_point(const struct figure *from, const struct figure *to)
{
	return !from->missing && !to->missing && rat_eq(from->n, to->n);
}

void
interval_heads(struct table *t, size_t col, struct str axis)
{
	t->head[col] = axis;
	t->head[col + 1] = STR("Up to");
	t->head[col + 2] = STR("Cheapest");
	t->head[col + 3] = STR("Its cost there");
	t->head[col + 4] = STR("And at the end");
	for (size_t i = 0; i < INTERVAL_COLUMNS; i++)
		t->number[col + i] = i != 2;
}

void
interval_note(struct block *b, struct rat step, size_t n)
{
	if (n > 1 && rat_is_zero(step))
		note_put(b, str_of(INTERVALS_MEET));
}

bool
interval_row(struct block *b, struct table *t, size_t row, size_t col,
    const struct setup *s, size_t i)
{
	const struct figure *fig[INTERVAL_COLUMNS];
	bool point;

	for (size_t k = 0; k < INTERVAL_COLUMNS; k++) {
		fig[k] = interval_figure(b, s, i, fields[k]);
		if (!fig[k])
			return false;
	}
	point = interval_is_point(fig[0], fig[1]);
	for (size_t k = 0; k < INTERVAL_COLUMNS; k++)
		if (!point || (k != 1 && k != 4))
			table_at(t, row, col + k)->fig = fig[k];
	return true;
}

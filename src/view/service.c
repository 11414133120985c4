#include "view/service.h"

#include "view/page_int.h"

size_t
source_number(const struct service *s, const struct citation *source)
{
	for (size_t i = 0; i < s->sources.by_key.n; i++)
		if (s->sources.by_key.entry[i].value == source)
			return i + 1;
	return 0;
}

/* "0.25 vCPU, 0.5 vCPU" */
static struct str
values_text(struct arena *a, const struct qty *value, size_t n)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "",
		    STR_ARG(qty_display(a, &value[i])));
	return buf_take(&b, a);
}

static struct str
words_text(struct arena *a, const struct str *word, size_t n)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(word[i]));
	return buf_take(&b, a);
}

/* "128 MB to 10,240 MB", "at least 0", "at most 900 s", or empty. */
static struct str
range_text(struct arena *a, const struct qty *min, const struct qty *max)
{
	struct str lo = min ? qty_display(a, min) : STR("");
	struct str hi = max ? qty_display(a, max) : STR("");

	if (min && max)
		return str_printf(a, "%.*s to %.*s", STR_ARG(lo), STR_ARG(hi));
	if (min)
		return str_printf(a, "at least %.*s", STR_ARG(lo));
	return max ? str_printf(a, "at most %.*s", STR_ARG(hi)) : lo;
}

static struct str
step_text(struct arena *a, struct rat step, const struct var *v)
{
	if (rat_is_zero(step))
		return (struct str){ 0 };
	return value_display(a, step, &v->unit, v->unit_word);
}

/* "512 MB to 10,240 MB, in steps of 1 MB", or empty. */
static struct str
values_of(struct arena *a, const struct service *s, const struct input *in)
{
	const struct var *v = &s->scope.var[in->slot];
	struct str step = step_text(a, in->step, v);
	struct str billed = step_text(a, in->bill_step, v);
	struct buf b = { 0 };

	buf_str(&b,
	    v->kind == EXPR_WORD ? words_text(a, v->choice, v->nchoice)
		: in->nvalue	 ? values_text(a, in->value, in->nvalue)
				 : range_text(a, in->has_min ? &in->min : NULL,
				       in->has_max ? &in->max : NULL));
	if (str_is(step, "1"))
		buf_printf(&b, "%swhole numbers", b.n ? ", " : "");
	else if (step.n)
		buf_printf(
		    &b, "%sin steps of %.*s", b.n ? ", " : "", STR_ARG(step));
	if (billed.n)
		buf_printf(&b, "%sbilled in steps of %.*s", b.n ? ", " : "",
		    STR_ARG(billed));
	return buf_take(&b, a);
}

static struct node *
input_node(struct arena *a, const struct service *s, const struct input *in)
{
	const struct var *v = &s->scope.var[in->slot];
	struct node *n = node_map(a);

	node_set_str(a, n, "name", in->name);
	node_set_str(
	    a, n, "anchor", str_printf(a, "input.%.*s", STR_ARG(in->name)));
	node_set_node(a, n, "about", text_or_null(a, in->about));
	node_set_node(a, n, "unit", text_or_null(a, v->unit_word));
	node_set_node(a, n, "values", text_or_null(a, values_of(a, s, in)));
	node_set_node(a, n, "default",
	    text_or_null(
		a, in->otherwise ? expr_text(in->otherwise) : STR("")));
	return n;
}

static struct node *
inputs_node(struct arena *a, const struct service *s)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < s->ninput; i++)
		node_push(a, list, input_node(a, s, &s->input[i]));
	return list_or_null(a, list);
}

/* Inputs of which some or others are given. */
static struct node *
either_node(struct arena *a, const struct service *s)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < s->neither; i++) {
		struct node *n = node_map(a);
		struct buf b = { 0 };

		for (size_t k = 0; k < s->either[i].ninput; k++)
			buf_printf(&b, "%s%.*s", k ? ", " : "",
			    STR_ARG(s->scope.var[s->either[i].input[k]].name));
		node_set_str(a, n, "names", buf_take(&b, a));
		node_set_bool(a, n, "last", i + 1 == s->neither);
		node_push(a, list, n);
	}
	return list_or_null(a, list);
}

struct str
limit_words(struct arena *a, const struct limit *m)
{
	struct buf b = { 0 };
	struct str range = range_text(
	    a, m->has_min ? &m->min : NULL, m->has_max ? &m->max : NULL);

	if (m->nvalue || m->nword)
		buf_printf(&b, "%.*s%.*s",
		    STR_ARG(values_text(a, m->value, m->nvalue)),
		    STR_ARG(words_text(a, m->word, m->nword)));
	if (range.n)
		buf_printf(&b, "%s%.*s", b.n ? "; " : "", STR_ARG(range));
	if (m->has_default)
		buf_printf(&b, "%s%.*s unless changed", b.n ? "; " : "",
		    STR_ARG(qty_display(a, &m->otherwise)));
	if (!rat_is_zero(m->step)) {
		const struct qty *q = m->has_min ? &m->min : &m->max;

		buf_printf(&b, "; in steps of %.*s",
		    STR_ARG(value_display(a, m->step, &q->unit, q->word)));
	}
	return buf_take(&b, a);
}

/* What the limit is on, where its id does not say. */
static struct str
limit_subject(const struct service *s, const struct limit *m)
{
	struct str subject = m->word_slot != SIZE_MAX
	    ? s->scope.var[m->word_slot].name
	    : m->of ? expr_text(m->of)
		    : m->need;

	return str_eq(subject, m->id) ? (struct str){ 0 } : subject;
}

/* "can be raised" follows where it can, in the same sentence. */
static struct str
limit_note(const struct limit *m)
{
	bool stopped = m->adjustable && str_ends(m->note, STR("."));

	return str_sub(m->note, 0, m->note.n - stopped);
}

static struct node *
limit_node(struct arena *a, const struct service *s, size_t i)
{
	const struct limit *m = &s->limit[i];
	struct node *n = node_map(a);
	bool first = true;
	struct str id;

	for (size_t k = 0; k < i; k++)
		first &= !str_eq(s->limit[k].id, m->id);
	id = str_printf(a, "limits.%.*s.%.*s", STR_ARG(s->id), STR_ARG(m->id));
	node_set_str(a, n, "id", m->id);
	node_set_node(a, n, "name", text_or_null(a, m->name));
	node_set_str(a, n, "anchor",
	    first ? id : str_printf(a, "%.*s.row-%zu", STR_ARG(id), i + 1));
	node_set_node(a, n, "of", text_or_null(a, limit_subject(s, m)));
	node_set_node(a, n, "when",
	    text_or_null(a, m->when ? expr_text(m->when) : STR("")));
	node_set_str(a, n, "value", limit_words(a, m));
	node_set_bool(a, n, "adjustable", m->adjustable);
	node_set_node(a, n, "note", text_or_null(a, limit_note(m)));
	node_set_node(
	    a, n, "source", node_int(a, (int64_t)source_number(s, m->source)));
	return n;
}

static struct node *
limits_node(struct arena *a, const struct service *s)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < s->nlimit; i++)
		node_push(a, list, limit_node(a, s, i));
	return list_or_null(a, list);
}

static struct node *
sources_of(struct arena *a, const struct service *s)
{
	struct node *list = node_list(a);

	for (size_t i = 0; i < s->sources.by_key.n; i++) {
		const struct citation *c = s->sources.by_key.entry[i].value;
		struct node *n = node_map(a);

		node_set_node(a, n, "n", node_int(a, (int64_t)i + 1));
		node_set_str(a, n, "key", c->key);
		node_set_str(a, n, "title", c->title);
		node_set_str(a, n, "url", c->url);
		node_set_node(a, n, "published", text_or_null(a, c->published));
		node_set_str(a, n, "retrieved", c->retrieved);
		node_set_bool(a, n, "secondary", c->secondary);
		node_set_node(a, n, "note", text_or_null(a, c->note));
		node_set_node(
		    a, n, "taken", text_or_null(a, service_taken(a, s, c)));
		node_push(a, list, n);
	}
	return list_or_null(a, list);
}

struct node *
service_node(struct arena *a, const struct service *s)
{
	struct node *n = node_map(a);

	node_set_str(a, n, "id", s->id);
	node_set_str(a, n, "name", s->name);
	node_set_str(a, n, "vendor", s->vendor);
	node_set_str(a, n, "currency", str_of(s->currency));
	node_set_str(a, n, "file", str_of(s->at.src->name));
	node_set_node(a, n, "about", text_or_null(a, s->about));
	node_set_node(a, n, "inputs", inputs_node(a, s));
	node_set_node(a, n, "either", either_node(a, s));
	node_set_node(a, n, "meters", meters_node(a, s));
	node_set_node(a, n, "allowances", allowances_node(a, s));
	node_set_node(a, n, "limits", limits_node(a, s));
	node_set_node(a, n, "sources", sources_of(a, s));
	return n;
}

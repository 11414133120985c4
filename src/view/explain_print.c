/* An explanation as text and as Markdown. */
#include "text/escape.h"
#include "view/explain_int.h"

struct writer {
	struct buf *out;
	bool md;
	struct arena a;	  /* of `cited` */
	struct map cited; /* sources that were printed */
};

static struct str
text_of(const struct node *step, const char *key)
{
	const struct node *n = node_find(step, str_of(key));

	return n && n->kind == NODE_STRING ? n->text : (struct str){ 0 };
}

/* Text of a reader's, escaped where that is called for. */
static void
put(struct writer *w, struct str s)
{
	if (w->md)
		escape_markdown(w->out, s);
	else
		buf_str(w->out, s);
}

/* Names, formulas and places. */
static void
put_code(struct writer *w, struct str s)
{
	const char *quote = !w->md		   ? ""
	    : str_find(s, STR("`"), 0) == SIZE_MAX ? "`"
						   : "``";

	buf_printf(w->out, "%s%.*s%s", quote, STR_ARG(s), quote);
}

static void
begin_line(struct writer *w, size_t level)
{
	buf_pad(w->out, ' ', 2 * level);
	if (w->md)
		buf_puts(w->out, "- ");
}

static void
put_detail(
    struct writer *w, size_t level, const char *lead, struct str s, bool code)
{
	if (!s.n)
		return;
	begin_line(w, level);
	buf_puts(w->out, lead);
	if (code)
		put_code(w, s);
	else
		put(w, s);
	buf_putc(w->out, '\n');
}

/* Kinds whose names say enough. */
static bool
is_plain(struct str kind)
{
	static const char *const plain[] = { "figure", "cost", "line", "input",
		"value", "file" };

	for (size_t i = 0; i < countof(plain); i++)
		if (str_is(kind, plain[i]))
			return true;
	return false;
}

static void
put_label(struct writer *w, const struct node *step)
{
	struct str kind = text_of(step, "kind"), name = text_of(step, "name");

	if (!name.n || !is_plain(kind))
		put(w, kind);
	if (!name.n)
		return;
	if (!is_plain(kind))
		buf_putc(w->out, ' ');
	put_code(w, name);
}

/* ": $1.67 (exactly 1.66667 USD/month)" */
static void
put_value(struct writer *w, const struct node *step)
{
	const struct node *value = node_find(step, STR("value"));
	struct str unit = text_of(value, "unit");

	buf_puts(w->out, ": ");
	put(w, text_of(value, "display"));
	if (!text_of(step, "rounding").n)
		return;
	buf_printf(w->out, " (exactly %.*s%s", STR_ARG(text_of(value, "exact")),
	    unit.n ? " " : "");
	put(w, unit);
	buf_putc(w->out, ')');
}

/* "  [file:line]" */
static void
put_place(struct writer *w, const struct node *step)
{
	struct str at = text_of(step, "at");

	if (!at.n)
		return;
	buf_puts(w->out, w->md ? ", " : "  [");
	put_code(w, at);
	if (!w->md)
		buf_putc(w->out, ']');
}

static void
put_head(struct writer *w, const struct node *step, bool root)
{
	struct str about = text_of(step, "about");
	bool value = node_find(step, STR("value")) != NULL;

	put_label(w, step);
	if (value)
		put_value(w, step);
	if (about.n && !(root && value)) {
		buf_puts(w->out, value ? "; " : ": ");
		put(w, about);
	}
	put_place(w, step);
	buf_putc(w->out, '\n');
	if (root && value)
		put_detail(w, 1, "", about, false);
}

static void
put_dates(struct writer *w, const struct node *source)
{
	const struct node *secondary = node_find(source, STR("secondary"));
	struct str published = text_of(source, "published");

	if (published.n)
		buf_printf(w->out, ", published %.*s", STR_ARG(published));
	buf_printf(
	    w->out, ", retrieved %.*s", STR_ARG(text_of(source, "retrieved")));
	if (secondary && secondary->yes)
		buf_puts(w->out, " (another party's copy)");
}

/* A source is printed in full once. */
static void
put_source(struct writer *w, size_t level, const struct node *source)
{
	struct str title = text_of(source, "title");
	struct str url = text_of(source, "url");
	struct str key;

	if (!source)
		return;
	key = str_printf(&w->a, "%.*s %.*s %.*s", STR_ARG(url),
	    STR_ARG(text_of(source, "retrieved")), STR_ARG(title));
	begin_line(w, level);
	if (map_put(&w->cited, &w->a, key, w)) {
		buf_puts(w->out, "source: ");
		put(w, title);
		buf_puts(w->out, ", as above\n");
		return;
	}
	buf_puts(w->out, w->md ? "source: [" : "source: ");
	put(w, title);
	buf_puts(w->out, w->md ? "](" : " <");
	if (w->md)
		escape_url(w->out, url);
	else
		buf_str(w->out, url);
	buf_puts(w->out, w->md ? ")" : ">");
	put_dates(w, source);
	buf_putc(w->out, '\n');
	put_detail(w, level + 1, "", text_of(source, "note"), false);
}

/* Region, free tier and month, where a step has them. */
static void
put_market(struct writer *w, size_t level, const struct node *step)
{
	if (!text_of(step, "free_tier").n)
		return;
	begin_line(w, level);
	buf_puts(w->out, "region ");
	put(w, text_of(step, "region"));
	buf_puts(w->out, ", free tier ");
	put(w, text_of(step, "free_tier"));
	buf_puts(w->out, ", a month of ");
	put(w, text_of(step, "hours_per_month"));
	buf_puts(w->out, " h\n");
}

/* "file:1, :2 (table)": the file is said once. */
static void
put_shown(struct writer *w, size_t level, const struct node *list)
{
	struct str file = { 0 }, head, line;

	if (!list)
		return;
	begin_line(w, level);
	buf_puts(w->out, list->n ? "shown at " : "not shown in the guide");
	for (size_t i = 0; i < list->n; i++) {
		struct str block = text_of(list->item[i], "block");
		struct str at = text_of(list->item[i], "at");

		if (i)
			buf_puts(w->out, ", ");
		str_cut(at, ':', &head, &line);
		put_code(w, str_eq(head, file) ? str_from(at, head.n) : at);
		file = head;
		if (block.n)
			buf_printf(w->out, " (%.*s)", STR_ARG(block));
	}
	buf_putc(w->out, '\n');
}

static void
put_step(struct writer *w, const struct node *step, size_t level)
{
	const struct node *parts = node_find(step, STR("parts"));
	struct str values = text_of(step, "values");
	const struct node *value = node_find(step, STR("value"));
	size_t in = level + 1;

	put_head(w, step, level == 0);
	if (level == 0)
		put_detail(w, in, "rounded ", text_of(step, "rounding"), false);
	put_market(w, in, step);
	put_shown(w, in, node_find(step, STR("shown")));
	put_detail(w, in, "= ", text_of(step, "formula"), true);
	if (!str_eq(values, text_of(value, "display")))
		put_detail(w, in, "= ", values, true);
	put_detail(w, in, "", text_of(step, "note"), false);
	put_source(w, in, node_find(step, STR("source")));
	for (size_t i = 0; parts && i < parts->n; i++) {
		begin_line(w, in);
		put_step(w, parts->item[i], in);
	}
}

void
explain_text(struct buf *out, const struct node *step)
{
	struct writer w = { .out = out };

	put_step(&w, step, 0);
	arena_clear(&w.a);
}

void
explain_markdown(struct buf *out, const struct node *step)
{
	struct writer w = { .out = out, .md = true };

	buf_puts(out, "- ");
	put_step(&w, step, 0);
	arena_clear(&w.a);
}

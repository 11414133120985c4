#include "view/figure_html.h"

#include "text/escape.h"
#include "text/marks.h"

#define SHORT 3 /* prices and sources that a note has itself, at most */

/* `fig-ID`, as an id and as the end of an address. */
static void
put_anchor(struct buf *out, struct str prefix, struct str id)
{
	buf_puts(out, "fig-");
	escape_html(out, prefix);
	escape_html(out, id);
}

static void
put_figure(struct buf *out, const struct figure *fig, bool link)
{
	buf_puts(out, link ? "<a" : "<button type=\"button\"");
	buf_puts(out, fig->missing ? " class=\"fig na\"" : " class=\"fig\"");
	buf_puts(out, link ? " href=\"#" : " popovertarget=\"");
	put_anchor(out, (struct str){ 0 }, fig->id);
	buf_puts(out, "\">");
	escape_html(out, fig->display);
	buf_puts(out, link ? "</a>" : "</button>");
}

void
figure_html(struct buf *out, const struct figure *fig)
{
	/* A sentence wraps with the text around it, which no button does. */
	put_figure(out, fig, fig->is_sentence);
}

void
figure_held(struct buf *out, struct str before, const struct figure *fig,
    struct str behind)
{
	bool held = before.n || behind.n;

	buf_puts(out, held ? MARKS_HELD : "");
	escape_html(out, before);
	figure_html(out, fig);
	escape_html(out, behind);
	buf_puts(out, held ? MARKS_END : "");
}

void
figure_code(struct buf *out, const struct figure *fig)
{
	put_figure(out, fig, true);
}

static void
put_row(struct buf *out, struct str name, struct str value, struct str unit)
{
	buf_puts(out, "<dt>");
	escape_html(out, name);
	buf_puts(out, "</dt><dd>");
	escape_html(out, value);
	buf_puts(out, unit.n ? " " : "");
	escape_html(out, unit);
	buf_puts(out, "</dd>");
}

/* A list that notes share, as the first figure that had it, and what opens it. */
struct shared {
	const struct figure *fig;
	struct str button;
};

/* Where the notes of a page stand, and the lists that several of them share. */
struct notes {
	struct buf *out, lists;
	struct arena *a;
	struct str prefix;
	struct map list; /* what is in it to its number */
	struct shared *shared;
	size_t nshared, capshared;
};

/* A link to the row of a service's page that has the anchor; `id` is the
 * anchor's part from the service on. */
static void
put_place(
    const struct notes *n, struct buf *out, const char *family, struct str id)
{
	struct str service, rest;

	str_cut(id, '.', &service, &rest);
	buf_puts(out, "<a href=\"");
	buf_puts(out, n->prefix.n ? "" : "../");
	buf_puts(out, "services/");
	escape_url(out, service);
	buf_puts(out, "/index.html#");
	buf_puts(out, family);
	buf_putc(out, '.');
	escape_url(out, id);
	buf_puts(out, "\">");
	escape_html(out, id);
	buf_puts(out, "</a>");
}

/* "limits.SERVICE.NAME", and whatever comes behind, as "SERVICE.NAME". */
static struct str
limit_of(struct str id)
{
	size_t service = str_find(id, STR("."), 0);
	size_t name = str_find(id, STR("."), service + 1);

	return str_sub(id, service + 1, str_find(id, STR("."), name + 1));
}

/* The rows of the price files that it hangs on, and their sources. */
static void
put_basis(const struct notes *n, struct buf *out, const struct figure *fig)
{
	bool limit = str_starts(fig->id, STR("limits."));

	if (!fig->nsource && !fig->nprice && !limit)
		return;
	buf_puts(out, "<ul>");
	for (size_t i = 0; i < fig->nprice; i++) {
		buf_puts(out, "<li>");
		put_place(n, out, "price", fig->price[i]);
		buf_puts(out, "</li>");
	}
	if (limit) {
		buf_puts(out, "<li>");
		put_place(n, out, "limits", limit_of(fig->id));
		buf_puts(out, "</li>");
	}
	for (size_t i = 0; i < fig->nsource; i++) {
		const struct citation *c = fig->source[i];

		buf_puts(out, "<li><a href=\"");
		escape_url(out, c->url);
		buf_puts(out, "\">");
		escape_html(out, c->title);
		buf_puts(out, "</a>, ");
		buf_str(out, c->retrieved);
		if (c->secondary)
			buf_puts(out, ", another party\xE2\x80\x99s copy");
		buf_puts(out, "</li>");
	}
	buf_puts(out, "</ul>");
}

/* The number of the shared list with that text, which is made if need be. */
static size_t
list_number(struct notes *n, struct str list)
{
	size_t *number = map_find(&n->list, list);

	if (number)
		return *number;
	number = arena_new(n->a, size_t);
	*number = n->list.n + 1;
	map_put(&n->list, n->a, list, number);
	buf_puts(&n->lists, "<div popover id=\"from-");
	escape_html(&n->lists, n->prefix);
	buf_printf(&n->lists, "%zu\">", *number);
	buf_str(&n->lists, list);
	buf_puts(&n->lists, "</div>\n");
	return *number;
}

static void
put_count(struct buf *out, size_t n, const char *what)
{
	if (!n)
		return;
	buf_number(out, n);
	buf_putc(out, ' ');
	buf_puts(out, what);
	buf_puts(out, n > 1 ? "s" : "");
}

static struct str
new_button(struct notes *n, const struct figure *fig)
{
	struct buf list = { 0 }, out = { 0 };

	put_basis(n, &list, fig);
	buf_puts(&out, "<p><button type=\"button\" popovertarget=\"from-");
	escape_html(&out, n->prefix);
	buf_number(&out, list_number(n, buf_take(&list, n->a)));
	buf_puts(&out, "\">");
	put_count(&out, fig->nprice, "price");
	buf_puts(&out, fig->nprice && fig->nsource ? ", " : "");
	put_count(&out, fig->nsource, "source");
	buf_puts(&out, "</button></p>");
	return buf_take(&out, n->a);
}

/* A long list is shared by all the notes that have it, and opens from them.  In
 * that of a limit there is more than prices and sources. */
static struct str
shared_button(struct notes *n, const struct figure *fig)
{
	struct shared one = { .fig = fig };
	bool limit = str_starts(fig->id, STR("limits."));

	for (size_t i = 0; i < n->nshared && !limit; i++)
		if (figure_same_basis(n->shared[i].fig, fig))
			return n->shared[i].button;
	one.button = new_button(n, fig);
	if (!limit)
		arena_push(n->a, n->shared, n->nshared, n->capshared, one);
	return one.button;
}

/* Whether the formula is the names of the values with pluses between. */
static bool
is_sum(const struct figure *fig)
{
	struct str rest = fig->formula;

	for (size_t i = 0; i < fig->noperand; i++) {
		struct str name = fig->operand[i].name;

		if (i && str_starts(rest, STR(" + ")))
			rest = str_from(rest, 3);
		if (!str_starts(rest, name))
			return false;
		rest = str_from(rest, name.n);
	}
	return fig->noperand > 1 && !rest.n;
}

/* Whether a reader sees the exact value already, with its unit. */
static bool
is_exact(const struct figure *fig, struct str unit)
{
	struct str rest = fig->display;

	if (!str_starts(rest, fig->exact))
		return false;
	rest = str_from(rest, fig->exact.n);
	if (str_starts(rest, STR("\xC2\xA0"))) /* no line ends there */
		rest = str_from(rest, 2);
	return str_eq(rest, unit);
}

/* The value and all that it is made of. */
static void
put_facts(const struct notes *n, struct buf *out, const struct figure *fig)
{
	struct str none = { 0 },
		   unit = unit_counted(n->a, fig->exact, fig->unit_word);

	if (!fig->exact.n && !fig->formula.n && !fig->noperand)
		return;
	buf_puts(out, "<dl>");
	if (fig->exact.n && !is_exact(fig, unit))
		put_row(out, STR("Exactly"), fig->exact, unit);
	if (fig->formula.n)
		put_row(out, STR("Formula"),
		    is_sum(fig) ? STR("the sum of these:") : fig->formula,
		    none);
	for (size_t i = 0; i < fig->noperand; i++)
		put_row(out, fig->operand[i].name, fig->operand[i].text, none);
	buf_puts(out, "</dl>");
}

/* The name of the figure is the permanent link to it. */
static void
put_note(struct notes *n, const struct figure *fig)
{
	struct buf *out = n->out;

	buf_puts(out, "<div popover id=\"");
	put_anchor(out, n->prefix, fig->id);
	buf_puts(out, "\"><p><a href=\"#");
	put_anchor(out, n->prefix, fig->id);
	buf_puts(out, "\">");
	escape_html(out, fig->name);
	buf_puts(out, "</a></p><p>");
	escape_html(out, fig->display);
	buf_puts(out, "</p>");
	put_facts(n, out, fig);
	if (fig->nprice + fig->nsource > SHORT)
		buf_str(out, shared_button(n, fig));
	else
		put_basis(n, out, fig);
	buf_puts(out, "</div>\n");
}

void
figure_notes(struct buf *out, struct figures *f, struct str prefix)
{
	struct notes n = { .out = out, .a = f->a, .prefix = prefix };
	size_t count;
	const struct figure **shown = figures_shown(f, f->a, &count);

	for (size_t i = 0; i < count; i++)
		put_note(&n, shown[i]);
	buf_str(out, buf_view(&n.lists));
	buf_free(&n.lists);
}

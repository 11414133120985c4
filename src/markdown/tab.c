/*
 * Tabs: neighbouring fences whose info strings say `tab="Name"`.
 *
 * In HTML each is a radio button, its label and a panel, so that tabs need no
 * script; in Markdown its name stands above the fence.
 */
#include "markdown/markdown_int.h"

#include "text/escape.h"

#define TABS_MAX 16 /* in a group */

struct tab
tab_find(struct str info)
{
	struct tab tab = { 0 };
	size_t from = 0, end;

	while ((from = str_find(info, STR("tab="), from)) != SIZE_MAX &&
	    from > 0 && !is_blank(info.p[from - 1]))
		from++;
	if (from == SIZE_MAX)
		return tab;
	end = str_find(info, STR("\""), from + 5);
	tab.attr = str_sub(info, from, from + 4);
	if (!str_starts(str_from(info, from + 4), STR("\"")) || end == SIZE_MAX)
		return tab;
	tab.attr = str_sub(info, from, end + 1);
	tab.name = str_trim(str_sub(info, from + 5, end));
	return tab;
}

/* The tab that a node is, if it is one. */
static struct tab
tab_of(const struct doc *doc, cmark_node *n)
{
	struct str info;

	if (!n || !fence_info(doc, n, &info))
		return (struct tab){ 0 };
	return tab_find(info);
}

static bool
refuse(struct doc *doc, struct str at, const char *text)
{
	doc->ok = false;
	return diag_report(
	    doc->d, DIAG_TAG_SYNTAX, doc_span(doc, at), "%s", text);
}

static bool
check_tab(struct doc *doc, cmark_node *n, const struct tab *tab)
{
	if (!tab->name.n) {
		refuse(doc, tab->attr, "a tab has a name");
		diag_hint(doc->d, "write tab=\"Name\"");
		return false;
	}
	if (node_kind(cmark_node_parent(n)) != KIND_DOCUMENT)
		return refuse(doc, tab->attr,
		    "a tab cannot stand within a list or a quote");
	for (size_t i = 1; (n = cmark_node_previous(n)); i++) {
		struct tab other = tab_of(doc, n);

		if (!other.name.n)
			break;
		if (i == TABS_MAX)
			return refuse(
			    doc, tab->attr, "these are more than 16 tabs");
		if (str_eq(other.name, tab->name))
			return refuse(doc, tab->attr,
			    "another tab of these has that name");
	}
	return true;
}

/* The radio button, checked in the first tab, and its label. */
static void
put_label(struct doc *doc, const struct tab *tab)
{
	struct str id = heading_id(
	    doc, str_printf(doc->a, "tabs-%zu-%zu", doc->ntabs, doc->tab));

	buf_printf(&doc->html, "<input type=\"radio\" name=\"tabs-%zu\" id=\"",
	    doc->ntabs);
	escape_html(&doc->html, id);
	buf_printf(
	    &doc->html, "\"%s><label for=\"", doc->tab == 1 ? " checked" : "");
	escape_html(&doc->html, id);
	buf_puts(&doc->html, "\">");
	escape_html(&doc->html, tab->name);
	buf_puts(&doc->html, "</label>\n<div class=\"panel\">");
}

void
tab_open(struct doc *doc, cmark_node *n, const struct tab *tab)
{
	struct str line = doc_line(doc, (size_t)cmark_node_get_start_line(n));
	struct buf name = { 0 };

	if (!check_tab(doc, n, tab))
		return;
	html_line(doc);
	if (!tab_of(doc, cmark_node_previous(n)).name.n) {
		doc->ntabs++;
		doc->tab = 0;
		buf_puts(&doc->html,
		    "<div class=\"tabs\" role=\"group\" "
		    "aria-label=\"Variants of this sample\">\n");
	}
	doc->tab++;
	put_label(doc, tab);
	buf_puts(&name, "**");
	escape_markdown(&name, tab->name);
	buf_puts(&name, "**\n");
	doc_edit(doc, doc_offset(doc, line), doc_offset(doc, line),
	    buf_take(&name, doc->a), true);
}

void
tab_close(struct doc *doc, cmark_node *n)
{
	buf_puts(&doc->html, "</div>\n");
	if (!tab_of(doc, cmark_node_next(n)).name.n)
		buf_puts(&doc->html, "</div>\n");
}

/* The home page: the answers of the first guides, and the way to the others. */
#include "data/json.h"
#include "view/pages_int.h"

/* Links of the answers lead to the scenarios of their guide. */
static void
link_answers(struct pages *p, const struct node *home, const struct page *page)
{
	const struct node *answers = node_find(home, STR("answers"));
	const struct node *items = node_find(answers, STR("items"));

	for (size_t i = 0; items && i < items->n; i++)
		node_set_str(p->a, items->item[i], "href",
		    str_printf(p->a, "%.*s/index.html%.*s", STR_ARG(page->id),
			STR_ARG(node_find_text(items->item[i], "anchor"))));
}

/* One guide with its answers; its figures go to `figures`. */
static struct node *
guide_node(struct pages *p, size_t place, struct node *figures)
{
	struct node *entry = json_read(p->a, p->made[place].entry);
	struct node *n = pages_guide(p, place);
	const struct node *home = node_find(entry, STR("home"));
	const struct node *list = node_find(entry, STR("figures"));

	link_answers(p, home, &p->site->page[place]);
	for (size_t i = 0; home && i < home->map.n; i++)
		node_set(p->a, n, node_key(home, i), home->item[i]);
	for (size_t i = 0; list && i < list->n; i++)
		node_push(p->a, figures, list->item[i]);
	return n;
}

bool
pages_home(struct pages *p)
{
	struct arena *a = p->a;
	struct node *n = page_data(a, p->site, (struct str){ 0 });
	struct node *guides = node_list(a), *figures = node_list(a),
		    *json = node_map(a);
	struct buf b = { 0 };

	for (size_t i = 0; i < p->site->npage; i++)
		if (p->site->page[i].featured)
			node_push(a, guides, guide_node(p, i, figures));
	node_set_node(a, n, "guides", guides);
	node_set_node(a, n, "count", node_int(a, (int64_t)p->site->npage));
	node_set_bool(a, n, "more", guides->n < p->site->npage);
	node_set_node(a, json, "figures", figures);
	json_print(&b, json);
	pages_add(p, STR("figures.json"), buf_take(&b, a));
	return pages_render(p, STR("index.html"), STR("index"), n) &&
	    pages_render_markdown(p, STR("README.md"), STR("README.md"), n);
}

#include "markdown/markdown_int.h"

void
doc_init(struct doc *doc, size_t body)
{
	struct str bom = STR("\xEF\xBB\xBF");

	doc->from = body;
	if (body == 0 && str_starts(doc->src->text, bom))
		doc->from = bom.n;
	doc->ok = true;
}

static void
compile(struct doc *doc)
{
	struct arena mem = { 0 };
	struct buf fed = { 0 };
	cmark_node *root;

	buf_reserve(&doc->html, 2 * doc->text.n);
	buf_reserve(&fed, doc->text.n);
	tag_scan(doc, &fed);
	root = parse(&mem, buf_view(&fed));
	buf_free(&fed);
	html_write(doc, root);
	tag_end(doc);
	arena_clear(&mem);
}

bool
markdown_compile(struct arena *a, struct diag *d, const struct source *src,
    size_t body, const struct md_hooks *hooks, struct md_page *out)
{
	struct doc doc = {
		.a = a, .d = d, .src = src, .hooks = hooks, .out = out
	};

	*out = (struct md_page){ 0 };
	doc_init(&doc, body);
	if (!guard_text(&doc) || !guard_limits(&doc) || !guard_slow(&doc))
		return false;
	compile(&doc);
	if (doc.ok) {
		out->html = str_copy(a, buf_view(&doc.html));
		out->draft = draft_pack(&doc);
		out->markdown = splice(&doc); /* sorts the edits */
	} else {
		*out = (struct md_page){ 0 };
	}
	buf_free(&doc.html);
	buf_free(&doc.plain);
	return doc.ok;
}

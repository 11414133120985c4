#include "site/arithmetic.h"

#define DIR "templates/arithmetic"

bool
arithmetic_exists(struct project *p)
{
	return files_has(p->a, &p->files, DIR "/index.md");
}

bool
arithmetic_load(struct project *p, struct arithmetic *x)
{
	struct str id = STR("arithmetic");
	struct node *root;
	bool ok;

	*x = (struct arithmetic){ .market = { .region = STR("global"),
				      .month = rat_int(730 * 3600) } };
	x->page = (struct page){ .id = id, .title = id, .apart = true };
	catalog_init(&x->catalog, p->a);
	if (!project_yaml(p, DIR "/prices.yaml", &root) ||
	    !catalog_add(&x->catalog, p->d, root, STR("worked-example")))
		return false;
	terms_init(&x->terms, p->a, &x->catalog);
	ok = project_page(p, DIR, id, &x->terms, &x->market, &x->page);
	x->page.apart = true;
	return ok;
}

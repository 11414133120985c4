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
	struct node *root;

	*x = (struct arithmetic){ .market = { .region = STR("global"),
				      .month = rat_int(730 * 3600) } };
	catalog_init(&x->catalog, p->a);
	if (!project_yaml(p, DIR "/prices.yaml", &root) ||
	    !catalog_add(&x->catalog, p->d, root, STR("worked-example")))
		return false;
	terms_init(&x->terms, p->a, &x->catalog);
	if (!project_page(
		p, DIR, STR("arithmetic"), &x->terms, &x->market, &x->page))
		return false;
	x->page.apart = true;
	return true;
}

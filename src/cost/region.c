#include "cost/region.h"

#include <stdlib.h>

static bool
has_str(const struct str *list, size_t n, struct str s)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], s))
			return true;
	return false;
}

/* The market with one vendor moved; without other vendors a plain region. */
static struct market
move(const struct regions *p, struct arena *a, const struct market *m,
    struct str vendor, struct str region)
{
	struct market out = *m;

	if (p->nvendor == 1 && !m->vendor.n) {
		out.region = region;
		return out;
	}
	out.vendor = (struct map){ 0 };
	for (size_t i = 0; i < m->vendor.n; i++)
		map_put(&out.vendor, a, m->vendor.entry[i].key,
		    m->vendor.entry[i].value);
	for (size_t i = 0; i < p->nvendor; i++) {
		bool moved = str_eq(p->vendor[i], vendor);

		map_put(&out.vendor, a, p->vendor[i],
		    node_string(
			a, moved ? region : market_region(m, p->vendor[i])));
	}
	return out;
}

static int
compare_regions(const void *pa, const void *pb)
{
	const struct region *a = pa, *b = pb;

	return str_cmp(a->name, b->name);
}

static void
list_regions(struct regions *p, struct arena *a,
    const struct option *const *option, size_t n, const struct market *m,
    struct str vendor)
{
	size_t from = p->n;

	for (size_t i = 0; i < n; i++)
		for (size_t u = 0; u < option[i]->nuse; u++) {
			const struct service *s = option[i]->use[u].service;
			bool mine =
			    str_eq(s->vendor, vendor) && !service_is_global(s);

			for (size_t r = 0; mine && r < s->nregion; r++) {
				struct region one = { .vendor = vendor,
					.name = s->region[r] };
				bool known = false;

				for (size_t k = from; k < p->n; k++)
					known |=
					    str_eq(p->region[k].name, one.name);
				if (!known)
					arena_push(
					    a, p->region, p->n, p->cap, one);
			}
		}
	qsort(
	    p->region + from, p->n - from, sizeof(*p->region), compare_regions);
	for (size_t i = from; i < p->n; i++) {
		struct region *one = &p->region[i];

		one->market = move(p, a, m, vendor, one->name);
		one->here = str_eq(one->name, market_region(m, vendor));
	}
}

void
regions_list(struct regions *p, struct arena *a,
    const struct option *const *option, size_t n, const struct market *m)
{
	*p = (struct regions){ 0 };
	for (size_t i = 0; i < n; i++)
		for (size_t u = 0; u < option[i]->nuse; u++) {
			const struct service *s = option[i]->use[u].service;

			if (!service_is_global(s) &&
			    !has_str(p->vendor, p->nvendor, s->vendor))
				arena_push(a, p->vendor, p->nvendor,
				    p->capvendor, s->vendor);
		}
	for (size_t i = 0; i < p->nvendor; i++)
		list_regions(p, a, option, n, m, p->vendor[i]);
}

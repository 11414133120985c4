/*
 * region: the regions in which options are priced.
 *
 * Vendors name their regions each in its own way, so a region here moves the services
 * of one vendor and leaves those of the others where they are.
 *
 * Depends on: cost/plan.
 */
#ifndef COST_REGION_H
#define COST_REGION_H

#include "cost/plan.h"

/* Another market: one vendor's services in one region. */
struct region {
	struct str vendor;
	struct str name;
	struct market market;
	bool here; /* it is where the market is already */
};

struct regions {
	struct str *vendor; /* those whose prices go by region */
	size_t nvendor, capvendor;
	struct region *region; /* by vendor, then by region */
	size_t n, cap;
};

/* All regions in which a service of the options has a price. */
void regions_list(struct regions *p, struct arena *a,
    const struct option *const *option, size_t n, const struct market *m);

#endif

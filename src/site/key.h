/*
 * key: what a page is made of besides its own files, as a hash.
 *
 * All pages hang on the command line, site.yaml, the templates, and what any
 * price file says of inputs, which are the words of every guide.  Of prices, a
 * guide hangs on those of the services it asks for; the pages of the site, on
 * all.
 *
 * Depends on: hash, project.
 */
#ifndef SITE_KEY_H
#define SITE_KEY_H

#include "base/hash.h"
#include "site/project.h"

struct keys {
	struct hash shared;  /* of all pages */
	struct map services; /* their ids to the struct hash of their files */
	struct hash prices;  /* of all services */
};

/* No guide was read yet. */
void keys_init(struct keys *k, const struct project *p);

/* The services asked for since catalog_forget: "ID,ID". */
struct str keys_asked(struct arena *a, const struct catalog *c);

/* The key of what hangs on some services. */
struct hash keys_of(const struct keys *k, struct str services);

/* The key of what hangs on all. */
struct hash keys_all(const struct keys *k);

struct hash key_number(struct hash h, uint64_t n);
struct hash key_hash(struct hash h, struct hash other);

#endif

#include "site/key.h"

#define PRICES STR("pricing/")

struct hash
key_number(struct hash h, uint64_t n)
{
	return hash_add(h, (struct str){ (const char *)&n, sizeof(n) });
}

struct hash
key_hash(struct hash h, struct hash other)
{
	return hash_add(h, (struct str){ (const char *)&other, sizeof(other) });
}

static struct hash
add_rat(struct hash h, struct rat n)
{
	struct buf b = { 0 };

	rat_print(&b, n);
	h = hash_add(h, buf_view(&b));
	buf_free(&b);
	return h;
}

static struct hash
add_strs(struct hash h, const struct str *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		h = hash_add(h, s[i]);
	return key_number(h, n);
}

static struct hash
add_term(struct hash h, const struct term *t)
{
	const struct var *v = &t->var;
	const struct unit *u = &v->unit;

	h = hash_add(h, v->name);
	h = key_number(h, v->kind);
	h = hash_add(h, (struct str){ (const char *)u->dim, sizeof(u->dim) });
	h = hash_add(h, str_of(u->currency));
	h = add_rat(h, u->scale);
	h = hash_add(h, v->unit_word);
	h = add_strs(h, v->choice, v->nchoice);
	h = key_number(h, t->need);
	h = add_rat(h, t->spacing);
	return add_rat(h, t->step);
}

/* What a service has to say about guides that do not ask for it: the greatest
 * value of an input bounds their axes, one that may be below zero may be so in
 * their scenarios, and they may name its vendor and its regions. */
static struct hash
add_inputs(struct hash h, const struct service *s)
{
	h = hash_add(h, s->vendor);
	h = add_strs(h, s->region, s->nregion);
	h = add_strs(h, s->scope.units.count, s->scope.units.ncount);
	for (size_t i = 0; i < s->ninput; i++) {
		h = hash_add(h, s->input[i].name);
		h = key_number(
		    h, s->input[i].has_min && rat_sign(s->input[i].min.n) < 0);
		h = key_number(h, s->input[i].has_max);
		if (s->input[i].has_max)
			h = add_rat(h, s->input[i].max.n);
	}
	return h;
}

static struct hash
add_words(struct hash h, const struct catalog *c)
{
	for (size_t i = 0; i < c->terms.n; i++)
		h = add_term(h, c->terms.entry[i].value);
	for (size_t i = 0; i < c->services.n; i++)
		h = add_inputs(h, c->services.entry[i].value);
	return h;
}

static struct hash
add_options(struct hash h, const struct project_options *o)
{
	h = hash_add(h, o->region);
	h = hash_add(h, o->free_tier);
	h = hash_add(h, o->month);
	return add_strs(h, o->price, o->nprice);
}

void
keys_init(struct keys *k, const struct project *p)
{
	const struct map *all = &p->catalog.services;

	*k = (struct keys){ 0 };
	k->shared = add_options(k->shared, p->options);
	for (size_t i = 0; i < p->nsource; i++) {
		struct str name = str_of(p->source[i]->name);

		if (str_starts(name, PRICES))
			continue;
		k->shared = hash_add(k->shared, name);
		k->shared = hash_add(k->shared, p->source[i]->text);
	}
	k->shared = add_words(k->shared, &p->catalog);
	for (size_t i = 0; i < all->n; i++) {
		const struct service *s = all->entry[i].value;
		struct hash *h = arena_new(p->a, struct hash);

		*h = hash_of(s->at.src->text);
		map_put(&k->services, p->a, all->entry[i].key, h);
		k->prices = hash_add(k->prices, all->entry[i].key);
		k->prices = key_hash(k->prices, *h);
	}
}

struct str
keys_asked(struct arena *a, const struct catalog *c)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < c->services.n; i++) {
		const struct service *s = c->services.entry[i].value;

		if (!s->asked)
			continue;
		if (b.n)
			buf_putc(&b, ',');
		buf_str(&b, c->services.entry[i].key);
	}
	return buf_take(&b, a);
}

struct hash
keys_of(const struct keys *k, struct str services)
{
	struct hash h = k->shared;
	struct str id;

	while (services.n) {
		const struct hash *file;

		str_cut(services, ',', &id, &services);
		file = map_find(&k->services, id);
		h = hash_add(h, id);
		h = file ? key_hash(h, *file) : key_number(h, 0);
	}
	return h;
}

struct hash
keys_all(const struct keys *k)
{
	return key_hash(k->shared, k->prices);
}

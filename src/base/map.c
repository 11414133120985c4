#include "base/map.h"

#include <string.h>

#include "base/eight.h"

/* Eight bytes a step. */
static inline uint32_t
hash_str(struct str s)
{
	const uint64_t odd = 0x9E3779B97F4A7C15u;
	uint64_t h = s.n * odd, last = str_tail(s);

	for (; s.n > 8; s.p += 8, s.n -= 8) {
		h = (h ^ eight_of(s.p)) * odd;
		h ^= h >> 29;
	}
	h = (h ^ last) * odd;
	return (uint32_t)(h >> 32);
}

/* Up to this many entries are looked through; more are hashed. */
#define FEW 8

static size_t
find_few(const struct map *m, struct str key, uint32_t hash)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->entry[i].hash == hash && str_eq(m->entry[i].key, key))
			return i + 1;
	return 0;
}

static inline uint32_t *
find_slot(const struct map *m, struct str key, uint32_t hash)
{
	size_t i = hash & (m->nslot - 1);

	for (;; i = (i + 1) & (m->nslot - 1)) {
		const struct map_entry *e;

		if (!m->slot[i])
			return &m->slot[i];
		e = &m->entry[m->slot[i] - 1];
		if (e->hash == hash && str_eq(e->key, key))
			return &m->slot[i];
	}
}

/* The place of a key plus one, or 0. */
static inline size_t
find(const struct map *m, struct str key, uint32_t hash)
{
	return m->nslot ? *find_slot(m, key, hash) : find_few(m, key, hash);
}

void *
map_find(const struct map *m, struct str key)
{
	size_t i;

	if (!m->n)
		return NULL;
	i = find(m, key, hash_str(key));
	return i ? m->entry[i - 1].value : NULL;
}

struct map
map_copy(const struct map *m, struct arena *a)
{
	struct map copy = *m;

	copy.entry = arena_array(a, struct map_entry, m->cap);
	copy.slot = arena_array(a, uint32_t, m->nslot);
	if (m->n)
		memcpy(copy.entry, m->entry, m->n * sizeof(*m->entry));
	if (m->nslot)
		memcpy(copy.slot, m->slot, m->nslot * sizeof(*m->slot));
	return copy;
}

static void
grow_slots(struct map *m, struct arena *a, size_t nslot)
{
	m->nslot = nslot;
	m->slot = arena_array(a, uint32_t, m->nslot);
	for (size_t i = 0; i < m->n; i++) {
		struct map_entry *e = &m->entry[i];

		*find_slot(m, e->key, e->hash) = (uint32_t)(i + 1);
	}
}

void
map_reserve(struct map *m, struct arena *a, size_t n)
{
	struct map_entry *old = m->entry;
	size_t nslot = 4 * FEW;

	if (n <= m->cap || n <= FEW)
		return;
	m->entry = arena_array(a, struct map_entry, n);
	if (m->n)
		memcpy(m->entry, old, m->n * sizeof(*old));
	m->cap = n;
	while (nslot < 2 * n)
		nslot *= 2;
	grow_slots(m, a, nslot);
}

void *
map_put(struct map *m, struct arena *a, struct str key, void *value)
{
	uint32_t hash = hash_str(key);
	struct map_entry e = { key, value, hash };
	size_t i = find(m, key, hash);
	void *old;

	if (i) {
		old = m->entry[i - 1].value;
		m->entry[i - 1].value = value;
		return old;
	}
	arena_push(a, m->entry, m->n, m->cap, e);
	if (m->n > FEW && 2 * m->n > m->nslot)
		grow_slots(m, a, m->nslot ? m->nslot * 2 : 4 * FEW);
	else if (m->nslot)
		*find_slot(m, key, hash) = (uint32_t)m->n;
	return NULL;
}

#include "markdown/markdown_int.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>

static const char *const extension[] = {
	"table", "strikethrough", "tasklist",
	"autolink", /* the last: only where a text has what it looks for */
};

static const struct {
	cmark_node_type type;
	enum kind kind;
} core[] = {
	{ CMARK_NODE_TEXT, KIND_TEXT },
	{ CMARK_NODE_SOFTBREAK, KIND_SOFT_BREAK },
	{ CMARK_NODE_PARAGRAPH, KIND_PARAGRAPH },
	{ CMARK_NODE_CODE, KIND_CODE },
	{ CMARK_NODE_STRONG, KIND_STRONG },
	{ CMARK_NODE_EMPH, KIND_EMPH },
	{ CMARK_NODE_LINK, KIND_LINK },
	{ CMARK_NODE_ITEM, KIND_ITEM },
	{ CMARK_NODE_LIST, KIND_LIST },
	{ CMARK_NODE_HEADING, KIND_HEADING },
	{ CMARK_NODE_CODE_BLOCK, KIND_CODE_BLOCK },
	{ CMARK_NODE_HTML_INLINE, KIND_RAW },
	{ CMARK_NODE_HTML_BLOCK, KIND_RAW_BLOCK },
	{ CMARK_NODE_LINEBREAK, KIND_HARD_BREAK },
	{ CMARK_NODE_IMAGE, KIND_IMAGE },
	{ CMARK_NODE_BLOCK_QUOTE, KIND_QUOTE },
	{ CMARK_NODE_THEMATIC_BREAK, KIND_RULE },
	{ CMARK_NODE_DOCUMENT, KIND_DOCUMENT },
};

/* Numbered when they register, or an item in disguise: known by name only. */
static const struct {
	const char *name;
	enum kind kind;
} extended[] = {
	{ "table_cell", KIND_CELL },
	{ "table_row", KIND_TABLE_ROW },
	{ "table_header", KIND_TABLE_HEAD },
	{ "table", KIND_TABLE },
	{ "strikethrough", KIND_STRIKE },
	{ "tasklist", KIND_TASK },
};

/* Of the tree that this thread is at; cmark's hooks have no context. */
static _Thread_local struct arena *memory;

/* What cmark is given has its size before it. */
struct chunk {
	size_t size;
	_Alignas(16) char data[];
};

static void *
take(size_t n, size_t size)
{
	struct chunk *c;

	if (__builtin_mul_overflow(n, size, &size) ||
	    size > SIZE_MAX - sizeof(*c))
		die("out of memory");
	c = arena_alloc(memory, 1, sizeof(*c) + size);
	c->size = size;
	return c->data;
}

static void *
take_again(void *old, size_t size)
{
	const struct chunk *c;
	void *p;

	if (!old)
		return take(1, size);
	c = (const void *)((char *)old - offsetof(struct chunk, data));
	if (size <= c->size)
		return old;
	p = take(1, size);
	memcpy(p, old, c->size);
	return p;
}

static void
leave(void *p)
{
	(void)p;
}

/* Called by abort, so at a known place of cmark's. */
static void
end_aborted(int signo)
{
	(void)signo;
	die("out of memory");
}

/* What is registered is not in memory of ours: without any, cmark aborts. */
void
markdown_init(void)
{
	void (*before)(int) = signal(SIGABRT, end_aborted);

	cmark_gfm_core_extensions_ensure_registered();
	signal(SIGABRT, before);
}

/* Whether `word` stands anywhere; `i` is its rarest byte. */
static bool
holds(struct str s, struct str word, size_t i)
{
	const char *p = s.p, *end = s.p + s.n, *at;

	for (; p < end; p = at + 1) {
		at = memchr(p, word.p[i], (size_t)(end - p));
		if (!at)
			return false;
		if ((size_t)(at - s.p) >= i &&
		    str_starts(str_from(s, (size_t)(at - s.p) - i), word))
			return true;
	}
	return false;
}

/*
 * Whether there may be an address outside of a link.  With the extension, cmark
 * cuts a text at each ':' and 'w' and goes through the tree twice more, a third
 * of all that it does.  The address of a letter may be written with entities.
 */
static bool
may_have_addresses(struct str s)
{
	return holds(s, STR("@"), 0) || holds(s, STR("://"), 0) ||
	    holds(s, STR("www."), 3) || holds(s, STR("&"), 0);
}

/*
 * cmark switches tables of its own on and off round each parse: two parses at
 * once would silently read each other's Markdown.
 */
cmark_node *
parse(struct arena *mem, struct str fed)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	cmark_mem *hooks = arena_new(mem, cmark_mem);
	bool addresses = may_have_addresses(fed);
	size_t n = countof(extension) - !addresses;
	cmark_parser *p;
	cmark_node *root;

	*hooks = (cmark_mem){ take, take_again, leave };
	memory = mem;
	pthread_mutex_lock(&lock);
	p = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, hooks);
	for (size_t i = 0; i < n; i++)
		cmark_parser_attach_syntax_extension(
		    p, cmark_find_syntax_extension(extension[i]));
	cmark_parser_feed(p, fed.p ? fed.p : "", fed.n);
	root = cmark_parser_finish(p);
	cmark_parser_free(p);
	pthread_mutex_unlock(&lock);
	if (addresses)
		cmark_consolidate_text_nodes(root);
	return root;
}

enum kind
node_kind(cmark_node *n)
{
	cmark_node_type type = cmark_node_get_type(n);
	const char *name;

	if (cmark_node_get_syntax_extension(n)) {
		name = cmark_node_get_type_string(n);
		for (size_t i = 0; i < countof(extended); i++)
			if (!strcmp(extended[i].name, name))
				return extended[i].kind;
	}
	for (size_t i = 0; i < countof(core); i++)
		if (core[i].type == type)
			return core[i].kind;
	return KIND_OTHER;
}

struct str
node_literal(cmark_node *n)
{
	const char *s = cmark_node_get_literal(n);

	return s ? str_of(s) : (struct str){ 0 };
}

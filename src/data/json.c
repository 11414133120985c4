#include "data/json.h"

#include "base/plain.h"

#define LINE 100 /* [byte] a node of scalars longer than this is broken up */

static inline sixteen
special(sixteen w)
{
	return (sixteen)((w < 0x20) | (w == '"') | (w == '\\') | (w == 0x7F));
}

static bool
is_plain(char c)
{
	return (unsigned char)c >= 0x20 && c != '"' && c != '\\' && c != 0x7F;
}

static void
put_escape(struct buf *out, char c)
{
	switch (c) {
	case '"':
		buf_puts(out, "\\\"");
		break;
	case '\\':
		buf_puts(out, "\\\\");
		break;
	case '\n':
		buf_puts(out, "\\n");
		break;
	case '\t':
		buf_puts(out, "\\t");
		break;
	case '\r':
		buf_puts(out, "\\r");
		break;
	default:
		buf_printf(out, "\\u%04x", (unsigned char)c);
	}
}

/* Apart, for most texts never come here. */
static RARE void
put_special(struct buf *out, struct str s)
{
	plain_put_rest(out, s, special, is_plain, put_escape);
}

void
json_text(struct buf *out, struct str s)
{
	s = str_from(s, plain_put(out, s, special));
	if (s.n)
		put_special(out, s);
}

void
json_string(struct buf *out, struct str s)
{
	buf_putc(out, '"');
	json_text(out, s);
	buf_putc(out, '"');
}

void
json_newline(struct buf *out, int level)
{
	buf_putc(out, '\n');
	buf_pad(out, ' ', (size_t)level * 2);
}

void
json_key(struct buf *out, const char *key, int level)
{
	if (out->p[out->n - 1] != '{')
		buf_putc(out, ',');
	json_newline(out, level + 1);
	json_string(out, str_of(key));
	buf_puts(out, ": ");
}

static void
put_pairs(
    struct buf *out, const struct json_pair *p, size_t n, int level, bool lines)
{
	buf_putc(out, '{');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(out, ',');
		if (lines)
			json_newline(out, level + 1);
		else if (i)
			buf_putc(out, ' ');
		buf_putc(out, '"');
		json_text(out, p[i].key);
		if (p[i].yes) {
			buf_puts(out, "\": true");
			continue;
		}
		buf_puts(out, "\": \"");
		json_text(out, p[i].value);
		buf_putc(out, '"');
	}
	if (lines)
		json_newline(out, level);
	buf_putc(out, '}');
}

/* Escapes only make it longer. */
static bool
may_fit(const struct json_pair *p, size_t n)
{
	size_t width = 0;

	for (size_t i = 0; i < n; i++)
		width += p[i].key.n + p[i].value.n;
	return width <= LINE;
}

void
json_pairs(struct buf *out, const struct json_pair *p, size_t n, int level)
{
	size_t start = out->n;

	if (may_fit(p, n)) {
		put_pairs(out, p, n, level, false);
		if (out->n - start <= LINE)
			return;
		out->n = start;
	}
	put_pairs(out, p, n, level, n > 0);
}

static void put_node(struct buf *out, const struct node *n, int level);

static void
put_items(struct buf *out, const struct node *n, int level, bool lines)
{
	bool map = n->kind == NODE_MAP;

	buf_putc(out, map ? '{' : '[');
	for (size_t i = 0; i < n->n; i++) {
		if (i)
			buf_putc(out, ',');
		if (lines)
			json_newline(out, level + 1);
		else if (i)
			buf_putc(out, ' ');
		if (map) {
			json_string(out, node_key(n, i));
			buf_puts(out, ": ");
		}
		put_node(out, n->item[i], level + 1);
	}
	if (lines)
		json_newline(out, level);
	buf_putc(out, map ? '}' : ']');
}

static bool
is_flat(const struct node *n)
{
	for (size_t i = 0; i < n->n; i++)
		if (n->item[i]->kind == NODE_LIST ||
		    n->item[i]->kind == NODE_MAP)
			return false;
	return true;
}

static void
put_node(struct buf *out, const struct node *n, int level)
{
	size_t start = out->n;

	switch (n->kind) {
	case NODE_NULL:
		buf_puts(out, "null");
		return;
	case NODE_BOOL:
		buf_puts(out, n->yes ? "true" : "false");
		return;
	case NODE_NUMBER:
		buf_str(out, n->text);
		return;
	case NODE_STRING:
		json_string(out, n->text);
		return;
	case NODE_LIST:
	case NODE_MAP:
		break;
	}
	if (is_flat(n)) {
		put_items(out, n, level, false);
		if (out->n - start <= LINE)
			return;
		out->n = start;
	}
	put_items(out, n, level, n->n > 0);
}

void
json_print(struct buf *out, const struct node *n)
{
	put_node(out, n, 0);
	buf_putc(out, '\n');
}

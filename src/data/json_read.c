#include "data/json.h"

#include <string.h>

#define MAX_DEPTH 32 /* lists and maps within each other */

struct reader {
	struct arena *a;
	struct str text;
	size_t i;
	int depth;
};

static struct node *read_value(struct reader *r);

static char
peek(const struct reader *r)
{
	return r->i < r->text.n ? r->text.p[r->i] : '\0';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static inline void
skip_blanks(struct reader *r)
{
	while (r->i < r->text.n && is_blank(r->text.p[r->i]))
		r->i++;
}

static bool
take(struct reader *r, char c)
{
	skip_blanks(r);
	if (r->i >= r->text.n || r->text.p[r->i] != c)
		return false;
	r->i++;
	return true;
}

static bool
take_word(struct reader *r, struct str word)
{
	if (!str_starts(str_from(r->text, r->i), word))
		return false;
	r->i += word.n;
	return true;
}

/* What stands behind a backslash; only what json_string writes. */
static bool
read_escape(struct reader *r, struct buf *out)
{
	static const char from[] = "\"\\/ntrbf", to[] = "\"\\/\n\t\r\b\f";
	const char *p = peek(r) ? strchr(from, peek(r)) : NULL;
	int code = 0;

	if (p) {
		buf_putc(out, to[p - from]);
		r->i++;
		return true;
	}
	if (!take_word(r, STR("u00")))
		return false;
	for (int k = 0; k < 2; k++, r->i++) {
		char c = peek(r);

		if (c >= '0' && c <= '9')
			code = code * 16 + c - '0';
		else if (c >= 'a' && c <= 'f')
			code = code * 16 + c - 'a' + 10;
		else
			return false;
	}
	buf_putc(out, (char)code);
	return code < 0x80;
}

static bool
read_string(struct reader *r, struct str *out)
{
	struct buf b = { 0 };
	size_t from;

	if (!take(r, '"'))
		return false;
	for (from = r->i; r->i < r->text.n && peek(r) != '"';) {
		if (peek(r) != '\\') {
			r->i++;
			continue;
		}
		buf_str(&b, str_sub(r->text, from, r->i++));
		if (!read_escape(r, &b)) {
			buf_free(&b);
			return false;
		}
		from = r->i;
	}
	*out = str_sub(r->text, from, r->i);
	if (b.n) {
		buf_str(&b, *out);
		*out = buf_take(&b, r->a);
	}
	return take(r, '"');
}

static struct node *
read_number(struct reader *r)
{
	size_t from = r->i;

	while (peek(r) && strchr("+-.0123456789eE", peek(r)))
		r->i++;
	if (r->i == from)
		return NULL;
	return node_number(r->a, str_sub(r->text, from, r->i));
}

static struct node *
read_list(struct reader *r)
{
	struct node *list = node_list(r->a), *item;

	if (take(r, ']'))
		return list;
	do {
		item = read_value(r);
		if (!item)
			return NULL;
		node_push(r->a, list, item);
	} while (take(r, ','));
	return take(r, ']') ? list : NULL;
}

static struct node *
read_map(struct reader *r)
{
	struct node *map = node_map(r->a), *item;
	struct str key;

	if (take(r, '}'))
		return map;
	do {
		if (!read_string(r, &key) || !take(r, ':'))
			return NULL;
		item = read_value(r);
		if (!item || node_find(map, key))
			return NULL;
		node_set(r->a, map, key, item);
	} while (take(r, ','));
	return take(r, '}') ? map : NULL;
}

static struct node *
read_value(struct reader *r)
{
	struct node *n = NULL;
	struct str s;

	skip_blanks(r);
	if (r->depth == MAX_DEPTH)
		return NULL;
	r->depth++;
	if (peek(r) == '"')
		n = read_string(r, &s) ? node_string(r->a, s) : NULL;
	else if (take(r, '{'))
		n = read_map(r);
	else if (take(r, '['))
		n = read_list(r);
	else if (take_word(r, STR("null")))
		n = node_null(r->a);
	else if (take_word(r, STR("true")))
		n = node_bool(r->a, true);
	else if (take_word(r, STR("false")))
		n = node_bool(r->a, false);
	else
		n = read_number(r);
	r->depth--;
	return n;
}

struct node *
json_read(struct arena *a, struct str text)
{
	struct reader r = { .a = a, .text = text };
	struct node *n = read_value(&r);

	skip_blanks(&r);
	return r.i == text.n ? n : NULL;
}

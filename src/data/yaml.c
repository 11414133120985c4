#include "data/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/eight.h"

struct reader {
	struct arena *a;
	struct diag *d;
	struct span text;   /* the part of the source that is read */
	struct str bytes;   /* of `text` */
	bool ascii;	    /* a code point is a byte */
	size_t index, byte; /* else one, and the byte it starts at */
	yaml_parser_t parser;
	yaml_event_t event;
	size_t nnode;
	bool twice; /* a key stood twice */
	int depth;
};

/*
 * libyaml counts places in code points, and leaves a byte order mark out of
 * the count; sources count bytes.
 */
static inline size_t
byte_of(struct reader *r, size_t index)
{
	if (r->ascii)
		return index < r->bytes.n ? index : r->bytes.n;
	if (index < r->index) {
		r->index = 0;
		r->byte = 0;
	}
	if (r->byte == 0 && str_starts(r->bytes, STR("\xEF\xBB\xBF")))
		r->byte = 3;
	while (r->index < index && r->byte < r->bytes.n) {
		r->byte++;
		while (r->byte < r->bytes.n &&
		    ((unsigned char)r->bytes.p[r->byte] & 0xC0) == 0x80)
			r->byte++;
		r->index++;
	}
	return r->byte;
}

static struct span
span_between(struct reader *r, yaml_mark_t from, yaml_mark_t to)
{
	size_t a = byte_of(r, from.index), b = byte_of(r, to.index);

	return span_sub(r->text, a, b > a ? b : a + 1);
}

static struct span
event_span(struct reader *r)
{
	return span_between(r, r->event.start_mark, r->event.end_mark);
}

static bool
report_syntax(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	const char *problem = p->problem ? p->problem : "cannot read this";
	yaml_mark_t mark = p->problem_mark;
	size_t at;

	if (p->error == YAML_MEMORY_ERROR)
		die("out of memory");
	if (p->error == YAML_READER_ERROR) {
		at = p->problem_offset;
		return diag_report(r->d, DIAG_YAML_ENCODING,
		    span_sub(r->text, at, at + 1), "not valid UTF-8 text: %s",
		    problem);
	}
	at = byte_of(r, mark.index);
	if (at < r->bytes.n && r->bytes.p[at] == '\t')
		return diag_report(r->d, DIAG_YAML_TAB,
		    span_sub(r->text, at, at + 1),
		    "a tab cannot indent YAML; use spaces");
	if (p->context && strstr(p->context, "quoted scalar")) {
		at = byte_of(r, p->context_mark.index);
		return diag_report(r->d, DIAG_YAML_SYNTAX,
		    span_sub(r->text, at, at + 1),
		    "a quoted text is not closed");
	}
	diag_report(r->d, DIAG_YAML_SYNTAX, span_sub(r->text, at, at + 1),
	    "not valid YAML: %s", problem);
	if (p->context)
		diag_note(r->d,
		    span_sub(r->text, byte_of(r, p->context_mark.index),
			byte_of(r, p->context_mark.index) + 1),
		    "%s that starts here", p->context);
	if (strstr(problem, "mapping values are not allowed"))
		diag_hint(r->d,
		    "a text with a colon and a blank in it stands "
		    "in quotes");
	return false;
}

static bool
next_event(struct reader *r)
{
	yaml_event_delete(&r->event);
	if (!yaml_parser_parse(&r->parser, &r->event)) {
		memset(&r->event, 0, sizeof(r->event));
		return report_syntax(r);
	}
	return true;
}

static bool
refuse_properties(
    struct reader *r, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor)
		return diag_report(r->d, DIAG_YAML_ALIAS, event_span(r),
		    "anchors and aliases are not used here; write the value "
		    "out");
	if (tag)
		return diag_report(r->d, DIAG_YAML_TAG, event_span(r),
		    "tags are not used here");
	return true;
}

static bool
read_scalar(struct reader *r, struct node **out)
{
	struct node *n;
	size_t len = r->event.data.scalar.length;

	if (!refuse_properties(
		r, r->event.data.scalar.anchor, r->event.data.scalar.tag))
		return false;
	if (len > YAML_MAX_SCALAR)
		return diag_report(r->d, DIAG_YAML_SCALAR, event_span(r),
		    "a text of %zu bytes is longer than %zu", len,
		    YAML_MAX_SCALAR);
	n = node_string(r->a,
	    (struct str){
		arena_copy(r->a, r->event.data.scalar.value, len), len });
	n->quoted = r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	n->at = event_span(r);
	*out = n;
	return true;
}

static bool read_node(struct reader *r, struct node **out);

static bool
read_list(struct reader *r, struct node **out)
{
	struct node *list = node_list(r->a), *item;

	list->at = event_span(r);
	if (!refuse_properties(r, r->event.data.sequence_start.anchor,
		r->event.data.sequence_start.tag))
		return false;
	for (;;) {
		if (!next_event(r))
			return false;
		if (r->event.type == YAML_SEQUENCE_END_EVENT)
			break;
		if (!read_node(r, &item))
			return false;
		node_push(r->a, list, item);
	}
	*out = list;
	return true;
}

static bool
check_flow_key(struct reader *r, const struct node *key)
{
	if (key->quoted ||
	    (!memchr(key->text.p, '(', key->text.n) &&
		!memchr(key->text.p, ')', key->text.n)))
		return true;
	diag_report(r->d, DIAG_YAML_FORMULA, key->at,
	    "a formula with a comma stands in quotes here");
	diag_hint(r->d, "write {tasks: \"max(1, requests)\"}");
	return false;
}

static void
report_twice(struct reader *r, const struct node *map, const struct node *key,
    const struct node *first)
{
	r->twice = true;
	diag_report(r->d, DIAG_YAML_DUPLICATE, key->at,
	    "the key '%.*s' stands here twice", STR_ARG(key->text));
	for (size_t i = 0; i < map->n; i++)
		if (map->item[i] == first)
			diag_note(r->d, map->key_at[i], "the first is here");
}

static bool
read_map(struct reader *r, struct node **out)
{
	struct node *map = node_map(r->a), *key, *first, *value;
	bool flow =
	    r->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
	size_t nkey = 0;

	map->at = event_span(r);
	if (!refuse_properties(r, r->event.data.mapping_start.anchor,
		r->event.data.mapping_start.tag))
		return false;
	for (;;) {
		if (!next_event(r))
			return false;
		if (r->event.type == YAML_MAPPING_END_EVENT)
			break;
		if (r->event.type != YAML_SCALAR_EVENT)
			return diag_report(r->d, DIAG_YAML_KEY, event_span(r),
			    "a key must be a plain word");
		if (!read_scalar(r, &key) || (flow && !check_flow_key(r, key)))
			return false;
		first = node_find(map, key->text);
		if (first)
			report_twice(r, map, key, first);
		if (!next_event(r) || !read_node(r, &value))
			return false;
		if (first)
			continue;
		node_set(r->a, map, key->text, value);
		arena_push(r->a, map->key_at, nkey, map->capkey, key->at);
	}
	*out = map;
	return true;
}

static bool
read_node(struct reader *r, struct node **out)
{
	bool ok = false;

	if (++r->nnode > YAML_MAX_NODES)
		return diag_report(r->d, DIAG_YAML_NODES, event_span(r),
		    "more than %zu values in one file", YAML_MAX_NODES);
	if (++r->depth > YAML_MAX_DEPTH)
		return diag_report(r->d, DIAG_YAML_DEPTH, event_span(r),
		    "nested deeper than %d levels", YAML_MAX_DEPTH);
	switch ((int)r->event.type) {
	case YAML_SCALAR_EVENT:
		ok = read_scalar(r, out);
		break;
	case YAML_SEQUENCE_START_EVENT:
		ok = read_list(r, out);
		break;
	case YAML_MAPPING_START_EVENT:
		ok = read_map(r, out);
		break;
	case YAML_ALIAS_EVENT:
		ok = diag_report(r->d, DIAG_YAML_ALIAS, event_span(r),
		    "anchors and aliases are not used here; write the value "
		    "out");
		break;
	default:
		ok = diag_report(
		    r->d, DIAG_YAML_SYNTAX, event_span(r), "not valid YAML");
		break;
	}
	r->depth--;
	return ok;
}

static bool
read_document(struct reader *r, struct node **out)
{
	if (!next_event(r) || !next_event(r))
		return false;
	if (r->event.type == YAML_STREAM_END_EVENT) {
		*out = node_map(r->a);
		(*out)->at = span_sub(r->text, 0, 1);
		return true;
	}
	if (!next_event(r) || !read_node(r, out) || !next_event(r) ||
	    !next_event(r))
		return false;
	if (r->event.type != YAML_STREAM_END_EVENT)
		return diag_report(r->d, DIAG_YAML_DOCUMENTS, event_span(r),
		    "one file holds one document");
	return true;
}

bool
yaml_parse(struct arena *a, struct diag *d, struct span text, struct node **out)
{
	struct reader r = { .a = a, .d = d, .text = text };
	size_t nul;
	bool ok;

	r.bytes = str_sub(text.src->text, text.from, text.to);
	if (r.bytes.n > YAML_MAX_FILE)
		return diag_report(d, DIAG_FILE_SIZE, span_sub(text, 0, 1),
		    "a YAML text of %zu bytes is larger than %zu", r.bytes.n,
		    YAML_MAX_FILE);
	nul = str_find(r.bytes, (struct str){ "", 1 }, 0);
	if (nul != SIZE_MAX)
		return diag_report(d, DIAG_YAML_ENCODING,
		    span_sub(text, nul, nul + 1), "a NUL byte in a text file");
	r.ascii = eight_is_ascii(r.bytes.p, r.bytes.n);
	if (!yaml_parser_initialize(&r.parser))
		die("out of memory");
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
	    &r.parser, (const unsigned char *)r.bytes.p, r.bytes.n);
	memset(&r.event, 0, sizeof(r.event));
	ok = read_document(&r, out);
	if (ok)
		(*out)->twice = r.twice;
	yaml_event_delete(&r.event);
	yaml_parser_delete(&r.parser);
	return ok;
}

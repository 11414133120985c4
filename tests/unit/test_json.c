/* json: what was printed is read back the same; what was not is refused. */
#include "data/json.h"

#include <stdio.h>

static int ntest, nfail;

static void
check(bool ok, const char *name)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++ntest, name);
	nfail += !ok;
}

static struct str
print(struct arena *a, const struct node *n)
{
	struct buf b = { 0 };

	json_print(&b, n);
	return buf_take(&b, a);
}

static struct node *
sample(struct arena *a)
{
	struct node *n = node_map(a), *list = node_list(a);
	char all[0x80];

	for (int i = 0; i < 0x80; i++)
		all[i] = (char)i;
	node_set_str(a, n, "all", (struct str){ all, sizeof(all) });
	n->item[0]->text = str_copy(a, n->item[0]->text);
	node_set_str(
	    a, n, "beyond", STR("Größe \xE2\x80\x94 \xF0\x9F\x98\x80"));
	node_set_str(a, n, "empty", STR(""));
	node_set_node(a, n, "none", node_null(a));
	node_set_bool(a, n, "yes", true);
	node_set_bool(a, n, "no", false);
	node_push(a, list, node_int(a, -12));
	node_push(a, list, node_list(a));
	node_push(a, list, node_map(a));
	node_set(a, n, STR("a \"list\"\n"), list);
	return n;
}

static void
test_back(struct arena *a)
{
	struct node *n = sample(a), *back;
	struct str text = print(a, n), key = STR("all");

	back = json_read(a, text);
	check(back != NULL, "json: what was printed is read");
	check(back && str_eq(print(a, back), text), "json: and is the same");
	check(
	    back && str_eq(node_find(back, key)->text, node_find(n, key)->text),
	    "json: every character below 128 comes back");
}

/* No beginning of a text is a text. */
static void
test_cut(struct arena *a)
{
	struct str text = str_trim(print(a, sample(a)));
	bool ok = true;

	for (size_t i = 0; i < text.n; i++)
		ok &= !json_read(a, str_sub(text, 0, i));
	check(ok, "json: a part of a text is refused");
}

static void
test_refused(struct arena *a)
{
	static const char *const bad[] = { "", " ", "{}}", "[1,]", "{\"a\":1,}",
		"{\"a\":1,\"a\":2}", "{a:1}", "'a'", "\"\\u1234\"", "\"\\x\"",
		"nul", "[1 2]", "\"\\u00", "\"\\" };
	struct buf deep = { 0 };
	bool ok = true;

	for (size_t i = 0; i < countof(bad); i++)
		ok &= !json_read(a, str_of(bad[i]));
	check(ok, "json: other texts are refused");
	buf_pad(&deep, '[', 100000);
	check(!json_read(a, buf_view(&deep)), "json: however deep");
	buf_free(&deep);
}

int
main(void)
{
	struct arena a = { 0 };

	test_back(&a);
	test_cut(&a);
	test_refused(&a);
	arena_clear(&a);
	printf("1..%d\n", ntest);
	return nfail != 0;
}

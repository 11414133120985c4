#include "site/manifest.h"

#include "data/json.h"
#include "data/yaml.h"

static void
add_dirs(struct arena *a, struct fileset *set, struct str path)
{
	for (size_t i = 0; i < path.n; i++) {
		struct str dir = str_sub(path, 0, i);

		if (path.p[i] == '/' && !map_find(&set->dir, dir))
			map_put(&set->dir, a, str_copy(a, dir), set);
	}
}

bool
fileset_add(struct arena *a, struct fileset *set, struct str path, void *value)
{
	if (map_put(&set->file, a, path, value))
		return false;
	add_dirs(a, set, path);
	return true;
}

struct str
manifest_text(struct arena *a, const struct str *path, size_t n)
{
	struct buf b = { 0 };

	buf_puts(&b,
	    "{\n  \"generator\": \"breakeven\",\n  \"format\": 1,\n"
	    "  \"files\": [");
	for (size_t i = 0; i < n; i++) {
		buf_puts(&b, i ? ",\n    " : "\n    ");
		json_string(&b, path[i]);
	}
	buf_puts(&b, n ? "\n  ]\n}\n" : "]\n}\n");
	return buf_take(&b, a);
}

static bool
has_text(const struct node *map, const char *key, const char *text)
{
	const struct node *n = node_find(map, str_of(key));

	return n && n->kind == NODE_STRING && str_is(n->text, text);
}

static bool
refuse(struct diag *d, struct span at, const char *why)
{
	diag_report(d, DIAG_PUBLISH_FOREIGN, at,
	    "this " MANIFEST_NAME " does not say which files are ours: %s",
	    why);
	diag_hint(d,
	    "restore it from version control, or empty the directory, or "
	    "publish into another one");
	return false;
}

static bool
add_files(struct arena *a, struct diag *d, struct fileset *set,
    const struct node *files)
{
	for (size_t i = 0; i < files->n; i++) {
		const struct node *n = files->item[i];

		if (n->kind != NODE_STRING)
			return refuse(d, n->at, "a path is a string");
		fileset_add(a, set, str_copy(a, n->text), set);
	}
	fileset_add(a, set, STR(MANIFEST_NAME), set);
	return true;
}

bool
manifest_parse(
    struct arena *a, struct diag *d, struct span text, struct fileset *set)
{
	struct node *root;
	const struct node *files;

	if (!yaml_parse(a, d, text, &root))
		return refuse(d, text, "it is damaged");
	if (!has_text(root, "generator", "breakeven"))
		return refuse(d, text, "its generator is not breakeven");
	if (!has_text(root, "format", "1"))
		return refuse(d, text, "its format is not 1");
	files = node_find(root, STR("files"));
	if (!files || files->kind != NODE_LIST)
		return refuse(d, text, "it has no list of files");
	return add_files(a, d, set, files);
}

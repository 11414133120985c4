#include "site/manifest.h"

#include "data/json.h"
#include "data/yaml.h"

#define HEAD                                                     \
	"{\n  \"generator\": \"breakeven\",\n  \"format\": 1,\n" \
	"  \"files\": ["
#define TAIL "  ]\n}\n"

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

	buf_puts(&b, HEAD);
	for (size_t i = 0; i < n; i++) {
		buf_puts(&b, i ? ",\n    " : "\n    ");
		json_string(&b, path[i]);
	}
	buf_puts(&b, n ? "\n" TAIL : "]\n}\n");
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
cut_start(struct str *rest, struct str start)
{
	if (!str_starts(*rest, start))
		return false;
	*rest = str_from(*rest, start.n);
	return true;
}

/* A line with a path that holds nothing escaped. */
static bool
cut_path(struct str *rest, struct str *path, bool *more)
{
	struct str line;

	if (!cut_start(rest, STR("    \"")) ||
	    !str_cut(*rest, '\n', &line, rest))
		return false;
	*more = str_ends(line, STR(","));
	line.n -= *more;
	if (!str_ends(line, STR("\"")))
		return false;
	*path = str_sub(line, 0, line.n - 1);
	for (size_t i = 0; i < path->n; i++)
		if (path->p[i] == '"' || path->p[i] == '\\' ||
		    (unsigned char)path->p[i] < ' ')
			return false;
	return true;
}

/* A parser takes longer than all the rest of a build that has nothing to do. */
struct str *
manifest_plain(struct arena *a, struct str text, size_t *n)
{
	struct str *path = NULL, one;
	size_t cap = 0;
	bool more = true;

	*n = 0;
	if (!cut_start(&text, STR(HEAD "\n")))
		return NULL;
	while (more) {
		if (!cut_path(&text, &one, &more))
			return NULL;
		arena_push(a, path, *n, cap, one);
	}
	return str_is(text, TAIL) ? path : NULL;
}

bool
manifest_parse(struct arena *a, struct diag *d, struct span text,
    struct str **path, size_t *n)
{
	struct node *root;
	const struct node *files;

	if (!yaml_parse(a, d, text, &root) || root->twice)
		return refuse(d, text, "it is damaged");
	if (!has_text(root, "generator", "breakeven"))
		return refuse(d, text, "its generator is not breakeven");
	if (!has_text(root, "format", "1"))
		return refuse(d, text, "its format is not 1");
	files = node_find(root, STR("files"));
	if (!files || files->kind != NODE_LIST)
		return refuse(d, text, "it has no list of files");
	*path = arena_array(a, struct str, files->n + 1);
	*n = files->n;
	for (size_t i = 0; i < files->n; i++) {
		if (files->item[i]->kind != NODE_STRING)
			return refuse(
			    d, files->item[i]->at, "a path is a string");
		(*path)[i] = files->item[i]->text;
	}
	return true;
}

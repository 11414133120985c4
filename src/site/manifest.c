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

/* One as manifest_text writes it: a parser takes longer than all the rest of a
 * build that has nothing to do.  False for any other, which may be good too. */
static bool
read_plain(struct arena *a, struct fileset *set, struct str text)
{
	struct str path;
	bool more = true;

	if (!cut_start(&text, STR(HEAD "\n")))
		return false;
	while (more) {
		if (!cut_path(&text, &path, &more))
			return false;
		fileset_add(a, set, str_copy(a, path), set);
	}
	fileset_add(a, set, STR(MANIFEST_NAME), set);
	return str_is(text, TAIL);
}

bool
manifest_parse(
    struct arena *a, struct diag *d, struct span text, struct fileset *set)
{
	struct node *root;
	const struct node *files;

	if (read_plain(a, set, str_sub(text.src->text, text.from, text.to)))
		return true;
	*set = (struct fileset){ 0 };
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

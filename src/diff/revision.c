/*
 * Lines of `git ls-tree -r -z -l`, each with a NUL behind it:
 *
 *   100644 blob 9d4c...e1    1234<TAB>pricing/acme.yaml
 *
 * What `git cat-file --batch` says of each id that it is given:
 *
 *   9d4c...e1 blob 1234<LF>the bytes<LF>
 */
#include "diff/revision.h"

#include <errno.h>
#include <string.h>

#include "data/yaml.h"
#include "diff/git.h"
#include "num/rat.h"

struct reader {
	struct arena *a;
	struct diag *d;
	struct git git;
	struct str revision;
	struct fileset *out;
	struct str *want; /* what the bytes are to be put into */
	struct buf ids;	  /* of these, a line each */
	struct map index; /* id of a blob to the text it has */
};

static bool
report_git(struct reader *r, const char *what)
{
	diag_report(r->d, DIAG_GIT, (struct span){ 0 },
	    "git cannot %s of revision '%.*s': %.*s", what,
	    STR_ARG(r->revision),
	    STR_ARG(
		r->git.err.n ? r->git.err : STR("it ended without a message")));
	return false;
}

static bool
run(struct reader *r, const char *const *args, struct str input)
{
	if (git_run(&r->git, args, input))
		return true;
	return diag_report(r->d, DIAG_GIT, (struct span){ 0 },
	    "cannot run 'git': %s", strerror(errno));
}

/* Names of branches and tags, for a hint. */
static void
hint_refs(struct reader *r)
{
	static const char *const args[] = { "for-each-ref",
		"--format=%(refname:short)", NULL };
	struct str *name = NULL, line, rest;
	size_t n = 0, cap = 0;

	diag_hint(r->d,
	    "compare directories, figures.json files or git revisions, as in "
	    "'breakeven diff HEAD~1'");
	if (!git_run(&r->git, args, (struct str){ 0 }) || r->git.status)
		return;
	for (rest = r->git.out; str_cut(rest, '\n', &line, &rest);)
		arena_push(r->a, name, n, cap, line);
	diag_nearest(r->d, r->revision, name, n);
}

/* The id of the revision's commit; NULL when reported. */
static const char *
find_commit(struct reader *r)
{
	const char *args[] = { "rev-parse", "--verify", "--quiet", NULL, NULL };
	bool option = str_starts(r->revision, STR("-"));

	args[3] = str_cstr(
	    r->a, str_printf(r->a, "%.*s^{commit}", STR_ARG(r->revision)));
	if (!option && !run(r, args, (struct str){ 0 }))
		return NULL;
	if (!option && !r->git.status)
		return str_cstr(r->a, str_trim(r->git.out));
	if (!option && r->git.err.n) {
		diag_report(r->d, DIAG_GIT, (struct span){ 0 },
		    "there is no directory '%.*s', and git knows no such "
		    "revision: %.*s",
		    STR_ARG(r->revision), STR_ARG(r->git.err));
		return NULL;
	}
	diag_report(r->d, DIAG_REVISION_UNKNOWN, (struct span){ 0 },
	    "'%.*s' is neither a directory, a file nor a git revision",
	    STR_ARG(r->revision));
	if (!option)
		hint_refs(r);
	return NULL;
}

static bool
is_wanted(struct str path, bool sources)
{
	struct str head, rest;

	if (sources)
		return (str_ends(path, STR(".yaml")) ||
			   str_ends(path, STR(".md"))) &&
		    (str_starts(path, STR("pricing/")) ||
			str_starts(path, STR("content/")));
	/* Of the tree, or of a directory in it. */
	if (str_cut(path, '/', &head, &rest))
		path = rest;
	return str_is(path, "figures.json");
}

/* A file of the tree; its bytes come later. */
static bool
take_entry(struct reader *r, struct str line, bool sources)
{
	struct str head, path, mode, type, id;
	struct str *text;
	struct rat size;

	str_cut(line, '\t', &head, &path);
	str_cut(head, ' ', &mode, &head);
	str_cut(head, ' ', &type, &head);
	str_cut(str_trim(head), ' ', &id, &head);
	if (!str_is(type, "blob") || !is_wanted(path, sources))
		return true;
	if (!str_is(mode, "100644") && !str_is(mode, "100755")) {
		diag_report(r->d, DIAG_GIT, (struct span){ 0 },
		    "'%.*s' is a link in revision '%.*s', and links of "
		    "revisions are not followed",
		    STR_ARG(path), STR_ARG(r->revision));
		diag_hint(r->d, "compare directories");
		return false;
	}
	text = map_find(&r->index, id);
	if (!text) {
		text = arena_new(r->a, struct str);
		map_put(&r->index, r->a, id, text);
		if (rat_parse(r->a, str_trim(head), &size) == RAT_OK &&
		    rat_lt(rat_int((int64_t)YAML_MAX_FILE), size))
			text->n = (size_t)rat_to_int(size, INT64_MAX);
		else
			buf_printf(&r->ids, "%.*s\n", STR_ARG(id));
	}
	fileset_add(r->a, r->out, path, text);
	return true;
}

static bool
list_tree(struct reader *r, const char *commit, bool sources)
{
	const char *args[] = { "ls-tree", "-r", "-z", "-l", commit, "--",
		sources ? "pricing" : NULL, "content", NULL };
	struct str line, rest;
	bool ok = true;

	if (!run(r, args, (struct str){ 0 }))
		return false;
	if (r->git.status)
		return report_git(r, "list the files");
	for (rest = r->git.out; ok && str_cut(rest, '\0', &line, &rest);)
		ok = take_entry(r, line, sources);
	return ok;
}

/* Puts the bytes of each blob where they belong. */
static bool
take_blobs(struct reader *r)
{
	struct str rest = r->git.out, line, id, type, size;
	struct str *text;
	struct rat n;

	while (rest.n) {
		size_t len;

		str_cut(rest, '\n', &line, &rest);
		str_cut(line, ' ', &id, &line);
		str_cut(line, ' ', &type, &size);
		text = map_find(&r->index, id);
		if (!text || rat_parse(r->a, size, &n) != RAT_OK)
			return false;
		len = (size_t)rat_to_int(n, INT64_MAX);
		if (len >= rest.n)
			return false;
		*text = (struct str){ arena_copy(r->a, rest.p, len), len };
		rest = str_from(rest, len + 1);
	}
	return true;
}

static bool
read_blobs(struct reader *r)
{
	static const char *const args[] = { "cat-file", "--batch", NULL };

	if (!r->ids.n)
		return true;
	if (!run(r, args, buf_view(&r->ids)))
		return false;
	return (!r->git.status && take_blobs(r)) ||
	    report_git(r, "read the files");
}

bool
revision_read(struct arena *a, struct diag *d, const char *dir,
    struct str revision, struct fileset *out)
{
	struct reader r = { .a = a,
		.d = d,
		.git = { .a = a, .dir = dir },
		.revision = revision,
		.out = out };
	const char *commit = find_commit(&r);
	bool ok = commit && list_tree(&r, commit, true);

	if (ok && !out->file.n)
		ok = list_tree(&r, commit, false);
	ok = ok && read_blobs(&r);
	buf_free(&r.ids);
	return ok;
}

#include "site/publish.h"

#include <assert.h>

#include "site/stage.h"

static bool
put_all(struct stage *s, const struct output *out, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct put put;
		bool unique;

		assert(!str_is(out[i].path, MANIFEST_NAME));
		if (!stage_put(s, s->d, &out[i], NULL, &put))
			return false;
		unique = stage_note(s, out[i].path, &put);
		assert(unique);
	}
	return true;
}

bool
publish(struct arena *a, struct diag *d, const char *dir,
    const struct output *out, size_t n, struct publish_report *report)
{
	struct stage s;
	bool ok;

	*report = (struct publish_report){ 0 };
	ok = stage_begin(&s, a, d, dir) && stage_scan(&s) &&
	    put_all(&s, out, n) && stage_fill(&s, report) && stage_end(&s);
	stage_clear(&s);
	return ok;
}

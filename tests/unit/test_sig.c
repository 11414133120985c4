/* sig: when a write to a file would show. */
#include "site/sig.h"

#include <stdio.h>

#define MS ((int64_t)1000000)
#define NOW (1000 * MS * 1700000000) /* a whole second */

static int ntest, nfail;

static void
check(bool ok, const char *name)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++ntest, name);
	nfail += !ok;
}

/* A file that was last written to, and changed otherwise, at these times. */
static struct sig
sig_at(int64_t mtime, int64_t ctime)
{
	return (struct sig){ 7, 100, mtime, ctime };
}

static bool
is_settled(int64_t mtime, int64_t ctime, int64_t now)
{
	return sig_is_settled(sig_at(mtime, ctime), now);
}

int
main(void)
{
	int64_t fine = NOW + 3 * MS;
	struct sig new = sig_at(fine, fine);
	struct sig kept = sig_settled(new, fine);

	check(!is_settled(fine, fine, fine + 10 * MS),
	    "sig: a clock may have stood still since");
	check(
	    is_settled(fine, fine, fine + 20 * MS), "sig: or not for so long");
	check(!is_settled(fine - 100 * MS, fine, fine + 10 * MS),
	    "sig: what was changed otherwise may be again");
	check(!is_settled(NOW, NOW, NOW + 999 * MS),
	    "sig: a whole second may not be over");
	check(!is_settled(fine - 999 * MS, NOW, NOW + 100 * MS),
	    "sig: of any of both times");
	check(is_settled(NOW, NOW, NOW + 1020 * MS), "sig: or may be over");
	check(!is_settled(fine + 50 * MS, fine, fine + 30 * MS),
	    "sig: nor is what will be written");
	check(!sig_eq(kept, new) && !sig_eq(kept, kept),
	    "sig: one that was not settled is equal to none");
	check(sig_is_same(kept, kept) && !sig_is_same(kept, new),
	    "sig: and says the same as itself");
	kept = sig_settled(new, fine + 20 * MS);
	check(sig_eq(kept, new), "sig: one that was is what it was");
	new.size++;
	check(!sig_eq(kept, new), "sig: another length is another file");
	new = sig_at(fine, fine);
	new.ino++;
	check(!sig_eq(kept, new), "sig: and so is another number");
	printf("1..%d\n", ntest);
	return nfail != 0;
}

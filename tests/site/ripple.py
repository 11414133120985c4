"""One price changes: what hangs on it changes, and nothing else."""
import difflib
import os
import re

import consistent
import exact
import project
from project import Site, differing, plain, tree

KEY = "aws-fargate.vcpu.us-east-1.x86"
FILE = "pricing/aws-fargate.yaml"
OLD, NEW = "0.04048 USD", "0.04148 USD"


def hanging(book, key):
    """Ids that hang on the price: by their `prices`, or by an option whose bill has it."""
    direct, other = set(), set()

    def uses(guide, option, scenario, changes):
        bill = book.bill(guide, option, scenario, changes)
        return bill and any(n["price_key"] == key for n in bill["lines"])

    for guide, family, path, changes, fig in book.each():
        if any(p["key"] == key for p in fig["prices"]):
            direct.add(fig["id"])
        if family in ("ratio", "difference"):
            options, scenario = path[:2], path[2]
        elif family in ("winner", "recommend"):
            options, scenario = list(fig["values"]), path[0]
        elif family == "intervals":
            scenario = path[0]
            options = book.options(guide, scenario, changes)
        else:
            continue
        if any(uses(guide, o, scenario, changes) for o in options):
            other.add(fig["id"])
    return direct, other


def shown(fig):
    return fig["exact"], fig["display"]


def test_price(tap, program):
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.build()
        before, text = consistent.Book(site), tree(site.at("public"))
        direct, other = hanging(before, KEY)
        tap.ok(len(direct) > 20 and len(other) > 20, "ripple: figures hang on the price",
               f"{len(direct)} and {len(other)}")
        md = {g: site.read(f"public/{g}/index.md") for g in before.guides}
        site.edit(FILE, OLD, NEW)
        r = site.build()
        if not tap.ok(r.rc == 0, "ripple: it builds with another price", r.err):
            return
        after = consistent.Book(site)
        old = {i: shown(f) for i, f in before.all.items()}
        new = {i: shown(f) for i, f in after.all.items()}
        tap.same(sorted(set(old) ^ set(new)), [], "ripple: no id comes or goes")
        changed = {i for i in old if old[i] != new.get(i)}
        tap.none(sorted(changed - direct - other), "ripple: nothing changes that does not hang on the price")
        tap.none(sorted(i for i in direct - changed if "/cost." in i or "/price." in i),
                 "ripple: all that names the price changes")
        tap.none(undone(after, changed), "ripple: what is derived from a changed amount changes with it")
        for guide in before.guides:
            lines(tap, guide, md[guide], site.read(f"public/{guide}/index.md"),
                  before.figures[guide], after.figures[guide], changed)
        files = differing(text, tree(site.at("public")))
        tap.none([f for f in files if f.startswith("assets/") or f == "manifest.json"],
                 "ripple: styles and manifest stay as they are")
        consistent.check(tap, site, "ripple")
        delta(tap, before, after, direct)
        site.edit(FILE, NEW, OLD)
        site.build()
        tap.none(differing(text, tree(site.at("public"))), "ripple: the old price brings the old bytes back")


def undone(book, changed):
    """Differences and ratios whose operands changed in print, but not they."""
    for guide, family, path, changes, fig in book.each():
        if family not in ("ratio", "difference"):
            continue
        tail = "@" + fig["id"].split("@")[1] if "@" in fig["id"] else ""
        sides = [f"{guide}/cost.{o}.{path[2]}.total{tail}" for o in path[:2]]
        moved = [s for s in sides if s in changed]
        if len(moved) == 1 and fig["id"] not in changed:
            yield fig["id"]


def delta(tap, before, after, direct):
    """How much each total changes: by the vCPU hours of its bill."""
    wrong = []
    for i in sorted(direct):
        path, changes = consistent.split(i)
        if path[0] != "cost" or path[-1] != "total":
            continue
        bill = after.bill(i.split("/")[0], path[1], path[2], changes)
        hours = sum(exact.parse(n["quantity"]["exact"]) for n in bill["lines"] if n["price_key"] == KEY)
        got = exact.parse(after.all[i]["exact"]) - exact.parse(before.all[i]["exact"])
        if got != hours / 1000:
            wrong.append(f"{i}: {got}, not {hours} x 0.001")
    tap.none(wrong, "ripple: each total changes by its vCPU hours")


def squeeze(line):
    """A line of Markdown without what only aligns it."""
    return re.sub(r"-{2,}", "--", plain(line)).strip()


def lines(tap, guide, old, new, before, after, changed):
    """Each line that changed shows a figure that changed, before and after."""
    a, b = [[squeeze(x) for x in t.splitlines()] for t in (old, new)]
    was = [plain(before[i]["display"]) for i in changed if i in before]
    now = [plain(after[i]["display"]) for i in changed if i in after]
    wrong, count = [], 0
    for op in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op[0] == "equal":
            continue
        count += op[2] - op[1]
        wrong += [f"-{x}" for x in a[op[1] : op[2]] if not any(d in x for d in was)]
        wrong += [f"+{x}" for x in b[op[3] : op[4]] if not any(d in x for d in now)]
    tap.none(wrong, f"ripple: in {guide}/index.md only lines change that show such a figure")
    tap.ok(count > 10, f"ripple: and some do in {guide}", f"{count}")


def test_try(tap, program):
    """--price is the same as the edit."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.build("-o", site.at("tried"), "--price", f"{KEY}=0.04148 USD/(vCPU*h)")
        site.edit(FILE, OLD, NEW)
        site.build()
        tried, edited = (consistent.Book(s).all for s in (At(site, "tried"), site))
        wrong = [i for i in edited if shown(edited[i]) != shown(tried[i])]
        tap.none(wrong, "ripple: a price tried with --price gives the figures of a price edited")


class At(Site):
    """The same site with another published directory."""

    def __init__(self, site, public):
        self.program, self.dir, self.public = site.program, site.dir, public

    def at(self, *path):
        path = [p.replace("public", self.public, 1) if i == 0 else p for i, p in enumerate(path)]
        return os.path.join(self.dir, *path)

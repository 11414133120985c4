"""New vendors by YAML alone: acme/ is a site about services that do not exist.

It uses what the real price files do not: whole packages, volume prices that
make a bill jump down, tiers behind the allowance, a minimum, a credit that two
meters share, units of its own, groups of regions, a region for each vendor.
`model` works its bills out again.
"""
import itertools
import os
import re
from fractions import Fraction as F
from math import ceil

import consistent
import exact
import project
from project import HERE, Page, Site, plain

ACME = os.path.join(HERE, "acme")
OPTIONS = ("runs", "gated", "box")
NAMES = {"runs": "Acme", "gated": "Acme behind a gate", "box": "Boxes"}
HOURS = 730

# Worked out by hand: option, requests of 120 ms (billed as 150 ms), free tier, total, its lines.
BY_HAND = (
    ("runs", 0, "none", "5.84"),            # widgets 2 x 730 h x 0.004
    ("runs", 1, "none", "6.87003"),         # a package 0.03, 0.15 s x 0.0002, widgets 5.84, minimum 1
    ("runs", 10000, "none", "7.17"),        # a package 0.03, 1,500 s 0.30, 5.84, 1
    ("runs", 10001, "none", "7.20003"),     # two packages 0.06, 1,500.15 s 0.30003, 5.84, 1
    ("runs", 58000, "none", "8.76"),        # 6 packages 0.18, 8,700 s 1.74, 5.84, 1: as much as one box
    ("runs", 100000, "none", "10.14"),      # 10 packages 0.30, 15,000 s 3.00, 5.84, 1
    ("runs", 100000, "full", "5.08"),       # 75,000: 8 packages 0.24; 5,000 s 1.00 all credit; 5.84 - 2.00; 1
    ("runs", 20000, "full", "3.84"),        # no package, no second, 5.84 - 3.00, 1
    ("runs", 1000000, "none", "29.84"),     # 3.00; 150,000 s: 10 + 10; 5.84; 1
    ("runs", 1000000, "full", "25.78"),     # 975,000: 98 packages 2.94; 140,000 s: 10 + 9 - 3; 5.84; 1
    ("runs", 3000000, "none", "66.34"),     # 9.00; 450,000 s: 10 + 40; 5.84; 1.50
    ("gated", 100000, "none", "4.9"),       # 0.30, 3.00, 1; at the gate 0.60
    ("gated", 100000, "first-year", "1.24"),  # 0.24, 1.00 - 1.00, 1; the gate's 100,000 are free
    ("gated", 499999, "none", "17.999979"),  # 1.50; 74,999.85 s: 10 + 2.499985; 1; 2.999994
    ("gated", 500000, "none", "16.5"),      # 1.50; 75,000 s: 10 + 2.50; 1; all at 3: 1.50
    ("gated", 600000, "first-year", "13.94"),  # 575,000: 58 packages 1.74; 80,000 s: 10 + 3 - 3; 1; gross 600,000: 400,000 at 3
    ("gated", 2000000, "none", "45"),       # 6.00; 300,000 s: 10 + 25; 1; all at 1.50: 3.00
    ("box", 0, "none", "8.76"),             # 730 h x 0.012
    ("box", 400000, "none", "8.76"),
    ("box", 400001, "none", "17.52"),
    ("large", 100000, "none", "13.14"),     # 0.30, 15,000 s x 0.0004 = 6.00, 5.84, 1
)


def graduated(q, bound, low, high):
    return min(q, bound) * low + max(F(0), q - bound) * high


def model(option, requests, free="none", duration=120):
    """A bill, exactly."""
    n = F(requests)
    if option == "box":
        return max(1, ceil(n / 400000)) * HOURS * F("0.012")
    given = free in ("full", "first-year")
    calls = ceil(max(F(0), n - (25000 if given else 0)) / 10000) * F("0.03")
    seconds = n * ceil(F(duration) / 50) * 50 / 1000
    time = graduated(max(F(0), seconds - (10000 if given else 0)), 50000, F("0.0002"), F("0.0001"))
    widgets = 2 * HOURS * F("0.004") if option == "runs" else F(0)
    support = max(F(1), n * F("0.5") / 10**6) if n else F(0)
    total = calls + max(F(0), time + widgets - (3 if given else 0)) + support
    if option == "gated":
        rate = F(6) if n < 500000 else F(3) if n < 2000000 else F("1.5")
        total += max(F(0), n - (200000 if free == "first-year" else 0)) * rate / 10**6
    return total


def winner(requests, free="none"):
    return min(OPTIONS, key=lambda o: model(o, requests, free))


def borders(free, stop):
    """The first request of each interval after the first, by looking where the model may change."""
    steps = {0, stop, 500000, 2000000, 25000, 10000 * 1000 // 150, 200000}
    steps |= set(range(0, stop + 1, 10000)) | {x + 25000 for x in range(0, stop, 10000)}
    steps |= {x * 1000 // 150 for x in (10000, 50000, 60000)} | {x + 1 for x in range(0, stop, 400000)}
    points = sorted(p + d for p in steps for d in (-1, 0, 1) if 0 <= p + d <= stop)
    found = []
    for a, b in itertools.pairwise(sorted(set(points))):
        # Between two points all are straight lines: what wins at both ends wins between,
        # and where the ends differ the border is found by halving.
        while winner(a, free) != winner(b, free):
            lo, hi = a, b
            while hi - lo > 1:
                mid = (lo + hi) // 2
                lo, hi = (mid, hi) if winner(mid, free) == winner(a, free) else (lo, mid)
            found.append(hi)
            a = hi
    return found


def settled(temp, program):
    site = Site(program, temp, source=ACME)
    return site, site.build()


def test_builds(tap, program):
    with project.temp() as temp:
        site, r = settled(temp, program)
        if not tap.ok(r.rc == 0, "vendor: a site of new vendors builds", r.err):
            return
        tap.same(re.findall(r"(?:warning|error): .*", r.err), [], "vendor: without a warning")
        consistent.check(tap, site, "vendor")
        page = site.read("public/acme/index.html")
        for kind, mark in (("table", "Cost by requests"), ("bill", "Many behind the gate"),
                           ("chart", "<svg"), ("tree", 'class="tree"'), ("limits", "Payload"),
                           ("scenarios", 'id="scenario-long"'), ("percentiles", "Acme under load"),
                           ("crossings", "Who is cheapest")):
            tap.ok(mark in page, f"vendor: a block of kind '{kind}' is shown")
        regions(tap, site)
        chart(tap, site)
        why(tap, site)
        totals(tap, site)
        brute(tap, site)
        schemas(tap, site)


def totals(tap, site):
    for option, requests, free, want in BY_HAND:
        bill = site.cost(option, "base", "--set", f"requests={requests}", "--free-tier", free)
        got = bill and bill["total"]["exact"]
        tap.same(got, want, f"vendor: {option} at {requests:,}, free tier {free}, as by hand")
    wrong = []
    for option in OPTIONS:
        for n, free in itertools.product((0, 7, 24999, 25001, 66666, 66667, 333334, 1234567, 2999999),
                                         ("none", "full", "first-year")):
            bill = site.cost(option, "base", "--set", f"requests={n}", "--free-tier", free)
            if exact.parse(bill["total"]["exact"]) != model(option, n, free):
                wrong.append(f"{option} at {n}, {free}: {bill['total']}, not {model(option, n, free)}")
    tap.none(wrong, "vendor: bills are those of the model")


def contest(site, *args):
    import json
    r = site.run("crossings", "--axis", "requests", "--from", "0", "--to", "3000000",
                 "--format", "json", *args)
    return json.loads(r.out)


def brute(tap, site):
    """Crossings against bills at the whole numbers round each border, and against the model."""
    for free in ("none", "full", "first-year"):
        doc = contest(site, "--free-tier", free)
        first = [int(k["first"]["exact"]) for k in doc["crossings"]]
        tap.same(first, borders(free, 3000000), f"vendor: crossings are those of the model, free tier {free}")
        wrong = []
        for k, v in enumerate(doc["intervals"]):
            for n in {int(v["from"]["exact"]), int(v["from"]["exact"]) + 1, int(v["to"]["exact"]) - 1,
                      int(v["to"]["exact"])}:
                if not int(v["from"]["exact"]) <= n <= int(v["to"]["exact"]):
                    continue
                cost = [(exact.parse(site.cost(o, "base", "--set", f"requests={n}", "--free-tier", free)
                                     ["total"]["exact"]), i, o) for i, o in enumerate(OPTIONS)]
                if min(cost)[2] != v["winner"]:
                    wrong.append(f"{n}: {v['winner']}, the bills say {min(cost)}")
                if n == int(v["from"]["exact"]):
                    second = sorted(cost)[1]
                    if (v["runner_up"], exact.parse(v["margin"]["exact"])) != \
                            (second[2], second[0] - min(cost)[0]):
                        wrong.append(f"{n}: runner-up {v['runner_up']} by {v['margin']}, not {second}")
        tap.none(wrong, f"vendor: bills round each border agree, free tier {free}")
    kinds = [(int(k["first"]["exact"]), k["kind"]) for k in contest(site)["crossings"]]
    tap.ok((500000, "jump") in kinds, "vendor: the jump down of a volume price is a crossing", f"{kinds}")
    tap.ok((400001, "jump") in kinds, "vendor: the step up of a whole machine is a crossing", f"{kinds}")
    two = contest(site, "--option", "runs", "--option", "box")["crossings"][0]
    tap.same((two["at"]["exact"], two["first"]["exact"]), ("58000", "58001"),
             "vendor: a tie at a whole number goes to the option listed first")
    doc = contest(site, "--option", "box", "--option", "runs", "--from", "58000")
    tap.same([(v["from"]["exact"], v["winner"]) for v in doc["intervals"]][:1], [("58000", "box")],
             "vendor: and that is the one named first on the command line")
    tap.same(doc["intervals"][0]["tie"], True, "vendor: where the tie is marked")


def regions(tap, site):
    """A region for each vendor."""
    fig = site.figures("acme")
    for region, option, want in (("n1", "box", "72270"), ("n2", "runs", "10.14"), ("s1", "runs", "13.2")):
        got = fig[f"acme/cost.{option}.base.total@region={region}"]["exact"] \
            if f"acme/cost.{option}.base.total@region={region}" in fig else None
        tap.same(got, want, f"vendor: the figure of {option} in {region}")
        bill = site.cost(option, "base", "--region", region)
        tap.same(bill and bill["total"]["exact"], want, f"vendor: the bill of {option} in {region}")
    bill = site.run("cost", "--option", "box", "--scenario", "base").out
    tap.ok("region z1" in bill.split("\n")[1], "vendor: a bill names the region of its prices", bill[:200])
    text = plain(site.read("public/acme/index.md"))
    caption = re.search(r"\*Cost by requests\. .*?\*", text).group()
    tap.ok("n1" in caption and "z1" in caption, "vendor: a caption names the regions of both vendors", caption)
    r = site.run("cost", "--option", "box", "--scenario", "base", "--region", "acme=n1")
    tap.ok(r.rc == 2 and not r.out, "vendor: a vendor without a region has no other's",
           f"exit status {r.rc}\n{r.out}{r.err}")


def chart(tap, site):
    """What the text says of the chart."""
    said = re.search(r"the cheapest changes at (.*?)\.", plain(site.read("public/acme/index.md"))).group(1)
    got = [int(x.replace(",", "")) for x in re.findall(r"[0-9][0-9,]*[0-9]", said)]
    want = borders("none", 3000000)
    tap.ok(got == want or (got == want[: len(got)] and "more" in said),
           "vendor: the text beside the chart names all changes, or says that there are more",
           f"{said}; all are {want}")


def why(tap, site):
    """Who is cheapest by price alone need not meet the needs."""
    site.write("content/acme/index.md", "---\ntitle: Why\ndescription: Why.\n---\n\n{{winner.long.why}}\n")
    r = site.build()
    text = site.read("public/acme/index.md") if r.rc == 0 else ""
    tap.ok(r.rc == 2 or "Acme meets every limit" not in text,
           "vendor: the cheapest is not said to meet needs that rule it out", text[:400])
    site.write("content/acme/index.md", open(os.path.join(ACME, "content/acme/index.md")).read())
    site.build()


def schemas(tap, site):
    """The shapes of JSON that golden/ asks of the real services."""
    import sys
    sys.path.insert(0, os.path.join(HERE, "..", "golden"))
    import schema
    for args in (["runs", "base", "--free-tier", "full"], ["gated", "many", "--free-tier", "first-year"],
                 ["gated", "base"], ["box", "many"], ["runs", "base", "--set", "requests=0"]):
        r = site.run("cost", "--option", args[0], "--scenario", args[1], *args[2:], "--format", "json")
        tap.none(schema.bill(r.out) if r.rc == 0 else [r.err], f"vendor: JSON of the bill {' '.join(args)}")
    for free in ("none", "full"):
        r = site.run("crossings", "--free-tier", free, "--format", "json")
        tap.none(schema.contest(r.out) if r.rc == 0 else [r.err], f"vendor: JSON of crossings, free tier {free}")


def test_names(tap, program):
    """Names are text in Markdown too."""
    with project.temp() as temp:
        site = Site(program, temp, source=ACME)
        site.edit("content/acme/guide.yaml", "name: Boxes", 'name: "Boxes | *all* <b>"')
        r = site.build()
        tap.same(r.rc, 0, "vendor: an option's name may hold marks of Markdown and HTML")
        page = site.read("public/acme/index.html")
        tap.ok("Boxes | *all* &lt;b&gt;" in page and "<b>" not in page, "vendor: in HTML they are escaped")
        md = [t for t in project.tables(site.read("public/acme/index.md")) if "Cheapest" in t[0]]
        tap.ok(md and all(len({len(row) for row in t}) == 1 for t in md),
               "vendor: in the page's Markdown they break no table", str(md)[:300])
        out = site.run("cost", "--option", "box", "--scenario", "base", "--format", "md").out
        rows = project.tables(out)[0]
        tap.ok(len({len(row) for row in rows}) == 1, "vendor: in a bill's Markdown they break no table", out)
        out = site.run("crossings", "--format", "md").out
        rows = project.tables(out)[0]
        tap.ok(len({len(row) for row in rows}) == 1, "vendor: nor in that of crossings", out)

"""A price that is missing is neither zero nor another region's."""
import re

import project
from project import Page, Site, plain, tables

SERVICE = """service: {id}
name: {name}
vendor: acme
currency: USD
sources:
  list: {{title: List, url: "https://acme.example/{id}", retrieved: 2026-09-01}}
inputs:
  requests: {{unit: request/month}}
meters:
  calls:
    quantity: requests
    unit: request
    price:
      near: {near} USD per 1000000 request
{far}    source: list
"""
KEY = "bb.calls.far"
GUIDE = """options:
  aa: {name: First, use: {aa: {}}}
  bb: {name: Second, use: {bb: {}}}
scenarios:
  base: {name: The base, requests: 1000000}
crossings: {scenario: base, axis: requests, from: 0, to: 5000000}
"""
HEAD = "---\ntitle: Near and far\ndescription: One of two has no price there.\n---\n\n"
TABLE = """```breakeven table
scenario: base
rows: {requests: [0, 1000000]}
columns: [aa, bb, winner, ratio]
region: %s
```
"""


def site_of(program, temp, text):
    site = Site(program, temp, source="/nonexistent")
    site.write("pricing/aa.yaml", SERVICE.format(id="aa", name="First", near="5.00",
                                                 far="      far: 6.00 USD per 1000000 request\n"))
    site.write("pricing/bb.yaml", SERVICE.format(id="bb", name="Second", near="2.00", far=""))
    site.write("content/site.yaml", "title: Near and far\nregion: near\n")
    site.write("content/demo/guide.yaml", GUIDE)
    site.write("content/demo/index.md", HEAD + text)
    return site


def test_table(tap, program):
    with project.temp() as temp:
        site = site_of(program, temp, TABLE % "near" + "\n" + TABLE % "far")
        r = site.build()
        if not tap.ok(r.rc == 0, "missing: a table with a price missing builds", r.err):
            return
        tap.ok(re.search(rf"warning: .*'{re.escape(KEY)}'.*\[figure-missing\]", r.err), "missing: with a warning", r.err)
        tap.ok("pricing/bb.yaml:" in r.err, "missing: that says where", r.err)
        near, far = [t[1:] for t in tables(site.read("public/demo/index.md")) if "Cheapest" in t[0]]
        tap.same([r[3] for r in near], ["First (tie with Second)", "Second"], "missing: where both have a price one wins")
        for row in far:
            tap.same(row[2].strip("*"), f"n/a (missing: {KEY})", f"missing: the cell of {row[0]} says so")
            tap.ok(row[3].startswith("n/a") and row[4].startswith("n/a"), f"missing: nobody wins at {row[0]}", str(row))
            tap.ok("**" not in "".join(row), f"missing: and no cell is marked at {row[0]}", str(row))
        tap.same([r[1].strip("*") for r in far], ["$0.00", "$6.00"], "missing: the other's cost is there")
        fig = site.figures("demo")
        cell = fig["demo/cost.bb.base.total@region=far"]
        tap.same((cell["exact"], cell["display"]), (None, f"n/a (missing: {KEY})"), "missing: and in figures.json")
        page = Page(site.read("public/demo/index.html"))
        tap.ok(all(v is None for i, v, _ in page.figures if i == "cost.bb.base.total@region=far"),
               "missing: HTML has no value for it")


def test_bill(tap, program):
    with project.temp() as temp:
        site = site_of(program, temp, "Words.\n")
        r = site.run("cost", "--option", "bb", "--scenario", "base", "--region", "far")
        tap.ok(r.rc == 2 and not r.out and KEY in r.err, "missing: there is no bill without the price", f"{r}")
        tap.ok("near" in r.err, "missing: the regions that have one are named", r.err)
        r = site.run("cost", "--option", "aa", "--scenario", "base", "--region", "far")
        tap.ok(r.rc == 0 and "$6.00" in r.out, "missing: the other has a bill", f"{r}")
        r = site.run("crossings", "--region", "far")
        tap.ok(r.rc == 2 and not r.out and KEY in r.err, "missing: nor crossings", f"{r}")
        for region in ("ne", "nearby", "NEAR", "near ", "fa", ""):
            r = site.run("cost", "--option", "bb", "--scenario", "base", "--region", region)
            tap.ok(r.rc == 2, f"missing: region {region!r} is refused", f"{r}")


def test_verdicts(tap, program):
    """No recommendation, and no crossing, hinges on what is missing."""
    for what in ("{{recommend.base}}", "```breakeven scenarios\n{}\n```"):
        with project.temp() as temp:
            site = site_of(program, temp, what + "\n")
            site.write("content/site.yaml", "title: Near and far\nregion: far\n")
            r = site.build()
            tap.ok(r.rc == 2 and KEY in r.err, f"missing: {what.split()[0]} is an error: a recommendation hinges on it",
                   [f"exit status {r.rc}", *r.err.splitlines()])
    with project.temp() as temp:
        site = site_of(program, temp, "At {{crossings.aa.bb.first@region=far}}.\n")
        r = site.build()
        said = plain(site.read("public/demo/index.md")) if r.rc == 0 else ""
        tap.ok(r.rc == 2 or "never changes" not in said,
               "missing: without the price nobody says that the cheaper one never changes",
               re.findall(r"At .*?\.", said))
        tap.ok(KEY in r.err, "missing: the key is named", r.err)
    with project.temp() as temp:
        site = site_of(program, temp, "Words.\n")
        site.write("content/site.yaml", "title: Near and far\nregion: far\n")
        r = site.build()
        home = site.read("public/index.html") if r.rc == 0 else ""
        tap.ok("none fits" not in home, "missing: the home page does not say that none fits", home[-900:])
        tap.ok(KEY in r.err, "missing: and a key that the home page lacks is named", r.err or "nothing on stderr")


def test_zero(tap, program):
    """Zero is a price."""
    with project.temp() as temp:
        site = site_of(program, temp, TABLE % "near")
        site.edit("pricing/bb.yaml", "2.00 USD", "0 USD")
        r = site.build()
        tap.ok(r.rc == 0 and "warning" not in r.err, "missing: a price of zero is not missing", r.err)
        bill = site.cost("bb", "base")
        tap.same(bill["total"]["exact"], "0", "missing: it makes a bill of zero")

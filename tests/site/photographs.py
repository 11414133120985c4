"""A guide about something else needs no code: photographs/ keeps pictures.

Its services, vendors, units and subject are in no other guide, and it uses
every kind of block there is.  What it costs is reckoned here once more, by hand.
"""
import os
import re
from fractions import Fraction as F

import consistent
import project
from program import ROOT
from project import Site

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "photographs")
HOURS = 730

FIGURES = {
    "cost.front.album.total": 300 * F("0.024") + F("0.40"),
    "cost.back.album.total": 300 * F("0.004") + 20 * F("0.03") + F("0.40"),
    "cost.disk.album.total": HOURS * F("0.031") + 360 * F("0.015"),
    "cost.disk-by-day.album.total": 300 * F("0.031") + 360 * F("0.015") * 300 / HOURS,
    "cost.back.studio.total": 40000 * F("0.004") + 200 * F("0.03") + F("0.40"),
    "crossings.front.back.first": 300 * (F("0.024") - F("0.004")) / F("0.03"),
    "fact.per-hour": F(4000, HOURS),
    "fact.rush": F(4000, HOURS * 100),
}


def kinds():
    """The kinds of blocks, from their table."""
    with open(os.path.join(ROOT, "src", "view", "block.c"), encoding="utf-8") as f:
        return re.findall(r'^\t\{ "([a-z]+)", block_', f.read(), re.M)


def test_photographs(tap, program):
    with project.temp() as temp:
        site = Site(program, temp, source=SOURCE)
        r = site.build()
        if not tap.ok(r.rc == 0, "photographs: a sixth guide builds", r.err):
            return
        tap.same(re.findall(r"(?:warning|error): .*", r.err), [], "photographs: without a word said")
        r = site.run("lint")
        tap.same((r.rc, r.out), (0, "no findings\n"), "photographs: nor by lint")
        text = site.read("content/photographs/index.md")
        used = set(re.findall(r"^```breakeven ([a-z]+)$", text, re.M))
        tap.ok(len(kinds()) > 15, "photographs: the kinds of blocks are known", kinds())
        tap.same(sorted(set(kinds()) - used), [], "photographs: it uses every kind of block")
        reckoned(tap, site)
        consistent.check(tap, site, "photographs")


def reckoned(tap, site):
    got = site.figures("photographs")
    for name, want in FIGURES.items():
        tap.same(F(got["photographs/" + name]["exact"]), want, f"photographs: {name}")
    tap.same(re.findall(r"^\*\*Choice: (.*?)\*\*", site.read("public/photographs/index.md"), re.M),
             ["Near the door", "At the back", "A disk of one's own"], "photographs: what it recommends")

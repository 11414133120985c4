#!/usr/bin/env python3
"""Builds of sites made from a seed, beside a floor, Hugo and git, in one run.

    site.py BUILD [-r ROUNDS] [N ...]

N is a number of guides, 100 1000 10000 if none is given; ratios are those of
the last.  Of each command as many runs are made, 3 if not given, and the
median is shown.  Prints tables in Markdown.  Nothing is asserted: times hang on the
machine and on what else it does.
"""
import argparse
import datetime
import decimal
import math
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

import corpus
import hugo
import measure

SEED = "breakeven"
PAUSE = 1.1  # seconds before a change: nobody saves twice a second
SOURCES = {"content", "pricing", "templates"}
# A commit of so many files starts a collector that works on behind the runs.
GIT = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0"]


class Bench:
    """A site of n guides, its rivals, and what it takes to build it."""

    def __init__(self, build, temp, n):
        self.n = n
        self.build = build
        self.program = str(build / "breakeven")
        self.site = temp / ("site-%d" % n)
        self.hugo = temp / ("hugo-%d" % n)
        self.floor_out = temp / ("floor-%d" % n)
        self.attic = measure.Attic(temp / ("attic-%d" % n))
        corpus.main(SEED, n, self.site)
        subprocess.run(self.ours(), cwd=self.site, check=True)
        hugo.main(self.site, self.hugo)
        # The sizes of the files that the floor writes.
        self.model = temp / ("model-%d" % n)
        shutil.copytree(self.site / "public", self.model)

    def ours(self, *flags):
        return [self.program, "build", "-q", *flags]

    def clean(self):
        """Nothing built, nothing kept."""
        self.attic.take(*[p for p in self.site.iterdir() if p.name not in SOURCES])

    def clean_floor(self):
        self.attic.take(self.floor_out)

    def clean_hugo(self):
        self.attic.take(self.hugo / "public", self.hugo / "resources")

    def full(self):
        """The cases of a build from nothing."""
        floor = [str(self.build / "tests/bench/floor"), "content", str(self.model), str(self.floor_out)]
        return [
            ("floor", self.clean_floor, floor, self.site),
            ("one", self.clean, self.ours("-j1", "--no-sync"), self.site),
            ("two", self.clean, self.ours("-j2", "--no-sync"), self.site),
            ("one, synced", self.clean, self.ours("-j1"), self.site),
            ("two, synced", self.clean, self.ours("-j2"), self.site),
            ("hugo", self.clean_hugo, ["hugo", "--quiet"], self.hugo),
        ]

    def edit_guide(self):
        time.sleep(PAUSE)
        with open(self.site / "content" / corpus.name(self.n // 2) / "index.md", "a") as f:
            f.write("\nOne more sentence.\n")

    def edit_price(self, service):
        """The first price of the region rises by a twentieth: another text wherever it counts."""
        time.sleep(PAUSE)
        path = self.site / "pricing" / (service + ".yaml")
        dearer = lambda m: m[1] + format(round(decimal.Decimal(m[2]) * decimal.Decimal("1.05"), 12), "f")
        text, n = re.subn(r"(us-east-1: +)([\d.]+)", dearer, path.read_text(), count=1)
        assert n == 1, service
        path.write_text(text)

    def again(self):
        """The cases of a build where all but a little is there; run in turns
        they find what the one before them built."""
        build = self.ours("--no-sync")
        return [
            ("status", None, ["git", "status", "--porcelain"], self.site),
            ("nothing", None, build, self.site),
            ("nothing, one", None, self.ours("-j1", "--no-sync"), self.site),
            ("first guide", self.edit_guide, build, self.site),
            ("guide", self.edit_guide, build, self.site),
            ("price of few", lambda: self.edit_price(corpus.RARE), build, self.site),
            ("price of all", lambda: self.edit_price(corpus.COMMON), build, self.site),
        ]

    def commit(self):
        git = lambda *a: subprocess.run([*GIT, *a], cwd=self.site, check=True, stdout=subprocess.DEVNULL)
        git("init", "-q")
        (self.site / ".git/info/exclude").write_text(".*\n")
        git("add", ".")
        git("commit", "-q", "-m", "all")
        git("status", "--porcelain")

    def peaks(self):
        self.clean()
        two = measure.peak(self.ours("-j2", "--no-sync"), self.site)
        self.clean()
        one = measure.peak(self.ours("-j1", "--no-sync"), self.site)
        self.edit_guide()
        guide = measure.peak(self.ours("--no-sync"), self.site)
        self.edit_price(corpus.COMMON)
        price = measure.peak(self.ours("--no-sync"), self.site)
        self.clean_hugo()
        return {"one": one, "two": two, "guide": guide, "price": price,
                "hugo": measure.peak(["hugo", "--quiet"], self.hugo)}


def table(head, rows):
    print("| %s |\n|---|%s" % (" | ".join(head), "---:|" * (len(head) - 1)))
    for row in rows:
        print("| %s |" % " | ".join(row))
    print(flush=True)


def seconds(t):
    return "%.2f s" % t if t >= 1 else "%.0f ms" % (t * 1000)


def times(name, run, base, what, target=""):
    return (name, seconds(run.wall), seconds(run.cpu), "%.2f x %s" % (run.wall / base, what), target)


def print_full(b, runs):
    base = runs["floor"].wall
    rival = runs["hugo"].wall / runs["two"].wall
    table(("{:,} guides, from nothing".format(b.n), "time", "processor", "ratio", "target"), [
        times("floor: cmark-gfm alone, as many bytes written", runs["floor"], base, "floor"),
        times("one worker", runs["one"], base, "floor", "≤ 1.5"),
        times("two workers", runs["two"], base, "floor", "< 1.0"),
        times("one worker, synced", runs["one, synced"], base, "floor"),
        times("two workers, synced", runs["two, synced"], base, "floor"),
        (*times("Hugo", runs["hugo"], base, "floor")[:3], "%.1f x two workers" % rival, "≥ 4"),
    ])


def print_again(b, runs, full):
    base = runs["status"].wall
    more = runs["guide"].wall - runs["nothing"].wall
    whole = full["two"].wall
    table(("{:,} guides, again".format(b.n), "time", "processor", "ratio", "target"), [
        times("git status", runs["status"], base, "git status"),
        times("nothing changed", runs["nothing"], base, "git status", "≤ 2"),
        times("nothing changed, one worker", runs["nothing, one"], base, "git status"),
        (*times("one guide changed", runs["guide"], base, "")[:3], "%+.0f ms" % (more * 1000), "≤ 50 ms"),
        (*times("one guide changed, the first since all were", runs["first guide"], base, "")[:3],
         "%+.0f ms" % ((runs["first guide"].wall - runs["nothing"].wall) * 1000), ""),
        times("a price of one guide in a hundred", runs["price of few"], whole, "full"),
        times("a price of all guides", runs["price of all"], whole, "full", "< 0.25"),
    ])


def print_memory(b, peaks):
    mib = lambda n: "%.0f MB" % (n / 2 ** 20)
    table(("{:,} guides, peak memory".format(b.n), "all processes", "ratio", "target"), [
        ("one worker", mib(peaks["one"]), "", "< 64 MB"),
        ("two workers", mib(peaks["two"]), "", "< 64 MB"),
        ("one guide changed", mib(peaks["guide"]), "", "< 64 MB"),
        ("a price of all guides", mib(peaks["price"]), "", "< 64 MB"),
        ("Hugo", mib(peaks["hugo"]), "%.1f x two workers" % (peaks["hugo"] / peaks["two"]), "≥ 10"),
    ])


def print_growth(measured):
    """Exponents between one size and the next: 1 is linear."""
    rows = []
    for (m, few, few_peak), (n, many, many_peak) in zip(measured, measured[1:]):
        power = lambda x, y: "%.2f" % (math.log(y / x) / math.log(n / m))
        rows.append(("{:,} to {:,} guides".format(m, n), power(few["one"].wall, many["one"].wall),
                     power(few["one"].cpu, many["one"].cpu), power(few["two"].wall, many["two"].wall),
                     power(few_peak["one"], many_peak["one"]), "≤ 1.05"))
    table(("exponent", "time, one worker", "its processor", "time, two workers", "memory", "target"), rows)


def machine():
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    print("%d cores of %s, load %.1f, %s; medians of runs in turns.\n"
          % (len(os.sched_getaffinity(0)), cpu[1] if cpu else "an unknown processor", os.getloadavg()[0],
             datetime.date.today()))


def main(build, rounds, sizes):
    measured = []
    machine()
    with tempfile.TemporaryDirectory() as temp:
        for n in sizes:
            b = Bench(build, pathlib.Path(temp), n)
            full = measure.in_turns(b.full(), rounds)
            peaks = b.peaks()
            measured.append((n, full, peaks))
            if n == sizes[-1]:
                print_full(b, full)
                b.commit()
                # The first of them makes files that those behind it write over.
                print_again(b, measure.in_turns(b.again(), rounds + 2), full)
                print_memory(b, peaks)
    print_growth(measured)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("-r", dest="rounds", type=int, default=3)
    parser.add_argument("sizes", type=int, nargs="*", default=[100, 1000, 10000])
    asked = parser.parse_intermixed_args()
    main(asked.build.resolve(), asked.rounds, asked.sizes)

"""broken: a line of a file taken away, or a price file; the program says so or
builds, and never dies.

Every price file and every guide, three lines of each, the same at each run;
with BREAKEVEN_EVERY=1 in the environment every line.  A line of a price file is
missing to one of the guides that use the service, and each guide is built by
itself, which is all that makes this quick.
"""
import os
import random
from concurrent.futures import ThreadPoolExecutor

from program import ROOT
from project import Site, temp

SAMPLE = 3  # lines of a file
SEED = 4
ALL = -1


def lines_of(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as f:
        return f.read().splitlines(keepends=True)


def guides():
    content = os.path.join(ROOT, "content")
    return sorted(d for d in os.listdir(content) if os.path.exists(os.path.join(content, d, "guide.yaml")))


def users(service):
    """The guides whose guide.yaml names the service."""
    return [g for g in guides() if any(service in line for line in lines_of(f"content/{g}/guide.yaml"))]


def sites():
    """(file, guides that have it) of all that is taken apart."""
    yield "content/site.yaml", guides()
    for g in guides():
        yield f"content/{g}/guide.yaml", [g]
        yield f"content/{g}/index.md", [g]
    for name in sorted(os.listdir(os.path.join(ROOT, "pricing"))):
        yield f"pricing/{name}", users(name[: -len(".yaml")]) or guides()[:1]


def chosen(name, every):
    """Indices of lines; ALL for the whole file."""
    n = len(lines_of(name))
    whole = [ALL] if name.startswith("pricing/") else []
    if every and name.endswith(".yaml"):
        return [*range(n), *whole]
    return random.Random(f"{SEED} {name}").sample(range(n), min(n, SAMPLE)) + whole


def complaint(site, name, i):
    """What is wrong with the answer where line `i` is missing, or None."""
    lines = lines_of(name)
    if i == ALL:
        os.remove(site.at(name))
    else:
        site.write(name, site.turned("".join(lines[:i] + lines[i + 1 :])))
    rc = site.build("-q").rc
    if rc in (0, 2):
        return None
    what = name if i == ALL else f"line {i + 1} of {name}"
    return f"{site.guide} without {what}: exit status {rc}"


def take_apart(program, jobs):
    """Complaints of (guide, file, line) one after the other."""
    with temp() as path:
        made = {}
        for guide, name, i in jobs:
            if guide not in made:
                made[guide] = Site(program, os.path.join(path, guide), public=False, guide=guide)
            bad = complaint(made[guide], name, i)
            made[guide].restore(name)
            if bad:
                yield bad


def test_broken(tap, program):
    every = os.environ.get("BREAKEVEN_EVERY") == "1"
    jobs = [(having[i % len(having)], name, i) for name, having in sites() for i in chosen(name, every)]
    share = os.cpu_count() or 1
    with ThreadPoolExecutor(share) as pool:
        bad = list(pool.map(lambda k: list(take_apart(program, jobs[k::share])), range(share)))
    tap.none([b for part in bad for b in part], f"broken: {len(jobs)} times a line or a file is missing")

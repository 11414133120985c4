#!/usr/bin/env -S python3 -B
"""tree: lint's rule on decision trees, by brute force.

    tree.py PROGRAM [SEED]

Sites are drawn: options whose costs are lines and staircases, some with a
limit on the run, and a tree of questions about both.  Here every workload of
the declared range is put to the tree and priced, one request after the other,
with arithmetic of this file's own.  lint must find each leaf that is wrong
somewhere, with the first workload at which it is, and no other; each branch
that nothing takes; and each question that decides nothing.

Prints TAP.
"""
import os
import random
import re
import sys
import tempfile
from fractions import Fraction as F
from math import ceil

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
from program import Program  # noqa: E402
from tap import Tap  # noqa: E402

TOP = 90  # requests of the range
RUNS = (5, 60, 700)  # seconds that are asked for and limited to
SITES = 120


class Option:
    def __init__(self, rng, i):
        self.id = f"o{i}"
        self.call = F(rng.randrange(0, 40), 1000)
        self.fixed = rng.randrange(0, 4)
        self.stair = rng.choice((0, 0, 1, 2))
        self.per = rng.choice((7, 10, 25))
        self.limit = rng.choice((None, 60, 700)) if i else None

    def price_file(self):
        limit = f"limits: {{timeout: {{max: {self.limit} s, source: p}}}}\n" if self.limit else ""
        return f"""service: {self.id}
name: {self.id}
vendor: v
currency: USD
sources: {{p: {{title: P, url: "https://p.example/", retrieved: 2026-09-01}}}}
inputs: {{requests: {{unit: request/month, step: 1 request/month}}}}
meters:
  calls: {{quantity: requests, unit: request, price: {{r: {float(self.call)} USD per 1 request}}, source: p}}
  hours:
    quantity: "({self.fixed} + {self.stair} * ceil(requests / ({self.per} request/month))) * hours_per_month"
    unit: h
    price: {{r: 0.001 USD/h}}
    source: p
{limit}"""

    def cost(self, x):
        return self.call * x + F(730, 1000) * (self.fixed + self.stair * ceil(F(x, self.per)))

    def can(self, run):
        return not self.limit or run <= self.limit


def comparison(rng):
    if rng.random() < 0.65:
        n = rng.randrange(-1, TOP + 8)
        op = rng.choice(("<", "<=", ">", ">=", "=="))
        return f"requests {op} {max(n, 0)}", ("x", op, max(n, 0))
    t, op = rng.choice(RUNS), rng.choice(("<", "<=", ">", ">="))
    return f"longest_run {op} {t} s", ("run", op, t)


def predicate(rng):
    text, one = comparison(rng)
    kind = rng.random()
    if kind < 0.6:
        return text, one
    if kind < 0.75:
        return f"not ({text})", ("not", one)
    other, two = comparison(rng)
    word = rng.choice(("and", "or"))
    return f"{text} {word} {other}", (word, one, two)


def holds(p, x, run):
    if p[0] == "not":
        return not holds(p[1], x, run)
    if p[0] == "and":
        return holds(p[1], x, run) and holds(p[2], x, run)
    if p[0] == "or":
        return holds(p[1], x, run) or holds(p[2], x, run)
    v = x if p[0] == "x" else run
    return {"<": v < p[2], "<=": v <= p[2], ">": v > p[2], ">=": v >= p[2], "==": v == p[2]}[p[1]]


class Choice:
    """A node; `line` is where its map starts."""

    def __init__(self, rng, options, depth):
        self.option = None
        if depth == 0 or (depth < 4 and rng.random() < 0.25):
            self.option = rng.choice(options).id
            return
        self.text, self.when = predicate(rng)
        self.yes, self.no = Choice(rng, options, depth - 1), Choice(rng, options, depth - 1)

    def write(self, lines, indent):
        pad = "  " * indent
        lines += [f'{pad}ask: "Well?"', f'{pad}when: "{self.text}"']
        self.line = len(lines) - 1
        for word, c in (("yes", self.yes), ("no", self.no)):
            if c.option:
                lines.append(f"{pad}{word}: {{choose: {c.option}}}")
                c.line = len(lines)
            else:
                lines.append(f"{pad}{word}:")
                c.write(lines, indent + 1)

    def leaf(self, x, run, way=None):
        if way is not None:
            way.add(id(self))
        if self.option:
            return self
        return (self.yes if holds(self.when, x, run) else self.no).leaf(x, run, way)

    def options(self):
        return {self.option} if self.option else self.yes.options() | self.no.options()

    def flaws(self, reached):
        """Lines of what is wrong with the tree by itself."""
        if self.option or id(self) not in reached:
            return []
        if len(self.options()) == 1:
            return [(self.line, "same")]
        out = [(c.line, "never") for c in (self.yes, self.no) if id(c) not in reached]
        return out + self.yes.flaws(reached) + self.no.flaws(reached)


def wrong_leaves(tree, options, x0, run):
    """{line: the first workload at which it is wrong, None for the scenario's own}"""
    found = {}
    for x in [None, *range(TOP + 1)]:
        at = x0 if x is None else x
        leaf = tree.leaf(at, run)
        can = {o.id: o.cost(at) for o in options if o.can(run)}
        if leaf.line not in found and can.get(leaf.option) != min(can.values()):
            found[leaf.line] = x
    return found


def site(rng, where):
    options = [Option(rng, i) for i in range(rng.randrange(2, 5))]
    tree = Choice(rng, options, 4)
    scenarios = {f"s{i}": (rng.randrange(TOP + 1), rng.choice((1, 60, 61, 800))) for i in range(2)}
    lines = ["options:"]
    lines += [f"  {o.id}: {{use: {{{o.id}: {{}}}}}}" for o in options]
    lines += ["scenarios:"]
    lines += [f"  {s}: {{requests: {x}, needs: {{longest_run: {run} s}}}}" for s, (x, run) in scenarios.items()]
    lines += [f"crossings: {{scenario: s0, axis: requests, from: 0, to: {TOP}}}", "decide:"]
    tree.write(lines, 1)
    for d in ("content/g", "pricing"):
        os.makedirs(os.path.join(where, d))
    os.symlink(os.path.join(HERE, "..", "..", "templates"), os.path.join(where, "templates"))
    files = {"content/site.yaml": "title: T\ndescription: D.\nregion: r\n",
             "content/g/guide.yaml": "\n".join(lines) + "\n",
             "content/g/index.md": "---\ntitle: T\ndescription: D.\n---\n\nText.\n"}
    files |= {f"pricing/{o.id}.yaml": o.price_file() for o in options}
    if not any(o.limit for o in options):
        # A need is one that some limit speaks of.
        files["pricing/other.yaml"] = Option(rng, 0).price_file().replace("o0", "other") + \
            "limits: {timeout: {max: 9 s, source: p}}\n"
    for path, text in files.items():
        with open(os.path.join(where, path), "w") as f:
            f.write(text)
    return options, tree, scenarios


def expected(options, tree, scenarios):
    want, reached = set(), set()
    for s, (x0, run) in scenarios.items():
        want |= {(line, s, x) for line, x in wrong_leaves(tree, options, x0, run).items()}
    for x in range(TOP + 1):
        for run in (0, 4, 5, 6, 59, 60, 61, 699, 700, 701, 10 ** 6):
            tree.leaf(x, run, reached)
    return want | {(line, kind, None) for line, kind in tree.flaws(reached)}


def found(text):
    out = set()
    for line in text.splitlines():
        m = re.match(r".*content/g/guide\.yaml:(\d+):\d+: (.*) \[tree\]$", line)
        if not m:
            continue
        n, said = int(m[1]), m[2]
        at = re.match(r"for the scenario '(\w+)'(?: at requests = (\d+))? the tree gives", said)
        if at:
            out.add((n, at[1], int(at[2]) if at[2] else None))
        else:
            out.add((n, "same" if "decides nothing" in said else "never", None))
    return out


def main(argv):
    tap, program = Tap(), Program(argv[1])
    rng = random.Random(int(argv[2]) if len(argv) > 2 else 41)
    bad, kinds = [], {"wrong": 0, "never": 0, "same": 0}
    for i in range(SITES):
        with tempfile.TemporaryDirectory() as where:
            options, tree, scenarios = site(rng, where)
            want = expected(options, tree, scenarios)
            run = program.run("lint", "-C", where, "--rule", "tree")
            got = found(run.out)
            for _, kind, _ in want:
                kinds[kind if kind in kinds else "wrong"] += 1
            if got != want or run.rc != (1 if want else 0):
                bad.append(f"site {i}: missed {sorted(want - got, key=str)}, "
                           f"too many {sorted(got - want, key=str)}, status {run.rc}: {run.err[:300]}")
    tap.ok(not bad, f"{SITES} trees: each fault is found, and nothing else", "\n".join(bad[:5]))
    tap.ok(all(n > 20 for n in kinds.values()), f"faults of each kind were drawn: {kinds}")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main(sys.argv))

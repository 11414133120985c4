"""hostile: blocks, facts and trees with what nobody should write.

Examples of every kind of block are taken apart and put together again with
values that are wrong, huge, empty, deep or dangerous, by a fixed seed; each
build has many of them.  The program says where what is wrong stands, or builds
pages that hold no markup but their own; it never dies.
"""
import json
import os
import random
import re
import shutil
from html.parser import HTMLParser

from program import ROOT
from project import temp

SEED = 20261121
BUILDS = 40  # with one block of each kind
BASE = os.path.join(ROOT, "tests", "golden", "blocks")

HARM = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</title></svg><b onclick=x>",
        "a | b `c` \\| *d* _e_ # g", "{{option.pay.name}}", "{{", "}}", "{{{x}}}", "{{fact.", "--> ]]>",
        "\u202Etxt\u202C", "w" * 3000, "&lt;b&gt; &#60;", "javascript:alert(1)", "```\n# x\n", "\n\n- a\n\n| b |\n|---|\n"]
NUMBERS = ["0", "-1", "1e400", "9" * 300, "1/0", "0/0", "1/3", "NaN", "nan ms", "inf", "-inf s", "0x10", ".5", "5 parsecs",
           "1e-400 s", "-0", "1" + "0" * 60 + " request/month", "0 ms", "100000000000 GB", "1 s * 2", "1,000"]
NAMES = ["", "pay", "none", "base", "nobody", ".", "..", "a.b.c.d.e.f.g.h.i.j.k.l.m.n", "@", "pay@requests=1", "cost.pay.base.total",
         "acme.timeout", "fact.loop-a", "sum@" * 40 + "x", "better.less@pay=none", "requests", "null", "~", "true"]


def deep(n):
    value = "x"
    for _ in range(n):
        value = [value]
    return value


ODD = [None, [], {}, True, 0, deep(3), deep(60), {"a": {"b": {"c": {}}}}, [[]], {"": ""}, [None]]

EXAMPLES = {
    "table": {"scenario": "base", "rows": {"requests": [100, 1000]}, "columns": ["pay", "flat", "winner", "ratio"], "caption": "c"},
    "bill": {"scenario": "base", "option": "pay", "set": {"requests": 5}, "caption": "c"},
    "chart": {"scenario": "base", "axis": "requests", "from": 1, "to": 10000000, "options": ["pay", "flat"], "scale": "log"},
    "crossings": {"scenario": "base", "axis": "duration", "from": "1 ms", "to": "900 s", "options": ["pay", "flat"]},
    "map": {"scenario": "base", "x": {"input": "requests", "from": 1000, "to": 10000000, "scale": "log"},
            "y": {"input": "duration", "from": "100 ms", "to": "30 s", "scale": "log"}, "rows": ["100 ms", "1 s"], "options": ["pay", "flat"]},
    "regions": {"scenario": "base", "regions": ["north", "south"], "options": ["pay", "flat"]},
    "sensitivity": {"scenario": "base", "by": "20 %", "inputs": ["requests", "duration"], "options": ["pay", "flat"]},
    "sheet": {"scenario": "base", "cases": {"low": {"requests": 10}, "high": {"requests": 1000000, "duration": "8 s"}}},
    "scenarios": {"scenarios": ["base", "tier"]},
    "tree": {},
    "limits": {"services": ["acme"], "limits": ["timeout"], "caption": "c"},
    "latency": {"scenario": "base", "options": ["pay", "flat"], "caption": "c"},
    "distribution": {"rows": ["warm", "cold"], "caption": "c"},
    "percentiles": {"rows": ["warm", "cold"], "caption": "c"},
    "compare": {"options": ["pay", "flat"], "caption": "c", "rows": [
        {"factor": "Cost", "cost": "base", "set": {"requests": 10}},
        {"factor": "Limit", "limit": {"pay": "acme.timeout", "flat": "none"}, "better": "more"},
        {"factor": "p95", "latency": "base", "point": "p95"},
        {"factor": "Fact", "fact": {"pay": "load", "flat": "place"}, "better": "less"},
        {"factor": "Figure", "figure": {"pay": "fact.load", "flat": "latency.warm.p95"}, "better": "less"},
        {"factor": "Text", "text": {"pay": "a", "flat": "b {{fact.load}}"}, "winner": "flat"},
        {"factor": "Stars", "stars": {"pay": 4, "flat": 2}, "of": 5}]},
    "phases": {"caption": "c", "phases": [
        {"name": "One", "when": "below {{fact.load}}", "cost": {"option": "pay", "scenario": "base", "set": {"requests": 10}}, "do": ["a", "b"],
         "result": "r"}, {"name": "Two"}]},
    "diagram": {"caption": "c", "nodes": {"a": {"name": "A", "note": "n {{fact.load}}"}, "b": {"name": "B"}, "c": {"name": "C"}},
                "edges": [{"from": "a", "to": "b", "label": "l"}, {"from": "b", "to": "c", "both": True}, {"from": "c", "to": "a"}],
                "groups": {"g": {"name": "G", "nodes": ["a", "b"]}}},
    "timeline": {"caption": "c", "rows": [{"name": "F", "phases": [{"name": "load", "fact": "load"}, {"name": "start", "fact": "start"}]},
                                          {"name": "G", "phases": [{"name": "load", "figure": "latency.warm.p95"}]}]},
    "stack": {"scenario": "base", "options": ["pay", "both"], "set": {"requests": 10}, "caption": "c"},
}

GUIDE = """sources:
  blog: {title: A blog, url: https://blog.example/, retrieved: 2026-01-01}
measurements:
  warm: {name: Warm, p50: 200 ms, p95: 1 s, samples: 100, source: blog}
  cold: {name: Cold, p50: 900 ms, p95: 1500 ms, max: 3 s, samples: 100, source: blog}
facts:
  load: {name: Loading, value: 300 ms, source: blog}
  start: {name: Starting, from: 1 s, to: 3 s, source: blog}
  place: {name: Placing, value: 10 s, judgement: true}
options:
  pay: {name: Pay per use, use: {acme: {}}, latency: {warm: warm, cold: cold, cold_share: {value: 1/20, source: blog}}}
  flat: {name: Always on, use: {acme: {billing: instance}}, latency: warm}
  both: {name: Both, compare: false, use: {acme: {}, more: {service: acme, billing: instance}}}
scenarios:
  base: {name: A small service, requests: 123456, duration: 123 ms}
  tier: {name: Another, requests: 1000000, duration: 720 ms}
crossings: {scenario: base, axis: requests, from: 0, to: 10000000}
decide:
  ask: Many?
  when: "requests > {{crossings.pay.flat.first}}"
  yes: {choose: flat, why: Many.}
  no: {choose: pay, why: Few.}
"""


def places(value, path=()):
    """Paths of all parts of a tree."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        yield from places(part, path + (key,))


def changed(value, path, make):
    """The tree with another part; one that becomes `...` is left out."""
    if not path:
        return make(value)
    copy = dict(value) if isinstance(value, dict) else list(value)
    part = changed(copy[path[0]], path[1:], make)
    if part is ...:
        del copy[path[0]]
    else:
        copy[path[0]] = part
    return copy


def mutate(rng, value):
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        path = rng.choice(list(places(value)))
        what = rng.randrange(8)
        if what < 3:
            new = rng.choice(HARM + NUMBERS + NAMES)
            value = changed(value, path, lambda _: new)
        elif what == 3:
            value = changed(value, path, lambda _: rng.choice(ODD))
        elif what == 4 and path:
            value = changed(value, path, lambda _: ...)
        elif what == 5:
            value = changed(value, path, lambda v: v * rng.choice((2, 70)) if isinstance(v, list) else v)
        elif what == 6:
            value = changed(value, path, lambda v: {**v, rng.choice(HARM + NAMES): rng.choice(HARM + NUMBERS)} if isinstance(v, dict) else v)
        else:
            value = changed(value, path, lambda v: {k + "x": p for k, p in v.items()} if isinstance(v, dict) else v)
    return value


def block(kind, value):
    body = json.dumps(value, ensure_ascii=False)
    return f"```breakeven {kind}\n{body}\n```\n\n"


class Elements(HTMLParser):
    """What of a page is none of the program's."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.bad = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.bad += [f"<{tag} {name}>" for name, value in attrs
                     if name.startswith("on") or (name in ("href", "src") and "javascript:" in (value or ""))]
        if tag == "img" or (tag == "script" and not dict(attrs).get("src")):
            self.bad.append(f"<{tag}>")


class Bench:
    """A site that is built again and again."""

    def __init__(self, program, path):
        self.program = program
        self.path = path
        for part in ("pricing", "templates"):
            shutil.copytree(os.path.join(BASE, part), self.at(part))
        os.makedirs(self.at("content", "odd"))
        shutil.copy(os.path.join(BASE, "content", "site.yaml"), self.at("content"))
        self.write(GUIDE, "content", "odd", "guide.yaml")

    def at(self, *names):
        return os.path.join(self.path, *names)

    def write(self, text, *names):
        with open(self.at(*names), "w", encoding="utf-8", errors="surrogatepass") as f:
            f.write(text)

    def build(self, text, **more):
        self.write("---\ntitle: Odd\ndescription: d\n---\n\n" + text, "content", "odd", "index.md")
        return self.program.run("build", "-q", cwd=self.path, **more)

    def wrong(self, r, what):
        """Complaints about an answer."""
        if r.rc not in (0, 2):
            yield f"{what}: exit status {r.rc}"
            yield from [line for line in r.err.splitlines() if "rror" in line or "#" in line][:6]
        for line in r.err.splitlines():
            if re.match(r"breakeven: error:|error:", line):
                yield f"{what}: no place: {line[:200]}"
        if (r.rc == 2) != (" error: " in r.err):
            yield f"{what}: exit status {r.rc} with: {r.err[:200]}"
        if r.rc == 0:
            yield from self.leaks(what)

    def leaks(self, what):
        with open(self.at("public", "odd", "index.html"), encoding="utf-8") as f:
            for bad in Elements(f.read()).bad:
                yield f"{what}: index.html has {bad[:80]}"
        with open(self.at("public", "odd", "index.md"), encoding="utf-8") as f:
            text = re.sub(r"(?ms)^(`{3,}).*?^\1$", "", f.read())
        for bad in re.findall(r"(?<!\\)<(?:script|img|b )[^\n]*", text):
            yield f"{what}: index.md holds {bad[:80]}"


def test_each_block(tap, program):
    """Examples build as they are, so that what is wrong with others is what was done to them."""
    with temp() as path:
        b = Bench(program, path)
        r = b.build("".join(block(kind, value) for kind, value in EXAMPLES.items()))
        tap.ok(r.rc == 0, "hostile: the examples build", r.err)


def test_blocks(tap, program):
    bad = []
    with temp() as path:
        b = Bench(program, path)
        for i in range(BUILDS):
            rng = random.Random(SEED + i)
            text = "".join(block(kind, mutate(rng, value)) for kind, value in EXAMPLES.items())
            bad += b.wrong(b.build(text), f"build {i}")
        tap.none(bad, f"hostile: {BUILDS} times {len(EXAMPLES)} blocks")


def test_texts(tap, program):
    """Names, notes and captions that are legal are shown as text."""
    bad = []
    with temp() as path:
        b = Bench(program, path)
        for word in HARM:
            if "{{" in word:
                continue
            text = ""
            for kind, value in EXAMPLES.items():
                for i, at in enumerate(places(value)):
                    if at and at[-1] in ("caption", "name", "note", "label", "factor", "result", "when"):
                        value = changed(value, at, lambda _: word.strip() + str(i))
                text += block(kind, value)
            r = b.build(text)
            bad += b.wrong(r, word[:30])
            bad += [f"{word[:30]}: {r.err[:300]}"] if r.rc else []
        tap.none(bad, "hostile: texts that look like markup stay texts")


def test_many(tap, program):
    """A great many rows, and none."""
    n = 10000
    many = {
        "table": {**EXAMPLES["table"], "rows": {"requests": list(range(1, n))}, "columns": ["pay", "flat"]},
        "compare": {"options": ["pay", "flat"], "rows": [{"factor": "f", "text": {"pay": "a", "flat": "b"}}] * n},
        "phases": {"phases": [{"name": "p", "do": ["x"]}] * n},
        "diagram": {"nodes": {f"n{i}": {} for i in range(n)}, "edges": []},
        "timeline": {"rows": EXAMPLES["timeline"]["rows"][:1] * 5000},
        "sheet": {"scenario": "base", "cases": {f"c{i}": {"requests": i} for i in range(n)}},
        "map": {**EXAMPLES["map"], "rows": [f"{i} ms" for i in range(100, 1100)]},
        "distribution": {"rows": ["warm"] * n},
        "percentiles": {"rows": ["warm"] * n},
    }
    bad = []
    with temp() as path:
        b = Bench(program, path)
        for kind, value in many.items():
            bad += b.wrong(b.build(block(kind, value), timeout=300), f"many of {kind}")
            for key in value:
                empty = [] if isinstance(value[key], list) else {}
                bad += b.wrong(b.build(block(kind, {**value, key: empty})), f"no {key} of {kind}")
        tap.none(bad, "hostile: a great many rows, and none")


def test_circles(tap, program):
    """Facts that hang on themselves, and trees without end."""
    bad = []
    with temp() as path:
        b = Bench(program, path)
        for name, change in {
            "a fact of itself": ("  load:", '  loop: {name: L, formula: "1 * {{fact.loop}}", unit: s}\n  load:'),
            "two facts": ("  load:", '  a: {name: A, formula: "{{fact.b}}", unit: s}\n  b: {name: B, formula: "{{fact.a}}", unit: s}\n  load:'),
            "a sum of itself": ("  load:", "  s: {name: S, sum: [s]}\n  load:"),
            "a deep formula": ("  load:", '  d: {name: D, formula: "' + "(" * 5000 + "1" + ")" * 5000 + '"}\n  load:'),
            "a deep tree": ("  no: {choose: pay, why: Few.}", "  no:" + "".join(
                "\n" + " " * (4 + i) + 'ask: x\n' + " " * (4 + i) + 'when: "requests > 1"\n' + " " * (4 + i) + "yes: {choose: pay, why: a}\n"
                + " " * (4 + i) + "no:" for i in range(200)) + " {choose: pay, why: b}"),
            "an anchor of itself": ("  load:", "  x: &x {name: *x}\n  load:"),
        }.items():
            assert change[0] in GUIDE
            b.write(GUIDE.replace(*change, 1), "content", "odd", "guide.yaml")
            r = b.build("{{fact.load}} {{fact.loop}} {{fact.a}} {{fact.s}}\n\n" + block("tree", {}))
            bad += b.wrong(r, name)
            bad += [f"{name}: it was built"] if r.rc == 0 else []
        tap.none(bad, "hostile: circles and depths end")

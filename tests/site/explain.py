"""What `explain` prints re-adds, from its text alone, and points at what is there."""
import json
import os
import re
import shutil
import subprocess
from fractions import Fraction

import exact
import project
from program import ROOT, environment
from project import Site

HERE = os.path.dirname(os.path.abspath(__file__))
ACME = os.path.join(HERE, "acme")
PRICE = re.compile(r"\$([0-9.,]+)(?: per ([0-9,]+)|/|$)")
NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?(?:/[0-9]+)?")


class Step:
    """A line of the text with what is indented below it."""

    def __init__(self, text):
        self.text = text
        self.parts = []
        place = re.search(r"  \[(.*)\]$", text)
        self.at = place.group(1) if place else None
        head = text[: place.start()] if place else text
        self.label, _, rest = head.partition(": ")
        self.kind = self.label.split(" ")[0]
        self.display = re.split(r" \(exactly |; ", rest)[0]
        found = re.search(r"\(exactly ([0-9./-]+)", rest)
        self.exact = Fraction(found.group(1)) if found else None

    def value(self):
        """The exact value; that which is shown where nothing else is said."""
        return self.exact if self.exact is not None else exact.read(self.display.replace("-$", "-").replace("$", ""))

    def named(self, *kinds):
        return [p for p in self.parts if p.kind in kinds]

    def equations(self):
        return [p.text[2:] for p in self.parts if p.text.startswith("= ")]

    def each(self):
        yield self
        for p in self.parts:
            yield from p.each()


def tree(text):
    """The root of a text, two blanks a level."""
    open_steps = []
    for line in text.splitlines():
        level = (len(line) - len(line.lstrip(" "))) // 2
        step = Step(line.strip(" "))
        del open_steps[level:]
        if open_steps:
            open_steps[-1].parts.append(step)
        open_steps.append(step)
    return open_steps[0]


def number(text):
    return Fraction(text.replace(",", ""))


def quantity(text):
    """"100 GB s", with what it is exactly where that is not what is shown."""
    found = re.search(r"\(exactly ([0-9./-]+)", text)
    return Fraction(found.group(1)) if found else number(NUMBER.search(text).group())


def check_tier(tier):
    """Quantity x price is the amount; gives the quantity."""
    if not tier.equations():
        return None
    left, right = tier.equations()[0].split(" \u00d7 ")
    m = PRICE.search(right)
    price = number(m.group(1)) / (number(m.group(2)) if m.group(2) else 1)
    if quantity(left) * price != tier.value():
        yield f"{tier.text}: {quantity(left)} x {price} is {quantity(left) * price}"


def check_line(line):
    """Quantity less what is free is spread over the tiers, and they add up."""
    prices = line.named("price")
    if not prices or not line.named("quantity"):
        return
    tiers = prices[0].named("tier")
    for t in tiers:
        yield from check_tier(t)
    total = sum(t.value() for t in tiers)
    total += sum(p.value() for p in prices[0].named("raise"))
    total -= sum(p.value() for p in line.named("credit"))
    if total != line.value():
        yield f"{line.text}: its parts make {total}"
    billed = line.named("quantity")[0].value() - sum(p.value() for p in line.named("free"))
    spread = sum(quantity(t.equations()[0].split(" \u00d7 ")[0]) for t in tiers)
    packages = any("whole packages" in p.text for t in tiers for p in t.parts)
    if spread < billed if packages else spread != billed:
        yield f"{line.text}: {billed} are billed, {spread} are in tiers"


def is_line(step):
    return bool(step.named("price")) and step.display.startswith("$")


def check_bill(step):
    """Lines make the sum, and so do its summands."""
    lines = [p for p in step.parts if is_line(p)]
    for line in lines:
        yield from check_line(line)
    if not lines or not step.display.startswith("$") or step.kind == "curve":
        return
    if sum(p.value() for p in lines) != step.value():
        yield f"{step.text}: its lines make {sum(p.value() for p in lines)}"
    for s in step.named("sum"):
        summands = [Fraction(x) for x in s.equations()[0].split(" + ")]
        if sum(summands) != step.value() or s.value() != step.value():
            yield f"{step.text}: the summands make {sum(summands)}"
        if summands != [p.value() for p in lines]:
            yield f"{step.text}: the summands are not the lines"


def check_operands(root):
    """What is printed as an operation on printed amounts gives the figure."""
    for text in root.equations():
        m = re.fullmatch(r"(-?\$[0-9.,]+) (/|\u2212) (-?\$[0-9.,]+)", text)
        if not m:
            continue
        a, b = exact.read_money(m.group(1)), exact.read_money(m.group(3))
        want = exact.ratio(a / b) if m.group(2) == "/" else exact.money(a - b)
        if root.display != want:
            yield f"{root.text}: {text} is {want}"
        shown = {p.display for p in root.parts}
        if not {m.group(1), m.group(3)} <= shown:
            yield f"{root.text}: {text} is not of costs that are shown"


def curve(step):
    """(base, slope, from) of "a + b x (axis - c)"."""
    m = re.fullmatch(r"(\S+) \+ (\S+) \u00d7 \(\S+ \u2212 (\S+)\)", step.equations()[0])
    return tuple(Fraction(x) for x in m.groups())


def check_crossing(step):
    """The lines give the costs at the points, and meet at the crossing."""
    curves = [(c.label.split(" ")[1], curve(c), c) for c in step.named("curve")]
    for name, (base, slope, start), c in curves:
        meters = [p for p in c.parts if is_line(p)]
        if c.value() != slope:
            yield f"{c.text}: the slope is {slope}"
        if meters and sum(p.value() for p in meters) != slope:
            yield f"{c.text}: its meters make {sum(p.value() for p in meters)}"
        flat = [p for p in meters if p.value() == 0 and "throughout" not in p.text]
        for p in flat:
            yield f"{p.text}: a slope of zero without the amount"
    for point in step.named("point"):
        x = point.value()
        for cost in point.parts:
            option = cost.label.split(".")[1]
            along = {b + s * (x - c) for n, (b, s, c), _ in curves if n == option}
            if cost.display.startswith("$") and cost.value() not in along:
                yield f"{cost.text}: the lines of {option} give {sorted(along)}"
    if "the lines cross" in step.text and curves:
        names = {n for n, _, _ in curves}
        at = [{b + s * (step.value() - c) for n, (b, s, c), _ in curves if n == name} for name in names]
        if len(at) == 2 and not at[0] & at[1]:
            yield f"{step.text}: the lines do not meet there: {at}"
    costs = [[c.value() for c in p.parts if c.display.startswith("$")] for p in step.named("point")]
    if len(costs) == 2 and all(len(c) == 2 for c in costs):
        before, after = (c[0] - c[1] for c in costs)
        if before * after > 0:
            yield f"{step.text}: the cheaper one does not change"


def check_places(root, base):
    """Every file:line is there."""
    for step in root.each():
        places = [step.at] if step.at else []
        if step.text.startswith("shown at "):
            places = []
            for p in re.sub(r" \([a-z]+\)", "", step.text[len("shown at "):]).split(", "):
                places.append(p if not p.startswith(":") else places[-1].split(":")[0] + p)
        for place in places:
            path, _, line = place.partition(":")
            try:
                with open(os.path.join(base, path), encoding="utf-8") as f:
                    if int(line) > len(f.readlines()):
                        yield f"{place} is behind the end"
            except (OSError, ValueError) as e:
                yield f"{place}: {e}"


def check_shown(step):
    """What is shown is the exact value, rounded."""
    if step.exact is None or step.kind == "curve" or " per " in step.display:
        return
    if step.display.startswith(("$", "-$")):
        want = exact.money(step.exact)
    elif step.display.endswith("x"):
        want = exact.ratio(step.exact)
    else:
        return
    if step.display != want:
        yield f"{step.text}: that is {want}"


def check(root, base):
    yield from check_operands(root)
    yield from check_places(root, base)
    for step in root.each():
        yield from check_shown(step)
        if step.kind == "crossing" and step.parts:
            yield from check_crossing(step)
        elif is_line(step):
            continue
        else:
            yield from check_bill(step)
    if is_line(root):
        yield from check_line(root)


def ids(site):
    return site.run("explain", "--list").out.split("\n")[:-1]


def shape(i):
    """Ids that differ only in names are alike."""
    path, _, changes = i.partition("@")
    parts = path.split(".")
    return parts[0], len(parts), parts[-1], bool(changes)


def explained(tap, site, chosen, name):
    """The texts of all of them re-add."""
    wrong = []
    for i in chosen:
        r = site.run("explain", i)
        if r.rc or r.err.count("error"):
            wrong.append(f"{i}: {r.err}")
            continue
        try:
            root = tree(r.out)
            wrong += [f"{i}: {w}" for w in check(root, site.dir)]
        except (ValueError, IndexError, AttributeError, TypeError) as e:
            wrong.append(f"{i}: cannot be read: {e!r}")
    tap.none(wrong, f"explain: the text re-adds, {name}")


def test_text(tap, program):
    with project.temp() as temp:
        site = Site(program, temp, source=ACME)
        found = ids(site)
        tap.ok(len(found) > 150, "explain: all figures are listed", str(len(found)))
        first = {shape(i): i for i in found}
        explained(tap, site, sorted(set(found[::3]) | set(first.values())), "figures of a guide")
        other = ["acme/" + i for i in (
            "cost.gated.many.total@free_tier=full", "cost.runs.base.total@requests=123457,duration=51ms",
            "cost.runs.base.total@free_tier=full,requests=26001", "ratio.gated.box.many", "winner.many.ratio",
            "recommend.long.margin", "crossings.box.gated.first", "crossings.gated.runs.at", "intervals.base.4.from",
            "intervals.base.3.total_to", "cost.large.many.total@widgets=7")]
        explained(tap, site, other, "figures that are not shown")
    with project.temp() as temp:
        site = Site(program, temp)
        first = {}
        for i in ids(site):
            first.setdefault(shape(i), i)
        explained(tap, site, first.values(), "one of a kind of our guides")


def displays(node):
    yield node
    for part in node.get("parts", ()):
        yield from displays(part)


def test_json(tap, program):
    """The JSON is the same tree, and holds what figures.json says."""
    with project.temp() as temp:
        site = Site(program, temp, source=ACME)
        site.build()
        figures, wrong = site.figures("acme"), []
        for i in sorted(figures)[::7]:
            text = tree(site.run("explain", i).out)
            node = json.loads(site.run("explain", i, "--format", "json").out)
            value, fig = node["value"], figures[i]
            if (value["exact"], value["display"], value["unit"]) != (fig["exact"], fig["display"], fig["unit"]):
                wrong.append(f"{i}: {value} is not {fig['exact']}, {fig['display']}")
            if node["name"] != i or node["kind"] != "figure":
                wrong.append(f"{i}: is about {node['name']}")
            steps = [s.display for s in text.each()]
            for part in displays(node):
                if "value" in part and part["value"]["display"] not in steps:
                    wrong.append(f"{i}: {part['value']} is not in the text")
        tap.none(wrong, "explain: the JSON is the tree of the text")


def reason(site):
    """rc, the root's value, figures that differ, and the reason given."""
    r = site.run("explain", "--page", "--format", "json")
    if r.rc:
        return r.rc, r.err, [], ""
    node = json.loads(r.out)
    figures = [f["name"] for p in node["parts"] if p["kind"] == "figures" for f in p.get("parts", ())]
    why = [p["about"] for p in node["parts"] if p["kind"] == "reason"]
    return r.rc, node["value"]["display"], figures, " ".join(why)


def depends(site):
    node = json.loads(site.run("explain", "--page", "--format", "json").out)
    return [f["name"] for p in node["parts"] if p["kind"] == "depends" for f in p["parts"]]


def test_page(tap, program):
    with project.temp() as temp:
        site = Site(program, temp, source=ACME)
        tap.same(reason(site)[1], "3 of 3 files would be rewritten", "explain --page: nothing is published yet")
        site.build()
        tap.same(reason(site), (0, "up to date", [], ""), "explain --page: up to date after a build")
        files = depends(site)
        tap.none([f for f in files if not os.path.exists(site.at(f))], "explain --page: the files it names are there")
        tap.none([f for f in ("content/acme/index.md", "content/acme/guide.yaml", "content/site.yaml",
                              "pricing/acme-runs.yaml", "pricing/acme-gate.yaml", "pricing/zenith-box.yaml",
                              "templates/guide.mustache") if f not in files],
                 "explain --page: it names what the page depends on")
        cases = (
            ("a price", "pricing/zenith-box.yaml", "0.012 USD", "0.013 USD", "cost.box.base.total", ""),
            ("the prose", "content/acme/index.md", "The cheapest is", "Cheapest is", None, "it is the prose"),
            ("a template", "templates/guide.mustache", "<main", "<main id=\"changed\"", None, "it is a template"),
            ("a published page", "public/acme/index.html", "<main", "<main class=\"x\"", None, "by hand"),
        )
        for name, path, old, new, figure, why in cases:
            before = site.read(path)
            site.edit(path, old, new)
            rc, value, figures, text = reason(site)
            good = rc == 0 and "would be rewritten" in value and why in text
            good = good and (f"acme/{figure}" in figures if figure else not figures)
            tap.ok(good, f"explain --page: {name} that changed is the reason", repr((rc, value, figures[:3], text)))
            site.write(path, before)
        tap.same(reason(site)[1], "up to date", "explain --page: and up to date when it is as it was")


# What bash would do for a line with the cursor at its end.
BASH = """
eval "$("$PROGRAM" completion bash)" || exit 1
COMP_LINE=$1 COMP_POINT=${#1}
_breakeven "$PROGRAM"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def complete(program, line, cwd):
    p = subprocess.run(["bash", "-c", BASH, "bash", line], cwd=cwd, text=True, capture_output=True,
                       env=environment(PROGRAM=program.path), timeout=60)
    return p.stdout.split(), p.stderr


def test_completion(tap, program):
    if not shutil.which("bash"):
        tap.ok(True, "explain: completion # SKIP no bash")
        return
    with project.temp() as temp:
        site = Site(program, temp, source=ACME)
        for line, want in (
            ("breakeven expl", ["explain"]),
            ("breakeven explain acme/ratio.", ["acme/ratio.runs.box.many"]),
            ("breakeven explain --page ac", ["acme"]),
            ("breakeven explain --form", ["--format"]),
            ("breakeven explain --format j", ["json"]),
            ("breakeven explain latency.box-test.p9", ["latency.box-test.p95"]),
            ("breakeven explain cost.runs.base.total@region=n", ["n2"]),
            ("breakeven explain nothing", []),
        ):
            got, err = complete(program, line, site.dir)
            tap.ok(got == want and not err, f"explain: completion of '{line}'", f"{got} {err}")
        got, _ = complete(program, f"breakeven -C {site.dir} explain winner.base.ra", ROOT)
        tap.ok("winner.base.ratio" in got, "explain: completion in another directory", str(got))

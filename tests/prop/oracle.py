#!/usr/bin/env python3
"""oracle: bills and crossings of the real price files, computed a second time.

    oracle.py PROGRAM [SEED]

Reads pricing/*.yaml with a reader of its own, evaluates the formulas in bytes
and seconds, and applies the billing rules as the design states them: written
from the design and not from the program.  Random workloads are then billed by
both, and exact totals, quantities, tiers and refusals compared.  For crossings
the winner at each border and near it is worked out from bills of its own.

Prints TAP.
"""

import glob
import json
import math
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction as F

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


# ---- a reader for the YAML that price files and guides are written in ----


class Flow:
    """A value on one line: [..], {..}, "..", or plain."""

    def __init__(self, text):
        self.s, self.i = text, 0

    def blanks(self):
        while self.i < len(self.s) and self.s[self.i] in " \t":
            self.i += 1

    def peek(self):
        self.blanks()
        return self.s[self.i] if self.i < len(self.s) else ""

    def quoted(self):
        self.i += 1
        out = []
        while self.s[self.i] != '"':
            if self.s[self.i] == "\\":
                self.i += 1
            out.append(self.s[self.i])
            self.i += 1
        self.i += 1
        return "".join(out)

    def plain(self, inside):
        start = self.i
        while self.i < len(self.s):
            c = self.s[self.i]
            if inside and c in ",]}":
                break
            if inside and c == ":" and self.s[self.i + 1 : self.i + 2] in (" ", ""):
                break
            self.i += 1
        return self.s[start : self.i].strip()

    def items(self, close, one):
        self.i += 1
        while self.peek() != close:
            one()
            if self.peek() == ",":
                self.i += 1
        self.i += 1

    def value(self, inside=False):
        c = self.peek()
        if c == "[":
            out = []
            self.items("]", lambda: out.append(self.value(True)))
            return out
        if c == "{":
            out = {}

            def pair():
                key = self.value(True)
                assert self.peek() == ":", self.s
                self.i += 1
                out[key] = None if self.peek() in ",}" else self.value(True)

            self.items("}", pair)
            return out
        if c == '"':
            return self.quoted()
        return self.plain(inside)


def uncomment(line):
    quoted = False
    for i, c in enumerate(line):
        if c == '"':
            quoted = not quoted
        if c == "#" and not quoted and (i == 0 or line[i - 1] in " \t"):
            return line[:i].rstrip()
    return line.rstrip()


def read_yaml(path):
    with open(path, encoding="utf-8") as f:
        lines = [uncomment(l) for l in f.read().split("\n")]
    lines = [(len(l) - len(l.lstrip()), l.strip()) for l in lines if l.strip()]
    value, n = block(lines, 0, 0)
    assert n == len(lines), (path, lines[n])
    return value


def block(lines, i, indent):
    if lines[i][1].startswith("- "):
        out = []
        while i < len(lines) and lines[i][0] == indent and lines[i][1].startswith("- "):
            out.append(Flow(lines[i][1][2:]).value())
            i += 1
        return out, i
    out = {}
    while i < len(lines) and lines[i][0] == indent:
        text = lines[i][1]
        flow = Flow(text)
        key = flow.quoted() if text[0] == '"' else flow.plain(True)
        assert flow.peek() == ":", text
        rest = text[flow.i + 1 :].strip()
        i += 1
        if rest:
            out[key] = Flow(rest).value()
        elif i < len(lines) and lines[i][0] > indent:
            out[key], i = block(lines, i, lines[i][0])
        else:
            out[key] = None
    return out, i


# ---- units and formulas, in bytes, seconds, requests, vCPU, months, USD ----

UNITS = {
    "USD": F(1), "request": F(1), "vCPU": F(1), "month": F(1),
    "B": F(1), "byte": F(1),
    "us": F(1, 10**6), "ms": F(1, 1000), "s": F(1), "min": F(60),
    "h": F(3600), "day": F(86400),
}
for _i, _p in enumerate(("K", "M", "G", "T", "P")):
    UNITS[_p + "B"] = UNITS[_p + "iB"] = F(1024) ** (_i + 1)
for _w in """task LCU instance gateway address connection evaluation
        subscription account load_balancer message event user seat operation
        unit item rule tag""".split():
    UNITS[_w] = F(1)

TOKEN = re.compile(
    r"\s*(?:(?P<n>\d+(?:\.\d+)?(?:[eE]-?\d+)?)|(?P<w>[A-Za-z_]\w*)"
    r"|(?P<o><=|>=|==|!=|[-+*/(),<>^]))")


def tokens(text):
    out, i = [], 0
    text = text.strip()
    while i < len(text):
        m = TOKEN.match(text, i)
        assert m, text
        out.append((m.lastgroup, m.group(m.lastgroup)))
        i = m.end()
    return out + [("end", "")]


class Words:
    """Tokens with a place, and units read from them."""

    def __init__(self, text, names=()):
        self.t, self.i, self.names = tokens(text), 0, names

    def at(self, k=0):
        return self.t[min(self.i + k, len(self.t) - 1)]

    def accept(self, *texts):
        if self.at()[0] in "ow" and self.at()[1] in texts:
            self.i += 1
            return self.t[self.i - 1][1]
        return None

    def is_unit(self, k):
        while self.at(k)[1] == "(":
            k += 1
        kind, text = self.at(k)
        return (kind == "w" and text in UNITS and text not in self.names
                and self.at(k + 1)[1] != "(")

    def term(self):
        scale = F(1)
        if self.at()[0] == "n":
            scale = F(self.at()[1])
            self.i += 1
        if self.accept("("):
            inner = self.unit()
            assert self.accept(")")
            return scale * inner
        word = self.at()[1]
        self.i += 1
        unit = UNITS[word]
        if self.accept("^"):
            unit **= int(self.at()[1])
            self.i += 1
        return scale * unit

    def unit(self):
        """Base units in one of this unit."""
        scale = self.term()
        while True:
            if self.at()[1] == "per":
                self.i += 1
                below = self.term()
                while self.at()[1] == "*" and self.is_unit(1):
                    self.i += 1
                    below *= self.term()
                scale /= below
            elif self.at()[1] in ("*", "/") and self.is_unit(1):
                op = self.at()[1]
                self.i += 1
                scale = scale * self.term() if op == "*" else scale / self.term()
            else:
                return scale


def unit_scale(text):
    w = Words(text)
    scale = w.unit()
    assert w.at()[0] == "end", text
    return scale


def quantity(text):
    """The value of '5/3 s' in base units."""
    m = re.match(r"(-?[\d.]+(?:[eE]-?\d+)?)(?:/(\d[\d.]*))?\s*(.*)$", text)
    value = F(m.group(1)) / F(m.group(2) or 1)
    return value * (unit_scale(m.group(3)) if m.group(3) else 1)


class Refused(Exception):
    """The bill cannot be had."""


class Formula(Words):
    def __init__(self, text, values):
        super().__init__(text, values)
        self.v = values

    def run(self):
        out = self.either()
        assert self.at()[0] == "end", self.t
        return out

    def either(self):
        out = self.both()
        while self.accept("or"):
            right = self.both()
            out = out or right
        return out

    def both(self):
        out = self.negated()
        while self.accept("and"):
            right = self.negated()
            out = out and right
        return out

    def negated(self):
        return not self.negated() if self.accept("not") else self.compared()

    def compared(self):
        left = self.sum()
        op = self.accept("<", "<=", ">", ">=", "==", "!=")
        if not op:
            return left
        right = self.sum()
        return {"<": lambda: left < right, "<=": lambda: left <= right,
                ">": lambda: left > right, ">=": lambda: left >= right,
                "==": lambda: left == right, "!=": lambda: left != right}[op]()

    def sum(self):
        out = self.product()
        while True:
            op = self.accept("+", "-")
            if not op:
                return out
            right = self.product()
            out = out + right if op == "+" else out - right

    def product(self):
        out = self.unary()
        while True:
            op = self.accept("*", "/")
            if not op:
                return out
            right = self.unary()
            if op == "/" and right == 0:
                raise Refused("division by zero")
            out = out * right if op == "*" else out / right

    def unary(self):
        return -self.unary() if self.accept("-") else self.primary()

    def arguments(self):
        out = [self.either()]
        while self.accept(","):
            out.append(self.either())
        assert self.accept(")")
        return out

    def primary(self):
        kind, text = self.at()
        self.i += 1
        if kind == "n":
            value = F(text)
            return value * self.unit() if self.is_unit(0) else value
        if text == "(":
            return self.arguments()[0]
        if text in ("min", "max", "ceil", "floor", "if") and self.at()[1] == "(":
            self.i += 1
            a = self.arguments()
            if text == "if":
                return a[1] if a[0] else a[2]
            if text in ("min", "max"):
                return min(a) if text == "min" else max(a)
            step = a[1] if len(a) > 1 else F(1)
            n = a[0] / step
            return (math.ceil(n) if text == "ceil" else math.floor(n)) * step
        if text in self.v:
            if self.v[text] is None:
                raise Refused("no value for " + text)
            return self.v[text]
        return text  # a word of a choice


# ---- price files ----


class Service:
    def __init__(self, path):
        self.y = read_yaml(path)
        self.id = self.y["service"]
        self.inputs = self.y.get("inputs", {})
        self.meters = self.y["meters"]
        self.groups = self.y.get("regions", {}) or {}

    def regions(self):
        out = []
        for m in self.meters.values():
            for key in m["price"]:
                out += self.groups.get(key, [key])
        return sorted(set(out))

    def price(self, meter, region, values):
        """Tiers [(from, money per base unit, size of a package)] or None."""
        table = self.meters[meter]["price"]
        node = None
        for key, leaf in table.items():
            if key == "global" or region in self.groups.get(key, [key]):
                node = leaf
        while isinstance(node, dict) and "price" not in node:
            word = next(
                (values.get(n) for n, i in self.inputs.items()
                 if isinstance(i.get("choices"), list)
                 and next(iter(node)) in i["choices"]), None)
            if word not in node:
                return None
            node = node[word]
        if isinstance(node, dict):
            node = node["price"]
        if node is None:
            return None
        if isinstance(node, str):
            node = [{"from": "0", "price": node}]
        out = []
        for t in node:
            m = re.match(r"([\d./]+)\s+(.*)$", t["price"])
            out.append((quantity(t["from"]), quantity(t["price"]),
                        1 / unit_scale(m.group(2))))
        return out

    def needs_integers(self, name):
        return self.inputs[name].get("unit") == "request/month"

    def check(self, values):
        """Ranges of inputs, and limits on them."""
        for name, i in self.inputs.items():
            x = values.get(name)
            if x is None or "choices" in i:
                continue
            step = quantity(i["step"]) if "step" in i else None
            if step is None and self.needs_integers(name):
                step = F(1)
            self.within(i, x, step, zero=True)
        for key, limits in (self.y.get("limits") or {}).items():
            for m in limits if isinstance(limits, list) else [limits]:
                self.check_limit(key, m, values)

    def check_limit(self, key, m, values):
        of = m.get("of", "longest_run" if key == "timeout" else key)
        if of not in self.inputs or values.get(of) is None:
            return
        if "when" in m and not Formula(m["when"], values).run():
            return
        if "choices" in self.inputs[of]:
            if values[of] not in m["values"]:
                raise Refused(key)
            return
        self.within(m, values[of], quantity(m["step"]) if "step" in m else None)

    @staticmethod
    def within(rule, x, step, zero=False):
        low = quantity(rule["min"]) if "min" in rule else F(0) if zero else None
        if low is not None and x < low:
            raise Refused("below the least")
        if "max" in rule and x > quantity(rule["max"]):
            raise Refused("above the most")
        if step and (x / step).denominator != 1:
            raise Refused("not a multiple")
        if "values" in rule and x not in [quantity(v) for v in rule["values"]]:
            raise Refused("not offered")


def load_services(folder):
    return {s.id: s for s in map(Service, sorted(glob.glob(folder + "/*.yaml")))}


# ---- bills ----


def bound_value(text, workload):
    """A quantity, or else a formula: '1/2 GB' and '8 GB / (4 GB)'."""
    try:
        return quantity(text)
    except (AssertionError, AttributeError, KeyError):
        return Formula(text, workload).run()


class Use:
    """A service in an option: bound values are formulas over the workload."""

    def __init__(self, service, bound):
        self.service, self.bound = service, bound

    def given(self, workload):
        out = {}
        for name in self.service.inputs:
            if name in self.bound:
                choice = "choices" in self.service.inputs[name]
                text = self.bound[name]
                if choice:
                    out[name] = text
                else:
                    out[name] = bound_value(text, workload)
            elif workload.get(name) is not None:
                out[name] = workload[name]
        return out

    def values(self, workload):
        s = self.service
        out = self.given(workload)
        sides = s.y.get("either")
        if sides:
            if sum(any(n in out for n in side) for side in sides) != 1:
                raise Refused("one of two")
        for name, i in s.inputs.items():
            if "choices" in i and out.get(name, i["choices"][0]) not in i["choices"]:
                raise Refused("no such choice")
        out["hours_per_month"] = workload["hours_per_month"]
        for name, i in s.inputs.items():
            out.setdefault(name, None)
        # Defaults may name each other: go round until nothing is added.
        for _ in s.inputs:
            for name, i in s.inputs.items():
                if out[name] is not None or "default" not in i:
                    continue
                if "choices" in i:
                    out[name] = i["default"]
                    continue
                try:
                    out[name] = Formula(i["default"], out).run()
                except Refused:
                    pass
        return out


def counts(period, tier):
    return {"included": True, "monthly": tier != "none",
            "first-year": tier == "first-year"}[period]


def allowances(service, meter, tier):
    """Quantities that are free of one meter, in the order they are taken."""
    m = service.meters[meter]
    out = []
    if "included" in m:
        out.append((("included", meter), quantity(m["included"])))
    free = m.get("free", [])
    for k, f in enumerate(free if isinstance(free, list) else [free]):
        f = f if isinstance(f, dict) else {"amount": f}
        if counts(f.get("period", "monthly"), tier):
            out.append((("free", meter, k), quantity(f["amount"])))
    return out


def credits(service, meter, tier):
    for name, c in (service.y.get("allowances") or {}).items():
        if meter in c["meters"] and counts(c.get("period", "monthly"), tier):
            yield ("credit", name), Formula(c["credit"], {}).run()


class Bill:
    def __init__(self, uses, workload, region, tier):
        """`region` maps a vendor to where it is bought."""
        self.left = {}  # what is left of allowances
        self.before = {}  # price list -> (gross, billed) of earlier lines
        self.lines = []
        self.tier = tier
        faults = []
        for use in uses:
            try:
                self.measure(use, workload, region)
            except Refused as e:
                faults.append(e)
        if faults:
            raise faults[0]
        for line in self.lines:
            self.charge(line)
        self.total = sum((l["amount"] for l in self.lines), F(0))

    def measure(self, use, workload, region):
        s = use.service
        values = use.values(workload)
        s.check(values)
        for id, m in s.meters.items():
            if "when" in m and not Formula(m["when"], values).run():
                continue
            q = Formula(m["quantity"], values).run()
            if q < 0:
                raise Refused("below zero")
            least = m.get("minimum", "")
            if q > 0 and least and "USD" not in least:
                q = max(q, quantity(least))
            where = region.get(s.y["vendor"], region.get("", ""))
            tiers = s.price(id, where, values)
            if tiers is None:
                raise Refused("no price")
            self.lines.append({
                "service": s, "meter": id, "quantity": q, "tiers": tiers})

    def take(self, service, purses, want):
        taken = F(0)
        for key, amount in purses:
            key = (service.id,) + key
            part = min(self.left.setdefault(key, amount), want - taken)
            self.left[key] -= part
            taken += part
        return taken

    def charge(self, line):
        s, id, q, tiers = (line[k] for k in ("service", "meter", "quantity", "tiers"))
        m = s.meters[id]
        free = self.take(s, allowances(s, id, self.tier), q)
        billed = q - free
        key = (s.id, id, repr(tiers))
        gross0, billed0 = self.before.get(key, (F(0), F(0)))
        parts = getattr(self, m.get("model", "flat"))(
            line, m.get("tiers", "gross") == "net", gross0, billed0, free, billed)
        amount = sum((p[2] for p in parts), F(0))
        self.before[key] = gross0 + q, billed0 + billed
        least = m.get("minimum", "")
        if "USD" in least and q > 0:
            amount = max(amount, quantity(least))
        amount -= self.take(s, credits(s, id, self.tier), amount)
        line.update(free=free, parts=parts, amount=amount)

    def flat(self, line, net, gross0, billed0, free, billed):
        return [(F(0), billed, billed * line["tiers"][0][1])]

    def graduated(self, line, net, gross0, billed0, free, billed):
        # Where the first unit that is charged for stands in the month.
        start = billed0 if net else gross0 + free
        out = []
        tiers = line["tiers"]
        for k, (low, price, _) in enumerate(tiers):
            high = tiers[k + 1][0] if k + 1 < len(tiers) else start + billed
            part = min(start + billed, high) - max(start, low)
            if part > 0:
                out.append((low, part, part * price))
        return out or [(F(0), F(0), F(0))]

    def volume(self, line, net, gross0, billed0, free, billed):
        raise NotImplementedError("no price file uses it")

    def package(self, line, net, gross0, billed0, free, billed):
        size = line["tiers"][0][2]
        blocks = math.ceil((billed0 + billed) / size) - math.ceil(billed0 / size)
        return [(F(0), blocks * size, blocks * size * line["tiers"][0][1])]


# ---- the program ----


class Program:
    def __init__(self, path, site):
        self.path, self.site = path, site

    def run(self, *args):
        p = subprocess.run(
            [self.path, "-C", self.site, *args, "--format", "json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        return p.returncode, json.loads(p.stdout) if p.returncode == 0 else p.stderr


class Tap:
    def __init__(self):
        self.n = self.failed = 0

    def ok(self, name, wrong, checks):
        self.n += 1
        if not checks:
            wrong = wrong + ["nothing was checked"]
        for w in wrong[:5]:
            print("# " + w.replace("\n", "\n# "))
        self.failed += bool(wrong)
        print("%sok %d - %s (%d checks)" % (
            "not " if wrong else "", self.n, name, checks), flush=True)


def exact(node):
    return F(node["exact"])


def compare_bill(ours, theirs):
    """What differs between a bill of ours and the program's JSON."""
    out = []

    def same(what, a, b):
        if a != b:
            out.append("%s: %s, not %s" % (what, b, a))

    same("total", ours.total, exact(theirs["total"]))
    same("number of lines", len(ours.lines), len(theirs["lines"]))
    for line, got in zip(ours.lines, theirs["lines"]):
        name = line["service"].id + "." + line["meter"]
        scale = unit_scale(line["service"].meters[line["meter"]]["unit"])
        same("line", name, got["service"] + "." + got["meter"])
        same(name + " quantity", line["quantity"] / scale, exact(got["quantity"]))
        same(name + " free", line["free"] / scale, exact(got["free"]))
        same(name + " amount", line["amount"], exact(got["amount"]))
        parts = [(low / scale, q / scale, a) for low, q, a in line["parts"]]
        same(name + " tiers", parts, [
            (exact(t["from"]), exact(t["quantity"]), exact(t["amount"]))
            for t in got["tiers"]])
        if not got["sources"]:
            out.append(name + " has no source")
    return out


# ---- random workloads ----


def draw_number(r, top):
    n = r.choice([0, 1, r.randint(1, 100), r.randint(1, 10**5), r.randint(1, top)])
    return str(n)


def draw_duration(r):
    return r.choice([
        "%d ms" % r.randint(0, 3000), "%d s" % r.randint(0, 300),
        "%d.%d ms" % (r.randint(0, 500), r.randint(1, 9)),
        "%d/%d s" % (r.randint(1, 50), r.randint(2, 7)), "1 min", "100 ms"])


def draw_input(r, name, spec):
    """A text for an input; now and then one that must be refused."""
    if "choices" in spec:
        return r.choice(spec["choices"])
    unit = spec["unit"]
    if r.random() < 0.03:
        return "-1 " + unit
    if name in ("duration", "provisioned_duration", "cpu_time"):
        return draw_duration(r)
    if unit == "request/month":
        return draw_number(r, 10**r.randint(3, 12)) + r.choice(
            ["", " request", " request/month"])
    if unit in ("MB", "GB") and name == "memory":
        return r.choice(["128 MB", "512 MB", "1 GB", "2 GB", "3 GB", "4 GB", "8 GB",
                         "%d MB" % r.randint(100, 11000), "0.5 GB", "1536 MB"])
    if name == "vcpu":
        return r.choice(["0.25", "0.5", "1", "2", "4", "0.5 vCPU", "1/2", "0.3", "8"])
    if unit == "h/month":
        return r.choice(["730 h", "0 h", "%d h" % r.randint(1, 744),
                         "%d/7 h/month" % r.randint(1, 3000), "28800 s"])
    if name == "ephemeral_storage":
        return r.choice(["512 MB", "20 GB", "%d MB" % r.randint(500, 10240),
                         "%d GB" % r.randint(20, 210)])
    if unit == "GB/month":
        return r.choice(["%d GB" % r.randint(0, 200000), "0.3 GB", "1/3 TB",
                         "100 GB", "10240 GB", "%d KB" % r.randint(1, 10**9)])
    if unit in ("KB", "MB", "GB"):
        return r.choice(["46 KB", "512 KB", "513 KB", "1 B", "1 MB", "0.5 KB"])
    if unit == "request":
        return str(r.randint(1, 90))
    return str(r.choice([0, 1, 2, 3, 10, r.randint(1, 5000)])) + r.choice([" " + unit, ""] if
        unit.isalpha() or unit == "load_balancer" else [" " + unit])


SIZES = {  # that can be had
    "aws-fargate": [("0.25", "512 MB"), ("0.5", "1 GB"), ("1/2", "4096 MB"),
                    ("1", "2 GB"), ("2", "16 GB"), ("8", "20 GB"), ("32", "60 GB")],
    "gcp-cloud-run": [("0.25", "256 MB"), ("0.5", "1 GB"), ("1", "0.5 GB"),
                      ("2", "3 GB"), ("4", "16 GB"), ("8", "31 GB")],
}


def draw_workload(r, services):
    """Texts for inputs of the services; those without a default always."""
    out = {}
    for s in services:
        sides = s.y.get("either") or []
        barred = set()
        if sides and r.random() < 0.95:
            keep = r.choice(sides)
            barred = {n for side in sides if side is not keep for n in side}
            out[keep[0]] = draw_input(r, keep[0], s.inputs[keep[0]])
        for name, spec in s.inputs.items():
            if name in barred or name in out:
                continue
            if "default" in spec and r.random() < 0.6:
                continue
            out[name] = draw_input(r, name, spec)
    for s in services:
        if s.id in SIZES and r.random() < 0.8:
            out["vcpu"], out["memory"] = r.choice(SIZES[s.id])
            if "concurrency" in out and F(out["vcpu"]) < 1:
                out["concurrency"] = "1"
    return out


def parse_workload(texts, choices, month=F(730 * 3600)):
    out = {"hours_per_month": month}
    for name, text in texts.items():
        out[name] = text if name in choices else quantity(text)
    return out


def choice_names(services):
    return {n for s in services.values() for n, i in s.inputs.items() if "choices" in i}


def our_bill(uses, workload, region, tier):
    try:
        return Bill(uses, workload, region, tier)
    except Refused as e:
        return e


def check_bill(program, args, ours, label):
    code, theirs = program.run(*args)
    if isinstance(ours, Refused):
        return [] if code == 2 else ["%s: not refused (%s)" % (label, ours)]
    if code:
        return ["%s: refused: %s" % (label, theirs.strip())]
    return ["%s: %s" % (label, d) for d in compare_bill(ours, theirs)]


def test_services(tap, r, program, services):
    choices = choice_names(services)
    for s in services.values():
        wrong, bills, refused = [], 0, 0
        regions = s.regions() if s.regions() != ["global"] else ["us-east-1"]
        for _ in range(40):
            texts = draw_workload(r, [s])
            region = r.choice(regions) if r.random() < 0.95 else "mars-1"
            tier = r.choice(["none", "full", "first-year"])
            hours = r.choice([730, 730, 720, 8760])
            ours = our_bill([Use(s, {})],
                            parse_workload(texts, choices, F(hours * 3600)),
                            {"": region}, tier)
            args = ["cost", "--service", s.id, "--region", region, "--free-tier", tier,
                    "--month", "%dh" % hours]
            for name, text in texts.items():
                args += ["--set", "%s=%s" % (name, text)]
            wrong += check_bill(program, args, ours, " ".join(args))
            bills += 1
            refused += isinstance(ours, Refused)
        if refused > bills * 3 // 4:
            wrong.append("%d of %d bills refused" % (refused, bills))
        tap.ok("bills of %s, %d of them refused" % (s.id, refused), wrong, bills)


def test_sums(tap, r, program, services):
    """Services added up with --service; inputs of one name have one value."""
    choices = choice_names(services)
    wrong, bills = [], 0
    for _ in range(40):
        some = r.sample([s for s in services.values() if s.y["vendor"] == "aws"], 2)
        texts = draw_workload(r, some)
        region = r.choice(["us-east-1", "eu-west-1", "eu-central-1"])
        tier = r.choice(["none", "full", "first-year"])
        ours = our_bill([Use(s, {}) for s in some], parse_workload(texts, choices),
                        {"": region}, tier)
        args = ["cost", "--region", region, "--free-tier", tier]
        for s in some:
            args += ["--service", s.id]
        for name, text in texts.items():
            args += ["--set", "%s=%s" % (name, text)]
        wrong += check_bill(program, args, ours, " ".join(args))
        bills += 1
    tap.ok("bills of two services", wrong, bills)


# ---- guides ----


def read_guide(path, services):
    """Options as lists of uses, and scenarios as texts."""
    y = read_yaml(path)
    options = {}
    for id, o in y["options"].items():
        options[id] = []
        for name, bound in o["use"].items():
            bound = dict(bound or {})
            service = services[bound.pop("service", name)]
            options[id].append(Use(service, bound))
    return y, options


def write_site(folder, guide):
    shutil.copytree(os.path.join(ROOT, "pricing"), os.path.join(folder, "pricing"))
    os.makedirs(os.path.join(folder, "content", "drawn"))
    shutil.copy(os.path.join(ROOT, "content", "site.yaml"),
                os.path.join(folder, "content", "site.yaml"))
    with open(os.path.join(folder, "content/drawn/index.md"), "w") as f:
        f.write("---\ntitle: Drawn\ndescription: Drawn.\n---\n\nText.\n")
    with open(os.path.join(folder, "content/drawn/guide.yaml"), "w") as f:
        f.write(guide)


def draw_twice(r, services):
    """An option of two uses of one service, with values of their own."""
    id = r.choice(["aws-lambda", "gcp-cloud-run", "aws-api-gateway-rest",
                   "aws-data-transfer", "aws-fargate", "cloudflare-workers"])
    s = services[id]
    uses = []
    for _ in range(2):
        bound = draw_workload(r, [s])
        if "requests" in bound and r.random() < 0.5:
            bound["requests"] = r.choice(
                ["requests", "floor(requests / 3)", "2 * requests",
                 "max(0, requests - 1000000)", "min(requests, 2500000)"])
        if id == "gcp-cloud-run":
            bound.setdefault("vcpu", "1")
        uses.append(bound)
    if id == "gcp-cloud-run":
        for bound in uses:
            bound.update(vcpu=r.choice(["1", "2"]), memory=r.choice(["512 MB", "2 GB"]))
    if id == "aws-fargate":
        for bound in uses:
            bound.update(vcpu="1", memory=r.choice(["2 GB", "8 GB"]),
                         tasks=r.choice(["max(1, ceil(requests / (300000 request/month)))",
                                         "1", "3 * 2 - 1", "8 GB / (4 GB)"]))
    return id, uses


def test_twice(tap, r, program_path, services):
    """Options of a guide: two uses share allowances and tiers."""
    choices = choice_names(services)
    drawn = [draw_twice(r, services) for _ in range(60)]
    guide = "region: {aws: us-east-1, gcp: us-central1}\nfree_tier: none\noptions:\n"
    for k, (id, uses) in enumerate(drawn):
        guide += "  o%d:\n    name: O\n    use:\n" % k
        for name, bound in zip("ab", uses):
            pairs = ["service: " + id] + ['%s: "%s"' % b for b in bound.items()]
            guide += "      %s: {%s}\n" % (name, ", ".join(pairs))
    guide += "scenarios:\n"
    loads = [10**k * r.randint(1, 99) for k in range(0, 9)]
    for k, n in enumerate(loads):
        guide += "  s%d: {requests: %d, options: [o0, o1]}\n" % (k, n)
    wrong, bills = [], 0
    with tempfile.TemporaryDirectory() as folder:
        write_site(folder, guide)
        program = Program(program_path, folder)
        for k, (id, uses) in enumerate(drawn):
            n = r.randrange(len(loads))
            tier = r.choice(["none", "full", "first-year"])
            ours = our_bill([Use(services[id], b) for b in uses],
                            parse_workload({"requests": str(loads[n])}, choices),
                            {"aws": "us-east-1", "gcp": "us-central1"}, tier)
            args = ["cost", "--guide", "drawn", "--option", "o%d" % k,
                    "--scenario", "s%d" % n, "--free-tier", tier]
            wrong += check_bill(program, args, ours, "%s %s %s" % (id, uses, args))
            bills += 1
    tap.ok("bills of two uses of one service", wrong, bills)


# ---- crossings ----


def cheapest(options, workload, region, tier):
    """(index, total) of the first of the cheapest, and the same of the next."""
    totals = []
    for uses in options:
        b = our_bill(uses, workload, region, tier)
        totals.append(None if isinstance(b, Refused) else b.total)
    order = sorted((t, k) for k, t in enumerate(totals) if t is not None)
    return totals, order


def check_intervals(found, low, high, step):
    out = []
    edges = [(exact(v["from"]), exact(v["to"])) for v in found["intervals"]]
    if edges[0][0] != low or edges[-1][1] != high:
        out.append("the range is not covered: %s" % edges)
    for (a, b), (c, _) in zip(edges, edges[1:]):
        if a > b or c != b + step:
            out.append("a gap or overlap at %s" % b)
    if len(found["crossings"]) != len(edges) - 1:
        out.append("borders without crossings")
    for k, v, w in zip(found["crossings"], found["intervals"], found["intervals"][1:]):
        if step and exact(k["first"]) != exact(w["from"]):
            out.append("first is not where the interval starts")
        at = exact(k["at"])
        if not exact(v["to"]) <= at <= exact(w["from"]):
            out.append("a crossing at %s is not at its border" % at)
        if (k["from_option"], k["to_option"]) != (v["winner"], w["winner"]):
            out.append("a crossing between others than its intervals")
    return out


def check_contest(r, found, names, bill_at, low, high, step):
    """`bill_at` of a point is (totals, order).  Returns (wrong, checks)."""
    wrong, n = check_intervals(found, low, high, step), 1
    points = {low, high}
    for v in found["intervals"]:
        for edge in ("from", "to"):
            for k in range(-3, 4):
                points.add(exact(v[edge]) + k * (step or F(1, 1000)))
    for _ in range(40):
        x = low + F(r.randint(0, 10**6), 10**6) * (high - low)
        points.add(step * round(x / step) if step else x)
    for x in sorted(p for p in points if low <= p <= high):
        totals, order = bill_at(x)
        here = [v for v in found["intervals"]
                if exact(v["from"]) <= x <= exact(v["to"])]
        n += 1
        best = order[0][0] if order else None
        names_best = [names[k] for t, k in order if t == best]
        if not order:
            good = here[0]["winner"] is None
        elif step:
            good = here[0]["winner"] == names_best[0]
        else:  # at a border both neighbours are as cheap
            good = any(v["winner"] in names_best for v in here)
        if not good:
            wrong.append("at %s %s wins, not %s (%s)" % (
                x, names_best, here[0]["winner"], totals))
        if step and order and x == exact(here[0]["from"]):
            n += 1
            if exact(here[0]["total"]) != best:
                wrong.append("at %s the total is %s" % (x, best))
            if len(order) > 1 and (
                    here[0]["runner_up"] != names[order[1][1]]
                    or exact(here[0]["margin"]) != order[1][0] - best
                    or here[0]["tie"] != (order[1][0] == best)):
                wrong.append("at %s the runner-up is %s" % (x, names[order[1][1]]))
    return wrong, n


TASKS = [None, "max(1, ceil(requests / (5000000 request/month)))",
         "max(1, ceil(requests / (200000 request/month)))",
         "max(1, ceil(requests / (123457 request/month)))",
         "1 + floor(requests / (70000 request/month))",
         "if(requests > 100000, 3, 2)", "requests / (40000 request/month)"]


def test_guide_crossings(tap, r, program, services):
    """The guide on which deployment to choose, with other numbers of tasks."""
    path = os.path.join(ROOT, "content/which-deployment/guide.yaml")
    y, options = read_guide(path, services)
    choices = choice_names(services)
    base = {k: v for k, v in y["scenarios"]["base"].items()
            if k in ("requests", "duration")}
    axes = [("requests", "0", "10000000", F(1), F(1)),
            ("requests", "0", "900000", F(1), F(1)),
            ("duration", "0 ms", "20000 ms", F(1), F(1, 1000)),
            ("running_time", "0 h", "730 h", F(0), F(3600))]
    for axis, low, high, step, scale in axes:
        for tasks in TASKS:
            tier = r.choice(["none", "full", "first-year"])
            texts = dict(base)
            if axis != "requests":
                texts["requests"] = str(r.choice([140000, 200000, 230000]))
            uses = [options["lambda"], options["fargate"]]
            args = ["crossings", "--guide", "which-deployment", "--scenario", "base",
                    "--axis", axis, "--from", low, "--to", high, "--free-tier", tier,
                    "--option", "lambda", "--option", "fargate"]
            if axis != "requests":
                args += ["--set", "requests=" + texts["requests"]]
            if tasks:
                args += ["--set", "fargate.aws-fargate.tasks=" + tasks]
                uses[1] = [Use(u.service, dict(u.bound, tasks=tasks))
                           if u.service.id == "aws-fargate" else u for u in uses[1]]

            def bill_at(x):
                w = parse_workload(texts, choices)
                w[axis] = x * scale
                return cheapest(uses, w, {"": "us-east-1"}, tier)

            code, found = program.run(*args)
            if code:
                tap.ok("crossings", [" ".join(args) + ": " + found], 1)
                continue
            wrong, n = check_contest(
                r, found, ["lambda", "fargate"], bill_at,
                quantity(low) / scale, quantity(high) / scale, step)
            tap.ok("crossings over %s to %s, tasks %s, free tier %s, %d intervals" % (
                axis, high, tasks or "as bound", tier, len(found["intervals"])),
                wrong, n)


MANY = """
region: {aws: us-east-1, gcp: us-central1}
free_tier: none
options:
  lambda: {name: L, use: {aws-lambda: {memory: 1 GB}, aws-api-gateway-http: {}}}
  arm: {name: A, use: {aws-lambda: {memory: 1 GB, architecture: arm}, aws-api-gateway-rest: {}}}
  run: {name: R, use: {gcp-cloud-run: {vcpu: 1, memory: 1 GB, concurrency: 10, min_instances: "if(requests > 2000000, 1, 0)"}}}
  workers: {name: W, use: {cloudflare-workers: {cpu_time: "duration / 4"}}}
  fargate: {name: F, use: {aws-fargate: {vcpu: 0.5, memory: 1 GB, tasks: "max(1, ceil(requests / (900000 request/month)))"}, aws-alb: {lcu: "requests / (3000000 request/month)"}}}
  warm: {name: H, use: {aws-lambda: {memory: 512 MB, provisioned_concurrency: "ceil(requests * duration / (730 h/month))"}}}
scenarios:
  base: {requests: 1000000, duration: 200 ms, options: [lambda, run]}
"""


def test_many_crossings(tap, r, program_path, services):
    """Six options of three vendors."""
    choices = choice_names(services)
    with tempfile.TemporaryDirectory() as folder:
        write_site(folder, MANY)
        program = Program(program_path, folder)
        _, options = read_guide(folder + "/content/drawn/guide.yaml", services)
        for axis, low, high, step, scale in [
                ("requests", "0", "20000000", F(1), F(1)),
                ("requests", "0", "400000000", F(1), F(1)),
                ("duration", "1 ms", "5000 ms", F(1), F(1, 1000)),
                ("requests", "0", "5000000", F(1), F(1))]:
            for tier in ("none", "full", "first-year"):
                names = r.sample(list(options), r.randint(3, 6))
                args = ["crossings", "--guide", "drawn", "--scenario", "base", "--axis", axis,
                        "--from", low, "--to", high, "--free-tier", tier]
                for name in names:
                    args += ["--option", name]

                def bill_at(x):
                    w = parse_workload(
                        {"requests": "1000000", "duration": "200 ms"}, choices)
                    w[axis] = x * scale
                    return cheapest(
                        [options[n] for n in names], w,
                        {"aws": "us-east-1", "gcp": "us-central1"}, tier)

                code, found = program.run(*args)
                if code:
                    tap.ok("crossings", [" ".join(args) + ": " + found], 1)
                    continue
                wrong, n = check_contest(
                    r, found, names, bill_at, quantity(low) / scale,
                    quantity(high) / scale, step)
                tap.ok("crossings of %s over %s to %s, free tier %s, %d intervals" % (
                    " ".join(names), axis, high, tier, len(found["intervals"])), wrong, n)


def main():
    program_path = os.path.abspath(sys.argv[1])
    r = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 2026)
    services = load_services(os.path.join(ROOT, "pricing"))
    program = Program(program_path, ROOT)
    tap = Tap()
    test_services(tap, r, program, services)
    test_sums(tap, r, program, services)
    test_twice(tap, r, program_path, services)
    test_guide_crossings(tap, r, program, services)
    test_many_crossings(tap, r, program_path, services)
    print("1..%d" % tap.n)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""The shapes of the JSON that design.md, section 5, promises.

Every amount is an object of three texts; its display follows from its exact
value; lines add up to totals, tiers to lines.
"""
import json
import os
import re
import shlex
import sys
from fractions import Fraction

import exact

WORKED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "worked", "cases.tsv")

AMOUNT = {"exact", "display", "unit"}
BILL = {"total", "lines"}
LINE = {"service", "meter", "quantity", "free", "tiers", "amount", "sources"}
TIER = {"from", "quantity", "price", "amount"}
CONTEST = {"axis", "unit", "from", "to", "free_tier", "intervals", "crossings"}
INTERVAL = {"from", "to", "winner", "total", "runner_up", "margin", "tie"}
CROSSING = {"at", "first", "from_option", "to_option", "kind"}


class Check:
    """Collects what is wrong; `where` is the path within the document."""

    def __init__(self):
        self.wrong = []

    def that(self, good, where, text):
        if not good:
            self.wrong.append(f"{where}: {text}")
        return good

    def keys(self, node, wanted, where):
        if not self.that(isinstance(node, dict), where, "not an object"):
            return False
        return self.that(wanted <= set(node), where, f"lacks {sorted(wanted - set(node))}")

    def amount(self, node, where):
        """Its exact value, or None."""
        if not self.keys(node, AMOUNT, where):
            return None
        self.that(set(node) == AMOUNT, where, f"has {sorted(set(node) - AMOUNT)} besides")
        if not self.that(all(isinstance(node[k], str) for k in AMOUNT), where, f"not of texts: {node}"):
            return None
        try:
            return exact.parse(node["exact"])
        except ValueError as e:
            self.wrong.append(f"{where}: {e}")
            return None

    def money(self, node, where):
        x = self.amount(node, where)
        if x is not None:
            self.that(node["unit"] == "USD/month", where, f"unit {node['unit']!r}")
            self.that(node["display"] == exact.money(x), where,
                      f"{node['exact']} is shown as {node['display']}, by the rule {exact.money(x)}")
        return x

    def quantity(self, node, where):
        x = self.amount(node, where)
        if x is not None:
            self.that(exact.shows(node["display"], x), where,
                      f"{node['exact']} is shown as {node['display']}")
        return x

    def numbers(self, node, where="$"):
        """No number of JSON anywhere: a reader would make a float of it."""
        if isinstance(node, dict):
            for k, v in node.items():
                self.numbers(v, f"{where}.{k}")
        elif isinstance(node, list):
            for i, v in enumerate(node):
                self.numbers(v, f"{where}[{i}]")
        else:
            self.that(isinstance(node, (str, bool)) or node is None, where, f"{node!r} is a number")


SCALE = {"ms": Fraction(1, 1000), "s": 1, "min": 60, "h": 3600, "KB": Fraction(1, 1024**2),
         "MB": Fraction(1, 1024), "GB": 1, "TB": 1024}


def scale(unit):
    """What a product of units is worth in hours and GB; a word that counts is 1."""
    value = Fraction(1)
    for word in unit.strip("()").split("*"):
        value *= SCALE.get(word, 1)
    return value


def block(price, unit):
    """How many units of `unit` a price is for: "USD per 1000000 request" is 1000000 of request."""
    m = re.fullmatch(r"[A-Z]{3} ?(?:per|/) ?([0-9]+ )?(.*)", price)
    return Fraction((m.group(1) or "1").strip()) * scale(m.group(2)) / scale(unit) if m else None


def bill_tier(c, node, where):
    """Quantity and amount."""
    if not c.keys(node, TIER, where):
        return 0, 0, 1
    start = c.quantity(node["from"], where + ".from")
    quantity = c.quantity(node["quantity"], where + ".quantity")
    amount = c.money(node["amount"], where + ".amount")
    price = c.amount(node["price"], where + ".price")
    if None in (start, quantity, amount, price):
        return 0, 0, 1
    each = block(node["price"]["unit"], node["quantity"]["unit"])
    if not c.that(each, where, f"the price is per {node['price']['unit']!r}"):
        return 0, 0, 1
    c.that(start >= 0, where, "starts below zero")
    c.that(exact.read(node["price"]["display"]) == price or not exact.ends(price), where,
           f"the price {node['price']} is not shown as it was typed")
    c.that(quantity * price / each == amount, where,
           f"{quantity} x {price} / {each} is not {amount}")
    return quantity, amount, each


def bill_line(c, node, where):
    if not c.keys(node, LINE, where):
        return 0
    for key in ("service", "meter"):
        c.that(isinstance(node[key], str) and node[key], where, f"{key} is no word")
    quantity = c.quantity(node["quantity"], where + ".quantity")
    free = c.quantity(node["free"], where + ".free")
    amount = c.money(node["amount"], where + ".amount")
    credit = c.money(node["credit"], where + ".credit") if "credit" in node else Fraction(0)
    topped = c.money(node["minimum"], where + ".minimum") if "minimum" in node else Fraction(0)
    parts = [bill_tier(c, t, f"{where}.tiers[{i}]") for i, t in enumerate(node["tiers"])]
    if None in (quantity, free, amount, credit, topped):
        return 0
    c.that(parts, where, "has no tiers")
    billed = sum(q for q, _, _ in parts)
    blocks = parts and billed % parts[0][2] == 0 and billed - (quantity - free) < parts[0][2]
    c.that(billed == quantity - free or (billed > quantity - free and blocks), where,
           f"tiers of {billed} for {quantity} - {free}")
    c.that(0 <= free <= quantity, where, f"{free} of {quantity} is free")
    c.that(sum(a for _, a, _ in parts) + topped - credit == amount, where,
           f"the tiers make {sum(a for _, a, _ in parts)}, less {credit}: not {amount}")
    c.that(isinstance(node["sources"], list) and node["sources"], where, "has no sources")
    for i, s in enumerate(node["sources"]):
        c.keys(s, {"title", "url", "retrieved"}, f"{where}.sources[{i}]")
    return amount


def bill(text):
    """What is wrong with a bill."""
    c, doc = Check(), json.loads(text)
    c.numbers(doc)
    if c.keys(doc, BILL, "$"):
        total = c.money(doc["total"], "$.total")
        lines = [bill_line(c, n, f"$.lines[{i}]") for i, n in enumerate(doc["lines"])]
        c.that(sum(lines) == total, "$", f"the lines make {sum(lines)}, the total is {total}")
    return c.wrong


def contest_interval(c, node, where):
    """Both ends."""
    if not c.keys(node, INTERVAL, where):
        return None
    ends = c.quantity(node["from"], where + ".from"), c.quantity(node["to"], where + ".to")
    margin = node["margin"] and c.money(node["margin"], where + ".margin")
    c.that(node["winner"] is None or c.money(node["total"], where + ".total") is not None, where,
           "a winner without a total")
    c.that(isinstance(node["tie"], bool), where, "tie is neither true nor false")
    c.that(node["tie"] == (margin == 0), where, f"tie is {node['tie']} at a margin of {margin}")
    c.that(margin is None or margin >= 0, where, "the runner-up is cheaper")
    c.that(node["winner"] != node["runner_up"], where, "the winner is the runner-up")
    c.that(ends[0] <= ends[1], where, "ends before it starts")
    return ends


def contest(text):
    """What is wrong with an answer of `crossings`."""
    c, doc = Check(), json.loads(text)
    c.numbers(doc)
    if not c.keys(doc, CONTEST, "$"):
        return c.wrong
    ends = [contest_interval(c, n, f"$.intervals[{i}]") for i, n in enumerate(doc["intervals"])]
    start, stop = c.quantity(doc["from"], "$.from"), c.quantity(doc["to"], "$.to")
    c.that(ends[0][0] == start and ends[-1][1] == stop, "$", "the intervals leave out an end")
    c.that(len(doc["crossings"]) == len(ends) - 1, "$", "not one crossing fewer than intervals")
    for i, n in enumerate(doc["crossings"]):
        where = f"$.crossings[{i}]"
        if not c.keys(n, CROSSING, where):
            continue
        at, first = c.quantity(n["at"], where + ".at"), n["first"] and c.quantity(n["first"], where + ".first")
        before, after = doc["intervals"][i], doc["intervals"][i + 1]
        c.that(n["kind"] in ("cross", "jump"), where, f"kind {n['kind']!r}")
        c.that((n["from_option"], n["to_option"]) == (before["winner"], after["winner"]), where,
               "not between the winners round it")
        c.that(n["from_option"] != n["to_option"], where, "nothing changes")
        c.that(ends[i][1] <= at <= ends[i + 1][0], where, f"{at} is not between the intervals")
        if first is not None:
            c.that(first == ends[i + 1][0] and 0 <= first - at, where, f"first {first} at {at}")
    return c.wrong


def worked():
    """Arguments of the worked bills."""
    with open(WORKED, encoding="utf-8") as f:
        for line in f:
            row = line.rstrip("\n").split("\t")
            if not line.startswith("#") and len(row) == 3 and row[1] != "-":
                yield row[0], shlex.split(row[2])


RANGE = ["--axis", "requests", "--from", "0", "--to", "10000000"]
STEPS = ["--set", "lambda.aws-lambda.memory=512 MB", "--set",
         "fargate.aws-fargate.tasks=max(1, ceil(requests / (300000 request/month)))"]
GUIDE = ["--guide", "which-deployment"]
MORE_BILLS = [
    ("option lambda", ["--option", "lambda", "--scenario", "base"]),
    ("option lambda-warm", ["--option", "lambda-warm", "--scenario", "base"]),
    ("fractions", ["--option", "fargate", "--scenario", "base", "--month", "1000/3 h"]),
    ("first-year", ["--option", "lambda", "--scenario", "base", "--free-tier", "first-year"]),
    ("nothing", ["--option", "lambda", "--scenario", "base", "--set", "requests=0"]),
]
CONTESTS = [
    ("the guide's", []),
    ("requests", RANGE),
    ("the free tier", [*RANGE, "--free-tier", "full"]),
    ("steps", [*RANGE, *STEPS]),
    ("duration", ["--axis", "duration", "--from", "0 s", "--to", "5 min"]),
    ("three options", [*RANGE, "--option", "lambda", "--option", "lambda-arm", "--option", "fargate-arm"]),
    ("a third of an hour", [*RANGE, "--month", "1000/3 h"]),
]


def check(tap, program):
    for name, args in [*worked(), *((n, GUIDE + a) for n, a in MORE_BILLS)]:
        r = program.run("cost", "--format", "json", *args)
        tap.none(bill(r.out) if r.rc == 0 else [r.err], f"JSON of a bill: {name}")
    for name, args in CONTESTS:
        r = program.run("crossings", "--format", "json", *GUIDE, *args)
        tap.none(contest(r.out) if r.rc == 0 else [r.err], f"JSON of crossings: {name}")

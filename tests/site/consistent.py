"""Nothing that is published contradicts anything else that is.

`problems` takes a built site and works everything out again: from the exact
values, from the amounts as printed, and from `breakeven cost`.
"""
import html
import os
import re
from fractions import Fraction as F

import exact
import project
from project import Page, Site, markdown_chunks, plain, tables


# Behind an `@`, what says which comparison is meant and changes no bill.
ASIDE = "axis", "from", "to", "options", "scenario"


class Book:
    """A built site, its figures, and bills asked of the program."""

    def __init__(self, site, guides=None):
        self.site = site
        self.guides = site.guides() if guides is None else guides
        self.figures = {g: site.figures(g) for g in self.guides}
        self.home = site.figures()
        self.all = dict(self.home)  # by full id
        for figures in self.figures.values():
            self.all.update(figures)
        self.bills = {}
        self.names = {}

    def each(self):
        """(guide, family, parts, changes, figure)"""
        for full, fig in self.all.items():
            path, changes = split(full)
            yield full.split("/", 1)[0], path[0], path[1:], changes, fig

    def asked(self, guide, changes):
        """The arguments of `cost` for what stands behind an `@`."""
        args = ["--guide", guide]
        for name, value in changes.items():
            if name == "region":
                args += ["--region", value.replace(":", "=").replace("+", ",")]
            elif name == "free_tier":
                args += ["--free-tier", value]
            elif name not in ASIDE:
                args += ["--set", f"{name}={value}"]
        return args

    def bill(self, guide, option, scenario, changes):
        """As `cost` gives it; None where there is none."""
        args = self.asked(guide, changes)
        key = option, scenario, *args
        if key not in self.bills:
            self.bills[key] = self.site.cost(option, scenario, *args)
        return self.bills[key]

    def cost(self, guide, option, scenario, changes):
        """Exact; None where there is no bill."""
        bill = self.bill(guide, option, scenario, changes)
        return bill and exact.parse(bill["total"]["exact"])

    def options(self, guide, scenario, changes):
        """Those that are compared in it."""
        if "options" in changes:
            return changes["options"].split("+")
        for family in ("recommend", "winner"):
            if f"{guide}/{family}.{scenario}" in self.all:
                return list(self.all[f"{guide}/{family}.{scenario}"]["values"])
        raise KeyError(scenario)

    def name(self, guide, option, scenario, changes):
        key = guide, option
        if key not in self.names:
            r = self.site.run("cost", "--option", option, "--scenario", scenario,
                              *self.asked(guide, changes))
            self.names[key] = r.out.split("\n")[0]
        return self.names[key]


def split(full):
    """The parts of an id behind its guide, and what is behind its `@`."""
    path, _, changes = full.split("/", 1)[1].partition("@")
    parts = path.split(".")
    if parts[0] in ("sum", "better"):  # there stand figures, not changes
        return parts, {}
    return parts, dict(c.split("=", 1) for c in changes.split(",") if c)


def same_ids(book):
    """HTML, Markdown and JSON name the same figures, and pages in one order."""
    for guide in book.guides:
        json_ids = {i.split("/", 1)[1] for i in book.figures[guide]}
        page = Page(book.site.read(f"public/{guide}/index.html"))
        html = list(dict.fromkeys(i for i, _, _ in page.figures))
        chunks = [ids for _, ids in markdown_chunks(book.site.read(f"public/{guide}/index.md"))]
        md = list(dict.fromkeys(i for ids in chunks for i in ids))
        # In links, tasks and summaries a figure is plain text; its note is there all the same.
        notes = [i[len("fig-"):] for i in page.ids if i.startswith("fig-")]
        if set(html) == set(md):
            yield from same_order(guide, html, chunks)
        for name, got in (("index.html", notes), ("index.md", md)):
            for i in sorted(json_ids - set(got)):
                yield f"{guide}/{name} lacks {i}"
            for i in sorted(set(got) - json_ids):
                yield f"{guide}/figures.json lacks {i}, which is in {name}"


def same_order(guide, html, chunks):
    """What a block of the Markdown is first to show comes after all of the blocks before it in the HTML too."""
    place = {i: n for n, i in enumerate(html)}
    last = -1
    for ids in chunks:
        new = {i: place.pop(i) for i in ids if i in place}
        early = [i for i, n in new.items() if n < last]
        if early:
            yield f"{guide}: {early[0]} stands earlier in index.html than in index.md"
            return
        last = max([last, *new.values()])


def same_ids_home(book):
    """The home page shows what its figures.json lists."""
    html = {i for i, _, _ in Page(book.site.read("public/index.html")).figures}
    for i in sorted(set(book.home) - html):
        yield f"index.html lacks {i}"
    for i in sorted(html - set(book.home)):
        yield f"figures.json lacks {i}, which is in index.html"


def one_value(book):
    """An id has one exact value and one display, wherever it stands."""
    seen = {}

    def add(full, value, text, where):
        for kind, v in (("value", value), ("text", plain(text))):
            if kind == "value" and v is None and where.endswith(".html"):
                continue  # a link, which has no value
            old = seen.setdefault((full, kind), (v, where))
            if old[0] != v:
                yield f"{full} is {v!r} in {where} and {old[0]!r} in {old[1]}"

    for guide in book.guides:
        for full, fig in book.figures[guide].items():
            yield from add(full, fig["exact"], fig["display"], f"{guide}/figures.json")
        for i, value, text in Page(book.site.read(f"public/{guide}/index.html")).figures:
            yield from add(f"{guide}/{i}", value, text, f"{guide}/index.html")
    for full, fig in book.home.items():
        yield from add(full, fig["exact"], fig["display"], "figures.json")
    for i, value, text in Page(book.site.read("public/index.html")).figures:
        yield from add(i, value, text, "index.html")


def once(book):
    """No id is listed twice in a figures.json, and all are sorted."""
    for path in ["", *book.guides]:
        ids = [f["id"] for f in book.site.json(os.path.join("public", path, "figures.json"))["figures"]]
        if len(set(ids)) != len(ids):
            yield f"{path}/figures.json: {sorted(i for i in ids if ids.count(i) > 1)}"
        if path and ids != sorted(ids):
            yield f"{path}/figures.json is not sorted"


def markdown_shows(book):
    """What a comment of index.md names is shown in the text before it."""
    for guide in book.guides:
        for chunk, ids in markdown_chunks(book.site.read(f"public/{guide}/index.md")):
            text = plain(chunk)
            for i in ids:
                fig = book.figures[guide].get(f"{guide}/{i}")
                if fig and plain(fig["display"]) not in text:
                    yield f"{guide}: {i}, {fig['display']!r}, is not in {text.strip()[-200:]!r}"


def displays(book):
    """Each display follows from its exact value."""
    for guide, family, path, _, fig in book.each():
        if fig["exact"] is None:
            continue
        x, shown = exact.parse(fig["exact"]), fig["display"]
        if family == "change" and path[-1] == "amount":
            good = shown == ("+" if x > 0 else "") + exact.money(x)
        elif fig["unit"] == "USD/month":
            good = shown == exact.money(x)
        elif family == "ratio" or path[-1:] == ["ratio"]:
            good = shown == exact.ratio(x)
        elif path[-1:] == ["number"]:
            good = shown == fig["exact"]  # for code: bare, without commas
        else:
            good = exact.shows(shown, x)
        if not good:
            yield f"{fig['id']}: {fig['exact']} {fig['unit']} is shown as {shown}"


def traced(book):
    """Each amount of money names prices or operands, and sources."""
    for guide, family, path, _, fig in book.each():
        if fig["unit"] == "USD/month" and fig["exact"] is not None and family != "intervals":
            if not fig["formula"] or not fig["sources"] or not (fig["prices"] or fig["values"]):
                yield f"{fig['id']} has no formula, no source, or neither prices nor values"


def formulas(book):
    """Each figure says what it is made by, one without a value too."""
    for full, fig in book.all.items():
        if not fig["formula"]:
            yield f"{full} has no formula"


def bills(book):
    """Lines as printed add up to the total, or the text says by how much they do not."""
    found = 0
    for guide in book.guides:
        blocks = re.split(r"\n\n+", book.site.read(f"public/{guide}/index.md"))
        for i, block in enumerate(blocks):
            if not block.startswith("|") or "**Total per month**" not in block:
                continue
            found += 1
            rows = tables(block)[0]
            lines = [exact.read_money(r[-1]) for r in rows[1:-1]]
            off = sum(lines) - exact.read_money(rows[-1][-1].strip("*"))
            said = re.search(r"add up to (\S+) (more|less) than the total", blocks[i + 1])
            want = (exact.money(abs(off)), "more" if off > 0 else "less") if off else None
            if (said.groups() if said else None) != want:
                yield f"{guide}: the bill of {rows[0][0]} is off by {want}, the text says {said and said.group()}"
        html = book.site.read(f"public/{guide}/index.html")
        md = book.site.read(f"public/{guide}/index.md")
        if html.count("printed add up to") != md.count("printed add up to"):
            yield f"{guide}: HTML and Markdown do not say the same of roundings"
    if not found:
        yield "there is no bill"


def operands(book):
    """Ratios and differences are those of the amounts printed beside them."""
    for guide, family, path, _, fig in book.each():
        if family not in ("ratio", "difference") or fig["exact"] is None:
            continue
        a, b = (exact.read_money(fig["values"][o]) for o in path[:2])
        want = a - b if family == "difference" else a / b
        if exact.parse(fig["exact"]) != want:
            yield f"{fig['id']}: {fig['exact']} of {fig['values']}"


def operands_hold(book):
    """The operands of any figure are what `cost` says."""
    for guide, family, path, changes, fig in book.each():
        if family not in ("ratio", "difference", "winner", "recommend"):
            continue
        scenario = path[2] if family in ("ratio", "difference") else path[0]
        for option, text in fig["values"].items():
            cost = book.cost(guide, option, scenario, changes)
            shown = text.split(", ruled out: ")[0]
            if cost is not None and shown != exact.money(cost):
                yield f"{fig['id']}: {option} is {shown}, `cost` says {exact.money(cost)}"


def costs_hold(book):
    """Each total is what `cost` says."""
    found = 0
    for guide, family, path, changes, fig in book.each():
        if family == "cost" and path[-1] == "total" and fig["exact"] is not None:
            found += 1
            cost = book.cost(guide, path[0], path[1], changes)
            if cost != exact.parse(fig["exact"]):
                yield f"{fig['id']} is {fig['exact']}, `cost` says {cost}"
    if not found:
        yield "there is no cost"


def ranking(book, guide, scenario, changes, values):
    """Options that are left as (exact, position, id), the cheapest first."""
    left = []
    for i, (option, text) in enumerate(values.items()):
        cost = book.cost(guide, option, scenario, changes)
        if cost is None and ", ruled out: " not in text and text.startswith("$"):
            cost = exact.read_money(text)
        if cost is not None and ", ruled out: " not in text:
            left.append((cost, i, option))
    return sorted(left)


def winners(book):
    """The cheapest is the minimum of exact costs; margin and ratio are of those printed."""
    found = 0
    for guide, family, path, changes, fig in book.each():
        if family not in ("winner", "recommend") or fig["display"].startswith("n/a"):
            continue
        found += 1
        scenario, field = path[0], path[1] if len(path) > 1 else ""
        left = ranking(book, guide, scenario, changes, fig["values"])
        first, second = left[0], left[1] if len(left) > 1 else None
        name = lambda r: book.name(guide, r[2], scenario, changes)
        if field == "":
            want = name(first)
            if second and second[0] == first[0]:
                want += f" (tie with {name(second)})"
            got = fig["display"]
        elif field == "runner_up":
            want, got = name(second) if second else "none", fig["display"]
        elif field == "total":
            want, got = first[0], exact.parse(fig["exact"])
        elif field == "margin":
            want, got = exact.printed(second[0]) - exact.printed(first[0]), exact.parse(fig["exact"])
        elif field == "ratio":
            want, got = exact.printed(second[0]) / exact.printed(first[0]), exact.parse(fig["exact"])
        else:
            continue
        if want != got:
            yield f"{fig['id']}: {got}, not {want}, of {left}"
    if not found:
        yield "there is no winner"


def cost_tables(book):
    """In a table of costs the marked cell is the winner's, and ratios are of its cells."""
    for guide in book.guides:
        for rows in tables(book.site.read(f"public/{guide}/index.md")):
            head = rows[0]
            if "Cheapest" not in head or "Cheaper by" not in head:
                continue
            names = head[1 : head.index("Cheapest")]
            for row in rows[1:]:
                yield from cost_row(guide, names, row)


def cost_row(guide, names, row):
    cells = row[1 : 1 + len(names)]
    winner, lead = row[1 + len(names) :]
    bold = {n for n, c in zip(names, cells) if c.startswith("**")}
    where = f"{guide}: row {row[0]}"
    if winner.startswith("n/a"):
        if bold:
            yield f"{where}: {sorted(bold)} marked without a winner"
        return
    tie = re.fullmatch(r"(.*) \(tie with (.*)\)", winner)
    may = set(tie.groups()) if tie else {winner}
    if not bold or not bold <= may or (tie.group(1) if tie else winner) not in bold:
        yield f"{where}: {sorted(bold)} marked, the cheapest is {winner}"
    amounts = sorted(exact.read_money(c.strip("*")) for c in cells if c.strip("*")[0] in "$-")
    mine = [exact.read_money(c.strip("*")) for n, c in zip(names, cells) if n in may]
    if mine and min(mine) != amounts[0]:
        yield f"{where}: {winner} is not the least of {cells}"
    if not lead.startswith("n/a") and lead != exact.ratio(amounts[1] / amounts[0]):
        yield f"{where}: {lead} of {cells}"


def percentiles(book):
    """p50 <= p95 <= p99 of each measurement."""
    by = {}
    for guide, family, path, changes, fig in book.each():
        if family == "latency" and re.fullmatch("p[0-9]+", path[-1]) and fig["exact"] is not None:
            key = guide, *path[:-1], *changes.items()
            seconds = exact.parse(fig["exact"]) / (1000 if fig["unit"] == "ms" else 1)
            by.setdefault(key, []).append((int(path[-1][1:]), seconds))
    for key, list_ in by.items():
        values = [v for _, v in sorted(list_)]
        if values != sorted(values):
            yield f"{key}: {sorted(list_)}"


def intervals(book):
    """Intervals join, and their winner is the cheapest at both of their ends."""
    by = {}
    for guide, family, path, changes, fig in book.each():
        if family == "intervals" and len(path) == 3:
            key = guide, path[0], tuple(changes.items())
            by.setdefault(key, {}).setdefault(int(path[1]), {})[path[2]] = fig
    for (guide, scenario, changes), found in by.items():
        options = book.options(guide, scenario, dict(changes))
        where = f"{guide}/intervals.{scenario}@{dict(changes)}"
        if sorted(found) != list(range(1, len(found) + 1)):
            yield f"{where}: {sorted(found)}"
        for n, fields in sorted(found.items()):
            if n > 1 and "from" in fields and "to" in found[n - 1] and fields["from"]["unit"] == "request/month":
                gap = exact.parse(fields["from"]["exact"]) - exact.parse(found[n - 1]["to"]["exact"])
                if gap != 1:
                    yield f"{where}.{n} starts {gap} after the one before"
                if fields["winner"]["display"] == found[n - 1]["winner"]["display"]:
                    yield f"{where}.{n} has the winner of the one before"
            for end, total in (("from", "total"), ("to", "total_to")):
                if end not in fields or total not in fields or fields[end]["unit"] != "request/month":
                    continue  # not shown, or along another axis
                at = {**dict(changes), "requests": fields[end]["exact"]}
                cost = [(book.cost(guide, o, scenario, at), i, o) for i, o in enumerate(options)]
                best = min(cost)
                if book.name(guide, best[2], scenario, at) != fields["winner"]["display"] \
                        or best[0] != exact.parse(fields[total]["exact"]):
                    yield f"{where}.{n}.{end}: {fields['winner']['display']}, {fields[total]['exact']}; {cost}"


def crossings(book):
    """At the first point the cheaper one has changed, one step before it has not."""
    for guide, family, path, changes, fig in book.each():
        if family != "crossings" or path[2] != "first" or fig["exact"] is None:
            continue
        costs, points = {}, set()
        for key, value in fig["values"].items():
            option, _, setting = key.partition("@")
            axis, _, at = setting.partition("=")
            points.add(F(at))
            costs[option, F(at)] = exact.parse(value.split(" ")[0])
        first, before = F(fig["exact"]), min(points)
        a, b = path[:2]
        if points != {before, first} or (fig["unit"] == "request/month" and first - before != 1):
            yield f"{fig['id']} is {fig['exact']}, explained by {fig['values']}"
        elif (costs[a, before] <= costs[b, before]) == (costs[a, first] <= costs[b, first]):
            yield f"{fig['id']}: {fig['values']}"


def services(book):
    """A price, an allowance or a limit is what the page of its service says of it."""
    rows = {}
    for guide, family, path, _, fig in book.each():
        if family not in ("price", "limits", "free"):
            continue
        service = path[0]
        if service not in rows:
            text = book.site.read(f"public/services/{service}/index.html")
            rows[service] = {html.unescape(i): plain(re.sub("<[^>]*>", " ", row))
                             for row in re.findall(r"<tr id=.*?</tr>", text, re.S)
                             for i in re.findall(r'id="([^"]*)"', row)}
        full = fig["id"].split("/", 1)[1]
        # The second tier of a price may be named .1 or .2, a bound of a limit .min, .max or .default.
        names = [full, re.sub(r"\.1$", "", full), re.sub(r"\.(min|max|default)$", "", full)]
        row = next((rows[service][n] for n in names if n in rows[service]), None)
        if row is None:
            yield f"{fig['id']} has no row on the page of {service}"
        elif plain(fig["display"]) not in row:
            yield f"{fig['id']} is {fig['display']!r}, the page of {service} says {row!r}"


CHECKS = (one_value, once, same_ids, markdown_shows, displays, traced, formulas, bills, operands,
          operands_hold, costs_hold, winners, cost_tables, percentiles, intervals, crossings,
          services)
# Of a page whose bills cannot be asked of the program.
ALONE = (one_value, once, same_ids, markdown_shows, displays, traced, formulas, bills, operands, cost_tables, crossings, services)


def check(tap, site, title):
    book = Book(site)
    for f in CHECKS:
        tap.none(f(book), f"{title}: {f.__doc__.strip().splitlines()[0].rstrip('.')}")


def test_repository(tap, program):
    with project.temp() as temp:
        site = Site(program, temp, public=False, everything=True)
        r = site.build()
        if tap.ok(r.rc == 0, "consistent: the repository's site builds", r.err):
            check(tap, site, "consistent")
            alone = Book(site, ["arithmetic"])
            for f in ALONE:
                tap.none(f(alone), f"consistent: arithmetic: {f.__doc__.strip().splitlines()[0].rstrip('.')}")
            tap.none(same_ids_home(Book(site)), "consistent: the home page and its figures.json name the same figures")

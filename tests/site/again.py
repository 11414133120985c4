"""What is built again after any change is what is built from nothing, byte for
byte, and says the same; BREAKEVEN_LONG=1 for many changes."""
import os
import random
import re
import shutil
import subprocess
import time

import project
from project import HERE, Site, differing, state, tree

STEPS = 400 if os.environ.get("BREAKEVEN_LONG") else 40
WORDS = ["more", "of it", "&amp;", "*less*", "{{cost.runs.base.total}}", "[a link](../{other}/)",
         "[to a place](../{other}/index.html#more)", "{{winner.base}}", "`code`", "{{unknown}}"]


class Change:
    """One thing an author, or the weather, may do to a site; its name is told when a test fails."""

    PAUSE = 0  # seconds before each

    def __init__(self, site, rnd):
        self.site, self.rnd = site, rnd
        self.serial = 0

    def start(self):
        for i in range(5):
            shutil.copytree(self.site.at("content/acme"), self.site.at(f"content/a{i}"))

    def guides(self):
        at = self.site.at("content")
        return sorted(n for n in os.listdir(at) if os.path.isdir(os.path.join(at, n)))

    def guide(self):
        return self.rnd.choice(self.guides())

    def number(self, path, pattern):
        """One number of a file becomes another."""
        if not os.path.exists(self.site.at(path)):
            return
        text = self.site.read(path)
        found = list(re.finditer(pattern, text))
        if not found:
            return
        m = self.rnd.choice(found)
        self.site.write(path, text[:m.start(1)] + str(self.rnd.randint(1, 9)) + text[m.end(1):])

    def prose(self):
        path = f"content/{self.guide()}/index.md"
        word = self.rnd.choice(WORDS).replace("{other}", self.rnd.choice(self.guides() + ["nowhere"]))
        if word in ("{{unknown}}",) and self.rnd.random() < 0.7:
            word = "word"
        self.site.write(path, self.site.read(path) + f"\nAnd {word}.\n")

    def heading(self):
        path = f"content/{self.guide()}/index.md"
        self.site.write(path, self.site.read(path) + self.rnd.choice(["\n## More\n", "\n## Yet more\n"]))

    def undo(self):
        """The prose of the start again."""
        for guide in self.guides():
            shutil.copy(os.path.join(HERE, "acme/content/acme/index.md"), self.site.at("content", guide, "index.md"))

    def title(self):
        path = f"content/{self.guide()}/index.md"
        self.serial += 1
        text = re.sub("^title: .*$", f"title: Title {self.serial}", self.site.read(path), count=1, flags=re.M)
        self.site.write(path, text)

    def order(self):
        path = f"content/{self.guide()}/index.md"
        text = re.sub("^order: .*\n", "", self.site.read(path), flags=re.M)
        self.site.write(path, text.replace("title:", f"order: {self.rnd.randint(0, 5)}\ntitle:", 1))

    def add(self):
        if len(self.guides()) < 18:
            self.serial += 1
            shutil.copytree(self.site.at("content", self.guide()), self.site.at(f"content/g{self.serial}"))

    def remove(self):
        if len(self.guides()) > 2:
            shutil.rmtree(self.site.at("content", self.guide()))

    def rename(self):
        self.serial += 1
        os.rename(self.site.at("content", self.guide()), self.site.at(f"content/r{self.serial}"))

    def exchange(self):
        """Two guides change places, with the times and names of their files."""
        a, b = self.site.at("content", self.guide()), self.site.at("content", self.guide())
        if a != b:
            os.rename(a, a + ".x")
            os.rename(b, a)
            os.rename(a + ".x", b)

    def price(self):
        name = self.rnd.choice(sorted(os.listdir(self.site.at("pricing"))))
        self.number(f"pricing/{name}", r"([1-9])(?= USD)")

    def scenario(self):
        self.number(f"content/{self.guide()}/guide.yaml", r"(?:requests|duration): ([1-9])")

    def settings(self):
        self.serial += 1
        path = "content/site.yaml"
        self.site.write(path, re.sub("^title: .*$", f"title: Site {self.serial}", self.site.read(path), flags=re.M))

    def template(self):
        self.serial += 1
        name = self.rnd.choice(["guide.mustache", "foot.mustache", "index.mustache", "style.css"])
        path = f"templates/{name}"
        self.site.write(path, self.site.read(path) + ("" if name.endswith("s") else f"<!-- {self.serial} -->\n"))

    def data_gone(self):
        """A guide without figures."""
        guide = self.guide()
        if os.path.exists(self.site.at("content", guide, "guide.yaml")) and len(self.guides()) > 2:
            os.remove(self.site.at("content", guide, "guide.yaml"))
            self.site.write(f"content/{guide}/index.md", "---\ntitle: Plain\ndescription: No figures.\n---\n\nText.\n")

    def touch(self):
        os.utime(self.site.at("content", self.guide(), self.rnd.choice(["index.md"])))

    def published(self):
        at = self.site.at("public")
        return self.rnd.choice(sorted(tree(at))) if os.path.isdir(at) else None

    def lost(self):
        path = self.published()
        if path and path != "manifest.json":
            os.remove(self.site.at("public", path))

    def spoilt(self):
        """Another byte in a published file, and its time set back."""
        path = self.published()
        if not path or path == "manifest.json":
            return
        full = self.site.at("public", path)
        st = os.stat(full)
        with open(full, "r+b") as f:
            f.seek(self.rnd.randrange(max(1, st.st_size)))
            f.write(b"#")
        os.utime(full, ns=(st.st_atime_ns, st.st_mtime_ns))

    def beside_lost(self):
        for name in project.beside(self.site.dir):
            if self.rnd.random() < 0.5:
                full = self.site.at(name)
                (shutil.rmtree if os.path.isdir(full) else os.remove)(full)

    def beside_spoilt(self):
        at = self.site.at(".public.new")
        if os.path.isdir(at) and tree(at):
            with open(os.path.join(at, self.rnd.choice(sorted(tree(at)))), "ab") as f:
                f.write(b"#")

    def cache_spoilt(self):
        path = self.site.at(".public.cache")
        if not os.path.exists(path):
            return
        size = os.path.getsize(path)
        if self.rnd.random() < 0.5:
            os.truncate(path, self.rnd.randrange(size + 1))
        else:
            with open(path, "r+b") as f:
                f.seek(self.rnd.randrange(max(1, size)))
                f.write(bytes([self.rnd.randrange(256)]))

    def all_lost(self):
        if os.path.isdir(self.site.at("public")):
            shutil.rmtree(self.site.at("public"))

    def make(self):
        """Some changes at once, the common ones more often."""
        rare = ["settings", "template", "data_gone", "beside_lost", "beside_spoilt", "cache_spoilt", "all_lost", "undo"]
        names = ["prose", "heading", "title", "order", "add", "remove", "rename", "exchange", "price", "scenario",
                 "touch", "lost", "spoilt"]
        some = [self.rnd.choice(rare if self.rnd.random() < 0.15 else names)
                for _ in range(self.rnd.choice([0, 1, 1, 1, 2, 4]))]
        for name in some:
            getattr(self, name)()
        return some


def build_clean(site, where, *options):
    """From nothing, elsewhere, by one process."""
    shutil.rmtree(where, ignore_errors=True)
    os.makedirs(where)
    r = site.build("-j", "1", "--no-sync", "-o", os.path.join(where, "public"), *options)
    return r.rc, r.err.replace(os.path.join(where, "public"), "public"), tree(os.path.join(where, "public"))


def said(err):
    """Without the line that counts files."""
    return [line for line in err.splitlines() if "unchanged" not in line]


def one(site, change, where, rnd):
    """What is wrong after some changes, or None."""
    before = tree(site.at("public"))
    names = change.make()
    damaged = tree(site.at("public"))
    r = site.build("-j", str(rnd.choice([1, 1, 2, 3])), "--no-sync")
    rc, err, want = build_clean(site, where)
    got = tree(site.at("public"))
    if rc:
        want = damaged
        change.undo()
    if (r.rc, said(r.err)) != (rc, said(err)):
        return f"{names}: {r.rc} {r.err}\nfrom nothing: {rc} {err}"
    wrong = differing(got, want)
    return f"{names}: {wrong} {len(before)}" if wrong else None


def walk(tap, program, what, seeds, kind, one=one, steps=STEPS):
    """Changes of a kind at random, each followed by a build."""
    for seed in seeds:
        rnd = random.Random(seed)
        with project.temp() as temp:
            site = Site(program, os.path.join(temp, "site"), os.path.join(HERE, "acme"), public=False)
            change = kind(site, rnd)
            change.start()
            wrong = []
            for i in range(steps):
                time.sleep(kind.PAUSE)
                bad = one(site, change, os.path.join(temp, "clean"), rnd)
                if bad:
                    wrong.append(f"step {i}: {bad}")
                    break
            tap.none(wrong, f"{what}, seed {seed}: as from nothing")


def test_again(tap, program):
    walk(tap, program, f"again: {STEPS} random changes", (1, 2), Change)


BOX = """\
---
title: Boxes alone
description: A guide that asks for one service.
---

# Not a heading of the outline

A box is {{cost.box.base.total}}, or [{{cost.box.base.total@boxes=3}}](../acme/).

| Boxes | Each month |
|---|---|
| two | {{cost.box.base.total@boxes=2}} |

```sh figures
pay {{cost.box.base.total}}
```

- {{cost.box.base.total@boxes=4}}, and `{{code}}`
- [x] {{price.acme-gate.requests.n1}}

```breakeven table
scenario: base
rows: {boxes: [1, 2, 3]}
columns: [box]
```

## Behind it

{{cost.box.base.total@boxes=5}}
"""
BOX_DATA = """\
options: {box: {name: Boxes, use: {zenith-box: {}}}}
scenarios: {base: {name: Base, boxes: 1}}
"""
BOXES_OF_A_LIMIT = "{{limits.acme-runs.timeout}} / 30 s * 1 instance"
SHAPED = BOX.replace("## Behind it", "## Of {{cost.box.base.total}}").replace("|---|---|", "|---|--:|")


class PriceChange(Change):
    """One thing that may happen to a price file."""

    PAUSE = 0.03  # what is written to in the moment of a build is no draft's

    def start(self):
        for name in ("box", "shaped"):
            os.makedirs(self.site.at("content", name))
            self.site.write(f"content/{name}/guide.yaml", BOX_DATA)
        PriceChange.undo(self)

    def text(self, pattern, new):
        name = "pricing/" + self.rnd.choice(sorted(os.listdir(self.site.at("pricing"))))
        text = self.site.read(name)
        found = list(re.finditer(pattern, text))
        if found:
            m = self.rnd.choice(found)
            self.site.write(name, text[:m.start()] + new(m) + text[m.end():])

    def digit(self):
        self.text(r"\d", lambda m: str(self.rnd.randint(0, 9)))

    def amount(self):
        self.text(r"[\d.]+(?= USD)", lambda m: self.rnd.choice(["0.5", "7", "0.00003", "1234.5"]))

    def word(self):
        self.text(r"(?<=name: )\w+|(?<=title: )\w+|a note", lambda m: self.rnd.choice(["Acme", "Nova", "Ionos"]))

    def line(self):
        self.text("\n", lambda m: "\n# a remark\n" if self.rnd.random() < 0.5 else "\n\n")

    def an_input(self):
        self.text(r"(?<=\ninputs:\n)|(?<=max: )100\b|(?<=max: )200\b",
                  lambda m: self.rnd.choice(["100", "200"]) if m[0] else
                  f"  extra{self.rnd.randint(1, 3)}: {{unit: {self.rnd.choice(['ms', 'MB'])}, default: 1 MB}}\n")

    def make(self):
        some = [self.rnd.choice(["digit", "amount", "amount", "word", "line", "an_input", "prose"])
                for _ in range(self.rnd.choice([1, 1, 2]))]
        for name in some:
            getattr(self, name)()
        return some

    def undo(self):
        super().undo()
        for name in os.listdir(os.path.join(HERE, "acme/pricing")):
            shutil.copy(os.path.join(HERE, "acme/pricing", name), self.site.at("pricing", name))
        for name, text in (("box", BOX), ("shaped", SHAPED)):
            self.site.write(f"content/{name}/index.md", text)


def test_prices(tap, program):
    """Prices change, and guides are made of the drafts that the build before left."""
    walk(tap, program, f"again: {STEPS} changes of prices", (4, 5), PriceChange)


def test_price_of_one(tap, program):
    """A price is no matter of a guide that does not ask for its service."""
    with project.temp() as temp:
        site = Site(program, temp, os.path.join(HERE, "acme"), public=False)
        os.makedirs(site.at("content/box"))
        site.write("content/box/guide.yaml", BOX_DATA)
        site.write("content/box/index.md", BOX)
        time.sleep(0.03)
        site.build()
        before = state(site.at("public"))
        site.write("pricing/acme-runs.yaml", site.read("pricing/acme-runs.yaml").replace("0.0002 USD", "0.0005 USD"))
        site.build()
        changed = differing(before, state(site.at("public")))
        tap.ok("acme/index.html" in changed and "services/acme-runs/index.html" in changed and
               not [n for n in changed if n.startswith("box/")],
               "again: a price of another service leaves a guide alone", f"{changed}")
        site.write("pricing/acme-gate.yaml", site.read("pricing/acme-gate.yaml").replace("price: 6 USD", "price: 5 USD"))
        site.build()
        tap.ok("$5.00" in site.read("public/box/index.md"), "again: a price that a guide only names is its matter")
        site.write("content/box/guide.yaml", BOX_DATA.replace("{}", f"{{boxes: '{BOXES_OF_A_LIMIT}'}}"))
        time.sleep(0.03)
        site.build()
        before = site.read("public/box/index.md")
        site.write("pricing/acme-runs.yaml", site.read("pricing/acme-runs.yaml").replace("max: 60 s", "max: 120 s"))
        site.build()
        after = site.read("public/box/index.md")
        tap.ok("A box is $17.52" in before and "A box is $35.04" in after,
               "again: a limit that a formula of a guide names is its matter", after)
        site.write("content/box/guide.yaml", "region: {acme: s1, zenith: z1}\n" + BOX_DATA)
        time.sleep(0.03)
        first = site.build()
        for name in ("acme-runs", "acme-gate"):
            site.write(f"pricing/{name}.yaml", re.sub(r"\bs1\b", "s9", site.read(f"pricing/{name}.yaml")))
        r = site.build()
        tap.ok(first.rc == 0 and r.rc == 2 and "content/box/guide.yaml:1:16" in r.err and "region-unknown" in r.err,
               "again: a region that another service no longer has", f"{first.err}\n{r.err}")


def test_arithmetic(tap, program):
    """The page that is no guide: its text, its data and its prices."""
    with project.temp() as temp:
        site = Site(program, os.path.join(temp, "site"), os.path.join(HERE, "acme"), public=False)
        site.build()
        changes = {"index.md": lambda s: s + "\nMore.\n\n## And more\n\nOf it.\n", "guide.yaml": lambda s: s + "# a remark\n",
                   "prices.yaml": lambda s: s.replace("about: ", "about: Once more. ", 1)}
        for name, change in [*changes.items(), ("index.md", lambda s: s.replace("\n## ", "\nBefore it.\n\n## ", 1))]:
            path = f"templates/arithmetic/{name}"
            site.write(path, change(site.read(path)))
            r = site.build("--no-sync")
            rc, err, want = build_clean(site, os.path.join(temp, "clean"))
            wrong = differing(tree(site.at("public")), want)
            tap.ok(r.rc == rc == 0 and not wrong, f"again: {name} of the page on arithmetic: as from nothing", f"{r.err} {err} {wrong}")


def test_kept(tap, program):
    """Nothing to do: nothing is touched; one guide: only its files are."""
    with project.temp() as temp:
        site = Site(program, temp, os.path.join(HERE, "acme"), public=False)
        for i in range(5):
            shutil.copytree(site.at("content/acme"), site.at(f"content/a{i}"))
        site.build()
        before = state(site.at("public"))
        r = site.build()
        tap.ok(r.rc == 0 and " 0 files written" in r.err and not differing(before, state(site.at("public"))),
               "again: nothing to do, nothing touched", r.err)
        cache = state(temp)[".public.cache"]
        site.build()
        site.build()
        tap.ok(cache[3][:18] == b"breakeven cache 5\n", "again: the cache says what it is")
        site.write("content/a3/index.md", site.read("content/a3/index.md") + "\nA word.\n")
        r = site.build()
        changed = differing(before, state(site.at("public")))
        tap.same([n for n in changed if not n.endswith(".") and os.path.isfile(site.at("public", n))
                  and before[n][3] == state(site.at("public"))[n][3]], [], "again: what is the same keeps its time")
        tap.ok(r.rc == 0 and "a3/index.html" in changed and "a2/index.html" not in changed,
               "again: one guide changes", f"{changed}")
        os.chmod(site.at("public/a1/index.md"), 0o600)
        site.build()
        tap.same(os.stat(site.at("public/a1/index.md")).st_mode & 0o777, 0o644, "again: modes are looked at")


def replaced(path):
    """Another file with the same bytes, mode and time."""
    shutil.copy2(path, path + ".x")
    os.rename(path + ".x", path)


def appended(path):
    with open(path, "ab") as f:
        f.write(b"#")


def new_price(site):
    """Changes figures of all guides."""
    path = "pricing/acme-runs.yaml"
    text, n = re.subn(r"(north: )([\d.]+ USD)", r"\g<1>1\g<2>", site.read(path), count=1)
    assert n == 1
    site.write(path, text)


def links(site):
    """How many names the files of a guide have, and those of its kind in the other tree."""
    return {os.stat(site.at(tree, f"a4/{name}")).st_nlink for tree in ("public", ".public.new") for name in ("index.html", "index.md")}


def test_turns(tap, program):
    """Two trees that take turns, and what may happen to either meanwhile: with files in both, and with files of their own."""
    for own in (False, True):
        turns(tap, program, own)


def turns(tap, program, own):
    with project.temp() as temp:
        site = Site(program, os.path.join(temp, "site"), os.path.join(HERE, "acme"), public=False)
        for i in range(5):
            shutil.copytree(site.at("content/acme"), site.at(f"content/a{i}"))
        hidden, public = (lambda name: site.at(".public.new", name)), (lambda name: site.at("public", name))

        def replaced_both():
            """A file of its own in either tree, and a build that has nothing to do but to see it."""
            replaced(public("a4/index.html"))
            site.build("--no-sync")
            appended(hidden("a4/index.html"))

        def forgotten():
            """A hidden tree that was being written to when all stopped."""
            appended(hidden("a4/index.md"))
            os.chmod(hidden(""), 0o700)

        meanwhile = {
            "the first turn": lambda: None,
            "nothing": lambda: None,
            "a hidden file of both trees written to": lambda: appended(hidden("a4/index.md")),
            "a hidden file that differs written to": lambda: appended(hidden("a2/index.md")),
            "a hidden file more": lambda: appended(hidden("a3/more")),
            "a hidden file less": lambda: os.remove(hidden("a3/index.md")),
            "a hidden file replaced": lambda: replaced(hidden("a3/index.md")),
            "a hidden file of another mode": lambda: os.chmod(hidden("a3/index.md"), 0o600),
            "a hidden directory of another mode": lambda: os.chmod(hidden("a3"), 0o700),
            "a published file replaced": lambda: replaced(public("a4/index.md")),
            "a published file written to": lambda: appended(public("a4/index.md")),
            "a file replaced, then another in its place": replaced_both,
            "a build that was killed": forgotten,
            "a price of all": lambda: new_price(site),
            "a build with mistakes": lambda: (site.write("content/a1/index.md", "no front matter\n"), site.build(),
                                              site.write("content/a1/index.md", site.read("content/acme/index.md"))),
        }
        name = "again: in turns, files of their own" if own else "again: in turns"
        site.build("--no-sync")
        if own:
            for _ in range(2):
                time.sleep(1.05)
                new_price(site)
                site.build("--no-sync")
            tap.same(links(site), {1}, f"{name}: they are")
        for i, (what, change) in enumerate(meanwhile.items()):
            time.sleep(1.05)
            change()
            path = f"content/a{i % 2 * 2}/index.md"
            site.write(path, site.read(path) + "\nA word.\n")
            r = site.build("--no-sync")
            rc, err, want = build_clean(site, os.path.join(temp, "clean"))
            wrong = differing(tree(site.at("public")), want)
            tap.ok(r.rc == rc == 0 and not wrong, f"{name}: {what}", f"{r.err} {err} {wrong}")


def back_in_time(path, change):
    """A change that leaves the time of a directory as it was."""
    st = os.stat(path)
    change()
    os.utime(path, ns=(st.st_atime_ns, st.st_mtime_ns))


def test_shape(tap, program):
    """The names of a published tree that nobody touched are known; what has come or gone is seen, whatever the next build has to do."""
    with project.temp() as temp:
        site = Site(program, os.path.join(temp, "site"), os.path.join(HERE, "acme"), public=False)
        for i in range(3):
            shutil.copytree(site.at("content/acme"), site.at(f"content/a{i}"))
        public = lambda name: site.at("public", name)

        def put(name):
            os.makedirs(os.path.dirname(public(name)), exist_ok=True)
            with open(public(name), "w", encoding="utf-8") as f:
                f.write("not ours\n")

        def less_listed():
            """A file that the manifest says nothing of is not ours."""
            text = site.read("public/manifest.json")
            site.write("public/manifest.json", text.replace('    "a1/index.md",\n', ""))

        meanwhile = {
            "nothing": lambda: None,
            "a file more": lambda: put("more.txt"),
            "a file more and an old time": lambda: back_in_time(public("."), lambda: put("older.txt")),
            "a file more beside a guide": lambda: put("a0/more.txt"),
            "the same and an old time": lambda: back_in_time(public("a0"), lambda: put("a0/older.txt")),
            "a directory more": lambda: put("deep/below/more.txt"),
            "a file less": lambda: os.remove(public("a1/index.md")),
            "a directory less": lambda: shutil.rmtree(public("a1")),
            "a directory of another name": lambda: os.rename(public("a1"), public("a9")),
            "a file replaced": lambda: replaced(public("a1/index.md")),
            "a directory replaced": lambda: (os.rename(public("a1"), public("x")), shutil.copytree(public("x"), public("a1")),
                                             shutil.rmtree(public("x"))),
            "a link in place of a file": lambda: (os.remove(public("a1/index.md")), os.symlink("index.html", public("a1/index.md"))),
            "a directory of another mode": lambda: os.chmod(public("a1"), 0o700),
            "no manifest line": less_listed,
        }
        for change_too in (False, True):
            for i, (what, change) in enumerate(meanwhile.items()):
                path = f"content/a{i % 2 * 2}/index.md"
                afresh(site)
                change()
                foreign = {n: b for n, b in tree(public(".")).items() if b == b"not ours\n" or n.startswith("a9/")}
                if change_too:
                    site.write(path, site.read(path) + "\nA word.\n")
                r = site.build("--no-sync")
                rc, err, want = build_clean(site, os.path.join(temp, "clean"))
                if what == "no manifest line":
                    tap.ok("publish-foreign" in r.err, f"again: shape: {what}", r.err)
                    continue
                wrong = differing(tree(public(".")), {**want, **foreign})
                tap.ok(r.rc == rc == 0 and not wrong,
                       f"again: shape{', one guide changes' * change_too}: {what}", f"{r.err} {err} {wrong}")
        afresh(site)
        tap.none(listed(site, os.path.join(temp, "trace")), "again: shape: those that are known are not listed")


def afresh(site):
    """A site that was just published, and built twice since."""
    for name in ("public", ".public.new"):
        shutil.rmtree(site.at(name), ignore_errors=True)
    for _ in range(3):
        site.build("--no-sync")
        time.sleep(0.03)


def listed(site, trace):
    """Directories that a build with nothing to do reads, of those that are published; none where it cannot be told."""
    if not shutil.which("strace"):
        return []
    subprocess.run(["strace", "-f", "-y", "-qq", "-e", "trace=getdents64", "-o", trace, os.path.abspath(site.program.path), "build"],
                   cwd=site.dir, capture_output=True)
    if not os.path.exists(trace):
        return []
    with open(trace, encoding="utf-8") as f:
        return [line for line in f if "/public" in line]


def test_own(tap, program):
    """Files of their own in both trees, more than one worker brings over: what is the same keeps its time, and what somebody
    reads its bytes."""
    with project.temp() as temp:
        site = Site(program, temp, os.path.join(HERE, "acme"), public=False)
        for i in range(40):
            shutil.copytree(site.at("content/acme"), site.at(f"content/a{i}"))
        site.build()
        with open(site.at("public/a4/index.html"), "rb") as reader:
            before = open(site.at("public/a4/index.html"), "rb").read()
            inode = os.fstat(reader.fileno()).st_ino
            for i in range(3):
                time.sleep(1.05)
                new_price(site)
                site.build()
            tap.ok(reader.read() == before, "again: what is read is not written to")
            trees = [os.stat(site.at(t, "a4/index.html")).st_ino for t in ("public", ".public.new")]
            tap.ok(inode not in trees, "again: what is read is another file")
        before = tree(site.at("public"))
        times = []
        for i in range(3):
            time.sleep(1.05)
            site.write("content/a0/index.md", site.read("content/a0/index.md") + "\nA word.\n")
            site.build()
            times.append(os.stat(site.at("public/a4/index.html")).st_mtime_ns)
        changed = differing(before, tree(site.at("public")))
        tap.ok(changed and not any("a4/" in name for name in changed), "again: a copy is what it is a copy of", f"{changed}")
        tap.ok(len(set(times)) == 1, "again: a copy has the time of what it is a copy of", f"{times}")
        tap.same(links(site), {1}, "again: and is a file of its own")


def test_at_once(tap, program):
    """Builds of a large site right behind each other: what was in service a moment ago is not written over."""
    with project.temp() as temp:
        site = Site(program, os.path.join(temp, "site"), os.path.join(HERE, "acme"), public=False)
        text, guide = site.read("content/acme/index.md"), site.read("content/acme/guide.yaml")
        front = re.match(r"(?s)---\n.*?\n---\n", text).group()
        for i in range(700):
            site.write(f"content/b{i}/index.md", front + f"\nIt is {{{{cost.runs.base.total}}}}, {i}.\n")
            site.write(f"content/b{i}/guide.yaml", guide)
        for _ in range(2):
            site.build("--no-sync")
            new_price(site)
            time.sleep(1.05)
        site.build("--no-sync")
        wrong, over = [], 0
        for i in range(6):
            path = f"content/b{i}/index.md"
            site.write(path, site.read(path) + "\nA word.\n")
            if i == 4:
                new_price(site)  # too many to be replaced: that is waited for
            top = os.open(site.at("public"), os.O_RDONLY)
            began = time.monotonic()
            site.build("--no-sync")
            files = [f"b{k}/index.html" for k in range(i + 1)]
            before = [os.stat(f, dir_fd=top) for f in files]
            site.write("content/b9/index.md", site.read("content/b9/index.md") + "\nA word.\n")
            r = site.build("--no-sync")
            after = [os.stat(f, dir_fd=top) for f in files]
            os.close(top)
            if time.monotonic() - began < 1:
                over += sum(a.st_ino == b.st_ino and a.st_mtime_ns != b.st_mtime_ns for a, b in zip(before, after))
            rc, err, want = build_clean(site, os.path.join(temp, "clean"))
            wrong += [r.err + err] if r.rc or rc else differing(tree(site.at("public")), want)
        tap.none(wrong, "again: builds of a large site at once")
        tap.same(over, 0, "again: and no file is written over that was published a moment ago")


def test_cache_cut(tap, program):
    """A cache cut anywhere, or with any bit turned, is none."""
    with project.temp() as temp:
        site = Site(program, temp, os.path.join(HERE, "acme"), public=False)
        site.build()
        want = tree(site.at("public"))
        path = site.at(".public.cache")
        with open(path, "rb") as f:
            good = f.read()
        rnd = random.Random(3)
        n = 200 if os.environ.get("BREAKEVEN_LONG") else 12
        wrong = []
        for i in range(n):
            bad = bytearray(good)
            if i % 2:
                bad = bad[:len(bad) * i // n]
            else:
                bad[rnd.randrange(len(bad))] ^= 1 << rnd.randrange(8)
            with open(path, "wb") as f:
                f.write(bad)
            r = site.build("--no-sync")
            if r.rc or differing(want, tree(site.at("public"))):
                wrong.append(f"{i}: {r.rc} {r.err}")
        tap.none(wrong, f"again: a damaged cache, {n} ways")
        for kind in ("link", "fifo", "directory"):
            os.remove(path)
            (os.symlink("/etc/passwd", path) if kind == "link" else
             os.mkfifo(path) if kind == "fifo" else os.mkdir(path))
            site.write("content/acme/index.md", site.read("content/acme/index.md") + "\nA word.\n")
            r = site.build(timeout=20)
            tap.same(r.rc, 0, f"again: a {kind} in place of the cache")
            if kind == "directory":
                os.rmdir(path)

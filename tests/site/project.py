"""A site in a directory of its own, and what its build left there."""
import json
import os
import re
import shutil
import tempfile
from html.parser import HTMLParser

from program import ROOT, environment

HERE = os.path.dirname(os.path.abspath(__file__))
GUIDE = "which-deployment"
PARTS = ("content", "pricing", "templates", "public")


def beside(path):
    """What builds keep in a directory for the next ones."""
    return [n for n in os.listdir(path) if re.fullmatch(r"\.\w+\.(new|cache)", n)]


def temp():
    """A directory that goes when it is left, as a context."""
    return tempfile.TemporaryDirectory(prefix="breakeven-site-")


def make_writable(path):
    for at, dirs, _ in os.walk(path):
        for d in dirs:
            os.chmod(os.path.join(at, d), 0o755)


class Site:
    """A copy of a site below `path`: the repository's, or a folder of this one.

    Of the repository's guides only one comes along, unless all are asked for;
    its links to the others are then turned to itself.
    """

    def __init__(self, program, path, source=ROOT, public=True, everything=False, guide=GUIDE):
        self.program = program
        self.dir = path
        self.guide = guide
        os.makedirs(path, exist_ok=True)
        for part in PARTS:
            if os.path.isdir(os.path.join(source, part)) and (public or part != "public"):
                shutil.copytree(os.path.join(source, part), self.at(part))
        if source == ROOT and not everything:
            self.leave_out()
        if not os.path.isdir(self.at("templates")):
            shutil.copytree(os.path.join(ROOT, "templates"), self.at("templates"))

    def leave_out(self):
        for name in os.listdir(self.at("content")):
            if name != self.guide and os.path.isdir(self.at("content", name)):
                shutil.rmtree(self.at("content", name))
        page = f"content/{self.guide}/index.md"
        self.write(page, self.turned(self.read(page)))

    def turned(self, text):
        return re.sub(r"\]\(\.\./[a-z0-9-]+/", f"](../{self.guide}/", text)

    def restore(self, path):
        """The repository's file again."""
        with open(os.path.join(ROOT, path), encoding="utf-8") as f:
            self.write(path, self.turned(f.read()))

    def at(self, *path):
        return os.path.join(self.dir, *path)

    def run(self, *args, **more):
        more.setdefault("cwd", self.dir)
        return self.program.run(*args, **more)

    def build(self, *args, **more):
        return self.run("build", *args, **more)

    def read(self, path):
        with open(self.at(path), encoding="utf-8") as f:
            return f.read()

    def write(self, path, text):
        os.makedirs(os.path.dirname(self.at(path)), exist_ok=True)
        with open(self.at(path), "w", encoding="utf-8") as f:
            f.write(text)

    def edit(self, path, old, new, count=1):
        text = self.read(path)
        assert old in text, f"{path} does not hold {old!r}"
        self.write(path, text.replace(old, new, count))

    def json(self, path):
        return json.loads(self.read(path))

    def figures(self, guide=""):
        """By full id."""
        return {f["id"]: f for f in self.json(os.path.join("public", guide, "figures.json"))["figures"]}

    def guides(self):
        """Published ones; the page about the arithmetic is none."""
        return sorted(d for d in os.listdir(self.at("public"))
                      if d != "arithmetic" and os.path.exists(self.at("public", d, "figures.json")))

    def cost(self, option, scenario, *args):
        """The bill as JSON, or None where there is none."""
        r = self.run("cost", "--option", option, "--scenario", scenario, "--format", "json", *args)
        return json.loads(r.out) if r.rc == 0 else None


def tree(path):
    """The bytes of all files below `path`."""
    found = {}
    for at, _, files in os.walk(path):
        for name in files:
            full = os.path.join(at, name)
            with open(full, "rb") as f:
                found[os.path.relpath(full, path)] = f.read()
    return found


def state(path):
    """What a write would change: bytes, modes, times, links, of all that is below."""
    found = {}
    for at, dirs, files in os.walk(path):
        for name in dirs + files + ["."]:
            full = os.path.join(at, name)
            st = os.lstat(full)
            data = b""
            if os.path.isfile(full) and not os.path.islink(full):
                with open(full, "rb") as f:
                    data = f.read()
            found[os.path.relpath(full, path)] = (st.st_mode, st.st_mtime_ns, st.st_ino, data)
    return found


def differing(a, b):
    """Names of what two trees or states do not share."""
    return sorted(k for k in set(a) | set(b) if a.get(k) != b.get(k))


class Page(HTMLParser):
    """Figures of a page: (id, value or None, text), and its visible text."""

    VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.figures = []
        self.open = []  # [tag, id or None, value, text]
        self.ids = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if "id" in a:
            self.ids.append(a["id"])
        if tag not in self.VOID:
            figure = None
            if a.get("class", "").split()[:1] == ["fig"]:
                opens = a.get("popovertarget") or a["href"][1:]
                figure = opens[len("fig-") :]
            self.open.append([tag, figure, a.get("value"), ""])

    def handle_endtag(self, tag):
        while self.open:
            found = self.open.pop()
            if found[1] is not None:
                self.figures.append((found[1], found[2], found[3]))
            if self.open:
                self.open[-1][3] += found[3]
            if found[0] == tag:
                return

    def handle_data(self, data):
        if self.open:
            self.open[-1][3] += data


COMMENT = re.compile(r"<!-- figures: ([^>]*?) ?-->")


def markdown_chunks(text):
    """(text, ids) for each comment of figures: what stands between it and the one before."""
    at = 0
    for m in COMMENT.finditer(text):
        yield text[at : m.start()], m.group(1).split()
        at = m.end()


def plain(text):
    """Markdown as a reader sees it: no escapes, one kind of space."""
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"[\s\u00a0]+", " ", text)


def tables(text):
    """Tables of a Markdown text: lists of rows of cells, without the line of dashes."""
    found, rows = [], []
    for line in text.splitlines() + [""]:
        if line.startswith("|"):
            cells = [c.strip() for c in re.split(r"(?<!\\)\|", line)[1:-1]]
            if not all(re.fullmatch(r":?-+:?", c) for c in cells):
                rows.append(cells)
        elif rows:
            found.append(rows)
            rows = []
    return found

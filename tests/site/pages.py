"""The pages of the site: where links lead, how they grow, what the search knows."""
import gzip
import html
import json
import os
import posixpath
import re
import shutil
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import project
from project import Site, tree

MANY = 430  # guides: three pages of the list
WEIGHT = 60_000  # [byte] of a page with all it needs, compressed
TITLE = 70  # characters of what a browser calls a page
FILE = 100_000  # [byte] of a file of the search


class Document(HTMLParser):
    """Ids, links, and what is loaded before anything is asked for."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.needs = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.add(attrs["id"])
        for key in ("href", "src"):
            if key in attrs:
                self.links.append(attrs[key])
                if tag == "script" or attrs.get("rel") == "stylesheet":
                    self.needs.append(attrs[key])


class Pages:
    """All of a built site that can be linked to."""

    def __init__(self, site):
        self.site = site
        self.files = set(tree(site.at("public")))
        self.html = {f: Document(site.read(f"public/{f}")) for f in self.files if f.endswith(".html")}

    def wrong(self, page, link):
        """What is wrong with a link of a page, or None."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        if page == "404.html":
            if parts.path and not parts.path.startswith("/"):
                return "does not start at the root"
            path = parts.path.lstrip("/") or page
        else:
            if parts.path.startswith("/"):
                return "starts at the root"
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
        if path not in self.files:
            return "leads nowhere"
        if parts.fragment and path in self.html and unquote(parts.fragment) not in self.html[path].ids:
            return "has an anchor that is not there"
        return None

    def broken(self):
        return [f"{p}: {link} {why}" for p, doc in sorted(self.html.items()) for link in doc.links
                if (why := self.wrong(p, link))]

    def broken_markdown(self):
        """Links of the Markdown; anchors are GitHub's own there."""
        out = []
        for f in sorted(self.files):
            if not f.endswith(".md"):
                continue
            text = re.sub(r"^```.*?^```", "", self.site.read(f"public/{f}"), flags=re.S | re.M)
            for link in re.findall(r"\]\(([^)\s]+)\)", text):
                parts = urlsplit(link)
                path = posixpath.normpath(posixpath.join(posixpath.dirname(f), unquote(parts.path)))
                if not parts.scheme and parts.path and path not in self.files:
                    out.append(f"{f}: {link}")
        return out

    def weight(self, page):
        """A page, its styles, and the scripts it loads by itself, each compressed."""
        paths = [page, *(posixpath.normpath(posixpath.join(posixpath.dirname(page), n)).lstrip("/") for n in self.html[page].needs)]
        total = 0
        for path in paths:
            with open(self.site.at("public", path), "rb") as f:
                total += len(gzip.compress(f.read(), 9, mtime=0))
        return total


def index_of(site):
    """(index, files of words, records) of the search."""
    def read(name):
        text = site.read(f"public/assets/search/{name}.js")
        return json.loads("[" + text[text.index("(") + 1 : text.rindex(")")] + "]")

    index = read("index")[0]
    words = [read(f"w{i}")[1] for i in range(len(index["words"]))]
    count = -(-index["records"] // index["file"])
    return index, words, [r for i in range(count) for r in read(f"r{i}")[1]]


def check_search(tap, site, pages, name):
    index, words, records = index_of(site)
    tap.same(len(records), index["records"], f"pages: {name}: the search has the records it says")
    tap.none([r[0] for r in records if pages.wrong("index.html", r[0])], f"pages: {name}: each leads somewhere")
    tap.same([w[0][0] for w in words], index["words"], f"pages: {name}: files of words start as the index says")
    flat = [w for file in words for w in file]
    tap.ok([w[0] for w in flat] == sorted({w[0] for w in flat}), f"pages: {name}: words are sorted, each once")
    out = []
    for word, *places in flat:
        for numbers in places:
            at = 0
            for i, step in enumerate(numbers):
                at += step
                if at >= len(records) or (i and step <= 0):
                    out.append(f"{word}: {numbers[:9]}")
    tap.none(out, f"pages: {name}: words name records, in order")
    titled = {r[0]: set(re.findall(r"[0-9a-z]+", (r[2] or r[1]).lower())) for r in records}
    lost = [(r, w) for r, ws in titled.items() for w in ws if w not in {f[0] for f in flat}]
    tap.none(lost, f"pages: {name}: every word of a title or heading is known")
    large = [(f, os.path.getsize(site.at("public", f))) for f in pages.files
             if f.startswith("assets/search/") and os.path.getsize(site.at("public", f)) > FILE]
    tap.none(large, f"pages: {name}: no file of the search is larger than {FILE} bytes")
    return flat, records


def test_ours(tap, program):
    """The site of this repository."""
    with project.temp() as temp:
        site = Site(program, temp, public=False, everything=True)
        r = site.build()
        tap.ok(r.rc == 0, "pages: our site builds", r.err)
        pages = Pages(site)
        tap.none(pages.broken(), "pages: every link and anchor leads somewhere")
        tap.none(pages.broken_markdown(), "pages: every link of the Markdown leads to a file")
        tap.none([(p, pages.weight(p)) for p in pages.html if pages.weight(p) > WEIGHT],
                 f"pages: each page and all it loads by itself is below {WEIGHT} bytes compressed")
        check_search(tap, site, pages, "our site")
        for service in os.listdir(site.at("pricing")):
            name = service[: -len(".yaml")]
            tap.ok(f"services/{name}/index.html" in pages.html and f"services/{name}/index.md" in pages.files,
                   f"pages: {name} has a page")


def test_few(tap, program):
    """No guide, one, and names without end."""
    long = "w" * 300
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        for d in os.listdir(site.at("content")):
            if os.path.isdir(site.at("content", d)):
                shutil.rmtree(site.at("content", d))
        for name, guides in (("no guide", []), ("one guide", ["One"]), ("long names", [long, "many words " * 40])):
            for i, title in enumerate(guides):
                site.write(f"content/g{i}/index.md", f"---\ntitle: {title}\ndescription: {title}\n---\n\n## {title}\n\n{title}\n")
            r = site.build()
            tap.ok(r.rc == 0, f"pages: {name}: the site builds", r.err)
            pages = Pages(site)
            tap.none(pages.broken() + pages.broken_markdown(), f"pages: {name}: every link leads somewhere")
            said = ["There is no guide yet" in site.read(f"public/{f}") for f in ("index.html", "guides/index.html")]
            tap.same(said, [not guides] * 2, f"pages: {name}: the home page and the list say so where there is none")
            titles = {f: re.search("<title>(.*)</title>", site.read(f"public/{f}"))[1] for f in pages.html}
            tap.none([t for t in titles.items() if not 0 < len(html.unescape(t[1])) <= TITLE],
                     f"pages: {name}: no page is called more than {TITLE} characters in its head")
            tap.none([r for r in index_of(site)[2] if pages.wrong("index.html", r[0])],
                     f"pages: {name}: what the search finds is there")


def guide(i):
    return (f"---\ntitle: Guide {i:04}\ndescription: About thing {i}.\norder: {i}\n---\n\n"
            f"Words of guide{i}.\n\n## Common heading\n\nMore words.\n\n## Only in {i}: kernel{i}\n\nText.\n")


def test_many(tap, program):
    """Many guides: no page lists them all, and the search stays in bounds."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        for d in os.listdir(site.at("content")):
            if os.path.isdir(site.at("content", d)):
                shutil.rmtree(site.at("content", d))
        sizes = {}
        for count in (20, MANY):
            for i in range(count):
                site.write(f"content/g{i:04}/index.md", guide(i))
            r = site.build()
            tap.ok(r.rc == 0, f"pages: {count} guides build", r.err)
            pages = Pages(site)
            sizes[count] = {f: os.path.getsize(site.at("public", f)) for f in pages.files}
        tap.none(pages.broken(), "pages: every link of many guides leads somewhere")
        tap.none(pages.broken_markdown(), "pages: and of their Markdown")
        middle = "g0010/index.html"
        tap.ok(abs(sizes[20][middle] - sizes[MANY][middle]) < 50, "pages: a guide's page does not grow with the site",
               f"{sizes[20][middle]} of 20, {sizes[MANY][middle]} of {MANY}")
        links = set(pages.html[middle].links)
        tap.ok({"../g0009/index.html", "../g0011/index.html", "../index.html"} <= links and
               "../guides/index.html#guide-g0010" in links, "pages: it links home, the list, and its neighbours")
        home = [x for x in pages.html["index.html"].links if re.match(r"g\d+/", x)]
        tap.same(len(home), 12, "pages: the home page shows the first twelve")
        shards = sorted(f for f in pages.files if f.startswith("guides/"))
        tap.same(shards, ["guides/2.html", "guides/3.html", "guides/index.html"], "pages: the list is in three pages")
        listed = [x for f in ("guides/index.html", "guides/2.html", "guides/3.html")
                  for x in pages.html[f].links if re.match(r"\.\./g\d+/", x)]
        tap.same(listed, [f"../g{i:04}/index.html" for i in range(MANY)], "pages: with each guide once, in order")
        flat, records = check_search(tap, site, pages, f"{MANY} guides")
        by = {w[0]: w for w in flat}
        found = records[by["kernel77"][2][0]]
        tap.same(found[2], "Only in 77: kernel77", "pages: a heading of one of many guides is found")
        tap.ok(max(len(p) for w in flat for p in w[1:]) <= 400, "pages: a word that is everywhere lists a bounded number")

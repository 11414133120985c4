"""Guides that compute nothing."""
import re

import consistent
import project
from project import Page, Site

WORDS = """---
title: Words only
description: Nothing is computed here.
order: 2
---

Some words, `{{braces}}` in code, and a fence:

```javascript
const x = `{{literal}}`;
```

| a | b |
|---|---|
| 1 | 2 |
"""


def test_plain(tap, program):
    for name, yaml in (("without guide.yaml", None), ("with an empty guide.yaml", ""),
                       ("with a guide.yaml of comments", "# nothing\n\n"),
                       ("with a guide.yaml of {}", "{}\n")):
        with project.temp() as temp:
            site = Site(program, temp, public=False)
            site.write("content/words/index.md", WORDS)
            if yaml is not None:
                site.write("content/words/guide.yaml", yaml)
            r = site.build()
            tap.ok(r.rc == 0, f"plain: a guide {name} builds", r.err)
            tap.same(re.findall(r"(?:warning|error): .*", r.err), [], f"plain: {name}, without a word said")
            if r.rc == 0 and yaml is None:
                looks(tap, site)
            r = site.run("check")
            tap.same((r.rc, r.out, r.err), (0, "", ""), f"plain: {name}, it is fresh then")


def looks(tap, site):
    md, html = site.read("public/words/index.md"), site.read("public/words/index.html")
    tap.same(site.json("public/words/figures.json")["figures"], [], "plain: it has no figures")
    tap.same(Page(html).figures, [], "plain: nor in HTML")
    tap.ok("<!-- figures" not in md, "plain: nor in Markdown")
    tap.ok("`{{braces}}`" in md and "{{literal}}" in md and "{{literal}}" in html,
           "plain: braces in code stay as they are")
    tap.ok(not re.search(r"<(ol|ul|tbody)>\s*</\1>", html), "plain: no list of its page is empty",
           re.findall(r".*\n.*<(?:ol|ul|tbody)>\s*</.*", html))
    home = site.read("public/index.html")
    entry = next(e for e in home.split('<section class="entry">') if "Words only" in e)
    tap.ok("scenario's needs" not in entry and not re.search(r"<(ul|tbody)[^>]*>\s*</\1>", entry),
           "plain: the home page makes no promise of scenarios for it, and no empty table", entry[:900])
    tap.ok("Words only" in site.read("public/which-deployment/index.html"), "plain: the other guide links to it")
    order = [m for m in re.findall(r'<h2><a href="([^"/]*)/', home)]
    tap.same(order, ["which-deployment", "words"], "plain: `order` decides the order")
    consistent.check(tap, site, "plain")


def test_alone(tap, program):
    """A site of words only, and one without guides."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        import shutil
        shutil.rmtree(site.at("content/which-deployment"))
        site.write("content/words/index.md", WORDS)
        r = site.build()
        tap.ok(r.rc == 0, "plain: a site of one such guide builds", r.err)
        shutil.rmtree(site.at("content/words"))
        r = site.build()
        tap.ok(r.rc == 0, "plain: a site without guides builds", r.err)
        found = set(project.tree(site.at("public")))
        tap.ok({"figures.json", "index.html", "manifest.json"} <= found and not [f for f in found if "words" in f],
               "plain: to a home page", f"{sorted(found)}")
        r = site.run("crossings")
        tap.ok(r.rc == 2 and r.err, "plain: which has no crossings", f"{r}")

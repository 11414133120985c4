#!/usr/bin/env python3
"""The corpus as a site for Hugo, the peer: the same Markdown, with tables and
figures that a template renders from data files, without arithmetic.

    hugo.py SITE OUT

SITE was made by corpus.py and built; its figures become the data.
"""
import json
import pathlib
import re
import sys

CONFIG = """\
baseURL = "https://example.org/"
title = "Bench"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
"""
BASE = """\
<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>{{ .Title }}</title><meta name="description" content="{{ .Description }}">
</head><body><main><h1>{{ .Title }}</h1><p>{{ .Description }}</p>
{{ .Content }}
<p>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>
</main></body></html>
"""
HOME = """\
<!DOCTYPE html><html lang="en"><head><title>{{ .Title }}</title></head><body>
<ul>{{ range first 200 .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
</body></html>
"""
TABLE = """\
{{ $t := index (index .Site.Data .Page.File.ContentBaseName) "tables" }}{{ $t = index $t (int (.Get 0)) }}
<table><caption>{{ $t.caption }}</caption><thead><tr>{{ range $t.head }}<th>{{ . }}</th>{{ end }}</tr></thead>
<tbody>{{ range $t.rows }}<tr>{{ range . }}<td>{{ . }}</td>{{ end }}</tr>{{ end }}</tbody></table>
"""
FIGURE = """{{ index (index (index .Site.Data .Page.File.ContentBaseName) "figures") (.Get 0) }}"""

BLOCK = re.compile(r"```breakeven table\n(.*?)```\n", re.S)


def table(body, figures):
    scenario = re.search(r"scenario: (\S+)", body)[1]
    rows = re.search(r"requests: \[(.*?)\]", body)[1].split(", ")
    return {"caption": re.search(r"caption: (.*)", body)[1],
            "head": ["Requests per month", "Function", "Task"],
            "rows": [[r] + [figures.get(f"cost.{o}.{scenario}.total@requests={r}")
                            or figures[f"cost.{o}.{scenario}.total"]
                            for o in ("function", "task")] for r in rows]}


def convert(site, out, name):
    text = (site / "content" / name / "index.md").read_text()
    listed = json.loads((site / "public" / name / "figures.json").read_text())
    figures = {f["id"].split("/", 1)[1]: f["display"] for f in listed["figures"]}
    tables = []

    def block(match):
        tables.append(table(match[1], figures))
        return '{{< table "%d" >}}\n' % (len(tables) - 1)

    text = BLOCK.sub(block, text)
    text = re.sub(r"\{\{([\w.]+)\}\}", r'{{< fig "\1" >}}', text)
    text = re.sub(r"^order:", "weight:", text, count=1, flags=re.M)
    (out / "content/guides" / (name + ".md")).write_text(text)
    (out / "data" / (name + ".json")).write_text(json.dumps({"tables": tables, "figures": figures}))


def main(site, out):
    site, out = pathlib.Path(site), pathlib.Path(out)
    for part in ("content/guides", "data", "layouts/_default", "layouts/shortcodes"):
        (out / part).mkdir(parents=True)
    (out / "config.toml").write_text(CONFIG)
    (out / "layouts/_default/single.html").write_text(BASE)
    (out / "layouts/_default/list.html").write_text(HOME)
    (out / "layouts/index.html").write_text(HOME)
    (out / "layouts/shortcodes/table.html").write_text(TABLE)
    (out / "layouts/shortcodes/fig.html").write_text(FIGURE)
    for path in sorted((site / "content").iterdir()):
        if path.is_dir():
            convert(site, out, path.name)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

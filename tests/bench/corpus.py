#!/usr/bin/env python3
"""A site of N guides made from a seed, for the benchmark.

    corpus.py SEED N DIR

Each guide has 10 KB of Markdown: front matter, prose with inline figures,
lists, code, a typed table, and four computed tables of 5 rows x 2 options over
scenarios of its own.  Prices and templates are those of this repository.  The
same seed makes the same bytes.
"""
import pathlib
import random
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent.parent
SIZE = 10 * 1024  # [byte] of Markdown, at least
COMMON = "aws-lambda"  # in every guide
RARE, EVERY = "aws-public-ipv4", 100  # in one of so many
WORDS = """a the of to and in that it for on as with at by from than one two
service request month memory task function container image deployment latency
limit price tier team region queue worker gateway balancer start answer client
traffic peak hour cost bill account budget storage network release version
change small large first second cheap slow quick steady idle busy long short
runs waits grows stays holds needs keeps moves fails serves reads writes pays
costs takes gives asks means when while because before after until under over
often always seldom never most many few each every other same own""".split()

GUIDE = """\
options:
  function:
    name: Function
    use:
      aws-lambda: {{memory: {memory} MB}}
      aws-api-gateway-http: {{}}
  task:
    name: Task
    use:
      aws-fargate: {{vcpu: {vcpu}, memory: {task} GB, tasks: "max(1, ceil(requests / ({per} request/month)))"}}
      aws-alb: {{lcu: 1}}
{more}scenarios:
  base:
    name: Base workload
    requests: {requests}
    duration: {duration} ms
  busy:
    name: Busy season
    requests: {busy}
    duration: {slow} ms
crossings: {{scenario: base, axis: requests, from: 0, to: 10000000}}
"""

TABLE = """\
```breakeven table
scenario: {scenario}
rows: {{requests: [{rows}]}}
columns: [function, task]
caption: {caption}
```
"""

FIGURES = [
    "cost.function.base.total", "cost.task.base.total", "winner.base",
    "cost.function.busy.total", "cost.task.busy.total", "input.base.requests",
    "input.base.duration", "crossings.function.task.first",
]


def sentence(r):
    words = [r.choice(WORDS) for _ in range(r.randint(6, 16))]
    if r.random() < 0.2:
        words[r.randrange(len(words))] = "*%s*" % r.choice(WORDS)
    if r.random() < 0.1:
        words[r.randrange(len(words))] = "`%s`" % r.choice(WORDS)
    words[0] = words[0].strip("*`").capitalize()
    return " ".join(words) + "."


def plain(r):
    return sentence(r).replace("*", "").replace("`", "")


def paragraph(r, figure=None):
    text = [sentence(r) for _ in range(r.randint(3, 6))]
    if figure:
        text.insert(1, "There it is {{%s}}." % figure)
    return " ".join(text) + "\n"


def table(r, i):
    low = sorted(r.sample(range(1, 200), 5))
    rows = ", ".join(str(n * 10 ** (2 + i)) for n in low)
    return TABLE.format(scenario="base" if i % 2 == 0 else "busy", rows=rows,
                        caption=" ".join(r.choice(WORDS) for _ in range(4)))


def typed(r):
    rows = ["| %s | %s | %s |\n" % (r.choice(WORDS), r.choice(WORDS),
                                   r.choice(WORDS)) for _ in range(4)]
    return "| What | Where | How |\n|---|---|---|\n" + "".join(rows)


def listing(r):
    return "".join("- %s\n" % sentence(r) for _ in range(4))


def code(r):
    lines = ["%s(%s, \"%s\")\n" % (r.choice(WORDS), r.choice(WORDS),
                                  r.choice(WORDS)) for _ in range(5)]
    return "```python\n" + "".join(lines) + "```\n"


def guide_text(r, i):
    title = "%s %s %d" % (r.choice(WORDS).capitalize(), r.choice(WORDS), i)
    parts = ["---\ntitle: %s\ndescription: %s\norder: %d\n---\n"
             % (title, plain(r), i)]
    figures = list(FIGURES)
    extras = [typed, listing, code, listing]
    for k in range(4):
        parts.append("## %s %d\n" % (sentence(r).rstrip("."), k + 1))
        parts.append(paragraph(r, figures.pop(0)))
        parts.append(table(r, k))
        parts.append(paragraph(r, figures.pop(0)))
        parts.append(extras[k](r))
    text = "\n".join(parts)
    while len(text) < SIZE:
        text += "\n" + paragraph(r)
    return text


def guide_yaml(r, i):
    more = "      %s: {addresses: 2}\n" % RARE if i % EVERY == 0 else ""
    return GUIDE.format(more=more, memory=r.choice([512, 1024, 2048]),
                        vcpu=r.choice(["0.5", "1"]), task=r.choice([2, 3, 4]),
                        per=r.choice([250000, 1000000]),
                        requests=r.randint(1, 400) * 1000,
                        busy=r.randint(1, 40) * 100000,
                        duration=r.randint(1, 50) * 100,
                        slow=r.randint(1, 50) * 50)


def name(i):
    return "guide-%05d" % i


def main(seed, n, out):
    out = pathlib.Path(out)
    for part in ("pricing", "templates"):
        shutil.copytree(HERE / part, out / part)
    (out / "content").mkdir()
    (out / "content/site.yaml").write_text(
        "title: Bench\ndescription: A site made from a seed.\n"
        "region: us-east-1\nfree_tier: none\n")
    for i in range(n):
        r = random.Random("%s/%d" % (seed, i))
        path = out / "content" / name(i)
        path.mkdir()
        (path / "guide.yaml").write_text(guide_yaml(r, i))
        (path / "index.md").write_text(guide_text(r, i))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])

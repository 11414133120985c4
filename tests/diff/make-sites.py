#!/usr/bin/env -S python3 -B
"""make-sites: two sites of many small guides that differ, from a seed.

    tests/diff/make-sites.py [--guides N] [--seed N] [--identical] DIR

Makes DIR/old and DIR/new with the price files and the templates of the
repository.  In `new` the first compute price of one service is a fifth
higher, so that every guide has figures that change; some guides are renamed,
gone or added, some only moved their table.
"""
import argparse
import os
import random
import re
import shutil

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")

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
      aws-fargate: {{vcpu: {vcpu}, memory: {size} GB, tasks: 1}}
      aws-alb: {{lcu: 1}}
scenarios:
  low:
    name: Low
    requests: {low}
    duration: {duration} ms
    needs: {{longest_run: 30 s, state: none, protocol: http}}
  high:
    name: High
    requests: {high}
    duration: {duration} ms
    needs: {{longest_run: 30 s, state: none, protocol: http}}
crossings: {{scenario: low, axis: requests, from: 0, to: 100000000}}
decide:
  ask: "Are there {{{{crossings.function.task.first}}}} requests a month or more?"
  when: "requests >= {{{{crossings.function.task.first}}}}"
  yes: {{choose: task, why: "The volume has passed the crossing."}}
  no: {{choose: function, why: "The volume is below the crossing."}}
"""

TABLE = """\
```breakeven table
scenario: low
rows: {{requests: [{rows}]}}
columns: [function, task, winner]
caption: Monthly cost by requests
```
"""

TEXT = """\
---
title: {title}
description: Where {title} should run.
order: {order}
---

At {{{{input.low.requests}}}} requests a month of {{{{input.low.duration}}}} each,
the function costs {{{{cost.function.low.total}}}} and the task
{{{{cost.task.low.total}}}}; take **{{{{recommend.low}}}}**. From
**{{{{crossings.function.task.first}}}}** requests a month on the cheaper one changes.

{first}
## Why

{filler}

At {{{{input.high.requests}}}} requests the cheaper one is {{{{winner.high}}}}.

{second}"""

WORDS = ("the service answers requests from other teams and keeps no state of its own so "
         "a cold start is seen by few callers while an idle month costs what it costs").split()


def guide(rng, i):
    low = rng.randrange(1, 200) * 1000
    return {
        "title": f"Service {i}",
        "order": i,
        "memory": rng.choice([512, 1024, 1536, 2048, 3072]),
        "vcpu": rng.choice([0.25, 0.5, 1]),
        "size": 2,
        "low": low,
        "high": low * rng.randrange(20, 90),
        "duration": rng.randrange(50, 3000),
        "rows": ", ".join(str(low * k) for k in (1, 3, 10, 30, 100)),
        "filler": " ".join(rng.choice(WORDS) for _ in range(60)).capitalize() + ".",
    }


def write(site, name, values, moved):
    folder = os.path.join(site, "content", name)
    os.makedirs(folder)
    table = TABLE.format(**values)
    with open(os.path.join(folder, "guide.yaml"), "w", encoding="utf-8") as f:
        f.write(GUIDE.format(**values))
    with open(os.path.join(folder, "index.md"), "w", encoding="utf-8") as f:
        f.write(TEXT.format(first="" if moved else table + "\n",
                            second=table if moved else "", **values))


def lay(site):
    for name in ("pricing", "templates"):
        shutil.copytree(os.path.join(ROOT, name), os.path.join(site, name))
    os.makedirs(os.path.join(site, "content"))
    with open(os.path.join(site, "content", "site.yaml"), "w", encoding="utf-8") as f:
        f.write("title: Many services\nregion: us-east-1\nfree_tier: none\n")


def dearer(site):
    path = os.path.join(site, "pricing", "aws-lambda.yaml")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    text = re.sub(r"0\.0000166667 USD", "0.00002000004 USD", text)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--guides", type=int, default=1000)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--identical", action="store_true", help="the same site twice")
    p.add_argument("dir")
    args = p.parse_args()
    old, new = os.path.join(args.dir, "old"), os.path.join(args.dir, "new")
    rng = random.Random(args.seed)
    lay(old)
    lay(new)
    if not args.identical:
        dearer(new)
    for i in range(args.guides):
        values = guide(rng, i)
        kind = "same" if args.identical else rng.choices(
            ["same", "moved", "renamed", "gone", "added"], [90, 4, 2, 2, 2])[0]
        name = f"service-{i}"
        if kind != "added":
            write(old, name, values, False)
        if kind != "gone":
            write(new, name + ("-next" if kind == "renamed" else ""), values, kind == "moved")


if __name__ == "__main__":
    main()

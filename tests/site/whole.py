"""All or nothing: a site with mistakes leaves what is published as it was."""
import os
import re
import signal
import subprocess
import time

import project
from program import environment
from project import Site, differing, state, tree

PRICE, GUIDE, TEXT = ("pricing/aws-alb.yaml", "content/which-deployment/guide.yaml",
                      "content/which-deployment/index.md")


def errors(err):
    return re.findall(r"^([^:\n]*):(\d+):\d+: error: .*$", err, re.M)


def test_three(tap, program):
    """One mistake in each of three files."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.build()
        site.edit(PRICE, "vendor: aws", "vendor: aws\nvendr: aws")
        site.edit(GUIDE, "    about: The container image as a function behind an HTTP API.",
                  "    abuot: The container image.")
        site.edit(TEXT, "{{winner.base}}", "{{winer.base}}")
        before = state(site.at("public"))
        r = site.build()
        tap.same(r.rc, 2, "whole: a site with mistakes is bad input")
        tap.same(r.out, "", "whole: nothing is on standard output")
        found = errors(r.err)
        tap.same(sorted({f for f, _ in found}), sorted([PRICE, GUIDE, TEXT]),
                 "whole: the mistakes of three files are reported in one run")
        tap.same(len(found), 3, "whole: and no more than these")
        for wrong, right in (("vendr", "vendor"), ("abuot", "about"), ("winer", "winner")):
            tap.ok(re.search(f"'[^'\n]*{wrong}[^'\n]*'(.|\n)*did you mean '{right}'", r.err),
                   f"whole: '{wrong}' is named, with the nearest")
        tap.ok("nothing was written" in r.err.splitlines()[-1], "whole: it says that nothing was written", r.err)
        tap.none(differing(before, state(site.at("public"))), "whole: no byte, mode or time of public/ has changed")
        tap.same(sorted(set(os.listdir(temp)) - set(project.beside(temp))), ["content", "pricing", "public", "templates"],
                 "whole: no rest lies about")
        tap.same(site.run("check").rc, 2, "whole: check does not call a broken site fresh or stale")


def test_alone(tap, program):
    """Each mistake by itself, and one in a template."""
    for path, old, new in ((PRICE, "vendor: aws", "vendor: aws\nvendr: aws"), (GUIDE, "about: The", "abuot: The"),
                           (TEXT, "{{winner.base}}", "{{winer.base}}"), (TEXT, "```breakeven tree", "```breakeven tre"),
                           ("templates/guide.mustache", "{{title}}", "{{titel}}"),
                           ("content/site.yaml", "title:", "titel:")):
        with project.temp() as temp:
            site = Site(program, temp, public=False)
            site.build()
            before = state(site.at("public"))
            site.edit(path, old, new)
            r = site.build()
            tap.ok(r.rc == 2 and new.split()[-1].strip("{}:") in r.err and path in r.err,
                   f"whole: {new!r} in {path} is reported", f"{r.rc}\n{r.err}")
            tap.none(differing(before, state(site.at("public"))), f"whole: public/ stays, {new!r} in {path}")


def test_follow_ups(tap, program):
    """A mistake in one place is one error, not a crowd."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.edit("pricing/aws-fargate.yaml", "x86: 0.04048 USD", "x86: 0.04048 EUR")
        r = site.build()
        tap.same([f for f, _ in errors(r.err)], ["pricing/aws-fargate.yaml"],
                 "whole: a price in the wrong currency is one error")
        tap.ok("warning" not in r.err, "whole: without warnings of what follows from it",
               [f"{len(re.findall('warning:', r.err))} warnings", *r.err.splitlines()[:6]])
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.edit(GUIDE, "    requests: 10000\n", "    requests: 10 MB\n")
        r = site.build()
        tap.same([f for f, _ in errors(r.err)], [GUIDE], "whole: a wrong unit in a scenario is one error")


def test_nothing_before(tap, program):
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.edit(TEXT, "{{winner.base}}", "{{winer.base}}")
        r = site.build()
        tap.ok(r.rc == 2 and not os.path.exists(site.at("public")), "whole: a first build that fails makes no public/")


def test_killed(tap, program):
    """Killed at any moment, what is there is the old tree or the new one."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.build()
        old = tree(site.at("public"))
        site.edit("content/site.yaml", "title: Where", "title: Here and where")
        started = time.monotonic()
        site.run("build", "-o", site.at("other"))
        took = time.monotonic() - started
        new = tree(site.at("other"))
        wrong, seen = [], set()
        for i in range(40):
            p = subprocess.Popen([program.path, "build"], cwd=site.dir, env=environment(),
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(took * i / 36)
            p.send_signal(signal.SIGKILL)
            p.wait()
            now = tree(site.at("public"))
            if now not in (old, new):
                wrong.append(f"after {i}/36: {differing(old, now)}")
            seen.add(now == new)
            if now == new:
                site.edit("content/site.yaml", "title: Here and where", "title: Where")
                site.build()
                site.edit("content/site.yaml", "title: Where", "title: Here and where")
        tap.none(wrong, "whole: a killed build leaves one tree or the other")
        r = site.build()
        tap.ok(r.rc == 0 and tree(site.at("public")) == new, "whole: and the next build repairs what it left", r.err)
        rest = [n for n in os.listdir(temp) if n.startswith(".") and n not in project.beside(temp)]
        tap.none(rest, "whole: with nothing left beside it but what a build keeps")

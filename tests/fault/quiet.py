"""Commands that only look never write."""
import os
import shutil
import subprocess

import lab
from lab import Lab, differing, seen, snapshot
from program import environment

GIT = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
       "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
REFUSE = {"FAULT_CALLS": "change", "FAULT_AT": 1, "FAULT_TO": 10**9, "FAULT_DO": 30}


def git(l, *args):
    subprocess.run(["git", *args], cwd=l.site, env=environment(**GIT), check=True, stdout=subprocess.DEVNULL)


def quiet(tap, l, name, rc, *args):
    before = snapshot(l.site)
    r, calls = l.watch({"FAULT_CALLS": "change"}, *args)
    tap.ok(r.rc == rc and not calls, f"quiet: {name}: no call changes a thing",
           [f"exit status {r.rc}: {r.err}", *(f"{c.name} {l.short(c.paths[0])}" for c in calls)])
    tap.none(differing(before, snapshot(l.site)), f"quiet: {name}: nothing has changed")
    tap.same(l.run(*args, fault=REFUSE), r, f"quiet: {name}: where nothing may be written it is the same")


def test_quiet(tap, program):
    with lab.temp(fast=True) as temp:
        l = Lab(program, temp)
        l.run("build", "-o", os.path.join(l.site, "older"))
        for jobs in ((), ("-j", "1"), ("-j", "2")) if l.parallel else ((),):
            name = " ".join(("check", *jobs))
            quiet(tap, l, f"{name} of a fresh site", 0, "check", *jobs)
            l.go_to("b")
            quiet(tap, l, f"{name} of a stale site", 1, "check", *jobs)
            l.go_to("a")
        l.go_to("b")
        quiet(tap, l, "check where nothing is published", 1, "check", "-o", "elsewhere")
        quiet(tap, l, "explain --page", 0, "explain", "--page", "stays")
        quiet(tap, l, "lint", 0, "lint")
        quiet(tap, l, "cost", 0, "cost", "--service", "acme", "--region", "north", "--set", "requests=5")
        quiet(tap, l, "diff with a published tree", 0, "diff", "older")
        git(l, "init", "-q")
        git(l, "add", "-A")
        git(l, "commit", "-q", "-m", "one")
        l.go_to("a")
        quiet(tap, l, "diff with a revision", 0, "diff", "HEAD")
        git(l, "commit", "-q", "-a", "-m", "two")
        quiet(tap, l, "diff of two revisions", 0, "diff", "HEAD~1", "HEAD")
        l.write("content/stays/index.md", "{{nothing}}\n")
        for name in ("a build with mistakes", "a first build with mistakes"):
            before = seen(snapshot(l.site))
            r = l.build()
            tap.ok(r.rc == 2 and "nothing was written" in r.err, f"quiet: {name} says that nothing was written", r.err)
            tap.none(differing(before, seen(snapshot(l.site))), f"quiet: {name} changes nothing that is published")
            shutil.rmtree(l.public, ignore_errors=True)

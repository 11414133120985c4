"""Several processes make what one makes, and one that dies is an error."""
import os
import shutil
import signal
import subprocess
import time

import project
from program import environment
from project import Site, differing, state, tree

GUIDE = "which-deployment"


def crowd(site, n):
    """Copies of a guide, so that there is work for several."""
    for i in range(n):
        shutil.copytree(site.at("content", GUIDE), site.at(f"content/copy-{i:02}"))


def test_same(tap, program):
    with project.temp() as temp:
        site = Site(program, os.path.join(temp, "site"), public=False)
        crowd(site, 9)
        out = {}
        for jobs in ("1", "2", "3", "8", None):
            where = os.path.join(temp, f"out{jobs}")
            r = site.build("-o", where, *(["-j", jobs] if jobs else []))
            out[jobs] = (r.rc, r.err.replace(where, "X"), tree(where))
        for jobs, got in out.items():
            tap.ok(got[:2] == out["1"][:2] and not differing(out["1"][2], got[2]),
                   f"parallel: -j {jobs} makes and says what -j 1 does", got[1])
        for jobs in ("1", "4"):
            r = site.run("check", "-j", jobs, "-o", os.path.join(temp, "out1"))
            tap.same((r.rc, r.out, r.err), (0, "", ""), f"parallel: check -j {jobs} of the same")


def test_messages(tap, program):
    """Mistakes in many guides, and in what they share."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        crowd(site, 7)
        for i in range(0, 7, 2):
            site.edit(f"content/copy-0{i}/index.md", "{{winner.base}}", "{{winer.base}}")
            site.edit(f"content/copy-0{i}/guide.yaml", "    about: The container image as", "    abuot: The container image as")
        site.edit("content/copy-01/index.md", "title:", "titel:")
        site.edit("pricing/aws-alb.yaml", "vendor: aws", "vendor: aws\nvendr: aws")
        said = {jobs: site.build("-j", jobs) for jobs in ("1", "2", "5")}
        tap.ok(said["1"].rc == 2 and said["1"].err.count("winer") and "copy-06" in said["1"].err,
               "parallel: mistakes of all guides are found", said["1"].err)
        for jobs, r in said.items():
            tap.same((r.rc, r.out, r.err), (2, "", said["1"].err), f"parallel: -j {jobs} says what -j 1 says")


def test_many(tap, program):
    """More mistakes than are shown: a guide that takes its time, and others that do not."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        crowd(site, 1)
        page = site.read("content/copy-00/index.md")
        head, body = page[:page.index("\n---\n", 3) + 5], page[page.index("\n---\n", 3) + 5:]
        for i in range(12):
            wrong = f"\nThe figure {{{{wrong.{i}}}}}.\n" * 15
            site.write(f"content/copy-{i:02}/index.md", head + (wrong if i else body + wrong))
        said = {jobs: site.build("-j", jobs) for jobs in ("1", "2", "5")}
        tap.ok(said["1"].rc == 2 and "only the first 100" in said["1"].err, "parallel: mistakes beyond what is shown", said["1"].err)
        for jobs, r in said.items():
            tap.same((r.rc, r.err), (2, said["1"].err), f"parallel: -j {jobs} shows the same of them")


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
            return [int(p) for p in f.read().split()]
    except OSError:
        return []


def test_death(tap, program):
    """A worker that is killed, and a parent that is."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        crowd(site, 30)
        site.build()
        before = state(site.at("public"))
        site.edit("content/site.yaml", "title: Where", "title: Here and where")

        def start():
            p = subprocess.Popen([program.path, "build", "-j", "2"], cwd=site.dir, env=environment(),
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            until = time.monotonic() + 20
            while len(children(p.pid)) < 2 and p.poll() is None and time.monotonic() < until:
                pass
            return p, children(p.pid)

        p, workers = start()
        if not workers:
            tap.ok(False, "parallel: there are workers to kill")
            return
        os.kill(workers[0], signal.SIGKILL)
        err = p.communicate(timeout=60)[1].decode()
        tap.ok(p.returncode == 4 and "a worker was killed by signal 9" in err,
               "parallel: a worker that is killed is an error of the environment", f"{p.returncode}\n{err}")
        tap.none(differing(before, state(site.at("public"))), "parallel: and public/ stays as it was")
        p, workers = start()
        p.kill()
        p.communicate(timeout=60)
        until = time.monotonic() + 10
        left = workers
        while left and time.monotonic() < until:
            left = [w for w in left if os.path.exists(f"/proc/{w}")]
        tap.none(left, "parallel: workers die with the process that made them")
        tap.none(differing(before, state(site.at("public"))), "parallel: and leave public/ as it was")
        r = site.build()
        site.build("-o", os.path.join(temp, "clean"))
        tap.ok(r.rc == 0 and not differing(tree(site.at("public")), tree(os.path.join(temp, "clean"))),
               "parallel: the next build is whole", r.err)


def test_option(tap, program):
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        for wrong in ("0", "65", "-1", "x", "2x", "", "99999999999999999999"):
            r = site.build(f"--jobs={wrong}")
            tap.ok(r.rc == 2 and "--jobs" in r.err, f"parallel: --jobs={wrong} is refused", f"{r}")
        r = site.build("-j", "64", "--no-sync")
        tap.ok(r.rc == 0, "parallel: -j 64 of one guide, without waiting for the disk", r.err)
        tap.same(site.run("check", "--no-sync").rc, 2, "parallel: check has nothing to wait for")

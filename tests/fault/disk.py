"""A small disk that fills, cannot be written, or is mounted on public/.

It is mounted, so the tests run themselves again in a name space of their own.
"""
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
if __name__ == "__main__":
    sys.path[:0] = [os.path.join(HERE, "..", "lib"), HERE]

import lab  # noqa: E402
from lab import Lab, differing, seen, snapshot  # noqa: E402
from program import Program  # noqa: E402

PAGE = os.sysconf("SC_PAGE_SIZE")
ROOM = 64 << 20


def mount(*args):
    subprocess.run(["mount", *args], check=True, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)


class Disk:
    """One in memory."""

    def __init__(self, path):
        self.path = path
        mount("-t", "tmpfs", "-o", f"size={ROOM},nr_inodes=100000", "none", path)

    def used(self):
        st = os.statvfs(self.path)
        return {"size": (st.f_blocks - st.f_bfree) * st.f_frsize, "nr_inodes": st.f_files - st.f_ffree}

    def shrink(self, **left):
        """Leaves that much besides what is used."""
        used = self.used()
        mount("-o", "remount," + ",".join(f"{k}={used[k] + v}" for k, v in left.items()), self.path)

    def grow(self):
        mount("-o", f"remount,rw,size={ROOM},nr_inodes=100000", self.path)


def fill(program, temp, what, unit, jobs, found):
    """With no room, a little more, and so on until a build is done."""
    os.mkdir(temp)
    disk = Disk(temp)
    l = Lab(program, temp, jobs=jobs)
    failed, done, bad, n = 0, 0, [], 0
    while done < 4 and n < 1000:
        before = l.version
        l.go_to(l.other())
        # With the hidden tree of the build before, and without.
        if n // 2 % 2 and os.path.exists(l.at(".public.new")):
            shutil.rmtree(l.at(".public.new"))
        disk.shrink(**{what: unit * (n // 2)})
        r = l.build(fault={"FAULT_CLOCK": lab.LATER})
        disk.grow()
        wrong = l.judge(before, r)
        if r.rc == 4 and "No space left on device" not in r.err:
            wrong.append("the message does not tell it")
        if r.rc == 4 and "public" not in r.err:
            wrong.append("the message does not name the file")
        bad += [f"{what} {n}: {w}\n{r.err}" for w in wrong + l.heal()]
        failed += r.rc == 4
        done = done + 1 if r.rc == 0 else 0
        n += 1
    found.append((failed > 0 and done == 4 and not bad,
                  f"disk: {what} runs out, {jobs} at work: {failed} of {n} builds fail, {len(bad)} bad", bad))


def read_only(program, temp, found):
    os.mkdir(temp)
    disk = Disk(temp)
    l = Lab(program, temp)
    l.go_to("b")
    runs = {"check": (1, "check"), "diff": (0, "diff", "public"), "lint": (0, "lint"), "explain": (0, "explain", "--page", "stays")}
    want = {name: l.run(*args) for name, (_, *args) in runs.items()}
    before = snapshot(l.dir)
    mount("-o", "remount,ro", temp)
    for name, (rc, *args) in runs.items():
        r = l.run(*args)
        found.append((r == want[name] and r.rc == rc, f"disk: read-only: {name} is what it is elsewhere", [str(r), str(want[name])]))
    r = l.build()
    found.append((r.rc == 4 and "public" in r.err and "Read-only file system" in r.err and not differing(before, snapshot(l.dir)),
                  "disk: read-only: a build says so", [f"exit status {r.rc}", r.err]))
    disk.grow()
    found.append((not l.heal(), "disk: read-only: and works when it is not", []))


def mounted(program, temp, found):
    """public/ is a mount point: it cannot change places."""
    os.mkdir(temp)
    l = Lab(program, temp)
    mount("--bind", l.public, l.public)
    l.go_to("b")
    before = seen(snapshot(l.site))
    r = l.build()
    found.append((r.rc in (2, 4) and "'public'" in r.err and "[publish-exchange]" in r.err and
                  not differing(before, seen(snapshot(l.site))), "disk: public/ is a mount point: refused by name",
                  [f"exit status {r.rc}", r.err]))
    subprocess.run(["umount", l.public], check=True)
    found.append((not l.heal(), "disk: public/ is a mount point: when it is not, it is as ever", []))


def inside(program, temp):
    found = []
    fill(program, os.path.join(temp, "size"), "size", PAGE, 1, found)
    fill(program, os.path.join(temp, "workers"), "size", 3 * PAGE, 2, found)
    fill(program, os.path.join(temp, "inodes"), "nr_inodes", 1, 1, found)
    read_only(program, os.path.join(temp, "ro"), found)
    mounted(program, os.path.join(temp, "mounted"), found)
    print(json.dumps(found))


def test_disk(tap, program):
    alone = ["unshare", "-rm", "--propagation", "private"]
    try:
        may = subprocess.run([*alone, "mount", "-t", "tmpfs", "none", "/mnt"], stdin=subprocess.DEVNULL,
                             capture_output=True).returncode == 0
    except FileNotFoundError:
        may = False
    if not may:
        tap.ok(True, "disk: one that fills # SKIP nothing may be mounted")
        return
    with lab.temp() as temp:
        p = subprocess.run([*alone, sys.executable, "-B", os.path.join(HERE, "disk.py"), program.path, temp],
                           stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if p.returncode != 0:
            tap.ok(False, "disk: one that fills", p.stderr)
            return
        for passed, name, detail in json.loads(p.stdout):
            tap.ok(passed, name, detail)


if __name__ == "__main__":
    inside(Program(sys.argv[1]), sys.argv[2])

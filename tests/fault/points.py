"""Every call that changes, or looks at, the files of a site goes wrong once; and every request for memory."""
import concurrent.futures
import errno
import os

import lab
from lab import Lab

MOST = 50000  # calls; a build makes some hundred, and some thousand requests for memory
SHOWN = 6  # of what is wrong in one sweep
ONCE, ON = 1, 10**9


class Sweep:
    """One fault, at each call of a build.

    The builds go from one version of the site to the other and back, unless each is the first.
    """

    def __init__(self, name, do, calls="change", length=ONCE, first=False, jobs=1, later=lab.LATER, step=1):
        self.name = name
        self.do = do
        self.calls = calls
        self.length = length
        self.first = first
        self.jobs = jobs
        self.later = later
        self.step = step

    def fault(self, k):
        do = getattr(errno, self.do, self.do)
        last = min(k + self.length - 1, ON)
        if self.calls == "memory":
            return {"MEMORY_AT": k, "MEMORY_TO": last}
        return {"FAULT_CALLS": self.calls, "FAULT_AT": k, "FAULT_TO": last, "FAULT_DO": do, "FAULT_CLOCK": self.later}


def sweeps():
    for do in ("kill", "EIO", "ENOSPC", "EINTR", "short"):
        yield Sweep(f"a build over another: {do}", do)
    for do in ("kill", "EIO"):
        yield Sweep(f"at once after another: {do}", do, later=0)
        yield Sweep(f"the first: {do}", do, first=True)
    yield Sweep("a full disk from then on", "ENOSPC", calls="space", length=ON)
    yield Sweep("over quota", "EDQUOT", calls="space")
    yield Sweep("the first: a full disk from then on", "ENOSPC", calls="space", length=ON, first=True)
    yield Sweep("read-only from then on", "EROFS", length=ON)
    yield Sweep("errors from then on", "EIO", length=ON)
    for do in ("EIO", "EINTR", "short"):
        yield Sweep(f"a look: {do}", do, calls="look")
    for do in ("EACCES", "EMFILE"):
        yield Sweep(f"a look: {do}", do, calls="look", step=1 if lab.EVERY else 5)
    yield Sweep("errors in all it does from then on", "EIO", calls="change,look", length=ON, step=1 if lab.EVERY else 3)
    for do in ("kill", "killall", "EIO", "short"):
        yield Sweep(f"of two workers: {do}", do, jobs=2)
    yield Sweep("looks of two workers: EIO", "EIO", calls="look", jobs=2)
    for do in ("EIO", "short", "kill"):
        yield Sweep(f"what two workers say: {do}", do, calls="pipe", jobs=2)
    few = 1 if lab.EVERY else 41
    yield Sweep("memory", "ENOMEM", calls="memory", step=few)
    yield Sweep("memory from then on", "ENOMEM", calls="memory", step=few, length=ON)


def prepare(l, sweep):
    """What is published before: a version, or nothing."""
    if sweep.first:
        l.restart()
        return None
    l.go_to(l.other())
    return l.other()


def point(l, sweep, k):
    """One build with a fault and the one after it: whether there was one, and what is wrong."""
    before = prepare(l, sweep)
    r, calls = l.faulty(sweep.fault(k), memory=sweep.calls == "memory")
    hit = [c for c in calls if k <= c.number < k + sweep.length]
    wrong = l.judge(before, r, killed=sweep.do.startswith("kill")) + told(l, sweep, r, hit) + l.heal()
    if not wrong:
        return bool(hit), []
    l.restart()
    l.must_build()
    if not sweep.first:
        l.put_foreign()
    where = f"call {k}, " + (f"{hit[0].name} {l.short(hit[0].paths[0])}" if hit else "not made")
    return bool(hit), [*(f"{where}: {w}" for w in wrong[:3]), f"exit status {r.rc}", *r.err.splitlines()]


def told(l, sweep, r, hit):
    """What is wrong with the message of a build that failed."""
    if not hit or r.rc != 4:
        return []
    if sweep.do in ("short", "killall"):
        return ["it fails"]
    if sweep.do == "kill":
        return [] if "killed by signal 9" in r.err else ["the message does not tell that a worker was killed"]
    if sweep.calls == "memory":
        said = "out of memory" in r.err or os.strerror(errno.ENOMEM) in r.err
        return [] if said else ["the message does not tell the error"]
    if sweep.calls == "pipe":
        return []
    wrong = []
    # A look that fails once may be made good by a later one, that then finds what is wrong with the file.
    if os.strerror(getattr(errno, sweep.do)) not in r.err and sweep.calls != "look":
        wrong.append("the message does not tell the error")
    paths = [p for c in hit for p in c.paths]
    # What cannot be looked at is taken for there, and its neighbours for wanted.
    beside = [os.path.dirname(p) for p in paths if sweep.calls == "look" and "/" in os.path.dirname(l.short(p))]
    if not l.is_named(r, paths + beside):
        wrong.append("the message does not name the file")
    return wrong


def run(job):
    """All points of a sweep: how many, and what is wrong.  Either way between the versions has an end of its own."""
    program, sweep, step = job
    with lab.temp(fast=True) as temp:
        l = Lab(program, temp, jobs=sweep.jobs, foreign=not sweep.first, arithmetic=sweep.calls == "memory")
        if sweep.jobs > 1 and not l.parallel:
            return None, []
        bad, n, missed = [], 0, 0
        for k in range(1, MOST, step):
            hit, wrong = point(l, sweep, k)
            n += hit
            missed = 0 if hit else missed + 1
            bad += [wrong] if wrong else []
            if missed == 2:
                return n, bad
        return n, [*bad, [f"no end after {MOST} calls"]]


def test_points(tap, program):
    sanitized = lab.is_sanitized(program.path)
    todo = [s for s in sweeps() if not (sanitized and s.calls == "memory")]
    points = nbad = 0
    with concurrent.futures.ProcessPoolExecutor(max_workers=2) as pool:
        done = pool.map(run, [(program, s, s.step * (7 if sanitized else 1)) for s in todo])
        for sweep, (n, bad) in zip(todo, done):
            if n is None:
                tap.ok(True, f"points: {sweep.name} # SKIP there are no workers")
                continue
            points += n
            nbad += len(bad)
            tap.ok(n and not bad, f"points: {sweep.name}: {n} points, {len(bad)} bad",
                   [line for b in bad[:SHOWN] for line in b])
    tap.ok(points and not nbad, f"fault: {points} points, {nbad} bad")


def test_file(tap, program):
    """A file that a command writes with -o is the old one or the new one."""
    bill = ("cost", "--service", "acme", "--region", "north", "--format", "json", "-o", "bill.json", "--set")
    with lab.temp(fast=True) as temp:
        l = Lab(program, temp)
        want = {}
        for n in ("1000000", "2000000"):
            assert l.run(*bill, f"requests={n}").rc == 0
            want[n] = l.read("bill.json")
        l.beside.add("bill.json")
        for do in ("kill", "EIO", "ENOSPC", "EINTR", "short"):
            sweep, n, bad = Sweep("", do), 0, []
            for k in range(1, MOST):
                before, after = sorted(want, reverse=k % 2)
                l.write("bill.json", want[before])
                r, calls = l.watch(sweep.fault(k), *bill, f"requests={after}")
                if len(calls) < k:
                    break
                n += 1
                now = l.read("bill.json")
                wrong = [] if now in want.values() else ["the file is torn"]
                if r.rc == 0 and now != want[after] or r.rc == 4 and now != want[before]:
                    wrong.append(f"exit status {r.rc} and the other file")
                if r.rc not in (0, 4) and do != "kill" or r.rc == 4 and do == "short":
                    wrong.append(f"exit status {r.rc}")
                if r.rc == 4 and ("bill.json" not in r.err or os.strerror(getattr(errno, do)) not in r.err):
                    wrong.append("the message does not name the file and the error")
                if l.run(*bill, f"requests={after}").rc != 0 or l.read("bill.json") != want[after]:
                    wrong.append("the next time it is not written")
                bad += [f"call {k}, {calls[k - 1].name}: {w}\n{r.err}" for w in wrong + l.litter()]
            tap.ok(n and not bad, f"points: a bill that is written to a file: {do}: {n} points, {len(bad)} bad", bad)

"""Builds are killed at random moments."""
import random
import signal
import subprocess
import time

import lab
from lab import Lab


def start(l, **more):
    return subprocess.Popen([l.program.path, "build", *l.args], cwd=l.site, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            env=l.environment(FAULT_SYNC="" if lab.EVERY else "skip", **more))


def length(l):
    """Seconds of a build, the longest of some."""
    took = []
    for _ in range(6):
        l.go_to(l.other())
        began = time.monotonic()
        start(l).wait()
        took.append(time.monotonic() - began)
    return max(took)


def kill_one(l, rng, seconds):
    """Whether it was killed in time, and what is wrong."""
    before = l.published()[0]
    l.go_to(l.other() if before == l.version else l.version)
    p = start(l, FAULT_CLOCK=rng.choice((0, lab.LATER)))
    time.sleep(rng.random() * seconds)
    p.send_signal(signal.SIGKILL)
    rc = p.wait()
    now, wrong = l.published()
    if rc not in (0, -signal.SIGKILL):
        wrong.append(f"exit status {rc}")
    if not now and not wrong:
        wrong.append("public/ is not there")
    if rc == 0 and now != l.version:
        wrong.append("exit 0 and nothing is published")
    # Half of the time the next build finds what is left of more than one.
    if rng.random() < 0.5:
        wrong += l.heal()
    return rc != 0, wrong


def kills(tap, program, many, jobs):
    rng = random.Random(f"kills {jobs}")
    with lab.temp() as temp:
        l = Lab(program, temp, jobs=jobs)
        if jobs > 1 and not l.parallel:
            tap.ok(True, "kills: of two workers # SKIP there are no workers")
            return 0, 0
        seconds = length(l)
        bad, n = [], 0
        while n < many:
            killed, wrong = kill_one(l, rng, seconds)
            n += killed
            if not killed:
                seconds = seconds * 0.9 + 0.0001
            else:
                seconds *= 1.02
            bad += [f"kill {n}: {w}" for w in wrong]
            if wrong:
                l.restart()
                l.must_build()
                l.put_foreign()
        bad += l.heal()
        tap.none(bad, f"kills: {n} at random moments, {jobs} at work: {len(bad)} bad")


def test_kills(tap, program):
    many = 1000 if lab.EVERY else 100
    kills(tap, program, many, 1)
    kills(tap, program, many, 2)

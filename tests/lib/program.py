"""Runs breakeven in a fixed environment."""
import os
import subprocess
import sys
from collections import namedtuple

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SECONDS = 60  # a run that takes longer hangs

Result = namedtuple("Result", "rc out err")


def environment(**changes):
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "LANG", "LANGUAGE", "TZ")
           and not k.startswith("LC_")}
    env.update(LC_ALL="C", TZ="UTC", SOURCE_DATE_EPOCH="0")
    env.update(changes)
    return {k: v for k, v in env.items() if v is not None}


class Program:
    def __init__(self, path):
        self.path = os.path.abspath(path)
        if not os.access(self.path, os.X_OK):
            sys.exit(f"'{path}' is not a program")

    def run(self, *args, cwd=ROOT, env=None, timeout=SECONDS, **more):
        """A result with texts; a signal is a negative rc, a time-out None."""
        more.setdefault("stdin", subprocess.DEVNULL)
        more.setdefault("stdout", subprocess.PIPE)
        more.setdefault("stderr", subprocess.PIPE)
        try:
            p = subprocess.run([self.path, *args], cwd=cwd, env=env or environment(),
                               timeout=timeout, **more)
        except subprocess.TimeoutExpired:
            return Result(None, "", "no answer")
        decode = lambda b: (b or b"").decode("utf-8", "backslashreplace")
        return Result(p.returncode, decode(p.stdout), decode(p.stderr))

"""A small site that is built again and again while something goes wrong.

It has two versions, a and b.  Between them all pages change, some files do
not, and one guide goes while another comes; so a build of either over the
other makes, changes, keeps and removes files.  There are also files and
directories in public/ that are not ours.

After whatever was done to a build, public/ is one version or the other, whole;
then a build that nothing is done to makes the version that is wanted, leaves
nothing else beside it, and keeps what did not change as it was.
"""
import os
import re
import shutil
import stat
import tempfile
from collections import namedtuple

from program import ROOT, environment

EVERY = "BREAKEVEN_EVERY" in os.environ  # there is time for all that could be done
HANG = 30  # seconds; a build takes a thousandth
OLD = 10**9  # the time of what is not ours
LATER = 5  # seconds until a tree that was published may be used again
FOREIGN = {"CNAME": 0o640, "stays/notes.txt": 0o644, "mine/deep/a.bin": 0o600}
PAGE = "---\ntitle: {0}\ndescription: About {0}.\n---\n\nWords of {0}.\n"
GUIDE = """\
options:
  acme: {name: Acme, use: {acme: {}}}
scenarios:
  base: {name: Base, requests: 1000000, region: north, free_tier: none}
"""
PRICES = """\
service: acme
name: Acme Functions
vendor: acme
currency: USD
about: Runs a function for each request.
sources:
  list: {title: Acme price list, url: "https://acme.example/prices", retrieved: 2026-09-19}
inputs:
  requests: {unit: request/month}
meters:
  requests:
    quantity: requests
    unit: request
    price: {north: 0.20 USD per 1000000 request}
    source: list
"""


Call = namedtuple("Call", "number process name paths")


def temp(fast=False):
    """A directory that goes when it is left, as a context; a fast one lies in memory."""
    memory = "/dev/shm"
    there = fast and os.access(memory, os.W_OK) and os.statvfs(memory).f_bavail * os.statvfs(memory).f_frsize > 64 << 20
    return tempfile.TemporaryDirectory(prefix="breakeven-fault-", dir=memory if there else None)


def is_sanitized(path):
    with open(path, "rb") as f:
        return b"__asan_init" in f.read()


def snapshot(root):
    """Path -> kind, mode, and what is in it; with its time where it is not ours."""
    found = {}

    def look(path, name):
        st = os.lstat(path)
        if stat.S_ISLNK(st.st_mode):
            found[name] = ("link", os.readlink(path), st.st_mtime_ns)
        elif stat.S_ISDIR(st.st_mode):
            found[name] = ("directory", st.st_mode & 0o7777)
            for e in os.listdir(path):
                look(os.path.join(path, e), f"{name}/{e}" if name else e)
        elif not stat.S_ISREG(st.st_mode):
            found[name] = ("special", st.st_mode)
        else:
            with open(path, "rb") as f:
                found[name] = ("file", st.st_mode & 0o7777, f.read())
            if st.st_mtime == OLD:
                found[name] += (OLD,)

    if os.path.lexists(root):
        look(root, "")
    return found


def seen(found):
    """A snapshot without the hidden tree, in which a build works."""
    return {k: v for k, v in found.items() if "/.public.new" not in f"/{k}"}


def differing(a, b):
    def short(x):
        return "nothing" if x is None else " ".join(str(p)[:40] for p in x)
    return [f"{k or '.'}: {short(a.get(k))} | {short(b.get(k))}" for k in sorted(set(a) | set(b)) if a.get(k) != b.get(k)]


class Lab:
    """One site, with what its builds should come to."""

    def __init__(self, program, path, jobs=1, foreign=True, moves=True, arithmetic=False):
        self.program = program
        self.arithmetic = arithmetic  # the page of that name, which is the largest
        self.moves = moves  # a guide goes and another comes; else the versions differ in one source
        self.dir = os.path.realpath(path)
        self.shim = os.path.join(os.path.dirname(program.path), "tests/fault/shim.so")
        self.memory = os.path.join(os.path.dirname(program.path), "tests/fault/memory.so")
        self.log = os.path.join(self.dir, "log")
        self.site = os.path.join(self.dir, "site")
        self.public = self.at("public")
        usage = program.run("build", "--help").out
        self.args = ("-j", str(jobs)) if "--jobs" in usage else ()
        self.parallel = bool(self.args)
        self.make_sources()
        self.whole = {}
        for v in "ab":
            self.go_to(v)
            r = self.build("-o", os.path.join(self.dir, "clean", v))
            assert r.rc == 0, r
            self.whole[v] = snapshot(os.path.join(self.dir, "clean", v))
        shutil.rmtree(os.path.join(self.dir, "clean"))
        self.ours = dict(self.whole)
        self.must_build()
        if foreign:
            self.put_foreign()
        self.go_to("a")
        self.must_build()
        self.beside = set(os.listdir(self.site))

    def at(self, *path):
        return os.path.join(self.site, *path)

    def read(self, path):
        with open(self.at(path), encoding="utf-8") as f:
            return f.read()

    def write(self, path, text):
        """In one step."""
        os.makedirs(os.path.dirname(self.at(path)), exist_ok=True)
        with open(self.at(path + "~"), "w", encoding="utf-8") as f:
            f.write(text)
        os.rename(self.at(path + "~"), self.at(path))

    def make_sources(self):
        shutil.copytree(os.path.join(ROOT, "templates"), self.at("templates"))
        if not self.arithmetic:
            shutil.rmtree(self.at("templates/arithmetic"), ignore_errors=True)
        self.write("pricing/acme.yaml", PRICES)
        self.write("content/stays/index.md", PAGE.format("Stays"))
        self.write("content/stays/guide.yaml", GUIDE)
        self.version = None

    def put_foreign(self):
        for name, mode in FOREIGN.items():
            path = os.path.join(self.public, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as f:
                f.write(b"mine\0" + name.encode())
            os.chmod(path, mode)
            os.utime(path, (OLD, OLD))
        os.symlink("/nowhere", os.path.join(self.public, "dangling"))
        os.utime(os.path.join(self.public, "dangling"), (OLD, OLD), follow_symlinks=False)
        os.mkdir(os.path.join(self.public, "mine/empty"), 0o750)
        now = snapshot(self.public)
        mine = {k: now[k] for k in now if k not in self.ours["a"] and k not in self.ours["b"]}
        self.whole = {v: {**self.ours[v], **mine} for v in "ab"}

    def go_to(self, version):
        """The sources of a version."""
        self.version = version
        if self.moves:
            gone, here = {"a": ("right", "left"), "b": ("left", "right")}[version]
            shutil.rmtree(self.at("content", gone), ignore_errors=True)
            self.write(f"content/{here}/index.md", PAGE.format(here))
        self.write("content/site.yaml", f"title: Version {version}\ndescription: A site.\n")

    def other(self):
        return "b" if self.version == "a" else "a"

    def environment(self, memory=False, **fault):
        """Of a process with a fault."""
        env = {"FAULT_BELOW": self.site, "FAULT_SYNC": "skip", "LD_PRELOAD": self.memory if memory else self.shim,
               "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}
        return environment(**{**env, **{k: str(v) for k, v in fault.items()}})

    def run(self, *args, fault=None, memory=False, timeout=HANG, **more):
        """With the variables of a fault, if there is one."""
        more.setdefault("cwd", self.site)
        return self.program.run(*args, env=self.environment(memory, **(fault or {})), timeout=timeout,
                                start_new_session=True, **more)

    def build(self, *args, **more):
        return self.run("build", *self.args, *args, **more)

    def must_build(self):
        r = self.build()
        assert r.rc == 0, r

    def faulty(self, fault, *args, memory=False):
        """A build with a fault, and the calls that were counted."""
        return self.watch(fault, "build", *self.args, *args, memory=memory)

    def watch(self, fault, *args, memory=False):
        if os.path.exists(self.log):
            os.remove(self.log)
        r = self.run(*args, fault={**fault, "FAULT_LOG": self.log}, memory=memory)
        return r, self.calls()

    def calls(self):
        try:
            with open(self.log, encoding="utf-8") as f:
                lines = [line.rstrip("\n").split("\t") for line in f]
        except FileNotFoundError:
            return []
        return sorted(Call(int(i), int(pid), name, paths) for i, pid, name, *paths in lines)

    def short(self, path):
        return os.path.relpath(path, self.site) if path else ""

    def published(self):
        """Which version public/ is, None if it is not there, or what is wrong with it."""
        now = snapshot(self.public)
        for v in "ab":
            if now == self.whole[v]:
                return v, []
        if not now:
            return None, []
        far = {v: differing(now, self.whole[v]) for v in "ab"}
        v = min("ab", key=lambda v: len(far[v]))
        return None, [f"public/ differs from version {v} in {d}" for d in far[v]]

    def litter(self):
        return [f"litter: {n}" for n in os.listdir(self.site) if n not in self.beside]

    def judge(self, before, r, killed=False):
        """What is wrong after a build of the present version with something done to it."""
        if r.rc is None:
            return ["it hangs"]
        now, wrong = self.published()
        if r.rc < 0:
            return wrong if killed else [f"signal {-r.rc}", *wrong]
        if r.out:
            wrong.append(f"it prints {r.out!r}")
        if not now and before:
            wrong.append("public/ is not there")
        if r.rc == 0:
            return wrong if now == self.version else [*wrong, "exit 0 and nothing is published"]
        if r.rc != 4:
            wrong.append(f"exit status {r.rc}")
        if "error: " not in r.err:
            wrong.append("no error is told")
        told = "is published, but" in r.err
        if now == self.version and not told:
            wrong.append("it fails, and does not say that the site is published")
        if now == before and told:
            wrong.append("it says that the site is published, and it is not")
        if now != before and "nothing was written" in r.err:
            wrong.append("it says that nothing was written")
        return wrong

    def is_named(self, r, paths):
        """Whether a message names one of these, as the user knows them."""
        for path in filter(None, paths):
            name = re.sub(r"^(public|\.public\.new)/", "", self.short(path))
            if re.match(r"#\d+ \(deleted\)$", name) and "a file without a name beside '.public.cache'" in r.err:
                return True
            if name == "." and ("'.'" in r.err or "'public'" in r.err):
                return True
            if name != "." and name in r.err or name == ".public.new" and "public" in r.err:
                return True
        # Where a tree is removed, it is the tree that matters.
        return "the old tree '.public.new'" in r.err

    def heal(self):
        """A build without a fault mends everything; what is wrong if not."""
        r = self.build()
        if r.rc != 0:
            return [f"the next build fails with {r.rc}: {r.err}"]
        now, wrong = self.published()
        if now != self.version and not wrong:
            wrong = ["it is not published"]
        return [f"after the next build: {w}" for w in wrong + self.litter()]

    def restart(self):
        """From the sources alone, when what is there is of no use."""
        for n in os.listdir(self.site):
            if n not in ("content", "pricing", "templates"):
                path = self.at(n)
                shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.remove(path)

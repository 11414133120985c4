"""What is no file, where one was at the build before; a file that changes while it is read; what others have made.

A build says and makes what one from nothing says and makes, and none hangs.
"""
import os
import random
import shutil
import socket
import threading
import time

import project
from again import build_clean, said
from project import HERE, Site, differing, tree

LONG = "BREAKEVEN_LONG" in os.environ
SHORT = 20  # seconds
PLAIN = "---\ntitle: {0}\ndescription: No figures.\n---\n\n# {0}\n\n{1}\n"


def site_of(program, path):
    """Two guides with figures, and one without guide.yaml."""
    site = Site(program, path, os.path.join(HERE, "acme"), public=False)
    shutil.copytree(site.at("content/acme"), site.at("content/again"))
    site.write("content/plain/index.md", PLAIN.format("Plain", "Words."))
    return site


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.remove(path)


def bind(path):
    """A socket; its address is short."""
    here = os.getcwd()
    os.chdir(os.path.dirname(path))
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(os.path.basename(path))
    os.chdir(here)


def touch(path):
    with open(path, "wb"):
        pass


KINDS = {
    "a FIFO": os.mkfifo,
    "a directory": os.mkdir,
    "a link to nothing": lambda p: os.symlink("nowhere", p),
    "a link to itself": lambda p: os.symlink(os.path.basename(p), p),
    "a link to a device": lambda p: os.symlink("/dev/zero", p),
    "a socket": bind,
    "an empty file": touch,
    "nothing": lambda p: None,
}
PATHS = ["content/acme/index.md", "content/acme/guide.yaml", "content/plain/guide.yaml", "content/acme", "content/plain",
         "content/site.yaml", "pricing/acme-gate.yaml", "templates/style.css"]


def as_from_nothing(site, where):
    """What is wrong with a build, or None."""
    before = tree(site.at("public"))
    r = site.build("--no-sync", timeout=SHORT)
    rc, err, want = build_clean(site, where)
    if (r.rc, said(r.err)) != (rc, said(err)):
        return f"{r.rc} {r.err}\nfrom nothing: {rc} {err}"
    wrong = differing(tree(site.at("public")), want if rc == 0 else before)
    return f"{wrong}" if wrong else None


def test_kinds(tap, program):
    """The build before left a cache in which the file was as it should be."""
    with project.temp() as temp:
        site, clean = site_of(program, os.path.join(temp, "site")), os.path.join(temp, "clean")
        time.sleep(0.03)
        site.build("--no-sync")
        for path in PATHS:
            full, aside, wrong = site.at(path), os.path.join(temp, "aside"), []
            for name, make in KINDS.items():
                if os.path.lexists(full):
                    os.rename(full, aside)
                make(full)
                bad = as_from_nothing(site, clean)
                wrong += [f"{name}: {bad}"] if bad else []
                remove(full)
                if os.path.lexists(aside):
                    os.rename(aside, full)
                bad = as_from_nothing(site, clean)
                wrong += [f"after {name}: {bad}"] if bad else []
            tap.none(wrong, f"odd: {len(KINDS)} things as {path}: as from nothing")


def rename_in(path, text):
    with open(path + "~", "w", encoding="utf-8") as f:
        f.write(text)
    os.rename(path + "~", path)


def write_over(path, text):
    """In one call, of one length, with the time of before."""
    st = os.stat(path)
    fd = os.open(path, os.O_WRONLY)
    os.pwrite(fd, text.encode(), 0)
    os.close(fd)
    os.utime(path, ns=(st.st_atime_ns, st.st_mtime_ns))


def write_anew(path, text):
    """It is empty for a moment."""
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def test_moving(tap, program):
    """A text that somebody writes all the time, as long as the other."""
    texts = [PLAIN.format("Plain", w * 4000) for w in ("one ", "two ")]
    for name, put in (("another file", rename_in), ("over itself", write_over), ("anew", write_anew)):
        with project.temp() as temp:
            site, clean = site_of(program, os.path.join(temp, "site")), os.path.join(temp, "clean")
            path, wrong, over = site.at("content/plain/index.md"), [], threading.Event()
            site.write("content/plain/index.md", texts[0])
            site.build("--no-sync")

            def write():
                rnd = random.Random(name)
                while not over.is_set():
                    put(path, rnd.choice(texts))
                    time.sleep(rnd.random() * 0.004)

            writer = threading.Thread(target=write)
            writer.start()
            ends = {}
            for i in range(400 if LONG else 25):
                r = site.build("--no-sync", "-j", str(1 + i % 2), timeout=SHORT)
                ends[r.rc] = ends.get(r.rc, 0) + 1
                if r.rc not in (0, 2, 4) or r.rc and "content/plain/index.md" not in r.err:
                    wrong.append(f"exit status {r.rc}: {r.err}")
                if put is not write_anew and r.rc == 2:
                    wrong.append(f"there is nothing wrong with the text: {r.err}")
                page = site.read("public/plain/index.html")
                if ("one one" in page) == ("two two" in page) and put is not write_anew:
                    wrong.append("a page of two texts")
            over.set()
            writer.join()
            for text in texts:
                write_over(path, text)
                bad = as_from_nothing(site, clean)
                wrong += [f"at rest: {bad}"] if bad else []
            tap.none(wrong, f"odd: a text that is written {name} all the time: {dict(sorted(ends.items()))}")


def test_cut(tap, program):
    """A published page is shorter, of its old time, and a price has changed: there is no draft to fill."""
    with project.temp() as temp:
        site, clean = site_of(program, os.path.join(temp, "site")), os.path.join(temp, "clean")
        prices = site.read("pricing/acme-runs.yaml")
        time.sleep(0.03)
        site.build("--no-sync")
        page, wrong = site.at("public/acme/index.html"), []
        size = os.path.getsize(page)
        for i, left in enumerate((0, 1, size // 3, size - 1, size + 9)):
            st = os.stat(page)
            os.truncate(page, left)
            os.utime(page, ns=(st.st_atime_ns, st.st_mtime_ns))
            site.write("pricing/acme-runs.yaml", prices.replace("0.0002 USD", f"0.000{i + 3} USD"))
            bad = as_from_nothing(site, clean)
            wrong += [f"{left} of {size} bytes: {bad}"] if bad else []
        tap.none(wrong, "odd: a published page that was cut: as from nothing")


def test_twice(tap, program):
    """A key that stands twice in any file is a mistake, with which nothing is published."""
    twice = {
        "content/site.yaml": ("title:", "title: Twice\ntitle:"),
        "content/acme/guide.yaml": ("\noptions:", "\noptions: {}\noptions:"),
        "content/acme/index.md": ("title:", "title: Twice\ntitle:"),
        "pricing/acme-gate.yaml": ("  requests: {", "  requests: {}\n  requests: {"),
        "templates/arithmetic/prices.yaml": ("vendor:", "vendor: twice\nvendor:"),
        "templates/arithmetic/guide.yaml": ("\noptions:", "\noptions: {}\noptions:"),
        "templates/arithmetic/index.md": ("title:", "title: Twice\ntitle:"),
    }
    blocks = {"guide": "content/acme/index.md", "page on arithmetic": "templates/arithmetic/index.md"}
    with project.temp() as temp:
        site = site_of(program, temp)
        site.build("--no-sync")
        before = tree(site.at("public"))

        def refused(name, path, text):
            was = site.read(path)
            site.write(path, text)
            for command in ("build", "check"):
                r = site.run(command, timeout=SHORT)
                tap.ok(r.rc == 2 and "[yaml-duplicate]" in r.err and path in r.err and
                       not differing(before, tree(site.at("public"))), f"odd: a key twice in {name}: {command}", f"{r}")
            site.write(path, was)

        for path, (old, new) in twice.items():
            text = site.read(path)
            assert old in text, path
            refused(path, path, text.replace(old, new, 1))
        for name, path in blocks.items():
            refused(f"a block of a {name}", path, site.read(path) + "\n```breakeven diagram\ncaption: a\ncaption: b\nnodes:\n"
                    "  a: {name: A}\n  b: {name: B}\nedges: [{from: a, to: b}]\n```\n")
        tap.ok(site.build().rc == 0, "odd: no key twice")


def test_whose(tap, program):
    """A cache that others can write to, or have made, is none."""
    def linked(path):
        os.link(path, path + ".x")

    changes = {"all may write to": lambda p: os.chmod(p, 0o666), "with another name": linked}
    if os.geteuid() == 0:
        changes["of another user"] = lambda p: os.chown(p, 65534, 65534)
    with project.temp() as temp:
        site = site_of(program, temp)
        path = site.at(".public.cache")
        for name, change in {"of our own": lambda p: None, **changes}.items():
            remove(path)
            site.build("--no-sync")
            change(path)
            before = os.stat(path).st_ino
            keep = os.open(path, os.O_RDONLY)  # so that no other gets its number
            r = site.build("--no-sync", env=None)
            st = os.stat(path)
            tap.ok(r.rc == 0 and (st.st_ino == before) == (name == "of our own") and st.st_uid == os.geteuid() and
                   st.st_mode & 0o777 == 0o644, f"odd: a cache {name}", f"{r} {st}")
            os.close(keep)
            remove(path + ".x")

"""A public/ that is not ours, or cannot be exchanged, is refused by name and stays as it is."""
import errno
import os
import resource
import shutil
import socket

import lab
from lab import Lab, differing, seen, snapshot


def refused(tap, program, name, change, words, rc=(2, 4), check=None):
    """With what `change` does to a published site, a build fails with these words and touches nothing."""
    with lab.temp(fast=True) as temp:
        l = Lab(program, temp)
        for at in ("elsewhere", "elsewhere/deep"):
            os.mkdir(os.path.join(l.dir, at))
        with open(os.path.join(l.dir, "elsewhere/deep/precious"), "w", encoding="utf-8") as f:
            f.write("mine")
        l.go_to("b")
        change(l)
        before = seen(snapshot(l.dir))
        r = l.build()
        tap.ok(r.rc in rc and all(w in r.err for w in words) and not r.out, f"refused: {name}: by name",
               f"exit status {r.rc}\n{r.err}")
        tap.none(differing(before, seen(snapshot(l.dir))), f"refused: {name}: nothing has changed")
        if check is not None:
            r = l.run("check", "-q")
            tap.ok(r.rc == check, f"refused: {name}: check ends with {check}", f"exit status {r.rc}\n{r.err}")


def link_to(target):
    def change(l):
        shutil.move(l.public, os.path.join(l.dir, "moved"))
        os.symlink(target, l.public)
    return change


def instead(make):
    def change(l):
        shutil.rmtree(l.public)
        make(l.public)
    return change


def touch(path, text="mine\n"):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def bind(path):
    at = os.getcwd()
    os.chdir(os.path.dirname(path))  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(os.path.basename(path))
    os.chdir(at)


def foreign(l):
    shutil.rmtree(l.public)
    os.makedirs(os.path.join(l.public, "stays"))
    touch(os.path.join(l.public, "stays/index.html"))


def in_the_way(l):
    """Something of somebody else's where a guide would go."""
    touch(os.path.join(l.public, "right"))


def link_in_the_way(l):
    os.symlink(os.path.join(l.dir, "elsewhere"), os.path.join(l.public, "right"))


def test_not_ours(tap, program):
    refused(tap, program, "public/ is a link to a directory", link_to("../moved"), ["'public'", "publish-link"], rc=(2,), check=2)
    refused(tap, program, "public/ is a link to nothing", link_to("nowhere"), ["'public'", "publish-link"], rc=(2,), check=2)
    refused(tap, program, "public/ is a link to itself", link_to("public"), ["'public'", "publish-link"], rc=(2,), check=2)
    refused(tap, program, "public/ is a file", instead(touch), ["'public'", "publish-foreign"], rc=(2,), check=2)
    refused(tap, program, "public/ is a FIFO", instead(os.mkfifo), ["'public'", "publish-foreign"], rc=(2,), check=2)
    refused(tap, program, "public/ is a socket", instead(bind), ["'public'", "publish-foreign"], rc=(2,), check=2)
    refused(tap, program, "public/ has no manifest", foreign, ["'public'", "publish-foreign"], rc=(2,))
    refused(tap, program, "a file where a guide would go", in_the_way, ["public/right", "publish-foreign"], rc=(2,))
    refused(tap, program, "a link where a guide would go", link_in_the_way, ["public/right", "publish-foreign"], rc=(2,))


MANIFESTS = {
    "is empty": "",
    "is cut": '{\n  "files": [\n    "404.html",\n    "ass',
    "is not JSON": "\x00\x01\xff{",
    "names what is outside": '{"files": ["../../elsewhere/deep/precious"]}\n',
    "names a file by its whole path": '{"files": ["/etc/passwd"]}\n',
    "names a directory": '{"files": ["mine/.."]}\n',
    "has an entry that is no text": '{"files": [["404.html"], {"a": 1}]}\n',
    "is a list": "[]\n",
}


def test_manifests(tap, program):
    for name, text in MANIFESTS.items():
        refused(tap, program, f"the manifest {name}", lambda l: touch(os.path.join(l.public, "manifest.json"), text),
                ["public/manifest.json"], check=1)

    def manifest(make):
        def change(l):
            os.remove(os.path.join(l.public, "manifest.json"))
            make(os.path.join(l.public, "manifest.json"))
        return change

    refused(tap, program, "the manifest is a directory", manifest(os.mkdir), ["public/manifest.json"])
    refused(tap, program, "the manifest is a FIFO", manifest(os.mkfifo), ["public/manifest.json"])
    refused(tap, program, "the manifest is a link to nothing", manifest(lambda p: os.symlink("nowhere", p)),
            ["public"])


def test_unable(tap, program):
    """File systems that cannot exchange."""
    for e in ("EINVAL", "ENOSYS", "EOPNOTSUPP", "EXDEV", "EBUSY"):
        with lab.temp(fast=True) as temp:
            l = Lab(program, temp)
            unable = {"FAULT_CALLS": "change", "FAULT_ONLY": "renameat2", "FAULT_AT": 1, "FAULT_TO": 10**9,
                      "FAULT_DO": getattr(errno, e)}
            l.go_to("b")
            r, calls = l.faulty(unable)
            tap.ok(calls and r.rc in (2, 4) and "'public'" in r.err and "[publish-exchange]" in r.err and
                   os.strerror(getattr(errno, e)) in r.err, f"refused: exchanging says {e}: by name",
                   f"exit status {r.rc}\n{r.err}")
            tap.ok(("container's image" in r.err) == (e == "EXDEV") and "hint:" in r.err,
                   f"refused: exchanging says {e}: what helps is said", r.err)
            now, wrong = l.published()
            tap.ok(now == "a" and "nothing was written" in r.err, f"refused: exchanging says {e}: nothing has changed", wrong)
            tap.none(l.heal(), f"refused: exchanging says {e}: where it can, the next build is as ever")
            l = Lab(program, os.path.join(temp, "first"), foreign=False)
            l.restart()
            r, _ = l.faulty(unable)
            now, wrong = l.published()
            tap.ok(r.rc == 0 and now == l.version, f"refused: exchanging says {e}: the first build needs none", [r.err, *wrong])


def test_hidden(tap, program):
    """What somebody has put in the place of the hidden tree is not followed, and does not last."""
    def link(l):
        os.symlink(os.path.join(l.dir, "elsewhere"), l.at(".public.new"))

    def links(l):
        os.mkdir(l.at(".public.new"))
        for n in ("stays", "assets", "right", "index.html"):
            os.symlink(os.path.join(l.dir, "elsewhere"), l.at(".public.new", n))

    def hard(l):
        os.mkdir(l.at(".public.new"))
        for n in ("index.html", "404.html"):
            os.link(os.path.join(l.dir, "elsewhere/deep/precious"), l.at(".public.new", n))
            os.chmod(l.at(".public.new", n), 0o644)

    def things(l):
        os.mkdir(l.at(".public.new"))
        os.mkfifo(l.at(".public.new/index.html"))
        os.makedirs(l.at(".public.new/404.html/deep"), 0o500)
        os.mkdir(l.at(".public.new/stays"), 0)
        touch(l.at(".public.new/right"))

    changes = {"a link": link, "a tree of links": links, "hard links": hard, "a tree of other things": things,
               "a file": lambda l: touch(l.at(".public.new")), "a FIFO": lambda l: os.mkfifo(l.at(".public.new")),
               "an empty directory": lambda l: os.mkdir(l.at(".public.new"), 0o555)}
    for name, change in changes.items():
        for later in (0, lab.LATER):
            with lab.temp(fast=True) as temp:
                l = Lab(program, temp)
                os.makedirs(os.path.join(l.dir, "elsewhere/deep"))
                touch(os.path.join(l.dir, "elsewhere/deep/precious"))
                before = snapshot(os.path.join(l.dir, "elsewhere"))
                l.go_to("b")
                if os.path.exists(l.at(".public.new")):
                    shutil.rmtree(l.at(".public.new"))
                change(l)
                r = l.build(fault={"FAULT_CLOCK": later})
                now, wrong = l.published()
                tap.ok(not wrong and now == ("b" if r.rc == 0 else "a") and r.rc in (0, 2, 4) and
                       (r.rc == 0 or ".public.new" in r.err), f"hidden: {name}, {later} s later: one version or the other",
                       [f"exit status {r.rc}", r.err, *wrong])
                tap.none(differing(before, snapshot(os.path.join(l.dir, "elsewhere"))), f"hidden: {name}, {later} s later: not followed")
                if r.rc != 0:
                    os.remove(l.at(".public.new"))
                tap.none(l.heal(), f"hidden: {name}, {later} s later: the next build is as ever")


def limited(what, value):
    return {"preexec_fn": lambda: resource.setrlimit(what, (value, value))}


def test_limits(tap, program):
    """What a process may use is little."""
    kinds = {"file size": (resource.RLIMIT_FSIZE, (0, 1, 100, 1000, 2000, 4096, 6000, 10000, 20000, 10**6), "File too large"),
             "files open": (resource.RLIMIT_NOFILE, (3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 32), "Too many open files")}
    if not lab.is_sanitized(program.path):
        kinds["memory"] = (resource.RLIMIT_AS, [n << 18 for n in range(8, 100)], "emory")
    for name, (what, values, words) in kinds.items():
        with lab.temp(fast=True) as temp:
            l = Lab(program, temp)
            failed, bad = 0, []
            for value in values:
                if l.run("--version", **limited(what, value)).rc != 0:
                    continue  # not even that
                before = l.version
                l.go_to(l.other())
                r = l.build(**limited(what, value))
                failed += r.rc == 4
                wrong = l.judge(before, r)
                if r.rc == 4 and words not in r.err:
                    wrong.append("the message does not tell it")
                bad += [f"{value}: {w}\n{r.err}" for w in wrong + l.heal()]
            tap.ok(failed and not bad, f"refused: {name} limited: {failed} of {len(values)} builds fail, {len(bad)} bad", bad)

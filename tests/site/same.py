"""The same site is the same bytes, wherever, whenever and in whatever order."""
import os
import shutil
import subprocess
import tempfile

import project
from program import environment
from project import HERE, Site, differing, tree


def test_same(tap, program):
    with project.temp() as temp:
        site = Site(program, os.path.join(temp, "a"), public=False)
        r = site.build()
        if not tap.ok(r.rc == 0, "same: the site builds", r.err):
            return
        first = tree(site.at("public"))
        tap.ok(len(first) > 5, "same: there are files to compare")

        def same(name, path, r):
            now = tree(path) if os.path.isdir(path) else {}
            tap.ok(r.rc == 0 and not differing(first, now), f"same: {name}",
                   [r.err, *differing(first, now)])

        def built(name, *args, **more):
            shutil.rmtree(site.at("public"))
            same(name, site.at("public"), site.build(*args, **more))

        same("a second run changes nothing", site.at("public"), site.build())
        built("a run from nothing")
        for locale in locales():
            built(f"locale {locale}", env=environment(LC_ALL=locale))
        built("without a locale", env=environment(LC_ALL=None))
        for zone in ("Asia/Kolkata", "America/New_York", "UTC+14", ":bad"):
            built(f"time zone {zone}", env=environment(TZ=zone))
        for clock in ("1", "4102444800"):
            built(f"SOURCE_DATE_EPOCH={clock}", env=environment(SOURCE_DATE_EPOCH=clock))
        built("no SOURCE_DATE_EPOCH", env=environment(SOURCE_DATE_EPOCH=None))
        built("NO_COLOR", env=environment(NO_COLOR="1"))
        built("--color always", "--color", "always")
        built("another directory, with -C", "-C", site.dir, cwd="/")
        built("-C with a slash at the end", "-C", site.dir + "/", cwd="/")
        built("-C up and down", "-C", "../a", cwd=site.dir)
        built("a working directory below", "-C", "..", cwd=site.at("content"))
        out = os.path.join(temp, "elsewhere", "deep")
        same("another output directory", out, site.build("-o", out))
        built("stdout and stderr closed", preexec_fn=lambda: (os.close(1), os.close(2)),
              stdout=None, stderr=None)
        masked(tap, site, first)
        moved(tap, program, site, first)
        acme = Site(program, os.path.join(temp, "acme"), source=os.path.join(HERE, "acme"))
        acme.build()
        moved(tap, program, acme, tree(acme.at("public")))


def locales():
    names = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.split()
    return ["C", "C.UTF-8", *[n for n in names if n.lower().startswith(("de_de", "tr_tr"))]]


def modes(path):
    return {os.path.relpath(os.path.join(at, n), path): os.stat(os.path.join(at, n)).st_mode & 0o7777
            for at, dirs, files in os.walk(path) for n in dirs + files}


def masked(tap, site, first):
    """Bytes and modes whatever the umask."""
    found = []
    for umask in (0o000, 0o077):
        shutil.rmtree(site.at("public"))
        r = site.build(preexec_fn=lambda: os.umask(umask))
        tap.ok(r.rc == 0 and not differing(first, tree(site.at("public"))), f"same: umask {umask:03o}", r.err)
        found.append(modes(site.at("public")))
    tap.same(found[0], found[1], "same: the modes are the same under both")
    tap.same(set(found[1].values()), {0o644, 0o755}, "same: files are 644, directories 755")


def moved(tap, program, site, first):
    """Another path, and files that were made in another order."""
    # A file system in memory lists files in the order in which they were made.
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    what = os.path.basename(site.dir)
    with tempfile.TemporaryDirectory(dir=base) as temp:
        for name, order in (("backwards", -1), ("forwards", 1)):
            other = os.path.join(temp, f"another path, {name} ü")
            for part in ("templates", "pricing", "content")[::order]:
                for path in sorted(tree(site.at(part)))[::order]:
                    to = os.path.join(other, part, path)
                    os.makedirs(os.path.dirname(to), exist_ok=True)
                    shutil.copy(site.at(part, path), to)
                    os.utime(to, (10**9, 10**9))
            copy = Site.__new__(Site)
            copy.program, copy.dir = program, other
            r = copy.build()
            now = tree(copy.at("public")) if r.rc == 0 else {}
            tap.none(differing(first, now), f"same: {what} at another path, files made {name}")
            copy.build("-o", copy.at("out"), "-C", other, cwd="/")
            tap.none(differing(first, tree(copy.at("out"))),
                     f"same: {what} built from elsewhere, files made {name}")
    tap.none([n for n, b in first.items() if site.dir.encode() in b],
             f"same: no path of this machine is in {what}")

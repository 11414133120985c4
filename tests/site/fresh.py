"""`check`, and what a build takes away, keeps and leaves alone."""
import os
import re
import shutil

import project
from project import Site, differing, state, tree

GUIDE = "which-deployment"
# Made of all guides, or of the prices: which of them differ is not what is asked here.
SITE = ("404.html", "README.md", "arithmetic/", "assets/search/", "guides/", "services/", "sources/")


def silent(tap, site, name):
    before = state(site.dir)
    r = site.run("check")
    tap.same((r.rc, r.out, r.err), (0, "", ""), f"fresh: {name}: check is silent")
    tap.none(differing(before, state(site.dir)), f"fresh: {name}: check writes nothing")


def stale(tap, site, name, *files):
    """Check finds those files, and shows them as a unified diff that `patch` can use."""
    before = state(site.dir)
    r = site.run("check")
    tap.ok(r.rc == 1, f"fresh: {name}: check finds it", f"exit status {r.rc}\n{r.err}")
    named = re.findall(r"^\+\+\+ (?:b/)?(\S+)", r.out, re.M)
    old = re.findall(r"^--- (?:a/)?(\S+)", r.out, re.M)
    found = {(b if b != "/dev/null" else a)[len("public/"):] for a, b in zip(old, named)}
    tap.same(sorted(f for f in found if not f.startswith(SITE)), sorted(files), f"fresh: {name}: the diff names what differs and no more")
    tap.ok(re.search(r"^@@ -\d+(,\d+)? \+\d+(,\d+)? @@", r.out, re.M), f"fresh: {name}: it is a unified diff", r.out[:300])
    tap.none(differing(before, state(site.dir)), f"fresh: {name}: check writes nothing")
    return r


def patched(tap, site, r, name):
    """The diff, applied, is what the build makes."""
    with project.temp() as temp:
        shutil.copytree(site.at("public"), os.path.join(temp, "public"))
        import subprocess
        p = subprocess.run(["patch", "-s", "-p1"], input=r.out.encode(), cwd=temp, capture_output=True)
        site.build("-o", os.path.join(temp, "want"))
        left = differing(tree(os.path.join(temp, "public")), tree(os.path.join(temp, "want")))
        tap.ok(p.returncode == 0 and not left, f"fresh: {name}: the diff leads to what the build makes",
               [p.stdout.decode(), p.stderr.decode(), *left])


def test_check(tap, program):
    pages = [f"{GUIDE}/{f}" for f in ("figures.json", "index.html", "index.md")]
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.build()
        silent(tap, site, "a fresh site")
        r = site.run("check", "-C", temp, cwd="/")
        tap.same((r.rc, r.out), (0, ""), "fresh: and from elsewhere, with -C")

        site.edit(f"public/{GUIDE}/index.html", "Lambda", "Lambada")
        r = stale(tap, site, "a byte of an output", f"{GUIDE}/index.html")
        tap.ok("-" in r.out and "Lambada" in r.out, "fresh: a byte of an output: it is shown")
        patched(tap, site, r, "a byte of an output")
        site.build()
        silent(tap, site, "built again")

        site.edit("pricing/aws-fargate.yaml", "0.04048 USD", "0.04148 USD")
        r = stale(tap, site, "a price", *pages, "figures.json", "index.html")
        patched(tap, site, r, "a price")
        tap.ok(re.search(r"^-.*\$40\.29.*\n(.*\n)*?\+.*\$40\.65", r.out, re.M), "fresh: a price: old and new amounts are shown")
        site.build()
        silent(tap, site, "the price built")

        site.edit("templates/foot.mustache", "Every figure", "Each figure")
        patched(tap, site, stale(tap, site, "a template", f"{GUIDE}/index.html", "index.html"), "a template")
        site.build()
        site.edit("templates/style.css", "{", "{\n")
        stale(tap, site, "a style", "assets/style.css")
        site.build()
        site.edit(f"content/{GUIDE}/index.md", "You have one container image", "You have a container image")
        patched(tap, site, stale(tap, site, "a guide's text", f"{GUIDE}/index.html", f"{GUIDE}/index.md"), "a guide's text")
        site.build()
        silent(tap, site, "all built")

        os.remove(site.at(f"public/{GUIDE}/index.md"))
        patched(tap, site, stale(tap, site, "a lost file", f"{GUIDE}/index.md"), "a lost file")
        site.build()
        site.write("content/more/index.md", "---\ntitle: More\ndescription: More.\n---\n\nWords.\n")
        new = [f"more/{f}" for f in ("figures.json", "index.html", "index.md")]
        r = stale(tap, site, "a new guide", *new, "manifest.json", "index.html", f"{GUIDE}/index.html")
        patched(tap, site, r, "a new guide")
        site.build()
        shutil.rmtree(site.at("content/more"))
        r = stale(tap, site, "a guide taken away", *new, "manifest.json", "index.html", f"{GUIDE}/index.html")
        patched(tap, site, r, "a guide taken away")
        r = site.run("check", "-q")
        tap.same((r.rc, r.out), (1, ""), "fresh: -q: no diff, the same status")


def test_gone(tap, program):
    """Files of a guide that is taken away go; those of others stay."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.write("content/more/index.md", "---\ntitle: More\ndescription: More.\n---\n\nWords.\n")
        site.build()
        tap.ok(os.path.exists(site.at("public/more/index.html")), "fresh: a guide more is published")
        for path in ("CNAME", ".nojekyll", "more/mine.txt", "empty/", "assets/logo.bin", f"{GUIDE}/notes/a.txt"):
            os.makedirs(os.path.dirname(site.at("public", path)), exist_ok=True)
            if not path.endswith("/"):
                with open(site.at("public", path), "wb") as f:
                    f.write(b"mine\0" + path.encode())
                os.chmod(site.at("public", path), 0o640)
                os.utime(site.at("public", path), (10**9, 10**9))
        os.symlink("/nowhere", site.at("public/dangling"))
        mine = {k: v for k, v in state(site.at("public")).items()
                if k in ("CNAME", ".nojekyll", "more/mine.txt", "assets/logo.bin", "dangling",
                         f"{GUIDE}/notes/a.txt")}
        silent(tap, site, "with foreign files")
        shutil.rmtree(site.at("content/more"))
        r = site.build()
        tap.ok(r.rc == 0, "fresh: a guide is taken away", r.err)
        now = state(site.at("public"))
        tap.same(sorted(k for k in now if k.startswith("more")), ["more", "more/mine.txt"],
                 "fresh: its files are gone, a foreign one beside them is not")
        lost = [k for k in mine if (now.get(k) or [None] * 4)[:2] + (now.get(k) or [None] * 4)[3:]
                != mine[k][:2] + mine[k][3:]]
        tap.none(lost, "fresh: foreign files keep their bytes, modes and times")
        tap.ok(os.path.isdir(site.at("public/empty")), "fresh: an empty foreign directory stays")
        os.remove(site.at("public/more/mine.txt"))
        silent(tap, site, "after that")


def test_untouched(tap, program):
    """What does not change keeps its time."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.build()
        for path in tree(site.at("public")):
            os.utime(site.at("public", path), (10**9, 10**9))
        site.edit("templates/foot.mustache", "Every figure", "Each figure")
        site.build()
        old = {p for p in tree(site.at("public")) if os.stat(site.at("public", p)).st_mtime == 10**9}
        tap.same(sorted(old), sorted(p for p in tree(site.at("public")) if not p.endswith(".html")),
                 "fresh: files that are the same keep their time")
        before = state(site.at("public"))
        r = site.build()
        tap.none(differing(before, state(site.at("public"))), "fresh: a build of a fresh site touches nothing")
        tap.ok("0 files written, 0 removed" in r.err, "fresh: and says so", r.err)
        tap.same(site.build("-q").err, "", "fresh: unless it is quiet")


def test_refused(tap, program):
    """A directory that is not ours stays as it is."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.write("public/precious.txt", "mine\n")
        before = state(site.at("public"))
        r = site.build()
        tap.ok(r.rc == 2 and "publish-foreign" in r.err, "fresh: a directory without a manifest is refused", r.err)
        tap.none(differing(before, state(site.at("public"))), "fresh: and left alone")
        os.remove(site.at("public/precious.txt"))
        tap.same(site.build().rc, 0, "fresh: an empty one is taken")
        site.write("public/manifest.json", '{"files": ["../../etc/passwd"]}\n')
        r = site.build()
        tap.same(r.rc, 2, "fresh: a damaged manifest is refused")
        tap.ok(os.path.exists("/etc/passwd"), "fresh: nothing outside is touched")
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.build()
        os.rename(site.at("public"), site.at("real"))
        os.symlink("real", site.at("public"))
        before = state(site.at("real"))
        r = site.build()
        tap.ok(r.rc == 2 and "publish-link" in r.err, "fresh: public/ that is a symbolic link is refused", r.err)
        r = site.run("check")
        tap.ok(r.rc == 2, "fresh: by check too: that is not a difference", f"exit status {r.rc}\n{r.out}{r.err}")
        tap.none(differing(before, state(site.at("real"))), "fresh: and what it points to is left alone")

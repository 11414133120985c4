"""What the world may do to a run."""
import os
import shutil
import stat
import subprocess

import project
from program import Program, environment
from project import Site, differing, state, tree

NOBODY = 65534
BILL = ("cost", "--option", "lambda", "--scenario", "base")
SHORT = 5  # seconds; a run takes a small part of one


def test_directories(tap, program):
    """-C and -o."""
    with project.temp() as temp:
        site = Site(program, os.path.join(temp, "site"), public=False)
        r = site.build("-C", "site", cwd=temp)
        tap.ok(r.rc == 0 and os.path.exists(site.at("public/index.html")), "world: -C DIR builds into DIR/public", r.err)
        first = tree(site.at("public"))
        r = site.build("-C", "site", "-o", "out", cwd=temp)
        tap.ok(r.rc == 0 and set(tree(os.path.join(temp, "out"))) == set(first),
               "world: -o is seen from where one stands", r.err)
        r = site.run("check", "-C", "site", "-o", "out", cwd=temp)
        tap.same((r.rc, r.out), (0, ""), "world: and so is that of check")
        r = site.build("-o", os.path.join(temp, "a/b/c"))
        tap.ok(r.rc == 0 and os.path.exists(os.path.join(temp, "a/b/c/index.html")), "world: -o makes its parents", r.err)
        out = os.path.join(temp, "bill.json")
        r = site.run(*BILL, "--format", "json", "-o", out)
        same = site.run(*BILL, "--format", "json").out
        tap.ok(r.rc == 0 and not r.out and open(out, encoding="utf-8").read() == same, "world: -o of a bill", r.err)
        shutil.rmtree(os.path.join(temp, "out"))
        r = site.build("-C", os.path.join(temp, "nowhere"))
        tap.ok(r.rc == 4 and "nowhere" in r.err and not os.path.exists(os.path.join(temp, "nowhere")),
               "world: -C of no directory is an error of the environment", f"{r}")
        r = site.build("-o", site.at("content/site.yaml"))
        tap.ok(r.rc in (2, 4) and site.read("content/site.yaml").startswith("title"),
               "world: -o of a file is refused", f"{r}")


def unprivileged(temp, program):
    """Arguments that run it as somebody who may not write, and the program where that one may read it."""
    if os.geteuid() != 0:
        return program, {}
    os.chmod(temp, 0o755)
    path = os.path.join(temp, "program")
    shutil.copy(program.path, path)
    os.chmod(path, 0o755)
    return Program(path), {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def test_read_only(tap, program):
    with project.temp() as temp:
        other, who = unprivileged(temp, program)
        site = Site(other, os.path.join(temp, "site"), public=False)
        site.build()
        first = tree(site.at("public"))
        for at, dirs, files in os.walk(site.dir):
            for name in files:
                os.chmod(os.path.join(at, name), 0o444)
            os.chmod(at, 0o555)
        try:
            r = site.run(*BILL, **who)
            tap.ok(r.rc == 0 and "$1.68" in r.out, "world: a read-only site has bills", r.err)
            r = site.run("crossings", **who)
            tap.same(r.rc, 0, "world: and crossings")
            r = site.build("-q", **who)
            tap.ok(r.rc == 4 and "Permission denied" in r.err, "world: but no build that would write", f"{r}")
            os.chmod(temp, 0o777)
            out = os.path.join(temp, "out")
            r = site.build("-o", out, **who)
            tap.ok(r.rc == 0 and not differing(first, tree(out)), "world: and a build elsewhere", r.err)
            for path in tree(site.at("public")):
                os.chmod(site.at("public", path), 0o644)
            for at, _, _ in os.walk(site.at("public")):
                os.chmod(at, 0o755)
            r = site.run("check", **who)
            tap.same((r.rc, r.out, r.err), (0, "", ""), "world: check reads only")
            os.chmod(site.at("pricing/aws-lambda.yaml"), 0)
            r = site.run(*BILL, **who)
            tap.ok(r.rc == 4 and "pricing/aws-lambda.yaml" in r.err and "Permission denied" in r.err,
                   "world: a price file that may not be read is an error of the environment", f"{r}")
        finally:
            for at, _, _ in os.walk(site.dir):
                os.chmod(at, 0o755)


def test_output(tap, program):
    """Standard output that cannot be written."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.build()
        site.edit("templates/foot.mustache", "Every figure", "Each figure")
        runs = {"cost": BILL, "cost as JSON": (*BILL, "--format", "json"), "crossings": ("crossings",),
                "check of a stale site": ("check",), "--help": ("--help",), "--version": ("--version",)}
        for name, args in runs.items():
            with open("/dev/full", "wb") as full:
                r = site.run(*args, stdout=full)
            tap.ok(r.rc == 4 and r.err, f"world: a full disk under {name}", f"exit status {r.rc}\n{r.err}")
        for name, args in runs.items():
            r = site.run(*args, stdout=None, preexec_fn=lambda: os.close(1))
            tap.ok(r.rc == 4 and r.err, f"world: no standard output for {name}", f"exit status {r.rc}\n{r.err}")
        for name, args in runs.items():
            a, b = os.pipe()
            os.close(a)
            r = site.run(*args, stdout=b)
            os.close(b)
            tap.ok(r.rc == 4 and r.err, f"world: a reader of {name} that is gone is not a signal", f"exit status {r.rc}\n{r.err}")
        for name, args in (("cost", BILL), ("build", ("build",))):
            with open("/dev/full", "wb") as full:
                r = site.run(*args, stderr=full)
            tap.ok(r.rc == 0, f"world: {name} does not need standard error", f"exit status {r.rc}")
        r = site.build(stdin=None, stdout=None, stderr=None, preexec_fn=lambda: os.closerange(0, 3))
        fine = tree(site.at("public"))
        site.build("-o", site.at("again"))
        tap.ok(r.rc == 0 and not differing(fine, tree(site.at("again"))), "world: a build with nothing open is whole",
               f"exit status {r.rc}")


def test_lacking(tap, program):
    """Parts of a site that are not there."""
    def broken(name, change, rc, words, *args):
        with project.temp() as temp:
            site = Site(program, temp, public=False)
            site.build()
            before = state(site.at("public"))
            change(site)
            for command in (("build",), ("check",), *args):
                r = site.run(*command, timeout=SHORT)
                tap.ok(r.rc == rc and all(w in r.err for w in words) and not r.out,
                       f"world: {name}: {command[0]} says so", f"exit status {r.rc}\n{r.out[:300]}{r.err}")
            tap.none(differing(before, state(site.at("public"))), f"world: {name}: public/ stays")

    def gone(path):
        return lambda site: shutil.rmtree(site.at(path)) if os.path.isdir(site.at(path)) else os.remove(site.at(path))

    def empty(path):
        def change(site):
            shutil.rmtree(site.at(path))
            os.mkdir(site.at(path))
        return change

    def fifo(path):
        def change(site):
            if os.path.exists(site.at(path)):
                os.remove(site.at(path))
            os.mkfifo(site.at(path))
        return change

    def folder(name):
        return lambda site: shutil.copytree(site.at("content/which-deployment"), site.at("content", name))

    guide = "content/which-deployment"
    broken("no content/site.yaml", gone("content/site.yaml"), 4, ["content/site.yaml", "No such file"], BILL)
    broken("no content/", gone("content"), 4, ["content/site.yaml"], BILL)
    broken("no pricing/", gone("pricing"), 4, ["pricing"], BILL)
    broken("an empty pricing/", empty("pricing"), 4, ["no price file"], BILL, ("crossings",),
           ("cost", "--service", "aws-lambda"))
    broken("no templates/", gone("templates"), 4, ["templates"])
    broken("no guide template", gone("templates/guide.mustache"), 2, ["templates/guide.mustache"])
    broken("no partial", gone("templates/foot.mustache"), 2, ["foot"])
    broken("a guide without index.md", gone(f"{guide}/index.md"), 4, [f"{guide}/index.md"])
    broken("an empty guide folder", lambda s: os.mkdir(s.at("content/none")), 4, ["content/none/index.md"])
    for name in ("Upper", "with space", "under_score", "-dash", "dash-", "two--dashes", "ünder", "a.b"):
        broken(f"a guide folder {name!r}", folder(name), 2, [f"content/{name}", "slug"])
    for path in (f"{guide}/index.md", f"{guide}/guide.yaml", "pricing/fifo.yaml", "content/site.yaml",
                 "templates/foot.mustache"):
        broken(f"a FIFO as {path}", fifo(path), 4, [path, "not a regular file"])
    broken("a directory as index.md", lambda s: (os.remove(s.at(guide, "index.md")), os.mkdir(s.at(guide, "index.md"))),
           4, [f"{guide}/index.md"])
    broken("a file too large", lambda s: os.truncate(s.at("pricing/aws-alb.yaml"), 1 << 30), 2,
           ["pricing/aws-alb.yaml", "file-size"])


def test_templates(tap, program):
    """Files of templates/ whose names clash, or are no names."""
    def odd(name, change, *allowed):
        with project.temp() as temp:
            site = Site(program, temp, public=False)
            change(site)
            r = site.build(timeout=SHORT)
            tap.ok(r.rc in allowed and (r.rc == 0 or r.err), f"world: {name}: no crash",
                   f"exit status {r.rc}\n{r.err}")
            if r.rc == 0:
                site.edit("templates/foot.mustache", "Every figure", "Each figure")
                r = site.build(timeout=SHORT)
                tap.ok(r.rc == 0, f"world: {name}: what was built can be built over", r.err)

    def assets(site):
        shutil.copytree(site.at("content/which-deployment"), site.at("content/assets"))

    def both(site):
        assets(site)
        site.write("templates/index.html", "<p>\n")

    def file(name):
        def change(site):
            with open(os.path.join(os.fsencode(site.at("templates")), name), "wb") as f:
                f.write(b"x")
        return change

    odd("a guide called assets", assets, 0, 2)
    odd("a guide called assets and an asset index.html", both, 2)
    odd("an asset with a control character in its name", file(b"a\x01b"), 0, 2)
    odd("an asset whose name is not UTF-8", file(b"a\xffb"), 0, 2)
    odd("an asset with quotes in its name", file(b"a\"b\\c'd"), 0, 2)
    odd("an asset with a line feed in its name", file(b"a\nb"), 0, 2)
    odd("a directory in templates/", lambda s: os.mkdir(s.at("templates/more")), 0, 2)
    odd("a price file that is a directory", lambda s: os.mkdir(s.at("pricing/x.yaml")), 4)
    odd("a link of content/ to itself", lambda s: os.symlink(".", s.at("content/loop")), 0, 2, 4)


def test_numbers(tap, program):
    """hours_per_month of figures.json is exact."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        for month, want in (("8760h", "8760"), ("1000/3 h", "1000/3"), ("730h", "730")):
            site.build("--month", month)
            tap.same(site.json("public/which-deployment/figures.json")["hours_per_month"], want,
                     f"world: a month of {month} in figures.json")


def test_at_once(tap, program):
    """Two builds at the same time: one may give up, and public/ is whole."""
    with project.temp() as temp:
        site = Site(program, temp, public=False)
        site.build()
        want = tree(site.at("public"))
        shutil.rmtree(site.at("public"))
        runs = [subprocess.Popen([program.path, "build", "-q"], cwd=temp, env=environment(),
                                 stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(8)]
        ends = [(p.communicate()[1].decode(), p.returncode) for p in runs]
        tap.none([e for e in ends if e[1] not in (0, 4) or (e[1] == 4 and "publish-locked" not in e[0])],
                 "world: builds at once succeed or say that another is at work")
        tap.none(differing(want, tree(site.at("public"))), "world: and leave a whole public/")
        tap.same(sorted(set(os.listdir(temp)) - set(project.beside(temp))), ["content", "pricing", "public", "templates"],
                 "world: and nothing beside it")

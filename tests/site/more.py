"""What pages hang on besides guides and prices: the command line, files of templates/ and prices that come and go.

As in `again`, a build says and makes what one from nothing does; after one that fails all is as it was before.
BREAKEVEN_LONG=1 for many changes.
"""
import os
import re
import shutil

import again
import project
from again import build_clean, said
from project import HERE, differing, tree

STEPS = 300 if "BREAKEVEN_LONG" in os.environ else 30
PARTS = ("content", "pricing", "templates")
OPTIONS = [[], [], [], ["--region", "south"], ["--region", "n1"], ["--free-tier", "none"], ["--month", "700h"],
           ["--price", "acme-gate.requests.n1=9 USD per 1000000 request"], ["--price", "zenith-box.hours.n1=2 USD/(instance*h)"]]
TAILS = ["\n```breakeven limits\nservices: [acme-runs]\n```\n", "\n{{winner.base}}\n", "\n[A service](../services/zenith-box/)\n",
         "\n[A place](../arithmetic/#words)\n", "\n[One that comes and goes](../services/new1/)\n"]


class MoreChange(again.PriceChange):
    def start(self):
        super().start()
        self.keep()

    def keep(self):
        self.good = {part: tree(self.site.at(part)) for part in PARTS}

    def undo(self):
        """The sources of the last build that was done; what is the same is not touched."""
        for part, want in self.good.items():
            have = tree(self.site.at(part))
            for name in set(have) - set(want):
                os.remove(self.site.at(part, name))
            for name, data in want.items():
                if have.get(name) != data:
                    os.makedirs(os.path.dirname(self.site.at(part, name)), exist_ok=True)
                    with open(self.site.at(part, name), "wb") as f:
                        f.write(data)
            for at, _, _ in os.walk(self.site.at(part), topdown=False):
                if not os.listdir(at):
                    os.rmdir(at)

    def there_or_not(self, path, text):
        if os.path.exists(self.site.at(path)):
            os.remove(self.site.at(path))
        else:
            self.site.write(path, text)

    def asset(self):
        self.there_or_not(f"templates/more{self.rnd.randint(1, 3)}.css", "x" * self.rnd.randint(0, 9))

    def arithmetic(self):
        path = f"templates/arithmetic/{self.rnd.choice(['index.md', 'guide.yaml', 'prices.yaml'])}"
        if os.path.exists(self.site.at(path)):
            self.serial += 1
            self.site.write(path, self.site.read(path) + (f"\n## H {self.serial}\n" if path.endswith("md") else "# a remark\n"))

    def arithmetic_gone(self):
        at = self.site.at("templates/arithmetic")
        if os.path.isdir(at):
            shutil.rmtree(at)
        else:
            shutil.copytree(os.path.join(project.ROOT, "templates/arithmetic"), at)

    def new_price(self):
        name = f"new{self.rnd.randint(1, 2)}"
        with open(os.path.join(HERE, "acme/pricing/zenith-box.yaml"), encoding="utf-8") as f:
            text = f.read().replace("service: zenith-box", f"service: {name}")
        self.there_or_not(f"pricing/{name}.yaml", text.replace("boxes", self.rnd.choice(["boxes", "crates"])))

    def price_gone(self):
        name = f"pricing/{self.rnd.choice(['acme-gate', 'zenith-box', 'acme-runs'])}.yaml"
        if os.path.exists(self.site.at(name)):
            os.remove(self.site.at(name))

    def about(self):
        text = re.sub("^(description|path): .*\n", "", self.site.read("content/site.yaml"), flags=re.M)
        more = self.rnd.choice(["", f"description: About {self.rnd.randint(1, 3)}\n", "path: /x/\n"])
        self.site.write("content/site.yaml", text + more)

    def tail(self):
        path = f"content/{self.guide()}/index.md"
        self.site.write(path, self.site.read(path) + self.rnd.choice(TAILS))

    def make(self):
        names = ["asset", "arithmetic", "arithmetic_gone", "new_price", "price_gone", "about", "tail", "tail", "digit", "amount",
                 "word", "line", "an_input", "prose", "heading", "title", "order", "add", "remove", "rename", "exchange", "settings",
                 "template", "scenario", "lost", "spoilt", "cache_spoilt", "beside_lost"]
        some = [self.rnd.choice(names) for _ in range(self.rnd.choice([0, 1, 1, 1, 2, 3]))]
        for name in some:
            getattr(self, name)()
        return some


def step(site, change, where, rnd):
    """What is wrong after some changes, or None."""
    names, options = change.make(), rnd.choice(OPTIONS)
    before = tree(site.at("public"))
    r = site.build("-j", str(rnd.choice([1, 1, 2, 3])), "--no-sync", *options)
    rc, err, want = build_clean(site, where, *options)
    if rc:
        change.undo()
    else:
        change.keep()
    if (r.rc, said(r.err)) != (rc, said(err)):
        return f"{names} {options}: {r.rc} {r.err}\nfrom nothing: {rc} {err}"
    wrong = differing(tree(site.at("public")), before if rc else want)
    return f"{names} {options}: {wrong}" if wrong else None


def test_more(tap, program):
    again.walk(tap, program, f"more: {STEPS} changes", (6, 7), MoreChange, step, STEPS)

"""Four builds at once, and readers that never see a site in between."""
import os
import subprocess
import threading
import time

import lab
from lab import Lab

BUILDERS = 4
AT_LEAST = 20  # publications while somebody reads
LONG = 0.9  # seconds; who takes longer to read a site may meet the one after next


class Together:
    def __init__(self, l, reads):
        self.l = l
        self.over = False
        self.bad = []
        self.ends = []  # of builds: exit status and message
        self.reads = reads
        self.nread = self.nwhole = self.novertaken = 0
        self.files = sorted(k for k, v in l.whole["a"].items() if v[0] == "file")

    def edit(self):
        """Both versions in turn, all the time."""
        while not self.over:
            self.l.go_to(self.l.other())
            time.sleep(0.02)

    def build(self):
        env = self.l.environment()
        while not self.over:
            p = subprocess.run([self.l.program.path, "build", "-q"], cwd=self.l.site, env=env,
                               stdin=subprocess.DEVNULL, capture_output=True, text=True)
            self.ends.append((p.returncode, p.stderr))

    def is_version(self, name, data):
        return [v for v in "ab" if self.l.whole[v][name][2] == data]

    def read(self):
        """One file after the other, by its path, as a server does."""
        while not self.over and len(self.bad) < 20:
            for name in self.files:
                try:
                    with open(os.path.join(self.l.public, name), "rb") as f:
                        if not self.is_version(name, f.read()):
                            self.bad.append(f"{name} is torn")
                except OSError as e:
                    self.bad.append(f"{name}: {e.strerror}")
                self.nread += 1
            self.over = self.over or self.nread >= self.reads and len(self.ends) > 4 * AT_LEAST

    def read_whole(self):
        """All files of the directory that was public/ when it was opened."""
        while not self.over:
            top = os.open(self.l.public, os.O_RDONLY | os.O_DIRECTORY)
            began = time.monotonic()
            seen = {}
            try:
                for name in self.files:
                    with open(os.open(name, os.O_RDONLY, dir_fd=top), "rb") as f:
                        seen[name] = self.is_version(name, f.read())
            except FileNotFoundError as e:
                # The tree was taken away below us: only once another is published.
                if os.path.samestat(os.stat(self.l.public), os.fstat(top)):
                    self.bad.append(f"missing in public/: {e.filename}")
                self.novertaken += 1
            finally:
                os.close(top)
            if time.monotonic() - began < LONG and not any(all(v in s for s in seen.values()) for v in "ab"):
                self.bad.append(f"a site of two versions: {seen}")
            self.nwhole += 1


def test_together(tap, program):
    with lab.temp() as temp:
        l = Lab(program, temp, foreign=False, moves=False)
        t = Together(l, 1000000 if lab.EVERY else 100000)
        work = [t.edit, *[t.build] * BUILDERS, t.read, t.read_whole]
        threads = [threading.Thread(target=w) for w in work]
        for x in threads:
            x.start()
        seen = set()
        while not t.over:
            if os.path.exists(l.public):
                seen.add(os.stat(l.public).st_ino)
            time.sleep(0.001)
        for x in threads:
            x.join()
        fine = [e for e in t.ends if e[0] == 0]
        tap.none(t.bad, f"together: {t.nread} reads of files, {t.nwhole} of the whole site, {len(t.bad)} bad")
        tap.none([e for e in t.ends if e[0] != 0 and not (e[0] in (2, 4) and "[publish-locked]" in e[1])],
                 f"together: of {len(t.ends)} builds, {BUILDERS} at once, {len(fine)} succeed and the others say that one is at work")
        tap.ok(len(fine) >= AT_LEAST and len(seen) > 1, "together: and they did publish", f"{len(fine)} builds, {len(seen)} trees")
        tap.none(l.heal(), "together: the next build is that of one alone")

"""Runs of commands, timed in turns, and the memory that they take."""
import os
import statistics
import subprocess
import time

SAMPLE = 0.005  # seconds between two looks at the memory


class Attic:
    """Takes what was built away, so that the next build starts from nothing.

    Nothing is removed: for minutes after a file was, ext4 without a journal
    looks at its inode again whenever it makes a new one, which takes longer
    than all else that a build asks of the system.  The bytes go, and what is
    not yet on the disk is brought there, lest it be in the next one's way.
    """

    def __init__(self, path):
        self.path, self.n = path, 0
        path.mkdir()

    def take(self, *paths):
        for path in paths:
            if not path.exists():
                continue
            to = self.path / str(self.n)
            self.n += 1
            path.rename(to)
            for file in [to] if to.is_file() else to.rglob("*"):
                if file.is_file():
                    os.truncate(file, 0)
        os.sync()


class Run:
    """Times of the runs of one command, in seconds."""

    def __init__(self):
        self.walls, self.cpus = [], []

    def add(self, wall, cpu):
        self.walls.append(wall)
        self.cpus.append(cpu)

    @property
    def wall(self):
        return statistics.median(self.walls)

    @property
    def cpu(self):
        """Of all its processes together."""
        return statistics.median(self.cpus)


def spawn(argv, cwd):
    return subprocess.Popen(argv, cwd=cwd, stdout=subprocess.DEVNULL)


def timed(argv, cwd):
    """(wall, processor) seconds of one run, which must succeed."""
    start = time.perf_counter()
    child = spawn(argv, cwd)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit("%s: exit status %d" % (" ".join(argv), child.returncode))
    return wall, usage.ru_utime + usage.ru_stime


def in_turns(cases, rounds):
    """Runs each case once a round; `cases` is a list of (name, before, argv,
    cwd), `before` a function that is not timed.  Returns Run by name."""
    runs = {name: Run() for name, *_ in cases}
    for _ in range(rounds):
        for name, before, argv, cwd in cases:
            if before:
                before()
            # What the last one wrote is in nobody's way.
            os.sync()
            runs[name].add(*timed(argv, cwd))
    return runs


def family(pid):
    """A process and those it started."""
    pids = [pid]
    for p in pids:
        try:
            for task in os.listdir("/proc/%d/task" % p):
                with open("/proc/%d/task/%s/children" % (p, task)) as f:
                    pids += map(int, f.read().split())
        except OSError:
            pass
    return pids


def held(pid):
    """Bytes in memory, a shared page in equal parts."""
    try:
        with open("/proc/%d/smaps_rollup" % pid) as f:
            return sum(int(line.split()[1]) for line in f if line.startswith("Pss:")) * 1024
    except OSError:
        return 0


def peak(argv, cwd):
    """The most memory a command and its processes held at once, in bytes."""
    child, most = spawn(argv, cwd), 0
    while child.poll() is None:
        most = max(most, sum(held(p) for p in family(child.pid)))
        time.sleep(SAMPLE)
    if child.returncode:
        raise SystemExit("%s: exit status %d" % (" ".join(argv), child.returncode))
    return most

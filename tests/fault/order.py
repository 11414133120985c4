"""What has to be on the disk before what; and that the shim sees all there is to see."""
import os
import re
import shutil
import subprocess

import lab
from lab import Lab
from program import environment

SYNCS = {"fsync", "fdatasync", "syncfs"}

# What a process may do without changing a file.
HARMLESS = set("""
    access alarm arch_prctl brk chdir clock_gettime clock_nanosleep clone clone3 dup dup2 dup3 epoll_create1
    epoll_ctl epoll_wait execve exit exit_group faccessat faccessat2 fadvise64 fchdir fcntl flock fork fstat
    fstatfs futex getcwd getdents64 getegid geteuid getgid getpgrp getpid getppid getrandom getrlimit gettid
    getuid ioctl kill lseek lstat madvise memfd_create membarrier mmap mprotect mremap munmap nanosleep newfstatat
    pause pipe pipe2 poll ppoll prctl pread64 prlimit64 pselect6 read readahead readlink readlinkat readv
    restart_syscall rseq rt_sigaction rt_sigprocmask rt_sigreturn rt_sigsuspend sched_getaffinity sched_yield
    select set_robust_list set_tid_address setpgid setrlimit setsid sigaltstack stat statfs statx sysinfo tgkill
    umask uname vfork wait4 waitid""".split())
OPENS = {"open", "openat", "creat", "openat2"}
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")


def changes(calls, l):
    """(place, call) of those on what is published or will be."""
    return [(c.number, c) for c in calls if any(p.startswith(l.site) for p in c.paths)]


def test_order(tap, program):
    with lab.temp(fast=True) as temp:
        l = Lab(program, temp)
        for name, jobs, later in (("", 1, lab.LATER), (", at once", 1, 0), (", two workers", 2, lab.LATER)):
            if jobs > 1 and not l.parallel:
                continue
            l.args = ("-j", str(jobs)) if l.parallel else ()
            l.go_to(l.other())
            r, calls = l.faulty({"FAULT_CALLS": "change", "FAULT_CLOCK": later})
            at = [c.number for c in calls if c.name == "renameat2"]
            tap.ok(r.rc == 0 and len(at) == 1, f"order{name}: one exchange", [str(c) for c in calls])
            made = [c for c in calls if c.number < at[0] and c.name not in SYNCS and "/.public.new" in c.paths[0]
                    and c.name not in ("close", "unlinkat")]
            synced = [c.number for c in calls if c.name == "syncfs" and c.number < at[0]]
            late = [c for c in made if not synced or c.number > synced[-1]]
            tap.ok(made and not late, f"order{name}: the new tree is on the disk before it is exchanged",
                   [f"{c.name} {l.short(c.paths[0])}" for c in late])
            parent = [c for c in calls if c.number > at[0] and c.name == "fsync" and c.paths[0] == l.site]
            tap.ok(parent, f"order{name}: and then so is the exchange")
            undone = [c for c in calls if at[0] < c.number < (parent or calls)[0].number and c.name not in SYNCS]
            tap.ok(not undone, f"order{name}: the old tree stays until then", [str(c) for c in undone])


def traced(l, *args):
    """System calls: name, and whether it opens for writing; of those below the site."""
    trace = os.path.join(l.dir, "trace")
    p = subprocess.run(["strace", "-f", "-y", "-qq", "-s", "4096", "-e", "signal=none", "-o", trace, "-E",
                        f"LD_PRELOAD={l.shim}", "-E", f"FAULT_BELOW={l.site}", "-E", "FAULT_CALLS=change",
                        "-E", f"FAULT_LOG={l.log}", l.program.path, *args],
                       cwd=l.site, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if p.returncode != 0:
        return None
    with open(trace, encoding="utf-8", errors="replace") as f:
        lines = f.read().splitlines()
    # What is interrupted by another process stands in two lines; the first has the arguments.
    return [m.groups() for m in (re.match(r"\d+ +([a-z0-9_]+)\((.*)", line) for line in lines) if m]


def test_seen(tap, program):
    """No call changes the site that the shim does not count."""
    if not shutil.which("strace") or lab.is_sanitized(program.path):
        tap.ok(True, "order: what the shim sees # SKIP there is no strace, or a sanitizer")
        return
    with lab.temp(fast=True) as temp:
        l = Lab(program, temp)
        for name, args in (("build", ("build",)), ("build with two workers", ("build", "-j", "2"))):
            if "-j" in args and not l.parallel:
                continue
            l.go_to(l.other())
            if os.path.exists(l.log):
                os.remove(l.log)
            found = traced(l, *args)
            if found is None:
                tap.ok(True, f"order: what the shim sees of a {name} # SKIP strace may not trace")
                continue
            calls = l.calls()
            known = {c.name for c in calls} | HARMLESS | OPENS | {"write", "close"}
            tap.none(sorted({n for n, _ in found} - known), f"order: {name}: no system call that nobody thought of")
            opened = [a for n, a in found if n in OPENS and WRITES.search(a) and l.log not in a]
            counted = [c for c in calls if c.name in ("open", "openat")]
            tap.same(len(opened), len(counted), f"order: {name}: every file that is opened for writing is counted")
            written = [a for n, a in found if n == "write" and re.match(rf"\d+<{re.escape(l.site)}/", a)]
            tap.same(len(written), len([c for c in calls if c.name == "write"]), f"order: {name}: and every write")

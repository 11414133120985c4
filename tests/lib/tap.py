"""Test results as TAP, for the tests written in Python."""
import sys

SHOWN = 40   # lines of a failure
WIDTH = 400  # characters of a line


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def ok(self, passed, name, detail=""):
        """One result; `detail` (a text or a list of lines) is shown when it failed."""
        self.count += 1
        if passed:
            print(f"ok {self.count} - {name}")
        else:
            self.failed += 1
            print(f"not ok {self.count} - {name}")
            self.note(detail)
        sys.stdout.flush()
        return bool(passed)

    def same(self, got, want, name):
        return self.ok(got == want, name, [f"got:  {got!r}", f"want: {want!r}"])

    def none(self, found, name):
        """Passes when the list of what is wrong is empty."""
        found = list(found)
        return self.ok(not found, name, found)

    def note(self, text):
        lines = text.splitlines() if isinstance(text, str) else text
        for line in lines[:SHOWN]:
            for part in str(line).splitlines() or [""]:
                print(f"# {part[:WIDTH]}" + (" ..." if len(part) > WIDTH else ""))
        if len(lines) > SHOWN:
            print(f"# ... and {len(lines) - SHOWN} lines more")

    def done(self):
        """Prints the plan; the exit status."""
        print(f"1..{self.count}")
        sys.stdout.flush()
        return 1 if self.failed else 0

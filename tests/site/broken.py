"""broken: each line of each file taken away; the program says so or builds, and
never dies."""
import os
import shutil
import tempfile

from program import ROOT


def test_broken(tap, program):
    with tempfile.TemporaryDirectory() as temp:
        for part in ("pricing", "content", "templates"):
            shutil.copytree(os.path.join(ROOT, part), os.path.join(temp, part))
        files = ["pricing/aws-lambda.yaml", "pricing/gcp-cloud-run.yaml", "content/site.yaml",
                 "content/which-deployment/guide.yaml", "templates/guide.mustache"]
        for name in files:
            path = os.path.join(temp, name)
            with open(path, encoding="utf-8") as f:
                lines = f.readlines()
            bad = []
            for i in range(len(lines)):
                with open(path, "w", encoding="utf-8") as f:
                    f.writelines(lines[:i] + lines[i + 1:])
                rc = program.run("build", "-q", "-C", temp).rc
                if rc not in (0, 2):
                    bad.append(f"without line {i + 1}: exit status {rc}")
            with open(path, "w", encoding="utf-8") as f:
                f.writelines(lines)
            tap.ok(not bad, f"broken: {name} without any one of its lines", bad)

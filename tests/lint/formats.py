#!/usr/bin/env -S python3 -B
"""formats: what lint says as JSON and as SARIF.

    tests/lint/formats.py JSON SARIF RULES

Says nothing when all is well.
"""
import json
import re
import sys


WRONG = []


def check(ok, what):
    if not ok:
        WRONG.append(what)
        print(what)


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        plain = json.load(f)
    with open(sys.argv[2], encoding="utf-8") as f:
        sarif = json.load(f)
    with open(sys.argv[3], encoding="utf-8") as f:
        rules = re.findall(r'^X\([A-Z_]*, "([a-z-]*)",', f.read(), re.M)
    found = plain["findings"]
    counted = {"found": 0, "stale": 0, "warnings": 0, "waived": 0}
    for f in found:
        check(list(f) == ["rule", "level", "path", "line", "column", "text", "figure", "waived"],
              "keys of a finding: %r" % f)
        check(f["rule"] in rules and f["level"] in ("error", "warning"), "rule, level: %r" % f)
        kind = ("waived" if f["waived"] else "warnings" if f["level"] == "warning"
                else "stale" if f["rule"] == "stale-price" else "found")
        counted[kind] += 1
    check({k: plain[k] for k in counted} == counted, "counts: %r" % counted)
    check(counted["waived"] and counted["found"] and counted["warnings"], "all kinds are there")
    waived = [f["waived"] for f in found if f["waived"]]
    check(waived == [{"because": "it is a quotation", "until": "2027-03-01"}], "waived: %r" % waived)
    check([f["figure"] for f in found if f["figure"]] == ["demo/cost.flat.base.total"], "figures")

    check(sarif["version"] == "2.1.0" and sarif["$schema"].endswith("sarif-2.1.0.json"), "version")
    check(len(sarif["runs"]) == 1, "one run")
    run = sarif["runs"][0]
    driver = run["tool"]["driver"]
    check(driver["name"] == "breakeven", "driver")
    check([r["id"] for r in driver["rules"]] == rules, "rules")
    check(all(r["shortDescription"]["text"] for r in driver["rules"]), "descriptions")
    check(run["columnKind"] == "unicodeCodePoints", "columns")
    check(len(run["results"]) == len(found), "as many results")
    for r, f in zip(run["results"], found):
        place = r["locations"][0]["physicalLocation"]
        region = place["region"]
        check(r["ruleId"] == f["rule"] == rules[r["ruleIndex"]], "rule: %r" % r)
        check(r["level"] == f["level"] and r["message"] == {"text": f["text"]}, "text: %r" % r)
        check(place["artifactLocation"]["uri"] == f["path"], "path: %r" % r)
        check((region["startLine"], region["startColumn"]) == (f["line"], f["column"]),
              "place: %r" % r)
        check((region["endLine"], region["endColumn"]) > (f["line"], f["column"]), "end: %r" % r)
        check(("suppressions" in r) == bool(f["waived"]), "suppressions: %r" % r)
        for s in r.get("suppressions", []):
            check(s == {"kind": "inSource", "justification": f["waived"]["because"]}, "%r" % s)
    return 1 if WRONG else 0


if __name__ == "__main__":
    sys.exit(main())

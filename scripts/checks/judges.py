"""SEG and SR of every kind of image before seven programs of others: no error outside the whitelist (about 10 minutes)"""

import shutil
import sys

from tests.harness.bounds import Bounds
from tests.harness.paths import ROOT
from tests.interop import jury, matrix_program

FOLDER = ROOT / "build" / "check" / "judges"
SHOWN = 5  # messages of one judge on one case that are printed


def print_table(cases, verdicts):
    width = max(len(case.name) for case in cases)
    print("errors outside the whitelist, by case and judge (bound: 0 in each)")
    print(" " * (width + 2) + "  ".join(verdict.judge.NAME for verdict in verdicts))
    for case in cases:
        counts = [f"{len(verdict.refused_in(case)):>{len(verdict.judge.NAME)}}" for verdict in verdicts]
        print(f"  {case.name:<{width}}" + "  ".join(counts))


def print_whitelist(sieve):
    print("whitelisted messages:")
    for excuse, count in sieve.excused.items():
        print(f"  {count:>5} x {excuse.judge}: {excuse.pattern}\n          {excuse.reason}")
    for excuse in sieve.unused():
        print(f"  never met: {excuse.judge}: {excuse.pattern}")


def main():
    bounds = Bounds()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    cases = matrix_program.write(FOLDER, *sys.argv[1:])
    bounds.at_least("cases", len(cases), 1)
    verdicts, sieve = jury.verdicts(cases)
    print_table(cases, verdicts)
    print_whitelist(sieve)
    for verdict in verdicts:
        for case in cases:
            for finding in verdict.refused_in(case)[:SHOWN]:
                print(f"  {verdict.judge.NAME}, {finding.case}: {finding.message}")
        bounds.true(f"{verdict.judge.NAME} ({verdict.judge.WHAT}): errors", not verdict.refused,
                    f"{len(verdict.refused)} in {len(cases)} cases (bound: 0); {verdict.excused} excused")
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())

"""All judges over all cases: what they say, how much of it is excused, and what is left."""

from tests.interop import judges
from tests.interop.judges.whitelist import Sieve


class Verdict:
    def __init__(self, judge, cases, refused, excused):
        self.judge, self.cases, self.refused, self.excused = judge, cases, refused, excused

    def refused_in(self, case):
        return [finding for finding in self.refused if finding.case == case.name]


def verdicts(cases, jury=judges.ALL):
    """([Verdict per judge], Sieve with the counts of what was excused)"""
    sieve, found = Sieve(), []
    for judge in jury:
        findings = judge.judge(cases)
        refused = sieve.refused(judge.NAME, findings)
        found.append(Verdict(judge, cases, refused, len(findings) - len(refused)))
    return found, sieve

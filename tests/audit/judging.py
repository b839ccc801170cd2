"""Asks a running Orthanc and says of a family of answers whether all are right."""

import json

from tests.harness.process import wait_until

from . import pages
from .compare import difference, leaves, spoilt

SPOILS = 25  # places of an answer in which it is spoilt, to see that the comparison notices
SHOWN = 3


class Audit:
    def __init__(self, orthanc):
        self.orthanc = orthanc

    def get(self, path):
        """(status, answer)"""
        status, _, body = self.orthanc.request("GET", "/sonolist/audit/" + path)
        try:
            return status, json.loads(body)
        except ValueError:
            return status, body[:300]

    def body(self, path):
        return self.orthanc.request("GET", "/sonolist/audit/" + path)[2]

    def settled(self, reports):
        """Waits until the index holds what is in the PACS; what it lacks after that is for the comparison to say."""
        def holds_all():
            found = pages.Results(self.orthanc).json([("kind", "report"), ("kind", "agreement"), ("limit", 10000)])["results"]
            return {result["sopInstanceUid"] for result in found} == reports

        try:
            wait_until(holds_all, "the index", 60, interval=0.2)
        except TimeoutError as error:
            print(f"  {error}")


def judge(bounds, family, audit, asked, draw):
    """One bound: each answer is right, and each spoilt answer is told from a right one."""
    wrong, blind, number = [], [], 0
    for question in asked:
        number += 1
        status, answer = audit.get(question.path)
        if status != 200:
            wrong.append(f"{question.path}: HTTP {status} {answer}")
            continue
        if found := difference(question.expected, question.arrange(answer)):
            wrong.append(f"{question.path}: {found}")
        elif number % 10 == 1:
            places = list(leaves(question.arrange(answer)))
            for place in draw.sample(places, min(SPOILS, len(places))):
                if not difference(question.expected, spoilt(question.arrange(answer), place)):
                    blind.append(f"{question.path}: {place} may be anything")
    for message in [*wrong[:SHOWN], *blind[:SHOWN]]:
        print("    " + message[:600])
    bounds.true(family, number > 0 and not wrong and not blind, f"{number} answers, {len(wrong)} wrong (bound: 0)")


def finish(bounds, family, faults):
    for fault in faults[:SHOWN]:
        print("    " + fault[:600])
    bounds.true(family, not faults, f"{len(faults)} faults (bound: 0)")
